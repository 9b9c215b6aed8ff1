"""A theme's area: an engine's word for it, or the family of concepts that most statements touch."""

from importlib.resources import files

import pytest
import yaml

from voc.lexicon import Lexicon
from voc.themes.titles import area
from voc.themes.types import ThemeMember
from voc.types import Kind


def told(*texts):
    return [ThemeMember(id=f"f{at}", kind=Kind.PAIN, text=text) for at, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param(
            ("請求額が先月と違う", "二重に請求された"),
            {"ja": "請求・支払い", "en": "Billing and payment"},
            id="ja",
        ),
        pytest.param(
            ("the page is slow", "it times out"),
            {"ja": "速度・安定性", "en": "Speed and reliability"},
            id="en",
        ),
        pytest.param(("ぽよぽよがぷるぷるする", "ふむふむ"), {}, id="nothing that is known"),
    ],
)
def test_the_family_that_most_statements_touch_is_the_area(texts, expected):
    assert area(told(*texts), (), Lexicon.load()) == expected


def test_an_engine_s_areas_come_first():
    statements = told("請求額が先月と違う", "二重に請求された")
    assert area(statements, ["決済", "決済"], Lexicon.load()) == {"ja": "決済", "en": "決済"}


def test_every_area_has_a_name_in_each_language_and_nothing_else():
    rows = yaml.safe_load(files("voc").joinpath("areas.yaml").read_text(encoding="utf-8"))
    assert len(rows) > 20
    assert {frozenset(row) for row in rows} == {frozenset({"ja", "en", "of"})}
