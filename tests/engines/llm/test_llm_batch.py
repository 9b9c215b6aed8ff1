"""Batches cost half, survive interruption, and are matched by key alone."""

import json
from decimal import Decimal

import pytest
from llm_cases import found, reply, ticket
from loopback_llm import Fail, Say, error, finish_at_once, finished, input_rows, last_user, prompt

from voc.engines.llm import batches
from voc.engines.llm import meter as prices
from voc.engines.llm.asks import Usage
from voc.engines.llm.cache import Memory
from voc.errors import Budget, EngineError, SettingsError
from voc.runners import openai_batch
from voc.runners.openai_batch import BatchReport, Pace
from voc.types import Outcome

GOOD = reply(found(1))
DOCUMENTS = [ticket(number, f"Export {number} is slow.") for number in range(20)]


@pytest.fixture
def state(tmp_path):
    return tmp_path / ".voc" / "batches.json"


def steps_of(engine, documents, state, sleep=lambda seconds: None):
    return list(openai_batch.fetch(engine, documents, state, Pace(sleep=sleep)))


def fetched(engine, documents, state, sleep=lambda seconds: None):
    """What the batches brought in the end."""
    steps = steps_of(engine, documents, state, sleep)
    return steps[-1].report if steps else BatchReport()


def test_a_batch_brings_the_replies_that_reading_then_finds_paid_for(serve, engine_of, state):
    server = serve(lambda body: GOOD)
    engine = engine_of(server)

    report = fetched(engine, DOCUMENTS, state)

    assert (report.kept, report.failed, report.missing, report.refused) == (20, {}, (), ())
    assert {one.outcome for one in engine.read(DOCUMENTS)} == {Outcome.OK}
    assert server.requests == []
    assert engine.spent().calls == server.spend.calls == 20
    usage = Usage(**{name: getattr(server.spend, name) for name in Usage.model_fields})
    assert engine.spent().money == prices.rates("openai", "gpt-6-luna").cost(usage) / 2
    assert not state.exists()


@pytest.mark.parametrize("model", ["openai:gpt-6-luna", "openai:gpt-4.1-mini"])
def test_a_batch_asks_what_the_synchronous_engine_asks(serve, engine_of, model):
    server = serve(lambda body: GOOD)
    engine = engine_of(server, model=model)
    engine.read(DOCUMENTS[:1])

    batched = batches.body(engine.caller.model, engine.asks(DOCUMENTS[0])[0])

    asked = server.requests[0]
    assert asked.pop("stream") is False
    between = [last_user(one).splitlines()[1:-1] for one in (asked, batched)]
    assert between[0] == between[1]
    for one in (asked, batched):
        one["messages"][1]["content"] = ""
    assert json.loads(json.dumps(batched)) == asked


def test_missing_and_failed_rows_are_told_apart_and_read_one_by_one(serve, engine_of, state):
    def answer(body):
        text = prompt(body)
        if "Export 3 " in text:
            return Fail(400, error("bad row"))
        return Say("no JSON") if "Export 5 " in text else GOOD

    def plan(told):
        rows = input_rows(told["server"], told["batch"])
        return finished(told["server"], told["batch"], rows[:-2])

    server = serve(answer)
    server.batch_plan = plan
    engine = engine_of(server)

    report = fetched(engine, DOCUMENTS, state)

    keys = [engine.caller.key(engine.asks(one)[0]) for one in DOCUMENTS]
    assert report.kept == 16
    assert set(report.failed) == {keys[3], keys[5]}
    assert "bad row" in report.failed[keys[3]]
    assert set(report.missing) == set(keys[-2:])
    server.answer = lambda body: GOOD
    assert {one.outcome for one in engine.read(DOCUMENTS)} == {Outcome.OK}
    assert len(server.requests) == 4


def test_an_interrupted_wait_goes_on_with_the_same_batches(serve, engine_of, state):
    server = serve(lambda body: GOOD)
    server.batch_plan = lambda told: {"status": "in_progress"}
    kept = Memory()

    def interrupt(seconds):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetched(engine_of(server, replies=kept), DOCUMENTS, state, interrupt)
    assert len(server.batches) == 1 and state.exists()

    server.batch_plan = finish_at_once
    more = [*DOCUMENTS, ticket(99, "A new one is slow.")]
    report = fetched(engine_of(server, replies=kept), more, state)

    assert report.kept == 21
    assert len(server.batches) == 2
    assert len(input_rows(server, server.batches["batch_2"])) == 1


def test_a_crash_between_handing_in_and_writing_it_down_hands_in_nothing_twice(serve, engine_of, state):
    server = serve(lambda body: GOOD)
    server.batch_plan = lambda told: {"status": "in_progress"}
    with pytest.raises(KeyboardInterrupt):
        fetched(engine_of(server), DOCUMENTS, state, interrupted)
    state.unlink()

    server.batch_plan = finish_at_once
    report = fetched(engine_of(server), DOCUMENTS, state)

    assert report.kept == 20 and len(server.batches) == 1


