"""Help desks and channels that answer as their public API references say, and a project that asks them."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from loopback_http import Answer

from voc.project import Project

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


SECRETS = {
    "VOC_ZENDESK_EMAIL": "ann@example.com",
    "VOC_ZENDESK_TOKEN": "z",
    "VOC_INTERCOM_TOKEN": "i",
    "VOC_SLACK_TOKEN": "s",
    "VOC_IMAP_USER": "ann",
    "VOC_IMAP_PASSWORD": "right",
}


USERS = [{"id": 1, "name": "Nerys Bowen", "role": "end-user"}, {"id": 2, "name": "Marcus", "role": "agent"}]


def project(folder, environment=SECRETS):
    return Project.open(folder, environment, lambda: NOW)


def ingest(folder, word):
    from voc.pipeline.documents import Files

    opened = project(folder)
    try:
        report = opened.ingest(Files([], services=(word,)))
        keys = opened.store.documents.keys()
        return report, opened.store.documents.get(keys)
    finally:
        opened.close()


def ticket(number, **fields):
    return {
        "id": number,
        "created_at": "2026-10-05T09:00:00Z",
        "requester_id": 1,
        "subject": "Slow",
        "status": "open",
        "via": {"channel": "email"},
        "description": "It is slow.",
    } | fields


class Zendesk:
    """Two pages of tickets; a comment of its own for each."""

    def __init__(self, *faults):
        self.faults = list(faults)
        self.served = 0

    def __call__(self, request):
        if self.faults:
            return self.faults.pop(0)
        if "comments" in request.path:
            number = int(request.path.split("/")[4])
            return Answer(
                body={
                    "comments": [
                        {"author_id": 1, "plain_body": f"It is slow, {number}.", "public": True},
                        {"author_id": 2, "plain_body": "cross again", "public": False},
                        {"author_id": 2, "plain_body": "We look.", "public": True},
                    ],
                    "users": USERS,
                    "meta": {"has_more": False},
                }
            )
        cursor = request.query.get("cursor", [""])[0]
        pages = {"": ([1, 2], "c1", False), "c1": ([3], "c2", True), "c2": ([], "c2", True)}
        numbers, after, end = pages[cursor]
        tickets = [ticket(number) for number in numbers]
        if not cursor:
            tickets.append(ticket(9, status="deleted"))
        return Answer(body={"tickets": tickets, "users": USERS, "after_cursor": after, "end_of_stream": end})


def conversation(number, at):
    part = {"part_type": "comment", "body": "<p>We look.</p>", "author": {"type": "admin", "name": "Sato"}}
    return {
        "type": "conversation",
        "id": str(number),
        "created_at": at,
        "updated_at": at,
        "source": {
            "type": "conversation",
            "body": f"<p>It is slow, {number}.</p>",
            "author": {"type": "user", "name": "Ann Lee"},
        },
        "conversation_parts": {"conversation_parts": [part]},
    }


class Intercom:
    """Three conversations, two a page; a search gives no parts."""

    def __init__(self):
        self.known = {str(number): conversation(number, 1790000000 + number) for number in (1, 2, 3)}

    def __call__(self, request):
        if request.method == "GET":
            found = self.known.get(request.path.rsplit("/", 1)[1])
            return Answer(body=found) if found else Answer(404, body={})
        asked = request.json
        newer = [one for one in self.known.values() if one["updated_at"] > asked["query"]["value"]]
        start = int(asked["pagination"].get("starting_after", "0"))
        page = [{key: one[key] for key in ("id", "updated_at")} for one in newer[start : start + 2]]
        following = {"starting_after": str(start + 2)} if len(newer) > start + 2 else None
        return Answer(body={"conversations": page, "pages": {"next": following}})


MESSAGES = [
    {"type": "message", "user": "U2", "text": "The export of <https://a.example|our list> stops &amp; hangs.",
     "ts": "1790000100.000100", "thread_ts": "1790000100.000100", "reply_count": 1},
    {"type": "message", "subtype": "channel_join", "user": "U2", "text": "joined", "ts": "1790000050.000100"},
    {"type": "message", "user": "U1", "text": "Hello all", "ts": "1790000000.000100"},
]  # fmt: skip


REPLY = {"type": "message", "user": "U1", "text": "<@U2> we look", "ts": "1790000200.000100"}


def slack(request):
    method = urlsplit(request.path).path.rsplit("/", 1)[1]
    if method == "auth.test":
        return Answer(body={"ok": True, "team_id": "T1"})
    if method == "users.info":
        ours = request.query["user"] == ["U1"]
        name = "Marcus Bell" if ours else "Ann Lee"
        return Answer(body={"ok": True, "user": {"real_name": name, "team_id": "T1" if ours else "T2"}})
    if method == "conversations.replies":
        return Answer(body={"ok": True, "messages": [MESSAGES[0], REPLY], "response_metadata": {}})
    if request.query.get("channel") == ["C9"]:
        return Answer(body={"ok": False, "error": "channel_not_found"})
    oldest = float(request.query["oldest"][0])
    at = request.query.get("cursor", [""])[0]
    found = [one for one in MESSAGES if float(one["ts"]) > oldest]
    shown, following = (found[1:], "") if at else (found[:1], "n1")
    return Answer(body={"ok": True, "messages": shown, "response_metadata": {"next_cursor": following}})


def letter(number, text, answers="", day=5):
    reference = f"In-Reply-To: <{answers}@x>\r\nReferences: <{answers}@x>\r\n" if answers else ""
    sender = "support@ours.example" if number == 2 else "ann@customer.example"
    to = "ann@customer.example" if number == 2 else "support@ours.example"
    return (
        f"From: <{sender}>\r\nTo: <{to}>\r\nSubject: Slow\r\nMessage-ID: <{number}@x>\r\n{reference}"
        f"Date: Mon, {day} Oct 2026 09:0{number}:00 +0000\r\n\r\n{text}\r\n"
    ).encode()
