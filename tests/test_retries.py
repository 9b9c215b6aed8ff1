"""One loop tries again, and waits as long as it is asked or each time longer."""

from datetime import UTC, datetime

import pytest

from voc.retries import Backoff, insist, retry_after


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        pytest.param({"retry-after": "7"}, 7.0, id="seconds"),
        pytest.param({"retry-after-ms": "1500", "retry-after": "9"}, 1.5, id="milliseconds win"),
        pytest.param({"retry-after": "Mon, 21 Sep 2026 00:00:30 GMT"}, 30.0, id="date"),
        pytest.param({"retry-after": "Mon, 21 Sep 2026 00:00:00 GMT"}, 0.0, id="this very moment"),
        pytest.param({"retry-after": "Sun, 20 Sep 2026 00:00:00 GMT"}, 0.0, id="date gone by"),
        pytest.param({"retry-after": "soon"}, None, id="words"),
        pytest.param({"retry-after": "²"}, None, id="odd digits"),
        pytest.param({"retry-after": "Mon, 21 Sep 99999 00:00:30 GMT"}, None, id="a year no calendar has"),
        pytest.param({}, None, id="nothing"),
    ],
)
def test_retry_after_is_read_in_every_form(headers, seconds):
    assert retry_after(headers, datetime(2026, 9, 21, tzinfo=UTC)) == seconds


def test_waits_double_up_to_the_longest():
    backoff = Backoff(0.5, 3.0)
    assert [backoff.wait(attempt) for attempt in range(1, 6)] == [0.5, 1.0, 2.0, 3.0, 3.0]


def test_chance_takes_no_more_than_half_of_a_wait():
    assert Backoff(4.0, 4.0, jitter=lambda: 0.0).wait(1) == 2.0
    assert Backoff(4.0, 4.0, jitter=lambda: 1.0).wait(1) == 4.0


def test_a_final_result_ends_the_loop_and_nobody_waits_after_the_last():
    results, slept = ["no", "no", "yes"], []

    def pause(result, attempt):
        return None if result == "yes" else float(attempt)

    assert insist(lambda: results.pop(0), pause, slept.append) == "yes"
    assert slept == [1.0, 2.0]
