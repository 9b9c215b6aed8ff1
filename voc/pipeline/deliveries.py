"""A week's digests -> letters and posts, handed over once; and the digests as they were sent."""

import ssl
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from email.utils import parseaddr
from pathlib import Path
from typing import NamedTuple

from voc.deliver import files, slack, smtp
from voc.deliver.letter import Letter, letter
from voc.deliver.outbox import Outbox, Receipt, Release
from voc.errors import DeliveryError, NoData, SettingsError, UsageError
from voc.pipeline.recipients import readerships
from voc.pipeline.reports import WeekDigests
from voc.reports.digest import Digest, DigestCopy
from voc.settings import Settings
from voc.store.digests import SentDigest
from voc.store.outbox import OutboxState, Parcel
from voc.store.store import Store
from voc.types import Language, Value

PASSWORD = "VOC_SMTP_PASSWORD"
CERTIFICATES = "VOC_SMTP_CA"
HANDED_OVER = {OutboxState.SENT, OutboxState.UNKNOWN}


class Omission(NamedTuple):
    """Someone who gets no mail, for nothing of theirs was said."""

    week: str
    recipient: str
    teams: str


class Edition(NamedTuple):
    """A digest in its languages, and who is to have it."""

    recipients: tuple[str, ...]
    teams: str
    """The teams' names; empty: everyone."""
    digest: Digest
    languages: tuple[Language, ...]


class Dispatch(NamedTuple):
    """What a week's sending would hand over."""

    letters: dict[str, Letter]
    """By recipient."""
    omissions: tuple[Omission, ...]
    """Who gets nothing."""
    posts: tuple[DigestCopy, ...]
    """What Slack gets, one a language."""
    editions: tuple[Edition, ...]
    """Every digest among these, and whose it is."""


class MailFiles(NamedTuple):
    """What would be sent, as files."""

    paths: tuple[Path, ...]
    omissions: tuple[Omission, ...]
    """Who would get nothing."""


class SendReport(NamedTuple):
    """How a week's sending ended."""

    receipts: tuple[Receipt, ...]
    """Mails first, then posts."""
    omissions: tuple[Omission, ...]
    """Who got nothing, for nothing of theirs was said."""
    troubles: tuple[str, ...]
    """Why a whole channel was not reached."""


class Post(NamedTuple):
    """What handing over takes besides the letters."""

    settings: Settings
    outbox: Outbox
    now: datetime
    environment: Mapping[str, str]
    """Where the passwords are."""
    release: Release


def dispatch(settings: Settings, languages: Sequence[Language], digests: WeekDigests) -> Dispatch:
    """Every recipient's letter, and the posts, each digest built once.

    Raises:
        DeliveryError: nobody is named.

    """
    groups = readerships(settings, tuple(languages))
    if not groups and not settings.slack.channel:
        raise DeliveryError("nobody to send to: set [mail] to, [[teams]] or [slack] channel in voc.toml")
    letters: dict[str, Letter] = {}
    omissions: list[Omission] = []
    editions: list[Edition] = []
    for group in groups:
        digest = digests.of(group.languages, group.scope)
        if group.scope is not None and _silent(digest):
            omissions += [Omission(digest.week, to, group.scope.name) for to in group.recipients]
        else:
            letters |= dict.fromkeys(group.recipients, letter(digest, group.languages))
            teams = group.scope.name if group.scope else ""
            editions.append(Edition(group.recipients, teams, digest, group.languages))
    posts: tuple[DigestCopy, ...] = ()
    if settings.slack.channel:
        digest = digests.of(languages)
        posts = tuple(DigestCopy(digest, language) for language in languages)
        editions.append(Edition((settings.slack.channel,), "", digest, tuple(languages)))
    return Dispatch(letters, tuple(omissions), posts, tuple(editions))


def _silent(digest: Digest) -> bool:
    """Whether nothing stands in it."""
    sections = (digest.requests, digest.praise, digest.questions, digest.at_risk)
    return not (digest.complaining or any(sections) or digest.rising or digest.resolved)


def write(ready: Dispatch, settings: Settings, now: datetime, folder: Path) -> MailFiles:
    """Write the mails as .eml files, and the posts as Slack takes them.

    Raises:
        DeliveryError: the folder cannot be written to, or an address is malformed.

    """
    paths = files.write_mail(ready.letters, settings.mail, now, folder) if ready.letters else []
    for copy in ready.posts:
        paths += files.write(copy, ("slack",), folder)
    return MailFiles(tuple(paths), ready.omissions)


def send(ready: Dispatch, store: Store, post: Post) -> SendReport:
    """Keep the digests, then hand the letters and posts over.

    They are kept before they leave, so that a process that dies afterwards leaves the record; what went to
    nobody in this run is taken back.
    """
    kept = _keep(store, ready.editions)
    report = _hand_over(ready, post)
    reached = {one.recipient for one in report.receipts if one.fresh and one.state in HANDED_OVER}
    for id_, recipients in kept.items():
        if not reached.intersection(recipients):
            store.digests.drop(id_)
    return report


