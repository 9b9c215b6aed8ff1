"""Which form of reply an endpoint takes: found out once, and remembered with the replies.

`json_schema` is tried first. Some servers answer it with a 400, llama.cpp with a 500; then the next
form is tried, and the first one that brings a reply is kept for good.
"""

import hashlib
import threading
from collections.abc import Sequence

from voc.engines.llm.asks import Form, Usage
from voc.engines.llm.cache import Replies
from voc.engines.llm.faults import Fault

REJECTS = frozenset({400, 405, 415, 422, 500, 501})
SURELY = frozenset({400, 405, 415, 422, 501})


class Forms:
    """The forms of one endpoint, narrowed to the one that works."""

    def __init__(self, forms: Sequence[Form], endpoint: str, replies: Replies) -> None:
        self._key = f"form:{hashlib.sha256(endpoint.encode()).hexdigest()}"
        self._replies = replies
        self._lock = threading.Lock()
        kept = replies.get(self._key)
        self._proven: Form | None = next((form for form in forms if form == kept), None)
        self._open: tuple[Form, ...] = tuple(forms)

    def candidates(self) -> tuple[Form, ...]:
        """The forms worth trying now, best first."""
        with self._lock:
            return (self._proven,) if self._proven else self._open

    def works(self, form: Form) -> None:
        """Remember that the form brought a reply."""
        with self._lock:
            if self._proven is None:
                self._proven = form
                self._replies.put(self._key, form, Usage())


def rejected(fault: Fault) -> bool:
    """Whether the fault may mean that the endpoint does not know the form."""
    return fault.status in REJECTS and "quota" not in fault.reason


def hopeless(fault: Fault) -> bool:
    """Whether asking again in the same form would bring the same fault."""
    return fault.status in SURELY
