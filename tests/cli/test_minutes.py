"""The minute of an interview, from the recording to what the user is shown."""

import json

TALK = """WEBVTT

00:00:00.000 --> 00:00:05.000
<v Interviewer>Thank you for your time. How do you book today?</v>

00:01:12.500 --> 00:01:20.000
<v Customer>The booking page freezes every morning and our drivers lose two hours.</v>
"""


def test_a_finding_of_an_interview_names_its_minute_with_the_default_settings(voc, project):
    (project / "talk_2026-10-05.vtt").write_text(TALK, encoding="utf-8")
    assert voc("ingest", "talk_2026-10-05.vtt").code == 0
    assert voc("analyze").code == 0
    found = [json.loads(line) for line in voc("findings", "--json").out.splitlines()]
    assert {finding["moment"] for finding in found} == {72.5}
