"""Numbers that belong to a person: telephones, cards, bank accounts, My Number and its foreign cousins.

Shapes decide first; bare digits need a check as well: Luhn (ISO/IEC 7812) for cards, the check
digit of ministerial ordinance 85 of 2014 for My Number, ISO 13616 for IBAN, `phonenumbers` for telephones.
Words before a bare number that make it an order, a ticket or a version keep it as it is; a bank account
stands beside the words that make it one: 口座番号, 普通, sort code, routing number. Word borders are of no
use beside kana, so the borders are ASCII look-arounds.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

import phonenumbers

LEFT = r"(?<![0-9A-Za-z_.+/-])"
RIGHT = r"(?![0-9A-Za-z_]|[.-][0-9])"
PHONES = re.compile(
    LEFT + r"(?:(?P<abroad>\+[1-9]\d{0,2}(?:[ .-]?\(?\d{1,6}\)?){2,6})"
    r"|(?P<dashed>\(?0\d{1,4}\)?[ ]?[-(][ ]?\d{1,4}[ ]?[-)][ ]?\d{3,4}|0\d{1,4}\.\d{3,4}\.\d{3,4})"
    r"|(?P<spoken>0\d{1,3}の\d{2,4}の\d{3,4})"
    r"|(?P<bracketed>\(0?\d{2,4}\)[ ]?\d{3,4}[ .-]\d{3,4}|\(0\d{1,4}\)[ ]?\d{6,8})"
    r"|(?P<american>(?:1[ .-])?(?:\(\d{3}\)[ ]?|\d{3}[.-])\d{3}[ .-]\d{4})"
    r"|(?P<spaced>0\d{1,4} \d{3,6}(?: \d{3,4})?)"
    r"|(?P<bare>0\d{9,10}))" + RIGHT
)
LOCAL = re.compile(r"(?<![0-9A-Za-z.,#/-])\d{3}-\d{4}" + RIGHT)
CALLED = re.compile(
    r"(?:tel|電話番号?|携帯(?:番号|電話)?|連絡先|ＴＥＬ|phone(?: number)?|mobile|cell|call(?: me)?(?: on"
    r"| at)?|ring(?: me)?(?: on| at)?|fax)"
    r"[\s.:は]{0,3}(?P<number>\+?[(\d][\d ()-]{6,15}\d)" + RIGHT,
    re.I,
)
CARDS = re.compile(
    r"(?<![0-9])(?<![0-9]-)(?:\d{4}(?P<sep>[ -]?)\d{4}(?P=sep)\d{4}(?P=sep)\d{1,7}"
    r"|\d{15}|3\d{3}[ -]\d{6}[ -]\d{4,5})(?![0-9]"
    r"|-[0-9])"
)
MY_NUMBER = re.compile(r"(?<![0-9-])\d{4}(?P<sep>[ -]?)\d{4}(?P=sep)\d{4}(?![0-9]|-[0-9])")
NATIONAL = re.compile(
    r"(?<![A-Za-z0-9])[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D](?![A-Za-z0-9])"
    r"|(?<![0-9-])\d{3}-\d{2}-\d{4}(?![0-9-])"
)
CARD_WORDS = re.compile(
    r"(?:カード|クレカ|アメックス|ビザ|ダイナース|card|visa|master|amex|jcb|diners|discover)[^\n]{0,16}\Z",
    re.I,
)
SECURITY = re.compile(
    r"(?:\bssn\b|social security)[^\d\n]{0,16}(?P<number>\d{3}[ -]?\d{2}[ -]?\d{4})(?![0-9-])"
    r"|\bpps[^\d\n]{0,12}(?P<irish>\d{7}[A-Z]{1,2})\b"
    r"|(?:\btfn|tax file number)[^\d\n]{0,12}(?P<australian>\d{3} ?\d{3} ?\d{3})(?!\d)",
    re.I,
)
PERSON_NUMBER_WORDS = re.compile(r"(?:マイナンバー|個人番号|my ?number)[^\n]{0,10}\Z", re.I)
THING_WORDS = re.compile(
    r"(?:注文|受注|発注|伝票|送り状|追跡|管理|会員|顧客|契約|請求書?|見積書?|問い?合わ?せ|受付|被保険者"
    r"|シリアル|製造|商品|型|予約|口座|整理|承認|識別|取引)"
    r"(?:番号|no\.?|id|コード)?[\s:は#「(]{0,3}\Z"
    r"|(?:order|invoice|ticket|case|tracking|serial|account|booking|reference|ref|po|sku|version|ver|build"
    r"|id|no|number|#|request|transaction)"
    r"(?: (?:no|number|id|code))?[\s.:#=]{0,3}\Z",
    re.I,
)
NUMBERED = re.compile(
    r"(?:注文|受注|発注|見積書?|請求書?|管理|会員|契約|型|商品|部品|予約)(?:番号|no\.?|コード)[\s:は#「(]{0,3}\Z"
    r"|(?:part|order|invoice|ticket|serial|sku|item|po)(?: (?:no|number|id|code))?[\s.:#]{0,3}\Z",
    re.I,
)
BEFORE = 24
CARD_DIGITS = 16
AMEX = re.compile(r"3[47]\d{13}\Z")
CALL_WORDS = re.compile(r"\b(?:text|call|ring|phone|tel|cell|mobile|voicemail|reach|whatsapp)\b", re.I)
NEAR = 40
ABROAD_DIGITS = range(9, 16)
HOME_DIGITS = range(9, 13)
REGIONS = ("JP", "GB")


class PersonalHit(NamedTuple):
    """A run of the folded text and what it is."""

    start: int
    end: int
    kind: str


def find(text: str, region: str = "") -> Iterator[PersonalHit]:
    """Cards first, then My Number, then telephones; hits may overlap, the earlier ones count."""
    yield from (PersonalHit(*found.span(), "card") for found in CARDS.finditer(text) if _is_card(found, text))
    yield from (
        PersonalHit(*found.span(), "national id")
        for found in MY_NUMBER.finditer(text)
        if _is_my_number(found, text)
    )
    for found in NATIONAL.finditer(text):
        if not NUMBERED.search(text[max(0, found.start() - BEFORE) : found.start()]):
            yield PersonalHit(*found.span(), "national id")
    yield from (
        PersonalHit(*found.span(found.lastgroup or 0), "national id") for found in SECURITY.finditer(text)
    )
    yield from (
        PersonalHit(*found.span(), "phone") for found in PHONES.finditer(text) if _is_phone(found, text)
    )
    yield from (
        PersonalHit(*found.span("number"), "phone")
        for found in CALLED.finditer(text)
        if _digits(found["number"], 8)
    )
    yield from (
        PersonalHit(*found.span(), "phone") for found in LOCAL.finditer(text) if _is_local(found, text)
    )
    if region and region not in REGIONS:
        yield from (
            PersonalHit(match.start, match.end, "phone")
            for match in phonenumbers.PhoneNumberMatcher(text, region)
            if not THING_WORDS.search(text[max(0, match.start - BEFORE) : match.start])
        )


def is_region(region: str) -> bool:
    """Whether telephones of that region are known."""
    return region in phonenumbers.SUPPORTED_REGIONS


def luhn(digits: str) -> bool:
    """The check of ISO/IEC 7812-1."""
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 * (value > 9) for value in doubled) % 10 == 0


def my_number(digits: str) -> bool:
    """The check digit of a 12-digit My Number: weights 2-7 from the right, modulo 11."""
    body = reversed(digits[:11])
    total = sum(int(digit) * (place + 2 if place < 6 else place - 4) for place, digit in enumerate(body))
    rest = total % 11
    return int(digits[11]) == (0 if rest <= 1 else 11 - rest)


def _is_card(found: re.Match[str], text: str) -> bool:
    digits = re.sub(r"\D", "", found.group())
    before = text[max(0, found.start() - BEFORE) : found.start()]
    if not 13 <= len(digits) <= 19 or len(set(digits)) == 1:
        return False
    if CARD_WORDS.search(before):
        return True
    if AMEX.match(digits) and luhn(digits) and not THING_WORDS.search(before):
        return True
    if not found["sep"] and len(digits) != CARD_DIGITS and len(found.group()) == len(digits):
        return False
    return digits[0] in "23456" and luhn(digits) and not THING_WORDS.search(before)


def _is_my_number(found: re.Match[str], text: str) -> bool:
    before = text[max(0, found.start() - BEFORE) : found.start()]
    if PERSON_NUMBER_WORDS.search(before):
        return True
    digits = re.sub(r"\D", "", found.group())
    return my_number(digits) and len(set(digits)) > 2 and not THING_WORDS.search(before)


def _is_phone(found: re.Match[str], text: str) -> bool:
    number = found.group()
    count = sum(character.isdigit() for character in number)
    shape = found.lastgroup
    if shape in {"american", "bracketed"}:
        return True
    if shape == "abroad":
        return count in ABROAD_DIGITS
    if shape == "spoken":
        return count in HOME_DIGITS
    if shape == "dashed":
        return count in HOME_DIGITS and not NUMBERED.search(
            text[max(0, found.start() - BEFORE) : found.start()]
        )
    if THING_WORDS.search(text[max(0, found.start() - BEFORE) : found.start()]):
        return False
    if shape == "spaced":
        return count in {10, 11}
    return any(_is_valid(number, region) for region in REGIONS)


def _is_local(found: re.Match[str], text: str) -> bool:
    """Seven digits are a telephone only where somebody speaks of calling."""
    before = text[max(0, found.start() - NEAR) : found.start()]
    spoken = CALL_WORDS.search(before) or CALL_WORDS.search(text[found.end() : found.end() + NEAR])
    return bool(spoken) and not THING_WORDS.search(before[-BEFORE:])


def _is_valid(number: str, region: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number, region))
    except phonenumbers.NumberParseException:
        return False


def _digits(number: str, least: int) -> bool:
    return sum(character.isdigit() for character in number) >= least


JAPANESE = re.compile(
    r"(?:口座(?:番号)?[^\d\n]{0,10}(?=\d{6})|口座番号|口座(?:no\.?|ナンバー)|(?:普通|当座|貯蓄)(?:預金|口座)*|店番号?|振込先口座)"
    r"(?:[はが: 　)」(]|番号|預金|No\.?)*+(?P<number>\d(?:[ -]?\d){5,7})(?![\d-])",
    re.I,
)
POST_BANK = re.compile(
    r"記号[\s:は]{0,3}(?P<sign>\d{5}(?:-\d)?)[\s,、/・]{0,3}(?:の)?番号[\s:は]{0,3}(?P<number>\d{6,8})(?!\d)"
)
BANK_WORDS = re.compile(
    r"銀行|入金|預金|名義|checking|savings|deposit|\bach\b"
    r"|信用金庫|信金|支店|口座|振込|振り込み|引き落とし|引落|返金|bank|sort ?code|routing|\baba\b|bsb"
    r"|iban|swift|wire|direct debit|refund|payout|transfer",
    re.I,
)
BUSINESS = re.compile(r"(?:普通|貯蓄|当座|店番)")
ENGLISH = re.compile(
    r"(?<![A-Za-z])(?:bank )?(?:account|acct|acc|a/c)\.?(?: (?:number|no\.?|#|num))?"
    r"(?: is|:|#|=| of)*\s{0,2}#?(?P<number>\d(?:[ -]?\d){5,16})(?![\d-])",
    re.I,
)
CODES = re.compile(
    r"(?<![A-Za-z])(?:sort ?code|routing(?: (?:number|no\.?))?|aba|bsb)(?: (?:number|no\.?))?"
    r"(?: is|:|#|=)*\s{0,2}(?P<number>\d(?:[ -]?\d){5,8})(?![\d-])",
    re.I,
)
IBAN = re.compile(
    r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,3})?(?![A-Za-z0-9])"
)
IBAN_ANY = re.compile(IBAN.pattern, re.I)
BRITISH = re.compile(r"acc(?:oun)?t?\.? (?:number|no\.?)(?: is|:|#|=| of)*\s{0,2}\d{8}", re.I)
BANK_NEAR = 60


def find_bank(text: str) -> Iterator[PersonalHit]:
    """Account numbers and the codes that go with them."""
    named = "iban" in text.lower()
    for found in (IBAN_ANY if named else IBAN).finditer(text):
        if number := _iban_in(found.group()):
            yield PersonalHit(found.start(), found.start() + len(number), "bank account")
    for found in JAPANESE.finditer(text):
        if not BUSINESS.match(found.group()) or BANK_WORDS.search(_around(text, found)):
            yield PersonalHit(*found.span("number"), "bank account")
    for found in POST_BANK.finditer(text):
        yield PersonalHit(*found.span("sign"), "bank account")
        yield PersonalHit(*found.span("number"), "bank account")
    yield from (PersonalHit(*found.span("number"), "bank account") for found in CODES.finditer(text))
    for found in ENGLISH.finditer(text):
        if BRITISH.fullmatch(found.group()) or BANK_WORDS.search(_around(text, found) + found.group()):
            yield PersonalHit(*found.span("number"), "bank account")


def iban(number: str) -> bool:
    """The check of ISO 13616: the rearranged number is 1 modulo 97."""
    plain = number.replace(" ", "")
    if not 15 <= len(plain) <= 34:
        return False
    return int("".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])) % 97 == 1


def _iban_in(words: str) -> str:
    """The number that a run of groups begins with; the words behind it, such as BIC, are not its own."""
    while words and not iban(words):
        words = words.rpartition(" ")[0]
    return words


def _around(text: str, found: re.Match[str]) -> str:
    return (
        text[max(0, found.start() - BANK_NEAR) : found.start()] + text[found.end() : found.end() + BANK_NEAR]
    )
