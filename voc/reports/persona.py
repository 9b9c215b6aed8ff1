"""Who the customers are, role by role, in lines that each stand on their own words."""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import zip_longest

from voc import claims
from voc.engines.base import Numbered, PersonaDraft, PersonaLine, PortrayAsk
from voc.types import Evidence, Kind, Language, Placed, Value

Portray = Callable[[PortrayAsk], PersonaDraft | None]

FEWEST = 3
MOST = 12
MOST_QUOTES = 60


class Fact(Value):
    """One line of a persona, with the words it stands on."""

    aspect: str
    """goal, pain, trigger, decision, worry, praise, request, information or context."""

    text: str
    """One sentence."""

    citations: tuple[Evidence, ...]
    """What people of this role said; never empty."""


class Persona(Value):
    """What people of one role want, dislike and decide by."""

    role: str
    """The job title as the documents write it."""

    name: str
    """A short descriptive name; never a person's."""

    customers: int
    """Distinct customers behind it."""

    statements: int
    """Findings behind it."""

    facts: tuple[Fact, ...]
    """Its lines."""

    dropped: int = 0
    """Drafted lines that did not stand up to the quotes."""


def build(
    *,
    placed: Sequence[Placed],
    language: Language,
    portray: Portray,
    role: str | None = None,
    most: int = MOST,
) -> tuple[Persona, ...]:
    """A persona for each of the most heard roles; or for the roles whose title holds the one asked for."""
    by_role = _roles(placed)
    if role is not None:
        by_role = {name: said for name, said in by_role.items() if _folded(role) in _folded(name)}
    order = sorted(by_role.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    heard = order if role else [(name, said) for name, said in order if len(said) >= FEWEST][:most]
    drawn = [_persona(name, said, language, portray) for name, said in heard]
    return tuple(persona for persona in drawn if persona is not None and persona.facts)


def _roles(placed: Sequence[Placed]) -> dict[str, list[Placed]]:
    """Findings by role; spellings that differ in case, width or spacing are one role."""
    said: dict[str, list[Placed]] = defaultdict(list)
    spelled: dict[str, str] = {}
    for one in sorted(placed, key=lambda one: (one.created_at, one.finding.id)):
        if one.role and one.role.strip():
            said[spelled.setdefault(_folded(one.role), one.role.strip())].append(one)
    return said


def _folded(role: str) -> str:
    return "".join(unicodedata.normalize("NFKC", role).casefold().split())


def _persona(role: str, said: Sequence[Placed], language: Language, portray: Portray) -> Persona | None:
    chosen = _mixed(said)
    quotes = tuple(_numbered(number, one) for number, one in enumerate(chosen, start=1))
    draft = portray(PortrayAsk(role=role, language=language, quotes=quotes))
    if draft is None:
        return None
    kept = [line for line in draft.lines if _stands(line, quotes)]
    return Persona(
        role=role,
        name=draft.name
        if claims.numbers_known(draft.name, [role, *(quote.text for quote in quotes)])
        else role,
        customers=len({one.customer for one in said}),
        statements=len(said),
        facts=tuple(_fact(line, chosen) for line in kept),
        dropped=len(draft.lines) - len(kept),
    )


def _mixed(said: Sequence[Placed]) -> list[Placed]:
    """As many statements as an engine is shown: kinds by turns, in each the strongest first."""
    by_kind: dict[Kind, list[Placed]] = {kind: [] for kind in Kind}
    for one in sorted(said, key=lambda one: (-one.finding.severity * one.finding.confidence, one.finding.id)):
        by_kind[one.finding.kind].append(one)
    turns = zip_longest(*by_kind.values())
    return [one for turn in turns for one in turn if one is not None][:MOST_QUOTES]


def _numbered(number: int, one: Placed) -> Numbered:
    return Numbered(number=number, text=one.finding.quote.text, kind=one.finding.kind, week=one.week)


def _stands(line: PersonaLine, quotes: Sequence[Numbered]) -> bool:
    """Whether the line cites quotes it was given, and holds no number but theirs."""
    cited = [quote.text for quote in quotes if quote.number in line.cites]
    known = claims.citations_known(line.cites, {quote.number for quote in quotes})
    return known and bool(line.text.strip()) and claims.numbers_known(line.text, [*cited, 1, len(line.cites)])


def _fact(line: PersonaLine, said: Sequence[Placed]) -> Fact:
    cited = [said[number - 1] for number in dict.fromkeys(line.cites)]
    return Fact(aspect=line.aspect, text=line.text.strip(), citations=tuple(one.evidence() for one in cited))
