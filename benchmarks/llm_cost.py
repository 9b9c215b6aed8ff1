"""What reading 1,000 tickets costs, beside LangExtract.

    pip install langextract        (for this comparison only)
    PYTHONPATH=.:tests/servers python benchmarks/llm_cost.py [--tickets N] [--models NAME ...]

Both tools talk to the same server on loopback, in the same run, about the same labelled tickets, with
the same definitions, examples and fields. The server says what a perfect model would say, made from
the labels, in the form of each tool's own examples, and counts the tokens of both in the same way. Its
prompt cache follows the provider's documentation: from GPT-5.6 on only marked starts are found again and
writing them is billed; before, any equal start of at least 1,024 tokens counts and writing is free.
Money is at list prices, for both tools at the same model's.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import gold
import langextract
import yaml
from gold import Gold, Labelled
from langextract.core.data import Document, ExampleData, Extraction
from langextract.core.format_handler import FormatHandler
from langextract.factory import ModelConfig
from langextract.prompt_validation import PromptValidationLevel
from loopback_llm import LoopbackServer, Say, Spend, last_user

from voc import prompting
from voc.engines.llm import meter as prices
from voc.engines.llm.asks import Usage
from voc.engines.llm.engine import Wording, make
from voc.engines.llm.prefix import Example, ExampleLabel
from voc.engines.local.engine import LocalEngine
from voc.runners.threads import spread
from voc.settings import EngineChoice as Settings

ROOT = Path(__file__).resolve().parents[1]
SHARE, CEILING = Decimal("0.6"), Decimal("0.30")
WORKERS = 8
FORM = FormatHandler(use_fences=False)
FIELDS = {
    "severity": "1 to 5.",
    "topic": "a noun phrase of two to six words in the document's own language, without names or numbers.",
    "topic_en": "the same topic in English when the document is Japanese.",
    "area": "the product area in one or two words of English, when clear.",
    "stage": "evaluate, buy, onboard, use, support, renew or leave, when clear.",
    "stakeholder": "the role of the person who is affected, when the text says it; never a name.",
    "competitor": "the rival product or company the customer names, if any.",
    "summary": "one short sentence in English that says what the customer means, without names or numbers.",
}


class Bill(NamedTuple):
    """What one way of reading cost."""

    name: str
    calls: int
    usage: Usage
    money: Decimal
    found: int


def voc(server: LoopbackServer, tickets: Sequence[Labelled], model: str, *, screen: bool) -> Bill:
    """Read with voc; `screen` lets the local engine skip what says nothing."""
    said = gold.replies(list(tickets))
    server.wipe(lambda body: Say(said["\n".join(last_user(body).splitlines()[1:-1])]))
    local = LocalEngine().worth_reading if screen else None
    settings = Settings(base_url=server.url, concurrency=WORKERS)
    engine = make(f"openai:{model}", settings, wording=Wording("en"), screen=local)
    documents = [one.document for one in tickets]
    readings = [one for batch in spread(engine, ([one] for one in documents)) for one in batch.readings]
    assert engine.spent().calls == server.spend.calls
    name = "voc, screened" if screen else "voc"
    return bill(name, server.spend, model, sum(len(one.labels) for one in readings), len(tickets))


def langextract_(server: LoopbackServer, tickets: Sequence[Labelled], model: str) -> Bill:
    """Read with LangExtract, as its documentation shows it, with our definitions and examples."""
    texts = {one.document.text: one for one in tickets}
    server.wipe(lambda body: Say(their_reply(asked_of(last_user(body)), texts)))
    kwargs = {"base_url": server.url, "api_key": "none", "max_workers": WORKERS}
    read = langextract.extract(
        text_or_documents=[Document(text=one.document.text, document_id=one.document.key) for one in tickets],
        prompt_description=description(),
        examples=examples(),
        config=ModelConfig(model_id=model, provider="OpenAILanguageModel", provider_kwargs=kwargs),
        max_workers=WORKERS,
        batch_length=WORKERS,
        show_progress=False,
        prompt_validation_level=PromptValidationLevel.OFF,
    )
    found = sum(len(one.extractions or ()) for one in read)
    return bill("langextract", server.spend, model, found, len(tickets))


def bill(name: str, spend: Spend, model: str, found: int, tickets: int) -> Bill:
    """The server's count, for 1,000 tickets."""
    usage = Usage(**{name: getattr(spend, name) for name in Usage.model_fields})
    rates = prices.rates("openai", model)
    assert rates is not None
    thousand = Usage(**{key: value * 1000 // tickets for key, value in usage.model_dump().items()})
    return Bill(name, spend.calls * 1000 // tickets, thousand, rates.cost(thousand), found)


def description() -> str:
    """Voc's own instructions, with pointing replaced by LangExtract's way of quoting."""
    text = prompting.load("extract").text
    care = text[text.index("# How to read") : text.index("# What to give back")]
    kinds = prompting.load("kinds").text
    fields = "\n".join(f"- {name}: {meaning}" for name, meaning in FIELDS.items())
    return (
        "You read one document of a company's customers: a support ticket, an interview, a survey answer or "
        "a review, in Japanese or in English. Extract the statements in which the customer says something "
        "that matters, in the order of the document, with the exact words of the text. Do not paraphrase.\n\n"
        f"# Kinds\n{kinds}\n{care}\n# Attributes\n{fields}\n"
    )


def examples() -> list[ExampleData]:
    """Voc's own examples."""
    path = prompting.find(prompting.EXAMPLES)
    loaded = [Example.model_validate(one) for one in yaml.safe_load(path.read_text(encoding="utf-8"))]
    return [
        ExampleData(text=one.document().text, extractions=[example_extraction(label) for label in one.labels])
        for one in loaded
    ]


def example_extraction(label: ExampleLabel) -> Extraction:
    """One label of an example, in LangExtract's form."""
    told = {
        "severity": str(label.severity),
        "topic": label.topic,
        "topic_en": label.topic_en,
        "area": label.area,
        "stage": label.stage,
        "stakeholder": label.role,
        "competitor": label.competitor,
        "summary": label.summary["en"],
    }
    kept = {name: value for name, value in told.items() if value}
    return Extraction(extraction_class=label.kind.value, extraction_text=label.words, attributes=kept)


def asked_of(prompt: str) -> str:
    """The text that LangExtract asks about: what stands after its last question mark-up."""
    return prompt.rpartition("\nQ: ")[2].rpartition("\nA: ")[0]


def their_reply(chunk: str, texts: dict[str, Labelled]) -> str:
    """The labels that stand in the chunk, as LangExtract writes them."""
    one = texts.get(chunk) or next(one for text, one in texts.items() if chunk in text)
    first = one.document.text.index(chunk)
    last = first + len(chunk)
    inside = [
        label for label in one.labels if first <= label.start and label.start + len(label.quote) <= last
    ]
    told = [
        Extraction(label.kind.value, label.quote, attributes=attributes(label, one.language))
        for label in inside
    ]
    return FORM.format_extraction_example(told)


def attributes(label: Gold, spoken: str) -> dict[str, str]:
    """The label's fields that are not empty, under their full names."""
    told = {
        "severity": str(label.severity),
        "topic": label.topic,
        "topic_en": label.topic_en if spoken == "ja" else "",
        "stage": label.stage,
        "summary": label.summary,
    }
    return {name: value for name, value in told.items() if value}


def show(bills: Sequence[Bill], against: Bill) -> None:
    """One row a way of reading."""
    heads = ("calls", "input", "cached", "written", "output", "US$", "share")
    print(f"{'per 1,000 tickets':<18}" + "".join(f"{head:>11}" for head in heads))
    for one in bills:
        usage = one.usage
        counts = (one.calls, usage.input, usage.cached, usage.written, usage.output)
        money = f"{one.money:>11.4f}{one.money / against.money:>11.2f}"
        print(f"{one.name:<18}" + "".join(f"{count:>11,}" for count in counts) + money)


def compare(server: LoopbackServer, tickets: Sequence[Labelled], model: str) -> bool:
    """Run all three ways at one model's prices, print, and say whether the targets are met."""
    screened = voc(server, tickets, model, screen=True)
    plain = voc(server, tickets, model, screen=False)
    theirs = langextract_(server, tickets, model)
    print(f"\n{model}, statements found: {screened.found}, {plain.found}, {theirs.found}")
    show([screened, plain, theirs], theirs)
    return screened.money <= SHARE * theirs.money and screened.money <= CEILING


def main() -> int:
    """Compare at each model's prices, and fail when a target is missed."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--tickets", type=int, default=1000)
    asked.add_argument("--models", nargs="+", default=["gpt-6-luna", "gpt-5.4-nano"])
    given = asked.parse_args()
    os.environ["VOC_LOOPBACK_ONLY"] = "1"
    every = list(gold.tickets(ROOT / "fixtures" / "worlds", ROOT / "fixtures" / "training"))
    tickets = [every[at * len(every) // given.tickets] for at in range(min(given.tickets, len(every)))]
    with LoopbackServer(lambda body: Say("{}")).running() as server:
        met = [compare(server, tickets, model) for model in given.models]
    print(f"\ntargets: at most {SHARE} of LangExtract, at most ${CEILING} per 1,000 tickets")
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
