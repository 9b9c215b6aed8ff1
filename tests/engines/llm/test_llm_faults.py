"""Whatever a provider does, each document ends in one state and the rest are read."""

import random
import threading

import pytest
from llm_cases import found, reply, ticket
from loopback_llm import Drop, Fail, Raw, Say, error, prompt

from voc.engines.llm.calls import Stopped
from voc.runners.threads import spread
from voc.types import Outcome

GOOD = reply(found(1))
INNER = GOOD.content
RATE = Fail(429, error("Rate limit reached for requests", "rate_limit_exceeded", "requests"))
QUOTA = Fail(429, error("You exceeded your current quota", "insufficient_quota", "insufficient_quota"))
TOO_LONG = Fail(400, error("maximum context length is 8192 tokens", "context_length_exceeded"))
WRONG_SCHEMA = Say('{"f":[{"s":"one","k":"pain"}]}')
WRONG_KIND = reply(found(1, kind="complaint"))

ENDS = [
    pytest.param(GOOD, Outcome.OK, 1, id="good"),
    pytest.param(Say('{"f":[]}'), Outcome.EMPTY, 1, id="nothing to say"),
    pytest.param(Say('{"f":[{"s":[1', finish="length"), Outcome.TRUNCATED, 1, id="cut at the token limit"),
    pytest.param(Say("", finish="content_filter"), Outcome.FILTERED, 1, id="content filter"),
    pytest.param(Say(None, finish="content_filter"), Outcome.FILTERED, 1, id="content filter, null content"),
    pytest.param(Say(None, refusal="I cannot help with that"), Outcome.REFUSED, 1, id="refusal"),
    pytest.param(Say("Sure! Here is the JSON"), Outcome.INVALID, 2, id="prose instead of JSON"),
    pytest.param(Say('{"f":[{"s":[1],'), Outcome.INVALID, 2, id="broken JSON"),
    pytest.param(WRONG_SCHEMA, Outcome.INVALID, 2, id="wrong schema"),
    pytest.param(WRONG_KIND, Outcome.INVALID, 2, id="unknown kind"),
    pytest.param(Say('{"f":[],"admin":true}'), Outcome.INVALID, 2, id="unknown field"),
    pytest.param(Say(f"```json\n{INNER}\n```"), Outcome.OK, 1, id="a fence"),
    pytest.param(Say(f'<think>\nJSON {{"a": 1}}?\n</think>\n\n{INNER}'), Outcome.OK, 1, id="thoughts"),
    pytest.param(
        Say(f"The user wants {{}}.</think>{INNER}"), Outcome.OK, 1, id="thoughts without a beginning"
    ),
    pytest.param(Say(f"Here is the JSON:\n{INNER}\nHope it helps!"), Outcome.OK, 1, id="a preface"),
    pytest.param(Say(f"{INNER}\n{INNER}"), Outcome.INVALID, 2, id="two objects"),
    pytest.param(
        Say('```json\n{"f":[],"admin":true}\n```'), Outcome.INVALID, 2, id="unknown field in a fence"
    ),
    pytest.param(Say('```json\n{"f":[{"s":[1],\n```'), Outcome.INVALID, 2, id="broken JSON in a fence"),
    pytest.param(Say("[]"), Outcome.INVALID, 2, id="a list"),
    pytest.param(Say(None), Outcome.INVALID, 2, id="null content"),
    pytest.param(Say("  "), Outcome.INVALID, 2, id="blank content"),
    pytest.param(Fail(400, error("Invalid value for 'x'")), Outcome.INVALID, 3, id="400"),
    pytest.param(TOO_LONG, Outcome.OVERFLOW, 3, id="400 context length"),
    pytest.param(Fail(400, error("filtered", "content_filter")), Outcome.FILTERED, 3, id="400 filter"),
    pytest.param(Fail(401, error("Incorrect API key", "invalid_api_key")), Outcome.AUTH, 1, id="401"),
    pytest.param(Fail(403, error("Country not supported")), Outcome.AUTH, 1, id="403"),
    pytest.param(Fail(404, error("The model does not exist", "model_not_found")), Outcome.AUTH, 1, id="404"),
    pytest.param(Fail(408, error("timeout")), Outcome.TRANSIENT, 5, id="408"),
    pytest.param(Fail(409, error("conflict")), Outcome.TRANSIENT, 5, id="409"),
    pytest.param(Fail(413, "<html>too large</html>"), Outcome.OVERFLOW, 1, id="413"),
    pytest.param(Fail(422, error("unprocessable")), Outcome.INVALID, 3, id="422"),
    pytest.param(RATE, Outcome.RATE, 8, id="429"),
    pytest.param(RATE._replace(headers=(("Retry-After", "0"),)), Outcome.RATE, 8, id="429 with Retry-After"),
    pytest.param(RATE._replace(headers=(("Retry-After", "600"),)), Outcome.RATE, 1, id="429 for ten minutes"),
    pytest.param(QUOTA, Outcome.QUOTA, 1, id="insufficient quota"),
    pytest.param(Fail(500, error("server error")), Outcome.TRANSIENT, 6, id="500"),
    pytest.param(Fail(502, "<html>Bad gateway</html>"), Outcome.TRANSIENT, 5, id="502"),
    pytest.param(Fail(503, error("overloaded")), Outcome.TRANSIENT, 5, id="503"),
    pytest.param(Drop(), Outcome.TRANSIENT, 5, id="dropped connection"),
    pytest.param(Raw(b"<html>Sign in to the Wi-Fi</html>", "text/html"), Outcome.GARBAGE, 2, id="HTML body"),
    pytest.param(Raw(b'{"choices": [], "id": "x", "model": "m"}'), Outcome.GARBAGE, 2, id="empty choices"),
    pytest.param(Raw(b'{"choices": null, "id": "x", "model": "m"}'), Outcome.GARBAGE, 2, id="null choices"),
    pytest.param(Raw(b'{"choices": [{"message"'), Outcome.GARBAGE, 2, id="broken body"),
    pytest.param(Raw(b"{}"), Outcome.GARBAGE, 2, id="empty object"),
    pytest.param(Raw(b""), Outcome.GARBAGE, 2, id="empty body"),
]


