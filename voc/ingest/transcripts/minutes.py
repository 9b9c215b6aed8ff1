"""Minutes of a talk and reports of a visit -> what each party said, and what staff wrote down of it.

The head names the date and who was there, by party: `出席者：（先方）... （当方）...`, `Attendees: Ana (Birch
Ltd), Tom (us)`. In the body `名前：words` is somebody's turn, also in the middle of a paragraph; whatever
stands under no name is the writer's: their account of the customer, or, under headings such as 所感 or
Next steps, what they write for each other.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from voc.ingest import authors, companies, names
from voc.ingest.hygiene import clean
from voc.ingest.transcripts.captions import LABEL, NO_NAME, SpokenLine
from voc.locale import locales
from voc.text import fold_heading, nfkc
from voc.types import Side

SIGNS = r"[\s■□●○◆◇▼▪▶◎☆★・*＊#>-]*"
FIELD = re.compile(
    rf"{SIGNS}(?:[【\[（(](?P<boxed>[^】\]）)\n]{{1,24}})[】\]）)]\s*[:：]?|(?P<bare>[^:：\n【】（(]{{1,24}}?)\s*"
    r"(?:[(（][^)）\n]{0,12}[)）]\s*)?[:：]|(?P<spaced>[^\s:：。、][^:：。、\n]{0,11}?)(?:\t|\u3000+|\s{2,}))\s*(?P<value>.*)"
)
ALONE = re.compile(rf"{SIGNS}(?P<bare>[^:：。、\s]{{2,12}})(?P<boxed>)(?P<spaced>)(?P<value>)")
HEADING = re.compile(
    r"(?:第?[0-9０-９]{1,2}(?:[.．、)）章]|[-.．]\d{1,2})+\s*|[①-⑳㈠-㈩]\s*|[一二三四五六七八九十]{1,2}[、.．]\s*"
    r"|[（(][0-9０-９]{1,2}[)）]\s*|[■□●◆◇▼▶◎★#]+\s*|[【\[〔<＜](?=.*[】\]〕>＞]\s*\Z))(?P<words>\S.{0,40})"
)
BULLET = re.compile(r"\s*(?:[・･\-*–—•▪→⇒※]|[a-z][.)]\s|\d{1,2}[.)]\s)\s*")
SENTENCE = re.compile(r"[。．.!?！？]\s*\Z")
INNER = re.compile(r"(?:(?<=[\s。．.!?！？」』）)])|\A)(?P<label>[^\s:：。．、！？!?（）「」]{1,20})\s?[:：]")
"""A label in the middle of a paragraph."""
LOOKED_AT = 14
"""How many rows a head may have; set by judgement."""
LONG_HEAD = 60
PARTED = re.compile(r"[、，,;；/／・\n]|\s{2,}|\u3000| and ")
BOX = re.compile(r"[（(【\[](?P<label>[^（(【\[）)】\]]{1,30})[）)】\]]")
PARTY = re.compile(r"(?P<label>[^\s、，,;；/／:：（(【\[]{1,24}?)(?:側)?\s*[:：]")


class Attendee(NamedTuple):
    """Somebody who was there."""

    name: str
    side: Side


class Minutes(NamedTuple):
    """What such a paper holds."""

    lines: list[SpokenLine]
    title: str
    date: str
    parties: Mapping[str, Side]
    """The side of each label that the paper itself tells."""
    is_report: bool
    """Whether nobody's words stand under a name: all of it is staff's account."""


class _Head(NamedTuple):
    """The rows above the body."""

    title: str = ""
    date: str = ""
    present: str = ""
    """What stands in the fields of those who were there, a line a field."""
    length: int = 0
    is_titled: bool = False


def read(text: str, stem: str, company: Sequence[str]) -> Minutes | None:
    """Read such a paper; None for a text that is none: neither called so nor with its parties named."""
    rows = [clean(row) for row in text.split("\n")]
    head = _head(rows, stem)
    attendees = list(_attendees(head.present, company))
    if not head.is_titled and not {one.side for one in attendees} >= {Side.CUSTOMER, Side.STAFF}:
        return None
    body = rows[head.length :]
    labels = _labels(body, attendees)
    lines = list(_lines(body, labels)) if head.is_titled else []
    parties = {label: side for label in labels if (side := _side(label, attendees)) is not Side.UNKNOWN}
    return Minutes(lines, head.title, head.date, parties, not any(line.speaker for line in lines))


def _head(rows: Sequence[str], stem: str) -> _Head:
    """The fields on top; the paper's own name may stand in its first rows or be the file's."""
    title, date, present, length = "", "", list[str](), 0
    is_titled = _is_title(stem)
    in_present = False
    for number, row in enumerate(rows[:LOOKED_AT]):
        if not row:
            in_present = in_present and not present
            continue
        field = FIELD.fullmatch(row) or ALONE.fullmatch(row)
        name = fold_heading(re.sub(r"\s", "", _name(field))) if field else ""
        if name and name in _words("dates", "attendees", "fields") and not _is_speech(field):
            value = field["value"] if field else ""
            date = date or (value if name in _words("dates") else "")
            in_present = name in _words("attendees")
            present += [_with_party(_name(field), value)] if in_present else []
        elif in_present and _is_list_of_people(row):
            present.append(row)
        elif len(row) <= LONG_HEAD and not SENTENCE.search(row) and (number == 0 or _is_title(row)):
            title = title or HEADING.sub(r"\g<words>", row).strip("】] ")
            is_titled = is_titled or _is_title(row)
        else:
            break
        length = number + 1
    return _Head(title, date, "\n".join(present), length, is_titled)


def _name(field: re.Match[str] | None) -> str:
    return (field["boxed"] or field["bare"] or field["spaced"]) if field else ""


def _is_speech(field: re.Match[str] | None) -> bool:
    return field is not None and bool(SENTENCE.search(field["value"]))


def _with_party(name: str, value: str) -> str:
    """`弊社参加者：鈴木` as `（弊社）鈴木`."""
    party = next((found[0] for pattern in _parties() if (found := pattern.search(name))), "")
    return f"（{party}）{value}" if party else value


def _is_list_of_people(row: str) -> bool:
    """A row below the field of those present: parties, or names parted by commas."""
    plain = BULLET.sub("", row)
    return not re.search("[。！？]", row) and not HEADING.fullmatch(row) and bool(
        BOX.match(plain) or PARTY.match(plain) or PARTED.search(plain) or _is_party(plain.split()[0])
    )  # fmt: skip


def _is_title(text: str) -> bool:
    return any(tongue.minutes.titles.search(text) for tongue in locales())


def _words(*fields: str) -> frozenset[str]:
    every = (getattr(tongue.minutes, field) for tongue in locales() for field in fields)
    return frozenset(fold_heading(word) for words in every for word in words)


def _parties() -> Iterator[re.Pattern[str]]:
    for tongue in locales():
        yield from (tongue.minutes.theirs, tongue.minutes.ours)


def _attendees(present: str, company: Sequence[str]) -> Iterator[Attendee]:
    """Who was there, each with the side of the party under whose name they stand."""
    groups = [group for row in present.split("\n") if row.strip() for group in _groups(BULLET.sub("", row))]
    sides = [_party_side(label, people, company) for label, people in groups]
    known = set(sides)
    for (label, people), side in zip(groups, sides, strict=True):
        other = {Side.STAFF: Side.CUSTOMER, Side.CUSTOMER: Side.STAFF}
        if side is Side.UNKNOWN and label and len(known - {Side.UNKNOWN}) == 1:
            side = other[next(iter(known - {Side.UNKNOWN}))]
        if label and side is not Side.UNKNOWN:
            yield Attendee(label, side)
        for person in people:
            yield Attendee(person, side)


def _groups(row: str) -> Iterator[tuple[str, list[str]]]:
    """The parties of a row and their people; a party may stand before its people or, in brackets, behind."""
    boxes = list(BOX.finditer(row))
    if boxes and row[: boxes[0].start()].strip():
        at = 0
        for box in boxes:
            yield box["label"], _people(row[at : box.start()])
            at = box.end()
        if rest := _people(row[at:]):
            yield "", rest
        return
    marks = boxes or list(PARTY.finditer(row))
    if not marks:
        first, _, others = row.partition("\u3000" if "\u3000" in row else " ")
        if others and _is_party(first):
            yield first, _people(others)
        else:
            yield "", _people(row)
        return
    if before := _people(row[: marks[0].start()]):
        yield "", before
    ends = [*(mark.start() for mark in marks[1:]), len(row)]
    for mark, end in zip(marks, ends, strict=True):
        yield mark["label"], _people(row[mark.end() : end])


def _people(text: str) -> list[str]:
    return [name for part in PARTED.split(text) if (name := part.strip(" 　:：-。."))]


def _is_party(word: str) -> bool:
    """Whether a word names a party: 先方, or what looks like a company."""
    is_side = any(pattern.fullmatch(word.removesuffix("側")) for pattern in _parties())
    return is_side or bool(companies.FORMS.search(nfkc(word).casefold()) or companies.LIKE.search(nfkc(word)))


def _party_side(label: str, people: Sequence[str], company: Sequence[str]) -> Side:
    """The side of a party: by its name, else by whom the writer is polite to."""
    plain = label.strip().removesuffix("側")
    for tongue in locales():
        if tongue.minutes.theirs.fullmatch(plain):
            return Side.CUSTOMER
        if tongue.minutes.ours.fullmatch(plain):
            return Side.STAFF
    folded = companies.fold_company(plain)
    if folded and folded in {companies.fold_company(name) for name in company}:
        return Side.STAFF
    polite = any(tongue.minutes.polite.search(one) for tongue in locales() for one in (plain, *people))
    return Side.CUSTOMER if polite else Side.UNKNOWN


def _labels(body: Sequence[str], attendees: Sequence[Attendee]) -> frozenset[str]:
    """The labels of the body that are speakers: who was there, parties, roles, and names that come again."""
    found = Counter(clean(label["label"]) for row in body if (label := LABEL.fullmatch(row)))
    inside = (clean(label["label"]) for row in body for label in INNER.finditer(row))
    found.update({label: 0 for label in inside if _side(label, attendees) is not Side.UNKNOWN})
    no_speaker = _words("dates", "fields", "topics")
    return frozenset(
        label
        for label, times in found.items()
        if not NO_NAME.fullmatch(label)
        and fold_heading(label) not in no_speaker
        and not _is_ours_only(label)
        and not BULLET.match(label)
        and (_side(label, attendees) is not Side.UNKNOWN or names.has_role(label) or times > 1)
    )


def _side(label: str, attendees: Sequence[Attendee]) -> Side:
    """Whose a label's words are, as the paper itself tells."""
    for tongue in locales():
        if tongue.minutes.theirs.fullmatch(label.removesuffix("側")):
            return Side.CUSTOMER
        if tongue.minutes.ours.fullmatch(label.removesuffix("側")):
            return Side.STAFF
    sides = {one.side for one in attendees if one.name == label or names.matches(label, (one.name,))}
    return sides.pop() if len(sides) == 1 else Side.UNKNOWN


