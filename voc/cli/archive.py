"""digest --list, digest --diff: weeks side by side."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from voc.cli.session import counted, say
from voc.errors import UsageError

if TYPE_CHECKING:
    from voc.project import Project
    from voc.types import Language


def tell_weeks(project: "Project", forms: Sequence[str]) -> None:
    """Print every week there could be a digest of, the newest first."""
    rows = project.digest_weeks()
    if _only(forms, ("text", "json")) == "json":
        for row in rows:
            print(json.dumps(row.model_dump(mode="json"), ensure_ascii=False))
    else:
        from voc.cli.tables import show, weeks_table

        show(weeks_table(rows))
    sent = sum(bool(row.sent) for row in rows)
    say(f"digest: {counted(len(rows), 'week')}, {sent} sent; `voc digest --week WEEK --sent` shows one")


def tell_diff(
    project: "Project",
    weeks: tuple[str, str] | None,
    forms: Sequence[str],
    languages: "Sequence[Language]",
) -> None:
    """Print what is different between two weeks."""
    from voc.render import diff
    from voc.render.catalogue import catalogue
    from voc.render.formats import FORMS

    form = _only(forms, ("text", "markdown", "json"))
    before, after = weeks or ("", "")
    report = project.diff(before, after)
    phrases = catalogue(languages[0] if languages else project.language)
    print(
        diff.json(report, phrases) if form == "json" else FORMS[form](diff.document(report, phrases)), end=""
    )
    say(f"digest: {report.before} and {report.after}: {counted(len(report.complaints), 'complaint')} differ")


def _only(forms: Sequence[str], known: Sequence[str]) -> str:
    if len(forms) > 1 or any(form not in known for form in forms):
        raise UsageError(f"--format: here one of {', '.join(known)}")
    return forms[0] if forms else known[0]
