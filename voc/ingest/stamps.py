"""Dates and times as exports write them -> aware datetimes.

Known: ISO 8601, `2026/10/05 9:12`, `2026年10月5日 9時12分`, `令和8年10月5日`, `R8.10.5`, English month
names, RFC 5322 mail dates, asctime, JavaScript, Oracle and Jira forms, zones by name and offset,
epoch seconds and milliseconds, the days since 1900 that a spreadsheet keeps (46300.38), and `10/05/2026`
where the file's other rows show whether the day or the month comes first.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo

from voc.text import nfkc

Order = Literal["day", "month", "year", "unclear"]

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
        "IST": 5.5, "ICT": 7, "WIB": 7, "PHT": 8, "MYT": 8,
    }.items()
}  # fmt: skip
PLACES = {
    "eastern": "America/New_York", "central": "America/Chicago", "mountain": "America/Denver",
    "pacific": "America/Los_Angeles", "et": "America/New_York", "ct": "America/Chicago",
    "mt": "America/Denver", "pt": "America/Los_Angeles", "japan": "Asia/Tokyo", "tokyo": "Asia/Tokyo",
    "korea": "Asia/Seoul",
    "singapore": "Asia/Singapore", "india": "Asia/Kolkata", "greenwich mean": "Etc/GMT",
    "coordinated universal": "Etc/UTC", "central european": "Europe/Berlin", "gmt": "Europe/London",
}  # fmt: skip
PLACE = re.compile(
    r"\s*[(\[]?\b(?:(?P<key>[A-Z][a-z]+(?:/[A-Za-z_]+){1,2})"
    r"|(?P<name>[A-Za-z]+(?: [A-Za-z]+)??) (?:(?:standard|daylight|summer) )?time(?: \(?[A-Z][\w &]*\)?)?"
    r"|(?P<short>[ECMP]T))[)\]]?$",
    re.I,
)
REWRITTEN = (
    (re.compile(r"/Date\((\d{13})(?:[+-]\d{4})?\)/"), r"\1"),
    (re.compile(r"\b([ap])\.\s?m\.?", re.I), r"\1m"),
    (re.compile(r"\(([A-Z]{2,5})\)$"), r"\1"),
    (re.compile(r"([+-]\d{2}:?\d{2}) (?:UTC|GMT)$"), r"\1"),
    (re.compile(r"\s*Uhr$"), ""),
    (re.compile(r"\(([月火水木金土日])曜?日?[・,、]\s*祝?\)"), r"(\1)"),
    (
        re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)[T ]?(\d\d):?(\d\d):?(\d\d)?(?=Z|[+-]|$)"),
        r"\1-\2-\3 \4:\5:\6",
    ),
    (re.compile(r"(\d{4})-([A-Z][a-z]{2,8})-(\d{1,2})", re.I), r"\3 \2 \1"),
    (re.compile(r"(\d{1,2})([A-Z]{3})(\d{4})[: ]?", re.I), r"\1 \2 \3 "),
    (re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d)(?=Z|[+-]|$)"), r"\1 \2:00"),
    (re.compile(r"(\d{1,2})h(\d{2})$"), r"\1:\2"),
    (re.compile(r"^(\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AP]M)?),?\s+(?=.*\d{4})(\S.*)$", re.I), r"\2 \1"),
    (re.compile(r"^(\d{1,2}月\d{1,2}日)[ ,]*(\d{4})年"), r"\2年\1"),
)
"""Spellings that are tried where a stamp is no date as it stands."""
WEEK = re.compile(r"(?P<year>\d{4})-?W(?P<week>\d\d)(?:-?(?P<day>[1-7]))?")
MIDNIGHT = re.compile(r"(?<=[ T])24:00(?::00)?\b")
ZONE = rf"Z|(?:UTC|GMT)?[+-]\d{{1,2}}(?::?\d{{2}})?|UTC|GMT|{'|'.join(NAMED_ZONES)}"
BRACKETED_ZONE = re.compile(
    rf"(?<![+-]\d{{4}}\s)(?<![+-]\d\d:\d\d\s)\(({'|'.join(NAMED_ZONES)}|UTC|GMT)\)$", re.I
)
OFFSET = re.compile(r"(?P<sign>[+-])(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?")
CLOCK = (
    r"(?:[T ,]*(?P<pm>午前|午後|AM|PM)?\s*(?P<hour>\d{1,2})(?::|時)(?P<minute>\d{1,2})?"
    r"(?:(?::|分)(?P<second>\d{1,2})?(?:[.,](?P<fraction>\d{1,9}))?)?秒?\s*(?P<after>AM|PM)?)?"
    rf"\s*(?P<zone>{ZONE})?\s*(?:\((?P<where>[^()]{{1,60}})\)|\[[A-Za-z_/+-]{{1,40}}\])?"
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
OUR_YEARS = frozenset(range(10, 40))
"""Years of two digits that a column of dates is likely to hold. Set by judgement."""
SERIAL = re.compile(r"(?P<days>[2-7]\d{4})(?:\.(?P<part>\d{1,12}))?")
EARLY_SERIAL = re.compile(r"\d{4,5}(?:\.\d{1,12})?")
SINCE_1904 = 1462
"""Days from the first of 1900 to that of 1904, as Excel counts them."""
SERIAL_ZERO = datetime(1899, 12, 30)
EPOCH = re.compile(r"\d{10}(?:\.\d+)?|\d{13}")


def order_of(stamps: Iterable[str]) -> Order:
    """Whether `10/05/2026` puts the day or the month first, by the dates that can be read only one way.

    Of two-digit years the column tells where they stand: years are few, and those of our time.
    """
    day = month = False
    short: list[tuple[int, int, int]] = []
    for stamp in stamps:
        if found := YEAR_LAST.fullmatch(_plain(stamp)):
            day = day or int(found["one"]) > 12
            month = month or int(found["two"]) > 12
            if len(found["year"]) == 2:
                short.append((int(found["one"]), int(found["two"]), int(found["year"])))
    if short and _begins_with_year(short):
        return "year"
    if day == month:
        return "unclear"
    return "day" if day else "month"


def _begins_with_year(dates: Sequence[tuple[int, int, int]]) -> bool:
    """Whether the first of three two-digit numbers is the year in a whole column: `26/10/05`."""
    first, second, third = (set(numbers) for numbers in zip(*dates, strict=True))
    if not first <= OUR_YEARS or max(second) > 12 or not 1 <= min(third) <= max(third) <= 31:
        return False
    return not third <= OUR_YEARS or len(first) < len(third)


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
        if "day or month" in str(error):
            raise ValueError(str(error)) from None
    try:
        return _rewritten(plain, zone or UTC, order)
    except (ValueError, OverflowError) as error:
        raise ValueError(str(error) if "day or month" in str(error) else f"{stamp!r} is no date") from None


def shifted(stamp: str, days: int) -> str:
    """A spreadsheet's number of days as if it were counted from 1900; other stamps as they are."""
    if not days or not EARLY_SERIAL.fullmatch(stamp.strip()):
        return stamp
    return f"{float(stamp) + days:.6f}"


