"""Build the wheel, install it into an empty environment and run the demo there, without dev tools."""

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]


def run(*command: str | Path, cwd: Path | None = None) -> str:
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))} ended with {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done.stdout


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        run(sys.executable, "-m", "build", "--no-isolation", "--outdir", work / "dist", ROOT)
        (wheel,) = (work / "dist").glob("*.whl")
        venv.create(work / "venv", with_pip=True)
        python = work / "venv" / "bin" / "python"
        constraints = work / "constraints.txt"
        constraints.write_text(pinned(), encoding="utf-8")
        run(python, "-m", "pip", "install", "--quiet", "--constraint", constraints, wheel)
        shown = run(work / "venv" / "bin" / "voc", "demo", "--out", work / "demo", cwd=work)
        assert ".html" in shown, shown
        run(work / "venv" / "bin" / "voc", "--help", cwd=work)
    print("the wheel runs the demo in an empty environment")


def pinned() -> str:
    """The lock file's versions without its hashes."""
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    return "\n".join(line.rstrip(" \\") for line in lines if line and line[0].isalnum())


if __name__ == "__main__":
    main()
