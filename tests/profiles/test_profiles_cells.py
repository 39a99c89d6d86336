"""Every type of cell at its edges."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from pairing.profiles import COLUMNS, TYPES, Column
from pairing.profiles.cells import PARSERS, read_cell
from pairing.profiles.raw import Cell
from pairing.profiles.readings import Wanted

NAMES = {
    "id": "id", "text": "district", "number": "years_in_role", "integer": "capacity", "percent": "ell_pct",
    "yes/no": "member", "date": "hired_on", "list": "needs", "ids": "conflicts", "years": "years_by_role",
    "zip": "zip", "state": "state", "choice": "grade_span",
}  # fmt: skip
"""A column of each type."""

VALUES: dict[str, list[tuple[Cell, Any]]] = {
    "id": [
        ("M1", "M1"), (1001, "1001"), (1001.0, "1001"), ("1001.0", "1001"), ("007", "007"), (" a  1 ", "a 1"),
    ],
    "text": [
        ("Cole  Co. R-I", "Cole Co. R-I"), (12, "12"), (12.5, "12.5"), ("nan", "nan"), ("N/A", "N/A"),
        ("'=SUM", "=SUM"), ("'+1", "+1"), ("'-1", "-1"), ("'@x", "@x"), ("'tis", "'tis"), ("2910.0", "2910"),
        ('="007"', "007"), ('=" a "', "a"), ('="a"&"b"', '="a"&"b"'),
        ("a\u200bb\u00a0c", "ab c"), ("Jose\u0301", "Jos\u00e9"), ("a\nb", "a b"),
    ],
    "number": [
        ("0", 0.0), ("80", 80.0), ("6.5", 6.5), (".5", 0.5), ("7.", 7.0), (3, 3.0), ("+4", 4.0), (" 5 ", 5.0),
        ("1e-05", 1e-5), ("-0", 0.0),
    ],
    "integer": [
        ("0", 0.0), ("1,000", 1000.0), ("1 000", 1000.0), ("1\u00a0000", 1000.0), ("12.0", 12.0),
        (12.0, 12.0),
    ],
    "percent": [("0", 0.0), ("100", 100.0), ("12%", 12.0), ("12.5 %", 12.5), ("100%", 100.0)],
    "yes/no": [
        *((word, True) for word in ("yes", "Y", "TRUE", "t", "1", "x", "X", 1, True, "\u2713", "\u2714")),
        *((word, False) for word in ("no", "N", "False", "f", "0", 0, False)),
    ],
    "date": [
        *((text, dt.date(2026, 4, 30)) for text in (
            "2026-04-30", "2026/4/30", "4/30/2026", "04/30/2026", "4/30/26", "4-30-2026",
            "30-Apr-2026", "30-Apr-26", "30 April 2026", "April 30, 2026", "april 30 2026", "Apr. 30, 2026",
            "Thursday, April 30, 2026", "2026-04-30 13:05:22", "2026-04-30T13:05:22Z", "4/30/2026 1:05:22 PM",
            dt.date(2026, 4, 30), dt.datetime(2026, 4, 30), dt.datetime(2026, 4, 30, 13, 5),
        )),
        ("9/1/29", dt.date(2029, 9, 1)), ("9/1/30", dt.date(1930, 9, 1)), ("1900-01-01", dt.date(1900, 1, 1)),
        ("2024-02-29", dt.date(2024, 2, 29)), ("Sept 9, 2025", dt.date(2025, 9, 9)),
    ],
    "list": [
        ("a;b", ("a", "b")), (" b ; a;; a ;A", ("b", "a")), ("none", ()), ("No", ()), ("nobody", ()),
        ("none; a", ("none", "a")), (5, ("5",)), ("a, b", ("a, b",)),
    ],
    "ids": [
        ("M1; M2", ("M1", "M2")), (1001, ("1001",)), ("1001.0;1002", ("1001", "1002")), ("NONE", ()),
        ("Cole Co. R-I", ("Cole Co. R-I",)),
    ],
    "years": [
        ("assistant superintendent: 6; principal: 4", {"assistant superintendent": 6.0, "principal": 4.0}),
        ("Principal : 6.5 years", {"principal": 6.5}), ("AP: 6 yrs;", {"ap": 6.0}), ("x: 1 year", {"x": 1.0}),
        ("x: 0; y: 80", {"x": 0.0, "y": 80.0}), ("none", {}), ("Big  Boss:1 yr", {"big boss": 1.0}),
    ],
    "zip": [
        ("65013", "65013"), (65013, "65013"), (65013.0, "65013"), ("65013.0", "65013"), ("01005", "01005"),
        ("65013-1234", "65013"), ("650131234", "65013"),
    ],
    "state": [
        ("MO", "MO"), ("mo", "MO"), ("Missouri", "MO"), ("new  york", "NY"), ("D.C.", "DC"), ("PR", "PR"),
    ],
    "choice": [
        ("K-12", "K-12"), ("k\u201312", "K-12"), ("K - 8", "K-8"), ("pk-12", "K-12"), ("other", "other"),
        ("High School", "secondary"), ("9\u201412", "secondary"),
    ],
}  # fmt: skip

FAULTS: dict[str, list[Cell]] = {
    "id": ["a;b", "2.9E+06", "12-Sep"],
    "text": ["2.91E+06"],
    "number": [
        "-1", "-0.001", "80.1", "six", "1,5", "1,23", "1.234,5", "nan", "inf", "-inf", "1e5", "1.2E+05",
        "9" * 400, "5+", "12%", "$5", "none", True, "\u0661",
    ],
    "integer": ["12.5", "-1", "1001", "x"],
    "percent": ["140 %", "-1%", "100.1", "12,5", "half", "%"],
    "yes/no": ["maybe", "2", "yes and no", "-1"],
    "date": [
        "2026-04-31", "2025-02-29", "2026-13-01", "30/4/2026", "4/31/2026", "46142", "46142.5", 46142, "4/30",
        "April 2026", "30 Foo 2026", "12-Sep", "soon", "0026-04-30", "1899-12-31", "2101-01-01",
        dt.time(9, 30),
    ],
    "list": [dt.date(2026, 9, 12)],
    "ids": ["M1; 2.9E+06", "12-Sep"],
    "years": [
        "principal 4", "principal: four", "principal: 4, AP: 6", "principal: 81", "principal: -1", ": 4",
        "principal: 4; Principal: 5", "4",
    ],
    "zip": ["9999", "650131", "6501X", "65013-12", "x", "12", "00000000"],
    "state": ["Misouri", "XX", "M", "29"],
    "choice": ["K12x", "12-Sep", "K", 8],
}  # fmt: skip

UNKNOWN: list[Cell] = [None, "", "  ", "\u00a0", "\u200b", " \u200b\ufeff\t", "\x00\x07"]


def wanted(kind: str) -> Wanted:
    return Wanted(COLUMNS[NAMES[kind]])


def test_every_type_has_a_reader_and_cases() -> None:
    assert set(PARSERS) == set(TYPES) == set(VALUES) == set(FAULTS) == set(NAMES)
    assert all(COLUMNS[name].type == kind for kind, name in NAMES.items())


@pytest.mark.parametrize(("kind", "cell", "value"), [(k, *case) for k, cases in VALUES.items() for case in cases])
def test_value(kind: str, cell: Cell, value: Any) -> None:
    reading = read_cell(cell, wanted(kind))
    assert (reading.value, reading.fault) == (value, "")
    assert repr(reading.value) == repr(value)  # 0.0 and -0.0, 1 and True are equal


@pytest.mark.parametrize(("kind", "cell"), [(kind, cell) for kind, cells in FAULTS.items() for cell in cells])
def test_fault(kind: str, cell: Cell) -> None:
    reading = read_cell(cell, wanted(kind))
    assert reading.fault
    assert reading.expected
    assert reading.value is None or kind == "id"


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("cell", UNKNOWN)
def test_blank_is_unknown_without_a_word(kind: str, cell: Cell) -> None:
    reading = read_cell(cell, wanted(kind))
    assert (reading.value, reading.fault, reading.remark) == (None, "", "")


@pytest.mark.parametrize("kind", [kind for kind in TYPES if kind != "text"])
@pytest.mark.parametrize("cell", ["N/A", "n/a", "Unknown", "?", "-", "\u2013", "TBD", "tba"])
def test_words_for_unknown_are_unknown_and_told(kind: str, cell: Cell) -> None:
    reading = read_cell(cell, wanted(kind))
    assert (reading.value, reading.fault, reading.severity) == (None, "", "notice")
    assert "unknown" in reading.remark


def test_words_for_unknown_in_a_text_are_kept_with_a_warning() -> None:
    reading = read_cell("N/A", wanted("text"))
    assert (reading.value, reading.severity) == ("N/A", "warning")
    assert "leave the cell blank" in reading.remark


@pytest.mark.parametrize("kind", ["list", "ids", "years"])
@pytest.mark.parametrize("cell", [";", " ; ;"])
def test_only_separators_are_unknown_and_told(kind: str, cell: str) -> None:
    reading = read_cell(cell, wanted(kind))
    assert reading.value is None
    assert reading.remark


def test_a_word_for_unknown_may_be_a_choice() -> None:
    column = Column("answer", "choice", "extra", "an answer", choices=("yes", "N/A"))
    assert read_cell("n/a", Wanted(column)).value == "N/A"


def test_one_bound_is_told_as_such() -> None:
    column = Column("age", "integer", "extra", "the age", minimum=18)
    assert read_cell("17", Wanted(column)).expected == "a whole number such as 12 or 1,234, at least 18"
    assert read_cell("18", Wanted(column)).value == 18


@pytest.mark.parametrize("kind", [kind for kind in TYPES if kind != "date"])
@pytest.mark.parametrize("cell", [dt.datetime(2026, 9, 12), dt.date(2026, 9, 12), dt.time(6, 4), dt.timedelta(1)])
def test_a_date_where_none_belongs_is_excels_doing(kind: str, cell: Cell) -> None:
    reading = read_cell(cell, wanted(kind))
    assert "Excel" in reading.fault
    assert "Text" in reading.expected
    assert reading.value is None


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("cell", ["#N/A", "#REF!", "#div/0!", "#####"])
def test_an_excel_error_is_an_error_in_every_column(kind: str, cell: Cell) -> None:
    assert read_cell(cell, wanted(kind)).fault


@pytest.mark.parametrize(
    ("name", "low", "high", "below", "above"),
    [("lat", "-90", "90", "-90.1", "391"), ("lon", "-180", "180", "-180.1", "180.1"),
     ("enrollment", "0", "2000000", "-1", "2000001"), ("priority", "1", "1000", "0", "1001")],
)  # fmt: skip
def test_a_range_includes_its_ends(name: str, low: str, high: str, below: str, above: str) -> None:
    column = Wanted(COLUMNS[name])
    assert [read_cell(cell, column).value for cell in (low, high)] == [float(low), float(high)]
    for cell in (below, above):
        reading = read_cell(cell, column)
        assert reading.value is None
        assert reading.expected.endswith(f", from {int(low):,} to {int(high):,}")


def test_a_percentage_says_its_range_once() -> None:
    assert read_cell("140 %", wanted("percent")).expected == TYPES["percent"]


def test_a_misspelt_choice_names_the_choices_and_the_nearest() -> None:
    reading = read_cell("subburb", Wanted(COLUMNS["locale"]))
    assert reading.expected == 'one of city, suburb, town, rural; did you mean "suburb"?'


@pytest.mark.parametrize(("code", "locale"), [("11", "city"), ("23", "suburb"), ("31.0", "town"), (42, "rural")])
def test_federal_locale_codes_are_locales(code: Cell, locale: str) -> None:
    assert read_cell(code, Wanted(COLUMNS["locale"])).value == locale


def test_a_misspelt_state_names_the_nearest() -> None:
    assert 'did you mean "Missouri"?' in read_cell("Misouri", wanted("state")).expected


@pytest.mark.parametrize("text", ["1,5", "12,75", "1.234,5"])
def test_a_decimal_comma_is_explained(text: str) -> None:
    assert "point" in read_cell(text, wanted("number")).expected


@pytest.mark.parametrize("text", ["1.2E+05", "3e10"])
def test_a_shortened_number_is_explained(text: str) -> None:
    assert "widen the column" in read_cell(text, wanted("number")).expected


def test_an_excel_day_number_is_not_taken_for_a_date_but_its_day_is_told() -> None:
    assert "Excel's number for 2023-03-15" in read_cell("45000", wanted("date")).expected


@pytest.mark.parametrize(
    ("written", "state", "value"),
    [("1005", None, "01005"), (1005, "MA", "01005"), ("1005.0", "MA", "01005"),
    ("1005-1234", "MA", "01005"),
     ("501", "NY", "00501"), ("1005", "MO", None), ("9999", None, None)],
)  # fmt: skip
def test_a_lost_leading_zero_comes_back_where_it_is_certain(
    written: Cell, state: str | None, value: str | None
) -> None:
    reading = read_cell(written, Wanted(COLUMNS["zip"], state))
    assert reading.value == value
    assert bool(reading.remark) == (value is not None)
    assert bool(reading.fault) == (value is None)


def test_garbled_accents_are_a_warning() -> None:
    reading = read_cell("Jos\u00c3\u00a9", wanted("text"))
    assert (reading.value, reading.severity) == ("Jos\u00c3\u00a9", "warning")
    assert "garbled" in reading.remark
