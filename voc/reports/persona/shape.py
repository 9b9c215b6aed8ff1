"""A persona and its lines."""

from datetime import date

from pydantic import Field

from voc.types import Evidence, Value


class AttributeCount(Value):
    """A name and how many customers stand behind it."""

    name: str
    """A job title, a segment or a plan, as the source writes it."""

    customers: int = Field(ge=1)
    """Distinct customers."""


class Fact(Value):
    """One line of a persona, with the words it stands on and those that speak against it."""

    id: str
    """Stays the same as long as the line lives."""

    aspect: str
    """One of `voc.aspects.ORDER`."""

    text: str
    """One sentence."""

    citations: tuple[Evidence, ...] = Field(min_length=1)
    """What these people said; the line's own wording comes from the first."""

    places: tuple[str, ...]
    """The places of the citations, in their order."""

    customers: int = Field(ge=1)
    """Distinct customers among the citations; the line of one is one voice, not a trait."""

    against: tuple[Evidence, ...] = ()
    """What these people said that speaks against it."""

    places_against: tuple[str, ...] = ()
    """The places of those words, in their order."""

    customers_against: int = 0
    """Distinct customers who spoke against it."""

    fresh: int = 0
    """Citations that were not there when the persona was last drawn; 0 in a first drawing."""

    fresh_against: int = 0
    """The same of the words against it."""

    new: bool = False
    """Whether the line was not there when the persona was last drawn."""

    review: bool = False
    """Whether so much speaks against it that a person should look at it."""

    first: date
    """When it was first said."""

    last: date
    """When it was last said."""

    @property
    def alone(self) -> bool:
        """Whether only one customer said so."""
        return self.customers == 1


class Persona(Value):
    """What people of one role or segment want, dislike and decide by."""

    key: str
    """Its id from run to run, such as `role-executive`."""

    role: str
    """The family of roles, the job title or the segment that it draws."""

    name: str
    """A short descriptive name, never a person's; in the language of the drawing, as role and lines are."""

    customers: int
    """Distinct customers behind it."""

    statements: int
    """Findings behind it."""

    interviews: int = 0
    """Interviews behind it."""

    titles: tuple[AttributeCount, ...] = ()
    """The job titles as the documents write them, most frequent first."""

    segments: tuple[AttributeCount, ...] = ()
    """The companies' segments, from the list of accounts."""

    plans: tuple[AttributeCount, ...] = ()
    """What the companies buy, from the list of accounts."""

    facts: tuple[Fact, ...]
    """Its lines, by aspect."""

    unknown: tuple[str, ...] = ()
    """Aspects of which nobody spoke."""

    gone: int = 0
    """Lines of the last drawing whose words are no longer in the store."""

    dropped: int = 0
    """Drafted lines that did not stand up to the quotes."""
