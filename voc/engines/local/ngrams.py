"""Texts -> hashed n-grams of characters and words, all texts of a batch in one sweep of NumPy.

Every text is laid out in one long array of code points between a begin and an end sign; a rolling
polynomial hash gives all runs of n code points at once (Karp and Rabin 1987), and a sum over each
word's letters gives its hash. Hashes fall into buckets (Weinberger et al. 2009). Nothing here
depends on a vocabulary, so that Japanese needs no tokenizer.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from voc.text import nfkc

BITS = 20
BUCKETS = 2 << BITS
"""Half for characters, half for words."""

CHARS = (1, 2, 3, 4, 5)
WORDS = (1, 2, 3)
BEGIN, END = 2, 3

Matrix = NDArray[np.float32]

_PLANE = 1 << 16
_EMOJI = 0x1F600 & 0xFFFF
_BASE = np.uint64(0x9E3779B97F4A7C15)
_ODD = np.uint64(0xD6E8FEB86659FD93)
_SHIFT = np.uint64(29)
_POWERS = 64


class NgramHits(NamedTuple):
    """Where n-grams fall: parallel arrays, rows ascending."""

    bucket: NDArray[np.uint32]
    """Bucket of each n-gram, below `BUCKETS`."""

    row: NDArray[np.int32]
    """Index of the text it stands in."""


class Layout(NamedTuple):
    """All texts of a batch in one array."""

    codes: NDArray[np.uint64]
    """Folded code points: digits are one sign, widths and cases are one."""

    row: NDArray[np.int32]
    """Index of the text each code belongs to."""


@cache
def _folding() -> NDArray[np.uint64]:
    """A table from code point to folded code point."""
    table = np.arange(_PLANE, dtype=np.uint64)
    for code in range(_PLANE):
        sign = chr(code)
        if sign.isdigit():
            table[code] = ord("0")
        elif sign.isspace():
            table[code] = ord(" ")
        elif 0xD800 > code or code > 0xDFFF:
            folded = nfkc(sign).lower()
            table[code] = ord(folded) if len(folded) == 1 else code
    for sign, plain in {
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "–": "-",
        "—": "-",
        "～": "~",
        "〜": "~",
    }.items():
        table[ord(sign)] = ord(plain)
    return table


@cache
def _scripts() -> NDArray[np.uint8]:
    """A table from folded code point to 0 nothing, 1 Latin or digit, 2 hiragana, 3 katakana, 4 kanji."""
    table = np.zeros(_PLANE, dtype=np.uint8)
    for code in range(_PLANE):
        if 0x3041 <= code <= 0x309F:
            table[code] = 2
        elif 0x30A1 <= code <= 0x30FF:
            table[code] = 3
        elif 0x4E00 <= code <= 0x9FFF or code in (0x3005, 0x3006):
            table[code] = 4
        elif code == ord("'") or (code < 0x250 and chr(code).isalnum()):
            table[code] = 1
    return table


def lay_out(texts: Sequence[str]) -> Layout:
    """Put texts, folded, behind each other between begin and end signs."""
    lengths = np.fromiter((len(text) + 2 for text in texts), dtype=np.int64, count=len(texts))
    joined = chr(END).join(chr(BEGIN) + text for text in texts) + chr(END) if texts else ""
    raw = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    codes = _folding()[np.where(raw < _PLANE, raw, _EMOJI + raw % 64)]
    return Layout(codes, np.repeat(np.arange(len(texts), dtype=np.int32), lengths))


def char_hits(laid: Layout) -> Iterator[NgramHits]:
    """Runs of 1 to 5 characters, one `NgramHits` for each length."""
    rolling = np.zeros(len(laid.codes), dtype=np.uint64)
    for n in range(1, max(CHARS) + 1):
        size = len(laid.codes) - n + 1
        if size <= 0:
            return
        rolling = rolling[:size] * _BASE + laid.codes[n - 1 :]
        inside = laid.row[:size] == laid.row[n - 1 :]
        yield NgramHits(_bucket(rolling[inside], n), laid.row[:size][inside])


def word_hits(laid: Layout) -> Iterator[NgramHits]:
    """One to three neighbouring words; a word of Japanese is a run of one script."""
    script = _scripts()[laid.codes]
    change = np.flatnonzero((script[1:] != script[:-1]) | (laid.row[1:] != laid.row[:-1])) + 1
    starts = np.concatenate(([0], change)) if len(script) else change
    starts = starts.astype(np.int64)
    if not len(starts):
        return
    ends = np.append(starts[1:], len(script))
    nth = np.minimum(np.arange(len(script)) - np.repeat(starts, ends - starts), _POWERS - 1)
    powers = np.cumprod(np.full(_POWERS, _BASE, dtype=np.uint64))
    words = np.add.reduceat(laid.codes * powers[nth], starts)
    letters = script[starts] > 0
    words, row = words[letters], laid.row[starts][letters]
    rolling = np.zeros(len(words), dtype=np.uint64)
    for n in WORDS:
        size = len(words) - n + 1
        if size <= 0:
            return
        rolling = rolling[:size] * _ODD + words[n - 1 :]
        inside = row[:size] == row[n - 1 :]
        yield NgramHits(_bucket(rolling[inside], 16 + n) + np.uint32(1 << BITS), row[:size][inside])


def _bucket(hashes: NDArray[np.uint64], salt: int) -> NDArray[np.uint32]:
    """Scatter hashes over the buckets; the salt keeps runs of different lengths apart."""
    mixed = (hashes + np.uint64(salt)) * _ODD
    mixed ^= mixed >> _SHIFT
    mixed *= _BASE
    return (mixed >> np.uint64(64 - BITS)).astype(np.uint32)
