"""WebVTT and SRT cues -> lines of speech.

Known: `<v Name>`, `1 "Name" (70009)` above the times (Webex), rolling captions, the times of .sbv,
`Name: text`, `Name (ROLE): text`, cues without a speaker that continue the last
one, cues out of order (Teams), sentences that run over several cues.
"""

import re
from collections import Counter
from collections.abc import Sequence
from html import unescape
from itertools import pairwise
from typing import NamedTuple

from voc.ingest import names
from voc.ingest.hygiene import clean
from voc.types import Side

ARROW = re.compile(
    r"(?:(\d{1,5}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})\s*(?:-->|,(?=\d{1,5}:\d{2}:\d{2}\.\d{3}\s*$))"
)
NAMED_CUE = re.compile(r'(?:\d+\s+)?"(?P<name>[^"\n]{1,60})"(?:\s*\(\d+\))?')
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
ROLLING = 0.5
ROLLING_CUES = 3


class SpokenLine(NamedTuple):
    """Words under one label; empty when the source names nobody."""

    speaker: str
    text: str
    begins: bool = True
    """Whether the source itself begins anew here, rather than in the middle of a sentence."""
    moment: float | None = None
    """Seconds from the beginning of the recording."""
    side: Side | None = None
    """Whose words these are, where the source itself says so of this line."""


class _Cue(NamedTuple):
    at: float
    payload: str
    speaker: str = ""
    """Whom the line above the times names, as Webex does."""


def read(text: str) -> list[SpokenLine]:
    """Read the cues in the order of their times."""
    cues = _once(sorted(_cues(text), key=lambda cue: cue.at))
    if any(VOICE.search(cue.payload) for cue in cues):
        return _continued([line._replace(moment=cue.at) for cue in cues for line in _voices(cue.payload)])
    if any(cue.speaker for cue in cues):
        return [SpokenLine(cue.speaker, _words(cue.payload), begins=False, moment=cue.at) for cue in cues]
    lines = labelled([_words(cue.payload) for cue in cues])
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
        if turns and (turns[-1].speaker, turns[-1].side) == (line.speaker, line.side):
            turns[-1] = turns[-1]._replace(text=turns[-1].text + _joint(turns[-1].text, line) + line.text)
        else:
            turns.append(line)
    return turns


def _cues(text: str) -> list[_Cue]:
    rows = text.split("\n")
    found = [(place, arrow) for place, row in enumerate(rows) if (arrow := ARROW.search(row))]
    ends = [*(place for place, _ in found[1:]), len(rows)][: len(found)]
    cues = []
    for (place, arrow), end in zip(found, ends, strict=True):
        hours, minutes, seconds, fraction = arrow.groups(default="0")
        moment = int(hours) * 3600 + int(minutes) * 60 + int(seconds) + float(f"0.{fraction}")
        named = NAMED_CUE.fullmatch(rows[place - 1].strip()) if place else None
        payload = _payload(rows[place + 1 : end], is_last=end == len(rows))
        cues.append(_Cue(moment, "\n".join(payload), clean(named["name"]) if named else ""))
    return cues


def _payload(rows: list[str], *, is_last: bool) -> list[str]:
    """The words below a cue's times: up to an empty line, and without the next cue's own name."""
    held = list(rows)
    if not is_last and len(held) > 1 and held[-1].strip() and not held[-2].strip():
        held.pop()
    first = next((place for place, row in enumerate(held) if row.strip()), len(held))
    last = next((place for place in range(first, len(held)) if not held[place]), len(held))
    return [row for row in held[first:last] if row.strip()]


def _once(cues: list[_Cue]) -> list[_Cue]:
    """The cues of rolling captions, which show each line again above the next, with each line once."""
    lines = [[_words(row) for row in cue.payload.split("\n") if _words(row)] for cue in cues]
    again = [bool(above and below and above[-1] == below[0]) for above, below in pairwise(lines)]
    is_scrolling = any(len(shown) > 1 for shown in lines)
    if not is_scrolling or len(again) < ROLLING_CUES or sum(again) < ROLLING * len(again):
        return cues
    found, above = [], list[str]()
    for cue, shown in zip(cues, lines, strict=True):
        repeated = next((n for n in range(len(shown), 0, -1) if above[-n:] == shown[:n]), 0)
        if fresh := shown[repeated:]:
            found.append(cue._replace(payload="\n".join(fresh)))
        above = shown
    return found


def _words(payload: str) -> str:
    """A cue's words without tags, its entities as the signs they stand for."""
    return unescape(clean(TAGS.sub("", payload))).replace("\xa0", " ").strip()


def _voices(payload: str) -> list[SpokenLine]:
    """A cue's words by its voice tags; words before the first tag have no speaker."""
    parts = VOICE.split(payload)
    found = [SpokenLine("", parts[0], begins=False)]
    found += [
        SpokenLine(_words(speaker), words, begins=False)
        for speaker, words in zip(parts[1::2], parts[2::2], strict=True)
    ]
    plain = (line._replace(text=_words(line.text)) for line in found)
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
