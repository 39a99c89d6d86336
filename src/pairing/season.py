"""A season folder, loaded and checked, frozen: the program, the tables of people, the decisions, earlier years."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pairing.decisions import Decision, Only, read_decisions
from pairing.errors import InputError, Problem, command, did_you_mean, errors_in
from pairing.geo import Places, locate
from pairing.history import Labels, Past, YearFile, placed, read_history
from pairing.profiles import Table, Type, find_table, key, read_table, similar_files
from pairing.program import Capacity, CohortProgram, Program, outlined_tables, read_program

REFERENCES = ("prefers", "declines", "conflicts", "current_mentor")


@dataclass(frozen=True)
class Standing:
    """The pairs that stand when a season is matched again; people are positions in the tables.

    file: where that is written, inside the season's folder. partners: right by left. gone: for left people whose
    partner is no longer in the table the partner's id. ended: the ids of pairs whose left person is no longer there.
    waiting: left people who took part and had nobody. proposed, reopened: left people whose pair was never confirmed,
    or was opened again.
    """

    file: str
    partners: Mapping[int, int]
    gone: Mapping[int, str] = field(default_factory=dict)
    ended: tuple[tuple[str, str], ...] = ()
    waiting: frozenset[int] = frozenset()
    proposed: frozenset[int] = frozenset()
    reopened: frozenset[int] = frozenset()


class StandingCohort(NamedTuple):
    """A cohort that stands: its name, its members and its facilitators, those who are still in the tables."""

    name: str
    members: tuple[int, ...]
    facilitators: tuple[int, ...]


@dataclass(frozen=True)
class StandingCohorts:
    """The cohorts that stand when a season is matched again; people are positions in the tables.

    ended: (cohort, role, id) of those who are no longer there. reopened_leaders: facilitators who were opened again.
    The other fields are those of `Standing`, of members.
    """

    file: str
    cohorts: tuple[StandingCohort, ...]
    ended: tuple[tuple[str, str, str], ...] = ()
    waiting: frozenset[int] = frozenset()
    proposed: frozenset[int] = frozenset()
    reopened: frozenset[int] = frozenset()
    reopened_leaders: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Season:
    """One season of one program. `problems` holds what was found that does not stop the work.

    left: the people served (mentees, members), right: those who serve (mentors, facilitators; nobody where a cohort
    program has none). venue_table: places to meet at, where a cohort program has such a table.
    """

    folder: Path
    program: Any
    left: Table
    right: Table
    left_places: Places
    right_places: Places
    decisions: tuple[Decision, ...]
    problems: tuple[Problem, ...]
    inputs: dict[str, str]
    """SHA-256 of every file that was read, by file name."""
    venue_table: Table | None = None
    venue_places: Places | None = None
    only: Only | None = None
    """Whom this run is about, where it is not about everybody."""
    standing: Standing | StandingCohorts | None = None
    """What stands, where the season is matched again."""
    stood: Any = None
    """The rows that say so, as they are kept with the run."""
    history: tuple[Past, ...] = ()
    """Who was together in each earlier year of which there is a file, newest first."""

    @property
    def kind(self) -> str:
        """The kind of its program: pairs or cohorts."""
        return str(self.program.kind)

    @property
    def tables(self) -> list[Table]:
        """Every table that was read."""
        return [table for table in (self.left, self.right, self.venue_table) if table is not None and table.file]

    @property
    def among_left(self) -> Season:
        """The left people beside themselves: what rules and criteria between members are asked about."""
        history = tuple(past.among_left for past in self.history)
        return replace(self, right=self.left, right_places=self.left_places, history=history)

    @property
    def capacity(self) -> NDArray[np.int64]:
        """The most left people each right person may serve, before those they already have: shape (right,)."""
        return capacities(self.right, self.program.right.capacity)

    @property
    def capacity_min(self) -> NDArray[np.int64]:
        """The fewest left people each right person must serve, before those they already have: shape (right,)."""
        return capacities(self.right, self.program.right.capacity_min)

    def __getattr__(self, name: str) -> pd.DataFrame:
        """The tables under their own names: `season.mentees`, `season.mentors`."""
        if not name.startswith("_"):
            for table in self.tables:
                if table.name == name:
                    return table.frame
        raise AttributeError(f"{type(self).__name__} has no attribute {name!r}")

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(table)} {table.name}" for table in self.tables)
        return f"<Season {self.program.name}: {counts}>"


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


def nobody(name: str) -> Table:
    """A table without people, for a side that a program does not have."""
    return Table(name, "", pd.DataFrame({"id": pd.Series([], dtype=object)}), ())


def capacities(table: Table, capacity: Capacity) -> NDArray[np.int64]:
    """A capacity for each person: the cell, or the program's default where it is blank."""
    cells = table.numbers(capacity.column)
    return np.where(np.isnan(cells), capacity.default, cells).astype(np.int64)


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
