"""Numbers and dates that their own label calls personal: 運転免許証番号, passport number, 生年月日.

Nothing in their shape tells them from an order's number; the label before them does, also over a line break
or a table's rule.
"""

from collections.abc import Iterator

from voc.ingest.masking.numbers import PersonalHit
from voc.locale import locales


def find(text: str) -> Iterator[PersonalHit]:
    """What stands behind such a label, in folded text."""
    lowered = text.lower()
    for tongue in locales():
        words = tongue.personal_numbers
        if not words.signs.search(lowered):
            continue
        for kind, patterns in (("document number", words.numbers), ("birth date", words.births)):
            for pattern in patterns:
                for match in pattern.finditer(text):
                    for group in pattern.groupindex:
                        yield PersonalHit(*match.span(group), kind)
