"""A week's digests -> the recipients' letters and the channel's posts."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from voc.deliver import files, slack, smtp
from voc.deliver.letter import Letter, letter
from voc.deliver.outbox import Outbox, Receipt, Release
from voc.errors import DeliveryError
from voc.project import parts
from voc.project.audiences import Scope, audiences
from voc.reports.digest import Digest
from voc.settings import Settings
from voc.types import Language

PASSWORD = "VOC_SMTP_PASSWORD"
CERTIFICATES = "VOC_SMTP_CA"

Build = Callable[[Language, Scope | None], Digest]


class Quiet(NamedTuple):
    """Someone who gets no mail, for nothing of theirs was said."""

    week: str
    recipient: str
    teams: str


class Made(NamedTuple):
    """A digest in its languages, and who is to have it."""

    recipients: tuple[str, ...]
    audience: str
    """The teams' names; empty: everyone."""
    digests: tuple[Digest, ...]


class Outgoing(NamedTuple):
    """What a week's sending would hand over."""

    letters: dict[str, Letter]
    """By recipient."""
    quiet: tuple[Quiet, ...]
    """Who gets nothing."""
    posts: tuple[Digest, ...]
    """What Slack gets, one a language."""
    made: tuple[Made, ...]
    """Every digest among these, and whose it is."""


class Written(NamedTuple):
    """What would be sent, as files."""

    paths: tuple[Path, ...]
    quiet: tuple[Quiet, ...]
    """Who would get nothing."""


class Sent(NamedTuple):
    """How a week's sending ended."""

    receipts: tuple[Receipt, ...]
    """Mails first, then posts."""
    quiet: tuple[Quiet, ...]
    """Who got nothing, for nothing of theirs was said."""
    troubles: tuple[str, ...]
    """Why a whole channel was not reached."""


def outgoing(settings: Settings, languages: Sequence[Language], build: Build) -> Outgoing:
    """Every recipient's letter, and the posts; `build` makes the digest in a language, of some themes or all.

    Raises:
        DeliveryError: nobody is named.

    """
    groups = audiences(settings, tuple(languages))
    if not groups and not settings.slack.channel:
        raise DeliveryError("nobody to send to: set [mail] to, [[teams]] or [slack] channel in voc.toml")
    letters: dict[str, Letter] = {}
    quiet: list[Quiet] = []
    made: list[Made] = []
    for group in groups:
        digests = [build(language, group.scope) for language in group.languages]
        if group.scope is not None and _silent(digests[0]):
            quiet += [Quiet(digests[0].week, to, group.scope.name) for to in group.recipients]
        else:
            letters |= dict.fromkeys(group.recipients, letter(digests))
            made.append(Made(group.recipients, group.scope.name if group.scope else "", tuple(digests)))
    posts = [build(language, None) for language in languages] if settings.slack.channel else []
    made += [Made((settings.slack.channel,), "", tuple(posts))] if posts else []
    return Outgoing(letters, tuple(quiet), tuple(posts), tuple(made))


def _silent(digest: Digest) -> bool:
    """Whether nothing stands in it."""
    sections = (digest.requests, digest.praise, digest.questions, digest.at_risk)
    return not (digest.complaining or any(sections) or digest.rising or digest.resolved)


def write(ready: Outgoing, settings: Settings, now: datetime, folder: Path) -> Written:
    """Write the mails as .eml files, and the posts as Slack takes them.

    Raises:
        DeliveryError: the folder cannot be written to, or an address is malformed.

    """
    paths = files.write_mail(ready.letters, settings.mail, now, folder) if ready.letters else []
    for digest in ready.posts:
        paths += files.write(digest, ("slack",), folder)
    return Written(tuple(paths), ready.quiet)


def hand_over(
    ready: Outgoing,
    settings: Settings,
    outbox: Outbox,
    now: datetime,
    environment: Mapping[str, str],
    release: Release,
) -> Sent:
    """Send the letters, then the posts; one channel's trouble does not keep the other back."""
    receipts: list[Receipt] = []
    troubles: list[str] = []
    for send in (_mail, _post):
        try:
            receipts += send(ready, settings, outbox, now, environment, release)
        except DeliveryError as error:
            troubles.append(str(error))
    return Sent(tuple(receipts), ready.quiet, tuple(troubles))


def _mail(
    ready: Outgoing,
    settings: Settings,
    outbox: Outbox,
    now: datetime,
    environment: Mapping[str, str],
    release: Release,
) -> list[Receipt]:
    if not ready.letters:
        return []
    trusted = parts.certificates(environment.get(CERTIFICATES))
    password = environment.get(PASSWORD)
    return smtp.deliver(ready.letters, settings.mail, outbox, now, password, trusted, release)


def _post(
    ready: Outgoing,
    settings: Settings,
    outbox: Outbox,
    now: datetime,
    environment: Mapping[str, str],
    release: Release,
) -> list[Receipt]:
    if not ready.posts:
        return []
    return slack.post(ready.posts, settings.slack, outbox, environment.get(slack.VARIABLE), release)
