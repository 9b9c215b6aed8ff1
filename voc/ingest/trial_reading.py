"""Whether a workbook can be opened at all, tried in a process of its own.

The reader of workbooks takes memory for the whole rectangle between a sheet's outermost cells: two filled
corners of a sheet ask for terabytes, and that ends a process where no `except` can help. So a workbook is
opened first where its death costs nothing, under a limit of memory and time. Run as a program, this file
is that process; it imports nothing of voc.
"""

import os
import subprocess
import sys
from pathlib import Path

MEMORY = 3 << 30
"""Address space in bytes; a sheet of a million rows and twenty columns takes a third of it."""
SECONDS = 300
REFUSED = 3


def survives(path: Path) -> bool:
    """Whether a process that opens every sheet of the workbook lives; what it merely cannot read is fine."""
    command = [sys.executable, "-P", __file__, str(path.resolve())]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        ended = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return ended.returncode in {0, REFUSED}


def main(path: str) -> int:
    """Open every sheet."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        workbook = CalamineWorkbook.from_path(path)
        for name in workbook.sheet_names:
            workbook.get_sheet_by_name(name)
    except (CalamineError, PasswordError, OSError):
        return REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
