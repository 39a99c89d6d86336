"""group: people into cohorts, as good as can be found, with a bound that holds whenever it ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from pairing.grouping.arguments import read
from pairing.grouping.costs import ColumnCost
from pairing.grouping.deadline import Clock
from pairing.grouping.result import Grouping
from pairing.grouping.solve import solve


def group(
    dissimilarity: Any,
    sizes: tuple[int, int] | Sequence[tuple[int, int]] = (8, 10),
    cohorts: int | tuple[int, int] | None = None,
    cost: Literal["mean", "sum"] = "mean",
    sense: Literal["min", "max"] = "min",
    together: Iterable[Sequence[int]] = (),
    apart: Iterable[Sequence[int]] = (),
    allowed: Any = None,
    column_cost: ColumnCost | None = None,
    time_limit: float = 60,
    seed: int = 0,
    scale: int | None = None,
) -> Grouping:
    """Everyone is in one cohort, and the cohorts' total cost is as small (or large) as found, with a bound.

    dissimilarity: (n, n) symmetric numbers. sizes: (lo, hi) for every cohort, or one pair per cohort, which numbers
    the cohorts. cohorts: their number, a range (fewest, most), or None for any. cost: a cohort's members' mean
    dissimilarities to their mates added up ("mean"), or its dissimilarities added up ("sum"). together, apart: tuples
    of people in one cohort, or all in different ones. allowed: (n, cohorts) bool, for numbered cohorts. column_cost:
    added to the cost of a cohort, from its members in ascending order; at least 0 to minimize, at most 0 to maximize,
    unless all possible cohorts can be listed. time_limit: seconds. scale: whole cost units per unit of the input.

    Raises CannotGroup, a ValueError, where there is no grouping or the request makes no sense. A time limit or Ctrl-C
    ends the run with what is known by then. Ended by a proof, the answer depends on the arguments alone.

    >>> enrollment = [310, 4200, 290, 3900, 350, 4050]
    >>> apart = [[abs(a - b) for b in enrollment] for a in enrollment]
    >>> found = pairing.group(apart, sizes=(3, 3))
    >>> found.labels.tolist(), found.value, found.proved
    ([0, 1, 0, 1, 0, 1], 720.0, True)
    """
    problem = read(dissimilarity, sizes, cohorts, cost, sense, together, apart, allowed, column_cost, scale)
    return solve(problem, Clock(float(time_limit)), seed).grouping
