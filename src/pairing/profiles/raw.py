"""A table as the file holds it, before any column has a type: headings, cells and spreadsheet row numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from pairing.errors import Problem, Severity
from pairing.profiles.readings import clean


@dataclass(frozen=True)
class ExcelPercent:
    """A number that the workbook shows as a percentage; the fraction 0.45 is shown as 45%."""

    fraction: float

    def __str__(self) -> str:
        return f"{_plain(round(self.fraction * 100, 10))}%"


@dataclass(frozen=True)
class ExcelError:
    """A cell in which Excel shows an error such as #N/A."""

    code: str

    def __str__(self) -> str:
        return self.code


@dataclass(frozen=True)
class UnsavedFormula:
    """A formula whose result the workbook does not hold, so that nobody has calculated it."""

    formula: str

    def __str__(self) -> str:
        return self.formula


Cell = str | float | bool | dt.date | dt.time | dt.timedelta | ExcelPercent | ExcelError | UnsavedFormula | None
"""A cell's content; None is blank, int goes as float, and a datetime is a date."""


def shown(cell: Cell) -> str:
    """A cell's text as the spreadsheet shows it: 1001.0 is 1001, a date is ISO, blank is empty."""
    match cell:
        case str():
            return cell
        case None:
            return ""
        case bool():
            return "TRUE" if cell else "FALSE"
        case int() | float():
            return _plain(cell)
        case dt.datetime() if cell.time() != dt.time():
            return cell.isoformat(" ", "seconds")
        case dt.datetime():
            return cell.date().isoformat()
    return str(cell)


def _plain(number: float) -> str:
    """A whole number is written without a decimal point, any other as Python's shortest exact form."""
    return f"{number:.0f}" if float(number).is_integer() else repr(number)


def cell_text(cell: Cell) -> str:
    """A cell's text as it is meant: shown, and without stray or invisible spaces."""
    return clean(shown(cell))


class RawRow(NamedTuple):
    """One row that is not blank: its number as the spreadsheet shows it and one cell per heading."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class RawTable:
    """Headings (never blank) and rows (in file order, blank ones left out) of one sheet or CSV file.

    `shifted` are the numbers of rows with more cells than there are headings, in which only the first cell
    is surely where it belongs.
    """

    name: str
    file: str
    headings: tuple[str, ...]
    rows: tuple[RawRow, ...] = field(repr=False)
    sheet: str = ""
    shifted: frozenset[int] = frozenset()

    def texts(self, positions: Mapping[str, int]) -> Iterator[tuple[int, dict[str, str]]]:
        """Every row's number, and the meant texts of some of its cells by a name for each; blank is an empty text."""
        for row in self.rows:
            yield row.number, {name: cell_text(row.cells[position]) for name, position in positions.items()}

    def problem(
        self,
        message: str,
        *,
        row: int | None = None,
        position: int | None = None,
        value: Cell = None,
        expected: str = "",
        severity: Severity = "error",
    ) -> Problem:
        """A Problem with its place in this file filled in."""
        column = "" if position is None else self.headings[position]
        return Problem(message, self.file, self.sheet, row, column, shown(value), expected, severity)
