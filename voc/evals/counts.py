"""What voc put out on a labelled set -> counts per document, week, account, question and fact."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from voc.evals.labelled_sets import GoldStatement, LabelledQuestion, World
from voc.evals.scoring import (
    PERSONAL,
    TOP,
    StatementPair,
    ThemeVote,
    answer_counts,
    customers_by_theme,
    match,
    true_theme,
    verbatim,
    week_score,
)
from voc.types import Kind


class FoundStatement(NamedTuple):
    """One statement that voc found."""

    document: str
    kind: Kind
    quote: str
    theme: str = "None"
    severity: int = 3
    confidence: float = 1.0
    week: str = ""
    printed: str = ""
    """Everything that is shown of it."""


class AnswerOutput(NamedTuple):
    """What voc answered to a question."""

    answerable: bool
    documents: tuple[str, ...]
    """The documents it cites."""


class RiskOutput(NamedTuple):
    """How likely an account is to leave."""

    account: str
    risk: float
    words: float = -1.0
    """The same by words alone."""


class CitedWords(NamedTuple):
    """Words that a report cites."""

    document: str
    quote: str


class PersonaOutput(NamedTuple):
    """One line of a persona."""

    role: str
    citations: tuple[CitedWords, ...]


class Outputs(NamedTuple):
    """What voc said of one company; a report that voc does not have is None."""

    found: tuple[FoundStatement, ...]
    tops: Mapping[str, tuple[str, ...]]
    """Per week the ids of the themes that its digest ranks, first to third."""
    answers: tuple[AnswerOutput, ...] | None = None
    """One per question, in their order."""
    risks: tuple[RiskOutput, ...] | None = None
    """Accounts, riskiest first."""
    people: tuple[PersonaOutput, ...] | None = None
    """All personas' lines."""
    stored: Mapping[str, str] | None = None
    """Each document's text as it was stored, masks in it."""
    printed: str = ""
    """Everything that risks and personas show."""


Rows = Mapping[str, Mapping[str, float]]
"""Per unit its counts by name."""

BINS = 10
CELL = "cell:"
BETWEEN = " | "
INJECTION = "injection"
REPORTS = "(reports)"


class MatchedStatements(NamedTuple):
    """Gold and found statements, and which are the same."""

    gold: Sequence[GoldStatement]
    found: Sequence[FoundStatement]
    pairs: Sequence[StatementPair]

    @property
    def pains(self) -> list[tuple[GoldStatement, FoundStatement]]:
        """The pairs that are complaints, the closest first."""
        both = ((self.gold[pair.gold], self.found[pair.found]) for pair in self.pairs)
        return [(gold, found) for gold, found in both if gold.kind is Kind.PAIN]


class UnitCounts:
    """Counts per unit; a unit may have none."""

    def __init__(self, units: Iterable[str] = ()) -> None:
        self.rows: dict[str, Counter[str]] = {unit: Counter() for unit in units}

    def add(self, unit: str, **counts: float) -> None:
        """Count something for a unit."""
        self.count(unit, counts)

    def count(self, unit: str, counts: Mapping[str, float]) -> None:
        """Count things whose names are no Python words."""
        row = self.rows.setdefault(unit, Counter())
        for name, count in counts.items():
            row[name] += count  # type: ignore[assignment]  # typeshed's Counter holds int only

    def plain(self) -> dict[str, dict[str, float]]:
        """The counts, zeros left out."""
        return {
            unit: {name: round(float(count), 6) for name, count in sorted(row.items()) if count}
            for unit, row in self.rows.items()
        }


def of_statements(documents: Iterable[str], matched: MatchedStatements) -> dict[str, Rows]:
    """The counts of single statements."""
    return {"document": _reading(documents, matched).plain()}


def of_world(world: World, outputs: Outputs) -> dict[str, Rows]:
    """The counts of a whole company; a report that was not made has no counts."""
    matched = MatchedStatements(world.gold, outputs.found, match(world.gold, outputs.found))
    document = _reading(world.documents, matched)
    _quotes(document, world, matched)
    _themes(document, matched)
    _injected(document, world, matched)
    _personal(document, world, outputs)
    sheets = {"document": document, "week": _weeks(world, outputs, matched)}
    if outputs.risks:
        sheets["account"] = _accounts(world, outputs.risks)
    if outputs.answers is not None and world.facts.qa:
        sheets["question"] = _questions(world.facts.qa, outputs.answers)
    if outputs.people is not None and world.facts.personas:
        sheets["fact"] = _facts(world, outputs.people)
        sheets["persona line"] = _lines(world, outputs.people)
    return {name: counts.plain() for name, counts in sheets.items()}


def _reading(documents: Iterable[str], matched: MatchedStatements) -> UnitCounts:
    """Gold, found and right per kind; how sure, and how severe."""
    counts = UnitCounts(documents)
    for gold in matched.gold:
        counts.count(gold.document, {f"gold.{gold.kind}": 1})
    right = {pair.found for pair in matched.pairs}
    for at, found in enumerate(matched.found):
        counts.count(found.document, {f"found.{found.kind}": 1, **_sureness(found.confidence, at in right)})
    for pair in matched.pairs:
        gold, found = matched.gold[pair.gold], matched.found[pair.found]
        off = abs(gold.severity - found.severity)
        severity = {"severity.pairs": 1, "severity.error": off, "severity.near": off <= 1}
        counts.count(gold.document, {f"right.{gold.kind}": 1, **severity})
    return counts


