"""Documents go in as numbered sentences, and only what was shown can be pointed at."""

import json

import pytest
from llm_cases import found, reply, ticket
from loopback_llm import Say, last_user, prompt

from voc import language, quotes
from voc.engines.llm import meter as tokens
from voc.engines.llm import prefix, windows
from voc.engines.llm.engine import Wording
from voc.errors import SettingsError
from voc.settings import Vocabulary
from voc.types import Form, Kind, Outcome, Side


def lines(body: str) -> list[dict]:
    return [json.loads(line) for line in body.splitlines()]


def fenced(request: dict) -> str:
    """What stands between the marks, after checking that there are two of the same."""
    first, *body, last = last_user(request).splitlines()
    assert first.removeprefix("<<<") == last.removesuffix(">>>") and len(first) == 15
    return "\n".join(body)


def test_the_start_is_byte_identical_over_a_hundred_documents_and_long_enough_to_be_cached(serve, engine_of):
    server = serve()
    engine = engine_of(server)
    texts = ["画面が固まります。%dです。", "The export no. %d is slow."]
    documents = [ticket(number, texts[number % 2] % number, channel="chat") for number in range(100)]

    engine.read(documents)

    starts = {json.dumps(one["messages"][0]) for one in server.requests}
    shapes = {json.dumps(one["response_format"]) for one in server.requests}
    marks = {last_user(one).splitlines()[0] for one in server.requests}
    assert (len(starts), len(shapes), len(marks)) == (1, 1, 100)
    assert tokens.estimate(engine.system) >= 1_024 * 1.5
    assert len(engine.system.encode()) / 5 > 1_024
    assert engine.spent().usage.cached > 99 * 1_024


def test_the_end_of_the_start_is_marked_for_models_that_cache_only_at_marks(serve, engine_of):
    server = serve()
    for model in ("openai:gpt-6-luna", "openai:gpt-5.4-nano"):
        engine_of(server, model=model).read([ticket(1, "Slow.")])

    new, old = server.requests
    assert new["messages"][0]["content"][0]["prompt_cache_breakpoint"] == {"mode": "explicit"}
    assert (new["prompt_cache_options"], new["prompt_cache_key"]) == ({"mode": "explicit"}, "voc")
    assert isinstance(old["messages"][0]["content"], str)
    assert not {"prompt_cache_options", "prompt_cache_key"} & set(old)


def test_a_marked_start_is_written_once_and_read_from_then_on(serve, engine_of):
    server = serve()
    engine = engine_of(server)
    engine.read([ticket(1, "Slow.")])
    written = engine.spent().usage.written

    engine.read([ticket(2, "Slower."), ticket(3, "Slowest.")])

    assert written > 1_024
    assert engine.spent().usage.written == written
    assert engine.spent().usage.cached == 2 * written


def test_a_document_is_shown_as_numbered_customer_sentences_between_unnumbered_staff(serve, engine_of):
    server = serve()
    document = ticket(
        1,
        "The export is slow. It failed twice.",
        (Side.STAFF, "Which format?"),
        (Side.BOT, "Your ticket is open."),
        (Side.UNKNOWN, "Somebody spoke."),
        "CSVです。",
        subject="Export",
        role="buyer",
    )

    engine_of(server).read([document])

    assert lines(fenced(server.requests[0])) == [
        {"subject": "Export", "role": "buyer"},
        {"customer": {"1": "The export is slow.", "2": "It failed twice."}},
        {"staff": "Which format?"},
        {"bot": "Your ticket is open."},
        {"other": "Somebody spoke."},
        {"customer": {"6": "CSVです。"}},
    ]


