import pytest

from voc.errors import UsageError
from voc.themes.lineage import current, merge, pin, rename, split
from voc.types import Kind, Theme


def theme(id_, kind=Kind.PAIN, week="2026-W40", into=None):
    return Theme(id=id_, kind=kind, title_ja="遅い", title_en="Slow", created_week=week, merged_into=into)


def test_renaming_pins_the_title_and_keeps_the_other_language():
    (after,) = rename(theme("a"), ja="シフト表が遅い").themes
    assert (after.title_ja, after.title_en, after.pinned) == ("シフト表が遅い", "Slow", True)


def test_a_pin_can_be_taken_off_again():
    (pinned,) = pin(theme("a")).themes
    (free,) = pin(pinned, False).themes
    assert pinned.pinned and not free.pinned


def test_a_merged_theme_points_to_the_one_that_took_over():
    change = merge(theme("a", week="2026-W39"), theme("b"), findings=("f2", "f1"))
    gone, kept = change.themes
    assert gone.merged_into == "b"
    assert kept.created_week == "2026-W39"
    assert change.moved == {"f1": "b", "f2": "b"}


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
        merge(source, target)


def test_a_split_makes_a_new_theme_whose_id_does_not_depend_on_order():
    one = split(theme("a"), ["f2", "f1"], "固まる", "Freezes", "2026-W43")
    two = split(theme("a"), ["f1", "f2"], "固まる", "Freezes", "2026-W43")
    assert one == two
    old, new = one.themes
    assert old.id == "a" and new.id.startswith("pain-") and new.id != "a"
    assert one.moved == {"f1": new.id, "f2": new.id}


def test_nothing_to_split_or_rename_is_an_error():
    with pytest.raises(UsageError):
        split(theme("a"), [], "固まる", "Freezes", "2026-W43")
    with pytest.raises(UsageError):
        rename(theme("a"))


def test_the_current_theme_is_found_through_any_number_of_merges():
    themes = {"a": theme("a", into="b"), "b": theme("b", into="c"), "c": theme("c")}
    assert current("a", themes) == "c"
    assert current("unknown", themes) == "unknown"
