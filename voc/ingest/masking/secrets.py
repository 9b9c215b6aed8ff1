"""Secrets people paste into a ticket: keys, passwords after their word, URLs that open a door.

A key is known by its maker's prefix, a password by the word before it and by not being a plain word. Of
a URL only the part that grants access is masked, so that one still sees which page was meant.
"""

import re
from collections.abc import Iterator

from voc.ingest.masking.numbers import PersonalHit

KEYS = re.compile(
    r"(?<![A-Za-z0-9])(?:sk-(?:[a-z]+-)?[A-Za-z0-9_-]{16,}|[srp]k_(?:live|test)_[A-Za-z0-9]{10,}"
    r"|(?:AKIA|ASIA)[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{30,}"
    r"|glpat-[A-Za-z0-9_-]{16,}|xox[abeprs]-[A-Za-z0-9-]{10,}|AIza[A-Za-z0-9_-]{30,}|ya29\.[A-Za-z0-9_-]{20,}"
    r"|SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}|npm_[A-Za-z0-9]{30,}|pypi-[A-Za-z0-9_-]{30,}"
    r"|eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*)"
)
BLOCK = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.S)
WORD = (
    r"(?:(?:ワンタイム|初期|仮|新しい|旧)?パスワード|パスコード|パスフレーズ|暗証番号|合言葉|認証コード|確認コード"
    r"|(?:API|アクセス|シークレット|秘密|ライセンス)[ -]?キー|秘密鍵|(?:アクセス)?トークン|シークレット"
    r"|(?<![A-Za-z])(?:(?:one[- ]time |temporary |temp |initial |admin |login |wi-?fi )?"
    r"pass ?(?:word|code|phrase)"
    r"|pass(?=\s?[:=])|passwd|pwd|pw|pin(?: code| number)?|otp"
    r"|api[ _-]?(?:key|secret|token)"
    r"|(?:access|secret|private|license|licence|client)[ _-]?(?:key|secret|token)"
    r"|(?:bearer|auth|access|session|refresh)[ _-]?token|token|secret"
    r"|verification code|security code|cvv|cvc))"
)
TOLD = re.compile(
    WORD + r"(?:\s?(?P<sign>[:=])\s{0,2}|\s?[(「『\"'“‘`]\s?|\s?(?:は|が|を|って|というのは|:は)"
    r"[、\s]?[「『\"'“(]?"
    r"|(?<=[号ド])(?=\d)|\s(?:is|was|are|it's|to|of)[: ]{1,2}[\"'“‘`(]?|\s(?=[^\s]*\d))"
    r"(?P<value>[\x21-\x7e]{4,})",
    re.I,
)
STEMS = (
    *("パス", "コード", "暗証", "合言葉", "キー", "秘密", "トークン", "シークレット"),
    *("pass", "pw", "pin", "otp", "key", "secret", "token", "code", "cvv", "cvc"),
)
SENT = re.compile(
    r"\bcode\b[^\n.]{0,24}\b(?:texted|sent|emailed|messaged)\b[^\n.]{0,16}"
    r"\b(?:is|was|said) (?P<value>\d{4,8})(?!\d)",
    re.I,
)
BEARER = re.compile(r"\bBearer (?P<value>[A-Za-z0-9._~+/=-]{16,})")
SAID = r"(?:\s?[:=#]|\s?(?:は|が)|\s(?:is|of|was))"
CARD_CODE = re.compile(
    rf"(?:(?<![A-Za-z])cv[vc]2?(?: code| number)?(?:番号|コード)?{SAID}?"
    rf"|(?:セキュリティ[ ー・]?コード|(?<![A-Za-z])(?:card )?security code){SAID})"
    r"\s{0,2}(?P<value>\d{3,4})(?![\d%A-Za-z年]|[.,]\d)",
    re.I,
)
TRAILING = ".,;:)]}>'\"`"
NO_SECRET = frozenset(
    """required optional reset expired wrong incorrect changed missing unknown same none null true false
    invalid hidden blank empty forgotten correct valid weak strong short long shared lost stolen sent needed
    broken rejected accepted refused ignored cleared locked visible masked stored saved case-sensitive
    alphanumeric protected protection manager policy field page screen prompt link mail email login
    reset/change""".split()
)
LETTERS = re.compile(r"[A-Za-z][a-z]*(?:[-/'’][A-Za-z]+)*\Z")
QUANTITY = re.compile(
    r"\d{1,4}(?:st|nd|rd|th|x|%|s|ms|h|min|days?|hours?|minutes?|seconds?|times?|chars?|characters?)?\Z"
)
DIGITS_ONLY = re.compile(r"\d{4,12}\Z")
STAMP = re.compile(
    r"(?:\d{1,4}[-/:.]){1,2}\d{1,4}(?:T[\d:.Z+-]+)?\Z|v?\d+(?:\.\d+)+\Z|https?://|[\w.+-]+@[\w-]+\.\w|\[|\*+\Z"
)
CODES = re.compile(r"番号|コード|pin|otp|code|cvv|cvc|ワンタイム|one[- ]time", re.I)
URL = re.compile(
    r"(?:https?|s?ftps?|ssh|postgres(?:ql)?|mysql|mongodb(?:\+srv)?|rediss?|amqps?)://[\x21\x23-\x3b\x3d\x3f-\x5b\x5d\x5f\x61-\x7a\x7e%]+"
)
PARAMETER = re.compile(
    r"[?&#;](?:[\w.-]*[-_.])?(?:token|key|apikey|sig|signature|auth|code|session|sessionid|sid|password|passwd|pwd"
    r"|pass|secret|jwt|otp|ticket|invite|hash|nonce|credential|access_token|id_token|magic|confirm|reset)"
    r"=(?P<value>[^&#\s]{4,})",
    re.I,
)
PERSON_IN_URL = re.compile(r"(?<=://)(?P<value>[^/@\s:]+:[^/@\s]+)(?=@)")
DOOR = re.compile(
    r"/(?:invite|invitation|join|share|reset|verify|confirm|activate|magic|unsubscribe|auth)/"
    r"(?P<value>(?=[^/?#]*\d)(?=[^/?#]*[A-Za-z])[\w~-]{8,})"
)
SEGMENT = re.compile(r"(?<=[/=])[A-Za-z0-9_-]{20,}(?=[/?#&.,()]|\Z)")
LEAST_HEX = re.compile(r"(?=[a-f]*\d)(?=\d*[a-f])[a-f0-9]{24,}\Z")


