"""Mails -> Documents, one a thread: the mails that answer each other, whatever files they stand in.

Only what a customer newly wrote is the customer's; what a mail carries along is kept on side
`unknown`, so that it never becomes a quote. Whose mail is whose is told by the domains, addresses
and names in `[ingest] staff`, else by whom the threads' first mails were sent to.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from voc.errors import UnreadableFile
from voc.ingest import hygiene
from voc.ingest.batch import AT_ONCE, Batch, Options, Taken
from voc.ingest.mail import forms, messages, sealed
from voc.ingest.mail.history import MailPart, cut
from voc.ingest.mail.mailbox import MailSlot, slots
from voc.ingest.mail.messages import MailAddress, MailHeaders
from voc.ingest.records import account_of
from voc.locale import locales
from voc.types import Document, Form, Reject, Side, Utterance, in_order
from voc.weeks import week_of

SOURCE = "mail"
REPLY = re.compile(r"\s*(?:re|fwd?|aw|返信|転送)\s*(?:\[\d+\])?\s*[:：]\s*", re.I)
FREE = frozenset(
    "gmail.com googlemail.com outlook.com outlook.jp hotmail.com live.com live.jp msn.com yahoo.com "
    "yahoo.co.jp "
    "icloud.com me.com aol.com gmx.de gmx.net proton.me protonmail.com docomo.ne.jp ezweb.ne.jp au.com "
    "softbank.ne.jp "
    "i.softbank.jp ybb.ne.jp nifty.com".split()
)
FAILURES = (RecursionError, ValueError, LookupError, TypeError, AttributeError)
SHORT_MAIL = 600
OPENING = 200
"""How long an answer by a machine is, and where it says that it is one; set by judgement."""
NOT_MAIL = "a mail whose structure is broken"


class ThreadMail(NamedTuple):
    """A mail that was found: where it is, and its headers."""

    slot: MailSlot
    letter: MailHeaders
    is_form: bool = False
    """Whether our own web form sent it."""


class OwnPeople(NamedTuple):
    """What tells one's own people."""

    domains: frozenset[str]
    addresses: frozenset[str]
    names: frozenset[str]

    def has(self, person: MailAddress) -> bool:
        """Whether somebody is one of them."""
        inside = any(
            person.domain == domain or person.domain.endswith(f".{domain}") for domain in self.domains
        )
        return inside or person.address in self.addresses or person.name.casefold() in self.names


def read(paths: Sequence[Path], options: Options) -> Iterator[Batch]:
    """Read all mails of the files, one document a thread, in the order of the threads' first mails."""
    found = _MailFinder()
    for path in paths:
        found.look_into(path, options)
    threads = _threads(found.seen)
    ours, note = _ours(threads, options)
    documents: Counter[str] = Counter()
    rejects: list[Reject] = found.rejects
    skipped = found.skipped
    part: list[Document] = []
    for thread in threads:
        outcome = _document(thread, ours, options)
        if isinstance(outcome, Document):
            documents[thread[0].slot.name] += 1
            part.append(outcome)
        elif isinstance(outcome, Reject):
            rejects.append(outcome)
        else:
            skipped[outcome] += len(thread)
        if len(part) >= AT_ONCE:
            yield Batch(documents=tuple(part))
            part = []
    left = Counter(reject.path for reject in rejects)
    yield Batch(
        documents=tuple(part),
        rejects=tuple(rejects),
        notes=note,
        skipped=dict(skipped),
        files=tuple(paths),
        taken=tuple(found.taken(documents, left)),
    )


