"""Who sits: the `seated` goals and the stated order of waiting, settled before any cohort is compared.

One model of who sits where (CP-SAT, one worker), in two strengths: the `outline` knows components, sizes, counts of
facilitators and money; the full one also every pair, every limit and every facilitator. What the outline's best set
of people can really have is proved by the outline alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pairing.instance.cohorts import Roster
from pairing.optimizers import cp_sat
from pairing.optimizers.deadline import Deadline
from pairing.solver.cohorts.evaluation import Led
from pairing.solver.cohorts.seating_model import SeatingModel

EFFORT = 60.0
"""CP-SAT's deterministic seconds for one goal."""
STEP_EFFORT = 10.0
"""... and for one person's place in the order."""
TRIAL_EFFORT = 2.0
"""CP-SAT's deterministic seconds for whether all can sit ..."""
TRIAL_SECONDS = 30.0
"""... and those of the deadline, which only a far slower machine should need."""


@dataclass(frozen=True)
class Seating:
    """Who sits, and a plan in which they do.

    seated: positions, ascending. values, bounds: per `seated` goal. in_order: whether the order of waiting is proved.
    cohorts: (members, facilitators) of a plan that seats them.
    """

    seated: tuple[int, ...]
    values: tuple[int, ...]
    bounds: tuple[int, ...]
    in_order: bool
    cohorts: tuple[Led, ...]


class NoSeating(Exception):  # noqa: N818 - an outcome, not a mistake
    """No plan exists (`proved`), or none was found in the time allowed."""

    def __init__(self, proved: bool) -> None:
        super().__init__("no plan exists" if proved else "no plan was found in the time allowed")
        self.proved = proved


@dataclass
class _Chosen:
    """The state of the search for who sits: a solution as (seated, cohorts), what was proved."""

    seated: dict[int, bool]
    cohorts: tuple[Led, ...]
    values: list[int]
    bounds: list[int]
    in_order: bool = True


def who_sits(roster: Roster, deadline: Deadline) -> Seating:
    """The members who are seated. Raises NoSeating where no plan exists or none was found."""
    outline = _lexicographic(SeatingModel(roster, full=False), deadline)
    taking_part = set(roster.taking_part)
    standing = [taking_part & set(cohort.members) for cohort in roster.standing]
    fixed = SeatingModel(roster, full=True, standing=standing)
    for i, sits in outline.seated.items():
        fixed.cp.add(fixed.seated[i] == int(sits))
    fixed.start_from_standing()
    answer = fixed.solve(deadline, EFFORT)
    if answer.found:
        chosen = read(fixed, answer)
        return _seating(chosen[0], chosen[1], outline.values, outline.bounds, outline.in_order)
    model = SeatingModel(roster, full=True, standing=standing)
    for i, sits in outline.seated.items():
        model.cp.add_hint(model.seated[i], sits)
    model.start_from_standing()
    found = _lexicographic(model, deadline)
    bounds = [min(own, other) if same else own for own, other, same in _comparable(found, outline)]
    return _seating(found.seated, found.cohorts, found.values, bounds, found.in_order)


def _comparable(found: _Chosen, outline: _Chosen) -> list[tuple[int, int, bool]]:
    """Own bound, the outline's, and whether the goals before had the same values, so that both bound the same."""
    rows, same = [], True
    for k, (own, other) in enumerate(zip(found.bounds, outline.bounds, strict=True)):
        rows.append((own, other, same))
        same = same and found.values[k] == outline.values[k]
    return rows


def _seating(
    seated: dict[int, bool],
    cohorts: tuple[Led, ...],
    values: Sequence[int],
    bounds: Sequence[int],
    in_order: bool,
) -> Seating:
    return Seating(
        tuple(i for i, sits in sorted(seated.items()) if sits), tuple(values), tuple(bounds), in_order, cohorts
    )


def _lexicographic(model: SeatingModel, deadline: Deadline) -> _Chosen:
    """Goal by goal, then person by person in the stated order.

    Values are counted at the end: a goal that ran out of time can gain by what is found for a later one.
    """
    chosen = _Chosen({}, (), [], [])
    goals = [goal for goal in model.roster.program.goals if goal.kind == "seated"]
    for goal in goals:
        counted = [model.seated[i] for i in model.roster.counted(goal)]
        model.cp.maximize(sum(counted))
        answer = model.solve(deadline, EFFORT)
        if not answer.found:
            _without(answer, chosen)
            value = sum(chosen.seated[i] for i in model.roster.counted(goal))
            chosen.bounds.append(len(counted))
        else:
            chosen.seated, chosen.cohorts = read(model, answer)
            value = sum(chosen.seated[i] for i in model.roster.counted(goal))
            chosen.bounds.append(value if answer.optimal else answer.at_most)
        model.cp.add(sum(counted) >= value)
    model.cp.clear_objective()  # type: ignore[no-untyped-call]
    _in_order(model, chosen, deadline)
    chosen.values = [sum(chosen.seated[i] for i in model.roster.counted(goal)) for goal in goals]
    return chosen


def _without(answer: cp_sat.Answer, chosen: _Chosen) -> None:
    """Nothing found: no plan at all, or none better than the one at hand."""
    if answer.infeasible and not chosen.seated:
        raise NoSeating(proved=True)
    if not chosen.seated:
        raise NoSeating(proved=False)


def _in_order(model: SeatingModel, chosen: _Chosen, deadline: Deadline) -> None:
    """Everyone in the order of waiting keeps a seat, or gets one if some plan gives it beside those already seated."""
    for i in model.roster.sequence if not all(chosen.seated.values()) else ():
        if chosen.seated[i]:
            model.cp.add(model.seated[i] == 1)
            continue
        model.cp.maximize(model.seated[i])
        answer = model.solve(deadline, STEP_EFFORT)
        model.cp.clear_objective()  # type: ignore[no-untyped-call]
        if answer.found and answer.value(model.seated[i]):
            chosen.seated, chosen.cohorts = read(model, answer)
        else:
            chosen.in_order = chosen.in_order and answer.optimal
        model.cp.add(model.seated[i] == int(chosen.seated[i]))


def read(model: SeatingModel, answer: cp_sat.Answer) -> tuple[dict[int, bool], tuple[Led, ...]]:
    """Who sits in a solution, and its cohorts."""
    seated = {i: bool(answer.value(variable)) for i, variable in model.seated.items()}
    cohorts = []
    for g in range(len(model.used)):
        members = tuple(i for (i, slot), variable in model.seat.items() if slot == g and answer.value(variable))
        if members:
            leaders = tuple(f for (slot, f), variable in model.lead.items() if slot == g and answer.value(variable))
            cohorts.append((members, leaders))
    return seated, tuple(cohorts)


def can_all_sit(roster: Roster) -> bool | None:
    """Whether some plan seats everyone who takes part, every rule and limit kept; None where that stays open."""
    model = SeatingModel(roster, full=True)
    for variable in model.seated.values():
        model.cp.add(variable == 1)
    answer = model.solve(Deadline(TRIAL_SECONDS), TRIAL_EFFORT)
    if answer.found:
        return True
    return False if answer.infeasible else None
