from types import SimpleNamespace

import pytest
from things_said import said, theme

from voc.engines.base import Statement
from voc.errors import NoData
from voc.reports import issue
from voc.types import Account, Kind

LOST = theme("lost", Kind.PAIN)
SAID = (
    said("lost", "A1", text="Clock-ins get lost", document="T-1", week="2026-W41", role="owner", severity=5),
    said("lost", "A2", text="Only 94 of 260 arrived", document="T-2", role="owner", severity=3),
    said("lost", "A2", text="Again today", document="T-3", role="owner", severity=3),
    said("lost", "A3", text="Lost clock-ins", document="T-4", role="clerk", severity=4),
)
ACCOUNTS = {"A1": Account(id="A1", name="Aoi KK", segment="retail")}


def build(placed=SAID, write=(), first_known="2026-W30", language="en", **others):
    fields = {"theme": LOST, "placed": placed, "accounts": ACCOUNTS, "languages": (language,)}
    return issue.build(
        **fields, first_known=first_known, engine=SimpleNamespace(write=lambda ask: write), **others
    )


def test_the_figures_are_those_of_the_findings():
    made = build()
    assert (made.customers, made.mentions, made.severity) == (3, 4, 4)
    assert (made.first_week, made.last_week, made.new) == ("2026-W41", "2026-W43", True)
    assert [(one.name, one.customers) for one in made.weeks] == [("2026-W41", 1), ("2026-W43", 2)]
    assert [(one.name, one.customers) for one in made.roles] == [("owner", 2), ("clerk", 1)]
    assert [one.name for one in made.segments] == ["retail"]
    assert made.documents == ("T-4", "T-3", "T-2", "T-1")


def test_a_theme_as_old_as_the_records_is_not_called_new():
    assert not build(first_known="2026-W41").new


def test_every_customer_is_quoted_before_one_is_quoted_twice():
    texts = [quote.text for quote in build().quotes]
    assert len(texts) == 4
    assert set(texts[3:]) < {"Only 94 of 260 arrived", "Again today"}


def test_no_company_is_named():
    assert "Aoi KK" not in build().model_dump_json()


@pytest.mark.parametrize(
    ("text", "cites", "kept"),
    [
        pytest.param("Clock-ins vanish", (1,), True, id="cites a quote"),
        pytest.param("94 of 260 clock-ins arrived", (1, 2), True, id="numbers of the quotes"),
        pytest.param("700 clock-ins vanish", (1,), False, id="a foreign number"),
        pytest.param("Clock-ins vanish", (), False, id="no quote"),
        pytest.param("Clock-ins vanish", (9,), False, id="a quote nobody gave"),
    ],
)
@pytest.mark.parametrize("part", ["story", "look"])
def test_a_sentence_of_the_engine_stands_on_the_facts_or_is_left_out(text, cites, kept, part):
    made = build(write=(Statement(text=text, cites=cites, part=part),))
    sentences = (made.symptom if part == "story" else made.look)["en"]
    assert sentences == ((text,) if kept else ())


def test_a_theme_without_findings_is_no_issue():
    with pytest.raises(NoData, match="nothing was said about 'lost'"):
        build(placed=())
