"""Hand letters to an SMTP server (RFC 5321), one message per recipient, at most once."""

import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from email.utils import parseaddr
from typing import NamedTuple

from voc.deliver.letter import Letter, address, compose, eml, mailbox, message_id
from voc.deliver.outbox import Outbox, OutboxState, Parcel, Receipt, Release, admitted, receipt, stopped
from voc.errors import DeliveryError
from voc.render.display import clipped
from voc.settings import LOOPBACK, Mail

READY = 354
DONE = 2
REFUSED = {4, 5}
ACCEPTED = {250, 251}
GOODBYE = 421


class End(NamedTuple):
    """How one attempt ended, and in whose words."""

    state: OutboxState
    note: str | None = None


class Postbox(NamedTuple):
    """The server and how to reach it."""

    mail: Mail
    password: str | None
    context: ssl.SSLContext


class OutgoingMail(NamedTuple):
    """A letter addressed to one recipient."""

    parcel: Parcel
    to: str
    content: str
    message_id: str
    raw: bytes


def deliver(
    letters: Mapping[str, Letter],
    mail: Mail,
    outbox: Outbox,
    when: datetime,
    password: str | None = None,
    context: ssl.SSLContext | None = None,
    release: Release = "auto",
) -> list[Receipt]:
    """Send each recipient the letter that is due.

    One recipient's trouble does not keep the letters from the others.

    Raises:
        DeliveryError: when the server cannot be reached, lacks the security asked for or refuses the
            account; nobody has been sent anything by then but those with an earlier receipt.

    """
    _complete(mail)
    postbox = Postbox(mail, password, context or ssl.create_default_context())
    receipts: dict[str, Receipt] = {}
    due: list[OutgoingMail] = []
    for to, written in letters.items():
        try:
            item = _item(to, written, mail, when)
        except DeliveryError as error:
            receipts[to] = receipt(Parcel(written.week, to, written.edition), OutboxState.FAILED, str(error))
            continue
        held = admitted(item.parcel, item.content, outbox, release)
        if held is None:
            due.append(item)
        else:
            receipts[to] = held
    if due:
        receipts |= dict(_send_all(due, postbox, outbox))
    return [receipts[to].model_copy(update={"recipient": to}) for to in letters]


def _complete(mail: Mail) -> None:
    for key in ("host", "sender"):
        if not getattr(mail, key):
            raise DeliveryError(f"[mail] {key} is not set in voc.toml")
    address(mail.sender, "[mail] sender")


def _item(to: str, written: Letter, mail: Mail, when: datetime) -> OutgoingMail:
    parcel = Parcel(written.week, mailbox(to), written.edition)
    raw = eml(compose(written, mail, to, when))
    return OutgoingMail(parcel, to, written.content, message_id(written, mail, to), raw)


def _send_all(due: list[OutgoingMail], postbox: Postbox, outbox: Outbox) -> Iterator[tuple[str, Receipt]]:
    """Send over one connection, or over a new one after it broke."""
    waiting = list(due)
    while waiting:
        try:
            server = _open(postbox)
        except DeliveryError as error:
            if len(waiting) == len(due):
                raise
            yield from ((item.to, receipt(item.parcel, OutboxState.FAILED, str(error))) for item in waiting)
            return
        with _closing(server):
            while waiting and server.sock is not None:
                item = waiting.pop(0)
                yield item.to, _send(item, postbox.mail.sender, server, outbox)


def _send(item: OutgoingMail, sender: str, server: smtplib.SMTP, outbox: Outbox) -> Receipt:
    """Hand over one letter. The claim is committed when the server would take it, and before it is sent."""
    refused = _offer(server, sender, item.to)
    if not outbox.claim(item.parcel, item.content, item.message_id):
        _start_over(server)
        return stopped(item.parcel, outbox)
    end = refused or _hand_over(server, item.raw)
    outbox.settle(item.parcel, end.state, end.note)
    return receipt(item.parcel, end.state, end.note)


def _offer(server: smtplib.SMTP, sender: str, to: str) -> End | None:
    """Say MAIL and RCPT; None when the server would take the letter."""
    try:
        for command, address in ((server.mail, parseaddr(sender)[1]), (server.rcpt, to)):
            code, words = command(address)
            if code not in ACCEPTED:
                _start_over(server, code)
                return End(OutboxState.FAILED, _said(code, words))
    except (smtplib.SMTPException, OSError) as error:
        return _broken(server, error)
    return None


