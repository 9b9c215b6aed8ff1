import json

import pytest

from voc.evals.evaluation import learnt_from, note


def test_a_company_goes_through_the_front_door(voc, company, tmp_path):
    ran = voc("eval", company, "--json")
    assert ran.code == 0, ran.err
    run = json.loads(ran.out)
    scored = run["sets"][0]
    figures = {figure["name"]: figure["value"] for figure in scored["figures"]}
    assert sum(scored["outcomes"].values()) == 6
    assert figures["quotes_verbatim"] == 1.0
    assert figures["personal_data_masked"] == 1.0
    assert figures["personal_data_leaks"] == 0.0
    assert {"top3", "churn_auc", "ask_refused", "persona_fact_evidence"} <= set(figures)
    assert {"ingest", "analyze", "digest", "ask"} <= set(scored["seconds"])
    assert set(scored["sheets"]) == {"document", "week", "account", "question", "fact", "persona line"}
    assert not (tmp_path / ".voc").exists()


def test_the_same_run_twice_is_the_same(voc, company, statements):
    runs = [json.loads(voc("eval", company, statements, "--json").out) for _ in range(2)]
    for run in runs:
        for scored in run["sets"]:
            del scored["seconds"]
    assert runs[0] == runs[1]


def test_single_statements_are_read_directly(voc, statements):
    run = json.loads(voc("eval", statements, "--json").out)
    rows = run["sets"][0]["sheets"]["document"]
    assert set(rows) == {"few:1", "few:2", "few:3"}
    assert rows["few:3"]["gold.pain"] == rows["few:3"]["gold.churn_signal"] == 1
    assert "top3" not in {figure["name"] for figure in run["mean"]}


def test_the_table_fits_eighty_columns(voc, company, statements):
    voc("eval", company, statements, "--out", "first")
    shown = voc("eval", company, statements, "--against", "first").out
    assert all(len(line) <= 80 for line in shown.splitlines())
    assert "F1 (micro)" in shown
    assert "Better by more than chance: nothing." in shown


def test_a_run_is_kept_and_compared_with(voc, company):
    voc("eval", company, "--out", "runs/first")
    ran = voc("eval", company, "--against", "runs/first/eval.json", "--json")
    changes = json.loads(ran.out)["against"]["changes"]
    assert {change["verdict"] for change in changes} == {"same"}


@pytest.mark.parametrize("engine", ["fake:obedient"])
def test_any_engine_can_be_named_and_its_calls_are_counted(voc, company, engine):
    ran = voc("eval", company, "--engine", engine, "--json")
    assert ran.code == 0, ran.err
    run = json.loads(ran.out)
    assert engine in run["engine"]
    assert run["sets"][0]["spent"]["calls"] > 0


def test_replies_that_were_paid_for_serve_the_next_evaluation(voc, statements):
    first, second = (
        json.loads(voc("eval", statements, "--engine", "fake:obedient", "--json").out)["sets"][0]["spent"]
        for _ in range(2)
    )
    assert first["calls"] > 0
    assert second["calls"] == 0
    assert second["kept_replies"] == first["calls"]


def test_a_set_the_engine_has_learnt_from_is_named(voc, company):

    assert "denpyo" in learnt_from()
    assert note("local:1", "denpyo")
    assert note("openai:gpt", "denpyo") is None
    assert "learnt" not in voc("eval", company).err


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        pytest.param(["nowhere"], 3, "nowhere", id="no such path"),
        pytest.param(["."], 3, "world.json", id="a folder without a set"),
        pytest.param(["broken.jsonl"], 3, "broken.jsonl, line 2", id="a line that is no statement"),
        pytest.param(["kinds.jsonl"], 3, "kinds", id="an unknown kind"),
        pytest.param(["empty.jsonl"], 3, "no statement", id="an empty file"),
        pytest.param(["few.jsonl", "--against", "gone.json"], 3, "gone.json", id="no earlier run"),
        pytest.param(
            ["few.jsonl", "--against", "broken.jsonl"], 3, "not a run", id="an earlier run that is none"
        ),
        pytest.param(["few.jsonl", "--engine", "locale"], 4, "locale", id="an unknown engine"),
    ],
)
def test_a_mistake_ends_with_one_line(voc, tmp_path, statements, words, code, says):
    files = tmp_path / "files"
    files.mkdir()
    (tmp_path / "broken.jsonl").write_text('{"text": "a", "kinds": []}\n{"text": 1}\n', encoding="utf-8")
    (tmp_path / "kinds.jsonl").write_text('{"text": "a", "kinds": ["anger"]}\n', encoding="utf-8")
    (tmp_path / "empty.jsonl").write_text("\n", encoding="utf-8")
    ran = voc("eval", *(str(files) if word == "." else word for word in words))
    assert ran.code == code, ran.err
    assert says in ran.err
    assert len(ran.err.splitlines()) == 1


def test_labels_can_stand_in_place_of_what_an_engine_finds(voc, company):
    ran = voc("eval", company, "--gold-findings", "--json")
    assert ran.code == 0, ran.err
    run = json.loads(ran.out)
    figures = {figure["name"]: figure["value"] for figure in run["sets"][0]["figures"]}
    assert figures["precision"] == 1.0
    assert [miss["document"] for miss in run["sets"][0]["misses"]] == ["I-1"]  # nobody knows who spoke there
    assert run["engine"].startswith("labels, then local")


def test_labels_in_place_of_findings_need_a_whole_company(voc, statements):
    ran = voc("eval", statements, "--gold-findings")
    assert ran.code == 3
    assert "--gold-findings" in ran.err
