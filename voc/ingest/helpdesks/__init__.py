"""Help-desk JSON -> Documents: one module a help desk, known by what its records hold."""

import json
import re
from collections.abc import Callable
from typing import NamedTuple

from voc.errors import UnreadableFile
from voc.ingest.batch import Batch, Options
from voc.ingest.helpdesks import freshdesk, front, github, hubspot, intercom, zendesk
from voc.ingest.records import Record, assemble

BETWEEN = re.compile(r"[\s,]*")


class HelpDesk(NamedTuple):
    """One make of help desk."""

    name: str
    """What it is called."""

    fits: Callable[[object], bool]
    """Whether parsed JSON is an export of it."""

    records: Callable[[object], list[Record]]
    """Its tickets."""


HELP_DESKS = (
    HelpDesk("Intercom conversations", intercom.fits, intercom.records),
    HelpDesk("Freshdesk tickets", freshdesk.fits, freshdesk.records),
    HelpDesk("Front conversations", front.fits, front.records),
    HelpDesk("HubSpot threads", hubspot.fits_threads, hubspot.threads),
    HelpDesk("HubSpot tickets", hubspot.fits, hubspot.records),
    HelpDesk("GitHub issues", github.fits, github.records),
    HelpDesk("help desk tickets", zendesk.fits, zendesk.records),
)


def load(text: str, name: str) -> object:
    """Parse JSON.

    Raises:
        UnreadableFile: naming the line and column where it breaks off.

    """
    try:
        return json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        if values := _one_after_another(text):
            return values
        place = f"line {error.lineno}, column {error.colno}"
        raise UnreadableFile(f"{name}: not JSON at {place}; is the file cut off?") from None
    except (ValueError, RecursionError):
        raise UnreadableFile(
            f"{name}: JSON that is nested too deeply or holds a number of thousands of digits"
        ) from None


def _one_after_another(text: str) -> list[object]:
    """The objects of a file that holds several, with or without commas between them; else none."""
    decoder = json.JSONDecoder(strict=False)
    found: list[object] = []
    at = 0
    while (start := BETWEEN.match(text, at)) and start.end() < len(text):
        try:
            value, at = decoder.raw_decode(text, start.end())
        except (ValueError, RecursionError):
            return []
        found.append(value)
    return found if len(found) > 1 and all(isinstance(value, dict) for value in found) else []


def desk_of(data: object) -> HelpDesk | None:
    """The help desk that parsed JSON comes from, or None when it is something else."""
    return next((desk for desk in HELP_DESKS if desk.fits(data)), None)


def read(data: object, name: str, options: Options) -> Batch:
    """Read an export, one document a ticket.

    Raises:
        UnreadableFile: it comes from no help desk that voc knows.

    """
    desk = desk_of(data)
    if desk is None:
        raise UnreadableFile(f"{name}: tickets of no known help desk")
    return assemble(desk.records(data), name, options)
