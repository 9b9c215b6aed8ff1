"""Labelled tickets of the worlds, and the replies that a perfect model would give in voc's form."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from voc import language
from voc.engines.llm.windows import windows
from voc.evals.labelled_sets import MARK
from voc.types import Document, Form, Kind, Language, Side, Utterance, in_order

SIDES = {"customer": Side.CUSTOMER, "agent": Side.STAFF, "bot": Side.BOT}
STAGES = {Kind.NEED: "evaluate", Kind.PURCHASE_REASON: "buy", Kind.CHURN_SIGNAL: "leave"}


class Gold(NamedTuple):
    """What a careful reader labelled, with everything a reply may say of it."""

    kind: Kind
    severity: int
    quote: str
    start: int
    """Offset of the quote in the document's text."""
    topic: str
    topic_en: str
    stage: str
    summary: str


class Labelled(NamedTuple):
    """A ticket and its labels."""

    document: Document
    language: Language
    labels: tuple[Gold, ...]


def tickets(*folders: Path) -> Iterator[Labelled]:
    """Every ticket of the worlds in these folders, in order."""
    for place in sorted(path.parent for folder in folders for path in folder.glob("*/world.json")):
        facts = json.loads((place / "world.json").read_text(encoding="utf-8"))
        titles = {one["id"]: (one["title"], one.get("title_en", one["title"])) for one in facts["themes"]}
        for line in (place / "tickets.jsonl").read_text(encoding="utf-8").splitlines():
            yield _labelled(json.loads(line), place.name, facts["lang"], titles)


def _labelled(told: dict, source: str, spoken: Language, titles: dict[str, tuple[str, str]]) -> Labelled:
    said, labels, at = [], [], 0
    for message in told["messages"]:
        plain, marks = _unmarked(message["text"])
        said.append(Utterance("", SIDES[message["from"]], plain))
        labels += [_gold(mark, at + start, titles) for start, mark in marks]
        at += len(plain) + 1
    document = Document(
        source=source,
        id=told["id"],
        form=Form.TICKET,
        created_at=told["created_at"],
        channel=told.get("channel") or None,
        subject=told.get("subject") or None,
        role=told.get("role") or None,
        turns=in_order(said),
    )
    return Labelled(document, spoken, tuple(one for group in labels for one in group))


def _unmarked(text: str) -> tuple[str, list]:
    plain, marks, last = "", [], 0
    for mark in MARK.finditer(text):
        plain += text[last : mark.start()]
        marks.append((len(plain), mark))
        plain += mark[4]
        last = mark.end()
    return plain + text[last:], marks


def _gold(mark, start: int, titles: dict) -> list[Gold]:
    topic, english = titles[mark[2]]
    kinds = [Kind(one) for one in mark[1].split("+")]
    return [
        Gold(kind, int(mark[3]), mark[4], start, topic, english, STAGES.get(kind, "use"), english + ".")
        for kind in kinds
    ]


def reply(one: Labelled, numbers: frozenset[int]) -> str:
    """What a perfect model says of the shown sentences, as voc asks for it."""
    cut = [sentence for sentence in language.sentences(one.document) if sentence.number in numbers]
    entries = []
    for label in one.labels:
        end = label.start + len(label.quote)
        pointed = [sentence for sentence in cut if sentence.start < end and label.start < sentence.end]
        if pointed:
            whole = len(label.quote) > 0.6 * (pointed[-1].end - pointed[0].start)
            entries.append(_entry(one, label, [sentence.number for sentence in pointed], whole))
    return json.dumps({"f": entries}, ensure_ascii=False, separators=(",", ":"))


def _entry(one: Labelled, label: Gold, numbers: list[int], whole: bool) -> dict:
    entry = {
        "s": numbers,
        "k": label.kind.value,
        "v": label.severity,
        "p": 90,
        "t": label.topic,
        "e": label.topic_en if one.language == "ja" else None,
        "a": None,
        "j": label.stage,
        "m": label.summary,
    }
    return entry if whole else entry | {"w": label.quote, "r": None, "c": None}


def replies(labelled: list[Labelled]) -> dict[str, str]:
    """Every window's body and the reply to it."""
    return {window.body: reply(one, window.numbers) for one in labelled for window in windows(one.document)}
