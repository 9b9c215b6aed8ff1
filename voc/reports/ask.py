"""A question over what customers said: an answer that cites their words, or 'not in the data'.

The engine points at passages; here its sentences are checked, the quotes are cut to the sentences that
matter, and customers are counted.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pydantic import Field

from voc import claims
from voc.engines.base import AnswerAsk, Engine, Numbered, Statement
from voc.engines.focus import About, focus, question_terms, text_terms
from voc.lexicon import Lexicon
from voc.types import Evidence, Form, Kind, Language, Share, Value


class Respondent(NamedTuple):
    """A customer, and the form of document it spoke in."""

    form: Form
    customer: str


class AnswerPassage(Value):
    """A passage that may answer the question."""

    evidence: Evidence
    """The customer's words."""

    voice: Respondent
    """Whose they are."""

    kind: Kind | None = None
    """What the nearest finding in them is."""

    theme: str = ""
    """The id of that finding's theme."""

    reply_to: str = ""
    """The question or text that it answers, or the subject: context, never quoted."""


class Audience(Value):
    """Who spoke at all, and who of them speaks of which theme."""

    customers: Mapping[Form, int] = Field(default_factory=dict)
    """How many customers spoke in each form of document."""

    themes: Mapping[str, frozenset[Respondent]] = Field(default_factory=dict)
    """Who speaks of a theme, by its id."""

    titles: Mapping[str, str] = Field(default_factory=dict)
    """The themes' titles in the language of the answer."""

    reports: Mapping[str, frozenset[str]] = Field(default_factory=dict)
    """The documents in which staff report customers on a theme, by its id."""


class AnswerSentence(Value):
    """One sentence of an answer."""

    text: str
    """The sentence."""

    cites: tuple[int, ...]
    """1-based places in the answer's citations."""

    customers: int = 0
    """How many customers say so."""


class FormCount(Value):
    """How many customers say what the answer says, of how many who could have."""

    form: Form
    """The form of document they spoke in."""

    customers: int
    """Those who say so."""

    of: int
    """All who spoke in this form."""


class Answer(Value):
    """What the passages say to a question."""

    question: str
    """As it was asked."""

    earlier: str = ""
    """The question before, when this one follows it up."""

    answerable: bool
    """False when the data do not hold the answer; then nothing else is said."""

    sentences: tuple[AnswerSentence, ...] = ()
    """The answer, sentence by sentence."""

    contrary: tuple[AnswerSentence, ...] = ()
    """What other customers say against it."""

    tallies: tuple[FormCount, ...] = ()
    """How many customers stand behind the sentences, by form of document."""

    citations: tuple[Evidence, ...] = ()
    """The words it stands on, in order of first use."""

    told_by_staff: int = 0
    """How many documents hold staff's reports on the same themes; they are neither quoted nor counted."""

    dropped: int = 0
    """Drafted sentences that did not stand up to the passages."""


class Question(NamedTuple):
    """What is asked, and how likely it is that the passages know."""

    text: str
    language: Language
    earlier: str = ""
    support: Share = 1.0


SILENCE = Audience()


def build(
    question: Question,
    passages: Sequence[AnswerPassage],
    engine: Engine,
    lexicon: Lexicon,
    audience: Audience = SILENCE,
) -> Answer:
    """Ask an engine, and keep the sentences that cite given passages and hold no other number.

    `passages` are the nearest customers' words, best first; the project's `lexicon` tells which of their
    sentences to quote. When no sentence is left, the answer is that the data do not say.
    """
    ask = AnswerAsk(
        question=question.text,
        language=question.language,
        passages=tuple(_numbered(number, passage) for number, passage in enumerate(passages, start=1)),
        earlier=question.earlier,
        support=question.support,
        themes=audience.titles,
    )
    draft = engine.answer(ask)
    drafted = draft.statements if draft.answerable else ()
    supporting = [statement for statement in drafted if _stands(statement, ask)]
    contrary = [statement for statement in draft.contrary if _stands(statement, ask)] if supporting else []
    answer = Answer(
        question=question.text,
        earlier=question.earlier,
        answerable=bool(supporting),
        dropped=len(drafted) - len(supporting),
    )
    if not supporting:
        return answer
    checked = _Checked(supporting, contrary, passages, lexicon)
    return _with_statements(answer, checked, audience)


