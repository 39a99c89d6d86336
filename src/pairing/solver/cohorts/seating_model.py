"""Who sits where as a model for CP-SAT: components, sizes and counts alone, or every pair, limit and leader too."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

import numpy as np
from ortools.sat.python import cp_model

from pairing.instance.cohorts import Roster
from pairing.optimizers import cp_sat
from pairing.optimizers.deadline import Deadline
from pairing.solver.cohorts.counting_bounds import Component, components, most_cohorts


class SeatingModel:
    """Variables and limits of one strength; `seated[i]` for every member who takes part.

    The full one has a slot for every cohort there may be: first those of the cohorts that stand, which are told apart
    (slot k continues cohort k, and then holds one of its members at least), then new ones, which are not.
    """

    def __init__(self, roster: Roster, full: bool, standing: Sequence[Collection[int]] = ()) -> None:
        """standing: the members of every cohort that stands, of those who take part."""
        self.roster, self.full, self.standing = roster, full, standing
        self.cp = cp_model.CpModel()
        self.seated = {i: self.cp.new_bool_var("") for i in roster.taking_part}
        self.seat: dict[tuple[int, int], cp_model.IntVar] = {}
        self.used: list[cp_model.IntVar] = []
        self.lead: dict[tuple[int, int], cp_model.IntVar] = {}
        self._locks()
        self._cohorts()
        self._money()

    def _locks(self) -> None:
        for pair in self.roster.locked_together:
            for i in pair:
                self.cp.add(self.seated[i] == 1)
        for i, _ in self.roster.locked_leads:
            self.cp.add(self.seated[i] == 1)
        for group in self.roster.together:
            for i in group[1:]:
                self.cp.add(self.seated[i] == self.seated[group[0]])
            if not self.roster.may_sit[np.ix_(group, group)].all():
                self.cp.add(self.seated[group[0]] == 0)

    def _cohorts(self) -> None:
        program = self.roster.program
        sizes, most = program.sizes, most_cohorts(self.roster)
        groups = components(self.roster)
        self._continuing(groups)
        numbers: list[cp_model.LinearExprT] = [*self.used]
        for component in groups:
            possible = min(most, len(component.members) // sizes.min)
            if self.full:
                slots = [self._slot(component.members) for _ in range(possible)]
                for one, other in pairwise(slots):
                    self.cp.add(one >= other)
                for i in component.members:
                    self.cp.add(
                        sum(self.seat[i, g] for g in range(len(self.used)) if (i, g) in self.seat) == self.seated[i]
                    )
                numbers += slots
            else:
                number = self.cp.new_int_var(0, possible, "")
                people = sum(self.seated[i] for i in component.members)
                self.cp.add(people >= sizes.min * number)
                self.cp.add(people <= sizes.max * number)
                self._counted_in(component.members, number)
                numbers.append(number)
        self.number = sum(numbers) if numbers else 0
        fewest, _ = sizes.count(most)
        self.cp.add(self.number <= most)
        self.cp.add(self.number >= fewest)

    def _continuing(self, groups: Sequence[Component]) -> None:
        """The slots of the cohorts that stand: among all who may share a cohort with one of their members."""
        for members in self.standing:
            linked = [component.members for component in groups if not set(members).isdisjoint(component.members)]
            used = self._slot(sorted(i for group in linked for i in group))
            self.cp.add(sum(self.seat[i, len(self.used) - 1] for i in members) >= used)

    def _counted_in(self, members: Sequence[int], number: cp_model.IntVar) -> None:
        """What limits that count members of a kind ask of a whole component."""
        for _, limit in self.roster.limits:
            if limit.flagged is None:
                continue
            flagged = sum(self.seated[i] for i in members if limit.flagged[i])
            if limit.most is not None:
                self.cp.add(flagged <= limit.most * number)
            if limit.fewest and not limit.none_too:
                self.cp.add(flagged >= limit.fewest * number)

    def _slot(self, members: Sequence[int]) -> cp_model.IntVar:
        """One possible cohort among these members; whether it is used."""
        cp, roster, g = self.cp, self.roster, len(self.used)
        used = cp.new_bool_var("")
        self.used.append(used)
        for i in members:
            self.seat[i, g] = cp.new_bool_var("")
        size = sum(self.seat[i, g] for i in members)
        cp.add(size >= roster.program.sizes.min * used)
        cp.add(size <= roster.program.sizes.max * used)
        for a, b in np.argwhere(np.triu(~roster.may_sit[np.ix_(members, members)], 1)).tolist():
            cp.add_at_most_one([self.seat[members[a], g], self.seat[members[b], g]])
        inside = set(members)
        for first, *others in roster.together:
            for i in others:
                if first in inside and i in inside:
                    cp.add(self.seat[i, g] == self.seat[first, g])
        self._counts(members, g)
        self._drive(members, g)
        self._facilitators(members, g)
        return used

    def _counts(self, members: Sequence[int], g: int) -> None:
        for _, limit in self.roster.limits:
            if limit.flagged is None:
                continue
            flagged = [self.seat[i, g] for i in members if limit.flagged[i]]
            accepted = [count for count in range(self.roster.program.sizes.max + 1) if limit.accepts(count)]
            domain = cp_model.Domain.from_values(accepted)
            self.cp.add_linear_expression_in_domain(sum(flagged), domain).only_enforce_if(self.used[g])

    def _drive(self, members: Sequence[int], g: int) -> None:
        reach = self.roster.reach
        if reach is None:
            return
        n, cp = len(self.roster.season.left), self.cp
        places = [p for p in [*members, *range(n, len(reach))] if reach[p].any()]
        meets = {p: cp.new_bool_var("") for p in places}
        cp.add(sum(meets.values()) == self.used[g])
        for p in places:
            if p < n:
                cp.add_implication(meets[p], self.seat[p, g])
        for i in members:
            cp.add_bool_or([self.seat[i, g].negated(), *(meets[p] for p in places if reach[p, i])])

    def _facilitators(self, members: Sequence[int], g: int) -> None:
        roster, cp = self.roster, self.cp
        leaders = [f for f, number in enumerate(roster.may_lead_most.tolist()) if number]
        for f in leaders:
            self.lead[g, f] = cp.new_bool_var("")
            for i in members:
                if not roster.may_lead[i, f]:
                    cp.add_at_most_one([self.seat[i, g], self.lead[g, f]])
        cp.add(sum(self.lead[g, f] for f in leaders) == roster.program.per_cohort * self.used[g])
        for i, f in roster.locked_leads:
            if (i, g) in self.seat:
                cp.add_implication(self.seat[i, g], self.lead[g, f]) if (g, f) in self.lead else cp.add(
                    self.seat[i, g] == 0
                )

    def _money(self) -> None:
        roster, cp = self.roster, self.cp
        for f, number in enumerate(roster.may_lead_most.tolist()):
            led = [variable for (_, leader), variable in self.lead.items() if leader == f]
            if led:
                cp.add(sum(led) <= number)
        money = roster.program.money
        if money is None or money.most is None or not self.full:
            return
        per_cohort, per_facilitator, most = money.cents
        leading = []
        for f in {f for _, f in self.lead}:
            leads = cp.new_bool_var("")
            for g in range(len(self.used)):
                cp.add_implication(self.lead[g, f], leads)
            leading.append(leads)
        cp.add(per_cohort * self.number + per_facilitator * sum(leading) <= most)

    def start_from_standing(self) -> None:
        """Look first at plans in which everyone stays."""
        home = {i: s for s, members in enumerate(self.standing) for i in members}
        for (i, g), variable in self.seat.items() if home else ():
            self.cp.add_hint(variable, home.get(i) == g)

    def solve(self, deadline: Deadline, effort: float) -> cp_sat.Answer:
        """One run of CP-SAT."""
        return cp_sat.solve(self.cp, deadline.by_time_alone(), effort=effort, linearization=1 if self.full else 2)
