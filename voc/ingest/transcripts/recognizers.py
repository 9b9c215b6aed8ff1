"""JSON of speech recognisers and meeting tools -> lines of speech.

Any list of objects that hold words and, in numbers or clocks, when they were said, is one, wherever in the
JSON it stands: Whisper, AssemblyAI, Deepgram, Rev (`monologues` of `elements`), whisper.cpp, Fireflies,
Azure, Notta, Otter, Gong (`sentences` inside each speaker's part). AWS, Speechmatics and Google tell words
one by one.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from statistics import median
from types import MappingProxyType
from typing import NamedTuple

from voc.ingest.hygiene import clean
from voc.ingest.json_fields import Fields, first, inside, listed, objects, text
from voc.ingest.transcripts.captions import SpokenLine
from voc.types import Side

NAMED_LISTS = ("utterances", "segments", "turns", "monologues", "transcription", "sentences",
               "recognizedPhrases", "phrases", "paragraphs", "transcript", "entries", "items")  # fmt: skip
"""Where segments usually stand, the whole sentences before their parts."""
EMPTY_LISTS = ("utterances", "segments", "monologues", "words")
PARTS = frozenset("words word_segments alternatives nBest tokens chapters".split())
SPEAKER_KEYS = ("speaker_name", "speakerName", "speaker", "speaker_label", "speakerLabel", "speakerTag",
                "participant", "name", "speaker_id", "speakerId")  # fmt: skip
TEXT_KEYS = ("text", "transcript", "content", "sentence", "display", "body", "utterance", "caption")
START_KEYS = ("start", "start_time", "startTime", "startOffset", "offset", "begin", "start_ts", "from",
              "start_timestamp", "startTimestamp", "start_ms", "startMs", "timestamp", "time")  # fmt: skip
END_KEYS = ("end", "end_time", "endTime", "endOffset", "end_ts", "to", "end_ms", "endMs", "end_timestamp")
DATE_KEYS = ("date", "created_at", "createdAt", "created", "recorded_at", "recordedAt", "meeting_date",
             "started_at", "startedAt", "started", "timestamp")  # fmt: skip
NAME_KEYS = ("name", "label", "display_name", "displayName", "id")
INSIDE = 3
TICKS = 10_000_000
NO_SPACE_BEFORE = re.compile(r"[.,!?;:%)\]、。！？」』…]")
CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
WORD_KEYS = ("punctuated_word", "word", "text", "value")
CLOCKS = (("offsets", "from", 1000), ("offsetInTicks", "", TICKS), ("offsetMilliseconds", "", 1000),
          ("start_offset", "", 16_000), ("start_timestamp", "relative", 1))  # fmt: skip
"""Where whisper.cpp, Azure and Otter tell when words were said, in how many parts of a second."""
NUMBER = re.compile(r"\d{1,12}(?:\.\d+)?")
CLOCK = re.compile(r"(?:\d{1,3}:){1,2}\d{2}(?:[.,]\d{1,6})?|\d{1,9}(?:\.\d+)?s?|PT[\dHMS.]+")
LONG_UTTERANCE = 100
"""A median length from which times are in milliseconds: nobody speaks for 100 seconds each time, and no
utterance is over in a tenth of one. Set by judgement."""
MILLISECONDS = ("audio_duration", "audio_url", "speech_model", "language_model")


class SpokenLines(NamedTuple):
    """What a transcript says of itself."""

    lines: Sequence[SpokenLine]
    title: str = ""
    date: str = ""
    parties: Mapping[str, Side] = MappingProxyType({})
    """The sides that the source itself tells, by label."""
    form: str = ""
    """What it was taken for, where that is more than a transcript."""


def fits(data: object) -> bool:
    """Whether parsed JSON holds spoken segments, or words with times."""
    if isinstance(data, list):
        return _held(data) is not None
    if not isinstance(data, Mapping):
        return False
    if isinstance(inside(data, "results", "channels"), list) or _pieces(data):
        return True
    return any(isinstance(data.get(key), list) for key in EMPTY_LISTS) or _held(data) is not None


def read(data: object) -> SpokenLines:
    """The lines, in the order they were spoken; without any, nothing was recognised."""
    fields: Fields = data if isinstance(data, Mapping) else {}
    if pieces := _pieces(fields):
        lines = list(_joined(pieces))
    elif any(isinstance(inside(fields, "results", key), list) for key in ("channels", "utterances")):
        lines = list(_deepgram(fields))
    else:
        lines = list(_listed(data, fields))
    return SpokenLines(lines, _found(fields, ("title", "name")), _found(fields, DATE_KEYS))


def _found(fields: Fields, keys: Sequence[str], depth: int = INSIDE) -> str:
    """The first of these keys, here or in an object inside, that holds text."""
    if said := first(fields, *keys):
        return said
    inner = [value for value in fields.values() if isinstance(value, Mapping)] if depth else []
    return next((said for value in inner if (said := _found(value, keys, depth - 1))), "")


def _listed(data: object, fields: Fields) -> Iterator[SpokenLine]:
    segments = _held(data)
    if segments is None:
        words = list(objects(listed(fields, "words")))
        yield from _by_speaker(words, _scale(fields, words))
        return
    whole = [part for segment in segments for part in _parts(segment)]
    scale = _scale(fields, whole)
    yield from (_segment(segment, scale) for segment in whole)


def _parts(segment: Fields) -> Iterator[Fields]:
    """The sentences inside a speaker's part, each with its speaker; else the part itself."""
    sentences = list(objects(listed(segment, "sentences", "segments", "paragraphs")))
    if sentences and not first(segment, *TEXT_KEYS):
        speaker = {key: segment[key] for key in SPEAKER_KEYS if key in segment}
        yield from ({**speaker, **sentence} for sentence in sentences)
    else:
        yield segment


