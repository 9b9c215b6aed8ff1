"""A model that answers every prompt from a labelled company's labels, with as many slips as asked for.

It plays a careful reader: what the product loses behind it is lost after the reading. Its topics are
worded as differently as people word them: a third are the label's theme, the others borrow from the quote
(`WORDINGS`, set by judgement; a hundred tickets give about as many topics as a person who read them gave).
A slip is drawn by a hash of what is judged, so that the same question gets the same answer, and every
decision can slip: a label is lost, takes another kind or another theme's topic; a topic is sorted
elsewhere; a quote is said to fit a name that it does not fit, or the other way round.
"""

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from loopback_llm import Body, Reply, Say, last_user

from voc.evals import scoring
from voc.evals.labelled_sets import GoldStatement, World, read_world
from voc.types import Kind

SPACES = re.compile(r"\s+")
MASK = re.compile(r"\[[^\]]{1,12}\]")
ENGLISH, JAPANESE = re.compile(r"[A-Za-z]{4,}"), re.compile(r"[\u4e00-\u9fff\u30a0-\u30ff]{2,}")
Choice = TypeVar("Choice")
WORDINGS = 3
NAMELESS = {"ja": "その他", "en": "Other"}
STAGES = {Kind.NEED: "evaluate", Kind.PURCHASE_REASON: "buy", Kind.CHURN_SIGNAL: "leave"}
NEAR = 6
"""Characters of two texts that must agree before one is looked for in the other."""


def draw(*parts: object) -> int:
    """A number that is the same for the same parts, and else as good as random."""
    return int.from_bytes(hashlib.sha256(repr(parts).encode()).digest()[:8], "big")


def bare(text: str) -> str:
    """The text without spaces."""
    return SPACES.sub("", text)


