"""Rules about two people. A pair that fails one can never be made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from pairing.profiles import Table, key
from pairing.program.parameters import FromOne, IdsColumn, NumberColumn, OneOrMoreColumns, Positive, Years
from pairing.program.relation import NO, UNKNOWN, YES, Answers, Relation, names, overlap
from pairing.program.rules.roles import related_role
from pairing.program.rules.sections import not_listed, prepared

SETTLED_WITHIN = 1e-4
"""Share of a largest distance within which the geodesic decides instead of the vectorized formula."""


def different(two: Relation, *, column: OneOrMoreColumns) -> Answers:
    """Left and right differ in `column`; of several columns the first one known on both sides decides."""
    agree = two.agree(column)
    return np.where(agree == UNKNOWN, UNKNOWN, 1 - agree).astype(np.int8)


def same(two: Relation, *, column: OneOrMoreColumns) -> Answers:
    """Left and right agree in `column`; of several columns the first one known on both sides decides."""
    return two.agree(column)


def no_conflict(two: Relation) -> Answers:
    """Neither person's `conflicts` names the other by id, district name or district number."""
    return _neither_names(two, *_named_in(two, "conflicts"), ["id", "district", "district_id"])


def not_declined(two: Relation) -> Answers:
    """Neither person's `declines` names the other."""
    return _neither_names(two, *_named_in(two, "declines"), ["id"])


def not_supervisor(two: Relation) -> Answers:
    """Neither person's `supervisor` names the other by id, name or e-mail address."""
    left, right = (
        [None if name is None else frozenset([name]) for name in side.keys("supervisor")]
        for side in (two.left, two.right)
    )
    return _neither_names(two, left, right, ["id", "name", "email"])


def same_again(two: Relation, *, column: IdsColumn = "current_mentor") -> Answers:
    """The left person's `column` names the right person, or is blank or empty."""
    partners = two.left.sets(column)
    anyone = np.array([not named for named in partners], dtype=bool)[:, None]
    return np.where(anyone | (overlap(partners, names(two.right, ["id"])) > 0), YES, NO)


def never_again(two: Relation, *, years: FromOne | None = None) -> Answers:
    """The two were never together, or last more than `years` years ago."""
    with np.errstate(invalid="ignore"):
        together = ~np.isnan(two.years_ago) if years is None else two.years_ago <= years
    return np.where(together, NO, YES)


def not_former_employer(two: Relation) -> Answers:
    """Neither person's `employer` or `former_employers` names the other's district by name or number."""
    called = ["district", "district_id"]
    left, right = (_employers(side) for side in (two.left, two.right))
    named = overlap(left, names(two.right, called)) + overlap(names(two.left, called), right) > 0
    blank = [np.array([e is None for e in side.sets("former_employers")], dtype=bool) for side in (two.left, two.right)]
    unknown = blank[0][:, None] | blank[1][None, :]
    return np.where(named, NO, np.where(unknown, UNKNOWN, YES)).astype(np.int8)


def _employers(people: Table) -> list[frozenset[str]]:
    now = ([] if employer is None else [employer] for employer in people.keys("employer"))
    return [frozenset(before or ()) | set(at) for before, at in zip(people.sets("former_employers"), now, strict=True)]


def not_same_person(two: Relation) -> Answers:
    """Nobody is matched with themselves: neither the ids nor the known e-mail addresses are the same."""
    same_id = two.agree("id") == YES
    same_email = two.agree("email") == YES
    return np.where(same_id | same_email, NO, YES)


def within_miles(two: Relation, *, max_miles: Positive) -> Answers:
    """The two live at most `max_miles` apart; near the limit the geodesic decides."""
    with np.errstate(invalid="ignore"):
        answers = np.where(np.isnan(two.miles), UNKNOWN, two.miles <= max_miles).astype(np.int8)
        close = np.abs(two.miles - max_miles) <= SETTLED_WITHIN * max_miles
    for left, right in np.argwhere(close):
        answers[left, right] = two.geodesic(left, right) <= max_miles
    return answers


def experience(
    two: Relation, *, min_years: Years, column: NumberColumn = "years_as_superintendent", in_left_role: bool = False
) -> Answers:
    """The right person has served at least `min_years`, in `column` or in the left person's own role."""
    years = _years_in_left_role(two) if in_left_role else two.numbers(column)[1]
    with np.errstate(invalid="ignore"):
        answers = np.where(np.isnan(years), UNKNOWN, years >= min_years).astype(np.int8)
    return np.broadcast_to(answers, two.shape).copy()


Named = Sequence[frozenset[str] | None]
"""Whom each person names, None where that is unknown."""


def _named_in(two: Relation, column: str) -> tuple[Named, Named]:
    return two.left.sets(column), two.right.sets(column)


def _neither_names(two: Relation, left: Named, right: Named, called: list[str]) -> Answers:
    """No where either names the other by one of the columns `called`; else unknown where either is unknown."""
    named = overlap(left, names(two.right, called)) + overlap(names(two.left, called), right) > 0
    unlisted = [np.array([entries is None for entries in side], dtype=bool) for side in (left, right)]
    blank = unlisted[0][:, None] | unlisted[1][None, :]
    return np.where(named, NO, np.where(blank, UNKNOWN, YES)).astype(np.int8)


def _years_in_left_role(two: Relation) -> np.ndarray:
    """(left, right): years the right person has served in the left person's role, NaN where unknown."""
    roles = two.left.keys("role")
    served = {role: _years_in(two, role) for role in set(roles) if role is not None}
    nobody = np.full(len(two.right), np.nan)
    return np.array([nobody if role is None else served[role] for role in roles]).reshape(two.shape)


def _years_in(two: Relation, role: str) -> np.ndarray:
    """Years each right person has served in one role: by role, else from the columns about one role."""
    by_role = two.right.values("years_by_role")
    as_superintendent = two.right.numbers("years_as_superintendent")
    in_role, present = two.right.numbers("years_in_role"), two.right.keys("role")
    years = np.full(len(two.right), np.nan)
    for j, served in enumerate(by_role):
        if served is not None and role in served:
            years[j] = served[role]
        elif role == key("superintendent") and not np.isnan(as_superintendent[j]):
            years[j] = as_superintendent[j]
        elif present[j] == role and not np.isnan(in_role[j]):
            years[j] = in_role[j]
        elif served is not None:
            years[j] = 0
    return years


@dataclass(frozen=True)
class RuleKind:
    """How a rule answers, and whether an unknown answer passes (evidence against) or fails (evidence for)."""

    answers: Callable[..., Answers]
    unknown: Literal["passes", "fails"]


RULES: dict[str, RuleKind] = {
    "different": RuleKind(different, unknown="passes"),
    "same": RuleKind(same, unknown="fails"),
    "no_conflict": RuleKind(no_conflict, unknown="passes"),
    "not_declined": RuleKind(not_declined, unknown="passes"),
    "not_former_employer": RuleKind(not_former_employer, unknown="passes"),
    "not_same_person": RuleKind(not_same_person, unknown="passes"),
    "within_miles": RuleKind(within_miles, unknown="fails"),
    "experience": RuleKind(experience, unknown="fails"),
    "prepared": RuleKind(prepared, unknown="fails"),
    "not_listed": RuleKind(not_listed, unknown="passes"),
    "not_supervisor": RuleKind(not_supervisor, unknown="passes"),
    "same_again": RuleKind(same_again, unknown="passes"),
    "related_role": RuleKind(related_role, unknown="fails"),
    "never_again": RuleKind(never_again, unknown="passes"),
}
