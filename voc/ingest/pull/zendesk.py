"""Zendesk: the cursor-based incremental export of tickets, each with its comments."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from voc.errors import SourceError
from voc.ingest.desks import zendesk
from voc.ingest.fields import Fields, listed, objects, word
from voc.ingest.pull.page import Page
from voc.ingest.pull.web import Web

EXPORT = "/api/v2/incremental/tickets/cursor.json"
GONE = "deleted"
STILL = "Zendesk says that more follows and points to the same place; run again later"


def pages(web: Web, cursor: str, since: datetime) -> Iterator[Page]:
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
        yield Page(zendesk.records({"tickets": tickets, "users": list(users.values())}), cursor)
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
