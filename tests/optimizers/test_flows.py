"""The cheapest flow, on graphs that can be checked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from pairing.optimizers.flows import minimum_cost_flow


def arcs(*rows: tuple[int, int, int, int]) -> list[np.ndarray]:
    """Tails, heads, capacities, costs."""
    return [np.array(column, dtype=np.int64) for column in zip(*rows, strict=True)]


def test_the_cheaper_way_first_and_the_rest_by_the_other():
    tails, heads, capacities, costs = arcs((0, 1, 2, 1), (1, 3, 9, 1), (0, 2, 9, 5), (2, 3, 9, 0))
    supplies = np.array([3, 0, 0, -3], dtype=np.int64)
    assert minimum_cost_flow(tails, heads, capacities, costs, supplies).tolist() == [2, 2, 1, 1]


def test_a_negative_cost_is_a_gain():
    tails, heads, capacities, costs = arcs((0, 1, 1, -4), (0, 1, 5, 0))
    assert minimum_cost_flow(tails, heads, capacities, costs, np.array([2, -2], dtype=np.int64)).tolist() == [1, 1]


def test_without_a_flow_it_says_so():
    tails, heads, capacities, costs = arcs((0, 1, 1, 0))
    with pytest.raises(RuntimeError, match="the minimum-cost flow ended with"):
        minimum_cost_flow(tails, heads, capacities, costs, np.array([2, -2], dtype=np.int64))
