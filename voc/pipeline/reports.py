"""The store -> the reports."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

from voc import weeks
from voc.engines.base import Engine
from voc.errors import NoData
from voc.index.embedders import Embedder
from voc.pipeline import companies
from voc.pipeline.coverage import coverage, no_documents
from voc.pipeline.recipients import TeamThemes
from voc.reports import churn, compare, faq, reasons, segments
from voc.reports import digest as digest_report
from voc.reports.churn import Churn
from voc.reports.compare import Comparison, Customers
from voc.reports.faq import Faq
from voc.reports.reasons import Reasons
from voc.reports.segments import By, Segments
from voc.settings import Settings
from voc.store.filters import Filter
from voc.store.ledger import Run
from voc.store.store import Store
from voc.types import Account, Coverage, Document, Form, Kind, Language, Placed, Side, Theme, Voice
from voc.voices import voices

BEFORE = 12
YEAR = 52
NOTHING_SAID = "nothing was said yet; run `voc ingest PATH`, then `voc analyze`"
OF_A_CHOICE = frozenset({Kind.PURCHASE_REASON, Kind.CHURN_SIGNAL})


class WeekRecords(NamedTuple):
    """All that the digests of a week are made from, read once whoever they are for."""

    week: str
    themes: Mapping[str, Theme]
    placed: Sequence[Placed]
    """What was said in the week, and the pains of the weeks it is compared with; no hidden theme's."""
    volumes: Mapping[str, int]
    """Documents read to their end, by week of the last year."""
    coverage: Coverage
    accounts: Mapping[str, Account]
    cost: digest_report.Cost | None
    earlier: Mapping[str, Mapping[str, int]]
    """Customers who complained, by theme and week, in the year before the weeks compared."""
    reported: Sequence[Placed]
    """What staff report of customers in the week."""


class WeekDigests:
    """The digests of one week: its records are read once, and each audience's digest is built once."""

    def __init__(self, store: Store, engine: Engine, settings: Settings, week: str) -> None:
        self._store = store
        self._engine = engine
        self._settings = settings
        self._week = week
        self._facts_of: dict[TeamThemes | None, digest_report.Digest] = {}

    def of(self, languages: Sequence[Language], scope: TeamThemes | None = None) -> digest_report.Digest:
        """The digest, its paragraphs written by the engine in these languages and checked.

        With a scope it holds what is these teams' only, and their names stand in its heading.

        Raises:
            NoData: when the week has no document.

        """
        if scope not in self._facts_of:
            self._facts_of[scope] = self._facts(scope)
        known = self._facts_of[scope]
        missing = [language for language in languages if language not in known.replaced]
        if missing:
            known = digest_report.with_paragraphs(known, self._engine, missing)
            self._facts_of[scope] = known
        return known

    def copies(
        self, languages: Sequence[Language], scope: TeamThemes | None = None
    ) -> list[digest_report.DigestCopy]:
        """The digest in each of these languages."""
        digest = self.of(languages, scope)
        return [digest_report.DigestCopy(digest, language) for language in languages]

    @cached_property
    def _records(self) -> WeekRecords:
        return week_records(self._store, self._settings, self._week)

    def _facts(self, scope: TeamThemes | None) -> digest_report.Digest:
        records, settings = self._records, self._settings
        placed, names = records.placed, [settings.name]
        if scope:
            placed = scope.select(placed, records.themes)
            names.append(scope.name)
        digest = digest_report.build(
            week=records.week,
            placed=placed,
            themes=records.themes,
            volumes=records.volumes,
            coverage=records.coverage,
            accounts=records.accounts,
            min_coverage=settings.digest.min_coverage,
            project=" / ".join(filter(None, names)),
            teams=settings.teams,
            cost=records.cost,
            currency=settings.digest.currency,
            links=settings.links,
            earlier=records.earlier,
            releases=settings.releases,
            reported=_reported(records, scope),
        )
        return digest.model_copy(update={"scope": scope.name}) if scope else digest


