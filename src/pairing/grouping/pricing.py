"""Pricing: the sets of each size with the smallest reduced cost, found or proved not to exist."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from pairing.grouping.costs import Bools, Floats, Ints
from pairing.grouping.kernels.greedy_columns import grow_sets
from pairing.grouping.kernels.pricing import Rule, price_from
from pairing.grouping.kernels.pricing_bounds import FAR, MARGIN, Ground, root_bounds
from pairing.grouping.limits import no_limits
from pairing.grouping.problem import GroupingProblem
from pairing.optimizers.deadline import Deadline

Members = tuple[int, ...]
Shape = tuple[bytes, int]
GRID = 64
"""Duals are whole multiples of 1/GRID of a cost unit, so that their sums are exact in floats."""
KEPT_WITH_EXTRA = 3000
"""Under a column_cost the compiled search sees a part of the cost only: so many sets are kept and valued whole."""
NODES_PER_CALL = 200_000
"""Compiled work between two looks at the deadline: well under a second."""


@dataclass
class Priced:
    """Sets of one kind and size by reduced cost (before the kind's own dual), and the least it can be.

    least: no such set has a smaller one; exact: the least is attained, or there is no set (FAR).
    """

    least: float
    exact: bool
    sets: list[tuple[float, Members]]
    overflow: bool = False
    nodes: int = 0


@dataclass(frozen=True)
class Pricer:
    """Prices sets of a problem's units under duals per person, (n,) on the grid."""

    problem: GroupingProblem
    evaluated: dict[Members, int] = field(default_factory=dict)

    @cached_property
    def near(self) -> Ints:
        """(units, units - 1): the other units, by ascending dissimilarity per person."""
        each = self.problem.between / self.problem.weight
        np.fill_diagonal(each, np.inf)
        return np.ascontiguousarray(np.argsort(each, axis=1, kind="stable")[:, :-1])

    @cached_property
    def ground(self) -> Ground:
        """The units as the kernels read them."""
        problem = self.problem
        return Ground(problem.between, problem.weight, problem.apart, self.near, problem.limits)

    @cached_property
    def usable(self) -> list[Bools]:
        """Per kind, (units,): those it allows."""
        return [self.problem.unit_allowed(kind) for kind in self.problem.kinds]

    def slack(self) -> float:
        """By how much rounding once can put a cost below its exact value, and the floats' own errors."""
        return MARGIN + (0.5 if self.problem.costs.mean else 0.0)

    def unit_duals(self, duals: Floats) -> Floats:
        """(units,): the duals of the members added up."""
        return np.bincount(self.problem.unit_of, duals, minlength=len(self.problem.units)).astype(np.float64)

    def people(self, units: Ints) -> Members:
        """The members of a set of units (-1 is none), ascending."""
        return tuple(sorted(i for u in units.tolist() if u >= 0 for i in self.problem.units[u]))

    def cost(self, members: Members) -> int:
        """A cohort's whole cost, remembered."""
        if members not in self.evaluated:
            self.evaluated[members] = self.problem.cost(members)
        return self.evaluated[members]

    def places(self) -> Iterator[tuple[int, int]]:
        """Every kind that there may be cohorts of, with every size."""
        return ((t, size) for t, kind in enumerate(self.problem.kinds) if kind.most > 0 for size in kind.sizes)

    def shape(self, t: int, size: int) -> Shape:
        """Kinds that allow the same units have the same sets of a size."""
        return self.usable[t].tobytes(), size

    def heuristic(self, duals: Floats) -> dict[tuple[int, int], list[tuple[float, Members]]]:
        """Good sets for every kind and size, by local search from every unit: (reduced cost, members), ascending."""
        dual = self.unit_duals(duals)
        shapes: dict[Shape, list[tuple[float, Members]]] = {}
        for t, size in self.places():
            if self.shape(t, size) not in shapes:
                sets, costs = grow_sets(size, self.usable[t], dual, self.ground, self.problem.factors[size])
                found = {self.people(sets[k]) for k in np.flatnonzero(costs < FAR / 2).tolist()}
                shapes[self.shape(t, size)] = sorted(
                    (self.cost(members) - float(duals[list(members)].sum()), members) for members in found
                )
        return {(t, size): shapes[self.shape(t, size)] for t, size in self.places()}

    def exact(
        self,
        t: int,
        size: int,
        duals: Floats,
        below: float,
        capacity: int,
        deadline: Deadline,
        most_nodes: int,
        *,
        all_or_none: bool = False,
    ) -> Priced:
        """`exact_among` for the units that a kind allows."""
        usable = self.usable[t]
        return self.exact_among(usable, size, duals, below, capacity, deadline, most_nodes, all_or_none=all_or_none)

    def exact_among(
        self,
        usable: Bools,
        size: int,
        duals: Floats,
        below: float,
        capacity: int,
        deadline: Deadline,
        most_nodes: int,
        *,
        all_or_none: bool = False,
    ) -> Priced:
        """The best sets (at most `capacity`) with reduced cost below `below`, and what no such set falls below."""
        problem, dual = self.problem, self.unit_duals(duals)
        rule = Rule(problem.factors[size], self.slack(), problem.costs.mean, problem.costs.sign)
        order = self._order(usable, size, dual)
        bounds = root_bounds(order, size, dual, self.ground, rule.factor)
        if problem.costs.extra is not None and not all_or_none:
            capacity = max(capacity, KEPT_WITH_EXTRA)
        found = np.empty((capacity, size), dtype=np.int64)
        found_cost = np.full(capacity, np.inf)
        state = np.array([below, 0.0, 0.0, float(all_or_none)])
        least_open, nodes = np.inf, 0
        for k in np.argsort(bounds, kind="stable").tolist():
            if bounds[k] >= state[0] + rule.slack:
                break
            if nodes >= most_nodes or (all_or_none and state[2]):
                least_open = min(least_open, bounds[k] - rule.slack)
                break
            deadline.check()
            used, done = price_from(
                order[k], order[k + 1 :], size, dual, self.ground, rule, found, found_cost, state,
                min(NODES_PER_CALL, most_nodes - nodes),
            )  # fmt: skip
            nodes += used
            if not done:
                least_open = min(least_open, bounds[k] - rule.slack)
        stored = int(state[1])
        sets = [(float(found_cost[k]), self.people(found[k])) for k in range(stored)]
        if problem.costs.extra is not None:
            sets = [(self.cost(members) - float(duals[list(members)].sum()), members) for _, members in sets]
        sets.sort()
        # sets not stored cost at least the threshold, also without what column_cost adds
        unseen = below if problem.costs.extra is None and sets else state[0]
        least = min([unseen, least_open, *(cost for cost, _ in sets[:1])])
        return Priced(
            np.floor(least * GRID) / GRID if least < FAR else FAR,
            not np.isfinite(least_open),
            sets,
            state[2] > 0,
            nodes,
        )

    def _order(self, usable: Bools, size: int, dual: Floats) -> Ints:
        """The units that may be in such a set, the least promising first: each set is found from its first unit."""
        problem = self.problem
        nearest = np.sort(problem.between / problem.weight, axis=1)[:, : size - 1].sum(axis=1)
        factor = problem.factors[size]
        value = (factor * (np.diag(problem.between) + 0.5 * nearest) - dual) / problem.weight
        order = np.argsort(-value, kind="stable")
        return order[usable[order]]


def on_grid(duals: Floats) -> Floats:
    """Duals rounded to the grid."""
    return np.round(duals * GRID) / GRID


def warm_up_bounds() -> None:
    """Load or compile the bounds at the root, on a tiny instance."""
    root_bounds(np.arange(3), 2, np.zeros(3), _tiny_ground(), 1.0)


def warm_up_growing() -> None:
    """Load or compile the growing of sets, on a tiny instance."""
    grow_sets(2, np.ones(3, dtype=bool), np.zeros(3), _tiny_ground(), 1.0)


def warm_up_search() -> None:
    """Load or compile the search for the cheapest sets, on a tiny instance."""
    found, cost, state = np.empty((2, 2), dtype=np.int64), np.full(2, np.inf), np.zeros(4)
    price_from(0, np.arange(1, 3), 2, np.zeros(3), _tiny_ground(), Rule(1.0, 0.5, True, 1), found, cost, state, 9)


def _tiny_ground() -> Ground:
    near = np.array([[1, 2], [0, 2], [0, 1]])
    return Ground(np.zeros((3, 3)), np.ones(3, dtype=np.int64), np.zeros((3, 3), dtype=bool), near, no_limits(3))
