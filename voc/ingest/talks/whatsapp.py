"""WhatsApp's exports: each message begins with its day, its clock and who wrote it, as the phone writes them.

`[05/10/2026, 09:12:33] Ana: words` (iPhone), `05/10/26, 9:12 AM - Ana: words` (Android), with points or
dashes between the numbers, the year first or last. Further lines belong to the message above; lines without
a name are the program's own.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from voc.ingest.hygiene import clean
from voc.ingest.talks.talk_lines import TalkLine
from voc.text import nfkc

CLOCK = (
    r"(?:(?P<pm_before>[AaPp]\.?\s?[Mm]\.?|午前|午後)\s?)?(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?:[:.]\d{2})?"
    r"(?:\s?(?P<pm>[AaPp]\.?\s?[Mm]\.?))?"
)
HEAD = re.compile(
    rf"\[?(?P<one>\d{{1,4}})[/.\-](?P<two>\d{{1,2}})[/.\-](?P<three>\d{{1,4}})\.?,?\s(?:\w{{1,4}}\s)?{CLOCK}(?:\]\s?|\s[-–]\s)"
)
NAMED = re.compile(r"(?P<name>[^:\n]{1,60}):\s(?P<words>.*)", re.DOTALL)
SIGNS = re.compile("[\u200e\u200f\u202a-\u202e]")
EDITED = re.compile(r"\s*<(?:This message was edited|このメッセージは編集されました)>\s*\Z", re.I)
LOOKED_AT = 30
LEAST = 2


class _Message(NamedTuple):
    numbers: tuple[int, int, int]
    clock: str
    name: str
    words: str


def fits(text: str) -> bool:
    """Whether several lines of its beginning are heads of messages, and somebody is named."""
    rows = [_plain(row) for row in text.split("\n", LOOKED_AT)[:LOOKED_AT]]
    heads = [(row, head) for row in rows if (head := HEAD.match(row))]
    return len(heads) >= LEAST and any(NAMED.match(row, head.end()) for row, head in heads)


def lines(text: str) -> Iterator[TalkLine]:
    """The messages, in order."""
    messages = list(_messages(text))
    order = _order([message.numbers for message in messages])
    for message in messages:
        year, month, day = (message.numbers[place] for place in order)
        date = f"{year + 2000 if year < 100 else year}/{month:02}/{day:02}"
        yield TalkLine(date, message.clock, message.name, EDITED.sub("", message.words))


def _plain(row: str) -> str:
    return SIGNS.sub("", nfkc(row) if not row.isascii() else row)


def _messages(text: str) -> Iterator[_Message]:
    found: _Message | None = None
    for row in text.lstrip("\ufeff").split("\n"):
        plain = _plain(row)
        if head := HEAD.match(plain):
            if found:
                yield found
            named = NAMED.match(plain, head.end())
            found = _message(head, named) if named else None
        elif found:
            found = found._replace(words=f"{found.words}\n{clean(row)}".strip())
    if found:
        yield found


def _message(head: re.Match[str], named: re.Match[str]) -> _Message:
    half = (head["pm"] or head["pm_before"] or "").casefold().replace(".", "").replace(" ", "")
    hour = int(head["hour"]) % 12 + 12 * (half in {"pm", "午後"}) if half else int(head["hour"])
    numbers = (int(head["one"]), int(head["two"]), int(head["three"]))
    return _Message(numbers, f"{hour}:{head['minute']}", clean(named["name"]), clean(named["words"]))


ORDERS = ((0, 1, 2), (2, 1, 0), (2, 0, 1))
"""Where year, month and day stand: year first, day first, month first."""
MONTHS = range(1, 13)
DAYS = range(1, 32)
LONG_YEAR = 1000


def _order(dates: Sequence[tuple[int, int, int]]) -> tuple[int, int, int]:
    """The order in which all are dates and none goes back in time; where two are so, the day comes first."""
    fitting = [order for order in ORDERS if all(_is_date(date, order) for date in dates)] or [ORDERS[1]]
    for order in fitting:
        days = [tuple(date[place] for place in order) for date in dates]
        if all(before <= after for before, after in pairwise(days)):
            return order
    return fitting[0]


def _is_date(date: tuple[int, int, int], order: tuple[int, int, int]) -> bool:
    year, month, day = (date[place] for place in order)
    return month in MONTHS and day in DAYS and (order[0] > 0 or year >= LONG_YEAR)
