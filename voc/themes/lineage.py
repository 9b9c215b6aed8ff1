"""What people do to themes: rename, pin, hide, merge, split, and take any of it back.

Each gives a change with both sides of it. Nothing is lost: a merged theme keeps its id and points to
the one that took over, a split theme keeps its id for what stays, and how themes stood at any moment
can be told from the changes up to it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from voc.errors import UsageError
from voc.locale import LANGUAGES
from voc.themes.types import theme_id
from voc.types import Change, Event, Move, Recorded, Texts, Theme


def rename(theme: Theme, title: Texts, area: str | None = None) -> Change:
    """Give a theme a person's title in some languages, or an area; a title is pinned with that.

    Raises:
        UsageError: when nothing is given.

    """
    if not title and not area:
        raise UsageError(f"no new title for theme {theme.id!r}; give --ja, --en or --area")
    areas = dict.fromkeys(LANGUAGES, area) if area else theme.area
    return _changed(
        "renamed", theme, title={**theme.title, **title}, area=areas, pinned=theme.pinned or bool(title)
    )


def pin(theme: Theme, pinned: bool = True) -> Change:
    """Keep the title as it is from now on, or let it follow the quotes again."""
    return _changed("pinned" if pinned else "unpinned", theme, pinned=pinned)


def hide(theme: Theme, hidden: bool = True) -> Change:
    """Keep a theme out of digests, or let it in again."""
    return _changed("hidden" if hidden else "shown", theme, hidden=hidden)


def merge(source: Theme, target: Theme, findings: Mapping[str, bool]) -> Change:
    """Let one theme take over another and the findings placed in it.

    `findings` says of each whether a person had placed it.

    Raises:
        UsageError: when the two are one, of two kinds, or one of them was merged away before.

    """
    if source.id == target.id or source.kind != target.kind:
        raise UsageError(
            f"cannot merge {source.id!r} into {target.id!r}: they must be two themes of one kind"
        )
    for theme in (source, target):
        if theme.merged_into:
            raise UsageError(f"theme {theme.id!r} was merged into {theme.merged_into!r}; use that one")
    first = min(filter(None, (source.created_week, target.created_week)), default="")
    after = (
        source.model_copy(update={"merged_into": target.id}),
        target.model_copy(update={"created_week": first}),
    )
    return Change(
        event="merged",
        before=(source, target),
        after=after,
        moves=_moves(findings, source.id, target.id),
    )


def split(theme: Theme, findings: Mapping[str, bool], title: Texts, week: str) -> Change:
    """Move some of a theme's findings to a new theme; its id comes from the first of them.

    Raises:
        UsageError: when no finding is named.

    """
    if not findings:
        raise UsageError(f"nothing to split from theme {theme.id!r}; name the findings that leave it")
    new = theme.model_copy(
        update={
            "id": theme_id(theme.kind, f"{theme.id}/{min(findings)}"),
            "title": title,
            "created_week": week,
            "pinned": False,
        }
    )
    return Change(
        event="split", before=(theme,), after=(theme, new), moves=_moves(findings, theme.id, new.id)
    )


def undo(done: Recorded, themes: Mapping[str, Theme], placed: Mapping[str, str]) -> Change:
    """Take a change back; `placed` says in which theme each of its findings is now.

    A theme that began with the change is merged into the one that it came from, with all its findings.

    Raises:
        UsageError: when something that came later stands on the change.

    """
    old = {theme.id: theme for theme in done.change.before}
    gone = {theme.id for theme in done.change.after} - set(old)
    home = next(iter(old), "")
    before = tuple(themes[theme.id] for theme in done.change.after)
    after = tuple(
        _reverted(done.number, old[was.id], was, themes[was.id])
        if was.id in old
        else themes[was.id].model_copy(update={"merged_into": home})
        for was in done.change.after
    )
    moved = {move.finding: move.back() for move in done.change.moves}
    moves = [
        moved.get(finding) or Move(finding=finding, before=theme, after=home, held=False)
        for finding, theme in sorted(placed.items())
        if theme in gone or (finding in moved and moved[finding].before == theme)
    ]
    return Change(event="undone", before=before, after=after, moves=tuple(moves), undoes=done.number)


def _reverted(number: int, before: Theme, after: Theme, now: Theme) -> Theme:
    """The theme as it is now, but with what a change altered as it was before."""
    altered = [name for name in Theme.model_fields if getattr(before, name) != getattr(after, name)]
    for name in altered:
        if getattr(now, name) != getattr(after, name):
            raise UsageError(
                f"change {number} cannot be undone: theme {now.id!r} was changed again after it; "
                f"`voc themes log {now.id}` shows what to undo first"
            )
    return now.model_copy(update={name: getattr(before, name) for name in altered})


def as_of(moment: datetime, changes: Iterable[Recorded]) -> dict[str, Theme]:
    """Themes as they stood at a moment."""
    return {theme.id: theme for one in changes if one.at <= moment for theme in one.change.after}


def home_as_of(moment: datetime, finding: str, now: str, changes: Sequence[Recorded]) -> str:
    """The theme that a finding was in at a moment; `now` is where it is today."""
    for recorded in reversed(changes):
        if recorded.at > moment:
            now = next((m.before for m in recorded.change.moves if m.finding == finding), now)
    return now


def current(theme: str, themes: Mapping[str, Theme]) -> str:
    """The id of the theme that a theme is part of today, after any number of merges."""
    seen = {theme}
    while (known := themes.get(theme)) and known.merged_into and known.merged_into not in seen:
        theme = known.merged_into
        seen.add(theme)
    return theme


def _changed(event: Event, theme: Theme, **fields: object) -> Change:
    return Change(event=event, before=(theme,), after=(theme.model_copy(update=fields),))


def _moves(findings: Mapping[str, bool], before: str, after: str) -> tuple[Move, ...]:
    return tuple(
        Move(finding=finding, before=before, after=after, held_before=findings[finding])
        for finding in sorted(findings)
    )
