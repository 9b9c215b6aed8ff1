"""`embedder = "openai:MODEL"` from voc.toml to an answer, on a loopback server that speaks OpenAI's API."""

import json

import pytest
from loopback_llm import Fail, LoopbackServer, error

SETTINGS = """
embedder = "openai:text-embedding-3-small"
[llm]
base_url = "{url}"
"""


@pytest.fixture
def server(project, monkeypatch):
    monkeypatch.setenv("VOC_LOOPBACK_ONLY", "1")
    monkeypatch.setenv("OPENAI_API_KEY", "not-a-key")
    with LoopbackServer(lambda body: Fail(500)).running() as running:
        (project / "voc.toml").write_text(SETTINGS.format(url=running.url), encoding="utf-8")
        yield running


def cited(voc):
    ran = voc("ask", "帳票の印刷は止まりますか", "--json")
    assert ran.code == 0, ran.err
    return {one["document"] for one in json.loads(ran.out)["citations"]}


def test_a_project_reads_themes_and_answers_with_another_s_vectors(voc, server, tickets):
    voc("ingest", tickets)
    ran = voc("analyze")
    assert ran.code == 0, ran.err
    assert {"T-1", "T-2"} <= cited(voc)
    paid = len(server.requests)
    assert voc("index", "rebuild").code == 0
    assert {"T-1", "T-2"} <= cited(voc)
    assert len(server.requests) == paid


def test_changing_the_embedder_fills_an_index_of_its_own(voc, server, project, tickets):
    voc("ingest", tickets)
    voc("analyze")
    (project / "voc.toml").write_text("", encoding="utf-8")
    assert {"T-1", "T-2"} <= cited(voc)


def test_a_provider_that_refuses_is_one_clear_line(voc, server, tickets):
    voc("ingest", tickets)
    server.trouble = lambda: Fail(401, error("bad key"))
    ran = voc("ask", "印刷は?")
    assert ran.code == 7
    assert "text-embedding-3-small" in ran.err and "bad key" in ran.err
    assert len(ran.err.strip().splitlines()) == 1


def test_the_encoder_finds_an_english_passage_for_a_japanese_question(voc, project):
    (project / "voc.toml").write_text('embedder = "e5"\n', encoding="utf-8")
    rows = [
        "T-1,2026-10-26T10:00:00+00:00,A1,The invoice was sent twice and we paid it twice.",
        "T-2,2026-10-27T10:00:00+00:00,A2,The delivery van blocked our yard all morning.",
        "T-3,2026-10-28T10:00:00+00:00,A3,Nobody can log in since the update last night.",
    ]
    (project / "en.csv").write_text("id,created_at,account,text\n" + "\n".join(rows), encoding="utf-8")
    assert voc("ingest", "en.csv").code == 0
    assert voc("analyze").code == 0
    assert "T-3" in cited_for(voc, "ログインできないと言っている人はいますか")


def cited_for(voc, question):
    ran = voc("ask", question, "--json")
    assert ran.code == 0, ran.err
    return {citation["document"] for citation in json.loads(ran.out)["citations"]}


def test_an_encoder_that_is_not_there_is_one_clear_line(voc, project, tickets, monkeypatch):
    monkeypatch.delenv("VOC_LOCAL_ENCODER", raising=False)
    (project / "voc.toml").write_text('embedder = "e5"\n[local]\nencoder = "nowhere"\n', encoding="utf-8")
    voc("ingest", tickets)
    ran = voc("analyze")
    assert ran.code == 4
    assert "there is no e5-small-q4.bin there" in ran.err and len(ran.err.strip().splitlines()) == 1
