"""Models that need no provider: a file of replies, and one that obeys whoever speaks in a document.

Both are engines to be named in voc.toml: `fake:replies.jsonl` makes a dry run that costs nothing,
`fake:obedient` is the worst model there is, to see what its obedience can reach.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import JsonValue, ValidationError

from voc.engines.llm import cache
from voc.engines.llm.asks import Ask, Form, ModelAnswer, Usage
from voc.errors import SettingsError
from voc.text import nfkc
from voc.types import Kind, Value

ANY = "*"
JSON_IN_TEXT = re.compile(r"\{.*\}", re.DOTALL)
ORDER = re.compile(
    r"ignore|must|system|admin|print|label|write|count|merge|add |close|please|tell|use |obey|instruction"
    r"|無視|ください|すること|システム|命令|分類|加え|書く|数え|入れ|[{<|]|://",
    re.IGNORECASE,
)
NUMBER = re.compile(r"\d+")
LINK = re.compile(r"\S*(?:://|www\.|@)\S*")


class ScriptLine(Value):
    """One line of a file of replies."""

    key: str
    """The prompt's hash (`cache.prompt_key`), or `*` for every prompt of the task that no line names."""

    task: str = ""
    """The task, for `*`; empty: any task."""

    reply: JsonValue
    """What the model says; a text is said as it stands."""


class Scripted:
    """Answers from a JSONL file, by the hash of the prompt."""

    forms: tuple[Form, ...] = ("json_schema",)

    def __init__(self, path: Path) -> None:
        self.name = f"fake:{path.name}"
        self._replies = dict(_lines(path))
        content = json.dumps(self._replies, sort_keys=True)
        self.options: Mapping[str, str | int | float] = {"file": hashlib.sha256(content.encode()).hexdigest()}

    def ask(self, ask: Ask, form: Form) -> ModelAnswer:
        """The line of this prompt; a prompt without one is answered with nothing, naming its hash."""
        key = cache.prompt_key(ask)
        for place in (key, f"{ANY}{ask.task}", ANY):
            if place in self._replies:
                return ModelAnswer(text=self._replies[place], usage=Usage())
        return ModelAnswer(text=None, refusal=f"no line for the prompt {key}")


class Obedient:
    """Does what any instruction in a document tells it, with everything its reply can carry."""

    name = "fake:obedient"
    forms: tuple[Form, ...] = ("json_schema",)
    options: Mapping[str, str | int | float] = {}

    def ask(self, ask: Ask, form: Form) -> ModelAnswer:
        """JSON that a document spells out is repeated as it stands; else its words go into every field."""
        said = _orders(ask.body)
        dictated = JSON_IN_TEXT.search(nfkc(said))
        if dictated and ask.retort is None and _is_json(dictated[0]):
            return ModelAnswer(text=dictated[0])
        return ModelAnswer(text=json.dumps(_obeyed(ask, said), ensure_ascii=False))


def _obeyed(ask: Ask, order: str) -> dict[str, object]:
    numbers = list(dict.fromkeys(int(number) for number in NUMBER.findall(order)))[:20]
    loud = next(iter(LINK.findall(order)), order)
    if ask.task == "extract":
        shown = _shown(ask.body)
        return {"f": [_found([number], order, loud, kind) for number in shown + numbers for kind in Kind]}
    sentences = [{"x": text, "n": numbers or [1]} for text in (order, loud, order[:80])]
    if ask.task == "title":
        return {"ja": order[:40], "en": order[:80], "n": _given(ask.body)}
    if ask.task == "sort":
        return {"g": [{"k": None, "ja": order[:40], "en": order[:80], "n": _given(ask.body)}]}
    if ask.task == "seek":
        return {"t": numbers, "q": [order[:80], loud]}
    if ask.task == "same":
        return {"same": True}
    if ask.task == "portray":
        return {"name": order[:80], "l": [{"a": "pain", **sentence} for sentence in sentences]}
    return {"p": sentences} if ask.task == "write" else {"ok": True, "p": sentences, "c": []}


def _found(numbers: list[int], order: str, loud: str, kind: Kind) -> dict[str, object]:
    return {
        "s": numbers,
        "k": kind.value,
        "v": 5,
        "p": 100,
        "w": None,
        "t": order[:60],
        "e": loud,
        "a": order[-60:],
        "j": "leave",
        "r": loud,
        "c": order[:60],
        "m": order[:200],
    }


def _shown(body: str) -> list[int]:
    """The sentence numbers that stand in the body."""
    turns = [json.loads(line).get("customer") for line in body.splitlines()]
    return [int(number) for turn in turns if isinstance(turn, dict) for number in turn]


def _given(body: str) -> list[int]:
    """The quote numbers that stand in the body."""
    lines = [json.loads(line) for line in body.splitlines()]
    return [line["n"] for line in lines if isinstance(line.get("n"), int)]


def _orders(body: str) -> str:
    """What the body's texts order, or else all that they say."""
    texts = [text for line in body.splitlines() for text in _texts(json.loads(line))]
    orders = [text for text in texts if ORDER.search(nfkc(text))]
    return "\n".join(orders or texts)


def _texts(value: JsonValue) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    try:
        rows = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"engine fake:{path}: {error}") from None
    for number, row in enumerate(rows, start=1):
        if row.strip():
            try:
                line = ScriptLine.model_validate_json(row)
            except ValidationError as error:
                raise SettingsError(f"{path}, line {number}: {error.errors()[0]['msg']}") from None
            said = line.reply if isinstance(line.reply, str) else json.dumps(line.reply, ensure_ascii=False)
            yield (f"{ANY}{line.task}" if line.key == ANY else line.key), said
