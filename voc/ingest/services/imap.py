"""A mailbox on an IMAP server (RFC 3501), read-only: new mails, each with the ones it answers.

Mails lie in a private temporary folder only while they are read: unmasked words are kept nowhere. The
cursor is the last UID and the UIDVALIDITY it holds for; where that changed, the mailbox is read anew.
"""

import imaplib
import json
import re
import ssl
import tempfile
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Any, NamedTuple

from voc.errors import SettingsError, SourceError
from voc.ingest import mail
from voc.ingest.batch import Batch, Options
from voc.ingest.services.web import PullStep
from voc.settings import LOOPBACK

AT_ONCE = 100
MOST_ANSWERED = 20
TIMEOUT = 60.0
TLS = 993
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
MESSAGE_ID = re.compile(r"<[!#-;=?-\[\]-~]+>")
"""Only what can be asked for in ASCII between quotes."""
BEYOND = re.compile(r"[^\x20-\x7e]+")
UID = re.compile(rb"UID (\d+)")


class Address(NamedTuple):
    """Where a mailbox is, and whose it is."""

    host: str
    port: int
    folder: str
    user: str
    password: str

    @property
    def is_near(self) -> bool:
        """Whether it is on this machine, where a line without TLS is nobody's to read."""
        return self.host in LOOPBACK and self.port != TLS


class MailboxPlace(NamedTuple):
    """How far a mailbox has been read."""

    validity: str
    """The UIDVALIDITY that the UID belongs to."""
    last: int
    """The last UID that was read."""


NOWHERE = MailboxPlace("", 0)


