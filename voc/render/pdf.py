"""A page as PDF, printed by a browser of this machine: it has the fonts for Japanese, voc has not.

Chromium, Chrome and Edge print without a window (`--headless --print-to-pdf`); every Windows has Edge. The
page loads nothing, and the browser is kept from any network and from the user's own profile all the same.
"""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from voc.errors import PrintError, SettingsError

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "microsoft-edge-stable",
    "chrome",
    "msedge",
)
MACOS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
WINDOWS = (
    "Microsoft/Edge/Application/msedge.exe",
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
)
WINDOWS_FOLDERS = ("PROGRAMFILES(X86)", "PROGRAMFILES", "LOCALAPPDATA")
QUIET = (
    "--headless",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-background-networking",
    "--no-first-run",
    "--no-pdf-header-footer",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--blink-settings=preferredColorScheme=1",
)
SHEETS = 2
SHEET = re.compile(rb"/Type\s*/Page\b")
"""A sheet's object in the file, which these browsers write uncompressed."""
SECONDS = 90
"""A cold start on a slow machine takes up to half a minute."""


def browser(wanted: Path | None, environment: Mapping[str, str]) -> Path:
    """The browser that prints: the one voc.toml names, or the first that is installed.

    Raises:
        SettingsError: the one named is not there.
        PrintError: none is installed.

    """
    if wanted is not None:
        found = shutil.which(str(wanted), path=environment.get("PATH"))
        if found is None:
            raise SettingsError(f"[pdf] browser = {str(wanted)!r}: no such program")
        return Path(found)
    for place in _places(environment):
        return place
    raise PrintError(
        "no browser to print a PDF: install Chromium, Chrome or Edge, or name it: [pdf] browser in voc.toml"
    )


def _places(environment: Mapping[str, str]) -> Iterator[Path]:
    for name in NAMES:
        if found := shutil.which(name, path=environment.get("PATH", "")):
            yield Path(found)
    folders = [Path(environment[name]) for name in WINDOWS_FOLDERS if environment.get(name)]
    for place in (*map(Path, MACOS), *(folder / path for folder in folders for path in WINDOWS)):
        if place.is_file():
            yield place


def fitting(pages: Iterable[str], browser: Path, most: int = SHEETS) -> bytes:
    """The first of these pages that takes no more than so many sheets of paper, or else the last.

    Raises:
        PrintError: the browser did not print it.

    """
    pdf = b""
    for page in pages:
        pdf = printed(page, browser)
        if len(SHEET.findall(pdf)) <= most:
            break
    return pdf


def printed(html: str, browser: Path, seconds: float = SECONDS) -> bytes:
    """The page as PDF.

    Raises:
        PrintError: the browser did not print it.

    """
    with tempfile.TemporaryDirectory(prefix="voc-pdf-", ignore_cleanup_errors=True) as folder:
        page, made = Path(folder, "digest.html"), Path(folder, "digest.pdf")
        page.write_text(html, encoding="utf-8")
        command = [str(browser), *QUIET, *_unboxed(), f"--user-data-dir={Path(folder, 'profile')}"]
        said = _ran([*command, f"--print-to-pdf={made}", page.as_uri()], browser, seconds)
        if not made.is_file() or not (pdf := made.read_bytes()).startswith(b"%PDF-"):
            raise PrintError(f"{str(browser)!r} printed nothing{said}")
    return pdf


def _ran(command: list[str], browser: Path, seconds: float) -> str:
    try:
        done = subprocess.run(
            command, capture_output=True, check=False, timeout=seconds, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired:
        raise PrintError(f"{str(browser)!r} did not print within {seconds:.0f} s") from None
    except OSError as error:
        raise PrintError(f"{str(browser)!r} does not start: {error.strerror}") from None
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return f": {lines[-1][:200]}" if lines else ""


def _unboxed() -> tuple[str, ...]:
    """A browser run by root, as in a container, cannot make its sandbox; the page runs no script."""
    root = getattr(os, "geteuid", lambda: 1)() == 0
    return ("--no-sandbox",) if root else ()
