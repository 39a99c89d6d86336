"""Answers to conditions about one person (`when`, `unless`, `who`): yes, no or unknown (None)."""

from __future__ import annotations

import datetime
import operator
from functools import reduce
from typing import Any

from pairing.profiles import Table, key
from pairing.profiles.table import compared
from pairing.program.condition_grammar import Condition, Scalar, Tests, comparison, tables_of, test_in_words, years_in

NEVER: Condition = {}
"""An `unless` that excuses nobody."""
YES: bool | None = True
NO: bool | None = False
COMPARISONS = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt}


def holds(condition: Condition, table: Table) -> list[bool | None]:
    """For each person whether every test of the condition, or of any table in its list, holds; no test is yes."""
    columns = _columns(condition, table)
    return [_any_holds(columns, i) for i in range(len(table))]


def excused(unless: Condition, table: Table) -> list[bool | None]:
    """Whom an `unless` excepts: nobody where the program states none or an empty one."""
    return holds(unless, table) if unless else [False] * len(table)


Columns = list[tuple[list[Any], Any]]
"""The cells of a column and what is asked of them, for each test of a table of tests."""


def _columns(condition: Condition, table: Table) -> list[Columns]:
    return [[(table.values(column), test) for column, test in tests.items()] for tests in tables_of(condition)]


def _any_holds(columns: list[Columns], i: int) -> bool | None:
    return reduce(either, (_all_hold(tests, i) for tests in columns), NO)


def _all_hold(tests: Columns, i: int) -> bool | None:
    return reduce(both, (_any_of(test, cells[i]) for cells, test in tests), YES)


def both(a: bool | None, b: bool | None) -> bool | None:
    """Three-valued and: no if either is no, else unknown if either is unknown."""
    if a is False or b is False:
        return False
    return None if a is None or b is None else True


def either(a: bool | None, b: bool | None) -> bool | None:
    """Three-valued or: yes if either is yes, else unknown if either is unknown."""
    if a or b:
        return True
    return None if a is None or b is None else False


def negated(a: bool | None) -> bool | None:
    """Three-valued not: unknown stays unknown."""
    return None if a is None else not a


def _any_of(test: Any, value: Any) -> bool | None:
    answer: bool | None = False
    for alternative in test if isinstance(test, list) else [test]:
        answer = either(answer, _one(alternative, value))
    return answer


def _one(test: Scalar, value: Any) -> bool | None:
    if value is None:
        return None
    in_role = years_in(test) if isinstance(value, dict) else None
    if in_role is not None:
        return _one(in_role[1], float(value.get(key(in_role[0]), 0)))
    if isinstance(value, tuple | dict):
        return compared(test) in {key(entry) for entry in value}
    sign, bound = comparison(test)
    if sign is None and isinstance(value, float):
        return value == float(test)
    if sign is None:
        return compared(value) == compared(test)
    threshold = datetime.date.fromisoformat(bound) if isinstance(value, datetime.date) else float(bound)
    return bool(COMPARISONS[sign](value, threshold))


def blanks(people: Table, i: int, *conditions: Condition) -> str:
    """The blank columns that leave the conditions open for one person: `past roles is blank`."""
    unsettled = [tests for condition in conditions for tests in _unsettled(people, i, condition)]
    named = dict.fromkeys(column for tests in unsettled for column in tests)
    unknown = [column.replace("_", " ") for column in named if people.values(column)[i] is None]
    return f"{' and '.join(unknown)} {'is' if len(unknown) == 1 else 'are'} blank"


def _unsettled(people: Table, i: int, condition: Condition) -> list[Tests]:
    """The tables of tests on which an open answer about one person hangs."""
    columns = _columns(condition, people)
    if _any_holds(columns, i) is not None:
        return []
    return [tests for tests, cells in zip(tables_of(condition), columns, strict=True) if _all_hold(cells, i) is None]


def grounds(people: Table, i: int, condition: Condition) -> str:
    """By what one person meets a condition: `employer is DESE`; what is unknown of them where that leaves it open."""
    columns = _columns(condition, people)
    met = [tests for tests, cells in zip(tables_of(condition), columns, strict=True) if _all_hold(cells, i)]
    tables = met or _unsettled(people, i, condition)
    return ", or ".join(" and ".join(_has(people, i, column, test) for column, test in one.items()) for one in tables)


def _has(people: Table, i: int, column: str, test: Any) -> str:
    return f"{column.replace('_', ' ')} is {_own(people.values(column)[i], test)}"


def _own(value: Any, test: Any) -> str:
    """What somebody has of what is asked: of a list only the entries that are asked for, if any are."""
    if isinstance(value, tuple):
        return _said(tuple(entry for entry in value if _any_of(test, (entry,))) or value)
    if isinstance(value, dict):
        return _said({role: years for role, years in value.items() if _any_of(test, {role: years})} or value)
    return _said(value)


def shortfall(people: Table, i: int, condition: Condition) -> str:
    """What one person lacks for a condition: `years as superintendent is 4, at least 5 needed`.

    Of several tables those count of which the fewest tests fail.
    """
    ways = [_lacking(people, i, tests) for tests in tables_of(condition)]
    fewest = min(map(len, ways))
    return "; or ".join("; ".join(lacking) for lacking in ways if len(lacking) == fewest)


def _lacking(people: Table, i: int, tests: Tests) -> list[str]:
    lacking = []
    for column, test in tests.items():
        value = people.values(column)[i]
        if _any_of(test, value) is not True:
            lacking.append(f"{column.replace('_', ' ')} is {_said(value)}, {test_in_words(test)} needed")
    return lacking


def _said(value: Any) -> str:
    if value is None:
        return "blank"
    if isinstance(value, dict):
        return ", ".join(f"{role}: {years:g}" for role, years in value.items()) or "none"
    return ", ".join(value) or "none" if isinstance(value, tuple) else compared(value)
