import numpy as np
import pytest

from voc.engines.local import training_data
from voc.engines.local.concept_matching import ConceptMatcher, load_cues
from voc.engines.local.train import FIXTURES
from voc.lexicon import Lexicon
from voc.settings import Vocabulary

TEXTS = [
    "I can't log in, the app won't load and nobody replies.",
    "請求書が届かず、サポートに電話してもつながりません。",
    "Slackの通知がtoo many、減らしたい",
    "ｱﾌﾟﾘが固まる",
    "",
    "12345",
]


@pytest.fixture(scope="module")
def lexicon():
    return Lexicon.load()


@pytest.fixture(scope="module")
def matcher(lexicon):
    return ConceptMatcher.of([lexicon, load_cues()], [*lexicon.ids, *load_cues().ids])


def slowly(text, lexicons):
    """What the lexicons say; expressions of one letter aside, which they do not look for."""
    return {concept for lexicon in lexicons for concept in lexicon.concepts(text)}


def letters(lexicons):
    return {term: names for lexicon in lexicons for term, names in lexicon.ja_terms.items() if len(term) == 1}


def test_a_batch_finds_what_the_lexicons_find_one_by_one(matcher, lexicon):
    both = [lexicon, load_cues()]
    single = letters(both)
    lessons = training_data.worlds(FIXTURES / "worlds")
    texts = TEXTS + [line.sentence.text for line in training_data.rows_of(lessons[::7])]
    assert len(texts) > len(TEXTS)
    for text, row in zip(texts, matcher.presence(texts), strict=True):
        found = {matcher.ids[at] for at in np.flatnonzero(row)}
        more = set().union(*(names for letter, names in single.items() if letter in text))
        assert slowly(text, both) <= found <= slowly(text, both) | more


def test_a_projects_words_join_the_concepts_they_stand_for(lexicon):
    taught = lexicon.with_vocabulary(Vocabulary(synonyms={"invoice": ("zorple",)}))
    told = ConceptMatcher.of([taught], lexicon.ids).presence(["the zorple is wrong"])
    plain = ConceptMatcher.of([lexicon], lexicon.ids).presence(["the zorple is wrong"])
    assert (told >= plain).all()
    assert told.sum() > plain.sum()


def test_nothing_to_look_at_finds_nothing(matcher):
    assert matcher.presence([]).shape == (0, len(matcher.ids))
