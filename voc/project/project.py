"""A project: one folder, its settings, and the stages joined."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from email.utils import parseaddr
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self

from voc import weeks
from voc.engines.base import Engine
from voc.errors import Busy, SettingsError, Unfinished, UsageError
from voc.index.embedders import Embedder, Keeping
from voc.lexicon import Lexicon
from voc.project import archive, batching, clientele, labelling, parts, portraits, questions, reporting
from voc.project.asking import Desk
from voc.project.audiences import Scope, named, strangers
from voc.project.cost import Estimating
from voc.project.curating import Curator, author
from voc.project.filters import ANYTHING, Wanted, customers_named
from voc.project.intake import Files, IngestReport, ingest, told_apart
from voc.project.labelling import Doubt
from voc.project.lock import writing
from voc.project.placing import Joiner, PlaceReport
from voc.project.portraits import Gallery, Sitting
from voc.project.progress import Progress, silent
from voc.project.reading import ReadReport, read_documents
from voc.reports.ask import Answer
from voc.reports.churn import Churn
from voc.reports.compare import Comparison
from voc.reports.digest import Diff, Digest
from voc.reports.issue import Issue
from voc.reports.persona import Change, Grouping, Persona
from voc.reports.segments import By, Segments
from voc.settings import Settings, load
from voc.store.findings import Filter
from voc.store.store import Store, open_store, sqlite_url
from voc.types import Correction, Kind, Language, Placed

if TYPE_CHECKING:
    from voc.deliver import trackers
    from voc.deliver.outbox import Receipt, Release
    from voc.engines.llm.estimate import Estimate
    from voc.index.search import Index
    from voc.project.sending import Outgoing, Sent, Written
    from voc.reports.faq import Faq
    from voc.reports.reasons import Reasons
    from voc.store.outbox import Parcel

HOME = ".voc"
MONTH = 30


class AnalyzeReport(NamedTuple):
    """What a run of analysis did."""

    read: ReadReport
    """How the documents ended."""
    placed: PlaceReport
    """What became of the findings."""


class Project:
    """Everything a skin needs: one method per command."""

    def __init__(
        self,
        folder: Path,
        settings: Settings,
        environment: Mapping[str, str],
        clock: Callable[[], datetime],
    ) -> None:
        self.folder = folder
        self.settings = settings
        self._environment = environment
        self._clock = clock

    @classmethod
    def open(cls, folder: Path, environment: Mapping[str, str], clock: Callable[[], datetime]) -> Self:
        """Open the project in a folder; one without a voc.toml has the default settings.

        Raises:
            SettingsError: voc.toml or a VOC_* variable is wrong.

        """
        return cls(folder, load(folder, environment), environment, clock)

    @property
    def home(self) -> Path:
        """Where the project keeps its own files."""
        return self.folder / HOME

    @cached_property
    def store(self) -> Store:
        """The database."""
        self.home.mkdir(parents=True, exist_ok=True)
        opened = open_store(self.settings.database or sqlite_url(self.home / "voc.db"), self._clock)
        opened.use_zone(self.settings.zone)
        return opened

    @cached_property
    def embedder(self) -> Embedder:
        """What turns texts into vectors."""
        return parts.embedder(self.settings, self.home)

    @cached_property
    def index(self) -> "Index":
        """The search index: vectors and words."""
        from voc.project.shelving import open_index

        return open_index(self.settings, self.home, self.embedder)

    @cached_property
    def engine(self) -> Engine:
        """Who reads documents."""
        return parts.engine(self.settings, self.folder, self.store, self.language)

    def limit(self, dollars: float) -> None:
        """Let no run of this project spend more than this; to be called before the engine is used."""
        capped = self.settings.llm.model_copy(update={"max_cost": dollars})
        self.settings = self.settings.model_copy(update={"llm": capped})

    def close(self) -> None:
        """Give back what was opened."""
        for name in ("index", "store"):
            if name in self.__dict__:
                self.__dict__[name].close()
        if isinstance(chosen := self.__dict__.get("embedder"), Keeping):
            chosen.close()

    def ingest(self, files: Files, progress: Progress = silent) -> IngestReport:
        """Read files into the store, then ask the services that are named among them for what is new.

        A service that cannot be read is reported as left out, unless it was all there was to read.
        """
        with writing(self.home):
            report = ingest(self.store, self.settings, files, progress)
            if files.services:
                from voc.project.pulling import Services

                services = Services(self.store, self.settings, self._environment, self._clock)
                report = report.and_then(services.pull(files, progress))
        return report

    def analyze(self, progress: Progress = silent, again: bool = False) -> AnalyzeReport:
        """Read what nobody has read yet, place the findings in themes, bring the index up to date.

        What an older local engine has read is read again, for it costs nothing; with `again`, so is
        what any other engine has read.
        """
        with writing(self.home):
            keys = self._unread(again)
            if self.settings.llm.runner == "openai-batch" and self.settings.engine != "local":
                batching.fetch(self.engine, self.store.documents.get(keys), self.home, progress)
            run = self.store.runs.start("analyze", self.engine.name, self._clock())
            read = read_documents(self.store, self.engine, keys, run, progress)
            self._joiner.take_corrections()
            placed = self._joiner.place(progress)
            self.store.runs.end(run, self._clock())
            self._sync(progress)
        return AnalyzeReport(read, placed)

    def _unread(self, again: bool) -> list[str]:
        family = "local" if self.settings.engine == "local" else None
        return self.store.documents.pending(self.engine.name, reread="" if again else family)

    def estimate(self, again: bool = False) -> "Estimate | None":
        """What `analyze` would cost, before a single call; None for an engine that costs nothing."""
        documents = self.store.documents.get(self._unread(again))
        return self.engine.estimate(documents) if isinstance(self.engine, Estimating) else None

    def findings(
        self,
        kinds: Sequence[Kind] | None = None,
        week: str | None = None,
        theme: str | None = None,
        account: str | None = None,
    ) -> list[Placed]:
        """The findings asked for, by time; a customer by id or name, a theme by how its id begins.

        Raises:
            UsageError: no theme's id begins like that, or several do.
        """
        return self.store.findings.all(
            Filter(
                weeks=(weeks.normal(week),) if week else None,
                kinds=tuple(kinds) if kinds else None,
                themes=(self.themes.find(theme).id,) if theme else None,
                accounts=tuple(customers_named(account, self.store.accounts.all())) if account else None,
            )
        )

    @cached_property
    def themes(self) -> Curator:
        """What is done to themes: list, show, rename, merge, split, pin, hide, undo."""
        own = frozenset(words.id for words in self.settings.themes)
        return Curator(
            self.store,
            self.home,
            self._clock,
            author(self._environment),
            own,
            lambda leaving, said: self._joiner.title_of(leaving, said),
        )

    @property
    def _joiner(self) -> Joiner:
        return Joiner(self.store, self.engine, self.embedder, self.settings, self._clock)

    @property
    def language(self) -> Language:
        """The language reports are written in unless asked otherwise."""
        return reporting.language_of(self.store, self.settings)

    def week(self, asked: str | None) -> str:
        """The week asked for in its one spelling, or the latest that has ended."""
        if asked:
            return weeks.normal(asked)
        return reporting.latest_week(self.store, self.settings, self._clock())

    def unfinished(self, week: str | None = None) -> str:
        """Why the reports on a week would tell only half, in one line; empty where its analysis has ended."""
        return reporting.unfinished(self.store, self.week(week))

    def doubtful(self, count: int) -> list[Doubt]:
        """The findings that voc is least sure of and nobody has judged, with the words around them."""
        return labelling.doubtful(self.store, count)

    def judge(self, correction: Correction) -> None:
        """Keep what a person said of a finding; the next analysis uses it."""
        with writing(self.home):
            self.store.corrections.put(correction, self._clock())

    def take_back(self, correction: Correction) -> None:
        """Forget what a person said of a finding."""
        with writing(self.home):
            self.store.corrections.take_back(correction)

    def digest(
        self, week: str | None = None, language: Language | None = None, scope: Scope | None = None
    ) -> Digest:
        """The digest of a week in a language, of every theme or of some teams' only."""
        return reporting.digest(
            self.store, self.engine, self.settings, self.week(week), language or self.language, scope
        )

    def digests(
        self, week: str | None = None, languages: Sequence[Language] = (), team: str | None = None
    ) -> list[Digest]:
        """The digest in each language asked for, or else in each that voc.toml names; for a team its own.

        Raises:
            UsageError: voc.toml names no such team.

        """
        scope = named(self.settings.teams, team) if team else None
        return [self.digest(week, language, scope) for language in languages or self._languages]

    def sent_digests(
        self, week: str | None = None, languages: Sequence[Language] = (), team: str | None = None
    ) -> list[Digest]:
        """The digests of a week as they were sent, or of the last week that was."""
        return archive.sent(self.store, self.week(week) if week else None, languages, team)

    def digest_weeks(self) -> list[archive.WeekRow]:
        """Every week there could be a digest of, and which were sent."""
        return archive.rows(self.store)

    def diff(self, before: str, after: str, language: Language | None = None) -> Diff:
        """What is different between the complaints of two weeks."""
        two = weeks.normal(before), weeks.normal(after)
        return reporting.diff(self.store, self.settings, *two, language or self.language)

    def pdf(self, digest: Digest) -> bytes:
        """The digest printed by a browser of this machine."""
        from voc.render.digest import document
        from voc.render.mail import editions
        from voc.render.words import words

        return self._printed(editions(document(digest, words(digest.language))))

    def printed(self, page: str) -> bytes:
        """A page as PDF, printed by a browser of this machine."""
        return self._printed([page])

    def _printed(self, pages: Iterable[str]) -> bytes:
        from voc.render.pdf import browser, fitting

        return fitting(pages, browser(self.settings.pdf.browser, self._environment))

    @property
    def _languages(self) -> tuple[Language, ...]:
        return self.settings.digest.languages or (self.language,)

    def inbox(self, paths: Sequence[str | Path] | None = None) -> Files:
        """What `voc weekly` reads: the paths given, else what voc.toml names, seen from its folder.

        Raises:
            SettingsError: neither names a file.

        """
        settings = self.settings
        words = [str(path) for path in paths or ()] or [str(path) for path in settings.inbox]
        if not words:
            raise SettingsError('nothing to read: name files, or set inbox = ["exports"] in voc.toml')
        found = told_apart(words, Path() if paths else self.folder)
        return Files(
            found.paths,
            services=found.services,
            accounts=self._beside(settings.accounts),
            interviews=self._beside(settings.interviews),
            orders=self._beside(settings.orders),
            usage=self._beside(settings.usage),
        )

    def _beside(self, path: Path | None) -> Path | None:
        return self.folder / path if path else None

    def send(self, week: str | None = None, approve: bool = False) -> "Sent":
        """Hand the week's digest over to everyone in voc.toml who has not had it.

        With `[mail] approve = "hand"` it waits as a draft until `approve`.

        Raises:
            Unfinished: the week's analysis has not ended.
            DeliveryError: nobody is named.

        """
        from voc.project.sending import hand_over

        self._complete(week)
        ready = self._outgoing(week)
        by_hand: Release = "approve" if approve else "wait"
        release: Release = "auto" if self.settings.mail.approve == "auto" else by_hand
        with writing(self.home):
            fresh = archive.keep(self.store, ready.made)
            sent = hand_over(
                ready, self.settings, self.store.outbox, self._clock(), self._environment, release
            )
            archive.settle(self.store, fresh, sent.receipts)
        return sent

    def _complete(self, week: str | None) -> None:
        if reason := self.unfinished(week):
            raise Unfinished(f"nothing is sent: {reason}")

    def _outgoing(self, week: str | None) -> "Outgoing":
        from voc.project.sending import outgoing

        known = self.week(week)
        return outgoing(
            self.settings, self._languages, lambda spoken, scope: self.digest(known, spoken, scope)
        )

    def strangers(self) -> tuple[str, ...]:
        """What [[teams]] name and nothing in the store has: most likely misspelt."""
        areas = {one.finding.area for one in self.store.findings.all() if one.finding.area}
        return strangers(self.settings.teams, self.store.themes.all().values(), areas)

    def resend(self, recipient: str, week: str | None = None) -> "list[Parcel]":
        """Let what nobody knows the end of be sent again to this recipient.

        Raises:
            UsageError: nothing of theirs is claimed or unknown in that week.

        """
        known = self.week(week)
        with writing(self.home):
            freed = self.store.outbox.retry(parseaddr(recipient)[1] or recipient, known)
        if not freed:
            raise UsageError(
                f"{known}: nothing to {recipient!r} is claimed or unknown; `voc send --list` shows the outbox"
            )
        return freed

    def write_mail(self, folder: Path, week: str | None = None) -> "Written":
        """Write what `send` would hand over as files, and hand over nothing.

        Raises:
            Unfinished: the week's analysis has not ended.
        """
        from voc.project.sending import write

        self._complete(week)
        return write(self._outgoing(week), self.settings, self._clock(), folder)

    def issue(self, theme: str, language: Language | None = None) -> Issue:
        """The draft of an issue about a theme, by its id or how that begins; or about what took it over.

        Raises:
            UsageError: there is no such theme.
            NoData: nothing was said about it.

        """
        known = self.themes.find(theme)
        while known.merged_into:
            known = self.themes.find(known.merged_into)
        return reporting.issue(self.store, self.engine, known, language or self.language)

    def post_issue(self, issue: Issue, to: "trackers.Name", again: bool = False) -> "Receipt":
        """Post the draft to GitHub or Jira, once per theme.

        Raises:
            DeliveryError: a setting or token is missing, or the tracker cannot be asked.

        """
        from voc.deliver import trackers
        from voc.render.issue import draft

        settings = self.settings
        on = trackers.tracker(to, settings.github, settings.jira, self._environment)
        with writing(self.home):
            return trackers.post(draft(issue), settings.name, on, self.store.outbox, again=again)

    def ask(self, question: str, wanted: Wanted = ANYTHING, earlier: str = "") -> Answer:
        """An answer to a question, with citations, or that the data do not say.

        `earlier` is the question before, for one that follows it up. An index that is behind the store
        is brought up to date first, unless another process is writing.
        """
        self._catch_up()
        return Desk(self.store, self.index, self.engine, self._lexicon).answer(question, wanted, earlier)

    @cached_property
    def _lexicon(self) -> Lexicon:
        """The concepts with the project's own words."""
        return Lexicon.load().with_vocabulary(self.settings.vocabulary)

    def _catch_up(self) -> None:
        from voc.project.shelving import behind

        if behind(self.store, self.index):
            with suppress(Busy), writing(self.home, patience=0.5):
                self._sync(silent)

    def personas(
        self,
        role: str | None = None,
        language: Language | None = None,
        by: Grouping = "role",
        redraw: bool = False,
    ) -> tuple[Persona, ...]:
        """Who the customers are, role by role or segment by segment; changed ones are kept."""
        return self._gallery.personas(Sitting(language or self.language, by, role), redraw)

    def persona_changes(
        self,
        role: str | None = None,
        language: Language | None = None,
        by: Grouping = "role",
        since: date | None = None,
    ) -> tuple[Change, ...]:
        """How the personas have moved since a day, or since a month ago."""
        day = since or self._clock().date() - timedelta(days=MONTH)
        return self._gallery.changes(Sitting(language or self.language, by, role), day)

    def reasons(self, language: Language | None = None) -> "Reasons":
        """Why customers buy and why they leave, and whom else they named."""
        return portraits.why(self.store, self.settings, language or self.language)

    def faq(self, fewest: int, language: Language | None = None) -> "Faq":
        """The questions that at least so many customers asked about, with staff's answers."""
        return questions.frequent(
            self.store, self._own_eyes, self.settings, language or self.language, fewest
        )

    @cached_property
    def _own_eyes(self) -> Embedder:
        """The local embedder, whichever the project searches with: what is alike is measured by it."""
        return parts.local_embedder(self.settings)

    @property
    def _gallery(self) -> Gallery:
        return Gallery(self.store, self.engine, self._own_eyes, self.settings, self._clock())

    def churn(self, as_of: date | None = None, words_only: bool = False) -> Churn:
        """Every account's risk on a day, riskiest first; nothing that was said or done after it counts."""
        return clientele.at_risk(self.store, as_of or self._clock().date(), words_only)

    def segments(
        self, as_of: date | None = None, by: By | None = None, language: Language | None = None
    ) -> Segments:
        """The customers in segments, what each complains about and why each bought."""
        day = as_of or self._clock().date()
        return clientele.in_segments(self.store, day, by, language or self.language)

    def compare(self, a: str, b: str, language: Language | None = None) -> Comparison:
        """Two groups of customers, given as filters: what sets them apart, and what they share.

        Raises:
            UsageError: a filter cannot be read or names nobody.

        """
        today = self._clock().date()
        return clientele.compared(self.store, a, b, today, language or self.language)

    def rebuild_index(self, progress: Progress = silent) -> int:
        """Erase the index and fill it from the store."""
        from voc.project.shelving import erase_index

        with writing(self.home):
            self.store.documents.forget_index()
            if "index" in self.__dict__:
                self.__dict__.pop("index").close()
            erase_index(self.settings, self.home, self.embedder, self.store)
            return self._sync(progress)

    def _sync(self, progress: Progress) -> int:
        from voc.project.shelving import sync

        return sync(self.store, self.index, progress)
