from datetime import UTC, datetime

import pytest

from voc.errors import UsageError
from voc.themes.lineage import as_of, current, hide, home_as_of, merge, pin, rename, split, undo
from voc.types import Kind, Recorded, Theme


def theme(id_, kind=Kind.PAIN, week="2026-W40", into=None):
    return Theme(id=id_, kind=kind, title={"ja": "遅い", "en": "Slow"}, created_week=week, merged_into=into)


def recorded(change, number=1, day=1):
    at = datetime(2026, 11, day, tzinfo=UTC)
    return Recorded(number=number, author="aki", at=at, change=change)


def held(*findings):
    return dict.fromkeys(findings, False)


def test_renaming_pins_the_title_and_keeps_the_other_language():
    (after,) = rename(theme("a"), {"ja": "シフト表が遅い"}).after
    assert (after.title, after.pinned) == ({"ja": "シフト表が遅い", "en": "Slow"}, True)


def test_giving_an_area_alone_leaves_the_title_free():
    (after,) = rename(theme("a"), {}, area="印刷").after
    assert (after.area, after.pinned) == ({"ja": "印刷", "en": "印刷"}, False)


def test_a_pin_can_be_taken_off_again():
    (pinned,) = pin(theme("a")).after
    (free,) = pin(pinned, False).after
    assert pinned.pinned and not free.pinned


def test_a_merged_theme_points_to_the_one_that_took_over():
    change = merge(theme("a", week="2026-W39"), theme("b"), held("f2", "f1"))
    gone, kept = change.after
    assert gone.merged_into == "b"
    assert kept.created_week == "2026-W39"
    assert [(move.finding, move.before, move.after) for move in change.moves] == [
        ("f1", "a", "b"),
        ("f2", "a", "b"),
    ]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        pytest.param(theme("a"), theme("a"), id="into itself"),
        pytest.param(theme("a"), theme("b", Kind.PRAISE), id="two kinds"),
        pytest.param(theme("a", into="c"), theme("b"), id="merged away before"),
    ],
)
def test_what_cannot_be_merged_says_so(source, target):
    with pytest.raises(UsageError, match="a"):
        merge(source, target, {})


def test_a_split_makes_a_new_theme_whose_id_does_not_depend_on_order():
    one = split(theme("a"), held("f2", "f1"), {"ja": "固まる", "en": "Freezes"}, "2026-W43")
    two = split(theme("a"), held("f1", "f2"), {"ja": "固まる", "en": "Freezes"}, "2026-W43")
    assert one == two
    old, new = one.after
    assert old.id == "a" and new.id.startswith("pain-") and new.id != "a"
    assert {move.finding: move.after for move in one.moves} == {"f1": new.id, "f2": new.id}


def test_nothing_to_split_or_rename_is_an_error():
    with pytest.raises(UsageError):
        split(theme("a"), {}, {"ja": "固まる", "en": "Freezes"}, "2026-W43")
    with pytest.raises(UsageError):
        rename(theme("a"), {})


def test_the_current_theme_is_found_through_any_number_of_merges():
    themes = {"a": theme("a", into="b"), "b": theme("b", into="c"), "c": theme("c")}
    assert current("a", themes) == "c"
    assert current("unknown", themes) == "unknown"


def test_an_undone_merge_gives_back_what_was_moved_and_leaves_what_came_later():
    change = merge(theme("a", week="2026-W39"), theme("b"), {"f1": False, "f2": True})
    themes = {one.id: one for one in change.after}
    back = undo(recorded(change, 7), themes, {"f1": "b", "f2": "b"})
    assert [one.merged_into for one in back.after] == [None, None]
    assert back.after[1].created_week == "2026-W40"
    assert [(m.finding, m.after, m.held) for m in back.moves] == [("f1", "a", False), ("f2", "a", True)]
    assert back.undoes == 7


def test_an_undone_split_returns_everything_to_where_it_came_from():
    change = split(theme("a"), held("f1"), {"ja": "固まる", "en": "Freezes"}, "2026-W43")
    old, new = change.after
    back = undo(recorded(change), {old.id: old, new.id: new}, {"f1": new.id, "f9": new.id})
    assert {move.finding: move.after for move in back.moves} == {"f1": "a", "f9": "a"}
    assert [one.merged_into for one in back.after] == [None, "a"]


def test_undoing_takes_back_only_what_the_change_altered():
    hidden = hide(theme("a"))
    now = hidden.after[0].model_copy(update={"title": {"ja": "表が遅い", "en": "Slow"}})
    (after,) = undo(recorded(hidden), {"a": now}, {}).after
    assert (after.hidden, after.title["ja"]) == (False, "表が遅い")


def test_what_was_changed_again_cannot_be_undone_first():
    first = rename(theme("a"), {"ja": "一"})
    second = rename(first.after[0], {"ja": "二"})
    with pytest.raises(UsageError, match="changed again"):
        undo(recorded(first), {"a": second.after[0]}, {})


def test_themes_and_homes_can_be_told_as_they_stood_at_any_moment():
    change = merge(theme("a"), theme("b"), held("f1"))
    begun = rename(theme("a"), {"ja": "一"})
    history = [recorded(begun, 1, 1), recorded(change, 2, 5)]
    then, later = datetime(2026, 11, 3, tzinfo=UTC), datetime(2026, 11, 6, tzinfo=UTC)
    assert as_of(then, history)["a"].merged_into is None
    assert as_of(later, history)["a"].merged_into == "b"
    assert (home_as_of(then, "f1", "b", history), home_as_of(later, "f1", "b", history)) == ("a", "b")
