"""From a flow back to people: pairs and goal values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np

from pairing.instance.pairs import Candidates
from pairing.plans.base import GoalResult
from pairing.plans.pair_parts import Pair
from pairing.season import PairSeason, Standing
from pairing.season.decisions import Decision
from pairing.solver.pairs.arc_costs import Goal, SumGoal
from pairing.solver.pairs.network import Ints, Network
from pairing.solver.pairs.ties import TieBroken


def goal_results(network: Network, goals: Sequence[Goal], flow: Ints) -> tuple[GoalResult, ...]:
    """Each goal of the program with its value in a proved plan, which is also its bound."""
    values = [(goal, value_of(network, goal, flow)) for goal in goals if goal.kind != "minimum"]
    return tuple(GoalResult(goal.name, goal.kind, value, value, True) for goal, value in values)


def value_of(network: Network, goal: Goal, flow: Ints) -> int | None:
    """A goal's value: None for the worst fit of no pairs."""
    if isinstance(goal, SumGoal):
        return goal.value(int(goal.costs @ flow))
    made = network.fits[flow[network.pair_arcs] > 0].tolist()
    return min([*made, *network.locked_fits], default=None)


def pairs_of(network: Network, chosen: TieBroken, *, certainty: bool = True) -> tuple[Pair, ...]:
    """The pairs of a flow and the locked ones, by left id; without `certainty` it is unknown which must be."""
    candidates = network.candidates
    pairs = []
    for arc in np.flatnonzero(chosen.flow[network.pair_arcs]).tolist():
        i, j = int(network.left[network.left_of[arc]]), int(network.right[network.right_of[arc]])
        pairs.append(made_pair(candidates, i, j, _word(bool(chosen.certain[arc])) if certainty else "unknown"))
    for lock in candidates.locks:
        pairs.append(locked_pair(candidates, lock))
    return tuple(sorted(pairs, key=lambda pair: pair.left))


def _word(certain: bool) -> Literal["yes", "no"]:
    return "yes" if certain else "no"


def locked_pair(candidates: Candidates, lock: Decision) -> Pair:
    """The pair of a lock; a pair that only stands is called kept, as the committee did not decide it anew."""
    return replace(made_pair(candidates, *lock.pair, "yes"), change="kept" if lock.standing else "locked")


def made_pair(candidates: Candidates, i: int, j: int, certain: Literal["yes", "no", "unknown"]) -> Pair:
    """The pair of left person i and right person j, with its points."""
    season = candidates.season
    miles = float(candidates.miles[i, j])
    points = {c.title: int(p) for c, p in zip(candidates.criteria, candidates.points[:, i, j], strict=True)}
    return Pair(
        season.left.ids[i], season.right.ids[j], int(candidates.fit[i, j]), None if np.isnan(miles) else miles,
        points, _change(season, i, j), certain,
    )  # fmt: skip


def _change(season: PairSeason, i: int, j: int) -> Literal["new", "kept", "moved"]:
    """What the pair is against what stood; new where the season is not matched again."""
    standing = season.standing
    if not isinstance(standing, Standing) or (i not in standing.partners and i not in standing.gone):
        return "new"
    return "kept" if standing.partners.get(i) == j else "moved"
