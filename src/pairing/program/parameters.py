"""The types of the parameters that kinds take, checked where the program file is read.

Names of columns are checked against the vocabulary and the program's extra columns, which the reader of a
program file passes along as pydantic's validation context: `{"columns": {name: Column}}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, Field, ValidationInfo

from pairing.errors import did_you_mean
from pairing.profiles import TYPES, Column, key
from pairing.profiles.table import NUMERIC

STRICT = ConfigDict(extra="forbid", strict=True, frozen=True)
"""How every table of a program file is read: no unknown key, nothing converted."""


def printable(text: str) -> str:
    """No character that no document may hold: workbooks, letters and pages would break on it."""
    if found := re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]", text):
        raise ValueError(f"holds a character that no document may hold (U+{ord(found[0]):04X})")
    return text


Text = Annotated[str, Field(min_length=1, pattern=r"\S")]
"""A text that is not blank."""
Name = Annotated[Text, AfterValidator(printable)]
"""A text that becomes a heading or a title: of characters that documents may hold."""
FromOne = Annotated[int, Field(ge=1, le=1000)]
"""A whole number from 1."""
Dollars = Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False)]
"""An amount of money."""
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
"""A number above 0."""
Ratio = Annotated[float, Field(gt=1, allow_inf_nan=False)]
"""A number above 1."""
Years = Annotated[float, Field(ge=0, allow_inf_nan=False)]
"""A number of years, 0 or more."""
Share = Annotated[float, Field(ge=0, le=1)]
"""A part of the whole, from 0 to 1."""

LISTS = ("list", "ids")
MANY_VALUES = (*LISTS, "years")
"""Types of columns of which a cell holds several values."""
SINGLE_VALUES = tuple(kind for kind in TYPES if kind not in MANY_VALUES)
TEXTS = ("id", "text", "choice", "zip", "state")
ORDERED = (*NUMERIC, "date", "yes/no")


def known_column(name: str, info: ValidationInfo) -> str:
    """The column is in the vocabulary or declared by the program."""
    columns = columns_in(info)
    if name not in columns:
        hint = did_you_mean(name, columns)
        raise ValueError(f'no column "{name}"; {hint or "declare it under [extra_columns]"}')
    return name


def known_columns(names: str | list[str], info: ValidationInfo) -> str | list[str]:
    """One column or several, at least one, all of them known."""
    for name in [names] if isinstance(names, str) else names:
        known_column(name, info)
    if not names:
        raise ValueError("no column is named")
    return names


def _of_type(types: tuple[str, ...], described: str) -> Any:
    def check(name: str, info: ValidationInfo) -> str:
        column = columns_in(info)[known_column(name, info)]
        if column.type not in types:
            raise ValueError(f'column "{name}" holds {column.type}, expected a column of {described}')
        return name

    return AfterValidator(check)


def columns_in(info: ValidationInfo) -> dict[str, Column]:
    """The vocabulary with the program's own columns, as the reader of the program file passed it along."""
    columns: dict[str, Column] = (info.context or {})["columns"]
    return columns


OneOrMoreColumns = Annotated[str | list[str], AfterValidator(known_columns)]
"""A column, or several of which the first known one counts."""
KnownColumn = Annotated[str, AfterValidator(known_column)]
"""A column."""
NumberColumn = Annotated[str, _of_type(NUMERIC, "numbers")]
"""A column of numbers."""
ListColumn = Annotated[str, _of_type(LISTS, "lists")]
"""A column of lists."""
IdsColumn = Annotated[str, _of_type(("ids",), "ids")]
"""A column of lists of ids."""
TextColumn = Annotated[str, _of_type(TEXTS, "texts")]
"""A column of single texts."""
GroupColumn = Annotated[str, _of_type(SINGLE_VALUES, "single values")]
"""A column by whose values people are grouped: each of them has one."""
OrderedColumns = Annotated[
    list[Annotated[str, _of_type(ORDERED, "numbers, dates or yes/no")]], AfterValidator(known_columns)
]
"""Columns, at least one, whose values have an order: numbers, dates and yes/no."""


def distinct_texts(texts: Iterable[str]) -> Any:
    """No text is blank, and no two are the same without case and extra spaces."""
    seen: set[str] = set()
    for text in texts:
        if not key(text):
            raise ValueError("a text is blank")
        if key(text) in seen:
            raise ValueError(f'"{text}" stands twice')
        seen.add(key(text))
    return texts


def _not_empty(texts: list[str]) -> list[str]:
    if not texts:
        raise ValueError("must not be empty")
    return texts


DistinctTexts = Annotated[list[str], AfterValidator(_not_empty), AfterValidator(distinct_texts)]
"""Texts, at least one, all of them different."""
