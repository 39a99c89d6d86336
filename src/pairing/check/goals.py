"""What a plan is worth: every goal of the program, recomputed from its pairs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pairing.check.conditions import answers
from pairing.check.people import People
from pairing.season import Season

MINIMUM = "minimum"
"""The name that a certificate gives to serving everybody's minimum, before all goals."""

MINIMIZED = ("even_load", "keep", "alike", "worst_cohort")
"""The kinds of goals of which less is better."""


@dataclass(frozen=True)
class Goal:
    """One goal; `counted` holds the positions of the left people that a `placed` or `seated` goal counts.

    `limit` and `cost_per_unit` are those of a `keep` goal.
    """

    name: str
    kind: str
    counted: frozenset[int] = frozenset()
    limit: str = ""
    cost_per_unit: int = 1

    @property
    def larger_is_better(self) -> bool:
        """Whether the goal is maximized."""
        return self.kind not in MINIMIZED


@dataclass(frozen=True)
class Made:
    """The pairs that are made, as positions, with their fits; `already`: earlier partners of each right person.

    `broken`: by how many units these pairs break each limit, by the limit's name.
    """

    pairs: list[tuple[int, int]]
    fits: list[int]
    already: list[int]
    broken: Mapping[str, int] = field(default_factory=dict)


def expanded(season: Season, people: People) -> list[Goal]:
    """The program's goals in order; a goal with `by` stands for one goal per value, unknown last."""
    goals: list[Goal] = []
    items: Iterable[Any] = season.program.goals
    for item in items:
        if item.kind == "placed":
            goals.extend(_placed_goals(season, people, item.title, item.who, item.by))
        elif item.kind == "keep":
            goals.append(Goal(item.title, "keep", limit=item.limit, cost_per_unit=item.cost_per_unit))
        else:
            goals.append(Goal(item.title, item.kind))
    return goals


def _placed_goals(season: Season, people: People, title: str, who: dict[str, object], by: str | None) -> list[Goal]:
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


def _placed(goal: Goal, made: Made) -> int:
    """The number of left people with a partner for whom `who` is yes."""
    return len({i for i, _ in made.pairs} & goal.counted)


def _worst_fit(goal: Goal, made: Made) -> int | None:
    """The smallest fit of any pair; nothing to measure without pairs."""
    return min(made.fits, default=None)


def _fit(goal: Goal, made: Made) -> int:
    """The sum of the fits of all pairs, in hundredths."""
    return sum(made.fits)


def _even_load(goal: Goal, made: Made) -> int:
    """A right person's second partner costs 1, the third 2, and so on, those they already had included."""
    new = Counter(j for _, j in made.pairs)
    loads = [had + new[j] for j, had in enumerate(made.already)]
    return sum(load * (load - 1) // 2 for load in loads)


def _keep(goal: Goal, made: Made) -> int:
    """What the units cost by which the goal's limit is broken."""
    return goal.cost_per_unit * made.broken[goal.limit]


GOALS: dict[str, Callable[[Goal, Made], int | None]] = {
    "placed": _placed,
    "worst_fit": _worst_fit,
    "fit": _fit,
    "even_load": _even_load,
    "keep": _keep,
}
"""Every kind of goal and its value."""


def values(goals: list[Goal], made: Made) -> dict[str, int | None]:
    """Every goal's value by name."""
    return {goal.name: GOALS[goal.kind](goal, made) for goal in goals}
