"""Cohort seasons from the real tables of districts; facts only, no names.

Missouri: 284 superintendents in year four and beyond. Massachusetts: regional cohorts of six to eight with two
facilitators each. The tables stand outside the project; PAIRING_REAL_DATA names their folder. What they do not hold
(pressing issues, the facilitators' qualifications and conflicts) is invented by seed.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import pairing
from pairing.plans.cohorts import CohortPlan
from pairing.runs import stored_cohorts
from pairing.setup.built_in import program_path
from pairing.verify import check_cohorts
from real_districts import called, days, districts, drawn, numbered

LOCALES = {"City": "city", "Suburb": "suburb", "Town": "town", "Rural": "rural"}
ISSUES = (
    "staffing", "budget", "student attendance", "mental health", "school safety", "facilities",
    "special education", "transportation", "bond issue", "declining enrollment", "English learners", "rapid growth",
)  # fmt: skip
FREQUENCY = 1 / np.arange(1, len(ISSUES) + 1)
"""How often each issue is named beside the others: the first twelve times as often as the last."""
SHARED = ("id", "name", "district", "district_id", "state", "region", "county", "city", "zip", "lat", "lon", "role",
          "enrollment", "grade_span", "locale", "low_income_pct")  # fmt: skip
SMALLEST = 8
"""Members of a cohort at least, so that the facilitators' seats always suffice."""


def make(folder: Path, n: int | None = None, facilitators: int = 12, seed: int = 0) -> Path:
    """Write the season: n members drawn by `seed`, or all, and facilitators who can lead them all between them."""
    rng = np.random.default_rng(seed)
    table = _districts()
    veterans = (table["supt_years_total_mo"] >= 4) & table["enrollment"].notna()
    members = _drawn(table[veterans], n, rng)
    others = _drawn(table[~veterans & table["enrollment"].notna()], facilitators, rng)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "program.toml").write_bytes(program_path("missouri-collaboration-cohorts").read_bytes())
    _members(members, rng).to_csv(folder / "members.csv", index=False)
    _facilitators(others, members["id"].tolist(), rng).to_csv(folder / "facilitators.csv", index=False)
    return folder


def _districts() -> pd.DataFrame:
    """Every district as a person's row, by id; nobody is named."""
    source = Path(os.environ["PAIRING_REAL_DATA"]) / "districts_mo.csv"
    table = pd.read_csv(source, dtype={"leaid": str, "zip": str}).sort_values("leaid")
    return table.assign(
        id=table["leaid"],
        district=table["name"],
        district_id=table["leaid"],
        name="Superintendent of " + table["name"],
        role="superintendent",
        locale=table["locale_group"].map(LOCALES),
        low_income_pct=table["child_poverty_pct"],
    )


def _drawn(table: pd.DataFrame, n: int | None, rng: np.random.Generator) -> pd.DataFrame:
    """n rows in the table's order, or all."""
    if n is None:
        return table
    return table.iloc[np.sort(rng.choice(len(table), n, replace=False))]


def _members(people: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The members' table: everyone registered in time, nobody was in a cohort before."""
    return people[[*SHARED]].assign(
        years_as_superintendent=people["supt_years_total_mo"].astype(int),
        pressing_issues=[_issues(rng, int(rng.integers(2, 5))) for _ in range(len(people))],
        conflicts="none",
        former_employers="none",
        registered_on="2026-05-01",
        continuing="no",
    )


def _facilitators(people: pd.DataFrame, members: list[Any], rng: np.random.Generator) -> pd.DataFrame:
    """The facilitators' table: all qualified, a third of them with one to three declared conflicts."""
    n = len(people)
    each = -(-(len(members) // SMALLEST) // n) if n else 0
    return people[[*SHARED]].assign(
        id=[f"F{k + 1:02d}" for k in range(n)],
        name=[f"Facilitator {k + 1}" for k in range(n)],
        status="retired",
        years_as_superintendent=rng.integers(6, 26, n),
        employer="retired",
        former_employers="none",
        expertise=[_issues(rng, 4) for _ in range(n)],
        conflicts=[_conflicts(members, rng) for _ in range(n)],
        certified="yes",
        currently_serving="no",
        online_tools="yes",
        max_cohorts=max(1, each),
    )


def _issues(rng: np.random.Generator, count: int) -> str:
    return "; ".join(rng.choice(ISSUES, count, replace=False, p=FREQUENCY / FREQUENCY.sum()))


def _conflicts(members: list[Any], rng: np.random.Generator) -> str:
    if rng.random() >= 1 / 3:
        return "none"
    return "; ".join(sorted(rng.choice(members, min(len(members), int(rng.integers(1, 4))), replace=False)))


# ---------------------------------------------------------------- Massachusetts


def make_mssn(folder: Path, members: Sequence[int] = (7, 8, 7, 6), facilitators: int = 10, seed: int = 0) -> Path:
    """Write a season of the Massachusetts network: so many members of each region, facilitators of other districts."""
    rng = np.random.default_rng(seed)
    offices = _offices(districts("ma"))
    regions = sorted(set(offices["region"]))
    people = pd.concat(
        [drawn(offices[offices["region"] == name], n, rng) for name, n in zip(regions, members, strict=True)],
        ignore_index=True,
    )
    others = drawn(offices[~offices["district_id"].isin(people["district_id"])], facilitators, rng)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "program.toml").write_bytes(program_path("massachusetts-mssn").read_bytes())
    _superintendents(people, "S", rng).assign(
        pressing_issues=[_issues(rng, int(rng.integers(2, 5))) for _ in range(len(people))],
        conflicts="none",
        registered_on=days(rng, "2026-05-01", len(people), 40),
    ).to_csv(folder / "members.csv", index=False)
    _leaders(others, rng).to_csv(folder / "facilitators.csv", index=False)
    return folder


def _offices(table: pd.DataFrame) -> pd.DataFrame:
    """One row per office: whoever serves several districts from one place is one person, with all their students."""
    together = table.groupby(["lat", "lon"], sort=False)
    first = table.drop_duplicates(["lat", "lon"]).set_index(["lat", "lon"])
    return (
        first.assign(district=together["district"].agg(", ".join), enrollment=together["enrollment"].sum(min_count=1))
        .reset_index()
        .assign(region=lambda rows: "Region " + rows["region"])
    )


def _superintendents(people: pd.DataFrame, letter: str, rng: np.random.Generator) -> pd.DataFrame:
    people = people.assign(id=numbered(letter, people), role="superintendent", status="active", former_employers="none")
    return people.assign(name=called(people), years_as_superintendent=rng.integers(3, 16, len(people)))


def _leaders(people: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The facilitators' table: every second has been a mentor, the others were in a recognized cohort."""
    mentors = np.arange(len(people)) % 2 == 0
    return _superintendents(people, "F", rng).assign(
        past_roles=np.where(mentors, "principal; mentor", "principal"),
        recognized_cohort=np.where(mentors, "", "yes"),
        expertise=[_issues(rng, 4) for _ in range(len(people))],
        conflicts="none",
    )


# ---------------------------------------------------------------- solved and judged


def solved_and_verified(folder: Path, time_limit: float | None = None) -> CohortPlan:
    """The season's plan, published, read back from its files and judged by the checker."""
    plan = pairing.solve(folder, time_limit=time_limit)
    assert isinstance(plan, CohortPlan)
    season = pairing.load(folder)
    findings = check_cohorts(season, stored_cohorts(season, pairing.publish(plan, folder))).findings
    assert not findings, findings
    return plan


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("state", choices=["missouri", "massachusetts"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--members", type=int, nargs="*", help="how many; for Massachusetts in each of its regions")
    parser.add_argument("--facilitators", type=int)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--solve", action="store_true", help="solve the season and judge the plan")
    given = parser.parse_args()
    if given.state == "missouri":
        make(given.folder, (given.members or [None])[0], given.facilitators or 12, given.seed)
    else:
        make_mssn(given.folder, given.members or (7, 8, 7, 6), given.facilitators or 10, given.seed)
    print(solved_and_verified(given.folder) if given.solve else given.folder)
