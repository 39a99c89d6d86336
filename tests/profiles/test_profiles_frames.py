"""A data frame in memory is read as the file to which it would be written."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amount import examples
from pairing.errors import Problem
from pairing.profiles import Table, read_table, table_of_frame
from pairing.profiles.layout import cell_of, file_of

COLUMNS = [
    "id", "name", "state", "zip", "enrollment", "low_income_pct", "capacity", "member", "hired_on", "status",
    "needs", "prefers", "years_by_role", "my own",
]  # fmt: skip
TEXTS = st.one_of(
    st.sampled_from([
        "", "M1", "m1", "1001.0", "12", "1,200", "45%", "yes", "no", "none", "n/a", "MO", "Missouri", "01005", "1005",
        "2026-04-30", "4/30/2026", "active", "K-8", "a; b", "a, b", "M1; M2", "principal: 4", "12-Sep", "#N/A", "##",
        "1e-3", "0.4", " x ", "TRUE",
    ]),
    st.text(st.characters(min_codepoint=32, max_codepoint=383, exclude_characters="\x7f"), max_size=8),
)  # fmt: skip
GRIDS = st.lists(st.lists(TEXTS, min_size=len(COLUMNS), max_size=len(COLUMNS)), min_size=1, max_size=5)
FAST = settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def told(problems: list[Problem]) -> list[Problem]:
    return [replace(problem, file="") for problem in problems]


def same(one: Table | None, other: Table | None) -> None:
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        pd.testing.assert_frame_equal(one.frame, other.frame)
        assert one.rows == other.rows


@pytest.mark.random
@FAST
@given(grid=GRIDS)
def test_a_frame_of_texts_is_read_as_the_file_it_is_written_to(tmp_path: Path, grid: list[list[str]]):
    frame = pd.DataFrame(grid, columns=COLUMNS)
    frame.to_csv(tmp_path / "mentees.csv", index=False)
    table, problems = read_table(tmp_path / "mentees.csv", "mentees")
    in_memory, found = table_of_frame(frame, "mentees")
    same(in_memory, table)
    assert told(found) == told(problems)


@pytest.mark.random
@FAST
@given(grid=GRIDS)
def test_a_typed_frame_is_read_as_it_is(grid: list[list[str]]):
    calm = [[cell.replace("'", "").replace("=", "") for cell in row] for row in grid]
    table, _ = table_of_frame(pd.DataFrame(calm, columns=COLUMNS), "mentees")
    assert table is not None
    again, _ = table_of_frame(table.frame, "mentees")
    assert again is not None
    for column in set(table.frame) - {"needs", "prefers"}:  # "n/a; n/a" is an entry once, and blank the second time
        assert again.values(column) == table.values(column)


@pytest.mark.parametrize(
    ("value", "cell"),
    [  # the id of a set would depend on the process
        (None, None), (float("nan"), None), (pd.NA, None), (pd.NaT, None), (True, True), (np.bool_(False), False),
        (3, "3"), (np.int64(3), "3"), (10**20 + 1, "100000000000000000001"), (np.float64(2.5), 2.5), ("a ", "a "),
        ((), "none"), (("a", "b"), "a; b"), ([1001.0, "M2"], "1001; M2"), pytest.param({"b", "a"}, "a; b", id="a set"),
        (np.array(["a"]), "a"), ({}, "none"), ({"principal": 4.0, "teacher": 2.5}, "principal: 4; teacher: 2.5"),
        (dt.date(2026, 4, 30), dt.date(2026, 4, 30)), (np.datetime64("2026-04-30"), dt.datetime(2026, 4, 30)),
        (pd.Timestamp("2026-04-30"), dt.datetime(2026, 4, 30)), (Path("a"), "a"),
    ],
    ids=str,
)  # fmt: skip
def test_every_value_is_what_a_person_would_type(value: Any, cell: Any):
    found = cell_of(value)
    assert found == cell
    assert type(found) is type(cell)


def test_ids_may_stand_in_the_index_and_numbers_lose_their_point():
    frame = pd.DataFrame({"name": ["B", "A"]}, index=pd.Index([1002.0, 1001.0], name="id"))
    table, problems = table_of_frame(frame, "mentees")
    assert not problems
    assert table is not None
    assert (table.ids, table.values("name"), table.rows) == (["1001", "1002"], ["A", "B"], (3, 2))


def test_a_problem_names_the_table_the_row_the_column_and_the_value():
    frame = pd.DataFrame({"id": ["a", "b"], "capacity": [1, "many"]}, index=[7, 7])
    _, [problem] = table_of_frame(frame, "mentors")
    assert str(problem).startswith('mentors in memory, row 3, column "capacity": not a number, got "many"')
    assert problem.file == file_of("mentors")


def test_names_of_the_vocabulary_are_themselves_and_others_go_by_the_program():
    mapping = {"Region": "county", "Your name": "name", "Notes": "ignore"}
    typed, _ = table_of_frame(pd.DataFrame({"id": ["a"], "region": ["West"], "notes": ["x"]}), "m", mapping=mapping)
    form, _ = table_of_frame(pd.DataFrame({"id": ["a"], "Region": ["Cole"], "Your name": ["A"]}), "m", mapping=mapping)
    assert typed is not None
    assert form is not None
    assert list(typed.frame) == ["id", "notes", "region"] or set(typed.frame) == {"id", "region", "notes"}
    assert form.frame.to_dict("records") == [{"id": "a", "name": "A", "county": "Cole"}]


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (pd.DataFrame(), "the table is empty"),
        (pd.DataFrame({"name": ["A"]}), 'there is no column "id"'),
        (pd.DataFrame([["a", "b"]], columns=["id", "id"]), 'two columns are both "id"'),
        (pd.DataFrame({"id": ["a", "A "]}), "differ only by case or spaces"),
        (pd.DataFrame({"id": ["a"], "enrolment": [3]}), "this heading is not known"),
        (pd.DataFrame({"id": []}), "has no people in it"),
        (pd.DataFrame({"id": ["a"], "name": ["A"], "": ["x"]}), "has content but no heading"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_a_file_may_not_be_no_frame_may_be(frame: pd.DataFrame, message: str):
    _, problems = table_of_frame(frame, "mentees", needed=True)
    assert any(message in problem.message for problem in problems)
