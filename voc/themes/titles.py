"""What a theme is called and which area it belongs to: its clearest quotes, and the ask for a title."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
import yaml
from numpy.typing import NDArray

from voc.engines.base import Numbered, TitleAsk
from voc.index.embedders import Embedder
from voc.lexicon import Lexicon, Names
from voc.locale import LANGUAGES, locale
from voc.themes.types import ThemeMember
from voc.types import Kind, Language, Texts, Theme

DUPLICATE = 0.85
CALM_LENGTH: dict[Language, int] = {"ja": 28, "en": 75}
STATEMENTS = 400
IN_BRACKETS: dict[Language, str] = {"ja": "（{}）", "en": " ({})"}


def clearest(statements: Sequence[ThemeMember], embedder: Embedder, most: int = 3) -> tuple[ThemeMember, ...]:
    """The quotes that show best what a theme is about, from different customers where possible.

    A quote is clear when it is like the others, neither clipped nor long, and the kind is sure.
    Near-copies of a chosen quote are passed over; a second quote of a customer comes only when there
    are no more customers. Looks at the newest few hundred statements.
    """
    recent = sorted(statements, key=lambda s: (s.week, s.id))[-STATEMENTS:]
    if not recent:
        return ()
    rows = embedder.embed([statement.text for statement in recent])
    alike = rows @ rows.T
    merit = alike.mean(axis=1) + np.array([_clarity(statement) for statement in recent])
    order = sorted(range(len(recent)), key=lambda at: (-merit[at], recent[at].id))
    chosen: list[int] = []
    for again in (False, True):
        for at in order:
            if len(chosen) < most and at not in chosen and _adds(at, chosen, recent, alike, again):
                chosen.append(at)
    return tuple(recent[at] for at in chosen)


def title_ask(statements: Sequence[ThemeMember], embedder: Embedder, topics: Sequence[str] = ()) -> TitleAsk:
    """What an engine needs to name a theme; `topics` are those its findings carry, one per finding.

    Raises:
        ValueError: without a statement.

    """
    if not statements:
        raise ValueError("a theme without statements has no name")
    languages = Counter(statement.language for statement in statements)
    return TitleAsk(
        kind=statements[0].kind,
        language=max(languages, key=lambda language: (languages[language], language)),
        quotes=tuple(
            Numbered(number=number, text=statement.text, kind=statement.kind, week=statement.week)
            for number, statement in enumerate(clearest(statements, embedder, 8), start=1)
        ),
        topics=tuple(topic for topic, _ in Counter(topics).most_common(8)),
    )


def distinct(fresh: Sequence[Theme], known: Iterable[Theme]) -> list[Theme]:
    """The new themes, each with a title of its own among those of its kind.

    Where two are called the same, the area is added, or the week since which the theme is heard; two of one
    week that share that too keep one title, for a number behind it would say nothing.
    """
    taken = {(theme.kind, title) for theme in known for title in theme.title.values()}
    named: list[Theme] = []
    for theme in fresh:
        titles = {language: _free(theme, language, taken) for language in theme.title}
        taken |= {(theme.kind, title) for title in titles.values()}
        named.append(theme.model_copy(update={"title": titles}))
    return named


def _free(theme: Theme, language: Language, taken: Collection[tuple[Kind, str]]) -> str:
    title, area = theme.title[language], theme.area.get(language, "")
    longer = [title]
    if area and area.casefold() not in title.casefold():
        longer.append(title + IN_BRACKETS[language].format(area))
    longer.append(locale(language).titles.apart.format(title=title, week=theme.created_week))
    return next((name for name in longer if (theme.kind, name) not in taken), longer[-1])


def _adds(
    at: int, chosen: Sequence[int], statements: Sequence[ThemeMember], alike: NDArray[np.float32], again: bool
) -> bool:
    """Whether a quote says something the chosen ones do not, from somebody else unless `again`."""
    if any(alike[at, other] > DUPLICATE or _same_words(statements, at, other) for other in chosen):
        return False
    customer = statements[at].customer
    return again or not customer or all(statements[other].customer != customer for other in chosen)


def _same_words(statements: Sequence[ThemeMember], at: int, other: int) -> bool:
    return statements[at].text.casefold().split() == statements[other].text.casefold().split()


def _clarity(statement: ThemeMember) -> float:
    """A bonus for a quote of a readable length whose kind is sure, on the scale of likeness."""
    calm = CALM_LENGTH[statement.language]
    length = max(len(statement.text), 1)
    return 0.06 * min(length / calm, calm / length) + 0.04 * statement.confidence


LEAST_SHARE = 0.4


class Leaning(NamedTuple):
    """An area and how many statements touch it."""

    statements: int
    area: Names


def area(told: Sequence[ThemeMember], named: Sequence[str], lexicon: Lexicon) -> Texts:
    """The area in both languages; empty where most statements touch none.

    `named` are the areas that an engine gave the statements, in its own words. Ties go to the area
    that comes first in `areas.yaml`, or in the alphabet.
    """
    if 2 * len(named) >= len(told) and named:
        often = Counter(named)
        first = min(often, key=lambda name: (-often[name], name))
        return dict.fromkeys(LANGUAGES, first)
    touched = Counter(known for statement in told for known in _touched(statement, lexicon))
    leanings = [Leaning(touched[known], known) for known in dict.fromkeys(families().values())]
    best = max(leanings, key=lambda leaning: leaning.statements)
    if best.statements < max(1.0, LEAST_SHARE * len(told)):
        return {}
    return {"ja": best.area.ja, "en": best.area.en}


def _touched(statement: ThemeMember, lexicon: Lexicon) -> set[Names]:
    """Areas of what the quote touches, or else its subject line."""
    return touched(statement.text, lexicon) or touched(statement.subject, lexicon)


@cache
def families() -> Mapping[str, Names]:
    """For each family of concepts (what stands before the dot) its area in both languages."""
    text = files("voc").joinpath("areas.yaml").read_text(encoding="utf-8")
    return {family: Names(row["ja"], row["en"]) for row in yaml.safe_load(text) for family in row["of"]}


def touched(text: str, lexicon: Lexicon) -> set[Names]:
    """The areas that a text touches."""
    found = {concept.partition(".")[0] for concept in lexicon.concepts(text)} & families().keys()
    return {families()[family] for family in found}
