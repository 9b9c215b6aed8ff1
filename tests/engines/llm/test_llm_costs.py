"""What is paid is counted to the token, known before, stopped in time, and paid once."""

import hashlib
import json
import signal
import threading
from decimal import Decimal

import pytest
from llm_cases import found, reply, ticket
from loopback_llm import Drop, Fail, Say, error

from voc.engines.llm import cache, replies
from voc.engines.llm import meter as prices
from voc.engines.llm.asks import Usage
from voc.engines.llm.cache import Memory
from voc.engines.llm.engine import Wording, make
from voc.errors import Budget, EngineError, MissingKey, SettingsError
from voc.runners.threads import spread
from voc.settings import EngineChoice as Settings
from voc.types import Outcome

GOOD = reply(found(1))


def read_all(engine, documents):
    return [one for batch in spread(engine, ([one] for one in documents)) for one in batch.readings]


@pytest.mark.parametrize(
    ("model", "rates"),
    [
        pytest.param("gpt-6-luna", ("0.1", "0.01", "0.125", "0.5"), id="bills cache writes"),
        pytest.param("gpt-5.4-nano", ("0.2", "0.02", "0.2", "1.25"), id="caches for free"),
    ],
)
def test_prices_come_from_the_table_the_package_carries(model, rates):
    assert prices.rates("openai", model) == tuple(Decimal(one) for one in rates)


def test_money_is_exact_and_half_on_the_slow_tiers():
    rates = prices.rates("openai", "gpt-6-luna")
    usage = Usage(input=3_000, cached=2_000, written=500, output=100)

    money = rates.cost(usage)

    assert money == Decimal("0.0001825") == (500 * 100 + 2000 * 10 + 500 * 125 + 100 * 500) / Decimal(10**9)
    assert rates.cost(usage, "flex") == rates.cost(usage, "batch") == money / 2


def test_the_meters_money_is_the_servers_bill_at_list_prices(serve, engine_of):
    server = serve(lambda body: GOOD)
    engine = engine_of(server)

    read_all(engine, [ticket(number, f"Export {number} is slow.") for number in range(40)])

    bill = server.spend
    usage = Usage(**{name: getattr(bill, name) for name in Usage.model_fields})
    assert engine.spent().calls == bill.calls == 40
    assert engine.spent().money == prices.rates("openai", "gpt-6-luna").cost(usage)


def test_an_unknown_price_is_said_to_be_unknown(serve, engine_of):
    engine = engine_of(serve(lambda body: GOOD), model="openai:our-own-model")

    engine.read([ticket(1, "Slow.")])

    assert engine.spent().money is None and engine.spent().usage.output > 0
    assert engine.estimate([ticket(2, "Slower.")]).money is None


def test_a_cost_limit_cannot_be_set_where_no_price_is_known(serve, engine_of):
    with pytest.raises(Budget, match="no price is known"):
        engine_of(serve(), model="openai:our-own-model", max_cost=1.0)


def test_a_cost_limit_is_never_crossed_and_the_next_run_goes_on(serve, engine_of):
    server = serve(lambda body: GOOD._replace(seconds=0.002))
    engine = engine_of(server, max_cost=0.01)
    documents = [ticket(number, f"Export {number} is slow.") for number in range(300)]

    with pytest.raises(Budget, match=r"cost limit of \$0.01"):
        read_all(engine, documents)

    read = len(server.requests)
    assert Decimal("0.005") < engine.spent().money <= Decimal("0.01")
    assert 0 < read < 300

    resumed = engine_of(server, replies=engine.caller.replies)
    readings = read_all(resumed, documents)
    assert {one.outcome for one in readings} == {Outcome.OK}
    assert len(server.requests) == 300
    assert resumed.spent().kept == read


def test_not_even_the_first_call_begins_when_its_worst_case_is_over_the_limit(serve, engine_of):
    server = serve(lambda body: GOOD)

    with pytest.raises(Budget):
        engine_of(server, max_cost=0.000001).read([ticket(1, "Slow.")])
    assert server.requests == []


def test_attempts_that_may_have_been_billed_count_against_the_limit(serve, engine_of):
    server = serve(lambda body: Drop())
    engine = engine_of(server, max_cost=0.004)

    with pytest.raises(Budget):
        for number in range(100):
            engine.read([ticket(number, f"Export {number} is slow.")])

    assert engine.spent().money == 0
    assert engine.spent().unseen == len(server.requests) < 20


