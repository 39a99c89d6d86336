"""Ranked alternatives: each left person's best options by price, what each pair's loss is, what each lock costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from pairing.instance.pairs import Candidates
from pairing.plans.pair_parts import Alternative, Pair
from pairing.plans.pairs import Plan
from pairing.profiles import key
from pairing.program.goals import SMALLER_IS_BETTER
from pairing.season.decisions import Decision
from pairing.solver.pairs.arc_costs import Goal, SumGoal
from pairing.solver.pairs.forcing_costs import NOBODY, ForcedOption, options_of_left, options_of_right, prices_of
from pairing.solver.pairs.goal_by_goal import Stage
from pairing.solver.pairs.network import Ints, Network, whole_flow
from pairing.solver.pairs.residual_graph import ResidualGraph

Price = dict[str, int | None]
RESOLVES = 3
"""How many options per person are re-solved where no path gives their price; those behind are bounds."""


@dataclass(frozen=True)
class Pricer:
    """Prices relative to one solved season, with its locks in force.

    resolve: solves a season again with other locks or eligible pairs, where no alternating path tells the price:
    for locked people, and where the worst fit would change. values: the plan's goal values.
    """

    candidates: Candidates
    network: Network
    goals: Sequence[Goal]
    stages: Sequence[Stage]
    flow: Ints
    values: Mapping[str, int | None]
    resolve: Callable[[Candidates], Plan]
    _without: dict[str, Plan] = field(default_factory=dict, init=False, repr=False, compare=False)

    over = False

    @property
    def by_path(self) -> bool:
        """Whether a path tells every price: so it is without a worst-fit goal."""
        return self.before is None

    @cached_property
    def final(self) -> ResidualGraph:
        """The plan in all its sum goals, without pairs below the worst fit."""
        return self._residual(self.stages[-1])

    @cached_property
    def before(self) -> ResidualGraph | None:
        """The plan in the goals before the worst fit, with all pairs; None where there is no such goal."""
        return self._residual(self.stages[0]) if len(self.stages) > 1 else None

    def _residual(self, stage: Stage) -> ResidualGraph:
        keep = self.network.arcs_of_fit(stage.least_fit)
        return ResidualGraph(self.network, [goal.costs for goal in stage.sums], self.flow, stage.potentials, keep)

    def loss(self, pair: Pair, options: Sequence[Alternative]) -> Price:
        """What forbidding a pair of the plan costs: the price of the person's cheapest other option."""
        return dict(options[0].price) if options else {}

    def options(self, left: int, most: int | None) -> list[Alternative]:
        """The best options of a left person (position in the table): `most` partners (all: None), and nobody."""
        locked = {lock.pair[0]: lock for lock in self.candidates.locks}
        if left in locked:
            return self._without_lock(locked[left], most)
        [node] = np.flatnonzero(self.network.left == left).tolist()
        if self.before is not None:
            return self._around_worst_fit(node, most)
        enough = None if most is None else most + 1
        return _cut(
            self._named(options_of_left(self.final, node, enough, self._below), self.final, self.stages[-1]), most
        )

    def option(self, left: int, right: int) -> Alternative | None:
        """One pair with its price, exact; None when no plan has it. Positions in the tables."""
        season = self.candidates.season
        if not self.candidates.eligible[left, right]:
            return None
        here = {pair[0]: pair[1] for pair in (lock.pair for lock in self.candidates.locks)}.get(left)
        kept = self._pair(left, right, {goal.name: 0 for goal in self._shown()}, True, None)
        if here == right or (here is None and self.kept(left).right == kept.right):
            return kept
        found = [option for option in self.options(left, None) if option.right == season.right.ids[right]]
        if not found:
            return None
        return found[0] if found[0].exact else self._forced(found[0])

    def options_of_right(self, right: int, most: int | None) -> list[Alternative] | None:
        """The left people who could be forced onto a right person (position in the table), cheapest first.

        None where a worst-fit goal has no path that tells its price.
        """
        if not self.by_path:
            return None
        [node] = np.flatnonzero(self.network.right == right).tolist()
        return self._named(options_of_right(self.final, node, most, self._below), self.final, self.stages[-1])

    @cached_property
    def _below(self) -> int | None:
        """Packed prices from here on break somebody's minimum: no plan has them. None where there is no minimum."""
        return self.final.one_of_the_first_goal if self.goals[0].kind == "minimum" else None

    def _named(self, options: Sequence[ForcedOption], residual: ResidualGraph, stage: Stage) -> list[Alternative]:
        """Options with ids and with prices by goal; those that break somebody's minimum are none."""
        prices = prices_of(residual, [option.price for option in options]).T.tolist()
        found = []
        for option, price in zip(options, prices, strict=True):
            named = {goal.name: loss for goal, loss in zip(stage.sums, price, strict=True)}
            if named.pop("minimum", 0) == 0:
                found.append(self._alternative(option, {g.name: named.get(g.name, 0) for g in self._shown()}))
        return found

    def _shown(self) -> list[Goal]:
        return [goal for goal in self.goals if goal.kind != "minimum"]

    def _alternative(self, option: ForcedOption, price: Price, *, exact: bool = True) -> Alternative:
        left = int(self.network.left[option.left])
        right = int(self.network.right[option.right]) if option.right != NOBODY else None
        return self._pair(left, right, price, exact, option)

    def _pair(
        self, left: int, right: int | None, price: Price, exact: bool, option: ForcedOption | None
    ) -> Alternative:
        season = self.candidates.season
        moves = option.moves if option is not None else ()
        if right is None:
            return Alternative(season.left.ids[left], None, 0, None, price, exact, moves)
        miles = float(self.candidates.miles[left, right])
        return Alternative(
            season.left.ids[left], season.right.ids[right], int(self.candidates.fit[left, right]),
            None if np.isnan(miles) else miles, price, exact, moves,
        )  # fmt: skip

    def _loss(self, values: Mapping[str, int | None]) -> Price:
        """What other goal values lose against this plan's."""
        return {goal.name: _lost(goal, self.values[goal.name], values[goal.name]) for goal in self._shown()}

    def _without_lock(self, lock: Decision, most: int | None) -> list[Alternative]:
        """The options of a locked person: the season is solved without the lock, and priced from there."""
        plan = self._plan_without(lock)
        if not isinstance(plan.pricer, Pricer):
            return []
        offset = self._loss({goal.name: goal.value for goal in plan.goal_results})
        options = [*plan.pricer.options(lock.pair[0], None), plan.pricer.kept(lock.pair[0])]
        locked = self.candidates.season.right.ids[lock.pair[1]]
        others = [_shifted(option, offset) for option in options if option.right != locked]
        return _cut(sorted(others, key=by_price), most)

    def _plan_without(self, lock: Decision) -> Plan:
        """The season solved without a lock, once: for the locked person's options, and for what the lock costs."""
        if lock.id not in self._without:
            free = tuple(other for other in self.candidates.locks if other is not lock)
            self._without[lock.id] = self.resolve(replace(self.candidates, locks=free))
        return self._without[lock.id]

    def kept(self, left: int) -> Alternative:
        """A left person with the partner they have, at no cost."""
        node = int(np.flatnonzero(self.network.left == left)[0])
        partner = int(self.final.partner[node])
        right = int(self.network.right[partner]) if partner >= 0 else None
        return self._pair(left, right, {goal.name: 0 for goal in self._shown()}, True, None)

    def lock_cost(self, lock: Decision) -> Price:
        """What the plan would gain without a lock: positive is what the lock costs."""
        gained = self._loss({goal.name: goal.value for goal in self._plan_without(lock).goal_results})
        return {name: None if loss is None else -loss for name, loss in gained.items()}

    def _around_worst_fit(self, node: int, most: int | None) -> list[Alternative]:
        """Options in a program with a worst-fit goal: by path where that goal is not touched, else by re-solving.

        The goals before it are priced with all pairs. Where they lose nothing, with or without the low pairs, the
        worst fit stays and the path's price is exact. Elsewhere the price is at least that of the earlier goals and,
        if they lose nothing, the fall of the worst fit to that of the pair.
        """
        assert self.before is not None
        first, last = self.stages[0], self.stages[-1]
        early = {option.right: option for option in options_of_left(self.before, node, None)}
        late = {option.right: option for option in options_of_left(self.final, node, None)}
        options = []
        for right, option in early.items():
            [price] = prices_of(self.before, [option.price]).T.tolist()
            full = prices_of(self.final, [late[right].price]).T.tolist()[0] if right in late else None
            if full is not None and not any(price) and not any(full[: len(price)]):
                options += self._named([late[right]], self.final, last)
            elif first.sums[0].name != "minimum" or price[0] == 0:
                options.append(self._at_least(option, first.sums, price))
        return self._resolved(options, most)

    def _at_least(self, option: ForcedOption, sums: Sequence[SumGoal], price: Sequence[int]) -> Alternative:
        """A bound: the earlier goals' prices, and at least the pair's own shortfall in worst fit."""
        known: Price = {goal.name: loss for goal, loss in zip(sums, price, strict=True)}
        names = [goal.name for goal in self._shown()]
        [worst] = [goal.name for goal in self._shown() if not isinstance(goal, SumGoal)]
        value = self.values[worst]
        shown = self._alternative(option, {})
        stays = value is None or shown.right is None
        fall = None if any(price) else 0 if stays else max(0, (value or 0) - shown.fit)
        return replace(
            shown, price={name: known.get(name, fall if name == worst else None) for name in names}, exact=False
        )

    def _resolved(self, options: list[Alternative], most: int | None) -> list[Alternative]:
        """Re-solve the cheapest bounds until the first few options are exact."""
        options.sort(key=by_price)
        place = 0
        while place < min(len(options), RESOLVES):
            if options[place].exact:
                place += 1
                continue
            option = options.pop(place)
            exact = self._forced(option)
            if exact is not None:
                options.append(exact)
            options.sort(key=by_price)
        return _cut(options, most)

    def _forced(self, option: Alternative) -> Alternative | None:
        """The exact price of one option, by solving the season with it; None when no plan has it.

        A lock of that person is left aside.
        """
        season = self.candidates.season
        left = season.left.index[key(option.left)]
        others = tuple(lock for lock in self.candidates.locks if lock.pair[0] != left)
        if option.right is None:
            eligible = self.candidates.eligible.copy()
            eligible[left] = False
            forced = replace(self.candidates, eligible=eligible, locks=others)
        else:
            right = season.right.index[key(option.right)]
            forced = replace(self.candidates, locks=(*others, Decision("price", "lock", left, right)))
        plan = self.resolve(forced)
        if plan.outcome == "proved":
            values = {goal.name: goal.value for goal in plan.goal_results}
        elif self.network.minimum or option.right is not None:
            return None
        else:
            values = self._of_nobody()
        return replace(option, price=self._loss(values), exact=True)

    def _of_nobody(self) -> dict[str, int | None]:
        """The goal values when nobody at all has a partner."""
        flow = whole_flow(self.network, np.zeros(len(self.network.left_of), dtype=np.int64))
        return {
            goal.name: goal.value(int(goal.costs @ flow)) if isinstance(goal, SumGoal) else None
            for goal in self._shown()
        }


def _lost(goal: Goal, value: int | None, other: int | None) -> int | None:
    if value is None or other is None:
        return 0 if value == other else None
    return other - value if goal.kind in SMALLER_IS_BETTER else value - other


def _shifted(option: Alternative, offset: Price) -> Alternative:
    """An option priced against another plan, stated against this one; a bound where a part has no number."""
    price = {
        name: None if loss is None or offset[name] is None else loss + (offset[name] or 0)
        for name, loss in option.price.items()
    }
    return replace(option, price=price, exact=option.exact and None not in price.values())


def by_price(option: Alternative) -> tuple[tuple[int, ...], bool, int, str]:
    """Cheapest first; at equal price exact ones, then better fits, then ids. An unknown part may be anything."""
    price = tuple(-(10**12) if loss is None else loss for loss in option.price.values())
    return price, not option.exact, -option.fit, option.right or "\uffff"


def _cut(options: list[Alternative], most: int | None) -> list[Alternative]:
    """The best partners; having nobody does not count among them."""
    if most is None:
        return options
    partners = [option for option in options if option.right is not None][:most]
    return [option for option in options if option.right is None or option in partners]