def _scale(fields: Fields, segments: Sequence[Fields]) -> float:
    """How many seconds a unit of the times is: one, or a thousandth."""
    if any(key in fields for key in MILLISECONDS):
        return 0.001
    spans = [
        float(end) - float(start)
        for segment in segments
        if NUMBER.fullmatch(start := first(segment, *START_KEYS))
        and NUMBER.fullmatch(end := first(segment, *END_KEYS))
    ]
    return 0.001 if spans and median(spans) >= LONG_UTTERANCE else 1.0


def _held(value: object, depth: int = INSIDE) -> list[Fields] | None:
    """The spoken segments, perhaps inside other objects; the usual names come first."""
    if isinstance(value, list):
        segments = list(objects(value))
        worded = [segment for segment in segments if not _is_silent(segment)]
        if worded and len(segments) == len(value) and all(map(_is_spoken, worded)):
            return segments
        inner: list[object] = list(value) if len(value) == 1 else []
    elif isinstance(value, Mapping):
        order = [key for key in NAMED_LISTS if key in value]
        inner = [value[key] for key in (*order, *(key for key in value if key not in {*order, *PARTS}))]
    else:
        inner = []
    for one in inner if depth else ():
        if isinstance(one, list | Mapping) and (found := _held(one, depth - 1)):
            return found
    return None


def _is_silent(segment: Fields) -> bool:
    """Whether it tells a time at most: a pause, as some recognisers list them among the words."""
    return not set(segment) - {*START_KEYS, *END_KEYS, *TEXT_KEYS} and not first(segment, *TEXT_KEYS)


def _is_spoken(segment: Fields) -> bool:
    """Whether it holds words and when they were said, or by whom as a recogniser names them."""
    held = [segment, *objects(listed(segment, "sentences", "elements", "words"))][:2]
    has_words = any(first(segment, *TEXT_KEYS) != "" for segment in held) or any(
        key in segment for key in ("words", "elements", "nBest")
    )
    has_start = any(
        CLOCK.fullmatch(first(one, key)) or isinstance(one[key], float)
        for one in held
        for key in START_KEYS
        if key in one
    ) or any(key in one for one in held for key, _, _ in CLOCKS)
    has_speaker = any(key in segment for key in SPEAKER_KEYS if key not in {"name", "participant"})
    return has_words and (has_start or (has_speaker and not any(key in segment for key in DATE_KEYS)))


def _pieces(fields: Fields) -> list[SpokenLine]:
    """Words and punctuation marks one by one, as AWS and Speechmatics give them, and Google with speakers."""
    results = fields.get("results")
    items = inside(fields, "results", "items") if isinstance(results, Mapping) else results
    found = []
    for item in objects(items or []) if isinstance(items, list) else ():
        best = next(objects(listed(item, "alternatives")), {})
        words = list(objects(listed(best, "words")))
        for one in words if all("word" in each for each in words) else ():
            found.append(SpokenLine(_label(one), first(one, *WORD_KEYS), moment=_moment(one, 1.0)))
        if not words and (said := first(best, "content", "transcript")):
            found.append(SpokenLine(_label(item) or _label(best), said, moment=_moment(item, 1.0)))
    named = [piece for piece in found if piece.speaker]
    return named if named and len(named) * 2 >= len(found) and _is_google(items) else found


