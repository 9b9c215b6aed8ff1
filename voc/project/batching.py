"""Half the price for who can wait a day: replies are brought by the provider's batches first."""

from collections.abc import Sequence
from pathlib import Path

from voc.engines.base import Engine
from voc.errors import SettingsError
from voc.project import cost
from voc.project.progress import Progress
from voc.types import Document

STATE = "batches.json"


def fetch(engine: Engine, documents: Sequence[Document], home: Path, progress: Progress) -> None:
    """Wait until the batches have brought what they can; reading then finds the replies kept.

    Raises:
        SettingsError: the engine has no batches.
        Budget: the requests could cross the cost limit.
    """
    from voc.engines.llm.engine import LLMEngine
    from voc.runners import openai_batch

    if not isinstance(engine, LLMEngine):
        raise SettingsError("llm.runner = 'openai-batch' goes with engine = 'openai:MODEL'")

    def watch(now: openai_batch.Progress) -> None:
        progress("batch", now.answered, now.rows, cost.note(engine))

    openai_batch.fetch(engine, documents, home / STATE, openai_batch.Pace(watch=watch))
