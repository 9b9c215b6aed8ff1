"""Tables of tickets, survey answers and reviews, whatever file they stand in -> Documents.

A cell may hold a thread: a new turn begins where a paragraph starts with a speaker's label and a colon.
Only these count as labels: the row's own person, the names the settings give, and the words for customers,
support and bots. So `症状: 画面が固まる`, `TEL: ...` and `Re: ...` stay what they are, words.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from voc.errors import MissingColumn
from voc.ingest import authors as whose
from voc.ingest import companies, conversations, headings, records, stamps, surveys
from voc.ingest.batch import Batch, ColumnUse, Options
from voc.ingest.hygiene import HUGE, clean
from voc.ingest.records import TOO_LONG, File, Record, form_of, stream
from voc.ingest.sheets import Row, Sheet
from voc.settings import FILE
from voc.text import fold_heading
from voc.types import Form, Side, Utterance

NEEDED = {"text": "what the customer wrote", "created_at": "the date"}
NAMED = 30
DATES_LOOKED_AT = 50


def read(sheet: Sheet, name: str, options: Options) -> Iterator[Batch]:
    """Read a sheet, one document a row, some documents at a time.

    Raises:
        MissingColumn: when text or date cannot be told from the headings, or the settings name
            a column that is not there; it names the columns seen and the lines to write.

    """
    table = _table(sheet, name, options)
    mapped, authors = table.mapped, table.authors
    place = f"sheet {sheet.name!r}, row" if sheet.name else "row"
    records: Iterable[Record] = (_record(row, place, table, options) for row in sheet.rows)
    file = _file(sheet, name, mapped.columns, options)._replace(is_form=bool(table.asked))
    guesses = (*mapped.guessed.items(), *(("more text", column) for column in mapped.more))
    notes = tuple(
        f"{name}: column {column!r} is read as {field}; set [columns] in {FILE} if that is wrong"
        for field, column in guesses
    )
    told = whose.notes(name, authors, mapped.columns["text"], table.side)
    told = (*told, *_unread(sheet, name, table))
    if talk := conversations.of_table(sheet, mapped.columns, authors, options):
        records = conversations.records(sheet, talk, place, file)
        told = (*told, *conversations.notes(name, talk))
    yield Batch(notes=(*notes, *told), columns=tuple(_uses(sheet, table)))
    apart = sheet.name if sheet.is_apart else ""
    yield from stream((_apart(record, apart) for record in records), file)


def holds_tickets(sheet: Sheet, options: Options) -> bool:
    """Whether text and date can be told from the headings."""
    mapped = _known(sheet, options, whose.of_table(sheet, "", options))
    return NEEDED.keys() <= (_dated(sheet, mapped) if "text" in mapped.columns else mapped).columns.keys()


class _Table(NamedTuple):
    """What a table's columns hold, who wrote them, and whose its words are."""

    mapped: headings.Mapped
    authors: whose.TableAuthors
    side: Side
    asked: frozenset[str]
    """Columns of words whose heading is the question that they answer."""

    texts: tuple[str, ...]
    """All columns of words, in the order of the table."""
    days: int
    """How many days after 1900 its numbers of days begin."""


def _table(sheet: Sheet, name: str, options: Options) -> _Table:
    authors = whose.of_table(sheet, name, options)
    mapped = _mapped(sheet, name, options, authors)
    mapped = surveys.open_questions(_first_rows(sheet), mapped, authors.taken)
    names = companies.columns_of(sheet, mapped.columns)
    if names.company:
        kept = {field: column for field, column in mapped.columns.items() if column != names.company}
        free = tuple(one for one in sheet.columns if one != names.company and one not in authors.taken)
        others = headings.known(headings.TICKET, free, kept)
        mapped = mapped._replace(columns={**others.columns, "account": names.company})
    if names.person and "person" not in mapped.columns:
        mapped = mapped._replace(columns={**mapped.columns, "person": names.person})
    text = mapped.columns["text"]
    told = not authors.tells_rows and whose.tells(sheet, text, authors)
    authors = authors._replace(replies=tuple(one for one in authors.replies if one != text))
    more = tuple(one for one in options.columns.text if one in sheet.columns and one != text)
    mapped = mapped._replace(more=tuple(dict.fromkeys((*more, *mapped.more))))
    texts = tuple(one for one in sheet.columns if one == text or one in mapped.more)
    asked = frozenset(one for one in texts if mapped.more or headings.is_question(one))
    return _Table(
        mapped, authors, authors.given or (Side.REPORTED if told else Side.CUSTOMER), asked, texts, sheet.days
    )


