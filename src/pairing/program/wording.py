"""Small words of sentences."""

from __future__ import annotations

from collections.abc import Sequence

from pairing.program.cohorts import Sizes
from pairing.program.rules import Status

WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def plural(label: str) -> str:
    """Several of a label: mentee -> mentees."""
    return label if label.endswith("s") else label + "s"


def named(count: int, label: str) -> str:
    """The label for a count: 1 mentee, 2 mentees."""
    return label if count == 1 else plural(label)


def counted(number: int, label: str) -> str:
    """How many of something: `1 member`, `5 members`, `1,200 members`."""
    return f"{number:,} {named(number, label)}"


def of_size(sizes: Sizes) -> str:
    """The allowed sizes: `6 to 8`, or `8`."""
    return f"{sizes.min}" if sizes.min == sizes.max else f"{sizes.min} to {sizes.max}"


def in_words(number: int) -> str:
    """A small number as a word."""
    return WORDS[number] if number < len(WORDS) else f"{number}"


def listed(ids: Sequence[str], most: int = 12) -> str:
    """Ids in a sentence: A, B and C; long lists are cut with their count."""
    if len(ids) > most:
        return ", ".join(ids[:most]) + f" and {len(ids) - most} more"
    return ids[0] if len(ids) == 1 else ", ".join(ids[:-1]) + f" and {ids[-1]}"


def screened(status: Status) -> str:
    """Why somebody does not take part, with the screen's name; empty when they do."""
    if status.takes_part:
        return ""
    named_already = status.screen.casefold() in status.reason.casefold()
    return status.reason if named_already else f"{status.reason} ({status.screen})"
