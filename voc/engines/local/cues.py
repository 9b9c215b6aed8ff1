"""Words that show what a sentence does: wishes, asks, compares, remembers, takes leave.

The concepts of `voc.lexicon` say what a sentence is about; the cues of `cues.yaml` say what it does
with it. Both are features of the local model, in both languages at once.
"""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import yaml

from voc.lexicon import Lexicon, Names, words
from voc.text import fold_words


@cache
def load() -> Lexicon:
    """The cues that ship with voc."""
    text = files("voc.engines.local").joinpath("cues.yaml").read_text(encoding="utf-8")
    rows = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    names = {name: Names(name, name) for name in rows}
    ja = _gather((fold_words(term), name) for name, row in rows.items() for term in row.get("ja", ()))
    en = _gather((_spelled(term), name) for name, row in rows.items() for term in row.get("en", ()))
    return Lexicon(names, ja, en)


def _spelled(term: str) -> str:
    return " ".join(words(term)) + ("*" if term.endswith("*") else "")


def _gather(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for term, name in pairs:
        found.setdefault(term, set()).add(name)
    return {term: frozenset(names) for term, names in found.items()}
