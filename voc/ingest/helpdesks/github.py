"""GitHub issues -> records, from the REST API or `gh issue list --json`.

Owners, members and collaborators are us; apps are bots; everybody else is a customer. Pull requests are
listed among issues and passed over, as are the hidden comments of issue templates.
"""

import re
from collections.abc import Iterator, Mapping

from voc.ingest.json_fields import Fields, first, inside, listed, objects, word
from voc.ingest.records import Record
from voc.types import Side, Utterance

OURS = frozenset({"OWNER", "MEMBER", "COLLABORATOR"})
HIDDEN = re.compile(r"<!--.*?-->", re.DOTALL)


def fits(data: object) -> bool:
    """Whether parsed JSON holds numbered issues with a body and an author."""
    return any(
        "number" in issue and "body" in issue and bool(_login(issue) or issue.get("html_url"))
        for issue in _issues(data)
    )


def records(data: object) -> list[Record]:
    """One record an issue."""
    found = [issue for issue in _issues(data) if not issue.get("pull_request")]
    return [_record(issue, number) for number, issue in enumerate(found, 1)]


def _issues(data: object) -> list[Fields]:
    if isinstance(data, Mapping) and "number" in data:
        return [data]
    return list(objects(listed(data, "issues", "items") if isinstance(data, Mapping) else data))


def _record(issue: Fields, number: int) -> Record:
    return Record(
        place=f"issue {number}",
        id=word(issue, "number"),
        created_at=first(issue, "created_at", "createdAt"),
        said=tuple(_said(issue)),
        person=_login(issue) if _side(issue) is Side.CUSTOMER else "",
        channel="github",
        subject=word(issue, "title"),
    )


def _said(issue: Fields) -> Iterator[Utterance]:
    yield _utterance(issue)
    comments = issue.get("comments")
    for comment in objects(comments if isinstance(comments, list) else issue.get("comments_data") or []):
        yield _utterance(comment)


def _utterance(one: Fields) -> Utterance:
    side = _side(one)
    return Utterance("" if side is Side.BOT else _login(one), side, _shown(word(one, "body")))


def _shown(body: str) -> str:
    """The words without comments; behind the last end of one there is none to look for."""
    end = body.rfind("-->") + len("-->")
    return HIDDEN.sub("", body[:end]) + body[end:] if end >= len("-->") else body


def _side(one: Fields) -> Side:
    if word(one, "user", "type") == "Bot" or _login(one).endswith("[bot]") or inside(one, "author", "is_bot"):
        return Side.BOT
    if first(one, "author_association", "authorAssociation").upper() in OURS:
        return Side.STAFF
    return Side.CUSTOMER


def _login(one: Fields) -> str:
    return word(one, "user", "login") or word(one, "author", "login")
