"""Slack's export: a folder a channel with one JSON file a day, beside lists of the people and channels.

A message with its thread is a document, dated by its first message; answers of later days are looked up in
the files beside it. Whoever belongs to another workspace, or is a guest, is a customer; the settings decide
first.
"""

import html
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from voc.ingest.batch import Batch, Options, joined
from voc.ingest.encodings import read_text
from voc.ingest.hygiene import name_of
from voc.ingest.json_fields import Fields, first, inside, is_yes, objects, word
from voc.ingest.records import File, Record, stream
from voc.settings import FILE
from voc.text import nfkc
from voc.types import Side, Utterance

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
STAMP = re.compile(r'"ts"\s*:\s*"\d{9,10}\.\d{1,9}"')
MESSAGE = re.compile(r'"type"\s*:\s*"message"')
LISTS = frozenset(
    "users.json channels.json groups.json dms.json mpims.json integration_logs.json canvases.json "
    "file_conversations.json lists.json huddle_transcripts.json".split()
)
OF_LISTS = re.compile(r'"(?:team_id|is_bot|creator|members|service_id|app_id)"\s*:|\A\s*\[\s*\]')
EVENTS = re.compile(r"channel_|bot_(?:add|remove)|group_|pinned_item|reminder_add|tombstone|huddle_")
LINK = re.compile(r"<(?P<what>[^<>|]+)(?:\|(?P<label>[^<>]*))?>")
LEFT_OUT = "lists of a Slack export"
OF_THREADS = "answers in threads of earlier days"


class _Person(NamedTuple):
    name: str
    side: Side


def fits(text: str, path: Path) -> bool:
    """Whether a file is a day of a channel, or one of the lists beside them."""
    if not text.lstrip().startswith("["):
        return False
    if path.name in LISTS:
        return bool(OF_LISTS.search(text))
    return bool(STAMP.search(text) and MESSAGE.search(text))


def read(path: Path, options: Options) -> Iterator[Batch]:
    """Read a day; a list of people or channels holds no words."""
    if path.name in LISTS:
        yield Batch(skipped={LEFT_OUT: 1}, form="list of a Slack export")
        return
    people = _people(path, options)
    messages = [message for message in _messages(path) if _is_message(message)]
    threads = list(_threads(messages, path))
    records = [_record(thread, people, path) for thread in threads]
    batch = joined(stream(records, File(name_of(path), options)))
    taken = {word(one, "ts") for thread in threads for one in thread}
    elsewhere = sum(word(one, "ts") not in taken for one in messages)
    skipped = dict(batch.skipped) | ({OF_THREADS: elsewhere} if elsewhere else {})
    yield batch.model_copy(update={"form": "talk, Slack", "skipped": skipped, "notes": _notes(path, batch)})


def _messages(path: Path) -> Sequence[Fields]:
    """The objects of a file; of one that is no JSON none: it is told of when it is read itself."""
    try:
        return list(objects(json.loads(read_text(path).text)))
    except (ValueError, RecursionError):
        return []


class _ThreadIndex(NamedTuple):
    """What the days of a channel hold, so that each file is looked into once."""

    days: Mapping[str, str]
    """The day of each message, by its stamp."""

    answers: Mapping[str, Sequence[Fields]]
    """The messages of each thread after its first, by time."""


def _index(folder: Path) -> _ThreadIndex:
    files = [(day, day.stat().st_mtime_ns) for day in folder.glob("*.json") if DAY.fullmatch(day.stem)]
    return _indexed(tuple(sorted(files)))


@lru_cache(maxsize=4)
def _indexed(files: tuple[tuple[Path, int], ...]) -> _ThreadIndex:
    days: dict[str, str] = {}
    answers: dict[str, list[Fields]] = {}
    for path, _ in files:
        for message in _messages(path):
            stamp, root = word(message, "ts"), word(message, "thread_ts")
            days[stamp] = path.stem
            if root and root != stamp and _is_message(message):
                answers.setdefault(root, []).append(message)
    return _ThreadIndex(days, answers)


