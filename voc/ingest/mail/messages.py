"""One mail's bytes -> its headers and its words.

A mail's charset label is wrong often enough that the bytes are asked first: escapes mean ISO-2022-JP
whatever the label says, and a label of eight bits (us-ascii, iso-8859-1) proves nothing. ISO-2022-JP as
Japanese mailers write it holds signs such as ① and ㈱ that the standard does not; those are read as cp932
would.
"""

import base64
import binascii
import codecs
import quopri
import re
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from typing import NamedTuple

from voc.ingest import encodings, stamps
from voc.ingest.hygiene import LINE_ENDS, clean, plain_text, sound
from voc.ingest.mail import sealed

IDS = re.compile(r"<([^<>\s]+)>")
DEPTH = 60
REPORTS = frozenset({"multipart/report"})
AUTOMATIC = frozenset({"bulk", "junk", "auto_reply", "auto-reply"})
REPLY_SIGNS = ("x-autoreply", "x-autorespond", "x-autoresponse", "x-auto-response-suppress")
AWAY = re.compile(
    r"[\[【(（]?(?:自動返信|自動応答|自動配信|不在通知|不在のお知らせ|不在(?:の)?連絡"
    r"|auto(?:matic)?[- ]?(?:reply|response|antwort)|out of (?:the )?office|abwesenheit|réponse automatique"
    r"|respuesta automática)",
    re.I,
)
SPAM = re.compile(r"(?:^|,)\s*(?:spam|迷惑メール)\s*(?:,|$)", re.I)
MACHINE = re.compile(r"(?:mailer-daemon|postmaster)@", re.I)
QUOTES = (
    ".gmail_quote, .gmail_attr, .yahoo_quoted, .protonmail_quote, .moz-cite-prefix,"
    " #mail-editor-reference-message-container"
)
BASE64 = re.compile(rb"[A-Za-z0-9+/\s]{24,}={0,2}\s*")
STUB_CHARS = 400
STUB = re.compile(
    r"\bHTML\b|(?:in|with) (?:a|your) (?:web )?browser|view (?:it|this) online"
    r"|(?:e-?mail|message) (?:client|program|reader)"
    r"|ブラウザ|表示(?:できない|できません|されない|されません)|対応していない",
    re.I,
)
SIGNATURES = ".gmail_signature, .moz-signature, #Signature, #ms-outlook-mobile-signature"
CELLS_OF_A_FIELD = 2
FIELD_END = ": "
"""A table's row of a heading and a value, as web forms send them, becomes `heading: value`."""
REPLIES = "#divRplyFwdMsg, #appendonsend"


class MailAddress(NamedTuple):
    """Who wrote or gets a mail."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        """The address behind its @."""
        return self.address.rpartition("@")[2]


class MailHeaders(NamedTuple):
    """What the headers of a mail say."""

    id: str
    """Its Message-ID without brackets."""

    answers: tuple[str, ...]
    """The ids it refers to, the oldest first."""

    sender: MailAddress
    to: tuple[MailAddress, ...]
    reply_to: tuple[MailAddress, ...]
    at: datetime | None
    subject: str
    automatic: str
    """`automatic replies`, `bounces` or `spam`, where that is what it is."""


def headers_of(data: bytes, zone: tzinfo | None, envelope: str = "") -> MailHeaders:
    """The headers of a mail; only they need to be in the bytes. An mbox tells its `envelope` in UTC."""
    message = message_from_bytes(data)
    fields = _fields(message)
    people = _people(fields, "from") or _people(fields, "sender") or [MailAddress("", "")]
    ids = IDS.findall(fields.get("message-id", ""))
    answers = IDS.findall(f"{fields.get('references', '')} {fields.get('in-reply-to', '')}")
    return MailHeaders(
        id=ids[0] if ids else "",
        answers=tuple(dict.fromkeys(answers)),
        sender=people[0],
        to=tuple(person for name in ("to", "cc", "delivered-to") for person in _people(fields, name)),
        reply_to=tuple(_people(fields, "reply-to")),
        at=_date(fields, zone) or _date({"date": envelope}, UTC),
        subject=header(fields.get("subject", "")),
        automatic=_automatic(message, fields, people[0]),
    )


def words_of(data: bytes) -> str:
    """The words of a mail's body: the plain part, else the HTML part as text; attachments are left out."""
    return sealed.opened(clean_lines(_body(message_from_bytes(data), 0)))


def clean_lines(text: str) -> str:
    """Line ends unified, control characters gone; blanks at a line's end stay, `-- ` needs its own."""
    unified = LINE_ENDS.sub("\n", text)
    return "\n".join(clean(line) if line != "-- " else line for line in unified.split("\n")).strip("\n")


def _fields(message: Message) -> dict[str, str]:
    """The first header of each name, as it stands in the file."""
    found: dict[str, str] = {}
    for name, value in message.raw_items():
        found.setdefault(name.casefold(), str(value))
    return found


def _people(fields: dict[str, str], name: str) -> list[MailAddress]:
    raw = re.sub(r"\r?\n", "", fields.get(name, ""))
    found = getaddresses([raw if "=?" in raw or raw.isascii() else header(raw)])
    return [
        MailAddress(header(who).strip("\"' "), address.casefold()) for who, address in found if "@" in address
    ]


