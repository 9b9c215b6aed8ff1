"""Dates and times as exports write them -> aware datetimes.

Known: ISO 8601, `2026/10/05 9:12`, `2026年10月5日 9時12分`, `令和8年10月5日`, `R8.10.5`, English month
names, RFC 5322 mail dates, asctime, JavaScript, Oracle and Jira forms, zones by name and offset,
epoch seconds and milliseconds, the days since 1900 that a spreadsheet keeps (46300.38), and `10/05/2026`
where the file's other rows show whether the day or the month comes first.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Literal

from voc.text import nfkc

Order = Literal["day", "month", "unclear"]

ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "S": 1925}
MONTHS = {
    name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)
}
NAMED_ZONES = {
    name: timezone(timedelta(hours=hours))
    for name, hours in {
        "JST": 9, "KST": 9, "SGT": 8, "HKT": 8, "MSK": 3, "EEST": 3, "EET": 2, "CEST": 2, "CET": 1, "BST": 1,
        "WEST": 1, "WET": 0, "EDT": -4, "EST": -5, "CDT": -5, "CST": -6, "MDT": -6, "MST": -7, "PDT": -7,
        "PST": -8, "AKDT": -8, "AKST": -9, "HST": -10, "AEDT": 11, "AEST": 10, "NZDT": 13, "NZST": 12,
    }.items()
}  # fmt: skip
ZONE = rf"Z|(?:UTC|GMT)?[+-]\d{{1,2}}(?::?\d{{2}})?|UTC|GMT|{'|'.join(NAMED_ZONES)}"
OFFSET = re.compile(r"(?P<sign>[+-])(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?")
CLOCK = (
    r"(?:[T ,]*(?P<pm>午前|午後|AM|PM)?\s*(?P<hour>\d{1,2})(?::|時)(?P<minute>\d{1,2})?"
    r"(?:(?::|分)(?P<second>\d{1,2})?(?:[.,](?P<fraction>\d{1,9}))?)?秒?\s*(?P<after>AM|PM)?)?"
    rf"\s*(?P<zone>{ZONE})?\s*(?:\([^()]{{1,60}}\)|\[[A-Za-z_/+-]{{1,40}}\])?"
)
WEEKDAY = r"(?:\s*\(?[月火水木金土日]曜?日?\)|\s*[月火水木金土日]曜日?)?"
YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})日?" + WEEKDAY + CLOCK, re.I
)
COMPACT = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})" + CLOCK, re.I)
ERA = re.compile(
    r"(?P<era>令和|平成|昭和|[RHS])\s*(?P<year>\d{1,2}|元)\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*"
    r"(?P<day>\d{1,2})日?" + WEEKDAY + CLOCK
)
NAMED_DAY = re.compile(
    r"(?:[A-Z][a-z]+,?\s+)?(?P<day>\d{1,2})(?:st|nd|rd"
    r"|th)?[\s/-]+(?P<name>[A-Z][a-z]{2,8})\.?,?[\s/-]+(?P<year>\d{4}|\d{2})(?!\d)" + CLOCK,
    re.I,
)
NAMED_MONTH = re.compile(
    r"(?:[A-Z][a-z]+,?\s+)?(?P<name>[A-Z][a-z]{2,8})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd"
    r"|th)?,?\s+(?P<year>\d{4})(?:\s+at)?" + CLOCK,
    re.I,
)
ASCTIME = re.compile(
    r"(?:[A-Z][a-z]+,?\s+)?(?P<name>[A-Z][a-z]{2})\s+(?P<day>\d{1,2})\s+(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)"
    rf"(?P<zone>\s+(?:{ZONE}))?\s+(?P<year>\d{{4}})",
    re.I,
)
DOTTED_CLOCK = re.compile(r"(?<= )(\d{1,2})\.(\d{2})\.(\d{2})(?=[. ]|\Z)")
YEAR_LAST = re.compile(r"(?P<one>\d{1,2})[/.-](?P<two>\d{1,2})[/.-](?P<year>\d{4}|\d{2})(?!\d)" + CLOCK, re.I)
YEARS = range(1970, 2200)
SERIAL = re.compile(r"(?P<days>[2-7]\d{4})(?:\.(?P<part>\d{1,12}))?")
SERIAL_ZERO = datetime(1899, 12, 30)
EPOCH = re.compile(r"\d{10}(?:\.\d+)?|\d{13}")


def order_of(stamps: Iterable[str]) -> Order:
    """Whether `10/05/2026` puts the day or the month first, by the dates that can be read only one way."""
    day = month = False
    for stamp in stamps:
        if found := YEAR_LAST.fullmatch(_plain(stamp)):
            day = day or int(found["one"]) > 12
            month = month or int(found["two"]) > 12
    if day == month:
        return "unclear"
    return "day" if day else "month"


def is_unclear(stamp: str) -> bool:
    """Whether only other rows can say if the day or the month comes first."""
    return bool(YEAR_LAST.fullmatch(_plain(stamp)))


def parse(stamp: str, zone: tzinfo | None = None, order: Order = "unclear") -> datetime:
    """The moment a stamp names; in `zone` (UTC when not given) if it names no zone.

    Raises:
        ValueError: when it is no date that voc knows, in words for the user.

    """
    plain = _plain(stamp)
    if not plain:
        raise ValueError("no date")
    if EPOCH.fullmatch(plain):
        seconds = int(plain) / 1000 if len(plain) == 13 else float(plain)
        return datetime.fromtimestamp(seconds, zone or UTC)
    if found := SERIAL.fullmatch(plain):
        days = timedelta(seconds=round(float(found.group()) * 86400))
        return (SERIAL_ZERO + days).replace(tzinfo=zone or UTC)
    try:
        return _moment(plain, zone or UTC, order)
    except (ValueError, OverflowError) as error:
        raise ValueError(str(error) if "day or month" in str(error) else f"{stamp!r} is no date") from None


def _plain(stamp: str) -> str:
    plain = DOTTED_CLOCK.sub(r"\1:\2:\3", nfkc(stamp).strip().strip("'\""))
    if found := ASCTIME.fullmatch(plain):
        return f"{found['name']} {found['day']} {found['year']} {found['clock']}{found['zone'] or ''}"
    return plain


def _moment(plain: str, zone: tzinfo, order: Order) -> datetime:
    if found := YEAR_LAST.fullmatch(plain):
        return _built(found, _last_year_date(found, order), zone)
    for pattern in (YEAR_FIRST, COMPACT, NAMED_DAY, NAMED_MONTH, ERA):
        if found := pattern.fullmatch(plain):
            return _built(found, _date(found.groupdict()), zone)
    raise ValueError("no known form")


def _last_year_date(found: re.Match[str], order: Order) -> tuple[int, int, int]:
    one, two, year = int(found["one"]), int(found["two"]), _full_year(found["year"])
    if one <= 12 and two <= 12 and one != two and order == "unclear":
        raise ValueError(f"{found.group()!r}: day or month first? write dates as 2026-10-05")
    day_first = one > 12 or (order == "day" and two <= 12)
    return (year, two, one) if day_first else (year, one, two)


def _full_year(year: str) -> int:
    """Two digits are of this century."""
    return int(year) + (2000 if len(year) == 2 else 0)


def _date(parts: dict[str, str | None]) -> tuple[int, int, int]:
    era = parts.get("era")
    year = 1 if parts["year"] == "元" else int(parts["year"] or 0)
    year = year + ERAS[era] if era else _full_year(parts["year"] or "0")
    name = (parts.get("name") or "")[:3].casefold()
    month = MONTHS.get(name, 0) if name else int(parts["month"] or 0)
    return year, month, int(parts["day"] or 0)


def _built(found: re.Match[str], date: tuple[int, int, int], zone: tzinfo) -> datetime:
    half = (found["pm"] or found["after"] or "").upper()
    hour = int(found["hour"] or 0)
    if half in {"PM", "午後"} and hour < 12:
        hour += 12
    elif half in {"AM", "午前"} and hour == 12:
        hour = 0
    fraction = int((found["fraction"] or "0")[:6].ljust(6, "0"))
    if date[0] not in YEARS:
        raise ValueError("a year out of range")
    minute, second = int(found["minute"] or 0), int(found["second"] or 0)
    return datetime(*date, hour, minute, second, fraction, tzinfo=_zone(found["zone"], zone))


def _zone(name: str | None, default: tzinfo) -> tzinfo:
    if not name:
        return default
    if name.upper() in {"Z", "UTC", "GMT"}:
        return UTC
    if known := NAMED_ZONES.get(name.upper()):
        return known
    found = OFFSET.search(name)
    if not found:
        return default
    offset = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
    return timezone(-offset if found["sign"] == "-" else offset)
