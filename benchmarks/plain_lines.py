"""How the local engine reads short plain lines that it never learnt from: `python benchmarks/plain_lines.py`.

Each line of `fixtures/plain` is a document. Beside the engine, with and without its encoder, stand VADER at
its own threshold (English) and the word lists of judgement in `voc/locale`.
"""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from voc import encoder
from voc.engines.local.engine import LocalEngine
from voc.locale import locale

PLAIN = Path(__file__).parents[1] / "fixtures" / "plain"
KINDS = ("pain", "praise", "churn_signal", "request", "question")
THRESHOLD = 0.05
"""VADER's own."""

Reader = Callable[[Sequence[str]], list[set[str]]]


def engine(reader: LocalEngine) -> Reader:
    """The kinds that the engine labels."""
    return lambda texts: [{label.kind.value for label in labels} for labels in reader.label(texts)]


def words(language: str) -> Reader:
    """Judged bad is a complaint, judged good praise, by the lists of the language."""
    rules = locale(language).polarity

    def read(texts: Sequence[str]) -> list[set[str]]:
        judged = [(rules.negative(text), rules.positive(text)) for text in texts]
        return [{"pain"} if bad else {"praise"} if good else set() for bad, good in judged]

    return read


def vader(texts: Sequence[str]) -> list[set[str]]:
    """Negative is a complaint, positive is praise."""
    scores = [SentimentIntensityAnalyzer().polarity_scores(text)["compound"] for text in texts]
    return [
        {"pain"} if score <= -THRESHOLD else {"praise"} if score >= THRESHOLD else set() for score in scores
    ]


def row(kind: str, gold: Sequence[set[str]], labelled: Sequence[set[str]]) -> str:
    """Precision, recall and F1 of one kind."""
    right = sum(kind in own and kind in true for own, true in zip(labelled, gold, strict=True))
    printed, marked = sum(kind in own for own in labelled), sum(kind in true for true in gold)
    precision, recall = right / max(1, printed), right / max(1, marked)
    return f"{precision:.2f} / {recall:.2f} / {2 * right / max(1, printed + marked):.2f}"


def main() -> None:
    """Print a table for each language: precision / recall / F1."""
    weights = encoder.find()
    encoded = {"encoder": engine(LocalEngine(encoder=encoder.open_encoder(weights)))} if weights else {}
    for language in ("ja", "en"):
        rows = [json.loads(line) for line in (PLAIN / f"{language}.jsonl").read_text("utf-8").splitlines()]
        texts, gold = [each["text"] for each in rows], [set(each["kinds"]) for each in rows]
        readers: dict[str, Reader] = {**encoded, "without": engine(LocalEngine()), "words": words(language)}
        if language == "en":
            readers["VADER"] = vader
        read = {name: reader(texts) for name, reader in readers.items()}
        print(
            f"\n{language}: {len(rows)} lines\n| kind | {' | '.join(read)} |\n| --- |{' --- |' * len(read)}"
        )
        for kind in KINDS:
            print(f"| {kind} | {' | '.join(row(kind, gold, labelled) for labelled in read.values())} |")


if __name__ == "__main__":
    main()
