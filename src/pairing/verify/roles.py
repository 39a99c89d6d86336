"""What a right person has done in the left person's role: the years served, and how near it comes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pairing.profiles import Table, key
from pairing.season import Season
from pairing.verify.cells import comparables, sets
from pairing.verify.conditions import years_in

Nearness = Callable[[int, int], float | None]
"""How near right person j's experience is to left person i's role, from 0 to 1; None for unknown."""


def years_in_role(table: Table, j: int, role: str) -> float | None:
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


def nearness(season: Season, areas: Mapping[str, Sequence[str]], stands_in: float) -> Nearness:
    """One in the same role, `stands_in` with experience that may stand in for it, else zero.

    Experience stands in by a past role, by years in the role, or by expertise in the role or its practice areas.
    """
    roles, present = comparables(season.left, "role"), comparables(season.right, "role")
    past, expertise = sets(season.right, "past_roles"), sets(season.right, "expertise")
    entries: list[Any] = season.right.values("years_by_role")
    practice = {role: _practice(role, areas) for role in set(roles) if role is not None}

    def near(i: int, j: int) -> float | None:
        role, held, knows = roles[i], past[j], expertise[j]
        if role is None:
            return None
        if present[j] == role:
            return 1.0
        if role in (held or ()) or years_in(entries[j] or {}, role) > 0 or practice[role].intersection(knows or ()):
            return stands_in
        return None if present[j] is None or held is None or knows is None else 0.0

    return near


def _practice(role: str, areas: Mapping[str, Sequence[str]]) -> set[str]:
    """The role itself and its practice areas."""
    return {role} | {key(area) for name, named in areas.items() if key(name) == role for area in named}
