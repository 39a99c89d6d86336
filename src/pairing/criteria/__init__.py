"""Soft: how well two people fit, from 0 to 1, one small function per kind, in one explicit dict."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable

import numpy as np

from pairing.parameters import IdsColumn, ListColumn, NumberColumn, OneOrMoreColumns, Positive, Ratio
from pairing.profiles import key
from pairing.relation import UNKNOWN, Grades, Relation, overlap, weighted_overlap


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


def shared(two: Relation, *, left_column: ListColumn = "needs", right_column: ListColumn = "expertise") -> Grades:
    """The part of the left person's list that the right person's list covers."""
    left, right = two.left.sets(left_column), two.right.sets(right_column)
    wanted = np.array([len(entries) if entries else np.nan for entries in left])[:, None]
    blank = np.array([entries is None for entries in right])[None, :]
    return np.where(blank, np.nan, overlap(left, right) / wanted)


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


CRITERIA: dict[str, Callable[..., Grades]] = {
    "proximity": proximity,
    "enrollment": enrollment,
    "same": same,
    "shared": shared,
    "overlap": overlapping,
    "preference": preference,
    "likeness": likeness,
    "experience": experience,
}
