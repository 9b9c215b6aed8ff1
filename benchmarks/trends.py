"""How far the ranking and the trends can be trusted: `python benchmarks/trends.py [WEEKS]` writes trends.md.

Weeks are drawn whose truth is known. `ratio` is the variance of a theme's weeks over their mean: 1.0 is
chance alone. Everything is seeded: the same WEEKS give the same figures (times apart).
"""

import random
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import mean
from time import process_time
from typing import Any, NamedTuple

import numpy as np

from voc.reports.digest import changes, ranking
from voc.themes import rank
from voc.themes.fixes import ReleaseSide, Verdict, judge
from voc.themes.trend import USUAL, Spread, Trends, trends
from voc.types import Finding, Kind, Placed, Quote, Theme

THEMES, WEEKS, TOP = 40, 13, 3
RATIOS = (1.0, 1.5, 2.0)
PAGE = Path(__file__).with_suffix(".md")


class World(NamedTuple):
    """How often the themes of a company are named."""

    name: str
    votes: int
    shares: Callable[[np.random.Generator], np.ndarray]


def zipf(_: np.random.Generator, themes: int = THEMES) -> np.ndarray:
    """The second theme half as often as the first, the third a third as often."""
    return 1 / np.arange(1, themes + 1)


ALIKE = "all themes alike"
WORLDS = (
    World("few large, many small themes", 120, zipf),
    World("the same, more tickets", 400, zipf),
    World(ALIKE, 200, lambda _: np.ones(THEMES)),
    World("drawn", 120, lambda draw: draw.gamma(1.0, 1.0, THEMES) + 0.02),
)


def drawn(draw: np.random.Generator, means: np.ndarray, ratio: float) -> np.ndarray:
    """Counts around their means, with a variance of `ratio` times the mean."""
    return draw.poisson(draw.gamma(means / (ratio - 1), ratio - 1) if ratio > 1 else means)


def expected(draw: np.random.Generator, world: World, weeks: int = WEEKS) -> tuple[np.ndarray, np.ndarray]:
    """Means (themes, weeks) and documents (weeks,): busy weeks hold more of everything."""
    shares, documents = world.shares(draw), draw.poisson(1.3 * world.votes, weeks)
    return shares[:, None] / shares.sum() * documents / 1.3, documents


def told(counts: np.ndarray, documents: np.ndarray) -> Trends:
    """The trends at the end of these weeks; themes are named by their number."""
    return trends({f"{at:02}": row.tolist() for at, row in enumerate(counts)}, documents.tolist())


class Alarms(NamedTuple):
    """False alarms a week."""

    rising: float
    back: float
    falling: float
    resolved: float

    @property
    def all(self) -> float:
        """Of all kinds."""
        return sum(self)


def false_alarms(world: World, ratio: float, weeks: int, seed: int = 0) -> Alarms:
    """What is printed though nothing changes."""
    draw = np.random.default_rng(seed)
    found = []
    for _ in range(weeks):
        means, documents = expected(draw, world)
        said = told(drawn(draw, means, ratio), documents)
        found.append([len(said.rising), len(said.back), len(said.falling), len(said.resolved)])
    return Alarms(*(float(part) for part in np.mean(found, axis=0)))


def fifty_percent(world: World, ratio: float, weeks: int, seed: int = 0) -> float:
    """False alarms a week of the usual rule: half as much again as last week."""
    draw = np.random.default_rng(seed)
    counts = [drawn(draw, expected(draw, world)[0][:, -2:], ratio) for _ in range(weeks)]
    return mean(float(((last > 0) & (now >= 1.5 * last)).sum()) for last, now in (two.T for two in counts))


def seen(
    world: World, ratio: float, weeks: int, course: Sequence[float], base: float = 5.0, seed: int = 1
) -> list[float]:
    """How often a theme with this mean is called rising by each of the weeks of a course of factors."""
    draw, length = np.random.default_rng(seed), WEEKS - 1 + len(course)
    hits = np.zeros(len(course))
    for _ in range(weeks):
        means, documents = expected(draw, world, length)
        own = base * documents / documents.mean()
        own[-len(course) :] *= course
        counts = drawn(draw, np.vstack([means, own]), ratio)
        for at in range(len(course)):
            end = WEEKS + at
            said = told(counts[:, :end], documents[:end])
            if str(THEMES) in {move.theme for move in said.rising}:
                hits[at:] += 1
                break
    return (hits / weeks).tolist()


def silence_seen(world: World, ratio: float, weeks: int, base: float = 5.0, seed: int = 2) -> float:
    """How often a theme that has been silent for three weeks is called resolved."""
    draw = np.random.default_rng(seed)
    hits = 0
    for _ in range(weeks):
        means, documents = expected(draw, world)
        own = base * documents / documents.mean()
        own[-3:] = 0
        counts = drawn(draw, np.vstack([means, np.maximum(own, 1e-9)]), ratio)
        hits += str(THEMES) in {move.theme for move in told(counts, documents).resolved}
    return hits / weeks


