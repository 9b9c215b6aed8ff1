from datetime import UTC, datetime

import pytest

from voc.types import Account, Coverage, Outcome


@pytest.fixture
def week():
    """Everything `build` takes, for 2026-W43 with 40 documents read; a test adds what was said."""
    return {
        "week": "2026-W43",
        "placed": [],
        "themes": {},
        "volumes": {"2026-W43": 40},
        "coverage": Coverage(documents=40, outcomes={Outcome.OK: 36, Outcome.EMPTY: 4}),
        "accounts": {
            "A1": Account(
                id="A1", name="Aoi KK", segment="retail", renewal_date=datetime(2026, 12, 31, tzinfo=UTC)
            ),
            "A2": Account(id="A2", name="Beni KK", segment="retail"),
        },
    }
