"""Which columns are used and who leads them, as a model for CP-SAT."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from pairing.optimizers import cp_sat
from pairing.optimizers.deadline import Deadline
from pairing.solver.cohorts.baseline import Baseline
from pairing.solver.cohorts.evaluation import CohortEvaluation, Led, Members

EFFORT = 40.0
"""CP-SAT's deterministic seconds for one goal."""


@dataclass(frozen=True)
class ChangeLimits:
    """What stands, and how much of it may change at most, by kind of goal."""

    baseline: Baseline
    most: Mapping[str, int]


class StaffingModel:
    """Which columns are used, and who leads them; in a rerun also which cohorts that stand they continue."""

    def __init__(
        self,
        evaluation: CohortEvaluation,
        people: Sequence[int],
        columns: Sequence[Members],
        change_limits: ChangeLimits | None = None,
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
        if change_limits is not None:
            self._limit_changes(change_limits)

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

    def _limit_changes(self, change_limits: ChangeLimits) -> None:
        """No more members move, and no more facilitators change, than may."""
        baseline, cp = change_limits.baseline, self.cp
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
        for kind, most in change_limits.most.items():
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
