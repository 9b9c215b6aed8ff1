import json

import pytest

from voc.errors import UnreadableFile
from voc.evals.evaluation import sources
from voc.evals.labelled_sets import read_world, unmarked
from voc.types import Kind


def test_marks_are_taken_out_and_kept_as_labels():
    marked = unmarked("はい。[[pain+churn_signal:slow:4|遅いのでやめます]]。")
    assert marked.text == "はい。遅いのでやめます。"
    assert [label[0] for label in marked.labels] == [Kind.PAIN, Kind.CHURN_SIGNAL]
    assert {label[1:] for label in marked.labels} == {("slow", 4, "遅いのでやめます")}


@pytest.mark.parametrize("text", ["[[pain:slow|no severity]]", "an end ]] alone", "[[anger:slow:4|words]]"])
def test_a_broken_mark_is_an_error(text):
    with pytest.raises(ValueError, match=r"broken mark|anger"):
        unmarked(text)


def test_gold_knows_document_week_and_account(company):
    gold = {one.document: one for one in read_world(company).gold}
    assert gold["T-1"][1:] == (
        Kind.PAIN,
        "帳票の印刷が毎回途中で止まってしまい、月末の締め作業が終わりません。",
        4,
        "print",
        "2026-W44",
        "A1",
    )
    assert gold["I-1"].week == "2026-W43"


def test_only_customers_words_count_as_said(company):
    said = read_world(company).said_by_customers()
    assert "確認いたします" not in said["T-1"]
    assert said["I-1"] == "毎月の請求書を手書きで作るのに三日かかっていました。\n"


def spoil(company, name, old, new):
    path = company / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        pytest.param("tickets.jsonl", '"id": "T-2"', '"id": "T-1"', "'T-1'", id="an id twice"),
        pytest.param("tickets.jsonl", "pain:print", "pain:paper", "'paper'", id="an unknown theme"),
        pytest.param("tickets.jsonl", '"account": "A4"', '"account": "A9"', "'A9'", id="an unknown account"),
        pytest.param(
            "tickets.jsonl", "確認いたします。", "[[pain:print:1|確認]]", "not the customer's", id="staff"
        ),
        pytest.param("tickets.jsonl", '"messages"', '"letters"', "line 1: messages", id="a missing field"),
        pytest.param("world.json", '"T-2"', '"T-22"', "'T-22'", id="evidence that is not there"),
        pytest.param("world.json", '"lang"', '"tongue"', "lang", id="no language"),
    ],
)
def test_a_wrong_world_says_where(company, name, old, new, says):
    spoil(company, name, old, new)
    with pytest.raises(UnreadableFile, match=says):
        read_world(company)


def test_a_world_without_one_of_its_files_says_which(company):
    (company / "accounts.csv").unlink()
    with pytest.raises(UnreadableFile, match=r"accounts\.csv"):
        read_world(company)


def test_a_folder_of_sets_is_all_of_them(company, statements, tmp_path):
    (tmp_path / "corpus").mkdir()
    statements.rename(tmp_path / "corpus" / "few.jsonl")
    found = sources([tmp_path, tmp_path / "corpus", company])
    assert [(source.name, source.form) for source in found] == [("kasumi", "world"), ("few", "statements")]


def test_sets_of_one_name_are_told_apart(statements, tmp_path):
    (tmp_path / "other").mkdir()
    other = tmp_path / "other" / "few.jsonl"
    other.write_text(json.dumps({"text": "a", "kinds": []}), encoding="utf-8")
    assert [source.name for source in sources([statements, other])] == [f"{tmp_path.name}/few", "other/few"]
