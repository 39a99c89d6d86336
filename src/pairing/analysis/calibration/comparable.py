"""The plans that a committee's plan is compared to: as good in the goals before `fit`, or alike in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pairing.errors import InputError, Problem
from pairing.instance.evaluation import FULL, Bools
from pairing.instance.pairs import Candidates
from pairing.season import Season
from pairing.season.decisions import Decision
from pairing.solver.pairs.arc_costs import Goal, SumGoal, goals_of, needs_unit_seats
from pairing.solver.pairs.lexicographic_flow import cheapest_flow, divergence, lexicographic_flow
from pairing.solver.pairs.network import Ints, Network, build_network, whole_flow
from pairing.solver.pairs.quotas import groups_in_network
from pairing.verify import judge_pairs
from pairing.verify.pairs.evaluation import Judge
from pairing.verify.pairs.limits import PairLimits

Positions = Sequence[tuple[int, int]]
WEIGH_EVERY_PAIR = ("level", "miles")
"""Kinds of goals that cost something on nearly every pair, so that nothing would be left to choose."""


class Short(NamedTuple):
    """A goal in which the committee's plan is not the best: its name, the plan's value and the best one."""

    goal: str
    value: int
    best: int


@dataclass(frozen=True)
class Comparable:
    """The flows of a network that carry what the committee's plan carries on every arc that is not free.

    flow: the plan's own, (arcs,). free: (arcs,) bool. goals: the names of the goals before `fit` in which all
    comparable plans are as good as can be, or (where `short` names any) alike. findings: what the plan breaks, aside:
    what is left out of the comparison, both in words.
    """

    network: Network
    flow: Ints
    free: Bools
    goals: tuple[str, ...]
    short: tuple[Short, ...]
    findings: tuple[str, ...]
    aside: tuple[str, ...]

    @property
    def arcs(self) -> Ints:
        """The numbers of the free arcs."""
        return np.flatnonzero(self.free)

    @property
    def supplies(self) -> Ints:
        """What each node still sends, (nodes,), behind what the other arcs carry."""
        network = self.network
        fixed = np.where(self.free, 0, self.flow)
        return network.supplies - divergence(network.tails, network.heads, fixed, network.nodes)

    def best(self, earned: Ints) -> tuple[int, Ints]:
        """The most that any comparable plan earns, and its flow. earned: (pair arcs,) whole numbers."""
        network, arcs = self.network, self.arcs
        costs = np.zeros(len(self.free), dtype=np.int64)
        costs[network.pair_arcs] = -earned
        flow = np.where(self.free, 0, self.flow)
        flow[arcs] = cheapest_flow(
            network.tails[arcs], network.heads[arcs], network.capacities[arcs], costs[arcs], self.supplies
        )
        return -int(costs @ flow), flow

    def own(self, earned: Ints) -> int:
        """What the committee's plan earns; locked pairs and those that break a rule are not counted."""
        return int(earned @ self.flow[self.network.pair_arcs])

    def of_pairs(self, values: NDArray[Any]) -> Ints:
        """(..., pair arcs): values of all left and right people, (..., left, right), on the arcs of pairs."""
        network = self.network
        found: Ints = values[..., network.left[network.left_of], network.right[network.right_of]].astype(np.int64)
        return found

    def ids(self, arc: int) -> tuple[str, str]:
        """The two people of a pair's arc."""
        network, season = self.network, self.network.candidates.season
        i, j = network.left[network.left_of[arc]], network.right[network.right_of[arc]]
        return season.left.ids[int(i)], season.right.ids[int(j)]


def comparable(candidates: Candidates, pairs: Positions) -> Comparable:
    """What a plan of these pairs is compared to. Raises InputError where the program has no goal `fit`."""
    season = candidates.season
    if all(goal.kind != "fit" for goal in season.program.goals):
        raise InputError([Problem("the program has no goal fit, so that weights change no plan; add one to calibrate")])
    eased = _eased(candidates, pairs)
    network = build_network(eased, unit_seats=needs_unit_seats(eased))
    flow = whole_flow(network, _made(network, pairs))
    if (divergence(network.tails, network.heads, flow, network.nodes) != network.supplies).any():
        raise RuntimeError("the plan is no flow of its own network")
    goals = goals_of(network)
    before = goals[: [goal.kind for goal in goals].index("fit")]
    sums = [goal for goal in before if isinstance(goal, SumGoal)]
    free, short = _face(network, flow, sums)
    weighed = [goal for goal in sums if not (short and goal.kind in WEIGH_EVERY_PAIR)]
    if short:
        free = ~np.any([goal.costs != 0 for goal in weighed], axis=0)
    return Comparable(
        network, flow, free, tuple(goal.name for goal in weighed), short,
        judge_pairs(season, [(season.left.ids[i], season.right.ids[j]) for i, j in pairs]).findings,
        tuple(_left_aside(season, eased, before, {goal.name for goal in weighed})),
    )  # fmt: skip