@pytest.mark.parametrize(
    ("reply", "digest"),
    [
        (replies.ReadReply, "d7fa85efe64379a5"),
        (replies.TitleReply, "667f68ac3108bdb8"),
        (replies.WriteReply, "544d30833694fa21"),
        (replies.AnswerReply, "46600b4a959ef861"),
        (replies.SameReply, "ece5219c27384677"),
        (replies.PortrayReply, "35017aa49b0002a1"),
    ],
)
def test_a_class_that_is_renamed_buys_no_reply_again(reply, digest):
    """Replies are kept under what shaped them: change a digest here only where paying again is meant."""
    sent = json.dumps(replies.shape(reply).model_dump(), sort_keys=True)
    assert hashlib.sha256(sent.encode()).hexdigest()[:16] == digest


@pytest.mark.parametrize("text", ["The export is slow.", "画面が固まります。", "😡" * 50, "\u202e\u0000"])
def test_the_worst_case_is_never_less_than_the_bill(serve, engine_of, text):
    server = serve(lambda body: GOOD)
    engine = engine_of(server)
    document = ticket(1, text)

    engine.read([document])

    sent, received = engine.caller.size(engine.asks(document)[0])
    assert sent >= server.spend.input and received >= server.spend.output


def test_an_estimate_costs_nothing_and_is_near_the_bill(serve, engine_of):
    server = serve(lambda body: GOOD)
    engine = engine_of(server)
    documents = [
        ticket(number, f"The export no. {number} is slow, and it fails twice a day. " * 3)
        for number in range(50)
    ]

    estimate = engine.estimate(documents)

    assert server.requests == []
    assert (estimate.documents, estimate.calls, estimate.kept) == (50, 50, 0)
    engine.read(documents)
    assert 0.8 < float(estimate.money / engine.spent().money) < 1.6
    assert 0.9 < estimate.usage.input / server.spend.input < 1.2
    assert engine.estimate([*documents, ticket(99, "New.")]).kept == 50


def test_screened_documents_cost_nothing_and_are_counted(serve, engine_of):
    server = serve(lambda body: GOOD)
    engine = engine_of(server, screen=lambda documents: ["slow" in one.text for one in documents])
    documents = [ticket(1, "The export is slow."), ticket(2, "Thanks, bye.")]

    assert [one.outcome for one in engine.read(documents)] == [Outcome.OK, Outcome.SCREENED]
    assert len(server.requests) == 1
    assert engine.estimate(documents).skipped == 1


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"model": "openai:gpt-5.4-nano"}, id="another model"),
        pytest.param({"wording": Wording(language="ja")}, id="another language"),
    ],
)
def test_whatever_shapes_a_reply_is_asked_for_anew(serve, engine_of, change):
    server = serve(lambda body: reply(found(1, m="")))  # no summary: in no wrong language
    kept = Memory()
    engine_of(server, replies=kept).read([ticket(1, "Slow.")])

    engine_of(server, replies=kept, **change).read([ticket(1, "Slow.")])

    assert len(server.requests) == 2


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"timeout": 5.0}, id="time limit"),
        pytest.param({"concurrency": 2}, id="concurrency"),
        pytest.param({"service_tier": "flex"}, id="tier"),
        pytest.param({"max_cost": 1.0}, id="cost limit"),
    ],
)
def test_what_does_not_shape_a_reply_does_not_cost_again(serve, engine_of, change):
    server = serve(lambda body: GOOD)
    kept = Memory()
    engine_of(server, replies=kept).read([ticket(1, "Slow.")])

    engine_of(server, replies=kept, **change).read([ticket(1, "Slow.")])

    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("said", "calls"),
    [
        pytest.param(Say(None, refusal="No."), 1, id="a refusal is kept"),
        pytest.param(Say('{"f":', finish="length"), 1, id="a cut reply is kept"),
        pytest.param(Say("no JSON"), 4, id="an invalid reply is asked for again"),
        pytest.param(Fail(413, error("too large")), 2, id="a fault is met again"),
    ],
)
def test_only_what_was_paid_for_and_would_come_again_is_kept(serve, engine_of, said, calls):
    server = serve(lambda body: said)
    engine = engine_of(server)

    outcomes = {engine.read([ticket(1, "Slow.")])[0].outcome for _ in range(2)}

    assert len(outcomes) == 1
    assert len(server.requests) == calls


