"""A season of the Minnesota program on real districts: 60 mentees and 90 mentors in several roles, invented by seed.

Mentors are few in two regions, so that some of their mentees find nobody of their own region.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

from pairing.setup.built_in import program_path
from real_districts import called, days, districts, drawn, lists, naming, numbered, one_of, some_blank

SHORT = ("3", "8")
"""Regions with few mentors."""
ROLES = (
    "superintendent", "curriculum director", "business manager", "special education director",
    "assistant superintendent", "human resources director",
)  # fmt: skip
FREQUENCY = (10, 3, 3, 3, 2, 1)
TOPICS = (
    "finance", "facilities", "levies", "board relations", "community relations", "curriculum", "instruction",
    "assessment", "special education", "staffing", "human resources", "transportation", "school safety",
)  # fmt: skip
INTERESTS = ("coaching", "equity", "data use", "rural schools", "state policy", "career pathways", "early learning")
CLASSES = {
    "first year": {"first_year": "yes"},
    "new to Minnesota": {"first_year": "no", "new_to_state": "yes"},
    "special application": {"first_year": "no", "special_application": "yes"},
    "second year": {"first_year": "no", "extension": "yes"},
}
SHARES = (48, 4, 3, 5)


def make_minnesota(folder: Path, mentees: int = 60, mentors: int = 90, seed: int = 0) -> Path:
    """Write the season."""
    rng = np.random.default_rng(seed)
    table = districts("mn")
    scarce = table["region"].isin(SHORT).map({True: 0.25, False: 1.0})
    serving = _mentors(drawn(table, mentors, rng, scarce), rng)
    served = _mentees(drawn(table, mentees, rng), serving, rng)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "program.toml").write_bytes(program_path("minnesota-masa-mentors").read_bytes())
    served.to_csv(folder / "mentees.csv", index=False)
    serving.to_csv(folder / "mentors.csv", index=False)
    return folder


def _mentors(people: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The mentors' table: a third has retired, some take two."""
    n = len(people)
    retired = rng.random(n) < 1 / 3
    people = people.assign(id=numbered("M", people), role=one_of(rng, ROLES, n, FREQUENCY))
    return people.assign(
        name=called(people),
        status=np.where(retired, "retired", "active"),
        past_roles=some_blank(rng, ["principal; " + role for role in one_of(rng, ROLES, n, FREQUENCY)], 0.1),
        member=one_of(rng, ("yes", "no", ""), n, (36, 1, 1)),
        employer=np.where(retired, "retired", people["district"]),
        supervisor=np.where(people["role"] == "superintendent", "the school board", "the superintendent"),
        expertise=some_blank(rng, lists(rng, TOPICS, n, 2, 5), 0.05),
        interests=some_blank(rng, lists(rng, INTERESTS, n, 1, 3), 0.1),
        conflicts=some_blank(rng, ["none"] * n, 0.1),
        declines="none",
        capacity=one_of(rng, ("1", "2", ""), n, (12, 2, 1)),
    )


def _mentees(people: pd.DataFrame, mentors: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The mentees' table: most in their first year, those in a second name last year's mentor."""
    n, ids = len(people), mentors["id"].tolist()
    people = people.assign(id=numbered("E", people), role=one_of(rng, ROLES, n, FREQUENCY))
    new = pd.DataFrame([CLASSES[name] for name in one_of(rng, list(CLASSES), n, SHARES)]).fillna("")
    again, rows = new["extension"] == "yes", people.to_dict("records")
    return pd.concat([people, new], axis=1).assign(
        name=called(people),
        requested_by=np.where(again, one_of(rng, ("mentor", "mentee", "district"), n, (1, 1, 1)), ""),
        current_mentor=[_last_year(person, mentors, rng) if a else "" for a, person in zip(again, rows, strict=True)],
        member=one_of(rng, ("yes", "no", ""), n, (56, 2, 2)),
        employer=people["district"],
        supervisor=np.where(people["role"] == "superintendent", "the school board", "the superintendent"),
        needs=some_blank(rng, lists(rng, TOPICS, n, 1, 4), 0.1),
        interests=some_blank(rng, lists(rng, INTERESTS, n, 1, 3), 0.1),
        prefers=naming(rng, ids, n, 0.5, 3),
        declines=naming(rng, ids, n, 0.1, 2, "none"),
        conflicts=some_blank(rng, naming(rng, ids, n, 0.1, 1, "none"), 0.1),
        hired_on=days(rng, "2026-02-01", n, 150),
    )


def _last_year(person: dict[str, str], mentors: pd.DataFrame, rng: np.random.Generator) -> str:
    """Last year's mentor: somebody of the region and the role, or of the role alone, or anybody."""
    same_role = mentors["role"] == person["role"]
    for there in (same_role & (mentors["region"] == person["region"]), same_role):
        if there.any():
            return str(rng.choice(mentors["id"][there]))
    return str(rng.choice(mentors["id"]))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--mentees", type=int, default=60)
    parser.add_argument("--mentors", type=int, default=90)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    print(make_minnesota(given.folder, given.mentees, given.mentors, given.seed))
