"""Intercom: a search for conversations that changed, each then fetched with its parts.

The search gives no parts. Its order is not promised, so the time to go on from is kept only when the
last page is stored; until then the cursor also holds the place within the search. A kept place may
have run out by the next run: the search then begins anew.
"""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from voc.errors import SourceError
from voc.ingest.desks import intercom
from voc.ingest.fields import Fields, inside, listed, objects, word
from voc.ingest.pull.page import Page
from voc.ingest.pull.web import Web

PER_PAGE = 50
EPOCH = re.compile(r"[0-9]{1,12}")


class Place(NamedTuple):
    """Where a run stands."""

    since: int
    """Changes after this epoch second are asked for."""
    after: str
    """The search's own cursor within a run."""
    newest: int
    """The newest change seen in this run."""


def pages(web: Web, cursor: str, since: datetime) -> Iterator[Page]:
    """What changed after the cursor, or since a day where there is none; a page at a time."""
    place = Place(*json.loads(cursor)) if cursor else Place(int(since.timestamp()), "", 0)
    is_kept = bool(place.after)
    while True:
        pagination: dict[str, object] = {"per_page": PER_PAGE}
        if place.after:
            pagination["starting_after"] = place.after
        query = {"field": "updated_at", "operator": ">", "value": place.since}
        try:
            found = web.post("/conversations/search", {"query": query, "pagination": pagination})
        except SourceError:
            if not is_kept:
                raise
            place, is_kept = place._replace(after=""), False
            continue
        is_kept = False
        heads = list(objects(listed(found, "conversations")))
        asked = [web.find(f"/conversations/{word(head, 'id')}") for head in heads if word(head, "id")]
        whole = [one for one in asked if one]
        newest = max([place.newest, *(_seconds(head) for head in heads)])
        after = word(inside(found, "pages", "next"), "starting_after")
        if after and after == place.after:
            raise SourceError("Intercom says that more follows and points to the same place; run again later")
        place = Place(place.since, after, newest) if after else Place(max(place.since, newest - 1), "", 0)
        yield Page(intercom.records({"conversations": whole}) if whole else [], json.dumps(place))
        if not after:
            return


def _seconds(head: Fields) -> int:
    stamp = word(head, "updated_at")
    return int(stamp) if EPOCH.fullmatch(stamp) else 0
