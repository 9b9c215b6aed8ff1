"""The sentences that the local engine makes of facts and quotes in English."""

from collections.abc import Sequence

from voc.locale.topics.prose import Prose, ThemeWeek
from voc.types.value import Kind

HINTS = {
    "speed": "Timing the screen with the data of a large customer is a good place to start.",
    "reliability": (
        "Matching logs and error reports with the times these customers name is a good place to start."
    ),
    "data": "Following one record from its source to the screen would show where it goes wrong.",
    "io": "Asking for one failing file and checking its columns and encoding is a good place to start.",
    "notify": "Comparing what was sent with what arrived, and when, would show where notices go astray.",
    "account": "Splitting failed log-ins by method of sign-in is a good place to start.",
    "ui": "Watching one of these customers at work would show where they get stuck.",
    "docs": "Checking what people search for, and how old those pages are, is a good place to start.",
    "support": "Looking at the time to a first real answer, channel by channel, is a good place to start.",
    "price": "It is worth reading apart who minds the amount and who minds how or when it was told.",
    "billing": "Laying one bill beside what was agreed is a good place to start.",
    "integration": (
        "Reading what passed between the two systems at the time of a failure is a good place to start."
    ),
    "print": "Getting one printed sample and repeating it with the same settings is a good place to start.",
    "calendar": "Repeating one real case with its settings and times is a good place to start.",
    "mobile": "Sorting the cases by device and version would show when it happens.",
    "delivery": "Tracing one of these parcels from order to door is a good place to start.",
}
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
    hints=HINTS,
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
