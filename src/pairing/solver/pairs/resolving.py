"""Opportunity costs that no path tells: the season is solved again, with a pair forced or without a lock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from pairing.instance.pairs import Candidates
from pairing.plans.pair_parts import Alternative
from pairing.plans.pairs import Plan
from pairing.profiles import key
from pairing.season.decisions import Decision
from pairing.solver.pairs.solved_network import Price, SolvedNetwork


@dataclass(frozen=True)
class Resolver:
    """resolve: solves a season with other locks or eligible pairs."""

    solved: SolvedNetwork
    resolve: Callable[[Candidates], Plan]
    _without: dict[str, Plan] = field(default_factory=dict, init=False, repr=False, compare=False)

    def forced(self, option: Alternative) -> Alternative | None:
        """The exact price of one option, by solving the season with it; None when no plan has it.

        A lock of that person is left aside.
        """
        candidates = self.solved.candidates
        left = candidates.season.left.index[key(option.left)]
        others = tuple(lock for lock in candidates.locks if lock.pair[0] != left)
        if option.right is None:
            eligible = candidates.eligible.copy()
            eligible[left] = False
            asked = replace(candidates, eligible=eligible, locks=others)
        else:
            right = candidates.season.right.index[key(option.right)]
            asked = replace(candidates, locks=(*others, Decision("price", "lock", left, right)))
        plan = self.resolve(asked)
        if plan.outcome == "proved":
            values = {goal.name: goal.value for goal in plan.goal_results}
        elif self.solved.network.minimum or option.right is not None:
            return None
        else:
            values = self.solved.values_of_nobody()
        return replace(option, price=self.solved.losses(values), exact=True)

    def without(self, lock: Decision) -> Plan:
        """The season solved without a lock, once: for the locked person's options, and for what the lock costs."""
        if lock.id not in self._without:
            candidates = self.solved.candidates
            free = tuple(other for other in candidates.locks if other is not lock)
            self._without[lock.id] = self.resolve(replace(candidates, locks=free))
        return self._without[lock.id]

    def losses_without(self, lock: Decision) -> Price:
        """What the plan without a lock loses against this one: nothing, or less than nothing."""
        return self.solved.losses({goal.name: goal.value for goal in self.without(lock).goal_results})
