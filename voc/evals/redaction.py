"""How well personal data is masked: recall and false alarms per class, on planted cases.

A case is a line of JSON: `{"language": "ja", "text": "電話は<<phone:090-1234-5678>>です", "people": []}`.
What is to be masked stands between `<<class:` and `>>`. A case without a mark is a near-miss; `near` says
which class it looks like. The set in the package was written for voc; others are given as files.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path

from scipy.stats import binomtest

from voc.errors import UnreadableFile
from voc.ingest import masking
from voc.ingest.masking import PLAIN, MaskingRules, PersonalSpan
from voc.masks import MASKS
from voc.text import Span
from voc.types import Language, Share, Value

MARK = re.compile(r"<<([a-z ]+):(.+?)>>", re.DOTALL)
OPEN = re.compile(r"<<[a-z ]{1,20}:")


class PlantedCase(Value):
    """One sentence with what is personal in it marked."""

    language: Language
    """The language of the masks."""

    text: str
    """The sentence, with marks."""

    people: tuple[str, ...] = ()
    """Names that the source would give."""

    near: str = ""
    """The class a case without a mark looks like."""

    first_sight: bool | None = None
    """Whether it went right when it was first tried, before anything was mended for it; None: not known."""


class MaskingScore(Value):
    """How one class of personal data fared."""

    kind: str
    """The class."""

    planted: int
    """Marked spans."""

    masked: int
    """Those of which no letter or digit is left."""

    recall: Share
    """Masked over planted; 1 when none was planted."""

    recall_low: Share
    """The lower end of its 95 % Wilson interval."""

    first_sight_planted: int
    """Marked spans in cases of which it is known how they fared when they were first tried."""

    first_sight_recall: Share | None
    """The share of those in cases that went right then: what texts nobody has mended for may expect."""

    near_misses: int
    """Cases that only look like it."""

    false_alarms: int
    """Those in which anything was masked."""


class MaskingSlip(Value):
    """A case that went wrong."""

    kind: str
    """The class that was missed, or the one that was seen where there is none."""

    text: str
    """The case."""

    words: str
    """What was left in the open, or masked for nothing."""


class MaskingScores(Value):
    """The scores of a planted set."""

    cases: int
    """Cases in all."""

    classes: tuple[MaskingScore, ...]
    """By class."""

    false_alarms: int
    """Cases in which something was masked that is not personal, in near-misses and beside planted spans."""

    false_alarm_rate: Share
    """Those over all cases."""

    missed: tuple[MaskingSlip, ...]
    """What was left in the open."""

    alarms: tuple[MaskingSlip, ...]
    """What was masked for nothing."""


class _Judged(Value):
    planted: tuple[PersonalSpan, ...]
    missed: tuple[PersonalSpan, ...]
    alarms: tuple[PersonalSpan, ...]
    text: str
    near: str
    first_sight: bool | None


def planted() -> list[PlantedCase]:
    """The cases in the package."""
    source = files("voc.evals") / "planted.jsonl"
    return _cases(source.read_text(encoding="utf-8"), "planted.jsonl")


def load(paths: Sequence[Path]) -> list[PlantedCase]:
    """The cases in these files.

    Raises:
        UnreadableFile: naming the file and the line.

    """
    cases = [case for path in paths for case in _cases(_text(path), path.name)]
    if not cases:
        raise UnreadableFile("no planted case in these files; write a line of JSON a case")
    return cases


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UnreadableFile(f"{path}: {error.strerror}; name a file of planted cases") from None
    except UnicodeDecodeError:
        raise UnreadableFile(f"{path}: not UTF-8; save it so") from None


def score(cases: Iterable[PlantedCase], rules: MaskingRules = PLAIN) -> MaskingScores:
    """Mask each case as `voc ingest` would, and compare."""
    judged = [_judge(case, rules) for case in cases]
    alarmed = sum(bool(one.alarms) for one in judged)
    return MaskingScores(
        cases=len(judged),
        classes=tuple(_of_class(kind, judged) for kind in MASKS),
        false_alarms=alarmed,
        false_alarm_rate=alarmed / len(judged) if judged else 0.0,
        missed=tuple(_slip(hit, one) for one in judged for hit in one.missed),
        alarms=tuple(_slip(hit, one) for one in judged for hit in one.alarms),
    )


def _judge(case: PlantedCase, rules: MaskingRules) -> _Judged:
    text, marked = _unmarked(case.text)
    people = masking.people_of(case.people)
    found = masking.find(text, people, rules)
    covered = {at for hit in found for at in range(hit.span.start, hit.span.end)}
    missed = [hit for hit in marked if not _letters(text, hit) <= covered]
    alarms = [hit for hit in found if not any(_meet(hit, mark) for mark in marked)]
    return _Judged(
        planted=tuple(marked),
        missed=tuple(missed),
        alarms=tuple(alarms),
        text=text,
        near=case.near,
        first_sight=case.first_sight,
    )


def _unmarked(text: str) -> tuple[str, list[PersonalSpan]]:
    pieces: list[str] = []
    marked: list[PersonalSpan] = []
    at = length = 0
    for mark in MARK.finditer(text):
        before = text[at : mark.start()]
        start = length + len(before)
        marked.append(PersonalSpan(Span(start, start + len(mark[2])), mark[1]))
        pieces += [before, mark[2]]
        at, length = mark.end(), start + len(mark[2])
    return "".join((*pieces, text[at:])), marked


def _letters(text: str, hit: PersonalSpan) -> set[int]:
    return {at for at in range(hit.span.start, hit.span.end) if text[at].isalnum()}


def _meet(one: PersonalSpan, other: PersonalSpan) -> bool:
    return one.span.start < other.span.end and other.span.start < one.span.end


def _of_class(kind: str, judged: Sequence[_Judged]) -> MaskingScore:
    given = sum(hit.kind == kind for one in judged for hit in one.planted)
    left = sum(hit.kind == kind for one in judged for hit in one.missed)
    near = [one for one in judged if one.near == kind]
    fresh = [
        one.first_sight
        for one in judged
        if one.first_sight is not None
        for hit in one.planted
        if hit.kind == kind
    ]
    return MaskingScore(
        kind=kind,
        planted=given,
        masked=given - left,
        recall=(given - left) / given if given else 1.0,
        recall_low=float(binomtest(given - left, given).proportion_ci(method="wilson").low) if given else 0.0,
        first_sight_planted=len(fresh),
        first_sight_recall=sum(fresh) / len(fresh) if fresh else None,
        near_misses=len(near),
        false_alarms=sum(bool(one.alarms) for one in near),
    )


def _slip(hit: PersonalSpan, one: _Judged) -> MaskingSlip:
    return MaskingSlip(kind=hit.kind, text=one.text, words=one.text[hit.span.start : hit.span.end])


def _cases(text: str, file: str) -> list[PlantedCase]:
    cases = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            case = PlantedCase.model_validate(json.loads(line))
        except (ValueError, RecursionError) as error:
            first = str(error).splitlines()[0]
            raise UnreadableFile(f"{file}, line {number}: not a planted case: {first}") from None
        if OPEN.search(MARK.sub("", case.text)):
            raise UnreadableFile(f"{file}, line {number}: a mark that does not end; write <<class:words>>")
        unknown = Counter(kind for kind, _ in MARK.findall(case.text)) - Counter(dict.fromkeys(MASKS, 9999))
        if unknown:
            raise UnreadableFile(
                f"{file}, line {number}: no such class {next(iter(unknown))!r}; known: {', '.join(MASKS)}"
            )
        cases.append(case)
    return cases
