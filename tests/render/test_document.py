import io
import re

import pytest
from rich.console import Console

from voc.render.display import columns
from voc.render.document import (
    Bars,
    Doc,
    FactLine,
    Facts,
    Item,
    Line,
    Note,
    Points,
    QuoteBlock,
    Section,
    Table,
    Tag,
    WeekBar,
    paragraph,
)
from voc.render.html import html
from voc.render.markdown import markdown
from voc.render.slack import slack
from voc.render.terminal import terminal
from voc.render.text import text

HOSTILE = "<script>x</script> | [link](http://evil.example) \u202e# \x1b[31mred"


def shown(doc):
    console = Console(width=80, file=io.StringIO(), color_system=None)
    console.print(terminal(doc))
    return console.file.getvalue()


def report(**fields):
    quote = QuoteBlock(HOSTILE, HOSTILE, "T-1", "1 Nov 2026", " · ", "“", "”")
    points = Points((Line("plain"), Line(HOSTILE, (quote,)), Line("last")))
    item = Item(HOSTILE, (points,), score="0.83", bar=0.83)
    table = Table(("name", "count"), ((HOSTILE, "1"), ("とても長い名前の株式会社" * 5, "12,345")))
    sections = (
        Section("Heading", (paragraph("A line."), table, item)),
        Section("", (paragraph("Only a line."),)),
    )
    parts = {"subtitle": ("Lead.",), "warnings": (HOSTILE,), "sections": sections}
    return Doc(**{"language": "en", "title": HOSTILE, "font": "serif"} | parts | fields)


def test_text_keeps_to_the_screen_whatever_it_holds():
    lines = text(report())
    assert max(map(columns, lines.splitlines())) <= 80
    assert "\x1b" not in lines and "\u202e" not in lines
    assert "12,345" in lines


def test_no_value_can_add_markup_to_the_page():
    page = html(report())
    assert "<script" not in page
    assert re.findall(r"<a[ >]|href=|src=", page) == []
    assert "width:83%" in page


def test_no_value_can_add_markup_to_markdown():
    page = markdown(report())
    assert re.findall(r"(?<!\\)(?:<script|\]\()", page) == []
    rows = [line for line in page.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {3}


def test_lines_without_quotes_stay_together_in_markdown():
    page = markdown(report())
    assert "- plain\n- " in page
    assert page.rstrip().endswith("Only a line.")


def test_a_line_without_text_is_its_first_quote():
    quote = QuoteBlock("It stopped.", "owner", "T-1", "1 Nov", " · ", "“", "”")
    doc = report(sections=(Section("Pains", (Points((Line("", (quote,)),)),)),))
    assert "* “It stopped.”\n  - owner · T-1 · 1 Nov\n" in text(doc)
    assert "- “It stopped.”\n  — owner · T-1 · 1 Nov\n" in markdown(doc)
    assert "<li>“It stopped.”" in html(doc)


@pytest.mark.parametrize("form", [text, markdown, html, slack, shown], ids=lambda form: form.__name__)
def test_an_entry_of_a_list_keeps_its_notes_facts_bars_and_lists(form):
    bars = Bars((WeekBar("2026-W43", "W43", 3, 0.5), WeekBar("2026-W44", "W44", 6, 1.0)), "weeks")
    blocks = (
        paragraph("A line."),
        Facts((FactLine("Who", "courier"),)),
        bars,
        Points((Line("in a list"),)),
        Note(paragraph("look at the log"), "Where"),
    )
    seen = re.sub(r"\s+", " ", form(report(sections=(Section("List", (Item("Slow", blocks, short=True),)),))))
    assert all(words in seen for words in ("A line.", "courier", "in a list", "look at the log"))
    assert form is html or "W43-W44: 3 6" in seen.replace("\\", "")


def test_a_table_of_prose_is_a_list_where_there_is_no_room():
    table = Table(("Complaint", "After"), (("Slow", "gone"),), prose=True, narrow=(Item("Slow", mark="－"),))
    doc = report(sections=(Section("", (table,)),))
    assert "－ Slow" in text(doc) and "After" not in text(doc)
    assert "| Slow | gone |" in markdown(doc)


def test_the_foot_comes_last():
    doc = report(foot=Section("", (paragraph("How this was made."),)))
    for form in (text, markdown):
        assert form(doc).endswith("How this was made.\n")
    assert "<footer>" in html(doc)


def test_an_empty_report_is_its_title():
    empty = Doc(language="en", title="Nothing", font="serif")
    assert text(empty) == "Nothing\n"
    assert markdown(empty) == "# Nothing\n"
    assert "<h1>Nothing</h1>" in html(empty)


def test_a_tree_is_set_in_under_its_headings_and_long_lines_go_below_their_figures():
    lines = (
        Line("short", lead="pain-1     2 /   3"),
        Line("long " * 20, (), (Tag("pinned"),), "more", "pain-2"),
    )
    area = Section("Area", (Points(lines),), rank="branch")
    doc = report(title="", subtitle=(), warnings=(), sections=(Section("Kind", (area,), rank="branch"),))
    seen = text(doc).splitlines()
    assert seen[:4] == ["Kind", "  Area", "    pain-1     2 /   3  short", "    pain-2"]
    assert seen[4].startswith("      long long") and seen[-2].endswith("· pinned")
    assert seen[-1] == "        more" and max(map(columns, seen)) <= 72
    for form in (markdown, html, slack, shown):
        assert re.search("pain-1.{,20}2 / 3.{,20}short", re.sub(r"\s+", " ", form(doc))), form.__name__
