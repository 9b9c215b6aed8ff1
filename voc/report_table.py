"""The table of reports: what each is called, can be asked and needs, how it is built and worded.

The command line and the notebook are fed by these rows, and whatever else shows reports reads the same. A
row loads nothing until its report is built or worded.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from types import ModuleType

    from voc.project import Project
    from voc.render.document import Doc
    from voc.types import Language

Report = Any
"""Any report's facts: each row knows its own."""
Asked = Mapping[str, Any]
"""What a report is asked, by the names of its options; a day as a `date`."""

SPEECH = "analysed documents: `voc ingest PATH`, then `voc analyze`"
CUSTOMERS = "customers: the table of your CRM with `voc ingest --accounts CSV`, or orders or log-ins"


class Option(NamedTuple):
    """One thing that a report can be asked."""

    name: str
    """As `build` and `document` know it: `as_of`."""
    sort: Literal["word", "day", "count", "switch"]
    """What its value is."""
    help: str
    """What it asks for, in a sentence."""
    metavar: str = ""
    """What stands for its value in help."""
    default: str | int | bool | None = None
    choices: tuple[str, ...] = ()
    """The only words that will do."""
    usual: str = ""
    """What its default comes to, where that depends on the data."""
    placed: bool = False
    """Whether it is given by its place, without a name."""
    needed: bool = False
    """Whether it must be given."""
    shown: bool = False
    """Whether it says how much is shown, not what is found."""


class ReportRow(NamedTuple):
    """A report."""

    name: str
    """What it is called on the command line."""
    purpose: str
    """What it is for, in a sentence; what more there is to know stands below."""
    model: str
    """The class of its facts, or of one entry of them: `voc.reports.churn.Churn`."""
    build: Callable[["Project", Asked], Report]
    needs: str
    """What the project must hold."""
    wording: str
    """The module of `voc.render` that makes its document and its JSON."""
    summary: Callable[[Report], str] = lambda report: ""
    """The report in a line, for whoever waits for it."""
    options: tuple[Option, ...] = ()
    several: bool = False
    """Whether it is a list."""
    file: str = ""
    """What its file is called, unless as itself."""
    apart: bool = False
    """Whether each entry has a file of its own where people read it."""
    mailed: bool = False
    """Whether its page is one that mail clients can show."""
    written_in: Callable[[Report, "Language"], "Language"] = lambda report, usual: usual
    """The language it is read in, where its words were written in one."""

    @property
    def facts(self) -> type:
        """The class of its facts, or of one entry of them."""
        module, _, name = self.model.rpartition(".")
        found: type = getattr(import_module(module), name)
        return found

    def documents(self, report: Report, language: "Language", asked: Asked) -> Sequence["Doc"]:
        """The report in the words of a language."""
        from voc.render.catalogue import catalogue

        say, words = catalogue(language), self._words
        if self.several:
            made: Sequence[Doc] = words.documents(report, say)
            return made
        shown = {option.name: asked[option.name] for option in self.options if option.shown}
        return (words.document(report, say, **shown),)

    def json(self, report: Report, language: "Language") -> str:
        """The report for programs, its titles in a language."""
        from voc.render.catalogue import catalogue

        text: str = self._words.json(report, catalogue(language))
        return text

    def writers(
        self, report: Report, language: "Language", asked: Asked | None = None
    ) -> Mapping[str, Callable[[], str]]:
        """What writes each form of the report."""
        from voc.render import formats

        given = self.usual if asked is None else asked
        documents = partial(self.documents, report, language, given)
        return formats.writers(documents, partial(self.json, report, language), self.mailed)

    def files(self, report: Report, form: str, language: "Language") -> Mapping[str, Report]:
        """What stands in each file of a form, by the file's name: `churn-en`, `persona-role-office-ja`."""
        if self.apart and form != "json":
            return {f"{self.name}-{entry.key}-{language}": [entry] for entry in report}
        return {f"{self.file or self.name}-{language}": report}

    @property
    def usual(self) -> Asked:
        """What it is asked when nothing is said."""
        return {option.name: option.default for option in self.options}

    @property
    def _words(self) -> "ModuleType":
        return import_module(f"voc.render.{self.wording}")


