import pytest

from voc import roles


@pytest.mark.parametrize(
    ("title", "family"),
    [
        pytest.param("代表取締役", "executive", id="a president"),
        pytest.param("podiatrist, sole owner", "executive", id="an owner with a trade"),
        pytest.param("CFO", "finance", id="a chief of finance is finance"),
        pytest.param("経理課", "finance", id="ja finance"),
        pytest.param("情シス", "it", id="ja IT"),
        pytest.param("IT Operations", "it", id="en IT"),
        pytest.param("Senior SRE", "engineering", id="an engineer"),
        pytest.param("社労士", "partner", id="an adviser"),
        pytest.param("総務部長", "office", id="a function goes before a rank"),
        pytest.param("店長", "manager", id="a rank alone"),
        pytest.param("Ｗａｒｅｈｏｕｓｅ  Lead", "manager", id="full width"),
        pytest.param("receptionist", "user", id="hands-on"),
        pytest.param("保護者(中3の母)", "household", id="a household"),
        pytest.param("高校3年生", "learner", id="a student"),
        pytest.param("astronaut", None, id="nobody knows"),
    ],
)
def test_a_title_is_folded_into_its_family(title, family):
    found = roles.family(title)
    assert (found.id if found else None) == family


def test_a_family_has_a_name_in_both_languages():
    assert all(family.named("ja") != family.named("en") for family in roles.families())


def test_an_english_word_inside_another_is_no_title():
    assert roles.family("pitcher") is None  # holds `it`


def test_a_project_adds_titles_to_a_family_or_makes_its_own():
    own = {"executive": ("若旦那",), "番頭": ("番頭",)}
    assert roles.family("若旦那", own).id == "executive"
    assert roles.family("大番頭", own) == ("番頭", "番頭", "番頭")


@pytest.mark.parametrize("title", [None, "", " ", "不明", "N/A", "-", "Unknown"])
def test_a_word_for_unknown_is_no_title(title):
    assert not roles.known(title)
