"""A question -> the passages nearest to it -> an answer that cites them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from voc.engines.base import Engine
from voc.errors import NoData, UsageError
from voc.index.items import Item
from voc.index.passages import passages
from voc.index.search import Index
from voc.index.support import support
from voc.language import detect
from voc.lexicon import Lexicon, folded
from voc.reports import ask as ask_report
from voc.reports.ask import Answer, Audience, Heard, Question, Voice
from voc.store.findings import Filter
from voc.store.scopes import EVERYTHING, Scope
from voc.store.store import Store
from voc.terms import asked
from voc.types import Account, Document, Evidence, Kind, Language, Placed
from voc.weeks import week_of

NEAREST = 24
NEAREST_OF_A_KIND = 200
FEW_TERMS = 2
FOLLOWS_UP = re.compile(
    r"\s*(?:and|what about|how about|but|then|also|or|so|those|them|why\s*\??$|"
    r"では|じゃあ|それ|その|そこ|これ|この中|ほか|他に|一方|あと|なぜ[?？]?$|どうして[?？]?$|[^。?？]{1,12}は[?？]$)",
    re.IGNORECASE,
)


class Wanted(NamedTuple):
    """What an answer may stand on, as a person writes it; empty fields ask for all."""

    source: str = ""
    """A source's name, or a form: interview, ticket, survey, review."""
    since: date | None = None
    """The first day."""
    until: date | None = None
    """The last day."""
    account: str = ""
    """A customer's id or name."""
    segment: str = ""
    """A segment of customers, as the accounts file writes it."""
    role: str = ""
    """A part of a job title."""
    kinds: tuple[Kind, ...] = ()
    """Kinds of findings that a passage must hold one of."""


ANYTHING = Wanted()


class Desk(NamedTuple):
    """Whom asking works with."""

    store: Store
    passages: Index
    engine: Engine

    def answer(self, question: str, wanted: Wanted = ANYTHING, earlier: str = "") -> Answer:
        """Answer a question from customers' words, in the question's language.

        Raises:
            UsageError: the question is empty, or a filter names what is not there.
            NoData: there are no documents, or none that the filters let through.
        """
        if not question.strip():
            raise UsageError("an empty question; write one, such as: voc ask 'Why do customers leave?'")
        if not self.store.scopes.customers():
            raise NoData("nothing to answer from; run `voc ingest PATH` and `voc analyze` first")
        before = earlier if earlier and follows_up(question) else ""
        scope = scope_of(wanted, self.store)
        within = self._within(scope)
        found = self.found(f"{before}\n{question}".strip(), within, wanted.kinds)
        language = detect(question)
        known = Question(question, language, before, self._support(f"{before}\n{question}", found))
        return ask_report.build(
            known, [one.heard for one in found], self.engine.answer, self._audience(scope, language, found)
        )

    def _within(self, scope: Scope) -> list[str] | None:
        if scope == EVERYTHING:
            return None
        keys = self.store.scopes.keys(scope)
        if not keys:
            raise NoData("no document passes these filters; leave one of them out")
        return keys

    def found(
        self, question: str, within: Sequence[str] | None = None, kinds: Sequence[Kind] = ()
    ) -> "list[Found]":
        """The passages nearest to a question, best first; of these documents, with these findings."""
        matches = self.passages.search(question, NEAREST_OF_A_KIND if kinds else NEAREST, within)
        keys = list(dict.fromkeys(match.document for match in matches))
        documents = {document.key: document for document in self.store.documents.get(keys)}
        accounts = self.store.accounts.all()
        items = {
            item.id: item
            for document in documents.values()
            for item in passages(document, _company(document, accounts))
        }
        findings = self._findings(keys)
        about = set(asked(question))
        found = []
        for match in matches:
            if (item := items.get(match.id)) is None:
                continue
            finding = _nearest(item, findings[match.document], kinds, about)
            if finding is None and kinds:
                continue
            document = documents[match.document]
            evidence = _evidence(item, document, _company(document, accounts), self.store)
            heard = Heard(
                evidence=evidence,
                voice=Voice(document.form, document.customer),
                kind=finding.finding.kind if finding else None,
                theme=(finding.theme or "") if finding else "",
            )
            found.append(Found(heard, item.searched))
        return found[:NEAREST]

    def _findings(self, keys: Sequence[str]) -> Mapping[str, list[Placed]]:
        found: dict[str, list[Placed]] = defaultdict(list)
        for placed in self.store.findings.all(Filter(keys=tuple(keys))):
            found[placed.document_key].append(placed)
        return found

    def _support(self, question: str, found: "Sequence[Found]") -> float:
        counts = self.passages.words.counts(asked(question))
        return support(question, [one.searched for one in found], counts, Lexicon.load())

    def _audience(self, scope: Scope, language: Language, found: "Iterable[Found]") -> Audience:
        ids = {one.heard.theme for one in found if one.heard.theme}
        themes = {id_: theme for id_, theme in self.store.themes.all().items() if id_ in ids}
        voices: dict[str, set[Voice]] = defaultdict(set)
        for theme, form, customer in self.store.scopes.speakers(scope, sorted(themes)):
            voices[theme].add(Voice(form, customer))
        return Audience(
            customers=self.store.scopes.customers(scope._replace(kinds=())),
            themes={id_: frozenset(who) for id_, who in voices.items()},
            titles={id_: one.title_ja if language == "ja" else one.title_en for id_, one in themes.items()},
        )


