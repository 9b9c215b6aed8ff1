"""The program speaks the person's language: the project's, else that of the environment."""

import re
import subprocess
import sys

import pytest

from voc import settings
from voc.cli import messages
from voc.cli.messages import help_told, language_of, phrases, told

TICKETS = "id,created_at,text\n1,2026-10-27,画面が毎朝固まって困っています。\n2,soon,帳票が二枚出ます。\n"
SENTENCE = re.compile(r"[a-z]{3,} [a-z]{2,} [a-z]{2,}")
"""Three English words in a row."""
COMMAND = re.compile(r"`[^`]*`")


@pytest.fixture
def japanese(project):
    (project / "voc.toml").write_text('language = "ja"\n', encoding="utf-8")
    (project / "tickets.csv").write_text(TICKETS, encoding="utf-8")
    return project


def test_an_ingest_and_an_analysis_tell_in_japanese(voc, japanese):
    ran = voc("ingest", "tickets.csv")
    assert ran.err.splitlines() == [
        "tickets.csv: 表(コンマ区切り、utf-8): 1 件、読めなかったもの 1 件",
        "読めなかったもの: tickets.csv、3 行目: 'soon' は日付ではありません",
        "ingest: 1 ファイル: 新規 1 件、変更 0 件、既知 0 件、読めなかった行・ファイル 1 件",
    ]
    assert voc("analyze").err.startswith("analyze: 1 件(読了 1 件)、所見 1 件、新しいテーマ 1 件")


@pytest.mark.parametrize(
    "words",
    [
        ("ingest", "nothing.csv"),
        ("ingest",),
        ("bogus",),
        ("ingest", "--bogus"),
        ("digest", "--week", "soon"),
        ("digest",),
        ("ask", ""),
        ("label",),
        ("faq",),
        ("churn",),
        ("init",),
        ("themes", "undo"),
        ("--project", "nowhere", "analyze"),
    ],
)
def test_a_persons_mistakes_are_told_in_japanese(voc, japanese, words):
    ran = voc(*words)
    assert ran.code
    assert ran.err.startswith("voc: ")
    assert not SENTENCE.search(COMMAND.sub("", ran.err)), ran.err


def test_a_broken_setting_is_told_in_japanese_too(voc, project):
    (project / "voc.toml").write_text('language = "ja"\ntimezone = "Tokyo"\n', encoding="utf-8")
    assert "タイムゾーン" in voc("analyze").err


def test_the_help_of_every_command_is_japanese(voc, japanese):
    shown = voc("--help").out
    assert "お客様の声を" in shown and "コマンド:" in shown
    commands = re.findall(r"^  ([a-z]+) ", shown.partition("コマンド:")[2], re.MULTILINE)
    assert len(commands) > 15
    for command in commands:
        page = voc(command, "--help").out
        assert "使い方:" in page
        assert not SENTENCE.search(COMMAND.sub("", page)), f"{command}: {page}"


def test_label_is_japanese(voc, japanese, monkeypatch):
    assert voc("ingest", "tickets.csv").code == voc("analyze").code == 0
    monkeypatch.setattr("voc.cli.label.read_key", lambda: "q")
    ran = voc("label")
    assert "正しい" in ran.out and "深刻度" in ran.out
    assert "判定 0 件" in ran.err


@pytest.mark.parametrize(
    ("settings", "environment", "language"),
    [
        ('language = "ja"', {"LANG": "en_US.UTF-8"}, "ja"),
        ('language = "en"', {"LANG": "ja_JP.UTF-8"}, "en"),
        ('language = "auto"', {"LANG": "ja_JP.UTF-8"}, "ja"),
        ("", {"LANG": "ja_JP.UTF-8"}, "ja"),
        ("", {"LC_ALL": "C", "LANG": "ja_JP.UTF-8"}, "en"),
        ("", {}, "en"),
        ("= broken", {"LANG": "ja_JP.UTF-8"}, "ja"),
    ],
)
def test_the_projects_language_counts_before_the_environments(tmp_path, settings, environment, language):
    (tmp_path / "voc.toml").write_text(settings, encoding="utf-8")
    assert language_of(environment, tmp_path) == language


def test_the_settings_file_is_called_alike_where_it_must_load_fast():
    assert messages.FILE == settings.FILE


def test_what_the_table_lacks_stays_as_it_is():
    assert told("note: xyzzy plugh", "ja") == "補足: xyzzy plugh"
    assert told("note: xyzzy", "en") == "note: xyzzy"
    assert help_told("Xyzzy.\n\nReads  nothing.", "ja") == "Xyzzy.\n\nReads nothing."


def test_every_phrase_says_all_that_was_put_in_and_nothing_else():
    table = phrases("ja")
    assert len(table) > 200
    for phrase in table:
        holes = {int(hole) for hole in re.findall(r"\{(\d)\}", phrase.local)}
        assert holes == set(range(1, phrase.english.groups + 1)), phrase.local


@pytest.mark.parametrize("encoding", ["cp932", "ascii", "utf-8"])
def test_what_is_redirected_is_utf8_whatever_the_consoles_encoding(project, encoding):
    (project / "t.csv").write_text(TICKETS, encoding="utf-8")
    (project / "voc.toml").write_text('language = "ja"\n', encoding="utf-8")
    for words in (["ingest", "t.csv"], ["analyze"], ["findings"]):
        ran = subprocess.run(
            [sys.executable, "-m", "voc", *words],
            capture_output=True,
            env={"PYTHONIOENCODING": encoding, "PATH": "", "VOC_NOW": "2026-11-02T09:00:00+09:00"},
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
    assert "画面が毎朝固まって" in ran.stdout.decode("utf-8")
    assert ran.stderr.decode("utf-8").startswith("findings: ")
