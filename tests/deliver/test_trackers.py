import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from loopback_http import DROP, Answer, serving
from loopback_trackers import TOKEN, USER, GitHubServer, JiraServer

from voc.deliver.outbox import Parcel
from voc.deliver.trackers import OnGitHub, OnJira, marked, post
from voc.errors import DeliveryError
from voc.render.document import Doc, Line, Points, QuoteBlock, Section, paragraph
from voc.render.issue import IssueDraft
from voc.settings import GitHub, Jira

BLOCKS = (
    paragraph("x"),
    Points((Line("a"),)),
    Points((Line("b"),), numbered=True),
    QuoteBlock("消えた #3", "", "T-1", "", " · ", "", ""),
)
DOC = Doc("ja", "打刻が消える @octocat", "serif", (Section("症状", BLOCKS),))
DRAFT = IssueDraft("pain-1", DOC)
PLACES = {"github": "acme/app", "jira": "APP"}


def connected(server, url):
    if isinstance(server, GitHubServer):
        return OnGitHub(GitHub(repo="acme/app", api=url), TOKEN)
    user = USER if server.version == "3" else ""
    return OnJira(Jira(url=url, project="APP", user=user, api=server.version), TOKEN)


@pytest.fixture(params=[GitHubServer, JiraServer, lambda: JiraServer("2")], ids=["GitHub", "Cloud", "Center"])
def server(request):
    return request.param()


@pytest.fixture
def on(server):
    with serving(server) as web:
        yield connected(server, web.url)


def test_a_theme_is_posted_once(server, on, outbox):
    first = post(DRAFT, "Kintai", on, outbox)
    again = post(DRAFT, "Kintai", on, outbox)
    changed = post(DRAFT._replace(doc=DOC._replace(title="other")), "Kintai", on, outbox)
    assert [(one.state, one.fresh) for one in (first, again, changed)] == [
        ("sent", True),
        ("sent", False),
        ("sent", False),
    ]
    assert first.note == again.note
    assert first.note.endswith(("/acme/app/issues/1", "/browse/APP-1"))
    assert len(server.issues) == 1


def test_another_theme_is_another_issue(server, on, outbox):
    post(DRAFT, "Kintai", on, outbox)
    post(DRAFT._replace(theme="pain-2"), "Kintai", on, outbox)
    assert len(server.issues) == 2


def test_what_is_posted_carries_the_mark_and_calls_nobody(server, on, outbox):
    post(DRAFT, "Kintai", on, outbox)
    issue = json.dumps(server.issues[0], ensure_ascii=False)
    assert marked("Kintai", "pain-1") in issue
    assert "@octocat" not in issue.replace("\\\\", "")
    assert "打刻が消える" in issue


def test_a_lost_ledger_does_not_post_twice(server, on, outbox, tmp_path, clock):
    from voc.store.store import open_store

    first = post(DRAFT, "Kintai", on, outbox)
    fresh = open_store(f"sqlite:///{tmp_path / 'fresh.db'}", clock)
    found = post(DRAFT, "Kintai", on, fresh.outbox)
    fresh.close()
    assert (found.state, found.fresh, found.note) == ("sent", False, first.note)
    assert len(server.issues) == 1


@pytest.mark.parametrize(
    "trouble", [pytest.param(DROP, id="line broken"), pytest.param(Answer(502, "bad gateway"), id="502")]
)
def test_an_issue_that_arrived_without_a_reply_is_found_and_not_posted_again(server, on, outbox, trouble):
    server.trouble, server.keep = trouble, True
    first = post(DRAFT, "Kintai", on, outbox)
    assert first.state == "unknown"
    second = post(DRAFT, "Kintai", on, outbox)
    assert (second.state, second.fresh) == ("sent", False)
    assert second.note.endswith(("/issues/1", "/browse/APP-1"))
    assert len(server.issues) == 1


def test_an_issue_that_did_not_arrive_is_posted_again_by_hand_only(server, on, outbox):
    server.trouble = DROP
    assert post(DRAFT, "Kintai", on, outbox).state == "unknown"
    assert post(DRAFT, "Kintai", on, outbox).state == "unknown"
    assert server.issues == []
    assert post(DRAFT, "Kintai", on, outbox, again=True).state == "sent"
    assert post(DRAFT, "Kintai", on, outbox, again=True).fresh is False
    assert len(server.issues) == 1


