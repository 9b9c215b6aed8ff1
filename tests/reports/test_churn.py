import json
from datetime import UTC, date, datetime

import pytest
from things_said import said

from voc.render import churn as shown
from voc.reports import churn
from voc.reports.churn import Why
from voc.types import Account, Kind

AS_OF = date(2026, 11, 1)


def on(year, month, day):
    return datetime(year, month, day, tzinfo=UTC)


def account(id="A1", **fields):
    return Account(id=id, name=f"{id} KK", **fields)


def risks(*accounts, placed=(), as_of=AS_OF):
    return churn.build(as_of=as_of, accounts={one.id: one for one in accounts}, placed=list(placed)).risks


def signal(customer="A1", **fields):
    return said(None, customer, kind=Kind.CHURN_SIGNAL, **fields)


def test_the_riskiest_account_comes_first():
    quiet, leaving = account("A1"), account("A2", logins_prev_30d=100, logins_last_30d=20)
    found = risks(quiet, leaving, placed=[signal("A2", severity=5)])
    assert [risk.account for risk in found] == ["A2", "A1"]
    assert found[1].risk == 0.0 and found[1].reasons == ()
    assert 0.8 < found[0].risk < 1.0


def test_the_risk_is_the_sum_of_its_reasons_squeezed_below_one():
    (risk,) = risks(account(logins_prev_30d=100, logins_last_30d=20), placed=[signal(severity=5)])
    points = sum(reason.points for reason in risk.reasons)
    assert risk.risk == pytest.approx(1 - 2.718281828**-points, abs=1e-4)
    assert [reason.why for reason in risk.reasons] == [Why.USAGE, Why.SIGNALS]


@pytest.mark.parametrize(
    ("more", "less"),
    [
        pytest.param([signal(severity=5)], [signal(severity=2)], id="graver"),
        pytest.param([signal(week="2026-W44")], [signal(week="2026-W31")], id="fresher"),
        pytest.param([signal(confidence=0.9)], [signal(confidence=0.3)], id="surer"),
        pytest.param([signal(text="a"), signal(text="b")], [signal(text="a")], id="several"),
        pytest.param([said("slow", "A1", severity=4)], [said("slow", "A1", severity=3)], id="severe pain"),
    ],
)
def test_words_weigh_by_gravity_freshness_and_certainty(more, less):
    (high,), (low,) = risks(account(), placed=more), risks(account(), placed=less)
    assert high.risk > low.risk


@pytest.mark.parametrize(
    ("more", "less"),
    [
        pytest.param(
            {"logins_prev_30d": 100, "logins_last_30d": 30},
            {"logins_prev_30d": 100, "logins_last_30d": 80},
            id="log-ins fell further",
        ),
        pytest.param({"renewal_date": on(2026, 11, 20)}, {"renewal_date": on(2027, 3, 1)}, id="renewal near"),
        pytest.param({"last_order": on(2025, 9, 1)}, {"last_order": on(2026, 9, 1)}, id="no orders"),
    ],
)
def test_figures_weigh_by_size(more, less):
    (high,), (low,) = risks(account(**more)), risks(account(**less))
    assert high.risk > low.risk


@pytest.mark.parametrize(
    "figures",
    [
        pytest.param({"logins_prev_30d": 100, "logins_last_30d": 95}, id="log-ins as ever"),
        pytest.param({"logins_prev_30d": 0, "logins_last_30d": 0}, id="never logged in"),
        pytest.param({"logins_prev_30d": 10}, id="half of the figures"),
        pytest.param({"renewal_date": on(2026, 10, 1)}, id="renewal is over"),
        pytest.param({"last_order": on(2026, 11, 20)}, id="an order after the day"),
        pytest.param({}, id="nothing known"),
    ],
)
def test_what_says_nothing_adds_nothing(figures):
    (risk,) = risks(account(**figures))
    assert risk.reasons == ()


def test_nothing_after_the_day_is_looked_at():
    later = [signal(week="2026-W45"), said("slow", "A1", week="2026-W45", severity=5)]
    assert risks(account(), placed=later)[0].reasons == ()
    assert risks(account(), placed=later, as_of=date(2026, 11, 9))[0].reasons != ()


def test_a_pain_that_turned_to_praise_is_over():
    pain = said("slow", "A1", severity=5)
    praise = said("slow", "A1", kind=Kind.PRAISE, day=2)
    assert risks(account(), placed=[pain, praise])[0].reasons == ()


def test_reasons_cite_the_words():
    (risk,) = risks(account(), placed=[signal(text="We may leave", document="T-9")])
    (citation,) = risk.reasons[0].citations
    assert (citation.text, citation.document, citation.company) == ("We may leave", "T-9", "A1 KK")


def test_the_order_of_findings_does_not_matter():
    placed = [signal(text=f"leaving {number}", day=number % 3) for number in range(6)]
    assert risks(account(), placed=placed) == risks(account(), placed=placed[::-1])


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Log-ins fell by 80 %, from 100 to 20 in 30 days"),
        ("ja", "30日間のログインが80%減（100→20）"),
    ],
)
def test_json_and_text_give_the_reasons_in_plain_words(language, words):
    report = churn.build(
        as_of=AS_OF,
        accounts={"A1": account(logins_prev_30d=100, logins_last_30d=20), "A2": account("A2")},
        placed=[signal(text="We may leave", document="T-9")],
    )
    rows = json.loads(shown.json(report, language))
    assert [row["account"] for row in rows] == ["A1", "A2"]
    assert words in [reason["text"] for reason in rows[0]["reasons"]]
    cited = [one for reason in rows[0]["reasons"] for one in reason["citations"]]
    assert (cited[0]["quote"], cited[0]["document"]) == ("We may leave", "T-9")
    assert words in shown.text(report, language)
