"""What holds for whatever is said: drawn at random, seeded."""

import random
from itertools import pairwise

import numpy as np
import pytest
from things_said import said, theme

from voc.reports import digest
from voc.themes.fixes import ReleaseSide, judge
from voc.themes.rank import Mention, probability_ahead, probability_in_top, standings, votes
from voc.themes.trend import USUAL, TrendEvidence, TrendState, trends
from voc.types import Coverage, Outcome

SEEDS = range(12)
WEEKS = [f"2026-W{number}" for number in range(31, 44)]
LONG = "The export of orders stops half way every evening, and nobody tells us why it did that: {}."


def mentions(draw):
    return [
        Mention(
            theme=f"t{draw.randrange(8)}",
            customer=f"A{draw.randrange(30)}",
            week=draw.choice(WEEKS[-2:]),
            severity=draw.randint(1, 5),
            text=str(draw.randrange(5)),
            copied=draw.choice(["", "", "", "c1", "c2"]),
            revenue=0.0,
        )
        for _ in range(draw.randrange(120))
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_mentions_does_not_matter(seed):
    draw = random.Random(seed)
    heard = mentions(draw)
    first = standings(heard)
    draw.shuffle(heard)
    assert standings(heard) == first


@pytest.mark.parametrize("seed", SEEDS)
def test_saying_it_again_changes_nothing(seed):
    draw = random.Random(seed)
    heard = mentions(draw) or [Mention("t", "A", WEEKS[-1], 3, "x")]
    assert standings([*heard, *draw.choices(heard, k=40)]) == standings(heard)


@pytest.mark.parametrize("seed", SEEDS)
def test_votes_lie_between_one_and_the_customers_and_never_fall_when_own_words_are_added(seed):
    draw = random.Random(seed)
    heard = [one._replace(theme="t") for one in mentions(draw)]
    assert len(heard) > 1
    for at in range(1, len(heard)):
        assert 1 <= votes(heard[:at]) <= len({(one.customer, one.week) for one in heard[:at]})
        assert votes([*heard[:at], heard[at]._replace(copied="")]) >= votes(heard[:at])


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("spread", [1.0, 1.7])
def test_probabilities_are_shares_add_up_to_three_and_follow_the_counts(seed, spread):
    draw = np.random.default_rng(seed)
    themes = int(draw.integers(3, 40))
    counts = {f"{at:02}": int(count) for at, count in enumerate(draw.negative_binomial(0.7, 0.12, themes))}
    chance = probability_in_top(counts, spread=spread)
    assert all(0.0 <= one <= 1.0 for one in chance.values())
    assert sum(chance.values()) == pytest.approx(3, abs=0.02)
    ordered = sorted(counts, key=lambda one: counts[one])
    for less, more in pairwise(ordered):
        assert chance[less] <= chance[more] + 1e-3
        assert counts[less] != counts[more] or chance[less] == chance[more]


@pytest.mark.parametrize("seed", SEEDS)
def test_more_customers_make_a_place_among_the_first_surer(seed):
    draw = np.random.default_rng(seed)
    others = {f"{at:02}": int(count) for at, count in enumerate(draw.poisson(draw.gamma(1.0, 5.0, 12)))}
    chances = [probability_in_top({**others, "it": count})["it"] for count in range(0, 40, 4)]
    assert chances == sorted(chances)


@pytest.mark.parametrize("seed", SEEDS)
def test_who_has_more_is_at_least_as_likely_ahead(seed):
    counts = sorted(np.random.default_rng(seed).poisson(6, 15).tolist(), reverse=True)
    ahead = probability_ahead(counts)
    assert len(ahead) == len(counts) - 1
    assert all(0.5 <= chance <= 1.0 for chance in ahead)
    level = [chance for chance, more, less in zip(ahead, counts, counts[1:], strict=False) if more == less]
    assert level == [pytest.approx(0.5)] * len(level)


def drawn_weeks(seed, themes=12):
    draw = np.random.default_rng(seed)
    volumes = draw.poisson(80, 13)
    means = draw.gamma(1.0, 4.0, (themes, 1)) * volumes / 80
    counts = draw.poisson(draw.gamma(means / 0.5, 0.5))
    counts[0, -4:] *= draw.integers(0, 4)
    return {f"{at:02}": row.tolist() for at, row in enumerate(counts)}, volumes.tolist()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_theme_moves_one_way_only_and_every_chance_is_a_share(seed):
    counts, volumes = drawn_weeks(seed)
    found = trends(counts, volumes)
    moves = [*found.rising, *found.back, *found.falling, *found.resolved]
    assert len({move.theme for move in moves}) == len(moves)
    assert all(0.0 <= move.p_value <= 1.0 and move.weeks >= 1 and move.expected >= 0 for move in moves)
    assert all(found.states[move.theme] is move.state for move in moves)
    assert set(found.states) == {one for one, row in counts.items() if any(row)}


@pytest.mark.parametrize("seed", SEEDS)
def test_what_rises_still_rises_with_one_more_customer(seed):
    counts, volumes = drawn_weeks(seed)
    risen = [
        any(
            move.theme == "05"
            for move in trends({**counts, "05": [*counts["05"][:-1], last]}, volumes).rising
        )
        for last in range(0, 60, 3)
    ]
    assert risen == sorted(risen) and risen[-1]


@pytest.mark.parametrize("seed", SEEDS)
def test_weeks_before_the_first_document_change_nothing(seed):
    counts, volumes = drawn_weeks(seed)
    longer = {one: [0] * 9 + row for one, row in counts.items()}
    assert trends(longer, [0] * 9 + volumes) == trends(counts, volumes)


def test_nothing_at_all_is_not_enough():
    assert trends({}, []).evidence is TrendEvidence.NOT_ENOUGH_DATA
    assert trends({}, [40] * 13).states == {}
    assert trends({"t": [0] * 13}, [40] * 13).rising == ()
    assert trends({"t": [1] * 3}, [2] * 3).states == {"t": TrendState.TOO_FEW}


@pytest.mark.parametrize("seed", SEEDS)
def test_fewer_customers_after_a_release_never_make_it_worse(seed):
    draw = np.random.default_rng(seed)
    before = ReleaseSide(tuple(draw.poisson(5, 12).tolist()), (60,) * 12)
    order = ["worked", "too_early", "no_change", "worse"]
    said = [judge(before, ReleaseSide((after, 0, 0), (60,) * 3), USUAL).verdict.value for after in range(60)]
    assert [order.index(one) for one in said] == sorted(order.index(one) for one in said)


def world(draw):
    return [
        said(
            f"t{draw.randrange(6)}",
            f"A{draw.randrange(12)}",
            week=draw.choice(WEEKS),
            text=LONG.format(draw.choice("abcdefgh") * 9)
            if draw.random() < 0.1
            else f"words {draw.random()}",
            severity=draw.randint(1, 5),
            document=f"T-{at}",
            day=draw.randrange(5),
        )
        for at in range(150)
    ]


def built(placed, busier=()):
    return digest.build(
        week=WEEKS[-1],
        placed=placed,
        themes={one.theme: theme(one.theme, created_week="2026-W31") for one in placed},
        volumes={week: 30 + 50 * (week in busier) for week in WEEKS},
        coverage=Coverage(documents=30, outcomes={Outcome.OK: 30}),
        accounts={},
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_a_digest_is_the_same_whatever_the_order_and_however_often_something_is_pasted(seed):
    draw = random.Random(seed)
    placed = world(draw)
    first = built(placed)
    draw.shuffle(placed)
    assert built(placed) == first
    again = draw.choice([one for one in placed if len(one.finding.quote.text) > 60 or draw.random() < 0.1])
    text, document = again.finding.quote.text, again.finding.quote.document
    pasted = [
        said(
            again.theme,
            again.customer,
            week=again.week,
            text=text,
            severity=again.finding.severity,
            document=f"{document}-{n}",
        )
        for n in range(50)
    ]
    busier = [again.week] if text.startswith("The export") else []
    for one, other in zip(built([*placed, *pasted], busier).complaints, first.complaints, strict=True):
        assert one.model_dump(exclude={"campaigns", "quotes"}) == other.model_dump(
            exclude={"campaigns", "quotes"}
        )
