"""Spread, counts and drive of a problem's units, bundled for the compiled kernels."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from pairing.grouping.problem import GroupingProblem

Ints = NDArray[np.int64]
Masks = NDArray[np.uint64]
BEYOND = 2**40
"""Above every level: the lowest level of a unit without any."""


class Limits(NamedTuple):
    """What the kernels must know of a problem beside its dissimilarities. Empty arrays where a rule is absent.

    active: whether there is any rule. low, high: (units,) the extreme known levels. free, rate: as in Spread.
    flags: (counts, units) how many members have the flag. accepted: (counts, largest + 2) how many of the numbers
    below this one are accepted. reach: (units, words) bits of the places that all members reach. homes: (units, words)
    bits of the members' homes. venues: (words,) bits of the venues.
    """

    active: bool
    low: Ints
    high: Ints
    free: int
    rate: int
    flags: Ints
    accepted: Ints
    reach: Masks
    homes: Masks
    venues: Masks


def bundle(problem: GroupingProblem) -> Limits:
    """The rules of a problem by its units."""
    units = len(problem.units)
    low, high, free, rate = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), 0, 0
    if problem.spread is not None:
        low, high = _extremes(problem, problem.spread.levels)
        free, rate = problem.spread.free, problem.spread.rate
    flags = np.zeros((len(problem.counts), units), dtype=np.int64)
    accepted = np.zeros((len(problem.counts), problem.largest + 2), dtype=np.int64)
    for k, count in enumerate(problem.counts):
        flags[k] = np.bincount(problem.unit_of, count.flags, minlength=units).astype(np.int64)
        accepted[k, 1:] = np.cumsum(count.accepted[: problem.largest + 1])
    active = problem.spread is not None or problem.restricts
    return Limits(active, low, high, free, rate, flags, accepted, *_masks(problem))


def no_limits(units: int) -> Limits:
    """The bundle of a problem without any of these rules."""
    ints, masks = np.zeros(0, dtype=np.int64), np.zeros((units, 0), dtype=np.uint64)
    table = np.zeros((0, 0), dtype=np.int64)
    return Limits(False, ints, ints, 0, 0, table, table, masks, masks, np.zeros(0, dtype=np.uint64))


def _extremes(problem: GroupingProblem, levels: Ints) -> tuple[Ints, Ints]:
    """(units,) twice: each unit's lowest and highest known level."""
    low = np.full(len(problem.units), BEYOND, dtype=np.int64)
    high = np.full(len(problem.units), -BEYOND, dtype=np.int64)
    known = levels >= 0
    np.minimum.at(low, problem.unit_of[known], levels[known])
    np.maximum.at(high, problem.unit_of[known], levels[known])
    return low, high


def _masks(problem: GroupingProblem) -> tuple[Masks, Masks, Masks]:
    """reach, homes and venues as bits, 64 places to a word."""
    units, drive = len(problem.units), problem.drive
    if drive is None:
        none = np.zeros((units, 0), dtype=np.uint64)
        return none, none, np.zeros(0, dtype=np.uint64)
    reach = np.array([drive.reach[:, list(unit)].all(axis=1) for unit in problem.units])
    homes = np.array([np.isin(drive.home, unit) for unit in problem.units])
    return _bits(reach), _bits(homes), _bits((drive.home < 0)[None])[0]


def _bits(table: NDArray[np.bool_]) -> Masks:
    """(rows, places) bool as (rows, words)."""
    rows, places = table.shape
    padded = np.zeros((rows, 64 * max(1, -(-places // 64))), dtype=bool)
    padded[:, :places] = table
    return np.ascontiguousarray(np.packbits(padded, axis=1, bitorder="little").view(np.uint64))
