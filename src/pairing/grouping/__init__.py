"""Grouping: people into cohorts by dissimilarity, as set partitioning, with a bound that says how good it is.

>>> from pairing.grouping import group
>>> group(dissimilarity, sizes=(8, 10)).labels      # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pairing.grouping.arithmetic import CannotGroup
    from pairing.grouping.compile_kernels import prepare
    from pairing.grouping.request import group
    from pairing.grouping.run import Grouping

__all__ = ["CannotGroup", "Grouping", "group", "prepare"]

_HOME = {"CannotGroup": "arithmetic", "Grouping": "run", "group": "request", "prepare": "compile_kernels"}


def __getattr__(name: str) -> Any:
    """The public names, imported when first used: the compiled kernels load with the first grouping only."""
    if name in _HOME:
        from importlib import import_module

        return getattr(import_module(f"pairing.grouping.{_HOME[name]}"), name)
    raise AttributeError(f"module 'pairing.grouping' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
