"""The store -> personas: drawn from what was said, kept, and moved on when more is said."""

from datetime import date, datetime
from typing import NamedTuple

from voc.engines.base import Engine
from voc.errors import NoData
from voc.index.embedders import Embedder
from voc.pipeline.reports import NOTHING_SAID, every_voice
from voc.reports.persona import (
    Grouping,
    People,
    Persona,
    PersonaChange,
    Stances,
    changes,
    draw,
    fingerprint,
    grown,
    people,
)
from voc.settings import Settings
from voc.store.personas import PersonaState
from voc.store.store import Store
from voc.types import Language


class PersonaRequest(NamedTuple):
    """Whom to portray, and in what language."""

    language: Language
    by: Grouping = "role"
    only: str | None = None


class PersonaGallery:
    """The personas of one project, as they are and as they were."""

    def __init__(
        self, store: Store, engine: Engine, embedder: Embedder, settings: Settings, now: datetime
    ) -> None:
        self._embedder = embedder
        self._store = store
        self._engine = engine
        self._settings = settings
        self._now = now

    def personas(self, request: PersonaRequest, redraw: bool = False) -> tuple[Persona, ...]:
        """The personas as they are now; those that have changed are kept as a new state.

        Raises:
            NoData: nothing was said yet, or nobody of the role asked for was heard.
        """
        found = [self._now_of(one, request.language, redraw) for one in self._people(request)]
        return tuple(persona for persona in found if persona is not None)

    def changes(self, request: PersonaRequest, since: date) -> tuple[PersonaChange, ...]:
        """How each persona has moved since a day: against the state kept then, else one drawn of that day.

        Raises:
            NoData: as `personas`.
        """
        found = [self._change(one, request.language, since) for one in self._people(request)]
        return tuple(change for change in found if change is not None)

    def _people(self, request: PersonaRequest) -> tuple[People, ...]:
        said = every_voice(self._store, self._settings)
        if not said:
            raise NoData(NOTHING_SAID)
        found = people(
            said, request.language, by=request.by, only=request.only, own=self._settings.personas.roles
        )
        if not found and request.only is not None:
            titles = sorted({one.evidence.role for one in said if one.evidence.role})
            known = ", ".join(titles[:8]) or "none"
            raise NoData(
                f"nobody of {request.by} {request.only!r} was heard; job titles in the data: {known}"
            )
        return found

    def _now_of(self, one: People, language: Language, redraw: bool) -> Persona | None:
        states = self._store.personas.states(one.key, language)
        mark = fingerprint(one, self._engine.name)
        if states and states[-1].fingerprint == mark and not redraw:
            return Persona.model_validate_json(states[-1].body)
        stances = Stances(one.voices, self._embedder.embed)
        persona = self._drawn(one, language, stances)
        if persona is None:
            return None
        if states and not redraw and _hand(states[-1].engine) == _hand(self._engine.name):
            persona = grown(Persona.model_validate_json(states[-1].body), persona, one, stances)
        body = persona.model_dump_json()
        if not states or body != states[-1].body:
            self._store.personas.put(one.key, language, self._engine.name, mark, body, self._now)
        return persona

    def _drawn(self, one: People, language: Language, stances: Stances | None = None) -> Persona | None:
        return draw(
            one,
            language=language,
            engine=self._engine,
            stances=stances or Stances(one.voices, self._embedder.embed),
            accounts=self._store.accounts.all(),
            themes=self._store.themes.all(),
        )

    def _change(self, one: People, language: Language, since: date) -> PersonaChange | None:
        now = self._now_of(one, language, redraw=False)
        if now is None:
            return None
        states = [state for state in self._store.personas.states(one.key, language) if _by(state, since)]
        if states:
            before = Persona.model_validate_json(states[-1].body)
            return changes(before, now, since, kept=True)
        told = [voice for voice in one.voices if voice.evidence.created_at.date() <= since]
        former = self._drawn(one._replace(voices=tuple(told)), language) if told else None
        return changes(
            former,
            grown(former, now, one, Stances(one.voices, self._embedder.embed)) if former else now,
            since,
            kept=False,
        )


def _by(state: PersonaState, since: date) -> bool:
    return state.at.date() <= since


def _hand(engine: str) -> str:
    """Who drafts: the local engine of any version, or a named model."""
    return "local" if engine.startswith("local") else engine
