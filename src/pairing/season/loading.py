"""A season folder, loaded and checked: every problem of program, tables, decisions and earlier years in one pass."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from pathlib import Path
from typing import Any

from pairing.errors import InputError, Problem, command, errors_in
from pairing.profiles import Table, Type, find_table, read_table, similar_files
from pairing.program import CohortProgram, Program, outlined_tables, read_program
from pairing.program.reading import programs
from pairing.season import Parts, Season, assembled, nobody
from pairing.season.decisions import Decision, read_decisions
from pairing.season.history import Labels, YearFile, read_history
from pairing.season.import_records import asked_by_imports
from pairing.storage import Held, held, strange_files


def load(folder: str | Path) -> Season[Any]:
    """The season in a folder.

    Raises InputError with every problem of the program, the tables and the decisions, found in one pass.

    >>> pairing.load("my-season")
    <Season Missouri AMP: 40 mentees, 70 mentors>
    """
    return _sound(*examine(folder))


def load_under(folder: Path, program: Path) -> Season:
    """The season in a folder under a program that is kept elsewhere. Raises as `load` does."""
    return _sound(*_examined(folder, program))


def _sound(season: Season | None, problems: list[Problem]) -> Season:
    errors = errors_in(problems)
    if season is None or errors:
        raise InputError(errors)
    return season


def examine(folder: str | Path) -> tuple[Season | None, list[Problem]]:
    """The season in a folder, as far as it can be read, and every problem found in it, of any severity."""
    folder = _path(folder)
    if not folder.is_dir() and str(folder) in programs():
        return None, [Problem(_A_PROGRAM.format(name=folder, make=command("init", folder, "my-season")))]
    if not folder.is_dir():
        return None, [Problem(f'"{folder}" is not a folder; make one with: {command("init", "missouri-amp", folder)}')]
    if not (folder / "program.toml").is_file():
        return None, [Problem(f'"{folder}" has no program.toml; make a season with: pairing init missouri-amp FOLDER')]
    return _examined(folder, folder / "program.toml")


def _path(folder: object) -> Path:
    if isinstance(folder, str | os.PathLike):
        return Path(folder)
    raise InputError([Problem(f"a season or its folder is needed, not a {type(folder).__name__}")])


_A_PROGRAM = (
    '"{name}" is not a folder, but a program; its sample is pairing.sample_season("{name}") in Python, and a folder is '
    "made with: {make}"
)


def _examined(folder: Path, path: Path) -> tuple[Season | None, list[Problem]]:
    problems = [*strange_files(folder), *_half_confirmed(folder)]
    if problems:
        return None, problems  # nothing of such a folder is opened
    shelf = _Shelf(folder)
    written = shelf.file(path)
    program, problems = read_program(written)
    if program is None:
        for name, mapping, extra in outlined_tables(written):
            _table(shelf, name, mapping, extra, (), problems)
        return None, problems
    venue_name = _venues_of(program)
    read = {
        name: _table(
            shelf, name, program.mapping(name), program.extra_columns, program.roles, problems, name != venue_name
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
    decisions = _decisions(shelf, left, right, labels.cohorts, problems)
    venues = read.get(venue_name)
    venues = venues if venues is not None and len(venues) else None
    tables = [table for table in (left, right, venues) if table is not None and table.file]
    inputs = shelf.fingerprints({path.name, *(table.file for table in tables)}, years)
    return assembled(
        Parts(folder, program, left, right, venues, decisions, years, inputs, asked=asked_by_imports(folder)), problems
    ), problems


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
    shelf: _Shelf,
    name: str,
    mapping: Mapping[str, str],
    extra: Mapping[str, Type],
    roles: Sequence[str],
    problems: list[Problem],
    needed: bool = True,
) -> Table | None:
    path, found = find_table(shelf.folder, name)
    problems.extend(found)
    if path is None:
        return None
    table, found = read_table(shelf.file(path), name, mapping=mapping, extra=extra, accepted_roles=roles, needed=needed)
    problems.extend(found)
    return table


def _decisions(shelf: _Shelf, left: Table, right: Table, mates: bool, problems: list[Problem]) -> tuple[Decision, ...]:
    path, found = find_table(shelf.folder, "decisions")
    if path is None:
        problems.extend(_passed_over(shelf.folder, found))
        return ()
    decisions, found = read_decisions(shelf.file(path, always=True), left, right, mates=mates)
    problems.extend(found)
    return decisions


def _passed_over(folder: Path, found: Sequence[Problem]) -> Iterator[Problem]:
    """A season needs no decisions, but two files of them are an error, and one under a similar name is worth a look."""
    for problem in found:
        if (folder / problem.file).is_file():
            yield problem
        elif similar_files(folder, "decisions"):
            yield replace(problem, severity="warning")


class _Shelf:
    """The files of a season, each read once: what is recorded as used is what was read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: dict[str, Held] = {}
        self._always: set[str] = set()

    def file(self, path: Path, *, always: bool = False) -> Path | Held:
        """A file's content, or the path itself where it cannot be read, which its reader then says.

        always: it is among the season's inputs whatever is in it.
        """
        try:
            self._read.setdefault(path.name, held(path))
        except OSError:
            return path
        if always:
            self._always.add(path.name)
        return self._read[path.name]

    def fingerprints(self, used: Set[str], years: Sequence[YearFile]) -> dict[str, str]:
        """SHA-256 of every file that holds what the season says, by name."""
        found = {name: one.sha256 for name, one in self._read.items() if name in used | self._always}
        return dict(sorted({**found, **{year.file: year.sha256 for year in years}}.items()))


def _half_confirmed(folder: Path) -> Iterator[Problem]:
    """What stood before is there and what stands is not: a confirmation was cut off, or a file was taken away."""
    before = [name for name in ("standing-before.csv", "standing-before.xlsx") if (folder / name).is_file()]
    if before and not any((folder / f"standing{ending}").is_file() for ending in (".csv", ".xlsx")):
        expected = (
            f"standing.csv beside it; rename {before[0]} to {before[0].replace('-before', '')} to have what stood then "
            "stand again, or move it away to go on without what stood"
        )
        yield Problem("is there, but nothing says what stands now", before[0], expected=expected)
