"""The Lagrangian bound: what every grouping costs at least under given duals, in exact whole numbers.

For duals p on the people, every grouping costs sum(p) plus the reduced costs of its cohorts. Each cohort of kind t and
size r has at least the least reduced cost v(t, r), so the cheapest configuration of kinds and sizes that seats all n
people within the kinds' counts and the total is a lower bound.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pairing.grouping.costs import Floats, Ints
from pairing.grouping.kernels.compiled import njit
from pairing.grouping.kernels.pricing_bounds import FAR
from pairing.grouping.pricing import GRID
from pairing.grouping.problem import GroupingProblem

NEVER = 2**61
"""More than any whole total: no configuration."""


def lagrangian(problem: GroupingProblem, duals: Floats, least: Mapping[tuple[int, int], float]) -> int | None:
    """The bound in 1/GRID of a cost unit; None where no configuration of sizes exists. duals: (n,) on the grid."""
    value = configuration(problem, *_table(problem, least), problem.total)
    return None if value >= NEVER else value + int(np.round(duals * GRID).astype(np.int64).sum())


def forced(
    problem: GroupingProblem, duals: Floats, least: Mapping[tuple[int, int], float]
) -> dict[tuple[int, int], int]:
    """For each kind and size: the bound, in 1/GRID, of groupings with at least one such cohort."""
    values, fewest, most = _table(problem, least)
    total = int(np.round(duals * GRID).astype(np.int64).sum())
    bounds = problem.total
    result = {}
    for (t, size), value in least.items():
        own = _whole(value)
        less, more = fewest.copy(), most.copy()
        less[t], more[t] = max(0, less[t] - 1), more[t] - 1
        rest_total = None if bounds is None else (max(0, bounds[0] - 1), bounds[1] - 1)
        rest = configuration(problem, values, less, more, rest_total, size) if own < NEVER else NEVER
        result[t, size] = NEVER if rest >= NEVER else total + own + rest
    return result


def configuration(
    problem: GroupingProblem, values: Ints, fewest: Ints, most: Ints, total: tuple[int, int] | None, seated: int = 0
) -> int:
    """The cheapest kinds and sizes of cohorts that seat everyone but `seated` people. values: (kinds, sizes)."""
    if problem.n == seated:
        return 0 if not fewest.any() and (total is None or total[0] == 0) else NEVER
    if most.min() < 0 or (total is not None and total[1] <= 0):
        return NEVER
    if total is None:
        return int(cheapest_configuration(problem.n - seated, values, fewest, most, NEVER))
    return int(cheapest_within_total(problem.n - seated, values, fewest, most, *total, NEVER))


@njit()
def cheapest_configuration(  # type: ignore[no-untyped-def]
    n: int, values: Ints, fewest: Ints, most: Ints, never: int
):
    """Dynamic program over kinds, counts and seats: values[t, r] for a cohort of kind t and size r, else `never`."""
    best = np.full(n + 1, never)
    best[0] = 0
    for t in range(len(values)):
        after = np.full(n + 1, never)
        row = best.copy()
        for count in range(most[t] + 1):
            if count >= fewest[t]:
                for s in range(n + 1):
                    after[s] = min(after[s], row[s])
            longer = np.full(n + 1, never)
            some = False
            for r in range(1, values.shape[1]):
                if values[t, r] >= never:
                    continue
                for s in range(n + 1 - r):
                    if row[s] < never and row[s] + values[t, r] < longer[s + r]:
                        longer[s + r] = row[s] + values[t, r]
                        some = True
            row = longer
            if not some:
                break
        best = after
    return best[n]


@njit()
def cheapest_within_total(  # type: ignore[no-untyped-def]  # noqa: C901 - one loop nest
    n: int, values: Ints, fewest: Ints, most: Ints, low: int, high: int, never: int
):
    """The same by the number of cohorts as well, which is to be from `low` to `high` in the end."""
    high = min(high, n)
    best = np.full((high + 1, n + 1), never)
    best[0, 0] = 0
    for t in range(len(values)):
        after = np.full((high + 1, n + 1), never)
        row = best.copy()
        for count in range(min(most[t], high) + 1):
            if count >= fewest[t]:
                after = np.minimum(after, row)
            longer = np.full((high + 1, n + 1), never)
            some = False
            for r in range(1, values.shape[1]):
                if values[t, r] >= never:
                    continue
                for c in range(high):
                    for s in range(n + 1 - r):
                        if row[c, s] < never and row[c, s] + values[t, r] < longer[c + 1, s + r]:
                            longer[c + 1, s + r] = row[c, s] + values[t, r]
                            some = True
            row = longer
            if not some:
                break
        best = after
    least = never
    for c in range(max(0, low), high + 1):
        least = min(least, best[c, n])
    return least


def warm_up() -> None:
    """Load or compile both dynamic programs, on a tiny instance."""
    values, one = np.zeros((1, 2), dtype=np.int64), np.ones(1, dtype=np.int64)
    cheapest_configuration(1, values, one, one, NEVER)
    cheapest_within_total(1, values, one, one, 1, 1, NEVER)


def _table(problem: GroupingProblem, least: Mapping[tuple[int, int], float]) -> tuple[Ints, Ints, Ints]:
    values = np.full((len(problem.kinds), problem.largest + 1), NEVER, dtype=np.int64)
    for (t, size), value in least.items():
        values[t, size] = _whole(value)
    fewest = np.array([kind.fewest for kind in problem.kinds], dtype=np.int64)
    most = np.array([kind.most for kind in problem.kinds], dtype=np.int64)
    return values, fewest, most


def _whole(value: float) -> int:
    return NEVER if value >= FAR / 2 else int(np.floor(value * GRID))
