from datetime import UTC, datetime

import pytest

from voc.pipeline.corrections import corrected
from voc.pipeline.findings import check
from voc.types import (
    Correction,
    Document,
    Form,
    Kind,
    Label,
    Outcome,
    Reading,
    Side,
    Utterance,
    in_order,
)

DOCUMENT = Document(
    source="tickets",
    id="T-1",
    form=Form.TICKET,
    created_at=datetime(2026, 10, 26, tzinfo=UTC),
    turns=in_order(
        [
            Utterance("P-1", Side.CUSTOMER, "Printing stops halfway. Exports are fast."),
            Utterance("Agent", Side.STAFF, "Sorry to hear that."),
        ]
    ),
)


def label(*sentences, kind=Kind.PAIN, confidence=0.8, **more):
    return Label(sentences=sentences, kind=kind, severity=3, confidence=confidence, **more)


def reading(*labels, outcome=Outcome.OK):
    return Reading(document=DOCUMENT.key, outcome=outcome, labels=labels)


def quotes(read):
    return [finding.quote.text for finding in read.findings]


@pytest.mark.parametrize(
    ("said", "kept", "dropped"),
    [
        pytest.param(label(1), ["Printing stops halfway."], 0, id="a customer's sentence"),
        pytest.param(label(1, words="stops halfway"), ["stops halfway"], 0, id="narrower words"),
        pytest.param(label(3), [], 1, id="the agent's sentence"),
        pytest.param(label(9), [], 1, id="a sentence that is not there"),
        pytest.param(label(1, words="never works"), [], 1, id="words nobody said"),
        pytest.param(label(2, 3), [], 1, id="across two speakers"),
    ],
)
def test_only_what_a_customer_said_becomes_a_finding(said, kept, dropped):
    read = check(DOCUMENT, reading(said), "engine")
    assert quotes(read) == kept
    assert read.dropped == dropped


def test_a_document_whose_every_label_was_dropped_says_nothing():
    assert check(DOCUMENT, reading(label(3)), "engine").reading.outcome is Outcome.EMPTY


def test_a_refused_document_stays_refused():
    assert check(DOCUMENT, reading(outcome=Outcome.REFUSED), "engine").reading.outcome is Outcome.REFUSED


def test_the_same_statement_twice_is_one_finding_and_the_surer_counts():
    read = check(DOCUMENT, reading(label(1, confidence=0.5), label(1, confidence=0.9)), "engine")
    assert [finding.confidence for finding in read.findings] == [0.9]


def test_the_same_statement_has_the_same_id_whoever_finds_it():
    first = check(DOCUMENT, reading(label(1)), "local:1").findings[0]
    second = check(DOCUMENT, reading(label(1, confidence=0.3)), "openai:x").findings[0]
    assert first.id == second.id


def correction(kind, was=Kind.PAIN, start=0, text="Printing stops halfway."):
    return Correction(
        finding="f",
        document=DOCUMENT.key,
        start=start,
        end=start + len(text),
        text=text,
        was=was,
        kind=kind,
        severity=2,
    )


@pytest.mark.parametrize(
    ("judgement", "kinds"),
    [
        pytest.param(correction(None), [Kind.PRAISE], id="no finding at all"),
        pytest.param(correction(Kind.REQUEST), [Kind.REQUEST, Kind.PRAISE], id="another kind"),
        pytest.param(correction(Kind.PAIN), [Kind.PAIN, Kind.PRAISE], id="right"),
        pytest.param(correction(None, text="Printing stops"), [Kind.PRAISE], id="of a shorter span"),
        pytest.param(
            correction(None, text="Printing starts halfway."),
            [Kind.PAIN, Kind.PRAISE],
            id="of words now gone",
        ),
        pytest.param(correction(None, was=Kind.NEED), [Kind.PAIN, Kind.PRAISE], id="of another kind"),
    ],
)
def test_a_judgement_takes_the_place_of_what_was_found(judgement, kinds):
    found = check(DOCUMENT, reading(label(1), label(2, kind=Kind.PRAISE)), "engine").findings
    assert [finding.kind for finding in corrected(DOCUMENT, found, [judgement])] == kinds


def test_a_judgement_holds_even_when_nothing_is_found_any_more():
    (kept,) = check(DOCUMENT, reading(outcome=Outcome.EMPTY), "engine", [correction(Kind.PAIN)]).findings
    assert (kept.engine, kept.severity, kept.quote.text) == ("person", 2, "Printing stops halfway.")
