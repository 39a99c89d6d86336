"""What a plan of pairs states about each pair, its goals and its outcome, against what was recomputed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pairing.plans.base import GoalResult
from pairing.plans.pair_parts import Pair
from pairing.plans.pairs import Plan
from pairing.profiles import key
from pairing.season import PairSeason
from pairing.verify.claims import Values, bound_in_place, bound_reached, claimed_goals, given_agrees, nothing_claimed
from pairing.verify.pairs.evaluation import Judge
from pairing.verify.pairs.goals import Goal
from pairing.verify.pairs.proofs import Certificate

LIMITS_ENGINE = "CP-SAT"
"""Part of the name of the engine that keeps limits which are no part of the network."""


def in_order(season: PairSeason, pairs: Sequence[Pair]) -> Iterator[str]:
    """Pairs stand in the order of the left table."""
    order = [season.left.index[key(pair.left)] for pair in pairs if key(pair.left) in season.left.index]
    if order != sorted(order):
        yield "the pairs are not in order of the left ids"


def as_claimed(judge: Judge, pair: Pair, i: int, j: int) -> Iterator[str]:
    """Fit, points, miles, locks and certainty of a pair are as the plan says."""
    start = f"{judge.season.left.ids[i]} with {judge.season.right.ids[j]}: "
    earned = dict(zip(judge.titles, judge.points(i, j), strict=True))
    if pair.fit != sum(earned.values()):
        yield f"{start}fit {pair.fit / 100:.2f} is claimed, the criteria give {sum(earned.values()) / 100:.2f}"
    for name in sorted({*earned, *pair.points}):
        if pair.points.get(name) != earned.get(name):
            claimed, given = _points(pair.points.get(name)), _points(earned.get(name))
            yield f'{start}criterion "{name}": {claimed} points are claimed, it gives {given}'
    yield from _miles(judge, pair, i, j, start)
    locked = (i, j) in judge.people.locks
    stands = judge.season.only is not None and (i, j) in judge.season.only.pairs
    if stands and pair.change != "kept":
        yield f'{start}change is "{pair.change}", the pair is kept as it stands'
    elif not stands and (pair.change == "locked") != locked:
        yield f'{start}change is "{pair.change}", the pair is {"" if locked else "not "}locked'
    elif judge.season.standing is not None and not locked:
        was = _against_standing(judge.season.standing, i, j)
        if pair.change != was:
            yield f'{start}change is "{pair.change}", against what stood it is {was}'
    if locked and pair.certain == "no":
        yield f"{start}called uncertain, the pair is locked"


def _against_standing(standing: Any, i: int, j: int) -> str:
    """Kept with the partner who stood, moved from another one, or new."""
    if standing.partners.get(i) == j:
        return "kept"
    return "moved" if i in standing.partners or i in standing.gone else "new"


def _points(hundredths: int | None) -> str:
    return "no" if hundredths is None else f"{hundredths / 100:.2f}"


def _miles(judge: Judge, pair: Pair, i: int, j: int, start: str) -> Iterator[str]:
    """Miles are Lambert's, rounded to hundredths, and near the geodesic."""
    miles, exact = judge.miles(i, j), judge.miles.geodesic(i, j)
    if pair.miles != miles:
        yield f"{start}{pair.miles} miles are claimed, the places lie {miles} apart"
    elif miles is not None and exact is not None and abs(miles - exact) > 1e-5 * exact + 0.01:
        yield f"{start}{miles} miles, the geodesic is {exact:.2f}"


def bounds_agree(plan: Plan, goals: Sequence[Goal], values: Values, certificate: Certificate) -> Iterator[str]:
    """Every bound and every proof that the plan claims is shown by the certificate, in the order of the goals.

    Not so where the engine kept limits: then bounds may be tighter than the network's, and are only put in order.
    """
    limited = limits_kept_by_engine(plan, certificate)
    earlier: list[str] = []
    floor = 0
    for goal, value, claim, unproved in claimed_goals(plan, goals, values):
        if claim is not None:
            yield from given_agrees(claim, unproved)
            yield from bound_in_place(claim, goal, value)
            if claim.bound is not None and limited:
                yield from bound_reached(claim, value)
            elif claim.bound is not None:
                yield from _shown(claim, goal, value, certificate, earlier, floor)
        if goal.kind == "worst_fit" and value is not None:
            floor = value
        earlier.append(goal.name)
    if not plan.pairs:
        yield from _empty(plan, goals)


def limits_kept_by_engine(plan: Plan, certificate: Certificate) -> bool:
    """The plan was found by an engine that knows limits which are no part of the network."""
    limits = {limit.title for limit in plan.season.program.limits}
    return LIMITS_ENGINE in plan.engine and limits != certificate.net.quotas.limits


def _shown(
    claim: GoalResult, goal: Goal, value: int | None, certificate: Certificate, earlier: list[str], floor: int
) -> Iterator[str]:  # fmt: skip
    """A bound is shown by the certificate, and equal to the value where the goal counts as proved."""
    start = f'goal "{goal.name}": '
    shown = certificate.shown(goal, value, earlier, floor)
    shows = f"the certificate shows {'nothing' if shown is None else shown}"
    if claim.proved and not value == claim.bound == shown:
        yield f"{start}called proved with value {value} and bound {claim.bound}; {shows}"
    counted = [goal.sign * bound for bound in (shown, certificate.countable(goal)) if bound is not None]
    if not claim.proved and not any(goal.sign * (claim.bound or 0) >= bound for bound in counted):
        yield f"{start}bound {claim.bound} is claimed; {shows}"


def _empty(plan: Plan, goals: Sequence[Goal]) -> Iterator[str]:
    """Without pairs, having no worst fit is proved only where placing nobody is proved."""
    claims = {claim.name: claim for claim in plan.goal_results}
    for number, goal in enumerate(goals):
        claim = claims.get(goal.name)
        before = [claims.get(one.name) for one in goals[:number] if one.kind == "placed"]
        placing_proved = all(earlier is not None and earlier.proved for earlier in before)
        if goal.kind == "worst_fit" and claim is not None and claim.proved and not placing_proved:
            yield f'goal "{goal.name}": called proved without pairs, although placing nobody is not proved'


def no_plan_agrees(plan: Plan, certificate: Certificate, *, locks_alone: bool) -> Iterator[str]:
    """Without a plan nothing is claimed but a reason, and there is a proof where pairs could be made.

    That limits beyond the network cannot be kept is believed, unless the locked pairs alone are a plan (`locks_alone`).
    """
    yield from nothing_claimed(plan, pairs=plan.pairs)
    shown = limits_kept_by_engine(plan, certificate) or not certificate.any_pair or certificate.refutes_minimums()
    if plan.outcome == "infeasible" and not shown:
        yield "the outcome is infeasible, yet pairs are eligible and no proof shows that the minimums cannot be met"
    if plan.outcome == "infeasible" and locks_alone:
        yield "the outcome is infeasible, yet the locked pairs alone are a plan"