class Found(NamedTuple):
    """A passage, and all that it was searched by."""

    heard: Heard
    searched: str


def follows_up(question: str) -> bool:
    """Whether a question needs the one before it: it begins like one, or hardly names a thing of its own."""
    return bool(FOLLOWS_UP.match(question)) or len(asked(question)) < FEW_TERMS


def scope_of(wanted: Wanted, store: Store) -> Scope:
    """The filters as the store knows them.

    Raises:
        UsageError: a source, customer or segment that is not there.
    """
    accounts = store.accounts.all() if wanted.account or wanted.segment else {}
    return Scope(
        sources=_sources(wanted.source, store) if wanted.source else (),
        since=_moment(wanted.since, store),
        until=_moment(wanted.until + timedelta(days=1), store) if wanted.until else None,
        accounts=_accounts(wanted, accounts),
        role=wanted.role,
        kinds=wanted.kinds,
    )


def _sources(name: str, store: Store) -> tuple[str, ...]:
    known = store.scopes.sources()
    found = tuple(one for one in (name, name.removesuffix("s"), f"{name}s") if one in known)
    if not found:
        raise UsageError(f"--source {name!r}: choose from {', '.join(known)}")
    return found


def _accounts(wanted: Wanted, accounts: Mapping[str, Account]) -> tuple[str, ...]:
    found = set(accounts)
    if wanted.account:
        found &= _named(wanted.account, accounts) or {wanted.account}
    if wanted.segment:
        segments = {id_: one.segment for id_, one in accounts.items() if one.segment}
        of = {id_ for id_, segment in segments.items() if folded(segment) == folded(wanted.segment)}
        if not of:
            known = ", ".join(sorted(set(segments.values()))) or "none; ingest with --accounts CSV"
            raise UsageError(f"--segment {wanted.segment!r}: segments known: {known}")
        found &= of
    return tuple(sorted(found)) if wanted.account or wanted.segment else ()


def _named(name: str, accounts: Mapping[str, Account]) -> set[str]:
    exact = {id_ for id_, one in accounts.items() if folded(name) in {folded(id_), folded(one.name or "")}}
    return exact or {id_ for id_, one in accounts.items() if folded(name) in folded(one.name or "")}


def _moment(day: date | None, store: Store) -> datetime | None:
    if day is None:
        return None
    moment = datetime.combine(day, time())
    return moment.replace(tzinfo=store.zone) if store.zone else moment.astimezone()


def _company(document: Document, accounts: Mapping[str, Account]) -> str:
    account = accounts.get(document.account or "")
    return (account.name or "") if account else ""


def _nearest(item: Item, findings: Iterable[Placed], kinds: Sequence[Kind], about: set[str]) -> Placed | None:
    """The finding in the passage that shares most with the question; the first at a draw."""
    inside = [
        one
        for one in findings
        if one.finding.quote.start < item.end
        and item.start < one.finding.quote.end
        and (not kinds or one.finding.kind in kinds)
    ]
    return max(inside, key=lambda one: len(about.intersection(asked(one.finding.quote.text))), default=None)


def _evidence(item: Item, document: Document, company: str, store: Store) -> Evidence:
    return Evidence(
        text=item.text,
        document=document.id,
        source=document.source,
        speaker=document.turn_at(item.start).speaker,
        moment=document.turn_at(item.start).moment,
        role=document.role,
        account=document.account,
        company=company or None,
        created_at=document.created_at,
        week=week_of(document.created_at, store.zone),
    )
