"""Which quote is shown first: one rule for all reports."""

from things_said import said

from voc.strongest import READABLE, by_turns, different, one_each, strongest


def told(text, customer, severity=3, day=1, document=None):
    made = said("slow", customer, text=text, document=document or f"T-{text}-{customer}", day=day)
    finding = made.finding.model_copy(update={"severity": severity, "confidence": 0.9})
    return made.model_copy(update={"finding": finding})


def texts(placed):
    return [one.finding.quote.text for one in placed]


def test_the_severest_comes_first_and_what_is_long_last_where_it_has_to_be_read():
    long = told("x" * (READABLE + 1), "A1", severity=5)
    mild, bad = told("mild", "A2", severity=2), told("bad", "A3", severity=4)
    assert strongest([mild, long, bad]) == [long, bad, mild]
    assert strongest([mild, long, bad], readable=True) == [bad, mild, long]


def test_among_equals_time_decides_where_it_matters():
    early, late = told("early", "A1", day=1), told("late", "A2", day=5)
    assert texts(strongest([late, early], first="early")) == ["early", "late"]
    assert texts(strongest([early, late], first="late")) == ["late", "early"]
    assert strongest([early, late]) == strongest([late, early])


def test_words_stand_once_and_customers_take_turns():
    ordered = [told("a", "A1"), told("a", "A2"), told("b", "A1"), told("c", "A3")]
    assert texts(different(ordered)) == ["a", "b", "c"]
    assert texts(by_turns(different(ordered), lambda one: one.customer)) == ["a", "c", "b"]
    assert texts(one_each(ordered, lambda one: one.customer)) == ["a", "a", "c"]
