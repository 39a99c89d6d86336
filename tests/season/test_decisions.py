"""Reading the file of decisions: its headings are known, misspelt, or not used."""

from __future__ import annotations

import pytest

from build import table_of
from pairing.errors import errors_in
from pairing.season.decisions import read_decisions

LEFT = table_of("mentees", [{"id": "a"}, {"id": "b"}])
RIGHT = table_of("mentors", [{"id": "m"}])
ROW = "D1,lock,a,m,K. Doe,2026-04-02,met"


def read(tmp_path, headings, *rows):
    path = tmp_path / "decisions.csv"
    path.write_text("\n".join([headings, *rows]), encoding="utf-8")
    return read_decisions(path, LEFT, RIGHT)


@pytest.mark.parametrize("headings", ["id,action,person,with,by,on,note", "ID, Action,PERSON,With,By,On,Note"])
def test_every_column_is_read(tmp_path, headings):
    (decision,), problems = read(tmp_path, headings, ROW)
    assert problems == []
    assert (decision.action, decision.pair) == ("lock", (0, 0))
    assert (decision.by, decision.on, decision.note) == ("K. Doe", "2026-04-02", "met")


@pytest.mark.parametrize(
    ("name", "written"),
    [("with", "whit"), ("note", "noet"), ("note", "notes"), ("by", "by:"), ("on", "on?"), ("with", "wiht")],
)
def test_a_misspelt_heading_is_an_error_at_its_cell_and_the_only_one(tmp_path, name, written):
    headings = ["id", "action", "person", "with", "by", "on", "note"]
    headings[headings.index(name)] = written
    (problem,) = read(tmp_path, ",".join(headings), ROW)[1]
    assert (problem.file, problem.row, problem.column, problem.severity) == ("decisions.csv", 1, written, "error")
    assert problem.message == "this heading is not known"
    assert problem.expected == f'"{name}", or another heading if it is something else'


def test_a_misspelt_required_heading_is_missing_too(tmp_path):
    decisions, problems = read(tmp_path, "id,acton,person", "D1,withdraw,a")
    assert decisions == ()
    assert [problem.message for problem in problems] == [
        "this heading is not known",
        'there is no column "action"',
    ]


def test_without_a_required_column_every_missing_one_is_named(tmp_path):
    decisions, problems = read(tmp_path, "action,with", "lock,m")
    assert decisions == ()
    assert [(p.message, p.row) for p in problems] == [
        ('there is no column "id"', 1),
        ('there is no column "person"', 1),
    ]


def test_the_rows_are_read_beside_a_misspelt_heading_that_they_do_not_need(tmp_path):
    _, problems = read(tmp_path, "id,action,person,with,noet", "D1,lock,a,m,", "D2,lock,nobody,m,")
    assert [(p.row, p.column) for p in errors_in(problems)] == [(1, "noet"), (3, "person")]


def test_a_heading_that_stands_twice_is_an_error(tmp_path):
    (problem,) = read(tmp_path, "id,action,person,with,note,Note", "D1,lock,a,m,x,y")[1]
    assert (problem.row, problem.column, problem.expected) == (1, "Note", "one of them; rename the other")


def test_other_columns_are_one_notice(tmp_path):
    (decision,), (problem,) = read(tmp_path, "id,action,person,status,reason", "D1,withdraw,a,open,ill")
    assert (decision.action, decision.left) == ("withdraw", 0)
    assert (problem.severity, problem.message) == ("notice", 'these columns are not used: "status", "reason"')
    assert problem.expected == "only the columns id, action, person, with, by, on, note"


@pytest.mark.parametrize("heading", ["who", "date", "name", "reason", "mentor", "where", "type", "done", "email"])
def test_an_ordinary_word_is_no_misspelt_heading(tmp_path, heading):
    _, (problem,) = read(tmp_path, f"id,action,person,{heading}", "D1,withdraw,a,x")
    assert problem.severity == "notice"


