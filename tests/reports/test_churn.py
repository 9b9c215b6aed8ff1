import json
from datetime import UTC, date, datetime, timedelta

import pytest
from things_said import said
from worded import worded

from voc.reports import churn
from voc.reports.churn import LeavingStep, Why
from voc.reports.churn.words import stays, step_of
from voc.types import Account, Contact, Form, Kind, Order, Use

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


def crowd(count=10):
    """Accounts that speak every few weeks, and what they said."""
    accounts = [account(f"B{number}") for number in range(count)]
    weeks = ("2026-W37", "2026-W40", "2026-W43")
    placed = [said("slow", one.id, week=week, severity=2) for one in accounts for week in weeks]
    contacts = [
        Contact(document=one.document_key, account=one.account, at=one.created_at, form=Form.TICKET)
        for one in placed
    ]
    return accounts, placed, contacts


def test_a_quiet_account_without_a_single_complaint_can_be_at_the_top():
    accounts, placed, contacts = crowd()
    quiet = account("A1", logins_prev_30d=200, logins_last_30d=20)
    loud = [said(f"theme {number}", "B1", severity=5, text=f"broken {number}") for number in range(6)]
    found = churn.build(
        as_of=AS_OF,
        accounts={one.id: one for one in [*accounts, quiet]},
        placed=[*placed, *loud],
        contacts=contacts,
    )
    assert found.risks[0].account == "A1"
    assert {reason.why for reason in found.risks[0].reasons} == {Why.USAGE, Why.SILENCE}
    assert not any(reason.citations for reason in found.risks[0].reasons)


def test_an_account_that_may_be_meant_by_an_unmatched_company_is_not_called_silent():
    accounts, placed, contacts = crowd()
    quiet = [account(f"Q{number}", logins_prev_30d=200, logins_last_30d=20) for number in range(2)]
    found = churn.build(
        as_of=AS_OF,
        accounts={one.id: one for one in [*accounts, *quiet]},
        placed=placed,
        contacts=contacts,
        unmatched=1,
        doubted={"Q1"},
    )
    whys = {risk.account: {reason.why for reason in risk.reasons} for risk in found.risks}
    assert (whys["Q0"], whys["Q1"]) == ({Why.USAGE, Why.SILENCE}, {Why.USAGE})
    assert found.unmatched == 1


def test_silence_is_no_sign_where_most_are_silent():
    accounts, placed, contacts = crowd()
    silent = [account(f"S{number}") for number in range(12)]
    found = churn.build(
        as_of=AS_OF,
        accounts={one.id: one for one in [*accounts, *silent]},
        placed=placed,
        contacts=contacts,
    )
    assert all(risk.reasons == () for risk in found.risks if risk.account.startswith("S"))


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("We are adding 40 seats for the new warehouse", id="en"),
        pytest.param("来月から新しい倉庫にも導入するので40席を追加します", id="ja"),
    ],
)
def test_a_loud_account_that_expands_is_not_at_the_top(words):
    accounts, placed, contacts = crowd()
    loud = account("A1", logins_prev_30d=200, logins_last_30d=280)
    fading = account("A2", logins_prev_30d=200, logins_last_30d=150)
    angry = [said(f"theme {number}", "A1", severity=5, text=f"broken {number}") for number in range(6)]
    threat = signal("A1", text="If this happens again we are off", day=1)
    grows = said(None, "A1", kind=Kind.PURCHASE_REASON, text=words, day=2)
    found = churn.build(
        as_of=AS_OF,
        accounts={one.id: one for one in [*accounts, loud, fading]},
        placed=[*placed, *angry, threat, grows],
        contacts=contacts,
    )
    order = [risk.account for risk in found.risks]
    assert order.index("A2") < order.index("A1")
    assert {Why.GROWTH, Why.STAYING} <= {
        r.why for r in found.risks[order.index("A1")].reasons if r.points < 0
    }


def test_a_step_to_leave_weighs_more_than_a_threat_with_a_condition():
    step, threat = "How do we cancel our contract, and what is the notice period?", "Fix it or we'll leave"
    (high,) = risks(account(), placed=[signal(text=step)])
    (low,) = risks(account(), placed=[signal(text=threat)])
    assert high.risk > low.risk
    assert (high.reasons[0].step, low.reasons[0].step) == (LeavingStep.LEAVING, LeavingStep.THREAT)


