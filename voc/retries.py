"""Trying again: what a server asks to wait, how long to wait by oneself, and one loop for all who call."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import count
from typing import NamedTuple, TypeVar

T = TypeVar("T")


class Backoff(NamedTuple):
    """Exponential backoff with equal jitter: each wait doubles, and half of it is left to chance."""

    first: float
    """Seconds before the second attempt."""

    longest: float
    """Seconds that no wait of one's own exceeds."""

    jitter: Callable[[], float] = lambda: 1.0
    """0 to 1: spreads the retries of many callers over time."""

    def wait(self, attempt: int) -> float:
        """Seconds to wait after that attempt, the first of which is 1."""
        return min(self.longest, self.first * 2.0 ** (attempt - 1)) * (0.5 + 0.5 * self.jitter())


def insist(
    call: Callable[[], T], pause: Callable[[T, int], float | None], sleep: Callable[[float], object]
) -> T:
    """Call until a result is final: `pause` gives the seconds to wait after a result, or None."""
    for attempt in count(1):
        result = call()
        seconds = pause(result, attempt)
        if seconds is None:
            break
        sleep(seconds)
    return result


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds to wait, from `retry-after-ms` or `Retry-After` as seconds or as a date (RFC 9110, 10.2.3)."""
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        value = headers.get(name, "").strip()
        if re.fullmatch(r"\d+(\.\d+)?", value):
            return float(value) * unit
    try:
        moment = parsedate_to_datetime(headers.get("retry-after", ""))
    except (ValueError, OverflowError):
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (aware - now).total_seconds())