class _MailFinder:
    """The mails of several files, each once."""

    def __init__(self) -> None:
        self.seen: list[ThreadMail] = []
        self.rejects: list[Reject] = []
        self.skipped: Counter[str] = Counter()
        self._ids: set[str] = set()
        self._mails: dict[str, int] = {}

    def look_into(self, path: Path, options: Options) -> None:
        """Take in the headers of a file's mails."""
        count = 0
        try:
            for slot in slots(path):
                count = slot.number
                self._add(slot, options)
                for inner in slot.inside() if not slot.is_huge and slot.may_hold_mails() else ():
                    self._add(inner, options)
        except UnreadableFile as error:
            self.rejects.append(Reject(path=hygiene.name_of(path), place="", reason=str(error)))
        self._mails[hygiene.name_of(path)] = count

    def taken(self, documents: Counter[str], rejects: Counter[str]) -> Iterator[Taken]:
        """What each file was taken for; a thread counts where its first mail stands."""
        for name, count in self._mails.items():
            form = f"mailbox, {count:,} mails" if count else "mail"
            yield Taken(path=name, form=form, documents=documents[name], rejects=rejects[name])

    def _add(self, slot: MailSlot, options: Options) -> None:
        try:
            letter = messages.headers_of(slot.headers(), options.zone, slot.envelope)
        except FAILURES:
            self.rejects.append(Reject(path=slot.name, place=slot.place, reason=NOT_MAIL))
            return
        if slot.is_huge:
            self.rejects.append(Reject(path=slot.name, place=slot.place, reason="a mail of more than 50 MB"))
        elif letter.automatic:
            self.skipped[letter.automatic] += 1
        elif letter.id and letter.id in self._ids:
            self.skipped["mails met twice"] += 1
        elif letter.at is None:
            self.rejects.append(Reject(path=slot.name, place=slot.place, reason="a mail without a date"))
        else:
            self._ids.add(letter.id)
            self.seen.append(ThreadMail(slot, letter))


def _threads(seen: Sequence[ThreadMail]) -> list[list[ThreadMail]]:
    """Mails joined by Message-ID, References and In-Reply-To, each thread by time."""
    leaders: dict[str, str] = {}

    def leader(id_: str) -> str:
        while (above := leaders.setdefault(id_, id_)) != id_:
            leaders[id_] = leaders[above]
            id_ = leaders[id_]
        return id_

    for number, each in enumerate(seen):
        own = leader(each.letter.id or f"mail {number}")
        for other in each.letter.answers:
            leaders[leader(other)] = own
    threads: dict[str, list[ThreadMail]] = {}
    for number, each in enumerate(seen):
        threads.setdefault(leader(each.letter.id or f"mail {number}"), []).append(each)
    ordered = [sorted(thread, key=_when) for thread in threads.values()]
    return sorted(ordered, key=lambda thread: _when(thread[0]))


def _when(seen: ThreadMail) -> tuple[float, str, int]:
    return seen.letter.at.timestamp() if seen.letter.at else 0.0, seen.slot.name, seen.slot.number


def _ours(threads: Sequence[Sequence[ThreadMail]], options: Options) -> tuple[OwnPeople, tuple[str, ...]]:
    """As `[ingest] staff` says; else whoever most threads' first mails were sent to, which is told."""
    given = [entry.strip().casefold() for entry in options.staff]
    ours = OwnPeople(
        frozenset(entry.lstrip("@*.") for entry in given if "." in entry and "@" not in entry.lstrip("@")),
        frozenset(entry for entry in given if "@" in entry.lstrip("@")),
        frozenset(entry for entry in given if entry),
    )
    if ours.domains or ours.addresses or not threads:
        return ours, ()
    counts: Counter[str] = Counter()
    for thread in threads:
        first = thread[0].letter
        to = {_mailbox(person) for person in first.to} - {_mailbox(first.sender)}
        counts.update(sorted(to))
    if not counts:
        return ours, ()
    most, times = max(counts.items(), key=lambda item: (item[1], item[0]))
    if times * 2 < len(threads):
        note = 'mail: cannot tell your own people; set [ingest] staff = ["your-domain"] in voc.toml'
        return ours, (note,)
    note = (
        f"mail: {most} is taken for yours, since most threads began with a mail to it;"
        f' set [ingest] staff = ["{most}"] in voc.toml, or what is right'
    )
    kept = {"addresses": frozenset({most})} if "@" in most else {"domains": frozenset({most})}
    return ours._replace(**kept), (note,)


