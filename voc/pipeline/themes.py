"""Findings without a theme -> themes in the store, with titles."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from voc.engines.base import Comparing, Engine, Sorting, ThemeEntry
from voc.index.embedders import Embedder
from voc.language import detect
from voc.lexicon import Lexicon
from voc.locale import LANGUAGES
from voc.pipeline.corrections import placements
from voc.pipeline.progress import Progress
from voc.settings import Settings, ThemeWords
from voc.store.filters import Filter
from voc.store.store import Store
from voc.themes import staff_reports
from voc.themes.assign import KnownTheme
from voc.themes.discover import place
from voc.themes.lineage import current
from voc.themes.pair_review import QUOTES, PairReview
from voc.themes.terms import Terms
from voc.themes.titles import area, distinct, title_ask
from voc.themes.topic_review import TopicReview
from voc.themes.topics import ENTRY_QUOTES
from voc.themes.types import ThemeMember
from voc.themes.vectors import VERSION, Centroid
from voc.types import Change, Document, Event, Form, Kind, Placed, Side, Texts, Theme, Turn

REMEMBERED = 60
STILL_YOUNG = 4
PLAIN = 40


class PlaceReport(NamedTuple):
    """What a run of placing did."""

    placed: int
    """Findings that got a theme."""
    new_themes: int
    """Themes that began."""


class ThemePlacer(NamedTuple):
    """Gives findings without a theme one, and names themes; whom that takes."""

    store: Store
    engine: Engine
    embedder: Embedder
    settings: Settings
    lexicon: Lexicon
    clock: Callable[[], datetime]

    def place(self, progress: Progress) -> PlaceReport:
        """Give every finding without a theme one, known themes first; title what is new or young."""
        self._keep_own_themes()
        new = self.store.findings.all(Filter(unplaced=True))
        report = self._place_said(new, progress) if new else PlaceReport(0, 0)
        self._place_reported()
        return report

    def _place_said(self, new: Sequence[Placed], progress: Progress) -> PlaceReport:
        """Themes are what customers said, and nothing else makes one."""
        progress("themes", 0, len(new))
        themes, sizes = self.store.themes.all(), self.store.themes.sizes()
        told = self._statements(new)
        known = self._known(themes, sizes, {placed.finding.kind for placed in new})
        review = pair_review(self.engine, self.store, themes, [theme.id for theme in known])
        topics = topic_review(self.engine, self.store, themes, [theme.id for theme in known])
        found = place([told[p.finding.id] for p in new], known, self.embedder, review, topics)
        homes = {placement.statement: placement.theme for placement in found.placements}
        fresh = self._title(homes, new, told, sizes, found.names)
        self.store.findings.place(homes)
        kept = {id_: (middle.members, middle.text()) for id_, middle in found.middles.items()}
        self.store.themes.keep_middles(self._space, kept)
        progress("themes", len(new), len(new))
        return PlaceReport(len(new), fresh)

    def _place_reported(self) -> None:
        """What staff report goes where customers said the same; the rest waits until one does."""
        new = self.store.findings.all(Filter(unplaced=True, sides=(Side.REPORTED,)))
        if new:
            told = self._statements(new)
            kinds = {placed.finding.kind for placed in new}
            known = self._known(self.store.themes.all(), self.store.themes.sizes(), kinds)
            found = staff_reports.join(list(told.values()), known, self.embedder)
            self.store.findings.place({placement.statement: placement.theme for placement in found})

    @property
    def _space(self) -> str:
        return f"{self.embedder.name}/{VERSION}"

    def _keep_own_themes(self) -> None:
        known = self.store.themes.all()
        own = [_own(words, known.get(words.id)) for words in self.settings.themes]
        self._note("set", known, [theme for theme in own if known.get(theme.id) != theme])

    def _statements(self, findings: Sequence[Placed]) -> dict[str, ThemeMember]:
        keys = list(dict.fromkeys(placed.document_key for placed in findings))
        documents = {document.key: document for document in self.store.documents.get(keys)}
        return {p.finding.id: statement(p, documents[p.document_key]) for p in findings}

    def _known(
        self, themes: Mapping[str, Theme], sizes: Mapping[str, int], kinds: Collection[Kind]
    ) -> list[KnownTheme]:
        """Themes of these kinds; one whose findings have changed since is known by its newest ones."""
        words: dict[str, tuple[str, ...]] = defaultdict(tuple)
        for own in self.settings.themes:
            words[current(own.id, themes)] += tuple(filter(None, (own.ja, own.en, *own.words)))
        alive = [theme for theme in themes.values() if theme.merged_into is None and theme.kind in kinds]
        kept = self.store.themes.middles(self._space)
        middles = {
            id_: Centroid.read(body) for id_, (members, body) in kept.items() if members == sizes.get(id_)
        }
        unknown = [theme.id for theme in alive if theme.id in sizes and theme.id not in middles]
        newest = self.store.findings.newest(unknown, REMEMBERED)
        told = self._statements(newest)
        sample: dict[str, list[ThemeMember]] = defaultdict(list)
        for placed in newest:
            sample[placed.theme or ""].append(told[placed.finding.id])
        return [
            KnownTheme(
                theme.id,
                theme.kind,
                tuple(sample[theme.id]),
                sizes.get(theme.id, 0),
                words[theme.id],
                middles.get(theme.id),
            )
            for theme in alive
        ]

    def _title(
        self,
        homes: Mapping[str, str],
        new: Sequence[Placed],
        told: Mapping[str, ThemeMember],
        sizes: Mapping[str, int],
        names: Mapping[str, Texts],
    ) -> int:
        """Name themes that begin, and anew those of few findings; return how many began."""
        themes = self.store.themes.all()
        touched = list(dict.fromkeys(homes.values()))
        young = [
            id_
            for id_ in touched
            if id_ in themes and not themes[id_].pinned and sizes.get(id_, 0) <= STILL_YOUNG
        ]
        before = self.store.findings.newest(young, STILL_YOUNG)
        groups: dict[str, list[Placed]] = defaultdict(list)
        for placed in [*before, *new]:
            groups[placed.theme or homes[placed.finding.id]].append(placed)
        statements = {**told, **self._statements(before)}
        words = Terms(list(statements.values()))
        begun = [id_ for id_ in touched if id_ not in themes]
        fresh = [self._begun(id_, groups[id_], statements, words, names.get(id_)) for id_ in begun]
        fresh = distinct(fresh, themes.values())
        self._note("found", themes, fresh)
        named = [self._renamed(themes[id_], groups[id_], statements, words) for id_ in young]
        others = [theme for theme in themes.values() if theme.id not in young]
        named = distinct(named, [*others, *fresh])
        self._note("titled", themes, [theme for theme in named if theme != themes[theme.id]])
        return len(fresh)

    def _note(self, event: Event, known: Mapping[str, Theme], after: Sequence[Theme]) -> None:
        if after:
            before = tuple(known[theme.id] for theme in after if theme.id in known)
            self.store.themes.put(Change(event=event, before=before, after=tuple(after)), self.clock())

    def _renamed(
        self, theme: Theme, group: Sequence[Placed], statements: Mapping[str, ThemeMember], words: Terms
    ) -> Theme:
        told = [statements[placed.finding.id] for placed in group]
        return theme.model_copy(update={"title": self._title_for(told, group, words)})

    def _begun(
        self,
        id_: str,
        group: Sequence[Placed],
        statements: Mapping[str, ThemeMember],
        words: Terms,
        name: Texts | None,
    ) -> Theme:
        """A theme that begins; whoever sorted its topics has named it already."""
        told = [statements[placed.finding.id] for placed in group]
        title = name or self._title_for(told, group, words)
        named = [placed.finding.area for placed in group if placed.finding.area]
        where = area(told, named, self.lexicon)
        return Theme(
            id=id_,
            kind=group[0].finding.kind,
            title=title,
            created_week=min(placed.week for placed in group),
            area=where,
        )

    def title_of(self, group: Sequence[Placed], among: Sequence[Placed]) -> Texts:
        """A name for findings that are to become a theme, by what sets them apart from those around them."""
        statements = self._statements(among)
        told = [statements[placed.finding.id] for placed in group]
        return self._title_for(told, group, Terms(list(statements.values())))

    def _title_for(self, told: Sequence[ThemeMember], group: Sequence[Placed], words: Terms) -> Texts:
        topics = [placed.finding.topic for placed in group if placed.finding.topic]
        plain = told[0].text[:PLAIN]
        ask = title_ask(told, self.embedder, topics)
        if not topics:
            ask = ask.model_copy(update={"topics": words.of(told, ask.language)})
        return self.engine.title(ask) or dict.fromkeys(LANGUAGES, plain)

    def take_corrections(self) -> None:
        """Put findings where people said they belong, or where that theme is part of now."""
        themes = self.store.themes.all()
        told = placements(self.store.corrections.all())
        self.store.findings.place({f: current(theme, themes) for f, theme in told.items()}, by_person=True)


def _own(words: ThemeWords, known: Theme | None) -> Theme:
    """A theme of voc.toml as it is to be: its title stands there, the rest stays as people left it."""
    title: Texts = {"ja": words.ja or words.en or words.id, "en": words.en or words.ja or words.id}
    if known:
        return known.model_copy(update={"title": title, "pinned": True})
    return Theme(id=words.id, kind=Kind(words.kind), title=title, created_week="", pinned=True)


NEAR = 120
REPLY = 400


def statement(placed: Placed, document: Document) -> ThemeMember:
    """The finding with what stands around it in its document."""
    finding = placed.finding
    at = document.turns.index(document.turn_at(finding.quote.start))
    return ThemeMember(
        id=finding.id,
        kind=finding.kind,
        text=finding.quote.text,
        context=_context(document, document.turns[at], finding.quote.start, finding.quote.end),
        reply=_reply(document, at),
        topic="\n".join(dict.fromkeys(filter(None, (finding.topic, finding.topic_en)))),
        subject=document.subject or "",
        document=document.key,
        week=placed.week,
        customer=placed.customer,
        language=detect(finding.quote.text),
        severity=finding.severity,
        confidence=finding.confidence,
    )


def _context(document: Document, turn: Turn, start: int, end: int) -> str:
    """The customer's words next to the quote in its own turn."""
    before = document.text[max(turn.start, start - NEAR) : start]
    after = document.text[end : min(turn.end, end + NEAR)]
    return "\n".join(part for part in (before.strip(), after.strip()) if part)


