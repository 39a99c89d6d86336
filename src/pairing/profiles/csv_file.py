"""CSV files as Excel, form tools and people write them: any usual delimiter, encoding and line ending."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator

from pairing.errors import Problem
from pairing.profiles.layout import Grid

DELIMITERS = (",", ";", "\t")
LONGEST_CELL = 2**31 - 1
"""The csv module's own limit takes a long cell for an open quote."""
_SEPARATOR_LINE = re.compile(r'\A"?sep=([,;\t|])"?(?:\r\n|\r|\n|\Z)', re.IGNORECASE)
_HEADING_LINE = re.compile(r'(?:"[^"]*"|[^"\r\n])*')
_QUOTED = re.compile(r'"[^"]*"')
_SAVE_AGAIN = 'a CSV file: in Excel, save as "CSV UTF-8 (Comma delimited)"'
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BINARY_STARTS = {
    b"PK\x03\x04": "an Excel workbook",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"%PDF": "a PDF",
}


def read_csv(data: bytes, file: str) -> tuple[Grid | None, list[Problem]]:
    """Every record is one spreadsheet row; one whose quotes cannot be read is reported and left blank."""
    for start, kind in _BINARY_STARTS.items():
        if data.startswith(start):
            return None, [Problem(f"this is {kind}, not a CSV file", file, expected=_SAVE_AGAIN)]
    text, fault = _decoded(data)
    if fault:
        return None, [Problem(fault, file, expected=_SAVE_AGAIN)]
    return _grid(text, file)


def decoded(data: bytes) -> tuple[str, str]:
    """The text of a CSV file and its encoding. Raises UnicodeDecodeError."""
    encoding = _encoding(data)
    return data.decode(encoding), encoding


def delimiter_of(text: str) -> str:
    """What separates the cells of a CSV file: as its first line says, or as its headings show."""
    separator = _SEPARATOR_LINE.match(text)
    return separator[1] if separator else _delimiter(text)


def _decoded(data: bytes) -> tuple[str, str]:
    """Bytes are UTF-8, UTF-16 when a mark says so, or else Windows-1252; second, what is wrong."""
    try:
        text = data.decode(_encoding(data))
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        byte = error.object[error.start]
        return "", f"the text is in no known encoding (byte {byte:#x} in line {line})"
    return text, "this is binary data, not text" if "\0" in text else ""


def _encoding(data: bytes) -> str:
    if data.startswith(_UTF16_MARKS):
        return "utf-16"
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _grid(text: str, file: str) -> tuple[Grid | None, list[Problem]]:
    # Excel does not show a line such as `sep=;`: the headings below it are still row 1.
    separator = _SEPARATOR_LINE.match(text)
    text = text[separator.end() :] if separator else text
    rows: list[list[str]] = []
    problems = []
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        records = _records(text, separator[1] if separator else _delimiter(text))
        for number, record in enumerate(records, start=1):
            rows.append([] if isinstance(record, csv.Error) else record)
            if isinstance(record, csv.Error):
                problems.append(_unreadable(record, number, file))
    finally:
        csv.field_size_limit(before)
    headings_lost = any(problem.row == 1 for problem in problems)
    return None if headings_lost else Grid(rows, ragged=True), problems


def _delimiter(text: str) -> str:
    """The delimiter is the one that stands most often in the heading line, outside quotes."""
    headings = _QUOTED.sub("", next(_HEADING_LINE.finditer(text))[0])
    return max(DELIMITERS, key=headings.count)


def _records(text: str, delimiter: str) -> Iterator[list[str] | csv.Error]:
    """Each record, or what is wrong with it; reading goes on in the next line."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield error


def _unreadable(error: csv.Error, row: int, file: str) -> Problem:
    unclosed = "unexpected end" in str(error) or "limit" in str(error)
    message = 'a quote (") is opened and never closed' if unclosed else 'the quotes (") cannot be read'
    return Problem(message, file, row=row, expected='quotes around the whole cell, and "" for a quote inside it')
