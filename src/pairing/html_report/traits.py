"""How alike a cohort's members are, criterion by criterion, against everybody who takes part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from pairing.instance.cohorts import Roster
from pairing.program import CriterionItem

MOST_SHARED = 3
"""So many values that members share are named."""


@dataclass(frozen=True)
class Trait:
    """One criterion in a cohort against everybody: mean points of two members, and what is behind them in words.

    numbers, all_numbers: the values of a column of numbers, here and of everybody, empty for other columns.
    """

    name: str
    here: float | None
    everybody: float | None
    says: str
    numbers: tuple[float, ...] = ()
    all_numbers: tuple[float, ...] = ()


def traits(roster: Roster, at: Sequence[int]) -> Iterator[Trait]:
    """Each criterion between members, here and among everybody who takes part."""
    judged, here, there = roster.members, np.array(at), np.array(roster.taking_part)
    for k, criterion in enumerate(judged.criteria):
        points = judged.points[k].astype(float) / 100
        says, numbers, everybody = _behind(roster, criterion, here, there)
        yield Trait(
            criterion.title,
            _mean(points, here),
            _mean(points, there),
            says,
            numbers,
            everybody,
        )


def _mean(points: np.ndarray, who: np.ndarray) -> float | None:
    """The mean over all pairs of two of them."""
    n = len(who)
    block = points[np.ix_(who, who)]
    return float((block.sum() - np.trace(block)) / (n * (n - 1))) if n > 1 else None


Numbers = tuple[float, ...]


def _behind(
    roster: Roster, criterion: CriterionItem, here: np.ndarray, there: np.ndarray
) -> tuple[str, Numbers, Numbers]:
    """What stands behind a criterion's points: numbers and their range, or what members share."""
    table = roster.season.left
    if criterion.kind == "proximity":
        miles = roster.members.relation.miles
        own, others = (
            tuple(sorted(float(miles[i, j]) for i, j in combinations(who, 2) if miles[i, j] == miles[i, j]))
            for who in (here, there)
        )
        return (f"{_range(own)} miles between two" if own else "unknown", own, others)
    column = criterion.parameters.get("column") or ("enrollment" if criterion.kind == "enrollment" else "")
    column = column if isinstance(column, str) else column[0]
    if column in table.frame and table.frame[column].dtype == np.float64:
        numbers = table.numbers(column)
        own, others = (tuple(sorted(float(v) for v in numbers[who] if v == v)) for who in (here, there))
        return (_range(own) if own else "unknown", own, others)
    return _shared(table.values(column) if column else [], here, there), (), ()


def _range(values: Sequence[float]) -> str:
    low, high = (f"{value:,.0f}" for value in (values[0], values[-1]))
    return low if low == high else f"{low} to {high}"


def _shared(values: Sequence[object], here: np.ndarray, there: np.ndarray) -> str:
    """What most members have, with the share of everybody who has it."""
    if not values:
        return ""
    own, everybody = (Counter(str(one) for i in who for one in _entries(values[i])) for who in (here, there))
    top = sorted(own.items(), key=lambda item: (-item[1], item[0]))[:MOST_SHARED]
    return "; ".join(
        f"{name}: {count} of {len(here)} (everybody: {100 * everybody[name] / max(1, len(there)):.0f} %)"
        for name, count in top
    )


def _entries(value: object) -> Sequence[object]:
    if value is None:
        return ()
    return tuple(dict.fromkeys(value)) if isinstance(value, tuple) else (value,)
