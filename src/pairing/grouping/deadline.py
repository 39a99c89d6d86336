"""How long a run may take, and why it ends."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field


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
