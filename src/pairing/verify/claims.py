"""What a plan of any kind claims about its goals and its outcome, against what was recomputed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Sized
from dataclasses import dataclass
from typing import NamedTuple

from pairing.plans.base import AnyPlan, GoalResult
from pairing.verify.pairs.goals import Goal

Values = dict[str, int | None]
"""What each goal was recomputed to be, by its name."""


class ClaimedGoal(NamedTuple):
    """A goal of the program, its true value, what the plan claims of it, and the first earlier goal not proved."""

    goal: Goal
    value: int | None
    claim: GoalResult | None
    unproved: str


def claimed_goals(plan: AnyPlan, goals: Sequence[Goal], values: Values) -> Iterator[ClaimedGoal]:
    """The program's goals in order; a goal that the plan does not state has no claim and is not proved."""
    claims = {claim.name: claim for claim in plan.goal_results}
    unproved = ""
    for goal in goals:
        claim = claims.get(goal.name)
        yield ClaimedGoal(goal, values[goal.name], claim, unproved)
        if not unproved and not (claim and claim.proved):
            unproved = goal.name


def goals_agree(plan: AnyPlan, goals: Sequence[Goal], values: Values, made: str) -> Iterator[str]:
    """The plan states the program's goals, in order, with their true values; `made`: what it consists of."""
    claimed, expected = (
        [(goal.name, goal.kind) for goal in plan.goal_results],
        [(goal.name, goal.kind) for goal in goals],
    )
    if claimed != expected:
        yield f"the goals are {_listed(claimed)}; the program says {_listed(expected)}"
    for goal in plan.goal_results:
        if goal.name in values and goal.value != values[goal.name]:
            yield f'goal "{goal.name}": value {goal.value} is claimed, the {made} have {values[goal.name]}'


def given_agrees(claim: GoalResult, *expected: str) -> Iterator[str]:
    """A bound is given what is expected, or anything else that may be."""
    if claim.given not in expected:
        yield f'goal "{claim.name}": its bound is given {claim.given!r}, expected {expected[0]!r}'


def bound_in_place(claim: GoalResult, goal: Goal, value: int | None) -> Iterator[str]:
    """A bound is on the right side of the value, and there wherever there is a value."""
    start = f'goal "{claim.name}": bound {claim.bound} is'
    if value is None:
        return
    if claim.bound is None:
        yield f"{start} claimed with value {value}"
    elif goal.sign * claim.bound < goal.sign * value:
        yield f"{start} on the wrong side of the value {value}"


def bound_reached(claim: GoalResult, value: int | None) -> Iterator[str]:
    """A goal that counts as proved has its bound for a value."""
    if claim.proved and value != claim.bound:
        yield f'goal "{claim.name}": called proved with value {value} and bound {claim.bound}'


def outcome_agrees(plan: AnyPlan) -> Iterator[str]:
    """A plan is proved when every goal is, else bounded."""
    open_goals = ", ".join(f'"{goal.name}"' for goal in plan.goal_results if not goal.proved)
    if plan.outcome == "proved" and open_goals:
        yield f"the outcome is proved, although goal {open_goals} is not"
    if plan.outcome == "bounded" and not open_goals:
        yield "the outcome is bounded, although every goal is proved"


def nothing_claimed(plan: AnyPlan, **made: Sized) -> Iterator[str]:
    """Without a plan nothing is made and no goal has a value, but there is a reason."""
    for word, some in made.items():
        if some:
            yield f"the outcome is {plan.outcome}, yet there are {len(some)} {word}"
    for goal in plan.goal_results:
        if goal.value is not None or goal.proved:
            yield f'the outcome is {plan.outcome}, yet goal "{goal.name}" has value {goal.value}'
    if not plan.reason.strip():
        yield f"the outcome is {plan.outcome}, yet no reason is given"


def _listed(goals: list[tuple[str, str]]) -> str:
    return ", ".join(f'"{name}" ({kind})' for name, kind in goals) or "none"


class Stated(str):
    """A finding about what a plan states: a figure, a goal's value, a bound, a proof; no breach of anything."""

    __slots__ = ()


def stated(findings: Iterable[str]) -> Iterator[Stated]:
    """Findings about what a plan states."""
    return map(Stated, findings)


@dataclass(frozen=True)
class Report:
    """What the checker found: nothing, where it agrees.

    `values`: every goal's value by name, recomputed (fits in hundredths). `judged`: pairs judged by scalar code, of
    `pairs` that there are; in a cohort program pairs of two members, or of a member and a facilitator. `unchecked`:
    what was taken from the run's record, in sentences.
    """

    findings: tuple[str, ...]
    values: dict[str, int | None]
    judged: int
    pairs: int
    unchecked: tuple[str, ...] = ()

    @property
    def breaches(self) -> tuple[str, ...]:
        """The findings about people, rules, limits and decisions."""
        return tuple(finding for finding in self.findings if not isinstance(finding, Stated))
