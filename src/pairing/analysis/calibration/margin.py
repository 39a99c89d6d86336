"""The weights that order ratings best: a linear program of the largest margin (docs/math.md)."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sparse

from pairing.analysis.calibration.linear_programs import Floats, Linear, optimum
from pairing.analysis.calibration.predictors import Couples

LEANNESS = 0.001
"""What a unit of weight costs, against couples ordered wrongly: of weights that order alike the smallest are taken."""


def shares(couples: Couples, times: Floats) -> Floats:
    """(criteria,): each criterion's share of the weights that order the ratings best; NaN where there are none.

    Solved as its dual, which has one row per criterion; the weights are what its rows cost. times: (ratings,), how
    often each rating counts.
    """
    criteria = couples.grades.shape[1]
    counts = couples.counts(times)
    there = np.flatnonzero(counts)
    if not len(there) or not criteria:
        return np.full(criteria, np.nan)
    most = counts[there] / counts.sum()
    dual = Linear(
        np.full(len(there), -1.0), sparse.csr_matrix(couples.grades[there].T), np.full(criteria, -np.inf),
        np.full(criteria, LEANNESS), np.zeros(len(there)), most,
    )  # fmt: skip
    weights = np.maximum(-optimum(dual, dual_simplex=True).duals, 0.0)
    return weights / weights.sum() if weights.sum() > 1e-9 else np.full(criteria, np.nan)
