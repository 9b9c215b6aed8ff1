"""The top three of a digest in words: counts, weeks, what is known of them, quotes, and how they move."""

from collections.abc import Iterator

from voc import weeks
from voc.render.catalogue import Catalogue
from voc.render.display import clipped
from voc.render.document import Bars, FactLine, Facts, Item, Note, Paragraph, Tag, Tone, WeekBar
from voc.render.phrases import money, percent, quote_blocks, shares, spelled
from voc.reports.digest import Complaint, Digest, Fix, Hit, Topic, Trend, TrendState, Verdict

SURE = ((0.95, "almost"), (0.75, "likely"), (0.5, "probably"), (0.0, "perhaps"))
NEWS = {TrendState.NEW, TrendState.RISING, TrendState.FALLING, TrendState.BACK}
TIES_NAMED = 2
COMPANIES_NAMED = 3
TITLE = 120
NAME = 40


def entry(say: Catalogue, complaint: Complaint, digest: Digest) -> Item:
    """One of the top three."""
    most = max(other.customers for other in digest.complaints)
    known = ((key, text) for key, text in _facts(say, complaint, digest) if text)
    return Item(
        clipped(say.title(complaint.title), TITLE),
        (
            _bars(say, complaint, digest),
            Facts(tuple(FactLine(say(f"label.{key}"), text) for key, text in known)),
            *_written(say, say.sentences(complaint.summary)),
            *quote_blocks(say, complaint.quotes, year=False, links=digest.links),
            *(Note(look, say("label.look"), "hint") for look in _written(say, say.sentences(complaint.look))),
        ),
        mark=f"{complaint.rank}.",
        bar=complaint.customers / most,
        tags=tuple(tag for tag in _tags(say, complaint, digest.week) if tag.text),
    )


def _written(say: Catalogue, sentences: tuple[str, ...]) -> tuple[Paragraph, ...]:
    return (Paragraph(sentences, say("joint")),) if sentences else ()


def _tags(say: Catalogue, complaint: Complaint, week: str) -> Iterator[Tag]:
    yield Tag(say.count("customers", complaint.customers), "strong")
    yield Tag(say.count("mentions", complaint.mentions))
    yield Tag(say("fact.told_by_staff", n=complaint.told_by_staff) if complaint.told_by_staff else "")
    yield Tag(_change(say, complaint, week), _direction(complaint))
    yield Tag(_badge(say, complaint, week), "news")


def _facts(say: Catalogue, complaint: Complaint, digest: Digest) -> Iterator[tuple[str, str]]:
    yield "who", _who(say, complaint)
    yield "companies", _companies(say, complaint.hit)
    yield "revenue", _revenue(say, complaint.hit, digest.currency)
    yield "since", _since(say, complaint, digest.week)
    yield "severity", say("fact.severity", n=complaint.severity, word=say(f"severity.{complaint.severity}"))
    yield "certainty", _certainty(say, complaint, digest)
    yield "trend", state(say, complaint, digest)
    yield "copies", copies(say, complaint)
    yield "teams", say("list_comma").join(complaint.teams)


def _who(say: Catalogue, complaint: Complaint) -> str:
    parts = (shares(say, complaint.segments, NAME), shares(say, complaint.roles, NAME))
    return say("beside").join(part for part in parts if part)


def _companies(say: Catalogue, hit: Hit) -> str:
    names = say("list_comma").join(clipped(name, NAME) for name in hit.companies[:COMPANIES_NAMED])
    more = len(hit.companies) - COMPANIES_NAMED
    return say("fact.and_more", names=names, n=more) if more > 0 else names


def _revenue(say: Catalogue, hit: Hit, currency: str) -> str:
    if hit.revenue is None:
        return ""
    amount, every = money(hit.revenue, currency), len(hit.companies)
    if every == 1:
        return say("fact.paid_one", amount=amount)
    if hit.priced == every:
        return say("fact.paid", amount=amount, n=every)
    return say("fact.paid_of", amount=amount, n=hit.priced, all=every)


def _since(say: Catalogue, complaint: Complaint, week: str) -> str:
    if complaint.first_week == week:
        return say("fact.since_now")
    monday = spelled(say, weeks.span(complaint.first_week).first, "day")
    return say("fact.since", day=monday, week=complaint.first_week)


def _badge(say: Catalogue, complaint: Complaint, week: str) -> str:
    """What is news of it, if anything is."""
    if complaint.first_week == week:
        return say("badge.new")
    return say(f"badge.{complaint.state.value}") if complaint.state in NEWS else ""


