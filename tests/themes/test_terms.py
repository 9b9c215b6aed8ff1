"""A product's own terms are nouns that one theme's customers share and the others do not use."""

from voc.themes.terms import Terms
from voc.themes.types import ThemeMember
from voc.types import Kind

SHIFTS = ("シフト表が開かない", "シフト表の表示が遅い", "今朝もシフト表で待たされた")
BILLS = ("請求書の宛名が違う", "請求書が二通届いた", "所長の名前が請求書にない")
WEBHOOKS = (
    "Your webhooks arrive twice",
    "the webhook is retried for hours",
    "We lost an order because a webhook never came",
)
EXPORTS = (
    "The export leaves out the last column",
    "our CSV export stops at 10,000 rows",
    "An export takes an hour",
)


def told(*groups, language="ja", customers=None):
    texts = [text for group in groups for text in group]
    return [
        ThemeMember(
            id=f"f{at}",
            kind=Kind.PAIN,
            text=text,
            language=language,
            customer=f"A{at}" if customers is None else customers,
        )
        for at, text in enumerate(texts)
    ]


def test_a_theme_s_own_noun_comes_first_in_japanese():
    statements = told(SHIFTS, BILLS)
    assert Terms(statements).of(statements[:3], "ja")[0] == "シフト表"
    assert Terms(statements).of(statements[3:], "ja")[0] == "請求書"


def test_a_theme_s_own_noun_comes_first_in_english():
    statements = told(WEBHOOKS, EXPORTS, language="en")
    assert Terms(statements).of(statements[:3], "en")[0].startswith("webhook")
    assert Terms(statements).of(statements[3:], "en")[0].startswith("export")


def test_people_and_times_are_no_terms():
    statements = told(SHIFTS, BILLS)
    found = {term for group in (statements[:3], statements[3:]) for term in Terms(statements).of(group, "ja")}
    assert not found & {"所長", "今朝", "名前"}


def test_what_everybody_says_is_no_term():
    everywhere = told([f"トキトコの{text}" for text in SHIFTS], [f"トキトコの{text}" for text in BILLS])
    assert "トキトコ" not in Terms(everywhere).of(everywhere[:3], "ja")


def test_one_customer_alone_makes_no_term_among_several():
    statements = told(SHIFTS, ("温泉が寒い", "温泉がぬるい"))
    mixed = [*statements[:3], *(one.model_copy(update={"customer": "A9"}) for one in statements[3:])]
    assert "温泉" not in Terms(mixed).of(mixed, "ja")


def test_the_order_in_which_statements_come_changes_nothing():
    statements = told(SHIFTS, BILLS)
    assert Terms(statements).of(statements[:3], "ja") == Terms(statements[::-1]).of(statements[2::-1], "ja")


def test_short_forms_keep_their_capitals():
    statements = told(EXPORTS, ("the CSV has no header", "a CSV opens garbled"), WEBHOOKS, language="en")
    assert "CSV" in Terms(statements).of(statements[3:5], "en")
