"""From a file on disk to its raw cells: which file, which format, and where each cell stands."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path

from pairing.errors import Problem
from pairing.profiles.csv_file import read_csv
from pairing.profiles.layout import lay_out
from pairing.profiles.raw import RawTable
from pairing.profiles.xlsx_file import read_xlsx
from pairing.storage import Held, held

CSV_FILES = (".csv", ".tsv", ".txt")
WORKBOOKS = (".xlsx", ".xlsm")
_LOCK_FILE = "~$"


def find_table(folder: Path, name: str) -> tuple[Path | None, list[Problem]]:
    """A table is `<name>.csv` or `<name>.xlsx`, in any case, and there is exactly one of them."""
    wanted = {f"{name}.csv".casefold(), f"{name}.xlsx".casefold()}
    try:
        found = [path for path in _files(folder) if path.name.casefold() in wanted]
        similar = similar_files(folder, name)
    except OSError as error:
        return None, [Problem(f"the folder cannot be read ({error.strerror})", str(folder))]
    if len(found) == 1:
        return found[0], []
    expected = f"{name}.csv or {name}.xlsx"
    if found:
        message = "two files hold the same table: " + _listed(path.name for path in found)
        return None, [Problem(message, found[0].name, expected=f"only one of {expected}; move the other away")]
    hint = f"; similar files here: {_listed(similar)}" if similar else ""
    return None, [Problem(f'there is no table "{name}"', f"{name}.csv", expected=f"{expected} in {folder.name}{hint}")]


def similar_files(folder: Path, name: str) -> list[str]:
    """The names of files that may be meant for a table that is not there."""
    return [path.name for path in _files(folder) if _similar(path, name)]


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file())


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _similar(path: Path, name: str) -> bool:
    """A file is similar when its name contains the table's, or nearly spells it."""
    if path.name.startswith((_LOCK_FILE, ".")):
        return False
    stem, name = path.name.split(".")[0].casefold(), name.casefold()
    return name in stem or difflib.SequenceMatcher(None, stem, name).ratio() >= 0.7


def read_cells(path: Path | Held, name: str) -> tuple[RawTable | None, list[Problem]]:
    """A CSV file or workbook gives its headings and rows as they are; None when nothing can be read."""
    ending = path.suffix.casefold()
    if ending not in CSV_FILES + WORKBOOKS:
        message = f'a file that ends in "{path.suffix}" cannot be read'
        return None, [Problem(message, path.name, expected="a file saved as .csv or .xlsx")]
    try:
        data = held(path).data
    except OSError as error:
        message = f"the file cannot be opened ({error.strerror})"
        return None, [Problem(message, path.name, expected="a file that exists and is not open in Excel")]
    grid, problems = read_csv(data, path.name) if ending in CSV_FILES else read_xlsx(data, name, path.name)
    if grid is None:
        return None, problems
    table, more = lay_out(grid, name, path.name)
    return table, problems + more
