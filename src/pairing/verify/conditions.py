"""Conditions on one person: columns and tests, or some tables of them, answered yes (True), no (False) or None."""

from __future__ import annotations

import datetime
import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from pairing.profiles import Table, key

Answer = bool | None

Condition = Mapping[str, Any] | Sequence[Mapping[str, Any]]
"""A table of columns and tests that must all hold, or several such tables of which any may hold."""

COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}
"""The signs that a test may begin with; the two-letter ones are tried first."""


def both(answers: Iterable[Answer]) -> Answer:
    """An *and* is no if any part is no, else unknown if any part is unknown, else yes."""
    known = list(answers)
    if any(answer is False for answer in known):
        return False
    return None if any(answer is None for answer in known) else True


def either(answers: Iterable[Answer]) -> Answer:
    """An *or* is yes if any part is yes, else unknown if any part is unknown, else no."""
    known = list(answers)
    if any(answer is True for answer in known):
        return True
    return None if any(answer is None for answer in known) else False


def opposite(answer: Answer) -> Answer:
    """*Not* swaps yes and no and keeps unknown."""
    return None if answer is None else not answer


def answers(table: Table, condition: Condition) -> list[Answer]:
    """Whether the condition holds, for everybody in the table; of several tables of tests any may hold."""
    if isinstance(condition, Mapping):
        return _all_hold(table, condition)
    alternatives = [_all_hold(table, tests) for tests in condition]
    return [either(held[i] for held in alternatives) for i in range(len(table))]


def _all_hold(table: Table, tests: Mapping[str, Any]) -> list[Answer]:
    """Whether every test holds; without any test the answer is yes."""
    columns = [(table.values(column), test) for column, test in tests.items()]
    return [both(passes(values[i], test) for values, test in columns) for i in range(len(table))]


def passes(value: Any, test: Any) -> Answer:
    """A blank cell answers unknown to every test; of a list of tests any may hold."""
    if value is None:
        return None
    if isinstance(test, list):
        return either(passes(value, one) for one in test)
    if isinstance(test, str):
        role, colon, asked = test.rpartition(":")
        if isinstance(value, dict) and colon and _sign(asked):
            return _compares(years_in(value, role), asked)
        if not isinstance(value, dict) and _sign(test):
            return _compares(value, test)
    return _equals(value, test)


def years_in(entries: Mapping[str, float], role: str) -> float:
    """The years of the role's entry; somebody whose roles are known has 0 years in every other role."""
    return next((years for name, years in entries.items() if key(name) == key(role)), 0.0)


def _sign(text: str) -> str:
    """The sign that a comparison begins with; empty for any other text."""
    return next((sign for sign in COMPARISONS if text.strip().startswith(sign)), "")


def _compares(value: Any, test: str) -> bool:
    """A number or date stands as the test says to what follows its sign."""
    sign = _sign(test)
    return COMPARISONS[sign](value, _bound(value, test.strip().removeprefix(sign).strip()))


def _bound(value: Any, text: str) -> float | datetime.date:
    """What a cell is compared with: a date where the cell holds a date, else a number."""
    return datetime.date.fromisoformat(text) if isinstance(value, datetime.date) else float(text)


def _equals(value: Any, test: Any) -> bool:
    """A cell equals a text by `key`, a number by its value; a list contains it; a role is among the roles."""
    if isinstance(value, tuple | dict):
        return _written(test) in {key(entry) for entry in value}
    if isinstance(value, bool) or isinstance(test, bool):
        return value is test
    if isinstance(value, int | float):
        return float(value) == float(test)
    if isinstance(value, datetime.date):
        return value.isoformat() == _written(test)
    return key(str(value)) == _written(test)


def _written(test: Any) -> str:
    """A test as a text cell would hold it: 12 for 12.0."""
    if isinstance(test, float) and test.is_integer():
        return str(int(test))
    return key(str(test))
