"""How a stage tells how far it is, without knowing who listens."""

from typing import Protocol


class Progress(Protocol):
    """Called as work goes on; it must not change what the work does."""

    def __call__(self, stage: str, done: int, total: int, note: str = "") -> None:
        """`done` of `total` in this stage; `note` is a short remark such as the cost so far."""
        ...


def silent(stage: str, done: int, total: int, note: str = "") -> None:
    """Listen to nothing."""
