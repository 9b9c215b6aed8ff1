from types import SimpleNamespace

import pytest
from things_said import said, theme

from voc.engines.base import Statement
from voc.reports import digest

PLAIN = "Heard from 2 customers in 2 statements this week."


@pytest.fixture
def made(week):
    placed = [
        said("slow", "A1", text="Page 88 takes a minute"),
        said("slow", "A2", text="We wait"),
        said("slow", "A1", week="2026-W42"),
    ]
    volumes = {"2026-W42": 20, "2026-W43": 40}
    return digest.build(**week | {"placed": placed, "themes": {"slow": theme("slow")}, "volumes": volumes})


def writer(*statements):
    """An engine that writes these."""
    return SimpleNamespace(write=lambda ask: statements)


def written(made, *statements):
    return digest.with_paragraphs(
        made, writer(*(Statement(text=text, cites=cites) for text, cites in statements)), ("en",)
    )


@pytest.mark.parametrize(
    ("text", "cites"),
    [
        pytest.param("Two customers wait.", (1, 2), id="a known count in words"),
        pytest.param("Page 88 takes a minute.", (1,), id="a number from a quote"),
        pytest.param("That is twice as many as last week.", (1,), id="an exact ratio"),
        pytest.param("Heard since 2026-W42 by 2 customers.", (), id="only figures, so no quote is needed"),
    ],
)
def test_a_sentence_that_keeps_to_the_facts_stays(made, text, cites):
    kept = written(made, (text, cites))
    assert kept.complaints[0].summary["en"] == (text,)
    assert kept.replaced["en"] == 0


@pytest.mark.parametrize(
    ("text", "cites"),
    [
        pytest.param("Nine customers wait.", (1,), id="a foreign number"),
        pytest.param("九社が待っています。", (1,), id="a foreign kanji number"),
        pytest.param("They wait.", (7,), id="a quote that was never given"),
        pytest.param("Engineering should rewrite it.", (), id="nothing to stand on"),
        pytest.param("  ", (1,), id="empty"),
    ],
)
def test_a_sentence_that_does_not_is_replaced_and_counted(made, text, cites):
    kept = written(made, ("They wait.", (2,)), (text, cites))
    assert kept.complaints[0].summary["en"] == ("They wait.", PLAIN)
    assert kept.replaced["en"] == 1


def test_the_plain_sentence_stands_once(made):
    kept = written(made, ("Nine.", (1,)), ("They wait.", (2,)), ("Ten customers.", (1,)))
    assert kept.complaints[0].summary["en"] == (PLAIN, "They wait.")
    assert kept.replaced["en"] == 2


def test_numbers_and_quotes_are_never_changed_by_prose(made):
    kept = written(made, ("They wait.", (2,)))
    assert kept.model_copy(update={"complaints": made.complaints, "replaced": {}}) == made
    assert kept.complaints[0].model_copy(update={"summary": {}, "look": {}}) == made.complaints[0]


def test_a_language_asked_for_later_is_added_to_what_is_written(made):
    once = written(made, ("They wait.", (2,)))
    twice = digest.with_paragraphs(once, writer(Statement(text="待っています。", cites=(2,))), ("ja",))
    assert twice.complaints[0].summary == {"en": ("They wait.",), "ja": ("待っています。",)}
    assert twice.replaced == {"en": 0, "ja": 0}
