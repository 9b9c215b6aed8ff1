import pytest

from voc.index.local_embedder import LocalEmbedder
from voc.themes.titles import clearest, distinct, title_ask
from voc.themes.types import ThemeMember
from voc.types import Kind, Theme

EMBEDDER = LocalEmbedder()


def statement(number, text, customer="A01", **more):
    fields = {"kind": Kind.PAIN, "language": "ja", "week": "2026-W40"} | more
    return ThemeMember(id=f"f{number:03}", text=text, customer=customer, **fields)


SLOW = (
    statement(1, "シフト表の表示が遅くて困っています", "A01"),
    statement(2, "シフト表がくるくるして開かない", "A02"),
    statement(3, "遅い", "A03"),
    statement(4, "シフト表の表示が遅くて困っています。", "A04"),
    statement(5, "シフト表を開くのに一分かかる", "A01"),
    statement(
        6,
        "ところで先週の研修ではお世話になりました、皆さまによろしくお伝えください、また来月の件も後日ご連絡します",
        "A05",
    ),
)


def test_the_clearest_quotes_are_representative_and_not_copies_of_each_other():
    chosen = [row.id for row in clearest(SLOW, EMBEDDER, 3)]
    assert not {"f001", "f004"} <= set(chosen)
    assert "f006" not in chosen and "f003" not in chosen


def test_the_clearest_quotes_come_from_different_customers_while_there_are_any():
    same = [row.model_copy(update={"customer": "A01"}) for row in SLOW[:2]]
    other = statement(9, "シフト表がなかなか表示されない", "A02")
    chosen = clearest([*same, other], EMBEDDER, 2)
    assert {row.customer for row in chosen} == {"A01", "A02"}
    assert len(clearest(same, EMBEDDER, 2)) == 2


def test_the_order_in_which_statements_come_changes_nothing():
    assert clearest(SLOW, EMBEDDER) == clearest(SLOW[::-1], EMBEDDER)


def test_no_statements_have_no_clearest_quote_and_no_name():
    assert clearest([], EMBEDDER) == ()
    with pytest.raises(ValueError, match="without statements"):
        title_ask([], EMBEDDER)


def test_the_ask_carries_kind_language_numbered_quotes_and_common_topics():
    ask = title_ask(SLOW, EMBEDDER, ["シフト表", "速度", "シフト表"])
    assert (ask.kind, ask.language) == (Kind.PAIN, "ja")
    assert [quote.number for quote in ask.quotes] == list(range(1, len(ask.quotes) + 1))
    assert ask.topics == ("シフト表", "速度")


def theme(id_, title, area=""):
    titles = {"title": {"ja": title, "en": title}, "area": {"ja": area, "en": area}}
    return Theme(id=id_, kind=Kind.PAIN, created_week="2026-W40", **titles)


def test_no_two_new_themes_are_called_the_same():
    fresh = [theme("b", "Noise", "Devices"), theme("c", "Noise", "Devices"), theme("d", "Devices", "Devices")]
    named = distinct(fresh, [theme("a", "Noise"), theme("e", "Devices")])
    assert [one.title["en"] for one in named] == [
        "Noise (Devices)",
        "Noise (since 2026-W40)",
        "Devices (since 2026-W40)",
    ]
    assert distinct([theme("f", "Slow")], [theme("a", "Noise")])[0].title["en"] == "Slow"
