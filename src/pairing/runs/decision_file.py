"""A row at the end of `decisions.csv` or `decisions.xlsx`, with everything before it as it was."""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

from pairing.errors import InputError, Problem
from pairing.profiles import find_table
from pairing.profiles.csv_file import decoded, delimiter_of
from pairing.profiles.headings import heading_key
from pairing.runs.atomic_files import inert
from pairing.season.decisions import FIELDS
from pairing.storage import Held

NEW = "decisions.csv"


def decisions_file(folder: Path) -> Path:
    """The season's file of decisions; where there is none yet, the one to be made."""
    found, _ = find_table(folder, "decisions")
    return found or folder / NEW


def new_file(path: Path) -> Held:
    """A file of decisions with its headings alone, which is not written yet."""
    return Held(path.name, (",".join(FIELDS) + "\n").encode("utf-8-sig"))


def appended(file: Held, cells: Mapping[str, str]) -> bytes:
    """The file's bytes with one more row; cells by the names of `FIELDS`. The file is left alone."""
    safe = {name: str(inert(text)) for name, text in cells.items()}
    if file.suffix.casefold() == ".xlsx":
        return _appended_xlsx(file.data, safe)
    return _appended_csv(file.data, safe)


def _appended_csv(data: bytes, cells: Mapping[str, str]) -> bytes:
    """In the file's own encoding, delimiter and line ending; in UTF-8 where its encoding lacks a letter."""
    text, encoding = decoded(data)
    ending = "\r\n" if "\r\n" in text else "\n"
    delimiter = delimiter_of(text)
    headings = next(csv.reader(io.StringIO(text.removeprefix(f"sep={delimiter}").lstrip("\r\n")), delimiter=delimiter))
    row = io.StringIO()
    csv.writer(row, delimiter=delimiter, lineterminator=ending).writerow(_row(headings, cells))
    whole = text + ("" if text.endswith(("\n", "\r")) else ending) + row.getvalue()
    try:
        return whole.encode(encoding)
    except UnicodeEncodeError:
        return whole.encode("utf-8-sig")


def _appended_xlsx(data: bytes, cells: Mapping[str, str]) -> bytes:
    from openpyxl import load_workbook
    from openpyxl.cell.cell import MergedCell

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(data))
    sheet = next((one for one in book.worksheets if one.title.casefold() == "decisions"), book.worksheets[0])
    headings = ["" if cell.value is None else str(cell.value) for cell in sheet[1]]
    filled = [row for row in range(1, sheet.max_row + 1) if any(cell.value is not None for cell in sheet[row])]
    for column, text in enumerate(_row(headings, cells), start=1):
        if text:
            cell = sheet.cell(max(filled, default=0) + 1, column)
            if isinstance(cell, MergedCell):
                expected = "a sheet without merged cells below its rows"
                raise InputError([Problem("cells are merged there", NEW, cell=cell.coordinate, expected=expected)])
            cell.value = text
            cell.number_format = "@"
            cell.data_type = "s"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _row(headings: Sequence[str], cells: Mapping[str, str]) -> list[str]:
    """The cells in the order of the headings; other columns stay blank."""
    return [cells.get(heading_key(heading), "") for heading in headings]
