"""The subject line says the news: what is complained of, by how many, and whether that is new."""

import re
from collections.abc import Iterator

from voc import weeks
from voc.render.phrases import percent
from voc.render.visible import clipped, in_line
from voc.render.width import columns
from voc.render.words import Words, words
from voc.reports.digest import Complaint, Digest

MOST = 110
TITLE = {"ja": 26, "en": 44}
PROJECT = 24
NOUN = re.compile(r"[\u3400-\u9fff\u30a0-\u30ff々A-Za-z0-9]\Z")


def subject(digest: Digest) -> str:
    """The subject line of the mail: as many of the top complaints as fit, the first one always."""
    say = words(digest.language)
    line = say("subject.head", project=_project(digest), days=_days(say, digest))
    news = _news(say, digest)
    line += next(news)
    for one in news:
        if columns(line + one) > MOST:
            break
        line += say("subject.joint") + one
    return in_line(line)


def _project(digest: Digest) -> str:
    name = clipped(digest.project, PROJECT)
    return f"{name} " if name else ""


def _days(say: Words, digest: Digest) -> str:
    first, last = weeks.span(digest.week)
    form = "subject.days_same" if first.month == last.month else "subject.days"
    return say(
        form,
        month=say(f"month_short.{first.month}"),
        first=first.day,
        last_month=say(f"month_short.{last.month}"),
        last=last.day,
    )


def _news(say: Words, digest: Digest) -> Iterator[str]:
    if not digest.ranked:
        yield say("subject.not_ranked", share=percent(say, digest.coverage.share))
    elif not digest.complaints:
        yield say("subject.unfinished" if digest.coverage.unfinished else "subject.none")
    for complaint in digest.complaints:
        yield _complaint(say, complaint, digest.week)


def _complaint(say: Words, complaint: Complaint, week: str) -> str:
    title = clipped(complaint.title, TITLE[say.language])
    form = "subject.noun" if NOUN.search(title) else "subject.clause"
    return say(form, title=title, customers=_customers(say, complaint), new=_new(say, complaint, week))


def _customers(say: Words, complaint: Complaint) -> str:
    companies = complaint.customers == len(complaint.hit.companies)
    return say.count("companies" if companies else "voters", complaint.customers)


def _new(say: Words, complaint: Complaint, week: str) -> str:
    return say("subject.new") if complaint.first_week == week else ""
