"""Which engine and embedder a project's settings name."""

import ssl
from pathlib import Path

from voc.engines.base import Engine
from voc.engines.local.engine import LocalEngine
from voc.errors import SettingsError
from voc.index.embedders import Embedder
from voc.index.local_embedder import LocalEmbedder
from voc.lexicon import Lexicon
from voc.settings import Settings
from voc.store.store import Store
from voc.types import Language

PROMPTS = "prompts"


def engine(settings: Settings, folder: Path, store: Store, language: Language) -> Engine:
    """The engine that `engine =` names.

    Raises:
        SettingsError: nobody knows the name.
        EngineError: its key or package is missing.
    """
    local = LocalEngine(settings.vocabulary, store.corrections.all())
    if settings.engine == "local":
        return local
    from voc.engines.llm.engine import Wording, make

    prompts = folder / PROMPTS
    wording = Wording(language, prompts if prompts.is_dir() else None, settings.vocabulary)
    screen = local.worth_reading if settings.llm.screen else None
    return make(settings.engine, settings.llm, store.replies, wording=wording, screen=screen)


def embedder(settings: Settings) -> Embedder:
    """The embedder that `embedder =` names.

    Raises:
        SettingsError: nobody knows the name.
    """
    if settings.embedder == "local":
        return LocalEmbedder(Lexicon.load().with_vocabulary(settings.vocabulary))
    raise SettingsError(f"embedder = {settings.embedder!r}: voc knows `local`")


def certificates(authority: str | None) -> ssl.SSLContext:
    """Whom to trust when mail is handed over: this machine's authorities, or one named by its file.

    Raises:
        SettingsError: the file holds no certificate.
    """
    try:
        return ssl.create_default_context(cafile=authority)
    except OSError as error:
        raise SettingsError(f"VOC_SMTP_CA = {authority!r}: {error.strerror or error}") from None
