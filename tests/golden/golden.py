"""The golden outputs: what voc prints for its two demo companies, command by command.

`python tests/golden/golden.py` writes them anew. Everything runs as a user would run it, at a fixed
moment and at 80 columns, with the local engine. A change that only moves code leaves them as they are.
"""

import contextlib
import io
import json
import os
import sqlite3
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
COMPANIES = ("hirunowa", "packwren")
LANGUAGES = ("ja", "en")
NOW = "2026-11-02T09:00:00+00:00"
QUESTIONS = {
    "hirunowa": ("アプリの何に困っていますか", "なぜ契約したのですか", "宇宙旅行の予定は"),
    "packwren": ("What breaks on the bikes?", "Why did they choose it?", "Who plans a trip to space?"),
}
GROUPS = {
    "hirunowa": ("segment=製造", "rest"),
    "packwren": ("segment=courier", "rest"),
}


class Command(NamedTuple):
    """A file of the golden folder, and the command whose output it keeps."""

    file: str
    words: tuple[str, ...]


def commands(company: str) -> list[Command]:
    """Every report in both languages and every form that is printed."""
    made = [Command("findings.jsonl", ("findings", "--json")), Command("findings.txt", ("findings",))]
    made += [
        Command("themes.json", ("themes", "--all", "--json")),
        Command("themes.txt", ("themes", "--all")),
    ]
    made += [Command("weeks.txt", ("digest", "--list"))]
    for language in LANGUAGES:
        spoken = ("--lang", language)
        for suffix, form in FORMS.items():
            made.append(Command(f"digest.{language}.{suffix}", ("digest", "--format", form, *spoken)))
            if form in {"slack"}:
                continue
            for report in ("persona", "reasons", "faq", "segments", "churn"):
                made.append(Command(f"{report}.{language}.{suffix}", (report, "--format", form, *spoken)))
            compared = ("compare", *GROUPS[company], "--format", form, *spoken)
            made.append(Command(f"compare.{language}.{suffix}", compared))
            if form in {"text", "markdown", "html", "json"}:
                moved = ("persona", "--diff", "--since", "2026-09-01", "--format", form, *spoken)
                made.append(Command(f"persona-moves.{language}.{suffix}", moved))
        for form in ("text", "markdown", "json"):
            weeks = ("digest", "--diff", "2026-W42", "2026-W44", "--format", form, *spoken)
            made.append(Command(f"diff.{language}.{SUFFIX[form]}", weeks))
    for number, question in enumerate(QUESTIONS[company], 1):
        made.append(Command(f"ask.{number}.txt", ("ask", question)))
        made.append(Command(f"ask.{number}.json", ("ask", question, "--json")))
    return made


FORMS = {"txt": "text", "md": "markdown", "html": "html", "json": "json", "slack.json": "slack"}
SUFFIX = {form: suffix for suffix, form in FORMS.items()}


def run(*words: str) -> str:
    """What a command prints, its complaints and its exit code after it where it failed."""
    from voc.cli import main

    out, said = io.StringIO(), io.StringIO()
    before, sys.argv = sys.argv, ["voc", *words]
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(said):
            main()
    except SystemExit as stop:
        if stop.code:
            return f"{out.getvalue()}{said.getvalue()}exit {stop.code}\n"
    finally:
        sys.argv = before
    return out.getvalue() or said.getvalue()


def outputs(company: str, folder: Path) -> dict[str, str]:
    """Every golden file of a company, made in a folder of its own."""
    os.environ |= {"VOC_LOCAL_ENCODER": "off", "VOC_NOW": NOW, "COLUMNS": "80", "LINES": "40", "TZ": "UTC"}
    from voc.pipeline.setup import companies, settle

    home = settle(next(one for one in companies() if one.name == company), folder)
    before = Path.cwd()
    os.chdir(home)
    try:
        inbox = tomllib.loads((home / "voc.toml").read_text(encoding="utf-8"))["inbox"]
        settle_salt(home)
        tables = ("--accounts", "accounts.csv", "--interviews", "interviews.csv")
        made = {
            "ingest.txt": run("ingest", *inbox, *tables),
            "analyze.txt": run("analyze"),
            "runs.txt": run("runs"),
        }
        made |= {command.file: run(*command.words) for command in commands(company)}
        theme = json.loads(made["digest.en.json"])["complaints"][0]["theme"]
        for language in LANGUAGES:
            made[f"issue.{language}.md"] = run("issue", theme, "--lang", language)
            made[f"theme.{language}.txt"] = terminal(home, language)
        made["store.jsonl"] = store_rows(home)
    finally:
        os.chdir(before)
    return {name: text.replace(str(home), "PROJECT") for name, text in made.items()}


def settle_salt(home: Path) -> None:
    """Give the project the same secret each time, so that its pseudonyms are the same."""
    run("findings")
    with sqlite3.connect(home / ".voc" / "voc.db") as connection:
        connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('salt', 'golden')")
    connection.close()


def terminal(home: Path, language: str) -> str:
    """The digest as a terminal of 80 columns draws it, without its colours."""
    from rich.console import Console

    from voc.cli.session import environment, now
    from voc.project import Project
    from voc.render.catalogue import catalogue
    from voc.render.digest import document
    from voc.render.terminal import terminal as drawn

    project = Project.open(home, environment(), now)
    try:
        console = Console(width=80, file=io.StringIO(), force_terminal=False)
        console.print(drawn(document(project.digest(None, (language,)), catalogue(language))))
    finally:
        project.close()
    return console.file.getvalue()


def store_rows(home: Path) -> str:
    """The rows of the store, table by table, in an order of their own."""
    connection = sqlite3.connect(home / ".voc" / "voc.db")
    lines = []
    for table in TABLES:
        rows = connection.execute(f"SELECT * FROM {table}")
        names = [column[0] for column in rows.description]
        kept = [json.dumps([table, dict(zip(names, row, strict=True))], ensure_ascii=False) for row in rows]
        lines += sorted(kept)
    connection.close()
    return "\n".join(lines) + "\n"


TABLES = ("documents", "readings", "findings", "placements", "themes", "theme_changes", "accounts", "rejects")


def main() -> None:
    """Write every golden file anew."""
    with tempfile.TemporaryDirectory() as folder:
        for company in COMPANIES:
            place = HERE / company
            place.mkdir(exist_ok=True)
            for old in place.iterdir():
                old.unlink()
            for name, text in outputs(company, Path(folder)).items():
                (place / name).write_text(text, encoding="utf-8", newline="\n")
                print(place / name)


if __name__ == "__main__":
    main()
