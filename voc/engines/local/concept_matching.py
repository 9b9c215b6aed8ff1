"""Concepts and cues of thousands of sentences at once.

The concepts of `voc.lexicon` say what a sentence is about; the cues of `cues.yaml` say what it does with
it: wishes, asks, compares, remembers, takes leave. Both are features of the local model.

Gives what `Lexicon.concepts` gives, for a batch in one sweep of NumPy: all texts stand behind each
other in one array, prefix sums of a polynomial hash give the hash of any window, and a window is
looked up only where its first letters begin some expression of that length.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple, Self

import numpy as np
import yaml
from numpy.typing import NDArray

from voc.engines.local.ngrams import Matrix
from voc.lexicon import Lexicon, Names, words
from voc.text import CJK, LATIN, fold_words

Hashes = NDArray[np.uint64]

_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 1 << 64)
_HEAD_BITS = 16
_HEADS = {"ja": 2, "en": 3}


class TermTable(NamedTuple):
    """All expressions of one length."""

    length: int
    head: int
    """How many first letters are compared before the window is."""

    heads: NDArray[np.bool_]
    """Whether some expression begins with letters of this hash."""

    hashes: Hashes
    """The expressions' hashes, ascending."""

    columns: tuple[tuple[int, ...], ...]
    """For each hash, the columns it sets."""


class ConceptMatcher(NamedTuple):
    """Expressions of several lexicons, ready to be looked for."""

    ids: tuple[str, ...]
    """What the columns stand for."""

    ja: tuple[TermTable, ...]
    en: tuple[TermTable, ...]

    @classmethod
    def of(cls, lexicons: Sequence[Lexicon], ids: Sequence[str]) -> Self:
        """Collect the expressions that touch one of the ids."""
        column = {name: at for at, name in enumerate(ids)}
        ja: dict[str, set[int]] = {}
        en: dict[str, set[int]] = {}
        for lexicon in lexicons:
            for term, names in lexicon.ja_terms.items():
                ja.setdefault(term, set()).update(column[name] for name in names if name in column)
            for term, names in lexicon.en_terms.items():
                known = {column[name] for name in names if name in column}
                en.setdefault(_window(term), set()).update(known)
        return cls(tuple(ids), _tables(ja, "ja"), _tables(en, "en"))

    def presence(self, texts: Sequence[str]) -> Matrix:
        """Which ids each text touches: (texts, ids), ones and zeros."""
        flags = np.zeros((len(texts), len(self.ids)), dtype=np.float32)
        plain = [fold_words(text) for text in texts]
        japanese = [at for at, text in enumerate(plain) if CJK.search(text)]
        english = [at for at, text in enumerate(plain) if LATIN.search(text)]
        _mark(flags, japanese, [plain[at] for at in japanese], self.ja)
        _mark(flags, english, [f" {' '.join(words(plain[at]))} " for at in english], self.en)
        return flags


def _window(term: str) -> str:
    """An English expression as it stands among words: an open end has no space behind it."""
    return f" {term.removesuffix('*')}" if term.endswith("*") else f" {term} "


def _tables(terms: dict[str, set[int]], language: str) -> tuple[TermTable, ...]:
    by_length: dict[int, list[str]] = {}
    for term, columns in terms.items():
        if term and columns:
            by_length.setdefault(len(term), []).append(term)
    return tuple(
        _table(group, [tuple(sorted(terms[term])) for term in group], min(length, _HEADS[language]))
        for length, group in sorted(by_length.items())
    )


def _table(group: Sequence[str], columns: Sequence[tuple[int, ...]], head: int) -> TermTable:
    """Put expressions of one length in the order of their hashes."""
    heads = np.zeros(1 << _HEAD_BITS, dtype=np.bool_)
    heads[_hashes([term[:head] for term in group]) >> np.uint64(64 - _HEAD_BITS)] = True
    hashes = _hashes(group)
    order = np.argsort(hashes)
    return TermTable(len(group[0]), head, heads, hashes[order], tuple(columns[at] for at in order.tolist()))


def _hashes(group: Sequence[str]) -> Hashes:
    """Hashes of texts of one length."""
    length = len(group[0])
    codes = np.frombuffer("".join(group).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    powers = np.cumprod(np.array([_INVERSE] + [_BASE] * (length - 1), dtype=np.uint64))
    weighted = codes.reshape(-1, length).astype(np.uint64) * powers
    return np.asarray(weighted.sum(axis=1, dtype=np.uint64))


def _mark(flags: Matrix, rows: Sequence[int], texts: Sequence[str], tables: Sequence[TermTable]) -> None:
    """Set the columns of every expression found in the texts, whose rows are given."""
    if not rows:
        return
    joined = "\0".join(texts)
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    owner = np.repeat(np.array(rows), np.array([len(text) + 1 for text in texts]))[: len(codes)]
    sums, back = _sums(codes)
    heads = {head: _windows(sums, back, head) >> np.uint64(64 - _HEAD_BITS) for head in (1, 2, 3)}
    for table in tables:
        size = len(codes) - table.length + 1
        if size <= 0:
            continue
        at = np.flatnonzero(table.heads[heads[table.head][:size]])
        windows = (sums[at + table.length] - sums[at]) * back[at]
        place = np.minimum(np.searchsorted(table.hashes, windows), len(table.hashes) - 1)
        hit = table.hashes[place] == windows
        _set(flags, owner[at[hit]], place[hit], table.columns)


def _set(
    flags: Matrix, rows: NDArray[np.int64], places: NDArray[np.intp], columns: Sequence[tuple[int, ...]]
) -> None:
    for row, place in zip(rows.tolist(), places.tolist(), strict=True):
        for column in columns[place]:
            flags[row, column] = 1.0


def _sums(codes: Hashes) -> tuple[Hashes, Hashes]:
    """Prefix sums of the hash, and what moves a window's hash back to the start."""
    powers = np.full(len(codes) + 1, _BASE, dtype=np.uint64)
    back = np.full(len(codes) + 1, _INVERSE, dtype=np.uint64)
    powers[0] = 1
    powers, back = np.cumprod(powers), np.cumprod(back)
    sums = np.concatenate((np.zeros(1, dtype=np.uint64), np.cumsum(codes * powers[:-1], dtype=np.uint64)))
    return sums, back


def _windows(sums: Hashes, back: Hashes, length: int) -> Hashes:
    size = max(0, len(sums) - length)
    return (sums[length:] - sums[:size]) * back[:size]


@cache
def load_cues() -> Lexicon:
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
    by_term: dict[str, set[str]] = {}
    for term, name in pairs:
        by_term.setdefault(term, set()).add(name)
    return {term: frozenset(names) for term, names in by_term.items()}
