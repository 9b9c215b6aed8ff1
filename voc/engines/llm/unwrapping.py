"""The one JSON object in a reply that says more: a fence, thoughts, a preface.

Small servers that know no schema wrap what they were asked for. Only what is unmistakable is taken out,
and it is validated as strictly as a bare reply.
"""

import json
import re

THOUGHTS = re.compile(r"\A.*?</think>", re.DOTALL)
DECODER = json.JSONDecoder()


def lone_object(text: str) -> str | None:
    """The text of the only JSON object in a reply; None where there is none, or more than one."""
    said = THOUGHTS.sub("", text, count=1)
    found: list[str] = []
    at = said.find("{")
    while at >= 0:
        try:
            _, end = DECODER.raw_decode(said, at)
        except (ValueError, RecursionError):
            return None
        found.append(said[at:end])
        at = said.find("{", end)
    return found[0] if len(found) == 1 else None
