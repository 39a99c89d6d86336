"""Goals that add up over pairs and over people without one: one small function per kind, in one explicit dict.

The network charges them on its arcs, CP-SAT on its variables; both read them from here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from pairing.instance.pairs import Candidates
from pairing.profiles import key
from pairing.program.goals import Fit, InOrder, Keep, Level, Miles, Moves, Placed
from pairing.program.rules.conditions import holds
from pairing.season import Standing
from pairing.season.standing import weighs_moves

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class SeparableObjective:
    """A goal to be minimized whose value is `constant + sign * cost`.

    pairs: (left, right), what a pair costs. unplaced: (left,), what somebody who takes part costs without a partner.
    """

    name: str
    kind: str
    pairs: Ints
    unplaced: Ints
    constant: int = 0
    sign: int = 1


def placed(candidates: Candidates, item: Placed) -> Iterator[SeparableObjective]:
    """Staying unplaced costs 1, class by class."""
    for name, counted in classes_of(candidates, item):
        yield SeparableObjective(name, "placed", _free(candidates), counted.astype(np.int64), int(counted.sum()), -1)


def classes_of(candidates: Candidates, item: Placed) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    """The classes of left people that a `placed` goal stands for: name, and who is counted, (left,) bool."""
    chosen = holds(item.who, candidates.season.left)
    counted = candidates.left_in & np.array([answer is True for answer in chosen], dtype=bool)
    if item.by is None:
        yield item.title, counted
        return
    classes = candidates.season.left.numbers(item.by)
    for value in np.unique(classes[candidates.left_in & ~np.isnan(classes)]):
        yield f"{item.title}: {item.by} {value:g}", counted & (classes == value)
    if (candidates.left_in & np.isnan(classes)).any():
        yield f"{item.title}: {item.by} unknown", counted & np.isnan(classes)


def fit(candidates: Candidates, item: Fit) -> Iterator[SeparableObjective]:
    """A pair earns its fit; leaving a proposed pair that could stay costs what the program says."""
    earned = -candidates.fit.astype(np.int64)
    left, _ = proposed = _could_stay(candidates, confirmed=False)
    cost = math.floor(100 * Fraction(str(item.move_cost)) + Fraction(1, 2))
    nobody = _nobody(candidates)
    nobody[left] = cost
    earned[left] += cost
    earned[proposed] -= cost
    yield SeparableObjective(item.title, "fit", earned, nobody, sign=-1)


def moves(candidates: Candidates, item: Moves) -> Iterator[SeparableObjective]:
    """Leaving a confirmed pair that could stay costs 1; in a plan that is no rerun there is no such goal."""
    if candidates.season.standing is None:
        return
    left, _ = confirmed = _could_stay(candidates, confirmed=True)
    pairs, nobody = _free(candidates), _nobody(candidates)
    pairs[left] = 1
    pairs[confirmed] = 0
    nobody[left] = 1
    yield SeparableObjective(item.title, "moves", pairs, nobody)


def _could_stay(candidates: Candidates, *, confirmed: bool) -> tuple[Ints, Ints]:
    """The left and right people of the pairs that stand and could stay: the confirmed ones, or those only proposed.

    A pair can stay that may be made and that nobody reopened. Without a goal `fit` no proposed pair is weighed, and
    all count as confirmed.
    """
    standing = candidates.season.standing
    found = []
    if isinstance(standing, Standing):
        weighed = standing.proposed if weighs_moves(candidates.season.program) else frozenset()
        found = [
            (i, j)
            for i, j in sorted(standing.partners.items())
            if candidates.eligible[i, j] and i not in standing.reopened and (i in weighed) != confirmed
        ]
    left, right = np.array(found, dtype=np.int64).reshape(-1, 2).T
    return left, right


def keep_rule(candidates: Candidates, item: Keep) -> Iterator[SeparableObjective]:
    """A pair that does not pass the soft rule costs the goal's cost per unit; nothing for a goal about a limit."""
    rules = [rule.title for rule in candidates.season.program.rules]
    if item.rule:
        broken = ~candidates.passes[rules.index(item.rule)]
        yield SeparableObjective(item.title, "keep", item.cost_per_unit * broken.astype(np.int64), _nobody(candidates))


def in_order(candidates: Candidates, item: InOrder) -> Iterator[SeparableObjective]:
    """Leaving somebody out costs the more the earlier they come; those who come last cost 1."""
    cost = _nobody(candidates)
    inside = np.flatnonzero(candidates.left_in)
    cells = [candidates.season.left.values(column) for column in item.columns]
    places = [tuple(_place(cell[i]) for cell in cells) for i in inside.tolist()]
    order = sorted(set(places), reverse=True)
    cost[inside] = [1 + order.index(place) for place in places]
    yield SeparableObjective(item.title, "in_order", _free(candidates), cost)


def level(candidates: Candidates, item: Level) -> Iterator[SeparableObjective]:
    """A pair earns the place of the right person's level in the order of levels, from 1; 0 for any other."""
    order = [key(entry) for entry in item.order]
    levels = candidates.season.right.keys(item.column)
    earned = np.array([1 + order.index(own) if own in order else 0 for own in levels], dtype=np.int64)
    yield SeparableObjective(
        item.title, "level", np.tile(-earned, (len(candidates.left_in), 1)), _nobody(candidates), sign=-1
    )


def miles(candidates: Candidates, item: Miles) -> Iterator[SeparableObjective]:
    """A pair costs its miles in hundredths; where they are unknown, what the program says."""
    unknown = math.floor(100 * Fraction(str(item.unknown_miles)) + Fraction(1, 2))
    known = np.floor(100 * np.nan_to_num(candidates.miles) + 0.5).astype(np.int64)
    yield SeparableObjective(
        item.title, "miles", np.where(np.isnan(candidates.miles), unknown, known), _nobody(candidates)
    )


SUMS: dict[str, Callable[..., Iterator[SeparableObjective]]] = {
    "placed": placed,
    "fit": fit,
    "keep": keep_rule,
    "in_order": in_order,
    "level": level,
    "miles": miles,
    "moves": moves,
}


def _place(value: object) -> tuple[bool, object]:
    """Sorts the smallest, the earliest and yes first, blank last."""
    return value is None, (not value if isinstance(value, bool) else "" if value is None else value)


def _free(candidates: Candidates) -> Ints:
    return np.zeros(candidates.fit.shape, dtype=np.int64)


def _nobody(candidates: Candidates) -> Ints:
    return np.zeros(len(candidates.left_in), dtype=np.int64)