def _mailbox(person: MailAddress) -> str:
    """The domain, or the whole address where many share the domain."""
    return person.address if person.domain in FREE else person.domain


def _document(thread: Sequence[ThreadMail], ours: OwnPeople, options: Options) -> Document | Reject | str:
    """A thread's document; or why there is none; or, for what is left out on purpose, its name."""
    try:
        thread = [_of_form(seen, ours) for seen in thread]
    except FAILURES:
        return _reject(thread[0], NOT_MAIL, options)
    customers = [seen for seen in thread if not ours.has(seen.letter.sender)]
    if not customers:
        return "mails among your own people"
    first, opening = thread[0], customers[0].letter
    try:
        said = [each for seen in thread for each in _said(seen, ours)]
    except FAILURES:
        return _reject(first, NOT_MAIL, options)
    if sum(len(each.text) for each in said) > hygiene.HUGE:
        return _reject(first, f"the thread is longer than {hygiene.HUGE:,} characters", options)
    if not any(each.side is Side.CUSTOMER for each in said):
        sealed_by = next(filter(None, (sealed.reason(seen.slot.letter()) for seen in customers)), "")
        return _reject(first, sealed_by or "no words of the customer's own", options)
    if len(thread) == 1 and _is_machines(said):
        return "automatic replies"
    id_ = first.letter.id.replace("@", "/") or f"{first.slot.path.stem} {first.slot.number or ''}".strip()
    return Document(
        source=options.source or SOURCE,
        id=hygiene.clean(id_),
        form=Form.TICKET,
        created_at=opening.at or first.letter.at,
        account=account_of(opening.sender.address, options),
        person=opening.sender.name or opening.sender.address or None,
        channel="email",
        subject=_subject(first.letter.subject) or None,
        turns=in_order(said),
    )


def _is_machines(said: Sequence[Utterance]) -> bool:
    """Whether the one mail of a thread is a short one that says no person wrote it, or that they are away."""
    words = "\n".join(each.text for each in said if each.side is Side.CUSTOMER)
    return len(words) <= SHORT_MAIL and any(
        tongue.mails.answered_by_machine.search(words[:OPENING]) for tongue in locales()
    )


def _of_form(seen: ThreadMail, ours: OwnPeople) -> ThreadMail:
    """A mail that our own web form sent, as the customer's whom Reply-To or the form's fields name."""
    letter = seen.letter
    if letter.answers or not ours.has(letter.sender):
        return seen
    asked = next((person for person in letter.reply_to if not ours.has(person)), None)
    if named := forms.sender(messages.words_of(seen.slot.letter())):
        address = MailAddress(named.name, named.address)
        asked = asked._replace(name=asked.name or named.name) if asked else address
    if asked is None or ours.has(asked):
        return seen
    return seen._replace(letter=letter._replace(sender=asked), is_form=True)


def _said(seen: ThreadMail, ours: OwnPeople) -> Iterable[Utterance]:
    """A mail's stretches: the new ones are its sender's, the others nobody's."""
    sender = seen.letter.sender
    side = Side.STAFF if ours.has(sender) else Side.CUSTOMER
    words = messages.words_of(seen.slot.letter())
    for stretch in forms.cut(words) if seen.is_form else cut(words):
        if stretch.part is MailPart.NEW:
            yield Utterance(sender.name or sender.address, side, stretch.text)
        elif not seen.is_form:
            yield Utterance("", Side.UNKNOWN, stretch.text)


def _subject(raw: str) -> str:
    plain = hygiene.clean(raw)
    while found := REPLY.match(plain):
        plain = plain[found.end() :]
    return plain


def _reject(seen: ThreadMail, reason: str, options: Options) -> Reject:
    week = week_of(seen.letter.at, options.zone) if seen.letter.at else None
    return Reject(path=seen.slot.name, place=seen.slot.place, reason=reason, week=week)
