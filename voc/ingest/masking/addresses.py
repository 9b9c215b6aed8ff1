"""Postal codes and street addresses, Japanese ones and, more carefully, English ones.

A town or a prefecture alone is no address: a house or block number must stand with it.
"""

import re
from collections.abc import Iterator

from voc.ingest.masking.numbers import PersonalHit

NEAR = 40
LATIN = re.compile(r"[A-Za-z]{2}")
CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff〒]")
KANJI_NUMBER = "[0-9一二三四五六七八九十百]"
PREFECTURE = (
    r"(?:東京都|北海道|京都府|大阪府|(?:青森|岩手|宮城|秋田|山形|福島|茨城|栃木|群馬|埼玉|千葉|神奈川|新潟|富山|石川"
    r"|福井|山梨|長野|岐阜|静岡|愛知|三重|滋賀|兵庫|奈良|和歌山|鳥取|島根|岡山|広島|山口|徳島|香川|愛媛|高知|福岡"
    r"|佐賀|長崎|熊本|大分|宮崎|鹿児島|沖縄)県|(?<![一-龥])[一-龥]{2,3}県|(?<![ぁ-ん])[ぁ-ん]{2,4}県)"
)
CITY = (
    "(?:[一-龥ァ-ヶー々]{1,8}?|さいたま|つくば|いわき|ひたちなか|うるま|つがる|みやま|さぬき|たつの|かほく"
    "|みよし|みどり)"
)
TOWN = r"[一-龥ぁ-んァ-ヶー々ヶ]"
STREETS = "[東西南北]?[0-9]{1,2}条[東西南北]?"
BLOCK = (
    rf"(?:{KANJI_NUMBER}{{1,4}}(?:丁目|番地?|号)(?:[の-]?{KANJI_NUMBER}{{1,4}}(?:番地?|号|-)?){{0,4}}"
    r"|\d{1,5}(?:-\d{1,5}){1,3}(?:号)?(?![0-9日時週かヶ件個名人円割倍%回分年歳])|\d{1,5}番地?(?:の?\d{1,4})?)"
)
NAME = "[一-龥ァ-ヶーA-Za-z0-9々]"
BUILDING = (
    rf"(?:(?:[ ][ぁ-ん]{{0,12}}{NAME}{{0,16}}?|{NAME}{{0,16}}?)"
    r"(?:ビル|マンション|ハイツ|コーポ|メゾン|アパート|荘|タワー|棟|館|レジデンス)"
    rf"(?:[一-龥ァ-ヶーA-Za-z々]{{0,10}}|[ぁ-ん]{{1,8}}(?=[ ]?\d)))?"
    r"(?:[ ]?(?:\d{1,4}号室|\d{1,4}号|\d{1,2}階|\d{1,2}F|\d{3,4}(?![\d-])))?"
)
WITH_PREFECTURE = re.compile(
    rf"{PREFECTURE}[ ]?{TOWN}{{1,24}}?[ ]?(?:{TOWN}{{0,12}}[ ]?)?(?:{STREETS})?{BLOCK}{BUILDING}"
)
TOWN_ONLY = re.compile(
    rf"(?<![一-龥]){CITY}[市区町村郡](?![分切間場販況民])(?:{STREETS})?{TOWN}{{1,14}}?{BLOCK}{BUILDING}"
)
TOWN_CERTAIN = re.compile(r"\d+-\d+-\d+|丁目|番地")
ADDRESS_WORDS = re.compile(
    r"(?:住所|所在地|送付先|送り先|納品先|届け先|あて先|宛先|自宅|転居|引っ?越|移転)[^\n]{0,16}\Z"
    r"|\[?〒?\]?\s?\Z(?<=〒)"
)
POSTAL = re.compile(r"〒\s?\d{3}-?\d{4}(?!\d)")
AFTER_POSTAL = re.compile(
    rf"〒\s?\d{{3}}-?\d{{4}}\s{{0,3}}(?P<address>{TOWN}{{1,12}}?[市区町村郡]{TOWN}{{0,14}}?{BLOCK}{BUILDING})"
)
POSTAL_CALLED = re.compile(r"(?:郵便番号|ゆうびん番号)[\s:はがをの]{0,3}(?P<code>\d{3}[-の]?\d{4})(?!\d)")
CODE_CALLED = re.compile(
    r"\bzip(?: ?code)?(?: is)?[\s:#]{0,3}(?P<zip>\d{5}(?:-\d{4})?)(?![\d-])"
    r"|(?P<before>(?<![\d-])\d{5}(?:-\d{4})?)(?=[^\d\n]{1,10}\bzip\b)"
    r"|\b(?:postcode|postal code)[^\d\n]{0,16}?(?<![A-Z0-9])(?P<british>[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b",
    re.I,
)
POSTAL_BESIDE = re.compile(
    rf"(?<![\d-])\d{{3}}-\d{{4}}(?![\d-])(?=\s?(?:{PREFECTURE}|[一-龥]{{2,6}}[市区郡]))"
)
BRITISH_CODE = re.compile(
    r"(?<![A-Za-z0-9-])(?<!error )(?<!error code )(?<!model )"
    r"(?:[A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]?) \d[ABD-HJLNP-UW-Z]{2}(?![A-Za-z0-9])(?<!\d[GTPE]B)"
)
STATES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND"
    "|OH|OK|OR|PA"
    "|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|DC"
)
POSTAL_WORD = re.compile(r"〒|郵便番号|ゆうびん番号")
POSTAL_LIKE = re.compile(r"(?<![\d-])\d{3}-\d{4}(?![\d-])")
NAMED_CODE = re.compile(
    r"\beircode[^\d\n]{0,8}?(?P<irish>[A-Z]\d[\dW] ?[A-Z0-9]{4})\b"
    r"|\b(?P<australian>(?:NSW|VIC|QLD|TAS|ACT) \d{4})(?!\d)",
    re.I,
)
TOWN_ZIP = re.compile(rf"[A-Z][a-z]+ (?P<zip>(?:{STATES}) \d{{5}}(?:-\d{{4}})?)(?!\d)")
ROMAN = re.compile(
    r"(?<![\d-])\d{1,3}-\d{1,3}-\d{1,3},? [A-Z][a-z]+(?:[- ][A-Z]?[a-z]+)?"
    r"(?:, [A-Z][\w ]{1,20}(?:Bldg|Building|Mansion|Heights|Tower)\.?(?: \d{1,2}F)?)?(?=,)"
)
ZIP_CODE = re.compile(rf"(?:(?<=, )|(?<=[a-z],))(?:{STATES}) \d{{5}}(?:-\d{{4}})?(?!\d)")
STREET = re.compile(
    r"(?:(?:Flat|Unit|Apt|Apartment|Suite) \w{1,5},? )?"
    r"(?<![A-Za-z0-9.,£$€-])\d{1,5}[A-Za-z]?(?:/\d{1,4})?,? (?:[A-Z][\w'’.-]+ ){1,3}"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Boulevard|Blvd|Court|Terrace|Crescent|Close|Row|Square"
    r"|Place|Yard|Mews)(?![\w])\.?"
    r"(?:,? (?:Apt|Apartment|Unit|Suite|Ste|Flat|Room|Floor|#)\.? ?\w{1,5})?"
)


