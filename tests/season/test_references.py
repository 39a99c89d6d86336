"""People named in cells: found by id, address or a name that one person has, or an error at the cell."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pairing.season.loading import examine
from pairing.season.person_names import address_in, name_key


@pytest.mark.parametrize(("one", "other"), [
    ("Dr. Ann Oak", "ann oak"), ("Oak, Ann", "ANN OAK"), ("José Núñez", "jose nunez"), ("O'Neil, Pat", "Pat ONeil"),
    ("Ann  Oak, Ed.D.", "Ann Oak"), ("Smith-Lee, Jo", "Jo Smith Lee"), ("Oak Jr., Ann", "Ann Oak, Jr."),
])  # fmt: skip
def test_two_spellings_of_one_name(one: str, other: str):
    assert name_key(one) == name_key(other)


def test_titles_alone_are_a_name():
    assert name_key("Ed") == "ed"


def test_father_and_son_are_two():
    assert name_key("Ann Oak Jr.") != name_key("Ann Oak")


def test_addresses_are_read_without_case_and_what_is_around_them():
    assert address_in("mailto:ANN@Example.org ") == address_in("Ann Oak <ann@example.org>") == "ann@example.org"


@pytest.fixture
def told(sample: Path, edit: Callable) -> Callable[..., list[str]]:
    """Everything that is said of one cell of the mentees' table."""

    def say(value: str, **mentors: str) -> list[str]:
        edit(sample / "mentees.csv", "E001", "conflicts", value)
        for who, name in mentors.items():
            edit(sample / "mentors.csv", who, "name", name)
        _, problems = examine(sample)
        return [f"{p.severity}: {p}" for p in problems if p.column == "conflicts" and p.row == 2]

    return say


def test_an_exact_name_is_taken_with_a_notice(told: Callable):
    [said] = told("Dr. Zebu Unusual", M003="Zebu Unusual")
    assert said.startswith("notice: mentees.csv, row 2")
    assert "is taken as M003 (Zebu Unusual)" in said


def test_a_name_of_two_people_is_an_error_with_both(told: Callable):
    [said] = told("Unusual, Zebu", M003="Zebu Unusual", M004="Zebu Unusual")
    assert said.startswith("error: ")
    assert "names several" in said
    assert "M003 (Zebu Unusual" in said
    assert "M004 (Zebu Unusual" in said


def test_a_near_name_is_suggested(told: Callable):
    [said] = told("Zebu Unusul", M003="Zebu Unusual")
    assert "did you mean M003 (Zebu Unusual, " in said


def test_what_is_taken_keeps_the_two_apart(sample: Path, edit: Callable):
    edit(sample / "mentors.csv", "M003", "name", "Zebu Unusual")
    edit(sample / "mentees.csv", "E001", "conflicts", "Zebu Unusual")
    season, _ = examine(sample)
    assert season is not None
    assert season.left.values("conflicts")[0] == ("M003",)


def test_a_declared_column_of_ids_is_looked_up(sample: Path, edit: Callable):
    program = sample / "program.toml"
    program.write_text(program.read_text(encoding="utf-8") + '\n[extra_columns]\nnot_with = "ids"\n', encoding="utf-8")
    edit(sample / "mentees.csv", "E001", "not_with", "Nobody Atall")
    _, problems = examine(sample)
    assert ["not_with", "error"] in [[p.column, p.severity] for p in problems]


@pytest.mark.skipif("PAIRING_CASES" not in os.environ, reason="PAIRING_CASES names no folder")
def test_two_who_may_not_sit_together_do_not(tmp_path: Path, cli: Callable, edit: Callable):
    season = tmp_path / "season"
    shutil.copytree(Path(os.environ["PAIRING_CASES"]) / "declared-ids", season)
    result = cli("solve", season)
    assert result.exit_code == 1
    assert 'members.csv, row 5, column "not_with": names nobody, got "E99"' in result.stderr
    edit(season / "members.csv", "E4", "not_with", "none")
    assert cli("solve", season).exit_code == 0
    assert cli("verify", season).exit_code == 0
    rows = (next((season / "runs").iterdir()) / "assignments.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    cohorts = {row.split(",")[2]: row.split(",")[0] for row in rows}
    assert cohorts["E1"] != cohorts["E2"]
