"""A question over what customers said: an answer that cites their words, or 'not in the data'.

The engine points at passages; here its sentences are checked, the quotes are cut to the sentences that
matter, and customers are counted.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from pydantic import Field

from voc import claims
from voc.engines.base import AnswerAsk, AnswerDraft, Numbered, Statement
from voc.engines.focus import About, focus, question_terms, text_terms
from voc.lexicon import Lexicon
from voc.types import Evidence, Form, Kind, Language, Share, Value

Reply = Callable[[AnswerAsk], AnswerDraft]


class Voice(NamedTuple):
    """A customer, and the form of document it spoke in."""

    form: Form
    customer: str


class Heard(Value):
    """A passage that may answer the question."""

    evidence: Evidence
    """The customer's words."""

    voice: Voice
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

    themes: Mapping[str, frozenset[Voice]] = Field(default_factory=dict)
    """Who speaks of a theme, by its id."""

    titles: Mapping[str, str] = Field(default_factory=dict)
    """The themes' titles in the language of the answer."""


class Said(Value):
    """One sentence of an answer."""

    text: str
    """The sentence."""

    cites: tuple[int, ...]
    """1-based places in the answer's citations."""

    customers: int = 0
    """How many customers say so."""


class Tally(Value):
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

    language: Language
    """The language of the answer."""

    answerable: bool
    """False when the data do not hold the answer; then nothing else is said."""

    sentences: tuple[Said, ...] = ()
    """The answer, sentence by sentence."""

    contrary: tuple[Said, ...] = ()
    """What other customers say against it."""

    tallies: tuple[Tally, ...] = ()
    """How many customers stand behind the sentences, by form of document."""

    citations: tuple[Evidence, ...] = ()
    """The words it stands on, in order of first use."""

    dropped: int = 0
    """Drafted sentences that did not stand up to the passages."""

    @property
    def text(self) -> str:
        """The sentences as one text."""
        said = (*self.sentences, *self.contrary)
        return ("" if self.language == "ja" else " ").join(one.text for one in said)


class Question(NamedTuple):
    """What is asked, and how likely it is that the passages know."""

    text: str
    language: Language
    earlier: str = ""
    support: Share = 1.0


SILENCE = Audience()


def build(
    question: Question, passages: Sequence[Heard], reply: Reply, audience: Audience = SILENCE
) -> Answer:
    """Ask an engine, and keep the sentences that cite given passages and hold no other number.

    `passages` are the nearest customers' words, best first. When no sentence is left, the answer is that
    the data do not say.
    """
    ask = AnswerAsk(
        question=question.text,
        language=question.language,
        passages=tuple(_numbered(number, one) for number, one in enumerate(passages, start=1)),
        earlier=question.earlier,
        support=question.support,
        themes=audience.titles,
    )
    draft = reply(ask)
    drafted = draft.statements if draft.answerable else ()
    kept = [one for one in drafted if _stands(one, ask)]
    against = [one for one in draft.contrary if _stands(one, ask)] if kept else []
    found = Answer(
        question=question.text,
        earlier=question.earlier,
        language=question.language,
        answerable=bool(kept),
        dropped=len(drafted) - len(kept),
    )
    return _told(found, _Stand(kept, against), passages, audience) if kept else found


class _Stand(NamedTuple):
    """The statements that stood the check."""

    kept: Sequence[Statement]
    against: Sequence[Statement]


def _told(answer: Answer, stand: _Stand, passages: Sequence[Heard], audience: Audience) -> Answer:
    everything = (*stand.kept, *stand.against)
    voices = {one: _voices(one, passages, audience) for one in everything}
    about = f"{answer.earlier}\n{answer.question}"
    cited = dict.fromkeys(number for one in everything for number in one.cites)
    quoted = {number: _quoted(number, about, stand, passages) for number in cited}
    shown = list(dict.fromkeys(quoted.values()))
    places = {number: shown.index(quote) + 1 for number, quote in quoted.items()}
    return answer.model_copy(
        update={
            "sentences": tuple(_said(one, places, voices[one]) for one in stand.kept),
            "contrary": tuple(_said(one, places, voices[one]) for one in stand.against),
            "tallies": _tallies((voices[one] for one in stand.kept), audience),
            "citations": tuple(shown),
        }
    )


def _numbered(number: int, one: Heard) -> Numbered:
    said = one.evidence
    who = " · ".join(part for part in (said.role, said.company or said.account) if part)
    return Numbered(
        number=number,
        text=said.text,
        kind=one.kind,
        who=who,
        week=said.week,
        theme=one.theme,
        reply_to=one.reply_to,
    )


def _stands(statement: Statement, ask: AnswerAsk) -> bool:
    cited = [passage for passage in ask.passages if passage.number in statement.cites]
    facts: list[claims.Fact] = [
        f"{ask.earlier} {ask.question}",
        *(f"{one.text} {one.who} {one.week} {ask.themes.get(one.theme, '')}" for one in cited),
        1,
        len(cited),
    ]
    known = claims.citations_known(statement.cites, {passage.number for passage in ask.passages})
    return known and bool(statement.text.strip()) and claims.numbers_known(statement.text, facts)


def _voices(statement: Statement, passages: Sequence[Heard], audience: Audience) -> frozenset[Voice]:
    """Whose words a sentence stands on: those cited, and all of its theme when it is about that theme."""
    cited = frozenset(passages[number - 1].voice for number in statement.cites)
    return cited | audience.themes.get(statement.theme, frozenset())


def _said(statement: Statement, places: Mapping[int, int], voices: frozenset[Voice]) -> Said:
    cites = tuple(dict.fromkeys(places[number] for number in statement.cites))
    customers = len({voice.customer for voice in voices})
    return Said(text=statement.text.strip(), cites=cites, customers=customers)


def _tallies(voices: Iterable[frozenset[Voice]], audience: Audience) -> tuple[Tally, ...]:
    everyone = frozenset[Voice]().union(*voices)
    counted = {form: len({one.customer for one in everyone if one.form is form}) for form in Form}
    return tuple(
        Tally(form=form, customers=count, of=max(count, audience.customers.get(form, 0)))
        for form, count in counted.items()
        if count
    )


def _quoted(number: int, about: str, stand: _Stand, passages: Sequence[Heard]) -> Evidence:
    """The evidence cut to the sentences that matter to the question and to what is said of them."""
    lexicon = Lexicon.load()
    mine = " ".join(one.text for one in (*stand.kept, *stand.against) if number in one.cites)
    said = passages[number - 1].evidence
    speaker = text_terms(f"{said.role or ''} {said.company or ''}", lexicon)
    words = focus(
        said.text, About(question_terms(about, lexicon) | text_terms(mine, lexicon), speaker), lexicon
    )
    return said.model_copy(update={"text": words})
