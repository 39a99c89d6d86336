"""A plan with its prices: ranked alternatives for both sides, the loss of every pair, the cost of every lock."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pairing.pairs.alternatives import Pricer
from pairing.plan import Alternative, Plan
from pairing.profiles import key


def with_prices(plan: Plan, most: int | None = 10) -> Plan:
    """The plan with each person's best alternatives: `most` partners each, all of them if None.

    A pair's loss is the price of the left person's cheapest other option, which may be to have nobody. A plan
    that was not proved has no prices and stays as it is.
    """
    pricer: Pricer | None = plan.pricer
    if pricer is None:
        return plan
    season, candidates = plan.season, pricer.candidates
    options = {i: pricer.options(i, most) for i in np.flatnonzero(candidates.left_in).tolist()}
    pairs = tuple(replace(pair, loss=_loss(options[season.left.index[key(pair.left)]])) for pair in plan.pairs)
    by_left = [option for found in options.values() for option in found if option.right is not None]
    by_right = [
        option
        for j in np.flatnonzero(candidates.right_in & (candidates.seats > 0)).tolist()
        for option in pricer.mentees_of(j, most)
    ]
    locks = {lock.id: pricer.lock_cost(lock) for lock in candidates.locks}
    return replace(plan, pairs=pairs, left_options=tuple(by_left), right_options=tuple(by_right), lock_costs=locks)


def _loss(options: list[Alternative]) -> dict[str, int | None]:
    return dict(options[0].price) if options else {}
