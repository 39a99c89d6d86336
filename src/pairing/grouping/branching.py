"""Ryan-Foster branching: a pair of people is in one cohort, or it is not; the node with the least bound first."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pairing.grouping.column_generation import Dual, Generation, first_duals
from pairing.grouping.enumeration import enumerated
from pairing.grouping.integer_master import choose
from pairing.grouping.master import Column, Master, Relaxed
from pairing.grouping.pricing import Members, Pricer
from pairing.grouping.problem import GroupingProblem
from pairing.grouping.run import Run
from pairing.optimizers.deadline import Deadline

NODES = 2_000_000
COLUMNS = 5_000
POOL_EFFORT = 1.0
"""CP-SAT's deterministic seconds for a look at the columns known so far ..."""
FULL_EFFORT = 4.0
"""... and for a complete list of columns."""


@dataclass(order=True)
class Node:
    """A part of all groupings: `bound` what they cost at least, and which pairs are together or apart in it."""

    bound: int
    number: int
    together: tuple[Pair, ...] = field(default=(), compare=False)
    apart: tuple[Pair, ...] = field(default=(), compare=False)
    dual: Dual | None = field(default=None, compare=False)


@dataclass
class Tree:
    """Best-first search over nodes. pool: every column met so far. nodes: compiled search nodes for one exact
    pricing of one size before it counts as too long. columns: the most that an enumeration may list."""

    run_: Run
    pool: set[Column]
    deadline: Deadline
    nodes: int = NODES
    columns: int = COLUMNS
    evaluated: dict[Members, int] = field(default_factory=dict)
    stuck: list[Node] = field(default_factory=list)
    numbers: int = 0

    def run(self) -> str:
        """Close every node, or give up those whose exact search is too long ("exhausted")."""
        run = self.run_
        waiting = [Node(run.bound, 0)]
        while waiting:
            run.raise_bound(min(node.bound for node in [*waiting[:1], *self.stuck]))
            node = heapq.heappop(waiting)
            if node.bound >= run.value:
                continue
            others = min((other.bound for other in [*waiting[:1], *self.stuck]), default=run.value)
            for child in self._open(node, others):
                heapq.heappush(waiting, child)
        run.raise_bound(min((node.bound for node in self.stuck), default=run.value))
        return "exhausted"

    def _open(self, node: Node, others: int) -> list[Node]:
        """Bound a node, close it if possible, else split it. others: the least bound of all other nodes."""
        run = self.run_
        problem = run.problem.branched(node.together, node.apart)
        if problem is None:
            return []
        generation = self._generate(problem, node, others)
        if generation.infeasible or generation.settled:
            return []
        node.bound = max(node.bound, generation.dual.whole or node.bound)
        if generation.relaxed is None:
            self.stuck.append(node)
            return []
        if self._integer(problem, node, generation) or node.bound >= run.value:
            return []
        pair = best_pair(generation.master, generation.relaxed, run.value)
        if not generation.converged or pair is None:
            self.stuck.append(node)
            return []
        self.numbers += 2
        return [
            Node(node.bound, self.numbers - 1, (*node.together, pair), node.apart, generation.dual),
            Node(node.bound, self.numbers, node.together, (*node.apart, pair), generation.dual),
        ]

    def _generate(self, problem: GroupingProblem, node: Node, others: int) -> Generation:
        run = self.run_
        columns = sorted((c for c in self.pool if problem.keeps(c.members)), key=lambda c: (c.kind, c.members))
        people = node.dual.people if node.dual is not None else first_duals(problem.n, run.incumbent)
        generation = Generation(
            Pricer(problem, self.evaluated),
            Master(problem, columns, dearest([*run.incumbent, *columns])),
            Dual(people),
            self.deadline,
            beat=lambda: run.value,
            on_bound=lambda bound: self._bounded(bound, others, whole=not node.number),
            most_nodes=self.nodes,
        )
        hopeless = not node.number and generation.hopeless()
        if not hopeless:
            generation.run()
            self.pool.update(generation.master.columns)
        if not node.number and generation.dual.bound is not None:
            run.root = generation.dual
        return generation

    def _bounded(self, bound: int, others: int, *, whole: bool) -> None:
        """Take a node's bound; that of the whole problem can never be above a grouping that is there."""
        if whole and bound > self.run_.value:
            raise RuntimeError(f"the bound {bound} contradicts a grouping that costs {self.run_.value}")
        self.run_.raise_bound(min(bound, others))

    def _integer(self, problem: GroupingProblem, node: Node, generation: Generation) -> bool:
        """Look for better groupings among the known columns, then among all that can matter; whether that closed it."""
        run, dual = self.run_, generation.dual
        known = choose(
            problem, generation.master.columns, run.value, dual.whole or run.bound, self.deadline, POOL_EFFORT
        )
        if known.columns:
            run.offer(known.columns)
        if dual.whole is None or dual.whole >= run.value:
            return dual.whole is not None
        columns = enumerated(generation.pricer, dual, run.value, self.columns, self.deadline, self.nodes)
        if columns is None:
            return False
        full = choose(problem, columns, run.value, dual.whole, self.deadline, FULL_EFFORT)
        if full.columns:
            run.offer(full.columns)
        node.bound = max(node.bound, full.bound)
        return full.status in ("none", "optimal")


