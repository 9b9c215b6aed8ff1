"""Age, gender, family, income: said of customers only where they said so themselves."""

import re
from collections.abc import Iterable

from voc.text import fold_words

DEMOGRAPHIC = re.compile(
    r"[0-9一二三四五六七八九十]+ ?(?:歳|才)|[0-9一二三四五六七八九十]+代(?!理|替|表|わ|金|官|行)|"
    r"若手|若者|中年|高齢|年配|シニア|男性|女性|彼女|彼(?=[のはがをに])|既婚|独身|夫婦|妻|夫(?=[のはがをに、])|主婦|主夫|母親|父親|子持ち|"
    r"年収|月収|世帯収入|所得|高収入|学歴|大卒|国籍|宗教|"
    r"\b(?:[0-9]+[- ]years?[- ]old|aged?|middle[- ]aged|elderly|[2-7]0s|"
    r"twenties|thirties|forties|fifties|sixties|"
    r"he|she|him|his|her|hers|men|man|women|woman|male|female|married|single|divorced|husband|wife|"
    r"mother|father|mum|mom|dad|income|salary|earns?|wealthy|affluent|millennials?|boomers?|"
    r"nationality|religio\w+|ethnic\w*)\b"
)


def guessed(text: str, said: Iterable[str]) -> bool:
    """Whether the text tells an age, gender, family, income or the like that none of the words said hold."""
    told = " ".join(fold_words(words) for words in said)
    return any(not _stands(found[0], told) for found in DEMOGRAPHIC.finditer(fold_words(text)))


def _stands(term: str, told: str) -> bool:
    if term.isascii():
        return re.search(rf"\b{re.escape(term)}\b", told) is not None
    return term in told
