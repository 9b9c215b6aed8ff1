from datetime import UTC, datetime

import pytest

from voc.render.catalogue import catalogue
from voc.render.phrases import minute, quote_blocks
from voc.types import Evidence


@pytest.mark.parametrize(
    ("moment", "shown"),
    [(None, ""), (0.0, "0:00"), (62.9, "1:02"), (724.0, "12:04"), (3724.0, "1:02:04")],
)
def test_a_moment_is_shown_as_a_recorder_shows_it(moment, shown):
    assert minute(moment) == shown


def test_a_quote_from_a_recording_names_its_minute():
    at = datetime(2026, 10, 5, 9, tzinfo=UTC)
    quote = Evidence(text="It waits.", document="I-01", source="interviews", created_at=at, week="2026-W41")
    (plain,) = quote_blocks(catalogue("en"), [quote])
    (timed,) = quote_blocks(catalogue("en"), [quote.model_copy(update={"moment": 724.0})])
    assert plain.by == "I-01 · 5 Oct 2026"
    assert timed.by == "I-01 · 12:04 · 5 Oct 2026"
