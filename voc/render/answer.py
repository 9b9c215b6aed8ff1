"""An answer in words, with the quotes it stands on by number, and as JSON."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from voc.render import machine
from voc.render.catalogue import Catalogue
from voc.render.document import Block, Doc, Line, Points, Section, paragraph
from voc.render.phrases import quote_blocks
from voc.reports.ask import Answer, AnswerSentence, FormCount


def document(answer: Answer, say: Catalogue) -> Doc:
    """What customers say, what others say against it, then the quotes; or that the data do not say."""
    return Doc(
        say.language,
        answer.question,
        say("font"),
        tuple(_sections(answer, say)),
        name="answer",
        subtitle=(say("answer.follows", question=answer.earlier),) if answer.earlier else (),
        lead=tuple(_said_by(answer, say)) if answer.answerable else (say("answer.none"),),
    )


def _said_by(answer: Answer, say: Catalogue) -> Iterator[str]:
    counts = [say(f"answer.form.{count.form}", n=count.customers, of=count.of) for count in answer.tallies]
    yield say("answer.said_by", counts=say("list_comma").join(counts))
    if answer.told_by_staff:
        yield say.count("answer.told_by_staff", answer.told_by_staff)


def _sections(answer: Answer, say: Catalogue) -> Iterator[Section]:
    if answer.sentences:
        yield Section("", (_points(answer.sentences, say),), "answer")
    if answer.contrary:
        blocks: tuple[Block, ...] = (paragraph(say("answer.contrary")), _points(answer.contrary, say))
        yield Section("", blocks, "contrary")
    if answer.citations:
        quotes = enumerate(quote_blocks(say, answer.citations), start=1)
        yield Section("", tuple(quote._replace(number=number) for number, quote in quotes), "quotes")


def _points(sentences: Sequence[AnswerSentence], say: Catalogue) -> Points:
    return Points(tuple(_line(sentence, say) for sentence in sentences), apart=True)


def _line(sentence: AnswerSentence, say: Catalogue) -> Line:
    marks = "".join(f"[{number}]" for number in sentence.cites)
    return Line(sentence.text, detail=f"{say.count('customers', sentence.customers)} {marks}")


def json(answer: Answer, say: Catalogue) -> str:
    """The answer as a JSON object."""
    sentences = (*answer.sentences, *answer.contrary)
    body = {
        "question": answer.question,
        "follows": answer.earlier,
        "answerable": answer.answerable,
        "answer": say("joint").join(sentence.text for sentence in sentences),
        "sentences": _rows(answer.sentences),
        "contrary": _rows(answer.contrary),
        "customers": _rows(answer.tallies),
        "told_by_staff": answer.told_by_staff,
        "citations": [machine.citation(quote) for quote in answer.citations],
    }
    return machine.dumped(body)


def _rows(parts: Iterable[AnswerSentence | FormCount]) -> list[dict[str, Any]]:
    return [part.model_dump(mode="json") for part in parts]
