"""Opportunity costs under limits: a pair is forced and all solved again; beyond the first few they are bounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from pairing.instance.pairs import Candidates
from pairing.optimizers.deadline import Deadline
from pairing.plans.base import GoalResult
from pairing.plans.pair_parts import Alternative, Move, Pair
from pairing.profiles import key
from pairing.program.goals import SMALLER_IS_BETTER
from pairing.season.decisions import Decision
from pairing.solver.pairs.cpsat.builder import build
from pairing.solver.pairs.cpsat.model import Element, LinearObjective
from pairing.solver.pairs.cpsat.objectives import goals_of
from pairing.solver.pairs.cpsat.solver import Values, minimize

RESOLVED = 3
"""So many of each left person's alternatives are priced exactly, unless all are asked for ..."""
BUDGET = 60.0
"""... as long as CP-SAT's deterministic seconds for all of them are not used up; then prices are bounds."""
Made = dict[str, str]
"""A plan as right ids by left id."""


@dataclass
class ResolvedOpportunityCosts:
    """Prices for a proved plan. results: the program's goals in order; pairs: the plan's."""

    candidates: Candidates
    results: Sequence[GoalResult]
    pairs: Sequence[Pair]
    deadline: Deadline
    resolve_all: bool = False
    known: dict[tuple[int, int], Alternative | None] = field(default_factory=dict)
    spent: float = 0.0

    exact_by_path = False
    """Every price is solved for."""

    def exactly(self) -> ResolvedOpportunityCosts:
        """The same, with all prices exact whatever effort that takes."""
        return replace(self, resolve_all=True)

    def options(self, left: int, most: int | None) -> list[Alternative]:
        """A left person's other right people: the few that fit best by exact price, then the others by fit."""
        if any(lock.pair[0] == left for lock in self.candidates.locks):
            return []
        partner, fit = self._partner(left), self.candidates.fit[left]
        others = [j for j in np.flatnonzero(self.candidates.eligible[left]).tolist() if j != partner]
        others.sort(key=lambda j: (-int(fit[j]), j))
        count = len(others) if self.resolve_all else RESOLVED
        exact, bounds = [], []
        for j in others[:count]:
            exhausted = self.exhausted
            option = self.option(left, j)
            if option is not None:
                exact.append(option)
            elif exhausted or self.exhausted:
                bounds.append(self._bound(left, j))
        exact.sort(key=lambda option: ([price or 0 for price in option.price.values()], -option.fit, option.right))
        options = [*exact, *bounds, *(self._bound(left, j) for j in others[count:])]
        return options[:most] if most is not None else options

    def options_of_right(self, right: int, most: int | None) -> list[Alternative] | None:
        """Read off the left people's."""
        return None

    @property
    def exhausted(self) -> bool:
        """Whether nothing more is solved: the budget is used up, or the run is to end."""
        return bool(self.deadline.why) or (self.spent > BUDGET and not self.resolve_all)

    def option(self, left: int, right: int) -> Alternative | None:
        """One pair's exact price; None where no plan has the pair or the time is over."""
        if (left, right) not in self.known:
            self.known[left, right] = self._forced(left, right)
        return self.known[left, right]

    def loss(self, pair: Pair, options: Sequence[Alternative]) -> dict[str, int | None]:
        """What forbidding a pair of the plan costs; empty where no plan is without it or the time is over."""
        season = self.candidates.season
        spot = season.left.index[key(pair.left)], season.right.index[key(pair.right)]
        solved = None if pair.change == "locked" else self._solve(forbidden=spot)
        return {} if solved is None else self._worse(solved[0])

    def lock_cost(self, lock: Decision) -> dict[str, int | None]:
        """What a lock costs: how much better the best plan without it is."""
        solved = self._solve(without=frozenset([Element("lock", lock.id)]))
        lost = {} if solved is None else self._worse(solved[0])
        return {name: None if loss is None else -loss for name, loss in lost.items()}

    def _forced(self, left: int, right: int) -> Alternative | None:
        solved = self._solve(forced=(left, right)) if self.candidates.eligible[left, right] else None
        if solved is None:
            return None
        return Alternative(*self._pair(left, right), self._worse(solved[0]), True, self._moves(left, solved[1]))

    def _solve(
        self,
        without: frozenset[Element] = frozenset(),
        forced: tuple[int, int] | None = None,
        forbidden: tuple[int, int] | None = None,
    ) -> tuple[dict[str, int], Made] | None:
        """The goals' values of the best plan, proved, and who is with whom in it."""
        if self.exhausted:
            return None
        model = build(self.candidates, without, forced, forbidden)
        fixed: list[tuple[LinearObjective, int]] = []
        reached: dict[str, int] = {}
        values: Values | None = None
        for goal in goals_of(model):
            best = minimize(model, goal, fixed, self.deadline, values)
            self.spent += best.effort
            if best.values is None or best.bound < best.cost:
                return None
            values = best.values
            fixed.append((goal, best.cost))
            reached[goal.name] = goal.value(best.cost)
        season = self.candidates.season
        made = {
            season.left.ids[i]: season.right.ids[j]
            for (i, j), k in model.at.items()
            if values is not None and values[k]
        }
        if not made:  # no pairs have no worst fit
            reached = {goal.name: reached[goal.name] for goal, _ in fixed if goal.kind != "worst_fit"}
        return reached, made

    def _worse(self, reached: Mapping[str, int]) -> dict[str, int | None]:
        """By how much each goal is worse than in the plan, positive is a loss."""
        return {
            result.name: None
            if result.value is None or result.name not in reached
            else (reached[result.name] - result.value) * (1 if result.kind in SMALLER_IS_BETTER else -1)
            for result in self.results
        }

    def _moves(self, left: int, then: Made) -> tuple[Move, ...]:
        """Everyone else who is placed otherwise in the plan just solved."""
        now = {pair.left: pair.right for pair in self.pairs}
        others = sorted((now.keys() | then.keys()) - {self.candidates.season.left.ids[left]})
        return tuple(Move(who, now.get(who), then.get(who)) for who in others if now.get(who) != then.get(who))

    def _bound(self, left: int, right: int) -> Alternative:
        """A price that is not solved for: at least nothing in the first goal, unknown in the others."""
        price: dict[str, int | None] = {result.name: None for result in self.results}
        price[self.results[0].name] = 0
        return Alternative(*self._pair(left, right), price, False)

    def _pair(self, left: int, right: int) -> tuple[str, str, int, float | None]:
        season, miles = self.candidates.season, float(self.candidates.miles[left, right])
        fit = int(self.candidates.fit[left, right])
        return season.left.ids[left], season.right.ids[right], fit, None if np.isnan(miles) else miles

    def _partner(self, left: int) -> int | None:
        season = self.candidates.season
        found = next((pair.right for pair in self.pairs if pair.left == season.left.ids[left]), None)
        return None if found is None else season.right.index[key(found)]
