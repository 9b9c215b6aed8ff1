"""Slack: the messages of a channel with their threads.

Whoever belongs to another workspace is a customer, as in a channel that is shared with one; names that
voc.toml gives decide before that. A thread is read again for a week, because answers come late.
"""

import html
import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from voc.errors import SourceError
from voc.ingest.json_fields import Fields, first, inside, listed, objects, word
from voc.ingest.records import Record
from voc.ingest.services.web import ServicePage, Web
from voc.language import detect
from voc.masks import MASKS
from voc.types import Side, Utterance

UNSEEN = frozenset({"user_not_found", "user_not_visible"})
"""Somebody who is gone, or whom a shared channel does not show: no reason to read nothing."""
LATE = 7 * 24 * 3600
PAGED: dict[str, str | int] = {"limit": 200}
EVENTS = re.compile(r"channel_|bot_(?:add|remove)|group_|pinned_item|reminder_add|tombstone")
STAMP = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,9})?")
LINK = re.compile(r"<(?P<what>[^<>|]+)(?:\|(?P<label>[^<>]*))?>")


class Channel:
    """One channel, and the people in it as far as they are known."""

    def __init__(self, web: Web, channel: str, staff: tuple[str, ...], customers: tuple[str, ...]) -> None:
        self._web = web
        self._channel = channel
        self._told = {name.casefold(): Side.STAFF for name in staff}
        self._told |= {name.casefold(): Side.CUSTOMER for name in customers}
        self._people: dict[str, tuple[str, Side]] = {}
        self._mentioned: set[str] = set()
        self._team = ""

    def pages(self, cursor: str, since: datetime) -> Iterator[ServicePage]:
        """Messages after the cursor less a week, or since a day; the newest page comes first.

        The cursor moves on with the last page only: a run that stops half-way begins anew.
        """
        self._team = word(self._ask("auth.test"), "team_id")
        oldest = max(0.0, float(cursor) - LATE) if cursor else since.timestamp()
        newest, at = float(cursor or oldest), ""
        while True:
            paging: dict[str, str | int] = {"cursor": at} if at else {}
            found = self._ask(
                "conversations.history",
                channel=self._channel,
                oldest=f"{oldest:.6f}",
                **PAGED,
                **paging,
            )
            told = list(objects(listed(found, "messages")))
            messages = [one for one in told if _is_opening(one, oldest)]
            newest = max([newest, *(_time(one) for one in told)])
            before, at = at, word(inside(found, "response_metadata"), "next_cursor")
            if at and at == before:
                raise SourceError(
                    "Slack says that more follows and points to the same place; run again later"
                )
            records = [self._record(one) for one in messages]
            yield ServicePage(records, cursor if at else f"{newest:.6f}")
            if not at:
                return

    def _record(self, message: Fields) -> Record:
        self._mentioned.clear()
        said = [self._said(one) for one in self._thread(message)]
        absent = self._mentioned - {one.speaker for one in said}
        said = [one._replace(text=_without(one.text, absent)) for one in said]
        return Record(
            place=f"message {word(message, 'ts')}",
            id=f"{self._channel}-{word(message, 'ts')}",
            created_at=word(message, "ts"),
            said=tuple(said),
            person=next((one.speaker for one in said if one.side is Side.CUSTOMER), ""),
            channel="slack",
        )

    def _thread(self, message: Fields) -> list[Fields]:
        if not inside(message, "reply_count"):
            return [message]
        found: list[Fields] = []
        at = ""
        while True:
            paging: dict[str, str | int] = {"cursor": at} if at else {}
            answer = self._ask(
                "conversations.replies",
                channel=self._channel,
                ts=word(message, "ts"),
                **PAGED,
                **paging,
            )
            found += [one for one in objects(listed(answer, "messages")) if _is_said(one)]
            before, at = at, word(inside(answer, "response_metadata"), "next_cursor")
            if not at or at == before:
                return found

    def _said(self, message: Fields) -> Utterance:
        if word(message, "bot_id"):
            return Utterance("", Side.BOT, self._words(message))
        name, side = self._person(word(message, "user"))
        return Utterance(name, side, self._words(message))

    def _person(self, user: str) -> tuple[str, Side]:
        if user and user not in self._people:
            known = inside(self._ask("users.info", user=user), "user")
            name = (
                word(inside(known, "profile"), "real_name") or word(known, "real_name") or word(known, "name")
            )
            self._people[user] = (name, self._told.get(name.casefold(), self._side(known)))
        return self._people.get(user, ("", Side.UNKNOWN))

    def _side(self, known: object) -> Side:
        """By the workspace; of somebody whom Slack does not show, nothing is known."""
        team = word(known, "team_id")
        if inside(known, "is_bot"):
            return Side.BOT
        if not team:
            return Side.UNKNOWN
        return Side.STAFF if team == self._team else Side.CUSTOMER

    def _words(self, message: Fields) -> str:
        return html.unescape(LINK.sub(self._shown, word(message, "text")))

    def _shown(self, found: re.Match[str]) -> str:
        what = found["what"]
        if what.startswith("@"):
            name = self._person(what[1:])[0]
            self._mentioned.update([name] if name else [])
            return f"@{name}"
        return (found["label"] or what).lstrip("#!")

    def _ask(self, method: str, **parameters: str | int) -> Fields:
        answer = self._web.get(f"/api/{method}", **parameters)
        if method == "users.info" and word(answer, "error") in UNSEEN:
            return {}
        if answer.get("ok") is not True:
            raise SourceError(f"Slack refuses {method}: {first(answer, 'error') or 'no reason given'}")
        return answer


def _is_said(message: Fields) -> bool:
    return bool(word(message, "text")) and not EVENTS.match(word(message, "subtype"))


def _is_opening(message: Fields, oldest: float) -> bool:
    """Whether it begins a document: a thread's answer that was shown to the channel too is in its thread.

    A thread counts even if its first message has no words, or is deleted by now.
    """
    thread = word(message, "thread_ts")
    if thread and thread != word(message, "ts") and _seconds(thread) > oldest:
        return False
    return _is_said(message) or bool(inside(message, "reply_count"))


def _time(message: Fields) -> float:
    return _seconds(word(message, "ts"))


def _seconds(stamp: str) -> float:
    """An epoch stamp as Slack writes it; 0 when it is none."""
    return float(stamp) if STAMP.fullmatch(stamp) else 0.0


def _without(text: str, absent: Iterable[str]) -> str:
    """A text that mentions nobody by name who says nothing in it: no other place would mask them."""
    for name in sorted(absent, key=len, reverse=True):
        text = text.replace(f"@{name}", f"@{MASKS['name'][detect(text)]}")
    return text
