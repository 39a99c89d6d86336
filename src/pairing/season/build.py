"""A season made of its tables, decisions and earlier years, wherever they come from; what no single table shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pairing.errors import Problem
from pairing.geo import Places, locate
from pairing.profiles import Table, key
from pairing.program import CohortProgram, Program
from pairing.season.decisions import Decision
from pairing.season.history import YearFile, placed
from pairing.season.references import gone_names, resolved
from pairing.season.season import Season, capacities


@dataclass(frozen=True)
class Parts:
    """What a season is made of. venues: None where there is nobody's table of places to meet, or an empty one."""

    folder: Path
    program: Any
    left: Table
    right: Table
    venues: Table | None = None
    decisions: tuple[Decision, ...] = ()
    years: tuple[YearFile, ...] = ()
    inputs: dict[str, str] = field(default_factory=dict)
    changed: tuple[str, ...] = ()


def assembled(parts: Parts, problems: list[Problem]) -> Season:
    """The season, with everything that is wrong between its tables added to the problems found so far."""
    venues = parts.venues
    left, right = resolved(parts.program, parts.left, parts.right, problems)
    history, found = placed(parts.years, left, right)
    problems.extend(found)
    left_places, right_places = _placed(left, problems), _placed(right, problems)
    venue_places = None if venues is None else _placed(venues, problems)
    problems.extend(cross_checks(parts.program, left, right))
    told = tuple(dict.fromkeys(p for p in problems if p.severity != "error"))
    return Season(
        parts.folder, parts.program, left, right, left_places, right_places, parts.decisions, told, parts.inputs,
        venues, venue_places, history=history, years=parts.years, changed=parts.changed,
    )  # fmt: skip


def _placed(table: Table, problems: list[Problem]) -> Places:
    places, found = locate(table)
    problems.extend(found)
    return places


def cross_checks(program: Program | CohortProgram, left: Table, right: Table) -> Iterator[Problem]:
    """Minimums above capacities and themes that the program does not have."""
    if isinstance(program, CohortProgram):
        yield from _unknown_themes(program, left)
        return
    least, most = capacities(right, program.right.capacity_min), capacities(right, program.right.capacity)
    for j in np.flatnonzero(least > most):
        column = program.right.capacity_min.column
        yield _at(right, int(j), column, f"is above the {program.right.capacity.column} of {most[j]}", str(least[j]))


def _unknown_themes(program: CohortProgram, members: Table) -> Iterator[Problem]:
    """Every theme that the program does not know; one warning where it knows none at all."""
    names = [theme.name for theme in program.themes]
    known = set(map(key, names))
    themes = members.values("theme")
    strange = [i for i, theme in enumerate(themes) if theme is not None and key(theme) not in known]
    if strange and not names:
        problem = _at(members, strange[0], "theme", "program.toml has no [[theme]], so that themes are not used", "")
        yield replace(problem, severity="warning")
        return
    for i in strange:
        yield _at(members, i, "theme", f'no theme "{themes[i]}" in program.toml; they are {", ".join(names)}', "")


def _at(table: Table, i: int, column: str, message: str, value: Any, expected: str = "") -> Problem:
    heading = table.headings.get(column, column)
    return Problem(message, table.file, table.sheet, table.rows[i], heading, str(value), expected)


def without_names(tables: Sequence[Table], before: Sequence[Table], program: Any) -> tuple[list[Table], list[Problem]]:
    """The two tables of a season without the names of those who were in them before and are no longer.

    One warning for each column in which there were any.
    """
    found: list[Problem] = []
    kept = list(tables)
    for side, column, gone in gone_names(tables, before, program):
        kept[side] = _without(kept[side], column, gone, found)
    return kept, found


def _without(table: Table, column: str, gone: set[str], found: list[Problem]) -> Table:
    values = table.values(column)
    lost = dict.fromkeys(name for named in values for name in named or () if key(name) in gone)
    if not lost:
        return table
    kept = [named and tuple(name for name in named if key(name) not in gone) for named in values]
    frame = table.frame.assign(**{column: pd.Series(kept, dtype=object)})
    message = f"names of those who are no longer there are left out: {', '.join(lost)}"
    found.append(Problem(message, table.file, column=table.headings.get(column, column), severity="warning"))
    return replace(table, frame=frame)