class Certainty(NamedTuple):
    """How the printed top three holds."""

    sure: float
    """Share printed with P >= 0.9."""
    belong: float
    """Of those, how many belong to the true top three."""
    claimed: float
    """Mean P of all printed."""
    true: float
    """Share of all printed that belong."""
    apart: float
    """Of neighbours not called level, how many stand in the right order."""


def certainty(world: World, ratio: float, weeks: int, seed: int = 3) -> Certainty:
    """Print the top three of many weeks and look up the truth."""
    draw = np.random.default_rng(seed)
    printed, ordered = [], []
    for _ in range(weeks):
        means, documents = expected(draw, world)
        counts = drawn(draw, means, ratio)
        order = sorted(range(THEMES), key=lambda at: (-counts[at, -1], at))
        places = ranking.places([int(counts[at, -1]) for at in order], told(counts, documents).spread, TOP)
        best = set(np.argsort(-means[:, -1], kind="stable")[:TOP].tolist())
        printed += [(place.certainty, at in best) for place, at in zip(places, order, strict=False)]
        ordered += [
            means[order[at], -1] > means[order[at + 1], -1]
            for at in range(TOP - 1)
            if at + 2 not in places[at].level
        ]
    sure = [belongs for chance, belongs in printed if chance >= 0.9]
    return Certainty(
        len(sure) / len(printed),
        mean(map(float, sure)) if sure else 1.0,
        mean(chance for chance, _ in printed),
        mean(float(belongs) for _, belongs in printed),
        mean(map(float, ordered)) if ordered else 1.0,
    )


def verdicts(factor: float, ratio: float, weeks: int, times: int, seed: int = 4) -> dict[Verdict, float]:
    """What is said of a fix after so many weeks that multiplied the rate by a factor, from a mean of five."""
    draw = np.random.default_rng(seed)
    rates = np.array([5.0] * 12 + [5.0 * factor] * weeks)
    said = []
    for _ in range(times):
        counts = drawn(draw, np.maximum(rates, 1e-9), ratio).tolist()
        before, after = (
            ReleaseSide(tuple(counts[:12]), (80,) * 12),
            ReleaseSide(tuple(counts[12:]), (80,) * weeks),
        )
        said.append(judge(before, after, Spread(ratio, 0.0) if ratio > 1 else USUAL).verdict)
    return {verdict: said.count(verdict) / times for verdict in Verdict}


LETTERS = "勤怠打刻申請承認画面反映連携出力管理店長給与締めが重いです遅く困りました"


def sayings(seed: int, findings: int, themes: int, weeks: int, customers: int = 5_000) -> list[Placed]:
    """Findings of a company: short and long, of many customers, themes and weeks."""
    draw, start = random.Random(seed), datetime(2026, 1, 5, tzinfo=UTC)
    shares = [1 / (at + 1) for at in range(themes)]
    owners = draw.choices(range(themes), shares, k=findings)
    made = []
    for at, theme in enumerate(owners):
        week = draw.randrange(weeks)
        text = "".join(draw.choices(LETTERS, k=draw.randrange(8, 90)))
        made.append(
            saying(f"{at:06}", f"theme-{theme:03}", f"A{draw.randrange(customers)}", text, start, week)
        )
    return made


def saying(id: str, theme: str, customer: str, text: str, start: datetime, week: int) -> Placed:
    """One finding."""
    moment = start + timedelta(weeks=week)
    year, number, _ = moment.isocalendar()
    quote = Quote(document=id, source="tickets", start=0, end=len(text), text=text)
    finding = Finding(id=id, kind=Kind.PAIN, quote=quote, severity=3, confidence=0.9, engine="drawn")
    return Placed(
        finding=finding,
        document_key=f"tickets/{id}",
        account=customer if customer.startswith("A") else None,
        customer=customer,
        role=None,
        created_at=moment,
        week=f"{year}-W{number:02d}",
        theme=theme,
    )


def pasted(times: int, known: bool, seed: int = 5) -> tuple[int, int]:
    """Weeks in which a ticket pasted fifty times moves a rank: counted by voc, and counted by mentions."""
    moved = by_mentions = 0
    for at in range(times):
        said = sayings(seed + at, 120, 20, 1, customers=90)
        one = max(said, key=lambda placed: (len(placed.finding.quote.text), placed.finding.id))
        text, start = one.finding.quote.text, one.created_at
        who = one.customer if known else "document:{}"
        copies = [saying(f"copy-{n}", "theme-009", who.format(n), text, start, 0) for n in range(50)]
        moved += order([*said, copies[0]]) != order([*said, *copies])
        by_mentions += mentioned([*said, copies[0]]) != mentioned([*said, *copies])
    return moved, by_mentions


def order(said: Sequence[Placed]) -> list[str]:
    """Themes in voc's order."""
    among = ranking.copied(said)
    return [
        row.theme for row in rank.standings(ranking.mention(one.theme or "", one, among, {}) for one in said)
    ]


def mentioned(said: Sequence[Placed]) -> list[str]:
    """Themes by mentions."""
    counts: dict[str, int] = {}
    for one in said:
        counts[one.theme or ""] = counts.get(one.theme or "", 0) + 1
    return sorted(counts, key=lambda theme: (-counts[theme], theme))


