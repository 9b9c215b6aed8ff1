import numpy as np
import pytest

from voc.index.local_embedder import LocalEmbedder
from voc.themes.assign import KnownTheme, says
from voc.themes.discover import clusters, place
from voc.themes.types import ThemeMember, theme_id
from voc.types import Kind

EMBEDDER = LocalEmbedder()
SLOW = (
    "シフト表がくるくるして開かない",
    "勤務表を開くのに一分かかる",
    "シフト表の表示が遅い",
    "シフト表が重くて開けない",
)
PRICE = ("値上げの理由がわからない", "急な値上げに納得できない", "値上げ幅が大きすぎる", "来年の値上げは困る")
MAIL = (
    "通知メールが多すぎる",
    "同じ通知が一日に十通も来る",
    "通知が多くて大事なものが埋もれる",
    "夜中に通知が来る",
)


def statement(text, number, kind=Kind.PAIN, week="2026-W40", **more):
    return ThemeMember(id=f"f{number:04}", kind=kind, text=text, week=week, language="ja", **more)


def told(*groups, start=0, **more):
    texts = [text for group in groups for text in group]
    return [statement(text, number, **more) for number, text in enumerate(texts, start)]


def themes_of(statements, known=()):
    return {row.statement: row.theme for row in place(statements, known, EMBEDDER).placements}


def as_known(statements, themes):
    groups = {}
    for row in statements:
        groups.setdefault(themes[row.id], []).append(row)
    return [
        KnownTheme(id=theme, kind=group[0].kind, statements=tuple(group)) for theme, group in groups.items()
    ]


def test_statements_about_one_thing_share_a_theme_and_others_do_not():
    found = list(themes_of(told(SLOW, PRICE, MAIL)).values())
    for group in (found[:4], found[4:8], found[8:]):
        assert max(group.count(theme) for theme in group) >= 3
    assert len({found[0], found[4], found[8]}) == 3


def test_every_statement_is_placed_once_in_the_order_given():
    statements = told(SLOW, PRICE, MAIL)
    placed = place(statements, (), EMBEDDER).placements
    assert [row.statement for row in placed] == [row.id for row in statements]
    assert all(0 <= row.nearness <= 1 for row in placed)


def test_the_order_in_which_statements_come_changes_nothing():
    statements = told(SLOW, PRICE, MAIL)
    assert themes_of(statements) == themes_of(statements[::-1])


def test_kinds_never_share_a_theme():
    found = themes_of([statement("シフト表が遅い", 1), statement("シフト表が遅い", 2, Kind.REQUEST)])
    assert found["f0001"].startswith("pain-") and found["f0002"].startswith("request-")


def test_the_id_comes_from_the_oldest_statement_and_the_kind():
    found = themes_of([statement("シフト表が遅い", 2), statement("シフト表が遅い", 1, week="2026-W41")])
    assert set(found.values()) == {theme_id(Kind.PAIN, "f0002")}


def test_new_statements_go_to_the_theme_that_is_known():
    before = told(SLOW, PRICE, MAIL)
    known = as_known(before, themes_of(before))
    home = themes_of(before)
    new = [statement("シフト表の画面が開くまで長い", 50), statement("今度の値上げは高すぎる", 51)]
    found = themes_of([row.model_copy(update={"week": "2026-W41"}) for row in new], known)
    assert found == {"f0050": home["f0000"], "f0051": home["f0004"]}


def test_what_no_theme_takes_becomes_a_theme_of_its_own():
    before = told(SLOW, PRICE)
    known = as_known(before, themes_of(before))
    found = themes_of([statement("プリンターのラベルがずれて印刷される", 60)], known)
    assert found["f0060"] == theme_id(Kind.PAIN, "f0060")


def test_known_themes_are_never_joined_even_when_they_are_the_same():
    one, other = told(SLOW[:2]), told(SLOW[2:], start=10)
    known = [
        KnownTheme(id=name, kind=Kind.PAIN, statements=tuple(row)) for name, row in (("a", one), ("b", other))
    ]
    assert set(themes_of(told(SLOW, start=20), known).values()) <= {"a", "b"}


def test_nothing_new_changes_nothing():
    before = told(SLOW)
    assert place([], as_known(before, themes_of(before)), EMBEDDER).placements == ()
    assert place([], [], EMBEDDER).placements == ()


def test_a_person_s_own_words_decide():
    own = KnownTheme(id="mine", kind=Kind.PAIN, words=("値上げ", "price rise"))
    found = themes_of(told(SLOW, PRICE), [own])
    assert [theme for theme in found.values()][4:] == ["mine"] * 4
    assert "mine" not in list(found.values())[:4]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        pytest.param("The PRICE-rise hurts", "price rise", True, id="case and hyphen"),
        pytest.param("the prices rise again", "price rise", False, id="not the whole words"),
        pytest.param("we can’t log in", "cannot log in", True, id="another spelling of a negation"),
        pytest.param("ﾛｸﾞｲﾝできない", "ログイン", True, id="half-width katakana"),
        pytest.param("ログインできない", "退会", False, id="another word"),
    ],
)
def test_a_person_s_words_are_found_however_they_are_typed(text, words, expected):
    assert says(text, words) is expected


def test_weeks_fed_one_by_one_give_nearly_the_themes_of_one_run():
    groups = (SLOW, PRICE, MAIL)
    weeks = [
        [statement(group[week], 10 * week + at, week=f"2026-W4{week}") for at, group in enumerate(groups)]
        for week in range(4)
    ]
    known, found = [], {}
    for rows in weeks:
        found |= themes_of(rows, known)
        known = as_known([row for other in weeks for row in other if row.id in found], found)
    at_once = themes_of([row for rows in weeks for row in rows])
    pairs = [(a, b) for a in found for b in found if a < b]
    agree = [(found[a] == found[b]) == (at_once[a] == at_once[b]) for a, b in pairs]
    assert np.mean(agree) > 0.85


def test_average_linkage_agrees_with_the_textbook():
    from scipy.cluster.hierarchy import fcluster, linkage

    points = np.random.default_rng(4).normal(size=(60, 8)).astype(np.float32)
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    alike = points @ points.T
    upper = 2.0 - alike[np.triu_indices(60, 1)].astype(float)
    expected = fcluster(linkage(upper, "average"), 2.0 - 0.2, "distance")
    ours = clusters(alike, 0.2)
    same = expected[:, None] == expected[None, :]
    assert ((ours[:, None] == ours[None, :]) == same).all()


@pytest.mark.parametrize("count", [0, 1, 2], ids=["none", "one", "two"])
def test_few_points_are_clustered_too(count):
    assert len(clusters(np.eye(count, dtype=np.float32), 0.5)) == count


def test_thousands_of_statements_are_placed_in_seconds():
    words = ["画面", "印刷", "請求", "予約", "通知", "在庫", "配送", "研修"]
    faults = ["が遅い", "が止まる", "が間違っている", "が多すぎる", "が見つからない"]
    many = [statement(f"{words[n % 8]}{faults[n % 5]} {n}", n) for n in range(2_000)]
    assert len(set(themes_of(many).values())) < 400
