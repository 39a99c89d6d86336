"""Standby: the best repair for the loss of any one right person, and the fewest idle people who cover any such loss."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow
from ortools.sat.python import cp_model
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

from pairing import candidates as candidates_of
from pairing import pairs
from pairing import roster as roster_of
from pairing.candidates import Candidates
from pairing.cohort_plan import CohortPlan
from pairing.decisions import Decision
from pairing.errors import InputError, Problem
from pairing.explain.moves import changes
from pairing.plan import Change, Plan
from pairing.profiles import key
from pairing.season import Season, Standing
from pairing.standing import with_moves

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Loss:
    """What happens if one right person drops out: whom they serve, how many places are lost for good, the repair.

    uncovered: places that no repair fills. moves: how many others must change for it.
    """

    right: str
    serves: tuple[str, ...]
    uncovered: int
    moves: int
    repair: tuple[str, ...]


@dataclass(frozen=True)
class Standby:
    """Every single loss, and the smallest list of idle right people with which each loss that can be covered is.

    listed: their ids. idle: how many idle ones there are. unit: what a right person serves, a person or a cohort.
    """

    losses: tuple[Loss, ...]
    listed: tuple[str, ...]
    idle: int
    label: str
    unit: str

    @property
    def table(self) -> pd.DataFrame:
        """One row per right person who serves somebody."""
        rows = [
            [one.right, "; ".join(one.serves), "no" if one.uncovered else "yes", one.uncovered, one.moves,
             "; ".join(one.repair)]
            for one in self.losses
        ]  # fmt: skip
        columns = [f"{self.label}_id", "serves", "covered", "uncovered", "moves", "repair"]
        return pd.DataFrame(rows, columns=columns)


def standby(plan: Plan | CohortPlan) -> Standby:
    """What the loss of any one right person of a plan would mean. Raises InputError where there is no plan."""
    if not plan.found:
        raise InputError([Problem(f"there is no plan to stand by: {plan.reason}")])
    return _of_cohorts(plan) if isinstance(plan, CohortPlan) else _of_pairs(plan)


# ---------------------------------------------------------------- pairs


def _of_pairs(plan: Plan) -> Standby:
    season = _as_it_stands(plan)
    left, right = season.left.index, season.right.index
    made = {left[key(pair.left)]: right[key(pair.right)] for pair in plan.pairs}
    serving = sorted(set(made.values()))
    losses = tuple(_loss(season, made, j) for j in serving)
    candidates = candidates_of.judge_pairs(season)
    idle = [j for j in np.flatnonzero(candidates.right_in & (candidates.seats > 0)).tolist() if j not in serving]
    cover = _Cover(_free(candidates), candidates.left_in.astype(np.int64), candidates.seats, serving, idle)
    listed = cover.smallest()
    program = season.program
    return Standby(
        losses, tuple(season.right.ids[j] for j in listed), len(idle), program.right.label, program.left.label
    )


def _as_it_stands(plan: Plan) -> Season:
    """The season with every pair of the plan confirmed."""
    season = plan.season
    left, right = season.left.index, season.right.index
    partners = {left[key(pair.left)]: right[key(pair.right)] for pair in plan.pairs}
    return replace(season, standing=Standing("the plan", partners), program=with_moves(season.program))


def _free(candidates: Candidates) -> Bools:
    """(left, right): the pairs that may be made; a locked person only with the one they are locked with."""
    eligible = candidates.eligible.copy()
    for lock in candidates.locks:
        i, j = lock.pair
        eligible[i] = False
        eligible[i, j] = True
    return eligible


def _loss(season: Season, made: Mapping[int, int], lost: int) -> Loss:
    """The smallest repair when one right person drops out, with their locks."""
    kept = tuple(d for d in season.decisions if not (d.action == "lock" and d.right == lost))
    out = Decision("loss", "withdraw", None, lost, reason="dropped out")
    candidates = candidates_of.judge_pairs(replace(season, decisions=(*kept, out)))
    plan = pairs.solve(candidates)
    found = changes(candidates, plan)
    serves = tuple(season.left.ids[i] for i, j in sorted(made.items()) if j == lost)
    repair = tuple(f"{one.left} to {one.after or 'nobody'}" for one in found if one.move in ("forced", "chosen"))
    uncovered = len(made) - len(plan.pairs)
    return Loss(season.right.ids[lost], serves, max(0, uncovered), _chosen(found), repair)


def _chosen(found: Sequence[Change]) -> int:
    return sum(one.move == "chosen" for one in found)


# ---------------------------------------------------------------- cohorts


def _of_cohorts(plan: CohortPlan) -> Standby:
    """The cohorts stay as they are; only who leads them changes."""
    season = plan.season
    roster = roster_of.build(season)
    needed = season.program.per_cohort
    members = [[season.left.index[key(i)] for i in cohort.ids] for cohort in plan.cohorts]
    leads = [[season.right.index[key(f)] for f in cohort.facilitators] for cohort in plan.cohorts]
    able = np.array([roster.may_lead[people].all(axis=0) for people in members]).reshape(len(members), -1)
    for c, people in enumerate(members):
        for f in (f for i, f in roster.locked_leads if i in people):
            able[c] &= np.arange(able.shape[1]) == f if needed == 1 else True
    seats = roster.may_lead_most
    serving = sorted({f for own in leads for f in own})
    idle = [f for f in np.flatnonzero(seats).tolist() if f not in serving]
    demand = np.full(len(members), needed, dtype=np.int64)
    numbers = [f"cohort {cohort.number}" for cohort in plan.cohorts]
    losses = tuple(_relead(season, able, demand, seats, leads, numbers, f) for f in serving)
    listed = _Cover(able, demand, seats, serving, idle).smallest()
    return Standby(losses, tuple(season.right.ids[f] for f in listed), len(idle), season.program.right.label, "cohort")


def _relead(
    season: Season, able: Bools, demand: Ints, seats: Ints, leads: Sequence[Sequence[int]], numbers: Sequence[str],
    lost: int,
) -> Loss:  # fmt: skip
    """The fewest changes of facilitators when one of them drops out."""
    now = _staffed(able, demand, np.where(np.arange(len(seats)) == lost, 0, seats), leads)
    ids = season.right.ids
    repair = [
        f"{ids[f]} to {numbers[c]}" for c, own in enumerate(now) for f in own if f not in leads[c]
    ]  # fmt: skip
    own = [c for c, leaders in enumerate(leads) if lost in leaders]
    others = sum(f not in now[c] for c, leaders in enumerate(leads) for f in leaders if f != lost)
    uncovered = int(demand.sum()) - sum(map(len, now))
    return Loss(ids[lost], tuple(numbers[c] for c in own), uncovered, others, tuple(repair))


def _staffed(able: Bools, demand: Ints, seats: Ints, leads: Sequence[Sequence[int]]) -> list[list[int]]:
    """As many places as can be filled, with as few changes as can be: the facilitators of each cohort."""
    cohorts, people = able.shape
    solver, sink = min_cost_flow.SimpleMinCostFlow(), cohorts + people
    pairs_of = [(c, f) for c, f in np.argwhere(able).tolist()]
    for c, f in pairs_of:
        solver.add_arc_with_capacity_and_unit_cost(c, cohorts + f, 1, int(f not in leads[c]))
    for f, number in enumerate(seats.tolist()):
        solver.add_arc_with_capacity_and_unit_cost(cohorts + f, sink, number, 0)
    for c, number in enumerate(demand.tolist()):
        solver.add_arc_with_capacity_and_unit_cost(c, sink, number, 1 + 2 * sink)
        solver.set_node_supply(c, number)
    solver.set_node_supply(sink, -int(demand.sum()))
    if solver.solve() != solver.OPTIMAL:
        raise RuntimeError("the flow of facilitators found no answer")
    now: list[list[int]] = [[] for _ in range(cohorts)]
    for arc, (c, f) in enumerate(pairs_of):
        if solver.flow(arc):
            now[c].append(f)
    return now


# ---------------------------------------------------------------- the smallest list


@dataclass
class _Cover:
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
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        for goal in (sum(listed.values()), sum(n * variable for n, variable in enumerate(listed.values()))):
            model.minimize(goal)
            if solver.solve(model) != cp_model.OPTIMAL:
                raise RuntimeError("no list was found, although all idle people together cover every loss asked about")
            model.add(goal <= round(solver.objective_value))
        return [j for j in self.idle if solver.value(listed[j])]

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
