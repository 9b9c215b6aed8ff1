import json
import re
from types import SimpleNamespace

import pytest
from loopback_trackers import is_document
from markdown_it import MarkdownIt
from things_said import said, theme

from voc.engines.base import Statement
from voc.render.catalogue import catalogue
from voc.render.issue import document
from voc.render.trackers import JOINER, adf, markdown, markdown_body, plain, wiki
from voc.reports import issue
from voc.types import Kind

HOSTILE = [
    pytest.param("@octocat and @acme/team look", id="mention"),
    pytest.param("fixes #12, closes acme/app#3 and GH-7", id="references"),
    pytest.param("![x](https://evil.example/p.png)", id="image"),
    pytest.param('<img src="https://evil.example/p.png"><b>x</b>', id="HTML"),
    pytest.param("--> <!-- voc-0123456789abcdef -->", id="a comment like voc's mark"),
    pytest.param("[click](https://evil.example) https://evil.example www.evil.example", id="links"),
    pytest.param("# heading\n\n- item\n\n```sh\nrm -rf /\n```", id="structure"),
    pytest.param("{code}x{code} [~accountid:5] !http://evil.example/p.png! h1. big", id="wiki markup"),
    pytest.param("{quote}\nh1. out of the quote\n{quote}", id="the end of a wiki quote"),
    pytest.param("h1. big *bold* _it_ -gone- +new+ ^up^ ~down~ ||a||b||", id="wiki marks"),
    pytest.param(":tada: :+1: (y) ;)", id="emoji names"),
    pytest.param("a \\ b \\\\ c", id="backslashes"),
]
KINDS = list(Kind)


def written(text="calm", language="en", kind=Kind.PAIN):
    one = theme("lost", kind).model_copy(update={"title": dict.fromkeys(("ja", "en"), text)})
    placed = [
        said("lost", "A1", kind=kind, text=text, document=text, role=text, week="2026-W41"),
        said("lost", "A2", kind=kind, text=f"more {text}", role=text, area=text),
    ]
    sentences = (Statement(text=text, cites=(1,)), Statement(text=text, cites=(1,), part="look"))
    built = issue.build(
        theme=one,
        placed=placed,
        accounts={},
        languages=(language,),
        first_known="2026-W30",
        engine=SimpleNamespace(write=lambda ask: sentences),
    )
    return document(built, catalogue(language))


def skeleton(source):
    found = []
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(source):
        found += [child.type for child in token.children or []] or [token.type]
    return [kind for kind in found if kind not in {"text", "softbreak", "text_special"}]


@pytest.mark.parametrize("attack", HOSTILE)
def test_no_value_adds_structure_to_the_markdown(attack):
    assert skeleton(markdown(written(attack))) == skeleton(markdown(written()))


@pytest.mark.parametrize("attack", HOSTILE)
def test_no_value_mentions_refers_or_carries_a_mark_on_github(attack):
    shown = "".join(
        child.content
        for token in MarkdownIt("commonmark").parse(markdown_body(written(attack), "voc-1"))
        for child in token.children or []
    )
    assert not re.search(r"@\w|#\w|\bGH-\d|:[\w+-]+:", shown, re.IGNORECASE)
    assert markdown_body(written(attack), "voc-1").count("<!--") == 1


@pytest.mark.parametrize("attack", HOSTILE)
def test_the_reader_sees_the_words_as_they_were_said(attack):
    parsed = MarkdownIt("commonmark").parse(markdown(written(attack)))
    texts = ["".join(child.content for child in token.children or []) for token in parsed]
    assert " ".join(attack.split()) in [text.replace(JOINER, "") for text in texts]


@pytest.mark.parametrize("attack", HOSTILE)
def test_jiras_document_holds_texts_only(attack):
    shown = adf(written(attack))
    assert is_document(shown)
    assert " ".join(attack.split()) in json.dumps(shown, ensure_ascii=False).replace('\\"', '"').replace(
        "\\\\", "\\"
    )


@pytest.mark.parametrize("attack", HOSTILE)
def test_every_wiki_mark_of_a_value_is_behind_a_backslash(attack):
    calm, hostile = wiki(written()).splitlines(), wiki(written(attack)).splitlines()
    assert len(calm) == len(hostile)
    for line in hostile:
        value = line.removeprefix("h2. ").removeprefix("# ").removeprefix("* ")
        if value == "{quote}":
            continue
        assert not re.search(r"(?<!\\)[{}\[\]!|*_+^~@<>]", value), value
        assert not re.match(r"(h[1-6]|bq)\\?\.", value), value
    assert hostile.count("{quote}") == calm.count("{quote}")


@pytest.mark.parametrize("attack", HOSTILE)
def test_a_title_is_one_line_that_calls_nobody(attack):
    title = plain(written(attack).title)
    assert "\n" not in title
    assert not re.search(r"@\w|#\w", title)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_kind_has_its_words_in_both_languages(kind, language):
    text = markdown(written("calm", language, kind))
    assert text.count("\n## ") == 6
    assert "2026-W41" in text
    assert ("お客様の言葉" in text) == (language == "ja")


def test_the_draft_says_symptom_where_since_when_who_quotes_and_first_steps():
    text = markdown(written("Clock-ins get lost"))
    headings = re.findall(r"^## (.*)", text, re.MULTILINE)
    assert headings == ["Symptom", "Where", "Since when", "Who", "What customers said", "First steps"]
    assert "> Clock-ins get lost" in text
    assert "Look at what was released or changed in 2026-W41" in text
