"""A network solved in every goal: the residual graphs of its plan, and options of its people as plans word them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pairing.instance.pairs import Candidates
from pairing.plans.pair_parts import Alternative, Move
from pairing.program.goals import SMALLER_IS_BETTER
from pairing.solver.pairs.arc_costs import Goal, SumGoal
from pairing.solver.pairs.forcing_costs import NOBODY, ForcedOption, prices_of
from pairing.solver.pairs.goal_by_goal import Stage
from pairing.solver.pairs.network import Ints, Network, whole_flow
from pairing.solver.pairs.residual_graph import ResidualGraph

Price = dict[str, int | None]
"""By goal what is lost, in its unit; None where that is not known."""


@dataclass(frozen=True)
class SolvedNetwork:
    """A proved plan, its locks in force. flow: the plan's. values: by goal. stages: all that was proved, in order."""

    candidates: Candidates
    network: Network
    goals: Sequence[Goal]
    stages: Sequence[Stage]
    flow: Ints
    values: Mapping[str, int | None]

    @cached_property
    def final(self) -> ResidualGraph:
        """The plan in all its sum goals, without pairs below the worst fit."""
        return self._residual(self.stages[-1])

    @cached_property
    def before_worst_fit(self) -> ResidualGraph | None:
        """The plan in the goals before the worst fit, with all pairs; None where there is no such goal."""
        return self._residual(self.stages[0]) if len(self.stages) > 1 else None

    def _residual(self, stage: Stage) -> ResidualGraph:
        keep = self.network.arcs_of_fit(stage.least_fit)
        return ResidualGraph(self.network, [goal.costs for goal in stage.sums], self.flow, stage.potentials, keep)

    @property
    def shown(self) -> list[Goal]:
        """The goals that the program states."""
        return [goal for goal in self.goals if goal.kind != "minimum"]

    def losses(self, values: Mapping[str, int | None]) -> Price:
        """What other goal values lose against this plan's."""
        return {goal.name: _lost(goal, self.values[goal.name], values[goal.name]) for goal in self.shown}

    def values_of_nobody(self) -> dict[str, int | None]:
        """The goal values when nobody at all has a partner."""
        flow = whole_flow(self.network, np.zeros(len(self.network.left_of), dtype=np.int64))
        return {
            goal.name: goal.value(int(goal.costs @ flow)) if isinstance(goal, SumGoal) else None for goal in self.shown
        }

    # ---------------------------------------------------------------- options, by positions in the tables

    def alternative(
        self, left: int, right: int | None, price: Price, *, exact: bool = True, moves: tuple[Move, ...] = ()
    ) -> Alternative:
        """A left person with a right one, or with nobody."""
        season = self.candidates.season
        if right is None:
            return Alternative(season.left.ids[left], None, 0, None, price, exact, moves)
        fit, miles = int(self.candidates.fit[left, right]), float(self.candidates.miles[left, right])
        known = None if np.isnan(miles) else miles
        return Alternative(season.left.ids[left], season.right.ids[right], fit, known, price, exact, moves)

    def at_no_cost(self, left: int, right: int | None) -> Alternative:
        """A left person with a right one, or with nobody, where that changes nothing."""
        return self.alternative(left, right, {goal.name: 0 for goal in self.shown})

    def kept(self, left: int) -> Alternative:
        """A left person with the partner they have, at no cost."""
        partner = int(self.final.partner[self.node_of_left(left)])
        return self.at_no_cost(left, int(self.network.right[partner]) if partner >= 0 else None)

    def node_of_left(self, left: int) -> int:
        """The node of a left person, who is not locked."""
        [node] = np.flatnonzero(self.network.left == left).tolist()
        return int(node)

    def forced(self, option: ForcedOption, price: Price, *, exact: bool = True) -> Alternative:
        """An option of the residual graph at a price."""
        left = int(self.network.left[option.left])
        right = int(self.network.right[option.right]) if option.right != NOBODY else None
        return self.alternative(left, right, price, exact=exact, moves=option.moves)

    def at_their_prices(self, options: Sequence[ForcedOption]) -> list[Alternative]:
        """Options of the final residual graph; those that break somebody's minimum are none."""
        prices = prices_of(self.final, [option.price for option in options]).T.tolist()
        found = []
        for option, price in zip(options, prices, strict=True):
            by_goal = {goal.name: loss for goal, loss in zip(self.stages[-1].sums, price, strict=True)}
            if by_goal.pop("minimum", 0) == 0:
                found.append(self.forced(option, {goal.name: by_goal.get(goal.name, 0) for goal in self.shown}))
        return found


def _lost(goal: Goal, value: int | None, other: int | None) -> int | None:
    if value is None or other is None:
        return 0 if value == other else None
    return other - value if goal.kind in SMALLER_IS_BETTER else value - other


def by_price(option: Alternative) -> tuple[tuple[int, ...], bool, int, str]:
    """Cheapest first; at equal price exact ones, then better fits, then ids. An unknown part may be anything."""
    price = tuple(-(10**12) if loss is None else loss for loss in option.price.values())
    return price, not option.exact, -option.fit, option.right or "\uffff"


def best_partners(options: list[Alternative], most: int | None) -> list[Alternative]:
    """The first so many partners; having nobody does not count among them."""
    if most is None:
        return options
    partners = [option for option in options if option.right is not None][:most]
    return [option for option in options if option.right is None or option in partners]
