"""How many calls may wait at once: a bound that follows what the provider bears.

Additive increase, multiplicative decrease (Chiu and Jain, 1989), as TCP does: a 429 halves the
bound, every success adds its reciprocal. One burst of 429s counts once, because calls that began
before the last cut say nothing about the bound after it.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Gate:
    """A door shared by threads."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._bound = float(most)
        self._inside = 0
        self._cuts = 0
        self._room = threading.Condition()

    @property
    def bound(self) -> int:
        """How many may be inside now."""
        return max(1, int(self._bound))

    @contextmanager
    def inside(self) -> Iterator[int]:
        """Wait for room, and hold it; yields the number of cuts so far, for `crowded`."""
        with self._room:
            self._room.wait_for(lambda: self._inside < self.bound)
            self._inside += 1
            cuts = self._cuts
        try:
            yield cuts
        finally:
            with self._room:
                self._inside -= 1
                self._room.notify_all()

    def crowded(self, cuts: int) -> None:
        """A call that came in after so many cuts was told that there are too many."""
        with self._room:
            if cuts == self._cuts:
                self._cuts += 1
                self._bound = max(1.0, self._bound / 2)

    def fine(self) -> None:
        """A call came back well."""
        with self._room:
            self._bound = min(float(self.most), self._bound + 1.0 / self._bound)
            self._room.notify_all()