def week_records(store: Store, settings: Settings, week: str) -> WeekRecords:
    """Read what the week's digests are made from.

    Raises:
        NoData: when the week has no document.

    """
    documents = store.documents.weeks()
    if week not in documents:
        raise no_documents(week, list(documents))
    first = min(weeks.shift(week, -BEFORE), digest_report.first_week(settings.releases, week))
    year = [weeks.shift(week, -back) for back in range(YEAR, -1, -1)]
    themes = store.themes.all()
    return WeekRecords(
        week=week,
        themes=themes,
        placed=_shown(_compared(store, [one for one in year if one >= first], week), themes),
        volumes={known: count for known, count in store.documents.read_weeks().items() if known in year},
        coverage=coverage(store, week),
        accounts=store.accounts.all(),
        cost=cost(store.runs.that_read(week)),
        earlier=store.findings.customers(Kind.PAIN, [one for one in year if one < first]),
        reported=store.findings.all(Filter(weeks=(week,), sides=(Side.REPORTED,))),
    )


def _reported(records: WeekRecords, scope: TeamThemes | None) -> dict[str, frozenset[str]]:
    """Of whom staff report something in the week, by theme; with a scope only what is these teams'."""
    told: dict[str, set[str]] = defaultdict(set)
    for one in records.reported:
        if scope is None or scope.holds(one, records.themes):
            told[one.theme or ""].add(one.customer)
    return {theme: frozenset(customers) for theme, customers in told.items()}


def _compared(store: Store, past: Sequence[str], week: str) -> list[Placed]:
    """All that was said in the week, and the pains of the others: nothing else is compared."""
    before = tuple(one for one in past if one != week)
    pains = store.findings.all(Filter(weeks=before, kinds=(Kind.PAIN,)))
    return [*pains, *store.findings.all(Filter(weeks=(week,)))]


def cost(runs: Sequence[Run]) -> digest_report.Cost | None:
    """What these runs took together; a price that one of them does not know makes the sum unknown."""
    if not runs:
        return None
    dollars = [run.body["dollars"] if "dollars" in run.body else 0.0 for run in runs]
    return digest_report.Cost(
        engines=tuple(dict.fromkeys(run.engine for run in runs)),
        documents=sum(run.body.get("documents", 0) for run in runs),
        calls=sum(run.body.get("calls", 0) for run in runs),
        dollars=None if None in dollars else sum(dollars),
    )


def diff(store: Store, settings: Settings, before: str, after: str) -> digest_report.Diff:
    """What is different between the complaints of two weeks, as their digests rank them.

    Raises:
        NoData: when one of the weeks has no document.

    """
    volumes = store.documents.weeks()
    for week in (before, after):
        if week not in volumes:
            raise no_documents(week, list(volumes))
    spans = {weeks.shift(week, -back) for week in (before, after) for back in range(BEFORE + 1)}
    themes = store.themes.all()
    return digest_report.diff(
        before,
        after,
        placed=_shown(store.findings.all(Filter(weeks=tuple(sorted(spans)), kinds=(Kind.PAIN,))), themes),
        themes=themes,
        accounts=store.accounts.all(),
        volumes=volumes,
        project=settings.name,
    )


def _shown(placed: Sequence[Placed], themes: Mapping[str, Theme]) -> list[Placed]:
    """Findings without those of themes that a person keeps out of digests."""
    hidden = {theme.id for theme in themes.values() if theme.hidden}
    return [one for one in placed if one.theme not in hidden]


def customers(store: Store) -> Mapping[str, Account]:
    """The accounts of the CRM's table; where there is none, those that documents, orders and log-ins name.

    Raises:
        NoData: nothing names a customer.

    """
    if known := store.accounts.all():
        return known
    histories = store.histories
    ids = {contact.account for contact in histories.contacts()}
    ids |= {order.account for order in histories.orders()} | {use.account for use in histories.uses()}
    if not ids:
        raise NoData("no accounts: give the table of your CRM with `voc ingest --accounts CSV`")
    return {id_: Account(id=id_) for id_ in sorted(ids)}


