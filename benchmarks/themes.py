"""How good the themes are: `python benchmarks/themes.py [WORLD]...`.

Every world is scored by an embedder that never saw it. Two inputs: all labelled complaints, and what an
imperfect reader would hand over (35 % of them lost, a third as many sentences added that are no
complaint). Two ways: all weeks in one run, and week by week. `top3` and `top1` follow
`fixtures/worlds/score.py`; B-cubed F1 (Amigó et al., 2009) also punishes splitting, which the
V-measure hardly does.
"""

import importlib.util
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np

from voc.index.local_embedder import LocalEmbedder
from voc.index.train import FIXTURES, train
from voc.themes.assign import KnownTheme
from voc.themes.discover import place
from voc.themes.rank import Mention, standings
from voc.themes.types import ThemeMember
from voc.themes.vectors import Centroid
from voc.types import Kind

LOST = 0.35
NOISE = 1 / 3
NEAR = 120


class Item(NamedTuple):
    """A statement as the themes see it, and the theme a person gave it; None for noise."""

    statement: ThemeMember
    gold: str | None


class Score(NamedTuple):
    """Figures of one world."""

    v_measure: float
    b_cubed: float
    top3: float
    top1: float
    themes: float


def module(name: str) -> ModuleType:
    """A script of the fixtures, loaded by path."""
    spec = importlib.util.spec_from_file_location(f"fixtures_{name}", FIXTURES / "worlds" / f"{name}.py")
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


sys.path.insert(0, str(FIXTURES / "worlds"))
COMPILE, SCORE = module("compile"), module("score")


def turns(world: Path) -> dict[tuple[str, int], dict[str, Any]]:
    """Every customer's turn of a world, by document and place."""
    _, tickets, interviews, _, _, _ = COMPILE.compile_world(world)
    found = {}
    for ticket in tickets:
        said = ticket["messages"]
        for at, message in enumerate(said):
            if message["from"] == "customer":
                reply = next((m["text"] for m in said[at + 1 :] if m["from"] != "customer"), "")
                found[ticket["id"], at] = {"text": message["text"], "subject": ticket.get("subject", "")}
                found[ticket["id"], at]["reply"] = reply
                found[ticket["id"], at] |= _who(ticket, ticket["created_at"])
    for talk in interviews:
        asks = set(talk.get("interviewers") or ["Interviewer", "インタビュアー", "聞き手"])
        for at, turn in enumerate(talk["turns"]):
            if turn["s"] not in asks:
                asked = next((t["t"] for t in reversed(talk["turns"][:at]) if t["s"] in asks), "")
                found[talk["id"], at] = {"text": turn["t"], "subject": "", "reply": asked}
                found[talk["id"], at] |= _who(talk, talk["date"])
    return found


def _who(document: dict[str, Any], stamp: str) -> dict[str, str]:
    return {"customer": document.get("account") or document["id"], "week": COMPILE.week_of(stamp)}


def item(place_: tuple[str, int], turn: dict[str, Any], start: int, end: int, gold: dict | None) -> Item:
    """One statement with what stands around it."""
    text = turn["text"]
    around = (text[max(0, start - NEAR) : start].strip(), text[end : end + NEAR].strip())
    statement = ThemeMember(
        id=f"{place_[0]}/{place_[1]}/{start:05}",
        kind=Kind.PAIN,
        text=text[start:end],
        context="\n".join(part for part in around if part),
        subject=turn["subject"],
        reply=turn["reply"],
        document=place_[0],
        week=turn["week"],
        customer=turn["customer"],
        language="ja" if re.search("[ぁ-ん]", text) else "en",
        severity=gold["severity"] if gold else 3,
    )
    return Item(statement, gold["theme"] if gold else None)


def labelled(world: Path) -> list[Item]:
    """Every labelled complaint."""
    gold, known = COMPILE.compile_world(world)[4], turns(world)
    return [
        item((g["doc"], g["where"]), known[g["doc"], g["where"]], g["start"], g["end"], g)
        for g in gold
        if g["kind"] == "pain"
    ]


def imperfect(world: Path) -> list[Item]:
    """Complaints with a share of them lost and other sentences added; the draw is fixed."""
    draw, whole = random.Random(7), labelled(world)
    kept = [one for one in whole if draw.random() >= LOST]
    said = {one.statement.text for one in whole}
    others = [
        item(where, turn, *match.span(), None)
        for where, turn in sorted(turns(world).items())
        for match in re.finditer(r"[^。！？!?\n.]{12,}[。！？!?.]?", turn["text"])
        if not any(words in match.group() or match.group() in words for words in said)
    ]
    return kept + draw.sample(others, min(len(others), int(len(kept) * NOISE)))


