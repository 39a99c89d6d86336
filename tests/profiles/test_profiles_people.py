"""Rows that are people: ids, coordinates, roles, notices per column, and everything wrong in one pass."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from pairing.errors import Problem
from pairing.profiles import COLUMNS

from .conftest import Desk


def places(problems: list[Problem]) -> list[tuple[int | None, str, str]]:
    return [(problem.row, problem.column, problem.severity) for problem in problems]


def test_people_are_sorted_by_id_as_text(desk: Desk) -> None:
    table, problems = desk.csv("id,name\n10,a\n9,b\nB,c\na,d\n")
    assert table is not None
    assert (table.ids, table.rows, problems) == (["10", "9", "B", "a"], (2, 3, 4, 5), [])
    assert table.index == {"10": 0, "9": 1, "b": 2, "a": 3}


def test_the_frame_keeps_its_contract(desk: Desk) -> None:
    values = {
        "id": "a", "name": "Ann", "enrollment": "1,200", "ell_pct": "5%", "capacity": "2", "member": "yes",
        "hired_on": "4/30/2026", "needs": "x;y", "conflicts": "none", "years_by_role": "AP: 2", "zip": "65013",
        "state": "MO", "status": "active",
    }  # fmt: skip
    table, problems = desk.rows([list(values), list(values.values()), ["b", *[""] * (len(values) - 1)]])
    assert problems == []
    assert table is not None
    dtypes = {name: str(dtype) for name, dtype in table.frame.dtypes.items()}
    numeric = {"enrollment", "ell_pct", "capacity"}
    assert dtypes == {
        name: "float64" if name in numeric else "object" for name in sorted(values, key=list(COLUMNS).index)
    }
    for name in set(values) - numeric - {"id"}:
        assert table.frame[name].tolist()[1] is None
    assert all(np.isnan(table.numbers(name)[1]) for name in numeric)
    assert table.values("hired_on") == [dt.date(2026, 4, 30), None]
    assert table.values("years_by_role") == [{"ap": 2.0}, None]
    assert table.values("conflicts") == [(), None]
    assert table.values("member") == [True, None]


def test_headings_without_rows_are_an_empty_table(desk: Desk) -> None:
    table, problems = desk.csv("id,name,enrollment\n")
    assert table is not None
    assert (len(table), table.ids, problems) == (0, [], [])
    assert str(table.frame["enrollment"].dtype) == "float64"


def test_a_row_with_content_needs_an_id(desk: Desk) -> None:
    table, problems = desk.csv("id,name,zip\na,Ann,\n,Bob,x\nN/A,Cy,\n")
    assert [place for place in places(problems) if place[2] == "error"] == [
        (3, "id", "error"), (3, "zip", "error"), (4, "id", "error"),
    ]  # fmt: skip
    assert '"Bob"' in problems[0].message
    assert table is not None
    assert table.ids == ["a"]


def test_content_in_ignored_columns_makes_no_row(desk: Desk) -> None:
    text = "Nr,id,name,Mark\n1,a,Ann,\n2,,,\n3,,,x\n"
    assert places(desk.csv(text, mapping={"Nr": "ignore", "Mark": "ignore"})[1]) == []
    assert places(desk.csv(text, mapping={"Nr": "ignore"})[1])[0] == (4, "id", "error")


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [("A1", "A1", "row 2 and row 4 have the same id"), ("A1", "a1", "case or spaces"), ("A 1", "A1", "case or spaces")],
)
def test_an_id_stands_once(desk: Desk, first: str, second: str, said: str) -> None:
    table, problems = desk.csv(f"id,name\n{first},Ann\nB,Bob\n{second},Cy\n")
    assert places(problems) == [(4, "id", "error")]
    assert said in problems[0].message
    assert "row 2" in problems[0].message
    assert table is not None
    assert table.ids == sorted([first, "B"])
    assert table.values("name")[table.ids.index(first)] == "Ann"


def test_an_id_with_a_semicolon_is_an_error_and_still_a_person(desk: Desk) -> None:
    table, problems = desk.csv('id,name\n"a;b",Ann\n')
    assert places(problems) == [(2, "id", "error")]
    assert table is not None
    assert table.ids == ["a;b"]


def test_half_a_coordinate_is_an_error(desk: Desk) -> None:
    _, problems = desk.csv("id,lat,lon\na,38,-92\nb,38,\nc,,-92\nd,,\ne,391,-92\n")
    assert places(problems) == [(3, "lat", "error"), (4, "lon", "error"), (5 + 1, "lat", "error")]
    assert [problem.message for problem in problems[:2]] == ["lat without lon", "lon without lat"]


@pytest.mark.parametrize(("one", "other"), [("lat", "lon"), ("lon", "lat")])
def test_one_coordinate_column_without_the_other_is_one_error(desk: Desk, one: str, other: str) -> None:
    _, problems = desk.csv(f"id,{one}\na,38\nb,39\n")
    assert places(problems) == [(2, one, "error")]
    assert f'there is no column "{other}"' in problems[0].message
    assert desk.csv(f"id,{one}\na,\n")[1] == []


def test_the_ocean_is_no_place(desk: Desk) -> None:
    _, problems = desk.csv("id,lat,lon\na,0,0\nb,0,-92\n")
    assert places(problems) == [(2, "lat", "error")]


def test_only_accepted_roles_are_roles(desk: Desk) -> None:
    roles = ("Superintendent", "Assistant Superintendent")
    text = "id,role\na,superintendent\nb, assistant  SUPERINTENDENT\nc,Superintendant\nd,\n"
    table, problems = desk.csv(text, accepted_roles=roles)
    assert places(problems) == [(4, "role", "error")]
    assert problems[0].expected == 'one of Superintendent, Assistant Superintendent; did you mean "Superintendent"?'
    assert table is not None
    assert table.values("role") == ["Superintendent", "Assistant Superintendent", None, None]
    assert table.columns["role"].type == "text"
    assert desk.csv(text)[1] == []


def test_a_lost_zero_is_mended_by_the_rows_state(desk: Desk) -> None:
    table, problems = desk.csv("id,zip,state\na,1005,MA\nb,1005,MO\nc,1005,\nd,1007,massachusetts\n")
    assert table is not None
    assert table.values("zip") == ["01005", None, "01005", "01007"]
    assert places(problems) == [(3, "zip", "error"), (4, "zip", "warning"), (2, "zip", "notice")]
    assert "01005 is in MA, and this row in MO" in problems[0].expected
    assert "2 cells: rows 2, 5" in problems[2].message


def test_what_was_mended_is_told_once_per_column(desk: Desk) -> None:
    text = "id,member,first_year\n" + "".join(f"{i},TBD,\n" for i in range(10, 18)) + "20,?,N/A\n21,yes,\n"
    table, problems = desk.csv(text)
    assert table is not None
    assert table.values("member") == [None] * 9 + [True]
    assert [(p.row, p.column, p.value) for p in problems] == [(2, "member", "TBD"), (10, "first_year", "N/A")]
    assert "9 cells: rows 2, 3, 4, 5, 6 and 4 more" in problems[0].message
    assert "1 cell: row 10" in problems[1].message


@pytest.mark.parametrize(
    ("cells", "warned"),
    [(["0.1", "0.25", "1"], True), (["0.1", "0.25", "1.1"], False), (["0", "1", "1"], False),
     (["0.1", "0.2", ""], False), (["0.1%", "0.2", "0.3"], False), (["0.45", "52", "38"], True)],
)  # fmt: skip
def test_fractions_in_a_percentage_column_are_worth_a_look(desk: Desk, cells: list[str], warned: bool) -> None:
    _, problems = desk.rows([["id", "ell_pct"], *([str(i), cell] for i, cell in enumerate(cells))])
    assert places(problems) == [(2, "ell_pct", "warning")] * warned


@pytest.mark.parametrize(
    ("cells", "warned"),
    [(["a, b", "c, d", "e\nf"], True), (["a, b", "c, d", "e; f"], False), (["a, b", "c, d", "e"], False)],
)
def test_lists_with_commas_are_worth_a_look(desk: Desk, cells: list[str], warned: bool) -> None:
    _, problems = desk.rows([["id", "needs"], *([str(i), cell] for i, cell in enumerate(cells))])
    assert places(problems) == [(2, "needs", "warning")] * warned


def test_a_text_that_excel_may_have_made_a_date_is_a_warning_and_a_choice_an_error(desk: Desk) -> None:
    table, problems = desk.csv("id,theme,grade_span\na,12-Sep,12-Sep\n")
    assert places(problems) == [(2, "grade_span", "error"), (2, "theme", "warning")]
    assert table is not None
    assert table.values("theme") == ["12-Sep"]


def test_values_stand_in_the_message_as_typed_and_long_ones_are_cut(desk: Desk) -> None:
    _, problems = desk.rows([["id", "zip", "lat", "lon"], ["a", " 6501x ", "y" * 81, "z" * 80]])
    assert [problem.value for problem in problems] == [" 6501x ", "y" * 81, "z" * 80]
    assert f'got "{"y" * 80}... (81 characters)"' in str(problems[1])


def test_the_whole_message(desk: Desk) -> None:
    _, problems = desk.csv("ID,Enrollment\na,many\n")
    assert str(problems[0]) == (
        'mentees.csv, row 2, column "Enrollment": not a number, got "many"; '
        "expected a number such as 12, 12.5 or 1,234, from 0 to 2,000,000"
    )


def test_twelve_faults_are_found_in_one_pass(desk: Desk) -> None:
    rows = [
        ["ID", "Name", "Enrolment", "Zip", "State", "Lat", "Lon", "Member", "Hired on", "Grade span", "Capacity",
         "Low income pct", "Years by role"],
        ["1", "Ann", "", "65013", "MO", "38.2", "-91.7", "yes", "2026-04-30", "K-12", "2", "45%", "principal: 4"],
        ["2", "Bob", "", "1005", "MO", "", "", "", "", "", "", "", ""],
        ["3", "Cy", "", "", "Misouri", "", "", "", "", "", "", "", ""],
        ["4", "Di", "", "", "", "391", "-91", "", "", "", "", "", ""],
        ["5", "Ed", "", "", "", "38", "", "", "", "", "", "", ""],
        ["6", "Flo", "", "", "", "", "", "maybe", "30/4/2026", "", "", "", ""],
        ["7", "Gus", "", "", "", "", "", "", "", "12-Sep", "1.5", "", ""],
        ["8", "Hal", "", "", "", "", "", "", "", "", "", "140 %", "principal"],
        ["1", "Ida", "", "", "", "", "", "", "", "", "", "", ""],
        ["", "Jo", "", "", "", "", "", "", "", "", "", "", ""],
    ]  # fmt: skip
    table, problems = desk.rows(rows)
    assert places(problems) == [
        (1, "Enrolment", "error"), (3, "Zip", "error"), (4, "State", "error"), (5, "Lat", "error"), (6, "Lat", "error"),
        (7, "Member", "error"), (7, "Hired on", "error"), (8, "Grade span", "error"), (8, "Capacity", "error"),
        (9, "Low income pct", "error"), (9, "Years by role", "error"), (10, "ID", "error"), (11, "ID", "error"),
    ]  # fmt: skip
    assert all(problem.file == "mentees.csv" and problem.expected for problem in problems)
    assert table is not None
    assert table.ids == ["1", "2", "3", "4", "5", "6", "7", "8"]
    assert table.values("name")[0] == "Ann"
