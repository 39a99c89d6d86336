"""Excel workbooks: the sheet of the table's name or the first one, with the results that Excel saved."""

from __future__ import annotations

import io
import itertools
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from pairing.errors import Problem
from pairing.profiles.layout import Grid
from pairing.profiles.raw import Cell, ExcelError, ExcelPercent, UnsavedFormula

if TYPE_CHECKING:
    from openpyxl import Workbook

_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_SAVE_AGAIN = 'an Excel workbook: in Excel, save as "Excel Workbook (.xlsx)"'
_MOST_ROWS = 1_048_576
_QUOTED_IN_FORMAT = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_LEADING_ZEROS = re.compile(r"0{2,15}")


def read_xlsx(data: bytes, name: str, file: str) -> tuple[Grid | None, list[Problem]]:
    """A workbook gives the cells of one sheet; formulas give the result that was saved with them."""
    if not data:
        return None, [Problem("the file is empty", file, expected=_SAVE_AGAIN)]
    if data.startswith(_OLD_EXCEL):
        message = "this is an old Excel workbook (.xls) or one with a password"
        return None, [Problem(message, file, expected=_SAVE_AGAIN + ", without a password")]
    try:
        return _grid(data, name, file), []
    except _TooLargeError as error:
        return None, [error.problem]
    except Exception as error:  # a damaged workbook makes openpyxl raise nearly any type of exception
        kind = type(error).__name__
        return None, [Problem(f"the file cannot be read as a workbook ({kind})", file, expected=_SAVE_AGAIN)]


MOST_UNPACKED = 200_000_000
"""Bytes of a workbook's parts, unpacked; a nation's table takes a tenth of it."""
MOST_CELLS = 3_000_000
MOST_BLANK_ROWS, MOST_BLANK_COLUMNS = 1_000, 200
"""No table has as many blank rows or columns in between: what lies beyond is a stray cell."""
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(/?)>")
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')


class _TooLargeError(Exception):
    """What is in a workbook is more than any table, with the problem that says where."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def _bounded(data: bytes, file: str) -> None:
    """Raises _TooLargeError for a workbook that unpacks to more than anybody's table."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        size = sum(part.file_size for part in parts.infolist())
    if size > MOST_UNPACKED:
        said = f"the workbook unpacks to {size:,} bytes, at most {MOST_UNPACKED:,} are read"
        raise _TooLargeError(Problem(said, file, expected="the table alone, without pictures and other sheets"))


def _last_row(sheet: Any, file: str) -> int:
    """The last row in which something is written. Raises _TooLargeError for a stray cell far from all others."""
    with suppress(AttributeError, KeyError), sheet._get_source() as source:
        places = [_place(found[1]) for found in _CELL.finditer(source.read()) if not found[2]]
        filled = [place for place in places if place is not None]
        if len(filled) < len(places) or not filled:
            return _MOST_ROWS  # some programs do not say where cells are
        if len(filled) > MOST_CELLS:
            said = f"the sheet has {len(filled):,} filled cells, at most {MOST_CELLS:,} are read"
            raise _TooLargeError(Problem(said, file, sheet.title))
        for axis, most, what in ((0, MOST_BLANK_ROWS, "rows"), (1, MOST_BLANK_COLUMNS, "columns")):
            _refuse_stray(filled, axis, most, what, sheet.title, file)
        return max(row for row, _ in filled)
    return _MOST_ROWS


def _refuse_stray(filled: Sequence[tuple[int, int]], axis: int, most: int, what: str, sheet: str, file: str) -> None:
    from openpyxl.utils import get_column_letter

    before = 0
    for place in sorted({place[axis] for place in filled}):
        if place - before > most:
            row, column = min(cell for cell in filled if cell[axis] == place)
            said = f"a cell stands {place - before - 1:,} blank {what} away from all others"
            cell = f"{get_column_letter(column)}{row}"
            raise _TooLargeError(Problem(said, file, sheet, cell=cell, expected="an empty cell there"))
        before = place


def _place(attributes: bytes) -> tuple[int, int] | None:
    """Where a cell is, as (row, column) from 1."""
    found = _PLACE.search(attributes)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = 26 * column + letter - ord("A") + 1
    return int(found[2]), column


def _grid(data: bytes, name: str, file: str) -> Grid:
    _bounded(data, file)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and validations, which no table needs
        sheet, rows, formulas = _cells(data, name, file, results=False)
        if formulas:
            _, results, _ = _cells(data, name, file, results=True)
            rows = [list(map(_result, *pair)) for pair in zip(rows, results, strict=True)]
    width = max(map(len, rows), default=0)
    return Grid([row + [None] * (width - len(row)) for row in rows], sheet)


def _cells(data: bytes, name: str, file: str, *, results: bool) -> tuple[str, list[list[Cell]], bool]:
    """The sheet's title, its cells, and whether there are formulas among them.

    openpyxl shows either the formulas or their results, so that a sheet with formulas is read twice.
    """
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=results, keep_links=False)
    try:
        sheet = _sheet(book, name)
        sheet.reset_dimensions()  # some programs write wrong ones, which would hide cells
        rows = [[_cell(cell) for cell in row] for row in _rows(sheet, _last_row(sheet, file))]
    finally:
        book.close()
    return sheet.title, rows, any(isinstance(cell, UnsavedFormula) for row in rows for cell in row)


def _rows(sheet: Any, last: int) -> Iterator[Any]:
    return itertools.islice(sheet.iter_rows(max_row=last), last)


def _sheet(book: Workbook, name: str) -> Any:
    """The sheet with the table's name, or else the first one that can be seen."""
    sheets = book.worksheets
    named = (sheet for sheet in sheets if sheet.title.strip().casefold() == name.casefold())
    visible = (sheet for sheet in sheets if sheet.sheet_state == "visible")
    return next(itertools.chain(named, visible), None) or sheets[0]


def _cell(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return "" if cell.data_type == "str" else None  # a formula's saved result may be an empty text
    if cell.data_type == "f":
        return UnsavedFormula(str(getattr(value, "text", value)))
    if cell.data_type == "e":
        return ExcelError(str(value))
    if isinstance(value, str):
        return _unescaped(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _formatted(value, cell.number_format)
    return value  # type: ignore[no-any-return]


def _unescaped(text: str) -> str:
    """Excel writes a control character as _x000D_ and the like."""
    if "_x" not in text:
        return text
    from openpyxl.utils.escape import unescape

    return str(unescape(text))


def _formatted(number: float, number_format: str | None) -> Cell:
    """A number shown as a percentage is one, and a number shown with leading zeros has them."""
    shape = _QUOTED_IN_FORMAT.sub("", number_format or "")
    if "%" in shape:
        return ExcelPercent(number)
    if isinstance(number, int) and number >= 0 and _LEADING_ZEROS.fullmatch(shape):
        return str(number).zfill(len(shape))
    return number


def _result(cell: Cell, result: Cell) -> Cell:
    """A formula's saved result takes its place; without one the formula itself stays, as an error."""
    return result if isinstance(cell, UnsavedFormula) and result is not None else cell