def _first_rows(sheet: Sheet) -> list[Row]:
    return list(islice(sheet.rows, whose.LOOKED_AT))


def _uses(sheet: Sheet, table: _Table) -> Iterator[ColumnUse]:
    """What each column is taken for, in the order of the table."""
    authors = table.authors
    uses = {column: field for field, column in table.mapped.columns.items()}
    side = "whose, each row tells" if authors.tells_rows else table.side.value
    uses |= {column: f"text, {side}" for column in table.texts}
    uses |= dict.fromkeys(authors.replies, "staff's own notes, left out")
    uses |= dict.fromkeys(authors.answers, "text, staff")
    uses |= {authors.sides: "whose each row is", authors.hidden: "which rows customers do not see"}
    for column, use in ((authors.writer, "who wrote a row"), (authors.asker, "whose ticket it is")):
        uses[column] = f"{uses[column]}; {use}" if column in uses else use
    for column in sheet.columns:
        yield ColumnUse(column=column, use=uses.get(column, "not read"))


def _unread(sheet: Sheet, name: str, table: _Table) -> Iterator[str]:
    """Columns with sentences in them that nothing is taken from."""
    taken = {*table.mapped.columns.values(), *table.mapped.more, *table.authors.taken, table.authors.words}
    free = [column for column in sheet.columns if column not in taken]
    for column in surveys.unread(_first_rows(sheet), free):
        texts = ", ".join(f'"{one}"' for one in (*table.texts, column))
        decides = f"[columns] text = [{texts}] in {FILE}"
        yield f"{name}: column {column!r} is not read; if customers wrote it: {decides}"


def number_alike(held: Sequence[Sheet], options: Options) -> bool:
    """Whether two sheets give one id to rows of different words, as sheets do that each number from 1."""
    words: dict[str, str] = {}
    for sheet in held if len(held) > 1 else ():
        columns = _table(sheet, sheet.name, options).mapped.columns
        own: dict[str, str] = {}
        for row in sheet.rows if "id" in columns else ():
            id_, text = clean(row.cells.get(columns["id"]) or ""), row.cells.get(columns["text"]) or ""
            if id_ and text.strip():
                own.setdefault(id_, text)
        if any(words.setdefault(id_, text) != text for id_, text in own.items()):
            return True
    return False


def _file(sheet: Sheet, name: str, columns: Mapping[str, str], options: Options) -> File:
    """What the whole column tells of each cell; the rows are walked for it only where that is in doubt."""

    def cells(field: str) -> Iterator[str]:
        return (row.cells.get(columns[field]) or "" for row in sheet.rows)

    unclear = any(stamps.is_unclear(cell) for cell in islice(cells("created_at"), DATES_LOOKED_AT))
    return File(
        name,
        options,
        order=stamps.order_of(cells("created_at")) if unclear else "unclear",
        score_heading=columns.get("score"),
        score_top=records.top_of(columns["score"], cells("score")) if "score" in columns else 5.0,
    )


def is_certain(sheet: Sheet) -> bool:
    """Whether the headings alone show a table that voc reads."""
    ticket = headings.known(headings.TICKET, sheet.columns, {})
    return NEEDED.keys() <= ticket.columns.keys() - ticket.guessed.keys() or looks_like(sheet) is not None


