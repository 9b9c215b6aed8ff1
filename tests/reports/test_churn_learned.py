"""Chances learned from past churn: on invented accounts whose log-ins fade before they leave."""

import json
import random
from datetime import UTC, date, datetime, timedelta

import pytest
from worded import worded

from voc.reports import churn
from voc.types import Account, Use

AS_OF = date(2026, 11, 1)
FIRST = date(2025, 10, 6)
WEEKS = 56


def company(id, dice, left=None, fades=False):
    """An account and its weekly log-ins; one that fades loses half in its last two months."""
    level = dice.randint(40, 90)
    uses = []
    for week in range(WEEKS):
        day = FIRST + timedelta(days=7 * week)
        if left and day >= left:
            break
        near = left is not None and (left - day).days <= 60
        share = 0.35 if fades and near else 1.0
        uses.append(Use(account=id, day=day, logins=max(0, round(level * share * dice.uniform(0.8, 1.2)))))
    moment = datetime.combine(left, datetime.min.time(), UTC) if left else None
    return Account(id=id, name=f"{id} KK", churned_on=moment), uses


def world(leavers=30, stayers=60, fades=True):
    dice = random.Random(7)
    made = [
        company(f"L{n:02d}", dice, AS_OF - timedelta(days=20 + 9 * (n % 28)), fades) for n in range(leavers)
    ]
    made += [company(f"S{n:02d}", dice) for n in range(stayers)]
    accounts = {account.id: account for account, _ in made}
    return accounts, [use for _, uses in made for use in uses]


def report(accounts, uses, as_of=AS_OF):
    return churn.build(as_of=as_of, accounts=accounts, placed=[], uses=uses)


@pytest.fixture(scope="module")
def learned():
    return report(*world())


def test_chances_are_learned_where_enough_have_left(learned):
    assert learned.basis == "fitted"
    assert learned.fit.brier < learned.fit.base_brier
    assert learned.fit.auc > 0.7
    assert all(risk.probability is not None for risk in learned.risks)
    assert len(learned.risks) == 60 and len(learned.gone) == 30


def test_the_bins_hold_every_case_and_rise(learned):
    bins = learned.fit.bins
    assert sum(one.cases for one in bins) == learned.fit.cases
    assert [one.predicted for one in bins] == sorted(one.predicted for one in bins)
    assert bins[-1].left / bins[-1].cases > bins[0].left / bins[0].cases


@pytest.mark.parametrize("language", ["ja", "en"])
def test_how_well_the_chances_held_is_shown(learned, language):
    text = worded("churn", learned, language=language)
    assert f"{learned.fit.brier:.3f}" in text
    assert str(learned.fit.bins[-1].left) in text
    row = json.loads(worded("churn", learned, "json", language))[0]
    assert row["basis"] == "fitted" and 0 < row["probability"] < 1


def test_few_who_left_are_said_to_be_few_and_the_points_are_used():
    found = report(*world(leavers=6))
    assert (found.basis, found.fit, found.churned) == ("few", None, 6)
    assert "have left: 6, too few to learn from" in " ".join(worded("churn", found).split())
    assert "6組で、学習には足りません" in "".join(worded("churn", found, language="ja").split())


def test_a_model_that_is_no_better_than_the_average_is_not_used():
    found = report(*world(fades=False))
    assert found.basis == "unproven"
    assert all(risk.probability is None for risk in found.risks)
    assert "no better than" in " ".join(worded("churn", found).split())


def test_an_account_is_judged_by_a_model_that_has_not_seen_it(learned):
    accounts, uses = world()
    start = FIRST + timedelta(days=7 * 20)
    odd = [
        use.model_copy(update={"logins": 1.0}) if use.account == "S07" and use.day < start else use
        for use in uses
    ]
    changed = report(accounts, odd)
    before = {risk.account: risk.probability for risk in learned.risks}
    after = {risk.account: risk.probability for risk in changed.risks}
    moved = {id_: abs(after[id_] - before[id_]) for id_ in after}
    assert moved["S07"] < 0.0005  # what is usual among all accounts has moved a little
    assert max(moved.values()) > 0.001


def test_an_account_is_not_looked_at_before_it_was_a_customer(learned):
    accounts, uses = world()
    start = AS_OF - timedelta(days=60)
    late = [Use(account="N1", day=start + timedelta(days=7 * week), logins=30) for week in range(8)]
    accounts["N1"] = Account(id="N1")
    assert report(accounts, [*uses, *late]).fit.cases == learned.fit.cases


def test_nothing_after_the_day_is_learned_from():
    accounts, uses = world()
    as_of = date(2026, 9, 1)
    known = {
        id_: one.model_copy(update={"churned_on": None})
        if one.churned_on and one.churned_on.date() > as_of
        else one
        for id_, one in accounts.items()
    }
    early = [use for use in uses if use.day + timedelta(days=6) <= as_of]
    assert report(accounts, uses, as_of) == report(known, early, as_of)


def test_figures_without_a_date_are_not_learned_from(learned):
    """An account that has left shows no log-ins afterwards: to learn from that would be to peep."""
    accounts, uses = world()
    peeping = {
        id_: one.model_copy(
            update={"logins_prev_30d": 50.0, "logins_last_30d": 0.0 if one.churned_on else 50.0}
        )
        for id_, one in accounts.items()
    }
    assert report(peeping, uses).fit == learned.fit


def test_reasons_that_could_not_be_learned_keep_their_points(learned):
    accounts, uses = world()
    soon = datetime(2026, 11, 10, tzinfo=UTC)
    accounts["S07"] = accounts["S07"].model_copy(update={"renewal_date": soon})
    found = {risk.account: risk for risk in report(accounts, uses).risks}["S07"]
    plain = {risk.account: risk for risk in learned.risks}["S07"]
    assert found.probability == plain.probability
    assert found.risk > plain.risk
