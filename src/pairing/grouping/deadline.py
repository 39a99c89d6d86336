"""How long a run may take, and why it ends."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from ortools.sat.python import cp_model


class Stopped(Exception):  # noqa: N818 - not an error: the run ends here with what it has
    """The run is asked to end; the message says why ("time limit", "interrupted")."""


def never() -> bool:
    """Nobody interrupts."""
    return False


@dataclass
class Clock:
    """Seconds since the start against a limit in seconds. interrupted: asked whether to stop before it."""

    limit: float
    start: float = field(default_factory=time.perf_counter)
    interrupted: Callable[[], bool] = never

    @property
    def seconds(self) -> float:
        """Seconds so far."""
        return time.perf_counter() - self.start

    @property
    def left(self) -> float:
        """Seconds that remain, at least 0."""
        return max(0.0, self.limit - self.seconds)

    def check(self) -> None:
        """Raise Stopped once the time is over, or somebody interrupts."""
        if self.interrupted():
            raise Stopped("interrupted")
        if self.seconds >= self.limit:
            raise Stopped("time limit")


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


@contextmanager
def asking(interrupted: Callable[[], bool]) -> Iterator[Callable[[], bool]]:
    """Whether to stop: the caller says so, or Ctrl-C was pressed. The second Ctrl-C ends the work at once.

    An exception in the middle of compiled code could be lost, so the first Ctrl-C is only noted, and asked for between
    pieces of work. Where somebody else handles the signal, or outside the main thread, it is left to them.
    """
    ours = threading.current_thread() is threading.main_thread()
    if not ours or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield interrupted
        return
    pressed: list[int] = []

    def note(number: int, frame: object) -> None:
        if pressed:
            raise KeyboardInterrupt
        pressed.append(number)

    signal.signal(signal.SIGINT, note)
    try:
        yield lambda: bool(pressed) or interrupted()
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
