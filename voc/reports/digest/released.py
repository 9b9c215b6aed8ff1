"""The releases of voc.toml, and whether what they were to fix got rarer."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from voc import weeks
from voc.reports.digest.ranking import Copied, mention
from voc.reports.digest.shape import Fix, Rate, ThemeName
from voc.settings import Release
from voc.text import fold_case
from voc.themes import fixes, rank
from voc.themes.trend import Spread
from voc.types import Kind, Placed, Theme


def first_week(releases: Iterable[Release], week: str) -> str:
    """The earliest week that a verdict on the releases still of interest needs."""
    asked = [weeks.shift(since, -fixes.WEEKS) for since in map(_week, releases) if _recent(since, week)]
    return min(asked, default=week)


class FixRecords(NamedTuple):
    """What a verdict stands on, up to a week."""

    week: str
    placed: Sequence[Placed]
    themes: Mapping[str, Theme]
    volumes: Mapping[str, int]
    copied: Copied
    spread: Spread


def fixed(releases: Iterable[Release], known: FixRecords) -> tuple[Fix, ...]:
    """Every release of the last twelve weeks with its verdict, the newest first.

    The week of the release counts on neither side: nobody knows what it belongs to.
    """
    recent = [release for release in releases if _recent(_week(release), known.week)]
    ordered = sorted(recent, key=lambda release: (release.date, release.theme, release.words), reverse=True)
    return tuple(_fix(release, known) for release in ordered)


def _week(release: Release) -> str:
    return weeks.of_day(release.date)


def _recent(since: str, week: str) -> bool:
    return since <= week <= weeks.shift(since, fixes.WEEKS)


def _fix(release: Release, known: FixRecords) -> Fix:
    theme = _theme(release.theme, known.themes)
    holds = _about(theme, release.words)
    generator = (
        statement
        for statement in known.placed
        if statement.finding.kind is Kind.PAIN and statement.week <= known.week
    )
    votes = rank.weekly(
        mention("", statement, known.copied, {}) for statement in generator if holds(statement)
    )
    since = _week(release)
    before = _span([weeks.shift(since, -back) for back in range(fixes.WEEKS, 0, -1)], votes, known.volumes)
    after = _span(_after(since, known.week), votes, known.volumes)
    judged = fixes.judge(before, after, known.spread)
    return Fix(
        date=release.date,
        note=release.note,
        theme=ThemeName(theme=theme.id, title=theme.title) if theme else None,
        words=release.words if theme else (*release.words, *filter(None, [release.theme])),
        verdict=judged.verdict,
        before=_rate(before),
        after=_rate(after),
        expected=judged.expected,
        p_value=judged.p_value,
    )


def _rate(span: fixes.ReleaseSide) -> Rate:
    return Rate(customers=sum(span.customers), documents=sum(span.documents), weeks=len(span.documents))


def _after(since: str, week: str) -> list[str]:
    span = [weeks.shift(since, ahead) for ahead in range(1, fixes.WEEKS + 1)]
    return [one for one in span if one <= week]


def _span(span: Sequence[str], votes: Mapping[str, int], volumes: Mapping[str, int]) -> fixes.ReleaseSide:
    known = [one for one in span if volumes.get(one)]
    return fixes.ReleaseSide(tuple(votes.get(one, 0) for one in known), tuple(volumes[one] for one in known))


def _theme(name: str, themes: Mapping[str, Theme]) -> Theme | None:
    """The theme of this id or title; after a merge, the one that took over."""
    wanted = _folded(name)
    titled = (theme for theme in themes.values() if wanted in set(map(_folded, theme.title.values())))
    found = themes.get(name) or (next(titled, None) if wanted else None)
    while found and found.merged_into and found.merged_into in themes:
        found = themes[found.merged_into]
    return found


def _about(theme: Theme | None, words: Iterable[str]) -> Callable[[Placed], bool]:
    """Whether a finding is of the theme, or holds one of the words; Latin ones at the start of a word."""
    wanted = [_folded(word) for word in words if word.strip()]
    heads = ((r"(?<![a-z0-9])" if word[0].isascii() else "") + re.escape(word) for word in wanted)
    pattern = re.compile("|".join(heads)) if wanted else None

    def holds(statement: Placed) -> bool:
        if theme and statement.theme == theme.id:
            return True
        return pattern is not None and pattern.search(_folded(statement.finding.quote.text)) is not None

    return holds


def _folded(text: str) -> str:
    return " ".join(fold_case(text).split())
