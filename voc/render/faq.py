"""The questions that keep coming: as Markdown, text, HTML and JSON. Staff's words are marked as theirs."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from voc.render import machine, sheets
from voc.render.catalogue import Catalogue, catalogue
from voc.render.display import clipped, columns, in_line, wrapped
from voc.render.document import QuoteBlock
from voc.render.phrases import quote_blocks, spelled
from voc.render.text import WIDE
from voc.reports.faq import Faq, FaqQuestion, FaqTopic, StaffAnswer

ASKED, LONG = 2, 300


class AnswerShown(NamedTuple):
    """Staff's words, and where they stand."""

    text: str
    by: str


class QuestionShown(NamedTuple):
    """A question with its answer."""

    text: str
    by: str
    counts: str
    also: tuple[QuoteBlock, ...]
    answer: AnswerShown | None


class TopicShown(NamedTuple):
    """Questions under one heading."""

    title: str
    counts: str
    questions: tuple[QuestionShown, ...]


class FaqSheet(NamedTuple):
    """The whole page."""

    language: str
    font: str
    project: str
    title: str
    topics: tuple[TopicShown, ...]
    notes: tuple[str, ...]
    staff: str
    unanswered: str
    also: str
    quote_open: str
    quote_close: str


def sheet(faq: Faq) -> FaqSheet:
    """The page of the list."""
    say = catalogue(faq.language)
    return FaqSheet(
        language=faq.language,
        font=say("font"),
        project=faq.project,
        title=say("faq.title"),
        topics=tuple(_topic(say, topic) for topic in faq.topics),
        notes=tuple(_notes(say, faq)),
        staff=say("faq.staff"),
        unanswered=say("faq.unanswered"),
        also=say("faq.also"),
        quote_open=say("quote_open"),
        quote_close=say("quote_close"),
    )


def _topic(say: Catalogue, topic: FaqTopic) -> TopicShown:
    counts = (say.count("customers", topic.customers), say.count("mentions", topic.mentions))
    return TopicShown(
        topic.title, say("between").join(counts), tuple(_question(say, one) for one in topic.questions)
    )


def _question(say: Catalogue, question: FaqQuestion) -> QuestionShown:
    first, *others = quote_blocks(say, question.citations[:ASKED], most=LONG)
    counts = say.count("customers", question.customers)
    answer = _answer(say, question.answer) if question.answer else None
    return QuestionShown(first.text, first.by, counts, tuple(others), answer)


def _answer(say: Catalogue, answer: StaffAnswer) -> AnswerShown:
    day = spelled(say, answer.created_at)
    parts = [say("faq.staff_words"), answer.document, day]
    if answer.answered > 1:
        parts.append(say("faq.given", n=answer.given, of=answer.answered))
    return AnswerShown(in_line(answer.text), say("between").join(parts))


def _notes(say: Catalogue, faq: Faq) -> Iterator[str]:
    if not faq.topics:
        yield say("faq.none", n=faq.fewest)
    if faq.left_out:
        yield say(f"faq.left_{'one' if faq.left_out == 1 else 'other'}", n=faq.left_out, fewest=faq.fewest)
    if faq.unanswered:
        yield say(f"faq.open_{'one' if faq.unanswered == 1 else 'other'}", n=faq.unanswered)
    if faq.topics:
        yield say("faq.how")


def writers(faq: Faq) -> Mapping[str, Callable[[], str]]:
    """What writes each form."""
    return {
        "text": lambda: text(faq),
        "markdown": lambda: sheets.markdown("faq.md", page=sheet(faq)),
        "html": lambda: sheets.html("faq.html", page=sheet(faq)),
        "json": lambda: machine.dumped(body(faq)),
    }


def text(faq: Faq) -> str:
    """The list as plain text."""
    return "\n".join(_text(sheet(faq))) + "\n"


def _text(page: FaqSheet) -> Iterator[str]:
    yield from wrapped(in_line(" - ".join(part for part in (page.project, page.title) if part)), WIDE)
    for topic in page.topics:
        title = in_line(topic.title)
        yield ""
        yield from wrapped(title, WIDE)
        yield "-" * min(WIDE, columns(title))
        yield topic.counts
        for question in topic.questions:
            yield from _lines(page, question)
    yield ""
    for note in page.notes:
        yield from wrapped(note, WIDE)


def _lines(page: FaqSheet, question: QuestionShown) -> Iterator[str]:
    yield ""
    quoted = f"{page.quote_open}{in_line(question.text)}{page.quote_close}"
    yield from wrapped(f"{quoted} [{question.counts}]", WIDE, "Q. ", "   ")
    yield from wrapped(in_line(question.by), WIDE, "   - ", "     ")
    if question.answer is None:
        yield from wrapped(page.unanswered, WIDE, "A. ", "   ")
        return
    yield from wrapped(question.answer.text, WIDE, "A. ", "   ")
    yield from wrapped(in_line(question.answer.by), WIDE, "   - ", "     ")


def body(faq: Faq) -> dict[str, object]:
    """The list as other programs read it."""
    return {
        "project": faq.project,
        "language": faq.language,
        "fewest_customers": faq.fewest,
        "left_out": faq.left_out,
        "topics": [
            {
                "theme": topic.theme,
                "title": topic.title,
                "customers": topic.customers,
                "mentions": topic.mentions,
                "questions": [_row(question) for question in topic.questions],
            }
            for topic in faq.topics
        ],
    }


def _row(question: FaqQuestion) -> dict[str, object]:
    answer = question.answer
    return {
        "question": clipped(question.text, LONG),
        "customers": question.customers,
        "mentions": question.mentions,
        "citations": [machine.citation(one) for one in question.citations],
        "answer": answer
        and {
            "text": answer.text,
            "side": "staff",
            "document": answer.document,
            "source": answer.source,
            "start": answer.start,
            "end": answer.end,
            "created_at": answer.created_at.isoformat(),
            "given": answer.given,
            "answered": answer.answered,
        },
    }
