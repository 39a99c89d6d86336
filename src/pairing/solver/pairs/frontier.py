"""The price list of a rerun: what each further move buys, in people placed and then in fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

import numpy as np

from pairing.instance.pairs import Candidates
from pairing.optimizers.deadline import UNLIMITED, Deadline
from pairing.plans.pair_parts import FrontierPoint
from pairing.plans.pairs import Plan
from pairing.profiles import key
from pairing.program.goals import Fit, GoalItem, Moves, Placed
from pairing.program.limits import PairLimit, Row
from pairing.season import Standing
from pairing.solver.pairs.driver import solve
from pairing.solver.pairs.objectives import moves

PLACED, MOVES = Placed(kind="placed"), Moves(kind="moves")


def frontier(candidates: Candidates, *, most: int = 10, deadline: Deadline = UNLIMITED) -> list[FrontierPoint]:
    """What so many moves buy: at most `most` points, fewest moves first, each with what is proved about it.

    First for every number of people that can be placed the fewest moves, and the best fit with these; then, with as
    many placed as can be, further moves for the sake of fit alone. All pairs that stand and could stay count, confirmed
    or proposed; hard limits hold, goals other than placed, moves and fit are left aside. docs/math.md, "Frontier".
    """
    curve = _Curve(candidates, deadline)
    fewest, largest = curve.values([MOVES, PLACED, Fit(kind="fit", move_cost=0)]), curve.values([PLACED, MOVES])
    if fewest is None or largest is None:
        return []
    points: list[FrontierPoint] = []
    for placed in range(fewest["placed"], largest["placed"] + 1):
        found = curve.cheapest(placed) if len(points) < most else None
        if found is not None:
            points = [point for point in points if point.moves < found.moves] + [found]
    return points + (_for_fit(curve, points[-1], most - len(points)) if points else [])


def _for_fit(curve: _Curve, first: FrontierPoint, most: int) -> list[FrontierPoint]:
    """Points with as many placed and more moves, the widest gaps looked into first.

    For a price of a move in whole hundredths of a point the best plan is found; what any number of moves can reach at
    most follows from every price that was tried. Moves that gain nothing are no point.
    """
    known = {first.moves: first}
    price: int | None = 0
    while price is not None and len(known) <= most and curve.at_price(price, first.unplaced, known):
        price = curve.next_price(known)
    later: list[FrontierPoint] = []
    for number in sorted(known):
        if number > first.moves and known[number].fit > max(point.fit for point in [first, *later]):
            later.append(known[number])
    later = later[: max(0, most)]
    return [replace(point, bound=curve.at_most(point), proved=curve.at_most(point) == point.fit) for point in later]


@dataclass
class _Curve:
    """Solves of one rerun for the points of its frontier. reached: for each price of a move the best fit less moves."""

    candidates: Candidates
    deadline: Deadline
    reached: dict[int, int] = field(default_factory=dict)

    def solve(self, goals: Sequence[GoalItem], placed: int | None = None, *, weighed: bool = False) -> Plan | None:
        """The best plan in these goals with at least so many placed. weighed: moves are a matter of the goal `fit`."""
        if self.deadline.why:
            return None
        season = self.candidates.season
        standing = season.standing
        assert isinstance(standing, Standing)
        everyone = frozenset(standing.partners) if weighed else frozenset()
        hard = [entry for entry in self.candidates.limits if entry[0].title not in season.program.soft_limits]
        program = season.program.model_copy(update={"goals": list(goals)})
        asked: Any = replace(
            self.candidates,
            season=replace(season, program=program, standing=replace(standing, proposed=everyone)),
            limits=(*hard, *([] if placed is None else [self._enough(placed)])),
        )
        plan = solve(asked, deadline=self.deadline)
        return plan if plan.outcome == "proved" else None

    def _enough(self, placed: int) -> tuple[Any, PairLimit]:
        """At least so many pairs, as a limit that counts them."""
        left, right = (np.ones(len(table), dtype=bool) for table in (self.candidates.left_in, self.candidates.right_in))
        return _Enough(), PairLimit(rows=(Row("pairs", left, right, placed, None),))

    def values(self, goals: Sequence[GoalItem]) -> Mapping[str, int] | None:
        """The goals' values, where they are proved."""
        plan = self.solve(goals)
        return None if plan is None else {goal.kind: goal.value or 0 for goal in plan.goal_results}

    def cheapest(self, placed: int) -> FrontierPoint | None:
        """The fewest moves with which so many are placed, and the best fit with these."""
        plan = self.solve([MOVES, Fit(kind="fit", move_cost=0)], placed)
        return None if plan is None else self._point(plan)

    def at_price(self, price: int, unplaced: int, known: dict[int, FrontierPoint]) -> bool:
        """Add the best plan at a price per move, in hundredths of a point; whether there was time for that."""
        placed = int(self.candidates.left_in.sum()) - unplaced
        plan = self.solve([Fit(kind="fit", move_cost=price / 100)], placed, weighed=True)
        if plan is None:
            return False
        self.reached[price] = plan.goal_results[0].value or 0
        point = self._point(plan)
        known.setdefault(point.moves, point)
        return True

    def next_price(self, known: Mapping[int, FrontierPoint]) -> int | None:
        """The price at which two neighbors are worth the same, of the widest gap not looked into; None for none."""
        gaps = [
            (b - a, round((known[b].fit - known[a].fit) / (b - a))) for a, b in pairwise(sorted(known)) if b - a > 1
        ]
        return max((gap for gap in gaps if gap[1] not in self.reached), default=(0, None))[1]

    def at_most(self, point: FrontierPoint) -> int:
        """The largest fit that so many moves can reach, by the prices tried."""
        return min(reached + price * point.moves for price, reached in self.reached.items())

    def _point(self, plan: Plan) -> FrontierPoint:
        season = self.candidates.season
        left, right = season.left.index, season.right.index
        made = {left[key(pair.left)]: right[key(pair.right)] for pair in plan.pairs}
        standing = season.standing
        assert isinstance(standing, Standing)
        counted = replace(self.candidates, season=replace(season, standing=replace(standing, proposed=frozenset())))
        [goal] = moves(counted, MOVES)
        everyone = np.flatnonzero(self.candidates.left_in).tolist()
        moved = [i for i in everyone if (goal.pairs[i, made[i]] if i in made else goal.unplaced[i])]
        fit = sum(pair.fit for pair in plan.pairs)
        return FrontierPoint(
            len(moved), len(everyone) - len(made), fit, fit, True, tuple(season.left.ids[i] for i in moved)
        )


@dataclass(frozen=True)
class _Enough:
    """The item of a limit that stands in no program: at least so many pairs."""

    title: str = "so many placed"
    kind: str = "quota"
    parameters: Mapping[str, Any] = field(default_factory=lambda: {"side": "left"})
