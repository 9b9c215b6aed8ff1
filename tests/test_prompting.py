"""A prompt is a file: checked when it is read, filled once, and overridden by the project's own."""

from typing import get_args

import pytest

from voc import prompting
from voc.errors import SettingsError

FRONT = "---\npurpose: Say hello.\nvariables: [name]\nreply: none\nversion: 1\n---\n"


@pytest.mark.parametrize("task", get_args(prompting.Task))
def test_every_shipped_prompt_is_well_formed(task):
    prompt = prompting.load(task)

    assert prompt.front.purpose.endswith(".")
    assert prompt.front.version >= 1
    assert "—" not in prompt.text


def test_the_kinds_are_defined_as_the_labelled_worlds_define_them(request):
    guide = (request.config.rootpath / "fixtures/worlds/GUIDE.md").read_text(encoding="utf-8")
    told = prompting.load("kinds").text

    for kind in ("pain", "need", "purchase_reason", "churn_signal", "request", "praise", "question"):
        definition = next(line for line in guide.splitlines() if line.startswith(f"| `{kind}`"))
        ours = next(line for line in told.splitlines() if line.startswith(f"| {kind} |"))
        assert len(set(_words(definition)) & set(_words(ours))) / len(set(_words(definition))) > 0.75
    assert "business stops, data lost, legal trouble, or leaving now" in told


def _words(line: str) -> list[str]:
    return [word.strip("`|,:;().'\"?").lower() for word in line.split()]


def test_a_prompt_is_filled_once():
    prompt = prompting.parse(FRONT + "Hello {{name}}, {{ name }}!", "hello.md")

    assert prompt.fill(name="{{name}}") == "Hello {{name}}, {{name}}!\n"


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        pytest.param({}, r"hello.md: no value for \{\{name\}\}", id="missing"),
        pytest.param({"name": "Ana", "day": "x"}, "'day' is not among its variables", id="unknown"),
    ],
)
def test_a_missing_or_unknown_variable_is_an_error(values, complaint):
    prompt = prompting.parse(FRONT + "Hello {{name}}", "hello.md")

    with pytest.raises(SettingsError, match=complaint):
        prompt.fill(**values)


@pytest.mark.parametrize(
    ("raw", "complaint"),
    [
        pytest.param("Hello", "no front matter", id="no front matter"),
        pytest.param(FRONT + "Hello {{nobody}} {{name}}", "uses {{nobody}}", id="undeclared variable"),
        pytest.param(FRONT + "Hello {{Full Name}} {{name}}", "uses {{Full Name}}", id="misspelt variable"),
        pytest.param(FRONT + "Hello", "declares 'name'", id="unused variable"),
        pytest.param(FRONT.replace("[name]", "[]") + "  \n", "holds no text", id="no text"),
        pytest.param(FRONT.replace("version: 1", "version: one") + "{{name}}", "version", id="wrong type"),
        pytest.param(FRONT.replace("reply: none", "replies: none") + "{{name}}", "repl", id="unknown key"),
        pytest.param(FRONT.replace("[name]", "[name") + "{{name}}", "not YAML", id="broken YAML"),
        pytest.param("---\njust words\n---\nHello", "front matter", id="front matter is no mapping"),
    ],
)
def test_a_malformed_prompt_names_its_file_and_fault(raw, complaint):
    with pytest.raises(SettingsError) as caught:
        prompting.parse(raw, "own/hello.md")

    assert "own/hello.md" in str(caught.value)
    assert complaint in str(caught.value)


def test_a_project_overrides_one_prompt_and_keeps_the_others(tmp_path):
    own = FRONT.replace("[name]", "[language]") + "Schreibe in {{language}}.\r\n"
    (tmp_path / "write.md").write_bytes(b"\xef\xbb\xbf" + own.encode())

    assert prompting.load("write", tmp_path).fill(language="German") == "Schreibe in German.\n"
    assert prompting.load("title", tmp_path) == prompting.load("title")


def test_a_file_in_another_encoding_is_named(tmp_path):
    (tmp_path / "write.md").write_bytes("日本語".encode("cp932"))

    with pytest.raises(SettingsError, match="not UTF-8"):
        prompting.load("write", tmp_path)


def test_any_edit_changes_the_digest():
    one, two = (prompting.parse(FRONT + text, "x") for text in ("Hi {{name}}", "Hi {{name}}."))

    assert one.digest != two.digest