def looks_like(sheet: Sheet) -> str | None:
    """`accounts`, `interviews`, `usage` or `orders` when the headings are those of such a table only."""
    ticket = headings.known(headings.TICKET, sheet.columns, {})
    if "text" in ticket.columns and "text" not in ticket.guessed:
        return None
    accounts = headings.known(headings.ACCOUNT, sheet.columns, {}).columns
    if {"id", "name"} <= accounts.keys() and accounts.keys() & {"plan", "mrr", "renewal_date", "segment"}:
        return "accounts"
    interviews = headings.known(headings.INTERVIEW, sheet.columns, {}).columns
    if {"id", "person"} <= interviews.keys():
        return "interviews"
    for kind, table, needed in (("usage", headings.USE, "logins"), ("orders", headings.ORDER, "amount")):
        if {"account", "day", needed} <= headings.known(table, sheet.columns, {}).columns.keys():
            return kind
    return None


def pointed_out(kind: str, name: str) -> Batch:
    """A note that the table is another one than tickets, and how to give it."""
    note = f"{name}: looks like a table of {kind}; give it with --{kind}"
    return Batch(notes=(note,), form=f"table of {kind}, not read here")


def _known(sheet: Sheet, options: Options, authors: whose.TableAuthors) -> headings.Mapped:
    """The fields' columns; what staff write is taken for the words only where nothing else is."""
    present = options.columns.among(sheet.columns)
    free = tuple(column for column in sheet.columns if column not in authors.taken)
    if authors.words:
        present = {"text": authors.words, **present}
    mapped = headings.known(headings.TICKET, free, present)
    if "text" not in mapped.columns and (remarks := [*authors.replies, *whose.remarks(free)]):
        present["text"] = remarks[0]
        mapped = headings.known(headings.TICKET, free, present)
    return mapped


def _mapped(sheet: Sheet, name: str, options: Options, authors: whose.TableAuthors) -> headings.Mapped:
    given = options.columns.absent(sheet.columns)
    absent = [f"{field} = {' or '.join(map(repr, names))}" for field, names in given.items()]
    mapped = _dated(sheet, _known(sheet, options, authors))
    missing = [field for field in NEEDED if field not in mapped.columns]
    if not missing:
        return mapped
    more = len(sheet.columns) - NAMED
    seen = ", ".join(sheet.columns[:NAMED]) + (f" and {more} more" if more > 0 else "")
    lines = " and ".join(f'{field} = "..."' for field in missing)
    what = " and ".join(NEEDED[field] for field in missing)
    said = f" ({FILE} says {', '.join(absent)}, which is not there)" if absent else ""
    if missing == ["text"] and (what := _without_words(sheet.columns)):
        raise MissingColumn(f"{name}: {what}")
    raise MissingColumn(
        f"{name}: no column holds {what}{said}; columns seen: {seen}; write in {FILE}, under [columns], "
        f"{lines}"
    )


def _dated(sheet: Sheet, mapped: headings.Mapped) -> headings.Mapped:
    """With the one column of dates, where no heading tells which it is, nor says it is of our doings."""
    if "created_at" in mapped.columns:
        return mapped
    rows = _first_rows(sheet)
    free = [one for one in sheet.columns if one not in mapped.columns.values() and headings.is_free(one)]
    found = [
        one for one in free if _holds_dates([cell for row in rows if (cell := row.cells.get(one) or "")])
    ]
    if len(found) != 1:
        return mapped
    guessed = {"created_at": found[0]}
    return mapped._replace(columns={**mapped.columns, **guessed}, guessed={**mapped.guessed, **guessed})


def _holds_dates(cells: Sequence[str]) -> bool:
    """Whether all cells are dates, and no mere numbers."""
    return bool(cells) and all(map(_is_date, cells))


def _is_date(cell: str) -> bool:
    if cell.strip().replace(".", "").isdigit():
        return False
    try:
        stamps.parse(cell, order="day")
    except ValueError:
        return False
    return True


def _without_words(columns: Sequence[str]) -> str:
    """What a table is that lists tickets and not what was written in them; empty for any other."""
    names = frozenset(map(fold_heading, columns))
    if not names & LISTED or not names & STATES:
        return ""
    if "summationcolumn" in names or names >= ZENDESK_VIEW:
        return (
            "a view of Zendesk, which lists tickets without their conversations; export the tickets as JSON"
            " (Admin Center, Reports, Export), or read them with `voc ingest zendesk:NAME`"
        )
    return (
        f"a list of tickets without what was written in them (columns seen: {', '.join(columns[:NAMED])});"
        " export it with the descriptions or the conversations"
    )


