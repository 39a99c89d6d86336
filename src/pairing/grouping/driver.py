"""The road to proof: search, column generation, enumeration below the gap, the integer master, then branching."""

from __future__ import annotations

from dataclasses import replace

from pairing.grouping.branching import Tree
from pairing.grouping.column_generation import Dual, Generation, first_duals
from pairing.grouping.column_list import can_list, every_column, share_bound
from pairing.grouping.improvement import improve, polished
from pairing.grouping.integer_master import choose
from pairing.grouping.local_search import Search, columns_of
from pairing.grouping.master import Column, Master
from pairing.grouping.pricing import Pricer
from pairing.grouping.run import Run
from pairing.optimizers.deadline import Stopped

FIRST_ROUNDS = 6
"""Rounds of local search before the bound is worked on."""
MANY = 150
"""More people than this: neither search nor bound is expected to end by itself ..."""
BOUNDING_SHARE = 0.7
"""... and the bound gets this part of the time."""
GLANCE = 500
"""Compiled search nodes per size for a first bound, a fraction of a second ..."""
OUT_OF_REACH = 0.4
"""... which, unfinished and this far off as a part of the cost, leaves all the time to the search."""
LIST_EFFORT = 600.0
"""CP-SAT's deterministic seconds for a complete list of all columns there are."""


def prove(run: Run, search: Search) -> str:
    """Work on incumbent and bound until they meet; why it ended otherwise."""
    if run.problem.costs.extra is not None and can_list(run.problem):
        return _list(run)
    pool = set(run.incumbent)
    for _ in range(FIRST_ROUNDS):
        for found in search.round():
            columns = columns_of(run.problem, found)
            pool.update(columns)
            run.offer(columns)
    if run.problem.costs.extra is not None:
        run.offer(polished(Pricer(run.problem), run.incumbent, run.deadline))
        pool.update(run.incumbent)
    if not _out_of_reach(run):
        _bound(run, pool)
    if not run.proved:
        improve(run, search, pool)
    return "exhausted"


def _out_of_reach(run: Run) -> bool:
    """Whether a glance at the pricing problems already shows that no bound can come near the value."""
    glance = Generation(
        Pricer(run.problem),
        Master(run.problem, [], 1.0),
        Dual(first_duals(run.problem.n, run.incumbent)),
        run.deadline,
        beat=lambda: run.value,
        on_bound=run.raise_bound,
        most_nodes=GLANCE,
    )
    glance.price(glance.dual.people, glance.heuristic(glance.dual.people))
    bound = glance.dual.whole
    return not glance.exact and bound is not None and run.value - bound > OUT_OF_REACH * abs(run.value)


def _bound(run: Run, pool: set[Column]) -> None:
    """Grow the tree, among very many people for a part of the time only."""
    deadline = run.deadline
    if run.problem.n > MANY:
        deadline = replace(deadline, limit=BOUNDING_SHARE * deadline.limit)
    try:
        Tree(run, pool, deadline).run()
    except Stopped:
        run.deadline.check()


def _list(run: Run) -> str:
    """Write every column down and choose among them."""
    columns = every_column(run.problem)
    run.raise_bound(share_bound(run.problem.n, columns))
    chosen = choose(run.problem, columns, run.value, run.bound, run.deadline, LIST_EFFORT)
    if chosen.columns:
        run.offer(chosen.columns)
    run.raise_bound(run.value if chosen.status in ("none", "optimal") else chosen.bound)
    run.deadline.check()
    return "exhausted"