def _reply(document: Document, at: int) -> str:
    """The question before an interview's turn, or the answer after any other."""
    asked = document.form is Form.INTERVIEW
    turns = reversed(document.turns[:at]) if asked else iter(document.turns[at + 1 :])
    return next((turn.text for turn in turns if turn.side is not Side.CUSTOMER), "")[:REPLY]


def pair_review(
    engine: Engine, store: Store, themes: Mapping[str, Theme], known: Sequence[str]
) -> PairReview | None:
    """What an engine needs to decide doubtful pairs with these known themes; None for one that cannot."""
    if not isinstance(engine, Comparing):
        return None
    quotes = _newest_quotes(store, known, QUOTES)
    return PairReview(engine, {id_: themes[id_].title for id_ in known if id_ in themes}, quotes)


def topic_review(
    engine: Engine, store: Store, themes: Mapping[str, Theme], known: Sequence[str]
) -> TopicReview | None:
    """What an engine needs to sort topics into these known themes; None for one that cannot."""
    if not isinstance(engine, Sorting):
        return None
    quotes = _newest_quotes(store, known, ENTRY_QUOTES)
    entries: dict[Kind, list[ThemeEntry]] = defaultdict(list)
    for theme in (themes[id_] for id_ in sorted(known) if id_ in themes):
        entries[theme.kind].append(
            ThemeEntry(id=theme.id, title=theme.title, quotes=tuple(quotes.get(theme.id, ())))
        )
    return TopicReview(engine, entries)


def _newest_quotes(store: Store, themes: Sequence[str], count: int) -> dict[str, list[str]]:
    """Some of the newest quotes of these themes, by id."""
    quotes: dict[str, list[str]] = defaultdict(list)
    for placed in store.findings.newest(themes, count):
        quotes[placed.theme or ""].append(placed.finding.quote.text)
    return quotes