class Mailbox:
    """One folder, opened read-only."""

    def __init__(self, address: Address) -> None:
        self._address = address
        try:
            self._connection = self._opened()
        except (OSError, UnicodeError, OverflowError, imaplib.IMAP4.error) as error:
            raise SourceError(f"no IMAP server answers at {address.host}:{address.port}: {error}") from None
        self._log_in()

    def _opened(self) -> imaplib.IMAP4:
        host, port = self._address.host, self._address.port
        if self._address.is_near:
            return imaplib.IMAP4(host, port, timeout=TIMEOUT)
        return imaplib.IMAP4_SSL(host, port, ssl_context=ssl.create_default_context(), timeout=TIMEOUT)

    def _log_in(self) -> None:
        try:
            self._connection.login(self._address.user, self._address.password)
        except (OSError, imaplib.IMAP4.abort):
            self.close()
            raise SourceError(f"{self._address.host} hangs up at the login; run again later") from None
        except (imaplib.IMAP4.error, ValueError):
            self.close()
            raise SettingsError(
                f"{self._address.host} refuses the login; check VOC_IMAP_USER and VOC_IMAP_PASSWORD"
            ) from None

    def steps(self, cursor: str, since: datetime, options: Options) -> Iterator[PullStep]:
        """What came after the cursor, or since a day where there is none; a hundred mails at a time.

        Raises:
            SourceError: the folder is not there, or the line breaks; what came before is stored.

        """
        try:
            yield from self._steps(cursor, since, options)
        except (OSError, imaplib.IMAP4.error) as error:
            raise SourceError(f"{self._address.host}: {error}; run again to go on") from None

    def _steps(self, cursor: str, since: datetime, options: Options) -> Iterator[PullStep]:
        status, _ = self._connection.select(f'"{_as_sent(self._address.folder)}"', readonly=True)
        if status != "OK":
            raise SourceError(f"{self._address.host} has no folder {self._address.folder!r}")
        validity = (self._connection.response("UIDVALIDITY")[1] or [b""])[0] or b""
        place = MailboxPlace(*json.loads(cursor)) if cursor else NOWHERE
        last = place.last if place.validity == validity.decode() else 0
        uids = [uid for uid in self._search(_wanted(last, since)) if uid > last]
        for at in range(0, len(uids), AT_ONCE):
            chunk = uids[at : at + AT_ONCE]
            yield PullStep(self._read(chunk, options), json.dumps(MailboxPlace(validity.decode(), chunk[-1])))

    def _search(self, criteria: Sequence[str]) -> list[int]:
        found = self._asked("SEARCH", *criteria)
        return sorted(int(uid) for uid in (found[0] or b"").split())

    def _read(self, uids: Sequence[int], options: Options) -> tuple[Batch, ...]:
        """These mails and those they answer, as documents."""
        with tempfile.TemporaryDirectory(prefix="voc-mail-") as name:
            folder = Path(name)
            found = new = self._fetch(uids)
            asked: set[str] = set()
            while new := self._fetch([uid for uid in self._answered(new, asked) if uid not in found]):
                found |= new
            for uid, data in found.items():
                (folder / f"{uid}.eml").write_bytes(data)
            return tuple(mail.read(sorted(folder.iterdir(), key=lambda path: int(path.stem)), options))

    def _fetch(self, uids: Sequence[int]) -> dict[int, bytes]:
        if not uids:
            return {}
        parts = self._asked("FETCH", ",".join(map(str, uids)), "(UID BODY.PEEK[])")
        found = {}
        for part, after in zip(parts, [*parts[1:], b""], strict=True):
            if isinstance(part, tuple):
                rest = after if isinstance(after, bytes) else b""
                if uid := UID.search(part[0]) or UID.search(rest):
                    found[int(uid[1])] = part[1]
        return found

    def _asked(self, command: str, *words: str) -> list[Any]:
        """What the server answers; a refusal is raised, lest the cursor moves past mails nobody saw."""
        status, found = self._connection.uid(command, *words)
        if status != "OK":
            raise imaplib.IMAP4.error(f"refuses {command}")
        return found

    def _answered(self, found: dict[int, bytes], asked: set[str]) -> list[int]:
        """The other mails of their threads: those that these answer, and those that answer the first one.

        The latter need not be named in a new mail, and would be lost when its thread is stored anew.
        """
        headers = [BytesHeaderParser().parsebytes(data) for data in found.values()]
        here = {id_ for one in headers for id_ in MESSAGE_ID.findall(str(one["Message-ID"] or ""))}
        wanted: dict[str, None] = {}
        for one in headers:
            named = MESSAGE_ID.findall(f"{one['References'] or ''} {one['In-Reply-To'] or ''}")
            wanted |= dict.fromkeys(_by_id(id_) for id_ in named[-MOST_ANSWERED:] if id_ not in here)
            wanted |= dict.fromkeys(_answers(id_) for id_ in named[:1])
        new = [criteria for criteria in wanted if criteria not in asked]
        asked.update(new)
        uids = {uid for criteria in new for uid in self._search((criteria,))}
        return sorted(uids - set(found))

    def close(self) -> None:
        """Let go of the connection."""
        try:
            self._connection.logout()
        except (OSError, imaplib.IMAP4.error):
            with suppress(OSError):
                self._connection.shutdown()


def _by_id(id_: str) -> str:
    return f'HEADER Message-ID "{id_}"'


def _answers(id_: str) -> str:
    return f'OR HEADER References "{id_}" HEADER In-Reply-To "{id_}"'


def _wanted(last: int, since: datetime) -> tuple[str, ...]:
    if last:
        return ("UID", f"{last + 1}:*")
    return ("SINCE", f"{since.day:02}-{MONTHS[since.month - 1]}-{since.year}")


def _as_sent(folder: str) -> str:
    """A folder's name in modified UTF-7 (RFC 3501, 5.1.3), between quotes."""
    plain = folder.replace("&", "&-").replace("\\", r"\\").replace('"', r"\"")
    return BEYOND.sub(_shifted, plain)


def _shifted(found: re.Match[str]) -> str:
    data = b64encode(found.group().encode("utf-16-be", "replace")).decode()
    return f"&{data.rstrip('=').replace('/', ',')}-"
