"""What is varied, as it is typed: `close by=0:100:10`, `within 120 miles.max_miles=60,90,120`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation, Overflow, localcontext
from typing import Any

from pairing.analysis.sweeps.samplers import MOST
from pairing.errors import InputError, Problem
from pairing.program.editing import named

GRID = "NAME=FIRST:LAST:STEP or NAME=VALUE,VALUE"
RANGE = "NAME=LOWEST:HIGHEST"
COUNTLESS = Decimal(10**12)
"""No larger number of values is told from this one."""


def grid_of(program: Any, texts: Iterable[str]) -> tuple[dict[str, list[Any]], dict[str, dict[str, list[Any]]]]:
    """The weights, and the parameters of rules, criteria and limits, with their values. Raises InputError.

    A criterion's name stands for its weight, `NAME.PARAMETER` for a parameter.
    """
    weights: dict[str, list[Any]] = {}
    rules: dict[str, dict[str, list[Any]]] = {}
    problems: list[Problem] = []
    criteria = named(program)["criterion"]
    given = list(texts)
    problems += _repeated(given)
    for text in given:
        name, equals, said = text.rpartition("=")
        many = _how_many(said)
        if many > MOST:
            problems.append(
                Problem(f"these are {many:,} values; at most {MOST:,} are looked at in one sweep", value=text)
            )
            continue
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
    given = list(texts)
    problems += _repeated(given)
    for text in given:
        name, equals, said = text.rpartition("=")
        ends = [_number(part) for part in said.split(":")]
        if not equals or not name.strip() or len(ends) != 2 or None in ends:
            problems.append(Problem(f"expected {RANGE}", value=text))
        else:
            ranges[name.strip()] = (_shown(ends[0]), _shown(ends[1]))
    if problems:
        raise InputError(problems)
    return ranges


def _repeated(texts: Iterable[str]) -> Iterator[Problem]:
    """Names that are given more than once: which of the values are meant?"""
    counts = Counter(text.rpartition("=")[0].strip() for text in texts)
    for name, many in counts.items():
        if name and many > 1:
            yield Problem(f'"{name}" is given {many} times: give all its values at once')


def _how_many(said: str) -> int:
    """How many values `0:100:10` stands for; 0 for what is nothing of the kind."""
    first, last, step = (_number(part) for part in (said.split(":") if said.count(":") == 2 else ("",) * 3))
    if first is None or last is None or step is None or step <= 0 or last < first:
        return 0
    with localcontext() as context:
        context.traps[Overflow] = False
        return int(min((last - first) / step, COUNTLESS)) + 1


def _values(said: str) -> list[Any] | None:
    """The values of `0:100:10`, from the first up to the last at most, or of `60,90,120`; None where it is neither.

    0:100:30 is 0, 30, 60, 90.
    """
    if ":" not in said:
        parts = [part.strip() for part in said.split(",")]
        numbers = [_number(part) for part in parts]
        return (
            [part if number is None else _shown(number) for part, number in zip(parts, numbers, strict=True)]
            if all(parts)
            else None
        )
    many = _how_many(said)
    if not many:
        return None
    first, _, step = (Decimal(part.strip()) for part in said.split(":"))
    return [_shown(first + k * step) for k in range(many)]


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _shown(number: Decimal | None) -> int | float:
    assert number is not None
    return int(number) if number == number.to_integral_value() else float(number)