def at_risk(store: Store, as_of: date, words_only: bool) -> Churn:
    """Every account's risk on a day, riskiest first."""
    known = store.accounts.all()
    strangers = companies.unmatched(store, known)
    return churn.build(
        as_of=as_of,
        unmatched=len(strangers),
        doubted=companies.resembled(known, strangers),
        accounts=customers(store),
        placed=store.findings.all(),
        contacts=store.histories.contacts(),
        orders=store.histories.orders(),
        uses=store.histories.uses(),
        words_only=words_only,
    )


def in_segments(store: Store, as_of: date, by: By | None) -> Segments:
    """The customers in segments."""
    found = segments.build(
        as_of=as_of,
        accounts=customers(store),
        placed=store.findings.all(),
        themes=store.themes.all(),
        contacts=store.histories.contacts(),
        orders=store.histories.orders(),
        uses=store.histories.uses(),
        by=by,
    )
    return found.model_copy(update={"unmatched": len(companies.unmatched(store, store.accounts.all()))})


def compared(store: Store, a: str, b: str, as_of: date) -> Comparison:
    """Two groups of customers, given as filters.

    Raises:
        UsageError: a filter cannot be read or names nobody.

    """
    accounts = customers(store)
    stands = segments.standing(accounts, store.histories.orders(), store.histories.uses(), as_of)
    found = compare.build(
        a,
        b,
        customers=Customers(accounts, stands.rfm, stands.revenue),
        placed=store.findings.all(),
        contacts=store.histories.contacts(),
        channels=store.histories.channels(),
        themes=store.themes.all(),
    )
    return found.model_copy(update={"unmatched": len(companies.unmatched(store, store.accounts.all()))})


def frequent(store: Store, embedder: Embedder, settings: Settings, fewest: int) -> Faq:
    """The questions that at least so many customers asked about, with staff's answers.

    Raises:
        NoData: nobody asked anything yet.
    """
    placed = store.findings.all(Filter(kinds=(Kind.QUESTION,)))
    if not placed:
        raise NoData("nobody asked anything yet; run `voc ingest PATH`, then `voc analyze`")
    keys = sorted({one.document_key for one in placed})
    return faq.build(
        placed=placed,
        documents={document.key: document for document in store.documents.get(keys)},
        themes=store.themes.all(),
        embed=embedder.embed,
        accounts=store.accounts.all(),
        project=settings.name,
        fewest=fewest,
    )


def every_voice(store: Store, settings: Settings) -> tuple[Voice, ...]:
    """Every finding, and the other sentences of interviews."""
    return voices(store.findings.all(), interviews(store), store.accounts.all(), settings.zone)


def interviews(store: Store) -> list[Document]:
    """The interviews, oldest first."""
    return store.documents.get(store.documents.of_form(Form.INTERVIEW))


def voices_of_choices(store: Store, settings: Settings) -> tuple[Voice, ...]:
    """Every finding, and the other sentences of interviews and of whoever spoke of buying or leaving."""
    placed = store.findings.all()
    talks = interviews(store)
    keys = {one.document_key for one in placed if one.finding.kind in OF_A_CHOICE}
    others = store.documents.get(sorted(keys - {talk.key for talk in talks}))
    return voices(placed, [*talks, *others], store.accounts.all(), settings.zone)


def why(store: Store, settings: Settings) -> Reasons:
    """Why customers buy and why they leave.

    Raises:
        NoData: nothing was said yet.
    """
    chosen = voices_of_choices(store, settings)
    if not chosen:
        raise NoData(NOTHING_SAID)
    return reasons.build(
        voices=chosen,
        themes=store.themes.all(),
        project=settings.name,
        competitors=settings.vocabulary.competitors,
        products=(*settings.vocabulary.products, *settings.vocabulary.features),
        own_roles=settings.personas.roles,
    )
