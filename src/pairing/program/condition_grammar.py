"""What a condition in a program file (`when`, `unless`, `who`) may say, checked where the file is read, and its words.

Who meets a condition is answered in `rules/conditions.py`.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Any

from pydantic import PlainValidator, ValidationInfo

from pairing.profiles import Column, key
from pairing.profiles.table import NUMERIC
from pairing.program.parameters import columns_in, known_column

Scalar = bool | int | float | str
"""One value in a condition."""
SIGN_WORDS = {">=": "at least", "<=": "at most", ">": "more than", "<": "less than"}
"""The signs of comparisons, the longer ones first, and their words."""
DATE_WORDS = {">=": "on or after", "<=": "on or before", ">": "after", "<": "before"}
"""The same for dates."""


def comparison(test: Scalar) -> tuple[str | None, str]:
    """The sign and the bound of a test such as `>= 5`; no sign for any other test."""
    if isinstance(test, str):
        for sign in SIGN_WORDS:
            if test.strip().startswith(sign):
                return sign, test.strip()[len(sign) :].strip()
    return None, str(test)


def years_in(test: Scalar) -> tuple[str, str] | None:
    """The role and the comparison of a test such as `principal: >= 5`; None for any other test."""
    role, _, years = str(test).partition(":")
    return (role.strip(), years.strip()) if comparison(years)[0] else None


def known_condition(condition: Any, info: ValidationInfo) -> Any:
    """A condition is a table of tests that can be answered, or a list of at least one such table, none empty."""
    if isinstance(condition, dict):
        _answerable_all(condition, info)
    elif not isinstance(condition, list):
        shown = f'"{condition}"' if isinstance(condition, str) else condition
        raise ValueError(f"write a table such as {{ first_year = true }}, or a list of such tables, not {shown}")
    elif not condition:
        raise ValueError("is an empty list, which nobody meets; leave it out or write a table of columns and tests")
    else:
        for place, tests in enumerate(condition, 1):
            _alternative(tests, place, info)
    return condition


def _alternative(tests: Any, place: int, info: ValidationInfo) -> None:
    """One table of a list of tables."""
    if not isinstance(tests, dict):
        raise ValueError(f"item {place} of the list is {tests}, expected a table such as {{ first_year = true }}")
    if not tests:
        raise ValueError(f"item {place} of the list is an empty table, which everybody meets; leave it out")
    try:
        _answerable_all(tests, info)
    except ValueError as error:
        raise ValueError(f"item {place} of the list: {error}") from None


def _answerable_all(tests: dict[str, Any], info: ValidationInfo) -> None:
    for name, test in tests.items():
        column = columns_in(info)[known_column(name, info)]
        if test == []:
            raise ValueError(f'"{name}" is tested with an empty list, which nothing passes')
        for one in test if isinstance(test, list) else [test]:
            _answerable(column, one)


def _answerable(column: Column, test: Any) -> None:
    if not isinstance(test, Scalar):
        raise ValueError(f'"{column.name}" is tested with {test}: write text in quotes, a number, true or false')
    sign, bound = comparison(test)
    if column.type == "years":
        _about_years(column, test)
    elif sign is not None:
        _comparable(column, bound, test)
    elif column.type == "yes/no" and not isinstance(test, bool):
        raise ValueError(f'"{column.name}" is yes/no: write true or false, not "{test}"')
    elif column.type != "yes/no" and isinstance(test, bool):
        raise ValueError(f'"{column.name}" holds {column.type}, so it is never {"true" if test else "false"}')
    elif column.type == "date" and not _is_date(str(test)):
        raise ValueError(f'"{column.name}" holds dates: write a date such as "2026-04-30", not "{test}"')
    elif column.choices and key(str(test)) not in map(key, column.choices):
        raise ValueError(f'"{column.name}" is never "{test}"; it is one of {", ".join(column.choices)}')
    elif column.type in NUMERIC and not _is_number(str(test)):
        raise ValueError(f'"{column.name}" holds numbers: write a number or a comparison such as ">= 5", not "{test}"')


def _comparable(column: Column, bound: str, test: Scalar) -> None:
    if column.type in NUMERIC and _is_number(bound):
        return
    if column.type == "date" and _is_date(bound):
        return
    expected = "a date such as 2026-04-30" if column.type == "date" else "a number"
    if column.type not in (*NUMERIC, "date"):
        raise ValueError(f'"{column.name}" holds {column.type}, so "{test}" cannot be compared')
    raise ValueError(f'"{test}" must compare "{column.name}" with {expected}')


def _about_years(column: Column, test: Scalar) -> None:
    """A role, or a role with a comparison of the years in it."""
    role, colon, years = str(test).partition(":")
    sign, bound = comparison(years)
    readable = sign is not None and _is_number(bound) if colon else comparison(role)[0] is None
    if not isinstance(test, str) or not key(role) or not readable:
        form = 'a role such as "principal", or a role and its years such as "principal: >= 5"'
        raise ValueError(f'"{column.name}" holds years per role: write {form}, not "{test}"')


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


Tests = dict[str, Any]
"""Columns and what is asked of each: `{ grade_span = "K-8", years_in_role = ">= 4" }`; all of it must hold."""
Condition = Annotated[Tests | list[Tests], PlainValidator(known_condition)]
"""A table of tests, or a list of such tables of which any must hold."""


def tables_of(condition: Condition) -> list[Tests]:
    """The tables of a condition: any of them must hold."""
    return condition if isinstance(condition, list) else [condition]


def condition_in_words(condition: Condition) -> str:
    """A condition as a person would say it: `role dean and first year yes, or years in role at least 5`."""
    return ", or ".join(
        " and ".join(_asked(column.replace("_", " "), test_in_words(test)) for column, test in tests.items())
        for tests in tables_of(condition)
    )


def _asked(column: str, test: str) -> str:
    """A column and its test: `hired on or after 2026-03-01`, with one "on"."""
    return f"{column.removesuffix(' on')} {test}" if test.startswith("on or ") else f"{column} {test}"


def test_in_words(test: Scalar | list[Scalar]) -> str:
    """A test without its column: `at least 5`, `on or after 2026-03-01`, `dean or principal`, `at least 5 as dean`."""
    if isinstance(test, list):
        return " or ".join(test_in_words(part) for part in test)
    if isinstance(test, bool):
        return "yes" if test else "no"
    in_role = years_in(test)
    if in_role is not None:
        return f"{test_in_words(in_role[1])} as {in_role[0]}"
    sign, bound = comparison(test)
    if sign is None:
        return str(test)
    return f"{(DATE_WORDS if _is_date(bound) else SIGN_WORDS)[sign]} {bound}"
