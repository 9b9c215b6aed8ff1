"""Which engine and embedder a project's settings name."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from voc.engines.base import Engine
from voc.engines.local.engine import LocalEngine
from voc.engines.local.model import Model
from voc.errors import SettingsError
from voc.index.embedders import Embedder
from voc.index.local_embedder import LocalEmbedder, Tables
from voc.lexicon import Lexicon
from voc.settings import Settings, Vocabulary
from voc.store.store import Store
from voc.types import Language

PROMPTS = "prompts"
VECTORS = "vectors.db"

T = TypeVar("T")


def engine(settings: Settings, folder: Path, store: Store, language: Language) -> Engine:
    """The engine that `engine =` names.

    Raises:
        SettingsError: nobody knows the name.
        EngineError: its key or package is missing.
    """
    local = LocalEngine(settings.vocabulary, store.corrections.all(), _own_model(settings))
    if settings.engine == "local":
        return local
    from voc.engines.llm.engine import Wording, make

    prompts = folder / PROMPTS
    wording = Wording(language, prompts if prompts.is_dir() else None, settings.vocabulary)
    screen = local.worth_reading if settings.llm.screen else None
    return make(settings.engine, settings.llm, store.replies, wording=wording, screen=screen)


def lexicon(settings: Settings) -> Lexicon:
    """The concepts with the project's own words."""
    return Lexicon.load().with_vocabulary(settings.vocabulary).with_masks(settings.redact)


def embedder(settings: Settings, home: Path) -> Embedder:
    """The embedder that `embedder =` names; one that costs money keeps its vectors in the project's folder.

    Raises:
        SettingsError: nobody knows the name.
    """
    if settings.embedder == "local":
        return local_embedder(settings)
    from voc.index.remote_embedder import EmbedderConnection, RemoteEmbedder, Vectors

    connection = EmbedderConnection(_address(settings), settings.llm.timeout)
    return RemoteEmbedder(settings.embedder, Vectors(home / VECTORS), connection)


def local_embedder(settings: Settings) -> LocalEmbedder:
    """The local embedder with the project's own words and tables.

    Raises:
        SettingsError: the file that `[local] embedder` names holds no tables.
    """
    return LocalEmbedder(lexicon(settings), _own_tables(settings), _mark(settings))


def _address(settings: Settings) -> str | None:
    """Where the embedder's provider is: its own address, or the engine's when both are one provider's."""
    provider = settings.embedder.partition(":")[0]
    alike = settings.engine == "local" or settings.engine.partition(":")[0] == provider
    return settings.llm.embedder_url or (settings.llm.base_url if alike else None)


def _own_model(settings: Settings) -> Model | None:
    return _opened(settings.local.model, Model.read) if settings.local.model else None


def _own_tables(settings: Settings) -> Tables | None:
    return _opened(settings.local.embedder, Tables.read) if settings.local.embedder else None


def _opened(path: Path, read: Callable[[Path], T]) -> T:
    try:
        return read(path)
    except (OSError, ValueError, KeyError) as error:
        raise SettingsError(f"[local] {str(path)!r} holds no model that voc can use: {error}") from None


def _mark(settings: Settings) -> str:
    """What sets a project's own vectors apart from those of the shipped embedder."""
    told = b""
    if settings.vocabulary != Vocabulary():
        told += settings.vocabulary.model_dump_json().encode()
    if settings.local.embedder:
        told += settings.local.embedder.read_bytes()
    return f"-{hashlib.sha256(told).hexdigest()[:8]}" if told else ""
