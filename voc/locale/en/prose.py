"""The sentences that the local engine makes of facts and quotes in English."""

from collections.abc import Sequence

from voc.locale.topics.prose import Prose, ThemeWeek
from voc.types.value import Kind

OPENING = {
    Kind.PAIN: "ran into this",
    Kind.NEED: "have this need",
    Kind.PURCHASE_REASON: "gave this as a reason to buy",
    Kind.CHURN_SIGNAL: "gave signs of leaving over this",
    Kind.REQUEST: "asked for this",
    Kind.PRAISE: "praised this",
    Kind.QUESTION: "asked about this",
}


def how_many(week: ThemeWeek) -> str:
    """Slow: 3 customers ran into this this week, in 4 mentions (last week: 1)."""
    customers = "customer" if week.customers == 1 else "customers"
    mentions = "mention" if week.mentions == 1 else "mentions"
    text = f"{week.customers} {customers} {OPENING[week.kind]} this week, in {week.mentions} {mentions}"
    before = "" if week.customers_before is None else f" (last week: {week.customers_before})"
    return f"{week.title}: {text}{before}."


def since(week: ThemeWeek) -> str:
    """First heard in 2026-W40; more customers than last week."""
    return (
        "It was first heard this week." if week.new else f"First heard in {week.first_week}{_change(week)}."
    )


def _change(week: ThemeWeek) -> str:
    if week.customers_before is None:
        return ""
    if week.customers > week.customers_before:
        return "; more customers than last week"
    fewer = week.customers < week.customers_before
    return "; fewer customers than last week" if fewer else "; as many as last week"


def roles(names: Sequence[str]) -> str:
    """Those who speak are mostly: store manager."""
    listed = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    return f"Those who speak are mostly: {listed}."


def answer(title: str, who: str, quote: str) -> str:
    """Slow: a store manager said what stands in the quote."""
    text = f"{who or 'one customer'} said “{quote}”."
    return f"{title}: {text}" if title else text[:1].upper() + text[1:]


CONTENT = Prose(
    how_many=how_many,
    since=since,
    roles=roles,
    answer=answer,
    dealing="{role}, dealing with {thing}",
    shortest=14,
    best=80,
    phrase=range(15, 90),
    lead=(
        r"um|uh|er|erm|oh|well|yeah|yes|no|i mean|you know|honestly|"
        r"so|and|but|right|okay"
    ),
)
