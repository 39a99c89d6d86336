"""What forcing a pair costs the whole re-optimized network plan, and what its pairs and locks cost (docs/math.md).

Three ways to know it: a path in the residual graph tells the price at once; around a worst-fit goal it tells some
prices and bounds the others; and the options of a locked person are those of the season solved without the lock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from pairing.instance.pairs import Candidates
from pairing.plans.pair_parts import Alternative, Pair
from pairing.season.decisions import Decision
from pairing.solver.pairs.forcing_costs import options_of_left, options_of_right
from pairing.solver.pairs.resolving import Resolver
from pairing.solver.pairs.solved_network import Price, SolvedNetwork, best_partners, by_price
from pairing.solver.pairs.worst_fit_options import options_around_worst_fit


@dataclass(frozen=True)
class NetworkOpportunityCosts:
    """Prices relative to one solved season, with its locks in force. People are positions in the tables."""

    solved: SolvedNetwork
    resolver: Resolver

    exhausted = False
    """Nothing here is bound to an effort."""

    @property
    def candidates(self) -> Candidates:
        """The season's candidates."""
        return self.solved.candidates

    @property
    def exact_by_path(self) -> bool:
        """Whether a path tells every price: so it is without a worst-fit goal."""
        return self.solved.before_worst_fit is None

    def exactly(self) -> NetworkOpportunityCosts:
        """The same: every price is exact that anybody asks for alone."""
        return self

    def options(self, left: int, most: int | None) -> list[Alternative]:
        """The best options of a left person: `most` partners (all: None), and nobody."""
        lock = next((lock for lock in self.candidates.locks if lock.pair[0] == left), None)
        if lock is not None:
            return self._without_lock(lock, most)
        node = self.solved.node_of_left(left)
        if self.solved.before_worst_fit is not None:
            return options_around_worst_fit(self.solved, self.solved.before_worst_fit, self.resolver, node, most)
        enough = None if most is None else most + 1
        options = options_of_left(self.solved.final, node, enough, self._below)
        return best_partners(self.solved.at_their_prices(options), most)

    def option(self, left: int, right: int) -> Alternative | None:
        """One pair with its price, exact; None when no plan has it."""
        if not self.candidates.eligible[left, right]:
            return None
        unchanged = self.solved.at_no_cost(left, right)
        locked = {lock.pair[0]: lock.pair[1] for lock in self.candidates.locks}.get(left)
        if locked == right or (locked is None and self.solved.kept(left).right == unchanged.right):
            return unchanged
        found = next((option for option in self.options(left, None) if option.right == unchanged.right), None)
        return found if found is None or found.exact else self.resolver.forced(found)

    def options_of_right(self, right: int, most: int | None) -> list[Alternative] | None:
        """The left people who could be forced onto a right person, cheapest first.

        None where a worst-fit goal has no path that tells its price.
        """
        if not self.exact_by_path:
            return None
        [node] = np.flatnonzero(self.solved.network.right == right).tolist()
        return self.solved.at_their_prices(options_of_right(self.solved.final, node, most, self._below))

    @cached_property
    def _below(self) -> int | None:
        """Packed prices from here on break somebody's minimum: no plan has them. None where there is no minimum."""
        return self.solved.final.one_of_the_first_goal if self.solved.goals[0].kind == "minimum" else None

    def loss(self, pair: Pair, options: Sequence[Alternative]) -> Price:
        """What forbidding a pair of the plan costs: the price of the person's cheapest other option."""
        return dict(options[0].price) if options else {}

    def lock_cost(self, lock: Decision) -> Price:
        """What the plan would gain without a lock: positive is what the lock costs."""
        lost = self.resolver.losses_without(lock)
        return {name: None if loss is None else -loss for name, loss in lost.items()}

    def _without_lock(self, lock: Decision, most: int | None) -> list[Alternative]:
        """The options of a locked person: the season is solved without the lock, and priced from there."""
        left, right = lock.pair
        costs = self.resolver.without(lock).opportunity_costs
        if not isinstance(costs, NetworkOpportunityCosts):
            return []
        offset = self.resolver.losses_without(lock)
        options = [*costs.options(left, None), costs.solved.kept(left)]
        others = [option for option in options if option.right != self.candidates.season.right.ids[right]]
        return best_partners(sorted((_shifted(option, offset) for option in others), key=by_price), most)


def _shifted(option: Alternative, offset: Price) -> Alternative:
    """An option priced against another plan, stated against this one; a bound where a part has no number."""
    price = {
        name: None if loss is None or offset[name] is None else loss + (offset[name] or 0)
        for name, loss in option.price.items()
    }
    return replace(option, price=price, exact=option.exact and None not in price.values())