def test_a_kept_reply_that_an_older_version_wrote_differently_is_asked_for_again(serve, engine_of):
    server = serve(lambda body: GOOD)
    kept = Memory()
    engine = engine_of(server, replies=kept)
    kept.put(engine.caller.key(engine.asks(ticket(1, "Slow."))[0]), "{}", Usage())

    assert engine.read([ticket(1, "Slow.")])[0].outcome is Outcome.OK
    assert cache.restore("not JSON") is None


@pytest.fixture
def interruptible():
    """Ctrl-C as a person has it: workers of a parallel test run ignore the signal."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_ctrl_c_ends_cleanly_and_the_next_run_pays_only_for_the_rest(serve, engine_of, interruptible):
    server = serve(lambda body: GOOD._replace(seconds=0.02))
    engine = engine_of(server)
    documents = [ticket(number, f"Export {number} is slow.") for number in range(400)]
    threading.Timer(0.5, signal.raise_signal, [signal.SIGINT]).start()

    with pytest.raises(KeyboardInterrupt):
        read_all(engine, documents)

    begun = len(server.requests)
    assert 0 < begun < 400 and server.waiting == 0
    resumed = engine_of(server, replies=engine.caller.replies)
    assert {one.outcome for one in read_all(resumed, documents)} == {Outcome.OK}
    assert len(server.requests) == 400
    assert resumed.spent().kept == begun


def test_the_flex_tier_is_asked_for_and_metered_at_half(serve, engine_of):
    server = serve(lambda body: GOOD)
    flex, plain = (engine_of(server, service_tier=tier) for tier in ("flex", "default"))

    flex.read([ticket(1, "Slow.")])
    plain.read([ticket(1, "Slow.")])

    assert [one.get("service_tier") for one in server.requests] == ["flex", None]
    first = flex.spent()
    assert first.money == prices.rates("openai", "gpt-6-luna").cost(first.usage) / 2


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        pytest.param("gpt-6-luna", {"reasoning_effort": "none"}, id="newest"),
        pytest.param("gpt-5-nano", {"reasoning_effort": "minimal"}, id="first of the reasoning family"),
        pytest.param("gpt-5.4-pro", {}, id="pro thinks as it likes"),
        pytest.param("gpt-4.1-mini", {"temperature": 0}, id="older"),
        pytest.param("my-llama", {"temperature": 0}, id="somebody's own"),
    ],
)
def test_hidden_reasoning_is_not_bought(serve, engine_of, model, expected):
    server = serve(lambda body: GOOD)

    engine_of(server, model=f"openai:{model}").read([ticket(1, "Slow.")])

    sent = server.requests[0]
    assert {name: sent[name] for name in ("reasoning_effort", "temperature") if name in sent} == expected
    assert sent["max_completion_tokens"] == sent.get("max_tokens", 512) == 512
    assert ("max_tokens" in sent) == (not model.startswith("gpt"))


@pytest.mark.parametrize(
    ("name", "base_url", "environment", "fault", "complaint"),
    [
        pytest.param("openai:gpt-6-luna", None, {}, EngineError, "no paid call", id="OpenAI itself"),
        pytest.param("openai:m", "https://llm.example/v1", {}, EngineError, "llm.example", id="another host"),
        pytest.param("anthropic:claude-x", None, {}, EngineError, "'anthropic'", id="another provider"),
        pytest.param("openai:m", "http://127.0.0.1.evil.io/", {}, EngineError, "evil", id="look-alike"),
        pytest.param("openai", None, {}, SettingsError, "provider:model", id="no model"),
        pytest.param(":x", None, {}, SettingsError, "provider:model", id="no provider"),
        pytest.param("fake:nowhere.jsonl", None, {}, SettingsError, "nowhere.jsonl", id="no such file"),
        pytest.param(
            "openai:gpt-6-luna", None, {"VOC_LOOPBACK_ONLY": "0"}, MissingKey, "OPENAI_API_KEY", id="no key"
        ),
    ],
)
def test_an_engine_that_cannot_or_must_not_call_says_so_in_one_line(
    monkeypatch, name, base_url, environment, fault, complaint
):
    for key, value in environment.items():
        monkeypatch.setenv(key, value)

    with pytest.raises(fault, match=complaint) as caught:
        make(name, Settings(base_url=base_url)).read([ticket(1, "Slow.")])
    assert "\n" not in str(caught.value)