def test_what_comes_back_are_labels_that_resolve_to_the_customers_words(serve, engine_of):
    said = reply(
        found(1, kind="pain", w="export is slow", a="export", j="use", c="Stockwerk", r="buyer"),
        found(5, 6, kind="churn_signal", t="解約の検討", e="weighing to cancel", v=5, p=70),
    )
    document = ticket(
        1, "The export is slow. Hm.", (Side.STAFF, "Sorry. Sorry."), "解約します。他社にします。"
    )

    reading = engine_of(serve(lambda body: said)).read([document])[0]

    first, second = reading.labels
    assert [quotes.resolve(document, one).text for one in reading.labels] == [
        "export is slow",
        "解約します。他社にします。",
    ]
    assert (first.kind, first.severity, first.area, first.stage) == (Kind.PAIN, 3, "export", "use")
    assert (first.competitor, first.stakeholder, first.confidence) == ("Stockwerk", "buyer", 0.9)
    assert (second.topic, second.topic_en, second.severity) == ("解約の検討", "weighing to cancel", 5)


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param(found(3), id="staff's sentence"),
        pytest.param(found(99), id="no such sentence"),
        pytest.param(found(0), id="zero"),
        pytest.param(found(-1), id="negative"),
        pytest.param(found(), id="no number"),
        pytest.param(found(2, 3), id="from the customer into staff's words"),
    ],
)
def test_pointing_at_anything_but_shown_sentences_resolves_to_nothing(serve, engine_of, statement):
    document = ticket(1, "The export is slow. It failed.", (Side.STAFF, "Sorry."))

    reading = engine_of(serve(lambda body: reply(statement))).read([document])[0]

    assert [quotes.resolve(document, one) for one in reading.labels] == [None]


def test_a_statement_told_twice_counts_once_and_two_kinds_of_it_twice(serve, engine_of):
    said = reply(found(1), found(1, v=5), found(1, 2), found(1, kind="churn_signal"), found(2, w="It failed"))

    reading = engine_of(serve(lambda body: said)).read([ticket(1, "The export is slow. It failed.")])[0]

    assert [(one.kind.value, one.sentences) for one in reading.labels] == [
        ("pain", (1,)),
        ("churn_signal", (1,)),
        ("pain", (2,)),
    ]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        pytest.param("The export is slow.", "The export is slow.", id="plain"),
        pytest.param("two\nlines\tand\u200b more", "two lines and more", id="put on one line"),
        pytest.param("担当者は[氏名]さん", "担当者は[氏名]さん", id="a mask stays"),
        pytest.param("see https://evil.example", None, id="link"),
        pytest.param("see ｈｔｔｐｓ：／／evil", None, id="full-width link"),
        pytest.param("see www.evil.example now", None, id="bare host"),
        pytest.param("go to evil.com", None, id="domain"),
        pytest.param("mail me@evil.example", None, id="address"),
        pytest.param("<b>bold</b>", None, id="HTML"),
        pytest.param("＜script＞", None, id="full-width HTML"),
        pytest.param("[click](x)", None, id="Markdown link"),
        pytest.param("![x][y]", None, id="Markdown image"),
        pytest.param("{{ secret }}", None, id="template"),
        pytest.param("x" * 201, None, id="too long"),
        pytest.param(" ", None, id="blank"),
    ],
)
def test_free_text_is_harmless_or_dropped_while_the_finding_stays(serve, engine_of, text, kept):
    reading = engine_of(serve(lambda body: reply(found(1, m=text)))).read([ticket(1, "Slow.")])[0]

    assert len(reading.labels) == 1
    assert reading.labels[0].summary == kept


def interview(turns: int) -> list[tuple[Side, str] | str]:
    talk = []
    for number in range(turns):
        talk += [
            (Side.STAFF, f"Question {number}: what about area {number}?"),
            f"Answer {number}. " + "It is slow. " * 12,
        ]
    return talk


def test_a_long_interview_is_read_in_windows_that_show_each_sentence_once_and_answers_after_questions():
    document = ticket(1, *interview(120), form=Form.INTERVIEW)
    cut = language.sentences(document)

    made = windows.windows(document, cut)

    numbers = [number for window in made for number in sorted(window.numbers)]
    assert len(made) > 3
    assert numbers == [one.number for one in cut if one.side is Side.CUSTOMER]
    for window in made:
        assert tokens.estimate(window.body) < windows.WINDOW_TOKENS * 1.3
        shown = {int(key) for line in lines(window.body) for key in line.get("customer", {})}
        assert shown == window.numbers
        first = next(line for line in lines(window.body) if "form" not in line)
        assert "staff" in first or "Question" in first["before"]


