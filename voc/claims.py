"""Check what an engine's prose claims against the facts it was given.

A number is known when a fact holds it; a citation is known when its quote was given. Numbers are
looked for in every form that prose has: ASCII and full-width digits, thousands marks, percentages,
kanji numerals (三社, 二十三件, 3割, 2倍), hiragana counts (ふたつ), English words (twenty-three, a
dozen, half, doubled). Finding one too many costs a sentence that is replaced by a plain one;
missing one costs the reader's trust, so doubtful forms count as numbers.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable
from typing import NamedTuple

Fact = float | int | str

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")

DIGITS = dict(zip("〇零一二三四五六七八九壱弐参", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3), strict=True))
TENS = {"十": 10, "拾": 10, "百": 100, "千": 1000}
MYRIADS = {"万": 10**4, "億": 10**8, "兆": 10**12}
KANJI = "".join((*DIGITS, *TENS, *MYRIADS))

COUNTERS = (
    "社名人件個本枚回度通点台店校室行列項種票席冊箱件目位日週月年時分秒円倍割％%パ票つ箇ヶカかヵ"
    "店舗部署拠点画面機能顧客アカウユーザ"
)
NOT_COUNTS = re.compile(
    "一度に|一部|一番|一緒|一般|一覧|一括|一致|一方|一時的|一旦|一切|一定|一応|一層|一瞬|一種の|一人ひとり|一人一人"
    "|一つ一つ|一日も早|第一に|第三者|四半期|十分(?!間|以|ほど|前|後|か|も|程|弱|強|で|待)|千葉|三角|万が一|万一|万全|三重県|二度と|七夕"
    "|統一|唯一|同一|単一|均一|随一|択一|再三|八百屋|百貨|四国|九州|五十嵐|一目|三者"
)
SHARES = {
    "半数": 0.5, "半分": 0.5, "半減": 0.5, "半額": 0.5, "半年": 0.5, "半日": 0.5, "半月": 0.5,
    "倍増": 2, "倍に": 2, "倍へ": 2, "倍の": 2, "倍以": 2,
}  # fmt: skip
KANA = {
    "ふたつ": 2, "みっつ": 3, "よっつ": 4, "いつつ": 5, "むっつ": 6, "ななつ": 7, "やっつ": 8, "ここのつ": 9,
    "ふたり": 2, "ゼロ件": 0, "ゼロ社": 0,
}  # fmt: skip

UNITS = {
    name: value
    for value, name in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen".split()
    )
} | dict(
    zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True)
)
SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
FRACTIONS = {
    "half": 2,
    "halves": 2,
    "third": 3,
    "thirds": 3,
    "quarter": 4,
    "quarters": 4,
    "fifth": 5,
    "fifths": 5,
}
LONE = {
    "half": 0.5, "halved": 0.5, "halves": 0.5, "double": 2.0, "doubled": 2.0, "doubles": 2.0, "doubling": 2.0,
    "twice": 2.0, "twofold": 2.0, "triple": 3.0, "tripled": 3.0, "triples": 3.0, "tripling": 3.0, "thrice": 3.0,
    "threefold": 3.0, "quadruple": 4.0, "quadrupled": 4.0, "fourfold": 4.0, "tenfold": 10.0,
    "dozen": 12.0, "dozens": 12.0, "couple": 2.0, "hundreds": 100.0, "thousands": 1000.0, "millions": 10.0**6,
}  # fmt: skip
COUNTED = (
    "account|compan|customer|client|user|team|people|person|ticket|mention|complaint|report|case|week|day|month|"
    "year|hour|minute|second|percent|per cent|point|time|quarter|third|fifth|interview|shop|store|clinic|school|"
    "hundred|thousand|million|in"
)

ASCII_NUMBER = re.compile(
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"(?P<scale>[千{''.join(MYRIADS)}]|\s?(?:thousand|million|billion)\b|[kKmM]\b)?"
    r"(?P<rest>(?:\d{1,4}))?"
    r"(?P<unit>\s?(?:%|パーセント|percent\b|per cent\b|割(?!引|り)))?"
)
KANJI_NUMBER = re.compile(rf"[{KANJI}]+(?:[・点][{''.join(DIGITS)}]+)?")
WORD = re.compile(r"[a-z]+")


class Number(NamedTuple):
    """A number found in prose, and where it stands."""

    value: float
    """Its value; percentages and tenths (割) as percent."""

    percent: bool
    """Whether it is a share in percent."""

    decimals: int
    """How many decimals it is written with."""

    start: int
    """Offset in the normalised text."""


def numbers_known(text: str, allowed: Iterable[Fact]) -> bool:
    """Whether every number in the text is one of the allowed.

    A fact given as text (a title, a quote, a week) allows the numbers that stand in it. A share such as
    0.84 allows '84 %' and '0.8'; nothing else may be rounded.
    """
    facts = _facts(allowed)
    return all(_known(number, facts) for number in numbers(text))


def citations_known(cites: Iterable[int], numbers: Collection[int]) -> bool:
    """Whether there is a citation at all, and each names a quote that was given."""
    named = list(cites)
    return bool(named) and all(cite in numbers for cite in named)


def numbers(text: str) -> list[Number]:
    """Every number in the text, in order of appearance within each way of writing."""
    plain = INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return [*_in_digits(plain), *_in_kanji(plain), *_in_words(plain.casefold())]


def _facts(allowed: Iterable[Fact]) -> list[Number]:
    facts: list[Number] = []
    for fact in allowed:
        if isinstance(fact, str):
            facts.extend(numbers(fact))
        else:
            facts.append(Number(abs(float(fact)), False, 0, 0))
    return facts


def _known(number: Number, facts: Iterable[Number]) -> bool:
    return any(_same(number, fact) for fact in facts)


def _same(number: Number, fact: Number) -> bool:
    if number.percent == fact.percent and number.value == fact.value:
        return True
    if not number.percent or fact.percent:
        return _rounded(number, fact)
    share = fact.value
    return share == number.value or (
        0 <= share <= 1 and round(100 * share + 1e-9, number.decimals) == number.value
    )


def _rounded(number: Number, fact: Number) -> bool:
    if number.percent or not number.decimals or fact.value.is_integer():
        return False
    return round(fact.value + 1e-12, number.decimals) == number.value


def _in_digits(text: str) -> Iterable[Number]:
    for found in ASCII_NUMBER.finditer(text):
        digits, scale = found["digits"].replace(",", ""), (found["scale"] or "").strip()
        value = float(digits) * _scale(scale)
        if found["rest"]:
            value += float(found["rest"])
        unit = (found["unit"] or "").strip()
        decimals = len(digits.partition(".")[2])
        yield Number(value * 10 if unit == "割" else value, bool(unit), decimals, found.start())


def _scale(mark: str) -> int:
    marks = {"": 1, "k": 1000, "m": 10**6, "千": 1000, **MYRIADS, **SCALES}
    return marks[mark.lower()]


def _in_kanji(text: str) -> Iterable[Number]:
    blanked = NOT_COUNTS.sub(lambda found: "＿" * len(found[0]), text)
    for found in KANJI_NUMBER.finditer(blanked):
        before, after = blanked[: found.start()], blanked[found.end() :]
        if before[-1:].isdigit() or not _counts(found[0], before, after):
            continue
        tenths = after[:1] == "割" and after[1:2] not in ("引", "り")
        percent = tenths or after.startswith(("%", "パーセント"))
        value = _kanji_value(found[0])
        yield Number(value * 10 if tenths else value, percent, 0, found.start())
    for table in (SHARES, KANA):
        for words, value in table.items():
            for found in re.finditer(words, blanked):
                if not (words.startswith("倍") and re.search(rf"[\d{KANJI}数]$", blanked[: found.start()])):
                    yield Number(float(value), False, 0, found.start())


def _counts(run: str, before: str, after: str) -> bool:
    """Whether a run of kanji numerals counts something: it has a counter, a mark before it, or several digits."""
    if run == "一" and after.startswith("つ"):
        return False
    if before[-1:] in ("第", "約", "計", "全"):
        return True
    if len(run) > 1 and set(run) & (set(TENS) | set(MYRIADS) | set("〇零")):
        return set(run) & set(DIGITS) != set() or after[:1] in COUNTERS
    return after[:1] != "" and after[:1] in COUNTERS


def _kanji_value(run: str) -> float:
    whole, _, decimals = run.replace("点", "・").partition("・")
    value = _grouped(whole) if set(whole) & {*TENS, *MYRIADS} else _positional(whole)
    return float(value) + sum(DIGITS[digit] * 0.1 ** (place + 1) for place, digit in enumerate(decimals))


def _positional(run: str) -> int:
    return int("".join(str(DIGITS[digit]) for digit in run))


def _grouped(run: str) -> int:
    total, group, digit = 0, 0, 0
    for character in run:
        if character in MYRIADS:
            total += (group + digit or 1) * MYRIADS[character]
            group = digit = 0
        elif character in TENS:
            group += (digit or 1) * TENS[character]
            digit = 0
        else:
            digit = 10 * digit + DIGITS[character]
    return total + group + digit


def _in_words(text: str) -> Iterable[Number]:
    spoken = [(found[0], found.start(), found.end()) for found in WORD.finditer(text)]
    at = 0
    while at < len(spoken):
        run = _run(spoken, at, text)
        if run:
            yield from _spoken(
                [word for word, _, _ in spoken[at : at + run]], text, spoken[at][1], spoken[at + run - 1][2]
            )
        at += max(run, 1)


def _run(spoken: list[tuple[str, int, int]], at: int, text: str) -> int:
    """How many words from here on make up one number."""
    known = UNITS.keys() | SCALES.keys()
    count = 0
    while at + count < len(spoken):
        word = spoken[at + count][0]
        glued = count == 0 or re.fullmatch(r"[\s-]+", text[spoken[at + count - 1][2] : spoken[at + count][1]])
        tail = count and (word in FRACTIONS or (word == "and" and _goes_on(spoken, at + count, known)))
        if not glued or not (word in known or tail or (count == 0 and word in LONE)):
            break
        count += 1
        if word in LONE and count == 1:
            break
    return count


def _goes_on(spoken: list[tuple[str, int, int]], at: int, known: Collection[str]) -> bool:
    return spoken[at - 1][0] in SCALES and at + 1 < len(spoken) and spoken[at + 1][0] in known


def _spoken(words: list[str], text: str, start: int, end: int) -> Iterable[Number]:
    if words == ["one"] and not re.match(rf"[\s-]+(?:\w+\s+)?(?:{COUNTED})", text[end:]):
        return
    percent = bool(re.match(r"\s*(?:%|percent|per cent)", text[end:]))
    fraction = FRACTIONS.get(words[-1]) if len(words) > 1 else None
    if fraction:
        yield Number(_english_value(words[:-1]) / fraction, False, 0, start)
    elif words[0] in LONE:
        yield Number(LONE[words[0]], percent, 0, start)
    else:
        yield Number(float(_english_value(words)), percent, 0, start)


def _english_value(words: list[str]) -> int:
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
