"""The questions that keep coming in words, and as JSON. Staff's words are marked as theirs."""

from collections.abc import Iterator

from voc.render import machine
from voc.render.catalogue import Catalogue
from voc.render.display import clipped
from voc.render.document import Block, Doc, Item, Line, Note, Points, Section, Tag, paragraph
from voc.render.phrases import quote_blocks, spelled
from voc.reports.faq import Faq, FaqQuestion, FaqTopic, StaffAnswer

ASKED, LONG = 2, 300


def document(faq: Faq, say: Catalogue) -> Doc:
    """A section a topic, an entry a question; what is left out and how it was made at the foot."""
    return Doc(
        say.language,
        say("faq.title"),
        say("font"),
        tuple(_topic(say, topic) for topic in faq.topics),
        name="faq",
        project=faq.project,
        foot=Section("", tuple(paragraph(note) for note in _notes(say, faq))),
    )


def _topic(say: Catalogue, topic: FaqTopic) -> Section:
    counts = (say.count("customers", topic.customers), say.count("mentions", topic.mentions))
    questions = (_question(say, question) for question in topic.questions)
    return Section(say.title(topic.title), (paragraph(say("between").join(counts)), *questions))


def _question(say: Catalogue, question: FaqQuestion) -> Item:
    first, *others = quote_blocks(say, question.citations[:ASKED], most=LONG)
    tags = (Tag(say.count("customers", question.customers)), Tag(first.by))
    also = (Points((Line(say("faq.also"), tuple(others)),)),) if others else ()
    blocks: tuple[Block, ...] = (*also, _answer(say, question.answer))
    return Item(first.words, blocks, mark="Q.", tags=tags)


def _answer(say: Catalogue, answer: StaffAnswer | None) -> Note:
    if answer is None:
        return Note(paragraph(say("faq.unanswered")))
    by = [say("faq.staff_words"), answer.document, spelled(say, answer.created_at)]
    if answer.answered > 1:
        by.append(say("faq.given", n=answer.given, of=answer.answered))
    return Note(paragraph(answer.text), say("faq.staff"), "staff", say("between").join(by))


def _notes(say: Catalogue, faq: Faq) -> Iterator[str]:
    if not faq.topics:
        yield say("faq.none", n=faq.fewest)
    if faq.left_out:
        yield say(f"faq.left_{'one' if faq.left_out == 1 else 'other'}", n=faq.left_out, fewest=faq.fewest)
    if faq.unanswered:
        yield say(f"faq.open_{'one' if faq.unanswered == 1 else 'other'}", n=faq.unanswered)
    if faq.topics:
        yield say("faq.how")


def json(faq: Faq, say: Catalogue) -> str:
    """The list as other programs read it."""
    body = {
        "project": faq.project,
        "language": say.language,
        "fewest_customers": faq.fewest,
        "left_out": faq.left_out,
        "topics": [
            {
                "theme": topic.theme,
                "title": say.title(topic.title),
                "customers": topic.customers,
                "mentions": topic.mentions,
                "questions": [_row(question) for question in topic.questions],
            }
            for topic in faq.topics
        ],
    }
    return machine.dumped(body)


def _row(question: FaqQuestion) -> dict[str, object]:
    answer = question.answer
    return {
        "question": clipped(question.text, LONG),
        "customers": question.customers,
        "mentions": question.mentions,
        "citations": [machine.citation(quote) for quote in question.citations],
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
