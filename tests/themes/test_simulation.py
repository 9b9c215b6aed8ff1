"""Drawn weeks whose truth is known: the figures of benchmarks/trends.md, with fewer weeks."""

import importlib.util
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def drawn():
    """The benchmark's functions."""
    path = Path(__file__).parents[2] / "benchmarks" / "trends.py"
    spec = importlib.util.spec_from_file_location("benchmarks_trends", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_forty_themes_that_do_not_change_give_less_than_one_false_alarm_in_three_weeks(drawn, ratio):
    alarms = [drawn.false_alarms(world, ratio, 40).all for world in drawn.WORLDS]
    assert sum(alarms) / len(alarms) <= 0.3


def test_half_as_much_again_as_last_week_would_give_many(drawn):
    assert drawn.fifty_percent(drawn.WORLDS[0], 1.5, 40) > 4


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_a_threefold_rise_from_five_customers_is_mostly_seen_within_two_weeks(drawn, ratio):
    seen = [drawn.seen(world, ratio, 25, [3.0, 3.0])[-1] for world in drawn.WORLDS]
    assert sum(seen) / len(seen) >= 0.5


def test_a_slow_rise_is_seen_before_it_has_tripled(drawn):
    course = [1.2**step for step in range(1, 7)]
    assert drawn.seen(drawn.WORLDS[0], 1.5, 40, course)[-1] >= 0.5


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_of_what_is_printed_as_almost_certain_most_belongs(drawn, ratio):
    unequal = [world for world in drawn.WORLDS if world.name != drawn.ALIKE]
    printed = [drawn.certainty(world, ratio, 50) for world in unequal]
    assert sum(one.sure * one.belong for one in printed) / sum(one.sure for one in printed) >= 0.88
    assert sum(one.sure for one in printed) / len(printed) > 0.2


@pytest.mark.parametrize("known", [pytest.param(True, id="a customer's"), pytest.param(False, id="nobody's")])
def test_a_ticket_pasted_fifty_times_moves_no_rank(drawn, known):
    moved, by_mentions = drawn.pasted(10, known)
    assert (moved, by_mentions) == (0, 10)