class Times(NamedTuple):
    """Seconds of the processor, the best of several."""

    copies: float
    ranking: float
    trends: float


def speed(findings: int, weeks: int = 52, themes: int = 200, tries: int = 5) -> Times:
    """A year of findings, all at hand: finding the copies, ranking the last week, testing every theme."""
    said = sayings(6, findings, themes, weeks)
    last = max(one.week for one in said)
    named = {
        one.theme: Theme(id=one.theme or "", kind=Kind.PAIN, title={"ja": "", "en": ""}, created_week=last)
        for one in said
    }
    volumes = dict.fromkeys({one.week for one in said}, findings // weeks)
    among = ranking.copied(said)

    def ranked() -> None:
        since = ranking.first_weeks(said, named)
        week = [one for one in said if one.week == last]
        heard = ranking.heard(week, Kind.PAIN, named, among, {}, since)
        ranking.places([one.customers for one in heard], USUAL, TOP)

    changes.changes(last, said[:100], volumes, among)
    return Times(
        best(tries, lambda: ranking.copied(said)),
        best(tries, ranked),
        best(tries, lambda: changes.changes(last, said, volumes, among)),
    )


def best(tries: int, run: Callable[[], Any]) -> float:
    """The quickest of several runs."""
    seconds = []
    for _ in range(tries):
        start = process_time()
        run()
        seconds.append(process_time() - start)
    return min(seconds)


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines) + "\n"


def _cell(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def percent(share: float) -> str:
    """In whole percent."""
    return f"{100 * share:.0f} %"


def sections(weeks: int) -> Iterator[str]:
    """The page, part by part."""
    yield f"""# Ranking and trends: how far they can be trusted

Written by `python benchmarks/trends.py {weeks}`: {weeks:,} drawn weeks a row, {THEMES} themes, a baseline of
twelve weeks. `ratio` is the variance of a theme's weeks over their mean; 1.0 is chance alone.
"""
    rows = [
        [world.name, ratio, *alarms, alarms.all, fifty_percent(world, ratio, weeks)]
        for world in WORLDS
        for ratio in RATIOS
        for alarms in [false_alarms(world, ratio, weeks)]
    ]
    yield "## False alarms a week, nothing having changed\n"
    heads = ["world", "ratio", "rising", "back", "falling", "resolved", "all", "rule '+50 % on last week'"]
    yield table(heads, rows)
    yield "## Changes of a theme with five customers a week, and how often they are seen\n"
    heads = [
        "world",
        "ratio",
        "threefold, 1st week",
        "by 2nd week",
        "slow (+20 % a week), by 6th",
        "silence, 3rd week",
    ]
    yield table(heads, list(_changes(max(weeks // 3, 10))))
    yield "## The top three\n"
    heads = [
        "world",
        "ratio",
        "printed with P >= 0.9",
        "of them belong",
        "mean P",
        "belong",
        "not level: right order",
    ]
    unequal = [world for world in WORLDS if world.name != ALIKE]
    rows = [
        [world.name, ratio, *map(percent, certainty(world, ratio, weeks))]
        for world in unequal
        for ratio in RATIOS
    ]
    yield table(heads, rows)
    yield "## A ticket pasted fifty times\n"
    times = max(weeks // 5, 10)
    rows = [
        [name, times, *pasted(times, known)]
        for name, known in (("a known customer's", True), ("nobody's", False))
    ]
    yield table(["whose", "weeks", "a rank moved", "moved if mentions were counted"], rows)
    yield "## Did the fix work? Five customers a week before it, ratio 1.5\n"
    rows = [
        [name, after, *map(percent, verdicts(factor, 1.5, after, weeks).values())]
        for name, factor in (("gone", 0.02), ("halved", 0.5), ("as before", 1.0), ("doubled", 2.0))
        for after in (1, 4, 8, 12)
    ]
    yield table(["truth", "weeks after", *(verdict.value.replace("_", " ") for verdict in Verdict)], rows)
    yield "## Seconds of one processor, findings in 200 themes\n"
    timed = [(span, size, speed(size, span)) for span, size in ((13, 25_000), (52, 100_000))]
    rows = [
        [span, f"{size:,}", *(f"{took:.2f}" for took in (*took, sum(took)))] for span, size, took in timed
    ]
    yield table(["weeks", "findings", "copies", "ranking", "trends", "all"], rows)
    yield """A digest of a store with 100,000 findings in 52 weeks reads what the first row says:
thirteen weeks as findings; the weeks before them are counted by the store.
"""


def _changes(weeks: int) -> Iterator[list[object]]:
    slow = [1.2**step for step in range(1, 7)]
    for world in WORLDS:
        for ratio in RATIOS:
            once = seen(world, ratio, weeks, [3.0, 3.0])
            yield [
                world.name,
                ratio,
                *map(percent, once),
                percent(seen(world, ratio, weeks, slow)[-1]),
                percent(silence_seen(world, ratio, weeks)),
            ]


if __name__ == "__main__":
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    PAGE.write_text("\n".join(sections(asked)), encoding="utf-8")
    print(PAGE.read_text(encoding="utf-8"))
