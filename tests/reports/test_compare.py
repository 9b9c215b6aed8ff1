import json
import random
from datetime import UTC, datetime, timedelta
from math import comb

import pytest
from things_said import said, theme
from worded import worded

from voc.errors import UsageError
from voc.render.display import columns
from voc.reports import compare
from voc.reports.compare import Aspect, Count, Customers, TraitForm
from voc.reports.compare.build import adjusted, fisher, least, newcombe, wilson
from voc.reports.compare.groups import group, pair
from voc.types import Account, Contact, Kind
from voc.types import Form as Source

MONDAY = datetime(2026, 10, 19, tzinfo=UTC)


def count(having, of):
    return Count(having=having, of=of)


def customers(number=24):
    """Half of them retail on plan Pro, half food on plan Lite; the first bring most."""
    accounts = {
        f"A{n:02d}": Account(
            id=f"A{n:02d}",
            name=f"Company {n}",
            segment="retail" if n % 2 else "food",
            plan="Pro" if n % 2 else "Lite",
            outcome="won" if n < 6 else "lost" if n < 10 else None,
            seats=float(n),
        )
        for n in range(number)
    }
    return Customers(accounts, {"A00": "champions"}, {f"A{n:02d}": 100.0 - n for n in range(number)})


def contact(account, role=None, number=0):
    return Contact(
        document=f"tickets/{account}-{number}",
        account=account,
        at=MONDAY + timedelta(days=number),
        form=Source.TICKET,
        role=role,
    )


def compared(a, b="rest", *, who=None, placed=(), contacts=None, channels=None, themes=()):
    who = who or customers()
    everyone = [contact(id_) for id_ in who.accounts]
    return compare.build(
        a,
        b,
        customers=who,
        placed=list(placed),
        contacts=everyone if contacts is None else contacts,
        channels=channels or {},
        themes={one.id: one for one in themes},
    )


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        pytest.param("plan=pro", [n for n in range(24) if n % 2], id="a column, case does not matter"),
        pytest.param("ｐｌａｎ＝Ｐｒｏ", [n for n in range(24) if n % 2], id="full width"),
        pytest.param("plan=Pro,outcome=won", [1, 3, 5], id="both hold"),
        pytest.param("outcome=won,outcome=lost", range(10), id="either value"),
        pytest.param("A03, A01", [1, 3], id="ids"),
        pytest.param("top=3", [0, 1, 2], id="the best by revenue"),
        pytest.param("bottom=2", [22, 23], id="the smallest by revenue"),
        pytest.param("plan=Pro,top=2", [1, 3], id="the best of a plan"),
        pytest.param("seats>=20,seats<22", [20, 21], id="numbers"),
        pytest.param("rfm=champions", [0], id="a name of the RFM grid"),
        pytest.param("churned=no,top=1", [0], id="still here"),
    ],
)
def test_a_filter_names_customers(text, ids):
    assert group(customers(), text) == tuple(f"A{n:02d}" for n in ids)


@pytest.mark.parametrize(
    ("a", "b", "message"),
    [
        ("plan=gold", "rest", "plan=gold: no customer; there are: Lite, Pro"),
        ("colour=red", "rest", "no such field; there are segment, plan, outcome"),
        ("seats>many", "rest", "seats 'many' is no number"),
        ("plan>=Pro", "rest", "plan is compared with = only"),
        ("top=0", "rest", "write how many customers"),
        ("churned=perhaps", "rest", "write yes or no"),
        ("A99", "rest", "account=A99: no customer; there are: A00, A01"),
        ("rest", "rest", "both groups are `rest`"),
        ("", "rest", "is no filter"),
        ("top=24", "rest", "'rest' leaves no customer"),
        ("plan=Pro,segment=food", "rest", "no customer fits all of it"),
        ("top=2", "mrr>5", "mrr>5: no customer; the accounts table says nothing of it"),
    ],
)
def test_a_filter_that_is_off_says_what_there_is(a, b, message):
    with pytest.raises(UsageError, match=message.replace("(", "\\(")):
        pair(customers(), a, b)


def test_the_best_cannot_be_told_without_revenue():
    with pytest.raises(UsageError, match="amount_12m or mrr"):
        group(customers()._replace(revenue={}), "top=3")