@pytest.mark.parametrize(
    "refusal",
    [
        pytest.param(Answer(403, {"message": "Resource not accessible by personal access token"}), id="403"),
        pytest.param(Answer(410, {"message": "Issues are disabled for this repo"}), id="issues disabled"),
        pytest.param(Answer(422, {"message": "Validation Failed"}), id="422"),
        pytest.param(Answer(429, "", (("Retry-After", "60"),)), id="too many"),
        pytest.param(Answer(307, "", (("Location", "http://127.0.0.1:9/"),)), id="moved"),
    ],
)
def test_a_refused_issue_says_why_and_may_be_tried_again(server, on, outbox, refusal):
    server.trouble = refusal
    failed = post(DRAFT, "Kintai", on, outbox)
    assert failed.state == "failed"
    assert str(refusal.status) in failed.note
    assert post(DRAFT, "Kintai", on, outbox).state == "sent"


def test_two_at_once_post_one(server, on, outbox):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: post(DRAFT, "Kintai", on, outbox), range(4)))
    assert len(server.issues) == 1


def test_a_mark_on_a_later_page_is_found(outbox):
    server = GitHubServer()
    with serving(server) as web:
        on = connected(server, web.url)
        server.issues = [{"html_url": "x", "body": f"<!-- {marked('Kintai', 'pain-1')} -->"}]
        server.issues += [{"html_url": "y", "body": None}] * 250
        assert post(DRAFT, "Kintai", on, outbox).note == "x"


def test_a_wrong_token_is_one_line_without_the_token(server, outbox):
    with serving(server) as web:
        on = connected(server, web.url)
        on._headers["Authorization"] = "Bearer wrong"
        with pytest.raises(DeliveryError, match=r"cannot be asked whether.*401") as raised:
            post(DRAFT, "Kintai", on, outbox)
    assert "wrong" not in str(raised.value)
    assert server.issues == []
    assert outbox.entry(Parcel("", PLACES[on.name], "pain-1", on.name)) is None


def test_a_server_that_is_no_tracker_is_one_line(server, outbox):
    with serving(Answer(200, "<html>welcome</html>")) as web:
        with pytest.raises(DeliveryError, match=r"makes no sense|is public"):
            post(DRAFT, "Kintai", connected(server, web.url), outbox)
        assert len(web.requests) == 1


@pytest.mark.parametrize(
    ("make", "says"),
    [
        pytest.param(lambda: OnGitHub(GitHub(), TOKEN), r"\[github\] repo", id="no repository"),
        pytest.param(lambda: OnGitHub(GitHub(repo="a/b"), None), "VOC_GITHUB_TOKEN", id="no token"),
        pytest.param(lambda: OnGitHub(GitHub(repo="a/b"), "a\r\nX: y"), "VOC_GITHUB_TOKEN", id="a header"),
        pytest.param(lambda: OnJira(Jira(), TOKEN), r"\[jira\] url", id="no site"),
        pytest.param(
            lambda: OnJira(Jira(url="https://x.example"), TOKEN), r"\[jira\] project", id="no project"
        ),
        pytest.param(
            lambda: OnJira(Jira(url="https://x.example", project="A"), ""),
            "VOC_JIRA_TOKEN",
            id="no Jira token",
        ),
    ],
)
def test_what_is_missing_is_named(make, says):
    with pytest.raises(DeliveryError, match=says):
        make()


@pytest.mark.parametrize("repo", ["acme", "acme/app/../../x", "a b/c", "acme/app?x=1"])
def test_a_repository_that_is_none_is_refused(repo):
    with pytest.raises(ValueError, match="repo"):
        GitHub(repo=repo)


def test_a_repository_that_anyone_can_read_is_refused_unless_that_is_meant(outbox):
    server = GitHubServer(private=False)
    with serving(server) as web:
        with pytest.raises(DeliveryError, match="acme/app is public: anyone could read"):
            post(DRAFT, "Kintai", connected(server, web.url), outbox)
        assert server.issues == []
        meant = OnGitHub(GitHub(repo="acme/app", api=web.url, public=True), TOKEN)
        assert post(DRAFT, "Kintai", meant, outbox).state == "sent"


def test_an_issue_claimed_by_a_run_that_died_is_left_alone(server, on, outbox):
    parcel = Parcel("", on.place, DRAFT.theme, on.name)
    outbox.draft(parcel, "x")
    outbox.approve(parcel, "x")
    outbox.claim(parcel, "x")
    assert post(DRAFT, "Kintai", on, outbox).state == "claimed"
    assert server.issues == []