LISTED = frozenset("subject title summary 件名 題名 タイトル".split())
STATES = frozenset("status state priority assignee 状態 ステータス 優先度 担当者".split())
ZENDESK_VIEW = frozenset("requester assignee group via ticket type".split()) - {"ticket", "type"}


def _record(row: Row, place: str, table: _Table, options: Options) -> Record:
    mapped = table.mapped
    cells = {"text": "", "created_at": ""}
    cells |= {field: row.cells.get(column) or "" for field, column in mapped.columns.items()}
    person = clean(cells.get("person", ""))
    is_huge = len(cells["text"]) > HUGE
    text = "" if is_huge else clean(cells["text"])
    if table.asked:
        said = _answers(row, text, person, table)
    else:
        said = () if surveys.is_no_answer(text) else _said(text, person, cells.get("channel", ""), options)
    side = table.side
    if side is Side.CUSTOMER and table.authors.given is None:
        side = whose.row_side(row, text, cells.get("channel", ""), table.authors)
    if side is not Side.CUSTOMER:
        said = tuple(
            spoken._replace(side=side) if spoken.side is Side.CUSTOMER else spoken for spoken in said
        )
    return Record(
        place=f"{place} {row.number}",
        id=cells.get("id", ""),
        created_at=stamps.shifted(cells["created_at"], table.days),
        said=said,
        account=cells.get("account", ""),
        person=person,
        role=cells.get("role", ""),
        channel=cells.get("channel", ""),
        subject=cells.get("subject", ""),
        score=cells.get("score", ""),
        version=cells.get("version", ""),
        email=cells.get("email", ""),
        fault=row.fault or (TOO_LONG if is_huge else ""),
        is_blank=not said and any(surveys.is_no_answer(row.cells.get(one) or "") for one in table.texts),
        replies=tuple(
            Utterance("", Side.STAFF, answer)
            for column in table.authors.answers
            if not surveys.is_no_answer(answer := clean(row.cells.get(column) or ""))
        ),
    )


def _answers(row: Row, text: str, person: str, table: _Table) -> tuple[Utterance, ...]:
    """A form's answers, each under its question; nobody asked what only answers 'none'."""
    first = table.mapped.columns["text"]
    cells = ((one, text if one == first else clean(row.cells.get(one) or "")) for one in table.texts)
    return tuple(
        spoken
        for column, answer in cells
        if answer and not surveys.is_no_answer(answer)
        for spoken in (Utterance("", Side.BOT, column), Utterance(person, Side.CUSTOMER, answer))
        if column in table.asked or spoken.side is not Side.BOT
    )


def _apart(record: Record, sheet: str) -> Record:
    """The record with the sheet's name before its id, where that is wanted."""
    return record._replace(id=f"{sheet} {record.id}") if sheet and record.id.strip() else record


def _said(text: str, person: str, channel: str, options: Options) -> tuple[Utterance, ...]:
    """The turns of a cell; in a survey or review a lone `Agent: Bashir` is an answer, no turn of ours."""
    said = split_thread(text, person, options.staff, options.customers)
    is_answer = form_of(channel, None, text) is not Form.TICKET
    if is_answer and all(spoken.side is not Side.CUSTOMER for spoken in said):
        return (Utterance(person, Side.CUSTOMER, text),)
    return said


CUSTOMER = (
    "お客様|お客さま|顧客|利用者|ユーザー?|問い合わせ者|customer|client|end[ -]?user|user|requester|visitor"
)
STAFF = (
    "カスタマーサポート|カスタマーサクセス|サポート(?:担当者?|デスク|センター|窓口)?|ヘルプデスク"
    "|オペレーター?"
    "|support agent|support team|customer support|support|agent|operator|help ?desk|staff"
)
SHY = "担当者?|スタッフ|弊社|当社"
BOT = "(?:チャット)?ボット|自動応答|自動返信|(?:chat ?)?bot|auto[- ]?reply"
STAMP = r"[\[(（【]?\d{4}[-/年]\d{1,2}[-/月]\d{1,2}日?[ T]*(?:\d{1,2}:\d{2}(?::\d{2})?)?[\])）】]?\s*"
BRACKET = r"(?:\s*[（(\[][^\n)）\]]{0,40}[)）\]])?"
CUSTOMER_WORDS = re.compile(CUSTOMER, re.I)
BOT_WORDS = re.compile(BOT, re.I)
STAFF_WORDS = re.compile(STAFF, re.I)
SHY_WORDS = re.compile(SHY, re.I)


