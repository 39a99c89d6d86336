"""A cohort's cost is one whole number, by one rounding rule that anyone can recompute."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from pairing.grouping.arithmetic import CannotGroup

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
ColumnCost = Callable[[tuple[int, ...]], float]
"""What a cohort costs beside its dissimilarities, from its members in ascending order."""

FINEST = 10**6
"""The largest dissimilarity in whole numbers is at most this, unless the input itself is whole and larger."""
COARSE = 10**4
"""... and at least this, so that rounding a cohort's mean stays small."""


@dataclass(frozen=True)
class Costs:
    """The rule. whole: (n, n) int64, dissimilarities times `scale`, rounded half up; symmetric, diagonal 0.

    mean: 2 * (sum over pairs) / (size - 1), else the sum over pairs. sign: 1 to minimize, -1 to maximize; inside,
    everything is minimized. extra: added in the input's unit. any_sign: whether extra may also favor a cohort.
    """

    whole: Ints
    scale: int
    mean: bool
    sign: int
    extra: ColumnCost | None = None
    any_sign: bool = False

    def of(self, members: Sequence[int]) -> int:
        """The cohort's cost, signed for minimization: the exact value times `scale`, rounded half up once."""
        chosen = sorted(members)
        pairs = int(self.whole[np.ix_(chosen, chosen)].sum()) // 2
        value = Fraction(2 * pairs, max(1, len(chosen) - 1)) if self.mean else Fraction(pairs)
        if self.extra is not None:
            value += self._extra(self.extra, tuple(chosen)) * self.scale
        return self.sign * ((2 * value.numerator + value.denominator) // (2 * value.denominator))

    def _extra(self, extra: ColumnCost, members: tuple[int, ...]) -> Fraction:
        value = extra(members)
        if not isfinite(value):
            raise CannotGroup(f"column_cost must be finite, got {value} for {members}")
        if value * self.sign < 0 and not self.any_sign:
            side = "at least" if self.sign > 0 else "at most"
            raise CannotGroup(f"with so many possible cohorts column_cost must be {side} 0, got {value} for {members}")
        return Fraction(value)

    def factors(self, largest: int) -> Floats:
        """By size 0 to `largest`: what a cohort's sum over pairs is multiplied with."""
        if not self.mean:
            return np.ones(largest + 1)
        return np.array([0.0, 0.0, *(2 / (size - 1) for size in range(2, largest + 1))])

    @property
    def signed(self) -> Floats:
        """(n, n): whole dissimilarities, negated to maximize, as floats that hold them exactly."""
        return (self.sign * self.whole).astype(np.float64)

    def in_units(self, total: int) -> float:
        """A signed whole total as a value in the input's unit."""
        return self.sign * total / self.scale


def scale_of(dissimilarity: Floats) -> int:
    """The smallest power of ten that makes every entry whole, kept between COARSE and FINEST for the largest entry."""
    largest = float(np.abs(dissimilarity).max(initial=0))
    scale = 1
    while largest and largest * scale < COARSE:
        scale *= 10
    while largest * scale * 10 <= FINEST and not _is_whole(dissimilarity * scale):
        scale *= 10
    return scale


def whole_numbers(dissimilarity: Floats, scale: int) -> Ints:
    """Dissimilarities times `scale`, rounded half up; the diagonal is 0."""
    whole = np.floor(dissimilarity * scale + 0.5).astype(np.int64)
    np.fill_diagonal(whole, 0)
    return whole


def _is_whole(values: Floats) -> bool:
    return bool(np.all(np.abs(values - np.round(values)) <= 1e-6))
