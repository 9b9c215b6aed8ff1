"""Let an engine write a digest's paragraphs, and keep only what the facts bear out."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from voc import claims
from voc.engines.base import Engine, Numbered, ParagraphAsk, Statement
from voc.reports.digest.shape import Complaint, Digest
from voc.types import Evidence, Kind, Language, in_language

ONE = 1
"""'A customer', 一件: true of anything that was said at all."""
PLAIN = {
    "ja": "今週は{customers}組のお客様から{mentions}件の声が届きました。",
    "en": "Heard from {customers} customers in {mentions} statements this week.",
}
PLAIN_SINGLE = "Heard from {customers} customer this week; statements: {mentions}."


class _Paragraph(NamedTuple):
    summary: tuple[str, ...]
    look: tuple[str, ...]
    replaced: int


def with_paragraphs(digest: Digest, engine: Engine, languages: Iterable[Language]) -> Digest:
    """The digest with a paragraph for each complaint in each of the languages.

    A sentence whose numbers are not among the facts, or that cites a quote it was not given or none at
    all, is replaced by a plain one; `Digest.replaced` counts them. Sentences that only repeat the counts
    are left out: every form of the digest shows those beside the title.
    """
    wanted = tuple(languages)
    complaints, replaced = [], dict.fromkeys(wanted, 0)
    for complaint in digest.complaints:
        paragraphs = {language: _paragraph(complaint, engine, language) for language in wanted}
        for language, paragraph in paragraphs.items():
            replaced[language] += paragraph.replaced
        summary = {language: paragraph.summary for language, paragraph in paragraphs.items()}
        look = {language: paragraph.look for language, paragraph in paragraphs.items()}
        prose = {"summary": {**complaint.summary, **summary}, "look": {**complaint.look, **look}}
        complaints.append(complaint.model_copy(update=prose))
    update = {"complaints": tuple(complaints), "replaced": {**digest.replaced, **replaced}}
    return digest.model_copy(update=update)


def _paragraph(complaint: Complaint, engine: Engine, language: Language) -> _Paragraph:
    ask = asked(complaint, language)
    return _checked(ask, complaint, engine.write(ask))


def asked(complaint: Complaint, language: Language) -> ParagraphAsk:
    """The facts a complaint's paragraph is made from."""
    return ParagraphAsk(
        language=language,
        kind=Kind.PAIN,
        title=in_language(complaint.title, language),
        customers=complaint.customers,
        mentions=complaint.mentions,
        customers_before=None if complaint.change is None else complaint.customers - complaint.change,
        first_week=complaint.first_week,
        severity=complaint.severity,
        roles=tuple(role.name for role in complaint.roles),
        quotes=tuple(_numbered(place, quote) for place, quote in enumerate(complaint.quotes, start=1)),
    )


def _numbered(number: int, quote: Evidence) -> Numbered:
    who = " · ".join(part for part in (quote.role, quote.account) if part)
    return Numbered(number=number, text=quote.text, kind=Kind.PAIN, who=who, week=quote.week)


def _checked(ask: ParagraphAsk, complaint: Complaint, statements: Sequence[Statement]) -> _Paragraph:
    facts, quotes = _facts(ask, complaint), {quote.number for quote in ask.quotes}
    summary: list[str] = []
    look: list[str] = []
    replaced = 0
    for statement in statements:
        if statement.part == "count":
            continue
        if _stands(statement, facts, quotes):
            (look if statement.part == "look" else summary).append(statement.text.strip())
            continue
        if not replaced:
            summary.append(_plain(ask))
        replaced += 1
    return _Paragraph(tuple(summary), tuple(look), replaced)


def _stands(statement: Statement, facts: Sequence[claims.Fact], quotes: set[int]) -> bool:
    """Numbers alone may stand without a citation; any other sentence needs a customer's words."""
    if not statement.text.strip() or not claims.numbers_known(statement.text, [*facts, len(statement.cites)]):
        return False
    counted = bool(claims.numbers(statement.text)) and not statement.cites
    return counted or claims.citations_known(statement.cites, quotes)


def _facts(ask: ParagraphAsk, complaint: Complaint) -> list[claims.Fact]:
    facts: list[claims.Fact] = [
        ask.title,
        ONE,
        ask.customers,
        ask.mentions,
        ask.first_week,
        ask.severity,
        *ask.roles,
        *(quote.text for quote in ask.quotes),
        *(f"{quote.who} {quote.week}" for quote in ask.quotes),
        *(tally.customers for tally in (*complaint.roles, *complaint.segments)),
    ]
    ratio = [ask.customers / ask.customers_before] if ask.customers_before else []
    changes = (ask.customers_before or 0, abs(complaint.change or 0), *(r for r in ratio if r.is_integer()))
    return [*facts, *changes]


def _plain(ask: ParagraphAsk) -> str:
    form = PLAIN_SINGLE if ask.language == "en" and ask.customers == 1 else PLAIN[ask.language]
    return form.format(customers=ask.customers, mentions=ask.mentions)
