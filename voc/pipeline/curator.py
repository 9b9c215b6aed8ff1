"""What people see of themes and do to them; every change has an author and can be taken back."""

import difflib
import getpass
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from voc.errors import UsageError
from voc.locale import LANGUAGES
from voc.pipeline.lock import writing
from voc.store.filters import Filter
from voc.store.store import Store
from voc.store.themes import VOC, ThemeTally
from voc.themes import lineage
from voc.themes.assign import says
from voc.themes.titles import distinct
from voc.themes.view import ThemeRow, ThemeView
from voc.types import (
    Change,
    Kind,
    Placed,
    Recorded,
    Texts,
    Theme,
    in_language,
)

SHOWN_QUOTES = 6
CLOSE = 0.4


class Parting(NamedTuple):
    """Findings that are to leave a theme."""

    theme: Theme
    leaving: Sequence[Placed]
    among: Sequence[Placed]
    """All that stand in the theme now."""


class Curator:
    """Lists, shows and changes the themes of one project."""

    def __init__(
        self,
        store: Store,
        home: Path,
        clock: Callable[[], datetime],
        author: str,
        own: frozenset[str],
    ) -> None:
        self._store = store
        self._home = home
        self._clock = clock
        self._author = author
        self._own = own

    def rows(self, kinds: Sequence[Kind] = ()) -> list[ThemeRow]:
        """Every theme that has findings, by kind and then customers."""
        themes = self._store.themes.all()
        rows = [_row(themes[tally.theme], tally) for tally in self._store.themes.tallies()]
        order = list(Kind)
        return sorted(
            (row for row in rows if not kinds or row.kind in kinds),
            key=lambda row: (order.index(row.kind), -row.customers, -row.mentions, row.id),
        )

    def show(self, id_: str) -> ThemeView:
        """One theme with its weeks, its words and its history."""
        theme = self.find(id_)
        known = next((row for row in self.rows() if row.id == theme.id), None)
        return ThemeView(
            row=known or _row(theme, ThemeTally(theme.id, 0, 0, theme.created_week, theme.created_week)),
            weeks=self._store.themes.weeks(theme.id),
            quotes=_newest(self._store.findings.all(Filter(themes=(theme.id,)))),
            merged=tuple(o.id for o in self._store.themes.all().values() if o.merged_into == theme.id),
            merged_into=theme.merged_into,
            changes=tuple(self.log(theme.id)),
        )

    def log(self, id_: str | None = None) -> list[Recorded]:
        """What happened to themes, or to one of them, oldest first."""
        changes = self._store.themes.changes()
        if id_ is None:
            return changes
        theme = self.find(id_).id
        return [one for one in changes if theme in {after.id for after in one.change.after}]

    def rename(self, id_: str, title: Texts, area: str | None = None) -> Theme:
        """Give a theme a person's title or area."""
        with writing(self._home):
            theme = self.find(id_)
            if theme.id in self._own and title:
                raise UsageError(f"the title of {theme.id!r} stands in voc.toml; change it there")
            return self._keep(lineage.rename(theme, title, area)).after[0]

    def pin(self, id_: str, pinned: bool) -> Theme:
        """Keep a theme's title as it is, or let it follow the quotes again."""
        with writing(self._home):
            return self._keep(lineage.pin(self.find(id_), pinned)).after[0]

    def hide(self, id_: str, hidden: bool) -> Theme:
        """Keep a theme out of digests, or let it in again."""
        with writing(self._home):
            return self._keep(lineage.hide(self.find(id_), hidden)).after[0]

    def merge(self, id_: str, into: str) -> Change:
        """Let one theme take over another."""
        with writing(self._home):
            theme, target = self.find(id_), self.find(into)
            return self._keep(lineage.merge(theme, target, self._store.themes.members(theme.id)))

    def parting(self, id_: str, words: Sequence[str] = (), findings: Sequence[str] = ()) -> Parting:
        """A theme's findings that hold one of the words, or those named, and all that stand in it now.

        Raises:
            UsageError: none of them would leave, or all.
        """
        theme = self.find(id_)
        findings_of_theme = self._store.findings.all(Filter(themes=(theme.id,)))
        leaving = _leaving(theme, findings_of_theme, words, findings)
        if len(leaving) == len(findings_of_theme):
            raise UsageError(f"all {len(leaving)} findings of {theme.id!r} would leave; rename it instead")
        return Parting(theme, leaving, findings_of_theme)

    def split(self, parting: Parting, title: Texts, pinned: bool) -> Change:
        """Move the findings that leave to a theme of their own; `pinned` where a person gave its title."""
        with writing(self._home):
            members = self._store.themes.members(parting.theme.id)
            change = lineage.split(
                parting.theme,
                {placed.finding.id: members[placed.finding.id] for placed in parting.leaving},
                {language: in_language(title, language) for language in LANGUAGES},
                min(placed.week for placed in parting.leaving),
            )
            (new,) = distinct(change.after[1:], self._store.themes.all().values())
            new = change.after[1].model_copy(update={"pinned": True}) if pinned else new
            return self._keep(change.model_copy(update={"after": (change.after[0], new)}))

    def undo(self, number: int | None = None) -> Recorded:
        """Take back a person's change: the one with this number, or the last that still stands."""
        with writing(self._home):
            done = self._standing(number)
            themes = self._store.themes.all()
            begun = {theme.id for theme in done.change.after} - {t.id for t in done.change.before}
            placed = self._store.themes.placed([move.finding for move in done.change.moves])
            placed |= {f: theme for theme in begun for f in self._store.themes.members(theme)}
            self._keep(lineage.undo(done, themes, placed))
            return done

    def _standing(self, number: int | None) -> Recorded:
        changes = self._store.themes.changes()
        undone = {one.change.undoes for one in changes}
        people = [one for one in changes if one.author != VOC and one.change.event != "undone"]
        if number is None:
            if left := [one for one in people if one.number not in undone]:
                return left[-1]
            raise UsageError(
                "nothing to undo: nobody has changed a theme; `voc themes log` says what voc did"
            )
        if number in undone:
            raise UsageError(f"change {number} was undone already")
        if found := next((one for one in people if one.number == number), None):
            return found
        raise UsageError(f"no person's change has the number {number}; `voc themes log` lists them")

    def _keep(self, change: Change) -> Change:
        self._store.themes.put(change, self._clock(), self._author)
        return change

    def alive(self, id_: str) -> Theme:
        """The theme with this id, or how that begins; or the one that took it over.

        Raises:
            UsageError: there is none, or there are several.
        """
        theme = self.find(id_)
        while theme.merged_into:
            theme = self.find(theme.merged_into)
        return theme

    def find(self, id_: str) -> Theme:
        """The theme with this id, or the only one whose id begins like that.

        Raises:
            UsageError: there is none, or there are several.

        """
        themes = self._store.themes.all()
        if id_ in themes:
            return themes[id_]
        begun = [one for one in themes if id_ and id_ in (one[: len(id_)], one.partition("-")[2][: len(id_)])]
        if len(begun) == 1:
            return themes[begun[0]]
        near = begun[:3] or difflib.get_close_matches(id_, themes, n=3, cutoff=CLOSE)
        hint = f"did you mean {', '.join(near)}?" if near else "`voc themes` lists them"
        raise UsageError(f"{'several themes begin with' if begun else 'no such theme:'} {id_!r}; {hint}")


