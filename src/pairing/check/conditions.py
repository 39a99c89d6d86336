"""Conditions on one person: a table of columns and tests, answered yes (True), no (False) or unknown (None)."""

from __future__ import annotations

import datetime
import operator
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pairing.profiles import Table, key

Answer = bool | None

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


def answers(table: Table, condition: Mapping[str, Any]) -> list[Answer]:
    """Whether every test of the condition holds, for everybody in the table; an empty condition is yes."""
    columns = [(table.values(column), test) for column, test in condition.items()]
    return [both(passes(values[i], test) for values, test in columns) for i in range(len(table))]


def passes(value: Any, test: Any) -> Answer:
    """A blank cell answers unknown to every test; of a list of tests any may hold."""
    if value is None:
        return None
    if isinstance(test, list):
        return either(passes(value, one) for one in test)
    for sign, compare in COMPARISONS.items():
        if isinstance(test, str) and test.strip().startswith(sign):
            return compare(value, _bound(value, test.strip()[len(sign) :].strip()))
    return _equals(value, test)


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
