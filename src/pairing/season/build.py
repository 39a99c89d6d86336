"""A season made of its tables, decisions and earlier years, wherever they come from; what no single table shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from pairing.errors import Problem
from pairing.geo import Places, locate
from pairing.profiles import Table, key
from pairing.program import CohortProgram, Program
from pairing.season.decisions import Decision
from pairing.season.history import YearFile, placed
from pairing.season.one_person import in_two_rows
from pairing.season.references import NOTHING_ASKED, Asked, resolved, unknown_references
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
    asked: Asked = NOTHING_ASKED


def assembled(parts: Parts, problems: list[Problem]) -> Season:
    """The season, with everything that is wrong between its tables added to the problems found so far."""
    meant = resolved(parts.program, parts.left, parts.right)
    problems.extend(meant.problems)
    (left, right), venues = meant.tables, parts.venues
    history, found = placed(parts.years, left, right)
    problems.extend(found)
    states = parts.program.states
    left_places, right_places = _placed(left, states, problems), _placed(right, states, problems)
    venue_places = None if venues is None else _placed(venues, states, problems)
    problems.extend(cross_checks(parts.program, left, right, parts.asked))
    problems.extend(in_two_rows(left, right))
    told = tuple(dict.fromkeys(p for p in problems if p.severity != "error"))
    return Season(
        parts.folder, parts.program, left, right, left_places, right_places, parts.decisions, told, parts.inputs,
        venues, venue_places, history=history, years=parts.years, changed=parts.changed,
        asked=parts.asked,
    )  # fmt: skip


def _placed(table: Table, states: Sequence[str], problems: list[Problem]) -> Places:
    places, found = locate(table, states)
    problems.extend(found)
    return places


def cross_checks(
    program: Program | CohortProgram, left: Table, right: Table, asked: Asked = NOTHING_ASKED
) -> Iterator[Problem]:
    """Names that are nobody's, minimums above capacities and themes that the program does not have."""
    for table, other in ((left, right), (right, left)):
        yield from unknown_references(program, table, other, asked)
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
