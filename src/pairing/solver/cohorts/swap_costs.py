"""Swap costs: each member's best other cohorts, by a move or an exchange, with everyone else staying put."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from pairing.plans.cohort_parts import Exchange
from pairing.solver.cohorts.evaluation import CohortEvaluation, Led, Members, mean_cost
from pairing.solver.cohorts.results import mean_fit, numbered

BEST = 3
"""How many other cohorts each member is shown."""


def exchanges(evaluation: CohortEvaluation, cohorts: Sequence[Led]) -> tuple[Exchange, ...]:
    """Each member's best other cohorts by swap cost, exact over all moves and swaps, in the table's order."""
    ordered = numbered(evaluation, cohorts)
    ids = evaluation.roster.season.left.ids
    found: list[tuple[int, Exchange]] = []
    for home in ordered:
        for i in home.led[0]:
            options = [
                option
                for there in ordered
                if there is not home and (option := _best(evaluation, i, home.led, there.led, there.number))
            ]
            options.sort(key=lambda option: (option.cost, option.cohort))
            found += [(i, option) for option in options[:BEST]]
    return tuple(option for _, option in sorted(found, key=lambda entry: (ids[entry[0]], entry[1].cost)))


def _best(evaluation: CohortEvaluation, i: int, home: Led, there: Led, number: int) -> Exchange | None:
    """The cheapest way of member i into another cohort that both cohorts bear."""
    before = evaluation.cost(home[0]) + evaluation.cost(there[0])
    for cost, j in sorted(_changes(evaluation, i, home[0], there[0])):
        left, right = _after(home[0], there[0], i, j)
        if (
            evaluation.may_be(left, home[1])
            and evaluation.may_be(right, there[1])
            and _locks_hold(evaluation, i, j, home, there)
        ):
            led = evaluation.led_fit(left, home[1]) + evaluation.led_fit(right, there[1])
            lost = led - evaluation.led_fit(*home) - evaluation.led_fit(*there)
            mates = [k for k in right if k != i]
            fit = mean_fit(evaluation.roster.fit[i, mates]) or 0
            other = None if j < 0 else evaluation.roster.season.left.ids[j]
            return Exchange(evaluation.roster.season.left.ids[i], number, other, cost - before, -lost, fit)
    return None


def _changes(evaluation: CohortEvaluation, i: int, home: Members, there: Members) -> Iterator[tuple[int, int]]:
    """(cost of both cohorts afterwards, who comes back; -1 for nobody) of the move and of every swap."""
    lacking, sizes = evaluation.dissimilarity, evaluation.roster.program.sizes
    here, far = list(home), list(there)
    pairs = int(lacking[np.ix_(here, here)].sum()) // 2 - int(lacking[i, here].sum())
    others = int(lacking[np.ix_(far, far)].sum()) // 2 + int(lacking[i, far].sum())
    if len(here) > sizes.min and len(far) < sizes.max:
        left, right = _after(home, there, i, -1)
        cost = mean_cost(pairs, len(left)) + mean_cost(others, len(right))
        yield cost + evaluation.penalty(left) + evaluation.penalty(right), -1
    rest = [k for k in here if k != i]
    for j in there:
        left, right = _after(home, there, i, j)
        mine = pairs + int(lacking[j, rest].sum())
        theirs = others - int(lacking[j, far].sum()) - int(lacking[i, j])
        cost = mean_cost(mine, len(left)) + mean_cost(theirs, len(right))
        yield cost + evaluation.penalty(left) + evaluation.penalty(right), j


def _after(home: Members, there: Members, i: int, j: int) -> tuple[Members, Members]:
    left = tuple(sorted([k for k in home if k != i] + ([] if j < 0 else [j])))
    right = tuple(sorted([k for k in there if k != j] + [i]))
    return left, right


def _locks_hold(evaluation: CohortEvaluation, i: int, j: int, home: Led, there: Led) -> bool:
    """Nobody who is locked with a facilitator leaves them."""
    left, right = (home[1], there[1])
    for member, leader in evaluation.roster.locked_leads:
        if (member == i and leader not in right) or (member == j and leader not in left):
            return False
    return True
