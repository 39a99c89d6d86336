"""One person in two rows is found, whatever the ids say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pairing.season.loading import examine


def said_of(sample: Path) -> list[str]:
    _, problems = examine(sample)
    found = [one for one in problems if "the same person" in one.message]
    return [str(one) for one in found if one.row in (3, 6)]


def test_the_one_mentor_of_the_sample_who_is_a_mentee_too_is_a_notice(sample: Path):
    _, problems = examine(sample)
    assert {one.severity for one in problems if "the same person" in one.message} <= {"notice"}


def test_the_same_address_is_the_same_person_twice(sample: Path, edit: Callable):
    edit(sample / "mentees.csv", "E002", "email", "One@example.org")
    edit(sample / "mentees.csv", "E005", "email", "mailto:one@EXAMPLE.org")
    [said] = said_of(sample)
    assert "mentees.csv, row 6" in said
    assert "the mail address of E002 (row 3): the same person twice?" in said


@pytest.mark.parametrize(("district", "found"), [("Nowhere R-1 School District", 1), ("Elsewhere R-2", 0)])
def test_the_same_name_and_district_are_one_person_two_of_a_name_are_two(
    sample: Path, edit: Callable, district: str, found: int
):
    for who, name, where in (("E002", "Zebu Unusual", "Nowhere R-I"), ("E005", "Unusual, Dr. Zebu", district)):
        edit(sample / "mentees.csv", who, "name", name)
        edit(sample / "mentees.csv", who, "district", where)
    assert len(said_of(sample)) == found


def test_somebody_on_both_sides_under_two_ids_is_named_with_both_rows(sample: Path, edit: Callable):
    edit(sample / "mentees.csv", "E002", "email", "one@example.org")
    edit(sample / "mentors.csv", "M004", "email", "one@example.org")
    [said] = said_of(sample)
    assert "mentees.csv, row 3" in said
    assert "M004 (row 5) in mentors.csv: the same person on both sides?" in said
