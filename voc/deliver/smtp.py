"""Hand letters to an SMTP server (RFC 5321), one message per recipient, at most once."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from email.utils import parseaddr
from typing import NamedTuple

from voc.deliver.letter import Letter, compose, eml, message_id
from voc.deliver.outbox import Outbox, Receipt, State
from voc.errors import DeliveryError
from voc.render.visible import clipped
from voc.settings import Mail

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
READY = 354
DONE = 250
ACCEPTED = {250, 251}
GOODBYE = 421


class End(NamedTuple):
    """How one attempt ended, and in whose words."""

    state: State
    reason: str | None = None


class Postbox(NamedTuple):
    """The server and how to reach it."""

    mail: Mail
    password: str | None
    context: ssl.SSLContext


def deliver(
    written: Letter,
    mail: Mail,
    outbox: Outbox,
    when: datetime,
    password: str | None = None,
    context: ssl.SSLContext | None = None,
) -> list[Receipt]:
    """Send the letter to each recipient of the settings who has not had this week's.

    One recipient's trouble does not keep the letter from the others.

    Raises:
        DeliveryError: when the server cannot be reached, lacks the security asked for or refuses the
            account; nobody has been sent anything by then but those with an earlier receipt.

    """
    _complete(mail)
    postbox = Postbox(mail, password, context or ssl.create_default_context())
    receipts = {to: _earlier(written, to, outbox) for to in dict.fromkeys(mail.to)}
    due = [to for to, receipt in receipts.items() if receipt is None]
    messages = {to: eml(compose(written, mail, to, when)) for to in due}
    if due:
        receipts |= dict(_send_all(written, postbox, messages, outbox))
    return [receipt for receipt in receipts.values() if receipt is not None]


def _complete(mail: Mail) -> None:
    for key in ("host", "sender", "to"):
        if not getattr(mail, key):
            raise DeliveryError(f"[mail] {key} is not set in voc.toml")


def _earlier(written: Letter, to: str, outbox: Outbox) -> Receipt | None:
    """The receipt of a mail that may not be sent again; None when it is still due."""
    state = outbox.state(written.week, to)
    if state is None or state == "failed":
        return None
    return Receipt.model_validate({"week": written.week, "recipient": to, "state": state, "fresh": False})


def _send_all(
    written: Letter, postbox: Postbox, messages: dict[str, bytes], outbox: Outbox
) -> Iterator[tuple[str, Receipt]]:
    """Send over one connection, or over a new one after it broke."""
    waiting = list(messages)
    while waiting:
        try:
            server = _open(postbox)
        except DeliveryError as error:
            if len(waiting) == len(messages):
                raise
            yield from ((to, _untried(written, to, str(error))) for to in waiting)
            return
        with _closing(server):
            while waiting and server.sock is not None:
                to = waiting.pop(0)
                yield to, _send(written, postbox.mail, to, messages[to], server, outbox)


def _untried(written: Letter, to: str, reason: str) -> Receipt:
    return Receipt(week=written.week, recipient=to, state="failed", fresh=True, reason=reason)


def _send(written: Letter, mail: Mail, to: str, raw: bytes, server: smtplib.SMTP, outbox: Outbox) -> Receipt:
    identity = message_id(written, mail, to)
    if not outbox.claim(written.week, to, written.edition, identity):
        taken = _earlier(written, to, outbox)
        return taken or Receipt(week=written.week, recipient=to, state="claimed", fresh=False)
    end = _hand_over(server, mail.sender, to, raw)
    outbox.settle(identity, end.state, end.reason)
    return Receipt(week=written.week, recipient=to, state=end.state, fresh=True, reason=end.reason)


def _hand_over(server: smtplib.SMTP, sender: str, to: str, raw: bytes) -> End:
    """Say MAIL, RCPT and DATA. Until the words leave, any trouble means that nothing was sent."""
    try:
        for code, words in _envelope(server, parseaddr(sender)[1], to):
            if code not in ACCEPTED and code != READY:
                _start_over(server, code)
                return End("failed", _said(code, words))
    except (smtplib.SMTPException, OSError) as error:
        server.close()
        return End("failed", f"the connection broke before the message was sent: {error}")
    return _body(server, raw)


def _start_over(server: smtplib.SMTP, code: int) -> None:
    """Forget the refused envelope; a server that says goodbye is hung up on."""
    try:
        if code == GOODBYE:
            server.close()
        else:
            server.rset()
    except (smtplib.SMTPException, OSError):
        server.close()


def _envelope(server: smtplib.SMTP, sender: str, to: str) -> Iterator[tuple[int, bytes]]:
    yield server.mail(sender)
    yield server.rcpt(to)
    yield server.docmd("DATA")


def _body(server: smtplib.SMTP, raw: bytes) -> End:
    """Send the words and the last dot. No reply to it means that nobody knows."""
    stuffed = b"\r\n".join(b"." + line if line.startswith(b".") else line for line in raw.split(b"\r\n"))
    try:
        server.send(stuffed.removesuffix(b"\r\n") + b"\r\n.\r\n")
        code, words = server.getreply()
    except (smtplib.SMTPException, OSError) as error:
        server.close()
        return End("unknown", f"no reply after the message; it may have arrived: {error}")
    if code == DONE:
        return End("sent")
    if code < 0:
        return End(
            "unknown", f"no sense in the reply after the message; it may have arrived: {_said(code, words)}"
        )
    return End("failed", _said(code, words))


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
