"""What one cell turned out to be, and what it was wanted to be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pairing.errors import Severity
from pairing.profiles.columns import TYPES, Column


@dataclass(frozen=True, slots=True)
class Reading:
    """A cell's value (None is unknown), what is wrong with it, and what should be said about it.

    A `fault` is an error at its cell; a `remark` is said once per column, with all the rows it is about.
    """

    value: Any = None
    fault: str = ""
    expected: str = ""
    remark: str = ""
    severity: Severity = "notice"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a cell should hold: its column, and the row's state where known, which settles a damaged ZIP."""

    column: Column
    state: str | None = None


Parser = Callable[[str, Wanted], Reading]
"""Reads a cleaned text that is not blank."""

UNKNOWN = Reading()


def not_readable(message: str, wanted: Wanted, hint: str = "") -> Reading:
    """A cell that cannot be what its column wants; the hint follows what is expected."""
    expected = expected_in(wanted.column)
    return Reading(fault=message, expected=f"{expected}; {hint}" if hint else expected)


def expected_in(column: Column) -> str:
    """What a cell of this column looks like, with its choices and its range."""
    if column.choices:
        return "one of " + ", ".join(column.choices)
    if (column.minimum, column.maximum) == (0, 100) and column.type == "percent":
        return TYPES["percent"]
    low, high = (None if bound is None else f"{bound:,.15g}" for bound in (column.minimum, column.maximum))
    if low is not None and high is not None:
        return f"{TYPES[column.type]}, from {low} to {high}"
    if low is not None or high is not None:
        return f"{TYPES[column.type]}, {'at least' if high is None else 'at most'} {high or low}"
    return TYPES[column.type]
