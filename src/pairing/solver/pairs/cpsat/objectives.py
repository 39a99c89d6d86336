"""The program's goals as sums over the model's variables: those that add up over pairs, and those that need more."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from pairing.program.goals import GoalItem
from pairing.solver.pairs.cpsat.model import ENDLESS, LinearObjective, PairModel
from pairing.solver.pairs.objectives import SUMS, SeparableObjective


def goals_of(model: PairModel) -> list[LinearObjective]:
    """The program's goals in order, as sums to be minimized; adds the variables they need."""
    return [goal for item in model.candidates.season.program.goals for goal in _of_item(model, item)]


def _of_item(model: PairModel, item: GoalItem) -> Iterator[LinearObjective]:
    """The goals that one item of the program stands for."""
    if item.kind in SUMS:
        yield from (_charged(model, goal) for goal in SUMS[item.kind](model.candidates, item))
    if item.kind in COSTS:
        yield from COSTS[item.kind](model, item)


def _charged(model: PairModel, goal: SeparableObjective) -> LinearObjective:
    """A goal that adds up over pairs and unplaced people, as costs of the pairs' variables."""
    costs = goal.pairs[model.left, model.right] - goal.unplaced[model.left]
    variables = np.flatnonzero(costs)
    constant = goal.constant + goal.sign * int(goal.unplaced.sum())
    return LinearObjective(goal.name, goal.kind, variables.tolist(), costs[variables].tolist(), constant, goal.sign)


def _even_load(model: PairModel, item: Any) -> Iterator[LinearObjective]:
    """A person's first seat costs what they have already, the next one more, and so on."""
    variables, costs = [], []
    had = model.candidates.had
    for j, pairs in model.by_right.items():
        seats = [model.data.variable() for _ in range(min(len(pairs), int(model.candidates.seats[j])))]
        model.data.row([*pairs, *seats], [1] * len(pairs) + [-1] * len(seats), 0, 0)
        variables += seats
        costs += [int(had[j]) + k for k in range(len(seats))]
    yield LinearObjective(item.title, "even_load", variables, costs, int((had * (had - 1) // 2).sum()))


def _worst_fit(model: PairModel, item: Any) -> Iterator[LinearObjective]:
    """No pair is below the threshold; without any pair it is 10000."""
    threshold = model.data.variable(10_000)
    for pair, fit in enumerate(model.fits.tolist()):
        model.data.row([threshold, pair], [1, 10_000 - fit], -ENDLESS, 10_000)
    yield LinearObjective(item.title, "worst_fit", [threshold], [-1], 0, -1)


def _keep(model: PairModel, item: Any) -> Iterator[LinearObjective]:
    if not item.limit:
        return
    variables = model.units.get(item.limit, [])
    yield LinearObjective(item.title, "keep", variables, [item.cost_per_unit] * len(variables))


COSTS: Mapping[str, Callable[[PairModel, Any], Iterator[LinearObjective]]] = {
    "worst_fit": _worst_fit,
    "even_load": _even_load,
    "keep": _keep,
}
