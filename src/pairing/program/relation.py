"""Two tables side by side: what every rule and criterion is a function of."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pairing.geo import Places, geodesic_miles
from pairing.profiles import Table, key

YES, NO, UNKNOWN = np.int8(1), np.int8(0), np.int8(-1)
"""The three answers of a rule."""

Answers = NDArray[np.int8]
"""(left, right) of YES, NO and UNKNOWN."""

Grades = NDArray[np.float64]
"""(left, right) from 0 to 1, NaN where unknown."""


@dataclass(frozen=True)
class Relation:
    """Left people, right people, the miles between them and how long ago they were together.

    miles: (left, right) float64, NaN where unknown. years_ago: (left, right) float64, 1 for last year, NaN for never.
    """

    left: Table
    right: Table
    miles: NDArray[np.float64]
    left_places: Places
    right_places: Places
    years_ago: NDArray[np.float64]

    @property
    def shape(self) -> tuple[int, int]:
        """Number of left and of right people."""
        return len(self.left), len(self.right)

    def agree(self, columns: str | Sequence[str]) -> Answers:
        """YES where both sides have the same value in the first of `columns` known on both, NO where not."""
        answers = np.full(self.shape, UNKNOWN)
        for column in [columns] if isinstance(columns, str) else columns:
            left, right = codes(_comparables(self.left, column), _comparables(self.right, column))
            known = (left[:, None] >= 0) & (right[None, :] >= 0) & (answers == UNKNOWN)
            answers[known] = (left[:, None] == right[None, :])[known]
        return answers

    def numbers(self, column: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """A numeric column of both sides, shaped so that they broadcast to (left, right)."""
        return self.left.numbers(column)[:, None], self.right.numbers(column)[None, :]

    def geodesic(self, left: int, right: int) -> float:
        """Miles between one pair along the geodesic, rounded to hundredths."""
        a, b = self.left_places, self.right_places
        return round(geodesic_miles(a.lat[left], a.lon[left], b.lat[right], b.lon[right]), 2)


def answers_of(known: Iterable[bool | None]) -> Answers:
    """Three-valued answers about single people as an array: (people,)."""
    return np.array([UNKNOWN if answer is None else YES if answer else NO for answer in known], dtype=np.int8)


def any_of(a: Answers, b: Answers) -> Answers:
    """Three-valued or of arrays that broadcast: yes if either is yes, else unknown if either is unknown."""
    unknown = (a == UNKNOWN) | (b == UNKNOWN)
    return np.where((a == YES) | (b == YES), YES, np.where(unknown, UNKNOWN, NO)).astype(np.int8)


def all_of(a: Answers, b: Answers) -> Answers:
    """Three-valued and of arrays that broadcast: no if either is no, else unknown if either is unknown."""
    unknown = (a == UNKNOWN) | (b == UNKNOWN)
    return np.where((a == NO) | (b == NO), NO, np.where(unknown, UNKNOWN, YES)).astype(np.int8)


def codes(left: Sequence[Hashable], right: Sequence[Hashable]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Equal values get equal whole numbers on both sides; unknown is -1."""
    known: dict[Hashable, int] = {}

    def code(value: Hashable) -> int:
        return -1 if value is None else known.setdefault(value, len(known))

    return np.array([code(v) for v in left], dtype=np.int64), np.array([code(v) for v in right], dtype=np.int64)


def _comparables(table: Table, column: str) -> list[Hashable]:
    """A column's values so that equal ones are the same: text by `key`, everything else by its value."""
    return [_comparable(value) for value in table.values(column)]


def _comparable(value: Any) -> Hashable:
    if isinstance(value, str):
        return key(value)
    if isinstance(value, tuple):
        return tuple(map(key, value))
    return frozenset(value.items()) if isinstance(value, dict) else value


def overlap(left: Sequence[frozenset[str] | None], right: Sequence[frozenset[str] | None]) -> NDArray[np.int64]:
    """(left, right): how many entries two lists share; unknown lists share none."""
    entries = {entry for entries in left if entries for entry in entries}
    return weighted_overlap(left, right, dict.fromkeys(entries, 1.0)).astype(np.int64)


def weighted_overlap(
    left: Sequence[frozenset[str] | None], right: Sequence[frozenset[str] | None], weights: Mapping[str, float]
) -> NDArray[np.float64]:
    """(left, right): the weights of the entries two lists share, added up; unknown lists share none."""
    position = {entry: k for k, entry in enumerate(sorted(weights))}
    worth = np.array([weights[entry] for entry in position])

    def incidence(lists: Sequence[frozenset[str] | None]) -> NDArray[np.float64]:
        matrix = np.zeros((len(lists), len(position)))
        for i, names in enumerate(lists):
            for name in names or ():
                if name in position:
                    matrix[i, position[name]] = 1
        return matrix

    shared: NDArray[np.float64] = (incidence(left) * worth) @ incidence(right).T
    return shared


def names(table: Table, columns: Sequence[str]) -> list[frozenset[str]]:
    """Every name a person goes by in `columns`, in the form in which names are compared."""
    rows = zip(*(table.keys(column) for column in columns), strict=True)
    return [frozenset(key(value) for value in row if value is not None) for row in rows]
