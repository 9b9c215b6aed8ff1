"""What voc prints for the demo companies is what it printed before, byte for byte.

Where a change of behaviour is meant, `python tests/golden/golden.py` writes the files anew; the commit
says why.
"""

from pathlib import Path

import golden
import pytest

PLACE = Path(__file__).parent


@pytest.mark.parametrize("company", golden.COMPANIES)
def test_every_report_is_what_it_was(company, tmp_path, monkeypatch):
    for name in ("VOC_NOW", "COLUMNS", "LINES", "TZ"):
        monkeypatch.setenv(name, "")
    kept = {path.name: path.read_text(encoding="utf-8") for path in (PLACE / company).iterdir()}
    assert len(kept) > 80
    made = golden.outputs(company, tmp_path)
    assert sorted(made) == sorted(kept)
    changed = [name for name in sorted(made) if made[name] != kept[name]]
    assert not changed, (
        f"{company}: {changed[0]} and {len(changed) - 1} more files differ: {_first(made, kept, changed[0])}"
    )


def _first(made, kept, name):
    """The first line that differs, before and after."""
    pairs = zip([*kept[name].splitlines(), ""], [*made[name].splitlines(), ""], strict=False)
    return next((f"{before!r} -> {after!r}" for before, after in pairs if before != after), "its length")
