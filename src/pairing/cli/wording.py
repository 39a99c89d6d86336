"""Goals, values and reasons as the terminal says them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pairing.any_plan import GoalResult, LeftOut
from pairing.program.goals import SMALLER_IS_BETTER

PLACE_IN_ORDER = re.compile(r"; number [\d,]+ of [\d,]+ in the order by [^;]*$")
MOST_EARLIER = 2
"""More earlier goals than this are not repeated with their values."""


def said(goal: GoalResult, goals: Sequence[GoalResult]) -> str:
    """A goal's value and what was proved about it."""
    value, bound = number(goal, goal.value), number(goal, goal.bound)
    if goal.kind == "keep":
        value += " (not kept)" if goal.value else " (kept)"
    if goal.proved:
        earlier = [f"{g.name} {number(g, g.value)}" for g in goals[: goals.index(goal)]]
        if len(earlier) > MOST_EARLIER:
            return f"{goal.name}: {value}; no plan as good in every goal above does better"
        return f"{goal.name}: {value}; no plan{' with ' + ' and '.join(earlier) if earlier else ''} does better"
    given = f", with {goal.given} as it is" if goal.given else ""
    better = "less" if goal.kind in SMALLER_IS_BETTER else "more"
    return f"{goal.name}: {value}; no plan can have {better} than {bound}{given}"


def number(goal: GoalResult, value: int | None) -> str:
    """A goal's value as people read it."""
    shown = goal.shown(value)
    return "none" if shown is None else f"{shown:,.2f}" if isinstance(shown, float) else f"{shown:,}"


def reasons(people: Sequence[LeftOut]) -> Iterator[list[str]]:
    """One line each; a reason that several share is said once, also where they differ in their place in an order."""
    first: dict[str, str] = {}
    for person in people:
        shared, own = _in_order(person.reason)
        said = first.setdefault(shared, person.id)
        again = f"(the same reason as {said}){own}"
        yield [person.id, person.name, person.reason if said == person.id else again]


def _in_order(reason: str) -> tuple[str, str]:
    """A reason without its end that says where somebody stands in the order, and that end."""
    place = PLACE_IN_ORDER.search(reason)
    return (reason[: place.start()], place[0]) if place else (reason, "")
