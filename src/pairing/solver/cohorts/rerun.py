"""A season matched again: the fewest moves, then the fewest changes of facilitators, then cohorts as alike as may be.

The full model of who sits where, with a slot for every cohort that stands, settles the first two. Then all cohorts
that so few moves allow are listed and the best choice among them is proved; where they are too many, what stands is
improved step by step, with an honest bound.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeVar

from ortools.sat.python import cp_model

from pairing.optimizers import cp_sat
from pairing.optimizers.deadline import Deadline
from pairing.program.goals import STAYING
from pairing.solver.cohorts.baseline import Baseline
from pairing.solver.cohorts.evaluation import CohortEvaluation, Led, Members
from pairing.solver.cohorts.reduced_cost_fixing import cheapest_of, narrowed
from pairing.solver.cohorts.rerun_columns import Moving, listed
from pairing.solver.cohorts.results import Grouped
from pairing.solver.cohorts.seating import Seating, read
from pairing.solver.cohorts.seating_model import SeatingModel
from pairing.solver.cohorts.staffing import best
from pairing.solver.cohorts.staffing_model import ChangeLimits

AGAIN = "set partitioning around what stands"
IMPROVED = "set partitioning of known cohorts around what stands"
"""The engines' names in `run.json`."""

EFFORT = 60.0
"""CP-SAT's deterministic seconds for one goal ..."""
LOOK = 2.0
"""... for one look at who else may move ..."""
LOOKS = 60
"""... of so many at most."""
FEW, MANY = 2, 12
"""How many must move, and how many at most, for somebody to look."""
ROUNDS = 8
"""How often a plan is improved whose cohorts are too many to list."""

T = TypeVar("T")


@dataclass(frozen=True)
class Least:
    """A plan with the fewest changes: its cohorts, (value, bound) by kind of goal, who may move otherwise."""

    cohorts: tuple[Led, ...]
    results: dict[str, tuple[int, int]]
    moving: Moving

    @property
    def most(self) -> dict[str, int]:
        """What no plan that is as good changes more than."""
        return {kind: value for kind, (value, _) in self.results.items()}


def grouped_again(evaluation: CohortEvaluation, seating: Seating, baseline: Baseline, deadline: Deadline) -> Grouped:
    """The cohorts of those who sit with the smallest change."""
    grouped = _grouped(evaluation, seating, baseline, deadline)
    amounts = baseline.amounts(grouped.cohorts)
    staying = {kind: (amounts[kind], min(amounts[kind], bound)) for kind, (_, bound) in grouped.staying.items()}
    return replace(grouped, staying=staying)


def _grouped(evaluation: CohortEvaluation, seating: Seating, baseline: Baseline, deadline: Deadline) -> Grouped:
    people, least = seating.seated, fewest_changes(evaluation, seating, baseline, deadline)
    change_limits = ChangeLimits(baseline, least.most)
    columns = listed(evaluation, people, baseline, least.moving, deadline)
    if columns is not None:
        known = [members for members, _ in least.cohorts]
        every = narrowed(evaluation, people, sorted({*columns, *known}), change_limits)
        found = cheapest_of(evaluation, people, every, deadline, change_limits, known)
        if found is not None:
            total, bound = found.results["alike"]
            own = [members for members, _ in found.cohorts]
            later = best(evaluation, people, sorted({*every.within(total), *own}), total, deadline, own, change_limits)
            return Grouped(
                later.cohorts if later else found.cohorts, total, bound, later.results if later else {},
                later is not None, _why_open(deadline, "the time for one goal is over"), AGAIN, least.results,
            )  # fmt: skip
    better = _improved(evaluation, people, least.cohorts, change_limits, deadline)
    total = sum(evaluation.cost(members) for members, _ in better)
    later = best(evaluation, people, [members for members, _ in better], total, deadline, change_limits=change_limits)
    return Grouped(
        later.cohorts if later else better, total, min(total, at_least(evaluation, people)),
        later.results if later else {}, False,
        _why_open(deadline, "not all cohorts that so few moves allow were compared"), IMPROVED, least.results,
    )  # fmt: skip


def _why_open(deadline: Deadline, otherwise: str) -> str:
    """Why not everything is proved."""
    return "interrupted" if deadline.interrupted() else otherwise if deadline.left else "time limit"


def fewest_changes(evaluation: CohortEvaluation, seating: Seating, baseline: Baseline, deadline: Deadline) -> Least:
    """The goals that say who stays, in the program's order."""
    model = SeatingModel(evaluation.roster, full=True, standing=baseline.members)
    for i, variable in model.seated.items():
        model.cp.add(variable == int(i in set(seating.seated)))
    model.start_from_standing()
    cohorts, results = seating.cohorts, {}
    for kind in (goal.kind for goal in evaluation.roster.program.goals if goal.kind in STAYING):
        amount = _amount(model, baseline, kind)
        model.cp.minimize(amount)
        answer = model.solve(deadline, EFFORT)
        model.cp.clear_objective()  # type: ignore[no-untyped-call]
        if answer.found:
            cohorts = read(model, answer)[1]
            value = answer.objective
            results[kind] = (value, value if answer.optimal else max(0, answer.at_least))
        else:
            results[kind] = (baseline.amounts(cohorts)[kind], 0)
        model.cp.add(amount <= results[kind][0])
    return Least(cohorts, results, _moving(model, baseline, results["moves"][0], deadline))


