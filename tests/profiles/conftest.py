"""Writing a table as a user would, and reading it."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pairing.errors import Problem
from pairing.profiles import Table, read_table

Read = tuple[Table | None, list[Problem]]


class Desk:
    """A folder in which tables are written and read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def csv(self, content: str | bytes, **options: Any) -> Read:
        path = self.folder / "mentees.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_table(path, "mentees", **options)

    def rows(self, rows: Iterable[Sequence[str]], **options: Any) -> Read:
        return self.csv(csv_text(rows), **options)

    def xlsx(self, rows: Iterable[Sequence[Any]], *, formats: dict[str, str] | None = None, **options: Any) -> Read:
        return self.book(workbook(rows, formats or {}), **options)

    def book(self, content: bytes, **options: Any) -> Read:
        path = self.folder / "mentees.xlsx"
        path.write_bytes(content)
        return read_table(path, "mentees", **options)

    def value(self, column: str, written: str, **around: str) -> tuple[Any, list[Problem]]:
        """One cell's value and the problems, the table being the id, the cell and the cells `around` it."""
        table, problems = self.rows([["id", column, *around], ["a", written, *around.values()]])
        assert table is not None
        return table.values(column)[0], problems


def csv_text(rows: Iterable[Sequence[str]], delimiter: str = ",", line_end: str = "\n") -> str:
    text = io.StringIO()
    # The csv module leaves a \n unquoted where it does not end the line.
    quoting = csv.QUOTE_ALL if line_end == "\r" else csv.QUOTE_MINIMAL
    csv.writer(text, delimiter=delimiter, lineterminator=line_end, quoting=quoting).writerows(rows)
    return text.getvalue()


def workbook(rows: Iterable[Sequence[Any]], formats: dict[str, str], title: str = "Sheet1") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for place, number_format in formats.items():
        sheet[place].number_format = number_format
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def edited(book: bytes, part: str, edit: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one of its parts changed, as other programs write it or as damage leaves it."""
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(content, "w") as new:
        for name in old.namelist():
            new.writestr(name, edit(old.read(name)) if name == part else old.read(name))
    return content.getvalue()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture(scope="session")
def lasting_desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """One folder for all examples of a property."""
    return Desk(tmp_path_factory.mktemp("tables"))


@pytest.fixture(scope="session")
def as_csv() -> Callable[..., str]:
    return csv_text


@pytest.fixture(scope="session")
def as_workbook() -> Callable[..., bytes]:
    return workbook


@pytest.fixture(scope="session")
def edit_workbook() -> Callable[..., bytes]:
    return edited
