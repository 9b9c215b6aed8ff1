"""A command loads what it needs and nothing that is slow to load without need."""

import subprocess
import sys

import pytest

RUN = """
import runpy, sys
sys.argv = ["voc", *{words!r}]
try:
    runpy.run_module("voc", run_name="__main__")
except SystemExit as stop:
    assert not stop.code, stop.code
print("\\nLOADED", *(name for name in {slow!r} if name in sys.modules), file=sys.stderr)
"""
LEARNING = ("numpy", "scipy", "sklearn", "voc.engines.local.model")
MODELS = ("langchain", "langchain_core", "openai", "chromadb", "httpx", "tenacity")
PAGES = ("jinja2", "voc.render.mail", "voc.reports.digest")
SLOW = (*LEARNING, *MODELS, *PAGES, "pyarrow", "phonenumbers", "email.mime.text")


def loaded(folder, *words):
    code = RUN.format(words=list(words), slow=SLOW)
    ran = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    return ran.stderr.rpartition("LOADED")[2].split()


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["--help"], id="help"),
        pytest.param(["init", "new"], id="init"),
        pytest.param(["findings"], id="findings"),
        pytest.param(["findings", "--json"], id="findings as JSON"),
        pytest.param(["runs"], id="runs"),
        pytest.param(["send", "--list"], id="the outbox"),
        pytest.param(["schedule"], id="schedule"),
    ],
)
def test_looking_loads_no_library_that_learns_or_calls_or_draws_pages(tmp_path, words):
    assert loaded(tmp_path, *words) == []


def test_the_check_sees_what_a_command_does_load(tmp_path):
    (tmp_path / "t.csv").write_text("id,date,text\n1,2026-10-26,Printing stops.\n", encoding="utf-8")
    loaded(tmp_path, "ingest", "t.csv")
    assert set(loaded(tmp_path, "analyze")) >= {"numpy", "voc.engines.local.model"}


def test_import_voc_loads_no_library():
    code = "import sys, voc; print(*(name for name in sys.modules if name.split('.')[0] in {!r}))"
    code = code.format({"pydantic", "sqlalchemy", "numpy", "typer"})
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == []
