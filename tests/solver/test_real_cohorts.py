"""Regional cohorts of real Massachusetts districts are proved, judged by the checker, and told a way out that works."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pairing.plans.cohorts import CohortPlan

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))
from real_cohorts import make_mssn, solved_and_verified

pytestmark = pytest.mark.skipif("PAIRING_REAL_DATA" not in os.environ, reason="PAIRING_REAL_DATA names no folder")


def regions_of(plan: CohortPlan) -> list[set[str]]:
    table = plan.assignments
    members = table[table["role"] == "member"]
    return [set(rows["region"]) for _, rows in members.groupby("cohort")]


@pytest.mark.first(1)
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_four_regional_cohorts_are_proved_and_verified(tmp_path: Path, seed: int):
    plan = solved_and_verified(make_mssn(tmp_path / "season", seed=seed))
    assert plan.outcome == "proved"
    assert sorted(map(tuple, regions_of(plan))) == [("Region I",), ("Region II",), ("Region III",), ("Region IV",)]
    assert sorted(len(cohort.seats) for cohort in plan.cohorts) == [6, 7, 7, 8]
    teams = [cohort.facilitators for cohort in plan.cohorts]
    assert [len(team) for team in teams] == [2, 2, 2, 2]
    assert len({leader for team in teams for leader in team}) == 8


def test_a_region_with_enough_for_two_cohorts_has_two(tmp_path: Path):
    plan = solved_and_verified(make_mssn(tmp_path / "season", members=(6, 13, 7, 2)))
    assert plan.outcome == "proved"
    assert sorted((len(cohort.seats) for cohort in plan.cohorts), reverse=True) == [7, 7, 6, 6]
    assert {person.id for person in plan.left_out if person.side == "member"} == {"S027", "S028"}


def test_an_office_that_serves_several_districts_is_one_person(tmp_path: Path, read_rows: Callable):
    rows = read_rows(make_mssn(tmp_path / "season", members=(60, 60, 60, 60)) / "members.csv")
    several = [row for row in rows if ", " in row["district"]]
    assert several
    assert len({(row["lat"], row["lon"]) for row in rows}) == len(rows)


def test_the_way_out_that_a_short_region_is_told_seats_it(tmp_path: Path, read_rows: Callable, write_rows: Callable):
    season = make_mssn(tmp_path / "season", members=(5, 7, 7, 7))
    plan = solved_and_verified(season)
    assert plan.outcome == "proved"
    assert len(plan.cohorts) == 3
    (reason,) = {person.reason for person in plan.left_out if person.side == "member"}
    assert reason.startswith("waits: Region I has 5 members, a cohort has at least 6; nearest way out: join Region ")
    nearest = re.search(r"join (Region \w+) \(median \d+ miles apart, then 12 members, two cohorts of 6\)", reason)
    assert nearest is not None
    rows = read_rows(season / "members.csv")
    for row in rows:
        row["region"] = nearest[1] if row["region"] == "Region I" else row["region"]
    write_rows(season / "members.csv", rows)
    then = solved_and_verified(season)
    assert then.outcome == "proved"
    assert sorted(len(cohort.seats) for cohort in then.cohorts) == [6, 6, 7, 7]
