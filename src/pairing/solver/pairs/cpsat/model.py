"""A season with limits as whole-number rows over pairs: what CP-SAT solves and its linear relaxation bounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pairing.instance.pairs import Candidates

Ints = NDArray[np.int64]
ENDLESS = 2**40
MANY = 20_000
"""With more pairs than this a row says of all of a person's pairs at once that they need the person to serve."""


class Element(NamedTuple):
    """Something of a season that can be dropped: a "rule", a "limit" or a "lock" by its name, or the minimums."""

    word: str
    name: str = ""


MINIMUMS = Element("minimums")


@dataclass
class Rows:
    """Whole-number variables from `low` to `high`, and rows: (variables, coefficients, least, most)."""

    low: list[int] = field(default_factory=list)
    high: list[int] = field(default_factory=list)
    rows: list[tuple[list[int], list[int], int, int]] = field(default_factory=list)

    def variable(self, high: int = 1, low: int = 0) -> int:
        """A new variable's number."""
        self.low.append(low)
        self.high.append(high)
        return len(self.low) - 1

    def row(self, variables: Sequence[int], coefficients: Sequence[int], least: int, most: int = ENDLESS) -> None:
        """The sum is from `least` to `most`."""
        self.rows.append((list(variables), list(coefficients), least, most))


@dataclass(frozen=True)
class LinearObjective:
    """A goal to be minimized: costs by variable; its value is `constant + sign * cost`."""

    name: str
    kind: str
    variables: list[int]
    costs: list[int]
    constant: int = 0
    sign: int = 1

    def value(self, cost: int) -> int:
        """The goal's value at a cost."""
        return self.constant + self.sign * cost


@dataclass
class PairModel:
    """Pairs as variables 0, 1, ...: pair k is left person left[k] with right person right[k]; locked ones are 1.

    Then come the variables that the limits need.
    """

    candidates: Candidates
    left: Ints
    right: Ints
    fits: Ints
    data: Rows
    by_left: dict[int, list[int]]
    by_right: dict[int, list[int]]
    at: dict[tuple[int, int], int]
    units: dict[str, list[int]] = field(default_factory=dict)
    used: dict[int, int] = field(default_factory=dict)

    def has_partner(self, j: int) -> int:
        """The variable that says whether right person j has a partner in this plan."""
        if j not in self.used:
            variable = self.used[j] = self.data.variable()
            pairs = self.by_right.get(j, [])
            if len(self.fits) > MANY:
                most = min(len(pairs), int(self.candidates.seats[j]))
                self.data.row([variable, *pairs], [most] + [-1] * len(pairs), 0)
            for pair in pairs if len(self.fits) <= MANY else ():
                self.data.row([variable, pair], [1, -1], 0)
            self.data.row([*pairs, variable], [1] * len(pairs) + [-1], 0)
        return self.used[j]
