"""What the documents say is true: blocks run, commands are named, paths exist."""

import re
import shutil
import tomllib
from pathlib import Path

import pytest

from voc.settings import Settings

ROOT = Path(__file__).parents[2]
READMES = ["README.md", "README.ja.md"]
EXPORT = ROOT / "fixtures" / "demo" / "hirunowa" / "export"


def blocks(name, language):
    text = (ROOT / name).read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


@pytest.mark.parametrize("name", READMES)
def test_the_commands_of_a_readme_run(name, voc, project):
    for path in EXPORT.iterdir():
        if path.is_dir():
            shutil.copytree(path, project / path.name)
        else:
            shutil.copy(path, project)
    commands = [
        line.removeprefix("$ voc ").split()
        for block in blocks(name, "console")
        for line in block.splitlines()
        if line.startswith("$ ")
    ]
    assert len(commands) == 4
    for words in commands:
        ran = voc(*words)
        assert ran.code == 0, ran.err


@pytest.mark.parametrize(("name", "company"), [("README.md", "packwren"), ("README.ja.md", "hirunowa")])
def test_the_python_of_a_readme_runs(name, company, tmp_path, monkeypatch):
    shutil.copytree(ROOT / "fixtures" / "demo" / company / "export", tmp_path / "export")
    monkeypatch.chdir(tmp_path / "export")
    (block,) = blocks(name, "python")
    names = {}
    exec(compile(block, name, "exec"), names)
    assert names["first"].customers
    assert names["quotes"]
    assert {row["kind"] for row in names["rows"]} == {"pain"}
    assert names["documents"]
    assert names["labels"][0][0].kind == "pain"
    names["project"].close()


@pytest.mark.parametrize("name", READMES)
def test_the_settings_of_a_readme_load(name):
    for block in blocks(name, "toml"):
        Settings.model_validate(tomllib.loads(block))


@pytest.mark.parametrize("name", READMES)
def test_a_readme_names_every_command(name):
    from voc.cli.app import app

    text = (ROOT / name).read_text(encoding="utf-8")
    known = [command.callback.__name__ for command in app.registered_commands]
    known += [group.name for group in app.registered_groups]
    assert [command for command in known if f"`voc {command}" not in text] == []


@pytest.mark.parametrize("name", ["README.md", "README.ja.md", "CONTRIBUTING.md"])
def test_paths_that_documents_name_exist(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    named = re.findall(r"\]\(([\w./-]+)\)", text) + re.findall(r"`([\w./]+/)`", text)
    made = {"local/", "llm/", "index/", "engines/llm/", "store/", "cli/", ".voc/"}
    assert [path for path in named if path not in made and not (ROOT / path).exists()] == []
