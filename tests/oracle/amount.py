"""How many random cases a test looks at: enough to catch a planted fault, or all of them with PAIRING_THOROUGH=1."""

from __future__ import annotations

import os


def cases(usual: int, all_of_them: int) -> range:
    """Seeds: the first ones in every run, all of them where somebody asks for it."""
    return range(all_of_them if os.environ.get("PAIRING_THOROUGH") else usual)
