"""From arguments to a problem: every argument checked, every contradiction said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Literal

import numpy as np

from pairing.grouping.arithmetic import CannotGroup, check_numbered, check_split, splits
from pairing.grouping.column_list import can_list
from pairing.grouping.costs import Bools, ColumnCost, Costs, Floats, scale_of, whole_numbers
from pairing.grouping.problem import GroupingProblem, Kind, check_apart, check_units
from pairing.grouping.run import Grouping
from pairing.grouping.solve import solve
from pairing.grouping.units import apart_matrix, merged
from pairing.optimizers.deadline import Deadline


def read(
    dissimilarity: Any,
    sizes: Any,
    cohorts: Any,
    cost: str,
    sense: str,
    together: Iterable[Sequence[int]],
    apart: Iterable[Sequence[int]],
    allowed: Any,
    column_cost: ColumnCost | None,
    scale: int | None,
) -> GroupingProblem:
    """The problem that the arguments of `group` state. Raises CannotGroup."""
    matrix = _matrix(dissimilarity)
    n = len(matrix)
    _one_of("cost", cost, ("mean", "sum"))
    _one_of("sense", sense, ("min", "max"))
    if scale is not None and scale < 1:
        raise CannotGroup(f"scale must be at least 1, got {scale}")
    kinds = _kinds(n, sizes, cohorts, allowed)
    stay, part = _people("together", together, n), _people("apart", apart, n)
    check_apart(part, sum(kind.most for kind in kinds))
    units = merged(n, stay)
    factor = scale or scale_of(matrix)
    costs = Costs(whole_numbers(matrix, factor), factor, cost == "mean", 1 if sense == "min" else -1, column_cost)
    problem = GroupingProblem(costs, kinds, units, apart_matrix(units, part))
    check_units(problem)
    return replace(problem, costs=replace(costs, any_sign=True)) if can_list(problem) else problem


def _matrix(dissimilarity: Any) -> Floats:
    matrix = np.array(dissimilarity, dtype=np.float64)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        raise CannotGroup(f"dissimilarity must be square, got shape {matrix.shape}")
    if not len(matrix):
        raise CannotGroup("there is nobody to group")
    if not np.isfinite(matrix).all():
        i, j = np.argwhere(~np.isfinite(matrix))[0]
        raise CannotGroup(f"dissimilarity must be finite, got {matrix[i, j]} at ({i}, {j})")
    if not np.allclose(matrix, matrix.T, rtol=1e-9, atol=1e-12):
        i, j = np.argwhere(~np.isclose(matrix, matrix.T, rtol=1e-9, atol=1e-12))[0]
        raise CannotGroup(f"dissimilarity must be symmetric, got {matrix[i, j]} at ({i}, {j}) and {matrix[j, i]} back")
    return np.triu(matrix, 1) + np.triu(matrix, 1).T


def _kinds(n: int, sizes: Any, cohorts: Any, allowed: Any) -> tuple[Kind, ...]:
    """Kinds of cohorts: one for a single (lo, hi) without `allowed`, else alike numbered cohorts together."""
    bounds = np.array(sizes)
    if bounds.ndim == 1 and bounds.shape == (2,):
        lo, hi = (int(bound) for bound in bounds)
        _check_sizes(lo, hi)
        fewest, most = _counts(n, cohorts)
        check_split(n, lo, hi, fewest, most)
        if allowed is None:
            possible = splits(n, lo, hi, fewest, most)
            return (Kind(lo, hi, possible[0], possible[-1], np.ones(n, dtype=bool)),)
        if fewest != most or cohorts is None:
            raise CannotGroup("allowed needs numbered cohorts: give their number, or sizes for each")
        bounds = np.array([(lo, hi)] * fewest)
    if bounds.ndim != 2 or bounds.shape[1] != 2 or not len(bounds):
        raise CannotGroup(f"sizes must be (lo, hi) or one (lo, hi) per cohort, got {sizes!r}")
    pairs = [(int(lo), int(hi)) for lo, hi in bounds]
    for lo, hi in pairs:
        _check_sizes(lo, hi)
    if cohorts is not None and _counts(n, cohorts) != (len(pairs), len(pairs)):
        raise CannotGroup(f"sizes are given for {len(pairs)} cohorts, and cohorts is {cohorts!r}")
    check_numbered(n, pairs)
    return _numbered(pairs, _allowed(allowed, n, len(pairs)))


def _numbered(pairs: Sequence[tuple[int, int]], allowed: Bools) -> tuple[Kind, ...]:
    """Numbered cohorts of the same sizes and people as one kind."""
    alike: dict[tuple[int, int, bytes], list[int]] = {}
    for g, (lo, hi) in enumerate(pairs):
        alike.setdefault((lo, hi, allowed[:, g].tobytes()), []).append(g)
    return tuple(
        Kind(lo, hi, len(numbers), len(numbers), allowed[:, numbers[0]].copy(), tuple(numbers))
        for (lo, hi, _), numbers in alike.items()
    )


def _counts(n: int, cohorts: Any) -> tuple[int, int]:
    if cohorts is None:
        return 1, n
    pair = (cohorts, cohorts) if np.ndim(cohorts) == 0 else tuple(cohorts)
    if len(pair) != 2 or not 1 <= pair[0] <= pair[1]:
        raise CannotGroup(f"cohorts must be a number above 0, a range (fewest, most) or None, got {cohorts!r}")
    return int(pair[0]), int(pair[1])


def _check_sizes(lo: int, hi: int) -> None:
    if not 1 <= lo <= hi:
        raise CannotGroup(f"sizes must be (lo, hi) with 1 <= lo <= hi, got ({lo}, {hi})")


def _allowed(allowed: Any, n: int, cohorts: int) -> Bools:
    if allowed is None:
        return np.ones((n, cohorts), dtype=bool)
    matrix = np.array(allowed, dtype=bool)
    if matrix.shape != (n, cohorts):
        raise CannotGroup(f"allowed must have shape ({n}, {cohorts}), got {matrix.shape}")
    return matrix


def _people(name: str, tuples: Iterable[Sequence[int]], n: int) -> list[list[int]]:
    """Tuples of people as lists without repeats."""
    lists = [sorted({int(i) for i in people}) for people in tuples]
    for people in lists:
        if people and not 0 <= people[0] <= people[-1] < n:
            raise CannotGroup(f"{name} must name people 0 to {n - 1}, got {people}")
    return [people for people in lists if people]


def _one_of(name: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise CannotGroup(f"{name} must be {' or '.join(known)}, got {value!r}")


def group(
    dissimilarity: Any,
    sizes: tuple[int, int] | Sequence[tuple[int, int]] = (8, 10),
    cohorts: int | tuple[int, int] | None = None,
    cost: Literal["mean", "sum"] = "mean",
    sense: Literal["min", "max"] = "min",
    together: Iterable[Sequence[int]] = (),
    apart: Iterable[Sequence[int]] = (),
    allowed: Any = None,
    column_cost: ColumnCost | None = None,
    time_limit: float = 60,
    seed: int = 0,
    scale: int | None = None,
) -> Grouping:
    """Everyone is in one cohort, and the cohorts' total cost is as small (or large) as found, with a bound.

    dissimilarity: (n, n) symmetric numbers. sizes: (lo, hi) for every cohort, or one pair per cohort, which numbers
    the cohorts. cohorts: their number, a range (fewest, most), or None for any. cost: a cohort's members' mean
    dissimilarities to their mates added up ("mean"), or its dissimilarities added up ("sum"). together, apart: tuples
    of people in one cohort, or all in different ones. allowed: (n, cohorts) bool, for numbered cohorts. column_cost:
    added to the cost of a cohort, from its members in ascending order; at least 0 to minimize, at most 0 to maximize,
    unless all possible cohorts can be listed. time_limit: seconds. scale: whole cost units per unit of the input.

    Raises CannotGroup, a ValueError, where there is no grouping or the request makes no sense. A time limit or Ctrl-C
    ends the run with what is known by then. Ended by a proof, the answer depends on the arguments alone.

    >>> enrollment = [310, 4200, 290, 3900, 350, 4050]
    >>> apart = [[abs(a - b) for b in enrollment] for a in enrollment]
    >>> found = pairing.group(apart, sizes=(3, 3))
    >>> found.labels.tolist(), found.value, found.proved
    ([0, 1, 0, 1, 0, 1], 720.0, True)
    """
    problem = read(dissimilarity, sizes, cohorts, cost, sense, together, apart, allowed, column_cost, scale)
    return solve(problem, Deadline(float(time_limit)), seed).grouping
