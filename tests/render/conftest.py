import os

import pytest

from voc.errors import PrintError
from voc.render.pdf import browser

MISSING = "no browser to print a PDF"


@pytest.fixture(scope="session")
def installed_browser():
    """A real Chromium, Chrome or Edge of this machine."""
    try:
        return browser(None, os.environ)
    except PrintError:
        pytest.skip(MISSING)


def pytest_terminal_summary(terminalreporter):
    if any(MISSING in str(report.longrepr) for report in terminalreporter.stats.get("skipped", ())):
        terminalreporter.section("LEFT OUT", red=True, bold=True)
        terminalreporter.line(
            "No Chromium, Chrome or Edge is installed: no PDF was really printed. Install one to try it."
        )
