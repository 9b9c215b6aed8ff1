"""Findings without a theme -> themes in the store, with titles."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from voc.engines.base import Engine, Title
from voc.index.embedders import Embedder
from voc.language import detect
from voc.lexicon import Lexicon
from voc.project.correcting import placements
from voc.project.progress import Progress
from voc.settings import Settings, ThemeWords
from voc.store.store import Store
from voc.themes.area import area
from voc.themes.discover import place
from voc.themes.lineage import current
from voc.themes.name import title_ask
from voc.themes.types import KnownTheme, Statement
from voc.types import Change, Document, Event, Kind, Placed, Theme

REMEMBERED = 60
STILL_YOUNG = 4
NEAR = 120
PLAIN = 40


class PlaceReport(NamedTuple):
    """What a run of placing did."""

    placed: int
    """Findings that got a theme."""
    new_themes: int
    """Themes that began."""


class Joiner(NamedTuple):
    """Whom placing works with."""

    store: Store
    engine: Engine
    embedder: Embedder
    settings: Settings
    clock: Callable[[], datetime]

    def place(self, progress: Progress) -> PlaceReport:
        """Give every finding without a theme one, known themes first; title what is new or young."""
        self._keep_own_themes()
        everything = self.store.findings.all()
        new = [placed for placed in everything if placed.theme is None]
        if not new:
            return PlaceReport(0, 0)
        progress("themes", 0, len(new))
        members = _members(everything)
        statements = self._statements([*new, *(p for group in members.values() for p in group)])
        known = self._known(members, statements)
        placements = place([statements[p.finding.id] for p in new], known, self.embedder)
        found = {placement.statement: placement.theme for placement in placements}
        fresh = self._title(found, new, members, statements)
        self.store.findings.place(found)
        progress("themes", len(new), len(new))
        return PlaceReport(len(new), fresh)

    def _keep_own_themes(self) -> None:
        known = self.store.themes.all()
        own = [_own(words, known.get(words.id)) for words in self.settings.themes]
        self._note("set", known, [theme for theme in own if known.get(theme.id) != theme])

    def _statements(self, findings: Sequence[Placed]) -> dict[str, Statement]:
        keys = list(dict.fromkeys(placed.document_key for placed in findings))
        documents = {document.key: document for document in self.store.documents.get(keys)}
        return {p.finding.id: _statement(p, documents[p.document_key]) for p in findings}

    def _known(
        self, members: Mapping[str, Sequence[Placed]], statements: Mapping[str, Statement]
    ) -> list[KnownTheme]:
        themes = self.store.themes.all()
        words: dict[str, tuple[str, ...]] = defaultdict(tuple)
        for own in self.settings.themes:
            words[current(own.id, themes)] += (own.ja, own.en, *own.words)
        return [
            KnownTheme(
                id=theme.id,
                kind=theme.kind,
                statements=tuple(statements[p.finding.id] for p in members.get(theme.id, ())),
                words=tuple(word for word in words[theme.id] if word),
            )
            for theme in themes.values()
            if theme.merged_into is None
        ]

    def _title(
        self,
        found: Mapping[str, str],
        new: Sequence[Placed],
        members: Mapping[str, Sequence[Placed]],
        statements: Mapping[str, Statement],
    ) -> int:
        """Name themes that begin, and anew those of few findings; return how many began."""
        themes = self.store.themes.all()
        joined = {id_: list(group) for id_, group in members.items()}
        for placed in new:
            joined.setdefault(found[placed.finding.id], []).append(placed)
        touched = list(dict.fromkeys(found.values()))
        fresh = [self._named(id_, joined[id_], statements, None) for id_ in touched if id_ not in themes]
        self._note("found", themes, fresh)
        young = [
            self._named(id_, joined[id_], statements, themes[id_])
            for id_ in touched
            if id_ in themes and not themes[id_].pinned and len(members.get(id_, ())) <= STILL_YOUNG
        ]
        renamed = [theme for theme in young if _titles(theme) != _titles(themes[theme.id])]
        self._note("titled", themes, renamed)
        return len(fresh)

    def _note(self, event: Event, known: Mapping[str, Theme], after: Sequence[Theme]) -> None:
        if after:
            before = tuple(known[theme.id] for theme in after if theme.id in known)
            self.store.themes.put(Change(event=event, before=before, after=tuple(after)), self.clock())

    def _named(
        self, id_: str, group: Sequence[Placed], statements: Mapping[str, Statement], known: Theme | None
    ) -> Theme:
        told = [statements[placed.finding.id] for placed in group]
        title = self._title_for(told, group)
        if known:
            return known.model_copy(update={"title_ja": title.ja, "title_en": title.en})
        named = [placed.finding.area for placed in group if placed.finding.area]
        where = area(told, named, Lexicon.load())
        return Theme(
            id=id_,
            kind=group[0].finding.kind,
            title_ja=title.ja,
            title_en=title.en,
            created_week=min(placed.week for placed in group),
            area_ja=where.ja,
            area_en=where.en,
        )

    def title_of(self, group: Sequence[Placed]) -> Title:
        """A name for findings that are to become a theme."""
        statements = self._statements(group)
        return self._title_for([statements[placed.finding.id] for placed in group], group)

    def _title_for(self, told: Sequence[Statement], group: Sequence[Placed]) -> Title:
        topics = [placed.finding.topic for placed in group if placed.finding.topic]
        plain = told[0].text[:PLAIN]
        return self.engine.title(title_ask(told, self.embedder, topics)) or Title(ja=plain, en=plain)

    def take_corrections(self) -> None:
        """Put findings where people said they belong, or where that theme is part of now."""
        themes = self.store.themes.all()
        told = placements(self.store.corrections.all())
        self.store.findings.place({f: current(theme, themes) for f, theme in told.items()}, by_person=True)


def _own(words: ThemeWords, known: Theme | None) -> Theme:
    """A theme of voc.toml as it is to be: its title stands there, the rest stays as people left it."""
    titles = {"title_ja": words.ja or words.en or words.id, "title_en": words.en or words.ja or words.id}
    if known:
        return known.model_copy(update={**titles, "pinned": True})
    return Theme(id=words.id, kind=Kind(words.kind), created_week="", pinned=True, **titles)


def _members(everything: Sequence[Placed]) -> dict[str, list[Placed]]:
    """The newest findings of each theme: what a theme is known by."""
    members: dict[str, list[Placed]] = defaultdict(list)
    for placed in everything:
        if placed.theme is not None:
            members[placed.theme].append(placed)
    return {theme: group[-REMEMBERED:] for theme, group in members.items()}


def _statement(placed: Placed, document: Document) -> Statement:
    finding = placed.finding
    return Statement(
        id=finding.id,
        kind=finding.kind,
        text=finding.quote.text,
        context=_context(document, finding.quote.start, finding.quote.end),
        subject=document.subject or "",
        document=document.key,
        week=placed.week,
        customer=placed.customer,
        language=detect(finding.quote.text),
        severity=finding.severity,
        confidence=finding.confidence,
    )


def _context(document: Document, start: int, end: int) -> str:
    """The customer's words next to the quote in its own turn."""
    turn = document.turn_at(start)
    before = document.text[max(turn.start, start - NEAR) : start]
    after = document.text[end : min(turn.end, end + NEAR)]
    return "\n".join(part for part in (before.strip(), after.strip()) if part)


def _titles(theme: Theme) -> tuple[str, str]:
    return theme.title_ja, theme.title_en
