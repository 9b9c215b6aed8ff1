"""Two groups of customers: what sets them apart beyond chance, and what they share.

One customer counts once for a trait, however often it speaks of it. Only customers who got in touch can be
compared. Every trait is tested exactly, and the tests are counted (Benjamini-Hochberg); traits so rare that
no split of them could tell the groups apart are not tested (Gilbert, 2005). 'No difference beyond chance' is
a normal answer for small groups.
"""

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import NamedTuple

from voc.reports.compare.groups import Customers, folded, pair
from voc.reports.compare.shape import Aspect, Comparison, Count, Difference, Group, TraitForm
from voc.reports.compare.traits import ContactedCustomers, Held, held
from voc.strongest import one_each, strongest
from voc.types import Account, Contact, Evidence, Placed, Theme

Z = 1.959964
"""The 97.5th percentile of the normal distribution."""


class Interval(NamedTuple):
    """The ends of a 95 % interval."""

    low: float
    high: float


def fisher(a: Count, b: Count) -> float:
    """Fisher's exact test of the two shares, two-sided."""
    from scipy.stats import fisher_exact

    table = [[a.having, a.of - a.having], [b.having, b.of - b.having]]
    return min(1.0, float(fisher_exact(table).pvalue))


def least(a: Count, b: Count) -> float:
    """The smallest p-value that so common a trait could give, however it were split (Tarone, 1990)."""
    having, both = a.having + b.having, a.of + b.of
    ends = (max(0, having - b.of), min(having, a.of))
    return min(fisher(Count(having=k, of=a.of), Count(having=having - k, of=both - a.of)) for k in ends)


def adjusted(p_values: Sequence[float]) -> list[float]:
    """The p-values after Benjamini and Hochberg (1995), in the same order."""
    if not p_values:
        return []
    from scipy.stats import false_discovery_control

    return [min(1.0, float(value)) for value in false_discovery_control(p_values, method="bh")]


def newcombe(a: Count, b: Count) -> Interval:
    """The 95 % interval of the difference of two shares (Newcombe, 1998, method 10)."""
    gap = a.share - b.share
    of_a, of_b = wilson(a), wilson(b)
    low = gap - sqrt((a.share - of_a.low) ** 2 + (of_b.high - b.share) ** 2)
    high = gap + sqrt((of_a.high - a.share) ** 2 + (b.share - of_b.low) ** 2)
    return Interval(max(-1.0, low), min(1.0, high))


