"""Reading JSON of unknown make: what is not there, or of another kind, is empty text or nothing."""

import math
from collections.abc import Iterator, Mapping, Sequence

Fields = Mapping[str, object]
NOTHING: Fields = {}
WHOLE = 2**53
YES = frozenset({"true", "1", "yes"})
NO = frozenset({"false", "0", "no"})


def text(value: object) -> str:
    """A plain value as text; lists, objects, null and NaN are empty.

    A whole number is written without a point: tables made into JSON turn the id 12 into 12.0.
    """
    if isinstance(value, float):
        if not math.isfinite(value):
            return ""
        return str(int(value)) if value.is_integer() and abs(value) < WHOLE else str(value)
    return "" if value is None or isinstance(value, Mapping | list) else str(value)


def is_yes(value: object) -> bool:
    """Whether a flag is set, however it is written: `true`, `"true"`, 1."""
    return text(value).strip().casefold() in YES


def is_no(value: object) -> bool:
    """Whether a flag is there and not set."""
    return text(value).strip().casefold() in NO


def inside(value: object, *keys: str) -> object:
    """What stands under these keys, one within the other; None where one is missing."""
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def word(value: object, *keys: str) -> str:
    """The text under these keys."""
    return text(inside(value, *keys))


def first(value: Fields, *keys: str) -> str:
    """The first of these keys that holds text."""
    return next((found for key in keys if (found := text(value.get(key)))), "")


def objects(value: object) -> Iterator[Fields]:
    """The objects of a list, or of an object that holds one under a usual name; others are passed over."""
    found = value if isinstance(value, list) else listed(value)
    yield from (one for one in found if isinstance(one, Mapping))


def listed(value: object, *keys: str) -> Sequence[object]:
    """The list under the first of these keys that holds one; without keys, the only list there is."""
    if not isinstance(value, Mapping):
        return []
    names = keys or tuple(value)
    found = [value[key] for key in names if isinstance(value.get(key), list)]
    return found[0] if found else []
