"""Workbooks: sheets, formulas, number formats, and everything Excel does to a cell."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from .conftest import Desk, saved

SHEET = "xl/worksheets/sheet1.xml"


def test_cells_of_every_kind(desk: Desk) -> None:
    table, problems = desk.xlsx([
        ["ID", "Name", "Hired on", "Member", "Zip", "Years in role", "Needs", "ELL pct"],
        [1002, "Bob", dt.datetime(2026, 4, 30), True, 65013, 4, "a; b", 12.5],
        [1001.0, 77, dt.date(2026, 5, 1), "no", "01005", "6.5", 5, "12%"],
    ])  # fmt: skip
    assert problems == []
    assert table is not None
    assert table.ids == ["1001", "1002"]
    assert (table.rows, table.sheet, table.file) == ((3, 2), "Sheet1", "mentees.xlsx")
    assert table.values("name") == ["77", "Bob"]
    assert table.values("hired_on") == [dt.date(2026, 5, 1), dt.date(2026, 4, 30)]
    assert table.values("member") == [False, True]
    assert table.values("zip") == ["01005", "65013"]
    assert table.values("years_in_role") == [6.5, 4.0]
    assert table.values("needs") == [("5",), ("a", "b")]
    assert table.values("ell_pct") == [12.0, 12.5]
    assert table.headings["hired_on"] == "Hired on"


@pytest.mark.parametrize("title", ["mentees", "Mentees", " MENTEES "])
def test_the_sheet_of_the_tables_name_is_read(desk: Desk, title: str) -> None:
    book = openpyxl.Workbook()
    book.active.append(["not", "this"])
    for row in (["id"], ["x"]):
        other = book[title] if title in book.sheetnames else book.create_sheet(title)
        other.append(row)
    table, problems = desk.book(saved(book))
    assert table is not None
    assert (table.ids, table.sheet, problems) == (["x"], title, [])


def test_otherwise_the_first_sheet_that_can_be_seen_is_read(desk: Desk) -> None:
    book = openpyxl.Workbook()
    book.active.sheet_state = "hidden"
    for title, identifier in (("People", "x"), ("More", "y")):
        sheet = book.create_sheet(title)
        sheet.append(["id"])
        sheet.append([identifier])
    table, _ = desk.book(saved(book))
    assert table is not None
    assert (table.ids, table.sheet) == (["x"], "People")


def test_rows_count_as_the_spreadsheet_shows_them_and_formatted_blanks_are_nothing(desk: Desk) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["B1"], sheet["A3"], sheet["A7"], sheet["B7"] = "id", "zip", "a", "b", "x"
    sheet.merge_cells("A9:B9")
    sheet["D20"].number_format = "0%"
    sheet["A30"] = "  "
    table, problems = desk.book(saved(book))
    assert table is not None
    assert (table.ids, table.rows) == (["a", "b"], (3, 7))
    assert [(p.sheet, p.row, p.column, p.value) for p in problems] == [("Sheet", 7, "zip", "x")]


def test_wrong_dimensions_in_the_file_hide_nothing(desk: Desk, as_workbook: Any, edit_workbook: Any) -> None:
    book = as_workbook([["id", "name"], ["a", "Ann"]], {})
    table, _ = desk.book(edit_workbook(book, SHEET, lambda xml: xml.replace(b'ref="A1:B2"', b'ref="A1"')))
    assert table is not None
    assert table.values("name") == ["Ann"]


@pytest.mark.parametrize(
    ("number_format", "value"),
    [
        ("0%", 45.0),
        ("0.00%", 45.0),
        ("0%;[Red]-0%", 45.0),
        ('0.0" %"', 0.45),
        ("0.0\\%", 0.45),
        ("0.00", 0.45),
    ],
)
def test_a_fraction_shown_as_a_percentage_is_one(desk: Desk, number_format: str, value: float) -> None:
    table, problems = desk.xlsx([["id", "ell_pct"], ["a", 0.45]], formats={"B2": number_format})
    assert table is not None
    assert (table.values("ell_pct"), problems) == ([value], [])


def test_fractions_are_multiplied_without_rounding_noise(desk: Desk) -> None:
    table, _ = desk.xlsx([["id", "ell_pct"], ["a", 0.29]], formats={"B2": "0%"})
    assert table is not None
    assert table.values("ell_pct") == [29.0]


def test_a_percentage_is_checked_and_shown_as_one(desk: Desk) -> None:
    formats = {"B2": "0%", "C2": "0%", "D2": "0%"}
    table, problems = desk.xlsx([["id", "ell_pct", "enrollment", "name"], ["a", 1.4, 0.45, 0.5]], formats=formats)
    assert [(p.column, p.value) for p in problems] == [("ell_pct", "140%"), ("enrollment", "45%")]
    assert table is not None
    assert table.values("name") == ["50%"]


def test_zeros_that_a_format_shows_are_there(desk: Desk) -> None:
    formats = {"A2": "0000", "B2": "00000", "C2": "00000\\-0000"}
    table, problems = desk.xlsx([["id", "zip", "district"], [12, 1005, 10051234]], formats=formats)
    assert problems == []
    assert table is not None
    assert (table.ids, table.values("zip"), table.values("district")) == (["0012"], ["01005"], ["010051234"])


@pytest.mark.parametrize("column", ["grade_span", "district", "enrollment", "needs", "id"])
def test_a_date_in_another_column_is_excels_doing(desk: Desk, column: str) -> None:
    rows = [["id", "name", "member"], ["a", "Ann", True], ["b", None, True]]
    place = rows[0].index(column) if column in rows[0] else 1
    rows[0][place], rows[1][place] = column, dt.datetime(2026, 9, 12)
    _, problems = desk.xlsx(rows)
    assert [(p.row, p.column, p.value, p.severity) for p in problems] == [(2, column, "2026-09-12", "error")]
    assert "Excel turned this into a date" in problems[0].message
    assert "Text" in problems[0].expected


@pytest.mark.parametrize("code", ["#N/A", "#REF!", "#DIV/0!", "#VALUE!"])
def test_an_error_cell_is_an_error_at_its_place(desk: Desk, code: str) -> None:
    table, problems = desk.xlsx([["id", "name", "lat"], ["a", code, 38], ["b", "Bob", code]])
    found = [(p.sheet, p.row, p.column, p.value) for p in problems if "Excel" in p.message]
    assert found == [("Sheet1", 2, "name", code), ("Sheet1", 3, "lat", code)]
    assert table is not None
    assert table.values("name") == [None, "Bob"]


def test_an_error_in_a_column_that_is_not_used_is_nothing(desk: Desk) -> None:
    _, problems = desk.xlsx([["id", "Lookup", "Age"], ["a", "#N/A", "#REF!"]], mapping={"Lookup": "ignore"})
    assert [problem.severity for problem in problems] == ["notice"]


def with_result(edit_workbook: Any, as_workbook: Any, kind: bytes, result: bytes) -> bytes:
    """A workbook in which B2 is a formula, its result saved as Excel does."""

    def save_result(xml: bytes) -> bytes:
        start, end = xml.index(b'<c r="B2"'), xml.index(b"</c>", xml.index(b'<c r="B2"'))
        return xml[:start] + b'<c r="B2"' + kind + b"><f>1+1</f>" + result + xml[end:]

    book = as_workbook([["id", "name", "enrollment"], ["a", "=1+1", 5]], {})
    return bytes(edit_workbook(book, SHEET, save_result))


@pytest.mark.parametrize(
    ("kind", "result", "value"),
    [(b"", b"<v>1234</v>", "1234"), (b' t="str"', b"<v>Ann</v>", "Ann"), (b' t="str"', b"<v></v>", None),
     (b' t="str"', b"<v/>", None), (b' t="b"', b"<v>1</v>", "TRUE")],
)  # fmt: skip
def test_a_formula_gives_its_saved_result(
    desk: Desk, as_workbook: Any, edit_workbook: Any, kind: bytes, result: bytes, value: str | None
) -> None:
    table, problems = desk.book(with_result(edit_workbook, as_workbook, kind, result))
    assert problems == []
    assert table is not None
    assert (table.values("name"), table.values("enrollment")) == ([value], [5.0])


@pytest.mark.parametrize("result", [b"", b"<v/>", b"<v></v>"])
def test_a_formula_without_a_saved_result_is_an_error(
    desk: Desk, as_workbook: Any, edit_workbook: Any, result: bytes
) -> None:
    table, problems = desk.book(with_result(edit_workbook, as_workbook, b"", result))
    assert [(p.row, p.column, p.value) for p in problems] == [(2, "name", "=1+1")]
    assert "no saved result" in problems[0].message
    assert table is not None
    assert table.values("name") == [None]


def test_a_formula_whose_saved_result_is_an_error_is_one(desk: Desk, as_workbook: Any, edit_workbook: Any) -> None:
    _, problems = desk.book(with_result(edit_workbook, as_workbook, b' t="e"', b"<v>#REF!</v>"))
    assert [(p.row, p.column, p.value) for p in problems] == [(2, "name", "#REF!")]


def test_escaped_control_characters_are_spaces(desk: Desk) -> None:
    table, _ = desk.xlsx([["id", "name"], ["a", "Ann_x000D_\nLee"]])
    assert table is not None
    assert table.values("name") == ["Ann Lee"]


def zipped(**files: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return content.getvalue()


BAD_BOOKS: dict[str, bytes] = {
    "empty": b"",
    "text": b"id,name\n1,a\n",
    "old or encrypted": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "half a zip": b"PK\x03\x04" + b"\0" * 40,
    "a zip of something else": zipped(readme=b"hello"),
}


@pytest.mark.parametrize("content", BAD_BOOKS.values(), ids=BAD_BOOKS)
def test_a_file_that_is_no_workbook_is_one_clear_error(desk: Desk, content: bytes) -> None:
    table, problems = desk.book(content)
    assert table is None
    assert [(p.file, p.severity) for p in problems] == [("mentees.xlsx", "error")]
    assert "Excel Workbook (.xlsx)" in problems[0].expected


def test_an_empty_sheet_is_an_error(desk: Desk) -> None:
    table, problems = desk.book(saved(openpyxl.Workbook()))
    assert table is None
    assert [(p.sheet, p.message) for p in problems] == [("Sheet", "the table is empty")]


@pytest.mark.parametrize("damage", [b"<sheetData>", b"</row>", b"<v>", b'r="A1"'])
def test_a_damaged_sheet_is_one_clear_error(
    desk: Desk, as_workbook: Callable[..., bytes], edit_workbook: Any, damage: bytes
) -> None:
    book = as_workbook([["id"], [1]], {})
    table, problems = desk.book(edit_workbook(book, SHEET, lambda xml: xml.replace(damage, b"<oops", 1)))
    assert table is None
    assert [problem.severity for problem in problems] == ["error"]


def test_cells_beside_the_table_are_one_error_per_column(desk: Desk) -> None:
    _, problems = desk.xlsx([["id", "name"], ["a", "Ann", None, "call her"], ["b", "Bob", None, "and him"]])
    assert [(p.row, p.value) for p in problems] == [(2, "call her")]
    assert "column D" in problems[0].message
    assert "D1" in problems[0].expected
