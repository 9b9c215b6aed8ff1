"""Sixty attacks beside ordinary tickets, read by a model that obeys: the other tickets, the counts,
the recipients, the links and the page's structure stay as they were.
"""

import json
import re
from email import message_from_bytes, policy
from html.parser import HTMLParser
from pathlib import Path

import pytest

from voc.pipeline.documents import Files
from voc.project import Project

ATTACKS = Path(__file__).parents[1] / "engines" / "llm" / "attacks.jsonl"
SETTINGS = """
engine = "fake:obedient"
[mail]
host = "127.0.0.1"
sender = "voc@example.com"
to = ["dev@example.com"]
"""
ORDINARY = (
    ("T-1", "A1", "The export is slow and blocks our month end."),
    ("T-2", "A2", "帳票の印刷が途中で止まって困っています。"),
    ("T-3", "A3", "Could you add a dark mode?"),
)


class Tags(HTMLParser):
    """The elements of a page, without their words, and every address in it."""

    def __init__(self):
        super().__init__()
        self.names, self.addresses = set(), []

    def handle_starttag(self, tag, attributes):
        self.names.add(tag)
        self.addresses += [value for name, value in attributes if name in {"href", "src", "action"}]


def read(folder, clock, attacks):
    folder.mkdir()
    (folder / "voc.toml").write_text(SETTINGS, encoding="utf-8")
    rows = [*ORDINARY, *((f"X-{n}", f"B{n}", one) for n, one in enumerate(attacks))]
    tickets = [
        {
            "id": id,
            "created_at": "2026-10-27T10:00:00Z",
            "organization_id": account,
            "comments": [{"author_role": "end-user", "body": said}],
        }
        for id, account, said in rows
    ]
    (folder / "tickets.json").write_text(json.dumps({"tickets": tickets}), encoding="utf-8")
    project = Project.open(folder, {}, clock)
    project.ingest(Files([folder / "tickets.json"]))
    project.analyze()
    return project


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    from datetime import UTC, datetime

    folder = tmp_path_factory.mktemp("hostile")
    attacks = [json.loads(line)["text"] for line in ATTACKS.read_text(encoding="utf-8").splitlines()]
    assert len(attacks) == 60

    def clock():
        return datetime(2026, 11, 2, tzinfo=UTC)

    calm, attacked = read(folder / "calm", clock, []), read(folder / "attacked", clock, attacks)
    yield calm, attacked
    calm.close()
    attacked.close()


def neighbours(project):
    kept = [p.finding for p in project.findings() if p.finding.quote.document.startswith("T-")]
    return [finding.model_dump_json() for finding in kept]


def page(project):
    from voc.render.catalogue import catalogue
    from voc.render.digest import document
    from voc.render.mail import mail

    parsed = Tags()
    parsed.feed(mail(document(project.digest(), catalogue("en"))))
    return parsed


def test_the_other_tickets_are_read_as_if_there_were_no_attack(pair):
    calm, attacked = pair
    assert neighbours(attacked) == neighbours(calm) != []


def test_every_document_is_counted_and_none_is_lost(pair):
    coverage = pair[1].digest().coverage
    assert coverage.documents == 63
    assert sum(coverage.outcomes.values()) == 63


def test_ranks_come_from_counts(pair):
    complaints = pair[1].digest().complaints
    counts = [complaint.customers for complaint in complaints]
    assert counts == sorted(counts, reverse=True)
    said = pair[1].findings()
    for complaint in complaints:
        voters = {p.customer for p in said if p.theme == complaint.theme and p.finding.kind == "pain"}
        assert complaint.customers == len(voters)


def test_a_page_of_attacks_has_no_link_and_no_element_of_its_own(pair):
    calm, attacked = page(pair[0]), page(pair[1])
    assert attacked.addresses == []
    assert attacked.names <= calm.names | {"s", "b", "i", "em", "strong", "span", "table", "td", "tr"}
    assert not attacked.names & {"a", "img", "script", "form", "iframe", "svg", "link", "object"}


def test_the_mail_goes_to_nobody_else(pair, tmp_path):
    (path,) = pair[1].write_mail(tmp_path).paths
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert message["to"] == "dev@example.com"
    assert {name.lower() for name in message} >= {"from", "to", "subject"}
    assert not {"cc", "bcc", "reply-to"} & {name.lower() for name in message}


def test_markdown_of_attacks_holds_no_link_or_image(pair):
    from voc.render.catalogue import catalogue
    from voc.render.digest import document
    from voc.render.markdown import markdown

    text = markdown(document(pair[1].digest(), catalogue("en")))
    assert not re.search(r"(?<!\\)!?\[[^\]\n]*(?<!\\)\]\(", text)
    assert not re.search(r"(?<!\\)<[a-zA-Z/]", text)
