"""Zendesk's tickets, and every export built like them -> records: comments apart, users beside them.

A comment's side comes from its author's role, else from the `users` the export carries. Internal
notes are left out: they are nobody's words to a customer.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from voc.ingest.json_fields import Fields, is_no, is_yes, text, word
from voc.ingest.records import Record
from voc.types import Side, Utterance

SIDES = {
    "end-user": Side.CUSTOMER,
    "end_user": Side.CUSTOMER,
    "customer": Side.CUSTOMER,
    "requester": Side.CUSTOMER,
    "user": Side.CUSTOMER,
    "agent": Side.STAFF,
    "admin": Side.STAFF,
    "staff": Side.STAFF,
    "bot": Side.BOT,
    "system": Side.BOT,
}
NOTES = frozenset({"note", "internal", "private", "internalnote", "privatenote", "internalcomment"})
NAMELESS = frozenset({"", "agent", "bot", "support", "system", "customer"})


class User(NamedTuple):
    """Somebody the export knows."""

    name: str
    title: str
    side: Side
    account: str


NO_USER = User("", "", Side.UNKNOWN, "")


def tickets_of(data: object) -> Sequence[object] | None:
    """The tickets of an export with comments or descriptions, or None when it is something else."""
    found = data.get("tickets") if isinstance(data, Mapping) else data
    if not isinstance(found, list):
        return None
    has_comments = any("comments" in ticket for ticket in found if isinstance(ticket, Mapping))
    return found if isinstance(data, Mapping) or has_comments else None


def fits(data: object) -> bool:
    """Whether parsed JSON is such an export."""
    return tickets_of(data) is not None


def records(data: object) -> list[Record]:
    """The tickets as records, one a ticket."""
    users = _users(data)
    return [
        _record(ticket, f"ticket {number}", users)
        if isinstance(ticket, Mapping)
        else Record(f"ticket {number}", "", "", (), fault="not a JSON object")
        for number, ticket in enumerate(tickets_of(data) or [], 1)
    ]


def _users(data: object) -> Mapping[str, User]:
    found = data.get("users") if isinstance(data, Mapping) else None
    listed = [user for user in found if isinstance(user, Mapping)] if isinstance(found, list) else []
    return {text(user.get("id")): _user(user) for user in listed}


def _user(fields: Fields) -> User:
    side = SIDES.get(text(fields.get("role")).casefold(), Side.UNKNOWN)
    title = text(fields.get("title")) or text(fields.get("job_title"))
    return User(text(fields.get("name")), title, side, text(fields.get("organization_id")))


def _record(ticket: Fields, place: str, users: Mapping[str, User]) -> Record:
    requester_id = text(ticket.get("requester_id"))
    requester = _requester(ticket.get("requester"), users.get(requester_id, NO_USER))
    said = _said(ticket, requester, requester_id, users)
    channel = word(ticket.get("via"), "channel") or text(ticket.get("channel"))
    return Record(
        place=place,
        id=text(ticket.get("id")),
        created_at=text(ticket.get("created_at")),
        said=said,
        account=text(ticket.get("organization_id")) or requester.account,
        person=requester.name,
        role=requester.title,
        channel=channel,
        subject=text(ticket.get("subject")),
    )


def _requester(found: object, known: User) -> User:
    return _user(found) if isinstance(found, Mapping) else known


def _said(
    ticket: Fields, requester: User, requester_id: str, users: Mapping[str, User]
) -> tuple[Utterance, ...]:
    comments = ticket.get("comments")
    if not isinstance(comments, list) or not comments:
        return _opening(ticket, requester, requester_id, users)
    said = []
    for comment in comments:
        if isinstance(comment, Mapping) and not _is_internal(comment):
            author = _author(comment, requester, requester_id, users)
            said.append(Utterance(author.name, author.side, _words(comment)))
    return tuple(said)


def _opening(
    ticket: Fields, requester: User, requester_id: str, users: Mapping[str, User]
) -> tuple[Utterance, ...]:
    """The description: the submitter's first comment, and nobody's words where all comments are internal."""
    if is_no(ticket.get("is_public")):
        return ()
    submitter_id = text(ticket.get("submitter_id"))
    submitter = users.get(submitter_id, NO_USER) if submitter_id != requester_id else NO_USER
    words = text(ticket.get("description"))
    if submitter.side in {Side.STAFF, Side.BOT}:
        return (Utterance(submitter.name, submitter.side, words),)
    return (Utterance(requester.name, Side.CUSTOMER, words),)


def _is_internal(comment: Fields) -> bool:
    kind = re.sub(r"[\s_-]", "", text(comment.get("type")).casefold())
    flagged = is_yes(comment.get("private")) or is_yes(comment.get("internal"))
    return is_no(comment.get("public")) or flagged or kind in NOTES


def _author(comment: Fields, requester: User, requester_id: str, users: Mapping[str, User]) -> User:
    author_id = text(comment.get("author_id"))
    author = users.get(author_id, NO_USER)
    role = text(comment.get("author_role")).casefold() or word(comment.get("author"), "role").casefold()
    name = author.name or word(comment.get("author"), "name")
    side = SIDES.get(role, author.side)
    if side is Side.UNKNOWN and author_id and author_id == requester_id:
        side = Side.CUSTOMER
    if side is Side.CUSTOMER:
        return User(name or requester.name, "", side, "")
    return User("" if name.casefold() in NAMELESS else name, "", side, "")


def _words(comment: Fields) -> str:
    return next(
        (words for key in ("plain_body", "body", "html_body", "text") if (words := text(comment.get(key)))),
        "",
    )
