import re

import pytest

from voc.render import paper
from voc.render.paper import Grid, Item, Line, Paper, Part
from voc.render.phrases import Said
from voc.render.width import columns
from voc.render.words import words

HOSTILE = "<script>x</script> | [link](http://evil.example) \u202e# \x1b[31mred"


def report(**fields):
    quote = Said(text=HOSTILE, who=HOSTILE, document="T-1", when="1 Nov 2026", between=" · ")
    item = Item(HOSTILE, (Line("plain"), Line(HOSTILE, (quote,)), Line("last")), mark="0.83", bar=0.83)
    grid = Grid(("name", "count"), ((HOSTILE, "1"), ("とても長い名前の株式会社" * 5, "12,345")))
    parts = (Part("Heading", ("A line.",), (item,), grid), Part("", ("Only a line.",)))
    return Paper(
        **{"language": "en", "title": HOSTILE, "lead": ("Lead.",), "notes": (HOSTILE,), "parts": parts}
        | fields
    )


@pytest.mark.parametrize("language", ["ja", "en"])
def test_text_keeps_to_the_screen_whatever_it_holds(language):
    text = paper.text(report(language=language), words(language))
    assert max(map(columns, text.splitlines())) <= 80
    assert "\x1b" not in text and "\u202e" not in text
    assert "12,345" in text


def test_no_value_can_add_markup_to_the_page():
    page = paper.html(report(), words("en"))
    assert "<script" not in page
    assert re.findall(r"<a[ >]|href=|src=", page) == []
    assert "width:83%" in page


def test_no_value_can_add_markup_to_markdown():
    page = paper.markdown(report(), words("en"))
    assert re.findall(r"(?<!\\)(?:<script|\]\()", page) == []
    rows = [line for line in page.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {3}


def test_lines_without_quotes_stay_together_in_markdown():
    page = paper.markdown(report(), words("en"))
    assert "- plain\n- " in page
    assert page.rstrip().endswith("Only a line\\." if "\\." in page else "Only a line.")


def test_an_empty_report_is_its_title():
    empty = Paper(language="en", title="Nothing")
    assert paper.text(empty, words("en")) == "Nothing\n"
    assert paper.markdown(empty, words("en")) == "# Nothing\n"
    assert "<h1>Nothing</h1>" in paper.html(empty, words("en"))