@pytest.mark.parametrize(("said", "outcome", "calls"), ENDS)
def test_every_fault_ends_in_one_state_and_is_retried_only_where_that_helps(
    serve, engine_of, said, outcome, calls
):
    server = serve(lambda body: said)
    engine = engine_of(server)

    reading = engine.read([ticket(1, "The export is slow.")])[0]

    assert reading.outcome is outcome
    assert bool(reading.labels) == (outcome is Outcome.OK)
    assert bool(reading.reason) == (not outcome.read)
    assert len(server.requests) == calls
    assert same_bill(engine, server)


@pytest.mark.parametrize(("said", "outcome", "calls"), ENDS)
def test_a_poisoned_document_never_stops_the_others(serve, engine_of, said, outcome, calls):
    server = serve(lambda body: said if "is poison" in prompt(body) else GOOD)
    engine = engine_of(server)
    documents = [
        ticket(number, f"Export {number} is {'poison' if number == 4 else 'slow'}.") for number in range(8)
    ]

    readings = [engine.read([document])[0] for document in documents]

    stops = {Outcome.AUTH, Outcome.QUOTA} if said in (QUOTA,) or "401" in str(said) else set()
    assert readings[4].outcome is outcome
    assert all(one.outcome is Outcome.OK or one.outcome in stops for one in readings[:4] + readings[5:])
    assert all(one.outcome is Outcome.OK for one in readings[:4])
    assert same_bill(engine, server)


def same_bill(engine, server) -> bool:
    spent, billed = engine.spent(), server.spend
    usage = spent.usage
    tokens = (usage.input, usage.cached, usage.written, usage.output)
    return (spent.calls, *tokens) == tuple(billed)


@pytest.mark.parametrize("rejection", [400, 500], ids=["400", "500 as llama.cpp does"])
@pytest.mark.parametrize("form", ["function_calling", "json_object"])
def test_the_form_of_reply_that_an_endpoint_takes_is_found_out_once(serve, engine_of, form, rejection):
    def answer(body):
        given = (body.get("response_format") or {}).get("type") or "function_calling"
        message = "'response_format' of type 'json_schema' is not supported with this model"
        return GOOD if given == form else Fail(rejection, error(message))

    server = serve(answer)
    engine = engine_of(server)

    outcomes = [engine.read([ticket(number, f"Export {number}.")])[0].outcome for number in range(3)]
    tried = len(server.requests)
    again = engine_of(server, replies=engine.caller.replies).read([ticket(9, "Slow.")])[0]

    assert [*outcomes, again.outcome] == [Outcome.OK] * 4
    assert tried == 3 + {"function_calling": 1, "json_object": 2}[form] * (2 if rejection == 500 else 1)
    assert len(server.requests) == tried + 1


def test_a_slow_reply_is_given_up_at_the_time_limit_and_counted_as_perhaps_billed(serve, engine_of):
    release = threading.Event()

    def answer(body):
        release.wait(5)
        return GOOD

    server = serve(answer, own=True)
    engine = engine_of(server, timeout=0.2)

    reading = engine.read([ticket(1, "Slow.")])[0]
    release.set()

    assert reading.outcome is Outcome.TRANSIENT
    assert reading.reason == "no reply within the time limit"
    assert engine.spent().unseen == 5


