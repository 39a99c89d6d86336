"""All cells of one file, read as the types of their columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

from pairing.errors import Problem, Severity
from pairing.profiles.cells import read_cell
from pairing.profiles.columns import Column
from pairing.profiles.raw import Cell, RawRow, RawTable
from pairing.profiles.readings import UNKNOWN, Reading, Wanted

_ROWS_NAMED = 5


@dataclass(frozen=True)
class Typed:
    """One reading per row and known column; `rows` are the raw rows that hold a person."""

    raw: RawTable
    rows: Sequence[RawRow]
    columns: Mapping[str, Column]
    positions: Mapping[str, int]
    readings: Mapping[str, Sequence[Reading]]

    def known(self, name: str) -> list[int]:
        """The rows in which a column's value is known; none if the file lacks the column."""
        return [row for row, reading in enumerate(self.readings.get(name, ())) if reading.value is not None]

    def value(self, row: int, name: str) -> Any:
        """A cell's value; None if it is unknown or the file lacks the column."""
        return self.readings[name][row].value if name in self.readings else None

    def cell(self, row: int, name: str) -> Cell:
        """What the file holds in a row and a known column."""
        return self.rows[row].cells[self.positions[name]]

    def problem(self, message: str, row: int, name: str, expected: str = "", severity: Severity = "error") -> Problem:
        """A Problem at one cell."""
        return self.raw.problem(
            message,
            row=self.rows[row].number,
            position=self.positions[name],
            value=self.cell(row, name),
            expected=expected,
            severity=severity,
        )

    def problems(self) -> Iterator[Problem]:
        """Every fault at its cell, and every remark once per column."""
        for name in self.positions:
            for row, reading in enumerate(self.readings[name]):
                if reading.fault:
                    yield self.problem(reading.fault, row, name, reading.expected)
            yield from self._remarks(name)

    def _remarks(self, name: str) -> Iterator[Problem]:
        rows: dict[tuple[str, Severity], list[int]] = {}
        for row, reading in enumerate(self.readings[name]):
            if reading.remark:
                rows.setdefault((reading.remark, reading.severity), []).append(row)
        for (remark, severity), found in rows.items():
            where = self.rows_named(found)
            yield self.problem(f"{remark} ({where})", found[0], name, severity=severity)

    def rows_named(self, rows: Sequence[int]) -> str:
        """How many cells, and in which of the spreadsheet's rows: `3 cells: rows 2, 5, 9`."""
        numbers = ", ".join(str(self.rows[row].number) for row in rows[:_ROWS_NAMED])
        more = f" and {len(rows) - _ROWS_NAMED} more" if len(rows) > _ROWS_NAMED else ""
        return f"{len(rows)} cells: rows {numbers}{more}" if len(rows) > 1 else f"1 cell: row {numbers}"


def read_columns(
    raw: RawTable, rows: Sequence[RawRow], positions: Mapping[str, int], columns: Mapping[str, Column]
) -> Typed:
    """Columns are read in the vocabulary's order, the state before the ZIP codes that it helps to mend."""
    ordered = {name: positions[name] for name in columns if name in positions}
    readings: dict[str, list[Reading]] = {}
    states: Iterable[str | None] = repeat(None)
    for name in sorted(ordered, key=lambda name: name != "state"):
        column = columns[name]
        around = states if column.type == "zip" else repeat(None)
        readings[name] = _read_column(raw, rows, ordered[name], column, around)
        if name == "state":
            states = [reading.value for reading in readings[name]]
    return Typed(raw, rows, columns, ordered, readings)


def _read_column(
    raw: RawTable, rows: Sequence[RawRow], position: int, column: Column, states: Iterable[str | None]
) -> list[Reading]:
    """Equal cells are read once. In a shifted row only a leading id is where it belongs."""
    known: dict[object, Reading] = {}
    readings = []
    for row, state in zip(rows, states, strict=False):
        cell = row.cells[position]
        if cell is None or (row.number in raw.shifted and (position or column.name != "id")):
            readings.append(UNKNOWN)
            continue
        same = (cell.__class__, cell, state)
        if same not in known:
            known[same] = read_cell(cell, Wanted(column, state))
        readings.append(known[same])
    return readings