@pytest.mark.parametrize(
    ("words", "step"),
    [
        ("解約の手続きを教えてください。", LeavingStep.LEAVING),
        ("年末で契約を終了します。", LeavingStep.LEAVING),
        ("来月の更新はしません。", LeavingStep.LEAVING),
        ("次に止まったら解約します。", LeavingStep.THREAT),
        ("今月中に直らなければやめるからな", LeavingStep.THREAT),
        ("他社にも見積もりを取っています。", LeavingStep.MENTIONED),
        ("We will not renew in March.", LeavingStep.LEAVING),
        ("We have switched the warehouse over to Rival.", LeavingStep.LEAVING),
        ("If it fails once more we will not renew.", LeavingStep.THREAT),
        ("I have asked a competitor for a quote.", LeavingStep.MENTIONED),
    ],
)
def test_signs_of_leaving_are_told_apart_by_how_far_they_have_gone(words, step):
    assert step_of(words) is step


@pytest.mark.parametrize(
    ("words", "stay"),
    [
        ("来年もやるよ。", True),
        ("契約は続けます。", True),
        ("We have just renewed for three years.", True),
        ("we're rolling it out to every store", True),
        ("We will not renew.", False),
        ("これ以上は続けられません。", False),
        ("年内で解約します。", False),
    ],
)
def test_words_of_staying_are_known(words, stay):
    assert stays(words) is stay


def test_what_was_threatened_before_they_said_they_stay_weighs_less():
    threat = signal(text="One more week and we are off to Rival", day=0)
    stay = said(None, "A1", kind=Kind.CHURN_SIGNAL, text="We'll stay, it works again", day=2)
    (calm,) = risks(account(), placed=[threat, stay])
    (tense,) = risks(account(), placed=[threat])
    assert calm.risk < tense.risk


def test_a_complaint_told_again_after_weeks_weighs_more():
    again = [said("slow", "A1", severity=5, week=week) for week in ("2026-W40", "2026-W43")]
    twice = [said("slow", "A1", severity=5, text=text) for text in ("a", "b")]
    assert risks(account(), placed=again)[0].risk > risks(account(), placed=twice)[0].risk


def test_words_alone_can_be_asked_for():
    both = account(logins_prev_30d=100, logins_last_30d=5, renewal_date=on(2026, 11, 20))
    found = churn.build(as_of=AS_OF, accounts={"A1": both}, placed=[signal()], words_only=True)
    assert {reason.why for reason in found.risks[0].reasons} == {Why.SIGNALS}
    assert "Only what customers said" in worded("churn", found)


def test_who_had_left_by_the_day_is_listed_apart():
    accounts = [account("A1", churned_on=on(2026, 10, 1)), account("A2", churned_on=on(2026, 12, 1))]
    found = churn.build(as_of=AS_OF, accounts={one.id: one for one in accounts}, placed=[])
    assert [one.account for one in found.gone] == ["A1"]
    assert [risk.account for risk in found.risks] == ["A2"]
    rows = json.loads(worded("churn", found, "json"))
    assert [(row["account"], row["state"]) for row in rows] == [("A2", "active"), ("A1", "gone")]
    assert "Left before that day: 1" in worded("churn", found)


def test_a_day_of_leaving_after_the_day_asked_about_changes_nothing():
    later = account("A1", churned_on=on(2026, 11, 2), logins_prev_30d=100, logins_last_30d=50)
    never = later.model_copy(update={"churned_on": None})
    assert risks(later) == risks(never)


def test_figures_without_a_date_are_left_out_where_the_export_is_younger_than_the_day():
    fell = {"logins_prev_30d": 100, "logins_last_30d": 5, "renewal_date": on(2026, 9, 20)}
    accounts = [account(f"A{n}", last_order=on(2026, 10, 20), **fell) for n in range(3)] + [
        account("A9", **fell)
    ]
    by_id = {one.id: one for one in accounts}
    found = churn.build(as_of=date(2026, 9, 1), accounts=by_id, placed=[])
    assert found.undated == 4
    assert all(not risk.reasons for risk in found.risks)
    assert "younger than 1 Sep 2026" in worded("churn", found)
    assert churn.build(as_of=AS_OF, accounts=by_id, placed=[]).undated == 0


