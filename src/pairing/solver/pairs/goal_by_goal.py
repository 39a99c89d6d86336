"""The goals of one season settled one after the other, in strict order, with the proofs found on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from pairing.instance.evaluation import FULL
from pairing.optimizers.deadline import Deadline
from pairing.solver.pairs.arc_costs import Goal, SumGoal
from pairing.solver.pairs.lexicographic_flow import Flow, lexicographic_flow
from pairing.solver.pairs.network import Ints, Network


@dataclass(frozen=True)
class Stage:
    """Sum goals that a plan is best in, without pairs below `least_fit`, and the potentials that prove it."""

    sums: list[SumGoal]
    least_fit: int
    potentials: Ints


@dataclass
class LexicographicSearch:
    """settled: the sum goals that `flow` is best in, among plans without pairs below `least_fit`.

    worst_bound: while a threshold is searched, the largest worst fit that is still possible. beaten: the proof
    that larger ones are not. worst_done: how many worst-fit goals are settled. stages: all that was proved, in order.
    """

    network: Network
    deadline: Deadline
    settled: list[SumGoal] = field(default_factory=list)
    flow: Flow | None = None
    least_fit: int = 0
    proofs: list[dict[str, Any]] = field(default_factory=list)
    worst_bound: int | None = None
    beaten: dict[str, Any] | None = None
    worst_done: int = 0
    stages: list[Stage] = field(default_factory=list)

    def settle(self, sums: list[SumGoal]) -> None:
        """Find the best plan in all of `sums`, with its proof."""
        self.flow = self.solve(sums, self.least_fit)
        self.settled = list(sums)
        self.stages.append(Stage(self.settled, self.least_fit, self.flow.potentials))
        self.proofs.append(proof(self.network, "best", sums, self.least_fit, self.flow.potentials))

    def solve(self, sums: list[SumGoal], least_fit: int) -> Flow:
        """The best flow in the given goals with pairs of at least `least_fit`. Raises Stopped at the deadline."""
        self.deadline.check()
        return lexicographic_flow(self.network, [goal.costs for goal in sums], self.network.arcs_of_fit(least_fit))

    def accept_worst_fit(self) -> None:
        """The threshold is found: keep its proof, if it needs one."""
        if self.beaten is not None:
            self.proofs.append(self.beaten)
        if self.flow is not None:
            self.stages.append(Stage(self.settled, self.least_fit, self.flow.potentials))
        self.beaten, self.worst_bound = None, None
        self.worst_done += 1


def settle_goals(search: LexicographicSearch, goals: Sequence[Goal]) -> None:
    """Solve the sum goals up to each worst-fit goal, then its threshold, and at last all of them."""
    sums: list[SumGoal] = []
    for goal in goals:
        if isinstance(goal, SumGoal):
            sums.append(goal)
        else:
            search.settle(sums)
            _raise_floor(search)
    if len(search.settled) < len(sums):
        search.settle(sums)


def _raise_floor(search: LexicographicSearch) -> None:
    """Find the largest least fit at which the goals so far lose nothing, by bisection over the fits there are.

    Where nobody can be placed there is no fit to raise.
    """
    network = search.network
    placed = bool(network.locked_fits) or (search.flow is not None and search.flow.flow[network.pair_arcs].any())
    steps = np.unique(np.minimum(network.fits, min(network.locked_fits, default=FULL))) if placed else np.array([])
    low, high = 0, len(steps)
    while high - low > 1:
        middle = (low + high) // 2
        trial = search.solve(search.settled, int(steps[middle]))
        if search.flow is not None and trial.costs == search.flow.costs:
            low, search.flow = middle, trial
        else:
            high = middle
            search.worst_bound = int(steps[high - 1])
            search.beaten = proof(network, "worse", search.settled, int(steps[high]), trial.potentials)
    search.least_fit = int(steps[low]) if len(steps) else 0
    search.accept_worst_fit()


def proof(network: Network, shows: str, sums: list[SumGoal], least_fit: int, potentials: Ints) -> dict[str, Any]:
    """A proof as docs/math.md describes it: what it shows, for which goals, and potentials by id."""
    season = network.candidates.season
    n, m = len(network.left), len(network.right)
    columns = potentials.T.tolist()
    groups: dict[str, dict[str, list[int]]] = {}
    for k, group in enumerate(network.groups):
        groups.setdefault(group.limit, {})[group.whose] = columns[n + m + k]
    return {
        "shows": shows,
        "goals": [goal.name for goal in sums],
        "least_fit": least_fit,
        "left": {season.left.ids[i]: columns[k] for k, i in enumerate(network.left.tolist())},
        "right": {season.right.ids[j]: columns[n + k] for k, j in enumerate(network.right.tolist())},
        **({"groups": groups} if groups else {}),
        "sink": columns[network.sink],
    }
