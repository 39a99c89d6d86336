"""A plan with its prices: ranked alternatives for both sides, the loss of every pair, the cost of every lock."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np

from pairing.plans.pair_parts import Alternative
from pairing.plans.pairs import Plan
from pairing.profiles import key
from pairing.solver.pairs.solved_network import by_price


def with_prices(plan: Plan, most: int | Literal["exact"] | None = 10) -> Plan:
    """The plan with each person's best alternatives: `most` partners each, all of them if None.

    "exact": all of them, each priced exactly, also where the whole season has to be solved again for it.
    A pair's loss is the price of the left person's cheapest other option, which may be to have nobody. In a season
    matched in part nothing is priced for those whose pair stands. A plan that was not proved has no prices and stays
    as it is.
    """
    costs = plan.opportunity_costs
    if costs is None:
        return plan
    if most == "exact":
        most, costs = None, costs.exactly()
    season, candidates = plan.season, costs.candidates
    standing = {left for left, _ in season.only.pairs} if season.only is not None else set()
    left = [i for i in np.flatnonzero(candidates.left_in).tolist() if i not in standing]
    right = np.flatnonzero(candidates.right_in & (candidates.seats > 0)).tolist()
    found = {i: costs.options(i, max(most, 1) if most is not None and costs.exact_by_path else None) for i in left}
    pairs = tuple(
        replace(pair, loss=costs.loss(pair, found[i])) if (i := season.left.index[key(pair.left)]) in found else pair
        for pair in plan.pairs
    )
    by_left = [option for i in left for option in _partners(found[i], most)]
    every = [] if costs.exact_by_path else [option for i in left for option in _partners(found[i], None)]
    by_right: list[Alternative] = []
    for j in right:
        own = costs.options_of_right(j, most)
        by_right += _callers(every, season.right.ids[j])[:most] if own is None else own
    locks = {lock.id: costs.lock_cost(lock) for lock in candidates.locks if not lock.standing}
    return replace(
        plan,
        opportunity_costs=costs,
        pairs=pairs,
        left_options=tuple(by_left),
        right_options=tuple(by_right),
        lock_costs=locks,
    )


def _partners(options: list[Alternative], most: int | None) -> list[Alternative]:
    return [option for option in options if option.right is not None][:most]


def _callers(options: list[Alternative], right: str) -> list[Alternative]:
    """The options that lead to one right person, cheapest first."""
    return sorted((option for option in options if option.right == right), key=by_price)
