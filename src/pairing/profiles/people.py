"""A table of people, read from its file: typed, sorted by id, and with everything wrong in it in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd

from pairing.errors import Problem, errors_in
from pairing.profiles.checks import CHECKS, repeats
from pairing.profiles.columns import Column, Type, columns_with
from pairing.profiles.files import read_cells
from pairing.profiles.headings import NONE, Matched, match_headings
from pairing.profiles.layout import frame_cells
from pairing.profiles.raw import RawRow, RawTable
from pairing.profiles.readings import clean
from pairing.profiles.table import NUMERIC, Table, key
from pairing.profiles.typed import Typed, read_columns
from pairing.storage import Held

NO_EXTRA: Mapping[str, Type] = MappingProxyType({})
_SEVERITIES = ("error", "warning", "question", "notice")


def read_table(
    path: Path | Held,
    name: str,
    *,
    mapping: Mapping[str, str] = NONE,
    extra: Mapping[str, Type] = NO_EXTRA,
    accepted_roles: Sequence[str] = (),
    needed: bool = False,
) -> tuple[Table | None, list[Problem]]:
    """Every row with an id of its own is a person; every problem of the file is in the list, worst first.

    `mapping` gives a heading of the file its name in the vocabulary, or "ignore"; `extra` declares further
    columns; `needed` makes a table without people an error. A cell with an error is unknown in the table. The table is
    None only where no ids can be read.
    """
    return _read(*read_cells(path, name), mapping, extra, accepted_roles, needed)


def table_of_frame(
    frame: pd.DataFrame,
    name: str,
    *,
    mapping: Mapping[str, str] = NONE,
    extra: Mapping[str, Type] = NO_EXTRA,
    accepted_roles: Sequence[str] = (),
    needed: bool = False,
) -> tuple[Table | None, list[Problem]]:
    """The same of a data frame in memory, whose cells hold typed values or text as a file does (`frames`).

    A column called as the vocabulary calls it is that column; `mapping` is about the others.
    """
    raw, problems = frame_cells(frame, name)
    own = {key(column) for column in map(str, frame.columns) if column in columns_with(extra)}
    mapping = {heading: target for heading, target in mapping.items() if key(clean(heading)) not in own}
    return _read(raw, problems, mapping, extra, accepted_roles, needed)


def _read(
    raw: RawTable | None,
    problems: list[Problem],
    mapping: Mapping[str, str],
    extra: Mapping[str, Type],
    accepted_roles: Sequence[str],
    needed: bool,
) -> tuple[Table | None, list[Problem]]:
    if raw is None:
        return None, problems
    columns = columns_with(extra)
    matched = match_headings(raw, columns, mapping, required=("id",))
    rows = _people(raw, matched)
    typed = read_columns(raw, rows, matched.positions, _with_roles(columns, accepted_roles))
    problems += [*matched.problems, *typed.problems()]
    problems += [problem for check in CHECKS for problem in check(typed)]
    table = _table(typed, columns)
    if needed and table is not None and not len(table) and not errors_in(problems):
        problems.append(Problem("has no people in it", raw.file, expected="one row per person below the headings"))
    return table, _in_order(problems, raw)


def _with_roles(columns: Mapping[str, Column], accepted: Sequence[str]) -> dict[str, Column]:
    """A program that lists the roles turns the role into a choice among them."""
    role = columns["role"]
    return {**columns, "role": replace(role, type="choice", choices=tuple(accepted)) if accepted else role}


def _people(raw: RawTable, matched: Matched) -> list[RawRow]:
    """A row counts when a column that is not ignored has content in it."""
    if not matched.ignored:
        return list(raw.rows)
    used = [position for position in range(len(raw.headings)) if position not in matched.ignored]
    return [row for row in raw.rows if any(row.cells[position] is not None for position in used)]


def _table(typed: Typed, columns: Mapping[str, Column]) -> Table | None:
    if "id" not in typed.readings:
        return None
    again = {row for _, row in repeats(typed)}
    order = sorted((row for row in typed.known("id") if row not in again), key=lambda row: str(typed.value(row, "id")))
    return Table(
        name=typed.raw.name,
        file=typed.raw.file,
        frame=pd.DataFrame({name: _series(typed, name, order) for name in typed.positions}),
        rows=tuple(typed.rows[row].number for row in order),
        sheet=typed.raw.sheet,
        headings={name: typed.raw.headings[position] for name, position in typed.positions.items()},
        columns=columns,
    )


def _series(typed: Typed, name: str, order: Sequence[int]) -> pd.Series:
    """Numbers are float64 with NaN for unknown; everything else is an object or None."""
    values = [typed.readings[name][row].value for row in order]
    if typed.columns[name].type in NUMERIC:
        return pd.Series(np.array(values, dtype=np.float64))
    return pd.Series(values, dtype=object)


def _in_order(problems: Iterable[Problem], raw: RawTable) -> list[Problem]:
    """Errors come before warnings and notices, each by row and column."""
    position = {heading: i for i, heading in enumerate(raw.headings)}

    def place(problem: Problem) -> tuple[int, int, int]:
        return _SEVERITIES.index(problem.severity), problem.row or 0, position.get(problem.column, -1)

    return sorted(problems, key=place)
