"""Findings as rows: for programs, for pandas, for a notebook."""

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

from voc.errors import MissingExtra
from voc.types import DETAILS, Placed

if TYPE_CHECKING:
    from pandas import DataFrame

SHOWN = 20
HEADINGS = ("week", "kind", "severity", "account", "document", "quote")


def finding_row(placed: Placed) -> dict[str, object]:
    """The form of a finding that other programs rely on."""
    finding, quote = placed.finding, placed.finding.quote
    return {
        "id": finding.id,
        "kind": finding.kind.value,
        "quote": quote.text,
        "document": quote.document,
        "source": quote.source,
        "start": quote.start,
        "end": quote.end,
        "side": finding.side.value,
        "speaker": finding.speaker,
        "moment": finding.moment,
        "role": placed.role,
        "account": placed.account,
        "created_at": placed.created_at.isoformat(),
        "week": placed.week,
        "theme": placed.theme,
        "severity": finding.severity,
        **{name: getattr(finding, name) for name in DETAILS},
        "confidence": round(finding.confidence, 4),
        "engine": finding.engine,
    }


class FindingList(list[Placed]):
    """Findings by time; a list that can become a table."""

    def rows(self) -> list[dict[str, object]]:
        """One dictionary a finding, as `voc findings --json` prints them."""
        return [finding_row(placed) for placed in self]

    def to_frame(self) -> "DataFrame":
        """The rows as a pandas DataFrame, `created_at` as moments in UTC.

        Raises:
            MissingExtra: pandas is not installed.
        """
        try:
            import pandas
        except ImportError:
            raise MissingExtra(
                "to_frame() needs pandas, which voc does without: pip install pandas"
            ) from None
        frame = pandas.DataFrame(self.rows())
        if len(frame):
            frame["created_at"] = pandas.to_datetime(frame["created_at"], utc=True)
        return frame

    def _repr_html_(self) -> str:
        """The first rows as a notebook shows them."""
        lines = [_line("th", HEADINGS)]
        lines += [_line("td", (row[name] for name in HEADINGS)) for row in map(finding_row, self[:SHOWN])]
        more = f"<p>{len(self) - SHOWN:,} more</p>" if len(self) > SHOWN else ""
        return f"<table>{''.join(lines)}</table>{more}"


def _line(cell: str, values: Iterable[object]) -> str:
    cells = (f"<{cell}>{escape(str('' if value is None else value))}</{cell}>" for value in values)
    return f"<tr>{''.join(cells)}</tr>"
