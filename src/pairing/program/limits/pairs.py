"""Limits of a program of pairs: what the set of all pairs must keep, one small function per kind, in one dict."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from pairing.profiles import Table
from pairing.program.condition_grammar import Condition
from pairing.program.limits.cohorts import apart as apart_members
from pairing.program.limits.cohorts import together as together_members
from pairing.program.parameters import Dollars, GroupColumn, IdsColumn, NumberColumn
from pairing.program.relation import Relation
from pairing.program.rules.conditions import holds

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Side = Literal["left", "right"]
EVERYBODY: Condition = {}


@dataclass(frozen=True)
class Row:
    """`least` to `most` of something about the people of one group. left: (n,), right: (m,) bool, who is in it.

    of: "pairs" counts the pairs made between them, "people" the right people among them who have a partner. whose: the
    group in words, "" for everybody.
    """

    of: Literal["pairs", "people"]
    left: Bools
    right: Bools
    least: int
    most: int | None
    whose: str = ""


@dataclass(frozen=True)
class Budget:
    """What each pair costs (n, m), what each right person with a partner costs (m,), and the most in all.

    In whole parts of a dollar, `unit` of them: cents, or finer where the program's decimals are.
    """

    pairs: Ints
    right: Ints
    most: int
    unit: int = 100


@dataclass(frozen=True)
class PairLimit:
    """What a limit asks, n and m being all people of the tables.

    apart: (n, n) bool, left people who do not share a right person. together: left people who do, or are not placed.
    fewest: (m,), what a right person who has any partner must have; 1 asks for nothing.
    """

    rows: tuple[Row, ...] = ()
    apart: Bools | None = None
    together: tuple[tuple[int, ...], ...] = ()
    fewest: Ints | None = None
    budget: Budget | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Present:
    """Who takes part: left (n,), right (m,) bool. seats: (m,), how many partners each right person may have in this
    plan, those already had taken off.
    """

    left: Bools
    right: Bools
    seats: Ints


def quota(
    two: Relation, present: Present, *, side: Side = "right", who: Condition = EVERYBODY, by: GroupColumn | None = None,
    at_least: Count = 0, at_most: Count | None = None,
) -> PairLimit:  # fmt: skip
    """The number of pairs made with the people of every group is at least `at_least` and at most `at_most`."""
    everyone = (np.ones(len(two.left), dtype=bool), np.ones(len(two.right), dtype=bool))
    rows = []
    people, takes_part = (two.left, present.left) if side == "left" else (two.right, present.right)
    for whose, chosen in _groups(people, takes_part, who, by):
        left, right = (chosen, everyone[1]) if side == "left" else (everyone[0], chosen)
        rows.append(Row("pairs", left, right, at_least, at_most, whose))
    return PairLimit(rows=tuple(rows))


def serving(
    two: Relation, present: Present, *, who: Condition = EVERYBODY, by: GroupColumn | None = None, at_least: Count = 0,
    at_most: Count | None = None,
) -> PairLimit:  # fmt: skip
    """The number of right people of every group who have a partner is at least `at_least` and at most `at_most`."""
    left = np.ones(len(two.left), dtype=bool)
    groups = _groups(two.right, present.right, who, by)
    return PairLimit(rows=tuple(Row("people", left, chosen, at_least, at_most, whose) for whose, chosen in groups))


def all_or_least(
    two: Relation, present: Present, *, who: Condition = EVERYBODY, least: Annotated[int, Field(ge=2, le=1000)] = 2,
    column: NumberColumn | None = None,
) -> PairLimit:  # fmt: skip
    """A right person known to meet `who` has no partner in this plan, or at least `least`, or their own number."""
    fewest = np.ones(len(two.right), dtype=np.int64)
    own = np.full(len(two.right), np.nan) if column is None else two.right.numbers(column)
    chosen = _known_to(who, two.right)
    fewest[chosen] = np.ceil(np.where(np.isnan(own), least, own)[chosen]).astype(np.int64)
    return PairLimit(fewest=np.maximum(fewest, 1))


def shared_load(two: Relation, present: Present, *, column: GroupColumn) -> PairLimit:
    """Right people with the same value in `column` have together at most the most that one of them may have."""
    left = np.ones(len(two.left), dtype=bool)
    groups = _groups(two.right, present.right, EVERYBODY, column)
    return PairLimit(
        rows=tuple(
            Row("pairs", left, chosen, 0, int(present.seats[chosen].max()), whose)
            for whose, chosen in groups
            if chosen.sum() > 1
        )
    )


def apart(two: Relation, present: Present, *, column: IdsColumn = "conflicts") -> PairLimit:
    """Left people do not share a right person where either names the other by id, district or district number."""
    return PairLimit(apart=apart_members(_left_alone(two), column=column).apart)


def together(two: Relation, present: Present, *, column: GroupColumn) -> PairLimit:
    """Left people with the same known value in `column` share a right person, or none of them is placed."""
    return PairLimit(together=together_members(_left_alone(two), column=column).together)


def budget(
    two: Relation, present: Present, *, most: Dollars, per_pair: Dollars = 0, per_mile: Dollars = 0,
    per_right: Dollars = 0, unknown_miles: Dollars | None = None,
) -> PairLimit:  # fmt: skip
    """What the plan costs, by pairs, miles and right people with a partner, is at most `most` dollars."""
    hundredths = np.floor(100 * np.where(np.isnan(two.miles), unknown_miles or 0, two.miles) + 0.5).astype(np.int64)
    base, mile = 100 * Fraction(str(per_pair)), Fraction(str(per_mile))
    common = base.denominator * mile.denominator
    doubled = 2 * int(base * common) + 2 * int(mile * common) * hundredths + common
    each, limit = Fraction(str(per_right)), Fraction(str(most))
    unit = lcm(100, each.denominator, limit.denominator)
    right = np.full(len(two.right), int(each * unit), dtype=np.int64)
    return PairLimit(budget=Budget(doubled // (2 * common) * (unit // 100), right, int(limit * unit), unit))


def _groups(people: Table, takes_part: Bools, who: Condition, by: str | None) -> Iterator[tuple[str, Bools]]:
    """Every group with its name: everybody known to meet `who`, or those of every known value of `by` who do.

    A value that nobody has who takes part and is chosen makes no group: it could only ask for the impossible.
    """
    chosen = _known_to(who, people)
    if by is None:
        yield "", chosen
        return
    values = people.keys(by)
    for value in sorted({value for value, counts in zip(values, chosen & takes_part, strict=True) if value and counts}):
        yield value, chosen & np.array([own == value for own in values], dtype=bool)


def _known_to(who: Condition, people: Table) -> Bools:
    return np.array([answer is True for answer in holds(who, people)], dtype=bool)


def _left_alone(two: Relation) -> Relation:
    return Relation(two.left, two.left, two.miles, two.left_places, two.left_places, two.years_ago)


PAIR_LIMITS: dict[str, Callable[..., PairLimit]] = {
    "quota": quota,
    "serving": serving,
    "all_or_least": all_or_least,
    "shared_load": shared_load,
    "pair_apart": apart,
    "pair_together": together,
    "budget": budget,
}