def _keep(store: Store, editions: Iterable[Edition]) -> dict[str, tuple[str, ...]]:
    """The ids of what is kept now and was not before, and whose each is."""
    kept: dict[str, tuple[str, ...]] = {}
    for edition in editions:
        body = edition.digest.model_dump_json()
        for language in edition.languages:
            id_ = store.digests.keep(edition.digest.week, language, edition.teams, body)
            if id_ is not None:
                kept[id_] = edition.recipients
    return kept


def _hand_over(ready: Dispatch, post: Post) -> SendReport:
    """Send the letters, then the posts; one channel's trouble does not keep the other back."""
    receipts: list[Receipt] = []
    troubles: list[str] = []
    for channel in (_mail, _slack):
        try:
            receipts += channel(ready, post)
        except DeliveryError as error:
            troubles.append(str(error))
    return SendReport(tuple(receipts), ready.omissions, tuple(troubles))


def _mail(ready: Dispatch, post: Post) -> list[Receipt]:
    if not ready.letters:
        return []
    authorities = certificates(post.environment.get(CERTIFICATES))
    password = post.environment.get(PASSWORD)
    return smtp.deliver(
        ready.letters, post.settings.mail, post.outbox, post.now, password, authorities, post.release
    )


def _slack(ready: Dispatch, post: Post) -> list[Receipt]:
    if not ready.posts:
        return []
    webhook = post.environment.get(slack.VARIABLE)
    return slack.post(ready.posts, post.settings.slack, post.outbox, webhook, post.release)


def certificates(authority: str | None) -> ssl.SSLContext:
    """Whom to trust when mail is handed over: this machine's authorities, or one named by its file.

    Raises:
        SettingsError: the file holds no certificate.
    """
    try:
        return ssl.create_default_context(cafile=authority)
    except OSError as error:
        raise SettingsError(f"VOC_SMTP_CA = {authority!r}: {error.strerror or error}") from None


def resend(outbox: Outbox, recipient: str, week: str) -> list[Parcel]:
    """Let what nobody knows the end of be sent again to this recipient.

    Raises:
        UsageError: nothing of theirs is claimed or unknown in that week.

    """
    parcels = outbox.retry(parseaddr(recipient)[1] or recipient, week)
    if not parcels:
        raise UsageError(
            f"{week}: nothing to {recipient!r} is claimed or unknown; `voc send --list` shows the outbox"
        )
    return parcels


class WeekRow(Value):
    """A week as `voc digest --list` shows it."""

    week: str
    """The ISO week."""
    documents: int
    """Its documents, whatever became of them."""
    sent: tuple[str, ...] = ()
    """When a digest of it left: `2026-11-02 ja`, and for which teams."""


def sent_digests(
    store: Store, week: str | None, languages: Sequence[Language] = (), team: str | None = None
) -> list[DigestCopy]:
    """The digests of a week as they were sent; without a week those of the last that was sent.

    Those for everyone, where there are such, or else those of the teams; of two in one language the later.

    Raises:
        NoData: none was sent.

    """
    digests = store.digests.all(week)
    last = max((kept.week for kept in digests), default="")
    here = [kept for kept in digests if kept.week == last and (not languages or kept.language in languages)]
    theirs = [kept for kept in here if kept.audience == (team or "")] or ([] if team else here)
    if not theirs:
        raise NoData(_nothing(week, team))
    latest = {(kept.audience, kept.language): kept for kept in theirs}
    return [_copy(kept) for kept in latest.values()]


def _copy(kept: SentDigest) -> DigestCopy:
    return DigestCopy(Digest.model_validate_json(kept.body), "ja" if kept.language == "ja" else "en")


def _nothing(week: str | None, team: str | None) -> str:
    what = f"no digest of {week} was sent" if week else "no digest was sent"
    return f"{what}{f' to {team!r}' if team else ''}; `voc digest --list` shows what was"


def week_rows(store: Store) -> list[WeekRow]:
    """Every week with documents or a sent digest, the newest first."""
    volumes, digests = store.documents.weeks(), store.digests.all()
    return [
        WeekRow(
            week=week,
            documents=volumes.get(week, 0),
            sent=tuple(dict.fromkeys(_departure(kept) for kept in digests if kept.week == week)),
        )
        for week in sorted({*volumes, *(kept.week for kept in digests)}, reverse=True)
    ]


def _departure(kept: SentDigest) -> str:
    """When a digest left, in what language and for whom."""
    return f"{kept.at:%Y-%m-%d} {kept.language}" + (f" ({kept.audience})" if kept.audience else "")
