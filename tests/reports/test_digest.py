import json

import pytest
from things_said import said, theme

from voc.errors import NoData
from voc.reports import digest
from voc.types import Account, Coverage, Kind, Outcome


def complaints(week, *placed, **others):
    themes = {one.theme: theme(one.theme, one.finding.kind) for one in placed if one.theme}
    return digest.build(**week | {"placed": list(placed), "themes": themes} | others)


def test_customers_are_ranked_not_mentions(week):
    loud = [said("slow", "A1", text=f"slow again {number}") for number in range(9)]
    made = complaints(week, *loud, said("lost", "A2"), said("lost", "A3"))
    assert [(one.rank, one.theme, one.customers, one.mentions) for one in made.complaints] == [
        (1, "lost", 2, 2),
        (2, "slow", 1, 9),
    ]


def test_equal_customers_are_ordered_by_severity_then_revenue_then_age_then_id(week):
    accounts = {id_: Account(id=id_, mrr=mrr) for id_, mrr in (("A1", 100.0), ("A2", 900.0))}
    themes = {id_: theme(id_) for id_ in "abcde"} | {"d": theme("d", created_week="2026-W30")}
    made = complaints(
        week,
        said("a", "A1", text="one"),
        said("a", "A1", text="two"),
        said("b", "A2"),
        said("c", "A1", severity=5),
        said("d", "A1"),
        themes=themes,
        accounts=accounts,
    )
    assert [one.theme for one in made.complaints] == ["c", "b", "d"]
    assert [tie.theme for tie in made.complaints[0].ties] == ["b", "d", "a"]


def test_a_template_sent_by_many_counts_once_and_is_shown(week):
    template = "We urge you to bring back the old editor, as all of us signed below have asked, {}."
    copies = [
        said("editor", f"A{n}", text=template.format(f"team {n}"), document=f"T-{n}") for n in range(40)
    ]
    made = complaints(week, *copies, said("slow", "B1"), said("slow", "B2"))
    assert [(one.theme, one.customers, one.mentions) for one in made.complaints] == [
        ("slow", 2, 2),
        ("editor", 1, 1),
    ]
    (campaign,) = made.complaints[1].campaigns
    assert (campaign.statements, campaign.customers) == (40, 40)
    assert made.complaints[0].campaigns == ()


def test_a_week_full_of_copies_is_not_a_busy_week(week):
    weeks = [f"2026-W{number}" for number in range(33, 44)]
    steady = [said("steady", f"S{n}", week=one) for one in weeks for n in range(6)]
    text = "We urge you to bring back the old editor, as all of us signed below have asked."
    copies = [said("editor", f"A{n}", text=text, document=f"T-{n}") for n in range(90)]
    volumes = dict.fromkeys(weeks, 40) | {"2026-W43": 130}
    made = complaints(week, *steady, *copies, volumes=volumes)
    assert (made.falling, made.complaints[0].theme, made.complaints[0].state.value) == (
        (),
        "steady",
        "steady",
    )


def test_a_ticket_pasted_fifty_times_changes_no_number(week):
    long = "Every evening the export of our orders stops half way, and nobody tells us why it did."
    others = [said("slow", "A2"), said("slow", "A3"), said("lost", "A2", severity=4)]
    once = complaints(week, *others, said("export", "A1", text=long))
    often = complaints(
        week, *others, *(said("export", "A1", text=long, document=f"T-{n}") for n in range(50))
    )
    assert [without_copies(one) for one in often.complaints] == [
        without_copies(one) for one in once.complaints
    ]
    assert [(one.statements, one.customers) for one in often.complaints[2].campaigns] == [(50, 1)]


def without_copies(complaint):
    return complaint.model_dump(exclude={"campaigns", "quotes"})


