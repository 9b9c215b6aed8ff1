"""The door for programmers: open a project, read files, see reports in a notebook."""

import os
import warnings
from collections.abc import Callable, Mapping
from datetime import datetime
from html import escape
from pathlib import Path

from voc.errors import MissingPath
from voc.ingest.batch import joined, options_of
from voc.ingest.readers import stream
from voc.project import Project
from voc.report_table import REPORTS, ReportRow
from voc.settings import Settings
from voc.types import Document

REPR = "_repr_html_"
"""What Jupyter and its like ask an object for."""
FRAME = '<iframe srcdoc="{}" style="width:100%;height:40em;border:0"></iframe>'


def open(
    folder: str | Path = ".",
    environment: Mapping[str, str] | None = None,
    clock: Callable[[], datetime] | None = None,
) -> Project:
    """The project in a folder, whose reports a notebook shows as pages.

    `environment` stands in for the variables of this process, `clock` for the moment it is.

    Raises:
        MissingPath: there is no such folder.
        SettingsError: voc.toml or a VOC_* variable is wrong.

    """
    home = Path(folder)
    if not home.is_dir():
        raise MissingPath(f"no such folder: {str(home)!r}")
    project = Project.open(home, os.environ if environment is None else environment, clock or _now)
    _show_reports(project)
    return project


def read(path: str | Path, *more: str | Path) -> list[Document]:
    """The documents of files and folders, personal data masked; nothing is stored.

    Rows that cannot be read are told in one warning.

    Raises:
        InputError: a path is not there, or nothing in it can be read.

    """
    batch = joined(stream([Path(name) for name in (path, *more)], options_of(Settings(), (), "")))
    if batch.rejects:
        first = batch.rejects[0]
        place = f"{first.path}, {first.place}" if first.place else first.path
        warnings.warn(f"{len(batch.rejects)} left out; the first: {place}: {first.reason}", stacklevel=2)
    return list(batch.documents)


def _now() -> datetime:
    return datetime.now().astimezone()


def _show_reports(project: Project) -> None:
    """Let every report say how a notebook shows it: as its own HTML page, in a frame that keeps its styles.

    A report has no language of its own: it is shown in the one its words were written in, else in that of
    the project opened last.
    """
    for row in REPORTS:
        setattr(row.facts, REPR, _shown(row, project))


def _shown(row: ReportRow, project: Project) -> Callable[[object], str]:
    def _repr_html_(facts: object) -> str:
        language = row.written_in(facts, project.language)
        page = row.writers([facts] if row.several else facts, language)["html"]()
        return FRAME.format(escape(page))

    return _repr_html_
