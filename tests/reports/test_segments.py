import json
from datetime import UTC, date, datetime, timedelta

import pytest
from things_said import said, theme
from worded import worded

from voc.reports import segments
from voc.reports.segments import NAMES
from voc.reports.segments.rfm import GRID, quintiles
from voc.types import Account, Kind, Order, Use

AS_OF = date(2026, 11, 1)


def on(days):
    return datetime.combine(AS_OF - timedelta(days=days), datetime.min.time(), UTC)


def customers(count=25):
    """From the best to the worst: the n-th ordered n weeks ago, the less often and for less the higher n."""
    return {
        f"A{n:02d}": Account(
            id=f"A{n:02d}",
            name=f"Company {n:02d}",
            plan="pro" if n < 9 else "free",
            last_order=on(7 * n + 1),
            orders_12m=100.0 - n,
            amount_12m=5000.0 - 100 * n,
        )
        for n in range(count)
    }


def report(accounts, placed=(), themes=None, **more):
    return segments.build(as_of=AS_OF, accounts=accounts, placed=list(placed), themes=themes or {}, **more)


def names(found):
    return {member.account: one.name for one in found.segments for member in one.members}


def test_the_best_are_champions_and_the_last_hibernate():
    found = names(report(customers()))
    assert (found["A00"], found["A24"]) == ("champions", "hibernating")


def test_every_field_of_the_grid_has_a_name_and_a_place_in_the_order():
    assert {name for row in GRID for name in row} == set(NAMES)


@pytest.mark.parametrize(
    ("figures", "scores"),
    [
        pytest.param([1, 2, 3, 4, 5], [1, 2, 3, 4, 5], id="one in each fifth"),
        pytest.param([7, 7, 7, 7], [3, 3, 3, 3], id="all alike"),
        pytest.param([0, 0, 0, 0, 9], [3, 3, 3, 3, 5], id="ties stay together"),
        pytest.param([4], [3], id="only one"),
        pytest.param([], [], id="nobody"),
    ],
)
def test_scores_are_fifths_by_the_middle_rank(figures, scores):
    assert list(quintiles(dict(enumerate(figures))).values()) == scores


def test_a_good_customer_who_stopped_is_at_risk_or_not_to_be_lost():
    accounts = customers()
    accounts["A00"] = accounts["A00"].model_copy(update={"last_order": on(300)})
    assert names(report(accounts))["A00"] == "cant_lose"


def test_orders_by_day_are_taken_before_the_columns():
    accounts = {id_: one for id_, one in list(customers().items())[:5]}
    orders = [
        Order(account=f"A0{n}", day=AS_OF - timedelta(days=30 * k + n), amount=10.0)
        for n in range(5)
        for k in range(n + 1)
    ]
    found = report(accounts, orders=orders)
    assert (found.basis.recency, found.basis.frequency, found.basis.money) == ("orders",) * 3
    member = next(m for one in found.segments for m in one.members if m.account == "A04")
    assert (member.recency, member.frequency, member.money) == (4, 5, 50.0)


def test_orders_after_the_day_are_not_looked_at():
    late = [Order(account="A00", day=AS_OF + timedelta(days=1), amount=1.0)]
    assert report({"A00": Account(id="A00")}, orders=late).basis.recency is None


def test_log_ins_stand_in_where_there_are_no_orders_and_the_report_says_so():
    accounts = {f"A{n}": Account(id=f"A{n}", mrr=100.0 * n) for n in range(5)}
    uses = [Use(account=f"A{n}", day=AS_OF - timedelta(days=n), logins=5 + n) for n in range(5)]
    found = report(accounts, uses=uses)
    assert (found.by, found.basis.recency, found.basis.money) == ("rfm", "uses", "mrr")
    assert "the log-ins by day" in worded("segments", found)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "RFM needs figures that the data lack: the last order"),
        ("ja", "RFM分析に必要なデータがありません: 最後の注文日"),
    ],
)
def test_without_orders_the_column_is_used_and_what_is_missing_is_said(language, words):
    accounts = {f"A{n}": Account(id=f"A{n}", segment="retail" if n else "food", mrr=10.0) for n in range(3)}
    found = report(accounts)
    assert found.by == "segment"
    assert [one.name for one in found.segments] == ["retail", "food"]
    assert words.replace(" ", "") in "".join(worded("segments", found, language=language).split())


def test_plans_are_used_where_there_is_no_segment_and_those_without_stand_last():
    accounts = {"A1": Account(id="A1"), "A2": Account(id="A2"), "A3": Account(id="A3", plan="pro")}
    found = report(accounts)
    assert (found.by, [one.name for one in found.segments]) == ("plan", ["pro", ""])
    assert "not known" in worded("segments", found)


def test_what_is_asked_for_is_used_where_the_data_have_it():
    assert report(customers(), by="plan").by == "plan"
    empty = report(customers(), by="segment")
    assert empty.by == "rfm"
    assert "nothing in `segment`" in worded("segments", empty)


def test_each_segment_has_its_complaints_and_reasons_by_distinct_customers():
    slow, cheap = theme("slow"), theme("cheap", Kind.PURCHASE_REASON)
    placed = [
        said("slow", "A00", text="It is slow", document="T-1"),
        said("slow", "A00", text="It is slow again", document="T-2"),
        said("slow", "A01", text="Very slow", document="T-3", severity=5),
        said("slow", "A24", text="Slow here too", document="T-4"),
        said("cheap", "A01", kind=Kind.PURCHASE_REASON, text="It was the cheapest", document="T-5"),
        said("slow", "A99", text="Nobody we know"),
    ]
    found = report(customers(), placed, {"slow": slow, "cheap": cheap})
    best = found.segments[0]
    (complaint,), (reason,) = best.complaints, best.reasons
    assert (complaint.title["en"], complaint.customers, complaint.mentions) == ("About slow", 2, 3)
    assert {quote.account for quote in complaint.quotes} == {"A00", "A01"}
    assert (reason.customers, reason.quotes[0].text) == (1, "It was the cheapest")


def test_what_was_said_after_the_day_and_hidden_themes_are_left_out():
    hidden = theme("slow").model_copy(update={"hidden": True})
    later = said("new", "A00", week="2026-W46")
    found = report(customers(), [said("slow", "A00"), later], {"slow": hidden, "new": theme("new")})
    assert all(not one.complaints for one in found.segments)


def test_where_all_bought_lately_the_report_says_how_little_recency_tells():
    accounts = {id_: one.model_copy(update={"last_order": on(1)}) for id_, one in customers().items()}
    assert "Nine in ten bought within 1 day:" in worded("segments", report(accounts))
    assert "Nine in ten" not in worded("segments", report(customers()))


def test_who_has_left_is_in_no_segment():
    accounts = customers()
    accounts["A00"] = accounts["A00"].model_copy(update={"churned_on": on(3)})
    assert "A00" not in names(report(accounts))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_form_shows_every_segment(language):
    placed = [said("slow", "A00", text="It is <b>slow</b>")]
    found = report(customers(), placed, {"slow": theme("slow")})
    body = json.loads(worded("segments", found, "json", language))
    titles = [one["title"] for one in body["segments"]]
    forms = {form: worded("segments", found, form, language) for form in ("text", "markdown", "html")}
    for page in forms.values():
        assert all(title in page for title in titles)
    assert "<b>slow" not in forms["html"]
    assert sum(one["customers"] for one in body["segments"]) == 25


def test_text_fits_on_a_screen():
    from voc.render.display import columns

    for language in ("ja", "en"):
        assert (
            max(map(columns, worded("segments", report(customers()), language=language).splitlines())) <= 80
        )
