"""A question over what customers said: an answer that cites their words, or 'not in the data'."""

from collections.abc import Callable, Sequence

from voc import claims
from voc.engines.base import AnswerAsk, AnswerDraft, Numbered, Statement
from voc.types import Evidence, Language, Value

Reply = Callable[[AnswerAsk], AnswerDraft]


class Said(Value):
    """One sentence of an answer."""

    text: str
    """The sentence."""

    cites: tuple[int, ...]
    """1-based places in the answer's citations."""


class Answer(Value):
    """What the passages say to a question."""

    question: str
    """As it was asked."""

    language: Language
    """The language of the answer."""

    answerable: bool
    """False when the data do not hold the answer; then nothing else is said."""

    sentences: tuple[Said, ...] = ()
    """The answer, sentence by sentence."""

    citations: tuple[Evidence, ...] = ()
    """The words it stands on, in order of first use."""

    dropped: int = 0
    """Drafted sentences that did not stand up to the passages."""

    @property
    def text(self) -> str:
        """The sentences as one text."""
        return ("" if self.language == "ja" else " ").join(said.text for said in self.sentences)


def build(*, question: str, language: Language, passages: Sequence[Evidence], reply: Reply) -> Answer:
    """Ask an engine, and keep the sentences that cite given passages and hold no other number.

    `passages` are the nearest customers' words, best first. When no sentence is left, the answer is that
    the data do not say.
    """
    numbered = tuple(_numbered(number, one) for number, one in enumerate(passages, start=1))
    draft = reply(AnswerAsk(question=question, language=language, passages=numbered))
    drafted = draft.statements if draft.answerable else ()
    kept = [statement for statement in drafted if _stands(statement, question, numbered)]
    dropped = len(drafted) - len(kept)
    if not kept:
        return Answer(question=question, language=language, answerable=False, dropped=dropped)
    cited = list(dict.fromkeys(number for statement in kept for number in statement.cites))
    return Answer(
        question=question,
        language=language,
        answerable=True,
        sentences=tuple(_said(statement, cited) for statement in kept),
        citations=tuple(passages[number - 1] for number in cited),
        dropped=dropped,
    )


def _numbered(number: int, one: Evidence) -> Numbered:
    who = " · ".join(part for part in (one.role, one.company or one.account) if part)
    return Numbered(number=number, text=one.text, who=who, week=one.week)


def _stands(statement: Statement, question: str, passages: Sequence[Numbered]) -> bool:
    cited = [passage for passage in passages if passage.number in statement.cites]
    facts: list[claims.Fact] = [
        question,
        *(f"{one.text} {one.who} {one.week}" for one in cited),
        1,
        len(cited),
    ]
    known = claims.citations_known(statement.cites, {passage.number for passage in passages})
    return known and bool(statement.text.strip()) and claims.numbers_known(statement.text, facts)


def _said(statement: Statement, cited: Sequence[int]) -> Said:
    places = tuple(cited.index(number) + 1 for number in dict.fromkeys(statement.cites))
    return Said(text=statement.text.strip(), cites=places)
