"""What happens to themes: every change holds both sides, so that it can be read back and undone."""

from typing import Literal

from pydantic import AwareDatetime

from voc.types.theme import Theme
from voc.types.value import Value

Event = Literal[
    "found",
    "titled",
    "set",
    "renamed",
    "pinned",
    "unpinned",
    "hidden",
    "shown",
    "merged",
    "split",
    "undone",
]


class Move(Value):
    """A finding that changed its theme."""

    finding: str
    """Its id."""

    before: str
    """The theme it left."""

    after: str
    """The theme it went to."""

    held_before: bool = False
    """Whether a person had put it where it was."""

    held: bool = True
    """Whether a person put it where it is; what a person placed stays."""

    def back(self) -> "Move":
        """The move that takes this one back."""
        return Move(
            finding=self.finding,
            before=self.after,
            after=self.before,
            held_before=self.held,
            held=self.held_before,
        )


class Change(Value):
    """Something that happened to themes, as they were and as they are."""

    event: Event
    """What happened."""

    before: tuple[Theme, ...] = ()
    """The themes as they were; one that began with the change is missing here."""

    after: tuple[Theme, ...] = ()
    """The themes it touched, as they are now."""

    moves: tuple[Move, ...] = ()
    """Findings that changed their theme."""

    undoes: int | None = None
    """The number of the change that this one takes back."""


class Recorded(Value):
    """A change with who made it and when: a line of `voc themes log`."""

    number: int
    """Counts up from 1; what `voc themes undo` takes."""

    author: str
    """A person's name, or `voc`."""

    at: AwareDatetime
    """When."""

    change: Change
    """What happened."""
