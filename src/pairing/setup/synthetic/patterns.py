"""What is drawn from: a program, and tables with some people in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from pairing.errors import InputError, Problem, errors_in
from pairing.geo import locate
from pairing.geo.distance import Floats
from pairing.profiles import find_table, key, read_cells, read_table
from pairing.profiles.readings import NOBODY
from pairing.program import CohortProgram, Program, read_program
from pairing.setup.built_in import no_program, program_path, programs, sample_folder


@dataclass(frozen=True)
class Pattern:
    """A table with people in it: its columns by the vocabulary's names, and every row's cells as meant.

    A blank cell is an empty text. types: each column's type. lat, lon: (rows,) degrees, NaN where unknown.
    """

    name: str
    columns: tuple[str, ...]
    types: Mapping[str, str]
    rows: tuple[Mapping[str, str], ...]
    lat: Floats
    lon: Floats

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids as they are compared."""
        return frozenset(key(row["id"]) for row in self.rows)

    @cached_property
    def emails(self) -> frozenset[str]:
        """The mail addresses as they are compared."""
        return frozenset(key(row["email"]) for row in self.rows if row.get("email"))

    @cached_property
    def items(self) -> dict[str, list[str]]:
        """Every entry that stands in a column of lists, as often as it does, without the mark of central ones."""
        lists = [column for column, type_ in self.types.items() if type_ == "list"]
        return {column: [item.rstrip("*") for row in self.rows for item in entries(row[column])] for column in lists}


@dataclass(frozen=True)
class Source:
    """A program, its file as it stands, and a pattern for each of its tables; None for a table that it has not."""

    name: str
    program: Program | CohortProgram
    toml: bytes
    left: Pattern
    others: Pattern | None
    venues: Pattern | None

    @property
    def patterns(self) -> list[Pattern]:
        """Every pattern."""
        return [pattern for pattern in (self.left, self.others, self.venues) if pattern is not None]

    @cached_property
    def words(self) -> frozenset[str]:
        """Every text of the program, as it is compared: what it asks for by word names nobody."""
        return frozenset(map(key, _texts(self.program.model_dump())))

    @property
    def state(self) -> str:
        """The state of most people; empty where no table says one."""
        states = [row["state"].upper() for pattern in self.patterns for row in pattern.rows if row.get("state")]
        return max(sorted(set(states)), key=states.count, default="")


def _texts(value: Any) -> Iterator[str]:
    """The texts in a program's tables."""
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ():
        yield from _texts(part)


def entries(cell: str) -> list[str]:
    """The entries of a list's cell; "none" is none."""
    found = [entry.strip() for entry in cell.split(";")]
    return [entry for entry in found if entry and key(entry) not in NOBODY]


def source(program: str | Path) -> Source:
    """A built-in program with its sample's people, or a program file of one's own with the tables beside it.

    Raises InputError for an unknown program, and with every error of the program and its tables.
    """
    path, folder, name = _files(program)
    read, problems = read_program(path)
    if read is None:
        raise InputError(errors_in(problems))
    has_others = isinstance(read, Program) or read.facilitators is not None
    venues = read.venues.table if isinstance(read, CohortProgram) and read.venues else ""
    wanted = [read.left.table, *([read.right.table] if has_others else [])]
    if venues and find_table(folder, venues)[0]:
        wanted.append(venues)
    problems = []
    patterns = {table: _pattern(folder, table, read, problems) for table in wanted}
    if errors_in(problems):
        raise InputError(errors_in(problems))
    left = patterns[read.left.table]
    assert left is not None
    return Source(name, read, path.read_bytes(), left, patterns.get(read.right.table), patterns.get(venues))


def _files(program: str | Path) -> tuple[Path, Path, str]:
    """The program's file, the folder of its tables, and a name for it."""
    if str(program) in programs():
        return program_path(str(program)), sample_folder(str(program)), str(program)
    path = Path(program)
    if path.is_dir():
        path /= "program.toml"
    if path.is_file():
        name = path.resolve().parent.name if path.name == "program.toml" else path.stem
        return path, path.parent, name
    if path.suffix == ".toml" or len(path.parts) > 1:
        raise InputError([Problem("there is no such program file", str(program))])
    raise no_program(str(program))


def _pattern(folder: Path, name: str, program: Program | CohortProgram, problems: list[Problem]) -> Pattern | None:
    path, found = find_table(folder, name)
    problems.extend(found)
    if path is None:
        return None
    table, found = read_table(
        path, name, mapping=program.mapping(name), extra=program.extra_columns, accepted_roles=program.roles
    )
    raw, _ = read_cells(path, name)
    problems.extend(found)
    if table is None or raw is None:
        return None
    if not len(table):
        expected = "a few people, whose cells are what invented people are drawn from"
        problems.append(Problem("has no people in it", path.name, expected=expected))
    order = {row: i for i, row in enumerate(table.rows)}
    positions = {column: raw.headings.index(heading) for column, heading in table.headings.items()}
    columns = tuple(sorted(positions, key=positions.__getitem__))
    rows = {number: cells for number, cells in raw.texts(positions) if number in order}
    places, _ = locate(table)
    at = np.array([order[number] for number in rows], dtype=int)
    types = {column: table.columns[column].type for column in columns}
    return Pattern(name, columns, types, tuple(rows.values()), places.lat[at], places.lon[at])
