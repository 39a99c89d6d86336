"""Every column of every grouping that costs no more than the best one, where the whole problem's list is too long.

The tree is walked once more with one cost unit to spare. Each node's own complete list is short; those lists from
which a grouping as good can be chosen hold, together, every cohort of every such grouping.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pairing.grouping.branching import FULL_EFFORT, Node, Tree
from pairing.grouping.column_generation import Generation
from pairing.grouping.enumeration import enumerated
from pairing.grouping.integer_master import choose
from pairing.grouping.master import Column
from pairing.grouping.problem import GroupingProblem
from pairing.grouping.run import NOTHING, Run
from pairing.optimizers.deadline import Deadline


@dataclass
class Ties(Tree):
    """A tree that closes a node by listing its columns. found: all of them."""

    found: set[Column] = field(default_factory=set)

    def _integer(self, problem: GroupingProblem, node: Node, generation: Generation) -> bool:
        columns = enumerated(
            generation.pricer, generation.dual, self.run_.value, self.columns, self.deadline, self.nodes
        )  # fmt: skip
        if columns is None:
            return False
        floor = generation.dual.whole or self.run_.bound
        kept = choose(problem, columns, self.run_.value, floor, self.deadline, FULL_EFFORT)
        if kept.status != "none":
            self.found.update(columns)
        return True


def ties(problem: GroupingProblem, best: list[Column], deadline: Deadline) -> list[Column] | None:
    """The columns of all groupings that cost at most as much as `best`, others among them; None if not all are found.

    Raises Stopped at the deadline.
    """
    value = sum(column.cost for column in best)
    tree = Ties(Run(problem, deadline, best, value + 1, NOTHING), set(best), deadline)
    tree.run()
    return None if tree.stuck else sorted(tree.found | set(best), key=lambda column: (column.kind, column.members))
