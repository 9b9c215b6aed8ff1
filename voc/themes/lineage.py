"""What people do to themes: rename, pin, merge, split. Each gives the themes as they are after it.

Nothing is lost: a merged theme keeps its id and points to the one that took over, a split theme
keeps its id for what stays. The store records each change, so that old digests stay reproducible.
"""

from collections.abc import Mapping, Sequence
from typing import Literal

from voc.errors import UsageError
from voc.themes.discover import theme_id
from voc.types import Theme, Value


class Change(Value):
    """Something that happened to themes, and how things are after it."""

    event: Literal["renamed", "pinned", "merged", "split"]
    """What happened."""

    themes: tuple[Theme, ...]
    """The themes it touched, as they are now."""

    moved: Mapping[str, str] = {}
    """Findings that changed their theme, with the new theme's id."""


def rename(theme: Theme, ja: str | None = None, en: str | None = None) -> Change:
    """Give a theme a person's title in one language or both; it is pinned with that.

    Raises:
        UsageError: when no title is given.

    """
    if not (ja or en):
        raise UsageError(f"no new title for theme {theme.id!r}; give one in Japanese, English or both")
    titles = {"title_ja": ja or theme.title_ja, "title_en": en or theme.title_en}
    return Change(event="renamed", themes=(theme.model_copy(update={**titles, "pinned": True}),))


def pin(theme: Theme, pinned: bool = True) -> Change:
    """Keep the title as it is from now on, or let it follow the quotes again."""
    return Change(event="pinned", themes=(theme.model_copy(update={"pinned": pinned}),))


def merge(source: Theme, target: Theme, findings: Sequence[str] = ()) -> Change:
    """Let one theme take over another and the findings placed in it.

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
    first = min(source.created_week, target.created_week)
    after = (
        source.model_copy(update={"merged_into": target.id}),
        target.model_copy(update={"created_week": first}),
    )
    return Change(event="merged", themes=after, moved=dict.fromkeys(sorted(findings), target.id))


def split(theme: Theme, findings: Sequence[str], title_ja: str, title_en: str, week: str) -> Change:
    """Move some of a theme's findings to a new theme; its id comes from the first of them.

    Raises:
        UsageError: when no finding is named.

    """
    if not findings:
        raise UsageError(f"nothing to split from theme {theme.id!r}; name the findings that leave it")
    new = Theme(
        id=theme_id(theme.kind, f"{theme.id}/{min(findings)}"),
        kind=theme.kind,
        title_ja=title_ja,
        title_en=title_en,
        created_week=week,
    )
    return Change(event="split", themes=(theme, new), moved=dict.fromkeys(sorted(findings), new.id))


def current(theme: str, themes: Mapping[str, Theme]) -> str:
    """The id of the theme that a theme is part of today, after any number of merges."""
    seen = {theme}
    while (known := themes.get(theme)) and known.merged_into and known.merged_into not in seen:
        theme = known.merged_into
        seen.add(theme)
    return theme
