import json

import pytest

from voc.errors import UnreadableFile
from voc.evals.redaction import PlantedCase, load, planted, score
from voc.ingest.masking import rules_of
from voc.settings import Redact

STRICT = ("email", "card", "phone", "national id", "postal code")


def test_voc_masks_what_was_planted_and_leaves_what_only_looks_like_it():
    scored = score(planted())
    assert scored.cases >= 400
    near = sum(bool(case.near) for case in planted())
    assert near >= scored.cases * 0.45
    recall = {row.kind: row.recall for row in scored.classes}
    assert all(recall[kind] >= 0.98 for kind in STRICT), scored.missed
    assert scored.false_alarm_rate < 0.01, scored.alarms


def test_a_miss_and_a_false_alarm_are_counted_where_they_belong():
    cases = [
        PlantedCase(language="en", text="my number is <<phone:twelve>>"),
        PlantedCase(language="en", text="order a@example.com", near="phone"),
        PlantedCase(language="en", text="write to <<email:a@example.com>>"),
    ]
    scored = score(cases)
    rows = {row.kind: row for row in scored.classes}
    assert (rows["phone"].planted, rows["phone"].masked, rows["phone"].false_alarms) == (1, 0, 1)
    assert rows["email"].recall == 1.0
    assert [slip.words for slip in scored.missed] == ["twelve"]
    assert [slip.words for slip in scored.alarms] == ["a@example.com"]


def test_a_class_that_is_switched_off_is_missed():
    scored = score(planted(), rules_of(Redact(off=("card",))))
    assert next(row.recall for row in scored.classes if row.kind == "card") < 0.2


@pytest.mark.parametrize(
    ("line", "said"),
    [("{", "line 1: not a planted case"), ('{"language": "ja", "text": "<<fax:1>>"}', "no such class 'fax'")],
)
def test_a_wrong_line_is_named(tmp_path, line, said):
    path = tmp_path / "mine.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(UnreadableFile, match=said):
        load([path])


def test_the_command_prints_a_table_or_json(voc, tmp_path):
    ran = voc("eval", "redaction")
    assert ran.code == 0
    assert "recall" in ran.out and "postal code" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80
    own = tmp_path / "own.jsonl"
    own.write_text(json.dumps({"language": "en", "text": "<<email:a@example.com>>"}), encoding="utf-8")
    assert json.loads(voc("eval", "redaction", str(own), "--json").out)["cases"] == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(None, "name a file of planted cases", id="missing"),
        pytest.param(b"\xff\xfe\x00", "not UTF-8", id="another encoding"),
        pytest.param(b"[" * 100_000, "not a planted case", id="nested"),
        pytest.param(b"[1]", "not a planted case", id="no object"),
        pytest.param(b"\n", "no planted case", id="empty"),
        pytest.param(b'{"language": "en", "text": "<<phone: 1"}', "does not end", id="open mark"),
    ],
)
def test_a_file_that_holds_no_cases_is_one_line(tmp_path, content, said):
    path = tmp_path / "cases.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=said):
        load([path])


def test_a_line_separator_within_a_case_ends_no_line(tmp_path):
    path = tmp_path / "cases.jsonl"
    path.write_text('{"language": "en", "text": "a\u2028b <<email:a@b.co>>"}\n', encoding="utf-8")
    assert len(load([path])) == 1
