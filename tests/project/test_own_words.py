"""The project's own words count wherever concepts are looked for."""

import pytest

from voc.project import Project

TICKETS = """id,date,account,text
T-1,2026-10-26,A1,The Zephyrgate stops halfway every time and we cannot go on.
T-2,2026-10-27,A2,The Zephyrgate stops halfway. I tried it five times since yesterday.
"""


@pytest.fixture
def project(tmp_path, clock):
    (tmp_path / "tickets.csv").write_text(TICKETS, encoding="utf-8")
    words = '[vocabulary]\nsynonyms = { password = ["Zephyrgate"] }\n'
    (tmp_path / "voc.toml").write_text(words, encoding="utf-8")
    opened = Project.open(tmp_path, {}, clock)
    opened.ingest(opened.inbox([tmp_path / "tickets.csv"]))
    opened.analyze()
    yield opened
    opened.close()


def test_a_theme_gets_the_area_of_what_an_own_word_means(project):
    themes = [theme for theme in project.store.themes.all().values() if theme.kind == "pain"]
    assert themes
    assert {theme.area["en"] for theme in themes} == {"Accounts and access"}
