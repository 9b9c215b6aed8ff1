"""A table of turns -> lines of speech, as Descript, Notta and others export them: who, when and what."""

import re
from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from voc.ingest.hygiene import clean
from voc.ingest.transcripts.captions import SpokenLine
from voc.ingest.transcripts.plain import seconds
from voc.text import fold_heading

SPEAKER = "speaker speakername speakerlabel 話者 発言者 発話者 スピーカー 話し手 話者名".split()
WORDS = (
    "text transcript words content sentence utterance テキスト 発言 発言内容 発話 発話内容 内容 文字起こし"
).split()
START = (
    "start starttime startat starttimecode timecode timestamp time in begin 開始 開始時間 開始時刻 時間 時刻 "
    "タイムスタンプ 再生位置".split()
)
ENDS = frozenset("end endtime to 終了 終了時間 終了時刻".split())
BESIDE = frozenset(
    "end endtime endat endtimecode to out duration length index no id number channel confidence cue line "
    "終了 終了時間 終了時刻 長さ 秒数 番号 言語 language lang 信頼度 chapter".split()
)
"""What else stands in a table that holds nothing but a transcript."""
CLOCK = re.compile(r"(?:\d{1,3}:){1,2}\d{2}(?:[.,]\d{1,3}|[:;]\d{2})?|\d{1,7}(?:\.\d+)?s?")
MILLISECONDS = 100
"""From which median length of a row its times are in milliseconds; set by judgement."""
FRAMES = re.compile(r"[:;]\d{2}\Z")


def fits(columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> bool:
    """Whether the columns tell who, when and what, and the times are those of a recording.

    Without who or without when, the other columns must be such as only a transcript has.
    """
    speaker, start, words = _columns(columns)
    times = [row.get(start, "").strip() for row in rows if row.get(words, "").strip()]
    if not words or not times or not (speaker or start):
        return False
    others = [column for column in columns if column not in {speaker, start, words}]
    if not (speaker and start) and not all(fold_heading(column) in BESIDE for column in others):
        return False
    return not start or all(CLOCK.fullmatch(time) for time in times)


def lines(rows: Sequence[Mapping[str, str]]) -> Iterator[SpokenLine]:
    """Each row as a line."""
    speaker, start, words = _columns(tuple(rows[0])) if rows else ("", "", "")
    scale = _scale(rows, start)
    for row in rows:
        said = clean(row.get(words, ""))
        if said:
            moment = _moment(row.get(start, "").strip(), scale)
            yield SpokenLine(clean(row.get(speaker, "")), said, begins=bool(speaker), moment=moment)


def _scale(rows: Sequence[Mapping[str, str]], start: str) -> float:
    """How many seconds a unit of the times is: one, or a thousandth."""
    end = next((column for column in rows[0] if fold_heading(column) in ENDS), "") if rows else ""
    spans = [
        int(row[end]) - int(row[start])
        for row in rows
        if row.get(start, "").isdecimal() and row.get(end, "").isdecimal()
    ]
    return 0.001 if spans and median(spans) >= MILLISECONDS else 1.0


def _columns(columns: Sequence[str]) -> tuple[str, str, str]:
    """The columns of the speaker, the beginning and the words; empty where there is none."""

    def named(words: Sequence[str]) -> str:
        return next((column for word in words for column in columns if fold_heading(column) == word), "")

    return named(SPEAKER), named(START), named(WORDS)


def _moment(time: str, scale: float) -> float | None:
    """`00:01:09:12` counts frames behind its seconds."""
    if not CLOCK.fullmatch(time):
        return None
    has_frames = time.count(":") + time.count(";") == 3
    if time.isdecimal():
        return int(time) * scale
    return seconds(FRAMES.sub("", time) if has_frames else time.removesuffix("s"))
