"""The document tree: what a report shows, in the order it is shown, before any form is chosen.

A report goes one way: `build(...)` returns its model, facts without a language; one function of the report,
`document(report, say) -> Doc`, puts it into the words of one language; and every form (`text`, `markdown`,
`html`, `slack`, `terminal`, and `pdf` from the HTML) renders that tree, none of them knowing any report.
JSON is the model's own dump and does not pass through here.

A `Doc` is its title, what stands under it, its numbers to see first, its warnings, its `Section`s and its
foot. A section is a heading and blocks: paragraphs, `Points` (a list of `Line`s with the quotes they stand
on), `Table`s, `QuoteBlock`s, `Item`s (entries with a heading of their own: a complaint, an account, a
question), further sections. Every value is plain text as it is to be read; escaping, wrapping and clipping
to a medium's limits are the renderers' work, marks such as `*` or `▲` too.
"""

from typing import Literal, NamedTuple

from voc.types import Language

Tone = Literal["plain", "strong", "up", "down", "same", "news", "alone", "review", "staff"]
Rank = Literal["part", "chapter", "group", "inset", "branch"]


class Tag(NamedTuple):
    """A short statement beside a title or a line: how many customers, what changed, what is new."""

    text: str
    tone: Tone = "plain"
    """How loud it is, or which way it points."""


class QuoteBlock(NamedTuple):
    """Words as they were said, and who said them where and when."""

    text: str
    who: str
    document: str
    when: str
    between: str
    """What stands between the parts of the by-line."""
    opening: str
    """The quotation mark before the words; empty for words that are not a customer's."""
    closing: str
    url: str = ""
    """Where the document can be opened, where voc.toml says how."""
    number: int | None = None
    """By which an answer's sentences cite it."""
    label: str = ""
    """What it is quoted for, where that is not plain: that it speaks against the line."""
    more: str = ""
    """How many further quotes there are."""

    @property
    def words(self) -> str:
        """The words between their marks."""
        return f"{self.opening}{self.text}{self.closing}"

    @property
    def by(self) -> str:
        """The by-line."""
        return self.between.join(part for part in (self.who, self.document, self.when) if part)


class Line(NamedTuple):
    """A line of a list; one without text is its first quote."""

    text: str
    quotes: tuple[QuoteBlock, ...] = ()
    tags: tuple[Tag, ...] = ()
    detail: str = ""
    """A second line, quieter."""
    lead: str = ""
    """What stands before it in a column of its own: an id and figures."""


class Points(NamedTuple):
    """A list."""

    lines: tuple[Line, ...]
    numbered: bool = False
    """Whether the order matters."""
    apart: bool = False
    """Whether there is room between its lines."""


class Paragraph(NamedTuple):
    """Sentences, and what joins them in the language."""

    sentences: tuple[str, ...]
    joint: str = " "

    @property
    def text(self) -> str:
        """The whole of it."""
        return self.joint.join(self.sentences)


class Note(NamedTuple):
    """A paragraph set apart: a warning, a hint where to look, what staff answered, what is not known."""

    paragraph: Paragraph
    label: str = ""
    tone: Literal["warning", "hint", "staff", "aside"] = "aside"
    by: str = ""
    """Whose words they are, and where they stand, if they are somebody's."""


class FactLine(NamedTuple):
    """What is known, and what it is about."""

    label: str
    text: str


class Facts(NamedTuple):
    """Facts one below the other."""

    lines: tuple[FactLine, ...]
    column: bool = True
    """Whether their labels stand in a column of their own; else each runs into its text."""


class WeekBar(NamedTuple):
    """One week's customers."""

    week: str
    label: str
    customers: int
    share: float
    """0 to 1, of the highest bar of all."""


class Bars(NamedTuple):
    """A theme's weeks, oldest first."""

    bars: tuple[WeekBar, ...]
    label: str


class Figure(NamedTuple):
    """A number to see first, its unit, what it counts, and what to hold it against."""

    value: str
    unit: str
    label: str
    note: str


class Item(NamedTuple):
    """An entry with a heading of its own."""

    title: str
    blocks: "tuple[Block, ...]" = ()
    mark: str = ""
    """What stands before the title: `1.`, `Q.`, `▲`."""
    score: str = ""
    """A figure that puts entries in order, before the title."""
    bar: float | None = None
    """0 to 1: how long a bar is drawn, where there is one."""
    tags: tuple[Tag, ...] = ()
    """Counts and what is new, below the title."""
    short: bool = False
    """Whether it is an entry of a list, in which nothing stands between its parts."""


class Table(NamedTuple):
    """A table; all columns but the first hold numbers, unless it is of prose."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    prose: bool = False
    narrow: tuple[Item, ...] = ()
    """The rows as entries, for forms too narrow for a table of prose: text, Slack, a terminal."""


class Section(NamedTuple):
    """What stands under one heading."""

    heading: str
    blocks: "tuple[Block, ...]" = ()
    name: str = ""
    """What it is, by a word that no reader sees: for a page's style sheet."""
    rank: Rank = "part"
    """How its heading is set in plain text; what a branch holds is set in under it, without a rule."""


Block = Paragraph | Points | Facts | Bars | Note | Table | QuoteBlock | Item | Section


class Doc(NamedTuple):
    """A whole report in one language."""

    language: Language
    title: str
    font: str
    sections: tuple[Section, ...] = ()
    name: str = ""
    """Which report it is, by a word that no reader sees: for a page's style sheet."""
    project: str = ""
    """The company's or product's name, before the title."""
    subtitle: tuple[str, ...] = ()
    """Lines under the title."""
    facts: Facts = Facts(())
    """What is known at a glance."""
    lead: tuple[str, ...] = ()
    """What a reader is told first."""
    figures: tuple[Figure, ...] = ()
    warnings: tuple[str, ...] = ()
    """What a reader must know before trusting it."""
    foot: Section | None = None
    """What it stands on."""
    ruled: bool = False
    """Whether plain text draws a line under the title: where several documents stand in one file."""
    subject: str = ""
    """The news in a line, for a mail; else the title."""
    preview: str = ""
    """What a mail client shows beside the subject."""
    more: str = ""
    """What a form that has to leave things out says."""


def paragraph(*sentences: str) -> Paragraph:
    """A paragraph of these sentences."""
    return Paragraph(sentences)
