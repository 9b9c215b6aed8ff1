"""What other packages add to voc: engines, embedders and readers, found by their entry points.

A package names what it adds in its own metadata, in one of the groups below; installed is enough. Nothing is
loaded before it is asked for by name, except readers: a file's beginning is shown to each.
"""

import inspect
import sys
from functools import cache
from importlib.metadata import EntryPoint, entry_points

from voc.errors import PluginError

ENGINES = "voc.engines"
EMBEDDERS = "voc.embedders"
READERS = "voc.readers"


def load(group: str, name: str) -> object | None:
    """What an installed package adds to the group under that name; None when no package does.

    Raises:
        PluginError: when two packages use the name, or the package does not load.

    """
    entries = [entry for entry in _entries(group, tuple(sys.path)) if entry.name == name]
    if len(entries) > 1:
        packages = " and ".join(sorted(_package(entry) for entry in entries))
        raise PluginError(f"{name!r} of {group} is in two packages, {packages}: uninstall one")
    return _loaded(entries[0]) if entries else None


def load_all(group: str) -> tuple[object, ...]:
    """Everything that installed packages add to the group, in the order of their names; raises as `load`."""
    names = sorted({entry.name for entry in _entries(group, tuple(sys.path))})
    return tuple(load(group, name) for name in names)


def check(value: object, contract: type, what: str) -> None:
    """Hold a value against a protocol or class of voc, asking no property; `what` names where it comes from.

    Raises:
        PluginError: naming what the value lacks.

    """
    members = {*vars(contract), *contract.__annotations__}
    public = sorted(name for name in members if not name.startswith("_"))
    lacking = [name for name in public if inspect.getattr_static(value, name, None) is None]
    if lacking:
        kind = type(value).__name__
        raise PluginError(f"{what}: this {kind} is no {contract.__name__}, it has no {lacking[0]!r}")


@cache
def _entries(group: str, path: tuple[str, ...]) -> tuple[EntryPoint, ...]:
    """The group's entry points on that `sys.path`."""
    return tuple(entry_points(group=group))


def _loaded(entry: EntryPoint) -> object:
    try:
        value: object = entry.load()
    except (ImportError, AttributeError) as error:
        reason = " ".join(str(error).split())
        what = f"{entry.name!r} of {entry.group}"
        raise PluginError(
            f"{what}: {_package(entry)} does not load ({reason}); mend or uninstall it"
        ) from None
    return value


def _package(entry: EntryPoint) -> str:
    return repr(entry.dist.name) if entry.dist else entry.value
