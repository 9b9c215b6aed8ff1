"""Post an issue to GitHub or Jira, once per theme.

The ledger says what was posted; beside it each issue carries a mark that no reader sees (an HTML comment on
GitHub, a label on Jira), and the tracker is asked for it before anything is posted. So a theme is not posted
twice even where the ledger was lost, or the reply to the first post.

GitHub: REST API 2022-11-28, https://docs.github.com/en/rest/issues/issues.
Jira Cloud: https://developer.atlassian.com/cloud/jira/platform/rest/v3/; Data Center: version 2.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any, Literal, Protocol
from urllib.parse import quote

from voc.deliver.outbox import Outbox, OutboxState, Parcel, Receipt, receipt
from voc.deliver.web import WebReply, call
from voc.errors import DeliveryError
from voc.render.issue import IssueDraft
from voc.render.trackers import adf, markdown_body, plain, wiki
from voc.settings import GitHub, Jira

Name = Literal["github", "jira"]

TIMEOUT = 30.0
PAGE, PAGES = 100, 5
AGENT = "voc"
TITLE = 255


class Tracker(Protocol):
    """Where issues are kept."""

    name: Name
    place: str
    """The repository or project, as the ledger and people know it."""

    def admit(self) -> None:
        """See whether customers' words may stand there.

        Raises:
            DeliveryError: anyone could read them, or the tracker cannot be asked.

        """
        ...

    def find(self, mark: str) -> str | None:
        """The address of the issue that carries the mark.

        Raises:
            DeliveryError: the tracker cannot be asked.

        """
        ...

    def post(self, draft: IssueDraft, mark: str) -> tuple[WebReply, str | None]:
        """What the tracker said to the new issue, and its address."""
        ...


class OnGitHub:
    """A repository's issues."""

    name: Name = "github"

    def __init__(self, settings: GitHub, token: str | None) -> None:
        if not settings.repo:
            raise DeliveryError('[github] repo is not set in voc.toml; write repo = "owner/name"')
        self.place = settings.repo
        self._settings = settings
        self._url = f"{settings.api}/repos/{settings.repo}/issues"
        self._headers = {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {_secret(token, 'VOC_GITHUB_TOKEN')}",
            "X-GitHub-Api-Version": "2022-11-28",
            "User-Agent": AGENT,
        }

    def admit(self) -> None:
        """Refuse a repository that is not private, unless voc.toml says that it may be public."""
        if self._settings.public:
            return
        url = f"{self._settings.api}/repos/{self.place}"
        reply = call("GET", url, headers=self._headers, timeout=TIMEOUT)
        if reply.state is not OutboxState.SENT:
            raise DeliveryError(f"{self.place} cannot be asked whether it is private: {reply.note}")
        if _said(reply).get("private") is not True:
            raise DeliveryError(
                f"{self.place} is public: anyone could read your customers' words there; if that is meant, "
                "set [github] public = true"
            )

    def find(self, mark: str) -> str | None:
        """Look for the mark in the newest issues, open and closed."""
        for page in range(1, PAGES + 1):
            asked = {"state": "all", "sort": "created", "per_page": str(PAGE), "page": str(page)}
            reply = call("GET", self._url, headers=self._headers, timeout=TIMEOUT, params=asked)
            issues = _found(reply, self.place, None)
            for issue in issues:
                if f"<!-- {mark} -->" in (issue.get("body") or ""):
                    return str(issue.get("html_url"))
            if len(issues) < PAGE:
                return None
        return None

    def post(self, draft: IssueDraft, mark: str) -> tuple[WebReply, str | None]:
        """Create the issue."""
        body = {"title": plain(draft.doc.title)[:TITLE], "body": markdown_body(draft.doc, mark)}
        reply = _send(self._url, self._headers, body)
        return reply, _said(reply).get("html_url")


