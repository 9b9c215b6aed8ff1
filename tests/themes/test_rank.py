import numpy as np
import pytest

from voc.themes.rank import Mention, probability_ahead, probability_in_top, standings, ties


def said(theme, customer, week="2026-W43", severity=3):
    return Mention(theme, customer, week, severity)


def paid(theme, customer, revenue):
    return said(theme, customer)._replace(revenue=revenue)


def test_one_customer_has_one_vote_per_week_however_often_they_say_it():
    loud = [said("slow", "A01") for _ in range(9)]
    quiet = [said("price", "A02"), said("price", "A03")]
    first, second = standings([*loud, *quiet])
    assert (first.theme, first.customers, first.mentions) == ("price", 2, 2)
    assert (second.theme, second.customers, second.mentions) == ("slow", 1, 9)


def test_the_same_customer_votes_again_in_another_week():
    (only,) = standings([said("slow", "A01", "2026-W42"), said("slow", "A01", "2026-W43")])
    assert only.customers == 2


@pytest.mark.parametrize(
    ("mentions", "first"),
    [
        pytest.param([said("b", "1", severity=5), said("a", "1", severity=2)], "b", id="severity"),
        pytest.param([paid("b", "1", 900), paid("a", "2", 100)], "b", id="revenue touched"),
        pytest.param([said("old", "1"), said("a", "1")], "old", id="the older theme"),
        pytest.param([said("b", "1"), said("b", "1"), said("a", "1")], "a", id="the id, never the mentions"),
    ],
)
def test_equal_customers_are_ordered_by(mentions, first):
    assert standings(mentions, {"old": "2026-W01", "a": "2026-W40"})[0].theme == first


def test_a_customers_worst_statement_is_its_severity():
    mentions = [said("slow", "1", severity=2), said("slow", "1", severity=5), said("slow", "2", severity=3)]
    assert standings(mentions)[0].severity == 4


def copied(customer, campaign="template", theme="old"):
    return said(theme, customer)._replace(copied=campaign)


@pytest.mark.parametrize(
    ("mentions", "customers"),
    [
        pytest.param([copied("1"), copied("2"), copied("3")], 1, id="a template is one voice"),
        pytest.param([copied("1"), copied("2"), said("old", "1")], 2, id="own words count beside it"),
        pytest.param([copied("1"), said("old", "1")], 1, id="but nobody votes twice"),
        pytest.param([copied("1"), copied("2"), copied("2", "other"), copied("3", "other")], 1, id="joined"),
        pytest.param([copied("1"), copied("2", "other")], 2, id="two campaigns are two voices"),
    ],
)
def test_customers_who_only_copied_share_a_vote(mentions, customers):
    assert standings(mentions)[0].customers == customers


def test_nobody_said_anything():
    assert standings([]) == ()
    assert probability_in_top({}) == {}
    assert ties({}) == ()


def test_a_tie_across_the_border_is_named():
    assert ties({"a": 5, "b": 4, "c": 2, "d": 2, "e": 1}) == ("c", "d")
    assert ties({"a": 5, "b": 4, "c": 3, "d": 2}) == ()
    assert ties({"a": 1, "b": 1}) == ()


def test_with_three_themes_or_fewer_all_are_in_the_top_three():
    assert probability_in_top({"a": 3, "b": 1}) == {"a": 1.0, "b": 1.0}


def test_probabilities_add_up_to_the_places_and_follow_the_counts():
    counts = {"a": 12, "b": 7, "c": 4, "d": 4, "e": 1, "f": 0}
    chance = probability_in_top(counts)
    assert sum(chance.values()) == pytest.approx(3, abs=0.01)
    assert chance["a"] > chance["b"] > chance["c"] == chance["d"] > chance["e"] > chance["f"]
    assert chance["a"] > 0.97 and 0.3 < chance["c"] < 0.7


def test_the_probability_agrees_with_drawing_rates_at_random():
    counts = {"a": 6, "b": 5, "c": 3, "d": 2, "e": 2}
    observed = np.array(list(counts.values()))
    mean, variance = observed.mean(), observed.var()
    rate = min(max(mean / (variance - mean), 0.05), 5.0) if variance > mean else 5.0
    draws = np.random.default_rng(7).gamma(observed + mean * rate, 1.0, size=(60_000, 5))
    among = (np.argsort(-draws, axis=1)[:, :3, None] == np.arange(5)).any(axis=1).mean(axis=0)
    assert list(probability_in_top(counts).values()) == pytest.approx(among.tolist(), abs=0.01)


def test_the_printed_certainty_is_about_as_often_right_as_it_says():
    random = np.random.default_rng(1)
    claimed, true = [], []
    for _ in range(120):
        share = random.gamma(1.5, 1.0, 20)
        counts = random.poisson(share / share.sum() * 120)
        chance = probability_in_top({f"{theme:02}": int(count) for theme, count in enumerate(counts)})
        best = set(np.argsort(-share)[:3])
        for theme in np.argsort(-counts, kind="stable")[:3]:
            claimed.append(chance[f"{theme:02}"])
            true.append(theme in best)
    assert np.mean(claimed) == pytest.approx(np.mean(true), abs=0.06)


def test_weeks_that_vary_more_make_the_order_less_sure():
    counts = {"a": 16, "b": 9, "c": 8, "d": 3, "e": 1}
    calm, wild = probability_in_top(counts), probability_in_top(counts, spread=2.0)
    assert calm["c"] > wild["c"] > 0.5 > wild["d"] > calm["d"]
    assert all(
        more > less
        for more, less in zip(probability_ahead([16, 9, 8]), probability_ahead([16, 9, 8], 2), strict=True)
    )


def test_the_chance_to_be_ahead_agrees_with_drawing_rates_at_random():
    counts = [9, 6, 6, 1]
    observed = np.array(counts)
    mean, variance = observed.mean(), observed.var()
    draws = np.random.default_rng(3).gamma(observed + mean * mean / (variance - mean), size=(60_000, 4))
    assert probability_ahead(counts) == pytest.approx((draws[:, :-1] > draws[:, 1:]).mean(axis=0), abs=0.01)
    assert probability_ahead([]) == probability_ahead([4]) == ()
