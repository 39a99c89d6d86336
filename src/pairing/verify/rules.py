"""Hard rules about two people: each kind makes a function of (left, right, miles) that answers yes, no or unknown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pairing.season import Season
from pairing.verify import history, names
from pairing.verify.cells import comparables, identity
from pairing.verify.distance import Miles, hundredths
from pairing.verify.names import Rule
from pairing.verify.roles import nearness, years_in_role

CLOSE_TO_LIMIT = 1e-4
"""A distance within this part of a limit is settled by geopy's geodesic."""


def agreement(season: Season, column: str | list[str]) -> Rule:
    """The first column known on both sides decides whether left and right agree."""
    names = [column] if isinstance(column, str) else column
    sides = [(comparables(season.left, name), comparables(season.right, name)) for name in names]

    def agree(i: int, j: int, miles: float | None) -> bool | None:
        for left, right in sides:
            if left[i] is not None and right[j] is not None:
                return bool(left[i] == right[j])
        return None

    return agree


def _different(season: Season, column: str | list[str]) -> Rule:
    """Left and right differ in the column."""
    agree = agreement(season, column)

    def judge(i: int, j: int, miles: float | None) -> bool | None:
        answer = agree(i, j, miles)
        return None if answer is None else not answer

    return judge


def _not_same_person(season: Season) -> Rule:
    """The two ids differ, and so do the two e-mail addresses where both are known."""
    left, right = identity(season.left), identity(season.right)
    mail, mail2 = comparables(season.left, "email"), comparables(season.right, "email")

    def judge(i: int, j: int, miles: float | None) -> bool | None:
        return left[i] != right[j] and (mail[i] is None or mail[i] != mail2[j])

    return judge


def _within_miles(season: Season, max_miles: float) -> Rule:
    """Miles are at most `max_miles`; close to the limit the geodesic decides, rounded alike."""
    places = Miles(season)

    def judge(i: int, j: int, miles: float | None) -> bool | None:
        if miles is None:
            return None
        if abs(miles - max_miles) <= CLOSE_TO_LIMIT * max_miles:
            exact = places.geodesic(i, j)
            return exact is not None and hundredths(exact) / 100 <= max_miles
        return miles < max_miles

    return judge


def _experience(season: Season, min_years: float, column: str, in_left_role: bool) -> Rule:
    """The right person has served at least `min_years` years, in the left person's role where that is asked."""
    plain = season.right.values(column)
    roles = comparables(season.left, "role")
    in_role: dict[str, list[float | None]] = {
        role: [years_in_role(season.right, j, role) for j in range(len(season.right))]
        for role in (set(roles) - {None} if in_left_role else ())
    }
    unknown: list[float | None] = [None] * len(season.right)

    def judge(i: int, j: int, miles: float | None) -> bool | None:
        years = in_role.get(roles[i], unknown)[j] if in_left_role else plain[j]
        return None if years is None else years >= min_years

    return judge


def _related_role(season: Season, areas: Mapping[str, Sequence[str]]) -> Rule:
    """The right person has the left person's role, or experience that may stand in for it."""
    near = nearness(season, areas, 1.0)

    def judge(i: int, j: int, miles: float | None) -> bool | None:
        how_near = near(i, j)
        return None if how_near is None else how_near > 0

    return judge


RULES: dict[str, Callable[..., Rule]] = {
    "different": _different,
    "same": agreement,
    "no_conflict": names.no_conflict,
    "not_declined": names.not_declined,
    "not_former_employer": names.not_former_employer,
    "not_same_person": _not_same_person,
    "within_miles": _within_miles,
    "experience": _experience,
    "prepared": names.prepared,
    "not_listed": names.not_listed,
    "not_supervisor": names.not_supervisor,
    "same_again": names.same_again,
    "related_role": _related_role,
    "never_again": history.never_again,
}
"""Every kind of rule; called with the season and the rule's own parameters."""

WORDS: dict[str, Callable[[Mapping[str, Any], float | None], str]] = {
    "different": lambda given, miles: f"they must differ in {_columns(given)}",
    "same": lambda given, miles: f"they must agree in {_columns(given)}",
    "no_conflict": lambda given, miles: "neither may name the other, or the other's district, as a conflict",
    "not_declined": lambda given, miles: "neither may have declined the other",
    "not_former_employer": lambda given, miles: "neither may work or have worked for the other's district",
    "not_same_person": lambda given, miles: "they must be two people",
    "within_miles": lambda given, miles: f"at most {given['max_miles']:g} miles, they are {_distance(miles)}",
    "experience": lambda given, miles: f"at least {given['min_years']:g} years of experience",
    "prepared": lambda given, miles: f"all of {given['right_column']} must be in {given['left_column']}",
    "not_listed": lambda given, miles: f"{given['right_column']} must not be in {given['left_column']}",
    "not_supervisor": lambda given, miles: "neither may supervise the other",
    "same_again": lambda given, miles: f"it must be the partner whom {given['column']} names",
    "related_role": lambda given, miles: "the right person must know the left person's role or its practice areas",
    "never_again": lambda given, miles: f"they may not have been together {_within(given['years'])}",
}
"""What each kind asks for, in a finding."""


def _columns(given: Mapping[str, Any]) -> str:
    column = given["column"]
    return str(column) if isinstance(column, str) else " or ".join(column)


def _within(years: int | None) -> str:
    return "in any year" if years is None else "last year" if years == 1 else f"in the last {years} years"


def _distance(miles: float | None) -> str:
    return "not both placed" if miles is None else f"{miles:.2f} miles apart"
