import json

import pytest
from things_said import said, theme

from voc.render import diff as forms
from voc.render.catalogue import catalogue
from voc.render.markdown import markdown
from voc.render.text import text
from voc.reports.digest import diff

BEFORE, AFTER = "2026-W42", "2026-W43"


def compared(*placed, titles=None, **others):
    themes = {one.theme: theme(one.theme, one.finding.kind) for one in placed}
    for key, title in (titles or {}).items():
        themes[key] = themes[key].model_copy(update={"title": {"ja": title, "en": title}})
    fields = {"themes": themes, "accounts": {}, "volumes": {BEFORE: 30, AFTER: 40}}
    return diff(BEFORE, AFTER, placed=placed, **fields | others)


def heard(name, before, after):
    return [
        said(name, f"{name}{n}", week=week, text=f"{name} {week} {n} hurts")
        for week, count in ((BEFORE, before), (AFTER, after))
        for n in range(count)
    ]


def week_pair():
    counts = {"same": (5, 5), "grew": (2, 6), "left": (4, 0), "came": (0, 3), "calm": (1, 1), "fell": (3, 1)}
    return compared(*(one for name, (then, now) in counts.items() for one in heard(name, then, now)))


def test_what_entered_left_grew_and_shrank():
    moved = {one.theme: one for one in week_pair().complaints}
    assert {name: one.step.value for name, one in moved.items()} == {
        "grew": "grew",
        "same": "same",
        "came": "entered",
        "left": "left",
        "fell": "shrank",
    }
    assert (moved["grew"].before.rank, moved["grew"].after.rank, moved["grew"].change) == (4, 1, 4)
    assert [name for name, one in moved.items() if one.into_top] == ["grew", "came"]
    assert [name for name, one in moved.items() if one.out_of_top] == ["left", "fell"]
    assert week_pair().same == 1


def test_the_new_top_three_come_first_then_what_fell_out_of_it():
    assert [one.theme for one in week_pair().complaints] == ["grew", "same", "came", "left", "fell"]


def test_two_equal_weeks_differ_in_nothing_but_show_their_top_three():
    found = compared(*heard("slow", 2, 2))
    assert [(one.theme, one.step.value) for one in found.complaints] == [("slow", "same")]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_form_says_the_same_numbers(language):
    found = week_pair()
    body = json.loads(forms.json(found, catalogue(language)))
    for form in (text, markdown):
        shown = form(forms.document(found, catalogue(language))).replace("\\", "")
        for row in body["complaints"]:
            assert row["title"] in shown
        for number in ("6", "40", "30"):
            assert number in shown
    assert body["complaints"][0]["after"] == {"rank": 1, "customers": 6}


def test_a_title_cannot_add_a_column_to_the_table():
    calm = markdown(forms.document(compared(*heard("slow", 1, 2), titles={"slow": "calm"}), catalogue("en")))
    wild = markdown(
        forms.document(compared(*heard("slow", 1, 2), titles={"slow": "a | b\n| c"}), catalogue("en"))
    )
    assert wild.count("\n") == calm.count("\n")
    assert wild.replace("\\|", "").count("|") == calm.count("|")
