"""How well something orders ratings: Kendall's tau-b, and the share of differently rated pairs that it orders rightly.

docs/math.md, "Calibration from ratings".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pairing.optimizers.linear_programs import Floats
from pairing.solver.pairs.network import Ints

Signs = NDArray[np.float64]


@dataclass(frozen=True)
class Couples:
    """Every two ratings that differ, the better one first, and every two that do not.

    better, worse: (couples,) positions of ratings. grades: (couples, criteria), by how much the better one's grades are
    larger, 0 to 1 each. signs: the same, -1, 0 or 1. same: (equal couples, 2), positions of two equal ratings.
    unequal: (equal couples, criteria) 1 where grades differ.
    """

    better: Ints
    worse: Ints
    grades: Floats
    signs: Signs
    same: Ints
    unequal: Signs

    def counts(self, times: Floats) -> Floats:
        """(couples,): how often each is there when each rating is, (ratings,), there so many times."""
        return times[self.better] * times[self.worse]


def couples_of(ratings: Floats, grades: Floats) -> Couples:
    """All couples of ratings, (ratings,), of pairs with these grades, (ratings, criteria)."""
    better, worse = np.nonzero(ratings[:, None] > ratings[None, :])
    same = np.argwhere(np.triu(ratings[:, None] == ratings[None, :], 1))
    differences = grades[better] - grades[worse]
    unequal = (grades[same[:, 0]] != grades[same[:, 1]]).astype(np.float64)
    return Couples(better, worse, differences, np.sign(differences), same, unequal)


def taus(couples: Couples, times: Floats) -> Floats:
    """(criteria,): Kendall's tau-b of each criterion with the ratings; NaN where either does not vary."""
    counts = couples.counts(times)
    differ = counts @ np.abs(couples.signs)
    by_grade = differ + (times[couples.same[:, 0]] * times[couples.same[:, 1]]) @ couples.unequal
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Floats = (counts @ couples.signs) / np.sqrt(counts.sum() * by_grade)
    return found


def ordered_rightly(couples: Couples, times: Floats) -> Floats:
    """(criteria,): of the couples that differ in rating and grade the share that has the better grade where the better
    rating is; NaN where there are none.
    """
    counts = couples.counts(times)
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Floats = (counts @ (couples.signs > 0)) / (counts @ (couples.signs != 0))
    return found
