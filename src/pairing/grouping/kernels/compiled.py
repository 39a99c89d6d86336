"""Compiling with numba, cached by the content of this folder: machine code never outlives the source it was made of.

numba's own cache looks only at the file of the function it compiled, not at those of the functions it calls.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

import numba
from numba import njit

__all__ = ["njit"]

HERE = Path(__file__).resolve().parent


def fingerprint() -> str:
    """A short name for all source files of the engine as they are: kernels take its records."""
    content = hashlib.sha256()
    for path in sorted(HERE.parent.rglob("*.py")):
        content.update(path.name.encode() + b"\0" + path.read_bytes())
    return content.hexdigest()[:16]


def cache_folder() -> Path:
    """Where machine code is kept: beside the source, or with the user's files where that cannot be written to."""
    beside = HERE / "__pycache__"
    try:
        beside.mkdir(exist_ok=True)
        with tempfile.TemporaryFile(dir=beside):
            return beside / f"compiled-{fingerprint()}"
    except OSError:
        return Path.home() / ".cache" / "pairing" / f"compiled-{fingerprint()}"


if not os.environ.get("NUMBA_CACHE_DIR"):
    numba.config.CACHE_DIR = str(cache_folder())  # type: ignore[attr-defined]
