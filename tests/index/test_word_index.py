import sqlite3
import subprocess
import sys

import pytest

from voc.engines.focus import text_terms
from voc.errors import StoreError
from voc.index.passages import IndexItem, SearchMatch
from voc.index.search import fused
from voc.index.word_index import IndexedDocument, WordIndex, delete
from voc.masks import MASKS, masks_of, pattern_of
from voc.pipeline import backends
from voc.settings import Pattern, Redact, Settings
from voc.terms import asked, terms


def entry(key, *texts, mark="1"):
    return IndexedDocument(
        key, mark, [IndexItem(f"{key}#{at}", key, at, at + 1, text) for at, text in enumerate(texts)]
    )


@pytest.fixture
def words(tmp_path):
    opened = WordIndex(tmp_path / "words.db")
    yield opened
    opened.close()


def found(words, question, **more):
    return [match.id for match in words.search(question, 5, **more)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("請求を直す", ["請求", "求を", "を直", "直す"], id="pairs of characters"),
        pytest.param("これからでも", [], id="hiragana alone says nothing"),
        pytest.param("API連携は駅・店で", ["api", "連携", "携は", "は駅", "店で"], id="a middle dot parts"),
        pytest.param("The invoices were printed twice", ["invoic", "print", "twice"], id="English stems"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_a_text_has_these_terms(text, expected):
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        pytest.param("請求についてお客様は何と言っていますか", ("請求",), id="ja"),
        pytest.param("What do customers say about invoices?", ("invoic",), id="en"),
    ],
)
def test_words_that_only_ask_are_no_part_of_what_is_asked(question, expected):
    assert asked(question) == expected


def test_a_japanese_word_of_two_characters_is_found(words):
    words.put([entry("t/1", "月末の請求が合いません"), entry("t/2", "画面が重いです")])
    assert found(words, "請求") == ["t/1#0"]


def test_the_rarer_word_counts_more(words):
    words.put([entry("t/1", "the export broke"), entry("t/2", "the export is slow"), entry("t/3", "export")])
    assert found(words, "why is the export slow")[0] == "t/2#0"


def test_signs_of_the_query_language_are_only_words(words):
    words.put([entry("t/1", 'NOT "quoted" OR export* (x)')])
    assert found(words, 'export" OR NEAR(x) *:- ^') == ["t/1#0"]


def test_nothing_is_found_for_a_question_without_words(words):
    words.put([entry("t/1", "export")])
    assert found(words, "？！") == []


def test_only_the_documents_asked_for_are_searched(words):
    words.put([entry("t/1", "export"), entry("t/2", "export")])
    assert found(words, "export", within=["t/2"]) == ["t/2#0"]
    assert found(words, "export", within=[]) == []
    assert words.ids(["t/2", "t/9"]) == ["t/2#0"]


def test_putting_a_document_again_replaces_its_passages(words):
    words.put([entry("t/1", "export", "print")])
    words.put([entry("t/1", "billing", mark="2")])
    assert (found(words, "export print"), found(words, "billing")) == ([], ["t/1#0"])
    assert (words.marks(), words.count()) == ({"t/1": "2"}, 1)


def test_a_removed_document_leaves_nothing_behind(words):
    words.put([entry("t/1", "export"), entry("t/2", "print")])
    words.remove(["t/1"])
    assert (found(words, "export"), words.marks()) == ([], {"t/2": "1"})
    assert words.counts(["export", "print"]).holding == {"export": 0, "print": 1}


def test_terms_are_counted_by_passages(words):
    words.put([entry("t/1", "export export", "export"), entry("t/2", "print")])
    counts = words.counts(terms("export drone"))
    assert (counts.passages, counts.holding) == (3, {"export": 2, "drone": 0})


WRITE_AND_DIE = """
import os, sys
from pathlib import Path
from voc.index.passages import IndexItem
from voc.index.word_index import IndexedDocument, WordIndex

words = WordIndex(Path(sys.argv[1]))
words.put([IndexedDocument("t/1", "1", [IndexItem("t/1#0", "t/1", 0, 1, "export")])])

def dying():
    yield IndexItem("t/2#0", "t/2", 0, 1, "print")
    os._exit(9)

words.put([IndexedDocument("t/2", "1", dying())])
"""


def test_a_write_that_is_killed_is_not_there_and_known_to_be_due(tmp_path):
    path = tmp_path / "words.db"
    assert subprocess.run([sys.executable, "-c", WRITE_AND_DIE, str(path)]).returncode == 9
    words = WordIndex(path)
    assert (words.marks(), found(words, "print")) == ({"t/1": "1"}, [])
    words.put([entry("t/2", "print")])
    assert found(words, "print") == ["t/2#0"]
    words.close()


@pytest.mark.parametrize("damage", [b"no database at all" * 99, b""], ids=["another file", "empty"])
def test_a_damaged_file_begins_anew(tmp_path, damage):
    path = tmp_path / "words.db"
    path.write_bytes(damage)
    words = WordIndex(path)
    assert words.marks() == {}
    words.put([entry("t/1", "export")])
    assert found(words, "export") == ["t/1#0"]
    words.close()


def test_a_file_of_a_newer_voc_begins_anew(tmp_path):
    path = tmp_path / "words.db"
    other = sqlite3.connect(path)
    other.execute("PRAGMA user_version = 99")
    other.close()
    words = WordIndex(path)
    assert words.count() == 0
    words.close()


def test_a_place_that_cannot_be_opened_is_one_clear_line(tmp_path):
    (tmp_path / "words.db").mkdir()
    with pytest.raises(StoreError, match="word index"):
        WordIndex(tmp_path / "words.db")


def test_an_erased_file_holds_no_word_on_the_disk(tmp_path):
    words = WordIndex(tmp_path / "words.db")
    words.put([entry("t/1", "flamingo")])
    words.close()
    delete(tmp_path / "words.db")
    assert list(tmp_path.iterdir()) == []


def ranking(*ids):
    return [SearchMatch(id_, "t", 0, 1, 0.0) for id_ in ids]


def test_what_both_rankings_hold_comes_first():
    joined = fused([ranking("a", "b", "c"), ranking("d", "b", "e")])
    assert [match.id for match in joined] == ["b", "a", "d", "c", "e"]
    assert fused([[], ranking("x")]) == ranking("x")


@pytest.mark.parametrize("mask", [mask for masks in MASKS.values() for mask in masks.values()])
def test_a_mask_is_nobodys_word(mask):
    assert terms(f"連絡先: {mask} まで") == terms("連絡先:  まで")


OWN = Redact(patterns=(Pattern(name="会員番号", pattern=r"M-\d+", en="[member number]"),))


@pytest.mark.parametrize("mask", ["[会員番号]", "[member number]", "[phone]"])
def test_a_projects_own_mask_is_nobodys_word_either(tmp_path, mask):
    masked = pattern_of(masks_of(OWN).values())
    assert terms(f"slow {mask} export", masked) == terms("slow export")
    words = WordIndex(tmp_path / "own.db", masked)
    words.put([entry("a", f"slow {mask} export")])
    assert found(words, "export") == ["a#0"]
    assert found(words, mask.strip("[]")) == []
    words.close()


def test_a_project_looks_for_its_own_masks():
    lexicon = backends.lexicon(Settings(redact=OWN))
    assert text_terms("export [会員番号]", lexicon) == text_terms("export", lexicon)
