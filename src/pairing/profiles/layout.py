"""From the cells of a sheet to its headings and rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pairing.errors import Problem, shortened
from pairing.profiles.raw import Cell, RawRow, RawTable, cell_text
from pairing.profiles.readings import is_blank


@dataclass(frozen=True)
class Grid:
    """What a file reader found: row i+1 of the spreadsheet in `rows[i]`; `ragged` when rows may have lost
    their columns to a stray delimiter, which a workbook's rows never do."""

    rows: Sequence[Sequence[Cell]]
    sheet: str = ""
    ragged: bool = False


def lay_out(grid: Grid, name: str, file: str) -> tuple[RawTable | None, list[Problem]]:
    """Row 1 holds the headings; columns without heading and content, and blank rows, are left out."""
    rows = _without_blank_tail(grid.rows)
    headings = [cell_text(cell) for cell in rows[0]] if rows else []
    if not any(headings) or _looks_like_title(headings, rows):
        return None, [_no_headings(rows, headings, file, grid.sheet)]
    kept = [position for position, heading in enumerate(headings) if heading]
    body = [RawRow(number, _cells(row, kept)) for number, row in enumerate(rows[1:], start=2)]
    shifted = frozenset(
        number for number, row in enumerate(rows[1:], start=2) if grid.ragged and _is_filled(row[len(headings) :])
    )
    filled = tuple(row for row in body if _is_filled(row.cells))
    table = RawTable(name, file, tuple(headings[i] for i in kept), filled, grid.sheet, shifted)
    return table, [*_cells_without_heading(table, rows, headings, grid.ragged)]


def _is_filled(cells: Sequence[Cell]) -> bool:
    return any(cell is not None for cell in cells)


def _cells(row: list[Cell], kept: list[int]) -> tuple[Cell, ...]:
    return tuple(row[i] if i < len(row) else None for i in kept)


def _without_blank_tail(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    filled = [[_filled(cell) for cell in row] for row in rows]
    while filled and not _is_filled(filled[-1]):
        filled.pop()
    return filled


def _filled(cell: Cell) -> Cell:
    return None if isinstance(cell, str) and is_blank(cell) else cell


def _looks_like_title(headings: list[str], rows: list[list[Cell]]) -> bool:
    return sum(map(bool, headings)) == 1 and _first_wide_row(rows) is not None


def _first_wide_row(rows: list[list[Cell]]) -> int | None:
    """The number of the first row below row 1 with several cells, which is where headings may stand."""
    wide = (i for i, row in enumerate(rows[1:11], start=2) if sum(cell is not None for cell in row) > 1)
    return next(wide, None)


def _no_headings(rows: list[list[Cell]], headings: list[str], file: str, sheet: str) -> Problem:
    if not rows:
        return Problem("the table is empty", file, sheet, expected="headings in row 1 and one row per entry below")
    title = next(filter(None, headings), "")
    found = "row 1 holds a title, not headings" if title else "row 1 is blank"
    wide = _first_wide_row(rows)
    hint = f"; row {wide} may hold them: delete the rows above it" if wide else ""
    return Problem(found, file, sheet, 1, value=shortened(title), expected=f"the headings in row 1{hint}")


def _cells_without_heading(
    table: RawTable, rows: list[list[Cell]], headings: list[str], ragged: bool
) -> Iterator[Problem]:
    """A cell past the last heading is an error in its row (CSV); a column without heading is one error."""
    reported: set[int] = set()
    for number, row in enumerate(rows[1:], start=2):
        for position, cell in enumerate(row):
            beyond = position >= len(headings)
            if cell is None or position in reported or not (beyond or not headings[position]):
                continue
            if beyond and ragged:
                yield _too_many_cells(table, number, row, len(headings))
                break
            reported.add(position)
            yield _blank_heading(table, number, position, cell)


def _too_many_cells(table: RawTable, number: int, row: list[Cell], width: int) -> Problem:
    return table.problem(
        f"the row has more cells than there are headings ({len(row)} for {width})",
        row=number,
        value=next(cell for cell in row[width:] if cell is not None),
        expected='text that contains a delimiter in quotes, such as "Smith, Jr."',
    )


def _blank_heading(table: RawTable, number: int, position: int, cell: Cell) -> Problem:
    from openpyxl.utils import get_column_letter

    letter = get_column_letter(position + 1)
    return table.problem(
        f"column {letter} has content but no heading",
        row=number,
        value=cell,
        expected=f"a heading in cell {letter}1, or an empty column",
    )


_NONE = "none"
"""What a cell says that holds a known empty list."""


def file_of(name: str) -> str:
    """What messages call a table that stands in no file."""
    return f"{name} in memory"


def frame_cells(frame: pd.DataFrame, name: str) -> tuple[RawTable | None, list[Problem]]:
    """The cells of a data frame; its first row is row 2, as if it were written to a file.

    Ids may stand in the index, if it is named so.
    """
    if frame.index.name is not None and frame.index.name not in frame.columns:
        frame = frame.reset_index()
    columns = [[cell_of(value) for value in frame.iloc[:, k].tolist()] for k in range(frame.shape[1])]
    rows: list[tuple[Cell, ...]] = list(zip(*columns, strict=True))
    headings: tuple[Cell, ...] = tuple(str(heading) for heading in frame.columns)
    return lay_out(Grid([headings, *rows]), name, file_of(name))


def cell_of(value: Any) -> Cell:
    """A value as the cell of a file: lists with semicolons, years per role as `role: years`, unknown as blank."""
    if isinstance(value, Mapping):
        return "; ".join(f"{role}: {_text(years)}" for role, years in value.items()) or _NONE
    if isinstance(value, (set, frozenset)):
        return cell_of(sorted(value))
    if isinstance(value, (list, tuple, np.ndarray, pd.Series)):
        return "; ".join(map(_text, value)) or _NONE
    if isinstance(value, np.generic):
        value = pd.Timestamp(value) if isinstance(value, np.datetime64) else value.item()
    if isinstance(value, str | bool):
        return value
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime(warn=False)
    return value if isinstance(value, (float, dt.date, dt.time, dt.timedelta)) else str(value)


def _text(entry: Any) -> str:
    return cell_text(cell_of(entry))
