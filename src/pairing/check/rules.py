"""Hard rules about two people: each kind makes a function of (left, right, miles) that answers yes, no or unknown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pairing.check.cells import called, comparables, identity, sets
from pairing.check.distance import Miles, hundredths
from pairing.profiles import Table, key
from pairing.season import Season

Judge = Callable[[int, int, float | None], bool | None]
"""Whether left person i and right person j, so many miles apart, may be a pair; None for unknown."""

CLOSE_TO_LIMIT = 1e-4
"""A distance within this part of a limit is settled by geopy's geodesic."""


def agreement(season: Season, column: str | list[str]) -> Judge:
    """The first column known on both sides decides whether left and right agree."""
    names = [column] if isinstance(column, str) else column
    sides = [(comparables(season.left, name), comparables(season.right, name)) for name in names]

    def agree(i: int, j: int, miles: float | None) -> bool | None:
        for left, right in sides:
            if left[i] is not None and right[j] is not None:
                return bool(left[i] == right[j])
        return None

    return agree


def _different(season: Season, column: str | list[str]) -> Judge:
    """Left and right differ in the column."""
    agree = agreement(season, column)

    def judge(i: int, j: int, miles: float | None) -> bool | None:
        answer = agree(i, j, miles)
        return None if answer is None else not answer

    return judge


def _no_conflict(season: Season) -> Judge:
    """Neither person's `conflicts` names the other by id, district name or district number."""
    named = [sets(table, "conflicts") for table in (season.left, season.right)]
    return _unnamed(named, [called(table, "district", "district_id") for table in (season.left, season.right)])


def _not_declined(season: Season) -> Judge:
    """Neither person's `declines` names the other's id."""
    named = [sets(table, "declines") for table in (season.left, season.right)]
    return _unnamed(named, [called(table) for table in (season.left, season.right)])


def _not_former_employer(season: Season) -> Judge:
    """Neither person works or has worked for the other's district, by name or number."""
    worked = [_employers(table) for table in (season.left, season.right)]
    former = [table.values("former_employers") for table in (season.left, season.right)]
    served = [_districts(table) for table in (season.left, season.right)]

    def judge(i: int, j: int, miles: float | None) -> bool | None:
        if not (worked[0][i].isdisjoint(served[1][j]) and worked[1][j].isdisjoint(served[0][i])):
            return False
        return None if former[0][i] is None or former[1][j] is None else True

    return judge


def _employers(table: Table) -> list[set[str]]:
    """Everybody's present and former employers, as far as they are known."""
    present, former = table.values("employer"), sets(table, "former_employers")
    return [
        {*(before or ()), *([key(now)] if now is not None else [])} for now, before in zip(present, former, strict=True)
    ]


def _districts(table: Table) -> list[set[str]]:
    """What everybody's district is called: its name and its number."""
    columns = [table.values(column) for column in ("district", "district_id")]
    return [{key(str(cell)) for cell in cells if cell is not None} for cells in zip(*columns, strict=True)]


def _unnamed(named: list[list[set[str] | None]], names: list[list[set[str]]]) -> Judge:
    """No when either list names the other person; otherwise unknown if either list is blank, else yes."""
    (left_named, right_named), (left_called, right_called) = named, names

    def judge(i: int, j: int, miles: float | None) -> bool | None:
        mine, theirs = left_named[i], right_named[j]
        if (mine and not mine.isdisjoint(right_called[j])) or (theirs and not theirs.isdisjoint(left_called[i])):
            return False
        return None if mine is None or theirs is None else True

    return judge


def _not_same_person(season: Season) -> Judge:
    """The two ids differ, and so do the two e-mail addresses where both are known."""
    left, right = identity(season.left), identity(season.right)
    mail, mail2 = comparables(season.left, "email"), comparables(season.right, "email")

    def judge(i: int, j: int, miles: float | None) -> bool | None:
        return left[i] != right[j] and (mail[i] is None or mail[i] != mail2[j])

    return judge


def _within_miles(season: Season, max_miles: float) -> Judge:
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


def _experience(season: Season, min_years: float, column: str, in_left_role: bool) -> Judge:
    """The right person has served at least `min_years` years, in the left person's role where that is asked."""
    plain = season.right.values(column)
    roles = comparables(season.left, "role")
    in_role: dict[str, list[float | None]] = {
        role: [_years_in(season.right, j, role) for j in range(len(season.right))]
        for role in (set(roles) - {None} if in_left_role else ())
    }
    unknown: list[float | None] = [None] * len(season.right)

    def judge(i: int, j: int, miles: float | None) -> bool | None:
        years = in_role.get(roles[i], unknown)[j] if in_left_role else plain[j]
        return None if years is None else years >= min_years

    return judge


def _years_in(table: Table, j: int, role: str) -> float | None:
    """The entry of `years_by_role`, else the columns that speak of this very role, else 0 if the roles are known."""
    entries: dict[str, float] | None = table.values("years_by_role")[j]
    by_role = {key(name): years for name, years in entries.items()} if entries is not None else {}
    present = table.values("role")[j]
    if role in by_role:
        return by_role[role]
    served: float | None = table.values("years_as_superintendent")[j]
    if role == "superintendent" and served is not None:
        return served
    held: float | None = table.values("years_in_role")[j]
    if present is not None and key(present) == role and held is not None:
        return held
    return None if entries is None else 0.0


RULES: dict[str, Callable[..., Judge]] = {
    "different": _different,
    "same": agreement,
    "no_conflict": _no_conflict,
    "not_declined": _not_declined,
    "not_former_employer": _not_former_employer,
    "not_same_person": _not_same_person,
    "within_miles": _within_miles,
    "experience": _experience,
}
"""Every kind of rule; called with the season and the rule's own parameters."""

WORDS: dict[str, Callable[[dict[str, Any], float | None], str]] = {
    "different": lambda given, miles: f"they must differ in {_columns(given)}",
    "same": lambda given, miles: f"they must agree in {_columns(given)}",
    "no_conflict": lambda given, miles: "neither may name the other, or the other's district, as a conflict",
    "not_declined": lambda given, miles: "neither may have declined the other",
    "not_former_employer": lambda given, miles: "neither may work or have worked for the other's district",
    "not_same_person": lambda given, miles: "they must be two people",
    "within_miles": lambda given, miles: f"at most {given['max_miles']:g} miles, they are {_distance(miles)}",
    "experience": lambda given, miles: f"at least {given['min_years']:g} years of experience",
}
"""What each kind asks for, in a finding."""


def _columns(given: dict[str, Any]) -> str:
    column = given["column"]
    return str(column) if isinstance(column, str) else " or ".join(column)


def _distance(miles: float | None) -> str:
    return "not both placed" if miles is None else f"{miles:.2f} miles apart"
