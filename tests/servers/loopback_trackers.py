"""GitHub's and Jira's issues on loopback, as their REST references describe them.

GitHub REST 2022-11-28: https://docs.github.com/en/rest/issues/issues
Jira Cloud v3: https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/
Atlassian Document Format: https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/
"""

import base64
import re

from loopback_http import DROP, Answer

TOKEN = "t0ken-of-a-test"
USER = "dev@example.com"


class GitHubServer:
    """One repository; `trouble` is the answer to the next post, after or instead of keeping it."""

    path = "/repos/acme/app/issues"

    def __init__(self, private=True):
        self.issues = []
        self.private = private
        self.trouble = None
        self.keep = False

    def __call__(self, request):
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return Answer(401, {"message": "Bad credentials", "status": "401"})
        if not request.headers.get("User-Agent"):
            return Answer(403, "Request forbidden by administrative rules.")
        if request.path == "/repos/acme/app":
            return Answer(200, {"full_name": "acme/app", "private": self.private})
        if request.path != self.path:
            return Answer(404, {"message": "Not Found", "status": "404"})
        return self._post(request.json) if request.method == "POST" else self._list(request.query)

    def _list(self, query):
        assert query["state"] == ["all"]
        size, page = int(query["per_page"][0]), int(query["page"][0])
        return Answer(200, self.issues[::-1][size * (page - 1) : size * page])

    def _post(self, body):
        if not isinstance(body.get("title"), str) or not body["title"]:
            return Answer(422, {"message": "Validation Failed", "errors": [{"code": "missing_field"}]})
        trouble, self.trouble = self.trouble, None
        if trouble and not self.keep:
            return trouble
        number = len(self.issues) + 1
        issue = {"number": number, "html_url": f"https://github.example/acme/app/issues/{number}", **body}
        self.issues.append(issue)
        return trouble or Answer(201, issue)


class JiraServer:
    """One project, of Jira Cloud (version 3) or a Data Center (version 2)."""

    def __init__(self, version="3"):
        self.version = version
        self.issues = []
        self.trouble = None
        self.keep = False

    def __call__(self, request):
        basic = "Basic " + base64.b64encode(f"{USER}:{TOKEN}".encode()).decode()
        wanted = basic if self.version == "3" else f"Bearer {TOKEN}"
        if request.headers.get("Authorization") != wanted:
            return Answer(401, {"errorMessages": ["Client must be authenticated"], "errors": {}})
        base = f"/rest/api/{self.version}"
        search = f"{base}/search/jql" if self.version == "3" else f"{base}/search"
        if request.path == search:
            return self._search(request.json)
        if request.path == f"{base}/issue" and request.method == "POST":
            return self._post(request.json["fields"])
        return Answer(404, {"errorMessages": ["null for uri"], "errors": {}})

    def _search(self, body):
        asked = re.fullmatch(r'project = "(\w+)" AND labels = "([\w-]+)"', body["jql"])
        found = [one for one in self.issues if asked[2] in one["fields"]["labels"]]
        return Answer(200, {"issues": found[: body["maxResults"]]})

    def _post(self, fields):
        errors = {}
        if "\n" in fields["summary"] or not 0 < len(fields["summary"]) <= 255:
            errors["summary"] = "Summary must be one line of at most 255 characters."
        if self.version == "3" and not is_document(fields["description"]):
            errors["description"] = "Operation value must be an Atlassian Document (see the ADF reference)"
        if self.version == "2" and not isinstance(fields["description"], str):
            errors["description"] = "Operation value must be a string"
        if any(" " in label for label in fields["labels"]):
            errors["labels"] = "The label contains spaces which is invalid."
        if errors:
            return Answer(400, {"errorMessages": [], "errors": errors})
        trouble, self.trouble = self.trouble, None
        if trouble and not self.keep:
            return trouble
        key = f"{fields['project']['key']}-{len(self.issues) + 1}"
        self.issues.append({"id": "10000", "key": key, "fields": fields})
        return trouble or Answer(201, {"id": "10000", "key": key, "self": f"http://x/{key}"})


INSIDE = {
    "doc": {"heading", "paragraph", "bulletList", "orderedList", "blockquote"},
    "heading": {"text"},
    "paragraph": {"text"},
    "bulletList": {"listItem"},
    "orderedList": {"listItem"},
    "listItem": {"paragraph"},
    "blockquote": {"paragraph"},
}


def is_document(node):
    """Whether it is an Atlassian Document of these nodes, with no mark and no empty text."""
    if not isinstance(node, dict) or node.get("type") != "doc" or node.get("version") != 1:
        return False
    return _is_node(node)


def _is_node(node):
    if node["type"] == "text":
        return set(node) == {"type", "text"} and bool(node["text"])
    if node["type"] == "heading" and node.get("attrs", {}).get("level") not in range(1, 7):
        return False
    inside = node.get("content", [])
    return bool(inside) and all(one["type"] in INSIDE[node["type"]] and _is_node(one) for one in inside)


__all__ = ["DROP", "TOKEN", "USER", "GitHubServer", "JiraServer", "is_document"]
