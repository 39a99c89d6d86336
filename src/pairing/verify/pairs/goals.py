"""What a plan is worth: every goal of the program, recomputed from its pairs."""

from __future__ import annotations

import datetime
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from pairing.profiles import key
from pairing.season import PairSeason
from pairing.verify import written
from pairing.verify.cells import comparables
from pairing.verify.conditions import Condition, answers
from pairing.verify.distance import Miles, hundredths
from pairing.verify.pairs.evaluation import Questions
from pairing.verify.pairs.rerun import read_fit, read_moves
from pairing.verify.participation import People
from pairing.verify.written import Item

MINIMUM = "minimum"
"""The name that a certificate gives to serving everybody's minimum, before all goals."""

MINIMIZED = (
    "even_load", "keep", "in_order", "miles", "moves", "facilitator_changes", "alike", "worst_cohort",
)  # fmt: skip
"""The kinds of goals of which less is better."""


@dataclass(frozen=True)
class Goal:
    """One goal; `counted` holds the positions of the left people that a `placed` or `seated` goal counts.

    `limit`, `rule` and `cost_per_unit` are those of a `keep` goal. `of_pair`: what a pair of two positions adds to
    the value; `of_leaving`: what each left person who takes part adds by staying without a partner.
    """

    name: str
    kind: str
    counted: frozenset[int] = frozenset()
    limit: str = ""
    cost_per_unit: int = 1
    rule: str = ""
    of_pair: Callable[[int, int], int] = lambda i, j: 0
    of_leaving: Mapping[int, int] = field(default_factory=dict)

    @property
    def larger_is_better(self) -> bool:
        """Whether the goal is maximized."""
        return self.kind not in MINIMIZED

    @property
    def sign(self) -> int:
        """What turns values so that larger ones are better."""
        return 1 if self.larger_is_better else -1


@dataclass(frozen=True)
class Made:
    """The pairs that are made, as positions, with their fits; `already`: earlier partners of each right person.

    `broken`: by how many units these pairs break each limit, by the limit's name.
    """

    pairs: Sequence[tuple[int, int]]
    fits: list[int]
    already: list[int]
    broken: Mapping[str, int] = field(default_factory=dict)


def expanded(season: PairSeason, people: People) -> list[Goal]:
    """The program's goals in order; a goal with `by` stands for one goal per value, unknown last."""
    goals: list[Goal] = []
    for item in written.goals(season.program):
        if item.kind == "placed":
            goals.extend(_placed_goals(season, people, item.title, item["who"], item["by"]))
        elif item.kind == "moves" and season.standing is None:
            continue
        elif item.kind in READERS:
            goals.append(Goal(item.title, item.kind, **READERS[item.kind](season, people, item)))
        else:
            goals.append(Goal(item.title, item.kind))
    return goals


def _placed_goals(season: PairSeason, people: People, title: str, who: Condition, by: str | None) -> list[Goal]:
    """Only people for whom `who` is yes are counted; the values of `by` are those of all who take part."""
    wanted = answers(season.left, who)
    counted = [i for i in people.served if wanted[i] is True]
    if by is None:
        return [Goal(title, "placed", frozenset(counted))]
    values = season.left.values(by)
    classes = {values[i] for i in people.served}
    order = sorted(value for value in classes if value is not None) + [None] * (None in classes)
    return [
        Goal(
            f"{title}: {by} unknown" if value is None else f"{title}: {by} {value:g}",
            "placed",
            frozenset(i for i in counted if values[i] == value),
        )
        for value in order
    ]


def _read_keep(season: PairSeason, people: People, item: Item) -> dict[str, Any]:
    """A rule is broken by each pair that it does not let pass; a limit by what `Made` says."""
    if not item["rule"]:
        return {"limit": item["limit"], "cost_per_unit": item["cost_per_unit"]}
    questions = Questions(season, [rule for rule in written.rules(season.program) if rule.title == item["rule"]], [])

    def of_pair(i: int, j: int) -> int:
        return 0 if questions.passes(i, j) else int(item["cost_per_unit"])

    return {"rule": item["rule"], "cost_per_unit": item["cost_per_unit"], "of_pair": of_pair}


