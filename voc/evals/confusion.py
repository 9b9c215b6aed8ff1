"""What was taken for what, and every statement that was taken wrongly."""

from collections import Counter, defaultdict

from voc.evals.matching import confused
from voc.evals.shape import Miss
from voc.evals.sheets import Matched
from voc.types import Kind

MISSED = "missed"
NOTHING_THERE = "nothing there"


def misses(matched: Matched) -> tuple[Miss, ...]:
    """Missed, mistaken and invented statements, by document."""
    swapped = confused(matched.gold, matched.found, matched.pairs)
    settled = [*matched.pairs, *swapped]
    golds, founds = {pair.gold for pair in settled}, {pair.found for pair in settled}
    told = [_miss(matched, pair.gold, pair.found) for pair in swapped]
    told += [_miss(matched, at, None) for at in range(len(matched.gold)) if at not in golds]
    told += [_miss(matched, None, at) for at in range(len(matched.found)) if at not in founds]
    return tuple(
        sorted(told, key=lambda miss: (miss.document, miss.gold or "", miss.found or "", miss.quote))
    )


def _miss(matched: Matched, at_gold: int | None, at_found: int | None) -> Miss:
    gold = None if at_gold is None else matched.gold[at_gold]
    found = None if at_found is None else matched.found[at_found]
    either = gold or found
    if either is None:
        raise ValueError("a miss is of a gold or of a found statement")
    return Miss(
        document=either.document,
        week=either.week,
        quote=either.quote,
        gold=gold.kind if gold else None,
        found=found.kind if found else None,
        severity=either.severity,
        theme=gold.theme if gold else "",
        confidence=round(found.confidence, 4) if found else None,
    )


def confusion(matched: Matched, off: tuple[Miss, ...]) -> dict[str, dict[str, int]]:
    """Gold kinds by found kinds, in the kinds' order; the last row is what nobody labelled."""
    counts: Counter[tuple[str, str]] = Counter()
    for pair in matched.pairs:
        kind = matched.gold[pair.gold].kind.value
        counts[kind, kind] += 1
    for miss in off:
        counts[miss.gold or NOTHING_THERE, miss.found or MISSED] += 1
    rows: dict[str, dict[str, int]] = defaultdict(dict)
    for gold in (*Kind, NOTHING_THERE):
        for found in (*Kind, MISSED):
            if counts[gold, found]:
                rows[str(gold)][str(found)] = counts[gold, found]
    return dict(rows)