def _rewritten(plain: str, zone: tzinfo, order: Order) -> datetime:
    """The same for stamps of other spellings: zones by place, clocks first, weeks, and no signs between."""
    if found := WEEK.fullmatch(plain):
        day = date.fromisocalendar(int(found["year"]), int(found["week"]), int(found["day"] or 1))
        return datetime(day.year, day.month, day.day, tzinfo=zone)
    if (found := PLACE.search(plain)) and (place := _place(found)):
        plain, zone = plain[: found.start()], place
    for pattern, words in REWRITTEN:
        plain = pattern.sub(words, plain).strip().rstrip(":")
    if EPOCH.fullmatch(plain):
        return datetime.fromtimestamp(int(plain) / 1000, zone)
    if MIDNIGHT.search(plain):
        return _moment(MIDNIGHT.sub("00:00", plain), zone, order) + timedelta(days=1)
    return _moment(plain, zone, order)


def _place(found: re.Match[str]) -> tzinfo | None:
    """The zone that a place, or the name of its time, stands for."""
    name = found["key"] or PLACES.get((found["name"] or found["short"]).casefold())
    try:
        return ZoneInfo(name) if name else None
    except (KeyError, ValueError, OSError):
        return None


def _plain(stamp: str) -> str:
    plain = DOTTED_CLOCK.sub(r"\1:\2:\3", nfkc(stamp).strip().strip("'\""))
    if plain.endswith(")"):
        plain = BRACKETED_ZONE.sub(r"\1", plain)
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
    is_short = len(found["year"]) == 2
    if is_short and (order == "year" or (order == "unclear" and _begins_with_year([(one, two, year % 100)]))):
        return _full_year(found["one"]), two, year % 100
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
    if not found["zone"] and found["where"] and (place := PLACE.search(found["where"])):
        zone = _place(place) or zone
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
