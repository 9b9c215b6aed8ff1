"""Who wrote what in a table: told before anything is taken for a customer's words.

A column of sides (送信者タイプ, role, direction) says it of each row. Columns that staff write (対応内容,
`comments` beside `message`) are no customer's: what answers one is staff's turn of the same document, what
staff write for each other is left out. And in a call log or a sales report the only words are staff's account
of what a customer said: those are `reported`.
"""

from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatch
from functools import cache
from itertools import islice
from typing import NamedTuple

from voc.ingest import headings
from voc.ingest.batch import Options
from voc.ingest.sheets import Row, Sheet
from voc.locale import locales
from voc.settings import FILE
from voc.text import fold_heading, nfkc
from voc.types import Side

LOOKED_AT = 200
YES, NO = frozenset({"true", "1", "yes", "t", "y"}), frozenset({"false", "0", "no", "f", "n"})
CUSTOMERS = frozenset(
    "isinbound inbound incoming isincoming iscustomer fromcustomer iscustomermessage".split()
)
OURS = frozenset("isagent isstaff fromagent isoutgoing outgoing isoutbound outbound".split())
TITLES = frozenset("role userrole usertype type 属性 立場 区分 種別".split())
AMBIGUOUS = frozenset("admin administrator owner manager operator member 管理者 会員 担当者".split())
TITLES = frozenset("role userrole usertype type 属性 立場 区分 種別".split())
AMBIGUOUS = frozenset("admin administrator owner manager operator member 管理者 会員 担当者".split())
TAKEN, HANDLED, ALONE = 0.25, 0.5, 0.6
"""The shares of rows in staff's phrases from which a table is staff's account: where a column names who took
the call, where one names who deals with it, and where none does. Set by judgement."""


class Words(NamedTuple):
    """All languages' words for one thing."""

    headings: frozenset[str]
    sides: Mapping[str, Side]
    replies: frozenset[str]
    beside: frozenset[str]
    notes: frozenset[str]
    first: frozenset[str]
    accounts: frozenset[str]
    takers: frozenset[str]
    handlers: frozenset[str]
    phone: frozenset[str]
    conversations: frozenset[str]
    hidden_headings: frozenset[str]
    shown_headings: frozenset[str]
    visibility_headings: frozenset[str]
    visibility: Mapping[str, bool]
    writers: frozenset[str]
    askers: frozenset[str]
    remarks: frozenset[str]
    messages: frozenset[str]


@cache
def words() -> Words:
    """The headings and values of every language at once: exports mix them."""
    every = [tongue.authors for tongue in locales()]

    def joined(sets: Iterable[frozenset[str]]) -> frozenset[str]:
        return frozenset(fold_heading(word) for one in sets for word in one)

    return Words(
        headings=joined(one.side_headings for one in every) | CUSTOMERS | OURS,
        sides={nfkc(value).casefold(): side for one in every for value, side in one.sides.items()},
        replies=joined(one.replies for one in every),
        beside=joined(one.replies_beside for one in every),
        notes=joined(one.notes for one in every),
        first=joined(one.first_words for one in every),
        accounts=joined(one.accounts for one in every),
        takers=joined(one.takers for one in every),
        handlers=joined(one.handlers for one in every),
        phone=frozenset(nfkc(word).casefold() for one in every for word in one.phone),
        conversations=joined(one.conversation_ids for one in every),
        hidden_headings=joined(one.hidden_headings for one in every),
        shown_headings=joined(one.shown_headings for one in every),
        visibility_headings=joined(
            names
            for one in every
            for names in (one.hidden_headings, one.shown_headings, one.visibility_headings)
        ),
        writers=joined(one.writers for one in every),
        askers=joined(one.askers for one in every),
        remarks=joined(one.remarks for one in every),
        messages=joined(one.messages for one in every),
        visibility={nfkc(word).casefold(): True for one in every for word in one.hidden}
        | {nfkc(word).casefold(): False for one in every for word in one.shown},
    )


class TableAuthors(NamedTuple):
    """Whose the columns and rows of a table are."""

    sides: str = ""
    """The column that says it of each row; empty when there is none."""

    replies: tuple[str, ...] = ()
    """Columns that staff write beside the customer's words."""

    words: str = ""
    """The column of staff's account, where there is no other column of words."""

    handled: bool = False
    """Whether a column names who dealt with it: rows in staff's phrases are then their account."""

    given: Side | None = None
    """Whose all words are, as the settings say."""

    hidden: str = ""
    """The column that hides rows from customers."""

    writer: str = ""
    """The column that names who wrote a row, where another names whose ticket it is."""

    asker: str = ""
    """That other column."""

    comments: bool = False
    """Whether its rows are comments of which some are hidden: the others may be anybody's."""

    ours: frozenset[str] = frozenset()
    """Who, of those whom the column of writers names, is staff."""

    @property
    def answers(self) -> tuple[str, ...]:
        """Of the columns that staff write those that the customer may have got to read."""
        return tuple(column for column in self.replies if fold_heading(column) not in words().notes)

    @property
    def taken(self) -> frozenset[str]:
        """Columns that hold no customer's words and no other field."""
        return frozenset(filter(None, (self.sides, self.hidden, *self.replies)))

    @property
    def tells_rows(self) -> bool:
        """Whether something says of each row whose it is."""
        return bool(self.sides or self.hidden or self.writer)


