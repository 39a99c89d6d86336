"""CP-SAT as this project runs it: one worker, so that the same input gives the same answer; and it can be stopped."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from math import ceil, floor, inf

from ortools.sat.python import cp_model

from pairing.optimizers.deadline import UNLIMITED, Deadline, Stopped

LOOK = 0.05
"""Seconds between two looks at whether the search is interrupted."""


@dataclass(frozen=True)
class Answer:
    """What a search ended with.

    found: there is a solution. optimal: it is proved best, or any will do. infeasible: it is proved that there is none.
    effort: the deterministic seconds that it took. interrupted: it ended for that.
    """

    solver: cp_model.CpSolver
    found: bool
    optimal: bool
    infeasible: bool
    effort: float
    interrupted: bool

    def check(self) -> None:
        """Raise Stopped where the search was interrupted."""
        if self.interrupted:
            raise Stopped("interrupted")

    def value(self, variable: cp_model.LinearExprT) -> int:
        """A variable's value in the solution."""
        return self.solver.value(variable)

    @property
    def objective(self) -> int:
        """The solution's objective."""
        return round(self.solver.objective_value)

    @property
    def at_least(self) -> int:
        """What every solution of a minimization has at least."""
        return ceil(self.solver.best_objective_bound - 1e-6)

    @property
    def at_most(self) -> int:
        """What every solution of a maximization has at most."""
        return floor(self.solver.best_objective_bound + 1e-6)

    @property
    def status(self) -> str:
        """The status in CP-SAT's word."""
        return str(self.solver.response_proto.status.name)


def solve(
    model: cp_model.CpModel,
    deadline: Deadline = UNLIMITED,
    *,
    effort: float = inf,
    grace: float = LOOK,
    linearization: int = 1,
    light_presolve: bool = False,
    seed: int | None = None,
) -> Answer:
    """The answer by the deadline and within `effort`, CP-SAT's deterministic seconds.

    grace: seconds that it has in any case, however late it is. linearization: 2 where the linear relaxation is what
    proves. light_presolve: for models on which more than a first round of it costs more than it saves.

    Raises KeyboardInterrupt after the search has stopped, and RuntimeError for an invalid model.
    """
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.num_workers = 1
    parameters.catch_sigint_signal = False  # its own handling would leave Python without any
    parameters.linearization_level = linearization
    parameters.max_time_in_seconds = max(grace, deadline.left)
    parameters.max_deterministic_time = effort
    if seed is not None:
        parameters.random_seed = seed % 2**31
    if light_presolve:
        parameters.symmetry_level = 0
        parameters.cp_model_probing_level = 0
        parameters.max_presolve_iterations = 1
    status, interrupted = _watched(solver, model, deadline, grace)
    if status in (None, cp_model.MODEL_INVALID):
        raise RuntimeError("CP-SAT calls the model invalid")
    return Answer(
        solver,
        status in (cp_model.OPTIMAL, cp_model.FEASIBLE),
        status == cp_model.OPTIMAL,
        status == cp_model.INFEASIBLE,
        solver.response_proto.deterministic_time,
        interrupted,
    )


def _watched(
    solver: cp_model.CpSolver, model: cp_model.CpModel, deadline: Deadline, grace: float
) -> tuple[int | None, bool]:
    """The status of a search in a thread of its own, None where it broke; and whether it was interrupted."""
    statuses: list[int] = []
    thread = threading.Thread(target=lambda: statuses.append(int(solver.solve(model))))
    thread.start()
    interrupted = False
    try:
        thread.join(grace)
        while thread.is_alive() and not interrupted:
            interrupted = deadline.interrupted()
            if not interrupted:
                thread.join(LOOK)
    finally:
        if thread.is_alive():
            solver.stop_search()
            thread.join()
    return (statuses[0] if statuses else None), interrupted
