"""Two Massachusetts seasons on real districts, invented by seed: 40 mentees with 60 mentors, 120 people for 8 seminars.

Several districts share one office, so that two people may work zero miles apart; such districts are drawn more often.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

from pairing.setup.built_in import program_path
from real_districts import called, days, districts, drawn, lists, naming, numbered, one_of, some_blank

COMPONENTS = (
    "curriculum", "instruction", "human resources", "budget", "grants", "professional development", "data",
    "special education", "English learners", "technology", "evaluation", "family engagement",
)  # fmt: skip
GOALS = ("entry plan", "grant writing", "equity", "coaching principals", "data use", "labor relations", "communication")
TITLES = ("assistant superintendent", "director of curriculum", "director of student services", "business manager")
SECTIONS = (
    ("I-1", "I", 16, "Holyoke"), ("I-2", "I", 24, "Marlborough"), ("I-3", "I", 16, "Plymouth"),
    ("II-1", "II", 12, "Holyoke"), ("II-2", "II", 12, "Marlborough"), ("II-3", "II", 12, "Marlborough"),
    ("III-1", "III", 16, "Marlborough"), ("III-2", "III", 10, "Plymouth"),
)  # fmt: skip
"""Id, level, seats and town of each seminar: too few seats for level I."""
COMPLETED = {"none": 70, "I": 26, "I; II": 18, "I; II; III": 2, "": 4}
REQUIRES = {"I": "none", "II": "I", "III": "II"}


def make_mentoring(folder: Path, mentees: int = 40, mentors: int = 60, seed: int = 0) -> Path:
    """Write the season of the assistant superintendents and their mentors."""
    rng = np.random.default_rng(seed)
    table = districts("ma")
    shared = table.duplicated(["lat", "lon"], keep=False).map({True: 4.0, False: 1.0})
    folder.mkdir(parents=True, exist_ok=True)
    program = program_path("massachusetts-assistant-superintendent-mentors")
    (folder / "program.toml").write_bytes(program.read_bytes())
    _new(drawn(table, mentees, rng, shared), rng).to_csv(folder / "mentees.csv", index=False)
    _veterans(drawn(table, mentors, rng, shared), rng).to_csv(folder / "mentors.csv", index=False)
    return folder


def make_seminars(folder: Path, participants: int = 120, seed: int = 0) -> Path:
    """Write the season of the seminars."""
    rng = np.random.default_rng(seed)
    table = districts("ma")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "program.toml").write_bytes(program_path("massachusetts-asls").read_bytes())
    _participants(drawn(table, participants, rng), rng).to_csv(folder / "participants.csv", index=False)
    _sections(table).to_csv(folder / "sections.csv", index=False)
    return folder


def _new(people: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The mentees' table: one part of each job is the central one."""
    n = len(people)
    people = people.assign(id=numbered("E", people), role="assistant superintendent")
    jobs = [job.replace(";", "*;", 1) if ";" in job else job + "*" for job in lists(rng, COMPONENTS, n, 1, 4)]
    return people.assign(
        name=called(people),
        first_year=one_of(rng, ("yes", "no"), n, (38, 2)),
        job_components=some_blank(rng, jobs, 0.05),
        goals=some_blank(rng, lists(rng, GOALS, n, 1, 3), 0.1),
        conflicts="none",
        declines="none",
    )


def _veterans(people: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The mentors' table: some have served too few years, of some they are unknown."""
    n = len(people)
    people = people.assign(id=numbered("M", people), role="assistant superintendent")
    served = [f"assistant superintendent: {years}; principal: 5" for years in rng.integers(3, 20, n)]
    return people.assign(
        name=called(people),
        status=one_of(rng, ("active", "retired"), n, (2, 1)),
        years_by_role=some_blank(rng, served, 0.05),
        job_components=some_blank(rng, lists(rng, COMPONENTS, n, 2, 5), 0.05),
        expertise=some_blank(rng, lists(rng, GOALS, n, 1, 4), 0.1),
        conflicts="none",
        declines="none",
        capacity=one_of(rng, ("1", "2"), n, (5, 1)),
    )


def _participants(people: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The participants' table: most are new, some of level I turned away a year before come first."""
    n, ids = len(people), [section for section, *_ in SECTIONS]
    people = people.assign(id=numbered("P", people), role=one_of(rng, TITLES, n, (5, 2, 2, 1)))
    completed = one_of(rng, list(COMPLETED), n, list(COMPLETED.values()))
    return people.assign(
        name=called(people),
        years_in_role=np.where(rng.random(n) < 0.05, "8", "2"),
        completed=completed,
        priority=one_of(rng, ("1", "2", ""), n, (1, 10, 1)),
        registered_on=days(rng, "2026-04-01", n, 80),
        prefers=naming(rng, ids, n, 0.5, 2),
        declines=naming(rng, ids, n, 0.05, 1, "none"),
    )


def _sections(table: pd.DataFrame) -> pd.DataFrame:
    """The sections' table, each at the office of its town's first district."""
    rows = pd.DataFrame(SECTIONS, columns=["id", "level", "seats", "city"])
    towns = table.drop_duplicates("city")[["city", "state", "zip", "lat", "lon"]]
    return rows.assign(
        name=[f"ASLS {level}, {town}" for _, level, _, town in SECTIONS], requires=rows["level"].map(REQUIRES)
    ).merge(towns, on="city", validate="many_to_one")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", choices=["mentoring", "seminars"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    make = {"mentoring": make_mentoring, "seminars": make_seminars}[given.program]
    print(make(given.folder, seed=given.seed))