def _change(say: Catalogue, complaint: Complaint, week: str) -> str:
    if complaint.first_week == week:
        return say("change.new")
    if complaint.change is None:
        return say("change.unknown")
    return say(f"change.{_direction(complaint)}", n=abs(complaint.change))


def _direction(complaint: Complaint) -> Tone:
    if not complaint.change:
        return "same"
    return "up" if complaint.change > 0 else "down"


def _certainty(say: Catalogue, complaint: Complaint, digest: Digest) -> str:
    how = next(key for least, key in SURE if complaint.certainty >= least)
    sure = say("fact.certainty", how=say(f"sure.{how}"), share=percent(say, complaint.certainty))
    parts = (sure, level(say, complaint), _tied(say, complaint, digest))
    return say("between").join(part for part in parts if part)


def _tied(say: Catalogue, complaint: Complaint, digest: Digest) -> str:
    """Themes that did not get into the top three though as many customers spoke of them."""
    printed = {complaint.theme for complaint in digest.complaints}
    others = [tie for tie in complaint.ties if tie.theme not in printed]
    if not others:
        return ""
    if len(others) > TIES_NAMED:
        return say("fact.tied_many", n=len(others))
    titles = (say("fact.title", title=clipped(say.title(tie.title), NAME)) for tie in others)
    return say("fact.tied", titles=say("list_comma").join(titles))


def _bars(say: Catalogue, complaint: Complaint, digest: Digest) -> Bars:
    """The weeks on one scale for all complaints, so that a tall bar is many customers on each of them."""
    points = [point.customers for other in digest.complaints for point in other.history]
    most = max(points, default=0) or 1
    bars = (
        WeekBar(point.week, point.week.partition("-")[2], point.customers, point.customers / most)
        for point in complaint.history
    )
    return Bars(tuple(bars), say("label.history", n=len(complaint.history)))


RELEASE = 60
TOLD_ELSEWHERE = {TrendState.NEW}


def level(say: Catalogue, complaint: Complaint) -> str:
    """'2 and 3 are level'; empty when the customers tell the ranks apart."""
    if not complaint.level:
        return ""
    *firsts, last = (say("move.rank", n=rank) for rank in sorted((complaint.rank, *complaint.level)))
    ranks = say("move.ranks", first=say("move.rank_joint").join(firsts), last=last)
    return say("move.level", ranks=ranks)


def copies(say: Catalogue, heard: Complaint | Topic) -> str:
    """How many near-identical statements stand behind what counts once."""
    return say("between").join(
        say("move.copies", n=campaign.statements, customers=say.count("customers", campaign.customers))
        for campaign in heard.campaigns[:2]
    )


def state(say: Catalogue, complaint: Complaint, digest: Digest) -> str:
    """Whether it moves; empty where nothing was tested, or where it is said to be new."""
    if not digest.trends_tested or complaint.state in TOLD_ELSEWHERE:
        return ""
    return say(f"state.{complaint.state.value}")


def counted(say: Catalogue, trend: Trend) -> str:
    """Customers and what was to be expected, in a week or over several."""
    customers, expected = say.count("customers", trend.customers), f"{trend.expected:.1f}"
    if trend.state is TrendState.BACK:
        return say("move.again", customers=customers, expected=expected)
    if trend.weeks == 1:
        return say("fact.expected", customers=customers, expected=expected)
    return say("move.weeks", customers=customers, expected=expected, weeks=trend.weeks, n=trend.weeks)


def released(say: Catalogue, fix: Fix) -> str:
    """What was released, and for what."""
    about = say.title(fix.theme.title) if fix.theme else say("list_comma").join(fix.words)
    names = (clipped(part, RELEASE) for part in (fix.note, about) if part)
    return say("between").join(names) or say("fix.untitled")


def verdict(say: Catalogue, fix: Fix) -> str:
    """Whether it helped, and the figures behind that."""
    parts = [say(f"fix.{fix.verdict.value}")]
    if fix.verdict is not Verdict.UNHEARD and fix.after.weeks:
        before, after = (f"{rate.per_hundred:.1f}" for rate in (fix.before, fix.after))
        form = "fix.rates_one" if fix.after.weeks == 1 else "fix.rates"
        parts.append(say(form, before=before, after=after, weeks=fix.after.weeks))
    parts.append(say("fix.released", date=spelled(say, fix.date)))
    return say("between").join(parts)