def test_rest_is_everybody_else():
    first, second = pair(customers(), "rest", "top=3")
    assert len(first) == 21 and second == ("A00", "A01", "A02")


def test_the_lady_tasting_tea():
    assert fisher(count(3, 4), count(1, 4)) == pytest.approx(34 / 70)


def test_fishers_test_is_the_sum_of_splits_as_rare_or_rarer():
    a, b = count(7, 9), count(2, 12)
    chances = [comb(9, k) * comb(12, 9 - k) / comb(21, 9) for k in range(10)]
    assert fisher(a, b) == pytest.approx(sum(chance for chance in chances if chance <= chances[7] + 1e-12))


def test_the_interval_of_a_share_is_wilsons():
    assert wilson(count(81, 263)) == pytest.approx((0.2553, 0.3662), abs=0.0001)


@pytest.mark.parametrize(
    ("a", "b", "ends"),
    [
        ((56, 70), (48, 80), (0.0524, 0.3339)),
        ((9, 10), (3, 10), (0.1705, 0.8090)),
        ((10, 10), (0, 10), (0.6075, 1.0)),
    ],
)
def test_the_interval_of_a_difference_is_newcombes(a, b, ends):
    assert newcombe(count(*a), count(*b)) == pytest.approx(ends, abs=0.0001)


def test_benjamini_and_hochberg_count_the_tests():
    assert adjusted([0.01, 0.04, 0.03, 0.5]) == pytest.approx([0.04, 0.16 / 3, 0.16 / 3, 0.5])
    assert adjusted([]) == []


def test_a_trait_that_one_customer_has_cannot_tell_groups_apart():
    assert least(count(1, 12), count(0, 12)) > 0.05
    assert least(count(6, 12), count(0, 12)) < 0.05


def apart(found):
    return [(one.trait.form, one.trait.name) for one in found.apart]


def test_what_one_group_says_and_the_other_does_not_sets_them_apart():
    fast, slow = theme("fast", Kind.PURCHASE_REASON), theme("slow")
    placed = [
        said(
            "fast",
            f"A{n:02d}",
            kind=Kind.PURCHASE_REASON,
            text=f"we chose it for speed {n}",
            document=f"T-{n}",
        )
        for n in range(1, 24, 2)
    ]
    placed += [said("slow", f"A{n:02d}", document=f"P-{n}") for n in range(24)]
    found = compared("plan=pro", placed=placed, themes=[fast, slow])
    assert (TraitForm.THEME, "fast") in apart(found)
    one = next(one for one in found.apart if one.trait.name == "fast")
    assert (one.a, one.b) == (count(12, 12), count(0, 12))
    assert 0 < one.low < one.gap == 1.0
    assert {quote.account for quote in one.quotes} <= {f"A{n:02d}" for n in range(1, 24, 2)}
    assert (TraitForm.THEME, "slow") in [(one.trait.form, one.trait.name) for one in found.shared]


def test_one_customer_counts_once_however_often_it_speaks():
    placed = [said("slow", "A01", text=f"slow {n}", document=f"T-{n}") for n in range(30)]
    found = compared("plan=pro", placed=placed, themes=[theme("slow")])
    assert (TraitForm.THEME, "slow") not in apart(found)


def test_the_column_that_made_the_groups_is_no_news():
    found = compared("plan=pro")
    assert TraitForm.PLAN not in {one.trait.form for one in (*found.apart, *found.maybe)}
    assert {one.trait.form for one in found.apart} == {TraitForm.SEGMENT}


def test_what_the_best_have_in_common_is_listed_by_aspect_even_where_no_test_can_tell():
    reasons = [theme(f"r{n}", Kind.PURCHASE_REASON) for n in range(3)]
    placed = [
        said(f"r{n}", f"A{who:02d}", kind=Kind.PURCHASE_REASON, document=f"T-{n}-{who}")
        for n in range(3)
        for who in (0, 1)
    ]
    found = compared("top=3", placed=placed, themes=reasons)
    decisions = [one for one in found.common if one.trait.aspect is Aspect.DECISION]
    assert len(decisions) == 2
    assert all(one.a == count(2, 3) and one.b == count(0, 21) for one in decisions)
    assert {quote.account for one in decisions for quote in one.quotes} == {"A00", "A01"}
    assert "What most of A have in common" in worded("compare", found)


