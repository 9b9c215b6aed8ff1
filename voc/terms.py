"""The words of a text, as search and answers compare them.

Japanese is written without spaces, so that its terms are pairs of neighbouring characters; a pair of
hiragana alone is mostly grammar and left out. That way a word of two characters is found, which a
trigram index never does. English words lose their common endings.
"""

import re
from collections.abc import Iterator

from voc.locale import locales
from voc.masks import MASKED
from voc.text import CJK, fold_words, is_spaceless

RUN = re.compile(r"[a-z0-9]+|[\u3041-\u3096\u309d-\u30fa\u30fc-\u30ff\u3400-\u9fff\uf900-\ufaff々〆]+")
HIRAGANA = re.compile(r"[\u3041-\u309f]+")
ENDINGS = [ending for tongue in locales() for ending in tongue.search.endings]
STOP_WORDS = frozenset().union(*(tongue.search.stop_words for tongue in locales()))
ASKING = [word for tongue in locales() for word in tongue.search.asking]
ASKING_PARTS = re.compile("|".join(word for word in ASKING if is_spaceless(word[0])))
ASKING_WORDS = STOP_WORDS.union(ASKING)


def terms(text: str, masked: re.Pattern[str] = MASKED) -> list[str]:
    """Every term of a text, as often as it stands there; what is `masked` is nobody's word."""
    return [term for run in RUN.findall(fold_words(masked.sub(" ", text))) for term in _of(run)]


def _of(run: str) -> Iterator[str]:
    if run.isascii():
        if run not in STOP_WORDS:
            yield stem(run)
        return
    if len(run) == 1 and not HIRAGANA.fullmatch(run):
        yield run
    for at in range(len(run) - 1):
        pair = run[at : at + 2]
        if not HIRAGANA.fullmatch(pair):
            yield pair


def asked(question: str) -> tuple[str, ...]:
    """The terms a question is about, each once, without the words that only ask.

    Of a Japanese question those count that hold no hiragana, where there are any: `刷は` is only grammar.
    """
    plain = fold_words(question)
    if CJK.search(plain):
        every = tuple(dict.fromkeys(terms(ASKING_PARTS.sub(" ", plain))))
        return tuple(term for term in every if not HIRAGANA.search(term)) or every
    return tuple(dict.fromkeys(stem(run) for run in RUN.findall(plain) if run not in ASKING_WORDS))


def stem(word: str) -> str:
    """An English word without its common ending."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word
