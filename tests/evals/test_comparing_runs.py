import numpy as np
import pytest

from voc.errors import NoData
from voc.evals.comparison import LEAST_UNITS, compare, discoveries
from voc.evals.measures import estimates, figures, means, tables
from voc.evals.results import EvalRun, SetScores


def run(rows, name="shop", engine="one"):
    sheets = {"document": rows}
    found = estimates(name, "statements", tables(sheets))
    scored = SetScores(
        name=name,
        form="statements",
        figures=figures(found),
        sheets=sheets,
        confusion={},
        misses=(),
    )
    return EvalRun(voc="0", engine=engine, sets=(scored,), mean=means([scored]))


def reading(share, seed, units=60):
    """Sixty documents with four complaints each, of which a share is found; one false finding in each."""
    dice = np.random.default_rng(seed)
    right = dice.binomial(4, share, size=units)
    return {
        f"T-{at:02d}": {"gold.pain": 4, "found.pain": int(n) + 1, "right.pain": int(n)}
        for at, n in enumerate(right)
    }


def verdicts(before, after):
    return {change.name: change.verdict for change in compare(before, after).changes}


def test_a_run_against_itself_is_the_same():
    assert set(verdicts(run(reading(0.6, 1)), run(reading(0.6, 1))).values()) == {"same"}


def test_a_clear_gain_is_better_and_its_loss_is_worse():
    low, high = run(reading(0.4, 1)), run(reading(0.8, 2))
    assert verdicts(low, high)["f1_micro"] == verdicts(low, high)["recall"] == "better"
    assert verdicts(high, low)["f1_micro"] == "worse"
    summary = compare(low, high).summary
    assert summary[0].startswith("Better by more than chance: precision, recall, F1 (micro)")
    assert summary[1] == "Worse by more than chance: nothing."


def test_what_differs_by_luck_alone_is_seldom_called_better_or_worse():
    loud = 0
    for seed in range(40):
        told = verdicts(run(reading(0.6, 2 * seed)), run(reading(0.6, 2 * seed + 1)))
        loud += any(verdict in {"better", "worse"} for verdict in told.values())
    assert loud <= 5


def test_pairing_finds_what_unpaired_intervals_would_miss():
    dice = np.random.default_rng(3)
    hard = dice.random(60) < 0.5
    before = {
        f"T-{at:02d}": {"gold.pain": 4, "right.pain": 0 if hard[at] else 3, "found.pain": 4}
        for at in range(60)
    }
    after = {
        id_: {**row, "right.pain": row["right.pain"] + (at % 4 == 0)}
        for at, (id_, row) in enumerate(before.items())
    }
    one, other = run(before), run(after)
    apart = [next(f for f in side.mean if f.name == "recall") for side in (one, other)]
    assert apart[1].low < apart[0].high
    assert verdicts(one, other)["recall"] == "better"


def test_a_few_units_are_too_few_to_tell():
    before = reading(0.6, 1)
    after = dict(before)
    for id_ in sorted(before)[: LEAST_UNITS - 1]:
        after[id_] = {"gold.pain": 4, "found.pain": 4, "right.pain": 4}
    assert verdicts(run(before), run(after))["f1_micro"] == "too few"


def test_only_shared_documents_are_compared_and_the_rest_is_told():
    before, after = reading(0.6, 1), reading(0.6, 1)
    after["T-99"] = {"gold.pain": 4}
    after["T-00"] = {**after["T-00"], "gold.pain": 5}
    comparison = compare(run(before), run(after))
    assert comparison.notes == (
        "shop: 1 document is in one run only and is left out",
        "shop: the labels of 1 document have changed between the runs",
    )


def test_runs_without_a_common_set_cannot_be_compared():
    with pytest.raises(NoData, match="it has shop"):
        compare(run(reading(0.6, 1)), run(reading(0.6, 1), name="clinic"))


@pytest.mark.parametrize(
    ("chances", "stand"),
    [
        pytest.param([0.01, 0.04, 0.6], {0}, id="one stands"),
        pytest.param([0.04], {0}, id="a single try"),
        pytest.param([0.02, 0.03, 0.04], {0, 1, 2}, id="together they stand"),
        pytest.param([0.04] + [0.5] * 9, set(), id="one in ten tries"),
        pytest.param([], set(), id="none tried"),
    ],
)
def test_discoveries_count_how_many_were_tried(chances, stand):
    assert discoveries(chances) == stand
