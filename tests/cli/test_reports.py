import json
import shutil
from pathlib import Path

import pytest

EXPORT = Path(__file__).parents[2] / "fixtures" / "demo" / "hirunowa" / "export"


@pytest.fixture(scope="module")
def analysed(tmp_path_factory):
    """The Japanese demo company, read once for all tests of this file."""
    from datetime import UTC, datetime

    from voc.project import Project

    folder = tmp_path_factory.mktemp("company") / "export"
    shutil.copytree(EXPORT, folder)
    project = Project.open(folder, {}, lambda: datetime(2026, 11, 2, tzinfo=UTC))
    project.ingest(project.inbox())
    project.analyze()
    project.close()
    return folder


def customers_words(folder):
    return (folder / "tickets.csv").read_text(encoding="cp932") + "".join(
        path.read_text(encoding="utf-8") for path in sorted((folder / "transcripts").iterdir())
    )


def test_an_answer_cites_what_customers_said(voc, analysed):
    ran = voc("--project", analysed, "ask", "冷蔵庫が冷えないという声はありますか", "--json")
    answer = json.loads(ran.out)
    assert answer["answerable"] and answer["citations"]
    assert any("冷" in cited["quote"] for cited in answer["citations"])


def test_what_nobody_spoke_of_is_not_in_the_data(voc, analysed):
    ran = voc("--project", analysed, "ask", "量子コンピューターの導入計画は?", "--json")
    assert not json.loads(ran.out)["answerable"]
    assert "not in the data" in ran.err


def test_accounts_are_listed_riskiest_first_with_reasons(voc, analysed):
    risks = json.loads(voc("--project", analysed, "churn", "--as-of", "2026-11-01", "--json").out)
    assert len(risks) == 16
    assert [row["risk"] for row in risks] == sorted((row["risk"] for row in risks), reverse=True)
    assert risks[0]["reasons"] and any(reason["citations"] for reason in risks[0]["reasons"])


def test_churn_looks_at_nothing_said_later(voc, analysed):
    risks = json.loads(voc("--project", analysed, "churn", "--as-of", "2026-08-23", "--json").out)
    assert not [c for row in risks for reason in row["reasons"] for c in reason["citations"]]


def test_every_line_of_a_persona_cites_somebody(voc, analysed):
    personas = json.loads(voc("--project", analysed, "persona", "--json").out)
    assert personas
    assert all(fact["citations"] for persona in personas for fact in persona["facts"])


def test_people_get_text_instead_of_json(voc, analysed):
    for words in (
        ["churn"],
        ["persona"],
        ["ask", "支払いアプリの不満は?"],
        ["findings"],
        ["themes"],
        ["runs"],
    ):
        ran = voc("--project", analysed, *words)
        assert ran.code == 0
        assert ran.out.strip()
        assert not ran.out.lstrip().startswith(("{", "["))


def test_an_empty_store_says_what_to_do_first(voc):
    assert "voc ingest PATH" in voc("ask", "何か?").err


def test_segments_hold_every_customer_with_words(voc, analysed):
    report = json.loads(voc("--project", analysed, "segments", "--json").out)
    assert report["by"] == "rfm"
    assert sum(one["customers"] for one in report["segments"]) == report["customers"] == 16
    cited = [q for one in report["segments"] for topic in one["complaints"] for q in topic["citations"]]
    assert cited and all(one["quote"] in customers_words(analysed) for one in cited[:5])


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["segments", "--by", "colour"], "次から選んでください: rfm, segment, plan"),
        (["segments", "--format", "text,html"], "--out DIR を付け"),
        (["churn", "--json", "--format", "html"], "--out DIR を付け"),
        (["compare", "plan=nobody"], "該当するお客様がいません"),
        (["churn", "--format", "docx"], "次から選んでください: text, markdown, html, json, pdf"),
        (["churn", "--lang", "ja,en"], "--lang takes one of ja, en"),
    ],
)
def test_words_that_are_off_end_with_one_line(voc, analysed, words, message):
    ran = voc("--project", analysed, *words)
    assert ran.code == 2
    assert message in ran.err and len(ran.err.strip().splitlines()) == 1


@pytest.mark.parametrize("words", [["churn"], ["segments", "--by", "plan"], ["compare", "top=3"]])
def test_a_report_on_customers_goes_to_files_as_every_report_does(voc, analysed, tmp_path, words):
    forms = "text,markdown,html,json"
    ran = voc("--project", analysed, *words, "--lang", "en", "--format", forms, "--out", tmp_path / "out")
    assert ran.code == 0
    names = [f"{words[0]}-en{suffix}" for suffix in (".txt", ".md", ".html", ".json")]
    assert [Path(line).name for line in ran.out.split()] == names
    assert all((tmp_path / "out" / name).stat().st_size for name in names)


def test_help_says_what_a_report_needs_and_can_be_asked(voc):
    seen = " ".join(voc("churn", "--help").out.split())
    assert "It needs customers" in seen and "voc ingest --accounts CSV" in seen
    assert "--as-of" in seen and "--top" in seen and "--out" in seen


def test_the_best_three_are_compared_with_the_rest(voc, analysed):
    found = json.loads(voc("--project", analysed, "compare", "top=3", "--json").out)
    assert len(found["a"]["accounts"]) == 3 and len(found["b"]["accounts"]) == 13
    assert found["tested"] > 0
    text = voc("--project", analysed, "compare", "top=3", "rest", "--lang", "en").out
    assert "top=3 compared with rest" in text


@pytest.mark.parametrize("command", [["churn"], ["segments"], ["compare", "top=3"]])
def test_without_accounts_a_report_on_customers_says_what_to_give(voc, command):
    ran = voc(*command)
    assert ran.code == 6
    assert "voc ingest --accounts CSV" in ran.err


def test_a_digest_says_whether_a_release_helped(voc, project, tickets):
    toml = '[[releases]]\ndate = 2026-10-21\nwords = ["印刷"]\nnote = "印刷の修正"\n'
    (project / "voc.toml").write_text(toml, encoding="utf-8")
    voc("ingest", tickets)
    voc("analyze")
    (fix,) = json.loads(voc("digest", "--week", "2026-W44", "--format", "json").out)["fixes"]
    assert (fix["note"], fix["words"], fix["after"]["weeks"]) == ("印刷の修正", ["印刷"], 1)
    assert fix["verdict"] == "unheard"
