"""Recognisers of speech that got stuck write one line or sentence again and again: it is read once.

The same happens at silence (`ご視聴ありがとうございました`) and within one segment. Somebody who says a
thing twice, or `はい` three times, did say it so.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from voc.ingest.transcripts.captions import SpokenLine

LEAST = 4
"""From how many times in a row on a line is a loop; set by judgement."""
LEAST_SHORT = 8
SHORT = 6
"""Up to how many characters it may be a mere `はい`."""
PERIOD = 3
"""How many lines a loop may go through before it begins again; set by judgement."""
SENTENCES = re.compile(r"(?<=[。．.!?！？])\s*(?=\S)")


class Straightened(NamedTuple):
    """Lines without their loops, and how often each looped line stood."""

    lines: list[SpokenLine]
    loops: dict[str, int]


def straighten(lines: Sequence[SpokenLine]) -> Straightened:
    """Read each loop once."""
    loops: dict[str, int] = {}
    whole = [line._replace(text=_sentences(line.text, loops)) for line in lines]
    return Straightened(_once(whole, loops), loops)


def _once(lines: Sequence[SpokenLine], loops: dict[str, int]) -> list[SpokenLine]:
    """The lines with each loop once; how often it stood is noted."""
    found: list[SpokenLine] = []
    at = 0
    while at < len(lines):
        period, times = _loop(lines, at)
        found += lines[at : at + period]
        if times > 1:
            loops[lines[at].text] = max(times, loops.get(lines[at].text, 0))
        at += period * times
    return found


def _loop(lines: Sequence[SpokenLine], at: int) -> tuple[int, int]:
    """After how many lines they repeat from here on, and how often; `(1, 1)` where they do not."""
    for period in range(1, PERIOD + 1):
        block = [(line.speaker, line.text) for line in lines[at : at + period]]
        times = 1
        while _same(lines, at + times * period, block):
            times += 1
        if times >= _least(" ".join(text for _, text in block)):
            return period, times
    return 1, 1


def _same(lines: Sequence[SpokenLine], at: int, block: Sequence[tuple[str, str]]) -> bool:
    return len(lines) >= at + len(block) and all(
        (line.speaker, line.text) == said
        for line, said in zip(lines[at : at + len(block)], block, strict=False)
    )


def _least(text: str) -> int:
    return LEAST_SHORT if len(text) <= SHORT else LEAST


def _sentences(text: str, loops: dict[str, int]) -> str:
    """A line without the sentences that it repeats."""
    parts = SENTENCES.split(text)
    if len(parts) < LEAST:
        return text
    kept = _once([SpokenLine("", part) for part in parts], loops)
    return text if len(kept) == len(parts) else " ".join(line.text for line in kept)