def interrupted(seconds):
    raise KeyboardInterrupt


def test_the_wait_tells_where_the_batches_stand(serve, engine_of, state):
    server = serve(lambda body: GOOD)
    steps = iter(
        [
            {"status": "validating"},
            {"status": "in_progress", "request_counts": {"total": 20, "completed": 7, "failed": 0}},
            {"status": "finalizing", "request_counts": {"total": 20, "completed": 20, "failed": 0}},
        ]
    )
    server.batch_plan = lambda told: next(steps, None) or finish_at_once(told)

    steps = steps_of(engine_of(server), DOCUMENTS, state)

    assert [step.answered for step in steps] == [0, 7, 20, 0]
    assert [step.rows for step in steps] == [20, 20, 20, 0]
    assert (steps[-1].batches, steps[-1].report.kept) == (0, 20)


def test_an_expired_batch_keeps_what_was_done(serve, engine_of, state):
    server = serve(lambda body: GOOD)
    server.batch_plan = lambda told: finished(
        told["server"], told["batch"], input_rows(told["server"], told["batch"])[:12], "expired"
    )

    report = fetched(engine_of(server), DOCUMENTS, state)

    assert (report.kept, len(report.missing)) == (12, 8)


def test_a_batch_that_was_not_run_says_why(serve, engine_of, state):
    server = serve(lambda body: GOOD)
    why = {
        "code": "token_limit_exceeded",
        "message": "Enqueued token limit reached",
        "param": None,
        "line": None,
    }
    server.batch_plan = lambda told: {"status": "failed", "errors": {"object": "list", "data": [why]}}

    report = fetched(engine_of(server), DOCUMENTS, state)

    assert report.refused == ("batch_1: token_limit_exceeded: Enqueued token limit reached",)
    assert len(report.missing) == 20
    assert not state.exists()


def test_a_failed_poll_is_no_end(serve, engine_of, state):
    server = serve(lambda body: GOOD)
    calls = {"left": 12}

    def moody(name):
        calls["left"] -= 1
        return {"object": "nonsense"} if calls["left"] > 0 and calls["left"] % 3 else original(name)

    original, server.poll_batch = server.poll_batch, moody

    report = fetched(engine_of(server), DOCUMENTS, state)

    assert report.kept == 20


def test_screened_and_paid_documents_are_not_handed_in(serve, engine_of, state):
    server = serve(lambda body: GOOD)
    engine = engine_of(server, screen=lambda documents: [one.id != "T-0001" for one in documents])
    engine.read(DOCUMENTS[:1])

    fetched(engine, DOCUMENTS, state)

    assert len(input_rows(server, server.batches["batch_1"])) == 18


def test_nothing_is_handed_in_that_could_cross_the_cost_limit(serve, engine_of, state):
    server = serve(lambda body: GOOD)

    with pytest.raises(Budget):
        fetched(engine_of(server, max_cost=0.001), DOCUMENTS, state)
    assert server.files == {} and server.batches == {}


def test_files_stay_within_rows_and_bytes():
    rows = [batches.BatchRow(str(number), b"x" * 10) for number in range(25)]

    by_rows = list(batches.files(rows, most_rows=10, most_bytes=10_000))
    by_bytes = list(batches.files(rows, most_rows=1_000, most_bytes=45))

    assert [len(one.keys) for one in by_rows] == [10, 10, 5]
    assert all(len(one.content) <= 45 for one in by_bytes)
    assert [key for one in by_bytes for key in one.keys] == [str(number) for number in range(25)]
    assert (batches.MOST_ROWS, batches.MOST_BYTES) == (50_000, 200_000_000)


def test_many_files_are_many_batches(serve, engine_of, state, monkeypatch):
    monkeypatch.setattr(batches.files, "__defaults__", (7, batches.MOST_BYTES))
    server = serve(lambda body: GOOD)

    report = fetched(engine_of(server), DOCUMENTS, state)

    assert report.kept == 20 and len(server.batches) == 3


def test_other_engines_cannot_be_batched(engine_of, serve, state):
    engine = engine_of(serve(), model="fake:obedient")

    with pytest.raises(SettingsError, match="openai:MODEL"):
        fetched(engine, DOCUMENTS, state)


def test_a_broken_list_of_batches_is_named(engine_of, serve, state):
    state.parent.mkdir()
    state.write_text('{"half":')

    with pytest.raises(EngineError, match=r"batches\.json"):
        fetched(engine_of(serve()), DOCUMENTS, state)


def test_money_of_a_batch_is_half():
    rates = prices.rates("openai", "gpt-6-luna")

    assert rates.cost(Usage(input=1_000_000), "batch") == Decimal("0.05")
