import numpy as np
import pytest

from voc.themes.trend import Evidence, Prediction, at_least, at_most, predict, trends

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
    assert found.evidence is Evidence.NOT_ENOUGH_DATA
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
    predicted = Prediction(mean=6.0, size=2.5)
    random = np.random.default_rng(3)
    drawn = random.poisson(random.gamma(predicted.size, predicted.mean / predicted.size, 200_000))
    for count in (0, 3, 6, 12, 20):
        assert at_most(count, predicted) == pytest.approx((drawn <= count).mean(), abs=0.005)
        assert at_least(count, predicted) == pytest.approx((drawn >= count).mean(), abs=0.005)


def test_a_prediction_follows_the_volume_and_is_wider_after_few_customers():
    many = predict([10] * 8, [50] * 8, [100], dispersion=0.1)
    few = predict([1, 0, 0, 1, 0, 0, 0, 0], [50] * 8, [50], dispersion=0.1)
    assert many.mean == pytest.approx(20, abs=0.3)
    assert few.size < many.size


def test_the_same_numbers_give_the_same_answer_in_any_order():
    counts, volumes = simulate(np.random.default_rng(5))
    backwards = dict(reversed(counts.items()))
    assert trends(counts, volumes) == trends(backwards, volumes)
