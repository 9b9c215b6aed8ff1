"""Word files -> their words, a paragraph or a table's row a line."""

import zipfile
from pathlib import Path

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table

from voc.errors import UnreadableFile
from voc.ingest import archives
from voc.ingest.hygiene import name_of


def words(path: Path) -> str:
    """The text of a .docx file in reading order.

    Raises:
        UnreadableFile: it is not one, is broken, or unpacks to more than any document needs.

    """
    archives.check(path)
    try:
        document = Document(str(path))
    except (PackageNotFoundError, KeyError, ValueError, zipfile.BadZipFile):
        raise UnreadableFile(
            f"{name_of(path)}: not a Word file, or a broken one; save it as .docx again"
        ) from None
    lines = []
    for part in document.iter_inner_content():
        if isinstance(part, Table):
            lines += [": ".join(cell.text.strip() for cell in row.cells) for row in part.rows]
        else:
            lines.append(part.text)
    return "\n".join(lines)