NOBODY_ELSE = TableAuthors()


def written_by(name: str, options: Options) -> Side | None:
    """Whose the words of a file are, as `[ingest] written_by` says."""
    stem = name.rpartition("/")[2]
    found = (
        who for pattern, who in options.written_by.items() if fnmatch(stem, pattern) or fnmatch(name, pattern)
    )
    who = next(found, None)
    return None if who is None else Side.REPORTED if who == "staff" else Side.CUSTOMER


def of_table(sheet: Sheet, name: str, options: Options) -> TableAuthors:
    """Look at a table's headings and first rows; columns that the settings name stay what they say."""
    given = set(options.columns.headings())
    plain = {column: fold_heading(column) for column in sheet.columns if column not in given}
    known, rows = words(), list(islice(sheet.rows, LOOKED_AT))
    sides = next(
        (
            one
            for one in plain
            if plain[one] in known.headings and _holds_sides(plain[one], _cells(rows, one))
        ),
        "",
    )
    free = {column: heading for column, heading in plain.items() if column != sides}
    hidden = next(
        (
            one
            for one in free
            if free[one] in known.visibility_headings and _hides(free[one], _cells(rows, one))
        ),
        "",
    )
    free.pop(hidden, None)
    replies = _replies(free, known, has_text=bool(options.columns.text))
    account = next((column for column, heading in free.items() if heading in known.accounts), "")
    account = account if account and not _first(free, known) else ""
    names = set(free.values())
    writer, asker = _writer_and_asker(sheet, rows, is_hiding=bool(hidden))
    ours = _staff_names(sheet, writer, asker, hidden) if writer else frozenset()
    return TableAuthors(
        sides=sides,
        replies=tuple(column for column in replies if column != account),
        words=account,
        handled=bool(names & (known.takers | known.handlers)),
        given=written_by(name, options),
        hidden=hidden,
        comments=bool(hidden) and not replies and bool(names & known.messages),
        writer=writer,
        asker=asker,
        ours=ours,
    )


def _hides(heading: str, cells: Sequence[str]) -> bool:
    """Whether all values say if a row is hidden, in words or as yes and no."""
    return bool(cells) and all(is_hidden(heading, cell) is not None for cell in cells)


def is_hidden(heading: str, cell: str) -> bool | None:
    """Whether a row is kept from customers, by a column's folded heading and its cell; None: unsaid."""
    value, known = nfkc(cell).strip().casefold(), words()
    if value in YES | NO:
        if heading in known.hidden_headings | known.shown_headings:
            return (value in YES) == (heading in known.hidden_headings)
        return None
    return known.visibility.get(value)


def _writer_and_asker(sheet: Sheet, rows: Sequence[Row], *, is_hiding: bool) -> tuple[str, str]:
    """The columns of who wrote a row and of whose ticket it is, where some of their cells are equal."""
    plain, known = {column: fold_heading(column) for column in sheet.columns}, words()
    for writer in (one for one in plain if plain[one] in known.writers):
        for asker in (one for one in plain if plain[one] in known.askers and one != writer):
            pairs = [(row.cells.get(writer) or "", row.cells.get(asker) or "") for row in rows]
            alike = [_name(one) == _name(other) for one, other in pairs if one.strip() and other.strip()]
            if any(alike) or (alike and plain[writer] in known.remarks):
                return writer, asker
    alone = known.writers if is_hiding else known.remarks
    return next((one for one in plain if plain[one] in alone), ""), ""


def _name(cell: str) -> str:
    return nfkc(cell).strip().casefold()


def _staff_names(sheet: Sheet, writer: str, asker: str, hidden: str) -> frozenset[str]:
    """Who wrote hidden rows, or rows of several askers and none of their own."""
    asked: set[str] = set()
    private: set[str] = set()
    helped: dict[str, set[str]] = {}
    for row in sheet.rows:
        name = _name(row.cells.get(writer) or "")
        whom = _name(row.cells.get(asker) or "") if asker else ""
        asked.add(whom)
        if name and name != whom:
            helped.setdefault(name, set()).add(whom)
        if hidden and is_hidden(fold_heading(hidden), row.cells.get(hidden) or ""):
            private.add(name)
    several = {name for name, whom in helped.items() if len(whom) > 1 and name not in asked}
    return frozenset((several | private) - {""})


def _cells(rows: Sequence[Row], column: str) -> list[str]:
    return [cell for row in rows if (cell := nfkc(row.cells.get(column) or "").strip().casefold())]


def _holds_sides(heading: str, cells: Sequence[str]) -> bool:
    """Whether all values name sides; in a column of job titles an admin is none, and customers must speak."""
    values = set(cells)
    found = {side_of(heading, value) for value in values}
    if not values or None in found:
        return False
    return heading not in TITLES or (Side.CUSTOMER in found and not values & AMBIGUOUS)