class _Checked(NamedTuple):
    """The statements that stood the check, and what they are quoted from."""

    supporting: Sequence[Statement]
    contrary: Sequence[Statement]
    passages: Sequence[AnswerPassage]
    lexicon: Lexicon


def _with_statements(answer: Answer, checked: _Checked, audience: Audience) -> Answer:
    everything = (*checked.supporting, *checked.contrary)
    voices = {sentence: _voices(sentence, checked.passages, audience) for sentence in everything}
    about = f"{answer.earlier}\n{answer.question}"
    cited = dict.fromkeys(number for sentence in everything for number in sentence.cites)
    quoted = {number: _quoted(number, about, checked) for number in cited}
    shown = list(dict.fromkeys(quoted.values()))
    places = {number: shown.index(quote) + 1 for number, quote in quoted.items()}
    return answer.model_copy(
        update={
            "sentences": tuple(_said(sentence, places, voices[sentence]) for sentence in checked.supporting),
            "contrary": tuple(_said(sentence, places, voices[sentence]) for sentence in checked.contrary),
            "tallies": _tallies((voices[sentence] for sentence in checked.supporting), audience),
            "citations": tuple(shown),
            "told_by_staff": len(_reports(everything, checked.passages, audience)),
        }
    )


def _numbered(number: int, passage: AnswerPassage) -> Numbered:
    quote = passage.evidence
    who = " · ".join(part for part in (quote.role, quote.company or quote.account) if part)
    return Numbered(
        number=number,
        text=quote.text,
        kind=passage.kind,
        who=who,
        week=quote.week,
        theme=passage.theme,
        reply_to=passage.reply_to,
    )


def _stands(statement: Statement, ask: AnswerAsk) -> bool:
    cited = [passage for passage in ask.passages if passage.number in statement.cites]
    facts: list[claims.Fact] = [
        f"{ask.earlier} {ask.question}",
        *(f"{quote.text} {quote.who} {quote.week} {ask.themes.get(quote.theme, '')}" for quote in cited),
        1,
        len(cited),
    ]
    known = claims.citations_known(statement.cites, {passage.number for passage in ask.passages})
    return known and bool(statement.text.strip()) and claims.numbers_known(statement.text, facts)


def _voices(
    statement: Statement, passages: Sequence[AnswerPassage], audience: Audience
) -> frozenset[Respondent]:
    """Whose words a sentence stands on: those cited, and all of its theme when it is about that theme."""
    cited = frozenset(passages[number - 1].voice for number in statement.cites)
    return cited | audience.themes.get(statement.theme, frozenset())


def _reports(
    statements: Iterable[Statement], passages: Sequence[AnswerPassage], audience: Audience
) -> frozenset[str]:
    """Staff's reports on the themes that an answer and its quotes are of."""
    sentences = list(statements)
    themes = {sentence.theme for sentence in sentences} | {
        passages[number - 1].theme for sentence in sentences for number in sentence.cites
    }
    return frozenset[str]().union(*(audience.reports.get(theme, frozenset()) for theme in themes))


def _said(statement: Statement, places: Mapping[int, int], voices: frozenset[Respondent]) -> AnswerSentence:
    cites = tuple(dict.fromkeys(places[number] for number in statement.cites))
    customers = len({voice.customer for voice in voices})
    return AnswerSentence(text=statement.text.strip(), cites=cites, customers=customers)


def _tallies(voices: Iterable[frozenset[Respondent]], audience: Audience) -> tuple[FormCount, ...]:
    everyone = frozenset[Respondent]().union(*voices)
    counted = {
        form: len({respondent.customer for respondent in everyone if respondent.form is form})
        for form in Form
    }
    return tuple(
        FormCount(form=form, customers=count, of=max(count, audience.customers.get(form, 0)))
        for form, count in counted.items()
        if count
    )


def _quoted(number: int, about: str, checked: _Checked) -> Evidence:
    """The evidence cut to the sentences that matter to the question and to what is said of them."""
    lexicon = checked.lexicon
    mine = " ".join(
        sentence.text for sentence in (*checked.supporting, *checked.contrary) if number in sentence.cites
    )
    quote = checked.passages[number - 1].evidence
    speaker = text_terms(f"{quote.role or ''} {quote.company or ''}", lexicon)
    words = focus(
        quote.text, About(question_terms(about, lexicon) | text_terms(mine, lexicon), speaker), lexicon
    )
    return quote.model_copy(update={"text": words})
