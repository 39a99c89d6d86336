"""The answer: who is in which cohort, what it is worth, and what was proved."""

from __future__ import annotations

from dataclasses import dataclass

from pairing.grouping.costs import Ints


@dataclass(frozen=True, eq=False)
class Grouping:
    """A grouping with an honest bound: no grouping is better than `bound`, and this one is worth `value`.

    labels: (n,) each person's cohort. value, bound: in the input's unit; to minimize bound <= value, to maximize
    bound >= value. whole_value, whole_bound: the same times `scale`, exactly. cohorts: members ascending, by cohort.
    trace: (seconds, value, bound) at every improvement. stopped: "" after a proof, else "time limit", "interrupted" or
    "exhausted" (everything affordable was tried).
    """

    labels: Ints
    value: float
    bound: float
    proved: bool
    trace: tuple[tuple[float, float, float], ...]
    cohorts: tuple[tuple[int, ...], ...]
    costs: tuple[float, ...]
    whole_value: int
    whole_bound: int
    scale: int
    stopped: str
    seconds: float

    @property
    def gap(self) -> float:
        """How far value and bound are apart, as a part of the value; 0 when proved."""
        difference = abs(self.whole_value - self.whole_bound)
        return difference / max(1, abs(self.whole_value))
