"""Numbers written in digits: 12, 1,200, 3.5, 84 %, 3万5千, 2割, 5k."""

import re
from collections.abc import Iterator

from voc.claims.number import Number

SCALES = {
    "": 1,
    "k": 10**3,
    "m": 10**6,
    "千": 10**3,
    "万": 10**4,
    "億": 10**8,
    "兆": 10**12,
    "hundred": 10**2,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
}
WRITTEN = re.compile(
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<scale>[千万億兆]|\s?(?:hundred|thousand|million|billion)\b|[kKmM]\b)?"
    r"(?P<unit>\s?(?:%|パーセント|(?:percent|per cent)\b|割(?!引|り)))?",
    re.IGNORECASE,
)


def in_digits(text: str) -> Iterator[Number]:
    """The numbers of a normalised text that are written in digits; 3万5千 counts as one."""
    ended, whole = -1, None
    for found in WRITTEN.finditer(text):
        number = _number(found)
        if whole and found.start() == ended:
            whole = whole._replace(value=whole.value + number.value)
        else:
            if whole:
                yield whole
            whole = number
        ended = found.end() if found["scale"] and found["scale"] in "千万億兆" else -1
    if whole:
        yield whole


def _number(found: re.Match[str]) -> Number:
    digits = found["digits"].replace(",", "")
    unit = (found["unit"] or "").strip()
    value = float(digits) * SCALES[(found["scale"] or "").strip().lower()]
    decimals = len(digits.partition(".")[2])
    return Number(value * 10 if unit == "割" else value, bool(unit), decimals, found.start())