class GoldModel:
    """Answers the requests of one project that reads one labelled company."""

    def __init__(self, folder: Path, slips: float) -> None:
        self.world: World = read_world(folder)
        self.slips = slips
        facts = json.loads((folder / "world.json").read_text(encoding="utf-8"))
        self.titles: Mapping[str, dict[str, str]] = {
            one["id"]: {"ja": one["title"], "en": one.get("title_en", one["title"])}
            for one in facts["themes"]
        }
        self.themes = sorted(self.titles)
        self._said = {id_: bare(text) for id_, text in self.world.said_by_customers().items()}
        self._gold: dict[str, list[GoldStatement]] = defaultdict(list)
        for one in self.world.gold:
            self._gold[one.document].append(one)
        self.tasks: Mapping[str, Callable[[list[Body]], Body]] = {
            "ReadReply": self.read,
            "TitleReply": self.title,
            "SameReply": self.same,
            "SortReply": self.sort,
            "SeekReply": self.seek,
            "WriteReply": self.write,
            "AnswerReply": self.answer,
            "PortrayReply": self.portray,
        }
        self.asked: Counter[str] = Counter()

    def __call__(self, body: Body) -> Reply:
        """What the model says to a request of the server's."""
        name = body["response_format"]["json_schema"]["name"]
        lines = [json.loads(line) for line in last_user(body).splitlines()[1:-1]]
        self.asked[name] += 1
        return Say(json.dumps(self.tasks[name](lines), ensure_ascii=False))

    def slip(self, *parts: object) -> bool:
        """Whether the model errs here."""
        return draw("slip", *parts) % 10_000 < self.slips * 10_000

    def theme(self, quote: str, kind: str | None = None) -> str:
        """The labelled theme of a quote that voc shows; empty for what no label is about."""
        said = scoring.normal(quote)
        golds = [one for one in self.world.gold if kind is None or one.kind == kind]
        words = [scoring.normal(one.quote) for one in golds]
        near = [(len(text), at) for at, text in enumerate(words) if text in said or said in text]
        if near:
            return golds[max(near)[1]].theme
        shared = max(((scoring.overlap(text, said), at) for at, text in enumerate(words)), default=(0.0, 0))
        return golds[shared[1]].theme if shared[0] >= scoring.LEAST_OVERLAP else ""

    # What is asked of it.

    def read(self, lines: list[Body]) -> Body:
        """Every label of the document, at the sentences that hold its words."""
        turns = [line["customer"] for line in lines if isinstance(line.get("customer"), dict)]
        sentences = {int(number): text for turn in turns for number, text in turn.items()}
        labels = self._gold[self.document(sentences.values())]
        entries = [entry for one in labels for turn in turns if (entry := self._entry(one, turn))]
        return {"f": entries}

    def document(self, sentences: Iterable[str]) -> str:
        """The document that holds most of the sentences."""
        pieces = [bare(text) for text in sentences]
        counts = {
            id_: sum(len(piece) for piece in pieces if piece in said) for id_, said in self._said.items()
        }
        best = max(counts, key=lambda id_: (counts[id_], id_))
        return best if counts[best] else ""

    def _entry(self, one: GoldStatement, turn: Mapping[str, str]) -> Body | None:
        numbers = _numbers(one.quote, turn)
        key = one.document, one.kind, one.quote
        slipped = draw("sort", *key) % 3 if self.slip("read", *key) else None
        if not numbers or slipped == 0:
            return None
        kind = self._other([kind for kind in Kind if kind != one.kind], *key) if slipped == 1 else one.kind
        theme = self._other(self.themes, "topic", *key) if slipped == 2 else one.theme
        topic, english = self.topic(theme, one.quote)
        said = " ".join(turn[str(number)] for number in numbers)
        entry: Body = {
            "s": numbers,
            "k": kind,
            "v": one.severity,
            "p": 90,
            "t": topic,
            "e": english if self.world.facts.lang == "ja" else None,
            "a": None,
            "j": STAGES.get(one.kind, "use"),
            "m": self.titles[theme][self.world.facts.lang] + ".",
        }
        narrow = len(one.quote) <= 0.6 * len(said) and one.quote in said
        return entry | {"w": one.quote, "r": None, "c": None} if narrow else entry

    def topic(self, theme: str, quote: str) -> tuple[str, str | None]:
        """A topic in the document's language, and in English: the theme's words, the quote's, or both."""
        title = self.titles[theme][self.world.facts.lang]
        english = self.titles[theme]["en"]
        wording = draw("topic", quote) % WORDINGS
        own, short = _words(quote, 3), _words(title, 2)
        if wording == 0 or not own:
            return title[:60], english[:60]
        mixed = _joined([*short[:1], *own[:2]] if wording == 1 else own)
        return mixed, _joined(_words(english, 2)) if wording == 1 else None

    def title(self, lines: list[Body]) -> Body:
        """The name of the theme that most quotes are about, and the quotes of that theme."""
        quotes = [line for line in lines if "said" in line]
        themes = {line["n"]: self.theme(line["said"], line.get("kind")) for line in quotes}
        name = _most(themes.values())
        fits = [n for n, theme in themes.items() if (theme == name) is not self.slip("fits", n, lines)]
        return {**self.titles.get(name, NAMELESS), "n": fits}

    def same(self, lines: list[Body]) -> Body:
        """Whether most of both groups are about one theme."""
        (pair,) = lines
        one, other = (_most(self.theme(q, pair["kind"]) for q in pair[side]) for side in ("one", "other"))
        return {"same": (one == other) is not self.slip("same", lines)}

    def sort(self, lines: list[Body]) -> Body:
        """Each topic where its quote's label belongs: a known theme of that label, or a new one."""
        kind = lines[0]["kind"]
        themes = {line["k"]: self.theme_of(line, kind) for line in lines[1:] if "k" in line}
        topics = {line["n"]: line for line in lines[1:] if "n" in line}
        where = {n: self.theme(line["said"], kind) for n, line in topics.items()}
        labels = sorted({*themes.values(), *where.values()})
        for n, line in topics.items():
            if self.slip("sorted", kind, line):
                where[n] = self._other(labels, "sorted", kind, line)
        known = {theme: k for k, theme in reversed(themes.items())}
        groups = []
        for theme in dict.fromkeys(where.values()):
            name = {"ja": "", "en": ""} if theme in known else self.titles.get(theme, NAMELESS)
            taken = [n for n, label in where.items() if label == theme]
            groups.append({"k": known.get(theme), **name, "n": taken})
        return {"g": groups}

    def theme_of(self, line: Body, kind: str) -> str:
        """The label that a known theme stands for: that of its name, or else of its quotes."""
        named = [id_ for id_, title in self.titles.items() if line["name"] in title.values()]
        return named[0] if named else _most(self.theme(quote, kind) for quote in line["said"])

    def seek(self, lines: list[Body]) -> Body:
        """The themes that most of the answering documents speak of; the question stays as it is."""
        docs = {doc for one in self.world.facts.qa if one.q == lines[0]["question"] for doc in one.docs}
        labels = Counter(theme for doc in docs for theme in {one.theme for one in self._gold[doc]})
        wanted = {theme for theme, count in labels.items() if 2 * count >= len(docs)}
        chosen = [line["k"] for line in lines[1:] if self.named(line["name"]) in wanted]
        return {"t": [k for k in chosen if not self.slip("seek", k, lines)], "q": []}

    def named(self, name: str) -> str:
        """The label whose title this is; empty for another name."""
        return next((id_ for id_, title in self.titles.items() if name in title.values()), "")

    def write(self, lines: list[Body]) -> Body:
        """The theme's name as a sentence."""
        return {"p": [{"x": f"{lines[0].get('title', '')}.", "n": [line["n"] for line in lines[1:3]]}]}

    def answer(self, lines: list[Body]) -> Body:
        """Cite every passage of a document that answers the question; nothing where none does."""
        facts, passages = lines[0], lines[1:]
        docs = {doc for one in self.world.facts.qa if one.q == facts["question"] for doc in one.docs}
        cited = [line["n"] for line in passages if self.document([line["said"]]) in docs]
        said = "お客様がそう言っています。" if self.world.facts.lang == "ja" else "Customers say so."
        return {"ok": bool(cited), "p": [{"x": said, "n": cited}] if cited else [], "c": []}

    def portray(self, lines: list[Body]) -> Body:
        """One line a quote, for the first ten."""
        told = [(line["n"], self.theme(line["said"], line.get("kind"))) for line in lines[1:11]]
        lang = self.world.facts.lang
        drawn = [{"a": "pain", "x": self.titles[theme][lang], "n": [n]} for n, theme in told if theme]
        return {"name": lines[0].get("role", "") or "-", "l": drawn}

    def _other(self, choices: Sequence[Choice], *key: object) -> Choice:
        return choices[draw("other", *key) % len(choices)]