def _counted(count: int, one: str) -> str:
    return f"{count:,} {one if count == 1 else one + 's'}"


def _of_answer(answer: Report) -> str:
    return _counted(len(answer.citations), "citation") if answer.answerable else "not in the data"


def _of_personas(personas: Report) -> str:
    doubts = sum(fact.review for persona in personas for fact in persona.facts)
    again = f"; {_counted(doubts, 'line')} to look at again" if doubts else ""
    group = "segment" if any(persona.key.startswith("segment-") for persona in personas) else "role"
    return f"{_counted(len(personas), group)}{again}"


def _of_reasons(reasons: Report) -> str:
    bought, left = reasons.buy.customers, reasons.leave.customers
    named = _counted(len(reasons.rivals), "alternative")
    return f"{_counted(bought, 'customer')} on buying, {left:,} on leaving; {named} named"


def _of_faq(faq: Report) -> str:
    questions = sum(len(topic.questions) for topic in faq.topics)
    topics = _counted(len(faq.topics), "topic")
    return f"{topics}, {_counted(questions, 'question')}, {questions - faq.unanswered:,} answered"


def _of_churn(churn: Report) -> str:
    parts = [f"{_counted(len(churn.risks), 'account')} as of {churn.as_of}"]
    if churn.gone:
        parts.append(f"{len(churn.gone)} gone")
    if churn.fit:
        used = "used" if churn.basis == "fitted" else "not used"
        parts.append(f"model {used}: Brier {churn.fit.brier:.3f} against {churn.fit.base_brier:.3f}")
    return "; ".join(parts)


def _of_segments(segments: Report) -> str:
    customers = _counted(segments.customers, "customer")
    return f"{customers} in {_counted(len(segments.segments), 'segment')} by {segments.by}"


def _of_comparison(comparison: Report) -> str:
    differences = _counted(len(comparison.apart), "difference")
    heard = f"{comparison.a.heard} and {comparison.b.heard} customers heard from"
    return f"{heard}; {differences} beyond chance of {comparison.tested} tested"


def _language_of_question(answer: Report, usual: "Language") -> "Language":
    from voc.language import detect

    return detect(answer.question)


def _language_of_digest(digest: Report, usual: "Language") -> "Language":
    if usual in digest.replaced or not digest.replaced:
        return usual
    written: Language = next(iter(digest.replaced))
    return written


WEEK = Option("week", "word", "Such as 2026-W43.", "WEEK", usual="the latest week that has ended")
AS_OF = Option("as_of", "day", "Only what was known then.", "DATE", usual="today")
ROLE = Option("role", "word", "Only this role: a family, a job title or a part of one.", "R")
GROUP = Option("by", "word", "role or segment.", "GROUP", "role", ("role", "segment"))
REDRAW = Option("redraw", "switch", "Draw anew instead of moving on the lines that were kept.", default=False)
SINCE = Option("since", "day", "Since this day.", "DATE", usual="30 days ago")

