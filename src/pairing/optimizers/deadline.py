"""How long a run may take, and why it ends."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from math import inf


class Stopped(Exception):  # noqa: N818 - not an error: the run ends here with what it has
    """The run is asked to end; the message says why ("time limit", "interrupted")."""


def never() -> bool:
    """Nobody interrupts."""
    return False


@dataclass(frozen=True)
class Deadline:
    """A run ends `limit` seconds after `start` (by time.perf_counter), or once `interrupted` says so."""

    limit: float = inf
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

    @property
    def why(self) -> str:
        """Why the run ends now: "interrupted" or "time limit"; "" where it goes on."""
        if self.interrupted():
            return "interrupted"
        return "time limit" if self.seconds >= self.limit else ""

    def check(self) -> None:
        """Raise Stopped where the run ends now."""
        if why := self.why:
            raise Stopped(why)

    def by_time_alone(self) -> Deadline:
        """The same end for work that nobody interrupts."""
        return replace(self, interrupted=never)


UNLIMITED = Deadline()
"""A run that ends by itself."""


@contextmanager
def noting_ctrl_c(interrupted: Callable[[], bool]) -> Iterator[Callable[[], bool]]:
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
