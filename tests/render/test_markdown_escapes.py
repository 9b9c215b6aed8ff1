import pytest
from digests import doc
from markdown_it import MarkdownIt

from voc.render.markdown import escaped, markdown

ATTACKS = [
    pytest.param("# heading", id="heading"),
    pytest.param("![x](https://evil.example/p.png)", id="image"),
    pytest.param("[click](https://evil.example)", id="link"),
    pytest.param("<https://evil.example>", id="autolink"),
    pytest.param("https://evil.example and www.evil.example", id="bare link"),
    pytest.param("<b onmouseover=x>bold</b>", id="HTML"),
    pytest.param("```\ncode\n```", id="fence"),
    pytest.param("a\n\n---\n\n# b", id="rule and heading"),
    pytest.param("> quote\n\n1. item\n- item", id="quote and lists"),
    pytest.param("a | b\n--|--\nc | d", id="table"),
    pytest.param("**bold** __bold__ ~~gone~~ `code`", id="marks"),
    pytest.param("text\n===", id="setext heading"),
    pytest.param("[ref]: https://evil.example", id="reference"),
    pytest.param("&lt;b&gt; &#60;", id="entities"),
    pytest.param("\\# \\[x](y)", id="backslashes"),
    pytest.param("{{ page }} {% raw %}", id="template"),
]


def tokens(source):
    found = []
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(source):
        found += [child.type for child in token.children or []] or [token.type]
    return found


def skeleton(source):
    return [kind for kind in tokens(source) if kind not in {"text", "softbreak", "text_special"}]


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_customer_cannot_add_structure(attack):
    hostile, calm = markdown(doc(text=attack)), markdown(doc(text="calm"))
    assert skeleton(hostile) == skeleton(calm)


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("place", ["title", "name", "project"])
def test_nor_can_a_title_or_a_name(place, attack):
    assert skeleton(markdown(doc(**{place: attack}))) == skeleton(markdown(doc(**{place: "calm"})))


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_reader_sees_what_was_written(attack):

    parsed = MarkdownIt("commonmark").parse(escaped(attack))
    (paragraph,) = [token for token in parsed if token.type == "inline"]
    seen = "".join(child.content for child in paragraph.children)
    assert seen == " ".join(attack.split())


BARE = ["https://a.example", "HTTP://a.example", "www.a.example", "mailto:a@b.example"]


@pytest.mark.parametrize("text", BARE)
def test_bare_addresses_are_broken_for_githubs_linker(text):
    assert "\\" in escaped(text)
    assert "://" not in escaped(text).replace("\\:", "")
