"""Files in a temporary folder, written from text in sight."""

from pathlib import Path

import pytest

from voc.ingest.batch import Options
from voc.ingest.readers import read as read_files


@pytest.fixture
def write(tmp_path):
    def written(name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return written


@pytest.fixture
def read(write):
    """Write a file and read it, unmasked unless options say otherwise."""

    def reading(name: str, content: str | bytes, encoding: str = "utf-8", **options):
        return read_files(write(name, content, encoding), options=Options(**{"mask": False} | options))

    return reading