def test_an_invalid_reply_is_asked_again_once_with_what_was_wrong(serve, engine_of):
    server = serve(lambda body: GOOD if len(body["messages"]) == 4 else WRONG_KIND)
    engine = engine_of(server)

    reading = engine.read([ticket(1, "Slow.")])[0]

    assert reading.outcome is Outcome.OK
    said, complaint = server.requests[1]["messages"][2:]
    assert said["role"] == "assistant" and "complaint" in said["content"]
    assert "f.0." in complaint["content"] and "pain" in complaint["content"]


def test_random_500s_over_a_thousand_documents_lose_none(serve, engine_of):
    dice, lock = random.Random(7), threading.Lock()

    def answer(body):
        with lock:
            unlucky = dice.random() < 0.05
        return Fail(500, error("server error")) if unlucky else GOOD

    server = serve(answer)
    engine = engine_of(server, concurrency=16)
    documents = [ticket(number, f"Export {number} is slow.") for number in range(1000)]

    readings = [one for batch in spread(engine, ([one] for one in documents)) for one in batch.readings]

    assert [one.document for one in readings] == [one.key for one in documents]
    assert [one for one in readings if one.outcome is not Outcome.OK] == []
    assert {one.outcome for one in readings} == {Outcome.OK}
    assert engine.spent().failed == len(server.requests) - 1000 > 20
    assert same_bill(engine, server)

    before = len(server.requests)
    resumed = engine_of(server, replies=engine.caller.replies)
    again = [one for batch in spread(resumed, ([one] for one in documents)) for one in batch.readings]

    assert again == readings
    assert len(server.requests) == before
    assert resumed.spent().kept == 1000 and resumed.spent().calls == 0


def test_concurrency_falls_on_429s_and_recovers(serve, engine_of):
    busy = threading.Event()
    busy.set()

    def answer(body):
        if busy.is_set() and server.waiting > 2:
            return RATE
        return GOOD._replace(seconds=0.005)

    server = serve(answer)
    engine = engine_of(server, concurrency=16, pace=0.02)
    first = [ticket(number, f"Export {number} is slow.") for number in range(100)]
    later = [ticket(number, f"Export {number} is slow.") for number in range(1000, 1200)]

    done = [one for batch in spread(engine, ([one] for one in first)) for one in batch.readings]
    narrow = engine.caller.gate.bound
    busy.clear()
    done += [one for batch in spread(engine, ([one] for one in later)) for one in batch.readings]

    assert {one.outcome for one in done} == {Outcome.OK}
    assert narrow <= 8
    assert engine.caller.gate.bound > narrow


def test_a_rejected_key_is_asked_about_once(serve, engine_of):
    server = serve(lambda body: Fail(401, error("Incorrect API key provided: sk-***", "invalid_api_key")))
    engine = engine_of(server)

    readings = engine.read([ticket(number, f"Export {number}.") for number in range(20)])

    assert {one.outcome for one in readings} == {Outcome.AUTH}
    assert len(server.requests) == 1


def test_a_denied_first_document_stops_nobody_but_a_missing_model_is_asked_for_three_times(serve, engine_of):
    denied = Fail(403, "<html>Blocked by the firewall</html>")
    server = serve(lambda body: denied if "Export 0." in prompt(body) else GOOD)
    documents = [ticket(number, f"Export {number}.") for number in range(20)]
    outcomes = [one.outcome for one in engine_of(server).read(documents)]

    missing = serve(lambda body: Fail(404, error("The model does not exist", "model_not_found")))
    engine_of(missing).read(documents)

    assert outcomes == [Outcome.AUTH] + [Outcome.OK] * 19
    assert len(missing.requests) == 3


def test_the_same_text_is_paid_for_once(serve, engine_of):
    server = serve(lambda body: GOOD)

    readings = engine_of(server).read([ticket(1, "The export is slow."), ticket(2, "The export is slow.")])

    assert [one.document for one in readings] == ["tickets/T-0001", "tickets/T-0002"]
    assert len(server.requests) == 1


def test_after_a_stop_no_call_begins_and_what_was_read_is_kept(serve, engine_of):
    server = serve(lambda body: GOOD)
    engine = engine_of(server)
    engine.read([ticket(1, "Slow.")])
    engine.stop()

    assert engine.read([ticket(1, "Slow.")])[0].outcome is Outcome.OK
    with pytest.raises(Stopped, match="run again"):
        engine.read([ticket(2, "Slower.")])
    assert len(server.requests) == 1


def test_a_stop_ends_a_wait_between_attempts(serve, engine_of):
    server = serve(lambda body: RATE)
    engine = engine_of(server, pace=100.0)
    threading.Timer(0.3, engine.stop).start()

    with pytest.raises(Stopped):
        engine.read([ticket(1, "Slow.")])
    assert len(server.requests) == 1
