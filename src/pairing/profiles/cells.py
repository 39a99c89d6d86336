"""One cell, read as the type of its column."""

from __future__ import annotations

import datetime as dt

from pairing.profiles.columns import Type
from pairing.profiles.places import read_state, read_zip
from pairing.profiles.quantities import read_date, read_integer, read_number, read_percent, read_years
from pairing.profiles.raw import Cell, ExcelError, UnsavedFormula, cell_text
from pairing.profiles.readings import UNKNOWN, WRITTEN_BLANKS, Parser, Reading, Wanted, not_readable
from pairing.profiles.table import key
from pairing.profiles.words import (
    looks_like_excel_date,
    read_choice,
    read_id,
    read_ids,
    read_list,
    read_text,
    read_yes_no,
)

EXCEL_ERRORS = frozenset({
    "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NUM!", "#NAME?", "#NULL!",
    "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!",
})  # fmt: skip
_TYPE_IT_AS_TEXT = "the text itself: format the cell as Text and type it again"


def read_cell(cell: Cell, wanted: Wanted) -> Reading:
    """A blank cell is unknown, a damaged one an error, any other is read as the type of its column."""
    text = cell_text(cell)
    if not text:
        return UNKNOWN
    if fault := _no_content(cell, text):
        return not_readable(fault, wanted)
    if isinstance(cell, (dt.date, dt.time, dt.timedelta)) and wanted.column.type != "date":
        return Reading(fault="Excel turned this into a date or time", expected=_TYPE_IT_AS_TEXT)
    if _is_written_blank(text, wanted):
        return Reading(remark="this is taken as unknown")
    reading = PARSERS[wanted.column.type](text, wanted)
    if reading.fault and wanted.column.type != "date" and looks_like_excel_date(text):
        return Reading(fault="Excel may have turned this into a date", expected=_TYPE_IT_AS_TEXT)
    return reading


def _no_content(cell: Cell, text: str) -> str:
    if isinstance(cell, UnsavedFormula):
        return "the formula has no saved result: open the file in Excel and save it"
    if isinstance(cell, ExcelError) or text.upper() in EXCEL_ERRORS:
        return "Excel shows an error here"
    if len(text) > 1 and not text.strip("#"):
        return "the column was too narrow to show its content when the file was saved"
    return ""


def _is_written_blank(text: str, wanted: Wanted) -> bool:
    """Words for "not known" are unknown, except in a text and where they are among the choices."""
    word = text.casefold()
    return word in WRITTEN_BLANKS and wanted.column.type != "text" and word not in map(key, wanted.column.choices)


PARSERS: dict[Type, Parser] = {
    "id": read_id,
    "text": read_text,
    "number": read_number,
    "integer": read_integer,
    "percent": read_percent,
    "yes/no": read_yes_no,
    "date": read_date,
    "list": read_list,
    "ids": read_ids,
    "years": read_years,
    "zip": read_zip,
    "state": read_state,
    "choice": read_choice,
}
"""How a cell of each type is read."""
