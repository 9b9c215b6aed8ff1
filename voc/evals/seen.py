"""Which labelled sets the local engine has learnt from: its scores on those are too good."""

import re
from functools import cache
from importlib.resources import files

CARD = "MODEL_CARD.md"
SOURCE = re.compile(r"^\| (?P<name>[\w-]+) \| [\d,]+ \| [\d,]+ \| [\d,]+ \|$", re.MULTILINE)


@cache
def learnt_from() -> frozenset[str]:
    """The sets' names, as the shipped model's card lists them; empty without a card."""
    card = files("voc.engines.local").joinpath(CARD)
    if not card.is_file():
        return frozenset()
    return frozenset(found["name"] for found in SOURCE.finditer(card.read_text(encoding="utf-8")))


def note(engine: str, name: str) -> str | None:
    """What a reader of the scores must know, when the local engine knows the set."""
    if not engine.startswith("local") or name not in learnt_from():
        return None
    return f"{name}: the local engine has learnt from a set of this name; its scores here are too good"
