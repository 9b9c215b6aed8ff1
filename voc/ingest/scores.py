"""Ratings as sources write them -> a score between 0 and 1, and what form the document has."""

import re
from collections.abc import Iterable

from voc.text import nfkc
from voc.types import Form

REVIEW_CHANNELS = frozenset(
    "app_review review review_site appstore app_store google_play googleplay playstore レビュー 口コミ "
    "アプリレビュー".split()
)
SURVEY_CHANNELS = frozenset(
    "survey nps csat questionnaire feedback_form アンケート 満足度調査 postcard".split()
)
REVIEW_WORDS = re.compile(r"star|rating|review|星|評価|評点", re.I)
SURVEY_WORDS = re.compile(r"nps|csat|satisf|満足|推奨|おすすめ|アンケート", re.I)
STARS = re.compile(r"[★⭐]{1,5}️?")
STARS_AND_BLANKS = re.compile(r"([★⭐]{1,5})([☆✩]{0,4})")
STAR_NUMBER = re.compile(r"★\s?([1-5])(?!\d)|\b([1-5])[ -](?:stars?\b|of 5\b)|\bStars: ?([1-5])\b", re.I)
OUT_OF = re.compile(r"(?<![\d./])(10|\d)(?:\.(\d))? ?/ ?(5|10)(?![\d/])")
NPS = re.compile(
    r"(?:\b(?:NPS|Score)|(?:おすすめ度|推奨度|満足度|スコア|点数)(?:\([^)\n]*\))?|\brecommend\b[^\n:?]{0,30})"
    r" ?[:?]? ?(10|\d)(?![\d.])",
    re.I,
)
NUMBER = re.compile(r"-?\d{1,6}(?:\.\d{1,6})?")


def form_of(channel: str | None, heading: str | None, words: str) -> Form:
    """What a row is: by its channel where it has one, else by its score's heading or stars."""
    name = (channel or "").strip().casefold().replace(" ", "_")
    if name in REVIEW_CHANNELS:
        return Form.REVIEW
    if name in SURVEY_CHANNELS:
        return Form.SURVEY
    if name:
        return Form.TICKET
    if heading and SURVEY_WORDS.search(heading):
        return Form.SURVEY
    if (heading and REVIEW_WORDS.search(heading)) or STARS.match(words):
        return Form.REVIEW
    return Form.TICKET


def top_of(heading: str | None, cells: Iterable[str]) -> float:
    """The top of a column's scale: 5 stars, 10 points, 100 points, or already a share."""
    if heading and re.search(r"nps|推奨|おすすめ|recommend", nfkc(heading), re.I):
        return 10.0
    most, has_parts = None, False
    for cell in cells:
        if (found := NUMBER.search(cell)) and not STARS.search(cell):
            value = float(found.group())
            most = value if most is None else max(most, value)
            has_parts = has_parts or value != int(value)
    if most is None:
        return 5.0
    if has_parts and most <= 1:
        return 1.0
    return next((top for top in (5.0, 10.0, 100.0) if most <= top), most)


def scaled(cell: str, top: float) -> float | None:
    """A cell of a score column as a share of its scale; None when it holds no number."""
    plain = nfkc(cell)
    if found := STARS_AND_BLANKS.search(plain):
        return _of_stars(len(found[1]))
    number = NUMBER.search(plain)
    if not number:
        return None
    value = float(number.group())
    share = (value - 1) / 4 if top == 5.0 and value >= 1 else value / top
    return round(min(max(share, 0.0), 1.0), 4)


def spoken(subject: str, words: str) -> float | None:
    """The score that a review or survey names in its own text: `★★☆☆☆`, `3/5`, `NPS: 8`."""
    for text in (nfkc(subject), nfkc(words[:200])):
        if found := STAR_NUMBER.search(text):
            return _of_stars(int(found[1] or found[2] or found[3]))
        if found := STARS_AND_BLANKS.search(text):
            return _of_stars(len(found[1]))
        if found := OUT_OF.search(text):
            return _out_of(float(f"{found[1]}.{found[2] or 0}"), int(found[3]))
        if found := NPS.search(text):
            return int(found[1]) / 10
    return None


def _of_stars(stars: int) -> float:
    return (stars - 1) / 4


def _out_of(value: float, top: int) -> float | None:
    if value > top:
        return None
    return round((value - 1) / 4 if top == 5 and value >= 1 else value / top, 4)
