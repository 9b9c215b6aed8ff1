import pytest

from voc import roles
from voc.locale import LANGUAGES


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
        pytest.param("coordinator", "manager", id="`coo` is no part of a coordinator"),
        pytest.param("doctor", "care", id="`cto` is no part of a doctor"),
        pytest.param("contractor", None, id="`cto` is no part of a contractor"),
        pytest.param("Cooking instructor", "teaching", id="`coo` begins no other word"),
        pytest.param("ＣＴＯ室", "executive", id="Latin letters beside Japanese"),
        pytest.param("新規 事業 CxO", "executive", id="Latin letters after Japanese"),
        pytest.param("D X 推進室", None, id="letters set apart are no word"),
        pytest.param("DX 推 進 室", "it", id="spacing within Japanese"),
    ],
)
def test_a_title_is_folded_into_its_family(title, family):
    found = roles.family(title)
    assert (found.id if found else None) == family


def test_a_family_has_a_name_in_both_languages():
    families = [roles.family(title) for title in ("社長", "CFO", "developer", "nurse", "店長")]
    assert len({family.id for family in families}) == 5
    assert all(set(family.names) == set(LANGUAGES) for family in families)
    assert all(family.names["ja"] != family.names["en"] for family in families)


def test_an_english_word_inside_another_is_no_title():
    assert roles.family("pitcher") is None  # holds `it`


def test_a_project_adds_titles_to_a_family_or_makes_its_own():
    own = {"executive": ("若旦那",), "番頭": ("番頭",)}
    assert roles.family("若旦那", own).id == "executive"
    assert roles.family("大番頭", own) == ("番頭", {"ja": "番頭", "en": "番頭"})


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param("Head of Store Ops", "shops", id="its own words"),
        pytest.param("Store  ops", "shops", id="another spacing"),
        pytest.param("Bookstore opsman", None, id="words inside other words"),
        pytest.param("Restockers", "shops", id="an open end"),
    ],
)
def test_a_projects_own_titles_match_as_whole_words(title, expected):
    found = roles.family(title, {"shops": ("store ops", "restock*")})
    assert (found.id if found else None) == expected


@pytest.mark.parametrize("title", [None, "", " ", "不明", "N/A", "-", "Unknown"])
def test_a_word_for_unknown_is_no_title(title):
    assert not roles.known(title)