def _is_ours_only(heading: str) -> bool:
    return any(tongue.minutes.ours_only.search(heading) for tongue in locales())


def _lines(body: Sequence[str], labels: frozenset[str]) -> Iterator[SpokenLine]:
    """The turns and what stands between them; headings are no words."""
    speaker, written = "", Side.REPORTED
    for row in _split(body, labels):
        label = LABEL.fullmatch(row)
        if not row:
            speaker = "" if not labels else speaker
        elif label and clean(label["label"]) in labels:
            speaker = clean(label["label"])
            yield _turn(speaker, label["text"])
        elif any(tongue.minutes.ends.fullmatch(row) for tongue in locales()):
            speaker = ""
        elif _is_heading(row):
            speaker, written = "", Side.STAFF if _is_ours_only(row) else Side.REPORTED
        elif speaker and not BULLET.match(row):
            yield _turn(speaker, row)
        else:
            speaker = ""
            is_ours = bool(label) and _is_ours_only(label["label"] if label else "")
            yield SpokenLine("", row, side=Side.STAFF if is_ours else written)


def _turn(speaker: str, words: str) -> SpokenLine:
    """Somebody's words; what stands under a party's name and is retold is the writer's account."""
    is_party = any(pattern.fullmatch(speaker.removesuffix("側")) for pattern in _parties())
    retold = is_party and authors.is_telling(words)
    return SpokenLine(speaker, words, side=Side.REPORTED if retold else None)


def _is_heading(row: str) -> bool:
    if any(tongue.minutes.ours_only.fullmatch(row) for tongue in locales()):
        return True
    found = HEADING.fullmatch(row)
    return bool(found and not SENTENCE.search(row) and not LABEL.fullmatch(found["words"]))


def _split(body: Sequence[str], labels: Iterable[str]) -> Iterator[str]:
    """The rows, each speaker's label at the beginning of one, wherever in a paragraph it stood."""
    ordered = sorted(labels, key=len, reverse=True)
    if not ordered:
        yield from body
        return
    inner = re.compile(
        rf"(?:(?<=[。．.!?！？」』）)])\s*|\s+|(?<=\A))(?=(?:{'|'.join(map(re.escape, ordered))})\s*[:：])"
    )
    for row in body:
        yield from (part.strip() for part in inner.split(row)) if row else ("",)
