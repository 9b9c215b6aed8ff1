import re
from html.parser import HTMLParser

import pytest
from digests import doc, sample
from things_said import said, theme

from voc.render.catalogue import catalogue
from voc.render.digest import document
from voc.render.mail import mail as html
from voc.render.markdown import markdown
from voc.types import Kind

HOSTILE = (
    "{{ 7 * 7 }} <script>alert(1)</script><img src=x onerror=alert(1)>\"' style='position:fixed'"
    " </td></tr></table> <a href='https://evil.example'>x</a> <!--[if mso]> \u202egpj.exe"
)


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.attributes, self.text = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, *pair) for pair in attrs]

    def handle_data(self, data):
        self.text.append(data)


def parsed(source):
    tags = Tags()
    tags.feed(source)
    return tags


@pytest.mark.parametrize("language", ["ja", "en"])
def test_nothing_is_loaded_and_nothing_runs(language):
    tags = parsed(html(doc(language)))
    assert not {"script", "link", "img", "svg", "iframe", "form", "a", "object", "video"} & set(tags.tags)
    assert not [name for _, name, _ in tags.attributes if name in {"src", "href", "background", "srcset"}]
    assert "url(" not in html(doc(language)) and "@import" not in html(doc(language))


def test_styles_stand_inline_and_only_media_rules_in_the_head():
    source = html(doc())
    head, _, body = source.partition("<body")
    assert "prefers-color-scheme" in head and ".quote {" not in head.partition("@media")[0]
    assert 'class="quote" style="' in body


def test_the_file_is_small_enough_for_gmail_even_in_two_languages():
    assert len(html(doc("ja"), doc("en")).encode()) < 100_000


def test_two_languages_make_two_sheets_in_one_file():
    source = html(doc("ja"), doc("en"))
    assert source.count("<!DOCTYPE html>") == 1
    assert re.findall(r'<table[^>]* lang="(\w+)"', source) == ["ja", "en"]


@pytest.mark.parametrize("place", ["text", "title", "name", "project"])
def test_hostile_words_stay_words(place):
    quiet, hostile = parsed(html(doc(**{place: "calm"}))), parsed(html(doc(**{place: HOSTILE})))
    assert [tag for tag in hostile.tags if tag != "span"] == [tag for tag in quiet.tags if tag != "span"]
    assert not [name for _, name, _ in hostile.attributes if name.startswith("on")]
    assert "\u202e" not in "".join(hostile.text)
    assert "{{ 7 * 7 }}" in "".join(hostile.text)


ADDRESSES = ["https://evil.example/x", "www.evil.example", "mail me@evil.example", "evil.example"]


@pytest.mark.parametrize("place", ["text", "title", "name", "project"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_is_not_one_run_of_text(address, place):
    source = html(doc(**{place: f"See {address} now"}))
    assert "evil.example" not in source.partition("</head>")[2]
    assert address in "".join(parsed(source).text)


def test_a_digest_without_complaints_still_reads():
    calm = html(doc(placed=[], themes={}))
    assert "No complaint was found this week." in calm


def test_a_week_full_of_long_hostile_quotes_still_fits_into_one_mail():
    flood = [
        said(
            f"{kind}{theme}",
            f"C{customer}",
            kind=kind,
            text=f"{customer} {theme} " + "<&\"'>" * 200,
            severity=4,
        )
        for kind in (Kind.PAIN, Kind.REQUEST, Kind.PRAISE, Kind.QUESTION, Kind.CHURN_SIGNAL)
        for theme in range(12)
        for customer in range(40)
    ]
    themes = {one.theme: theme(one.theme, one.finding.kind) for one in flood}
    source = html(doc(placed=flood, themes=themes))
    assert len(source.encode()) < 100_000
    assert "The first 8 of 40 are shown" in source


def test_a_long_paragraph_is_not_cut():
    first, *rest = sample().complaints
    paragraph = tuple(f"Sentence {number} of the paragraph." for number in range(40))
    long = first.model_copy(update={"summary": {"en": paragraph}})
    made = document(sample().model_copy(update={"complaints": (long, *rest)}), catalogue("en"))
    assert "Sentence 39 of the paragraph." in html(made)
    assert "Sentence 39 of the paragraph." in markdown(made)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_sheet_is_600_wide_and_nothing_in_it_is_wider(language):
    source = html(doc(language))
    assert "max-width: 600px" in source and '<!--[if mso]><table role="presentation" width="600"' in source
    widths = [value for _, name, value in parsed(source).attributes if name == "width"]
    assert all(value.endswith("%") or int(value) <= 600 for value in widths)


def test_every_table_is_for_layout_and_says_so_to_screen_readers():
    tags = parsed(html(doc()))
    tables = tags.tags.count("table")
    assert tables == tags.attributes.count(("table", "role", "presentation"))


def test_the_page_forbids_scripts_and_loads_for_a_browser_that_opens_it():
    assert "default-src 'none'; style-src 'unsafe-inline'" in html(doc())


@pytest.mark.parametrize("rule", ["prefers-color-scheme: dark", "max-width: 520px", "print"])
def test_dark_narrow_and_printed_pages_have_rules_of_their_own(rule):
    assert rule in html(doc()).partition("<body")[0]


def test_eight_weeks_are_cells_whose_heights_follow_the_customers():
    before = [
        said("theme-0", f"B{n}", week=f"2026-W{week}", text=f"{week} {n} hurts")
        for week, count in ((40, 4), (42, 1))
        for n in range(count)
    ]
    now = [said("theme-0", "A1"), said("theme-0", "A2")]
    weeks = {f"2026-W{week}": 40 for week in range(36, 44)}
    source = html(doc(placed=[*before, *now], themes={"theme-0": theme("theme-0")}, volumes=weeks))
    cells = re.findall(r'title="2026-W(\d+): (\d+)"[^>]*>.*? height="(\d+)"', source)
    assert [(week, customers) for week, customers, _ in cells] == [
        ("36", "0"), ("37", "0"), ("38", "0"), ("39", "0"), ("40", "4"), ("41", "0"), ("42", "1"), ("43", "2")
    ]  # fmt: skip
    heights = [int(high) for *_, high in cells]
    assert heights[4] == max(heights) and heights[7] == (heights[4] + heights[0]) // 2


def test_what_does_not_fit_is_cut_and_a_line_says_so():
    long = doc("ja", text="長い声" * 60)
    whole = html(long)
    cut = html(long, most=len(whole.encode()) - 1)
    assert "一部を省きました" in cut and "一部を省きました" not in whole
    assert len(cut) < len(whole)
