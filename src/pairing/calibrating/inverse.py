"""Inverse optimization: the weights under which a plan is as nearly the best one as can be, as a linear program.

docs/math.md, "Calibration from a plan".
"""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sparse

from pairing.calibrating.comparable import Comparable
from pairing.calibrating.linear import Floats, Linear, optimum
from pairing.jobs import run_all
from pairing.judging import FULL
from pairing.pairs.network import Ints

ALIKE = 0.01
"""Points, per criterion: gaps this near to the least one are not told apart, as points are kept in hundredths."""


@dataclass(frozen=True)
class Cone:
    """Every weight vector that explains the plan as well as any: gap at most the least one and what is not told apart.

    gap: the least gap, in points. low, high, middle: (criteria,) in points, each worth's smallest and largest value over
    all those vectors, and the mean of the vectors where these are reached, itself one of them.
    """

    gap: float
    low: Floats
    high: Floats
    middle: Floats


def cone(compared: Comparable, grades: Ints, points: float, *, executor: Executor | None = None) -> Cone:
    """What the criteria, worth so many points together, must be worth to explain the plan best.

    grades: (criterion, pair arcs). points: above 0, at most 100. Two linear programs per criterion go to the executor.
    """
    program = gap_program(compared, grades)
    criteria = len(grades)
    least = max(0.0, optimum(program).value)
    within = _within(program, least + ALIKE * criteria / points)
    ends = run_all(_end, within, [(k, sign) for k in range(criteria) for sign in (1.0, -1.0)], executor=executor)
    corners = np.clip(np.array(ends)[:, :criteria], 0.0, 1.0)
    corners *= points / corners.sum(axis=1, keepdims=True)
    low, high = corners[0::2].diagonal(), corners[1::2].diagonal()
    return Cone(points * least, low, high, corners.mean(axis=0))


def gap_program(compared: Comparable, grades: Ints) -> Linear:
    """The gap of the plan as a linear program: shares of the criteria, one potential per node, prices of full arcs.

    Its value is the best comparable plan's fit less the plan's own, in units of all that the criteria are worth.
    """
    network, arcs = compared.network, compared.arcs
    many, nodes, criteria = len(arcs), network.nodes, len(grades)
    pairs = arcs < network.pair_arcs.stop
    shares = np.zeros((many, criteria))
    shares[pairs] = (grades[:, arcs[pairs]] / FULL).T
    filled = np.flatnonzero(arcs >= network.unplaced_arcs.stop)  # elsewhere one person's single unit is the limit
    rows = sparse.hstack([sparse.csr_matrix(shares), _incidence(compared, arcs), _ones(filled, many)])
    total = sparse.csr_matrix((np.ones(criteria), (np.zeros(criteria, dtype=int), np.arange(criteria))), (1, rows.shape[1]))
    cost = np.concatenate([
        -(shares.T @ compared.flow[arcs]), compared.supplies, network.capacities[arcs[filled]],
    ]).astype(np.float64)  # fmt: skip
    least = np.concatenate([np.zeros(criteria), np.full(nodes, -np.inf), np.zeros(len(filled))])
    most = np.full(len(cost), np.inf)
    least[criteria + network.sink] = most[criteria + network.sink] = 0
    low, high = np.full(many + 1, -np.inf), np.zeros(many + 1)
    low[-1] = high[-1] = 1
    return Linear(cost, sparse.csr_matrix(sparse.vstack([rows, total])), low, high, least, most)


def _incidence(compared: Comparable, arcs: Ints) -> sparse.csr_matrix:
    """(arcs, nodes): -1 at the node that an arc leaves, 1 at the one it enters."""
    network, row = compared.network, np.arange(len(arcs))
    signs = np.repeat([-1.0, 1.0], len(arcs))
    ends = np.concatenate([network.tails[arcs], network.heads[arcs]])
    return sparse.csr_matrix((signs, (np.concatenate([row, row]), ends)), (len(arcs), network.nodes))


def _ones(filled: Ints, many: int) -> sparse.csr_matrix:
    """(arcs, arcs with a price): -1 where an arc has its own price."""
    return sparse.csr_matrix((-np.ones(len(filled)), (filled, np.arange(len(filled)))), (many, len(filled)))


def _within(program: Linear, gap: float) -> Linear:
    """The same program with one row more: the gap is at most this."""
    rows = sparse.csr_matrix(sparse.vstack([program.rows, sparse.csr_matrix(program.cost[None, :])]))
    return Linear(
        program.cost, rows, np.append(program.low, -np.inf), np.append(program.high, gap), program.least, program.most
    )


def _end(within: Linear, end: tuple[int, float]) -> Floats:
    """Where one share is smallest (sign 1) or largest (-1)."""
    k, sign = end
    cost = np.zeros(len(within.cost))
    cost[k] = sign
    return optimum(within.towards(cost)).x


