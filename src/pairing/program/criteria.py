"""Soft: how well two people fit, from 0 to 1, one small function per kind, in one explicit dict."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from typing import Annotated

import numpy as np
from pydantic import Field

from pairing.profiles import key
from pairing.program.parameters import (
    FromOne,
    IdsColumn,
    ListColumn,
    NumberColumn,
    OneOrMoreColumns,
    Positive,
    Ratio,
    Share,
)
from pairing.program.relation import UNKNOWN, Grades, Relation, overlap, weighted_overlap
from pairing.program.rules.roles import NO_AREAS, SAME, STANDS_IN, Areas, nearness

Times = Annotated[float, Field(gt=0, le=1_000_000)]
"""How many times something counts, above 0."""


def proximity(two: Relation, *, half_at_miles: Positive) -> Grades:
    """1 at the same place, one half at `half_at_miles`, halving with every further such distance."""
    grades: Grades = np.exp2(-two.miles / half_at_miles)
    return grades


def enrollment(two: Relation, *, half_at_ratio: Ratio) -> Grades:
    """1 for districts of equal enrollment, one half when one has `half_at_ratio` times the students."""
    left, right = (np.maximum(side, 1) for side in two.numbers("enrollment"))
    grades: Grades = np.exp2(-np.abs(np.log(left / right)) / np.log(half_at_ratio))
    return grades


def same(two: Relation, *, column: OneOrMoreColumns) -> Grades:
    """1 where left and right agree in `column`, else 0; of several columns the first known on both sides."""
    agree = two.agree(column)
    return np.where(agree == UNKNOWN, np.nan, agree)


def shared(
    two: Relation, *, left_column: ListColumn = "needs", right_column: ListColumn = "expertise",
    central: Times | None = None,
) -> Grades:  # fmt: skip
    """The part of the left person's list that the right person's list covers, central entries counted `central` times.

    With `central` as the fraction p / q an entry is worth q, a central one p, so that whole numbers are divided.
    """
    left, right = two.left.sets(left_column), two.right.sets(right_column)
    starred = [None if central is None else _starred(entries) for entries in left]
    if central is not None:
        left, right = ([_without_stars(entries) for entries in side] for side in (left, right))
    p, q = _ratio(central or 1.0)
    many, special = (np.array([len(entries or ()) for entries in side])[:, None] for side in (left, starred))
    wanted = np.where(many > 0, q * many + (p - q) * special, np.nan)
    blank = np.array([entries is None for entries in right], dtype=bool)[None, :]
    return np.where(blank, np.nan, (q * overlap(left, right) + (p - q) * overlap(starred, right)) / wanted)


def _ratio(number: float) -> tuple[float, float]:
    """Numerator and denominator of the decimal as written; the number itself where it has more decimals than six."""
    ratio = Fraction(str(number))
    return ratio.as_integer_ratio() if ratio.denominator <= 10**6 else (number, 1)


Entries = frozenset[str] | None


def _starred(entries: Entries) -> Entries:
    """The entries that end with a star, without it."""
    return None if entries is None else _without_stars(frozenset(entry for entry in entries if entry.endswith("*")))


def _without_stars(entries: Entries) -> Entries:
    return None if entries is None else frozenset(key(entry.removesuffix("*")) for entry in entries)


def overlapping(two: Relation, *, column: ListColumn = "pressing_issues") -> Grades:
    """What two lists share, the rarer an entry the more it counts, as a part of all that either list names."""
    left, right = two.left.sets(column), two.right.sets(column)
    everyone = [entries for entries in (left if two.left is two.right else [*left, *right]) if entries is not None]
    held = Counter(entry for entries in everyone for entry in entries)
    weights = {entry: math.log2(1 + len(everyone) / count) for entry, count in held.items()}
    both = weighted_overlap(left, right, weights)
    own = [
        np.array([sum(weights[e] for e in sorted(entries or ())) for entries in side], dtype=float)
        for side in (left, right)
    ]
    either = own[0][:, None] + own[1][None, :] - both
    blank = [np.array([entries is None for entries in side], dtype=bool) for side in (left, right)]
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(blank[0][:, None] | blank[1][None, :] | (either <= 0), np.nan, both / either)


def preference(two: Relation, *, column: IdsColumn = "prefers") -> Grades:
    """1 for the left person's first wish, falling evenly with the rank, 0 for someone not named."""
    index = two.right.index
    grades = np.zeros(two.shape)
    for i, wishes in enumerate(two.left.values(column)):
        if not wishes:
            grades[i] = np.nan
            continue
        for rank, wish in enumerate(wishes):
            if key(wish) in index:
                grades[i, index[key(wish)]] = 1 - rank / len(wishes)
    return grades


def likeness(two: Relation, *, column: NumberColumn, half_at: Positive) -> Grades:
    """1 for equal numbers in `column`, one half when they differ by `half_at` (in the column's unit)."""
    left, right = two.numbers(column)
    return np.exp2(-np.abs(left - right) / half_at)


def experience(two: Relation, *, full_at_years: Positive, column: NumberColumn = "years_as_superintendent") -> Grades:
    """The right person's years of service as a part of `full_at_years`, at most 1."""
    grades = np.minimum(1, two.numbers(column)[1] / full_at_years)
    return np.broadcast_to(grades, two.shape)


def role(two: Relation, *, areas: Areas = NO_AREAS, stands_in: Share = 0.5) -> Grades:
    """1 where the right person has the left person's role, `stands_in` where they have experience near it, else 0."""
    near = nearness(two, areas)
    return np.select([near == SAME, near == STANDS_IN, near == UNKNOWN], [1.0, stands_in, np.nan], 0.0)


def together_before(two: Relation, *, years: FromOne = 1) -> Grades:
    """1 where the two were together at most `years` years ago, else 0."""
    with np.errstate(invalid="ignore"):
        return np.where(two.years_ago <= years, 1.0, 0.0)


def long_ago(two: Relation, *, recover_years: Positive) -> Grades:
    """0 where the two were together last year, rising evenly to 1 in `recover_years` more years; 1 for never."""
    return np.where(np.isnan(two.years_ago), 1.0, np.minimum(1, (two.years_ago - 1) / recover_years))


CRITERIA: dict[str, Callable[..., Grades]] = {
    "proximity": proximity,
    "enrollment": enrollment,
    "same": same,
    "shared": shared,
    "overlap": overlapping,
    "preference": preference,
    "likeness": likeness,
    "experience": experience,
    "role": role,
    "together_before": together_before,
    "long_ago": long_ago,
}
