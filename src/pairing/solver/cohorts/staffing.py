"""Columns chosen and staffed together: the later goals, one after the other, by CP-SAT over known columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from pairing.optimizers.deadline import Deadline
from pairing.solver.cohorts.evaluation import CohortEvaluation, Led, Members, per_member
from pairing.solver.cohorts.staffing_model import ChangeLimits, StaffingModel


@dataclass(frozen=True)
class Staffed:
    """Cohorts as (members, facilitators), and each later goal's (value, bound) by kind, in the program's order."""

    cohorts: tuple[Led, ...]
    results: dict[str, tuple[int, int]]


def cheapest(
    evaluation: CohortEvaluation,
    people: Sequence[int],
    columns: Sequence[Members],
    deadline: Deadline,
    change_limits: ChangeLimits | None = None,
) -> Staffed | None:
    """The least total cost that these columns allow when every cohort is led as the program demands; None: none.

    Its result for `alike` is the total and what it is at least.
    """
    choice = StaffingModel(evaluation, people, columns, change_limits)
    choice.cp.minimize(choice.total)
    answer = choice.solve(deadline)
    if not answer.found:
        return None
    total = answer.objective
    bound = total if answer.optimal else _whole(answer.solver.best_objective_bound, largest=False)
    return Staffed(choice.read(answer), {"alike": (total, bound)})


def best(
    evaluation: CohortEvaluation,
    people: Sequence[int],
    columns: Sequence[Members],
    total: int,
    deadline: Deadline,
    known: Sequence[Members] = (),
    change_limits: ChangeLimits | None = None,
) -> Staffed | None:
    """Among the ways to choose and staff columns at this total cost the best by the later goals; None: no way.

    known: columns that are such a choice, staff aside.
    """
    choice = StaffingModel(evaluation, people, columns, change_limits)
    for members, variable in zip(choice.columns, choice.use, strict=True) if known else ():
        choice.cp.add_hint(variable, members in set(known))
    choice.cp.add(choice.total == total)
    answer = choice.solve(deadline)
    if not answer.found:
        return None
    cohorts, results = choice.read(answer), {}
    for goal in evaluation.roster.program.goals:
        if goal.kind not in LATER:
            continue
        amount, largest = LATER[goal.kind](choice)
        choice.cp.maximize(amount) if largest else choice.cp.minimize(amount)
        answer = choice.solve(deadline)
        choice.cp.clear_objective()  # type: ignore[no-untyped-call]
        if not answer.found:
            break
        cohorts = choice.read(answer)
        value, bound = answer.objective, _whole(answer.solver.best_objective_bound, largest)
        results[goal.kind] = (value, value if answer.optimal else bound)
        choice.cp.add(amount >= value) if largest else choice.cp.add(amount <= value)
    return Staffed(cohorts, results)


def _whole(bound: float, largest: bool) -> int:
    return int(bound + 1e-6) if largest else -int(-bound + 1e-6)


def _facilitators_fit(choice: StaffingModel) -> tuple[cp_model.LinearExprT, bool]:
    evaluation = choice.evaluation
    return sum(evaluation.led_fit(choice.columns[c], (f,)) * variable for (c, f), variable in choice.lead.items()), True


def _worst_cohort(choice: StaffingModel) -> tuple[cp_model.LinearExprT, bool]:
    each = [per_member(cost, len(members)) for cost, members in zip(choice.costs, choice.columns, strict=True)]
    worst = choice.cp.new_int_var(0, max(each, default=0), "")
    for number, variable in zip(each, choice.use, strict=True):
        choice.cp.add(worst >= number * variable)
    return worst, False


def _continuity(choice: StaffingModel) -> tuple[cp_model.LinearExprT, bool]:
    kept = [choice.evaluation.kept_pairs(members) for members in choice.columns]
    return sum(number * variable for number, variable in zip(kept, choice.use, strict=True)), True


LATER: dict[str, Callable[[StaffingModel], tuple[cp_model.LinearExprT, bool]]] = {
    "facilitators": _facilitators_fit,
    "worst_cohort": _worst_cohort,
    "continuity": _continuity,
}
"""What each goal after `alike` amounts to, and whether more is better."""


def values(evaluation: CohortEvaluation, cohorts: Sequence[Led]) -> dict[str, int]:
    """Every goal after `seated`, of given cohorts."""
    return {
        "alike": sum(evaluation.cost(members) for members, _ in cohorts),
        "facilitators": sum(evaluation.led_fit(members, leaders) for members, leaders in cohorts),
        "worst_cohort": max((per_member(evaluation.cost(members), len(members)) for members, _ in cohorts), default=0),
        "continuity": sum(evaluation.kept_pairs(members) for members, _ in cohorts),
    }


def loose_bounds(evaluation: CohortEvaluation, people: Sequence[int], alike: int) -> dict[str, int]:
    """What no plan with these members can beat, whatever the cohorts: for goals that are not proved.

    alike: a lower bound on the sum of costs.
    """
    roster, sizes = evaluation.roster, evaluation.roster.program.sizes
    fits = _best_led(evaluation, people)
    names = [name for i in people if (name := roster.last_cohort[i]) is not None]
    pairs = 0
    for name in set(names):
        whole, rest = divmod(names.count(name), sizes.max)
        pairs += whole * sizes.max * (sizes.max - 1) // 2 + rest * (rest - 1) // 2
    return {"facilitators": fits, "worst_cohort": per_member(alike, max(1, len(people))), "continuity": pairs}


def _best_led(evaluation: CohortEvaluation, people: Sequence[int]) -> int:
    """Everyone with the facilitators who fit them best."""
    roster = evaluation.roster
    leaders = [f for f, number in enumerate(roster.may_lead_most.tolist()) if number]
    total = 0
    for i in people:
        fits = sorted((int(roster.led_fit[i, f]) for f in leaders if roster.may_lead[i, f]), reverse=True)
        total += sum(fits[: roster.program.per_cohort])
    return total