# ---------------------------------------------------------------- what still holds

HEADINGS = "id,action,person,with,by,on,note"


def held(tmp_path, *rows):
    """The ids of the decisions that hold, and the problems."""
    decisions, problems = read(tmp_path, HEADINGS, *rows)
    return [decision.id for decision in decisions], [(problem.row, problem.message) for problem in problems]


@pytest.mark.parametrize(
    ("rows", "ids"),
    [
        (["D1,withdraw,a,,,,", "D2,undo,a,D1,,,"], []),
        (["D1,withdraw,a,,,,", "D2,undo,,d1,,,"], []),
        (["D1,withdraw,a,,,,", "D2,undo,a,D1,,,", "D3,undo,a,D2,,,"], ["D1"]),
        (["D1,withdraw,a,,,,", "D2,undo,a,D1,,,", "D3,undo,a,D2,,,", "D4,undo,a,D3,,,"], []),
        (["D1,withdraw,a,,,,", "D2,undo,a,D1,,,", "D3,withdraw,a,,,,"], ["D3"]),
        (["D1,lock,a,m,,,", "D2,withdraw,b,,,,", "D3,undo,a,D1,,,"], ["D2"]),
    ],
    ids=["undone", "without the person", "an undo undone", "the last word counts", "decided again", "the other holds"],
)
def test_an_undone_decision_does_not_hold(tmp_path, rows, ids):
    assert held(tmp_path, *rows) == (ids, [])


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("D2,undo,a,D7,,,", "names no decision above"),
        ("D2,undo,a,D2,,,", "names no decision above"),
        ("D2,undo,a,,,,", "is blank"),
        ("D2,undo,b,D1,,,", "is not whom D1 is about"),
        ("D1,undo,a,D1,,,", "already names the decision in row 2"),
    ],
    ids=["nothing", "itself", "blank", "somebody else", "an id twice"],
)
def test_an_undo_names_a_decision_above_and_its_person(tmp_path, row, message):
    assert (3, message) in held(tmp_path, "D1,withdraw,a,,,,", row)[1]


def test_whom_an_undone_decision_names_does_not_matter(tmp_path):
    assert held(tmp_path, "D1,withdraw,nobody,,,,", "D2,undo,nobody,D1,,,") == ([], [])


@pytest.mark.parametrize(
    ("rows", "ids"),
    [
        (["D1,withdraw,a,,,,", "D2,reopen,a,,,,"], ["D2"]),
        (["D1,withdraw,b,,,,", "D2,reopen,a,,,,"], ["D1", "D2"]),
        (["D1,lock,a,m,,,", "D2,reopen,m,,,,"], ["D2"]),
        (["D1,forbid,a,m,,,", "D2,reopen,a,,,,"], ["D1", "D2"]),
        (["D1,decline,a,m,,,", "D2,reopen,a,,,,"], ["D1", "D2"]),
        (["D1,reopen,a,,,,", "D2,withdraw,a,,,,"], ["D1", "D2"]),
        (["D1,withdraw,a,,,,", "D2,reopen,a,,,,", "D3,undo,a,D2,,,"], ["D1"]),
    ],
    ids=["a withdrawal ends", "another's does not", "a lock ends", "a forbid stays", "a no stays", "later ones hold",
         "undone"],
)  # fmt: skip
def test_a_reopening_ends_earlier_withdrawals_and_locks_of_the_person(tmp_path, rows, ids):
    assert held(tmp_path, *rows) == (ids, [])


def test_a_no_forbids_the_pair_and_remembers_who_said_it(tmp_path):
    (decision,), problems = read(tmp_path, HEADINGS, "D1,decline,m,a,K. Doe,2026-06-01,too far")
    assert problems == []
    assert (decision.action, decision.pair, decision.declined_by) == ("forbid", (0, 0), "m")
    assert str(decision) == "decision D1 (m declined, K. Doe, 2026-06-01)"
