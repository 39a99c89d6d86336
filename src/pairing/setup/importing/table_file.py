"""The season's table as it is kept: read by columns, written with only the changed cells changed."""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pairing.errors import InputError, errors_in
from pairing.profiles import Column, cell_text, find_table, key, match_headings, read_cells
from pairing.profiles.csv_file import decoded, delimiter_of
from pairing.runs.atomic_files import inert
from pairing.storage import Held, held


@dataclass(frozen=True)
class Today:
    """The table as it is now. values: by id (compared), column names to texts. ids: as they are written, in order.

    file: None where there is no such table yet. positions: where columns stand in the file.
    """

    path: Path
    file: Held | None
    ids: tuple[str, ...]
    values: Mapping[str, Mapping[str, str]]
    numbers: Mapping[str, int]
    positions: Mapping[str, int]


def read_today(folder: Path, table: str, columns: Mapping[str, Column], mapping: Mapping[str, str]) -> Today:
    """The table in a season's folder. Raises InputError where it cannot be read, or two rows have one id."""
    path, problems = find_table(folder, table)
    if path is None:
        if any("two files" in problem.message for problem in problems):
            raise InputError(problems)
        return Today(folder / f"{table}.csv", None, (), {}, {}, {})
    file = held(path)
    raw, problems = read_cells(file, table)
    if raw is None:
        raise InputError(problems)
    matched = match_headings(raw, columns, mapping, required=("id",))
    if errors := errors_in([*problems, *matched.problems]):
        raise InputError(errors)
    values: dict[str, dict[str, str]] = {}
    ids: list[str] = []
    numbers: dict[str, int] = {}
    for row in raw.rows:
        texts = {name: cell_text(row.cells[i]) for name, i in matched.positions.items()}
        identifier = texts.pop("id", "")
        if not identifier:
            continue
        if key(identifier) in values:
            raise InputError([raw.problem("two rows have the same id", row=row.number, value=identifier)])
        ids.append(identifier)
        values[key(identifier)], numbers[key(identifier)] = texts, row.number
    kept = [i for i, heading in enumerate(_all_headings(file)) if heading]
    positions = {name: kept[i] for name, i in matched.positions.items()}
    return Today(path, file, tuple(ids), values, numbers, positions)


def _all_headings(file: Held) -> list[str]:
    """Every cell of row 1, blank ones too."""
    if file.suffix.casefold() != ".csv":
        return [cell_text(cell.value) for cell in _sheet(file)[1][1]]
    return [cell_text(cell) for cell in (_records(file)[0] or [[]])[0]]


def written(
    today: Today, changed: Mapping[str, Mapping[str, str]], new: Sequence[tuple[str, Mapping[str, str]]],
    order: Sequence[str],
) -> bytes:  # fmt: skip
    """The file's bytes with some cells changed and some people more; everything else is as it was.

    changed: by id (compared). order: all columns that a new heading may have, in order.
    """
    used = {name for values in (*changed.values(), *(values for _, values in new)) for name in values}
    more = [name for name in order if name in used and name not in today.positions and name != "id"]
    if today.file is None:
        table: list[list[str]] = [["id", *more]]
        table += [[str(inert(text)) for text in (one, *(values.get(name, "") for name in more))] for one, values in new]
        return _csv(table, ",", "\n").encode("utf-8-sig")
    if today.file.suffix.casefold() != ".csv":
        return _in_workbook(today, changed, new, more)
    return _in_csv(today, changed, new, more)


def _records(file: Held) -> tuple[list[list[str]], str, str, str]:
    """A CSV file's records, its encoding, delimiter and line ending."""
    text, encoding = decoded(file.data)
    delimiter, ending = delimiter_of(text), "\r\n" if "\r\n" in text else "\n"
    if text[:4].casefold() == "sep=" or text[:5].casefold() == '"sep=':
        text = text.partition("\n")[2]
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)), encoding, delimiter, ending


def _in_csv(
    today: Today, changed: Mapping[str, Mapping[str, str]], new: Sequence[tuple[str, Mapping[str, str]]],
    more: Sequence[str],
) -> bytes:  # fmt: skip
    assert today.file is not None
    records, encoding, delimiter, ending = _records(today.file)
    width = len(records[0])
    places = {**today.positions, **{name: width + i for i, name in enumerate(more)}}
    records[0] += more
    rows = {today.numbers[one]: values for one, values in changed.items()}
    for number, record in enumerate(records[1:], start=2):
        if record:
            record.extend([""] * (len(records[0]) - len(record)))
        for name, text in rows.get(number, {}).items():
            record[places[name]] = str(inert(text))
    while records and not any(records[-1]):
        records.pop()
    for identifier, values in new:
        record = [""] * len(records[0])
        for name, text in {"id": identifier, **values}.items():
            record[places[name]] = str(inert(text))
        records.append(record)
    text = _csv(records, delimiter, ending)
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return text.encode("utf-8-sig")


def _csv(records: Sequence[Sequence[str]], delimiter: str, ending: str) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, lineterminator=ending).writerows(records)
    return buffer.getvalue()


def _sheet(file: Held, name: str = "") -> tuple[Any, Any]:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(file.data))
    wanted = key(name or file.stem)
    named = [one for one in book.worksheets if key(one.title) == wanted]
    seen = [one for one in book.worksheets if one.sheet_state == "visible"]
    return book, [*named, *seen, *book.worksheets][0]


def _in_workbook(
    today: Today, changed: Mapping[str, Mapping[str, str]], new: Sequence[tuple[str, Mapping[str, str]]],
    more: Sequence[str],
) -> bytes:  # fmt: skip
    assert today.file is not None
    book, sheet = _sheet(today.file)
    width = sheet.max_column
    places = {**today.positions, **{name: width + i for i, name in enumerate(more)}}

    def write(row: int, name: str, text: str) -> None:
        cell = sheet.cell(row, places[name] + 1, text or None)
        if text:
            cell.number_format, cell.data_type = "@", "s"

    for name in more:
        write(1, name, name)
    for identifier, values in changed.items():
        for name, text in values.items():
            write(today.numbers[identifier], name, text)
    last = max([1, *today.numbers.values()])
    for row, (identifier, values) in enumerate(new, start=last + 1):
        for name, text in {"id": identifier, **values}.items():
            write(row, name, text)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