def root_dual(problem: GroupingProblem, columns: Sequence[Column], beat: int, deadline: Deadline) -> Dual:
    """Good duals of a whole problem, from the columns of a grouping."""
    generation = Generation(
        Pricer(problem),
        Master(problem, columns, dearest(columns)),
        Dual(first_duals(problem.n, columns)),
        deadline,
        beat=lambda: beat,
        on_bound=lambda bound: None,
        most_nodes=NODES,
    )
    generation.run()
    return generation.dual


def dearest(columns: Iterable[Column]) -> float:
    """What leaving one person out costs: more than any of these cohorts."""
    return 10.0 * max(abs(column.cost) for column in columns) + 1000.0


Pair = tuple[int, int]
TRIED = 20
"""Where rules beside the dissimilarities leave wide gaps, so many pairs are tried in the master."""


def best_pair(master: Master, relaxed: Relaxed, beat: int) -> Pair | None:
    """A pair whose share of being together is fractional; None if there is none.

    The one whose share is nearest one half, or of several such pairs the one that raises the master most in both parts.
    """
    pairs = _fractional(relaxed)
    problem = master.problem
    if not pairs or not (problem.limits.active or problem.free_kinds):
        return pairs[0] if pairs else None
    missing = max(1.0, beat - relaxed.value)
    return max(pairs[:TRIED], key=lambda pair: _gain(master, relaxed.value, pair, missing))


def _fractional(relaxed: Relaxed) -> list[Pair]:
    """The pairs with a fractional share, those nearest one half first."""
    shares: dict[Pair, float] = defaultdict(float)
    for column, weight in relaxed.chosen:
        for a, i in enumerate(column.members):
            for j in column.members[a + 1 :]:
                shares[i, j] += weight
    pairs = [(abs(share - 0.5), pair) for pair, share in shares.items() if 1e-4 < share < 1 - 1e-4]
    return [pair for _, pair in sorted(pairs)]


def _gain(master: Master, value: float, pair: Pair, missing: float) -> float:
    """The product of what both parts gain on the known columns, each at most what closes it."""
    i, j = pair
    holding = [(i in column.members) + (j in column.members) for column in master.columns]
    together = master.value_without([k for k, number in enumerate(holding) if number == 1])
    apart = master.value_without([k for k, number in enumerate(holding) if number == 2])
    gains = [min(missing, part - value) + 1e-3 * missing for part in (together, apart)]
    return gains[0] * gains[1]
