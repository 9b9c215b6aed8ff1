import numpy as np
import pytest

from voc.themes.trend import (
    Prediction,
    Spread,
    TrendEvidence,
    TrendState,
    at_least,
    at_most,
    pooled,
    predict,
    trends,
)
from voc.themes.trend.prediction import drift

WEEKS = 13


def simulate(random, themes=40, volume=120, spread=0.1, risen=None, silent=None):
    share = 1 / np.arange(1, themes + 1)
    volumes = random.poisson(volume, WEEKS)
    mean = 0.8 * share[:, None] / share.sum() * volumes
    mean = mean * random.gamma(1 / spread, spread, mean.shape)
    if risen is not None:
        mean[risen, -1] *= 4
    if silent is not None:
        mean[silent, -3:] = 0
    counts = random.poisson(mean)
    return {f"{theme:02}": row.tolist() for theme, row in enumerate(counts)}, volumes.tolist()


def test_a_theme_that_jumps_is_rising():
    counts = {"jump": [2, 1, 3, 2, 2, 1, 2, 12], "calm": [4, 5, 4, 6, 5, 4, 5, 5]}
    found = trends(counts, [40] * 8)
    assert [move.theme for move in found.rising] == ["jump"]
    assert found.rising[0].count == 12
    assert found.rising[0].expected == pytest.approx(2, abs=0.3)


def test_a_busy_week_is_not_a_rise():
    counts = {"a": [2, 2, 2, 2, 2, 2, 2, 8], "b": [4, 4, 4, 4, 4, 4, 4, 16]}
    assert trends(counts, [30] * 7 + [120]).rising == ()


def test_two_customers_after_none_are_not_a_rise():
    assert trends({"new": [0] * 7 + [2], "old": [5] * 8}, [40] * 8).rising == ()


def test_a_theme_that_falls_silent_is_resolved():
    counts = {"gone": [5, 6, 5, 4, 6, 0, 0, 0], "calm": [4, 5, 4, 6, 5, 4, 5, 5]}
    found = trends(counts, [40] * 8)
    assert [(move.theme, move.count, move.weeks) for move in found.resolved] == [("gone", 0, 3)]


@pytest.mark.parametrize(
    "gone",
    [
        pytest.param([6, 6, 6, 6, 6, 6, 6, 0], id="one quiet week"),
        pytest.param([0, 1, 0, 1, 1, 0, 0, 0], id="too few customers before"),
        pytest.param([9, 0, 0, 0, 0, 0, 0, 0], id="silent for long: no news"),
        pytest.param([0] * 8, id="never heard"),
    ],
)
def test_silence_is_not_called_resolved_after(gone):
    assert trends({"gone": gone, "calm": [4, 5, 4, 6, 5, 4, 5, 5]}, [40] * 8).resolved == ()


@pytest.mark.parametrize(
    "volumes",
    [
        pytest.param([40, 40, 40], id="three weeks"),
        pytest.param([0, 0, 0, 0, 0, 40, 40, 40], id="three weeks after the first document"),
        pytest.param([5, 5, 5, 5], id="twenty tickets"),
        pytest.param([], id="nothing"),
    ],
)
def test_too_little_data_is_said_to_be_too_little(volumes):
    found = trends({"a": [1] * len(volumes)}, volumes)
    assert found.evidence is TrendEvidence.NOT_ENOUGH_DATA
    assert found.rising == found.resolved == ()


def test_chance_alone_raises_less_than_one_alarm_in_three_weeks():
    random = np.random.default_rng(11)
    found = [trends(*simulate(random)) for _ in range(80)]
    assert sum(len(week.rising) for week in found) / 80 < 0.33
    assert sum(len(week.resolved) for week in found) / 80 < 0.15


def test_a_fourfold_rise_and_a_silence_of_three_weeks_are_mostly_seen():
    random = np.random.default_rng(12)
    found = [trends(*simulate(random, volume=200, risen=3, silent=2)) for _ in range(60)]
    assert np.mean([any(move.theme == "03" for move in week.rising) for week in found]) > 0.6
    assert np.mean([any(move.theme == "02" for move in week.resolved) for week in found]) > 0.8