def wilson(count: Count) -> Interval:
    """The 95 % score interval of a share (Wilson, 1927); all of 0 to 1 for an empty group."""
    if not count.of:
        return Interval(0.0, 1.0)
    n, share = count.of, count.share
    middle = (share + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z / (1 + Z**2 / n) * sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
    return Interval(max(0.0, middle - half), min(1.0, middle + half))


LEVEL = 0.1
POSSIBLE = 0.05
HALF = 0.5
LISTED = 5
OF_EACH = 2
QUOTES = 2


class _Groups(NamedTuple):
    a: frozenset[str]
    b: frozenset[str]


def build(
    a: str,
    b: str,
    *,
    customers: Customers,
    placed: Sequence[Placed],
    contacts: Sequence[Contact],
    channels: Mapping[str, str],
    themes: Mapping[str, Theme],
) -> Comparison:
    """Compare the customers that two filters name; `channels` gives each document's channel by its key.

    Raises:
        UsageError: a filter cannot be read or names nobody.

    """
    named = pair(customers, a, b)
    both = set(named.a) & set(named.b)
    spoke = {contact.account for contact in contacts} | {statement.account or "" for statement in placed}
    groups = _Groups(
        frozenset(id_ for id_ in named.a if id_ in spoke and id_ not in both),
        frozenset(id_ for id_ in named.b if id_ in spoke and id_ not in both),
    )
    accounts = {id_: customers.accounts[id_] for id_ in sorted(groups.a | groups.b)}
    traits = held(ContactedCustomers(accounts, placed, contacts, channels, themes))
    asked = _asked(a, b)
    candidates = [trait for trait in traits if trait.trait.form.value not in asked]
    possible = [trait for trait in candidates if least(*_counts(trait, groups)) <= POSSIBLE]
    differences = _tested(possible, groups, accounts)
    apart = tuple(difference for difference in differences if difference.q_value <= LEVEL)
    untested = [_difference(trait, groups, accounts, 1.0, 1.0) for trait in candidates]
    return Comparison(
        a=Group(asked=a, accounts=named.a, heard=len(groups.a)),
        b=Group(asked=b, accounts=named.b, heard=len(groups.b)),
        both=len(both),
        tested=len(possible),
        untested=len(candidates) - len(possible),
        level=LEVEL,
        apart=apart,
        maybe=_maybe(differences, apart),
        common=_common(untested, groups.a),
        shared=_shared(untested),
    )


def _asked(a: str, b: str) -> set[str]:
    """The fields that the groups were made by: to find them again would be no news."""
    fields = {part.partition("=")[0].strip() for text in (a, b) for part in folded(text).split(",")}
    return fields & {TraitForm.SEGMENT.value, TraitForm.PLAN.value}


def _counts(trait: Held, groups: _Groups) -> tuple[Count, Count]:
    return (
        Count(having=len(trait.who & groups.a), of=len(groups.a)),
        Count(having=len(trait.who & groups.b), of=len(groups.b)),
    )


def _tested(traits: Sequence[Held], groups: _Groups, accounts: Mapping[str, Account]) -> list[Difference]:
    """Every trait with its test, surest first."""
    counts = [_counts(trait, groups) for trait in traits]
    p_values = [fisher(*count) for count in counts]
    differences = [
        _difference(trait, groups, accounts, p, q)
        for trait, p, q in zip(traits, p_values, adjusted(p_values), strict=True)
    ]
    return sorted(
        differences,
        key=lambda difference: (
            difference.p_value,
            -abs(difference.gap),
            difference.trait.form,
            difference.trait.name,
        ),
    )


def _difference(
    trait: Held, groups: _Groups, accounts: Mapping[str, Account], p: float, q: float
) -> Difference:
    a, b = _counts(trait, groups)
    low, high = newcombe(a, b)
    return Difference(
        trait=trait.trait,
        a=a,
        b=b,
        low=round(low, 4),
        high=round(high, 4),
        p_value=round(p, 6),
        q_value=round(q, 6),
        quotes=_quotes(trait, groups, accounts),
    )


def _maybe(differences: Sequence[Difference], apart: Sequence[Difference]) -> tuple[Difference, ...]:
    rest = [difference for difference in differences if difference not in apart and difference.gap]
    return tuple(
        sorted(
            rest, key=lambda difference: (difference.p_value, -abs(difference.gap), difference.trait.name)
        )[:LISTED]
    )


def _common(differences: Sequence[Difference], group: frozenset[str]) -> tuple[Difference, ...]:
    """What most of the first group have and fewer of the second: the widest gaps, in the group's words."""
    most = [
        difference
        for difference in differences
        if difference.a.share >= HALF and difference.a.having > 1 and difference.gap > 0
    ]
    widest = _few_of_each(
        sorted(most, key=lambda difference: (-difference.gap, difference.trait.form, difference.trait.name))
    )
    return tuple(
        difference.model_copy(
            update={"quotes": tuple(quote for quote in difference.quotes if quote.account in group)}
        )
        for difference in widest
    )


def _shared(differences: Sequence[Difference]) -> tuple[Difference, ...]:
    """What most of both have: the commonest of each aspect."""
    both = [difference for difference in differences if min(difference.a.share, difference.b.share) >= HALF]
    order = sorted(
        both,
        key=lambda difference: (
            -(difference.a.having + difference.b.having),
            difference.trait.form,
            difference.trait.name,
        ),
    )
    return _few_of_each(order)


def _few_of_each(differences: Sequence[Difference]) -> tuple[Difference, ...]:
    """At most two of each aspect, aspect by aspect."""
    return tuple(
        difference
        for aspect in Aspect
        for difference in [difference for difference in differences if difference.trait.aspect is aspect][
            :OF_EACH
        ]
    )


def _quotes(trait: Held, groups: _Groups, accounts: Mapping[str, Account]) -> tuple[Evidence, ...]:
    """The strongest words of each group, one of each customer."""
    order = strongest(trait.said)
    chosen: list[Placed] = []
    for group in sorted(groups, key=lambda group: -len(trait.who & group) / max(1, len(group))):
        inside = [statement for statement in order if statement.account in group]
        chosen += one_each(inside, lambda statement: statement.account or "")[:QUOTES]
    return tuple(statement.evidence(accounts[statement.account or ""].name) for statement in chosen)
