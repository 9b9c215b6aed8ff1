"""A theme -> the draft of an issue, and its post in a tracker."""

from collections.abc import Mapping, Sequence

from voc.deliver import trackers
from voc.deliver.outbox import Receipt
from voc.engines.base import Engine
from voc.render.catalogue import catalogue
from voc.render.issue import draft
from voc.reports import issue
from voc.reports.issue import Issue
from voc.settings import Settings
from voc.store.filters import Filter
from voc.store.store import Store
from voc.types import Language, Theme


def issue_of(store: Store, engine: Engine, theme: Theme, languages: Sequence[Language]) -> Issue:
    """The draft of an issue about a theme.

    Raises:
        NoData: when nothing is placed in it.

    """
    known = list(store.documents.weeks())
    return issue.build(
        theme=theme,
        placed=store.findings.all(Filter(themes=(theme.id,))),
        accounts=store.accounts.all(),
        languages=languages,
        first_known=known[0] if known else "",
        engine=engine,
    )


def post(
    drafted: Issue,
    language: Language,
    to: trackers.Name,
    settings: Settings,
    store: Store,
    environment: Mapping[str, str],
    again: bool,
) -> Receipt:
    """Post the draft to GitHub or Jira, once per theme.

    Raises:
        DeliveryError: a setting or token is missing, or the tracker cannot be asked.

    """
    on = trackers.tracker(to, settings.github, settings.jira, environment)
    return trackers.post(draft(drafted, catalogue(language)), settings.name, on, store.outbox, again=again)
