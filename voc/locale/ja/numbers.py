"""How Japanese writes numbers: 3万5千, 三社, 二十三件, 第三, ふたつ, 半数, 倍増, 3割.

A single kanji numeral counts only before a counter (三社) or after 第, 約, 計 (約十), since most of them are
parts of words: 一部, 一番, 十分, 万一.
"""

import re
from collections.abc import Iterator

from voc.locale.topics.numbers import Number, Numbers

DIGITS = dict(zip("〇零一二三四五六七八九壱弐参", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3), strict=True))
TENS = {"十": 10, "拾": 10, "百": 100, "千": 1000}
MYRIADS = {"万": 10**4, "億": 10**8, "兆": 10**12}
NUMERALS = "".join((*DIGITS, *TENS, *MYRIADS))
RUN = re.compile(rf"[{NUMERALS}]+(?:[・点][{''.join(DIGITS)}]+)?")
COUNTERS = (
    "社名人件個本枚回度通点台店校室行列項種票席冊箱目位日週月年時分秒円倍割%票つ箇ヶカかヵ"
    "部拠画機顧アユパ園院棟戸組世者数声桁段連"
)
MARKS = "第約計"
WORDS = re.compile(
    "一度に|一度も|一部|一番|一緒|一般|一覧|一括|一致|一方|一時的|一旦|一切|一定|一応|一層|一瞬|一段|一連|一種の|一目|一つ|一点張"
    "|一人ひとり|一人一人|一日も早|四半期|十分(?![間以前後か程弱強でも待]|ほど)|千葉|三角|三重県|万が一|(?<![一二三四五六七八九十百千])万[一全]|二度と"
    "|七夕|統一|唯一|同一|単一|均一|随一|択一|再三|八百屋|四国|九州|五十嵐|第三者|第一に|百貨店|十把|千差万別"
)
KANA_VALUES = {
    "半数": 0.5,
    "半分": 0.5,
    "半減": 0.5,
    "半額": 0.5,
    "半年": 0.5,
    "半日": 0.5,
    "半月": 0.5,
    "ふたつ": 2.0,
    "ふたり": 2.0,
    "みっつ": 3.0,
    "よっつ": 4.0,
    "いつつ": 5.0,
    "むっつ": 6.0,
    "ななつ": 7.0,
    "やっつ": 8.0,
    "ここのつ": 9.0,
}
KANA = re.compile("|".join(KANA_VALUES))
DOUBLED = re.compile(rf"(?<![\d{NUMERALS}数何])倍(?:増|に|へ|の|以|近|、|。|$)")


def in_words(text: str) -> Iterator[Number]:
    """The numbers of a text in NFKC that are written in Japanese."""
    blanked = WORDS.sub(lambda match: "＿" * len(match[0]), text)
    for match in RUN.finditer(blanked):
        before, after = blanked[: match.start()], blanked[match.end() :]
        if not before[-1:].isdigit() and _counts(match[0], before, after):
            yield _number(match[0], after)
    for match in KANA.finditer(blanked):
        yield Number(KANA_VALUES[match[0]])
    yield from (Number(2.0) for _ in DOUBLED.finditer(blanked))


def _counts(run: str, before: str, after: str) -> bool:
    """Whether a run of numerals counts something, rather than being a part of a word."""
    counted = (
        before[-1:] in tuple(MARKS) or (after[:1] != "" and after[:1] in COUNTERS) or after.startswith("数")
    )
    several = len(run) > 1 and bool(set(run) & DIGITS.keys()) and bool(set(run) & {*TENS, *MYRIADS, "〇"})
    return counted or several


def _number(run: str, after: str) -> Number:
    tenths = after.startswith("割") and after[1:2] not in ("引", "り")
    value = _value(run)
    return Number(value * 10 if tenths else value, tenths or after.startswith(("%", "パーセント")))


def _value(run: str) -> float:
    whole, _, decimals = run.replace("点", "・").partition("・")
    value = _grouped(whole) if set(whole) & {*TENS, *MYRIADS} else _positional(whole)
    return float(f"{value}.{_positional(decimals)}") if decimals else float(value)


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


CONTENT = Numbers(
    scale="[千万億兆]",
    scales={"千": 10**3} | MYRIADS,
    goes_on=frozenset("千万億兆"),
    shares={"パーセント": 1.0, "割(?!引|り)": 10.0},
    in_words=in_words,
)
