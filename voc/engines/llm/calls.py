"""One call, from the question to a reply that counts: kept, bounded, retried, metered, checked.

Each call ends in one `Outcome`. Nothing here raises for what a provider does; what stops a run is
raised: the cost limit (`Budget`) and the user's own stop (`Stopped`).
"""

import hashlib
import random
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Generic, NamedTuple, TypeVar, cast

from voc.engines.llm import cache, faults
from voc.engines.llm import meter as tokens
from voc.engines.llm.asks import Ask, ChatModel, Form, ModelAnswer, Retort, Usage
from voc.engines.llm.cache import LASTING, CachedReply, ReplyStore
from voc.engines.llm.faults import CheckedAnswer, Fault
from voc.engines.llm.meter import Meter
from voc.engines.llm.replies import Reply
from voc.errors import EngineError
from voc.retries import Backoff, insist
from voc.types import Outcome


class Gate:
    """How many calls may wait at once: a door shared by threads, whose bound follows what the provider bears.

    Additive increase, multiplicative decrease (Chiu and Jain, 1989), as TCP does: a 429 halves the bound,
    every success adds its reciprocal. One burst of 429s counts once, because calls that began before the
    last cut say nothing about the bound after it.
    """

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


R = TypeVar("R", bound=Reply)

FIRST_WAIT, LONGEST_WAIT = 0.5, 60.0
"""Seconds between attempts; set by judgement."""
ENVELOPE_TOKENS = 200
UNPROVEN_TRIES = 2
"""Attempts in a form that an endpoint may not know; set by judgement."""
FINAL = frozenset({Outcome.AUTH, Outcome.QUOTA})
FOR_ALL = frozenset({401, 402, 429})
DENIALS = 3
"""So many refused keys, and no reply yet, end a run; set by judgement."""


class Stopped(EngineError):
    """The run was stopped before this call."""


class Result(NamedTuple, Generic[R]):
    """How a call ended."""

    outcome: Outcome
    reply: R | None
    reason: str | None


class Patience(NamedTuple):
    """How long to wait between attempts."""

    jitter: Callable[[], float] = random.random
    """0 to 1: spreads the retries of many threads over time."""

    pace: float = 1.0
    """A factor on every wait that voc itself chooses."""


class Objection(NamedTuple, Generic[R]):
    """What may be wrong with a reply of the right form."""

    fault: Callable[[R], str | None]
    """What to tell the model; None when nothing is wrong."""

    mends: Callable[[R, R], bool]
    """Whether a second reply, which comes last, may stand in place of the first."""


def _complaint(verdict: CheckedAnswer, objection: Objection[R] | None) -> str | None:
    """What to tell the model of its reply; None when there is nothing to say, or it would not help."""
    if verdict.reply is not None:
        return objection.fault(cast(R, verdict.reply)) if objection else None
    return (verdict.reason or "it is empty") if verdict.outcome is Outcome.INVALID else None


def _is_better(second: CheckedAnswer, first: CheckedAnswer, objection: Objection[R] | None) -> bool:
    if first.reply is None or objection is None:
        return True
    return second.reply is not None and objection.mends(cast(R, first.reply), cast(R, second.reply))


