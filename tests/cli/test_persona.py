import json
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from voc.render.pdf import NAMES

EXPORT = Path(__file__).parents[2] / "fixtures" / "demo" / "hirunowa" / "export"


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    """The Japanese demo company, read once for all tests of this file."""
    from voc.project import Project

    folder = tmp_path_factory.mktemp("company") / "export"
    shutil.copytree(EXPORT, folder)
    project = Project.open(folder, {}, lambda: datetime(2026, 11, 2, tzinfo=UTC))
    project.ingest(project.inbox())
    project.analyze()
    project.close()
    return folder


@pytest.fixture
def analysed(company, tmp_path):
    return Path(shutil.copytree(company, tmp_path / "copy"))


def test_every_line_cites_a_customer_s_words_and_a_second_run_says_the_same(voc, analysed):
    first = voc("--project", analysed, "persona", "--json").out
    personas = json.loads(first)
    assert personas and all(fact["citations"] for persona in personas for fact in persona["facts"])
    assert voc("--project", analysed, "persona", "--json").out == first


def test_files_are_written_in_every_form(voc, analysed, tmp_path):
    ran = voc(
        "--project", analysed, "persona", "--format", "html,markdown,json,text", "--out", tmp_path / "p"
    )
    assert ran.code == 0
    names = {Path(line).name for line in ran.out.split()}
    assert {"personas-ja.json", "persona-role-office-ja.html", "persona-role-office-ja.md"} <= names
    page = (tmp_path / "p" / "persona-role-office-ja.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>") and "一人の声" in page


def test_a_diff_draws_the_earlier_state_where_none_was_kept(voc, analysed):
    ran = voc("--project", analysed, "persona", "--diff", "--since", "2026-09-20", "--json")
    changes = json.loads(ran.out)
    assert {change["compared_with"] for change in changes} <= {"drawn", "nothing"}
    assert any(change["moved"] for change in changes)


def test_a_diff_compares_with_the_state_that_was_kept(voc, analysed, monkeypatch):
    monkeypatch.setenv("VOC_NOW", "2026-09-01T09:00:00+09:00")
    voc("--project", analysed, "persona")
    monkeypatch.setenv("VOC_NOW", "2026-11-02T09:00:00+09:00")
    ran = voc("--project", analysed, "persona", "--diff", "--json")
    assert {change["compared_with"] for change in json.loads(ran.out)} == {"kept"}
    assert not any(change["moved"] for change in json.loads(ran.out))


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        pytest.param(["--role", "宇宙飛行士"], "宇宙飛行士", id="a role nobody holds"),
        pytest.param(["--format", "docx"], "docx", id="a form nobody writes"),
        pytest.param(["--by", "age"], "age", id="a group nobody knows"),
        pytest.param(["--format", "html,json"], "--out", id="two forms without a folder"),
        pytest.param(["--since", "2026-10-01"], "--diff", id="a day without a diff"),
    ],
)
def test_a_mistake_is_one_line(voc, analysed, words, complaint):
    ran = voc("--project", analysed, "persona", *words)
    assert ran.code != 0
    assert complaint in ran.err and len(ran.err.strip().splitlines()) == 1


def test_an_empty_store_says_what_to_do(voc):
    ran = voc("persona")
    assert ran.code == 6 and "voc ingest" in ran.err


@pytest.mark.parametrize("command", ["reasons", "faq"])
def test_reasons_and_questions_are_shown_in_every_form_and_say_the_same_twice(
    voc, analysed, tmp_path, command
):
    for form in ("text", "markdown", "html", "json"):
        ran = voc("--project", analysed, command, "--format", form)
        assert ran.code == 0 and ran.out.strip()
        assert voc("--project", analysed, command, "--format", form).out == ran.out
    ran = voc(
        "--project", analysed, command, "--format", "html,json", "--out", tmp_path / "out", "--lang", "en"
    )
    assert [Path(line).name for line in ran.out.split()] == [f"{command}-en.html", f"{command}-en.json"]


@pytest.mark.parametrize("command", ["reasons", "faq"])
def test_a_mistake_with_reasons_or_questions_is_one_line(voc, analysed, command):
    for words in (["--format", "docx"], ["--format", "html,json"], ["--lang", "fr"]):
        ran = voc("--project", analysed, command, *words)
        assert ran.code == 2 and len(ran.err.strip().splitlines()) == 1
    empty = analysed.parent / "empty"
    empty.mkdir()
    assert voc("--project", empty, command).code == 6


def test_competitors_of_voc_toml_are_found_and_every_reason_cites(voc, analysed):
    body = json.loads(voc("--project", analysed, "reasons", "--json").out)
    assert "オヒルバコ" in {one["name"] for one in body["alternatives"] if one["sort"] == "listed"}
    found = [
        one
        for side in (body["buy"], body["leave"])
        for sort in side
        if sort != "customers"
        for one in side[sort]
    ]
    assert found and all(one["citations"] for one in found)


def test_answers_are_words_of_staff_in_the_document_they_name(voc, analysed):
    body = json.loads(voc("--project", analysed, "faq", "--customers", "1", "--json").out)
    answers = [one["answer"] for topic in body["topics"] for one in topic["questions"] if one["answer"]]
    assert answers and {one["side"] for one in answers} == {"staff"}


@pytest.mark.skipif(not any(shutil.which(name) for name in NAMES), reason="no browser to print with")
def test_a_persona_is_printed_on_two_pages_at_most(voc, analysed, tmp_path):
    ran = voc(
        "--project", analysed, "persona", "--role", "office", "--format", "pdf", "--out", tmp_path / "p"
    )
    (path,) = [Path(line) for line in ran.out.split()]
    made = path.read_bytes()
    assert path.name == "persona-role-office-ja.pdf" and made.startswith(b"%PDF-")
    assert 1 <= max(int(count) for count in re.findall(rb"/Count (\d+)", made)) <= 2
