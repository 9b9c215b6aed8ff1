import pytest

from voc.engines.local.pairing import KindSpan, MarkPair, pairs, tally


def at(start, end, kind=0, document=0):
    return KindSpan(document, kind, start, end)


@pytest.mark.parametrize(
    ("marked", "found", "expected"),
    [
        pytest.param([at(0, 10)], [at(0, 20)], [MarkPair(0, 0)], id="a sentence around the mark"),
        pytest.param([at(0, 10)], [at(6, 20)], [], id="less than half in common"),
        pytest.param([at(0, 10)], [at(0, 10, kind=1)], [], id="another kind"),
        pytest.param([at(0, 10)], [at(0, 10, document=1)], [], id="another document"),
        pytest.param(
            [at(0, 20)], [at(0, 10), at(10, 20)], [MarkPair(0, 0)], id="two findings share one mark"
        ),
        pytest.param(
            [at(0, 10), at(10, 20)], [at(0, 20)], [MarkPair(0, 0)], id="one finding takes one of two marks"
        ),
        pytest.param([at(0, 10)], [at(0, 30), at(0, 10)], [MarkPair(0, 1)], id="the closest is taken"),
    ],
)
def test_statements_pair_one_to_one(marked, found, expected):
    assert pairs(marked, found) == expected


def test_f1_follows_from_the_counts():
    counts = tally([at(0, 10), at(20, 30)], [at(0, 10)])
    assert (counts.precision, counts.recall) == (1.0, 0.5)
    assert counts.f1 == pytest.approx(2 / 3)
    assert tally([], []).f1 == 0.0