def test_ranks_that_the_customers_do_not_tell_apart_are_level(week):
    said_by = {"first": 14, "second": 5, "third": 4, "fourth": 1}
    placed = [said(id_, f"{id_}{n}") for id_, customers in said_by.items() for n in range(customers)]
    made = complaints(week, *placed)
    assert [one.level for one in made.complaints] == [(), (3,), (2,)]
    assert made.complaints[0].ahead > 0.9 > 0.7 > made.complaints[1].ahead > 0.5


def test_only_pains_of_this_week_are_complaints(week):
    made = complaints(
        week,
        said("slow", "A1", week="2026-W42"),
        said("how", "A2", kind=Kind.QUESTION),
        said(None, "A3"),
    )
    assert made.complaints == ()
    assert made.complaining == 1


@pytest.mark.parametrize(
    ("volumes", "before", "change"),
    [
        pytest.param({"2026-W42": 30}, ["A1"], 1, id="one more"),
        pytest.param({"2026-W42": 30}, ["A1", "A3", "A4"], -1, id="one fewer"),
        pytest.param({"2026-W42": 30}, [], 2, id="silent last week"),
        pytest.param({}, [], None, id="no documents last week"),
    ],
)
def test_change_compares_with_last_week_where_there_is_one(week, volumes, before, change):
    earlier = [said("slow", customer, week="2026-W42") for customer in before]
    made = complaints(
        week, *earlier, said("slow", "A1"), said("slow", "A2"), volumes=week["volumes"] | volumes
    )
    assert made.complaints[0].change == change


def test_a_quote_of_another_matter_does_not_stand_under_the_headline(week):
    made = complaints(
        week,
        said("slow", "A1", text="The invoice was wrong twice", severity=5),
        said("slow", "A2", text="It is so slow", severity=2),
    )
    assert [quote.text for quote in made.complaints[0].quotes] == ["It is so slow"]
    assert made.complaints[0].customers == 2


def test_quotes_are_of_distinct_customers_the_strongest_first(week):
    made = complaints(
        week,
        said("slow", "A1", text="It is slow", severity=2),
        said("slow", "A1", text="So slow, we lost a day", severity=5),
        said("slow", "A2", text="Unusably slow", severity=4),
        said("slow", "A3", text="A bit slow", severity=1),
        said("slow", "A4", text="Slow", severity=1),
    )
    assert [quote.text for quote in made.complaints[0].quotes] == [
        "So slow, we lost a day",
        "Unusably slow",
        "A bit slow",
    ]


def test_the_same_words_are_quoted_once(week):
    made = complaints(week, said("slow", "A1", text="Slow!"), said("slow", "A2", text="Slow!"))
    assert [quote.account for quote in made.complaints[0].quotes] == ["A1"]


def test_one_customer_alone_is_quoted_twice(week):
    placed = [said("slow", "A1", text=f"slow {number}", severity=number) for number in (1, 2, 3)]
    made = complaints(week, *placed)
    assert [quote.text for quote in made.complaints[0].quotes] == ["slow 3", "slow 2"]


def test_a_quote_says_where_it_stands(week):
    made = complaints(week, said("slow", "A1", text="Slow!", document="T-7", role="buyer"))
    (quote,) = made.complaints[0].quotes
    assert (quote.text, quote.document, quote.role, quote.company) == ("Slow!", "T-7", "buyer", "Aoi KK")
    assert quote.created_at.date().isoformat() == "2026-10-19"


def test_roles_and_segments_count_customers(week):
    made = complaints(
        week,
        said("slow", "A1", role="buyer", text="one"),
        said("slow", "A1", role="buyer", text="two"),
        said("slow", "A2", role="nurse"),
        said("slow", "person:Z"),
    )
    assert [(tally.name, tally.customers) for tally in made.complaints[0].roles] == [
        ("buyer", 1),
        ("nurse", 1),
    ]
    assert [(tally.name, tally.customers) for tally in made.complaints[0].segments] == [("retail", 2)]


