from datetime import date

import pytest

from voc.errors import MissingColumn
from voc.ingest import customer_tables
from voc.ingest.sheets import separated
from voc.ingest.tables import looks_like
from voc.types import Order, Use


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_orders_have_japanese_headings_and_amounts_as_excel_writes_them(write, encoding):
    path = write(
        "o.csv",
        '注文番号,アカウントID,注文日,金額\n1,A1,2026年10月5日,"￥12,300"\n2,A1,2026/10/6,\n',
        encoding,
    )
    assert customer_tables.read_orders(path).rows == (
        Order(account="A1", day=date(2026, 10, 5), amount=12300),
        Order(account="A1", day=date(2026, 10, 6)),
    )


def test_orders_have_english_headings(write):
    path = write("o.csv", "customer_id,Order date,Total\nA1,2026-10-05T09:00:00Z,$12.50\n")
    assert customer_tables.read_orders(path).rows == (
        Order(account="A1", day=date(2026, 10, 5), amount=12.5),
    )


@pytest.mark.parametrize(
    ("text", "day"),
    [
        pytest.param("account,date,logins\nA1,2026-10-05,12\n", date(2026, 10, 5), id="by day"),
        pytest.param(
            "アカウントID,年月,ログイン数\nA1,2026年10月,12回\n", date(2026, 10, 1), id="by month, Japanese"
        ),
        pytest.param("account,month,sessions\nA1,2026-10,12\n", date(2026, 10, 1), id="by month"),
        pytest.param("account,week start,active users\nA1,13/10/2026,12\n", date(2026, 10, 13), id="by week"),
    ],
)
def test_use_is_counted_by_day_week_or_month(write, text, day):
    assert customer_tables.read_usage(write("u.csv", text)).rows == (Use(account="A1", day=day, logins=12),)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("A1,2026-10-05,many", "logins 'many' is no number"),
        ("A1,2026-10-05,-3", "logins '-3' is no count"),
        ("A1,2026-10-05,", "logins '' is no count"),
        ("A1,soon,3", "'soon' is no date"),
        (",2026-10-05,3", "no account id"),
        ("A1,2026-10-05,3,4", "has 4 cells where the heading has 3"),
    ],
)
def test_a_bad_row_is_rejected_and_the_others_are_kept(write, row, reason):
    read = customer_tables.read_usage(write("u.csv", f"account,date,logins\nA1,2026-10-04,5\n{row}\n"))
    assert len(read.rows) == 1
    assert [(reject.place, reject.reason) for reject in read.rejects] == [("row 3", reason)]


def test_a_table_that_lacks_a_column_names_those_it_has(write):
    with pytest.raises(MissingColumn, match="no column for logins; columns seen: account, date, colour"):
        customer_tables.read_usage(write("u.csv", "account,date,colour\nA1,2026-10-05,red\n"))
    with pytest.raises(MissingColumn, match="name one `day` or `日付`"):
        customer_tables.read_orders(write("o.csv", "account,colour\nA1,red\n"))


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("アカウントID,注文日,金額", "orders"),
        ("account,date,logins", "usage"),
        ("id,created_at,account,comment", None),
        ("account,name,plan,mrr", "accounts"),
    ],
)
def test_a_table_that_is_not_of_tickets_is_told_by_its_headings(heading, kind):
    assert looks_like(separated(f"{heading}\n", "x.csv")) == kind


@pytest.mark.parametrize(
    ("cell", "outcome"),
    [
        ("受注", "won"),
        ("Closed-Won", "won"),
        ("失注", "lost"),
        ("Lost", "lost"),
        ("pending", "pending"),
        ("", None),
    ],
)
def test_how_a_sale_ended_is_won_or_lost_in_any_spelling(write, cell, outcome):
    (account,) = customer_tables.read_accounts(
        write("a.csv", f"account,name,商談結果\nA1,Acme,{cell}\n")
    ).rows
    assert account.outcome == outcome


def test_accounts_may_say_when_they_left_and_when_their_price_changed(write):
    path = write(
        "a.csv", "アカウントID,会社名,解約日,価格改定日,集計日\nA1,甲,2026/9/30,2026-08-01,2026-10-31\n"
    )
    (account,) = customer_tables.read_accounts(path).rows
    days = (account.churned_on, account.price_change, account.measured_on)
    assert [day.date().isoformat() for day in days] == ["2026-09-30", "2026-08-01", "2026-10-31"]
