"""A file of replies is an engine like any other: a dry run that costs nothing."""

import json
from decimal import Decimal

import pytest
from llm_cases import found, ticket

from voc.engines.base import Numbered, TitleAsk
from voc.engines.llm import cache
from voc.engines.llm.engine import Wording, make
from voc.errors import SettingsError
from voc.settings import EngineChoice as Settings
from voc.types import Kind, Outcome

DOCUMENT = ticket(1, "The export is slow.")


def engine(path, *lines, **other):
    path.write_text("\n".join(json.dumps(line) for line in lines) + "\n\n", encoding="utf-8")
    return make(f"fake:{path}", Settings(), **other)


def key_of(document) -> str:
    return cache.prompt_key(make("fake:obedient", Settings()).asks(document)[0])


def test_a_prompt_is_answered_by_the_line_with_its_hash(tmp_path):
    line = {"key": key_of(DOCUMENT), "reply": {"f": [found(1)]}}
    scripted = engine(tmp_path / "replies.jsonl", line)

    known, unknown = scripted.read([DOCUMENT, ticket(2, "Something else.")])

    assert known.outcome is Outcome.OK
    assert unknown.outcome is Outcome.REFUSED
    assert key_of(ticket(2, "Something else.")) in unknown.reason
    assert scripted.name.startswith("fake:replies.jsonl#")
    assert scripted.spent().money == Decimal(0)


def test_a_star_answers_what_no_line_names_task_by_task(tmp_path):
    lines = [
        {"key": "*", "task": "extract", "reply": {"f": []}},
        {"key": "*", "reply": {"ja": "遅い", "en": "Slow", "n": [1]}},
    ]
    scripted = engine(tmp_path / "r.jsonl", *lines)
    quote = Numbered(number=1, text="slow")

    assert scripted.read([DOCUMENT])[0].outcome is Outcome.EMPTY
    assert scripted.title(TitleAsk(kind=Kind.PAIN, language="en", quotes=(quote,)))["en"] == "Slow"


def test_a_text_is_said_as_it_stands(tmp_path):
    scripted = engine(tmp_path / "r.jsonl", {"key": "*", "reply": "no JSON"})

    assert scripted.read([DOCUMENT])[0].outcome is Outcome.INVALID


def test_other_replies_in_the_file_are_other_replies(tmp_path):
    kept = cache.Memory()
    first = engine(tmp_path / "r.jsonl", {"key": "*", "reply": {"f": []}}, replies=kept)
    assert first.read([DOCUMENT])[0].outcome is Outcome.EMPTY

    second = engine(tmp_path / "r.jsonl", {"key": "*", "reply": {"f": [found(1)]}}, replies=kept)
    assert second.read([DOCUMENT])[0].outcome is Outcome.OK


def test_the_hash_follows_the_prompt_and_not_the_model(tmp_path):
    japanese = make("fake:obedient", Settings(), wording=Wording(language="ja"))

    assert cache.prompt_key(japanese.asks(DOCUMENT)[0]) != key_of(DOCUMENT)
    assert key_of(DOCUMENT) == key_of(DOCUMENT) != key_of(ticket(2, "Other."))


@pytest.mark.parametrize(
    "row",
    [
        pytest.param('{"key": "x"}', id="no reply"),
        pytest.param("not JSON", id="no JSON"),
        pytest.param('{"key": "x", "reply": {}, "extra": 1}', id="unknown field"),
    ],
)
def test_a_malformed_line_is_named(tmp_path, row):
    path = tmp_path / "r.jsonl"
    path.write_text(f'{{"key": "*", "reply": {{}}}}\n{row}\n', encoding="utf-8")

    with pytest.raises(SettingsError, match=r"r\.jsonl, line 2"):
        make(f"fake:{path}", Settings())
