import json
import subprocess
import sys
import time

import pytest


def lines(ran):
    return [json.loads(line) for line in ran.out.splitlines()]


def test_the_first_week_from_a_japanese_csv(voc, tickets):
    assert (
        voc("ingest", tickets).err.splitlines()[-1] == "ingest: 1 file: 5 new documents, 0 changed, 0 known"
    )
    assert voc("analyze").code == 0
    found = lines(voc("findings", "--json"))
    assert {"pain"} <= {row["kind"] for row in found if row["document"] in {"T-1", "T-2"}}
    assert not [row for row in found if row["document"] == "T-3"]
    digest = json.loads(voc("digest", "--format", "json").out)
    assert digest["week"] == "2026-W44"
    assert digest["coverage"]["documents"] == 4
    assert digest["complaints"][0]["customers"] >= 2


def test_every_quote_stands_in_the_export(voc, tickets):
    voc("ingest", tickets)
    voc("analyze")
    text = tickets.read_text(encoding="cp932")
    found = lines(voc("findings", "--json"))
    assert found
    assert all(row["quote"] in text and row["side"] == "customer" for row in found)


def test_running_everything_again_changes_nothing(voc, tickets):
    for _ in range(2):
        voc("ingest", tickets)
        voc("analyze")
    first = voc("findings", "--json").out, voc("digest", "--format", "json").out
    assert "5 known" in voc("ingest", tickets).err
    voc("analyze")
    assert (voc("findings", "--json").out, voc("digest", "--format", "json").out) == first


def test_a_digest_in_two_languages_carries_the_same_numbers(voc, tickets):
    voc("ingest", tickets)
    voc("analyze")
    ja, en = (json.loads(voc("digest", "--format", "json", "--lang", lang).out) for lang in ("ja", "en"))
    keep = ("theme", "customers", "mentions", "severity", "change", "certainty", "quotes")
    assert [[c[k] for k in keep] for c in ja["complaints"]] == [
        [c[k] for k in keep] for c in en["complaints"]
    ]


def test_files_are_written_on_request(voc, tickets, project):
    voc("ingest", tickets)
    voc("analyze")
    ran = voc("digest", "--out", "out", "--lang", "ja,en")
    assert len(ran.out.splitlines()) == 8
    assert all((project / path).stat().st_size for path in ran.out.splitlines())


def test_the_index_can_be_rebuilt(voc, tickets):
    voc("ingest", tickets)
    voc("analyze")
    assert voc("index", "rebuild").err.endswith("index: 5 documents indexed\n")


def test_themes_can_be_named_and_merged(voc, tickets):
    voc("ingest", tickets)
    voc("analyze")
    themes = lines(voc("themes", "--json", "--kind", "pain"))
    assert voc("themes", "rename", themes[0]["id"], "--ja", "帳票印刷").code == 0
    assert "帳票印刷" in voc("digest").out
    assert lines(voc("themes", "--json"))[0]["pinned"]


@pytest.mark.parametrize("place", ["before", "after"])
def test_the_project_may_be_named_before_or_after_the_command(voc, tickets, project, place):
    words = ["--project", project / "elsewhere"]
    ran = voc(*words, "ingest", tickets) if place == "before" else voc("ingest", tickets, *words)
    assert ran.code == 0
    assert (project / "elsewhere" / ".voc" / "voc.db").exists()


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        pytest.param(["ingest", "nowhere.csv"], 3, "nowhere.csv", id="missing file"),
        pytest.param(["digest"], 6, "voc ingest PATH", id="empty store"),
        pytest.param(["digest", "--week", "2026-W60"], 2, "2026-W60", id="unknown week"),
        pytest.param(["digest", "--format", "docx"], 2, "'docx'", id="unknown format"),
        pytest.param(["digest", "--lang", "fr"], 2, "'fr'", id="unknown language"),
        pytest.param(["themes", "rename", "pain-0", "--ja", "x"], 2, "pain-0", id="unknown theme"),
        pytest.param(["send"], 6, "voc ingest PATH", id="nothing to send"),
        pytest.param(["weekly"], 4, "inbox", id="no inbox"),
    ],
)
def test_a_mistake_ends_with_one_line_and_its_exit_code(voc, words, code, says):
    ran = voc(*words)
    assert ran.code == code
    assert says in ran.err
    assert len(ran.err.splitlines()) == 1
    assert "Traceback" not in ran.err


