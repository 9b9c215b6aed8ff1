"""The local engine: reads with the model in the package, writes from templates and lexicon."""

import hashlib
from collections.abc import Sequence

from voc.engines.base import (
    AnswerAsk,
    AnswerDraft,
    ParagraphAsk,
    PersonaDraft,
    PortrayAsk,
    Statement,
    TitleAsk,
)
from voc.engines.local import answering, portraying, writing
from voc.engines.local.corrections import learn, verdicts
from voc.engines.local.model import Model
from voc.engines.local.reader import LocalReader
from voc.lexicon import Lexicon
from voc.settings import Vocabulary
from voc.types import Correction, Document, Texts


class LocalEngine(LocalReader):
    """All five things an engine does, without a key, a network or a download."""

    def __init__(
        self,
        vocabulary: Vocabulary | None = None,
        corrections: Sequence[Correction] = (),
        model: Model | None = None,
    ) -> None:
        lexicon = Lexicon.load()
        super().__init__(
            model,
            lexicon=lexicon.with_vocabulary(vocabulary) if vocabulary else lexicon,
            corrected=learn(verdicts(corrections)),
        )
        self._taught = _mark(vocabulary, corrections)

    @property
    def name(self) -> str:
        """The model's name and a mark of what the project has taught it."""
        return super().name + self._taught

    def worth_reading(self, documents: Sequence[Document]) -> list[bool]:
        """Whether each document is likely to say anything: what `screen = true` asks."""
        return [not silent for silent in self.say_nothing(documents)]

    def title(self, ask: TitleAsk) -> Texts | None:
        """Name a theme from its quotes and concepts."""
        return writing.title(ask, self._lexicon)

    def write(self, ask: ParagraphAsk) -> tuple[Statement, ...]:
        """Say what happens, to whom and since when."""
        return writing.write(ask, self._lexicon)

    def answer(self, ask: AnswerAsk) -> AnswerDraft:
        """Answer from the passages, or say that they do not hold the answer."""
        return answering.answer(ask, self._lexicon)

    def portray(self, ask: PortrayAsk) -> PersonaDraft | None:
        """Draft a persona from what its people said."""
        return portraying.portray(ask, self._lexicon)


def _mark(vocabulary: Vocabulary | None, corrections: Sequence[Correction]) -> str:
    """A hash of a project's words and judgements, so that what was read without them is read again."""
    told = [vocabulary.model_dump_json()] if vocabulary and vocabulary != Vocabulary() else []
    told += [correction.model_dump_json() for correction in corrections]
    return "+" + hashlib.sha256("\0".join(told).encode()).hexdigest()[:8] if told else ""
