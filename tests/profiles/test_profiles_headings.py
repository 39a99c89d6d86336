"""Which heading is which column."""

from __future__ import annotations

import pytest

from pairing.profiles import COLUMNS, match_headings, read_cells
from pairing.profiles.headings import OTHER_WORDS

from .conftest import Desk


@pytest.mark.parametrize(
    "heading",
    [
        "years_in_role",
        "Years in Role",
        "YEARS-IN-ROLE",
        " years  in\u00a0role ",
        "Years\nin role",
        "years \u2013 in_role",
    ],
)
def test_case_spaces_underscores_and_hyphens_do_not_matter(desk: Desk, heading: str) -> None:
    table, problems = desk.rows([["ID", heading], ["a", "4"]])
    assert problems == []
    assert table is not None
    assert table.values("years_in_role") == [4.0]
    assert table.headings["id"] == "ID"


@pytest.mark.parametrize(
    ("heading", "meant"),
    [("enrolment", "enrollment"), ("Lattitude", "lat"), ("Longitude", "lon"), ("Zip Code", "zip"),
     ("E-mail", "email"), ("yearsinrole", "years_in_role"), ("Goal", "goals"), ("Low income %", "low_income_pct"),
     ("District Name", "district"), ("Years as a superintendent", "years_as_superintendent"),
     ("Role:", "role"), ("Supervisor *", "supervisor")],
)  # fmt: skip
def test_a_heading_that_nearly_spells_a_column_is_an_error_with_the_ways_out(
    desk: Desk, heading: str, meant: str
) -> None:
    table, problems = desk.rows([["id", heading], ["a", "4"]])
    assert [(p.row, p.column, p.severity) for p in problems] == [(1, heading, "error")]
    assert problems[0].message == "this heading is not known"
    assert problems[0].expected.startswith(f'"{meant}", or ')
    assert "[columns]" in problems[0].expected
    assert '"ignore"' in problems[0].expected
    assert table is not None
    assert meant not in table.frame


@pytest.mark.parametrize(
    "heading",
    ["Timestamp", "Score", "First Name", "Comments", "Phone", "Start time", "Completion time", "Dates", "Website"],
)
def test_other_headings_are_told_in_one_notice(desk: Desk, heading: str) -> None:
    _, problems = desk.rows([["id", heading, "Column 7"], ["a", "4", "5"]])
    assert [(p.severity, p.row) for p in problems] == [("notice", 1)]
    assert f'"{heading}", "Column 7"' in problems[0].message


def test_every_column_is_known_by_its_own_name(desk: Desk) -> None:
    table, problems = desk.rows([list(COLUMNS), ["a", *[""] * (len(COLUMNS) - 1)]])
    assert problems == []
    assert table is not None
    assert list(table.frame) == list(COLUMNS)


def test_other_words_mean_columns_and_are_none() -> None:
    assert set(OTHER_WORDS.values()) <= set(COLUMNS)
    assert not {word.replace(" ", "_") for word in OTHER_WORDS} & set(COLUMNS)


def test_a_mapping_comes_first(desk: Desk) -> None:
    mapping = {"What is your  NAME?": "name", "Name": "district", "role": "ignore"}
    table, problems = desk.rows(
        [["id", "what is your name?", "Name", "Role"], ["a", "Ann", "R-I", "x"]], mapping=mapping
    )
    assert problems == []
    assert table is not None
    assert (table.values("name"), table.values("district"), "role" in table.frame) == (["Ann"], ["R-I"], False)
    assert table.headings == {"id": "id", "name": "what is your name?", "district": "Name"}


def test_a_mapping_lets_a_near_heading_pass(desk: Desk) -> None:
    mapping = {"Enrolment": "enrollment", "Country": "ignore"}
    table, problems = desk.rows([["id", "Enrolment", "Country"], ["a", "9", "USA"]], mapping=mapping)
    assert problems == []
    assert table is not None
    assert table.values("enrollment") == [9.0]


def test_a_mapping_onto_no_column_is_an_error(desk: Desk) -> None:
    _, problems = desk.rows([["id", "Size"], ["a", "9"]], mapping={"Size": "enrolment"})
    assert [(p.column, p.severity) for p in problems] == [("Size", "error")]
    assert 'did you mean "enrollment"?' in problems[0].expected


def test_a_heading_that_nearly_spells_a_mapped_one_that_is_absent_is_an_error(desk: Desk) -> None:
    mapping = {"What do you want help with?": "needs"}
    _, problems = desk.rows([["id", "What do you want help with"], ["a", "x"]], mapping=mapping)
    assert [(p.column, p.severity) for p in problems] == [("What do you want help with", "error")]
    headings = ["id", "What do you want help with?", "What do you want help with"]
    _, problems = desk.rows([headings, ["a", "x", "y"]], mapping=mapping)
    assert [problem.severity for problem in problems] == ["notice"]


@pytest.mark.parametrize(
    ("headings", "mapping"), [(["id", "Name", "name"], {}), (["id", "name", "Full"], {"Full": "name"})]
)
def test_two_columns_of_one_name_are_an_error_and_the_first_counts(
    desk: Desk, headings: list[str], mapping: dict[str, str]
) -> None:
    table, problems = desk.rows([headings, ["a", "Ann", "Bob"]], mapping=mapping)
    assert [(p.row, p.column, p.severity) for p in problems] == [(1, headings[2], "error")]
    assert f'"{headings[1]}"' in problems[0].message
    assert table is not None
    assert table.values("name") == ["Ann"]


def test_a_missing_required_column_is_an_error_that_names_near_headings(desk: Desk) -> None:
    assert desk.rows([["Person ID", "Naem"], ["a", "Ann"]])[0] is None
    raw, _ = read_cells(desk.folder / "mentees.csv", "mentees")
    assert raw is not None
    problems = match_headings(raw, COLUMNS, required=("id", "name")).problems
    errors = [problem for problem in problems if problem.severity == "error"]
    assert [problem.message for problem in errors] == ['there is no column "id"', 'there is no column "name"']
    assert '"Person ID"' in errors[0].expected
    assert '"Naem"' in errors[1].expected


def test_without_near_headings_those_found_are_named(desk: Desk) -> None:
    _, problems = desk.rows([["Foo|Bar"], ["a"]])
    assert 'found: "Foo|Bar"' in problems[0].expected


def test_other_cells_are_still_checked_when_the_ids_are_missing(desk: Desk) -> None:
    table, problems = desk.rows([["name", "zip"], ["Ann", "x"]])
    assert table is None
    assert [(p.row, p.column) for p in problems] == [(1, ""), (2, "zip")]


def test_the_headings_may_stand_below_a_title(desk: Desk) -> None:
    _, problems = desk.rows([["Mentors", "2026"], ["ID", "Name"], ["a", "Ann"]])
    assert "row 2 may hold the headings" in problems[0].expected


def test_extra_columns_have_their_type(desk: Desk) -> None:
    extra = {"travel_miles": "number", "share": "percent", "days": "list", "id": "number"}
    table, problems = desk.rows(
        [["id", "Travel Miles", "share", "Days", "shares"], ["a", "1,200", "140", "Mo;Tu", "1"]], extra=extra
    )
    assert [(p.column, p.row) for p in problems] == [("shares", 1), ("share", 2)]
    assert table is not None
    assert (table.ids, table.values("travel_miles"), table.values("days")) == (["a"], [1200.0], [("Mo", "Tu")])
    assert table.columns["travel_miles"].type == "number"
    assert list(table.frame) == ["id", "travel_miles", "share", "days"]
