"""How outputs are compared with labels: the rules of matching and the measures, in plain Python.

`voc eval` counts by these rules, and so does `fixtures/worlds/score.py`, which looks at voc from outside and
loads this file by its path: it imports the standard library only.

A found statement counts when it stands in the same document, is of the same kind, and the longest run
of characters that both quotes share is at least half of the shorter one. Pairs are made one to one,
the closest first. Width, case and spaces do not matter (NFKC).
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from math import log
from typing import NamedTuple, Protocol

LEAST_OVERLAP = 0.5
TOP = 3
NOTHING = float("nan")
MASK = re.compile(r"\[[^\[\]]{1,24}\]")
SPACES = re.compile(r"\s+")
PERSONAL = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.]+"
    r"|4111[ -]?1111[ -]?1111[ -]?1111"
    r"|0\d{1,3}-\d{2,4}-\d{4}"
    r"|\(\d{3}\) ?\d{3}-\d{4}"
    r"|\b\d{3}-\d{3}-\d{4}\b"
)
"""E-mail addresses, a card number, Japanese and American phone numbers."""


class QuotedStatement(Protocol):
    """A statement that was labelled or found."""

    @property
    def document(self) -> str:
        """The id of the document it stands in."""
        ...

    @property
    def kind(self) -> str:
        """What it is."""
        ...

    @property
    def quote(self) -> str:
        """The words."""
        ...


class StatementPair(NamedTuple):
    """A gold statement and the found one that is the same: positions in their lists."""

    gold: int
    found: int


class ThemeVote(NamedTuple):
    """A complaint that was labelled and found: the themes it was given."""

    gold: str
    """The labelled theme."""

    found: str
    """The theme voc put it in."""

    week: str
    """Its ISO week."""


class WeekScore(NamedTuple):
    """How well a week's digest names what most customers complained about."""

    top3: float
    """The share of the true top three that is named."""

    top1: bool
    """Whether the first that is named is a true first."""


@lru_cache(maxsize=1 << 16)
def normal(text: str) -> str:
    """The text without differences of width, case and spacing."""
    return SPACES.sub("", unicodedata.normalize("NFKC", text)).casefold()


def verbatim(quote: str, text: str) -> bool:
    """Whether the quote's words stand in the text, in order and complete but for masks such as [電話]."""
    at, words = 0, normal(text)
    for piece in MASK.split(quote):
        start = words.find(normal(piece), at)
        if start < 0:
            return False
        at = start + len(normal(piece))
    return True


def overlap(one: str, other: str) -> float:
    """The longest run that two normal texts share, as a part of the shorter one."""
    if not one or not other:
        return 0.0
    if one in other or other in one:
        return 1.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.find_longest_match(0, len(one), 0, len(other)).size / min(len(one), len(other))


def match(gold: Sequence[QuotedStatement], found: Sequence[QuotedStatement]) -> list[StatementPair]:
    """Pair statements of the same document and kind, the closest pair first."""
    return _paired(gold, found, lambda statement: (statement.document, statement.kind))


def confused(
    gold: Sequence[QuotedStatement], found: Sequence[QuotedStatement], pairs: Sequence[StatementPair]
) -> list[StatementPair]:
    """Pair what is left over with statements of another kind about the same words."""
    left = sorted(set(range(len(gold))) - {pair.gold for pair in pairs})
    over = sorted(set(range(len(found))) - {pair.found for pair in pairs})
    missed, surplus = [gold[at] for at in left], [found[at] for at in over]
    rest = _paired(missed, surplus, lambda statement: statement.document)
    return [StatementPair(left[pair.gold], over[pair.found]) for pair in rest]


def _paired(
    gold: Sequence[QuotedStatement],
    found: Sequence[QuotedStatement],
    key: Callable[[QuotedStatement], Hashable],
) -> list[StatementPair]:
    taken: set[int] = set()
    used: set[int] = set()
    pairs = []
    for _, pair in sorted(_candidates(gold, found, key), reverse=True):
        if pair.gold not in taken and pair.found not in used:
            taken.add(pair.gold)
            used.add(pair.found)
            pairs.append(pair)
    return pairs


def _candidates(
    gold: Sequence[QuotedStatement],
    found: Sequence[QuotedStatement],
    key: Callable[[QuotedStatement], Hashable],
) -> list[tuple[float, StatementPair]]:
    places: dict[Hashable, list[int]] = defaultdict(list)
    for at, statement in enumerate(found):
        places[key(statement)].append(at)
    scored = []
    for at, statement in enumerate(gold):
        for other in places.get(key(statement), ()):
            shared = overlap(normal(statement.quote), normal(found[other].quote))
            if shared >= LEAST_OVERLAP:
                closeness = _length_ratio(statement.quote, found[other].quote)
                scored.append((shared + closeness, StatementPair(at, other)))
    return scored