def _amount(model: SeatingModel, baseline: Baseline, kind: str) -> cp_model.LinearExprT:
    """What a goal counts: members who move, or facilitators who could stay and leave a cohort that continues."""
    if kind == "moves":
        return sum(1 - model.seat[i, s] for i, s in baseline.home.items())
    return sum(model.used[s] - model.lead[s, f] for s, leaders in enumerate(baseline.leaders) for f in sorted(leaders))


def _moving(model: SeatingModel, baseline: Baseline, moves: int, deadline: Deadline) -> Moving:
    """What there is to know about who moves in plans with so few moves; not asked where that bounds little."""
    if not FEW <= moves <= MANY:
        return Moving(moves)
    arrivals = {
        s: [i for i in sorted(baseline.home) if baseline.home[i] != s and (i, s) in model.seat]
        for s in baseline.standing
    }
    numbers = {}
    for s in baseline.standing:
        leaving = sum(1 - model.seat[i, s] for i in sorted(baseline.counted[s]))
        arriving = sum(model.seat[i, s] for i in arrivals[s])
        for less in range(min(moves, len(baseline.counted[s])) + 1):
            for more in range(moves - less + 1):
                shown = numbers[s, less, more] = model.cp.new_bool_var("")
                model.cp.add(leaving == less).only_enforce_if(shown)
                model.cp.add(arriving == more).only_enforce_if(shown)

    def counts(answer: cp_sat.Answer) -> Iterator[tuple[int, int, int]]:
        for s in baseline.standing:
            stay = sum(answer.value(model.seat[i, s]) for i in baseline.counted[s])
            yield s, len(baseline.counted[s]) - stay, sum(answer.value(model.seat[i, s]) for i in arrivals[s])

    def movers(answer: cp_sat.Answer) -> Iterator[int]:
        return (i for i, s in baseline.home.items() if not answer.value(model.seat[i, s]))

    moved = {i: ~model.seat[i, s] for i, s in baseline.home.items()}
    return Moving(
        moves,
        _ever(model, moved, movers, deadline),
        _ever(model, numbers, counts, deadline),
        _some_new(model, baseline, deadline),
    )


def _some_new(model: SeatingModel, baseline: Baseline, deadline: Deadline) -> bool:
    """Whether some plan may have a cohort that continues none."""
    whole = model.cp
    model.cp = whole.clone()
    model.cp.add_bool_or(model.used[len(baseline.names) :])
    answer = model.solve(deadline, LOOK)
    model.cp = whole
    return not answer.infeasible


def _ever(
    model: SeatingModel, literals: Mapping[T, cp_model.LiteralT], shown: Callable[[cp_sat.Answer], Iterable[T]],
    deadline: Deadline,
) -> frozenset[T] | None:  # fmt: skip
    """Which of these hold in some plan; None where that stays open.

    A plan that shows one not yet seen is asked for until there is none.
    """
    whole, seen = model.cp, set[T]()
    model.cp = whole.clone()
    try:
        for _ in range(LOOKS):
            model.cp.add_bool_or([literal for one, literal in literals.items() if one not in seen])
            answer = model.solve(deadline, LOOK)
            if answer.infeasible:
                return frozenset(seen)
            if not answer.found:
                return None
            seen |= set(shown(answer))
    finally:
        model.cp = whole
    return None


def _improved(
    evaluation: CohortEvaluation,
    people: Sequence[int],
    cohorts: tuple[Led, ...],
    change_limits: ChangeLimits,
    deadline: Deadline,
) -> tuple[Led, ...]:
    """More alike cohorts with no more changes, by single members who move and places that are exchanged."""
    total = sum(evaluation.cost(members) for members, _ in cohorts)
    for _ in range(ROUNDS):
        if not deadline.left or deadline.interrupted():
            break
        own = [members for members, _ in cohorts]
        near = narrowed(evaluation, people, _near(evaluation, people, cohorts), change_limits)
        found = cheapest_of(evaluation, people, near, deadline, change_limits, own)
        if found is None or found.results["alike"][0] >= total:
            break
        cohorts, total = found.cohorts, found.results["alike"][0]
    return cohorts


def _near(evaluation: CohortEvaluation, people: Sequence[int], cohorts: Sequence[Led]) -> list[Members]:
    """These cohorts, and each with one member less, one more, or another one."""
    found = {members for members, _ in cohorts}
    for members, _ in cohorts:
        inside = set(members)
        for less in [(), *((i,) for i in members)]:
            rest = inside - set(less)
            found |= {tuple(sorted(rest | {*more})) for more in [(), *((i,) for i in people if i not in inside)]}
    return sorted(members for members in found if evaluation.may_be(members))


def at_least(evaluation: CohortEvaluation, people: Sequence[int]) -> int:
    """What cohorts of these members cost at least: everyone with those nearest to them, in cohorts of the least size.

    A cohort's cost is the sum of its members' mean dissimilarities to their mates, rounded by a half at most.
    """
    roster, sizes = evaluation.roster, evaluation.roster.program.sizes
    mates = sizes.min - 1
    total = Fraction(0)
    for i in people if mates else ():
        near = sorted(int(evaluation.dissimilarity[i, j]) for j in people if j != i and roster.may_sit[i, j])
        total += Fraction(sum(near[:mates]), mates)
    return max(0, math.ceil(total - Fraction(len(people) // sizes.min, 2)))