def test_no_finding_comes_twice_from_a_long_interview(serve, engine_of):
    def answer(body):
        shown = [int(key) for line in lines(fenced(body)) for key in line.get("customer", {})]
        return reply(*(found(number) for number in shown))

    server = serve(answer)
    document = ticket(1, *interview(80), form=Form.INTERVIEW)

    reading = engine_of(server).read([document])[0]

    pointed = [one.sentences for one in reading.labels]
    assert len(server.requests) > 1
    assert (
        len(pointed)
        == len(set(pointed))
        == sum(one.side is Side.CUSTOMER for one in language.sentences(document))
    )


def test_one_failed_window_fails_the_interview_and_the_others_are_not_paid_again(serve, engine_of):
    broken = {"on": True}

    def answer(body):
        return Say("no") if broken["on"] and "Answer 70." in prompt(body) else reply()

    server = serve(answer)
    engine = engine_of(server)
    document = ticket(1, *interview(80), form=Form.INTERVIEW)

    assert engine.read([document])[0].outcome is Outcome.INVALID
    broken["on"] = False
    before = len(server.requests)
    assert engine.read([document])[0].outcome is Outcome.EMPTY
    assert len(server.requests) - before < len(windows.windows(document))


def test_a_monologue_longer_than_a_window_is_cut_between_sentences():
    document = ticket(1, "とても遅いです。" * 1_500, form=Form.SURVEY)

    made = windows.windows(document)

    assert len(made) > 4
    assert sum(len(window.numbers) for window in made) == 1_500


@pytest.mark.parametrize(
    "said",
    [
        pytest.param([(Side.STAFF, "Hello?")], id="only staff"),
        pytest.param([""], id="an empty turn"),
        pytest.param([], id="no turn"),
    ],
)
def test_a_document_without_customer_words_costs_no_call(serve, engine_of, said):
    server = serve()

    assert engine_of(server).read([ticket(1, *said)])[0].outcome is Outcome.EMPTY
    assert server.requests == []


def test_invisible_characters_are_shown_and_still_quoted_as_they_stand(serve, engine_of):
    text = "The \u202eexport\u2069 is sl\u200bow\u2028now."
    server = serve(lambda body: reply(found(1)))
    document = ticket(1, text)

    reading = engine_of(server).read([document])[0]

    sent = fenced(server.requests[0])
    assert not set("\u202e\u2069\u200b\u2028") & set(sent)
    assert quotes.resolve(document, reading.labels[0]).text in text


def test_summaries_are_asked_for_in_the_projects_language(serve, engine_of):
    server = serve()
    engines = [engine_of(server, wording=Wording(language=one)) for one in ("ja", "en")]

    ja, en = (engine.system for engine in engines)

    assert "one short sentence in Japanese" in ja and "請求書の発行が遅く" in ja
    assert "one short sentence in English" in en and "Invoices are issued too late" in en
    assert engines[0].name != engines[1].name


def test_the_projects_own_words_and_prompts_shape_the_start_and_the_engines_name(serve, engine_of, tmp_path):
    server = serve()
    words = Vocabulary(products=("Denpyo",), competitors=("Stockwerk",))
    plain = engine_of(server)
    worded = engine_of(server, wording=Wording(vocabulary=words))
    (tmp_path / "kinds.md").write_text(
        "---\npurpose: Ours.\nvariables: []\nreply: none\nversion: 2\n---\nOur own kinds.\n", encoding="utf-8"
    )
    own = engine_of(server, wording=Wording(prompts=tmp_path))

    assert "Product names: Denpyo." in worded.system and "Known rivals: Stockwerk." in worded.system
    assert "Our own kinds." in own.system
    assert len({plain.name, worded.name, own.name}) == 3
    assert plain.name.startswith("openai:gpt-6-luna#")


