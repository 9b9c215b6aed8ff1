"""Bank accounts beside the words that make them one: 口座番号, 普通, sort code, IBAN, routing number."""

import re
from collections.abc import Iterator

from voc.ingest.personal.numbers import Hit

JAPANESE = re.compile(
    r"(?:口座(?:番号)?[^\d\n]{0,10}(?=\d{6})|口座番号|口座(?:no\.?|ナンバー)|(?:普通|当座|貯蓄)(?:預金|口座)*|店番号?|振込先口座)"
    r"(?:は|が|:|:は|[ 　)」]|番号|預金|No\.?|\()*(?P<number>\d(?:[ -]?\d){5,7})(?![\d-])",
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
NEAR = 60


def find(text: str) -> Iterator[Hit]:
    """Account numbers and the codes that go with them."""
    named = "iban" in text.lower()
    for found in (IBAN_ANY if named else IBAN).finditer(text):
        if number := _iban_in(found.group()):
            yield Hit(found.start(), found.start() + len(number), "bank account")
    for found in JAPANESE.finditer(text):
        if not BUSINESS.match(found.group()) or BANK_WORDS.search(_around(text, found)):
            yield Hit(*found.span("number"), "bank account")
    for found in POST_BANK.finditer(text):
        yield Hit(*found.span("sign"), "bank account")
        yield Hit(*found.span("number"), "bank account")
    yield from (Hit(*found.span("number"), "bank account") for found in CODES.finditer(text))
    for found in ENGLISH.finditer(text):
        if BRITISH.fullmatch(found.group()) or BANK_WORDS.search(_around(text, found) + found.group()):
            yield Hit(*found.span("number"), "bank account")


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
    return text[max(0, found.start() - NEAR) : found.start()] + text[found.end() : found.end() + NEAR]
