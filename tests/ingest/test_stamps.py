from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from voc.ingest.stamps import order_of, parse

JST = timezone(timedelta(hours=9))


@pytest.mark.parametrize(
    ("stamp", "moment"),
    [
        ("2026-10-05T09:12:00+09:00", datetime(2026, 10, 5, 9, 12, tzinfo=JST)),
        ("2026-10-05T00:12:00Z", datetime(2026, 10, 5, 0, 12, tzinfo=UTC)),
        ("2026-10-05 09:12:33.250 +0900", datetime(2026, 10, 5, 9, 12, 33, 250000, tzinfo=JST)),
        ("2026-10-05 09:12:33 UTC", datetime(2026, 10, 5, 9, 12, 33, tzinfo=UTC)),
        ("2026/10/05 9:12", datetime(2026, 10, 5, 9, 12, tzinfo=UTC)),
        ("2026/10/5", datetime(2026, 10, 5, tzinfo=UTC)),
        ("2026.10.05", datetime(2026, 10, 5, tzinfo=UTC)),
        ("2026/10/05(月) 9:12", datetime(2026, 10, 5, 9, 12, tzinfo=UTC)),
        ("2026年10月5日 9時12分", datetime(2026, 10, 5, 9, 12, tzinfo=UTC)),
        ("２０２６年１０月５日（月）９時", datetime(2026, 10, 5, 9, tzinfo=UTC)),
        ("2026年10月5日 午後3時5分", datetime(2026, 10, 5, 15, 5, tzinfo=UTC)),
        ("令和8年10月5日", datetime(2026, 10, 5, tzinfo=UTC)),
        ("令和元年5月1日 9:00", datetime(2019, 5, 1, 9, tzinfo=UTC)),
        ("R8.10.5", datetime(2026, 10, 5, tzinfo=UTC)),
        ("20261005", datetime(2026, 10, 5, tzinfo=UTC)),
        ("Oct 5, 2026 2:03 PM", datetime(2026, 10, 5, 14, 3, tzinfo=UTC)),
        ("5 October 2026", datetime(2026, 10, 5, tzinfo=UTC)),
        ("Mon, 5 Oct 2026 10:00:00 +0900", datetime(2026, 10, 5, 10, tzinfo=JST)),
        ("12/31/2026 12:00 AM", datetime(2026, 12, 31, tzinfo=UTC)),
        ("31.12.2026", datetime(2026, 12, 31, tzinfo=UTC)),
        ("1791158400", datetime(2026, 10, 5, tzinfo=UTC)),
        ("1791158400000", datetime(2026, 10, 5, tzinfo=UTC)),
    ],
)
def test_a_stamp_is_read_as_it_was_meant(stamp, moment):
    found = parse(stamp)
    assert (found, found.utcoffset()) == (moment, moment.utcoffset())


def test_a_stamp_without_zone_is_in_the_projects_zone():
    found = parse("2026/10/05 9:12", ZoneInfo("Asia/Tokyo"))
    assert found.isoformat() == "2026-10-05T09:12:00+09:00"


@pytest.mark.parametrize(
    "stamp",
    ["", "soon", "2026-13-05", "2026/02/30", "T-001", "10/2026", "昨日", "2026-10-05T25:00:00", "９９９９年"],
)
def test_what_is_no_date_is_refused(stamp):
    with pytest.raises(ValueError, match="no date"):
        parse(stamp)


@pytest.mark.parametrize(
    ("column", "order"),
    [
        pytest.param(["10/05/2026 14:03", "10/25/2026 9:00"], "month", id="one date can only be American"),
        pytest.param(["05/10/2026", "25/10/2026"], "day", id="one date can only be European"),
        pytest.param(["10/05/2026", "11/05/2026"], "unclear", id="nothing tells"),
        pytest.param(["13/05/2026", "05/13/2026"], "unclear", id="both orders in one column"),
    ],
)
def test_the_order_of_day_and_month_comes_from_the_other_rows(column, order):
    assert order_of(column) == order


def test_an_ambiguous_date_is_refused_rather_than_guessed():
    assert parse("10/05/2026", None, "month").month == 10
    assert parse("10/05/2026", None, "day").month == 5
    with pytest.raises(ValueError, match="day or month first"):
        parse("10/05/2026")


SPELLINGS = [
    ("Oct. 5, 2026 9:12 a.m.", 0),
    ("2026-Oct-05 09:12", 0),
    ("05OCT2026:09:12:00", 0),
    ("20261005091200", 0),
    ("20261005 0912", 0),
    ("20261005T091200Z", 0),
    ("20261005T091200+0900", 9),
    ("2026/10/05 09:12 (JST)", 9),
    ("2026-10-05 09:12:00 Asia/Tokyo", 9),
    ("2026-10-05 09:12:00 America/New_York", -4),
    ("2026-01-05 09:12:00 America/New_York", -5),
    ("2026-10-05 09:12 Eastern Standard Time", -4),
    ("2026-10-05 09:12:00 (Pacific Time)", -7),
    ("2026-10-05 09:12 Japan Standard Time", 9),
    ("2026-10-05 09:12 ET", -4),
    ("2026-10-05 09:12 PT", -7),
    ("2026-10-05 09:12 IST", 5.5),
    ("2026-10-05 09:12:00.000 +0000 UTC", 0),
    ("2026-10-05 09h12", 0),
    ("/Date(1791191520000)/", 0),
    ("2026/10/5(月・祝) 9:12", 0),
    ("09:12 2026-10-05", 0),
    ("9:12 AM, Oct 5 2026", 0),
    ("9:12 05/Oct/2026", 0),
]


@pytest.mark.parametrize(("stamp", "hours"), SPELLINGS)
def test_a_moment_is_read_in_further_spellings(stamp, hours):
    found = parse(stamp, UTC)
    assert (found.year, found.day, found.hour, found.minute) == (2026, 5, 9, 12)
    assert found.utcoffset().total_seconds() == hours * 3600


def test_the_last_moment_of_a_day_is_the_first_of_the_next():
    assert parse("2026-10-05 24:00", UTC) == datetime(2026, 10, 6, tzinfo=UTC)


def test_a_week_is_its_monday():
    assert parse("2026-W41", UTC) == datetime(2026, 10, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("column", "day"),
    [
        (["26/10/05", "26/10/06", "26/11/30"], datetime(2026, 10, 5, tzinfo=UTC)),
        (["26/10/13", "26/10/14", "26/11/15"], datetime(2026, 10, 13, tzinfo=UTC)),
        (["05/10/26", "06/10/26", "30/11/26"], datetime(2026, 10, 5, tzinfo=UTC)),
        (["10/05/26", "10/06/26", "11/30/26"], datetime(2026, 10, 5, tzinfo=UTC)),
        (["26.10.05"], datetime(2026, 10, 5, tzinfo=UTC)),
        (["13.10.26"], datetime(2026, 10, 13, tzinfo=UTC)),
    ],
)
def test_years_of_two_digits_stand_where_the_column_shows(column, day):
    assert parse(column[0], UTC, order_of(column)) == day


@pytest.mark.parametrize(
    "stamp", ["October 2026", "yesterday", "2026-13-45", "30/02/2026", "Today at 9:12", "9:12"]
)
def test_what_is_no_day_is_no_date(stamp):
    with pytest.raises(ValueError, match="is no date"):
        parse(stamp, UTC)
