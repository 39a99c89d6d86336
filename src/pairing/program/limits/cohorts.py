"""Limits and penalties of a cohort: what a set of members must keep, one small function per kind, in explicit dicts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from pairing.profiles import key
from pairing.program.condition_grammar import Condition
from pairing.program.parameters import FromOne, GroupColumn, IdsColumn, Positive, Ratio
from pairing.program.relation import Relation, names, overlap
from pairing.program.rules.conditions import holds

Bools = NDArray[np.bool_]
Unknown = Literal["passes", "fails"]
AtLeastOne = Annotated[float, Field(ge=1, le=1e6)]


@dataclass(frozen=True)
class Limit:
    """What a limit asks of a cohort's members, n being all members of the table.

    apart: (n, n) bool, symmetric, pairs that share no cohort; None for no such pairs. together: positions of members
    who share a cohort or wait together. flagged: (n,) bool, those counted, of whom a cohort may have `fewest` to
    `most`, or none where `none_too`. max_miles: the longest drive to the meeting place.
    """

    apart: Bools | None = None
    together: tuple[tuple[int, ...], ...] = ()
    flagged: Bools | None = None
    fewest: int = 0
    most: int | None = None
    none_too: bool = False
    max_miles: float | None = None
    unplaced_pass: bool = False

    def accepts(self, count: int) -> bool:
        """Whether a cohort may have so many of those counted."""
        within = self.fewest <= count and (self.most is None or count <= self.most)
        return within or (count == 0 and self.none_too)


def apart(two: Relation, *, column: IdsColumn = "conflicts") -> Limit:
    """Members share no cohort where either names the other by id, district or district number."""
    named = overlap(
        [entries or frozenset() for entries in two.left.sets(column)],
        names(two.right, ["id", "district", "district_id"]),
    )
    return Limit(apart=_off_diagonal((named + named.T) > 0))


def together(two: Relation, *, column: GroupColumn) -> Limit:
    """Members with the same known value in `column` share a cohort, or all of them wait."""
    groups: dict[str, list[int]] = {}
    for i, value in enumerate(two.left.keys(column)):
        if value is not None:
            groups.setdefault(key(value), []).append(i)
    return Limit(together=tuple(tuple(group) for group in groups.values() if len(group) > 1))


def at_most(two: Relation, *, who: Condition, count: Annotated[int, Field(ge=0, le=1000)]) -> Limit:
    """At most `count` members of a cohort are known to meet `who`."""
    return Limit(flagged=_known_to(who, two), most=count)


def at_least(two: Relation, *, who: Condition, count: FromOne) -> Limit:
    """At least `count` members of every cohort are known to meet `who`."""
    return Limit(flagged=_known_to(who, two), fewest=count)


def never_alone(two: Relation, *, who: Condition, least: Annotated[int, Field(ge=2, le=1000)] = 2) -> Limit:
    """A cohort has none of the members known to meet `who`, or at least `least` of them."""
    return Limit(flagged=_known_to(who, two), fewest=least, none_too=True)


def drive(two: Relation, *, max_miles: Positive, unknown: Unknown = "fails") -> Limit:
    """Nobody drives more than `max_miles` to the cohort's meeting place."""
    out = _kept_out(np.isnan(np.diag(two.miles))) if unknown == "fails" else Limit()
    return replace(out, max_miles=max_miles, unplaced_pass=unknown == "passes")


def enrollment_ratio(two: Relation, *, max_ratio: Ratio, unknown: Unknown = "passes") -> Limit:
    """The largest enrollment of a cohort is at most `max_ratio` times the smallest."""
    left, right = (np.maximum(side, 1) for side in two.numbers("enrollment"))
    larger, smaller = np.maximum(left, right), np.minimum(left, right)
    with np.errstate(invalid="ignore"):
        broken = larger > max_ratio * smaller
        close = np.abs(larger - max_ratio * smaller) <= 1e-9 * larger
    for i, j in np.argwhere(close):
        broken[i, j] = Fraction(larger[i, j]) > Fraction(str(max_ratio)) * Fraction(smaller[i, j])
    out = _kept_out(np.isnan(left[:, 0])) if unknown == "fails" else Limit()
    return replace(out, apart=_off_diagonal(broken))


def _known_to(who: Condition, two: Relation) -> Bools:
    return np.array([answer is True for answer in holds(who, two.left)], dtype=bool)


def _kept_out(blank: Bools) -> Limit:
    """No cohort has any of these members."""
    return Limit(flagged=blank, most=0)


def _off_diagonal(matrix: Bools) -> Bools:
    result = np.asarray(matrix, dtype=bool).copy()
    np.fill_diagonal(result, False)
    return result


LIMITS: dict[str, Callable[..., Limit]] = {
    "apart": apart,
    "together": together,
    "at_most": at_most,
    "at_least": at_least,
    "never_alone": never_alone,
    "drive": drive,
    "enrollment_ratio": enrollment_ratio,
}


@dataclass(frozen=True)
class Penalty:
    """levels: (n,) int64, thousandths of a doubling, -1 unknown; a spread beyond `free` costs `rate` per doubling.

    rate: hundredths of a point.
    """

    levels: NDArray[np.int64]
    free: int
    rate: int


def spread(two: Relation, *, free_up_to: AtLeastOne, points_per_doubling: Positive) -> Penalty:
    """A cohort costs more the farther its largest enrollment is beyond `free_up_to` times its smallest."""
    enrollment = np.maximum(two.left.numbers("enrollment"), 1)
    known = ~np.isnan(enrollment)
    levels = np.full(len(enrollment), -1, dtype=np.int64)
    levels[known] = [_thousandths(float(value)) for value in enrollment[known]]
    return Penalty(levels, _thousandths(free_up_to), int(np.floor(100 * points_per_doubling + 0.5)))


def _thousandths(ratio: float) -> int:
    """log2 in thousandths, rounded half up."""
    return int(np.floor(1000 * np.log2(ratio) + 0.5))


PENALTIES: dict[str, Callable[..., Penalty]] = {"enrollment_ratio": spread}
