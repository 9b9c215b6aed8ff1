from datetime import date

import pytest
from digests import sample

from voc.render import complaints
from voc.render.catalogue import catalogue
from voc.render.digest import document
from voc.render.text import text
from voc.reports.digest import CopiedStatement, Fix, Rate, ThemeName, Trend, TrendState, Verdict


def trend(state, **others):
    fields = {
        "theme": "t",
        "title": {"en": "Printing"},
        "customers": 9,
        "expected": 3.2,
        "weeks": 1,
        "p_value": 0.001,
        "state": state,
        "last_week": "2026-W43",
    }
    return Trend(**fields | others)


def fix(verdict, **others):
    fields = {
        "date": date(2026, 9, 30),
        "note": "New print service",
        "theme": ThemeName(theme="t", title={"en": "Printing"}),
        "verdict": verdict,
        "before": Rate(customers=30, documents=400, weeks=10),
        "after": Rate(customers=2, documents=160, weeks=4),
        "expected": 12.0,
        "p_value": 0.001,
    }
    return Fix(**fields | others)


@pytest.mark.parametrize(
    ("language", "rank", "level", "said"),
    [
        pytest.param("en", 2, (3,), "2 and 3 are level", id="two"),
        pytest.param("en", 2, (1, 3), "1, 2 and 3 are level", id="three"),
        pytest.param("ja", 3, (2,), "2位と3位は差がありません", id="in Japanese"),
        pytest.param("en", 1, (), "", id="clear"),
    ],
)
def test_level_ranks_are_said_in_words(language, rank, level, said):
    complaint = sample(language).complaints[0].model_copy(update={"rank": rank, "level": level})
    assert complaints.level(catalogue(language), complaint) == said


@pytest.mark.parametrize(
    ("state", "tested", "said"),
    [
        (TrendState.RISING, True, "rising, beyond chance"),
        (TrendState.TOO_FEW, True, "not enough data to tell"),
        (TrendState.NEW, True, ""),
        (TrendState.RISING, False, ""),
    ],
)
def test_a_state_is_said_where_it_was_tested_and_is_not_said_elsewhere(state, tested, said):
    digest = sample().model_copy(update={"trends_tested": tested})
    complaint = digest.complaints[0].model_copy(update={"state": state})
    assert complaints.state(catalogue("en"), complaint, digest) == said


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_state_and_verdict_has_words(language):
    say = catalogue(language)
    digest = sample(language).model_copy(update={"trends_tested": True})
    for state in TrendState:
        complaint = digest.complaints[0].model_copy(update={"state": state})
        assert complaints.state(say, complaint, digest) or state is TrendState.NEW
    assert len({complaints.verdict(say, fix(verdict)) for verdict in Verdict}) == len(Verdict)


def test_copies_say_how_many_stand_behind():
    complaint = sample().complaints[0]
    copied = CopiedStatement(quote=complaint.quotes[0], statements=50, customers=1)
    shown = complaints.copies(catalogue("en"), complaint.model_copy(update={"campaigns": (copied,)}))
    assert shown == "50 near-identical statements from 1 customer, counted once"


def test_a_fix_shows_its_verdict_rates_and_day():
    assert complaints.verdict(catalogue("en"), fix(Verdict.WORKED)) == (
        "It worked · 7.5 before, 1.2 after (4 weeks) · released on 30 Sep 2026"
    )
    waiting = fix(Verdict.TOO_EARLY, after=Rate(customers=0, documents=0, weeks=0))
    assert complaints.verdict(catalogue("en"), waiting) == "Too early to tell · released on 30 Sep 2026"


def test_a_digest_shows_what_is_back_what_falls_and_what_was_fixed():
    digest = sample().model_copy(
        update={
            "trends_tested": True,
            "rising": (trend(TrendState.RISING, weeks=5, customers=40, expected=21.0),),
            "back": (trend(TrendState.BACK, title={"en": "Scanning"}, customers=1),),
            "falling": (trend(TrendState.FALLING, title={"en": "Faxing"}, customers=2, expected=11.5),),
            "fixes": (fix(Verdict.NO_CHANGE),),
        }
    )
    shown = text(document(digest, catalogue("en")))
    for line in (
        "40 customers in 5 weeks, about 21.0 expected",
        "Back again",
        "1 customer again; during the silence about 3.2 had been expected",
        "Falling",
        "2 customers, about 11.5 expected",
        "* New print service · Printing",
        "No change · 7.5 before, 1.2 after (4 weeks)",
    ):
        assert line in shown
