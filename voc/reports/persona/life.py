"""A persona lives on: its lines stay, gather support or contradiction, and end with their words."""

from collections import Counter
from collections.abc import Mapping, Sequence

from voc.reports.persona.draw import dressed, order, unknown
from voc.reports.persona.people import People
from voc.reports.persona.shape import Fact, Persona
from voc.reports.persona.stance import Stances
from voc.types import Voice

Voices = Mapping[str, Voice]

ROOM = 5


def grown(before: Persona, drawn: Persona, people: People, stances: Stances | None = None) -> Persona:
    """The persona as it was, moved on by what has been said since.

    A line stays as it was worded while any of its words are in the store. Drafted lines that are of the
    same aspect and share words with it lend it theirs; the others are new.
    """
    minds = stances or Stances(people.voices)
    here = {voice.id: voice for voice in people.voices}
    left = list(drawn.facts)
    kept: list[Fact] = []
    for fact in before.facts:
        allies = [one for one in left if _same_line(fact, one)]
        left = [fact for fact in left if fact not in allies]
        if lived := _lived(fact, allies, here, minds):
            kept.append(lived)
    fresh = [fact.model_copy(update={"new": True}) for fact in left]
    facts = sorted(_room([*kept, *fresh]), key=lambda fact: (order(fact.aspect), fact.new))
    return drawn.model_copy(
        update={
            "name": before.name if before.role == drawn.role else drawn.name,
            "facts": tuple(facts),
            "unknown": unknown(facts),
            "gone": len(before.facts) - len(kept),
        }
    )


def _room(facts: Sequence[Fact]) -> list[Fact]:
    """The lines that an aspect has room for: those of most customers, and of those the last heard."""
    taken: Counter[str] = Counter()
    kept = []
    for fact in sorted(facts, key=lambda fact: (-fact.customers, -fact.last.toordinal(), fact.id)):
        taken[fact.aspect] += 1
        if taken[fact.aspect] <= ROOM:
            kept.append(fact.id)
    return [fact for fact in facts if fact.id in kept]


def _same_line(fact: Fact, other: Fact) -> bool:
    return fact.aspect == other.aspect and bool(set(fact.places) & set(other.places))


def _lived(fact: Fact, allies: Sequence[Fact], here: Voices, stances: Stances) -> Fact | None:
    """The line today; None when none of its words are left.

    A line whose first citation is gone takes the wording of an ally, for its own was taken from those words.
    """
    places = [place for place in fact.places if place in here]
    lead = fact
    if not places or places[0] != fact.places[0]:
        heirs = [fact for fact in allies if fact.places[0] in here]
        if not heirs:
            return None
        lead = heirs[0]
        places = [*lead.places, *places]
    places += [place for fact in allies for place in fact.places if place in here]
    voices = [here[place] for place in dict.fromkeys(places)]
    lived = dressed(lead.model_copy(update={"id": fact.id}), voices, stances)
    return lived.model_copy(
        update={
            "new": False,
            "fresh": len(set(lived.places) - set(fact.places)),
            "fresh_against": len(set(lived.places_against) - set(fact.places_against)),
        }
    )
