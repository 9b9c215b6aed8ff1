"""Exports that no honest program writes: one line each, in a bearable time."""

import json
import time

import pytest

BIG = 100_000


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("0" * BIG, id="digits"),
        pytest.param("<v " * (BIG // 3), id="voices"),
        pytest.param("<v." * (BIG // 3), id="classes"),
        pytest.param("<c " * (BIG // 3), id="tags"),
        pytest.param("<v (((" + "(" * BIG + ">Hello", id="brackets"),
    ],
)
def test_captions_take_no_minute(read, body):
    begun = time.process_time()
    read("call.vtt", f"WEBVTT\n\n00:01.000 --> 00:02.000\nIt is slow. {body}\n")
    assert time.process_time() - begun < 5


def test_hours_without_end_are_no_clock(read):
    batch = read("call.vtt", f"WEBVTT\n\n{'9' * 5000}:00:01.000 --> 00:02.000\nAnn: It is slow.\n")
    assert len(batch.documents) + len(batch.rejects) == 1


def test_comments_that_never_end_take_no_minute(read):
    issue = {"number": 1, "body": "It is slow. " + "<!--" * BIG, "user": {"login": "ann"}}
    issue |= {"created_at": "2026-10-05T09:00:00Z"}
    begun = time.process_time()
    assert len(read("issues.json", json.dumps([issue])).documents) == 1
    assert time.process_time() - begun < 5