def at_once(items: Sequence[Item], embedder: LocalEmbedder) -> list[str]:
    """Themes of one run over everything."""
    return [row.theme for row in place([one.statement for one in items], (), embedder).placements]


def weekly(items: Sequence[Item], embedder: LocalEmbedder) -> list[str]:
    """Themes of a run each week, each with the middles that the weeks before left."""
    middles: dict[str, Centroid] = {}
    found: dict[str, str] = {}
    for week in sorted({one.statement.week for one in items}):
        new = [one.statement for one in items if one.statement.week == week]
        known = [KnownTheme(id_, Kind.PAIN, middle=middle) for id_, middle in middles.items()]
        done = place(new, known, embedder)
        middles |= done.middles
        found |= {row.statement: row.theme for row in done.placements}
    return [found[one.statement.id] for one in items]


def b_cubed(gold: Sequence[str], found: Sequence[str]) -> float:
    """Harmonic mean of B-cubed precision and recall."""
    same_gold = np.array(gold)[:, None] == np.array(gold)[None, :]
    same = np.array(found)[:, None] == np.array(found)[None, :]
    both = (same_gold & same).sum(axis=1)
    precision, recall = (both / same.sum(axis=1)).mean(), (both / same_gold.sum(axis=1)).mean()
    return float(2 * precision * recall / (precision + recall))


def tops(world: Path, items: Sequence[Item], found: Sequence[str]) -> tuple[float, float]:
    """Top 3 and top 1 agreement over the world's weeks, as score.py counts them."""
    meta, _, _, _, gold, _ = COMPILE.compile_world(world)
    hits, first, asked = 0.0, 0, 0
    for week in meta["weeks"]:
        who: dict[str, set[str]] = defaultdict(set)
        for g in gold:
            if g["kind"] == "pain" and g["week"] == week:
                who[g["theme"]].add(g["account"] or g["doc"])
        top = [theme for theme, _ in sorted(who.items(), key=lambda row: (-len(row[1]), row[0]))[:3]]
        if not top:
            continue
        named = _named(week, items, found)
        allowed = {theme for theme, customers in who.items() if len(customers) >= len(who[top[-1]])}
        asked += 1
        hits += len(set(named) & allowed) / len(top)
        first += bool(named) and named[0] is not None and len(who[named[0]]) == len(who[top[0]])
    return hits / asked, first / asked


def _named(week: str, items: Sequence[Item], found: Sequence[str]) -> list[str | None]:
    """The gold themes that the digest's first three stand for."""
    in_week = [(one, theme) for one, theme in zip(items, found, strict=True) if one.statement.week == week]
    mentions = [Mention(theme, o.statement.customer, week, o.statement.severity) for o, theme in in_week]
    named = []
    for standing in standings(mentions)[:3]:
        votes = Counter(one.gold for one, theme in in_week if theme == standing.theme and one.gold)
        named.append(votes.most_common(1)[0][0] if votes else None)
    return named


def score(world: Path, items: Sequence[Item], found: Sequence[str]) -> Score:
    """All figures of one run on one world; noise counts in the ranking only."""
    sure = [(one.gold, theme) for one, theme in zip(items, found, strict=True) if one.gold]
    gold, ours = [row[0] for row in sure], [row[1] for row in sure]
    top3, top1 = tops(world, items, found)
    return Score(SCORE.v_measure(gold, ours), b_cubed(gold, ours), top3, top1, len(set(found)))


def main(names: Sequence[str]) -> None:
    """Print one row per world, input and way, and the means."""
    folders = sorted(path.parent for path in FIXTURES.glob("*/*/world.json"))
    worlds = [folder for folder in folders if not names or folder.name in names]
    rows: dict[tuple[str, str], list[Score]] = defaultdict(list)
    print(f"{'world':12} {'input':10} {'way':8} {'V':>6} {'B3':>6} {'top3':>6} {'top1':>6} {'themes':>7}")
    for world in worlds:
        embedder = LocalEmbedder(tables=train(FIXTURES, [world.name]))
        for label, items in (("labelled", labelled(world)), ("imperfect", imperfect(world))):
            for way in (at_once, weekly):
                result = score(world, items, way(items, embedder))
                rows[label, way.__name__].append(result)
                show(world.name, label, way.__name__, result)
    for (label, way), results in rows.items():
        show("mean", label, way, Score(*(float(np.mean(column)) for column in zip(*results, strict=True))))


def show(world: str, label: str, way: str, row: Score) -> None:
    """One line of the table."""
    figures = " ".join(f"{value:6.3f}" for value in row[:4])
    print(f"{world:12} {label:10} {way:8} {figures} {row.themes:7.1f}")


if __name__ == "__main__":
    main(sys.argv[1:])