def test_roles_and_channels_are_compared():
    contacts = [contact(f"A{n:02d}", role="CTO" if n % 2 else "Owner") for n in range(24)]
    channels = {one.document: "phone" if one.role == "CTO" else "email" for one in contacts}
    found = compared("plan=pro", contacts=contacts, channels=channels)
    assert {(TraitForm.ROLE, "CTO"), (TraitForm.CHANNEL, "phone")} <= set(apart(found))


def test_customers_that_never_got_in_touch_are_not_compared():
    found = compared("plan=pro", contacts=[contact(f"A{n:02d}") for n in range(6)])
    assert (found.a.heard, found.b.heard) == (3, 3)
    assert len(found.a.accounts) == 12


def test_customers_in_both_groups_are_left_out_and_counted():
    found = compared("top=4", "plan=pro")
    assert (found.both, found.a.heard, found.b.heard) == (2, 2, 10)
    assert "2 customers fit both filters" in worded("compare", found)


def test_a_group_that_was_never_heard_says_so():
    found = compared("plan=pro", contacts=[contact("A00")])
    assert apart(found) == []
    assert "never heard from" in worded("compare", found)


def test_chance_alone_seldom_sets_groups_apart():
    """Of 40 comparisons of groups that do not differ, about one in ten may show something."""
    dice = random.Random(3)
    themes = [theme(f"t{number}") for number in range(25)]
    alarms = 0
    for _ in range(40):
        placed = [
            said(one.id, f"A{n:02d}", document=f"{one.id}-{n}")
            for one in themes
            for n in range(24)
            if dice.random() < 0.4
        ]
        chosen = ",".join(f"A{n:02d}" for n in sorted(dice.sample(range(24), 12)))
        found = compared(chosen, placed=placed, themes=themes)
        alarms += any(one.trait.form is TraitForm.THEME for one in found.apart)
    assert alarms <= 4


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "No difference beyond chance."), ("ja", "偶然を超える違いはありません。")],
)
def test_no_difference_is_a_normal_answer(language, words):
    placed = [said("slow", f"A{n:02d}", document=f"P-{n}") for n in range(0, 24, 3)]
    who = customers()
    alike = who._replace(accounts={id_: Account(id=id_) for id_ in who.accounts})
    found = compared("top=12", who=alike, placed=placed, themes=[theme("slow")])
    assert words in worded("compare", found, language=language)
    assert json.loads(worded("compare", found, "json"))["differences"] == []


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_form_shows_the_difference_with_its_interval(language):
    fast = theme("fast", Kind.PURCHASE_REASON)
    placed = [
        said("fast", f"A{n:02d}", kind=Kind.PURCHASE_REASON, text="<b>speed</b>", document=f"T-{n}")
        for n in range(1, 24, 2)
    ]
    found = compared("plan=pro", placed=placed, themes=[fast])
    row = next(
        row
        for row in json.loads(worded("compare", found, "json", language))["differences"]
        if row["name"] == "fast"
    )
    assert (row["a"]["customers"], row["b"]["customers"], row["difference"]) == (12, 0, 1.0)
    assert row["citations"][0]["quote"] == "<b>speed</b>"
    forms = {form: worded("compare", found, form, language) for form in ("text", "markdown", "html")}
    for page in forms.values():
        assert "+100" in page and f"{100 * row['low']:+.0f}" in page
    assert "<b>" not in forms["html"]
    assert max(map(columns, forms["text"].splitlines())) <= 80


def test_the_order_of_what_was_said_does_not_matter():
    placed = [said("slow", f"A{n:02d}", document=f"P-{n}") for n in range(0, 24, 2)]
    forwards = compared("plan=pro", placed=placed, themes=[theme("slow")])
    assert compared("plan=pro", placed=placed[::-1], themes=[theme("slow")]) == forwards


def test_new_customers_are_told_by_the_day_they_began():
    who = customers()
    begun = {
        id_: one.model_copy(update={"contract_start": datetime(2026 if n % 2 else 2020, 5, 1, tzinfo=UTC)})
        for n, (id_, one) in enumerate(who.accounts.items())
    }
    found = compared("plan=pro", who=who._replace(accounts=begun))
    assert (TraitForm.RECENT, "recent") in apart(found)
