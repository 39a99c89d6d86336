"""Small words of sentences."""

from __future__ import annotations

from collections.abc import Sequence


def plural(label: str) -> str:
    """Several of a label: mentee -> mentees."""
    return label if label.endswith("s") else label + "s"


def named(count: int, label: str) -> str:
    """The label for a count: 1 mentee, 2 mentees."""
    return label if count == 1 else plural(label)


def listed(ids: Sequence[str], most: int = 12) -> str:
    """Ids in a sentence: A, B and C; long lists are cut with their count."""
    if len(ids) > most:
        return ", ".join(ids[:most]) + f" and {len(ids) - most} more"
    return ids[0] if len(ids) == 1 else ", ".join(ids[:-1]) + f" and {ids[-1]}"
