"""How English writes numbers: 5k, two million, twenty-three, a dozen, two thirds, half, doubled.

'One' counts only before something that is counted (one customer), since it is mostly a pronoun.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from voc.locale.topics.numbers import Number, Numbers

SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
UNITS = {name: value for value, name in enumerate(SMALL)} | {
    name: 20 + 10 * at for at, name in enumerate(TENS)
}
SCALES = {"hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9}
PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
LONE = {
    0.5: "half halves halved halving",
    2.0: "double doubles doubled doubling twice twofold couple",
    3.0: "triple triples tripled tripling thrice threefold",
    4.0: "quadruple quadrupled fourfold",
    10.0: "tenfold",
    12.0: "dozen dozens",
    100.0: "hundreds",
    1000.0: "thousands",
    10.0**6: "millions",
}
LONE_VALUES = {word: value for value, words in LONE.items() for word in words.split()}
COUNTED = re.compile(
    r"[\s-]+(?:\w+\s+)?(?:account|compan|customer|client|user|team|people|person|ticket|mention|statement|"
    r"complaint|report|case|week|day|month|year|hour|minute|second|percent|per cent|point|time|interview|"
    r"shop|store|clinic|school|in\s)"
)
PERCENT = re.compile(r"\s*(?:%|percent\b|per cent\b)")
PART = re.compile(rf"\b(?:a|an|one)[\s-](?P<part>{'|'.join(PARTS)})\b(?=\s+of\b|\s+more|\s+fewer|\s+less)")
WORD = re.compile(r"[a-z]+")
JOINT = re.compile(r"[\s-]+")


class Word(NamedTuple):
    """A word and its place."""

    text: str
    start: int
    end: int


def in_words(text: str) -> Iterator[Number]:
    """The numbers of a text in NFKC that are written in English words."""
    text = text.casefold()
    for match in PART.finditer(text):
        yield Number(1 / PARTS[match["part"]])
    words = [Word(match[0], match.start(), match.end()) for match in WORD.finditer(text)]
    at = 0
    while at < len(words):
        run = _run(words, at, text)
        if run:
            yield from _number(run, text)
        at += max(len(run), 1)


def _run(words: list[Word], at: int, text: str) -> list[Word]:
    """The words from here on that make up one number."""
    if words[at].text in LONE_VALUES:
        return [words[at]]
    run: list[Word] = []
    for place, word in enumerate(words[at:], start=at):
        if run and not JOINT.fullmatch(text[run[-1].end : word.start]):
            break
        if not (
            word.text in UNITS or word.text in SCALES or _continues(run, word, words[place + 1 : place + 2])
        ):
            break
        run.append(word)
    return run


def _continues(run: list[Word], word: Word, following: list[Word]) -> bool:
    """Whether the word is the 'and' of 'a hundred and five', or the 'thirds' of 'two thirds'."""
    if not run:
        return False
    if word.text == "and":
        return run[-1].text in SCALES and bool(following) and following[0].text in UNITS
    return word.text.removesuffix("s") in PARTS and word.text.endswith("s")


def _number(run: list[Word], text: str) -> Iterator[Number]:
    words, rest = [word.text for word in run], text[run[-1].end :]
    if words == ["one"] and not COUNTED.match(rest):
        return
    if words[0] in SCALES and text[: run[0].start].rstrip()[-1:].isdigit():
        return
    percent = bool(PERCENT.match(rest))
    part = PARTS.get(words[-1].removesuffix("s"))
    if words[0] in LONE_VALUES:
        yield Number(LONE_VALUES[words[0]], percent)
    elif part:
        yield Number(_value(words[:-1]) / part)
    else:
        yield Number(float(_value(words)), percent)


def _value(words: list[str]) -> int:
    total, group = 0, 0
    for word in words:
        if word == "hundred":
            group = (group or 1) * 100
        elif word in SCALES:
            total += (group or 1) * SCALES[word]
            group = 0
        else:
            group += UNITS.get(word, 0)
    return total + group


CONTENT = Numbers(
    scale=r"\s?(?:hundred|thousand|million|billion)\b|[kKmM]\b",
    scales=SCALES | {"k": 10**3, "m": 10**6},
    goes_on=frozenset(),
    shares={r"(?:percent|per cent)\b": 1.0},
    in_words=in_words,
)
