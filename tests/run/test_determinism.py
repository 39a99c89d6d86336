"""The same input gives the same output, byte for byte: whatever the order of rows, the file format, the process."""

from __future__ import annotations

import csv
import datetime
import hashlib
import json
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from pairing.profiles import COLUMNS
from pairing.runs import find_run
from workbook_values import sheets

CLOCK = ("written", "seconds")
TABLES = ("decisions", "mentees", "mentors")


@pytest.fixture(scope="module")
def expected(solved: Path) -> dict[str, bytes]:
    return outputs(solved)


def outputs(season: Path) -> dict[str, bytes]:
    """Every file of the latest run; run.json without its clock values."""
    files = {path.name: path.read_bytes() for path in sorted(find_run(season).iterdir())}
    record = json.loads(files["run.json"])
    assert all(record.pop(name) for name in CLOCK)
    return {**files, "run.json": json.dumps(record, indent=1).encode()}


def without_inputs(files: dict[str, bytes]) -> dict[str, object]:
    """The files without the inputs' names and fingerprints, which the report and the workbook show too."""
    record, page = json.loads(files["run.json"]), files["report.html"]
    inputs = record.pop("inputs")
    assert len(inputs) == 4
    for name, fingerprint in inputs.items():
        for text in (name, fingerprint):
            page = page.replace(text.encode(), b"")
    book = sheets(files["plan.xlsx"])
    return {**files, "report.html": page, "plan.xlsx": book, "run.json": json.dumps(record, indent=1).encode()}


def grid(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def shuffled(path: Path, chance: random.Random) -> None:
    """The same table with rows and columns in another order."""
    headings, *rows = grid(path)
    columns = chance.sample(range(len(headings)), len(headings))
    chance.shuffle(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[row[n] for n in columns] for row in [headings, *rows]])


def test_two_solves_write_the_same_bytes(own_run: Path, cli: Callable, expected: dict[str, bytes]):
    first = find_run(own_run)
    assert cli("solve", own_run).exit_code == 0
    assert find_run(own_run) != first
    assert outputs(own_run) == expected


def test_the_folder_of_the_season_stands_in_no_file(expected: dict[str, bytes], solved: Path):
    assert not [name for name, content in expected.items() if solved.name.encode() + b"/" in content]
    assert not [name for name, content in expected.items() if str(solved.parent).encode() in content]


def test_clock_values_stand_in_the_record_alone(expected: dict[str, bytes]):
    today = datetime.date.today().isoformat().encode()
    assert not [name for name, content in expected.items() if today in content]


@pytest.mark.first(1)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_of_rows_and_columns_changes_nothing(
    sample: Path, cli: Callable, expected: dict[str, bytes], seed: int
):
    for table in TABLES:
        shuffled(sample / f"{table}.csv", random.Random(seed))
    assert cli("solve", sample).exit_code == 0
    assert without_inputs(outputs(sample)) == without_inputs(expected)


@pytest.mark.first(1)
@pytest.mark.parametrize("separator", [";", "\t"], ids=["semicolons", "tabs"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_the_flavor_of_csv_changes_nothing(
    sample: Path, cli: Callable, expected: dict[str, bytes], separator: str, encoding: str
):
    for table in TABLES:
        path = sample / f"{table}.csv"
        rows = grid(path)
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    assert cli("solve", sample).exit_code == 0
    assert without_inputs(outputs(sample)) == without_inputs(expected)


def test_workbooks_of_text_give_the_same_files_as_csv(tmp_path: Path, cli: Callable, expected: dict[str, bytes]):
    cli("init", "missouri-amp", tmp_path / "xlsx", "--sample", "--xlsx")
    assert cli("solve", tmp_path / "xlsx").exit_code == 0
    assert without_inputs(outputs(tmp_path / "xlsx")) == without_inputs(expected)


def as_excel_keeps_it(text: str, column: str) -> tuple[Any, str]:
    """A cell's value and number format after somebody has typed it into Excel."""
    kind = COLUMNS[column].type if column in COLUMNS else "text"
    if percent := re.fullmatch(r"([0-9.]+)%", text):
        return float(percent[1]) / 100, "0%"
    if kind == "date" and (iso := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text)):
        return datetime.date(*map(int, iso.groups())), "yyyy-mm-dd"
    if kind == "date" and (american := re.fullmatch(r"(\d+)/(\d+)/(\d{4})", text)):
        month, day, year = map(int, american.groups())
        return datetime.date(year, month, day), "mm-dd-yy"
    if kind != "text" and re.fullmatch(r"-?[0-9,]+(\.[0-9]+)?", text):
        return float(text.replace(",", "")), "General"
    if text.upper() in ("TRUE", "FALSE"):
        return text.upper() == "TRUE", "General"
    return text or None, "General"


@pytest.mark.thorough
def test_workbooks_with_numbers_dates_and_percentages_give_the_same_files_as_csv(
    sample: Path, cli: Callable, expected: dict[str, bytes]
):
    for table in TABLES:
        headings, *rows = grid(sample / f"{table}.csv")
        book = Workbook()
        book.active.title = "Cover"
        sheet = book.create_sheet(table)
        sheet.append(headings)
        for number, row in enumerate(rows, start=2):
            for position, (text, heading) in enumerate(zip(row, headings, strict=True), start=1):
                cell = sheet.cell(number, position)
                cell.value, cell.number_format = as_excel_keeps_it(text, heading)
        book.save(sample / f"{table}.xlsx")
        (sample / f"{table}.csv").unlink()
    result = cli("solve", sample)
    assert result.exit_code == 0, result.stderr
    assert without_inputs(outputs(sample)) == without_inputs(expected)


@pytest.mark.first(1)
@pytest.mark.parametrize("seed", ["0", "12345"])
def test_the_order_of_sets_in_a_process_changes_nothing(
    sample: Path, process: Callable, expected: dict[str, bytes], seed: str
):
    result = process("solve", sample, env={"PYTHONHASHSEED": seed})
    assert (result.returncode, result.stderr) == (0, b"")
    assert outputs(sample) == expected


@pytest.mark.first(1)
@pytest.mark.parametrize("variables", [{"LANG": "C", "LC_ALL": "C"}, {"TZ": "Pacific/Auckland"}], ids=["C", "TZ"])
def test_language_and_time_zone_of_a_process_change_nothing(
    sample: Path, process: Callable, expected: dict[str, bytes], variables: dict[str, str]
):
    assert process("solve", sample, env=variables).returncode == 0
    assert outputs(sample) == expected


def test_check_and_candidates_print_the_same_whatever_the_order_of_rows(sample: Path, cli: Callable):
    """But for what names rows, which are those of the file."""

    def printed() -> tuple[str, list[str]]:
        lines = cli("check", sample).stdout.splitlines()
        return cli("candidates", sample).stdout, [line for line in lines if not re.search(r"\brow\b", line)]

    before = printed()
    for table in TABLES:
        shuffled(sample / f"{table}.csv", random.Random(4))
    assert printed() == before


def test_the_input_hashes_are_those_of_the_files(expected: dict[str, bytes], solved: Path):
    inputs = json.loads(expected["run.json"])["inputs"]
    assert inputs == {name: hashlib.sha256((solved / name).read_bytes()).hexdigest() for name in inputs}
    assert sorted(inputs) == ["decisions.csv", "mentees.csv", "mentors.csv", "program.toml"]
