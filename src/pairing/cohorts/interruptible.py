"""CP-SAT that Ctrl-C or the caller ends: it works in a thread while the caller waits where Python hears the signal."""

from __future__ import annotations

import threading
from collections.abc import Callable

from ortools.sat.python import cp_model

from pairing.cohorts.clock import Stopped, never


def solve(solver: cp_model.CpSolver, model: cp_model.CpModel, interrupted: Callable[[], bool] = never) -> int:
    """The status of the solve. Its own handling of SIGINT is off: it would leave Python without any.

    Raises KeyboardInterrupt, or Stopped once interrupted, after the solver has stopped. Raises RuntimeError for an
    invalid model.
    """
    solver.parameters.catch_sigint_signal = False
    solver.parameters.num_workers = 1
    statuses: list[int] = []
    thread = threading.Thread(target=lambda: statuses.append(int(solver.solve(model))))
    thread.start()
    try:
        while thread.is_alive():
            thread.join(0.05)
            if interrupted():
                raise Stopped("interrupted")
    except (KeyboardInterrupt, Stopped):
        solver.stop_search()
        thread.join()
        raise
    if not statuses or statuses[0] == int(cp_model.MODEL_INVALID):
        raise RuntimeError("CP-SAT calls the model invalid")
    return statuses[0]
