"""What a plan claims about its goals and its outcome, against what was recomputed."""

from __future__ import annotations

from collections.abc import Iterator

from pairing.check.goals import Goal
from pairing.check.proofs import Certificate
from pairing.plan import Answer, GoalResult, Plan

LIMITS_ENGINE = "CP-SAT"
"""Part of the name of the engine that keeps limits which are no part of the network."""


def goals_agree(plan: Answer, goals: list[Goal], values: dict[str, int | None], made: str = "pairs") -> Iterator[str]:
    """The plan states the program's goals, in order, with their true values."""
    claimed, expected = [(goal.name, goal.kind) for goal in plan.goals], [(goal.name, goal.kind) for goal in goals]
    if claimed != expected:
        yield f"the goals are {_listed(claimed)}; the program says {_listed(expected)}"
    for goal in plan.goals:
        if goal.name in values and goal.value != values[goal.name]:
            yield f'goal "{goal.name}": value {goal.value} is claimed, the {made} have {values[goal.name]}'


def bounds_agree(
    plan: Plan, goals: list[Goal], values: dict[str, int | None], certificate: Certificate
) -> Iterator[str]:
    """Every bound and every proof that the plan claims is shown by the certificate, in the order of the goals.

    Not so where the engine kept limits: then bounds may be tighter than the network's, and are only put in order.
    """
    limited = limits_kept_by_engine(plan, certificate)
    claims = {goal.name: goal for goal in plan.goals}
    earlier: list[Goal] = []
    floor, unproved = 0, ""
    for goal in goals:
        claim, value = claims.get(goal.name), values[goal.name]
        if claim is not None:
            if claim.given != unproved:
                yield f'goal "{goal.name}": its bound is given {claim.given!r}, expected {unproved!r}'
            yield from _in_order(claim, goal, value)
            if claim.bound is not None and limited:
                yield from _equal(claim, value)
            elif claim.bound is not None:
                yield from _shown(claim, goal, value, certificate, [one.name for one in earlier], floor)
        if not unproved and not (claim and claim.proved):
            unproved = goal.name
        if goal.kind == "worst_fit" and value is not None:
            floor = value
        earlier.append(goal)
    if not plan.pairs:
        yield from _empty(goals, claims)


def limits_kept_by_engine(plan: Plan, certificate: Certificate) -> bool:
    """The plan was found by an engine that knows limits which are no part of the network."""
    limits = {limit.title for limit in plan.season.program.limits}
    return LIMITS_ENGINE in plan.engine and limits != certificate.net.quotas.limits


def _in_order(claim: GoalResult, goal: Goal, value: int | None) -> Iterator[str]:
    """A bound is on the right side of the value, and there wherever there is a value."""
    start = f'goal "{goal.name}": bound {claim.bound} is'
    if claim.bound is None:
        if value is not None:
            yield f"{start} claimed with value {value}"
    elif value is not None and _sign(goal) * claim.bound < _sign(goal) * value:
        yield f"{start} on the wrong side of the value {value}"


def _equal(claim: GoalResult, value: int | None) -> Iterator[str]:
    """A goal that counts as proved has its bound for a value."""
    if claim.proved and value != claim.bound:
        yield f'goal "{claim.name}": called proved with value {value} and bound {claim.bound}'


def _shown(
    claim: GoalResult, goal: Goal, value: int | None, certificate: Certificate, earlier: list[str], floor: int
) -> Iterator[str]:  # fmt: skip
    """A bound is shown by the certificate, and equal to the value where the goal counts as proved."""
    start = f'goal "{goal.name}": '
    shown = certificate.shown(goal, value, earlier, floor)
    shows = f"the certificate shows {'nothing' if shown is None else shown}"
    if claim.proved and not value == claim.bound == shown:
        yield f"{start}called proved with value {value} and bound {claim.bound}; {shows}"
    counted = [_sign(goal) * bound for bound in (shown, certificate.countable(goal)) if bound is not None]
    if not claim.proved and not any(_sign(goal) * (claim.bound or 0) >= bound for bound in counted):
        yield f"{start}bound {claim.bound} is claimed; {shows}"


def _sign(goal: Goal) -> int:
    return 1 if goal.larger_is_better else -1


def _empty(goals: list[Goal], claims: dict[str, GoalResult]) -> Iterator[str]:
    """Without pairs, having no worst fit is proved only where placing nobody is proved."""
    for number, goal in enumerate(goals):
        claim = claims.get(goal.name)
        before = [claims.get(one.name) for one in goals[:number] if one.kind == "placed"]
        placing_proved = all(earlier is not None and earlier.proved for earlier in before)
        if goal.kind == "worst_fit" and claim is not None and claim.proved and not placing_proved:
            yield f'goal "{goal.name}": called proved without pairs, although placing nobody is not proved'


def outcome_agrees(plan: Answer) -> Iterator[str]:
    """A plan is proved when every goal is, else bounded."""
    open_goals = ", ".join(f'"{goal.name}"' for goal in plan.goals if not goal.proved)
    if plan.outcome == "proved" and open_goals:
        yield f"the outcome is proved, although goal {open_goals} is not"
    if plan.outcome == "bounded" and not open_goals:
        yield "the outcome is bounded, although every goal is proved"


def no_plan_agrees(plan: Plan, certificate: Certificate, *, locks_alone: bool) -> Iterator[str]:
    """Without a plan there are no pairs and no values but a reason, and a proof where pairs could be made.

    That limits beyond the network cannot be kept is believed, unless the locked pairs alone are a plan (`locks_alone`).
    """
    if plan.pairs:
        yield f"the outcome is {plan.outcome}, yet there are {len(plan.pairs)} pairs"
    for goal in plan.goals:
        if goal.value is not None or goal.proved:
            yield f'the outcome is {plan.outcome}, yet goal "{goal.name}" has value {goal.value}'
    if not plan.reason.strip():
        yield f"the outcome is {plan.outcome}, yet no reason is given"
    shown = limits_kept_by_engine(plan, certificate) or not certificate.any_pair or certificate.refutes_minimums()
    if plan.outcome == "infeasible" and not shown:
        yield "the outcome is infeasible, yet pairs are eligible and no proof shows that the minimums cannot be met"
    if plan.outcome == "infeasible" and locks_alone:
        yield "the outcome is infeasible, yet the locked pairs alone are a plan"


def _listed(goals: list[tuple[str, str]]) -> str:
    return ", ".join(f'"{name}" ({kind})' for name, kind in goals) or "none"