def test_the_prediction_agrees_with_drawing_counts_at_random():
    predicted = Prediction(mean=np.array([6.0]), size=np.array([2.5]))
    random = np.random.default_rng(3)
    drawn = random.poisson(random.gamma(2.5, 6.0 / 2.5, 200_000))
    for count in (0, 3, 6, 12, 20):
        assert at_most(count, predicted)[0] == pytest.approx((drawn <= count).mean(), abs=0.005)
        assert at_least(count, predicted)[0] == pytest.approx((drawn >= count).mean(), abs=0.005)


def test_a_prediction_follows_the_volume_and_is_wider_after_few_customers():
    counts, weeks = np.array([[10.0] * 8, [1, 0, 0, 1, 0, 0, 0, 0]]), np.full(8, 50.0)
    many, few = zip(*predict(counts, weeks, np.array([100.0]), Spread(1.2, 0.1)), strict=True)
    assert many[0] == pytest.approx(20, abs=0.3)
    assert few[1] < many[1]


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.5])
def test_the_spread_of_the_weeks_is_measured_over_all_themes(ratio):
    random = np.random.default_rng(9)
    mean = np.full((60, 12), 6.0)
    counts = random.poisson(random.gamma(mean / (ratio - 1), ratio - 1) if ratio > 1 else mean)
    assert pooled(counts.astype(float), np.full(12, 100.0)).at(6.0) == pytest.approx(ratio, rel=0.12)


def test_the_same_numbers_give_the_same_answer_in_any_order():
    counts, volumes = simulate(np.random.default_rng(5))
    backwards = dict(reversed(counts.items()))
    assert trends(counts, volumes) == trends(backwards, volumes)


CALM = [4, 5, 4, 6, 5, 4, 5, 5, 4, 6, 5, 4, 5]


@pytest.mark.parametrize(
    ("row", "state"),
    [
        pytest.param([0] * 12 + [3], TrendState.NEW, id="never heard before"),
        pytest.param([0] * 12 + [14], TrendState.NEW, id="new, with a bang"),
        pytest.param([3, 2, 3, 2, 3, 4, 2, 3, 3, 2, 3, 2, 14], TrendState.RISING, id="a jump"),
        pytest.param([4, 4, 4, 4, 4, 5, 6, 7, 8, 9, 10, 11, 12], TrendState.RISING, id="a slow rise"),
        pytest.param(CALM, TrendState.STEADY, id="as ever"),
        pytest.param([14, 15, 13, 14, 16, 15, 14, 13, 15, 14, 15, 3, 2], TrendState.FALLING, id="a fall"),
        pytest.param([6, 5, 6, 5, 6, 6, 5, 6, 5, 6, 0, 0, 0], TrendState.RESOLVED, id="silence"),
        pytest.param([6, 5, 6, 5, 6, 6, 5, 0, 0, 0, 0, 0, 4], TrendState.BACK, id="heard again"),
        pytest.param([0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 1], TrendState.TOO_FEW, id="hardly ever heard"),
    ],
)
def test_a_theme_is(row, state):
    others = {f"calm {number}": CALM[number:] + CALM[:number] for number in range(8)}
    assert trends({"it": row, **others}, [60] * 13).states["it"] is state


def test_a_theme_that_comes_back_after_half_a_year_is_known():
    row = [6, 5, 6, 7, 6, 5, 6, 5, 6, 5, *([0] * 26), 3]
    (move,) = trends({"it": row, "calm": (CALM * 3)[: len(row)]}, [60] * len(row)).back
    assert (move.theme, move.count, move.weeks) == ("it", 3, 1)


def test_a_slow_rise_is_counted_from_where_it_began():
    (move,) = trends(
        {"it": [4, 4, 4, 4, 4, 5, 6, 7, 8, 9, 10, 11, 12], "calm": CALM, "calm too": CALM[::-1]}, [60] * 13
    ).rising
    assert move.weeks > 1
    assert move.count > 1.5 * move.expected


def test_the_drift_has_the_chance_it_claims():
    drawn = np.random.default_rng(2).normal(size=(60_000, 9))
    chance = drift(drawn).chance
    for claimed in (0.2, 0.05, 0.01):
        assert (chance <= claimed).mean() == pytest.approx(claimed, rel=0.15)
