"""How fast a CSV of tickets goes into the store, and how much memory that takes.

usage: python benchmarks/ingest.py [--rows 100000] [--no-mask] [--language ja|en|both]

The tickets are sentences of the customers in `fixtures/worlds`, put together to 600 characters each,
with invented names as persons. Prints rows per second (reading, masking, storing; files on a local
disk), the processor time that a row took in this process and in those that mask (a busy machine changes
the first figure, hardly the second), and the most memory that this process held before and after,
and any that masks.
"""

import argparse
import csv
import json
import os
import random
import re
import resource
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from voc.pipeline.documents import Files
from voc.project import Project

WORLDS = Path(__file__).parents[1] / "fixtures" / "worlds"
LANGUAGES = {"ja": ("kintai", "manabi", "denpyo"), "en": ("shiplane", "clinicflow", "pulsebase")}
PEOPLE = {
    "ja": [
        f"{a} {b}"
        for a in "山田 佐藤 鈴木 高橋 丸山 早瀬".split()
        for b in "太郎 花子 一郎 恵 浩二 真央".split()
    ],
    "en": [
        f"{a} {b}" for a in "Ingrid Owen Priya Tom".split() for b in "Maas Tregaskis Raman Hollis".split()
    ],
}
MARK = re.compile(r"\[\[[^|\]]*\|(.*?)\]\]")
CHARS = 600
HEADINGS = "ticket_id created_at account_id customer channel subject text".split()


def main() -> None:
    """Write the table, read it, print the figures."""
    parser = argparse.ArgumentParser(description="Measure how fast tickets go into the store.")
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--no-mask", action="store_true")
    parser.add_argument("--language", choices=["ja", "en", "both"], default="both")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tickets.csv"
        write(path, options.rows, ("ja", "en") if options.language == "both" else (options.language,))
        (Path(folder) / "voc.toml").write_text(f"[ingest]\nmask = {str(not options.no_mask).lower()}\n")
        project = Project.open(Path(folder), {}, lambda: datetime.now(UTC))
        before = peak()
        own, theirs = spent()
        began = time.perf_counter()
        report = project.ingest(Files([path]))
        seconds = time.perf_counter() - began
        project.close()
        assert report.new == options.rows, report
        here, there = (
            (now - then) / report.new * 1e6 for now, then in zip(spent(), (own, theirs), strict=True)
        )
        print(
            f"{report.new:,} rows of {CHARS} characters, {path.stat().st_size / 1e6:.0f} MB: "
            f"{seconds:.1f} s, {report.new / seconds:,.0f} a second; "
            f"{here:.0f} us of processor a row here, {there:.0f} us in the processes that mask; "
            f"memory {before} MB -> {peak()} MB here, {peak(resource.RUSAGE_CHILDREN)} MB there"
        )


def write(path: Path, rows: int, languages: tuple[str, ...]) -> None:
    """Write a table of tickets."""
    chance = random.Random(1)
    said = {language: voices(language) for language in languages}
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(HEADINGS)
        for n in range(rows):
            language = chance.choice(languages)
            text = ""
            while len(text) < CHARS:
                text += chance.choice(said[language]) + "\n"
            day = f"2026-{1 + n % 9:02}-{1 + n % 28:02}T09:12:00+09:00"
            person = chance.choice(PEOPLE[language])
            out.writerow([f"T-{n}", day, f"A{n % 500}", person, "email", f"No. {n}", text[:CHARS]])


def voices(language: str) -> list[str]:
    """What the customers of the labelled worlds wrote, without the marks."""
    files = (WORLDS / world / "tickets.jsonl" for world in LANGUAGES[language])
    tickets = (json.loads(line) for file in files for line in file.read_text("utf-8").splitlines())
    return [
        MARK.sub(r"\1", message["text"])
        for ticket in tickets
        for message in ticket["messages"]
        if message["from"] == "customer"
    ]


def spent() -> tuple[float, float]:
    """Processor seconds of this process and of those it has started and seen end."""
    times = os.times()
    return times.user + times.system, times.children_user + times.children_system


def peak(whose: int = resource.RUSAGE_SELF) -> int:
    """The most memory that this process, or the largest that it started, has held, in MB."""
    return resource.getrusage(whose).ru_maxrss // 1024


if __name__ == "__main__":
    main()
