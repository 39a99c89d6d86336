"""How many random cases a test looks at: enough to catch a planted fault, or all of them in the thorough tier."""

from __future__ import annotations

import os

THOROUGH = bool(os.environ.get("PAIRING_THOROUGH"))
"""`make thorough` sets it."""


def cases(usual: int, all_of_them: int) -> range:
    """Seeds: the first ones in every run, all of them in the thorough tier."""
    return range(all_of_them if THOROUGH else usual)


def examples(all_of_them: int) -> int:
    """How many examples of a property: a fifth of them in every run, all of them in the thorough tier."""
    return all_of_them if THOROUGH else max(5, all_of_them // 5)
