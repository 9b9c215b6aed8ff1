"""An answer as text and as JSON."""

from collections.abc import Iterator

from voc.render import machine
from voc.render.phrases import said
from voc.render.text import WIDE, quote_lines
from voc.render.visible import in_line
from voc.render.width import wrapped
from voc.render.words import words
from voc.reports.ask import Answer


def text(answer: Answer) -> str:
    """The answer with the numbers of its quotes, then the quotes; or that the data do not say."""
    lines = _answered(answer) if answer.answerable else wrapped(words(answer.language)("answer.none"), WIDE)
    return "\n".join(lines) + "\n"


def json(answer: Answer) -> str:
    """The answer as a JSON object."""
    body = {
        "question": answer.question,
        "answerable": answer.answerable,
        "answer": answer.text,
        "sentences": [{"text": one.text, "cites": list(one.cites)} for one in answer.sentences],
        "citations": [machine.citation(one) for one in answer.citations],
    }
    return machine.dumped(body)


def _answered(answer: Answer) -> Iterator[str]:
    say = words(answer.language)
    for sentence in answer.sentences:
        marks = "".join(f"[{number}]" for number in sentence.cites)
        yield from wrapped(f"{in_line(sentence.text)} {marks}", WIDE)
    for number, quote in enumerate(said(say, answer.citations), start=1):
        yield ""
        yield f"[{number}]"
        yield from quote_lines(quote, say("quote_open"), say("quote_close"), "  ")
