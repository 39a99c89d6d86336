"""The tie-break under limits: left people in order of id take the smallest right id, a few of them per solve."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pairing.optimizers.deadline import Deadline
from pairing.solver.pairs.cpsat.model import LinearObjective, PairModel
from pairing.solver.pairs.cpsat.solver import Values, minimize

LARGEST = 2**40
"""What the ranks of the people of one solve are packed into."""


def tie_broken(
    model: PairModel, fixed: Sequence[tuple[LinearObjective, int]], values: Values, deadline: Deadline
) -> tuple[Values, bool]:
    """The values of the one best plan that the tie-break takes, and whether there is no other best plan.

    fixed: every goal with its best cost. The values at hand where the run is to end before.
    """
    settled = list(fixed)
    if unique(model, fixed, values, deadline):
        return values, True
    for group in _groups(model):
        goal = _ranks(model, group)
        best = minimize(model, goal, settled, deadline, values)
        if best.values is None or best.bound < best.cost:
            return values, False
        values = best.values
        settled.append((goal, best.cost))
    return values, False


def unique(model: PairModel, fixed: Sequence[tuple[LinearObjective, int]], values: Values, deadline: Deadline) -> bool:
    """Whether no other plan is as good: none shares fewer pairs, nor has more.

    Asked as the plan farthest from this one, not whether any other is there: the relaxation then tells at once.
    """
    made = [pair for pair in range(len(model.fits)) if values[pair]]
    others = [pair for pair in range(len(model.fits)) if not values[pair]]
    goal = LinearObjective("", "difference", [*made, *others], [1] * len(made) + [-1] * len(others))
    return minimize(model, goal, fixed, deadline, values).bound >= len(made)


def _groups(model: PairModel) -> Iterator[list[int]]:
    """Left people in order, so many at a time that their ranks fit; those without a choice aside."""
    group: list[int] = []
    size = 1
    for i in sorted(model.by_left):
        if len(model.by_left[i]) == 1 and model.data.low[model.by_left[i][0]]:
            continue
        width = len(model.by_left[i]) + 1
        if size * width > LARGEST:
            yield group
            group, size = [], 1
        group.append(i)
        size *= width
    if group:
        yield group


def _ranks(model: PairModel, group: Sequence[int]) -> LinearObjective:
    """The right ids of some people as one number: the first person's counts most; nobody is the largest."""
    variables: list[int] = []
    costs: list[int] = []
    weight = 1
    for i in reversed(group):
        pairs = sorted(model.by_left[i], key=lambda pair: int(model.right[pair]))
        # the number of options that come after: so nobody, with no pair at all, costs most
        variables += pairs
        costs += [-weight * (len(pairs) - rank) for rank in range(len(pairs))]
        weight *= len(pairs) + 1
    return LinearObjective("", "tie", variables, costs)
