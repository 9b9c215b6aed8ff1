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
