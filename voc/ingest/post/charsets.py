"""Bytes of a mail and the charset it claims -> text.

Labels are wrong often enough that the bytes are asked first: escapes mean ISO-2022-JP whatever the
label says, and a label of eight bits (us-ascii, iso-8859-1) proves nothing. ISO-2022-JP as Japanese
mailers write it holds signs such as ① and ㈱ that the standard does not; those are read as cp932 would.
"""

import base64
import binascii
import codecs
import quopri
import re
from collections.abc import Iterator

from voc.ingest import decode

ESCAPE = re.compile(rb"\x1b(\$[@B]|\([BJI])")
JAPANESE = {
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932",
    "cp932": "cp932", "ms932": "cp932", "euc-jp": "euc_jp", "eucjp": "euc_jp", "x-euc-jp": "euc_jp",
    "utf-8": "utf-8", "utf8": "utf-8", "unicode-1-1-utf-8": "utf-8",
}  # fmt: skip
PROVE_NOTHING = re.compile(
    r"(?:us-)?ascii|iso-?8859-\d+|latin-?\d|windows-125\d|cp125\d|unknown.*|x-unknown|"
)
WORD = re.compile(r"=\?(?P<charset>[^?\s]+)\?(?P<how>[bBqQ])\?(?P<data>[^?]*)\?=")
CONTROLS = re.compile("[\x00-\x1f\x7f]+")


def text_of(data: bytes, label: str) -> str:
    """The text, by what the bytes show first and by their label second; never an error."""
    if ESCAPE.search(data):
        return _escaped(data)
    name = label.strip().strip("\"'").casefold().partition("*")[0]
    claimed = JAPANESE.get(name) or ("" if PROVE_NOTHING.fullmatch(name) else _codec(name))
    for encoding in (claimed, decode.encoding_of(data), "utf-8"):
        if encoding and (encoding != "utf-8" or decode.decodes(data, "utf-8")):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
    return data.decode("cp1252" if name and "125" in name else "utf-8", "replace")


def header(raw: str) -> str:
    """A header's words: encoded ones (RFC 2047) decoded, on one line, without control characters."""
    data = raw.encode("utf-8", "surrogateescape")
    plain = re.sub(r"\r?\n(?=[ \t])", "", text_of(data, ""))
    pieces: list[str] = []
    at = 0
    for start, end, text in _words(plain):
        between = plain[at:start]
        pieces += [between if at == 0 or between.strip() else "", text]
        at = end
    return CONTROLS.sub(" ", "".join((*pieces, plain[at:]))).strip()


def _words(plain: str) -> Iterator[tuple[int, int, str]]:
    """Each run of encoded words; words side by side are one, since some mailers cut a character in two."""
    run: list[re.Match[str]] = []
    for found in WORD.finditer(plain):
        is_next = bool(run) and not plain[run[-1].end() : found.start()].strip()
        if run and not (is_next and run[-1]["charset"].casefold() == found["charset"].casefold()):
            yield _joined(run)
            run = []
        run.append(found)
    if run:
        yield _joined(run)


def _joined(run: list[re.Match[str]]) -> tuple[int, int, str]:
    data = b"".join(_bytes(found["data"], found["how"]) for found in run)
    return run[0].start(), run[-1].end(), text_of(data, run[0]["charset"])


def _bytes(data: str, how: str) -> bytes:
    raw = data.encode("ascii", "ignore")
    if how in "qQ":
        return quopri.decodestring(raw, header=True)
    try:
        return base64.b64decode(raw + b"=" * (-len(raw) % 4))
    except binascii.Error:
        return b""


def _codec(name: str) -> str:
    try:
        found = codecs.lookup(name)
    except LookupError:
        return ""
    return found.name if found._is_text_encoding else ""


def _escaped(data: bytes) -> str:
    if decode.decodes(data, "iso2022_jp_ext"):
        return data.decode("iso2022_jp_ext")
    pieces = ESCAPE.split(data)
    shifted = [pieces[0]]
    for sign, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        if sign.startswith(b"$"):
            shifted.append(_shifted(piece))
        else:
            shifted.append(bytes(byte | 0x80 for byte in piece) if sign == b"(I" else piece)
    return b"".join(shifted).decode("cp932", "replace")


def _shifted(piece: bytes) -> bytes:
    """JIS X 0208 as ISO-2022-JP writes it -> as Shift_JIS does."""
    out = bytearray()
    at = 0
    while at < len(piece):
        one = piece[at]
        if not 0x21 <= one <= 0x7E or at + 1 == len(piece):
            out.append(one)
            at += 1
            continue
        two = piece[at + 1]
        lead = ((one - 0x21) >> 1) + 0x81
        out.append(lead + 0x40 if lead > 0x9F else lead)
        trail = two + (0x1F if one % 2 else 0x7E)
        out.append(trail + 1 if one % 2 and trail >= 0x7F else trail)
        at += 2
    return bytes(out)
