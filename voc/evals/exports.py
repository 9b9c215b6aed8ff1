"""A World -> the files that such a company's help desk, recorder and CRM would export."""

import csv
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

from voc.evals.labelled_sets import LabelledInterview, LabelledTicket, World
from voc.pipeline.documents import Files

AUTHORS = {"customer": "end-user", "agent": "agent", "bot": "bot"}
HIDDEN = "churned_on"
BETWEEN_MESSAGES = timedelta(minutes=17)


class Spoken(NamedTuple):
    """One line of a recording: seconds from the start, speaker, words."""

    start: float
    end: float
    speaker: str
    text: str


def write(world: World, folder: Path) -> Files:
    """Write the exports; what only the labels know stays out of them."""
    transcripts = folder / "transcripts"
    transcripts.mkdir(parents=True)
    tickets = {"tickets": [_ticket(ticket) for ticket in world.tickets]}
    _write_json(folder / "tickets.json", tickets)
    forms = list(FORMS)
    for at, talk in enumerate(world.interviews):
        form = forms[at % len(forms)]
        (transcripts / f"{talk.id}.{form}").write_text(FORMS[form](talk), encoding="utf-8")
    _write_table(folder / "interviews.csv", [_interview(talk) for talk in world.interviews])
    _write_table(folder / "accounts.csv", [_account(row) for row in world.accounts])
    return Files([folder / "tickets.json", transcripts], folder / "accounts.csv", folder / "interviews.csv")


def _ticket(ticket: LabelledTicket) -> dict[str, Any]:
    comments = [
        {
            "author_role": AUTHORS[message.side],
            "body": message.text,
            "created_at": (ticket.created_at + BETWEEN_MESSAGES * at).isoformat(),
        }
        for at, message in enumerate(ticket.messages)
    ]
    return {
        "id": ticket.id,
        "created_at": ticket.created_at.isoformat(),
        "subject": ticket.subject,
        "via": {"channel": ticket.channel},
        "organization_id": ticket.account,
        "requester": {"name": ticket.person, "title": ticket.role},
        "comments": comments,
    }


def _interview(talk: LabelledInterview) -> dict[str, str]:
    return {
        "id": talk.id,
        "date": talk.date.isoformat(),
        "account": talk.account or "",
        "person": talk.person,
        "role": talk.role,
        "title": talk.title,
    }


def _account(row: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in row.items() if name != HIDDEN}


def _write_json(path: Path, body: object) -> None:
    path.write_text(json.dumps(body, ensure_ascii=False, indent=1), encoding="utf-8")


def _write_table(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]) if rows else ["id"])
        table.writeheader()
        table.writerows(rows)


def _spoken(talk: LabelledInterview) -> list[Spoken]:
    """Twelve characters a second, and a breath between speakers."""
    at, rows = 4.0, []
    for line in talk.turns:
        end = at + max(2.0, len(line.text) / 12)
        rows.append(Spoken(at, end, line.speaker, line.text))
        at = end + 0.4
    return rows


def _time(seconds: float, point: str = ".") -> str:
    clock = f"{int(seconds // 3600):02d}:{int(seconds % 3600 // 60):02d}:{seconds % 60:06.3f}"
    return clock.replace(".", point)


def _blocks(blocks: Iterable[str]) -> str:
    return "\n\n".join(blocks) + "\n"


def _vtt(talk: LabelledInterview) -> str:
    cues = (
        f"{at}\n{_time(line.start)} --> {_time(line.end)}\n<v {line.speaker}>{line.text}</v>"
        for at, line in enumerate(_spoken(talk), 1)
    )
    return _blocks(["WEBVTT", *cues])


def _srt(talk: LabelledInterview) -> str:
    return _blocks(
        f"{at}\n{_time(line.start, ',')} --> {_time(line.end, ',')}\n{line.speaker}: {line.text}"
        for at, line in enumerate(_spoken(talk), 1)
    )


def _json(talk: LabelledInterview) -> str:
    segments = [line._asdict() for line in _spoken(talk)]
    body = {"id": talk.id, "title": talk.title, "date": talk.date.isoformat(), "segments": segments}
    return json.dumps(body, ensure_ascii=False, indent=1)


def _txt(talk: LabelledInterview) -> str:
    lines = "\n".join(f"{line.speaker}: {line.text}" for line in talk.turns)
    return f"{talk.title}\n{talk.date.isoformat()}\n\n{lines}\n"


FORMS: dict[str, Callable[[LabelledInterview], str]] = {"vtt": _vtt, "txt": _txt, "srt": _srt, "json": _json}