def _sureness(confidence: float, right: bool) -> dict[str, float]:
    at = min(int(confidence * BINS), BINS - 1)
    return {
        f"bin{at}.found": 1,
        f"bin{at}.confidence": confidence,
        f"bin{at}.right": right,
        "squared": (confidence - right) ** 2,
    }


def _quotes(counts: UnitCounts, world: World, matched: MatchedStatements) -> None:
    words = world.said_by_customers()
    for found in matched.found:
        counts.add(found.document, verbatim=verbatim(found.quote, words.get(found.document, "")))


def _themes(counts: UnitCounts, matched: MatchedStatements) -> None:
    for gold, found in matched.pains:
        counts.count(gold.document, {f"{CELL}{gold.theme}{BETWEEN}{found.theme}": 1})


def _injected(counts: UnitCounts, world: World, matched: MatchedStatements) -> None:
    """What became of tickets whose text gives the reader orders."""
    bad = {ticket.id for ticket in world.tickets if INJECTION in ticket.flags}
    for gold in matched.gold:
        if gold.document in bad:
            counts.count(gold.document, {"injected.gold": 1})
    for found in matched.found:
        if found.document in bad:
            counts.count(found.document, {"injected.false": 1})
    for pair in matched.pairs:
        if matched.gold[pair.gold].document in bad:
            counts.count(matched.gold[pair.gold].document, {"injected.right": 1, "injected.false": -1})


def _personal(counts: UnitCounts, world: World, outputs: Outputs) -> None:
    """Personal data in what is shown, and in what was stored of what was given."""
    for found in outputs.found:
        counts.add(found.document, leaks=len(PERSONAL.findall(found.printed)))
    if leaks := len(PERSONAL.findall(outputs.printed)):
        counts.add(REPORTS, leaks=leaks)
    if outputs.stored is None:
        return
    for document, text in _texts(world).items():
        if given := len(PERSONAL.findall(text)):
            kept = len(PERSONAL.findall(outputs.stored.get(document, "")))
            counts.count(document, {"personal.given": given, "personal.masked": max(0, given - kept)})


def _texts(world: World) -> dict[str, str]:
    tickets = {ticket.id: "\n".join(part.text for part in ticket.messages) for ticket in world.tickets}
    talks = {talk.id: "\n".join(part.text for part in talk.turns) for talk in world.interviews}
    return {**tickets, **talks}


def _weeks(world: World, outputs: Outputs, matched: MatchedStatements) -> UnitCounts:
    """How many of the week's true top three the digest names."""
    counts = UnitCounts()
    votes = [ThemeVote(gold.theme, found.theme, gold.week) for gold, found in matched.pains]
    pains = [gold for gold in world.gold if gold.kind is Kind.PAIN]
    for week in world.facts.weeks:
        customers = customers_by_theme(
            (gold.theme, gold.account or gold.document) for gold in pains if gold.week == week
        )
        if customers:
            named = [true_theme(theme, week, votes) for theme in outputs.tops.get(week, ())[:TOP]]
            counts.count(week, {"asked": 1, **week_score(customers, named)._asdict()})
    return counts


def _accounts(world: World, risks: Sequence[RiskOutput]) -> UnitCounts:
    counts = UnitCounts()
    known = {risk.account: risk for risk in risks}
    for row in world.accounts:
        risk = known.get(row["account"], RiskOutput(row["account"], -1.0))
        counts.add(row["account"], risk=risk.risk, words=risk.words, left=bool(row["churned_on"]))
    return counts


def _questions(asked: Sequence[LabelledQuestion], answers: Sequence[AnswerOutput]) -> UnitCounts:
    counts = UnitCounts()
    for at, (question, answer) in enumerate(zip(asked, answers, strict=True), 1):
        row = answer_counts(question.answerable, question.docs, answer.answerable, answer.documents)
        counts.count(f"{at:02d} {question.q}", row)
    return counts


def _facts(world: World, people: Sequence[PersonaOutput]) -> UnitCounts:
    counts = UnitCounts()
    cited = {cite.document for line in people for cite in line.citations}
    for persona in world.facts.personas:
        for at, fact in enumerate(persona.facts, 1):
            counts.add(f"{persona.role} {at:02d}", known=1, shown=bool(set(fact.docs) & cited))
    return counts


def _lines(world: World, people: Sequence[PersonaOutput]) -> UnitCounts:
    counts = UnitCounts()
    words = world.said_by_customers()
    for at, line in enumerate(people, 1):
        right = sum(verbatim(cite.quote, words.get(cite.document, "")) for cite in line.citations)
        counts.add(
            f"{line.role} {at:03d}",
            lines=1,
            cited=bool(line.citations),
            quotes=len(line.citations),
            verbatim=right,
        )
    return counts