class Caller:
    """Asks one model, for all threads of a run."""

    def __init__(
        self,
        model: ChatModel,
        replies: ReplyStore,
        meter: Meter,
        *,
        gate: Gate,
        address: str = "",
        patience: Patience | None = None,
    ) -> None:
        self.model = model
        self.replies = replies
        self.meter = meter
        self.gate = gate
        self.address = address
        self.patience = patience or Patience()
        pace = self.patience.pace
        self._backoff = Backoff(FIRST_WAIT * pace, LONGEST_WAIT * pace, self.patience.jitter)
        self._forms = Forms(model.forms, f"{address} {model.name}", replies)
        self._stop = threading.Event()
        self._final: Fault | None = None
        self._denied = 0

    def stop(self) -> None:
        """Begin no further attempt; calls under way end, and their replies are kept."""
        self._stop.set()

    def key(self, ask: Ask) -> str:
        """What the reply is kept under."""
        return cache.key(ask, self.model.name, self.address, self.model.options)

    def paid(self, ask: Ask) -> bool:
        """Whether the reply is there already."""
        return cache.restore(self.replies.get(self.key(ask))) is not None

    def size(self, *asks: Ask) -> tuple[int, int]:
        """The most tokens these calls can send and receive."""
        sent = sum(tokens.ceiling(text) for ask in asks for text in _texts(ask))
        return sent + ENVELOPE_TOKENS * len(asks), sum(ask.limit for ask in asks)

    def call(self, ask: Ask, reply: type[R], objection: "Objection[R] | None" = None) -> Result[R]:
        """Ask once, or take what an earlier run paid for.

        A reply that is invalid is asked for again once; so is one of the right form to which there is an
        objection, and the second counts where it is better.
        """
        key = self.key(ask)
        cached = cache.restore(self.replies.get(key))
        if cached is not None:
            self.meter.kept()
            return _restored(cached, reply)
        answer, verdict = self._judged(ask, reply)
        complaint = _complaint(verdict, objection)
        if complaint and answer is not None:
            retort = Retort(reply=answer.text or "", complaint=complaint)
            again = self._judged(ask.model_copy(update={"retort": retort}), reply)
            if _is_better(again[1], verdict, objection):
                answer, verdict = again
        self.keep(key, answer, verdict)
        return Result(verdict.outcome, cast(R | None, verdict.reply), verdict.reason)

    def keep(self, key: str, answer: ModelAnswer | None, verdict: CheckedAnswer) -> None:
        """Keep what asking again would bring again."""
        if answer is not None and verdict.outcome in LASTING:
            text = answer.text if verdict.outcome is Outcome.OK else ""
            cached = CachedReply(outcome=verdict.outcome, text=text or "", reason=verdict.reason)
            self.replies.put(key, cached.model_dump_json(), answer.usage)

    def _judged(self, ask: Ask, reply: type[Reply]) -> tuple[ModelAnswer | None, CheckedAnswer]:
        answer = self._answer(ask)
        if isinstance(answer, Fault):
            return None, CheckedAnswer(answer.outcome, None, answer.reason)
        return answer, faults.verdict(answer, reply)

    def _answer(self, ask: Ask) -> ModelAnswer | Fault:
        """The first answer in the first form that the endpoint takes."""
        candidates = self._forms.candidates()
        first: Fault | None = None
        for form in candidates:
            answer = self._patiently(ask, form, proven=len(candidates) == 1)
            if isinstance(answer, ModelAnswer):
                self._forms.works(form)
                return answer
            first = first or answer
            if not rejected(answer):
                return answer
        assert first is not None  # noqa: S101
        return first

    def _patiently(self, ask: Ask, form: Form, *, proven: bool) -> ModelAnswer | Fault:
        """Attempts in one form, as many as the fault is worth."""

        def pause(answer: ModelAnswer | Fault, attempt: int) -> float | None:
            if isinstance(answer, ModelAnswer):
                return None
            doubtful = not proven and rejected(answer)
            tries = (1 if hopeless(answer) else UNPROVEN_TRIES) if doubtful else None
            return faults.pause(answer, attempt, self._backoff, tries)

        return insist(lambda: self._attempt(ask, form), pause, self._stop.wait)

    def _attempt(self, ask: Ask, form: Form) -> ModelAnswer | Fault:
        with self.gate.inside() as cuts:
            if self._final is not None:
                return self._final
            if self._stop.is_set():
                raise Stopped("stopped; what was read is kept, run again to go on")
            sent, received = self.size(ask)
            with self.meter.reserve(sent, received):
                answer = self._try(ask, form)
                self._note(answer, cuts, sent, received)
        return answer

    def _try(self, ask: Ask, form: Form) -> ModelAnswer | Fault:
        try:
            return self.model.ask(ask, form)
        except EngineError:
            raise
        except faults.known() as error:
            return faults.fault(error)

    def _note(self, answer: ModelAnswer | Fault, cuts: int, sent: int, received: int) -> None:
        if isinstance(answer, ModelAnswer):
            self.meter.answered(answer.usage)
            self.gate.fine()
            return
        self.meter.failed(self.meter.worst(sent, received), answer.unseen)
        if answer.outcome is Outcome.RATE:
            self.gate.crowded(cuts)
        if answer.outcome in FINAL and self._for_all(answer):
            self._final = answer

    def _for_all(self, fault: Fault) -> bool:
        """Whether every further call would end like this one; a firewall may deny a single document."""
        self._denied += 1
        return fault.status in FOR_ALL or (self._denied >= DENIALS and self.meter.read().calls == 0)


def _restored(cached: CachedReply, reply: type[R]) -> Result[R]:
    if cached.outcome is not Outcome.OK:
        return Result(cached.outcome, None, cached.reason)
    verdict = faults.verdict(ModelAnswer(text=cached.text), reply)
    return Result(verdict.outcome, cast(R | None, verdict.reply), verdict.reason)


def _texts(ask: Ask) -> list[str]:
    again = [ask.retort.reply, ask.retort.complaint] if ask.retort else []
    return [ask.system, ask.body, ask.shape.model_dump_json(), *again]


REJECTS = frozenset({400, 405, 415, 422, 500, 501})
SURELY = frozenset({400, 405, 415, 422, 501})


class Forms:
    """Which form of reply an endpoint takes: found out once, and remembered with the replies.

    `json_schema` is tried first. Some servers answer it with a 400, llama.cpp with a 500; then the next
    form is tried, and the first one that brings a reply is kept for good.
    """

    def __init__(self, forms: Sequence[Form], endpoint: str, replies: ReplyStore) -> None:
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
