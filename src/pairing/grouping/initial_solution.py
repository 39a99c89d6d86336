"""Where local search starts: for every possible number of cohorts a grouping that meets every rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from math import inf

import numpy as np

from pairing.grouping.costs import Ints
from pairing.grouping.feasible_solution import Effort, Layout, Start, TooLong, feasible, layout_of, of_free_kinds
from pairing.grouping.problem import GroupingProblem
from pairing.optimizers.deadline import Deadline

__all__ = ["Layout", "Start", "layouts", "likely_sizes", "start", "starts"]

EFFORT = 10.0
"""CP-SAT's deterministic seconds for one start, as long as there is another one."""


def starts(problem: GroupingProblem, deadline: Deadline, seed: int) -> list[Start]:
    """Groupings in different layouts; none at all is a proof that no grouping exists.

    A layout whose start takes long is left out, if there is any other.
    """
    found: list[Start] = []
    for most in (EFFORT, inf):
        skipped = False
        for search in _searches(problem):
            try:
                found += search(Effort(deadline, seed, most))
            except TooLong:
                skipped = True
        if found or not skipped:
            break
    return found


def _searches(problem: GroupingProblem) -> list[Callable[[Effort], list[Start]]]:
    """What looks for starts: one per layout, or one per number of cohorts where their kinds are free."""
    if len(problem.kinds) == 1 or all(kind.fewest == kind.most for kind in problem.kinds):
        return [partial(_in_layout, problem, layout) for layout in layouts(problem)]
    return [partial(of_free_kinds, problem, count) for count in problem.numbers]


def layouts(problem: GroupingProblem) -> Iterator[Layout]:
    """Every number of cohorts that seats everyone, or the one layout of kinds with fixed counts."""
    if len(problem.kinds) == 1:
        counts = [[count] for count in problem.numbers]
    else:
        counts = [[kind.fewest for kind in problem.kinds]]
    for count in counts:
        if sum(count) in problem.numbers:
            yield layout_of(problem, tuple(t for t, number in enumerate(count) for _ in range(number)))


def start(problem: GroupingProblem, layout: Layout, deadline: Deadline, seed: int) -> Ints | None:
    """(units,): some grouping in this layout; None if there is none."""
    return _label(problem, layout, Effort(deadline, seed))


def _in_layout(problem: GroupingProblem, layout: Layout, effort: Effort) -> list[Start]:
    label = _label(problem, layout, effort)
    return [] if label is None else [(layout, label)]


def _label(problem: GroupingProblem, layout: Layout, effort: Effort) -> Ints | None:
    """A grouping dealt at random where nothing forbids it, else by CP-SAT."""
    free = bool((problem.weight == 1).all() and layout.allowed.all() and not problem.apart.any())
    if free and not problem.restricts:
        return _dealt(problem, layout, effort.seed)
    return feasible(problem, layout, effort)


def _dealt(problem: GroupingProblem, layout: Layout, seed: int) -> Ints:
    """Random people in cohorts of the sizes that would be best if all dissimilarities were equal."""
    sizes = likely_sizes(problem, layout)
    return np.random.default_rng(seed).permutation(np.repeat(np.arange(len(sizes)), sizes)).astype(np.int64)


def likely_sizes(problem: GroupingProblem, layout: Layout) -> list[int]:
    """Sizes that add up to everyone and are cheapest at the average dissimilarity; among equals the most even.

    Summed costs to be maximized want sizes at their ends, which annealing hardly changes any more.
    """
    n = problem.n
    average = float(problem.between.sum()) / max(1, n * (n - 1))
    best: dict[int, tuple[float, int, tuple[int, ...]]] = {0: (0.0, 0, ())}
    for g, (lo, hi) in enumerate(zip(layout.lo.tolist(), layout.hi.tolist(), strict=True)):
        low, high = int(layout.lo[g + 1 :].sum()), int(layout.hi[g + 1 :].sum())
        after: dict[int, tuple[float, int, tuple[int, ...]]] = {}
        for seated, (cost, squares, sizes) in best.items():
            for size in range(lo, hi + 1):
                if not low <= n - seated - size <= high:
                    continue
                pairs = size * (size - 1) / 2
                entry = (
                    round(cost + problem.factors[size] * pairs * average, 6),
                    squares + size * size,
                    (*sizes, size),
                )
                if seated + size not in after or entry < after[seated + size]:
                    after[seated + size] = entry
        best = after
    return list(best[n][2])