def author(environment: Mapping[str, str]) -> str:
    """Who is at the terminal: VOC_AUTHOR, or the name they logged in with."""
    for name in ("VOC_AUTHOR", "LOGNAME", "USER", "USERNAME"):
        if environment.get(name):
            return environment[name]
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "somebody"


def _row(theme: Theme, tally: ThemeTally) -> ThemeRow:
    return ThemeRow(
        id=theme.id,
        kind=theme.kind,
        area=theme.area,
        title=theme.title,
        customers=tally.customers,
        mentions=tally.mentions,
        first_week=tally.first_week,
        last_week=tally.last_week,
        pinned=theme.pinned,
        hidden=theme.hidden,
    )


def _newest(said: Sequence[Placed]) -> tuple[Placed, ...]:
    """The newest finding of each customer, then more of the same ones."""
    newest = list(reversed(said))
    firsts = {one.customer: one for one in said}
    voices = [one for one in newest if firsts[one.customer] is one]
    return tuple([*voices, *(one for one in newest if one not in voices)][:SHOWN_QUOTES])


def _leaving(
    theme: Theme, said: Sequence[Placed], words: Sequence[str], findings: Sequence[str]
) -> list[Placed]:
    known = {one.finding.id for one in said}
    if strange := [finding for finding in findings if finding not in known]:
        raise UsageError(f"finding {strange[0]!r} is not in theme {theme.id!r}; `voc findings --theme`")
    leaving = [
        one
        for one in said
        if one.finding.id in findings or any(says(one.finding.quote.text, word) for word in words)
    ]
    if not leaving:
        told = (
            f"no quote of {theme.id!r} holds {', '.join(map(repr, words))}" if words else "nothing to split"
        )
        raise UsageError(f"{told}; give --word, which its quotes hold, or --finding ID")
    return leaving
