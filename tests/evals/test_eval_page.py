import re
from html.parser import HTMLParser

import pytest

from voc.evals.counts import FoundStatement, MatchedStatements, of_statements
from voc.evals.labelled_sets import GoldStatement
from voc.evals.measures import estimates, figures, means, tables
from voc.evals.page import html, kinds
from voc.evals.results import EvalRun, SetScores, confusion, misses
from voc.evals.scoring import match
from voc.types import Kind

HOSTILE = "<script>alert(1)</script>\u202eevil\u200b & \"quoted\" <img src=x onerror='x()'>"


def run(*quotes):
    gold = [
        GoldStatement(f"T-{at}", Kind.PAIN, quote, 3, "<b>slow</b>", "2026-W44")
        for at, quote in enumerate(quotes)
    ]
    found = [
        FoundStatement("T-0", Kind.PAIN, quotes[0], confidence=0.9),
        FoundStatement("T-9", Kind.PRAISE, "nice"),
    ]
    matched = MatchedStatements(gold, found, match(gold, found))
    sheets = of_statements([f"T-{at}" for at in range(10)], matched)
    off = misses(matched)
    scored = SetScores(
        name="<i>shop</i>",
        form="statements",
        figures=figures(estimates("shop", "statements", tables(sheets))),
        sheets=sheets,
        confusion=confusion(matched, off),
        misses=off,
        outcomes={"ok": 9, "empty": 1},
        seconds={"read": 1.5},
        spent={"calls": 3, "dollars": None},
    )
    return EvalRun(voc="0", engine="<u>x</u>", sets=(scored,), mean=means([scored]), notes=("a note",))


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.seen = []
        self.text = []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text.append(data)


@pytest.fixture
def page():
    read = Tags()
    read.feed(html(run("right", HOSTILE, "missed too")))
    return read


def test_nothing_runs_and_nothing_is_loaded(page):
    assert not {"script", "link", "img", "iframe", "form", "i", "b", "u"} & {tag for tag, _ in page.seen}
    loading = {"src", "href", "onerror", "onload", "srcset"}
    assert not [name for _, attributes in page.seen for name in attributes if name in loading]
    rule = [a["content"] for _, a in page.seen if a.get("http-equiv") == "Content-Security-Policy"]
    assert rule == ["default-src 'none'; style-src 'unsafe-inline'"]


def test_customers_words_are_shown_as_words(page):
    text = "".join(page.text)
    assert '<script>alert(1)</script>evil & "quoted"' in text
    assert not re.search("[\u202e\u200b]", text)


def test_every_miss_stands_with_its_document_and_week(page):
    text = " ".join(part.strip() for part in page.text if part.strip())
    assert "pain, missed 2" in text
    assert "missed too <b>slow</b> T-2 2026-W44" in text
    assert "found as praise where nothing is labelled 1" in text


def test_the_page_names_cost_and_notes(page):
    text = "".join(page.text)
    assert "10 documents (9 ok, 1 empty) · 1.5 s · 3 calls · price unknown" in text
    assert "a note." in text


def test_kinds_count_what_was_labelled_and_found():
    row = next(row for row in kinds(run("right", "wrong")) if row.kind == "pain")
    assert (row.gold, row.found, row.precision, row.recall) == (2, 1, "1.000", "0.500")


def test_every_tag_that_opens_closes(page):
    single = {"meta", "br"}
    closing = re.findall(r"</(\w+)>", html(run("right", "missed")))
    other = Tags()
    other.feed(html(run("right", "missed")))
    opening = [tag for tag, _ in other.seen if tag not in single]
    assert sorted(opening) == sorted(closing)
