"""Product areas: what the families of the lexicon's concepts are called where nobody names areas."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

from voc.lexicon import Lexicon, Names


@cache
def families() -> Mapping[str, Names]:
    """For each family of concepts (what stands before the dot) its area in both languages."""
    text = files("voc").joinpath("areas.yaml").read_text(encoding="utf-8")
    return {family: Names(row["ja"], row["en"]) for row in yaml.safe_load(text) for family in row["of"]}


def touched(text: str, lexicon: Lexicon) -> set[Names]:
    """The areas that a text touches."""
    found = {concept.partition(".")[0] for concept in lexicon.concepts(text)} & families().keys()
    return {families()[family] for family in found}