def _is_message(message: Fields) -> bool:
    return bool(word(message, "text")) and not EVENTS.match(word(message, "subtype"))


def _threads(messages: Sequence[Fields], path: Path) -> Iterator[list[Fields]]:
    """The day's messages, each with its answers; an answer to an earlier day's message stands with that."""
    index = _index(path.parent)
    threads: dict[str, list[Fields]] = {}
    for message in messages:
        stamp, root = word(message, "ts"), word(message, "thread_ts")
        if not root or root == stamp or root not in index.days:
            threads.setdefault(root or stamp, []).append(message)
    for root, thread in threads.items():
        known = {word(one, "ts") for one in thread}
        yield thread + [one for one in index.answers.get(root, ()) if word(one, "ts") not in known]


def _people(path: Path, options: Options) -> Mapping[str, _Person]:
    """Everybody in the list of people, by id."""
    found = (folder / "users.json" for folder in (path.parent.parent, path.parent))
    users = next((_messages(file) for file in found if file.is_file()), [])
    teams = Counter(word(user, "team_id") for user in users if not _is_guest(user))
    ours = teams.most_common(1)[0][0] if teams else ""
    return {word(user, "id"): _person(user, ours, options) for user in users}


def _is_guest(user: Fields) -> bool:
    return any(is_yes(user.get(key)) for key in ("is_restricted", "is_ultra_restricted", "is_stranger"))


def _person(user: Fields, ours: str, options: Options) -> _Person:
    name = word(user, "profile", "real_name") or first(user, "real_name", "name")
    plain = nfkc(name).casefold()
    if plain in {nfkc(one).casefold() for one in (*options.staff, *options.company)}:
        return _Person(name, Side.STAFF)
    if plain in {nfkc(one).casefold() for one in options.customers}:
        return _Person(name, Side.CUSTOMER)
    if is_yes(user.get("is_bot")):
        return _Person(name, Side.BOT)
    is_outside = _is_guest(user) or word(user, "team_id") != ours
    return _Person(name, Side.CUSTOMER if is_outside else Side.STAFF)


def _record(thread: Sequence[Fields], people: Mapping[str, _Person], path: Path) -> Record:
    said = [_said(message, people) for message in thread]
    opening = thread[0]
    return Record(
        place=f"message {word(opening, 'ts')}",
        id=f"{path.parent.name}-{word(opening, 'thread_ts') or word(opening, 'ts')}",
        created_at=word(opening, "ts"),
        said=tuple(said),
        person=next((one.speaker for one in said if one.side is Side.CUSTOMER), ""),
        channel="slack",
    )


def _said(message: Fields, people: Mapping[str, _Person]) -> Utterance:
    text = html.unescape(LINK.sub(lambda found: _shown(found, people), word(message, "text")))
    if word(message, "bot_id") or word(message, "subtype") == "bot_message":
        return Utterance("", Side.BOT, text)
    profile = inside(message, "user_profile")
    name = word(profile, "real_name") or word(profile, "name")
    person = people.get(word(message, "user"), _Person(name, Side.UNKNOWN))
    return Utterance(person.name, person.side, text)


def _shown(found: re.Match[str], people: Mapping[str, _Person]) -> str:
    what = found["what"]
    if what.startswith("@"):
        return f"@{people[what[1:]].name}" if what[1:] in people else "@"
    return (found["label"] or what).lstrip("#!")


def _notes(path: Path, batch: Batch) -> tuple[str, ...]:
    unclear = {turn.speaker for one in batch.documents for turn in one.turns if turn.side is Side.UNKNOWN}
    if not unclear:
        return ()
    who = ", ".join(sorted(filter(None, unclear))) or "people that no users.json beside it names"
    return (
        f"{name_of(path)}: cannot tell whether {who} speak for the customer, so those words are not quoted;"
        f" [ingest] customers and staff in {FILE} decide",
    )