def _numbers(quote: str, turn: Mapping[str, str]) -> list[int]:
    """The sentences of a turn that hold a quote, whatever was masked in it."""
    text, ends = "", []
    for number, said in turn.items():
        text += bare(said)
        ends.append((int(number), len(text)))
    pieces = [piece for piece in [bare(quote)] if piece in text]
    start = text.find(pieces[0]) if pieces else _like(bare(quote), text)
    if start < 0:
        return []
    end = min(start + len(bare(quote)), len(text))
    starts = [0, *(at for _, at in ends)]
    return [n for (n, last), first in zip(ends, starts, strict=False) if first < end and start < last]


def _like(quote: str, text: str) -> int:
    """Where a quote stands in a text that masks have changed; -1 where it does not."""
    at = text.find(quote[:NEAR])
    return at if at >= 0 and MASK.search(text[at : at + len(quote) + NEAR]) else -1


def _words(text: str, most: int) -> list[str]:
    """Content words as far as length tells: the longest ones, in their order."""
    found = list(dict.fromkeys(JAPANESE.findall(text) or ENGLISH.findall(text)))
    longest = sorted(found, key=lambda word: (-len(word), word))[:most]
    return [word for word in found if word in longest]


def _joined(words: Sequence[str]) -> str:
    text = "の".join(words) if any(JAPANESE.search(word) for word in words) else " ".join(words)
    return text[:60]


def _most(themes: Iterable[str]) -> str:
    counts = Counter(theme for theme in themes if theme)
    return min(counts, key=lambda theme: (-counts[theme], theme)) if counts else ""
