"""Limits as rows: one small function for each thing that a limit may ask, in one tuple."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from pairing.program.limits import PairLimit, Row
from pairing.solver.pairs.cpsat.model import ENDLESS, PairModel


def add_limit(model: PairModel, name: str, limit: PairLimit, soft: bool) -> None:
    """The rows of one limit; where it is soft, `model.units[name]` adds up by how much it is broken."""
    broken: list[int] = []

    def slack(high: int) -> list[int]:
        """A unit variable for a soft limit, none for a hard one."""
        if not soft:
            return []
        variable = model.data.variable(high)
        broken.append(variable)
        return [variable]

    for part in PARTS:
        part(model, limit, slack)
    if soft:
        model.units[name] = broken


Slack = Callable[[int], list[int]]


def _rows(model: PairModel, limit: PairLimit, slack: Slack) -> None:
    for row in limit.rows:
        variables = _counted(model, row)
        ones = [1] * len(variables)
        if row.least:
            short = slack(row.least)
            model.data.row([*variables, *short], ones + [1] * len(short), row.least)
        if row.most is not None and len(variables) > row.most:
            over = slack(len(variables))
            model.data.row([*variables, *over], ones + [-1] * len(over), -ENDLESS, row.most)


def _counted(model: PairModel, row: Row) -> list[int]:
    if row.of == "pairs":
        return np.flatnonzero(row.left[model.left] & row.right[model.right]).tolist()
    return [model.has_partner(j) for j in np.flatnonzero(row.right).tolist() if j in model.by_right]


def _fewest(model: PairModel, limit: PairLimit, slack: Slack) -> None:
    for j in np.flatnonzero(limit.fewest > 1).tolist() if limit.fewest is not None else ():
        if j not in model.by_right:
            continue
        assert limit.fewest is not None
        pairs, least = model.by_right[j], int(limit.fewest[j])
        short = slack(least)
        model.data.row([*pairs, model.has_partner(j), *short], [1] * len(pairs) + [-least] + [1] * len(short), 0)


def _apart(model: PairModel, limit: PairLimit, slack: Slack) -> None:
    for i, k in np.argwhere(np.triu(limit.apart, 1)).tolist() if limit.apart is not None else ():
        common = [(a, b) for a, b in _common(model, i, k) if a is not None and b is not None]
        over = slack(1) if common else []
        for a, b in common:
            model.data.row([a, b, *over], [1, 1] + [-1] * len(over), -ENDLESS, 1)


def _together(model: PairModel, limit: PairLimit, slack: Slack) -> None:
    inside = model.candidates.left_in
    for group in limit.together:
        people = [i for i in group if inside[i]]
        for n, i in enumerate(people):
            for k in people[n + 1 :]:
                _same(model, i, k, slack)


def _same(model: PairModel, i: int, k: int, slack: Slack) -> None:
    """Left people i and k have the same right person, or neither has one."""
    over = slack(1)
    for a, b in _common(model, i, k):
        for one, other in ((a, b), (b, a)):
            if one is not None:
                variables = [one, *([] if other is None else [other]), *over]
                coefficients = [1, *([] if other is None else [-1]), *([-1] * len(over))]
                model.data.row(variables, coefficients, -ENDLESS, 0)


def _common(model: PairModel, i: int, k: int) -> Iterator[tuple[int | None, int | None]]:
    """The pairs of two left people with every right person that either may have."""
    right = {int(model.right[pair]) for person in (i, k) for pair in model.by_left.get(person, ())}
    for j in sorted(right):
        yield model.at.get((i, j)), model.at.get((k, j))


def _budget(model: PairModel, limit: PairLimit, slack: Slack) -> None:
    if limit.budget is None:
        return
    cents = limit.budget.pairs[model.left, model.right]
    variables, coefficients = np.flatnonzero(cents).tolist(), cents[cents != 0].tolist()
    for j in np.flatnonzero(limit.budget.right).tolist():
        if j in model.by_right:
            variables.append(model.has_partner(j))
            coefficients.append(int(limit.budget.right[j]))
    over = slack(ENDLESS // 1000)
    model.data.row([*variables, *over], coefficients + [-limit.budget.unit] * len(over), -ENDLESS, limit.budget.most)


PARTS: tuple[Callable[[PairModel, PairLimit, Slack], None], ...] = (_rows, _fewest, _apart, _together, _budget)