def find(text: str) -> Iterator[PersonalHit]:
    """Postal codes first, then addresses; hits may overlap, the earlier ones count.

    What only Japanese or only Latin letters can spell is looked for only where there are any.
    """
    if LATIN.search(text):
        yield from _latin(text)
    if CJK.search(text):
        yield from _japanese(text)


def _latin(text: str) -> Iterator[PersonalHit]:
    for pattern in (BRITISH_CODE, ZIP_CODE):
        yield from (PersonalHit(*found.span(), "postal code") for found in pattern.finditer(text))
    for pattern in (CODE_CALLED, NAMED_CODE, TOWN_ZIP):
        for found in pattern.finditer(text):
            yield PersonalHit(*found.span(found.lastgroup or 0), "postal code")
    for pattern in (ROMAN, STREET):
        yield from (PersonalHit(*found.span(), "address") for found in pattern.finditer(text))


def _japanese(text: str) -> Iterator[PersonalHit]:
    for pattern in (POSTAL, POSTAL_BESIDE):
        yield from (PersonalHit(*found.span(), "postal code") for found in pattern.finditer(text))
    yield from (PersonalHit(*found.span("code"), "postal code") for found in POSTAL_CALLED.finditer(text))
    if POSTAL_WORD.search(text):
        for found in POSTAL_LIKE.finditer(text):
            if POSTAL_WORD.search(text[max(0, found.start() - NEAR) : found.start()]):
                yield PersonalHit(*found.span(), "postal code")
    yield from (PersonalHit(*found.span(), "address") for found in WITH_PREFECTURE.finditer(text))
    yield from (PersonalHit(*found.span("address"), "address") for found in AFTER_POSTAL.finditer(text))
    yield from (
        PersonalHit(*found.span(), "address")
        for found in TOWN_ONLY.finditer(text)
        if _is_certain(found, text)
    )


def _is_certain(found: re.Match[str], text: str) -> bool:
    """Without a prefecture: three numbers, a block word, or a word such as 住所 just before."""
    before = text[max(0, found.start() - 24) : found.start()]
    return bool(TOWN_CERTAIN.search(found.group()) or ADDRESS_WORDS.search(before))
