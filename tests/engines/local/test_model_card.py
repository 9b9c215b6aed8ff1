from importlib.resources import files

from voc.engines.local.model_card import card, shipped_facts
from voc.types import Kind


def test_the_shipped_card_is_rendered_from_the_facts_that_training_wrote():
    text = files("voc.engines.local").joinpath("MODEL_CARD.md").read_text(encoding="utf-8")
    assert card(shipped_facts()) == text


def test_the_facts_name_every_set_once_and_score_every_kind_in_both_languages():
    facts = shipped_facts()
    names = [each.name for each in facts.learned_from]
    assert "denpyo" in names and len(names) == len(set(names))
    assert {(score.kind, score.language) for score in facts.scores} == {
        (kind, language) for kind in Kind for language in ("ja", "en")
    }


def test_a_card_says_what_was_left_out():
    left = shipped_facts().model_copy(update={"left_out": ("denpyo",)})
    assert "\nTrained without: denpyo.\n" in card(left)