def test_a_week_without_data_names_the_weeks_there_are(voc, tickets):
    voc("ingest", tickets)
    ran = voc("digest", "--week", "2026-W10")
    assert ran.code == 6
    assert "2026-W43 to 2026-W44" in ran.err


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        pytest.param('langauge = "ja"', "did you mean 'language'", id="misspelt key"),
        pytest.param('[mail]\nhots = "x"', "did you mean 'host'", id="misspelt key in a section"),
        pytest.param(
            '[[teams]]\nname = "x"\narea = ["y"]', "did you mean 'areas'", id="misspelt key of a team"
        ),
        pytest.param("[[releases]]\ndate = 2026-10-05", "name the theme", id="a release that fixes nothing"),
        pytest.param('[[releases]]\ndate = "soon"\ntheme = "x"', "releases.0.date = 'soon'", id="no date"),
        pytest.param('timezone = "Asia/Tokio"', "Asia/Tokio", id="no such zone"),
        pytest.param("language =", "not TOML", id="broken file"),
        pytest.param('engine = "locale"', "'locale'", id="unknown engine"),
    ],
)
def test_a_wrong_setting_is_named(voc, project, tickets, toml, says):
    (project / "voc.toml").write_text(toml, encoding="utf-8")
    voc("ingest", tickets)
    ran = voc("analyze")
    assert ran.code in {4, 7}
    assert says in ran.err


def test_a_second_writer_is_told_to_wait(voc, tickets, project, monkeypatch):
    from filelock import FileLock

    from voc.pipeline import lock

    monkeypatch.setattr(lock, "PATIENCE", 0.1)
    voc("ingest", tickets)
    with FileLock(project / ".voc" / "lock"):
        ran = voc("analyze")
    assert ran.code == 5
    assert "another voc is writing" in ran.err


@pytest.mark.parametrize("language", ["ja", "en"])
def test_init_writes_settings_that_load(voc, project, language):
    assert voc("init", "--lang", language).code == 0
    assert voc("findings").code == 0
    assert voc("init").code == 2


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_template_shows_every_setting_there_is(language):
    import tomllib

    from voc.pipeline.setup import settings_text as text
    from voc.settings import Settings

    shown = "\n".join(
        line.removeprefix("# ") if "=" in line or line.startswith("# [") else ""
        for line in text(language).splitlines()
    )
    fields = tomllib.loads(shown)
    Settings.model_validate(fields)
    assert set(fields) == set(Settings.model_fields)
    for section in ("columns", "ingest", "local", "llm", "digest", "mail", "vocabulary"):
        known = Settings.model_fields[section].annotation.model_fields
        assert set(fields[section]) == set(known)


def test_help_is_there_before_anybody_waits():
    started = []
    for _ in range(5):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-m", "voc", "--help"], capture_output=True, check=True)
        started.append(time.perf_counter() - begun)
    assert min(started) < 0.3


WATCHED = """
import sys
sys.argv = ["voc", "--help"]
from voc.cli import main
try:
    main()
except SystemExit:
    heavy = {"chromadb", "openai", "langchain", "sqlalchemy", "numpy", "jinja2", "yaml", "pydantic", "rich"}
    print(sorted(heavy & set(sys.modules)), file=sys.stderr)
"""


def test_help_imports_nothing_heavy():
    done = subprocess.run([sys.executable, "-c", WATCHED], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_findings_are_filtered_by_the_beginning_of_a_theme_and_by_a_customers_name(voc, tickets, project):
    (project / "accounts.csv").write_text("account,name\nA1,㈱まるやま\n")
    voc("ingest", tickets, "--accounts", "accounts.csv")
    voc("analyze")
    found = lines(voc("findings", "--json"))
    theme = found[0]["theme"]
    assert lines(voc("findings", "--json", "--theme", theme[:-2])) == [
        f for f in found if f["theme"] == theme
    ]
    assert lines(voc("findings", "--json", "--account", "(株)まるやま")) == [
        f for f in found if f["account"] == "A1"
    ]
    assert voc("findings", "--theme", "zzz").code == 2


def test_a_wish_for_a_dark_mode_becomes_a_theme(voc, project):
    rows = [
        f"D-{number},2026-10-27,A{number},管理画面をダークモードにしてほしいです。" for number in range(1, 4)
    ]
    text = "\n".join(["チケットID,作成日時,アカウントID,本文", *rows]) + "\n"
    (project / "dark.csv").write_text(text, encoding="utf-8")
    assert voc("ingest", "dark.csv").code == 0
    ran = voc("analyze")
    assert ran.code == 0, ran.err
    assert "ダークモード" in voc("themes").out
