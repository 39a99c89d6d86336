"""Columns chosen and staffed together: the later goals, one after the other, by CP-SAT over known columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from pairing.optimizers import cp_sat
from pairing.optimizers.deadline import Deadline
from pairing.solver.cohorts.baseline import Baseline
from pairing.solver.cohorts.evaluation import CohortEvaluation, Led, Members, per_member

EFFORT = 40.0
"""CP-SAT's deterministic seconds for one goal."""


@dataclass(frozen=True)
class Staffed:
    """Cohorts as (members, facilitators), and each later goal's (value, bound) by kind, in the program's order."""

    cohorts: tuple[Led, ...]
    results: dict[str, tuple[int, int]]


@dataclass(frozen=True)
class Kept:
    """What stands, and how much of it may change at most, by kind of goal."""

    baseline: Baseline
    most: Mapping[str, int]


class _Choice:
    """Which columns are used, and who leads them; in a rerun also which cohorts that stand they continue."""

    def __init__(
        self, evaluation: CohortEvaluation, people: Sequence[int], columns: Sequence[Members], kept: Kept | None = None
    ) -> None:
        self.evaluation, self.columns = evaluation, [members for members in columns if evaluation.may_be(members)]
        self.costs = [evaluation.cost(members) for members in self.columns]
        self.cp = cp_model.CpModel()
        self.use = [self.cp.new_bool_var("") for _ in self.columns]
        self.lead: dict[tuple[int, int], cp_model.IntVar] = {}
        holding: dict[int, list[cp_model.IntVar]] = {i: [] for i in people}
        for variable, members in zip(self.use, self.columns, strict=True):
            for i in members:
                holding[i].append(variable)
        for variables in holding.values():
            self.cp.add_exactly_one(variables) if variables else self.cp.add_bool_or([])
        self._facilitators()
        self._numbers()
        if kept is not None:
            self._keep(kept)

    def _facilitators(self) -> None:
        roster = self.evaluation.roster
        needed = roster.program.per_cohort
        leaders = [f for f, number in enumerate(roster.may_lead_most.tolist()) if number] if needed else []
        locked = {i: [f for j, f in roster.locked_leads if j == i] for i, _ in roster.locked_leads}
        for c, members in enumerate(self.columns if needed else []):
            able = [f for f in leaders if roster.may_lead[list(members), f].all()]
            for f in able:
                self.lead[c, f] = self.cp.new_bool_var("")
            self.cp.add(sum(self.lead[c, f] for f in able) == needed * self.use[c])
            for f in {f for i in members for f in locked.get(i, ())}:
                self.cp.add(self.lead.get((c, f), 0) == self.use[c])
        for f in leaders:
            led = [variable for (_, leader), variable in self.lead.items() if leader == f]
            self.cp.add(sum(led) <= int(roster.may_lead_most[f]))

    def _numbers(self) -> None:
        program = self.evaluation.roster.program
        fewest, most = program.sizes.count(len(self.columns))
        self.cp.add_linear_constraint(sum(self.use), fewest, most)
        money = program.money
        if money is None or money.most is None:
            return
        per_cohort, per_facilitator, most = money.cents
        leads: dict[int, cp_model.IntVar] = {}
        for (_, f), variable in self.lead.items():
            if f not in leads:
                leads[f] = self.cp.new_bool_var("")
            self.cp.add_implication(variable, leads[f])
        self.cp.add(per_cohort * sum(self.use) + per_facilitator * sum(leads.values()) <= most)

    def _keep(self, kept: Kept) -> None:
        """No more members move, and no more facilitators change, than may."""
        baseline, cp = kept.baseline, self.cp
        changes: dict[str, list[cp_model.LinearExprT]] = {"moves": [], "facilitator_changes": []}
        continuing: dict[int, list[cp_model.IntVar]] = {}
        for c, members in enumerate(self.columns):
            changes["moves"].append(sum(i in baseline.home for i in members) * self.use[c])
            own = []
            for s in baseline.possible(members):
                continues = cp.new_bool_var("")
                own.append(continues)
                continuing.setdefault(s, []).append(continues)
                changes["moves"].append(-len(baseline.counted[s] & set(members)) * continues)
                for f in sorted(baseline.leaders[s]):
                    changed = cp.new_bool_var("")
                    cp.add(changed >= continues - self.lead.get((c, f), 0))
                    changes["facilitator_changes"].append(changed)
            cp.add(sum(own) <= self.use[c])
        for variables in continuing.values():
            cp.add_at_most_one(variables)
        for kind, most in kept.most.items():
            cp.add(sum(changes[kind]) <= most)

    @property
    def total(self) -> cp_model.LinearExprT:
        """The sum of the used columns' costs."""
        return sum(cost * variable for cost, variable in zip(self.costs, self.use, strict=True))

    def solve(self, deadline: Deadline) -> cp_sat.Answer:
        """One run of CP-SAT."""
        return cp_sat.solve(self.cp, deadline.by_time_alone(), effort=EFFORT, linearization=2)

    def read(self, answer: cp_sat.Answer) -> tuple[Led, ...]:
        """The cohorts of a solution."""
        used = [c for c, variable in enumerate(self.use) if answer.value(variable)]
        return tuple(
            (self.columns[c], tuple(f for (k, f), v in self.lead.items() if k == c and answer.value(v))) for c in used
        )


def cheapest(
    evaluation: CohortEvaluation,
    people: Sequence[int],
    columns: Sequence[Members],
    deadline: Deadline,
    kept: Kept | None = None,
) -> Staffed | None:
    """The least total cost that these columns allow when every cohort is led as the program demands; None: none.

    Its result for `alike` is the total and what it is at least.
    """
    choice = _Choice(evaluation, people, columns, kept)
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
    kept: Kept | None = None,
) -> Staffed | None:
    """Among the ways to choose and staff columns at this total cost the best by the later goals; None: no way.

    known: columns that are such a choice, staff aside.
    """
    choice = _Choice(evaluation, people, columns, kept)
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


def _facilitators_fit(choice: _Choice) -> tuple[cp_model.LinearExprT, bool]:
    evaluation = choice.evaluation
    return sum(evaluation.led_fit(choice.columns[c], (f,)) * variable for (c, f), variable in choice.lead.items()), True


def _worst_cohort(choice: _Choice) -> tuple[cp_model.LinearExprT, bool]:
    each = [per_member(cost, len(members)) for cost, members in zip(choice.costs, choice.columns, strict=True)]
    worst = choice.cp.new_int_var(0, max(each, default=0), "")
    for number, variable in zip(each, choice.use, strict=True):
        choice.cp.add(worst >= number * variable)
    return worst, False


def _continuity(choice: _Choice) -> tuple[cp_model.LinearExprT, bool]:
    kept = [choice.evaluation.kept_pairs(members) for members in choice.columns]
    return sum(number * variable for number, variable in zip(kept, choice.use, strict=True)), True


LATER: dict[str, Callable[[_Choice], tuple[cp_model.LinearExprT, bool]]] = {
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
