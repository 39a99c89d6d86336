"""Losses of a plan of pairs: each a rerun in which everybody else stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pairing.explain.moves import changes
from pairing.explain.standby.covering import Cover
from pairing.explain.standby.losses import Loss, Standby
from pairing.instance import pairs as candidates_of
from pairing.instance.pairs import Candidates
from pairing.plans.pair_parts import Change
from pairing.plans.pairs import Plan
from pairing.profiles import key
from pairing.season import PairSeason, Standing
from pairing.season.decisions import Decision
from pairing.season.standing import with_moves
from pairing.solver import pairs

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


def of_pairs(plan: Plan) -> Standby:
    """Every right person who serves somebody, and the smallest standby list."""
    season = _as_it_stands(plan)
    left, right = season.left.index, season.right.index
    made = {left[key(pair.left)]: right[key(pair.right)] for pair in plan.pairs}
    serving = sorted(set(made.values()))
    losses = tuple(_loss(season, made, j) for j in serving)
    candidates = candidates_of.judge_pairs(season)
    idle = [j for j in np.flatnonzero(candidates.right_in & (candidates.seats > 0)).tolist() if j not in serving]
    cover = Cover(_free(candidates), candidates.left_in.astype(np.int64), candidates.seats, serving, idle)
    listed = cover.smallest()
    program = season.program
    hard = any(item.title not in program.soft_limits for item in program.limits)
    names = tuple(season.right.ids[j] for j in listed)
    return Standby(losses, names, len(idle), program.right.label, program.left.label, hard)


def _as_it_stands(plan: Plan) -> PairSeason:
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


def _loss(season: PairSeason, made: Mapping[int, int], lost: int) -> Loss:
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