def _is_google(items: object) -> bool:
    """Whether words stand in alternatives: Google repeats all of them, with speakers, in the last one."""
    return any(
        listed(next(objects(listed(item, "alternatives")), {}), "words") for item in objects(items or [])
    )


def _joined(pieces: Sequence[SpokenLine]) -> Iterator[SpokenLine]:
    """Pieces in a row of one speaker as one line; a mark belongs to the word before it."""
    whole: SpokenLine | None = None
    for piece in pieces:
        is_mark = NO_SPACE_BEFORE.match(piece.text) is not None
        if whole and (is_mark or piece.speaker == whole.speaker):
            is_close = is_mark or (CJK.match(piece.text) and CJK.match(whole.text[-1:]))
            whole = whole._replace(text=f"{whole.text}{'' if is_close else ' '}{piece.text}")
            continue
        if whole:
            yield whole._replace(text=clean(whole.text), begins=False)
        whole = piece
    if whole:
        yield whole._replace(text=clean(whole.text), begins=False)


def _segment(segment: Fields, scale: float) -> SpokenLine:
    best = next(objects(listed(segment, "nBest")), {})
    said = (
        first(segment, *TEXT_KEYS)
        or first(best, "display")
        or "".join(first(element, *WORD_KEYS) for element in objects(listed(segment, "elements")))
        or _words_of(segment)
    )
    return SpokenLine(_label(segment), clean(said), begins=False, moment=_moment(segment, scale))


def _words_of(segment: Fields) -> str:
    """Its words, with blanks between them where they carry none."""
    words = [first(one, *WORD_KEYS) for one in objects(listed(segment, "words"))]
    has_blanks = any(one != one.strip() for one in words)
    return ("" if has_blanks or all(map(CJK.match, words)) else " ").join(words)


def _deepgram(fields: Fields) -> Iterator[SpokenLine]:
    utterances = list(objects(inside(fields, "results", "utterances") or []))
    if utterances:
        yield from (_segment(utterance, 1.0) for utterance in utterances)
        return
    for channel in objects(inside(fields, "results", "channels") or []):
        best = next(objects(listed(channel, "alternatives")), {})
        words = list(objects(listed(best, "words")))
        if words:
            yield from _by_speaker(words, 1.0)
        elif said := first(best, "transcript"):
            yield SpokenLine("", clean(said), begins=False)


def _by_speaker(words: Sequence[Fields], scale: float) -> Iterator[SpokenLine]:
    """Words in a row of one speaker as one line."""
    for label, run in groupby(words, key=_label):
        said = list(run)
        joined = " ".join(" ".join(first(one, *WORD_KEYS) for one in said).split())
        yield SpokenLine(label, clean(joined), begins=False, moment=_moment(said[0], scale))


def _label(fields: Fields) -> str:
    named = (fields.get(key) for key in SPEAKER_KEYS)
    said = (first(one, *NAME_KEYS) if isinstance(one, Mapping) else text(one) for one in named)
    speaker = next(filter(None, said), "")
    return f"Speaker {speaker}" if speaker.isdigit() or len(speaker) == 1 else clean(speaker)


def _moment(fields: Fields, scale: float) -> float | None:
    for inner, key, unit in CLOCKS:
        held = fields.get(inner) if key else fields
        if isinstance(held, Mapping) and isinstance(value := held.get(key or inner), int | float):
            return value / unit
    start = first(fields, *START_KEYS)
    if not start and (words := list(objects(listed(fields, "words", "elements")))):
        return _moment(words[0], scale)
    if ":" in start and CLOCK.fullmatch(start):
        return seconds(start)
    try:
        moment = float(start.removesuffix("s").removeprefix("PT").removesuffix("S")) * scale
    except ValueError:
        return None
    return moment if math.isfinite(moment) else None


def seconds(clock: str) -> float:
    """`1:02:03`, `02:03` or `02:03.500` as seconds."""
    total = 0.0
    for part in clock.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return total
