"""Losses of facilitators: the cohorts stay as they are, others lead them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pairing.explain.standby.covering import Cover
from pairing.explain.standby.losses import Loss, Standby
from pairing.instance import cohort_builder as roster_of
from pairing.optimizers.flows import minimum_cost_flow
from pairing.plans.cohorts import CohortPlan
from pairing.profiles import key
from pairing.season import CohortSeason

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


def of_cohorts(plan: CohortPlan) -> Standby:
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
    listed = Cover(able, demand, seats, serving, idle).smallest()
    return Standby(losses, tuple(season.right.ids[f] for f in listed), len(idle), season.program.right.label, "cohort")


def _relead(
    season: CohortSeason, able: Bools, demand: Ints, seats: Ints, leads: Sequence[Sequence[int]],
    numbers: Sequence[str], lost: int,
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
    sink = cohorts + people
    c_of, f_of = np.nonzero(able)
    cohort, leader = np.arange(cohorts), cohorts + np.arange(people)
    supplies = np.zeros(sink + 1, dtype=np.int64)
    supplies[:cohorts], supplies[sink] = demand, -int(demand.sum())
    pairs_of = list(zip(c_of.tolist(), f_of.tolist(), strict=True))
    changed = np.array([f not in leads[c] for c, f in pairs_of], dtype=np.int64)
    flow = minimum_cost_flow(
        np.concatenate([c_of, leader, cohort]),
        np.concatenate([cohorts + f_of, np.full(people + cohorts, sink)]),
        np.concatenate([np.ones(len(c_of), dtype=np.int64), seats, demand]),
        np.concatenate([changed, np.zeros(people, dtype=np.int64), np.full(cohorts, 1 + 2 * sink)]),
        supplies,
    )
    now: list[list[int]] = [[] for _ in range(cohorts)]
    for (c, f), used in zip(pairs_of, flow.tolist(), strict=False):
        if used:
            now[c].append(f)
    return now