def test_a_theme_is_known_since_its_first_week(week):
    made = complaints(week, said("slow", "A1"), themes={"slow": theme("slow", created_week="2026-W31")})
    assert made.complaints[0].first_week == "2026-W31"


def test_history_leaves_out_weeks_without_documents(week):
    volumes = {"2026-W41": 9, "2026-W43": 40}
    made = complaints(week, said("slow", "A1", week="2026-W41"), said("slow", "A1"), volumes=volumes)
    assert [(point.week, point.customers) for point in made.complaints[0].history] == [
        ("2026-W41", 1),
        ("2026-W43", 1),
    ]


def test_a_digest_has_no_language_and_its_titles_every_one(week):
    made = complaints(week, said("slow", "A1"), said("api", "A2", kind=Kind.REQUEST))
    assert made.complaints[0].title == {"ja": "slowの件", "en": "About slow"}
    assert made.requests[0].title == {"ja": "apiの件", "en": "About api"}
    assert "language" not in made.model_dump()


def test_a_digest_kept_when_it_had_one_language_is_still_read(week):
    made = complaints(week, said("slow", "A1"), said("slow", "A2"), said("api", "A2", kind=Kind.REQUEST))
    body = made.model_dump(mode="json")
    (complaint,) = body["complaints"]
    complaint |= {"title": "slowの件", "summary": ["待っています。"], "look": []}
    body["requests"][0]["title"] = "apiの件"
    old = digest.Digest.model_validate_json(json.dumps(body | {"language": "ja", "replaced": 2}))
    assert old.complaints[0].title == {"ja": "slowの件"}
    assert old.complaints[0].summary == {"ja": ("待っています。",)}
    assert old.requests[0].title == {"ja": "apiの件"}
    assert old.replaced == {"ja": 2}
    assert digest.Digest.model_validate_json(old.model_dump_json()) == old


def test_order_of_input_does_not_matter(week):
    placed = [said("slow", f"A{n}", day=n % 5) for n in range(7)] + [said("lost", f"A{n}") for n in range(7)]
    assert complaints(week, *placed) == complaints(week, *reversed(placed))


def test_below_the_least_coverage_nothing_is_ranked(week):
    coverage = Coverage(documents=40, outcomes={Outcome.OK: 10, Outcome.TRANSIENT: 30})
    made = complaints(
        week,
        said("slow", "A1"),
        said("bye", "A1", kind=Kind.CHURN_SIGNAL),
        coverage=coverage,
        min_coverage=0.5,
    )
    assert not made.ranked
    assert (made.complaints, made.rising, made.resolved) == ((), (), ())
    assert [risk.account for risk in made.at_risk] == ["A1"]


def test_a_week_without_documents_names_the_weeks_that_have_some(week):
    with pytest.raises(
        NoData, match="no documents in 2026-W50; documents are there from 2026-W41 to 2026-W43"
    ):
        digest.build(
            **week
            | {
                "week": "2026-W50",
                "coverage": Coverage(documents=0),
                "volumes": {"2026-W41": 3, "2026-W43": 1},
            }
        )


def test_a_jump_is_rising_and_a_silence_is_resolved(week):
    weeks = [f"2026-W{number}" for number in range(36, 44)]
    steady = [said("steady", f"S{n}", week=one) for one in weeks for n in range(3)]
    jump = [said("jump", f"J{n}") for n in range(12)]
    gone = [said("gone", f"G{n}", week=one) for one in weeks[:5] for n in range(6)]
    made = complaints(week, *steady, *jump, *gone, volumes=dict.fromkeys(weeks, 40))
    assert made.trends_tested
    assert [(trend.theme, trend.customers, trend.last_week) for trend in made.rising] == [
        ("jump", 12, "2026-W43")
    ]
    assert [(trend.theme, trend.customers, trend.last_week) for trend in made.resolved] == [
        ("gone", 0, "2026-W40")
    ]


