from datetime import UTC, datetime

import numpy as np
import pytest

from voc.engines.local.customer_lines import lines
from voc.engines.local.label_runs import MOST_JOINED, Thresholds, pick
from voc.types import Document, Form, Kind, Side, Utterance, in_order

KINDS = len(Kind)


def rows(*turns):
    said = []
    for text in turns:
        said += [Utterance("", Side.STAFF, "Go on."), Utterance("", Side.CUSTOMER, text)]
    moment = datetime(2026, 1, 5, tzinfo=UTC)
    return lines([Document(source="t", id="1", form=Form.TICKET, created_at=moment, turns=in_order(said))])


def rules(alone):
    return Thresholds(np.full((2, KINDS), 0.3, np.float32), np.full((2, KINDS), alone, np.float32))


def pains(found_rows, chances, alone):
    table = np.zeros((len(found_rows), KINDS), np.float32)
    table[:, 0] = chances
    return [each.rows for each in pick(found_rows, table, rules(alone))]


@pytest.mark.parametrize(
    ("chances", "alone", "expected"),
    [
        pytest.param([0.9, 0.1, 0.1], 0.6, [(0,)], id="one line above"),
        pytest.param([0.9, 0.5, 0.1], 0.6, [(0, 1)], id="an unsure neighbour joins"),
        pytest.param([0.9, 0.8, 0.1], 0.6, [(0,), (1,)], id="two sure neighbours stand alone"),
        pytest.param([0.9, 0.1, 0.9], 2.0, [(0,), (2,)], id="a silent line parts"),
        pytest.param([0.1, 0.1, 0.1], 0.6, [], id="nothing above"),
    ],
)
def test_lines_become_findings(chances, alone, expected):
    assert pains(rows("One. Two. Three."), chances, alone) == expected


def test_a_finding_never_crosses_a_turn():
    assert pains(rows("One.", "Two."), [0.5, 0.5], 2.0) == [(0,), (1,)]


def test_a_finding_stays_a_quote_and_no_page():
    found = pains(rows("One. Two. Three. Four. Five."), [0.5] * 5, 2.0)
    assert [len(run) for run in found] == [MOST_JOINED, 5 - MOST_JOINED]


def test_confidence_is_the_surest_lines():
    table = np.zeros((2, KINDS), np.float32)
    table[:, 2] = [0.4, 0.5]
    [found] = pick(rows("One. Two."), table, rules(2.0))
    assert found.kind == 2
    assert found.probability == pytest.approx(0.5)
