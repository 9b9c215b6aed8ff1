"""What staff report of customers is read, counted apart, and printed nowhere."""

import json

import pytest

TICKETS = """id,date,account,message,comments
T-1,2026-10-26,A1,The export stops halfway every time and we lose an hour.,He always exaggerates.
T-2,2026-10-27,A2,The export stops halfway. I tried it five times.,Known in build 77.
T-3,2026-10-27,A2,How do I change my password?,Never tell him about the discount.
"""
CALLS = """id,date,account,call notes,call handler
C-1,2026-10-27,A3,Customer says the export stops halfway every time. Difficult person; 10% approved.,Jo
C-2,2026-10-28,A1,Client reports the export stops halfway again and threatens to cancel.,Jo
C-3,2026-10-28,A4,Client is angry that the app crashes every morning. He is new in the job.,Jo
"""
WRITTEN_BY_STAFF = [
    *("exaggerates", "build 77", "about the discount", "Difficult", "10% approved"),
    *("Client", "Customer says", "new in the job"),
]


@pytest.fixture
def company(voc, project):
    for name, table in (("tickets.csv", TICKETS), ("calls.csv", CALLS)):
        (project / name).write_text(table, encoding="utf-8")
    assert voc("ingest", "tickets.csv", "calls.csv").code == 0
    assert voc("analyze").code == 0
    return project


def rows(ran):
    return [json.loads(line) for line in ran.out.splitlines()]


def test_findings_are_customers_words_unless_staffs_reports_are_asked_for(voc, company):
    assert {(row["document"], row["side"]) for row in rows(voc("findings", "--json"))} == {
        ("T-1", "customer"),
        ("T-2", "customer"),
        ("T-3", "customer"),
    }
    told = rows(voc("findings", "--side", "reported", "--json"))
    assert {(row["document"], row["side"]) for row in told} == {
        ("C-1", "reported"),
        ("C-2", "reported"),
        ("C-3", "reported"),
    }


def test_the_digest_counts_apart_whom_staff_tell_of(voc, company):
    digest = json.loads(voc("digest", "--week", "2026-W44", "--format", "json").out)
    first = digest["complaints"][0]
    assert (first["customers"], first["told_by_staff"]) == (2, 1)
    assert digest["told_by_staff"] == 3
    assert "+1 told by staff" in voc("digest", "--week", "2026-W44").out


def test_an_answer_says_how_many_reports_by_staff_touch_the_same(voc, company):
    answer = json.loads(voc("ask", "Does the export stop halfway?", "--json").out)
    assert answer["answerable"]
    assert answer["told_by_staff"] == 2
    assert {cited["document"] for cited in answer["citations"]} <= {"T-1", "T-2"}


@pytest.mark.parametrize(
    "words",
    [
        "digest --week 2026-W44",
        "digest --week 2026-W44 --format html",
        "digest --week 2026-W44 --format json",
        "digest --week 2026-W44 --format markdown",
        "findings --json",
        "themes --json",
        "reasons --json",
        "churn --json",
        "segments --json",
        "persona --json",
    ],
)
def test_no_report_prints_what_staff_wrote(voc, company, words):
    ran = voc(*words.split())
    assert [one for one in WRITTEN_BY_STAFF if one in ran.out] == []


@pytest.mark.parametrize(
    "question", ["Does the export stop halfway?", "Who is difficult?", "Are invoices sent twice?"]
)
def test_no_answer_prints_what_staff_wrote(voc, company, question):
    assert [one for one in WRITTEN_BY_STAFF if one in voc("ask", question).out] == []


def test_an_issue_is_drafted_from_customers_words(voc, company):
    themes = [row["id"] for row in rows(voc("themes", "--json")) if row["kind"] == "pain"]
    ran = voc("issue", themes[0])
    assert "export stops halfway" in ran.out
    assert [one for one in WRITTEN_BY_STAFF if one in ran.out] == []


def test_no_question_of_a_faq_is_staffs(voc, company):
    ran = voc("faq", "--customers", "1", "--json")
    assert "How do I change my password?" in ran.out
    questions = [line for line in ran.out.splitlines() if '"question"' in line or '"title"' in line]
    assert [one for one in WRITTEN_BY_STAFF if one in " ".join(questions)] == []
