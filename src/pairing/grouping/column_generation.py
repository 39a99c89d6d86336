"""Column generation: the master's duals, pulled toward the best known ones, price new columns until none is left."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

from pairing.grouping.costs import Floats
from pairing.grouping.lagrangian_bound import lagrangian
from pairing.grouping.master import Column, Master, Relaxed
from pairing.grouping.pricing import GRID, Members, Priced, Pricer, on_grid
from pairing.grouping.shared_pricing import Place, priced
from pairing.optimizers.deadline import Deadline

PULL = 0.6
"""How far the master's duals are pulled toward the ones with the best bound (in-out separation)."""
NOTICEABLE = 0.02
"""Reduced costs above minus this, in whole cost units, are no reason for another column."""
PROBE = 50_000
"""Compiled search nodes per size for a first look ..."""
FAR_OFF = 0.2
"""... after which an unfinished search with a bound this far off, as a part of the cost, is given up."""


@dataclass
class Dual:
    """The best bound so far (in 1/GRID of a cost unit; None: nothing yet), its duals and least reduced costs."""

    people: Floats
    bound: int | None = None
    least: dict[Place, float] = field(default_factory=dict)

    @property
    def whole(self) -> int | None:
        """The bound rounded up to a whole cost, which every grouping's cost is."""
        return None if self.bound is None else -(-self.bound // GRID)


@dataclass
class Generation:
    """One run of column generation, on one node of the search tree.

    beat: the cost that columns must help to beat. on_bound: told of every better bound. most_nodes: per exact search.
    """

    pricer: Pricer
    master: Master
    dual: Dual
    deadline: Deadline
    beat: Callable[[], int]
    on_bound: Callable[[int], None]
    most_nodes: int
    relaxed: Relaxed | None = None
    converged: bool = False
    infeasible: bool = False

    def run(self) -> None:
        """Add columns until none has a negative reduced cost, the bound meets `beat`, or exact search is too long.

        While somebody stays uncovered that costs more and more, until the bound shows that it cannot be helped.
        """
        pull = PULL
        while not self.settled:
            self.deadline.check()
            self.relaxed = self.master.solve()
            if self.relaxed is None:
                return
            if self._step(pull) or self._step(0.0):
                continue
            if self.exact and self.relaxed.uncovered > 1e-6 and self.master.raise_penalty():
                continue
            self.converged = self.exact and self.relaxed.uncovered <= 1e-6
            return

    exact: bool = True

    @property
    def settled(self) -> bool:
        """Whether the bound already shows that nothing here beats the incumbent."""
        return self.infeasible or (self.dual.whole is not None and self.dual.whole >= self.beat())

    def hopeless(self) -> bool:
        """Whether a short look at the first duals already shows that exact pricing is far too long here."""
        most, self.most_nodes = self.most_nodes, PROBE
        self.price(self.dual.people, self.heuristic(self.dual.people))
        self.most_nodes = most
        bound, beat = self.dual.whole, self.beat()
        return not self.exact and bound is not None and beat - bound > FAR_OFF * abs(beat)

    def _step(self, pull: float) -> bool:
        """Price at duals pulled toward the best ones; whether the master got a new column."""
        assert self.relaxed is not None
        duals = on_grid(pull * self.dual.people + (1 - pull) * self.relaxed.people)
        grown = self.heuristic(duals)
        if self.master.add(self._attractive(grown)):
            return True
        answers = self.price(duals, grown)
        if self.settled:
            return False
        return bool(self.master.add(self._attractive({place: answer.sets for place, answer in answers.items()})))

    def heuristic(self, duals: Floats) -> dict[Place, list[tuple[float, Members]]]:
        """Sets from local search, for every place."""
        return self.pricer.heuristic(duals)

    def price(self, duals: Floats, grown: dict[Place, list[tuple[float, Members]]]) -> dict[Place, Priced]:
        """The least reduced cost of every place, exactly; records the bound they give."""
        answers = priced(self.pricer, duals, grown, self.deadline, self.most_nodes)
        self.exact = all(answer.exact for answer in answers.values())
        self._record(duals, {place: answer.least for place, answer in answers.items()})
        return answers

    def _record(self, duals: Floats, least: dict[Place, float]) -> None:
        bound = lagrangian(self.pricer.problem, duals, least)
        if bound is None:
            self.infeasible = True
        elif self.dual.bound is None or bound > self.dual.bound:
            self.dual.people, self.dual.bound, self.dual.least = duals, bound, least
            self.on_bound(self.dual.whole or 0)

    def _attractive(self, sets: dict[Place, list[tuple[float, Members]]]) -> Iterable[Column]:
        """The columns with a negative reduced cost under the master's own duals."""
        assert self.relaxed is not None
        for (t, _), found in sets.items():
            for _, members in found:
                cost = self.pricer.cost(members)
                if cost - self.relaxed.people[list(members)].sum() - self.relaxed.kinds[t] < -NOTICEABLE:
                    yield Column(t, members, cost)


def first_duals(n: int, columns: Iterable[Column]) -> Floats:
    """Each member's equal share of their cohort's cost in a grouping: good duals to begin with."""
    duals = np.zeros(n)
    for column in columns:
        duals[list(column.members)] = column.cost / len(column.members)
    return on_grid(duals)