def test_one_late_order_tells_only_of_its_own_account():
    fell = {"logins_prev_30d": 100, "logins_last_30d": 5}
    accounts = [account(f"A{n}", **fell) for n in range(4)] + [
        account("A9", last_order=on(2026, 11, 20), **fell)
    ]
    found = churn.build(as_of=AS_OF, accounts={one.id: one for one in accounts}, placed=[])
    assert [risk.account for risk in found.risks if not risk.reasons] == ["A9"]


def used(account, *counts, start=date(2026, 8, 3), step=7):
    return [
        Use(account=account, day=start + timedelta(days=step * at), logins=count)
        for at, count in enumerate(counts)
    ]


@pytest.mark.parametrize(
    ("uses", "before", "now"),
    [
        pytest.param(used("A1", *[10] * 9, *[2] * 4), 40, 8, id="weeks"),
        pytest.param(used("A1", *[2] * 63, *[1] * 28, step=1), 56, 28, id="days"),
        pytest.param(
            [
                Use(account="A1", day=date(2026, month, 1), logins=count)
                for month, count in ((8, 90), (9, 80), (10, 8))
            ],
            80,
            8,
            id="months",
        ),
    ],
)
def test_a_history_of_log_ins_is_compared_in_equal_periods(uses, before, now):
    found = churn.build(as_of=AS_OF, accounts={"A1": account()}, placed=[], uses=uses)
    (reason,) = found.risks[0].reasons
    assert (reason.why, reason.before, reason.now) == (Why.USAGE, before, now)


def test_a_history_of_log_ins_is_cut_off_at_the_day():
    uses = used("A1", *[10] * 9, *[2] * 4)
    early = churn.build(as_of=date(2026, 10, 4), accounts={"A1": account()}, placed=[], uses=uses)
    assert early.risks[0].reasons == ()


def test_an_account_that_stopped_logging_in_has_no_rows_and_is_seen():
    uses = used("A1", *[10] * 9) + used("A2", *[10] * 13)
    found = churn.build(
        as_of=AS_OF, accounts={"A1": account("A1"), "A2": account("A2")}, placed=[], uses=uses
    )
    assert [(risk.account, risk.reasons[0].now) for risk in found.risks if risk.reasons] == [("A1", 0)]


def test_a_fall_that_all_share_is_no_sign():
    uses = [use for n in range(9) for use in used(f"A{n}", *[10] * 9, *[6] * 4)]
    found = churn.build(
        as_of=AS_OF, accounts={f"A{n}": account(f"A{n}") for n in range(9)}, placed=[], uses=uses
    )
    assert all(risk.reasons == () for risk in found.risks)


def test_orders_are_late_by_the_accounts_own_rhythm():
    monthly = [Order(account="A1", day=date(2026, month, 1)) for month in range(1, 8)]
    yearly = [Order(account="A2", day=date(year, 7, 1)) for year in range(2020, 2027)]
    found = churn.build(
        as_of=AS_OF, accounts={"A1": account("A1"), "A2": account("A2")}, placed=[], orders=monthly + yearly
    )
    assert [risk.account for risk in found.risks if risk.reasons] == ["A1"]
    assert "usually every 30 days" in " ".join(worded("churn", found).split())


def test_a_change_of_price_near_the_day_counts():
    (risk,) = risks(account(price_change=on(2026, 10, 1)))
    assert [reason.why for reason in risk.reasons] == [Why.PRICE]
    assert risks(account(price_change=on(2026, 5, 1)))[0].reasons == ()


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
    rows = json.loads(worded("churn", report, "json", language))
    assert [row["account"] for row in rows] == ["A1", "A2"]
    assert words in [reason["text"] for reason in rows[0]["reasons"]]
    cited = [one for reason in rows[0]["reasons"] for one in reason["citations"]]
    assert (cited[0]["quote"], cited[0]["document"]) == ("We may leave", "T-9")
    assert words in worded("churn", report, language=language)
