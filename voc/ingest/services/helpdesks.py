"""Intercom and Zendesk: what changed since the last time, a page at a time.

Intercom is searched for conversations that changed; the search gives no parts, so each is fetched. Its
order is not promised, so the time to go on from is kept only when the last page is stored; until then the
cursor also holds the place within the search. A kept place may have run out by the next run: the search
then begins anew. Zendesk has a cursor-based incremental export of tickets, each with its comments.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from voc.errors import SourceError
from voc.ingest.helpdesks import intercom, zendesk
from voc.ingest.json_fields import Fields, inside, listed, objects, word
from voc.ingest.services.web import ServicePage, Web

PER_PAGE = 50
EPOCH = re.compile(r"[0-9]{1,12}")


class Place(NamedTuple):
    """Where a run stands."""

    since: int
    """Changes after this epoch second are asked for."""
    after: str
    """The search's own cursor within a run."""
    newest: int
    """The newest change seen in this run."""


def intercom_pages(web: Web, cursor: str, since: datetime) -> Iterator[ServicePage]:
    """What changed after the cursor, or since a day where there is none; a page at a time."""
    place = Place(*json.loads(cursor)) if cursor else Place(int(since.timestamp()), "", 0)
    is_kept = bool(place.after)
    while True:
        pagination: dict[str, object] = {"per_page": PER_PAGE}
        if place.after:
            pagination["starting_after"] = place.after
        query = {"field": "updated_at", "operator": ">", "value": place.since}
        try:
            found = web.post("/conversations/search", {"query": query, "pagination": pagination})
        except SourceError:
            if not is_kept:
                raise
            place, is_kept = place._replace(after=""), False
            continue
        is_kept = False
        heads = list(objects(listed(found, "conversations")))
        asked = [web.find(f"/conversations/{word(head, 'id')}") for head in heads if word(head, "id")]
        whole = [one for one in asked if one]
        newest = max([place.newest, *(_seconds(head) for head in heads)])
        after = word(inside(found, "pages", "next"), "starting_after")
        if after and after == place.after:
            raise SourceError("Intercom says that more follows and points to the same place; run again later")
        place = Place(place.since, after, newest) if after else Place(max(place.since, newest - 1), "", 0)
        yield ServicePage(intercom.records({"conversations": whole}) if whole else [], json.dumps(place))
        if not after:
            return


def _seconds(head: Fields) -> int:
    stamp = word(head, "updated_at")
    return int(stamp) if EPOCH.fullmatch(stamp) else 0


EXPORT = "/api/v2/incremental/tickets/cursor.json"
GONE = "deleted"
STILL = "Zendesk says that more follows and points to the same place; run again later"


def zendesk_pages(web: Web, cursor: str, since: datetime) -> Iterator[ServicePage]:
    """What changed after the cursor, or since a day where there is none; a page at a time."""
    asked: dict[str, str | int] = {"include": "users"}
    while True:
        where: dict[str, str | int] = {"cursor": cursor} if cursor else {"start_time": int(since.timestamp())}
        found = web.get(EXPORT, **asked, **where)
        users = {word(user, "id"): user for user in objects(listed(found, "users"))}
        tickets = [
            _with_comments(web, ticket, users)
            for ticket in objects(listed(found, "tickets"))
            if word(ticket, "status") != GONE
        ]
        before, cursor = cursor, word(found, "after_cursor") or cursor
        yield ServicePage(zendesk.records({"tickets": tickets, "users": list(users.values())}), cursor)
        if found.get("end_of_stream") is not False:
            return
        if cursor == before:
            raise SourceError(STILL)


def _with_comments(web: Web, ticket: Fields, users: dict[str, Fields]) -> Fields:
    """The ticket with all its comments; whoever wrote one joins the users."""
    comments: list[Mapping[str, object]] = []
    asked: set[str] = set()
    path: str | None = f"/api/v2/tickets/{word(ticket, 'id')}/comments.json"
    parameters: dict[str, str | int] = {"include": "users", "page[size]": 100}
    while path:
        if path in asked:
            raise SourceError(STILL)
        asked.add(path)
        found = web.find(path, **parameters) or {}
        comments += objects(listed(found, "comments"))
        users.update({word(user, "id"): user for user in objects(listed(found, "users"))})
        meta, links = found.get("meta"), found.get("links")
        path = word(links, "next") or None if isinstance(meta, Mapping) and meta.get("has_more") else None
        parameters = {}
    return {**ticket, "comments": comments}
