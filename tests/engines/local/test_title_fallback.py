"""Every concept of a lexicon can be what a theme is about, so every one gives a title."""

import pytest

from voc.engines.base import Numbered, TitleAsk
from voc.engines.local.engine import LocalEngine
from voc.lexicon import Lexicon
from voc.settings import Vocabulary
from voc.types import Kind

OWN = Vocabulary(products=("Zorple", "{名札}"), features=("ぴっと",), synonyms={"打刻": ("がっちゃん",)})
LEAD = {"ja": "冷蔵庫の", "en": "our fridge "}
THING = {"ja": "冷蔵庫", "en": "fridge"}


@pytest.fixture(scope="module")
def lexicon():
    return Lexicon.load().with_vocabulary(OWN)


def words_of(lexicon, language):
    """Each concept with up to three expressions that touch it."""
    words = {}
    for term, concepts in (lexicon.ja_terms if language == "ja" else lexicon.en_terms).items():
        for concept in concepts:
            words.setdefault(concept, []).append(term.rstrip("*"))
    return {concept: (terms * 3)[:3] for concept, terms in words.items()}


@pytest.mark.parametrize("topics", [pytest.param(True, id="with a topic"), pytest.param(False, id="without")])
@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_concept_gives_a_title_in_both_languages(lexicon, language, kind, topics):
    words = words_of(lexicon, language)
    engine = LocalEngine(OWN)
    own = {"product.{名札}", "feature.ぴっと", "word.打刻"} if language == "ja" else {"product.Zorple"}
    assert {"ui.dark_mode", *own} <= words.keys()
    for terms in words.values():
        quotes = tuple(
            Numbered(number=number, text=LEAD[language] + term) for number, term in enumerate(terms, 1)
        )
        named = (THING[language],) if topics else ()
        name = engine.title(TitleAsk(kind=kind, language=language, quotes=quotes, topics=named))
        assert name["ja"].strip() and name["en"].strip()
