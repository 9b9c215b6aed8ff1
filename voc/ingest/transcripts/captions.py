"""WebVTT and SRT cues -> lines of speech.

Known: `<v Name>`, `Name: text`, `Name (ROLE): text`, cues without a speaker that continue the last
one, cues out of order (Teams), sentences that run over several cues.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from voc.ingest import names
from voc.ingest.hygiene import clean

ARROW = re.compile(r"(?:(\d{1,5}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})\s*-->")
VOICE = re.compile(r"<v(?:\.[^\s<>]*)?\s+([^<>]*)>")
TAGS = re.compile(r"</?(?:v|c|i|b|u|lang|ruby|rt)(?:[.\s][^<>]*)?>|<\d[\d:.]*>", re.I)
LABEL = re.compile(
    r"(?P<label>[^\s:：。、！？!?<>][^:：、。！？!?<>\n]{0,39}?)\s*[:：](?!//)\s*(?P<text>\S.*)", re.S
)
NO_NAME = re.compile(
    r"[\d\s:.,-]*|https?|tel|fax|url|ps|re|fwd?|note|notes|example|question|answer|result|summary|conclusion|pros|cons"
    r"|結論|例|例えば|たとえば|理由|質問|回答|注|注意|メモ|備考|補足|追記|ポイント|まとめ|要望|良い点|悪い点|点数|電話",
    re.I,
)
FINAL = tuple('。．.!?！？…」』）)"”♪')
CJK = re.compile("[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")
MOSTLY = 0.8
CROWD = 40


class SpokenLine(NamedTuple):
    """Words under one label; empty when the source names nobody."""

    speaker: str
    text: str
    begins: bool = True
    """Whether the source itself begins anew here, rather than in the middle of a sentence."""
    moment: float | None = None
    """Seconds from the beginning of the recording."""


class _Cue(NamedTuple):
    at: float
    payload: str


def read(text: str) -> list[SpokenLine]:
    """Read the cues in the order of their times."""
    cues = sorted(_cues(text), key=lambda cue: cue.at)
    if any(VOICE.search(cue.payload) for cue in cues):
        return _continued([line._replace(moment=cue.at) for cue in cues for line in _voices(cue.payload)])
    lines = labelled([clean(TAGS.sub("", cue.payload)) for cue in cues])
    return [line._replace(moment=cue.at) for line, cue in zip(lines, cues, strict=True)]


def labelled(pieces: Sequence[str]) -> list[SpokenLine]:
    """Pieces of speech that may begin with `Name: `; a piece without a label continues the last speaker.

    A label counts when it comes back, when nearly every piece has one, or when it names a role;
    so `結論: 使いやすいです` in the middle of speech stays speech.
    """
    found = [LABEL.fullmatch(piece) for piece in pieces]
    labels = Counter(_label(match) for match in found if match)
    mostly = len(labels) <= CROWD and sum(labels.values()) >= MOSTLY * len(pieces)
    lines = []
    for piece, match in zip(pieces, found, strict=True):
        label = _label(match) if match else ""
        is_label = (
            label and not NO_NAME.fullmatch(label) and (mostly or labels[label] > 1 or names.has_role(label))
        )
        lines.append(
            SpokenLine(label, match["text"]) if match and is_label else SpokenLine("", piece, begins=False)
        )
    return _continued(lines)


def merged(lines: Sequence[SpokenLine]) -> list[SpokenLine]:
    """Neighbouring lines of one speaker as one turn; a sentence cut in the middle is joined again."""
    turns: list[SpokenLine] = []
    for line in lines:
        if turns and turns[-1].speaker == line.speaker:
            turns[-1] = turns[-1]._replace(text=turns[-1].text + _joint(turns[-1].text, line) + line.text)
        else:
            turns.append(line)
    return turns


def _cues(text: str) -> list[_Cue]:
    cues = []
    for block in re.split(r"\n[ \t]*\n", text):
        rows = block.strip("\n").split("\n")
        at = next((number for number, row in enumerate(rows) if ARROW.search(row)), None)
        if at is None:
            continue
        hours, minutes, seconds, fraction = ARROW.search(rows[at]).groups(default="0")  # type: ignore[union-attr]
        moment = int(hours) * 3600 + int(minutes) * 60 + int(seconds) + float(f"0.{fraction}")
        cues.append(_Cue(moment, "\n".join(rows[at + 1 :])))
    return cues


def _voices(payload: str) -> list[SpokenLine]:
    """A cue's words by its voice tags; words before the first tag have no speaker."""
    parts = VOICE.split(payload)
    found = [SpokenLine("", parts[0], begins=False)]
    found += [
        SpokenLine(clean(speaker), words, begins=False)
        for speaker, words in zip(parts[1::2], parts[2::2], strict=True)
    ]
    plain = (line._replace(text=clean(TAGS.sub("", line.text))) for line in found)
    return [line for line in plain if line.text]


def _continued(lines: Sequence[SpokenLine]) -> list[SpokenLine]:
    last = ""
    found = []
    for line in lines:
        last = line.speaker or last
        found.append(line._replace(speaker=last))
    return found


def _label(match: re.Match[str]) -> str:
    return clean(match["label"])


def _joint(before: str, line: SpokenLine) -> str:
    if line.begins or before.endswith(FINAL):
        return "\n"
    return "" if CJK.match(before[-1]) and CJK.match(line.text[0]) else " "