def test_a_pain_that_comes_back_is_said_to_be_back_and_a_first_one_to_be_new(week):
    weeks = [f"2026-W{number}" for number in range(33, 44)]
    steady = [said("steady", f"S{n}", week=one) for one in weeks for n in range(4)]
    again = [said("again", f"G{n}", week=one) for one in weeks[:6] for n in range(5)]
    placed = [*steady, *again, *(said("again", f"G{n}") for n in range(3)), said("first", "A1")]
    made = complaints(week, *placed, volumes=dict.fromkeys(weeks, 40))
    assert {one.theme: one.state.value for one in made.complaints} == {
        "steady": "steady",
        "again": "back",
        "first": "new",
    }
    assert [(trend.theme, trend.customers, trend.weeks) for trend in made.back] == [("again", 3, 1)]


def test_weeks_long_ago_tell_what_comes_back(week):
    earlier = {"again": {f"2026-W{number}": 6 for number in range(10, 20)}}
    steady = [said("steady", f"S{n}", week=f"2026-W{number}") for number in range(31, 44) for n in range(4)]
    volumes = {f"2026-W{number}": 40 for number in range(10, 44)}
    placed = [*steady, *(said("again", f"G{n}") for n in range(3))]
    assert [one.theme for one in complaints(week, *placed, volumes=volumes, earlier=earlier).back] == [
        "again"
    ]


def test_few_weeks_are_not_enough_for_trends(week):
    assert not complaints(week, said("slow", "A1")).trends_tested


def test_praise_names_what_is_praised(week):
    made = complaints(
        week,
        said("kind", "A1", kind=Kind.PRAISE, area="Support"),
        said("kind", "A2", kind=Kind.PRAISE, area="Support"),
        said("kind", "A3", kind=Kind.PRAISE),
    )
    (praise,) = made.praise
    assert [(tally.name, tally.customers) for tally in praise.areas] == [("Support", 2)]
    assert (praise.customers, praise.mentions) == (3, 3)


def test_accounts_at_risk_come_with_their_renewal_the_gravest_first(week):
    made = complaints(
        week,
        said("bye", "A2", kind=Kind.CHURN_SIGNAL, severity=3),
        said(None, "A1", kind=Kind.CHURN_SIGNAL, severity=5, text="We cancel"),
        said(None, "person:Z", kind=Kind.CHURN_SIGNAL, severity=2),
    )
    assert [(risk.company, risk.signals, risk.severity) for risk in made.at_risk] == [
        ("Aoi KK", 1, 5),
        ("Beni KK", 1, 3),
        (None, 1, 2),
    ]
    assert made.at_risk[0].renewal_date.date().isoformat() == "2026-12-31"
    assert made.at_risk[0].quotes[0].text == "We cancel"


def test_a_threat_copied_by_the_nameless_is_one_sign_and_that_of_an_account_is_its_own(week):
    text = "Unless the old editor comes back by the end of the month, all of us are going to leave."
    placed = [
        said("bye", customer, kind=Kind.CHURN_SIGNAL, text=text, document=f"T-{n}")
        for n, customer in enumerate(["A1", *(f"document:tickets/T-{n}" for n in range(1, 20))])
    ]
    assert [(risk.company, risk.signals) for risk in complaints(week, *placed).at_risk] == [
        (None, 19),
        ("Aoi KK", 1),
    ]


def test_coverage_counts_every_document_once():
    outcomes = {
        Outcome.OK: 10,
        Outcome.EMPTY: 4,
        Outcome.SCREENED: 2,
        Outcome.REFUSED: 1,
        Outcome.FILTERED: 1,
        Outcome.RATE: 3,
    }
    coverage = Coverage(documents=25, outcomes=outcomes, rejects=2)
    assert (coverage.read, coverage.silent, coverage.refused, coverage.failed) == (
        16,
        6,
        2,
        {Outcome.RATE: 3},
    )
    assert coverage.read + coverage.refused + sum(coverage.failed.values()) + coverage.waiting == 25
    assert coverage.share == 0.64
