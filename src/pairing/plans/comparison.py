"""Two plans side by side: goal by goal, and person by person who is kept, moved, new or left out, with reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from pairing import display
from pairing.errors import InputError, Problem
from pairing.plans.base import AnyPlan, GoalResult
from pairing.profiles import key

CHANGES = ("moved", "new", "left out", "still left out", "gone", "kept")
"""In the order in which they are listed; gone: in neither table of the second plan."""

Cells = Mapping[str, str]
"""A row's texts by heading."""


@dataclass(frozen=True)
class Comparison:
    """people: role, id, name, change, before, now, fit_before, fit_now, why; one row per person of either plan.

    first, second: what the plans are called. goals: goal, before, now. roles: what the left and the right people are
    called, the people served first. In a program of cohorts a person is kept in the
    cohort that shares most members.
    """

    first: str
    second: str
    goals: pd.DataFrame
    people: pd.DataFrame
    roles: tuple[str, str]

    @property
    def counts(self) -> dict[str, int]:
        """How many people there are of each change, of both roles together."""
        found = self.people["change"].value_counts()
        return {change: int(found.get(change, 0)) for change in CHANGES}

    @property
    def summary(self) -> str:
        """How many there are of each change, role by role: `mentees: 4 moved, 36 kept; mentors: 70 kept`."""
        return "; ".join(filter(None, map(self._summary_of, self.roles))) or "nobody in either plan"

    def _summary_of(self, role: str) -> str:
        changes = self.people.loc[self.people["role"] == role, "change"].value_counts()
        said = ", ".join(f"{changes[change]} {change}" for change in CHANGES if change in changes)
        return f"{role if role.endswith('s') else f'{role}s'}: {said}" if said else ""

    @property
    def changed(self) -> pd.DataFrame:
        """The rows of `people` who are elsewhere than before."""
        return self.people[~self.people["change"].isin(["kept", "still left out"])]

    def __repr__(self) -> str:
        return f"<Comparison of {self.first} and {self.second}: {self.summary}>"

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        columns = ["role", "id", "name", "change", "before", "now", "why"]
        return display.card(
            f"{self.first} and {self.second}",
            display.sentence(self.summary),
            display.table(
                "Goals", ["goal", f"before: {self.first}", f"now: {self.second}"], self.goals.to_numpy().tolist(),
                numbers=[1, 2],
            ),
            display.frame("Who is elsewhere", self.changed[columns], more="comparison.changed"),
        )  # fmt: skip


class Sides(NamedTuple):
    """What a program calls its people, and whether it sorts them into cohorts."""

    left: str
    right: str
    cohorts: bool


@dataclass(frozen=True)
class Side:
    """One of the two plans: its name, its rows as in `assignments.csv` and `unmatched.csv`, and its goals."""

    name: str
    assignments: Iterable[Cells]
    unmatched: Iterable[Cells]
    goals: Iterable[GoalResult]


class _Place(NamedTuple):
    """Where somebody is in a plan: a partner or a cohort; blank for nowhere, with the reason."""

    name: str
    where: str
    fit: float | None
    why: str = ""


_Places = dict[tuple[str, str], _Place]
"""By (role, id)."""


def compared_plans(first: AnyPlan, second: AnyPlan, names: tuple[str, str]) -> Comparison:
    """Two plans in memory. Raises InputError for plans of programs with other sides."""
    if not isinstance(second, AnyPlan):
        raise InputError([Problem(f"a plan is compared with a plan, not with a {type(second).__name__}")])
    if isinstance(names, str) or len(names) != 2:
        raise InputError([Problem("names are what the two plans are called", expected='two, as ("today", "nearer")')])
    sides, others = (_sides_of(plan) for plan in (first, second))
    if sides != others:
        kinds = " and ".join(f'"{plan.season.program.name}"' for plan in (first, second))
        raise InputError([Problem(f"plans of {kinds} have other people: they cannot be compared")])
    return compared(sides, *(_side_of(plan, name) for plan, name in zip((first, second), names, strict=True)))


def _sides_of(plan: AnyPlan) -> Sides:
    program = plan.season.program
    return Sides(program.left.label, program.right.label, plan.season.kind == "cohorts")


def _side_of(plan: AnyPlan, name: str) -> Side:
    tables = plan.tables
    return Side(name, _cells(tables["assignments"]), _cells(tables["unmatched"]), plan.goal_results)


def _cells(frame: pd.DataFrame) -> Iterator[Cells]:
    for row in frame.to_dict("records"):
        yield {str(name): _text(value) for name, value in row.items()}


def _text(value: Any) -> str:
    return "" if value is None or value is pd.NA or value != value else str(value)


