import io
import json
import re

import pytest
from digests import doc, sample
from rich.console import Console

from voc.render.display import columns
from voc.render.formats import FORMS, digest_as
from voc.render.mail import mail
from voc.render.markdown import markdown
from voc.render.terminal import terminal
from voc.render.text import text
from voc.reports.digest import DigestCopy

CONTRACT = {
    "week", "coverage", "complaints", "rising", "resolved", "requests", "praise", "at_risk", "questions"
}  # fmt: skip


def shown(page):
    console = Console(width=80, record=True, file=io.StringIO(), color_system=None)
    console.print(terminal(page))
    return console.export_text()


def plain_html(source):
    return re.sub(r"<[^>]+>", " ", source.partition("<body")[2])


READ = {
    "text": text,
    "markdown": markdown,
    "html": lambda page: plain_html(mail(page)),
    "terminal": shown,
}


@pytest.mark.parametrize("form", READ)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_form_carries_the_same_facts(form, language):
    digest = sample(language)
    seen = re.sub(r"\s+", "", READ[form](doc(language))).replace("\\", "")
    assert digest.complaints and all(complaint.quotes for complaint in digest.complaints)
    for complaint in digest.complaints:
        for quote in complaint.quotes:
            assert re.sub(r"\s+", "", quote.text) in seen
            assert quote.document in seen
        assert complaint.title[language].replace(" ", "") in seen
        assert re.search(rf"(?<!\d){complaint.customers}(?!\d)", seen)
    for heading in ("AoiKK", "API", "CSV", "Support", "2026-W43"):
        assert heading in seen


@pytest.mark.parametrize("language", ["ja", "en"])
def test_plain_text_keeps_to_72_columns(language):
    assert max(columns(line) for line in text(doc(language)).splitlines()) <= 72


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_terminal_keeps_to_80_columns(language):
    assert max(columns(line) for line in shown(doc(language)).splitlines()) <= 80


def test_json_has_the_keys_that_programs_rely_on():
    body = json.loads(digest_as("json", DigestCopy(sample(), "en")))
    assert body.keys() >= CONTRACT
    first = body["complaints"][0]
    assert (first["rank"], first["theme"], first["title"], first["customers"], first["mentions"]) == (
        1,
        "theme-0",
        "Clock-ins get lost",
        2,
        2,
    )
    assert first.keys() >= {"severity", "change", "certainty", "quotes"}
    assert first["quotes"][0]["text"] == "Not one clock-in arrived\nthis morning"
    assert first["quotes"][0]["document"] == "T-01"
    assert body["coverage"] == {
        "documents": 40,
        "read": 35,
        "nothing_to_say": 5,
        "refused": 1,
        "failed": {"rate": 3},
        "waiting": 1,
        "unreadable_rows": 2,
        "share": 0.875,
    }


def test_json_in_two_languages_differs_in_words_only():
    ja, en = (json.loads(digest_as("json", DigestCopy(sample("en"), language))) for language in ("ja", "en"))
    assert {key for key in ja if ja[key] != en[key]} == {"language"}


@pytest.mark.parametrize("form", [*FORMS, "json"])
def test_the_same_digest_is_written_the_same_way(form):
    assert digest_as(form, DigestCopy(sample(), "en")) == digest_as(form, DigestCopy(sample(), "en"))


@pytest.mark.parametrize("form", READ)
def test_too_little_read_is_said_and_nothing_is_ranked(form):
    seen = READ[form](doc(min_coverage=0.99))
    assert "Nothing is ranked this week" in re.sub(r"\s+", " ", seen)
    assert "Top complaints" not in seen


@pytest.mark.parametrize("form", READ)
def test_what_was_not_read_is_counted(form):
    seen = re.sub(r"\s+", " ", READ[form](doc()).replace("\\", ""))
    assert "40 documents this week: 35 read, 5 of them without anything of note." in seen
    assert (
        "1 not read yet, 1 refused by the model, 3 failed (too many requests), 2 unreadable rows or files"
        in seen
    )


@pytest.mark.parametrize("form", READ)
def test_a_long_japanese_quote_is_wrapped_and_not_cut(form):
    words = "連休前にシフトを直そうとすると画面が白くなったまま戻らず、" * 4
    seen = re.sub(r"[\s│>]+", "", READ[form](doc("ja", text=words)))
    assert words in seen


def keys(value, path=""):
    """Where every key of a JSON value stands; those that a source or a week names are one."""
    if isinstance(value, dict):
        for key, part in value.items():
            name = "*" if path.endswith(NAMED) else key
            yield f"{path}.{name}".lstrip(".")
            yield from keys(part, f"{path}.{name}")
    elif isinstance(value, list):
        for part in value:
            yield from keys(part, f"{path}[]")


NAMED = (".history", ".roles", ".segments", ".areas", ".failed")
QUOTE = "text document source moment role account company created_at week"
FROZEN = {
    "": "week first_day last_day project scope language coverage ranked trends_tested complaining"
    " complaining_before told_by_staff complaints rising back falling resolved fixes requests praise at_risk"
    " questions replaced currency cost",
    "coverage": "documents read nothing_to_say refused failed waiting unreadable_rows share",
    "coverage.failed": "*",
    "complaints[]": "rank theme title customers mentions told_by_staff severity change certainty ahead level"
    " state ties"
    " campaigns first_week history roles segments companies revenue revenue_known_of teams summary look"
    " quotes",
    "complaints[].history": "*",
    "complaints[].roles": "*",
    "complaints[].quotes[]": f"{QUOTE} url",
    "requests[]": "theme title customers mentions campaigns areas teams quotes",
    "requests[].quotes[]": f"{QUOTE} url",
    "questions[]": "theme title customers mentions campaigns areas teams quotes",
    "questions[].quotes[]": f"{QUOTE} url",
    "praise[]": "theme title customers mentions campaigns areas teams quotes",
    "praise[].areas": "*",
    "praise[].quotes[]": f"{QUOTE} url",
    "at_risk[]": "account company customer segment renewal_date mrr signals severity quotes",
    "at_risk[].quotes[]": f"{QUOTE} url",
}


def test_the_keys_of_the_json_are_frozen():
    body = json.loads(digest_as("json", DigestCopy(sample(), "en")))
    frozen = {f"{path}.{key}".lstrip(".") for path, names in FROZEN.items() for key in names.split()}
    assert set(keys(body)) == frozen
