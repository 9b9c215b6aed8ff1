"""Findings, and the theme each is placed in."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, Row, Select, delete, func, select

from voc.store import schema as s
from voc.store.filters import EVERYTHING, Filter, of_findings
from voc.store.rows import chunks, replace, transaction, uninterrupted
from voc.types import DETAILS, Correction, Finding, Kind, Placed, Reading, Side


class CheckedReading(NamedTuple):
    """A document's reading with the findings that stood the check."""

    reading: Reading
    findings: tuple[Finding, ...]
    dropped: int


class Findings:
    """Findings by id; each belongs to one document and goes with it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put(self, reads: Sequence[CheckedReading], engine: str, run: int | None) -> None:
        """Replace what was read from these documents, all of it or nothing."""
        with transaction(self._engine) as connection:
            keys = [read.reading.document for read in reads]
            for chunk in chunks(keys):
                connection.execute(delete(s.findings).where(s.findings.c.document.in_(chunk)))
            replace(connection, s.readings, [_reading_row(read, engine, run) for read in reads])
            replace(connection, s.findings, [_row(f) for read in reads for f in read.findings])

    def all(self, wanted: Filter = EVERYTHING) -> list[Placed]:
        """The findings asked for, by time, document and place."""
        query = _everything().where(*of_findings(wanted)).order_by(*IN_ORDER)
        with self._engine.connect() as connection, uninterrupted():
            return [_placed(row) for row in connection.execute(query)]

    def newest(self, themes: Sequence[str], count: int) -> list[Placed]:
        """Of each of these themes the newest findings, at most so many; oldest first."""
        latest = (s.documents.c.at.desc(), s.findings.c.id)
        number = func.row_number().over(partition_by=s.placements.c.theme, order_by=latest).label("number")
        found: list[Placed] = []
        with self._engine.connect() as connection:
            for chunk in chunks(sorted(set(themes))):
                numbered = _everything().add_columns(number, s.documents.c.at.label("said_at"))
                own = s.findings.c.side == Side.CUSTOMER.value
                some = numbered.where(own, s.placements.c.theme.in_(chunk)).subquery()
                query = select(some).where(some.c.number <= count).order_by(some.c.said_at, some.c.id)
                found += [_placed(row) for row in connection.execute(query)]
        return found

    def customers(self, kind: Kind, weeks: Sequence[str]) -> dict[str, dict[str, int]]:
        """Distinct customers by theme and week, for a kind of findings."""
        query = (
            select(s.placements.c.theme, s.documents.c.week, func.count(s.documents.c.customer.distinct()))
            .select_from(s.heard)
            .join(s.documents, s.documents.c.key == s.heard.c.document)
            .join(s.placements, s.placements.c.finding == s.heard.c.id)
            .where(s.heard.c.kind == kind.value, s.documents.c.week.in_(weeks))
            .group_by(s.placements.c.theme, s.documents.c.week)
            .order_by(s.placements.c.theme, s.documents.c.week)
        )
        counted: dict[str, dict[str, int]] = {}
        with self._engine.connect() as connection:
            for theme, week, customers in connection.execute(query):
                counted.setdefault(theme, {})[week] = customers
        return counted

    def place(self, themes: Mapping[str, str], *, by_person: bool = False) -> None:
        """Put findings in themes: finding id -> theme id. What a person placed stays."""
        with transaction(self._engine) as connection:
            fixed = set() if by_person else _placed_by_person(connection)
            rows = [
                {"finding": finding, "theme": theme, "by_person": int(by_person)}
                for finding, theme in themes.items()
                if finding not in fixed
            ]
            replace(connection, s.placements, rows)


IN_ORDER = (s.documents.c.at, s.documents.c.key, s.findings.c.start, s.findings.c.kind)


def _everything() -> Select[Any]:
    return (
        select(
            s.findings,
            s.documents.c.source,
            s.documents.c.id.label("document_id"),
            s.documents.c.account,
            s.documents.c.customer,
            s.documents.c.role,
            s.documents.c.created_at,
            s.documents.c.week,
            s.placements.c.theme,
        )
        .join(s.documents, s.documents.c.key == s.findings.c.document)
        .outerjoin(s.placements, s.placements.c.finding == s.findings.c.id)
    )


def _placed_by_person(connection: Connection) -> set[str]:
    return set(connection.scalars(select(s.placements.c.finding).where(s.placements.c.by_person == 1)))


def _reading_row(read: CheckedReading, engine: str, run: int | None) -> dict[str, object]:
    return {
        "document": read.reading.document,
        "engine": engine,
        "outcome": read.reading.outcome.value,
        "reason": read.reading.reason,
        "dropped": read.dropped,
        "run": run,
    }


SAME_NAME = ("severity", "confidence", "engine", "speaker", "moment", "side", *DETAILS)


def _row(finding: Finding) -> dict[str, object]:
    quote = finding.quote
    return {
        "id": finding.id,
        "document": f"{quote.source}/{quote.document}",
        "kind": finding.kind.value,
        "start": quote.start,
        "stop": quote.end,
        "quote": quote.text,
        **{name: getattr(finding, name) for name in SAME_NAME},
    }


FIELDS = tuple(column.key for column in _everything().selected_columns)


def _placed(row: Row[Any]) -> Placed:
    """One call for all three values: reports over a hundred thousand findings spend their time here."""
    field = dict(zip(FIELDS, row, strict=False))
    quote = {
        "document": field["document_id"],
        "source": field["source"],
        "start": field["start"],
        "end": field["stop"],
        "text": field["quote"],
    }
    finding = {name: field[name] for name in SAME_NAME}
    return Placed.model_validate(
        {
            "finding": {**finding, "id": field["id"], "kind": field["kind"], "quote": quote},
            "document_key": field["document"],
            "account": field["account"],
            "customer": field["customer"],
            "role": field["role"],
            "created_at": datetime.fromisoformat(field["created_at"]),
            "week": field["week"],
            "theme": field["theme"],
        }
    )


class Corrections:
    """Corrections by the finding that was judged; the newest judgement counts."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put(self, correction: Correction, at: datetime) -> None:
        """Keep a judgement; its document is read again by the next analysis."""
        row = {"finding": correction.finding, "body": correction.model_dump_json(), "at": at.isoformat()}
        with transaction(self._engine) as connection:
            replace(connection, s.corrections, [row])
            _reopen(connection, [correction.document])

    def take_back(self, correction: Correction) -> None:
        """Forget a judgement; its document is read again by the next analysis."""
        with transaction(self._engine) as connection:
            connection.execute(delete(s.corrections).where(s.corrections.c.finding == correction.finding))
            _reopen(connection, [correction.document])

    def all(self) -> list[Correction]:
        """Every judgement, oldest first."""
        query = select(s.corrections.c.body).order_by(s.corrections.c.at, s.corrections.c.finding)
        with self._engine.connect() as connection:
            return [Correction.model_validate_json(body) for body in connection.scalars(query)]


def _reopen(connection: Connection, documents: Sequence[str]) -> None:
    for chunk in chunks(documents):
        connection.execute(delete(s.readings).where(s.readings.c.document.in_(chunk)))