def _length_ratio(one: str, other: str) -> float:
    return min(len(one), len(other)) / max(len(one), len(other), 1)


def share(part: float, whole: float, empty: float = 0.0) -> float:
    """One count over another; `empty` where there is none of the other."""
    return part / whole if whole else empty


def f1(right: float, found: float, gold: float) -> float:
    """The harmonic mean of precision and recall; 0 where nothing was labelled or found."""
    return share(2 * right, found + gold)


def v_measure(counts: Mapping[tuple[str, str], float]) -> float:
    """The V-measure of labelled and found groups (Rosenberg & Hirschberg, 2007); 0 without any.

    Args:
        counts: how many belong to each pair of a labelled and a found group.

    """
    cells = {cell: count for cell, count in counts.items() if count > 0}
    total = sum(cells.values())
    if not total:
        return 0.0
    of_gold: Counter[str] = Counter()
    of_found: Counter[str] = Counter()
    for (gold, found), count in cells.items():
        of_gold[gold] += count  # type: ignore[assignment]  # typeshed's Counter holds int only
        of_found[found] += count  # type: ignore[assignment]
    shared = sum(
        count / total * log(count * total / (of_gold[gold] * of_found[found]))
        for (gold, found), count in cells.items()
    )
    homogeneity = share(shared, _entropy(of_gold.values(), total), 1.0)
    completeness = share(shared, _entropy(of_found.values(), total), 1.0)
    return share(2 * homogeneity * completeness, homogeneity + completeness)


def _entropy(counts: Iterable[float], total: float) -> float:
    return -sum(count / total * log(count / total) for count in counts)


def area(risks: Sequence[float], left: Sequence[bool], weights: Sequence[float] | None = None) -> float:
    """The area under the ROC curve: how often one who left stands above one who stayed, ties half.

    NaN where nobody left or nobody stayed. `weights` count each one so many times.
    """
    counts = [1.0] * len(risks) if weights is None else weights
    groups: dict[float, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for risk, gone, count in zip(risks, left, counts, strict=True):
        groups[risk][bool(gone)] += count
    below = above = everybody_gone = 0.0
    for _, (stayed, gone_here) in sorted(groups.items()):
        above += gone_here * (below + stayed / 2)
        below += stayed
        everybody_gone += gone_here
    return share(above, below * everybody_gone, NOTHING)


def customers_by_theme(complaints: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Who complained about what, from pairs of theme and customer."""
    customers: dict[str, set[str]] = defaultdict(set)
    for theme, customer in complaints:
        customers[theme].add(customer)
    return dict(customers)


def true_theme(theme: str, week: str, votes: Sequence[ThemeVote]) -> str | None:
    """The gold theme that most of a found theme's complaints are about: this week's, or else all."""
    about = [vote for vote in votes if vote.found == theme]
    counts = Counter(vote.gold for vote in about if vote.week == week) or Counter(vote.gold for vote in about)
    return counts.most_common(1)[0][0] if counts else None


def week_score(customers: Mapping[str, Collection[str]], named: Sequence[str | None]) -> WeekScore:
    """How many of the week's true top three are named; a tie for the third place is as good.

    Args:
        customers: who complained about what, by gold theme; not empty.
        named: the gold themes of what the digest names, first to third.

    """
    top = sorted(customers, key=lambda theme: (-len(customers[theme]), theme))[:TOP]
    least, most = len(customers[top[-1]]), len(customers[top[0]])
    allowed = {theme for theme, who in customers.items() if len(who) >= least}
    first = named[0] if named else None
    is_first = first is not None and len(customers.get(first, ())) == most
    return WeekScore(len(set(named) & allowed) / len(top), is_first)


def answer_counts(
    answerable: bool, documents: Collection[str], answered: bool, cited: Collection[str]
) -> dict[str, float]:
    """What an answer adds to the counts: whether it knows when to answer, and whether it cites right.

    Args:
        answerable: whether the documents hold the answer.
        documents: those that do.
        answered: whether voc answered.
        cited: the documents it cites.

    """
    if not answerable:
        return {"unanswerable": 1, "refused": not answered}
    right = set(cited) & set(documents)
    counts: dict[str, float] = {"answerable": 1, "answered": answered, "hit": bool(right)}
    return counts | ({"cited": 1, "precision": len(right) / len(set(cited))} if cited else {})
