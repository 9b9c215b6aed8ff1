"""Two digests in sight, one per language, built by the real `build` from a few statements."""

from things_said import said, theme

from voc.render.catalogue import catalogue
from voc.render.digest import document
from voc.reports import digest
from voc.types import Account, Coverage, Kind, Outcome

STATEMENTS = {
    "ja": (
        ("A1", "打刻が反映されない", "朝の打刻が\n一件も上がってきません"),
        ("A2", "打刻が反映されない", "260席中、出勤打刻が入ったのは94名だけ"),
        ("A3", "シフト画面が重い", "シフト表がくるくるしたまま開かない"),
    ),
    "en": (
        ("A1", "Clock-ins get lost", "Not one clock-in arrived\nthis morning"),
        ("A2", "Clock-ins get lost", "Only 94 of 260 seats show a clock-in"),
        ("A3", "The shift page is slow", "The shift table spins and never opens"),
    ),
}
TOPICS = {"ask": "CSV", "kind": "Support", "api": "API"}
OUTCOMES = {Outcome.OK: 30, Outcome.EMPTY: 5, Outcome.RATE: 3, Outcome.REFUSED: 1}
SCALE = {"2026-W42": 30, "2026-W43": 40}


def sample(spoken="en", *, text=None, title=None, name="Aoi KK", project="Kintai", **others):
    """A digest of 2026-W43; `text`, `title` and `name` put words of your choice into it."""
    rows = STATEMENTS[spoken]
    ids = {heading: f"theme-{number}" for number, heading in enumerate(dict.fromkeys(row[1] for row in rows))}
    placed = [
        said(ids[heading], customer, text=text or words, document=f"T-0{at}", role="店長", severity=4)
        for at, (customer, heading, words) in enumerate(rows, start=1)
    ]
    placed += [
        said("bye", "A1", kind=Kind.CHURN_SIGNAL, text=text or "解約を考えています", severity=5),
        said("ask", "A2", kind=Kind.QUESTION, text=text or "CSVはどこですか?"),
        said("kind", "A3", kind=Kind.PRAISE, text=text or "サポートが早い", area="サポート"),
        said("api", "A3", kind=Kind.REQUEST, text=text or "APIがほしい"),
    ]
    kinds = {one.theme: one.finding.kind for one in placed}
    headings = {key: heading for heading, key in ids.items()} | TOPICS
    themes = {
        key: theme(key, kind).model_copy(
            update={"title": dict.fromkeys(("ja", "en"), title or headings.get(key, key))}
        )
        for key, kind in kinds.items()
    }
    fields = {
        "week": "2026-W43",
        "placed": placed,
        "themes": themes,
        "volumes": SCALE,
        "coverage": Coverage(
            documents=40,
            outcomes=OUTCOMES,
            rejects=2,
        ),
        "accounts": {"A1": Account(id="A1", name=name), "A2": Account(id="A2", name="Beni KK")},
        "project": project,
    }
    return digest.build(**fields | others)


def doc(spoken="en", **fields):
    """The document of such a digest, in the language it is spoken in."""
    return document(sample(spoken, **fields), catalogue(spoken))
