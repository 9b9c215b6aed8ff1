"""Who the customers are, role by role, in lines that each stand on their own words, and how they change."""

from voc.reports.persona.changes import LineChange, PersonaChange, changes
from voc.reports.persona.draw import draw, fingerprint
from voc.reports.persona.life import grown
from voc.reports.persona.people import Grouping, People, people
from voc.reports.persona.shape import AttributeCount, Fact, Persona
from voc.reports.persona.stance import Stances

__all__ = [
    "AttributeCount",
    "Fact",
    "Grouping",
    "LineChange",
    "People",
    "Persona",
    "PersonaChange",
    "Stances",
    "changes",
    "draw",
    "fingerprint",
    "grown",
    "people",
]
