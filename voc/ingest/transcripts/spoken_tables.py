"""A table of turns -> lines of speech, as Descript, Notta and others export them: who, when and what."""

import re
from collections.abc import Iterator, Mapping, Sequence

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
CLOCK = re.compile(r"(?:\d{1,3}:){1,2}\d{2}(?:[.,]\d{1,3}|[:;]\d{2})?|\d{1,6}(?:\.\d+)?s?")
FRAMES = re.compile(r"[:;]\d{2}\Z")


def fits(columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> bool:
    """Whether the columns name who, when and what, and the times are those of a recording."""
    speaker, start, words = _columns(columns)
    times = [row.get(start, "").strip() for row in rows if row.get(words, "").strip()]
    return bool(speaker and start and words and times) and all(CLOCK.fullmatch(time) for time in times)


def lines(rows: Sequence[Mapping[str, str]]) -> Iterator[SpokenLine]:
    """Each row as a line."""
    speaker, start, words = _columns(tuple(rows[0])) if rows else ("", "", "")
    for row in rows:
        said = clean(row.get(words, ""))
        if said:
            yield SpokenLine(clean(row.get(speaker, "")), said, moment=_moment(row.get(start, "").strip()))


def _columns(columns: Sequence[str]) -> tuple[str, str, str]:
    """The columns of the speaker, the beginning and the words; empty where there is none."""

    def named(words: Sequence[str]) -> str:
        return next((column for word in words for column in columns if fold_heading(column) == word), "")

    return named(SPEAKER), named(START), named(WORDS)


def _moment(time: str) -> float | None:
    """`00:01:09:12` counts frames behind its seconds."""
    if not CLOCK.fullmatch(time):
        return None
    has_frames = time.count(":") + time.count(";") == 3
    return seconds(FRAMES.sub("", time) if has_frames else time.removesuffix("s"))
