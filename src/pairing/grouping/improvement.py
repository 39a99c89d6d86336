"""What the time is spent on once no proof is in reach: longer search and neighborhoods in turn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pairing.grouping.branching import Tree
from pairing.grouping.column_generation import FAR_OFF
from pairing.grouping.integer_master import choose
from pairing.grouping.local_search import Search, columns_of
from pairing.grouping.master import Column
from pairing.grouping.neighborhoods import adjacent, back, restricted
from pairing.grouping.pricing import Members, Pricer
from pairing.grouping.run import NOTHING, Run
from pairing.optimizers.deadline import Deadline, Stopped

FIRST_EFFORT = 16.0
"""Times the first rounds' steps; doubled after every turn without success."""
ROUNDS = 3
"""Rounds of search per turn."""
SHARE = 3
"""One round takes at most this part of the time that is left: a third."""
COHORTS_AT_ONCE = 4
"""How many adjacent cohorts are taken apart together."""
SECONDS_PER_NEIGHBORHOOD = 4.0
"""After that a neighborhood is left as it is."""
PEOPLE_AT_ONCE = 60
"""More people than this in a neighborhood are beyond quick proofs: fewer cohorts are taken."""


def improve(run: Run, search: Search, pool: set[Column]) -> None:
    """Use all the time that is left; ends by Stopped."""
    effort = FIRST_EFFORT
    while not run.proved:
        before = run.value
        _search(run, search, pool, effort)
        if run.value - run.bound <= FAR_OFF * abs(run.value):
            _neighborhoods(run, pool)
            _recombine(run, pool)
        run.deadline.check()
        effort = min(effort * 2, 64.0) if run.value == before else effort


def _search(run: Run, search: Search, pool: set[Column], effort: float) -> None:
    for _ in range(ROUNDS):
        affordable = run.deadline.left / SHARE / max(search.seconds_per_effort, 1e-6)
        for found in search.round(max(1.0, min(effort, affordable)), only_best=1):
            columns = columns_of(run.problem, found)
            pool.update(columns)
            run.offer(columns)


def _neighborhoods(run: Run, pool: set[Column]) -> None:
    """Every cohort with its nearest ones once, until nothing changes in a whole turn or they turn out too large."""
    people = run.problem.n / len(run.incumbent)
    count = min(COHORTS_AT_ONCE, int(PEOPLE_AT_ONCE / people), len(run.incumbent))
    if count < 2 or count == len(run.incumbent):
        return
    unsolved = 0
    for members in [column.members for column in sorted(run.incumbent, key=lambda column: column.members)]:
        positions = [g for g, column in enumerate(run.incumbent) if column.members == members]
        if not positions:
            continue
        chosen = [run.incumbent[g] for g in adjacent(run.problem, run.incumbent, positions[0], count)]
        solved = _solve(run, chosen, pool)
        unsolved = 0 if solved else unsolved + 1
        if unsolved == 3:
            return


def _solve(run: Run, chosen: list[Column], pool: set[Column]) -> bool:
    """Re-solve some cohorts; whether that was done to the end."""
    run.deadline.check()
    problem, people = restricted(run.problem, chosen, run.incumbent)
    place = {i: k for k, i in enumerate(people)}
    inside = [Column(column.kind, tuple(place[i] for i in column.members), column.cost) for column in chosen]
    deadline = replace(run.deadline, limit=min(run.deadline.limit, run.deadline.seconds + SECONDS_PER_NEIGHBORHOOD))
    part = Run(problem, deadline, inside, sum(column.cost for column in inside), NOTHING)
    tree = Tree(part, set(inside), deadline, nodes=100_000, columns=20_000)
    try:
        tree.run()
    except Stopped as why:
        if str(why) != "time limit":
            raise
    columns = back(part.incumbent, people)
    pool.update(columns)
    kept = [column for column in run.incumbent if column not in chosen]
    run.offer([*kept, *columns])
    return part.proved


def _recombine(run: Run, pool: set[Column]) -> None:
    """The best grouping that the known columns allow."""
    columns = sorted(pool, key=lambda column: (column.kind, column.members))
    if len(columns) > 20_000:
        return
    chosen = choose(run.problem, columns, run.value, run.bound, run.deadline, 5.0)
    if chosen.columns:
        run.offer(chosen.columns)


Pair = tuple[Members, Members]


def polished(pricer: Pricer, columns: list[Column], deadline: Deadline) -> list[Column]:
    """The grouping after all improving moves and swaps of units between two cohorts."""
    current = list(columns)
    better = True
    while better:
        better = False
        for a in range(len(current)):
            for b in range(a + 1, len(current)):
                deadline.check()
                changed = _best_change(pricer, current[a], current[b])
                if changed is not None:
                    current[a], current[b] = changed
                    better = True
    return current


def _best_change(pricer: Pricer, one: Column, other: Column) -> tuple[Column, Column] | None:
    """The best move or swap between two cohorts; None if none is better."""
    best, before = None, one.cost + other.cost
    for left, right in _changes(pricer, one.members, other.members):
        if not (pricer.problem.feasible(one.kind, left) and pricer.problem.feasible(other.kind, right)):
            continue
        costs = pricer.cost(left), pricer.cost(right)
        if sum(costs) < before:
            before = sum(costs)
            best = Column(one.kind, left, costs[0]), Column(other.kind, right, costs[1])
    return best


def _changes(pricer: Pricer, one: Members, other: Members) -> Iterator[Pair]:
    """Both cohorts after each move or swap of units."""
    units, unit_of = pricer.problem.units, pricer.problem.unit_of
    here: list[Members] = [units[u] for u in sorted({int(unit_of[i]) for i in one})]
    there: list[Members] = [units[u] for u in sorted({int(unit_of[i]) for i in other})]
    for out in [(), *here]:
        for into in [(), *there]:
            left = tuple(sorted((set(one) - set(out)) | set(into)))
            right = tuple(sorted((set(other) - set(into)) | set(out)))
            yield left, right