def compared(sides: Sides, first: Side, second: Side) -> Comparison:
    """The second plan against the first."""
    before, now = (_places(sides, side) for side in (first, second))
    if sides.cohorts:
        before = _renamed(before, now)
    rows = [_row(who, before.get(who), now.get(who)) for who in {**before, **now}]
    rows.sort(key=lambda row: (CHANGES.index(str(row[3])), row[0] != sides.left, str(row[1])))
    columns = ["role", "id", "name", "change", "before", "now", "fit_before", "fit_now", "why"]
    people = pd.DataFrame(rows, columns=columns).astype({"fit_before": "float64", "fit_now": "float64"})
    return Comparison(first.name, second.name, _goals(first.goals, second.goals), people, (sides.left, sides.right))


def _places(sides: Sides, side: Side) -> _Places:
    """Everybody of a plan."""
    places: _Places = {}
    for seated in map(_seat, side.assignments) if sides.cohorts else [_pairs(sides, side.assignments)]:
        places.update(seated)
    for cells in side.unmatched:
        place = _Place(cells.get("name", ""), "", None, cells.get("reason", ""))
        places.setdefault((cells["side"], cells["id"]), place)
    return places


def _pairs(sides: Sides, assignments: Iterable[Cells]) -> _Places:
    """Both people of every pair; a right person is with all whom they serve."""
    left, right = sides.left, sides.right
    places: _Places = {}
    served: dict[tuple[str, str], list[str]] = {}
    for cells in assignments:
        one, other = cells[f"{left}_id"], cells[f"{right}_id"]
        places[left, one] = _Place(cells.get(f"{left}_name", ""), other, float(cells["fit"]))
        places[right, other] = _Place(cells.get(f"{right}_name", ""), "", None)
        served.setdefault((right, other), []).append(one)
    return places | {who: places[who]._replace(where="; ".join(sorted(ids, key=key))) for who, ids in served.items()}


def _seat(cells: Cells) -> _Places:
    fit = float(cells["fit"]) if cells.get("fit") else None
    return {(cells["role"], cells["person_id"]): _Place(cells.get("name", ""), cells["cohort"], fit)}


def _renamed(before: _Places, now: _Places) -> _Places:
    """The first plan with each cohort called as the one of the second plan that shares most people with it."""
    old, new = ({who: place.where for who, place in plan.items()} for plan in (before, now))
    names = same_cohorts(old, new)
    return {who: place._replace(where=names.get(place.where, "")) for who, place in before.items()}


def same_cohorts(before: Mapping[Any, str], now: Mapping[Any, str]) -> dict[str, str]:
    """What each cohort of one plan is called in another: as the one there that shares most people with it.

    before, now: the cohort of each person, blank for none. A cohort that goes on as none is called ended.
    """
    from scipy.optimize import linear_sum_assignment

    old, new = (sorted(set(plan.values()) - {""}, key=_number) for plan in (before, now))
    shared = np.array(
        [[sum(before[who] == a and now.get(who) == b for who in before) for b in new] for a in old]
    ).reshape(len(old), len(new))
    rows, columns = linear_sum_assignment(-shared)
    names = {old[a]: new[b] for a, b in zip(rows.tolist(), columns.tolist(), strict=True) if shared[a, b]}
    return {name: names.get(name, f"{name} (ended)") for name in old}


def _number(name: str) -> tuple[int, str]:
    return (int(name), "") if name.isdecimal() else (10**9, name)


def _row(who: tuple[str, str], before: _Place | None, now: _Place | None) -> list[object]:
    place = now or before
    assert place is not None
    why = now.why if now is not None and not now.where else ""
    old, new = (("", None) if one is None else (one.where, one.fit) for one in (before, now))
    return [who[0], who[1], place.name, _change(before, now), old[0], new[0], old[1], new[1], why]


def _change(before: _Place | None, now: _Place | None) -> str:
    old, new = (one.where if one is not None else "" for one in (before, now))
    if now is None:
        return "gone"
    if not new:
        return "left out" if old else "still left out"
    if not old:
        return "new"
    return "kept" if key(old) == key(new) else "moved"


def _goals(first: Iterable[GoalResult], second: Iterable[GoalResult]) -> pd.DataFrame:
    """Each goal's value in both plans, as people see it."""
    before, now = ({goal.name: goal for goal in goals} for goals in (first, second))

    def value(goal: GoalResult | None) -> float | int | None:
        return None if goal is None else goal.shown(goal.value)

    rows = [[name, value(before.get(name)), value(now.get(name))] for name in {**before, **now}]
    return pd.DataFrame(rows, columns=["goal", "before", "now"])
