"""Swap costs: each member's best other cohorts, by a move or an exchange, with everyone else staying put."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from pairing.plans.cohort_parts import Exchange
from pairing.solver.cohorts.cohort_cost import Led, Members, Worth, mean_cost
from pairing.solver.cohorts.results import mean_fit, numbered

BEST = 3
"""How many other cohorts each member is shown."""


def exchanges(worth: Worth, cohorts: Sequence[Led]) -> tuple[Exchange, ...]:
    """Each member's best other cohorts by swap cost, exact over all moves and swaps, in the table's order."""
    ordered = numbered(worth, cohorts)
    ids = worth.roster.season.left.ids
    found: list[tuple[int, Exchange]] = []
    for home in ordered:
        for i in home.led[0]:
            options = [
                option
                for there in ordered
                if there is not home and (option := _best(worth, i, home.led, there.led, there.number))
            ]
            options.sort(key=lambda option: (option.cost, option.cohort))
            found += [(i, option) for option in options[:BEST]]
    return tuple(option for _, option in sorted(found, key=lambda entry: (ids[entry[0]], entry[1].cost)))


def _best(worth: Worth, i: int, home: Led, there: Led, number: int) -> Exchange | None:
    """The cheapest way of member i into another cohort that both cohorts bear."""
    before = worth.cost(home[0]) + worth.cost(there[0])
    for cost, j in sorted(_changes(worth, i, home[0], there[0])):
        left, right = _after(home[0], there[0], i, j)
        if worth.may_be(left, home[1]) and worth.may_be(right, there[1]) and _locks_hold(worth, i, j, home, there):
            led = worth.led_fit(left, home[1]) + worth.led_fit(right, there[1])
            lost = led - worth.led_fit(*home) - worth.led_fit(*there)
            mates = [k for k in right if k != i]
            fit = mean_fit(worth.roster.fit[i, mates]) or 0
            other = None if j < 0 else worth.roster.season.left.ids[j]
            return Exchange(worth.roster.season.left.ids[i], number, other, cost - before, -lost, fit)
    return None


def _changes(worth: Worth, i: int, home: Members, there: Members) -> Iterator[tuple[int, int]]:
    """(cost of both cohorts afterwards, who comes back; -1 for nobody) of the move and of every swap."""
    lacking, sizes = worth.dissimilarity, worth.roster.program.sizes
    here, far = list(home), list(there)
    pairs = int(lacking[np.ix_(here, here)].sum()) // 2 - int(lacking[i, here].sum())
    others = int(lacking[np.ix_(far, far)].sum()) // 2 + int(lacking[i, far].sum())
    if len(here) > sizes.min and len(far) < sizes.max:
        left, right = _after(home, there, i, -1)
        cost = mean_cost(pairs, len(left)) + mean_cost(others, len(right))
        yield cost + worth.penalty(left) + worth.penalty(right), -1
    rest = [k for k in here if k != i]
    for j in there:
        left, right = _after(home, there, i, j)
        mine = pairs + int(lacking[j, rest].sum())
        theirs = others - int(lacking[j, far].sum()) - int(lacking[i, j])
        cost = mean_cost(mine, len(left)) + mean_cost(theirs, len(right))
        yield cost + worth.penalty(left) + worth.penalty(right), j


def _after(home: Members, there: Members, i: int, j: int) -> tuple[Members, Members]:
    left = tuple(sorted([k for k in home if k != i] + ([] if j < 0 else [j])))
    right = tuple(sorted([k for k in there if k != j] + [i]))
    return left, right


def _locks_hold(worth: Worth, i: int, j: int, home: Led, there: Led) -> bool:
    """Nobody who is locked with a facilitator leaves them."""
    left, right = (home[1], there[1])
    for member, leader in worth.roster.locked_leads:
        if (member == i and leader not in right) or (member == j and leader not in left):
            return False
    return True
