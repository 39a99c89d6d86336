"""Inverse optimization: the weights under which a plan is as nearly the best one as can be, as a linear program.

docs/math.md, "Calibration from a plan".
"""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import scipy.sparse as sparse

from pairing.analysis.calibration.comparable import Comparable
from pairing.instance.evaluation import FULL
from pairing.jobs import run_all
from pairing.optimizers.linear_programs import Floats, LinearProgram, Optimum, optimum
from pairing.solver.pairs.network import Ints

ALIKE = 0.01
"""Points, per criterion: gaps this near to each other are not told apart, as points are kept in hundredths."""
EXACTLY = 1e-7
"""A gap, as a share of what the criteria are worth, that is none but for the solver's rounding."""
CLEARLY = 5.0
"""Points: a pair that costs at least so much is clearly worse than what the plan has instead."""
MISSED = 0.3
"""What a point of gap per pair of the plan weighs against a point by which the average other pair is worse."""
VAGUE = 0.1
"""Points by which, on average, other weights are clearer where they are worth telling beside those of least gap."""


@dataclass(frozen=True)
class Cone:
    """The worths of criteria that explain a plan. least: the smallest gap that any worths have, in points.

    clearest: (criteria,) points, the worths found: of those with the least gap the ones under which other pairs are
    most clearly worse. low, high: the smallest and the largest worth of each criterion over all worths of the least
    gap; middle: the mean of the worths where these are reached. explained: whether that is no gap. clearer: worths with
    a larger gap under which other pairs are much more clearly worse, None where there are none.
    """

    least: float
    low: Floats
    high: Floats
    clearest: Floats
    middle: Floats
    explained: bool
    clearer: Floats | None


class _Within(NamedTuple):
    """The weights that explain the plan, as a program without a goal of its own; the shares are its first variables."""

    program: LinearProgram
    criteria: int


def cone(compared: Comparable, grades: Ints, points: float, *, executor: Executor | int | None = None) -> Cone:
    """What the criteria, worth so many points together, must be worth to explain the plan.

    grades: (criterion, pair arcs). points: above 0, at most 100. Two linear programs per criterion go to the executor.
    """
    program = gap_program(compared, grades)
    criteria, alike = len(grades), ALIKE * len(grades) / points
    least = max(0.0, optimum(program).value)
    nearest = _clearest(compared, _with_gap(program, least + EXACTLY), points)
    freely = _clearest(compared, program, points)
    clearer = points * _shares(freely.x, criteria) if nearest.value - freely.value > VAGUE / points else None
    within = _Within(_with_gap(program, least + alike), criteria)
    ends = run_all(_end, within, [(k, sign) for k in range(criteria) for sign in (1.0, -1.0)], executor=executor)
    corners = np.array([_shares(end, criteria) for end in ends])
    low, high = (points * corners[n::2].diagonal() for n in (0, 1))
    clearest = points * _shares(nearest.x, criteria)
    return Cone(points * least, low, high, clearest, points * corners.mean(axis=0), least <= alike, clearer)


def _shares(x: Floats, criteria: int) -> Floats:
    """The shares among a program's variables, without what rounding left of them."""
    shares = np.clip(x[:criteria], 0.0, 1.0)
    found: Floats = shares / shares.sum()
    return found


def gap_program(compared: Comparable, grades: Ints) -> LinearProgram:
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
    total = sparse.csr_matrix(
        (np.ones(criteria), (np.zeros(criteria, dtype=int), np.arange(criteria))), (1, rows.shape[1])
    )
    cost = np.concatenate([
        -(shares.T @ compared.flow[arcs]), compared.supplies, network.capacities[arcs[filled]],
    ]).astype(np.float64)  # fmt: skip
    least = np.concatenate([np.zeros(criteria), np.full(nodes, -np.inf), np.zeros(len(filled))])
    most = np.full(len(cost), np.inf)
    least[criteria + network.sink] = most[criteria + network.sink] = 0
    low, high = np.full(many + 1, -np.inf), np.zeros(many + 1)
    low[-1] = high[-1] = 1
    return LinearProgram(cost, sparse.csr_matrix(sparse.vstack([rows, total])), low, high, least, most)


def _incidence(compared: Comparable, arcs: Ints) -> sparse.csr_matrix:
    """(arcs, nodes): -1 at the node that an arc leaves, 1 at the one it enters."""
    network, row = compared.network, np.arange(len(arcs))
    signs = np.repeat([-1.0, 1.0], len(arcs))
    ends = np.concatenate([network.tails[arcs], network.heads[arcs]])
    return sparse.csr_matrix((signs, (np.concatenate([row, row]), ends)), (len(arcs), network.nodes))


def _ones(filled: Ints, many: int) -> sparse.csr_matrix:
    """(arcs, arcs with a price): -1 where an arc has its own price."""
    return sparse.csr_matrix((-np.ones(len(filled)), (filled, np.arange(len(filled)))), (many, len(filled)))


def _with_gap(program: LinearProgram, gap: float) -> LinearProgram:
    """The same program with one row more: the gap is at most this."""
    rows = sparse.csr_matrix(sparse.vstack([program.rows, sparse.csr_matrix(program.cost[None, :])]))
    return LinearProgram(
        program.cost, rows, np.append(program.low, -np.inf), np.append(program.high, gap), program.least, program.most
    )


def _end(within: _Within, end: tuple[int, float]) -> Floats:
    """The shares where one of them is smallest (sign 1) or largest (-1)."""
    k, sign = end
    cost = np.zeros(len(within.program.cost))
    cost[k] = sign
    return optimum(within.program.with_cost(cost)).x[: within.criteria]


def _clearest(compared: Comparable, program: LinearProgram, points: float) -> Optimum:
    """Where the pairs that the plan is without cost most on average, each `CLEARLY` points at most, less the gap.

    The value is the negative of that average, in units of all that the criteria are worth.
    """
    arcs, pairs = compared.arcs, compared.network.pair_arcs.stop
    others = np.flatnonzero((arcs < pairs) & (compared.flow[arcs] == 0))
    many, made = max(1, len(others)), max(1, int(compared.flow[:pairs].sum()))
    margins = sparse.csr_matrix(
        (np.ones(len(others)), (others, np.arange(len(others)))), (program.rows.shape[0], len(others))
    )
    wider = LinearProgram(
        np.concatenate([program.cost * (MISSED * many / made), np.full(len(others), -1.0)]),
        sparse.csr_matrix(sparse.hstack([program.rows, margins])), program.low, program.high,
        np.concatenate([program.least, np.zeros(len(others))]),
        np.concatenate([program.most, np.full(len(others), CLEARLY / points)]),
    )  # fmt: skip
    found = optimum(wider, "glop, dual simplex")
    return replace(found, value=found.value / many)