class OnJira:
    """A project's issues, on Jira Cloud (API 3) or a Data Center (API 2)."""

    name: Name = "jira"

    def __init__(self, settings: Jira, token: str | None) -> None:
        for key in ("url", "project"):
            if not getattr(settings, key):
                raise DeliveryError(f"[jira] {key} is not set in voc.toml")
        self.place = settings.project
        self._settings = settings
        self._api = f"{settings.url}/rest/api/{settings.api}"
        secret = _secret(token, "VOC_JIRA_TOKEN")
        basic = base64.b64encode(f"{settings.user}:{secret}".encode()).decode()
        self._headers = {
            "Accept": "application/json",
            "Authorization": f"Basic {basic}" if settings.user else f"Bearer {secret}",
            "User-Agent": AGENT,
        }

    def admit(self) -> None:
        """A Jira does not say who can read a project."""

    def find(self, mark: str) -> str | None:
        """Ask for the issue that carries the mark as a label."""
        query = f'project = "{self.place}" AND labels = "{mark}"'
        body = {"jql": query, "maxResults": 1, "fields": ["summary"]}
        path = "search/jql" if self._settings.api == "3" else "search"
        reply = _send(f"{self._api}/{path}", self._headers, body)
        issues = _found(reply, self.place, "issues")
        return self._browse(issues[0].get("key")) if issues else None

    def post(self, draft: IssueDraft, mark: str) -> tuple[WebReply, str | None]:
        """Create the issue."""
        fields = {
            "project": {"key": self.place},
            "issuetype": {"name": self._settings.issue_type},
            "summary": plain(draft.doc.title)[:TITLE],
            "description": adf(draft.doc) if self._settings.api == "3" else wiki(draft.doc),
            "labels": ["voc", mark],
        }
        reply = _send(f"{self._api}/issue", self._headers, {"fields": fields})
        return reply, self._browse(_said(reply).get("key"))

    def _browse(self, key: str | None) -> str | None:
        return f"{self._settings.url}/browse/{quote(key)}" if key else None


def tracker(name: Name, github: GitHub, jira: Jira, environment: Mapping[str, str]) -> Tracker:
    """The tracker that `--to` names.

    Raises:
        DeliveryError: a setting or the token is missing.

    """
    if name == "github":
        return OnGitHub(github, environment.get("VOC_GITHUB_TOKEN"))
    return OnJira(jira, environment.get("VOC_JIRA_TOKEN"))


def post(draft: IssueDraft, project: str, on: Tracker, outbox: Outbox, *, again: bool = False) -> Receipt:
    """Post the issue unless it is there; `again` is a person's word that an unknown one did not arrive.

    The receipt's note is the issue's address, or why there is none.

    Raises:
        DeliveryError: the tracker cannot be asked whether it is there, or anyone could read it there.

    """
    parcel = Parcel("", on.place, draft.theme, on.name)
    known = outbox.entry(parcel)
    if known is not None and known.state is OutboxState.SENT:
        return receipt(parcel, OutboxState.SENT, known.note, fresh=False)
    on.admit()
    mark = marked(project, draft.theme)
    found = on.find(mark)
    if again and found is None:
        outbox.give_up(parcel)
    content = hashlib.sha256(markdown_body(draft.doc).encode()).hexdigest()[:16]
    outbox.draft(parcel, content)
    outbox.approve(parcel, content)
    if found is not None:
        outbox.settle(parcel, OutboxState.SENT, found)
        return receipt(parcel, OutboxState.SENT, found, fresh=False)
    if not outbox.claim(parcel, content):
        now = outbox.entry(parcel)
        return receipt(
            parcel, now.state if now else OutboxState.CLAIMED, now.note if now else None, fresh=False
        )
    reply, address = on.post(draft, mark)
    outbox.settle(parcel, reply.state, address if reply.state is OutboxState.SENT else reply.note)
    return receipt(parcel, reply.state, address if reply.state is OutboxState.SENT else reply.note)


def marked(project: str, theme: str) -> str:
    """What an issue about the theme carries: the same for the same project and theme."""
    return "voc-" + hashlib.sha256(f"{project}\0{theme}".encode()).hexdigest()[:16]


def _secret(token: str | None, variable: str) -> str:
    if not token or not token.strip().isascii() or not token.strip().isprintable():
        raise DeliveryError(f"put the token into the environment as {variable}")
    return token.strip()


def _send(url: str, headers: Mapping[str, str], body: object) -> WebReply:
    content = json.dumps(body, ensure_ascii=False).encode()
    sent = {**headers, "Content-Type": "application/json"}
    return call("POST", url, headers=sent, timeout=TIMEOUT, content=content)


def _found(reply: WebReply, place: str, key: str | None) -> list[dict[str, Any]]:
    """The issues in the reply to a question: the whole of it, or what stands under the key."""
    if reply.state is not OutboxState.SENT:
        raise DeliveryError(f"{place} cannot be asked whether the issue is there: {reply.note}")
    try:
        said = json.loads(reply.body)
        found = said[key] if key else said
    except (ValueError, TypeError, KeyError):
        found = None
    if not isinstance(found, list):
        raise DeliveryError(f"{place}: the reply makes no sense; check the address in voc.toml")
    return [one for one in found if isinstance(one, dict)]


def _said(reply: WebReply) -> dict[str, Any]:
    """What stands in the reply to a post; nothing where it makes no sense."""
    if reply.state is not OutboxState.SENT:
        return {}
    try:
        said = json.loads(reply.body)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
