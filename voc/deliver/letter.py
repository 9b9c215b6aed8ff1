"""Digests of one week -> the mail message to one recipient (RFC 5322, RFC 2047)."""

import hashlib
import re
from collections.abc import Sequence
from datetime import datetime
from email.errors import HeaderParseError, MessageError
from email.header import decode_header, make_header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, getaddresses, parseaddr

from voc.errors import DeliveryError
from voc.render.catalogue import catalogue
from voc.render.digest import document
from voc.render.display import in_line
from voc.render.mail import mail as page
from voc.render.text import text
from voc.reports.digest import Digest
from voc.settings import Mail
from voc.types import Language, Value

HEADERS = frozenset("from to subject date message-id auto-submitted mime-version content-type".split())
ENCODED = re.compile(r"=\?")
SUBJECT = 180
LINE = re.compile(rb"^([!-9;-~]+):", re.MULTILINE)


class Letter(Value):
    """A week's digest, written out and ready to be addressed."""

    week: str
    """The ISO week."""

    subject: str
    """The subject line."""

    text: str
    """The plain part."""

    html: str
    """The HTML part."""

    edition: str
    """Its languages, the first one first: `ja`, `ja+en`."""

    @property
    def content(self) -> str:
        """A hash of what the letter says."""
        return _digest(self.week, self.subject, self.text, self.html)[:16]


def letter(digest: Digest, languages: Sequence[Language]) -> Letter:
    """One letter that holds the digest in each of the languages, the first one first."""
    docs = [document(digest, catalogue(language)) for language in languages]
    return Letter(
        week=digest.week,
        subject=docs[0].subject,
        text="\n\n".join(map(text, docs)),
        html=page(*docs),
        edition="+".join(languages),
    )


def message_id(written: Letter, mail: Mail, recipient: str) -> str:
    """The Message-ID: the same for the same week, recipient and edition.

    So a mail that a person sends again, after nobody knew whether it had arrived, is known as the same one.
    """
    domain = address(mail.sender, "[mail] sender").domain
    return f"<voc.{written.week}.{_digest(written.week, mailbox(recipient), written.edition)[:32]}@{domain}>"


def compose(written: Letter, mail: Mail, recipient: str, when: datetime) -> EmailMessage:
    """The message to one recipient; nobody else is named in it.

    Raises:
        DeliveryError: when an address is malformed.

    """
    message = EmailMessage(policy=SMTP)
    name, _ = parseaddr(header(mail.sender))
    sender, to = address(mail.sender, "[mail] sender"), address(recipient, "to")
    message["From"] = Address(name, sender.username, sender.domain)
    message["To"] = to
    message["Subject"] = header(written.subject)
    message["Date"] = format_datetime(when)
    message["Message-ID"] = message_id(written, mail, recipient)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(written.text, cte="base64")

    message.add_alternative(written.html, subtype="html", cte="base64")
    message.set_boundary(f"voc-{written.content}")
    return message


def eml(message: EmailMessage) -> bytes:
    """The message as bytes on the wire.

    Raises:
        DeliveryError: when a header is in it that voc did not write.

    """
    raw = message.as_bytes()
    head, _, _ = raw.partition(b"\r\n\r\n")
    names = [found[1].decode("ascii").lower() for found in LINE.finditer(head)]
    foreign = [name for name in names if name not in HEADERS or names.count(name) > 1]
    if foreign or b"\n\n" in head.replace(b"\r", b""):
        raise DeliveryError(f"the message would carry headers voc did not write: {sorted(set(foreign))}")
    return raw


def header(value: str) -> str:
    """A text that can stand in a header: encoded words decoded, on one line, nothing left to decode."""
    plain = in_line(_decoded(in_line(value)))
    shorter = plain if len(plain) <= SUBJECT else plain[: SUBJECT - 1] + "…"
    return ENCODED.sub("= ?", shorter)


def _decoded(value: str) -> str:
    try:
        return str(make_header(decode_header(value)))
    except (HeaderParseError, MessageError, LookupError, UnicodeError, ValueError):
        return value


def address(written: str, setting: str) -> Address:
    """The address as headers take it.

    Raises:
        DeliveryError: it is malformed.

    """
    try:
        ((_, spec),) = getaddresses([written])
        spec.encode("ascii")
        found = Address(addr_spec=spec)
    except (MessageError, ValueError, IndexError):
        found = Address()
    if not (found.username and found.domain) or in_line(written) != written:
        raise DeliveryError(f"{setting}: {written!r} is not a mail address such as name@example.com")
    return found


def mailbox(recipient: str) -> str:
    """Whose box it is, however the address is written: without a name, in small letters.

    Raises:
        DeliveryError: it is malformed.

    """
    return address(recipient, "to").addr_spec.lower()


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
