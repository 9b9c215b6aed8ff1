import pytest

from voc.claims import citations_known, numbers, numbers_known

FACTS = (7, 12, 3, 0.84, "2026-W39", "「410人だぞ」と言われた")


def values(text):
    return [number.value for number in numbers(text)]


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        pytest.param("12 customers, 3 weeks", [12, 3], id="digits"),
        pytest.param(
            "1,200 tickets in 2,5 days", [1200, 2, 5], id="thousands marks, and a comma that is none"
        ),
        pytest.param("１２社から", [12], id="full-width digits"),
        pytest.param("①番の画面", [1], id="circled digits"),
        pytest.param("1\u200b2 customers", [12], id="a zero-width space inside a number"),
        pytest.param("4.5 hours", [4.5], id="decimals"),
        pytest.param("84 % and 84% and 84 percent", [84, 84, 84], id="percentages"),
        pytest.param("5k users, 2 million rows", [5000, 2_000_000], id="English scales"),
        pytest.param("3万5千円と1万2000円", [35_000, 12_000], id="digits with Japanese scales"),
        pytest.param("2割の顧客", [20], id="tenths"),
        pytest.param("2倍に増えた", [2], id="times in digits"),
        pytest.param("2026-W43", [2026, 43], id="a week"),
    ],
)
def test_numbers_in_digits_are_found(prose, expected):
    assert values(prose) == expected


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        pytest.param("三社から二十三件", [3, 23], id="kanji"),
        pytest.param("百二十社と千五百名", [120, 1500], id="hundreds and thousands"),
        pytest.param("二〇二六年", [2026], id="positional"),
        pytest.param("三割の顧客", [30], id="tenths in kanji"),
        pytest.param("一点五倍", [1.5], id="decimals in kanji"),
        pytest.param("十数社、数百件", [10, 100], id="vague counts"),
        pytest.param("約十、第三の画面", [10, 3], id="marked by a word before"),
        pytest.param("ふたつの店舗とふたり", [2, 2], id="hiragana"),
        pytest.param("半数が倍増を訴え、声は倍に", [0.5, 2, 2], id="half and double"),
        pytest.param("過半数", [0.5], id="more than half"),
        pytest.param("十分間待たされ、三十店舗で", [10, 30], id="ten minutes"),
        pytest.param("弐拾社", [20], id="formal numerals"),
    ],
)
def test_numbers_in_japanese_are_found(prose, expected):
    assert sorted(values(prose)) == sorted(expected)


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        pytest.param("twenty-three customers", [23], id="hyphenated"),
        pytest.param("One hundred and five users", [105], id="hundreds with and"),
        pytest.param("three and four", [3, 4], id="two numbers joined by and"),
        pytest.param("half of them doubled", [0.5, 2], id="half and doubled"),
        pytest.param("a third of the customers", [1 / 3], id="a third of"),
        pytest.param("two thirds", [2 / 3], id="two thirds"),
        pytest.param("half a dozen", [0.5, 12], id="half a dozen"),
        pytest.param("twice, tripled, dozens, hundreds", [2, 3, 12, 100], id="lone words"),
        pytest.param("one customer", [1], id="one that counts"),
        pytest.param("one in three", [1, 3], id="one in three"),
        pytest.param("ninety percent", [90], id="percent in words"),
        pytest.param("two million rows", [2_000_000], id="millions in words"),
    ],
)
def test_numbers_in_english_words_are_found(prose, expected):
    assert sorted(values(prose)) == pytest.approx(sorted(expected))


@pytest.mark.parametrize(
    "prose",
    [
        "一部のお客様が一番困っているのは、画面が一時的に固まることです。",
        "十分に検討されておらず、四半期の締めで一括出力が一切できない。",
        "唯一の手段が万一止まると、統一した運用が一般の店舗でできない。",
        "一方、担当者の一人ひとりが再三問い合わせています。",
        "No one of the customers said so; one by one they stopped.",
        "A third party tool was mentioned; the second screen comes first.",
        "Customers wait for the export and lose often a whole morning.",
        "",
    ],
)
def test_words_that_only_look_like_numbers_are_not_numbers(prose):
    assert numbers(prose) == []


@pytest.mark.parametrize(
    "prose",
    [
        "Seven customers said it 12 times, 84 % sure.",
        "七社から１２件の声があり、2026-W39から続いています。",
        "410人の打刻が上がらない。",
        "About 0.8 of them.",
        "No number at all.",
    ],
)
def test_prose_that_keeps_to_the_facts_is_known(prose):
    assert numbers_known(prose, FACTS)


@pytest.mark.parametrize(
    "prose",
    [
        pytest.param("Eight customers said it.", id="a word off by one"),
        pytest.param("八社から12件。", id="a kanji off by one"),
        pytest.param("8５社", id="mixed widths"),
        pytest.param("That doubled.", id="doubled"),
        pytest.param("半数の顧客", id="half"),
        pytest.param("85 %", id="another share"),
        pytest.param("9割の顧客", id="rounded too far"),
        pytest.param("7万社", id="scaled up"),
        pytest.param("twelve hundred customers", id="scaled up in words"),
        pytest.param("1\u2060000 customers", id="an invisible character inside"),
        pytest.param("since 2025-W39", id="another year"),
        pytest.param("0.9 of them", id="another fraction"),
    ],
)
def test_a_foreign_number_is_not_known(prose):
    assert not numbers_known(prose, FACTS)


def test_a_share_said_as_a_count_is_not_known():
    assert not numbers_known("84 customers left", ["84 % of parcels are late"])


def test_a_fall_is_known_without_its_sign():
    assert numbers_known("three fewer than last week", [-3])


@pytest.mark.parametrize(
    ("cites", "known"),
    [
        pytest.param((1, 3), True, id="all given"),
        pytest.param((1, 4), False, id="one was never given"),
        pytest.param((), False, id="none"),
    ],
)
def test_citations_are_known_when_their_quotes_were_given(cites, known):
    assert citations_known(cites, {1, 2, 3}) is known
