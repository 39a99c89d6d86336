"""With which versions results were found: only equal ones promise equal results."""

from __future__ import annotations

import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version

VERSION = "0.2.0"
"""This software's; the package's metadata and `pairing --version` are made of it."""

LIBRARIES = ("pairing", "ortools", "numpy", "pandas", "zipcodes")
"""Those that decide a plan."""


def versions(*more: str) -> dict[str, str]:
    """Python's version, and that of every library that decides a plan and of `more`; "none" where it is missing."""
    return {"python": platform.python_version()} | {name: _version(name) for name in (*LIBRARIES, *more)}


@cache
def _version(name: str) -> str:
    if name == "pairing":
        return VERSION
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
