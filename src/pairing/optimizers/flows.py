"""Minimum-cost flows by OR-Tools."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow

Ints = NDArray[np.int64]


def minimum_cost_flow(tails: Ints, heads: Ints, capacities: Ints, costs: Ints, supplies: Ints) -> Ints:
    """The flow per arc that takes every node's supply away (negative: brings it) at the least cost.

    Costs times the number of nodes must stay within 64 bits. Raises RuntimeError where there is no flow.
    """
    solver = min_cost_flow.SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(tails, heads, capacities, costs)
    solver.set_nodes_supplies(np.arange(len(supplies)), supplies)
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise RuntimeError(f"the minimum-cost flow ended with {status}")
    return np.asarray(solver.flows(np.arange(len(tails))), dtype=np.int64)
