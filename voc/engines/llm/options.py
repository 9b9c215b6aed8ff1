"""What a model is told besides the prompt, and where it may be reached."""

import os
import re
from urllib.parse import urlsplit

from voc.errors import EngineError, MissingKey

OPENAI = frozenset({"openai", "azure_openai"})
GENERATION = re.compile(r"gpt-(\d+)(?:\.(\d+))?(?!\d)")
LIMITS = (512, 1024, 2048, 4096, 8192, 16384)
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
LOOPBACK_ONLY = "VOC_LOOPBACK_ONLY"
KEYLESS = "no-key-needed"


def generation(model: str) -> tuple[int, int] | None:
    """(6, 0) for gpt-6-luna, (5, 4) for gpt-5.4-nano; None for other names."""
    match = GENERATION.search(model)
    return (int(match[1]), int(match[2] or 0)) if match else None


def writes_cost(version: tuple[int, int] | None) -> bool:
    """Whether the model bills writes to its prompt cache and matches only at marked breakpoints (5.6 on)."""
    return version is not None and version >= (5, 6)


def options(provider: str, model: str) -> dict[str, str | int | float]:
    """What shapes the replies besides the prompt: no hidden reasoning, no dice."""
    version = generation(model) if provider in OPENAI else None
    if version and version >= (5, 0):
        if "pro" in model.split("-"):
            return {}
        return {"reasoning_effort": "none" if version >= (5, 1) else "minimal"}
    if provider in OPENAI and re.match(r"o\d", model):
        return {"reasoning_effort": "low"}
    return {"temperature": 0}


def round_up(limit: int) -> int:
    """The next limit of a short list, so that few clients serve all documents."""
    return next((step for step in LIMITS if step >= limit), LIMITS[-1])


def api_key(name: str, base_url: str | None) -> str:
    """OPENAI_API_KEY; a server of one's own may need none.

    Raises:
        MissingKey: when OpenAI itself is asked for.

    """
    if key := os.environ.get("OPENAI_API_KEY"):
        return key
    if base_url or os.environ.get("OPENAI_BASE_URL"):
        return KEYLESS
    raise MissingKey(
        f'engine {name!r} needs a key: set OPENAI_API_KEY, or write engine = "local" in voc.toml'
    )


def forbid_real_address(provider: str, base_url: str | None) -> None:
    """In a test run (VOC_LOOPBACK_ONLY=1) only a server on this machine may be called.

    Raises:
        EngineError: naming the address that a call would have gone to.

    """
    if os.environ.get(LOOPBACK_ONLY, "") in {"", "0"}:
        return
    address = base_url or os.environ.get("OPENAI_BASE_URL") or os.environ.get("OPENAI_API_BASE") or ""
    if urlsplit(address).hostname not in LOOPBACK:
        where = address or f"the provider {provider!r}"
        raise EngineError(f"{LOOPBACK_ONLY} is set, so voc does not call {where}: no paid call in a test run")
