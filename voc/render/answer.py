"""An answer as text and as JSON."""

from collections.abc import Iterator, Sequence
from typing import Any

from voc.render import machine
from voc.render.catalogue import Catalogue, catalogue
from voc.render.display import in_line, wrapped
from voc.render.phrases import quote_blocks
from voc.render.text import WIDE, quote_lines
from voc.reports.ask import Answer, AnswerSentence


def text(answer: Answer) -> str:
    """The answer with the numbers of its quotes, then the quotes; or that the data do not say."""
    say = catalogue(answer.language)
    lines = _answered(answer, say) if answer.answerable else wrapped(say("answer.none"), WIDE)
    return "\n".join([*_follow_up(answer, say), *lines]) + "\n"


def json(answer: Answer) -> str:
    """The answer as a JSON object."""
    body = {
        "question": answer.question,
        "follows": answer.earlier,
        "answerable": answer.answerable,
        "answer": answer.text,
        "sentences": [_sentence(one) for one in answer.sentences],
        "contrary": [_sentence(one) for one in answer.contrary],
        "customers": [
            {"form": one.form.value, "customers": one.customers, "of": one.of} for one in answer.tallies
        ],
        "told_by_staff": answer.told_by_staff,
        "citations": [machine.citation(one) for one in answer.citations],
    }
    return machine.dumped(body)


def _sentence(one: AnswerSentence) -> dict[str, Any]:
    return {"text": one.text, "cites": list(one.cites), "customers": one.customers}


def _follow_up(answer: Answer, say: Catalogue) -> Iterator[str]:
    if answer.earlier:
        yield from wrapped(say("answer.follows", question=in_line(answer.earlier)), WIDE)
        yield ""


def _answered(answer: Answer, say: Catalogue) -> Iterator[str]:
    counts = [say(f"answer.form.{one.form}", n=one.customers, of=one.of) for one in answer.tallies]
    yield from wrapped(say("answer.said_by", counts=say("list_comma").join(counts)), WIDE)
    if answer.told_by_staff:
        yield from wrapped(say.count("answer.told_by_staff", answer.told_by_staff), WIDE)
    yield from _listed(answer.sentences, say)
    if answer.contrary:
        yield ""
        yield from wrapped(say("answer.contrary"), WIDE)
        yield from _listed(answer.contrary, say)
    for number, quote in enumerate(quote_blocks(say, answer.citations), start=1):
        yield ""
        yield f"[{number}]"
        yield from quote_lines(quote, "  ")


def _listed(sentences: Sequence[AnswerSentence], say: Catalogue) -> Iterator[str]:
    for one in sentences:
        yield ""
        marks = "".join(f"[{number}]" for number in one.cites)
        yield from wrapped(in_line(one.text), WIDE, "- ", "  ")
        yield from wrapped(f"{say.count('customers', one.customers)} {marks}", WIDE, "  ", "  ")
