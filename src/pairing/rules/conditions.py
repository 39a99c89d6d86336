"""Conditions about one person (`when`, `unless`, `who`): yes, no or unknown (None)."""

from __future__ import annotations

import datetime
import operator
from typing import Any

from pairing.parameters import Condition, Scalar, comparison, words
from pairing.profiles import Table, key
from pairing.profiles.table import compared

COMPARISONS = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt}


def holds(condition: Condition, table: Table) -> list[bool | None]:
    """For each person whether every test of the condition holds; an empty condition holds."""
    answers: list[bool | None] = [True] * len(table)
    for column, test in condition.items():
        answers = [
            both(answer, _any_of(test, value)) for answer, value in zip(answers, table.values(column), strict=True)
        ]
    return answers


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
    if isinstance(value, tuple | dict):
        return key(str(test)) in {key(entry) for entry in value}
    sign, bound = comparison(test)
    if sign is None and isinstance(value, float):
        return value == float(test)
    if sign is None:
        return compared(value) == compared(float(test) if type(test) is int else test)
    threshold = datetime.date.fromisoformat(bound) if isinstance(value, datetime.date) else float(bound)
    return bool(COMPARISONS[sign](value, threshold))


def blanks(people: Table, i: int, *conditions: Condition) -> str:
    """The columns of the conditions that are blank for one person: `past roles is blank`."""
    columns = dict.fromkeys(column for condition in conditions for column in condition)
    unknown = [column.replace("_", " ") for column in columns if people.values(column)[i] is None]
    return f"{' and '.join(unknown)} {'is' if len(unknown) == 1 else 'are'} blank"


def shortfall(people: Table, i: int, condition: Condition) -> str:
    """What one person lacks for a condition: `years as superintendent is 4, at least 5 needed`."""
    lacking = []
    for column, test in condition.items():
        value = people.values(column)[i]
        if _any_of(test, value) is not True:
            lacking.append(f"{column.replace('_', ' ')} is {_said(value)}, {words({column: test}, bare=True)} needed")
    return "; ".join(lacking)


def _said(value: Any) -> str:
    if value is None:
        return "blank"
    return ", ".join(map(str, value)) or "none" if isinstance(value, tuple | dict) else compared(value)
