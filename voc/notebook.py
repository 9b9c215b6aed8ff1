"""The door for programmers: open a project, read files, see reports in a notebook."""

import os
import warnings
from collections.abc import Callable, Mapping
from datetime import datetime
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from voc.errors import MissingPath
from voc.ingest.batch import joined, options_of
from voc.ingest.readers import stream
from voc.project import Project
from voc.settings import Settings
from voc.types import Document, Language

if TYPE_CHECKING:
    from voc.reports.ask import Answer
    from voc.reports.churn import Churn
    from voc.reports.compare import Comparison
    from voc.reports.digest import Digest
    from voc.reports.faq import Faq
    from voc.reports.persona import Persona
    from voc.reports.reasons import Reasons
    from voc.reports.segments import Segments

Page = Callable[..., str]
"""A report and a language -> its HTML."""
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

    A report without a language of its own is shown in the language of the project opened last.
    """
    from voc.reports import ask, churn, compare, digest, faq, persona, reasons, segments

    pages: Mapping[type, Page] = {
        digest.Digest: _digest,
        ask.Answer: _answer,
        persona.Persona: _persona,
        churn.Churn: _churn,
        segments.Segments: _segments,
        compare.Comparison: _comparison,
        reasons.Reasons: _reasons,
        faq.Faq: _faq,
    }

    for report, page in pages.items():
        setattr(report, REPR, _shown(page, project))


def _shown(page: Page, project: Project) -> Callable[[object], str]:
    def _repr_html_(report: object) -> str:
        return FRAME.format(escape(page(report, getattr(report, "language", None) or project.language)))

    return _repr_html_


def _digest(report: "Digest", language: Language) -> str:
    from voc.render.formats import digest_as
    from voc.reports.digest import DigestCopy

    written = language if language in report.replaced else next(iter(report.replaced))
    return digest_as("html", DigestCopy(report, written))


def _answer(report: "Answer", language: Language) -> str:
    from voc.render import answer

    return f"<pre style='white-space:pre-wrap'>{escape(answer.text(report))}</pre>"


def _persona(report: "Persona", language: Language) -> str:
    from voc.render import persona_forms

    return persona_forms.html([report], language)


def _churn(report: "Churn", language: Language) -> str:
    from voc.render import churn

    return churn.html(report, language)


def _segments(report: "Segments", language: Language) -> str:
    from voc.render import segments

    return segments.html(report)


def _comparison(report: "Comparison", language: Language) -> str:
    from voc.render import compare

    return compare.html(report)


def _reasons(report: "Reasons", language: Language) -> str:
    from voc.render import reasons
    from voc.render.catalogue import catalogue
    from voc.render.html import html

    return html(reasons.document(report, catalogue(language)))


def _faq(report: "Faq", language: Language) -> str:
    from voc.render import faq
    from voc.render.catalogue import catalogue
    from voc.render.html import html

    return html(faq.document(report, catalogue(language)))
