"""The two invented companies that voc ships, and where they stand."""

import shutil
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from voc.errors import InputError

REPOSITORY = Path(__file__).parents[2] / "fixtures" / "demo"


class Company(NamedTuple):
    """One company's exports."""

    name: str
    folder: Path


def companies() -> list[Company]:
    """The shipped companies: in the installed package, or in the repository.

    Raises:
        InputError: the installation is incomplete.

    """
    shipped = Path(str(files("voc"))) / "demo"
    root = shipped if shipped.is_dir() else REPOSITORY
    found = [Company(path.parent.parent.name, path.parent) for path in sorted(root.glob("*/export/voc.toml"))]
    if not found:
        raise InputError(f"the demo's files are missing from {str(root)!r}; install voc again")
    return found


def settle(company: Company, out: Path) -> Path:
    """Copy a company's exports to a project folder of its own, and return it."""
    folder = out / company.name
    shutil.copytree(company.folder, folder, dirs_exist_ok=True)
    return folder
