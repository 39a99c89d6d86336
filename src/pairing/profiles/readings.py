"""What one cell turned out to be, and what it was wanted to be."""

from __future__ import annotations

import re
import unicodedata
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


INVISIBLE = "\u00ad\u200b\u200e\u200f\u2060\ufeff"
_CONTROL = [code for code in (*range(32), *range(127, 160)) if not chr(code).isspace()]
_DELETED = dict.fromkeys([*_CONTROL, *map(ord, INVISIBLE)])
_NOTHING_TO_SEE = INVISIBLE + "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
_GUARDED_FORMULA = re.compile(r"'[=+\-@]")
_TEXT_AS_FORMULA = re.compile(r'="([^"]*)"')
_DASHES = re.compile(r"\s*[\u2010-\u2015\u2212-]\s*")

WRITTEN_BLANKS = frozenset({
    "n/a", "na", "n.a.", "not available", "not applicable", "unknown", "unk", "not known", "null",
    "?", "??", "-", "--", "\u2013", "\u2014", "tbd", "tba",
})  # fmt: skip
"""What people write instead of leaving a cell blank, in compared form."""

NOBODY = frozenset({"none", "no", "nobody"})
"""What people write to say that a list is empty, in compared form."""

NO_ENTRY = "there are separators but no entries; this is taken as unknown"


def is_blank(text: str) -> bool:
    """Text is blank when nothing in it can be seen."""
    return not text.strip(_NOTHING_TO_SEE)


def clean(text: str) -> str:
    """Text loses outer, double and invisible spaces, and what only keeps a spreadsheet from misreading it.

    That is the apostrophe in `'=x` and the formula around the text in `="01005"`. Composed and decomposed
    accents become the same characters, so that equal names compare equal.
    """
    if not (text.isascii() and text.isprintable()):
        text = unicodedata.normalize("NFC", text.translate(_DELETED))
    text = " ".join(text.split())
    if wrapped := _TEXT_AS_FORMULA.fullmatch(text):
        return wrapped[1].strip()
    return text[1:] if _GUARDED_FORMULA.match(text) else text


def hyphenated(text: str) -> str:
    """Every kind of dash becomes a plain hyphen without spaces around it."""
    return _DASHES.sub("-", text)
