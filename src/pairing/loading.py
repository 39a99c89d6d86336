"""A season folder, loaded and checked: every problem of program, tables, decisions and earlier years in one pass."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from pairing.decisions import Decision, read_decisions
from pairing.errors import InputError, Problem, command, did_you_mean, errors_in
from pairing.geo import Places, locate
from pairing.history import Labels, YearFile, placed, read_history
from pairing.profiles import Table, Type, find_table, key, read_table, similar_files
from pairing.program import CohortProgram, Program, outlined_tables, read_program
from pairing.season import Season, capacities, nobody

REFERENCES = ("prefers", "declines", "conflicts", "current_mentor")


def load(folder: str | Path) -> Season:
    """The season in a folder.

    Raises InputError with every problem of the program, the tables and the decisions, found in one pass.
    """
    season, problems = examine(folder)
    errors = errors_in(problems)
    if season is None or errors:
        raise InputError(errors)
    return season


def examine(folder: str | Path) -> tuple[Season | None, list[Problem]]:
    """The season in a folder, as far as it can be read, and every problem found in it, of any severity."""
    folder = Path(folder)
    if not folder.is_dir():
        return None, [Problem(f'"{folder}" is not a folder; make one with: {command("init", "missouri-amp", folder)}')]
    if not (folder / "program.toml").is_file():
        return None, [Problem(f'"{folder}" has no program.toml; make a season with: pairing init missouri-amp FOLDER')]
    program, problems = read_program(folder / "program.toml")
    if program is None:
        for name, mapping, extra in outlined_tables(folder / "program.toml"):
            _table(folder, name, mapping, extra, (), problems)
        return None, problems
    venue_name = _venues_of(program)
    read = {
        name: _table(
            folder, name, program.mapping(name), program.extra_columns, program.roles, problems, name != venue_name
        )
        for name in _tables_of(program, folder)
    }
    labels = Labels(program.left.label, program.right.label, isinstance(program, CohortProgram))
    years, found = read_history(folder, labels)
    problems.extend(found)
    if any(table is None for table in read.values()):
        return None, problems
    left = read[program.left.table]
    right = read.get(program.right.table) or nobody(program.right.table)
    assert left is not None
    decisions = _decisions(folder, left, right, labels.cohorts, problems)
    history, found = placed(years, left, right)
    problems.extend(found)
    venues = read.get(venue_name)
    venues = venues if venues is not None and len(venues) else None
    left_places, right_places = _placed(left, problems), _placed(right, problems)
    venue_places = None if venues is None else _placed(venues, problems)
    problems.extend(_cross_checks(program, left, right))
    tables = [table for table in (left, right, venues) if table is not None and table.file]
    season = Season(
        folder, program, left, right, left_places, right_places, decisions,
        tuple(p for p in problems if p.severity != "error"), _fingerprints(folder, tables, years), venues, venue_places,
        history=history,
    )  # fmt: skip
    return season, problems


def _tables_of(program: Program | CohortProgram, folder: Path) -> list[str]:
    """The tables to be read: those of people, and the venues where the season has that file."""
    names = [program.left.table]
    if isinstance(program, Program) or program.facilitators is not None:
        names.append(program.right.table)
    venues = _venues_of(program)
    if venues and find_table(folder, venues)[0]:
        names.append(venues)
    return names


def _venues_of(program: Program | CohortProgram) -> str:
    """The table of places to meet that a program has; a season may leave it out, or empty."""
    return program.venues.table if isinstance(program, CohortProgram) and program.venues else ""


def _table(
    folder: Path,
    name: str,
    mapping: Mapping[str, str],
    extra: Mapping[str, Type],
    roles: Sequence[str],
    problems: list[Problem],
    needed: bool = True,
) -> Table | None:
    path, found = find_table(folder, name)
    problems.extend(found)
    if path is None:
        return None
    table, found = read_table(path, name, mapping=mapping, extra=extra, accepted_roles=roles)
    problems.extend(found)
    if table is not None and not len(table) and not errors_in(found) and needed:
        problems.append(Problem("has no people in it", path.name, expected="one row per person below the headings"))
    return table


def _placed(table: Table, problems: list[Problem]) -> Places:
    places, found = locate(table)
    problems.extend(found)
    return places


def _decisions(folder: Path, left: Table, right: Table, mates: bool, problems: list[Problem]) -> tuple[Decision, ...]:
    path, found = find_table(folder, "decisions")
    if path is None:
        problems.extend(_passed_over(folder, found))
        return ()
    decisions, found = read_decisions(path, left, right, mates=mates)
    problems.extend(found)
    return decisions


def _passed_over(folder: Path, found: Sequence[Problem]) -> Iterator[Problem]:
    """A season needs no decisions, but two files of them are an error, and one under a similar name is worth a look."""
    for problem in found:
        if (folder / problem.file).is_file():
            yield problem
        elif similar_files(folder, "decisions"):
            yield replace(problem, severity="warning")


def _fingerprints(folder: Path, tables: Sequence[Table], years: Sequence[YearFile]) -> dict[str, str]:
    decisions, _ = find_table(folder, "decisions")
    read = [table.file for table in tables] + [year.file for year in years]
    files = ["program.toml", *read, *([decisions.name] if decisions else [])]
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in sorted(files)}


def _cross_checks(program: Program | CohortProgram, left: Table, right: Table) -> Iterator[Problem]:
    partners = {screen.parameters["column"] for screen in program.left.screens if screen.kind == "already_matched"}
    for table, other in ((left, right), (right, left)):
        for column in dict.fromkeys((*REFERENCES, *sorted(partners))):
            yield from _unknown_references(table, other, column, column in {*partners, "current_mentor"})
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


def _unknown_references(table: Table, other: Table, column: str, partners: bool) -> Iterator[Problem]:
    """Every name in an id column that is nobody's id (for conflicts: nor the name or number of a district).

    partners: the column names people of the other side.
    """
    known = set(other.index) if partners else set(table.index) | set(other.index)
    if column == "conflicts" and not partners:
        known |= {name for t in (table, other) for c in ("district", "district_id") for name in t.keys(c) if name}
    for i, named in enumerate(table.values(column)):
        for name in named or ():
            if key(name) not in known:
                hint = did_you_mean(name, [*other.ids, *table.ids])
                accepted = "an id, a district's name, or none" if column == "conflicts" else "an id, or none"
                hint = 'separate ids with ";"' if "," in name else hint
                yield _at(table, i, column, "names nobody", name, f"{accepted}; {hint}" if hint else accepted)


def _at(table: Table, i: int, column: str, message: str, value: Any, expected: str = "") -> Problem:
    heading = table.headings.get(column, column)
    return Problem(message, table.file, table.sheet, table.rows[i], heading, str(value), expected)
