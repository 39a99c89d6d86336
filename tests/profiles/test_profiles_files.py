"""Finding files and reading their cells: every encoding, delimiter and line ending, and every bad file."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pairing.profiles import Table, find_table, read_cells, read_table

from .conftest import Desk

ROWS = [
    ["id", "name", "needs"],
    ["b", "Zo\u00eb; \u201cZ\u201d, Jr.", "x;y"],
    ["a", 'the "1st"', "line\nbreak"],
]
NAMES = {"a": 'the "1st"', "b": "Zo\u00eb; \u201cZ\u201d, Jr."}


def names(table: Table | None) -> dict[str, str]:
    assert table is not None
    return dict(zip(table.ids, table.values("name"), strict=True))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_dialects(desk: Desk, as_csv: Callable[..., str], delimiter: str, encoding: str, line_end: str) -> None:
    text = as_csv(ROWS, delimiter, line_end)
    table, problems = desk.csv(text.encode(encoding))
    assert problems == []
    assert names(table) == NAMES
    assert table is not None
    assert table.rows == (3, 2)
    assert table.values("needs") == [("line break",), ("x", "y")]


@pytest.mark.parametrize("mark", ["utf-16-le", "utf-16-be"])
def test_utf16_of_both_byte_orders(desk: Desk, as_csv: Callable[..., str], mark: str) -> None:
    table, problems = desk.csv(("\ufeff" + as_csv(ROWS, "\t")).encode(mark))
    assert (names(table), problems) == (NAMES, [])


def test_the_delimiter_is_not_counted_inside_quotes(desk: Desk) -> None:
    table, problems = desk.csv('id;"name";"a, long, list, of, things"\n1;Ann;x\n')
    assert names(table) == {"1": "Ann"}
    assert [problem.severity for problem in problems] == ["notice"]


def test_a_single_column_is_a_table(desk: Desk) -> None:
    table, problems = desk.csv("id\nb\na\n")
    assert table is not None
    assert (table.ids, problems) == (["a", "b"], [])


@pytest.mark.parametrize("line", ["sep=;", '"sep=;"', "SEP=;"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_excels_separator_line_is_no_row(desk: Desk, line: str, mark: str) -> None:
    table, problems = desk.csv(f"{mark}{line}\r\nid;name\r\n1;a,b,c\r\n")
    assert (names(table), problems) == ({"1": "a,b,c"}, [])
    assert table is not None
    assert table.rows == (2,)


def test_the_separator_line_decides(desk: Desk) -> None:
    table, _ = desk.csv("sep=|\nid|name\n1|a,b\n")
    assert names(table) == {"1": "a,b"}


def test_row_numbers_count_records_and_blank_rows(desk: Desk) -> None:
    table, problems = desk.csv('id,name\n"1","two\nlines"\n\n,\n2,b\n" ",\u00a0\n3,c\n\n\n')
    assert table is not None
    assert (table.ids, table.rows, problems) == (["1", "2", "3"], (2, 5, 7), [])


def test_missing_trailing_cells_are_blank(desk: Desk) -> None:
    table, problems = desk.csv("id,name,city\n1,Ann\n2\n")
    assert table is not None
    assert (table.values("city"), table.values("name"), problems) == ([None, None], ["Ann", None], [])


def test_blank_cells_past_the_headings_are_nothing(desk: Desk) -> None:
    assert desk.csv("id,name,,\n1,Ann,,,,\n")[1] == []


def test_too_many_cells_are_an_error_in_their_row_and_only_the_id_is_believed(desk: Desk) -> None:
    table, problems = desk.csv("id,name,lat,lon\n1,Smith, Jr.,38,-92\n2,Jones,38,-92\n")
    assert [(p.row, p.value, p.severity) for p in problems] == [(2, "-92", "error")]
    assert "5 for 4" in problems[0].message
    assert table is not None
    assert (table.ids, table.values("lat"), table.values("name")) == (
        ["1", "2"],
        [None, 38.0],
        [None, "Jones"],
    )


def test_too_many_cells_before_the_id_column_make_no_person_and_no_second_error(desk: Desk) -> None:
    table, problems = desk.csv("name,id\nSmith, Jr.,1\n")
    assert len(problems) == 1
    assert table is not None
    assert table.ids == []


BAD_FILES = {
    "empty": (b"", "empty"),
    "only blank lines": (b"\n\n , \n", "empty"),
    "NUL bytes": (b"id,name\n1,\x00\x01\n", "binary"),
    "UTF-16 without mark": ("id,name\n1,a\n".encode("utf-16-le"), "binary"),
    "UTF-32": ("id,name\n1,a\n".encode("utf-32"), "binary"),
    "a workbook": (b"PK\x03\x04....", "Excel workbook"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Excel workbook"),
    "a PDF": (b"%PDF-1.7", "PDF"),
    "no encoding": (b"id,name\n1,\x81\xff\n", "byte 0x81 in line 2"),
    "UTF-8 mark and then not": (b"\xef\xbb\xbfid,name\n1,\xe9\n", "byte 0xe9 in line 2"),
    "half a UTF-16 character": (b"\xff\xfei", "no known encoding"),
    "blank headings": (b",,\n1,2,3\n", "row 1 is blank"),
    "a blank line first": (b"\nid,name\n1,a\n", "row 1 is blank"),
    "a title first": (b"Mentors 2026,,\n,,\nid,name,zip\n1,a,65013\n", "title"),
    "headings with an open quote": (b'id,"name\n1,a\n', "never closed"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "message"), BAD_FILES.values(), ids=BAD_FILES)
def test_a_bad_csv_file_is_one_clear_error(desk: Desk, content: bytes, message: str) -> None:
    table, problems = desk.csv(content)
    assert table is None
    assert [(p.file, p.severity) for p in problems] == [("mentees.csv", "error")]
    assert message in str(problems[0])
    assert problems[0].expected


@pytest.mark.parametrize("name", ["a blank line first", "a title first"])
def test_the_row_that_may_hold_the_headings_is_named(desk: Desk, name: str) -> None:
    _, problems = desk.csv(BAD_FILES[name][0])
    assert f"row {2 if 'blank' in name else 3} may hold them" in problems[0].expected


def test_a_row_with_bad_quotes_is_reported_and_the_next_rows_are_read(desk: Desk) -> None:
    table, problems = desk.csv('id,name\n1,"Ann "the Boss" Lee"\n2,Bob\n')
    assert [(p.row, p.message) for p in problems] == [(2, 'the quotes (") cannot be read')]
    assert names(table) == {"2": "Bob"}


@pytest.mark.parametrize("length", [10, 40_000])
def test_an_open_quote_is_reported_where_it_opens(desk: Desk, length: int) -> None:
    table, problems = desk.csv('id,name\n1,a\n2,"b\n' + "3,c\n" * length)
    assert [(p.row, p.message) for p in problems][:1] == [(3, 'a quote (") is opened and never closed')]
    assert table is not None
    assert table.ids[0] == "1"


def test_content_below_a_blank_heading_is_one_error_per_column(desk: Desk) -> None:
    table, problems = desk.csv("id,,name\n1,,a\n2,x,b\n3,y,c\n")
    assert [(p.row, p.value) for p in problems] == [(3, "x")]
    assert "column B" in problems[0].message
    assert names(table) == {"1": "a", "2": "b", "3": "c"}


@pytest.mark.parametrize("ending", [".xls", ".ods", ".docx", ""])
def test_other_kinds_of_files_are_refused(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"mentees{ending}"
    path.write_text("id\n1\n")
    raw, problems = read_cells(path, "mentees")
    assert raw is None
    assert ".csv or .xlsx" in problems[0].expected


def test_a_file_that_cannot_be_opened_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    for name in ("absent.csv", "folder.csv"):
        raw, problems = read_cells(tmp_path / name, "mentees")
        assert raw is None
        assert "cannot be opened" in problems[0].message


def test_raw_cells_keep_headings_rows_and_places(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    path.write_text(" id ,action,,With\nD1,lock,,\n\nD2, forbid ,,M  1\n")
    raw, problems = read_cells(path, "decisions")
    assert problems == []
    assert raw is not None
    assert (raw.name, raw.file, raw.sheet, raw.headings) == (
        "decisions",
        "decisions.csv",
        "",
        ("id", "action", "With"),
    )
    assert [tuple(row) for row in raw.rows] == [(2, ("D1", "lock", None)), (4, ("D2", " forbid ", "M  1"))]
    assert list(raw.texts({"with": 2})) == [(2, {"with": ""}), (4, {"with": "M 1"})]


def touch(folder: Path, *file_names: str) -> None:
    for name in file_names:
        (folder / name).write_text("id\n")


@pytest.mark.parametrize("name", ["mentees.csv", "mentees.xlsx", "Mentees.CSV", "MENTEES.XLSX"])
def test_a_table_is_found_in_any_case(tmp_path: Path, name: str) -> None:
    touch(tmp_path, name, "~$mentees.xlsx", "mentors.csv", "mentees.xls", "old mentees.csv")
    assert find_table(tmp_path, "mentees") == (tmp_path / name, [])


def test_two_files_of_one_table_are_an_error(tmp_path: Path) -> None:
    touch(tmp_path, "mentees.csv", "Mentees.xlsx")
    path, problems = find_table(tmp_path, "mentees")
    assert path is None
    assert '"Mentees.xlsx", "mentees.csv"' in problems[0].message


def test_a_missing_table_names_what_was_looked_for_and_what_is_similar(tmp_path: Path) -> None:
    touch(
        tmp_path,
        "~$mentees.xlsx",
        "mentee.csv",
        "mentees (1).csv",
        "mentees.xls",
        "notes.txt",
        ".mentees.csv",
    )
    (tmp_path / "mentees.csv").mkdir()
    path, (problem,) = find_table(tmp_path, "mentees")
    assert path is None
    assert problem.severity == "error"
    assert problem.expected == (
        f"mentees.csv or mentees.xlsx in {tmp_path.name}; "
        'similar files here: "mentee.csv", "mentees (1).csv", "mentees.xls"'
    )


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    path, problems = find_table(tmp_path / "absent", "mentees")
    assert path is None
    assert "folder" in problems[0].message


def test_openpyxl_and_zipcodes_are_loaded_only_when_needed(tmp_path: Path) -> None:
    path = tmp_path / "mentees.csv"
    path.write_text("id,name,zip\n1,Ann,65013\n")
    code = (
        "import sys, pathlib; from pairing.profiles import read_table; "
        f"table, problems = read_table(pathlib.Path({str(path)!r}), 'mentees'); assert table is not None; "
        "sys.exit('openpyxl' in sys.modules or 'zipcodes' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_name_on_disk_stands_in_the_problem(tmp_path: Path) -> None:
    path = tmp_path / "Mentees.CSV"
    path.write_text("id,zip\n1,x\n")
    assert [problem.file for problem in read_table(path, "mentees")[1]] == ["Mentees.CSV"]
