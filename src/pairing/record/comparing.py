"""Two runs side by side: goal by goal, and person by person who is kept, moved, new or left out, with reasons."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from pairing.any_plan import GoalResult
from pairing.errors import InputError, Problem
from pairing.loading import load
from pairing.profiles import key
from pairing.report.runs import find_run, read_record, run_names
from pairing.report.stored import Cells, rows_of, stored_goals
from pairing.season import Season

CHANGES = ("moved", "new", "left out", "still left out", "gone", "kept")
"""In the order in which they are listed; gone: in neither table of the second run."""


@dataclass(frozen=True)
class Comparison:
    """people: role, id, name, change, before, now, fit_before, fit_now, why; one row per person of either run.

    goals: goal, before, now. In a program of cohorts a person is kept in the cohort that shares most members.
    """

    first: str
    second: str
    goals: pd.DataFrame
    people: pd.DataFrame

    @property
    def counts(self) -> dict[str, int]:
        """How many people there are of each change."""
        found = self.people["change"].value_counts()
        return {change: int(found.get(change, 0)) for change in CHANGES}


class _Place(NamedTuple):
    """Where somebody is in a run: a partner or a cohort; blank for nowhere, with the reason."""

    name: str
    where: str
    fit: float | None
    why: str = ""


_Run = dict[tuple[str, str], _Place]
"""By (role, id)."""


def compare(folder: str | Path, first: str | None = None, second: str | None = None) -> Comparison:
    """The second run (the latest by default) against the first (by default the one before the second).

    Raises InputError for runs that are not there.
    """
    season = load(folder)
    now_run = find_run(season.folder, second)
    runs = find_run(season.folder, first) if first else _run_before(season.folder, now_run), now_run
    before, now = (_read(season, run) for run in runs)
    if season.kind == "cohorts":
        before = _renamed(before, now)
    rows = [_row(who, before.get(who), now.get(who)) for who in {**before, **now}]
    rows.sort(key=lambda row: (CHANGES.index(str(row[3])), row[0] != season.program.left.label, str(row[1])))
    columns = ["role", "id", "name", "change", "before", "now", "fit_before", "fit_now", "why"]
    return Comparison(runs[0].name, runs[1].name, _goals(*runs), pd.DataFrame(rows, columns=columns))


def _run_before(folder: Path, run: Path) -> Path:
    names = run_names(folder)
    place = names.index(run.name)
    if not place:
        raise InputError([Problem(f"no run was made before {run.name}", expected="two runs to compare")])
    return run.with_name(names[place - 1])


def _read(season: Season, run: Path) -> _Run:
    """Everybody of a run's files."""
    problems = []
    rows: dict[str, list[Cells]] = {}
    for name in ("assignments", "unmatched"):
        found, wrong = rows_of(run / f"{name}.csv")
        problems += [problem for problem in wrong if name == "assignments"]
        rows[name] = [cells for _, cells in found]
    if problems:
        raise InputError(problems)
    places: _Run = {}
    for cells in rows["assignments"]:
        if season.kind == "cohorts":
            places.update(_seat(cells))
        else:
            _add_pair(season, cells, places)
    for cells in rows["unmatched"]:
        places.setdefault(
            (cells["side"], cells["id"]), _Place(cells.get("name", ""), "", None, cells.get("reason", ""))
        )
    return places


def _add_pair(season: Season, cells: Cells, places: _Run) -> None:
    """Both people of a pair; a right person is with all whom they serve."""
    left, right = season.program.left.label, season.program.right.label
    one, other = cells[f"{left}_id"], cells[f"{right}_id"]
    places[left, one] = _Place(cells.get(f"{left}_name", ""), other, float(cells["fit"]))
    served = sorted([*filter(None, [places[right, other].where if (right, other) in places else ""]), one])
    places[right, other] = _Place(cells.get(f"{right}_name", ""), "; ".join(served), None)


def _seat(cells: Cells) -> _Run:
    fit = float(cells["fit"]) if cells.get("fit") else None
    return {(cells["role"], cells["person_id"]): _Place(cells.get("name", ""), cells["cohort"], fit)}


def _renamed(before: _Run, now: _Run) -> _Run:
    """The first run with each cohort called as the one of the second run that shares most people with it."""
    old, new = (sorted({place.where for place in run.values()} - {""}, key=_number) for run in (before, now))
    shared = np.array([
        [sum(before[who].where == a and who in now and now[who].where == b for who in before) for b in new] for a in old
    ]).reshape(len(old), len(new))  # fmt: skip
    rows, columns = linear_sum_assignment(-shared)
    names = {old[a]: new[b] for a, b in zip(rows.tolist(), columns.tolist(), strict=True) if shared[a, b]}
    free = iter(f"{name} (ended)" for name in old if name not in names)
    names |= {name: next(free) for name in old if name not in names}
    return {who: place._replace(where=names.get(place.where, "")) for who, place in before.items()}


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


def _goals(first: Path, second: Path) -> pd.DataFrame:
    """Each goal's value in both runs, as people see it."""
    before, now = ({goal.name: goal for goal in stored_goals(read_record(run))} for run in (first, second))

    def value(goal: GoalResult | None) -> float | int | None:
        return None if goal is None else goal.shown(goal.value)

    rows = [[name, value(before.get(name)), value(now.get(name))] for name in {**before, **now}]
    return pd.DataFrame(rows, columns=["goal", "before", "now"])
