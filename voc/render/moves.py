"""How complaints stand and move in words: what is level, copied, back again, falling, and what a fix did."""

from voc.render.phrases import spelled
from voc.render.visible import clipped
from voc.render.words import Words
from voc.reports.digest import Complaint, Digest, Fix, State, Topic, Trend, Verdict

NAME = 60
TOLD_ELSEWHERE = {State.NEW}


def level(say: Words, complaint: Complaint) -> str:
    """'2 and 3 are level'; empty when the customers tell the ranks apart."""
    if not complaint.level:
        return ""
    *firsts, last = (say("move.rank", n=rank) for rank in sorted((complaint.rank, *complaint.level)))
    ranks = say("move.ranks", first=say("move.rank_joint").join(firsts), last=last)
    return say("move.level", ranks=ranks)


def copies(say: Words, heard: Complaint | Topic) -> str:
    """How many near-identical statements stand behind what counts once."""
    return say("between").join(
        say("move.copies", n=campaign.statements, customers=say.count("customers", campaign.customers))
        for campaign in heard.campaigns[:2]
    )


def state(say: Words, complaint: Complaint, digest: Digest) -> str:
    """Whether it moves; empty where nothing was tested, or where it is said to be new."""
    if not digest.trends_tested or complaint.state in TOLD_ELSEWHERE:
        return ""
    return say(f"state.{complaint.state.value}")


def counted(say: Words, trend: Trend) -> str:
    """Customers and what was to be expected, in a week or over several."""
    customers, expected = say.count("customers", trend.customers), f"{trend.expected:.1f}"
    if trend.state is State.BACK:
        return say("move.again", customers=customers, expected=expected)
    if trend.weeks == 1:
        return say("fact.expected", customers=customers, expected=expected)
    return say("move.weeks", customers=customers, expected=expected, weeks=trend.weeks)


def released(say: Words, fix: Fix) -> str:
    """What was released, and for what."""
    about = fix.theme.title if fix.theme else say("list_comma").join(fix.words)
    names = (clipped(part, NAME) for part in (fix.note, about) if part)
    return say("between").join(names) or say("fix.untitled")


def verdict(say: Words, fix: Fix) -> str:
    """Whether it helped, and the figures behind that."""
    parts = [say(f"fix.{fix.verdict.value}")]
    if fix.verdict is not Verdict.UNHEARD and fix.after.weeks:
        before, after = (f"{rate.per_hundred:.1f}" for rate in (fix.before, fix.after))
        form = "fix.rates_one" if fix.after.weeks == 1 else "fix.rates"
        parts.append(say(form, before=before, after=after, weeks=fix.after.weeks))
    parts.append(say("fix.released", date=spelled(say, fix.date)))
    return say("between").join(parts)