def _read_in_order(season: PairSeason, people: People, item: Item) -> dict[str, Any]:
    """Leaving out somebody of the last class costs 1, of the one before 2, and so on."""
    columns = [season.left.values(column) for column in item["columns"]]
    turns = {i: tuple(_turn(values[i]) for values in columns) for i in people.served}
    last_first = {turn: number for number, turn in enumerate(sorted(set(turns.values()), reverse=True), start=1)}
    return {"of_leaving": {i: last_first[turn] for i, turn in turns.items()}}


def _turn(value: Any) -> tuple[int, float]:
    """When a cell has its turn: small numbers and early dates first, yes before no, blank cells last."""
    if value is None:
        return (1, 0)
    if isinstance(value, datetime.date):
        return (0, value.toordinal())
    return (0, -value if isinstance(value, bool) else value)


def _read_level(season: PairSeason, people: People, item: Item) -> dict[str, Any]:
    """A pair counts as much as the place of the right person's level: 1 for the first, 0 for none of them."""
    places = {key(level): place for place, level in enumerate(item["order"], start=1)}
    levels = [places.get(level, 0) for level in comparables(season.right, item["column"])]
    return {"of_pair": lambda i, j: levels[j]}


def _read_miles(season: PairSeason, people: People, item: Item) -> dict[str, Any]:
    """A pair's miles in hundredths; where they are unknown, `unknown_miles` as the decimal is written."""
    places, unknown = Miles(season), math.floor(100 * Fraction(str(item["unknown_miles"])) + Fraction(1, 2))

    def of_pair(i: int, j: int) -> int:
        miles = places(i, j)
        return unknown if miles is None else hundredths(miles)

    return {"of_pair": of_pair}


READERS: dict[str, Callable[[PairSeason, People, Item], dict[str, Any]]] = {
    "keep": _read_keep,
    "in_order": _read_in_order,
    "level": _read_level,
    "miles": _read_miles,
    "fit": read_fit,
    "moves": read_moves,
}
"""What a goal's own parameters say about this season, for kinds that have any beside `placed`."""


def _placed(goal: Goal, made: Made) -> int:
    """The number of left people with a partner for whom `who` is yes."""
    return len({i for i, _ in made.pairs} & goal.counted)


def _worst_fit(goal: Goal, made: Made) -> int | None:
    """The smallest fit of any pair; nothing to measure without pairs."""
    return min(made.fits, default=None)


def _fit(goal: Goal, made: Made) -> int:
    """The sum of the fits of all pairs, in hundredths, less what leaving proposed pairs costs."""
    return sum(made.fits) + _moves(goal, made)


def _even_load(goal: Goal, made: Made) -> int:
    """A right person's second partner costs 1, the third 2, and so on, those they already had included."""
    new = Counter(j for _, j in made.pairs)
    loads = [had + new[j] for j, had in enumerate(made.already)]
    return sum(load * (load - 1) // 2 for load in loads)


def _keep(goal: Goal, made: Made) -> int:
    """What the units cost by which the goal's limit is broken, or the pairs that do not pass its rule."""
    return _of_pairs(goal, made) if goal.rule else goal.cost_per_unit * made.broken[goal.limit]


def _of_pairs(goal: Goal, made: Made) -> int:
    """What all pairs add up to, locked ones included."""
    return sum(goal.of_pair(i, j) for i, j in made.pairs)


def _in_order(goal: Goal, made: Made) -> int:
    """What those cost who take part and have no partner."""
    placed = {i for i, _ in made.pairs}
    return sum(cost for i, cost in goal.of_leaving.items() if i not in placed)


def _moves(goal: Goal, made: Made) -> int:
    """What everyone adds up to who has left a pair, for another one or for none."""
    return _of_pairs(goal, made) + _in_order(goal, made)


GOALS: dict[str, Callable[[Goal, Made], int | None]] = {
    "placed": _placed,
    "worst_fit": _worst_fit,
    "fit": _fit,
    "even_load": _even_load,
    "keep": _keep,
    "in_order": _in_order,
    "level": _of_pairs,
    "miles": _of_pairs,
    "moves": _moves,
}
"""Every kind of goal and its value."""


def values(goals: list[Goal], made: Made) -> dict[str, int | None]:
    """Every goal's value by name."""
    return {goal.name: GOALS[goal.kind](goal, made) for goal in goals}