EXAMPLE = """
- form: ticket
  turns: [{customer: The export is slow.}, {staff: The import is slow.}]
  labels:
    - {words: WORDS, kind: pain, severity: 3, topic: slow, summary: {en: Slow., ja: 遅い。}}
"""


@pytest.mark.parametrize(
    ("examples", "complaint"),
    [
        pytest.param(
            EXAMPLE.replace("WORDS", "it crashed"), "no customer says 'it crashed'", id="never said"
        ),
        pytest.param(EXAMPLE.replace("WORDS", "import is slow"), "no customer says", id="staff said it"),
        pytest.param(EXAMPLE.replace("WORDS", "slow").replace("pain", "ache"), "kind", id="unknown kind"),
        pytest.param(EXAMPLE.replace("staff", "boss"), "customer, staff", id="unknown speaker"),
        pytest.param(
            EXAMPLE.replace("WORDS", "slow").replace("en: Slow., ", ""), "no summary in 'en'", id="summary"
        ),
        pytest.param("just words", "not a list of examples", id="no list"),
        pytest.param("- form: [", "not a list of examples", id="broken YAML"),
    ],
)
def test_examples_are_checked_against_their_own_text_before_any_call(tmp_path, examples, complaint):
    (tmp_path / "examples.yaml").write_text(examples, encoding="utf-8")

    with pytest.raises(SettingsError, match=complaint) as caught:
        prefix.extraction(tmp_path, "en")
    assert "examples.yaml" in str(caught.value)


def test_every_prompt_is_checked_when_the_engine_is_made(serve, engine_of, tmp_path):
    (tmp_path / "portray.md").write_text("no front matter", encoding="utf-8")

    with pytest.raises(SettingsError, match=r"portray\.md"):
        engine_of(serve(), wording=Wording(prompts=tmp_path))


def test_a_prompt_for_another_reply_is_an_error_before_any_call(tmp_path):
    front = "---\npurpose: X.\nvariables: [language]\nreply: PoemReply\nversion: 1\n---\n{{language}}"
    (tmp_path / "write.md").write_text(front, encoding="utf-8")

    with pytest.raises(SettingsError, match="PoemReply"):
        prefix.writing("write", tmp_path, "en")


FRENCH = "L\u2019export se bloque et le client est m\u00e9content."


@pytest.mark.parametrize(
    ("wanted", "first", "second"),
    [
        pytest.param("en", FRENCH, "The export hangs and the customer is upset.", id="French for English"),
        pytest.param("ja", "The export hangs.", "書き出しが止まる。", id="English for Japanese"),
        pytest.param("en", "書き出しが止まる。", "The export hangs.", id="Japanese for English"),
        pytest.param("en", FRENCH, FRENCH, id="wrong twice"),
    ],
)
def test_a_summary_in_the_wrong_language_is_asked_again_once(serve, engine_of, wanted, first, second):
    said = [first, second]
    server = serve(lambda body: reply(found(1, m=said[len(server.requests) - 1])))

    (reading,) = engine_of(server, wording=Wording(wanted)).read([ticket(1, "The export hangs.")])

    assert [one.summary for one in reading.labels] == [second]
    assert len(server.requests) == 2
    assert "`m` is to be in" in last_user(server.requests[1])


@pytest.mark.parametrize("said", ["CSV export fails", "The export hangs every day at the same time.", ""])
def test_a_summary_in_the_right_language_is_asked_for_once(serve, engine_of, said):
    server = serve(lambda body: reply(found(1, m=said)))
    engine_of(server).read([ticket(1, "The export hangs.")])
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "second", [Say("Sorry."), Say('{"f":[]}'), reply(found(1, kind="praise", m="Fine."))]
)
def test_a_second_reply_that_says_something_else_does_not_cost_the_first(serve, engine_of, second):
    server = serve(
        lambda body: reply(found(1, m="書き出しが止まる。")) if len(server.requests) == 1 else second
    )
    (reading,) = engine_of(server).read([ticket(1, "The export hangs.")])
    assert reading.outcome is Outcome.OK
    assert [one.kind for one in reading.labels] == [Kind.PAIN]
