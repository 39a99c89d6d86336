"""Why someone has no partner: a sentence, and the counts behind it, for both sides of a plan."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pairing.explain.funnel import FORBIDDEN, NOT_TAKING_PART, Funnel, left_funnel, right_funnel
from pairing.explain.shortage import Shortage, shortage_of
from pairing.instance.pairs import Candidates
from pairing.plans.base import LeftOut
from pairing.plans.pairs import Plan
from pairing.program.goals import InOrder
from pairing.program.wording import counted, plural, screened
from pairing.solver.pairs.objectives import in_order

NO_PLAN = "no plan was found"
MOST_ABSENT = 3


def left_out(candidates: Candidates, plan: Plan) -> tuple[LeftOut, ...]:
    """Everyone without a partner in the plan, left side first, each with a reason and its counts."""
    season = candidates.season
    placed_left = {pair.left for pair in plan.pairs}
    placed_right = {pair.right for pair in plan.pairs}
    left = [_left(candidates, plan, i) for i, who in enumerate(season.left.ids) if who not in placed_left]
    right = [_right(candidates, plan, j) for j, who in enumerate(season.right.ids) if who not in placed_right]
    return (*left, *right)


def _left(candidates: Candidates, plan: Plan, i: int) -> LeftOut:
    season = candidates.season
    status, funnel = candidates.left_status[i], left_funnel(candidates, i)
    shortage = shortage_of(candidates, plan, i) if plan.found and status.takes_part and funnel.eligible else None
    counts = funnel.counts | (shortage.counts(season.program.left.label) if shortage else {})
    reason = screened(status) or _no_one(candidates, funnel)
    if not reason:
        turn, place = _turn(candidates, i)
        reason, counts = _waiting(candidates, plan, shortage, i) + turn, counts | place
    return _entry(candidates, "left", i, reason, counts)


def _turn(candidates: Candidates, i: int) -> tuple[str, dict[str, int]]:
    """Where somebody stands in the order of waiting, in words and as a count, if the program states one."""
    for item in candidates.season.program.goals:
        if isinstance(item, InOrder):
            [order] = in_order(candidates, item)
            place, people = 1 + int((order.unplaced > order.unplaced[i]).sum()), int(candidates.left_in.sum())
            by = ", then ".join(column.replace("_", " ") for column in item.columns)
            return f"; number {place} of {people} in the order by {by}", {"place in order": place}
    return "", {}


def _right(candidates: Candidates, plan: Plan, j: int) -> LeftOut:
    status, funnel = candidates.right_status[j], right_funnel(candidates, j)
    reason = screened(status) or _no_seats(candidates, j) or _no_one(candidates, funnel) or _idle(candidates, plan, j)
    return _entry(candidates, "right", j, reason, funnel.counts)


def _entry(candidates: Candidates, side: str, position: int, reason: str, counts: Mapping[str, int]) -> LeftOut:
    program, season = candidates.season.program, candidates.season
    label, table = (program.left.label, season.left) if side == "left" else (program.right.label, season.right)
    name = table.values("name")[position] or ""
    return LeftOut(label, table.ids[position], name, reason, counts)


def _no_one(candidates: Candidates, funnel: Funnel) -> str:
    """Why nobody is eligible: what took how many away, and what stands alone in the way."""
    if funnel.eligible:
        return ""
    many = plural(funnel.label)
    by_miles = {rule.title for rule in candidates.rules if rule.kind == "within_miles"}
    took = [
        f"{count} {_removed(step)}{_untold(funnel, step, count, by_miles)}" for step, count in funnel.steps if count
    ]
    sentence = f"no eligible {funnel.label}: of {funnel.total} {many}, " + ", ".join(took)
    near = [
        f"only {_hurdle(step)} stands in the way of {counted(count, funnel.label)}"
        for step, count in funnel.alone
        if count
    ]
    absent = [f"{who} could, but {why}" for who, why in funnel.absent[:MOST_ABSENT]]
    more = [f"and {len(funnel.absent) - MOST_ABSENT} more who do not take part"] if funnel.absent[MOST_ABSENT:] else []
    return "; ".join([sentence, *near, *absent, *more])


def _removed(step: str) -> str:
    return step if step in (NOT_TAKING_PART, FORBIDDEN) else f'by "{step}"'


def _untold(funnel: Funnel, step: str, count: int, by_miles: Collection[str]) -> str:
    """How many of those a rule took away it took only because it cannot tell."""
    untold = funnel.untold.get(step, 0)
    if untold and untold == count:
        return " (distance unknown)" if step in by_miles else " (cannot be told)"
    return f" ({untold} of them cannot be told)" if untold else ""


def _hurdle(step: str) -> str:
    return "a decision" if step == FORBIDDEN else f'"{step}"'


def _waiting(candidates: Candidates, plan: Plan, shortage: Shortage | None, i: int) -> str:
    """Why someone with eligible partners has none: a shortage, an earlier goal, or a run that ended early."""
    program = candidates.season.program
    if not plan.found:
        return NO_PLAN
    if shortage is not None:
        return shortage.sentence(program.left.label, program.right.label)
    count = int(candidates.eligible[i].sum())
    could = f"{counted(count, program.right.label)} could serve, but"
    if plan.stopped:
        return f"{could} the run was stopped ({plan.stopped}) before a place was found"
    return f"{could} {_too_dear(candidates, plan)}"


def _too_dear(candidates: Candidates, plan: Plan) -> str:
    """What keeps someone without a partner who could be placed: goals before the last that counts places, limits."""
    kinds = [goal.kind for goal in plan.goal_results]
    earlier = [goal.name for goal in plan.goal_results[: len(kinds) - 1 - kinds[::-1].index("placed")]]
    limits = [item.title for item, _ in candidates.limits if item.title not in candidates.season.program.soft_limits]
    costs = [f"cost an earlier goal ({', '.join(earlier)})"] if earlier else []
    breaks = [f"break a limit ({', '.join(limits)})"] if limits else []
    return f"a place would {' or '.join([*costs, *breaks])}"


def _no_seats(candidates: Candidates, j: int) -> str:
    if candidates.seats[j] > 0:
        return ""
    program, had = candidates.season.program, int(candidates.had[j])
    if had:
        return f"no free seat: already serves {counted(had, program.left.label)}"
    return f"no seats: {program.right.capacity.column} is 0"


def _idle(candidates: Candidates, plan: Plan, j: int) -> str:
    """Why someone with a free seat and eligible partners has none."""
    if not plan.found:
        return NO_PLAN
    label, ids = candidates.season.program.left.label, candidates.season.left.ids
    could = {ids[i] for i in candidates.eligible[:, j].nonzero()[0].tolist()}
    waiting = len(could - {pair.left for pair in plan.pairs})
    if waiting:
        return f"{counted(waiting, label)} could come, but {_too_dear(candidates, plan)}"
    verb = "is" if len(could) == 1 else "are"
    elsewhere = f"the {counted(len(could), label)} who could come {verb} matched elsewhere"
    if had := int(candidates.had[j]):
        free = counted(int(candidates.seats[j]), "free seat")
        return f"{free} not needed; already serves {counted(had, label)} ({elsewhere})"
    return f"not needed: {elsewhere}"
