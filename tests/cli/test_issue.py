import json
import re

import pytest
from loopback_http import serving
from loopback_trackers import TOKEN, USER, GitHubServer, JiraServer


@pytest.fixture
def theme(voc, project, tickets):
    voc("ingest", "tickets.csv")
    voc("analyze")
    rows = [json.loads(line) for line in voc("findings", "--json").out.splitlines()]
    return next(row["theme"] for row in rows if row["kind"] == "pain" and "印刷" in row["quote"])


def test_the_draft_is_markdown_in_the_projects_language_and_posted_nowhere(voc, theme):
    ran = voc("issue", theme)
    assert ran.code == 0, ran.err
    assert "## お客様の言葉" in ran.out
    assert "帳票" in ran.out
    assert "丸山" not in ran.out
    assert "posted nowhere" in ran.err
    assert "## What customers said" in voc("issue", theme, "--lang", "en").out


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        pytest.param(["nothing"], 2, "no such theme: 'nothing'", id="no such theme"),
        pytest.param(["{theme}", "--to", "trello"], 2, "choose from github, jira", id="no such tracker"),
        pytest.param(["{theme}", "--lang", "fr"], 2, "choose from ja, en", id="no such language"),
        pytest.param(["{theme}", "--to", "github"], 8, "[github] repo is not set", id="no repository"),
    ],
)
def test_a_wrong_word_ends_in_one_line(voc, theme, words, code, says):
    ran = voc("issue", *(word.format(theme=theme) for word in words))
    assert ran.code == code
    assert says in ran.err
    assert ran.err.count("\n") == 1
    assert ran.out == ""


def test_an_empty_store_has_no_theme_to_post(voc, project):
    ran = voc("issue", "pain-1")
    assert ran.code == 2
    assert "no such theme" in ran.err


def test_a_theme_goes_to_github_once(voc, theme, project, monkeypatch):
    server = GitHubServer()
    monkeypatch.setenv("VOC_GITHUB_TOKEN", TOKEN)
    with serving(server) as web:
        (project / "voc.toml").write_text(
            f'[github]\nrepo = "acme/app"\napi = "{web.url}"\n', encoding="utf-8"
        )
        first, again = voc("issue", theme, "--to", "github"), voc("issue", theme, "--to", "github")
    assert (first.code, again.code) == (0, 0), first.err
    assert first.out == again.out == "https://github.example/acme/app/issues/1\n"
    assert "is there already" in again.err
    assert "帳票" in server.issues[0]["body"]
    listed = voc("send", "--list").out
    assert "github" in listed and "acme/app" in listed


def test_a_theme_goes_to_jira_once(voc, theme, project, monkeypatch):
    server = JiraServer()
    monkeypatch.setenv("VOC_JIRA_TOKEN", TOKEN)
    with serving(server) as web:
        lines = f'[jira]\nurl = "{web.url}"\nproject = "APP"\nuser = "{USER}"\n'
        (project / "voc.toml").write_text(lines, encoding="utf-8")
        first, again = voc("issue", theme, "--to", "jira"), voc("issue", theme, "--to", "jira")
    assert (first.code, again.code) == (0, 0), first.err
    assert first.out.endswith("/browse/APP-1\n")
    assert len(server.issues) == 1


def test_a_theme_that_was_taken_over_leads_to_the_one_that_took_it(voc, theme):
    rows = [json.loads(line) for line in voc("findings", "--theme", theme, "--json").out.splitlines()]
    split = voc("themes", "split", theme, "--finding", rows[0]["id"], "--ja", "締めが終わらない")
    new = re.search(r"moved to (\S+),", split.err)[1]
    assert f"issue: {new}:" in voc("issue", new).err
    assert voc("themes", "merge", new, theme).code == 0
    assert f"issue: {theme}:" in voc("issue", new).err
