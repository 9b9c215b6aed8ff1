"""The keys of every report's JSON are frozen: what other programs read is never renamed or taken away."""

import json
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

HERE = Path(__file__).parent
FROZEN = tomllib.loads((HERE / "json_keys.toml").read_text(encoding="utf-8"))
WORDS = FROZEN.pop("words")
NAMED = {"history", "roles", "segments", "plans", "titles", "areas", "failed", "buy", "leave"}
"""Where the data name the keys, when their values are numbers."""
LINES = {"findings": "findings.jsonl", "themes": "themes.json"}
PROMISED = {
    "digest": {"": "week coverage complaints rising resolved requests praise at_risk questions"},
    "ask": {"": "question answerable answer citations", "citations[]": "quote document speaker created_at"},
    "churn": {"[]": "account risk reasons", "[].reasons[]": "text citations"},
    "persona": {"[]": "role name facts", "[].facts[]": "aspect text citations"},
    "findings": {
        "[]": "id kind quote document start end side speaker account created_at week theme severity summary"
        " confidence engine"
    },
}
"""What the design has promised from the beginning."""


def keys(value, path=""):
    """Where every key of a value stands."""
    if isinstance(value, dict):
        simple = not any(isinstance(part, dict | list) for part in value.values())
        named = path.rpartition(".")[2] in NAMED and simple
        for key, part in value.items():
            yield path, "*" if named else key
            yield from keys(part, f"{path}.{'*' if named else key}".lstrip("."))
    elif isinstance(value, list):
        for part in value:
            yield from keys(part, f"{path}[]")


def written(report):
    """What the report says as JSON for the demo companies, in each language."""
    for path in sorted(HERE.glob(f"*/{LINES.get(report, report + '.*json')}")):
        text = path.read_text(encoding="utf-8")
        if report in LINES:
            yield [json.loads(line) for line in text.splitlines()]
        elif not path.name.endswith(".slack.json"):
            yield json.loads(text)


def spelled(names):
    """The keys of a line, with those of a whole quote in the place of its name."""
    words = (WORDS[name[1:]] if name.startswith("@") else name for name in names.split())
    return {key for word in words for key in word.split()}


@pytest.mark.parametrize("report", FROZEN)
def test_every_key_stands_where_it_stood(report):
    found = defaultdict(set)
    bodies = list(written(report))
    assert len(bodies) >= 2
    for body in bodies:
        for path, key in keys(body):
            found[path].add(key)
    assert found
    frozen = {path: spelled(names) for path, names in FROZEN[report].items()}
    assert {path: sorted(names ^ frozen.get(path, set())) for path, names in found.items()} == {
        path: [] for path in found
    }


@pytest.mark.parametrize("report", PROMISED)
def test_what_the_design_promises_is_frozen(report):
    lost = {
        path: set(names.split()) - spelled(FROZEN[report][path]) for path, names in PROMISED[report].items()
    }
    assert lost and not any(lost.values())


def test_every_report_of_the_table_has_frozen_keys():
    from voc.report_table import REPORTS

    assert {row.name.replace("persona-changes", "persona-moves") for row in REPORTS} <= FROZEN.keys()
