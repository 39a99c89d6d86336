"""The fewest idle right people who cover the loss of any one of those who serve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

from pairing.optimizers import cp_sat

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass
class Cover:
    """Who may serve whom, (left, right) bool; what the left ask, what the right can give; who serves, who is idle.

    The smallest list is found by rows: whenever a list leaves some loss uncovered, a set of left people is found who
    have too few places with it, and any list must give that set enough places (a cut of the flow).
    """

    able: Bools
    demand: Ints
    seats: Ints
    serving: Sequence[int]
    idle: Sequence[int]
    rows: list[tuple[dict[int, int], int]] = field(default_factory=list)

    def smallest(self) -> list[int]:
        """The fewest idle people with whom every loss that can be covered is; of equal lists the first found."""
        enough = self._placed(self.serving, None)
        coverable = [lost for lost in self.serving if self._placed([*self.serving, *self.idle], lost) >= enough]
        chosen: list[int] = []
        while True:
            missing = [row for lost in coverable if (row := self._short(chosen, lost, enough)) is not None]
            if not missing:
                return chosen
            self.rows += missing
            chosen = self._fewest()

    def _fewest(self) -> list[int]:
        """The fewest idle people who give every set found so far enough places, the first ones of the table."""
        model = cp_model.CpModel()
        listed = {j: model.new_bool_var("") for j in self.idle}
        for places, short in self.rows:
            model.add(sum(places[j] * listed[j] for j in places) >= short)
        for goal in (sum(listed.values()), sum(n * variable for n, variable in enumerate(listed.values()))):
            model.minimize(goal)
            answer = cp_sat.solve(model)
            if not answer.optimal:
                raise RuntimeError("no list was found, although all idle people together cover every loss asked about")
            model.add(goal <= answer.objective)
        return [j for j in self.idle if answer.value(listed[j])]

    def _placed(self, right: Sequence[int], lost: int | None) -> int:
        return self._flow(right, lost)[0]

    def _short(self, chosen: Sequence[int], lost: int, enough: int) -> tuple[dict[int, int], int] | None:
        """Where these do not cover a loss: the places each idle person has for a set, and how many it lacks."""
        placed, inside = self._flow([*self.serving, *chosen], lost)
        if placed >= enough:
            return None
        places = np.minimum(self.seats, self.able[inside].sum(axis=0))
        asked = int(self.demand[inside].sum()) - (int(self.demand.sum()) - enough)
        have = sum(int(places[j]) for j in self.serving if j != lost)
        return {j: int(places[j]) for j in self.idle if places[j]}, asked - have

    def _flow(self, right: Sequence[int], lost: int | None) -> tuple[int, list[int]]:
        """How many places can be filled, and the left people on the source's side of a smallest cut."""
        n, m = self.able.shape
        seats = np.zeros(m, dtype=np.int32)
        open_to = [j for j in right if j != lost]
        seats[open_to] = self.seats[open_to]
        rows, columns = np.nonzero(self.able & (seats > 0)[None, :])
        start = np.concatenate([np.zeros(n, dtype=np.int64), 1 + rows, 1 + n + np.arange(m)])
        end = np.concatenate([1 + np.arange(n), 1 + n + columns, np.full(m, 1 + n + m)])
        most = np.concatenate([self.demand, np.ones(len(rows), dtype=np.int64), seats]).astype(np.int32)
        network = csr_array((most, (start, end)), shape=(2 + n + m, 2 + n + m))
        found = maximum_flow(network, 0, 1 + n + m)
        residual = csr_array(network - found.flow)
        residual.data = np.maximum(residual.data, 0)
        residual.eliminate_zeros()
        reached = breadth_first_order(residual, 0, return_predecessors=False)
        return int(found.flow_value), sorted(int(node) - 1 for node in reached if 1 <= node <= n)
