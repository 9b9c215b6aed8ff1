"""`voc ask`: questions, filters and follow-ups over the demo companies, as their users have them."""

import io
import json
import shutil
from pathlib import Path

import pytest

DEMO = Path(__file__).parents[2] / "fixtures" / "demo"


@pytest.fixture(scope="module")
def companies(tmp_path_factory):
    from datetime import UTC, datetime

    from voc.project import Project

    folder = tmp_path_factory.mktemp("companies")
    for name in ("hirunowa", "packwren"):
        shutil.copytree(DEMO / name / "export", folder / name)
        project = Project.open(folder / name, {}, lambda: datetime(2026, 11, 2, tzinfo=UTC))
        project.ingest(project.inbox())
        project.analyze()
        project.close()
    return folder


@pytest.fixture
def ask(voc, companies):
    """Ask the Japanese company, or the English one."""

    def run(*words, company="hirunowa"):
        return voc("--project", companies / company, "ask", *words)

    return run


def answer(ran):
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


KINDS = ("pain", "request", "praise", "question")
FRIDGE = "冷蔵庫が冷えないという声はありますか"


def test_the_answer_says_how_many_of_how_many(ask):
    found = answer(ask(FRIDGE, "--json"))
    assert found["customers"] and all(0 < one["customers"] <= one["of"] for one in found["customers"])
    assert all(one["customers"] >= 1 and one["cites"] for one in found["sentences"])
    assert "組のうち" in ask(FRIDGE).out


@pytest.mark.parametrize(
    ("words", "holds"),
    [
        pytest.param(["--source", "interviews"], lambda one: one["source"] == "interviews", id="source"),
        pytest.param(["--source", "Ticket"], lambda one: one["source"] == "tickets", id="form"),
        pytest.param(["--since", "2026-10-01"], lambda one: one["created_at"] >= "2026-10-01", id="since"),
        pytest.param(["--until", "2026-09-30"], lambda one: one["created_at"] < "2026-10-01", id="until"),
    ],
)
def test_only_what_passes_the_filters_is_cited(ask, words, holds):
    cited = answer(ask(FRIDGE, "--json", *words))["citations"]
    assert cited and all(holds(one) for one in cited)


def test_one_customer_is_asked_by_id_or_name(ask):
    everyone = answer(ask(FRIDGE, "--json"))["citations"]
    one = next(cited for cited in everyone if cited["company"])
    for name in (one["account"], one["company"]):
        cited = answer(ask(FRIDGE, "--json", "--account", name))["citations"]
        assert {each["account"] for each in cited} == {one["account"]}


def test_kinds_keep_to_passages_with_such_findings(ask, voc, companies):
    printed = voc("--project", companies / "hirunowa", "findings", "--json").out.splitlines()
    findings = [json.loads(line) for line in printed]
    cited = {}
    for kind in KINDS:
        citations = answer(ask(FRIDGE, "--json", "--kind", kind))["citations"]
        cited[kind] = {citation["document"] for citation in citations}
        assert cited[kind] <= {row["document"] for row in findings if row["kind"] == kind}
    assert cited["pain"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        pytest.param(["--source", "emails"], "次から選んでください", id="unknown source"),
        pytest.param(["--segment", "moon"], "あるセグメント", id="unknown segment"),
        pytest.param(["--kind", "anger"], "次から選んでください", id="unknown kind"),
        pytest.param(["--role", "astronaut"], "条件に合う記録がありません", id="nobody of that role"),
        pytest.param(["--account", "Nobody Ltd"], "条件に合う記録がありません", id="unknown customer"),
        pytest.param(
            ["--since", "2026-10-02", "--until", "2026-10-01"], "より前です", id="days turned round"
        ),
    ],
)
def test_a_filter_that_holds_nothing_is_one_clear_line(ask, words, message):
    ran = ask(FRIDGE, *words)
    assert ran.code != 0 and message in ran.err and len(ran.err.strip().splitlines()) == 1


def test_an_empty_question_says_what_to_write(ask):
    ran = ask("  ")
    assert ran.code == 2 and "質問が空です" in ran.err


def test_an_english_question_finds_japanese_words(ask):
    found = answer(ask("What do customers say about the price increase?", "--json"))
    assert any("値上げ" in one["quote"] for one in found["citations"])
    assert "customer" in ask("What do customers say about the price increase?").out


def test_a_talk_remembers_its_thread(ask, monkeypatch):
    typed = "Why did Kestrel Road Coffee Roasters leave?\nand what about the charger?\n\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    out = ask(company="packwren").out
    assert out.count("Read together with") == 1
    assert "Read together with: Why did Kestrel Road Coffee Roasters leave?" in " ".join(out.split())


def test_a_question_of_its_own_begins_a_new_thread(ask, monkeypatch):
    typed = f"{FRIDGE}\n配達員の対応について何と言っていますか\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    assert "合わせて読みました" not in ask().out


def test_what_was_ingested_can_be_asked_before_it_is_analysed(voc, tickets):
    voc("ingest", tickets)
    found = answer(voc("ask", "帳票の印刷は止まりますか", "--json"))
    assert {"T-1", "T-2"} <= {one["document"] for one in found["citations"]}
