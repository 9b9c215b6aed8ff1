"""Every vectorised statistic gives what its textbook form gives, draw by draw."""

import numpy as np
import pytest
from sklearn.metrics import brier_score_loss, roc_auc_score, v_measure_score

from voc.evals import bootstrap, measures
from voc.evals.bootstrap import draws, interval, once, table
from voc.evals.measures import BETWEEN, BY_NAME, CELL, estimates, mean


def dice(seed=7):
    return np.random.default_rng(seed)


def counted(units=40, seed=7):
    """Counts of forty documents."""
    thrown, rows = dice(seed), {}
    for at in range(units):
        row = {}
        for kind in measures.KINDS[:5]:
            gold, found = thrown.integers(0, 3, size=2)
            row |= {f"gold.{kind}": gold, f"found.{kind}": found, f"right.{kind}": min(gold, found) // 2}
        for cell in thrown.integers(0, 4, size=(3, 2)):
            name = f"{CELL}g{cell[0]}{BETWEEN}f{cell[1]}"
            row[name] = row.get(name, 0) + 1
        rows[f"T-{at:02d}"] = {name: float(count) for name, count in row.items() if count}
    return rows


@pytest.mark.parametrize("name", ["precision", "recall", "f1_micro", "f1_macro", "v_measure_pain", "f1_pain"])
def test_a_draw_is_the_score_of_the_units_drawn(name):
    sheet = table(counted())
    weights = draws(len(sheet.units), "test")
    drawn = BY_NAME[name].statistic(sheet, weights)
    for draw in range(5):
        again = sheet._replace(counts=np.repeat(sheet.counts, weights[draw].astype(int), axis=0))
        assert BY_NAME[name].statistic(again, once(len(again.counts)))[0] == pytest.approx(drawn[draw])


def test_v_measure_is_the_textbooks():
    sheet = table(counted())
    gold, found = [], []
    for name, at in sheet.columns.items():
        if name.startswith(CELL):
            one, other = name.removeprefix(CELL).split(BETWEEN)
            times = int(sheet.counts[:, at].sum())
            gold += [one] * times
            found += [other] * times
    ours = measures.v_measure(sheet, once(len(sheet.units)))[0]
    assert ours == pytest.approx(v_measure_score(gold, found))


def test_area_under_the_curve_is_the_textbooks_in_every_draw():
    risk = dice(1).integers(0, 6, size=30) / 5
    left = dice(2).random(30) < 0.3
    rows = {
        f"A{at:02d}": {"risk": one, "left": float(gone)}
        for at, (one, gone) in enumerate(zip(risk, left, strict=True))
    }
    weights = draws(30, "accounts")
    drawn = measures.area("risk")(table(rows), weights)
    for draw in range(5):
        times = weights[draw].astype(int)
        expected = roc_auc_score(np.repeat(left, times), np.repeat(risk, times))
        assert drawn[draw] == pytest.approx(expected)


def test_an_area_without_anybody_who_left_does_not_exist():
    sheet = table({"A1": {"risk": 0.5}, "A2": {"risk": 0.1}})
    assert np.isnan(measures.area("risk")(sheet, once(2))).all()


def test_calibration_is_the_textbooks():
    from voc.evals.counts import FoundStatement, MatchedStatements, of_statements
    from voc.evals.labelled_sets import GoldStatement
    from voc.evals.scoring import match
    from voc.types import Kind

    sure = dice(1).random(200)
    right = dice(2).random(200) < sure**2
    ids = [str(at) for at in range(200)]
    found = [FoundStatement(id_, Kind.PAIN, "x", confidence=one) for id_, one in zip(ids, sure, strict=True)]
    gold = [GoldStatement(id_, Kind.PAIN, "x", 3) for id_, one in zip(ids, right, strict=True) if one]
    sheet = table(of_statements(ids, MatchedStatements(gold, found, match(gold, found)))["document"])
    bins = np.minimum((sure * 10).astype(int), 9)
    error = sum(abs(sure[bins == at].sum() - right[bins == at].sum()) for at in range(10)) / 200
    assert measures.calibration_error(sheet, once(200))[0] == pytest.approx(error, abs=1e-6)
    brier = BY_NAME["brier"].statistic(sheet, once(200))[0]
    assert brier == pytest.approx(brier_score_loss(right, sure), abs=1e-6)


def test_every_measure_stands_once():
    names = [measure.name for measure in measures.ALL]
    assert len(names) == len(set(names))


def test_draws_are_the_same_every_time_and_differ_between_sets():
    assert (draws(50, "a") == draws(50, "a")).all()
    assert (draws(50, "a") != draws(50, "b")).any()
    assert draws(50, "a").shape == (bootstrap.DRAWS, 50)
    assert (draws(50, "a").sum(axis=1) == 50).all()


def test_an_interval_covers_the_truth_about_as_often_as_it_says():
    thrown, covered = dice(), 0
    for at in range(200):
        rows = {
            str(unit): {"found.pain": 3.0, "right.pain": float(thrown.binomial(3, 0.7))} for unit in range(80)
        }
        sheet = table(rows)
        low, high = interval(BY_NAME["precision_pain"].statistic(sheet, draws(80, str(at))))
        covered += low <= 0.7 <= high
    assert 180 <= covered <= 199


def test_a_mean_over_sets_is_the_mean_of_their_scores():
    parts = [
        estimates(name, "statements", {"document": table(counted(seed=seed))})
        for seed, name in enumerate("ab")
    ]
    both = mean([part["f1_micro"] for part in parts])
    assert both.value == pytest.approx(sum(part["f1_micro"].value for part in parts) / 2)
    alone, together = (interval(one.draws) for one in (parts[0]["f1_micro"], both))
    assert together.high - together.low < alone.high - alone.low


@pytest.mark.parametrize("name", ["v_measure_pain", "calibration_error"])
def test_a_score_that_resampling_shifts_lies_inside_its_interval(name):
    thrown, rows = dice(), counted()
    for row in rows.values():
        row |= {"bin6.found": 2.0, "bin6.confidence": 1.3, "bin6.right": float(thrown.integers(0, 3))}
    found = estimates("shop", "world", {"document": table(rows)})[name]
    low, high = interval(found.draws)
    assert low < found.value < high