def _date(fields: dict[str, str], zone: tzinfo | None) -> datetime | None:
    received = fields.get("received", "").rpartition(";")[2]
    for stamp in (fields.get("date", ""), received):
        try:
            at = parsedate_to_datetime(stamp.strip())
            return at if at.tzinfo else at.replace(tzinfo=zone or datetime.now().astimezone().tzinfo)
        except (ValueError, TypeError, IndexError, OverflowError):
            pass
        try:
            return stamps.parse(header(stamp), zone)
        except ValueError:
            continue
    return None


def _automatic(message: Message, fields: dict[str, str], sender: MailAddress) -> str:
    """Who wrote it if no customer did (RFC 3834, RFC 3464)."""
    is_returned = fields.get("return-path", "").strip() == "<>" and not fields.get("auto-submitted")
    is_report = message.get_content_type() in REPORTS or "x-failed-recipients" in fields
    if is_report or MACHINE.match(sender.address) or is_returned:
        return "bounces"
    if fields.get("x-spam-flag", "").strip().casefold() == "yes" or SPAM.search(
        fields.get("x-gmail-labels", "")
    ):
        return "spam"
    submitted = fields.get("auto-submitted", "no").strip().casefold()
    precedence = fields.get("precedence", "").strip().casefold()
    is_reply = any(sign in fields for sign in REPLY_SIGNS) or bool(
        AWAY.match(header(fields.get("subject", "")))
    )
    return "automatic replies" if submitted != "no" or precedence in AUTOMATIC or is_reply else ""


def _body(message: Message, depth: int) -> str:
    kind = message.get_content_type()
    if depth > DEPTH or message.get_content_disposition() == "attachment" or kind == "message/rfc822":
        return ""
    if message.is_multipart():
        parts = [part for part in _parts(message)]
        if kind == "multipart/alternative":
            return _alternative(parts, depth)
        return "\n".join(filter(None, (_body(part, depth + 1) for part in parts)))
    if kind not in {"text/plain", "text/html"}:
        return ""
    text = _text(message)
    if kind == "text/html":
        return markup_text(text)
    return _unfolded(text, message) if message.get_param("format", "") == "flowed" else text


def _parts(message: Message) -> Iterator[Message]:
    payload = message.get_payload()
    if isinstance(payload, list):
        yield from (part for part in payload if isinstance(part, Message))


def _alternative(parts: list[Message], depth: int) -> str:
    """The plain form where there is one with words in it that are not merely about the other form."""
    ranked = sorted(parts, key=lambda part: part.get_content_type() != "text/plain")
    texts = [text for part in ranked if (text := _body(part, depth + 1)).strip()]
    is_stub = len(texts) > 1 and len(texts[0]) < STUB_CHARS and STUB.search(texts[0])
    return texts[1] if is_stub else next(iter(texts), "")


def _text(message: Message) -> str:
    is_base64 = str(message.get("content-transfer-encoding", "")).strip().casefold() == "base64"
    payload = message.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    if is_base64:
        data = _whole_characters(_decoded(data) if BASE64.fullmatch(data) else data)
    return text_of(data, str(message.get_param("charset", "") or ""))


def _decoded(data: bytes) -> bytes:
    """What decodes of base64 that breaks off within four letters."""
    plain = re.sub(rb"[\s=]", b"", data)
    return base64.b64decode(plain[: len(plain) // 4 * 4])


def _whole_characters(data: bytes) -> bytes:
    """UTF-8 that breaks off, without the half character at its end."""
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(data).encode()
    except UnicodeDecodeError:
        return data


def _unfolded(text: str, message: Message) -> str:
    """The lines of format=flowed (RFC 3676) as paragraphs."""
    strip = str(message.get_param("delsp", "")).casefold() == "yes"
    lines: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        is_flowed = bool(lines) and lines[-1].endswith(" ") and lines[-1] != "-- "
        if is_flowed and not line.startswith((">", "-- ")) and not lines[-1].startswith(">"):
            lines[-1] = (lines[-1][:-1] if strip else lines[-1]) + line.removeprefix(" ")
        else:
            lines.append(line)
    return "\n".join(lines)


def markup_text(markup: str) -> str:
    """The words of an HTML mail; quoted mails get `>` signs, a signature its `-- `."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(sound(markup), "html.parser")
    for hidden in soup.select('[style*="display:none"], [style*="display: none"]'):
        hidden.decompose()
    for row in soup.select("tr"):
        cells = row.find_all(["th", "td"], recursive=False)
        if len(cells) == CELLS_OF_A_FIELD and (cells[0].name == "th" or cells[0].find(["b", "strong"])):
            cells[0].append(FIELD_END)
            cells[0].name = cells[1].name = "span"
    for quote in soup.select(QUOTES):
        quote.name = "blockquote"
    for signature in soup.select(SIGNATURES):
        signature.insert_before(soup.new_tag("br"), "--", soup.new_tag("br"))
    for reply in soup.select(REPLIES):
        reply.insert_before(soup.new_tag("br"), "-----Original Message-----", soup.new_tag("br"))
    return plain_text(str(soup))


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
    for encoding in (claimed, encodings.encoding_of(data), "utf-8"):
        if encoding and (encoding != "utf-8" or encodings.decodes(data, "utf-8")):
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
    if encodings.decodes(data, "iso2022_jp_ext"):
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
