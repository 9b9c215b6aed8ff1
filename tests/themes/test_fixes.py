import numpy as np
import pytest

from voc.themes.fixes import ReleaseSide, Verdict, judge
from voc.themes.trend import USUAL, Spread

BEFORE = ReleaseSide((6, 5, 7, 6, 5, 6, 7, 5, 6, 6, 5, 7), (50,) * 12)


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        pytest.param(BEFORE, ReleaseSide((1, 0, 1), (50,) * 3), Verdict.WORKED, id="nearly gone"),
        pytest.param(BEFORE, ReleaseSide((6, 5, 7, 6, 5, 6), (50,) * 6), Verdict.NO_CHANGE, id="as before"),
        pytest.param(BEFORE, ReleaseSide((15, 14, 16), (50,) * 3), Verdict.WORSE, id="more than before"),
        pytest.param(BEFORE, ReleaseSide((4,), (50,)), Verdict.TOO_EARLY, id="one week"),
        pytest.param(BEFORE, ReleaseSide((), ()), Verdict.TOO_EARLY, id="no week yet"),
        pytest.param(BEFORE, ReleaseSide((1,), (8,)), Verdict.TOO_EARLY, id="a week, and hardly a document"),
        pytest.param(
            BEFORE, ReleaseSide((18, 12), (150, 100)), Verdict.TOO_EARLY, id="more documents, same rate"
        ),
        pytest.param(
            ReleaseSide((1, 0), (50, 50)),
            ReleaseSide((0,) * 4, (50,) * 4),
            Verdict.TOO_EARLY,
            id="rare before",
        ),
        pytest.param(
            ReleaseSide((0, 0), (50, 50)), ReleaseSide((3,), (50,)), Verdict.UNHEARD, id="never heard before"
        ),
        pytest.param(ReleaseSide((), ()), ReleaseSide((3,), (50,)), Verdict.UNHEARD, id="no weeks before"),
    ],
)
def test_a_fix_is_judged(before, after, verdict):
    assert judge(before, after, USUAL).verdict is verdict


def test_the_expectation_follows_the_documents():
    assert judge(BEFORE, ReleaseSide((2, 3), (60, 40)), USUAL).expected == pytest.approx(11.9, abs=0.1)


def test_a_fix_that_did_nothing_is_seldom_said_to_have_worked():
    random = np.random.default_rng(6)
    said = []
    for _ in range(400):
        counts = random.poisson(random.gamma(6 / 0.5, 0.5, 20))
        before, after = (
            ReleaseSide(tuple(counts[:12].tolist()), (50,) * 12),
            ReleaseSide(tuple(counts[12:].tolist()), (50,) * 8),
        )
        said.append(judge(before, after, Spread(1.5, 0.0)).verdict)
    assert said.count(Verdict.WORKED) / 400 < 0.07
    assert said.count(Verdict.NO_CHANGE) / 400 > 0.75


def test_a_halving_is_mostly_seen_after_eight_weeks():
    random = np.random.default_rng(7)
    rates = np.array([6.0] * 12 + [3.0] * 8)
    said = []
    for _ in range(200):
        counts = random.poisson(random.gamma(rates / 0.5, 0.5))
        before, after = (
            ReleaseSide(tuple(counts[:12].tolist()), (50,) * 12),
            ReleaseSide(tuple(counts[12:].tolist()), (50,) * 8),
        )
        said.append(judge(before, after, Spread(1.5, 0.0)).verdict)
    assert said.count(Verdict.WORKED) / 200 > 0.75
