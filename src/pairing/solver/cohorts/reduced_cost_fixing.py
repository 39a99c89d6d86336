"""Fewer columns for the same proof: what every choice with a certain column costs at least, by linear duals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from pairing.optimizers.deadline import Deadline
from pairing.optimizers.linear_programs import LinearProgram, NoOptimumError, optimum
from pairing.solver.cohorts.baseline import Baseline
from pairing.solver.cohorts.evaluation import CohortEvaluation, Members
from pairing.solver.cohorts.staffing import Staffed, cheapest
from pairing.solver.cohorts.staffing_model import ChangeLimits

Ints = NDArray[np.int64]

GRID = 64
"""Duals are whole multiples of 1/64, so that every sum is exact."""
NEAR = (150, 600, 2_400)
"""So many columns are tried first, until a choice is found among them."""


@dataclass(frozen=True, eq=False)
class Narrowing:
    """Columns, and what every choice of them that has this one costs at least: whole hundredths."""

    columns: Sequence[Members]
    least: np.ndarray

    def within(self, total: int) -> list[Members]:
        """The columns of all choices that cost no more."""
        return [self.columns[c] for c in np.flatnonzero(self.least <= total).tolist()]

    def nearest(self, most: int) -> list[Members]:
        """The columns of which the least is known to be against them."""
        return [self.columns[c] for c in np.argsort(self.least, kind="stable")[:most].tolist()]

    @property
    def bound(self) -> int:
        """What every choice costs at least."""
        return int(self.least.min(initial=0))


def narrowed(
    evaluation: CohortEvaluation, people: Sequence[int], columns: Sequence[Members], change_limits: ChangeLimits
) -> Narrowing:
    """Weak duality: a choice costs the duals of the people and of the moves, and its columns' reduced costs."""
    place = {i: k for k, i in enumerate(people)}
    costs = np.array([evaluation.cost(members) for members in columns], dtype=np.int64)
    moves = np.array([fewest_moves(change_limits.baseline, members) for members in columns], dtype=np.int64)
    column = np.repeat(np.arange(len(columns)), [len(members) for members in columns])
    row = np.array([place[i] for members in columns for i in members], dtype=np.int64)
    holds = csr_array((np.ones(len(row), dtype=np.int64), (row, column)), shape=(len(people), len(columns)))
    most = change_limits.most["moves"]
    duals, price = np.zeros(len(people), dtype=np.int64), 0
    try:
        exact = GRID * optimum(_relaxation(costs, holds, moves, most), "highs").duals
    except NoOptimumError:
        pass
    else:
        duals = np.round(exact[:-1]).astype(np.int64)
        price = max(0, round(-float(exact[-1])))
    reduced = GRID * costs - holds.T @ duals + price * moves
    cohorts = len(people) // evaluation.roster.program.sizes.min
    rest = (cohorts - 1) * min(0, int(reduced.min(initial=0)))
    return Narrowing(columns, -((-(int(duals.sum()) - price * most + reduced + rest)) // GRID))


def _relaxation(costs: Ints, holds: csr_array, moves: Ints, most: int) -> LinearProgram:
    """Everyone is held once by columns in part, which move no more than `most`: the last row."""
    once, none = np.ones(holds.shape[0]), np.zeros(len(costs))
    rows = csr_array(vstack([holds, csr_array(moves[None, :])]))
    low, high = np.append(once, -np.inf), np.append(once, most)
    return LinearProgram(costs.astype(np.float64), rows, low, high, none, np.full(len(costs), np.inf))


def fewest_moves(baseline: Baseline, members: Members) -> int:
    """How many move for a cohort at least: all who stand elsewhere than most of it."""
    stay = max((len(baseline.counted[s] & set(members)) for s in baseline.possible(members)), default=0)
    return sum(i in baseline.home for i in members) - stay


def cheapest_of(
    evaluation: CohortEvaluation,
    people: Sequence[int],
    columns: Narrowing,
    deadline: Deadline,
    change_limits: ChangeLimits,
    known: Sequence[Members],
) -> Staffed | None:
    """The least total cost that all these columns allow: a first choice says which of them can matter.

    known: columns that are a choice.
    """
    total = sum(evaluation.cost(members) for members in known)
    for most in NEAR:
        first = sorted({*columns.nearest(most), *known})
        found = cheapest(evaluation, people, first, deadline, change_limits)
        if found is not None and found.results["alike"][0] < total:
            break
    total = min(total, found.results["alike"][0]) if found else total
    matter = columns.within(total)
    if found is None or not set(matter) <= set(first):
        found = cheapest(evaluation, people, sorted({*matter, *known}), deadline, change_limits) or found
        if found is None or found.results["alike"][0] > total:
            return None
    value, bound = found.results["alike"]
    return Staffed(found.cohorts, {"alike": (value, min(value, max(bound, columns.bound)))})
