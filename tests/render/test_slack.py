import json

import pytest
from digests import doc, sample
from things_said import said, theme

from voc.render.slack import escaped, slack
from voc.types import Kind

HOSTILE = "<!channel> & <https://evil.example|click> @channel @here @everyone *bold* `code` >quote"


def texts(message):
    for block in message["blocks"]:
        for holder in (block.get("text"), *block.get("elements", ())):
            if holder:
                yield holder["type"], holder["text"]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_digest_becomes_blocks_with_its_news_as_the_notification(language):
    message = json.loads(slack(doc(language)))
    assert message["text"].startswith("【" if language == "ja" else "[")
    shown = "\n".join(text for _, text in texts(message))
    for complaint in sample(language).complaints:
        assert complaint.title[language] in shown
        assert all(quote.document in shown for quote in complaint.quotes)


@pytest.mark.parametrize("place", ["text", "title", "name", "project"])
def test_customers_cannot_call_a_channel_or_set_a_link(place):
    message = json.loads(slack(doc(**{place: HOSTILE})))
    for kind, text in [*texts(message), ("mrkdwn", message["text"])]:
        if kind == "mrkdwn":
            assert "<!" not in text and "<https://evil" not in text
        assert "@channel" not in text and "@here" not in text and "@everyone" not in text


def test_a_quote_reads_as_it_was_written():
    assert escaped("a & b < c > d") == "a &amp; b &lt; c &gt; d"
    assert escaped("mail me@here.example").replace("\u2060", "") == "mail me@here.example"


def test_a_ticket_is_a_link_where_voc_toml_says_how():
    links = {"tickets": "https://desk.example/t/{id}"}
    assert "<https://desk.example/t/T-01|T-01>" in slack(doc(links=links))


def test_slacks_limits_are_kept_in_a_flooded_week():
    flood = [
        said(f"{kind}{at}", f"C{who}", kind=kind, text=f"{who} {at} " + "<&>" * 400)
        for kind in (Kind.PAIN, Kind.REQUEST, Kind.PRAISE, Kind.QUESTION, Kind.CHURN_SIGNAL)
        for at in range(12)
        for who in range(20)
    ]
    themes = {one.theme: theme(one.theme, one.finding.kind) for one in flood}
    message = json.loads(slack(doc(placed=flood, themes=themes)))
    assert len(message["blocks"]) <= 50
    assert max(len(text) for _, text in texts(message)) <= 3000
    assert len(message["blocks"][0]["text"]["text"]) <= 150
