"""The grouping engine's name until 0.1: `pairing.group` is its name now. Goes with 0.3."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pairing.grouping import CannotGroup, Grouping, group, prepare

__all__ = ["CannotGroup", "Grouping", "group", "prepare"]


def __getattr__(name: str) -> Any:
    """The engine's names, with a warning to whoever still asks for them here."""
    if name not in __all__:
        raise AttributeError(f"module 'pairing.cohorts' has no attribute {name!r}")
    import pairing.grouping

    now = "pairing.group" if name == "group" else f"pairing.grouping.{name}"
    warnings.warn(f"pairing.cohorts.{name} is {now} now", DeprecationWarning, stacklevel=2)
    return getattr(pairing.grouping, name)


def __dir__() -> list[str]:
    return sorted(__all__)
