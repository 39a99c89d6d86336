"""Run the tests of every day under every Python from 3.11 that is installed, each in an environment of its own.

    python tools/matrix.py [-k EXPRESSION] [pytest's other arguments]

Looks for `python3.11`, `python3.12`, ... on the path and among pyenv's versions; says which are missing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VERSIONS = ("3.11", "3.12", "3.13", "3.14")
PLACE = ROOT / ".matrix"


def found(version: str) -> str | None:
    """The interpreter of a version that runs, if there is one."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    candidates = [*sorted(map(str, pyenv.glob(f"{version}.*/bin/python3"))), shutil.which(f"python{version}")]
    for candidate in filter(None, candidates):
        done = subprocess.run([candidate, "-V"], capture_output=True, text=True, check=False)
        if done.returncode == 0 and done.stdout.startswith(f"Python {version}."):
            return candidate
    return None


def tested(version: str, interpreter: str, arguments: list[str]) -> str:
    """What became of the tests under one interpreter, in words."""
    place = PLACE / version
    python = place / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        subprocess.run([interpreter, "-m", "venv", str(place)], check=True)
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    install += ["--constraint", str(ROOT / "constraints.txt"), "--editable", f"{ROOT}[dev]"]
    if subprocess.run(install, check=False).returncode:
        return "cannot be installed"
    tests = [str(python), "-m", "pytest", "-n", "auto", "--dist", "loadfile", "-p", "no:cacheprovider", *arguments]
    return "passed" if subprocess.run(tests, cwd=ROOT, check=False).returncode == 0 else "FAILED"


def main() -> int:
    """Print one line for each version; the exit code is 1 where tests failed under any."""
    results = {}
    for version in VERSIONS:
        interpreter = found(version)
        results[version] = "is not installed" if interpreter is None else tested(version, interpreter, sys.argv[1:])
    for version, result in results.items():
        print(f"Python {version}: {result}")
    return int("FAILED" in results.values())


if __name__ == "__main__":
    raise SystemExit(main())
