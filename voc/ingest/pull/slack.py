"""Slack: the messages of a channel with their threads.

Whoever belongs to another workspace is a customer, as in a channel that is shared with one; names that
voc.toml gives decide before that. A thread is read again for a week, because answers come late.
"""

import html
import re
from collections.abc import Iterator
from datetime import datetime

from voc.errors import SourceError
from voc.ingest.fields import Fields, first, inside, listed, objects, word
from voc.ingest.pull.page import Page
from voc.ingest.pull.web import Web
from voc.ingest.records import Record
from voc.types import Side, Utterance

LATE = 7 * 24 * 3600
PAGED: dict[str, str | int] = {"limit": 200}
EVENTS = re.compile(r"channel_|bot_(?:add|remove)|group_|pinned_item|reminder_add|tombstone")
LINK = re.compile(r"<(?P<what>[^<>|]+)(?:\|(?P<label>[^<>]*))?>")


class Channel:
    """One channel, and the people in it as far as they are known."""

    def __init__(self, web: Web, channel: str, staff: tuple[str, ...], customers: tuple[str, ...]) -> None:
        self._web = web
        self._channel = channel
        self._told = {name.casefold(): Side.STAFF for name in staff}
        self._told |= {name.casefold(): Side.CUSTOMER for name in customers}
        self._people: dict[str, tuple[str, Side]] = {}
        self._team = ""

    def pages(self, cursor: str, since: datetime) -> Iterator[Page]:
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
            messages = [one for one in objects(listed(found, "messages")) if _is_said(one)]
            newest = max([newest, *(float(word(one, "ts") or 0) for one in messages)])
            at = word(inside(found, "response_metadata"), "next_cursor")
            records = [self._record(one) for one in messages]
            yield Page(records, cursor if at else f"{newest:.6f}")
            if not at:
                return

    def _record(self, message: Fields) -> Record:
        said = tuple(self._said(one) for one in self._thread(message))
        return Record(
            place=f"message {word(message, 'ts')}",
            id=f"{self._channel}-{word(message, 'ts')}",
            created_at=word(message, "ts"),
            said=said,
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
            at = word(inside(answer, "response_metadata"), "next_cursor")
            if not at:
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
            foreign = word(known, "team_id") != self._team
            side = Side.BOT if inside(known, "is_bot") else Side.CUSTOMER if foreign else Side.STAFF
            self._people[user] = (name, self._told.get(name.casefold(), side))
        return self._people.get(user, ("", Side.UNKNOWN))

    def _words(self, message: Fields) -> str:
        return html.unescape(LINK.sub(self._shown, word(message, "text")))

    def _shown(self, found: re.Match[str]) -> str:
        what = found["what"]
        if what.startswith("@"):
            return f"@{self._person(what[1:])[0]}"
        return (found["label"] or what).lstrip("#!")

    def _ask(self, method: str, **parameters: str | int) -> Fields:
        answer = self._web.get(f"/api/{method}", **parameters)
        if answer.get("ok") is not True:
            raise SourceError(f"Slack refuses {method}: {first(answer, 'error') or 'no reason given'}")
        return answer


def _is_said(message: Fields) -> bool:
    return bool(word(message, "text")) and not EVENTS.match(word(message, "subtype"))
