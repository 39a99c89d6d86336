"""Goals and their values as the terminal and the committee's report say them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pairing.plans.base import GoalResult
from pairing.program.goals import SMALLER_IS_BETTER

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


def price(goals: Sequence[GoalResult], prices: Mapping[str, int | None]) -> str:
    """A price in words: what each goal loses, or nothing; a gain is said as such."""
    parts = []
    for goal in goals:
        loss = prices.get(goal.name)
        if loss:
            unit = goal.name.removesuffix("s") if goal.kind == "moves" and abs(loss) == 1 else goal.name
            parts.append(f"{number(goal, abs(loss))} {unit}" + (" gained" if loss < 0 else ""))
    return ", ".join(parts) or "nothing"
