"""Word files -> their words, a paragraph or a table's row a line."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table

from voc.errors import UnreadableFile
from voc.ingest import archives
from voc.ingest.hygiene import name_of

BROKEN = (
    *(PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, IndexError),
    *(SyntaxError, AttributeError, TypeError),
)
"""What the reader of Word files raises on broken ones; XML that breaks off is a SyntaxError."""


def words(path: Path) -> str:
    """The text of a .docx file in reading order.

    Raises:
        UnreadableFile: it is not one, is broken, or unpacks to more than any document needs.

    """
    archives.check(path)
    try:
        return "\n".join(_lines(path))
    except BROKEN:
        raise UnreadableFile(
            f"{name_of(path)}: not a Word file, or a broken one; save it as .docx again"
        ) from None


def _lines(path: Path) -> Iterator[str]:
    """Paragraphs and rows; cells that were made one are one."""
    for part in Document(str(path)).iter_inner_content():
        if isinstance(part, Table):
            for row in part.rows:
                cells = {id(cell._tc): cell for cell in row.cells}
                yield ": ".join(cell.text.strip() for cell in cells.values())
        else:
            yield part.text
