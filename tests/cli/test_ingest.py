"""What `voc ingest` says: what it took each file for, what it left out and why."""

import json

HEAD = "id,date,text\n"


def test_a_folder_of_many_sorts_is_told_file_by_file(voc, project):
    folder = project / "exports"
    folder.mkdir()
    (folder / "a.csv").write_text("番号;受付日;内容\n1;2026-10-05;遅い\n2;昨日;速い\n", encoding="cp932")
    (folder / "b.dat").write_text('{"id": 3, "date": "2026-10-05", "text": "slow"}\n')
    (folder / "c.pdf").write_bytes(b"%PDF-1.7")
    (folder / "logo.png").write_bytes(b"\x89PNG")
    (folder / "mail.eml").write_text(
        "From: a@cust.example\nTo: help@ours.example\nDate: Mon, 5 Oct 2026 09:12:00 +0900\n"
        "Message-ID: <1@x>\nAuto-Submitted: auto-replied\n\nI am away.\n"
    )
    ran = voc("ingest", folder)
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.splitlines() == [
        "a.csv: table (semicolon, cp932): 1 document, 1 left out",
        "b.dat: JSON: 1 document",
        "mail.eml: mail",
        "left out: a.csv, row 3: '昨日' is no date",
        "left out: c.pdf: this is a PDF; export it as text",
        "note: passed over, of no known kind: logo.png",
        "skipped: automatic replies: 1",
        "ingest: 3 files: 2 new documents, 0 changed, 0 known; 2 rows or files left out; 1 skipped",
    ]


def test_many_files_are_folded_and_only_the_first_faults_are_told(voc, project):
    folder = project / "exports"
    folder.mkdir()
    for n in range(30):
        (folder / f"{n:02}.csv").write_text(f"{HEAD}{n},2026-10-05,slow\nx{n},never,slow\n")
    err = voc("ingest", folder).err.splitlines()
    assert err[0] == "30 files: table (comma, utf-8): 30 documents"
    assert [line[:8] for line in err[1:21]] == ["left out"] * 20
    assert err[21:] == [
        "left out: 10 more",
        "ingest: 30 files: 30 new documents, 0 changed, 0 known; 30 rows or files left out",
    ]


def test_the_same_content_is_read_once_and_a_change_replaces_it(voc, project):
    path = project / "t.csv"
    path.write_text(f"{HEAD}1,2026-10-05,slow\n2,2026-10-05,fast\n")
    assert "2 new documents, 0 changed, 0 known" in voc("ingest", path).err
    assert "0 new documents, 0 changed, 2 known" in voc("ingest", path).err
    path.write_text(f"{HEAD}1,2026-10-05,slower\n2,2026-10-05,fast\n")
    assert "0 new documents, 1 changed, 1 known" in voc("ingest", path).err


def test_two_files_that_disagree_change_nothing_when_read_again(voc, project):
    for name, said in (("a", "slow"), ("b", "slower")):
        (project / f"{name}.csv").write_text(f"{HEAD}1,2026-10-05 09:12,{said}\n")
    first = voc("ingest", project / "a.csv", project / "b.csv").err
    assert "'1' stands in a.csv and, changed, in b.csv" in first
    assert "b.csv: 1 document of a.csv, such as '1', stand in it changed; the later state counts" in first
    again = voc("ingest", project / "a.csv", project / "b.csv").err
    assert "0 new documents, 0 changed, 2 known" in again


def test_a_customer_that_one_file_names_and_another_numbers_is_one_customer(voc, project):
    (project / "accounts.csv").write_text("account,name\nC1,㈱あおば\nC2,みなと\nC3,みなと\n")
    (project / "tickets.csv").write_text("id,date,account,text\n1,2026-10-05,C1,画面が遅い。\n")
    (project / "survey.csv").write_text(
        "id,date,account,text\ns1,2026-10-05,株式会社あおば,画面が遅い。\ns2,2026-10-05,(株)あおば,画面が遅い。\n"
        "s3,2026-10-05,みなと,画面が遅い。\ns4,2026-10-05,よその会社,画面が遅い。\n"
    )
    voc("ingest", "tickets.csv", "survey.csv", "--accounts", "accounts.csv")
    voc("analyze")
    found = [json.loads(line) for line in voc("findings", "--json", "--kind", "pain").out.splitlines()]
    assert {one["document"]: one["account"] for one in found} == {
        "1": "C1",
        "s2": "C1",
        "s1": "C1",
        "s3": "みなと",
        "s4": "よその会社",
    }
    assert "0 changed, 5 known" in voc("ingest", "tickets.csv", "survey.csv").err


def test_two_surveys_that_number_alike_are_both_kept_and_told_of(voc, project):
    head = "No.,回答日,会社名,ご意見\n"
    (project / "nov.csv").write_text(f"{head}1,2026-11-09,あおば,画面が遅い。\n2,2026-11-09,みなと,高い。\n")
    (project / "dec.csv").write_text(
        f"{head}1,2026-12-07,まるふく,印刷できない。\n2,2026-11-09,みなと,安い。\n"
    )
    assert "--source" not in voc("ingest", "nov.csv").err
    said = voc("ingest", "dec.csv").err
    assert (
        "note: dec.csv: 1 id stands for other documents of nov.csv already, such as '1'; both are kept"
        in said
    )
    assert "these as 'dec 1'" in said
    assert "1 new document, 1 changed" in said
    assert "0 new documents, 0 changed, 2 known" in voc("ingest", "dec.csv").err
    assert "1 changed, 1 known" in voc("ingest", "nov.csv").err
    assert "2 new documents" in voc("ingest", "nov.csv", "--source", "november").err


def test_a_file_of_the_same_name_with_other_customers_overwrites_nothing(voc, project):
    path = project / "answers.csv"
    for month, words in (("10", "遅い。"), ("11", "高い。"), ("12", "重い。")):
        path.write_text(f"No.,回答日,会社名,ご意見\n1,2026-{month}-09,会社{month},画面が{words}\n")
        assert "1 new document, 0 changed" in voc("ingest", path).err
        assert "0 new documents, 0 changed, 1 known" in voc("ingest", path).err


def test_a_survey_and_a_call_log_of_the_same_minutes_are_both_kept(voc, project):
    (project / "a.csv").write_text("id,date,message\n1,2026-10-05 09:12,The lift stops.\n")
    (project / "b.csv").write_text("id,date,company,message\n1,2026-10-05 09:12,Fern,Doors stick.\n")
    assert "2 new documents, 0 changed" in voc("ingest", "a.csv", "b.csv").err
    assert "0 new documents, 0 changed, 2 known" in voc("ingest", "a.csv", "b.csv").err


def test_a_later_export_of_the_same_tickets_under_another_name_updates_them(voc, project):
    head = "id,date,account,text\n"
    (project / "mon.csv").write_text(f"{head}1,2026-10-05,A1,The lift stops.\n")
    (project / "tue.csv").write_text(f"{head}1,2026-10-05,A1,The lift stops. Still.\n2,2026-10-06,A2,Slow.\n")
    voc("ingest", "mon.csv")
    assert "1 new document, 1 changed, 0 known" in voc("ingest", "tue.csv").err
