"""Fewer columns for the same proof: what every choice with a certain column costs at least, by linear duals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from pairing.grouping.deadline import Clock
from pairing.solver.cohorts.cohort_cost import Members, Worth
from pairing.solver.cohorts.continuity import Keeping
from pairing.solver.cohorts.staffing import Kept, Staffed, cheapest

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


def narrowed(worth: Worth, people: Sequence[int], columns: Sequence[Members], kept: Kept) -> Narrowing:
    """Weak duality: a choice costs the duals of the people and of the moves, and its columns' reduced costs."""
    place = {i: k for k, i in enumerate(people)}
    costs = np.array([worth.cost(members) for members in columns], dtype=np.int64)
    moves = np.array([fewest_moves(kept.keep, members) for members in columns], dtype=np.int64)
    column = np.repeat(np.arange(len(columns)), [len(members) for members in columns])
    row = np.array([place[i] for members in columns for i in members], dtype=np.int64)
    holds = csr_array((np.ones(len(row), dtype=np.int64), (row, column)), shape=(len(people), len(columns)))
    most = kept.most["moves"]
    solved = linprog(
        costs, A_ub=csr_array(moves[None, :]), b_ub=[most], A_eq=holds, b_eq=np.ones(len(people)), method="highs"
    )
    duals, price = np.zeros(len(people), dtype=np.int64), 0
    if solved.status == 0:
        duals = np.round(GRID * solved.eqlin.marginals).astype(np.int64)
        price = max(0, round(-GRID * float(solved.ineqlin.marginals[0])))
    reduced = GRID * costs - holds.T @ duals + price * moves
    cohorts = len(people) // worth.roster.program.sizes.min
    rest = (cohorts - 1) * min(0, int(reduced.min(initial=0)))
    return Narrowing(columns, -((-(int(duals.sum()) - price * most + reduced + rest)) // GRID))


def fewest_moves(keep: Keeping, members: Members) -> int:
    """How many move for a cohort at least: all who stand elsewhere than most of it."""
    stay = max((len(keep.counted[s] & set(members)) for s in keep.possible(members)), default=0)
    return sum(i in keep.home for i in members) - stay


def cheapest_of(
    worth: Worth, people: Sequence[int], columns: Narrowing, clock: Clock, kept: Kept, known: Sequence[Members]
) -> Staffed | None:
    """The least total cost that all these columns allow: a first choice says which of them can matter.

    known: columns that are a choice.
    """
    total = sum(worth.cost(members) for members in known)
    for most in NEAR:
        first = sorted({*columns.nearest(most), *known})
        found = cheapest(worth, people, first, clock, kept)
        if found is not None and found.results["alike"][0] < total:
            break
    total = min(total, found.results["alike"][0]) if found else total
    matter = columns.within(total)
    if found is None or not set(matter) <= set(first):
        found = cheapest(worth, people, sorted({*matter, *known}), clock, kept) or found
        if found is None or found.results["alike"][0] > total:
            return None
    value, bound = found.results["alike"]
    return Staffed(found.cohorts, {"alike": (value, min(value, max(bound, columns.bound)))})
