"""Whether everybody of a season can be seated at once: the model of who sits where, asked nothing else."""

from __future__ import annotations

from ortools.sat.python import cp_model

from pairing.cohorts.clock import Clock
from pairing.roster import Roster
from pairing.seating.model import Model

EFFORT = 2.0
"""CP-SAT's deterministic seconds ..."""
SECONDS = 30.0
"""... and those of the clock, which only a far slower machine should need."""


def can_all_sit(roster: Roster) -> bool | None:
    """Whether some plan seats everyone who takes part, every rule and limit kept; None where that stays open."""
    model = Model(roster, full=True)
    for variable in model.seated.values():
        model.cp.add(variable == 1)
    status, _ = model.solve(Clock(SECONDS), EFFORT)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return True
    return False if status == cp_model.INFEASIBLE else None
