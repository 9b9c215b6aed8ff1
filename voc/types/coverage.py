"""How much was read."""

from collections.abc import Mapping

from pydantic import Field

from voc.types.value import Outcome, Value


class Coverage(Value):
    """How much of a week's documents a report stands on."""

    documents: int = Field(ge=0)
    """Documents of the week, whatever became of them."""

    outcomes: Mapping[Outcome, int] = Field(default_factory=dict)
    """How many of them ended in which state; the rest still wait to be read."""

    rejects: int = Field(default=0, ge=0)
    """Rows and files that could not be read as documents at all."""

    unfinished: bool = False
    """Whether its analysis did not end, so that documents may be unread and findings without a theme."""

    @property
    def read(self) -> int:
        """Documents read to their end, whatever they said."""
        return sum(count for outcome, count in self.outcomes.items() if outcome.read)

    @property
    def silent(self) -> int:
        """Documents that were read, or screened, and said nothing of note."""
        return self.outcomes.get(Outcome.EMPTY, 0) + self.outcomes.get(Outcome.SCREENED, 0)

    @property
    def refused(self) -> int:
        """Documents the model or its provider would not read."""
        return self.outcomes.get(Outcome.REFUSED, 0) + self.outcomes.get(Outcome.FILTERED, 0)

    @property
    def failed(self) -> dict[Outcome, int]:
        """Documents that could not be read to their end, by reason; refusals are not among them."""
        kept_apart = {Outcome.REFUSED, Outcome.FILTERED}
        return {
            outcome: count
            for outcome, count in sorted(self.outcomes.items())
            if count and not outcome.read and outcome not in kept_apart
        }

    @property
    def waiting(self) -> int:
        """Documents that nobody has read yet."""
        return self.documents - sum(self.outcomes.values())

    @property
    def share(self) -> float:
        """The read documents' share of the week's; 1.0 for a week without any."""
        return self.read / self.documents if self.documents else 1.0
