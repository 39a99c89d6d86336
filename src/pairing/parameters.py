"""The types of the parameters that kinds take, checked where the program file is read.

Names of columns are checked against the vocabulary and the program's extra columns, which the reader of a
program file passes along as pydantic's validation context: `{"columns": {name: Column}}`.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationInfo

from pairing.errors import did_you_mean
from pairing.profiles import Column, key

Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
"""A number above 0."""
Ratio = Annotated[float, Field(gt=1, allow_inf_nan=False)]
"""A number above 1."""
Years = Annotated[float, Field(ge=0, allow_inf_nan=False)]
"""A number of years, 0 or more."""
Scalar = bool | int | float | str
"""One value in a condition."""

NUMBERS = ("number", "integer", "percent")
LISTS = ("list", "ids")
SIGNS = (">=", "<=", ">", "<")


def comparison(test: Scalar) -> tuple[str | None, str]:
    """The sign and the bound of a test such as `>= 5`; no sign for any other test."""
    if isinstance(test, str):
        for sign in SIGNS:
            if test.strip().startswith(sign):
                return sign, test.strip()[len(sign) :].strip()
    return None, str(test)


def known_column(name: str, info: ValidationInfo) -> str:
    """The column is in the vocabulary or declared by the program."""
    columns = _columns(info)
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
        column = _columns(info)[known_column(name, info)]
        if column.type not in types:
            raise ValueError(f'column "{name}" holds {column.type}, expected a column of {described}')
        return name

    return AfterValidator(check)


def _columns(info: ValidationInfo) -> dict[str, Column]:
    columns: dict[str, Column] = (info.context or {})["columns"]
    return columns


OneOrMoreColumns = Annotated[str | list[str], AfterValidator(known_columns)]
"""A column, or several of which the first known one counts."""
KnownColumn = Annotated[str, AfterValidator(known_column)]
"""A column."""
NumberColumn = Annotated[str, _of_type(NUMBERS, "numbers")]
"""A column of numbers."""
ListColumn = Annotated[str, _of_type(LISTS, "lists")]
"""A column of lists."""
IdsColumn = Annotated[str, _of_type(("ids",), "ids")]
"""A column of lists of ids."""


def known_condition(condition: dict[str, Any], info: ValidationInfo) -> dict[str, Any]:
    """Every test of the condition can be answered from its column."""
    for name, test in condition.items():
        column = _columns(info)[known_column(name, info)]
        if test == []:
            raise ValueError(f'"{name}" is tested with an empty list, which nothing passes')
        for one in test if isinstance(test, list) else [test]:
            _answerable(column, one)
    return condition


def _answerable(column: Column, test: Any) -> None:
    if not isinstance(test, Scalar):
        raise ValueError(f'"{column.name}" is tested with {test}: write text in quotes, a number, true or false')
    sign, bound = comparison(test)
    if sign is not None:
        _comparable(column, bound, test)
    elif column.type == "yes/no" and not isinstance(test, bool):
        raise ValueError(f'"{column.name}" is yes/no: write true or false, not "{test}"')
    elif column.type != "yes/no" and isinstance(test, bool):
        raise ValueError(f'"{column.name}" holds {column.type}, so it is never {"true" if test else "false"}')
    elif column.type == "date" and not _is_date(str(test)):
        raise ValueError(f'"{column.name}" holds dates: write a date such as "2026-04-30", not "{test}"')
    elif column.choices and key(str(test)) not in map(key, column.choices):
        raise ValueError(f'"{column.name}" is never "{test}"; it is one of {", ".join(column.choices)}')
    elif column.type in NUMBERS and not _is_number(str(test)):
        raise ValueError(f'"{column.name}" holds numbers: write a number or a comparison such as ">= 5", not "{test}"')


def _comparable(column: Column, bound: str, test: Scalar) -> None:
    if column.type in NUMBERS and _is_number(bound):
        return
    if column.type == "date" and _is_date(bound):
        return
    expected = "a date such as 2026-04-30" if column.type == "date" else "a number"
    if column.type not in (*NUMBERS, "date"):
        raise ValueError(f'"{column.name}" holds {column.type}, so "{test}" cannot be compared')
    raise ValueError(f'"{test}" must compare "{column.name}" with {expected}')


def _is_number(text: str) -> bool:
    try:
        return abs(float(text)) < float("inf")
    except ValueError:
        return False


def _is_date(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


Condition = Annotated[dict[str, Any], AfterValidator(known_condition)]
"""Tests on columns that must all hold, such as `{ grade_span = "K-8", years_in_role = ">= 4" }`."""


SIGN_WORDS = {">=": "at least", "<=": "at most", ">": "more than", "<": "less than"}


def words(condition: dict[str, Scalar | list[Scalar]], *, bare: bool = False) -> str:
    """A condition as a person would say it: `years as superintendent at least 5`; bare: without the columns."""
    return " and ".join(
        _test_words(test) if bare else f"{column.replace('_', ' ')} {_test_words(test)}"
        for column, test in condition.items()
    )


def _test_words(test: Scalar | list[Scalar]) -> str:
    if isinstance(test, list):
        return " or ".join(_test_words(part) for part in test)
    if isinstance(test, bool):
        return "yes" if test else "no"
    sign, bound = comparison(test)
    return f"{SIGN_WORDS[sign]} {bound}" if sign else str(test)