class _Label(NamedTuple):
    """Where a label stands, where the words after it begin, and whose it is."""

    start: int
    end: int
    speaker: str
    side: Side
    shy: bool
    """Whether it is also a usual field of a form, such as 担当者."""


def split_thread(
    text: str, person: str = "", staff: Sequence[str] = (), customers: Sequence[str] = ()
) -> tuple[Utterance, ...]:
    """Cut a cell into utterances; what stands before the first label is the customer's.

    Without labels the whole cell is one utterance of the customer. The speaker is the person's
    name, or empty where the label names only a role.
    """
    labels = _labels(text, person, tuple(staff), tuple(customers))
    ends = [label.start for label in labels] + [len(text)]
    said = [Utterance(person, Side.CUSTOMER, text[: ends[0]])]
    said += [
        Utterance(label.speaker, label.side, text[label.end : end])
        for label, end in zip(labels, ends[1:], strict=True)
    ]
    trimmed = (spoken._replace(text=spoken.text.strip()) for spoken in said)
    return tuple(spoken for spoken in trimmed if spoken.text)


def _labels(text: str, person: str, staff: tuple[str, ...], customers: tuple[str, ...]) -> list[_Label]:
    pattern = _pattern(tuple(filter(None, (person, *staff, *customers))))
    found = [_label(match, person, staff, customers) for match in pattern.finditer(text)]
    chosen = [label for label in found if _starts_paragraph(text, label.start)]
    if len(chosen) == 1 and chosen[0].start == 0:
        chosen = found
    named = any(label.side is Side.CUSTOMER for label in chosen)
    return [label for label in chosen if named or not label.shy]


@lru_cache(maxsize=1024)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    roles = "|".join((CUSTOMER, STAFF, SHY, BOT))
    words = "|".join((*sorted(map(re.escape, names), key=len, reverse=True), roles))
    colleague = rf"[^\n:：（(]{{1,30}}?(?=\s?[（(](?:{STAFF}|{SHY})[)）])"
    return re.compile(
        rf"^(?:{STAMP})?(?:(?P<label>{words}|{colleague})(?:様|さん)?{BRACKET}\s*[:：]"
        rf"|[【\[](?P<boxed>{roles})[】\]][:：]?)[ \t]*",
        re.MULTILINE | re.IGNORECASE,
    )


def _starts_paragraph(text: str, at: int) -> bool:
    line_before = text[text.rfind("\n", 0, max(at - 1, 0)) + 1 : max(at - 1, 0)]
    return at == 0 or not line_before.strip()


def _label(match: re.Match[str], person: str, staff: tuple[str, ...], customers: tuple[str, ...]) -> _Label:
    word = (match["label"] or match["boxed"]).strip()
    speaker, side = _whose(word, person, staff, customers)
    shy = bool(SHY_WORDS.fullmatch(word)) and side is Side.STAFF
    return _Label(match.start(), match.end(), speaker, side, shy)


def _whose(word: str, person: str, staff: tuple[str, ...], customers: tuple[str, ...]) -> tuple[str, Side]:
    plain = word.casefold()
    if plain == person.casefold() or CUSTOMER_WORDS.fullmatch(word):
        return person, Side.CUSTOMER
    if plain in {name.casefold() for name in customers}:
        return word, Side.CUSTOMER
    if BOT_WORDS.fullmatch(word):
        return "", Side.BOT
    role = STAFF_WORDS.fullmatch(word) or SHY_WORDS.fullmatch(word)
    return ("" if role else word), Side.STAFF
