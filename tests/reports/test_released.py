from datetime import date

import pytest
from things_said import said, theme

from voc.reports import digest
from voc.reports.digest import Verdict
from voc.settings import Release

WEEKS = [f"2026-W{number}" for number in range(32, 44)]


def made(week, *releases, after=0, **others):
    """Eight weeks of five customers about printing, a release in 2026-W40, then `after` customers a week."""
    placed = [
        said("print", f"A{n}", week=one, text=f"The PRINT queue hangs {n}")
        for one in WEEKS
        for n in range(5 if one <= "2026-W40" else after)
    ]
    placed += [said("calm", f"B{n}", week=one) for one in WEEKS for n in range(4)]
    themes = {
        "print": theme("print", created_week="2026-W32"),
        "calm": theme("calm", created_week="2026-W32"),
    }
    volumes = dict.fromkeys(WEEKS, 40)
    fields = {"placed": placed, "themes": themes, "volumes": volumes, "releases": releases}
    return digest.build(**week | fields | others).fixes


def test_a_fix_that_worked_says_so_with_its_numbers(week):
    release = Release(date=date(2026, 9, 30), theme="print", note="New print service")
    (fix,) = made(week, release)
    assert (fix.verdict, fix.theme.title["en"]) == (Verdict.WORKED, "About print")
    assert fix.note == "New print service"
    assert (fix.before.customers, fix.before.weeks, fix.before.documents) == (40, 8, 320)
    assert (fix.after.customers, fix.after.weeks, fix.after.documents) == (0, 3, 120)
    assert fix.before.per_hundred == 12.5


@pytest.mark.parametrize(
    "release",
    [
        pytest.param(Release(date=date(2026, 9, 30), theme="About PRINT"), id="its title"),
        pytest.param(Release(date=date(2026, 9, 30), theme="printの件"), id="its title in Japanese"),
        pytest.param(Release(date=date(2026, 9, 30), words=("ｐｒｉｎｔ queue",)), id="words"),
        pytest.param(Release(date=date(2026, 9, 30), theme="merged"), id="a theme it was merged into"),
    ],
)
def test_what_was_fixed_is_found_by(week, release):
    themes = {id_: theme(id_, created_week="2026-W32") for id_ in ("print", "calm")}
    themes["merged"] = theme("merged").model_copy(update={"merged_into": "print"})
    (fix,) = made(week, release, themes=themes)
    assert (fix.verdict, fix.before.customers) == (Verdict.WORKED, 40)


def test_a_word_starts_where_a_word_starts(week):
    (fix,) = made(week, Release(date=date(2026, 9, 30), words=("rint",)))
    assert (fix.verdict, fix.before.customers) == (Verdict.UNHEARD, 0)


def test_a_theme_that_voc_does_not_know_is_shown_as_words(week):
    (fix,) = made(week, Release(date=date(2026, 9, 30), theme="prnt"))
    assert (fix.verdict, fix.theme, fix.words) == (Verdict.UNHEARD, None, ("prnt",))


def test_only_releases_of_the_last_twelve_weeks_are_judged_newest_first(week):
    releases = [
        Release(date=date(2026, 9, 30), theme="print"),
        Release(date=date(2026, 10, 21), theme="calm"),
        Release(date=date(2026, 11, 30), theme="print"),
        Release(date=date(2026, 6, 1), theme="print"),
    ]
    fixes = made(week, *releases, after=5)
    assert [fix.date.isoformat() for fix in fixes] == ["2026-10-21", "2026-09-30"]
    assert fixes[0].verdict is Verdict.TOO_EARLY


def test_a_verdict_reaches_back_twelve_weeks_before_the_release():
    release = Release(date=date(2026, 9, 30), theme="print")
    assert digest.first_week([release], "2026-W43") == "2026-W28"
    assert digest.first_week([release], "2026-W53") == "2026-W53"
    assert digest.first_week([], "2026-W43") == "2026-W43"
