"""Soft criteria about two people: each kind makes a function of (left, right, miles) from 0 to 1, or unknown."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from pairing.profiles import key
from pairing.season import Season
from pairing.verify import history
from pairing.verify.cells import identity, sets
from pairing.verify.roles import nearness
from pairing.verify.rules import agreement

Scale = Callable[[int, int, float | None], float | None]
"""How well left person i and right person j, so many miles apart, suit each other; None for unknown."""

Whole = TypeVar("Whole", int, NDArray[np.int64])

FULL = 10_000
"""A criterion's value 1 in ten-thousandths; and 100 points in hundredths."""


def worths(weights: Iterable[float]) -> list[int]:
    """The weights as whole hundredths of a point that add up to 10000; largest remainders first, then earlier ones.

    Without any weight nobody earns anything.
    """
    exact = [Fraction(str(weight)) for weight in weights]
    total = sum(exact)
    if total == 0:
        return [0] * len(exact)
    shares = [FULL * weight / total for weight in exact]
    whole = [math.floor(share) for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda k: (whole[k] - shares[k], k))
    for k in by_remainder[: FULL - sum(whole)]:
        whole[k] += 1
    return whole


def ten_thousandths(value: float) -> int:
    """A value from 0 to 1 as a whole number; halves are rounded up."""
    return math.floor(FULL * value + 0.5)


def points(worth: int, value: Whole) -> Whole:
    """What a value of so many ten-thousandths, or each of many, earns of a criterion's worth, in hundredths."""
    return (worth * value + FULL // 2) // FULL


def _proximity(season: Season, half_at_miles: float) -> Scale:
    """One at the same place, one half at `half_at_miles`."""

    def scale(i: int, j: int, miles: float | None) -> float | None:
        return None if miles is None else 2 ** (-miles / half_at_miles)

    return scale


def _enrollment(season: Season, half_at_ratio: float) -> Scale:
    """One for equal enrollments, one half when one is `half_at_ratio` times the other; below 1 counts as 1."""
    left, right = season.left.values("enrollment"), season.right.values("enrollment")

    def scale(i: int, j: int, miles: float | None) -> float | None:
        a, b = left[i], right[j]
        if a is None or b is None:
            return None
        return 2 ** (-abs(math.log(max(a, 1) / max(b, 1))) / math.log(half_at_ratio))

    return scale


def _same(season: Season, column: str | list[str]) -> Scale:
    """One when left and right agree in the column, else zero."""
    agree = agreement(season, column)

    def scale(i: int, j: int, miles: float | None) -> float | None:
        answer = agree(i, j, miles)
        return None if answer is None else float(answer)

    return scale


def _shared(season: Season, left_column: str, right_column: str, central: float | None = None) -> Scale:
    """The part of the left person's list found in the right person's; starred items count `central` times if given."""
    asked, offered = sets(season.left, left_column), sets(season.right, right_column)
    starred: list[set[str]] = [set() for _ in asked]
    if central is not None:
        starred = [{_plain(item) for item in listed or () if item.endswith("*")} for listed in asked]
        asked, offered = ([_unstarred(listed) for listed in side] for side in (asked, offered))
    times = Fraction(str(central or 1))

    def count(i: int, items: set[str]) -> int:
        central_ones = len(items & starred[i])
        return (len(items) - central_ones) * times.denominator + central_ones * times.numerator

    def scale(i: int, j: int, miles: float | None) -> float | None:
        wanted, found = asked[i], offered[j]
        return None if not wanted or found is None else count(i, wanted & found) / count(i, wanted)

    return scale


def _unstarred(listed: set[str] | None) -> set[str] | None:
    return None if listed is None else {_plain(item) for item in listed}


def _plain(item: str) -> str:
    """An item without the star at its end."""
    return key(item.removesuffix("*"))


def _overlap(season: Season, column: str) -> Scale:
    """What two lists have in common: the weight of the items in both over that of the items in either."""
    left, right = sets(season.left, column), sets(season.right, column)
    known = [listed for listed in (left if season.right is season.left else left + right) if listed is not None]
    holders = Counter(item for listed in known for item in listed)
    weight = {item: math.log2(1 + len(known) / many) for item, many in holders.items()}

    def scale(i: int, j: int, miles: float | None) -> float | None:
        mine, theirs = left[i], right[j]
        if mine is None or theirs is None or not mine | theirs:
            return None
        shared, either = (math.fsum(weight[item] for item in items) for items in (mine & theirs, mine | theirs))
        return shared / either

    return scale


def _preference(season: Season, column: str) -> Scale:
    """The first wish earns 1, the n-th of n wishes 1/n, somebody not named 0."""
    ids = identity(season.right)
    wishes = [None if names is None else [key(name) for name in names] for names in season.left.values(column)]

    def scale(i: int, j: int, miles: float | None) -> float | None:
        ranked = wishes[i]
        if not ranked:
            return None
        return 1 - ranked.index(ids[j]) / len(ranked) if ids[j] in ranked else 0.0

    return scale


def _likeness(season: Season, column: str, half_at: float) -> Scale:
    """One for equal numbers, one half at a difference of `half_at`."""
    left, right = season.left.values(column), season.right.values(column)

    def scale(i: int, j: int, miles: float | None) -> float | None:
        a, b = left[i], right[j]
        return None if a is None or b is None else 2 ** (-abs(a - b) / half_at)

    return scale


def _experience(season: Season, full_at_years: float, column: str) -> Scale:
    """The right person's years, full at `full_at_years`."""
    served = season.right.values(column)

    def scale(i: int, j: int, miles: float | None) -> float | None:
        years = served[j]
        return None if years is None else min(1.0, years / full_at_years)

    return scale


def _role(season: Season, areas: Mapping[str, Sequence[str]], stands_in: float) -> Scale:
    """One in the left person's role, `stands_in` with experience that may stand in for it, else zero."""
    near = nearness(season, areas, stands_in)

    def scale(i: int, j: int, miles: float | None) -> float | None:
        return near(i, j)

    return scale


CRITERIA: dict[str, Callable[..., Scale]] = {
    "proximity": _proximity,
    "enrollment": _enrollment,
    "same": _same,
    "shared": _shared,
    "overlap": _overlap,
    "preference": _preference,
    "likeness": _likeness,
    "experience": _experience,
    "role": _role,
    "together_before": history.together_before,
    "long_ago": history.long_ago,
}
"""Every kind of criterion; called with the season and the criterion's own parameters."""
