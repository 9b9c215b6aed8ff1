"""A second look at doubtful pairs of themes, where the engine can compare."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from voc.engines.base import Comparing, Engine, SameAsk
from voc.store.store import Store
from voc.themes.second import Pair, SecondLook
from voc.types import Theme

QUOTES = 4


def second_look(engine: Engine, store: Store, themes: Mapping[str, Theme]) -> SecondLook | None:
    """How the engine decides doubtful pairs; None for an engine that cannot."""
    if not isinstance(engine, Comparing):
        return None
    same: Callable[[Sequence[SameAsk]], list[bool]] = engine.same

    def look(pairs: Sequence[Pair]) -> list[bool]:
        said: dict[str, list[str]] = defaultdict(list)
        for placed in store.findings.newest([pair.theme for pair in pairs if pair.theme], QUOTES):
            said[placed.theme or ""].append(placed.finding.quote.text)
        return same([_ask(pair, said, themes) for pair in pairs])

    return look


def _ask(pair: Pair, said: Mapping[str, Sequence[str]], themes: Mapping[str, Theme]) -> SameAsk:
    language = pair.one[0].language
    known = themes.get(pair.theme or "")
    other = [*(statement.text for statement in pair.other), *said.get(pair.theme or "", ())]
    return SameAsk(
        kind=pair.one[0].kind,
        language=language,
        title=known.title(language) if known else "",
        one=tuple(statement.text for statement in pair.one[:QUOTES]),
        other=tuple(other[:QUOTES]),
    )