def side_of(heading: str, cell: str) -> Side | None:
    """Whose a row is, by a column's folded heading and its cell; None when the cell says nothing of it."""
    value = nfkc(cell).strip().casefold()
    if value in YES | NO:
        yes = value in YES
        if heading in CUSTOMERS:
            return Side.CUSTOMER if yes else Side.STAFF
        return (Side.STAFF if yes else Side.CUSTOMER) if heading in OURS else None
    return words().sides.get(value)


def _first(plain: Mapping[str, str], known: Words) -> list[str]:
    return [column for column, heading in plain.items() if heading in known.first]


def _replies(plain: Mapping[str, str], known: Words, *, has_text: bool) -> list[str]:
    """Columns that staff write; a doubtful one only beside words that are the customer's for certain."""
    sure = has_text or bool(_first(plain, known))
    wanted = known.replies | known.beside if sure else known.replies
    return [column for column, heading in plain.items() if heading in wanted]


def remarks(columns: Iterable[str]) -> list[str]:
    """Columns that staff write where nobody else does, such as notes of an activity."""
    return [column for column in columns if fold_heading(column) in words().beside]


def is_telling(text: str) -> bool:
    """Whether a text is written as staff write of a customer."""
    return any(tongue.authors.telling.search(text) for tongue in locales())


def tells(sheet: Sheet, text: str, authors: TableAuthors) -> bool:
    """Whether a column of words is staff's account: by its heading, or by how its rows are written."""
    known, heading = words(), fold_heading(text)
    is_remark = heading in known.beside and not headings.names_words(text)
    if heading in known.accounts or text in authors.replies or is_remark:
        return True
    names = {fold_heading(column) for column in sheet.columns}
    if names & known.takers and heading not in known.first:
        return True
    rows = [cell for row in islice(sheet.rows, LOOKED_AT) if (cell := row.cells.get(text) or "")]
    least = TAKEN if names & known.takers else HANDLED if names & known.handlers else ALONE
    return bool(rows) and sum(is_telling(cell) for cell in rows) >= least * len(rows)


def _compared(authors: TableAuthors) -> str:
    """What is said of columns that are compared."""
    if authors.asker:
        return f"column {authors.writer!r} says, compared with {authors.asker!r}"
    return f"nothing says: name staff and customers of column {authors.writer!r} under [ingest] in {FILE}"


def row_side(row: Row, text: str, channel: str, authors: TableAuthors) -> Side:
    """Whose a row's words are: by the column of sides, or as words on a channel that staff write down."""
    if authors.sides or authors.writer or authors.comments:
        return side_by_columns(row, authors)
    if is_kept(row, authors):
        return Side.STAFF
    by_phone = nfkc(channel).strip().casefold() in words().phone
    return Side.REPORTED if by_phone and authors.handled and is_telling(text) else Side.CUSTOMER


def is_kept(row: Row, authors: TableAuthors) -> bool:
    """Whether a row is kept from customers."""
    hidden = authors.hidden
    return bool(hidden) and bool(is_hidden(fold_heading(hidden), row.cells.get(hidden) or ""))


def side_by_columns(row: Row, authors: TableAuthors) -> Side:
    """Whose a row is by the columns that say it; a row that only is not hidden is anybody's."""
    if is_kept(row, authors):
        return Side.STAFF
    if authors.sides:
        return side_of(fold_heading(authors.sides), row.cells.get(authors.sides) or "") or Side.UNKNOWN
    name = _name(row.cells.get(authors.writer) or "") if authors.writer else ""
    if name in authors.ours:
        return Side.STAFF
    is_own = bool(name and authors.asker) and name == _name(row.cells.get(authors.asker) or "")
    return Side.CUSTOMER if is_own else Side.UNKNOWN


def notes(name: str, authors: TableAuthors, text: str, side: Side) -> tuple[str, ...]:
    """What the user is told: whose the words were taken for, and what decides."""
    lines = []
    decides = f'[ingest] written_by = {{"{name.rpartition("/")[2]}" = "customer"}} in {FILE}'
    if authors.sides:
        lines.append(f"{name}: column {authors.sides!r} says whose each row is")
    if authors.hidden:
        lines.append(f"{name}: rows that column {authors.hidden!r} keeps from customers are staff's")
    if authors.writer:
        lines.append(f"{name}: whose each row is, {_compared(authors)}")
    for column in authors.replies:
        taken = "staff's answers" if column in authors.answers else "staff's own notes and left out"
        lines.append(
            f"{name}: column {column!r} is read as {taken}, {text!r} as the customers' words; set [columns]"
            f" text in {FILE} if that is wrong"
        )
    if side is Side.REPORTED and authors.given is None:
        lines.append(
            f"{name}: {text!r} is read as staff's account of customers and never quoted; if customers wrote"
            f" it: {decides}"
        )
    return tuple(lines)
