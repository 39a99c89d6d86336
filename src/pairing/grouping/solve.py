"""solve: a stated problem to its grouping, and every cohort that groupings as good as it could use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from pairing.grouping.arithmetic import CannotGroup
from pairing.grouping.branching import COLUMNS, NODES, root_dual
from pairing.grouping.column_generation import Dual
from pairing.grouping.column_list import can_list, every_column
from pairing.grouping.compile_kernels import prepare
from pairing.grouping.driver import prove
from pairing.grouping.enumeration import enumerated
from pairing.grouping.feasible_solution import Start, layout_of
from pairing.grouping.local_search import Search, columns_of
from pairing.grouping.master import Column
from pairing.grouping.pricing import Pricer
from pairing.grouping.problem import GroupingProblem
from pairing.grouping.run import Grouping, Run, numbered, quick_bound
from pairing.optimizers.deadline import Deadline, Stopped, never, noting_ctrl_c


@dataclass(frozen=True, eq=False)
class Solved:
    """The grouping, and its cohorts as columns, in its order. root: duals of the whole problem, if any were found."""

    grouping: Grouping
    columns: tuple[Column, ...]
    problem: GroupingProblem
    root: Dual | None

    @property
    def value(self) -> int:
        """What the columns cost together: whole, signed for minimization."""
        return sum(column.cost for column in self.columns)

    def columns_within(
        self,
        limit: int | None = None,
        most: int = COLUMNS,
        seconds: float = 20.0,
        interrupted: Callable[[], bool] = never,
    ) -> list[Column] | None:
        """Every column of every grouping that costs at most `limit` (whole, signed; the answer's value if None).

        Others may be among them. None where the answer is not proved, or they are more than `most`, or not all found
        within so many seconds.
        """
        if not self.grouping.proved:
            return None
        deadline = Deadline(seconds, interrupted=interrupted)
        try:
            columns = self._within(self.value if limit is None else limit, most, deadline)
        except Stopped:
            return None
        return None if columns is None or len(columns) > most else columns

    def _within(self, limit: int, most: int, deadline: Deadline) -> list[Column] | None:
        problem = self.problem
        if problem.costs.extra is not None and can_list(problem):
            return every_column(problem)
        root = self.root or root_dual(problem, self.columns, limit + 1, deadline)
        return enumerated(Pricer(problem), root, limit + 1, most, deadline, NODES)


def solve(
    problem: GroupingProblem,
    deadline: Deadline,
    seed: int,
    *,
    interrupted: Callable[[], bool] = never,
    known: Sequence[tuple[int, tuple[int, ...]]] = (),
) -> Solved:
    """The best grouping found by the deadline, with a bound; interrupted: asked now and then whether to stop.

    known: the cohorts of a grouping to begin with, each its kind and its members.

    Time stands still while kernels are compiled.

    Raises CannotGroup where no grouping exists, or none was found before the end.
    """
    with noting_ctrl_c(interrupted) as stop:
        began = deadline.seconds
        prepare()
        start = deadline.start + deadline.seconds - began
        return _solve(problem.tightened(), replace(deadline, start=start, interrupted=stop), seed, known)


def _solve(
    problem: GroupingProblem, deadline: Deadline, seed: int, known: Sequence[tuple[int, tuple[int, ...]]]
) -> Solved:
    search = Search(problem, deadline, seed, known=_labeled(problem, known))
    try:
        possible = search.begin()
    except Stopped as why:
        raise CannotGroup(f"no grouping was found before the end: {why}") from None
    if not possible:
        raise CannotGroup(f"no grouping meets {_rules(problem)} at once")
    first = columns_of(problem, search.best[0])
    run = Run(
        problem, deadline, first, sum(column.cost for column in first), quick_bound(problem, Pricer(problem).slack())
    )
    try:
        stopped = prove(run, search)
    except Stopped as why:
        stopped = str(why)
    return Solved(run.finished(stopped), tuple(numbered(problem, run.incumbent)), problem, run.root)


def _labeled(problem: GroupingProblem, known: Sequence[tuple[int, tuple[int, ...]]]) -> Start | None:
    """A known grouping as labels of the units; None where it is none of this problem."""
    if not known or not all(problem.feasible(kind, members) for kind, members in known):
        return None
    label = np.zeros(len(problem.units), dtype=np.int64)
    ordered = sorted(known)
    for g, (_, members) in enumerate(ordered):
        label[problem.unit_of[list(members)]] = g
    return layout_of(problem, tuple(kind for kind, _ in ordered)), label


def _rules(problem: GroupingProblem) -> str:
    """The rules that a grouping has to meet, in words."""
    rules = ["sizes", "together", "apart", "allowed"]
    rules += ["counts"] if problem.counts else []
    rules += ["drive"] if problem.drive is not None else []
    return f"{', '.join(rules[:-1])} and {rules[-1]}"
