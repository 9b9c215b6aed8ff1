"""How many tickets a second the local engine reads, beside VADER on the same texts.

usage: python benchmarks/local_engine.py [TICKETS]

Reads the tickets of `fixtures/worlds`, repeated, in one thread and then in two processes. VADER
(`pip install vaderSentiment`) only scores the mood of each text; it is here as a yardstick.
"""

import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib.util import find_spec
from itertools import cycle, islice

from voc.engines.local import training_data
from voc.engines.local.engine import LocalEngine
from voc.engines.local.model import shipped
from voc.engines.local.train import FIXTURES
from voc.types import Document, Form, Side

BATCH = LocalEngine.batch


def main() -> None:
    """Print the speeds."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 4000
    worlds = [one.document for one in training_data.worlds(FIXTURES / "worlds")]
    tickets = list(islice(cycle([one for one in worlds if one.form is Form.TICKET]), size))
    began = time.perf_counter()
    shipped()
    print(f"model loads in {time.perf_counter() - began:.2f} s")
    read(tickets[:BATCH])
    say("local engine, one process", size, timed(lambda: read(tickets)))
    with ProcessPoolExecutor(2) as pool:
        halves = [tickets[: size // 2], tickets[size // 2 :]]
        list(pool.map(read, [half[:BATCH] for half in halves]))
        say("local engine, two processes", size, timed(lambda: list(pool.map(read, halves))))
    if find_spec("vaderSentiment"):
        say("VADER, one process", size, timed(lambda: vader(tickets)))
    else:
        print("vaderSentiment is not installed")


def read(tickets: Sequence[Document]) -> int:
    """Read all tickets in batches; the number of labels."""
    reader = LocalEngine()
    found = 0
    for start in range(0, len(tickets), BATCH):
        found += sum(len(reading.labels) for reading in reader.read(tickets[start : start + BATCH]))
    return found


def vader(tickets: Sequence[Document]) -> None:
    """Score the mood of each ticket."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    mood = SentimentIntensityAnalyzer()
    for ticket in tickets:
        mood.polarity_scores(" ".join(turn.text for turn in ticket.turns if turn.side is Side.CUSTOMER))


def timed(work: Callable[[], object]) -> float:
    """Seconds that the work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def say(name: str, size: int, seconds: float) -> None:
    """Print one line."""
    print(f"{name}: {size / seconds:,.0f} tickets/s")


if __name__ == "__main__":
    main()
