"""What is varied, as it is typed: `close by=0:100:10`, `within 120 miles.max_miles=60,90,120`."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from pairing.errors import InputError, Problem
from pairing.program.editing import named
from pairing.sweeps.samplers import MOST

GRID = "NAME=FIRST:LAST:STEP or NAME=VALUE,VALUE"
RANGE = "NAME=LOWEST:HIGHEST"


def grid_of(program: Any, texts: Iterable[str]) -> tuple[dict[str, list[Any]], dict[str, dict[str, list[Any]]]]:
    """The weights, and the parameters of rules, criteria and limits, with their values. Raises InputError.

    A criterion's name stands for its weight, `NAME.PARAMETER` for a parameter.
    """
    weights: dict[str, list[Any]] = {}
    rules: dict[str, dict[str, list[Any]]] = {}
    problems: list[Problem] = []
    criteria = named(program)["criterion"]
    for text in texts:
        name, equals, said = text.rpartition("=")
        values = _values(said.strip()) if equals and name.strip() else None
        if values is None:
            problems.append(Problem(f"expected {GRID}", value=text))
            continue
        item, dot, key = name.strip().rpartition(".")
        if dot and name.strip() not in criteria:
            rules.setdefault(item, {})[key] = values
        else:
            weights[name.strip()] = values
    if problems:
        raise InputError(problems)
    return weights, rules


def range_of(texts: Iterable[str]) -> dict[str, tuple[float, float]]:
    """The lowest and highest weight of each criterion named. Raises InputError."""
    ranges: dict[str, tuple[float, float]] = {}
    problems: list[Problem] = []
    for text in texts:
        name, equals, said = text.rpartition("=")
        ends = [_number(part) for part in said.split(":")]
        if not equals or not name.strip() or len(ends) != 2 or None in ends:
            problems.append(Problem(f"expected {RANGE}", value=text))
        else:
            ranges[name.strip()] = (_shown(ends[0]), _shown(ends[1]))
    if problems:
        raise InputError(problems)
    return ranges


def _values(said: str) -> list[Any] | None:
    """The values of `0:100:10`, ends included, or of `60,90,120`; None where it is neither."""
    if ":" not in said:
        parts = [part.strip() for part in said.split(",")]
        numbers = [_number(part) for part in parts]
        return (
            [part if number is None else _shown(number) for part, number in zip(parts, numbers, strict=True)]
            if all(parts)
            else None
        )
    ends = [_number(part) for part in said.split(":")]
    if len(ends) != 3 or any(end is None for end in ends):
        return None
    first, last, step = (end for end in ends if end is not None)
    if step <= 0 or last < first or (last - first) / step > MOST:
        return None
    return [_shown(first + k * step) for k in range(int((last - first) / step) + 1)]


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _shown(number: Decimal | None) -> int | float:
    assert number is not None
    return int(number) if number == number.to_integral_value() else float(number)
