"""`voc ask` through a language model: it points, voc quotes and counts."""

import io
import json

import pytest
from llm_cases import nothing_to_say
from loopback_llm import LoopbackServer, Say, last_user

SETTINGS = """
engine = "openai:gpt-5.4-nano"
[llm]
base_url = "{url}"
"""


def answering(body):
    """A model that says of whatever it is asked what its first two passages say."""
    if '"question"' not in last_user(body):
        return nothing_to_say(body)
    said = {
        "ok": True,
        "p": [{"x": "印刷が止まります。", "n": [1, 2]}, {"x": "99社が困っています。", "n": [1]}],
        "c": [],
    }
    return Say(json.dumps(said, ensure_ascii=False))


@pytest.fixture
def server(project, monkeypatch):
    monkeypatch.setenv("VOC_LOOPBACK_ONLY", "1")
    monkeypatch.setenv("OPENAI_API_KEY", "not-a-key")
    with LoopbackServer(answering).running() as running:
        (project / "voc.toml").write_text(SETTINGS.format(url=running.url), encoding="utf-8")
        yield running


def test_a_model_s_sentences_are_counted_by_voc_and_foreign_numbers_dropped(voc, server, tickets):
    voc("ingest", tickets)
    found = json.loads(voc("ask", "帳票の印刷で何が起きていますか", "--json").out)
    assert [one["text"] for one in found["sentences"]] == ["印刷が止まります。"]
    assert found["sentences"][0]["customers"] == 2
    assert found["customers"] == [{"form": "ticket", "customers": 2, "of": 4}]
    source = tickets.read_text(encoding="cp932")
    assert all(one["quote"] in source for one in found["citations"])


def test_a_model_is_told_the_question_before(voc, server, tickets, monkeypatch):
    voc("ingest", tickets)
    monkeypatch.setattr("sys.stdin", io.StringIO("帳票の印刷で何が起きていますか\nほかの声は?\n"))
    assert voc("ask").code == 0
    asked = [last_user(body) for body in server.requests]
    assert '"earlier":"帳票の印刷で何が起きていますか"' in asked[-1].replace(": ", ":")
    assert "earlier" not in asked[-2]


def test_a_model_sees_the_subject_as_context_and_it_is_never_quoted(voc, server, tickets):
    voc("ingest", tickets)
    ran = voc("ask", "解約したい人はいますか", "--json")
    assert '"to":"解約"' in last_user(server.requests[-1]).replace(": ", ":")
    assert all(one["quote"] != "解約" for one in json.loads(ran.out)["citations"])
