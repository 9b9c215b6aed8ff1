import pytest

from voc.evals.counts import FoundStatement, MatchedStatements
from voc.evals.labelled_sets import GoldStatement
from voc.evals.results import MISSED, NOTHING_THERE, confusion, misses
from voc.evals.scoring import StatementPair, match, overlap
from voc.types import Kind

LATE = "The export is late every Monday."


def gold(quote, kind=Kind.PAIN, document="T-1"):
    return GoldStatement(document, kind, quote, 3, "slow", "2026-W44")


def found(quote, kind=Kind.PAIN, document="T-1"):
    return FoundStatement(document, kind, quote, confidence=0.8)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param(gold(LATE), found(LATE), True, id="the same words"),
        pytest.param(gold(LATE), found("the  EXPORT is late"), True, id="a part, other case and spacing"),
        pytest.param(
            gold(LATE), found("So the export is late, and I wait."), True, id="more than half shared"
        ),
        pytest.param(gold(LATE), found("every week we wait for the invoice run"), False, id="less than half"),
        pytest.param(gold(LATE), found(LATE, Kind.PRAISE), False, id="another kind"),
        pytest.param(gold(LATE), found(LATE, document="T-2"), False, id="another document"),
        pytest.param(gold(LATE), found(""), False, id="no words"),
    ],
)
def test_a_statement_counts_when_document_kind_and_half_the_words_agree(one, other, same):
    assert match([one], [other]) == ([StatementPair(0, 0)] if same else [])


def test_the_closest_pair_comes_first_and_nobody_is_paired_twice():
    golds = [gold("late every Monday"), gold(LATE)]
    founds = [found(LATE), found("late every Monday, late every Tuesday")]
    assert match(golds, founds) == [StatementPair(1, 0), StatementPair(0, 1)]


def test_overlap_is_a_part_of_the_shorter_text():
    assert overlap("abcdef", "xxabcyyyyyyyy") == 0.5
    assert overlap("abc", "abcdef") == 1.0
    assert overlap("", "abc") == 0.0


def test_every_miss_is_told_once_with_what_it_was_taken_for():
    golds = [gold("right"), gold("swapped words"), gold("never seen")]
    founds = [found("right"), found("swapped words", Kind.QUESTION), found("out of thin air", Kind.PRAISE)]
    matched = MatchedStatements(golds, founds, match(golds, founds))
    off = misses(matched)
    assert [(miss.gold, miss.found, miss.quote) for miss in off] == [
        (None, Kind.PRAISE, "out of thin air"),
        (Kind.PAIN, None, "never seen"),
        (Kind.PAIN, Kind.QUESTION, "swapped words"),
    ]
    assert confusion(matched, off) == {
        "pain": {"pain": 1, "question": 1, MISSED: 1},
        NOTHING_THERE: {"praise": 1},
    }