def find(text: str) -> Iterator[PersonalHit]:
    """URLs' secret parts first, then keys by their shape, then what follows a word such as 'password'."""
    if "://" in text:
        for url in URL.finditer(text):
            yield from _in_url(url)
    for pattern in (BLOCK, KEYS):
        yield from (PersonalHit(*found.span(), "secret") for found in pattern.finditer(text))
    yield from (PersonalHit(*found.span("value"), "secret") for found in BEARER.finditer(text))
    lowered = text.lower()
    if not any(stem in lowered for stem in STEMS):
        return
    yield from (PersonalHit(*found.span("value"), "secret") for found in SENT.finditer(text))
    yield from (PersonalHit(*found.span("value"), "secret") for found in CARD_CODE.finditer(text))
    for found in TOLD.finditer(text):
        value = found["value"].rstrip(TRAILING)
        if _is_secret(value, found):
            yield PersonalHit(found.start("value"), found.start("value") + len(value), "secret")


def _in_url(url: re.Match[str]) -> Iterator[PersonalHit]:
    address, start = url.group().rstrip(".,;:!?'"), url.start()
    for found in (*PERSON_IN_URL.finditer(address), *PARAMETER.finditer(address), *DOOR.finditer(address)):
        yield PersonalHit(start + found.start("value"), start + found.end("value"), "url token")
    for found in SEGMENT.finditer(address):
        if _is_random(found.group()):
            yield PersonalHit(start + found.start(), start + found.end(), "url token")


def _is_random(segment: str) -> bool:
    """Long, and mixed as no title of a page is: both cases and digits, or hexadecimal digits only."""
    mixed = all(re.search(kind, segment) for kind in ("[A-Z]", "[a-z]", "[0-9]"))
    return bool(LEAST_HEX.match(segment)) or (mixed and segment.count("-") < len(segment) / 6)


def _is_secret(value: str, found: re.Match[str]) -> bool:
    """Whether what follows the word is its value, not the sentence going on."""
    if len(value) < 4 or STAMP.match(value) or value.casefold() in NO_SECRET:
        return False
    if DIGITS_ONLY.match(value):
        return bool(found["sign"]) or bool(CODES.search(found.group()[: -len(found["value"])]))
    if QUANTITY.match(value):
        return False
    if LETTERS.match(value):
        return bool(found["sign"]) and len(value) >= 6
    return bool(re.search(r"[A-Za-z]", value)) or bool(found["sign"])