REPORTS: tuple[ReportRow, ...] = (
    ReportRow(
        "digest",
        "Show a week's top complaints with the customers' own words.",
        "voc.reports.digest.Digest",
        lambda project, asked: project.digest(asked["week"]),
        SPEECH,
        "digest",
        options=(WEEK,),
        mailed=True,
        written_in=_language_of_digest,
    ),
    ReportRow(
        "diff",
        "Say what is different between the complaints of two weeks.",
        "voc.reports.digest.Diff",
        lambda project, asked: project.diff(asked["before"], asked["after"]),
        SPEECH,
        "diff",
        lambda diff: f"{diff.before} and {diff.after}: {_counted(len(diff.complaints), 'complaint')} differ",
        (
            Option("before", "word", "A week, such as 2026-W42.", "WEEK", placed=True, needed=True),
            Option("after", "word", "A later one.", "WEEK", placed=True, needed=True),
        ),
    ),
    ReportRow(
        "themes",
        "List themes by kind and area, with their customers and statements.",
        "voc.themes.view.ThemeRow",
        lambda project, asked: project.themes.rows(),
        SPEECH,
        "themes",
        lambda rows: f"{len(rows):,}",
        several=True,
    ),
    ReportRow(
        "ask",
        "Answer a question in customers' own words, or say that they are not in the data.",
        "voc.reports.ask.Answer",
        lambda project, asked: project.ask(asked["question"]),
        SPEECH,
        "answer",
        _of_answer,
        (Option("question", "word", "In Japanese or English.", "QUESTION", placed=True, needed=True),),
        written_in=_language_of_question,
    ),
    ReportRow(
        "persona",
        "Draw personas from what people said, and keep them.",
        "voc.reports.persona.Persona",
        lambda project, asked: project.personas(
            asked["role"], asked.get("language"), asked["by"], asked["redraw"]
        ),
        SPEECH,
        "persona",
        _of_personas,
        (ROLE, GROUP, REDRAW),
        several=True,
        file="personas",
        apart=True,
    ),
    ReportRow(
        "persona-changes",
        "Show how personas have moved, line by line.",
        "voc.reports.persona.PersonaChange",
        lambda project, asked: project.persona_changes(
            asked["role"], asked.get("language"), asked["by"], asked["since"]
        ),
        SPEECH,
        "persona_changes",
        lambda changes: f"{_counted(sum(len(change.moved) for change in changes), 'line')} moved",
        (ROLE, GROUP, SINCE),
        several=True,
        file="personas-moved",
    ),
    ReportRow(
        "reasons",
        "Show why customers buy and why they leave, whom else they named, and what to say to each segment.",
        "voc.reports.reasons.Reasons",
        lambda project, asked: project.reasons(),
        SPEECH,
        "reasons",
        _of_reasons,
    ),
    ReportRow(
        "faq",
        "List the questions that keep coming, with the answer that staff gave most.",
        "voc.reports.faq.Faq",
        lambda project, asked: project.faq(asked["customers"]),
        SPEECH,
        "faq",
        _of_faq,
        (Option("customers", "count", "List what so many customers asked.", "N", 2),),
    ),
    ReportRow(
        "churn",
        "List accounts by their risk of leaving, with the reasons.",
        "voc.reports.churn.Churn",
        lambda project, asked: project.churn(asked["as_of"], asked["words_only"]),
        CUSTOMERS,
        "churn",
        _of_churn,
        (
            AS_OF,
            Option("words_only", "switch", "Leave out log-ins, orders and contracts.", default=False),
            Option("top", "count", "How many accounts to show.", "N", 20, shown=True),
        ),
    ),
    ReportRow(
        "segments",
        "Group customers by how they buy, with what each group complains about and why it bought.",
        "voc.reports.segments.Segments",
        lambda project, asked: project.segments(asked["as_of"], asked["by"]),
        CUSTOMERS,
        "segments",
        _of_segments,
        (
            Option(
                "by",
                "word",
                "rfm, segment or plan.",
                "WHAT",
                choices=("rfm", "segment", "plan"),
                usual="what the data allow",
            ),
            AS_OF,
        ),
    ),
    ReportRow(
        "compare",
        """Compare two groups of customers: situation, people, deciding factors, problems, relationship.

A filter joins conditions with commas; a field named twice means either value. Fields: segment,
plan, outcome (won, lost), account, name, rfm, churned (yes, no); seats, mrr, orders_12m,
amount_12m, logins (with = >= <= > <); top=N and bottom=N by revenue; rest.""",
        "voc.reports.compare.Comparison",
        lambda project, asked: project.compare(asked["a"], asked["b"]),
        CUSTOMERS,
        "compare",
        _of_comparison,
        (
            Option(
                "a",
                "word",
                "Such as plan=pro,segment=retail, top=3 or account ids.",
                "A",
                placed=True,
                needed=True,
            ),
            Option("b", "word", "Another filter, or rest.", "B", "rest", placed=True),
        ),
    ),
)


def report(name: str) -> ReportRow:
    """The row of a report.

    Raises:
        KeyError: there is none of that name.
    """
    return {row.name: row for row in REPORTS}[name]
