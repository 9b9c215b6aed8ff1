"""Every concept of a lexicon can be what a theme is about, so every one gives a title."""

import pytest

from voc.engines.base import Numbered, TitleAsk
from voc.engines.local.theme_titles import title
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
    own = {"product.{名札}", "feature.ぴっと", "word.打刻"} if language == "ja" else {"product.Zorple"}
    assert {"ui.dark_mode", *own} <= words.keys()
    for terms in words.values():
        quotes = tuple(
            Numbered(number=number, text=LEAD[language] + term) for number, term in enumerate(terms, 1)
        )
        named = (THING[language],) if topics else ()
        name = title(TitleAsk(kind=kind, language=language, quotes=quotes, topics=named), lexicon)
        assert name["ja"].strip() and name["en"].strip()


@pytest.mark.parametrize(
    ("language", "quotes", "thing", "expected"),
    [
        pytest.param(
            "ja",
            (
                "管理画面をダークモードにしたい",
                "管理画面にダークモードがほしい",
                "管理画面のダークモード",
            ),
            "管理画面",
            "管理画面のダークモード",
            id="ja",
        ),
        pytest.param(
            "en",
            ("please add dark mode to the roster", "a roster in dark mode please", "dark mode, roster"),
            "roster",
            "Dark mode for roster",
            id="en",
        ),
    ],
)
def test_a_wish_without_a_pattern_of_its_own_still_names_its_thing(language, quotes, thing, expected):
    numbered = tuple(Numbered(number=number, text=text) for number, text in enumerate(quotes, 1))
    ask = TitleAsk(kind=Kind.REQUEST, language=language, quotes=numbered, topics=(thing,))
    name = title(ask, Lexicon.load())
    assert name[language] == expected