def _hand_over(server: smtplib.SMTP, raw: bytes) -> End:
    """Say DATA and the words. Until they leave, any trouble means that nothing was sent."""
    try:
        code, words = server.docmd("DATA")
    except (smtplib.SMTPException, OSError) as error:
        return _broken(server, error)
    if code != READY:
        _start_over(server, code)
        return End(OutboxState.FAILED, _said(code, words))
    return _body(server, raw)


def _broken(server: smtplib.SMTP, error: Exception) -> End:
    server.close()
    return End(OutboxState.FAILED, f"the connection broke before the message was sent: {error}")


def _start_over(server: smtplib.SMTP, code: int = 0) -> None:
    """Forget the envelope; a server that says goodbye is hung up on."""
    try:
        if code == GOODBYE:
            server.close()
        elif server.sock is not None:
            server.rset()
    except (smtplib.SMTPException, OSError):
        server.close()


def _body(server: smtplib.SMTP, raw: bytes) -> End:
    """Send the words, then the last dot. Once that has left, no reply means that nobody knows."""
    stuffed = b"\r\n".join(b"." + line if line.startswith(b".") else line for line in raw.split(b"\r\n"))
    try:
        server.send(stuffed.removesuffix(b"\r\n"))
    except (smtplib.SMTPException, OSError) as error:
        return _broken(server, error)
    try:
        server.send(b"\r\n.\r\n")
        code, words = server.getreply()
    except (smtplib.SMTPException, OSError) as error:
        server.close()
        return End(OutboxState.UNKNOWN, f"no reply after the message; it may have arrived: {error}")
    if code // 100 == DONE:
        return End(OutboxState.SENT)
    if code // 100 in REFUSED:
        return End(OutboxState.FAILED, _said(code, words))
    said = _said(code, words)
    return End(OutboxState.UNKNOWN, f"no sense in the reply after the message; it may have arrived: {said}")


def _said(code: int, words: bytes) -> str:
    return clipped(f"{code} {words.decode('utf-8', 'replace')}", 200)


def _open(postbox: Postbox) -> smtplib.SMTP:
    try:
        return _connected(postbox)
    except (smtplib.SMTPException, OSError) as error:
        raise DeliveryError(_unreachable(postbox.mail, error)) from error


@contextmanager
def _closing(server: smtplib.SMTP) -> Iterator[None]:
    try:
        yield
    finally:
        if server.sock is not None:
            with suppress(smtplib.SMTPException, OSError):
                server.quit()
        server.close()


def _connected(postbox: Postbox) -> smtplib.SMTP:
    mail = postbox.mail
    name = mail.sender.rpartition("@")[2].rstrip("> ")
    server: smtplib.SMTP
    if mail.security == "tls":
        server = smtplib.SMTP_SSL(mail.host, mail.port, name, timeout=mail.timeout, context=postbox.context)
    else:
        server = smtplib.SMTP(mail.host, mail.port, name, timeout=mail.timeout)
    with ExitStack() as undo:
        undo.callback(server.close)
        _secured(server, postbox)
        undo.pop_all()
    return server


def _secured(server: smtplib.SMTP, postbox: Postbox) -> None:
    mail = postbox.mail
    if mail.security == "starttls":
        server.starttls(context=postbox.context)
    server.ehlo_or_helo_if_needed()
    if not mail.user:
        return
    if mail.security == "none" and mail.host not in LOOPBACK:
        raise DeliveryError(
            "[mail] security = 'none' would send the password readable; use 'starttls' or 'tls'"
        )
    if not postbox.password:
        raise DeliveryError("[mail] user is set: put its password into the environment as VOC_SMTP_PASSWORD")
    server.login(mail.user, postbox.password)


def _unreachable(mail: Mail, error: Exception) -> str:
    place = f"{mail.host}:{mail.port}"
    if isinstance(error, smtplib.SMTPAuthenticationError):
        words = _said(error.smtp_code, _bytes(error.smtp_error))
        return f"{place} refuses user {mail.user!r} (check VOC_SMTP_PASSWORD): {words}"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return f"{place} does not offer what [mail] security = {mail.security!r} asks for: {error}"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"{place} shows a certificate that is not trusted: {error.verify_message}"
    return f"{place} cannot be reached: {error}"


def _bytes(words: bytes | str) -> bytes:
    return words if isinstance(words, bytes) else words.encode()
