"""A project: one folder, its settings, and one method for each command."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from voc import pipeline, weeks
from voc.errors import Busy, Unfinished
from voc.pipeline.filters import ANYTHING, QuestionFilter, customers_named
from voc.pipeline.frames import FindingList
from voc.pipeline.lock import writing
from voc.pipeline.progress import Progress, silent
from voc.settings import Settings, load
from voc.store.filters import Filter
from voc.store.store import Store, open_store, sqlite_url
from voc.types import Change as ThemeChange
from voc.types import Correction, Kind, Language, Side, Texts

if TYPE_CHECKING:
    from voc.deliver import trackers
    from voc.deliver.outbox import Receipt, Release
    from voc.engines.base import Engine
    from voc.engines.llm.estimate import Estimate
    from voc.index.embedders import Embedder
    from voc.index.search import Index
    from voc.lexicon import Lexicon
    from voc.pipeline.analysis import Analysis, AnalyzeReport
    from voc.pipeline.corrections import Doubt
    from voc.pipeline.curator import Curator
    from voc.pipeline.deliveries import Dispatch, MailFiles, SendReport, WeekRow
    from voc.pipeline.documents import Files, IngestReport, Intake
    from voc.pipeline.personas import PersonaGallery
    from voc.pipeline.recipients import TeamThemes
    from voc.pipeline.reports import WeekDigests
    from voc.pipeline.themes import ThemePlacer
    from voc.reports.ask import Answer
    from voc.reports.churn import Churn
    from voc.reports.compare import Comparison
    from voc.reports.digest import Diff, Digest, DigestCopy
    from voc.reports.faq import Faq
    from voc.reports.issue import Issue
    from voc.reports.persona import Grouping, Persona, PersonaChange
    from voc.reports.reasons import Reasons
    from voc.reports.segments import By, Segments
    from voc.store.outbox import Parcel

HOME = ".voc"
MONTH = timedelta(days=30)


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
    def embedder(self) -> "Embedder":
        """What turns texts into vectors."""
        return pipeline.backends.embedder(self.settings, self.home)

    @cached_property
    def index(self) -> "Index":
        """The search index: vectors and words."""
        return pipeline.search_index.open_index(self.settings, self.home, self.embedder)

    @cached_property
    def engine(self) -> "Engine":
        """Who reads documents."""
        return pipeline.backends.engine(self.settings, self.folder, self.store, self.language)

    @property
    def language(self) -> Language:
        """The language reports are written in unless asked otherwise."""
        return pipeline.coverage.language_of(self.store, self.settings)

    def limit(self, dollars: float) -> None:
        """Let no run of this project spend more than this; to be called before the engine is used."""
        self.settings = self.settings.limited(dollars)

    def close(self) -> None:
        """Give back what was opened."""
        for name in ("index", "store", "embedder"):
            if close := getattr(self.__dict__.get(name), "close", None):
                close()

    def inbox(self, paths: Sequence[str | Path] | None = None) -> "Files":
        """What `voc weekly` reads: the paths given, else what voc.toml names, seen from its folder.

        Raises:
            SettingsError: neither names a file.
        """
        return pipeline.documents.inbox(self.settings, self.folder, [str(path) for path in paths or ()])

    def ingest(
        self, files: "Files | str | Path | Sequence[str | Path]", progress: Progress = silent
    ) -> "IngestReport":
        """Read files into the store, then ask the services that are named among them for what is new.

        One path or service will do, or several, or `Files` where tables go with them. A service that
        cannot be read is reported as left out, unless it was all there was to read.
        """
        with writing(self.home):
            return self.intake.take_in(pipeline.documents.files_of(files), progress)

    @property
    def intake(self) -> "Intake":
        """How ingests are done, looked at before and taken back after."""
        return pipeline.documents.Intake(self.store, self.settings, self._environment, self._clock, self.home)

    def analyze(self, progress: Progress = silent, again: bool = False) -> "AnalyzeReport":
        """Read what nobody has read yet, place the findings in themes, bring the index up to date.

        What an older local engine has read is read again, for it costs nothing; with `again`, so is
        what any other engine has read.
        """
        with writing(self.home):
            report = self._analysis.run(progress, again)
            self._sync(progress)
        return report

    def estimate(self, again: bool = False) -> "Estimate | None":
        """What `analyze` would cost, before a single call; None for an engine that costs nothing."""
        return self._analysis.estimate(again)

    @property
    def _analysis(self) -> "Analysis":
        return pipeline.analysis.Analysis(
            self.store, self.engine, self._placer, self.settings, self.home, self._clock
        )

    @property
    def _placer(self) -> "ThemePlacer":
        return pipeline.themes.ThemePlacer(
            self.store, self.engine, self.embedder, self.settings, self._lexicon, self._clock
        )

    @cached_property
    def _lexicon(self) -> "Lexicon":
        """The concepts with the project's own words."""
        return pipeline.backends.lexicon(self.settings)

    def findings(
        self,
        kinds: Sequence[Kind] | None = None,
        week: str | None = None,
        theme: str | None = None,
        account: str | None = None,
        side: Side = Side.CUSTOMER,
    ) -> FindingList:
        """The findings asked for, by time; a customer by id or name, a theme by how its id begins.

        They are customers' own words, unless another side is named: `reported` is staff's account of them.
        """
        wanted = Filter(
            weeks=(weeks.normal(week),) if week else None,
            kinds=tuple(kinds) if kinds else None,
            themes=(self.themes.find(theme).id,) if theme else None,
            accounts=tuple(customers_named(account, self.store.accounts.all())) if account else None,
            sides=(side,),
        )
        return FindingList(self.store.findings.all(wanted))

    @cached_property
    def themes(self) -> "Curator":
        """What is done to themes: list, show, rename, merge, split, pin, hide, undo."""
        curator = pipeline.curator
        own = frozenset(words.id for words in self.settings.themes)
        return curator.Curator(self.store, self.home, self._clock, curator.author(self._environment), own)

    def split_theme(
        self,
        theme: str,
        words: Sequence[str] = (),
        findings: Sequence[str] = (),
        title: Texts | None = None,
    ) -> ThemeChange:
        """Move a theme's findings that hold one of the words, or those named, to a theme of their own."""
        parting = self.themes.parting(theme, words, findings)
        name = title or self._placer.title_of(parting.leaving, parting.among)
        return self.themes.split(parting, name, pinned=bool(title))

    def week(self, asked: str | None) -> str:
        """The week asked for in its one spelling, or the latest that has ended."""
        if asked:
            return weeks.normal(asked)
        return pipeline.coverage.latest_week(self.store, self.settings, self._clock())

    def unfinished(self, week: str | None = None) -> str:
        """Why the reports on a week would tell only half, in one line; empty where its analysis has ended."""
        return pipeline.coverage.unfinished(self.store, self.week(week))

    def doubtful(self, count: int) -> "list[Doubt]":
        """The findings that voc is least sure of and nobody has judged, with the words around them."""
        return pipeline.corrections.doubtful(self.store, count)

    def judge(self, correction: Correction) -> None:
        """Keep what a person said of a finding; the next analysis uses it."""
        with writing(self.home):
            self.store.corrections.put(correction, self._clock())

    def take_back(self, correction: Correction) -> None:
        """Forget what a person said of a finding."""
        with writing(self.home):
            self.store.corrections.take_back(correction)

    def digest(
        self, week: str | None = None, languages: Sequence[Language] = (), scope: "TeamThemes | None" = None
    ) -> "Digest":
        """The digest of a week, its paragraphs in these languages; of every theme or of some teams' only."""
        return self._digests(week).of(languages or (self.language,), scope)

    def digests(
        self, week: str | None = None, languages: Sequence[Language] = (), team: str | None = None
    ) -> "list[DigestCopy]":
        """The digest in each language asked for, or else in each that voc.toml names; for a team its own.

        Raises:
            UsageError: voc.toml names no such team.
        """
        scope = pipeline.recipients.of_team(self.settings.teams, team) if team else None
        return self._digests(week).copies(languages or self._languages, scope)

    def _digests(self, week: str | None) -> "WeekDigests":
        return pipeline.reports.WeekDigests(self.store, self.engine, self.settings, self.week(week))

    @property
    def _languages(self) -> tuple[Language, ...]:
        return self.settings.digest.languages or (self.language,)

    def sent_digests(
        self, week: str | None = None, languages: Sequence[Language] = (), team: str | None = None
    ) -> "list[DigestCopy]":
        """The digests of a week as they were sent, or of the last week that was."""
        return pipeline.deliveries.sent_digests(self.store, week and self.week(week), languages, team)

    def digest_weeks(self) -> "list[WeekRow]":
        """Every week there could be a digest of, and which were sent."""
        return pipeline.deliveries.week_rows(self.store)

    def diff(self, before: str, after: str) -> "Diff":
        """What is different between the complaints of two weeks."""
        return pipeline.reports.diff(self.store, self.settings, weeks.normal(before), weeks.normal(after))

    def ask(self, question: str, wanted: QuestionFilter = ANYTHING, earlier: str = "") -> "Answer":
        """An answer to a question, with citations, or that the data do not say.

        `earlier` is the question before, for one that follows it up. An index that is behind the store
        is brought up to date first, unless another process is writing.
        """
        self._catch_up()
        desk = pipeline.answers.Answers(self.store, self.index, self.engine, self._lexicon)
        return desk.answer(question, wanted, earlier)

    def personas(
        self,
        role: str | None = None,
        language: Language | None = None,
        by: "Grouping" = "role",
        redraw: bool = False,
    ) -> "tuple[Persona, ...]":
        """Who the customers are, role by role or segment by segment; changed ones are kept."""
        request = pipeline.personas.PersonaRequest(language or self.language, by, role)
        return self._personas.personas(request, redraw)

    def persona_changes(
        self,
        role: str | None = None,
        language: Language | None = None,
        by: "Grouping" = "role",
        since: date | None = None,
    ) -> "tuple[PersonaChange, ...]":
        """How the personas have moved since a day, or since a month ago."""
        request = pipeline.personas.PersonaRequest(language or self.language, by, role)
        return self._personas.changes(request, since or self._today - MONTH)

    @property
    def _personas(self) -> "PersonaGallery":
        return pipeline.personas.PersonaGallery(
            self.store, self.engine, self._local_embedder, self.settings, self._clock()
        )

    @cached_property
    def _local_embedder(self) -> "Embedder":
        """The local embedder, whichever the project searches with: what is alike is measured by it."""
        return pipeline.backends.local_embedder(self.settings)

    @property
    def _today(self) -> date:
        return self._clock().date()

    def reasons(self) -> "Reasons":
        """Why customers buy and why they leave, and whom else they named."""
        return pipeline.reports.why(self.store, self.settings)

    def faq(self, fewest: int) -> "Faq":
        """The questions that at least so many customers asked about, with staff's answers."""
        return pipeline.reports.frequent(self.store, self._local_embedder, self.settings, fewest)

    def churn(self, as_of: date | None = None, words_only: bool = False) -> "Churn":
        """Every account's risk on a day, riskiest first; nothing that was said or done after it counts."""
        return pipeline.reports.at_risk(self.store, as_of or self._today, words_only)

    def segments(self, as_of: date | None = None, by: "By | None" = None) -> "Segments":
        """The customers in segments, what each complains about and why each bought."""
        return pipeline.reports.in_segments(self.store, as_of or self._today, by)

    def compare(self, a: str, b: str) -> "Comparison":
        """Two groups of customers, given as filters: what sets them apart, and what they share.

        Raises:
            UsageError: a filter cannot be read or names nobody.
        """
        return pipeline.reports.compared(self.store, a, b, self._today)

    def pdf(self, copy: "DigestCopy") -> bytes:
        """The digest printed by a browser of this machine."""
        from voc.render.catalogue import catalogue
        from voc.render.digest import document
        from voc.render.mail import editions

        return self._printed(editions(document(copy.digest, catalogue(copy.language))))

    def printed(self, page: str) -> bytes:
        """A page as PDF, printed by a browser of this machine."""
        return self._printed([page])

    def _printed(self, pages: Iterable[str]) -> bytes:
        from voc.render.pdf import browser, fitting

        return fitting(pages, browser(self.settings.pdf.browser, self._environment))

    def send(self, week: str | None = None, approve: bool = False) -> "SendReport":
        """Hand the week's digest over to everyone in voc.toml who has not had it.

        With `[mail] approve = "hand"` it waits as a draft until `approve`.

        Raises:
            Unfinished: the week's analysis has not ended.
            DeliveryError: nobody is named.
        """
        ready = self._dispatch(week)
        by_hand: Release = "approve" if approve else "wait"
        release: Release = "auto" if self.settings.mail.approve == "auto" else by_hand
        post = pipeline.deliveries.Post(
            self.settings, self.store.outbox, self._clock(), self._environment, release
        )
        with writing(self.home):
            return pipeline.deliveries.send(ready, self.store, post)

    def write_mail(self, folder: Path, week: str | None = None) -> "MailFiles":
        """Write what `send` would hand over as files, and hand over nothing.

        Raises:
            Unfinished: the week's analysis has not ended.
        """
        return pipeline.deliveries.write(self._dispatch(week), self.settings, self._clock(), folder)

    def _dispatch(self, week: str | None) -> "Dispatch":
        if reason := self.unfinished(week):
            raise Unfinished(f"nothing is sent: {reason}")
        return pipeline.deliveries.dispatch(self.settings, self._languages, self._digests(week))

    def resend(self, recipient: str, week: str | None = None) -> "list[Parcel]":
        """Let what nobody knows the end of be sent again to this recipient.

        Raises:
            UsageError: nothing of theirs is claimed or unknown in that week.
        """
        with writing(self.home):
            return pipeline.deliveries.resend(self.store.outbox, recipient, self.week(week))

    def unknown_names(self) -> tuple[str, ...]:
        """What [[teams]] name and nothing in the store has: most likely misspelt."""
        areas = {placed.finding.area for placed in self.store.findings.all() if placed.finding.area}
        return pipeline.recipients.unknown_names(self.settings.teams, self.store.themes.all().values(), areas)

    def issue(self, theme: str, language: Language | None = None) -> "Issue":
        """The draft of an issue about a theme, by its id or how that begins; or about what took it over.

        Raises:
            UsageError: there is no such theme.
            NoData: nothing was said about it.
        """
        known = self.themes.alive(theme)
        return pipeline.issues.issue_of(self.store, self.engine, known, (language or self.language,))

    def post_issue(
        self, issue: "Issue", to: "trackers.Name", again: bool = False, language: Language | None = None
    ) -> "Receipt":
        """Post the draft to GitHub or Jira, once per theme.

        Raises:
            DeliveryError: a setting or token is missing, or the tracker cannot be asked.
        """
        with writing(self.home):
            return pipeline.issues.post(
                issue, language or self.language, to, self.settings, self.store, self._environment, again
            )

    def rebuild_index(self, progress: Progress = silent) -> int:
        """Erase the index and fill it from the store."""
        with writing(self.home):
            self.store.documents.forget_index()
            if "index" in self.__dict__:
                self.__dict__.pop("index").close()
            pipeline.search_index.erase_index(self.settings, self.home, self.embedder, self.store)
            return self._sync(progress)

    def _sync(self, progress: Progress) -> int:
        return pipeline.search_index.sync(self.store, self.index, progress)

    def _catch_up(self) -> None:
        if pipeline.search_index.behind(self.store, self.index):
            with suppress(Busy), writing(self.home, patience=0.5):
                self._sync(silent)
