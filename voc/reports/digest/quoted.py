"""Which of the customers' statements are quoted."""

from collections.abc import Iterable, Mapping

from voc.types import Account, Evidence, Placed

QUOTES = 3
FEWEST = 2
READABLE = 220


def quoted(
    said: Iterable[Placed], accounts: Mapping[str, Account], most: int = QUOTES
) -> tuple[Evidence, ...]:
    """The strongest statements, of as many customers as there are, and no words twice.

    One customer alone is quoted twice, when there is more to quote.
    """
    different = {one.finding.quote.text: one for one in sorted(said, key=_strength, reverse=True)}
    ordered = sorted(different.values(), key=_strength)
    firsts = {one.customer: one for one in reversed(ordered)}
    voices = [one for one in ordered if firsts[one.customer] is one]
    more = [one for one in ordered if firsts[one.customer] is not one][: max(0, FEWEST - len(voices))]
    return tuple(one.evidence(_company(one, accounts)) for one in (voices + more)[:most])


def _company(one: Placed, accounts: Mapping[str, Account]) -> str | None:
    account = accounts.get(one.account or "")
    return account.name if account else None


def _strength(one: Placed) -> tuple[bool, float, float, str]:
    """Short enough to be read first, then severe and sure, then early."""
    finding = one.finding
    weight = -round(finding.severity * finding.confidence, 3)
    return (len(finding.quote.text) > READABLE, weight, one.created_at.timestamp(), finding.id)
