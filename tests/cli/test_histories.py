import json

import pytest

ACCOUNTS = "アカウントID,会社名,プラン\nA1,甲社,標準\nA2,乙社,標準\n"
ORDERS = "アカウントID,注文日,金額\n" + "".join(f"A1,2026/{month}/5,1000\n" for month in range(1, 8))
USAGE = """アカウントID,年月,ログイン数
A1,2026年8月,90
A1,2026年9月,80
A1,2026年10月,8
A2,2026年9月,10
A2,2026年10月,10
"""


@pytest.fixture
def tables(project):
    for name, text in (("accounts", ACCOUNTS), ("orders", ORDERS), ("usage", USAGE)):
        (project / f"{name}.csv").write_text(text, encoding="cp932")
    return ["--accounts", "accounts.csv", "--orders", "orders.csv", "--usage", "usage.csv"]


def test_histories_alone_can_be_read_and_churn_looks_at_them(voc, tables):
    ran = voc("ingest", *tables)
    assert ran.code == 0
    assert "2 accounts; 7 orders; 5 counts of log-ins" in ran.err
    first, last = json.loads(voc("churn", "--as-of", "2026-11-01", "--lang", "ja", "--json").out)
    assert (first["account"], last["account"]) == ("A1", "A2")
    texts = [reason["text"] for reason in first["reasons"]]
    assert "30日間のログインが90%減（80→8）" in texts
    assert any("普段は30日ごと" in text for text in texts)


def test_the_same_histories_twice_change_nothing(voc, tables):
    voc("ingest", *tables)
    before = voc("churn", "--as-of", "2026-11-01", "--json").out
    voc("ingest", *tables)
    assert voc("churn", "--as-of", "2026-11-01", "--json").out == before


def test_an_earlier_day_sees_less(voc, tables):
    voc("ingest", *tables)
    ran = voc("churn", "--as-of", "2026-10-20", "--lang", "ja")
    assert "（90→80）" in ran.out
    assert "→8）" not in ran.out


def test_nothing_to_read_is_said(voc):
    ran = voc("ingest")
    assert ran.code == 2
    assert "nothing to read" in ran.err


def test_weekly_reads_the_histories_that_the_settings_name(voc, tables, tickets, project):
    settings = (
        'inbox = ["tickets.csv"]\naccounts = "accounts.csv"\norders = "orders.csv"\nusage = "usage.csv"\n'
    )
    (project / "voc.toml").write_text(settings, encoding="utf-8")
    assert "7 orders; 5 counts of log-ins" in voc("weekly").err


def test_without_a_table_of_accounts_those_that_tickets_name_are_listed(voc, tickets):
    voc("ingest", tickets)
    voc("analyze")
    risks = json.loads(voc("churn", "--as-of", "2026-11-01", "--json").out)
    assert risks[0]["account"] == "A1"
    assert {row["account"] for row in risks} == {"A1", "A2", "A3", "A4"}
    assert voc("segments").code == 0
    assert voc("compare", "A1,A2").code == 0