def _eased(candidates: Candidates, pairs: Positions) -> Candidates:
    """The candidates with all that the plan breaks out of its way, so that it is one of the plans there are.

    Pairs that may not be made, or that a lock is against, stand as locks do; locks that the plan does not keep and hard
    limits that it breaks are left aside; everybody has the seats that it takes.
    """
    season = candidates.season
    made, locked = set(pairs), {lock.pair for lock in candidates.locks}
    against = {i for i, _ in locked - made}
    fixed = [
        (i, j) for i, j in sorted(made) if (i, j) in locked or i in against or not candidates.eligible[i, j]
    ]  # fmt: skip
    broken = PairLimits(Judge(season)).units(list(pairs))
    kept = [
        (item, limit)
        for item, limit in candidates.limits
        if item.title in season.program.soft_limits or not broken[item.title]
    ]
    load = np.bincount([j for _, j in pairs], minlength=len(season.right))
    locks = tuple(Decision(f"plan {n}", "lock", i, j) for n, (i, j) in enumerate(fixed, 1))
    return replace(candidates, locks=locks, seats=np.maximum(candidates.seats, load), limits=tuple(kept))


def _made(network: Network, pairs: Positions) -> Ints:
    """(pair arcs,): 1 for the plan's pairs that are not fixed."""
    at = {
        (i, j): arc
        for arc, (i, j) in enumerate(
            zip(network.left[network.left_of].tolist(), network.right[network.right_of].tolist(), strict=True)
        )
    }
    made = np.zeros(len(at), dtype=np.int64)
    made[[at[pair] for pair in pairs if pair in at]] = 1
    return made


def _face(network: Network, flow: Ints, sums: Sequence[SumGoal]) -> tuple[Bools, tuple[Short, ...]]:
    """The arcs on which flows that are best in these goals differ, and the goals in which the plan is not best."""
    if not sums:
        return np.ones(len(flow), dtype=bool), ()
    best = lexicographic_flow(network, [goal.costs for goal in sums])
    costs = [int(goal.costs @ flow) for goal in sums]
    short = [
        Short(goal.name, goal.value(own), goal.value(least))
        for goal, own, least in zip(sums, costs, best.costs, strict=True)
        if own != least
    ]
    return best.free, tuple(short)


def _left_aside(season: Season, eased: Candidates, before: Sequence[Goal], weighed: set[str]) -> list[str]:
    """What is no part of the comparison, in words: limits beyond the network, goals that depend on the weights."""
    known = groups_in_network(eased)[1]
    limits = [limit.title for limit in season.program.limits]
    beyond = [f'limit "{name}"' for name in limits if name not in known]
    return beyond + [f'goal "{goal.name}"' for goal in before if goal.name not in weighed]


def grades_on(compared: Comparable) -> Ints:
    """(criterion, pair arcs): every criterion's grades in ten-thousandths."""
    return compared.of_pairs(compared.network.candidates.grades)


def telling(compared: Comparable, grades: Ints) -> Bools:
    """(criterion,): whether comparable plans differ at all in what a criterion gives them."""
    if not compared.network.left_of.size:
        return np.zeros(len(grades), dtype=bool)
    spread = [compared.best(one)[0] + compared.best(-one)[0] for one in grades]
    return np.array(spread, dtype=np.int64) > 0


def priced(compared: Comparable, earned: Ints) -> tuple[Ints, Ints, Ints]:
    """The committee's pairs that the best plan is without: their arcs, the arcs there instead (-1 for nobody), and what
    forcing each pair costs the best comparable plan, in the unit of `earned`.
    """
    network = compared.network
    most, best = compared.best(earned)
    own, other = compared.flow[network.pair_arcs], best[network.pair_arcs]
    arcs = np.flatnonzero((own > 0) & (other == 0))
    instead = np.full(len(network.left), -1, dtype=np.int64)
    taken = np.flatnonzero(other)
    instead[network.left_of[taken]] = taken
    enough = FULL * (len(network.left) + 1) * 2
    costs = []
    for arc in arcs.tolist():
        forced = earned.copy()
        forced[arc] += enough
        costs.append(most - (compared.best(forced)[0] - enough))
    return arcs, instead[network.left_of[arcs]], np.array(costs, dtype=np.int64)
