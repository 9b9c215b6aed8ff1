from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from voc.errors import MissingColumn, UnreadableFile
from voc.ingest import customer_tables
from voc.ingest.batch import Interview, interview_of


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_accounts_have_japanese_headings_and_numbers_as_excel_writes_them(write, encoding):
    path = write(
        "a.csv",
        'アカウントID,会社名,業種,プラン,席数,月額,契約開始日,契約更新日,年間購入額\r\nA01,みずき食堂,飲食,標準,210名,"￥63,000",2023/4/1,,"▲1,200円"\r\n',
        encoding,
    )
    (account,) = customer_tables.read_accounts(path, ZoneInfo("Asia/Tokyo")).rows
    assert (account.id, account.name, account.segment, account.plan) == ("A01", "みずき食堂", "飲食", "標準")
    assert (account.seats, account.mrr, account.amount_12m) == (210, 63000, -1200)
    assert account.contract_start.isoformat() == "2023-04-01T00:00:00+09:00"
    assert account.renewal_date is None


def test_accounts_have_english_headings(write):
    path = write("a.csv", "Account ID,Company name,Plan,MRR,Renewal date\nA1,Acme,Pro,$1200.50,2027-03-31\n")
    (account,) = customer_tables.read_accounts(path).rows
    assert (account.name, account.mrr, account.renewal_date) == (
        "Acme",
        1200.5,
        datetime(2027, 3, 31, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("A2,Beta,many,", "seats 'many' is no number"),
        ("A2,Beta,3,soon", "'soon' is no date"),
        (",Beta,3,", "no account id"),
        ("A1,Beta,3,", "account 'A1' stands in an earlier row too"),
    ],
)
def test_a_bad_account_is_rejected_and_the_others_are_kept(write, row, reason):
    read = customer_tables.read_accounts(
        write("a.csv", f"account,name,seats,renewal_date\nA1,Acme,5,\n{row}\n")
    )
    assert [account.id for account in read.rows] == ["A1"]
    assert [(reject.place, reject.reason) for reject in read.rejects] == [("row 3", reason)]


def test_an_accounts_table_without_ids_names_its_columns(write):
    with pytest.raises(MissingColumn, match="columns seen: ひとこと, 色"):
        customer_tables.read_accounts(write("a.csv", "ひとこと,色\nx,y\n"))


@pytest.mark.parametrize(
    "head", ["id,date,account,person,role,title", "ファイル名,実施日,会社ID,氏名,役職,タイトル"]
)
def test_interviews_have_japanese_and_english_headings(write, head):
    read = customer_tables.read_interviews(
        write("i.csv", f"{head}\nI-01,2026-10-01,A1,桑原 恵・伊吹 拓海,人事,ご利用状況\nI-02,いつか,,,,\n")
    )
    (row,) = read.rows
    assert (row.id, row.account, row.person, row.title) == ("I-01", "A1", "桑原 恵・伊吹 拓海", "ご利用状況")
    assert row.date == datetime(2026, 10, 1, tzinfo=UTC)
    assert [reject.place for reject in read.rejects] == ["row 3"]


def test_an_interview_is_found_by_the_files_stem_or_full_name(tmp_path):
    rows = (Interview(id="i-01"), Interview(id="talk.vtt"))
    assert interview_of(rows, tmp_path / "I-01.vtt") == rows[0]
    assert interview_of(rows, tmp_path / "talk.vtt") == rows[1]
    assert interview_of(rows, tmp_path / "I-1.vtt") is None


def test_a_table_of_tickets_is_not_taken_for_one_of_accounts(write):
    path = write("t.csv", "チケットID,アカウントID,日時,本文\nT-1,A1,2026-10-05,印刷が止まります\n")
    with pytest.raises(
        UnreadableFile, match="looks like a table of tickets, not of accounts; give it without"
    ):
        customer_tables.read_accounts(path)
    noted = write("a.csv", "アカウントID,プラン,メモ\nA1,標準,よい会社\n")
    assert customer_tables.read_accounts(noted).rows[0].plan == "標準"
