"""A season of AMP for principals: real Missouri's first-year K-8 superintendents and 40 new principals, 60 veterans.

The principals are invented by seed on real districts.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import numpy as np
import pandas as pd

from pairing.setup.built_in import program_path
from real_districts import called, districts, drawn, lists, numbered, one_of, some_blank

TOPICS = ("staffing", "budget", "curriculum", "assessment", "special education", "school safety", "attendance")


def make_principals(folder: Path, mentees: int = 40, mentors: int = 60, seed: int = 0) -> Path:
    """Write the season: all the new K-8 superintendents and so many principals."""
    rng = np.random.default_rng(seed)
    table = districts("mo")
    new = pd.concat(
        [
            table[table["district_id"].isin(_new_in_k8())].assign(role="superintendent"),
            drawn(table, mentees, rng).assign(role="principal"),
        ],
        ignore_index=True,
    )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "program.toml").write_bytes(program_path("missouri-amp-principals").read_bytes())
    _mentees(new, rng).to_csv(folder / "mentees.csv", index=False)
    _mentors(drawn(table, mentors, rng).assign(role="principal"), rng).to_csv(folder / "mentors.csv", index=False)
    return folder


def _new_in_k8() -> list[str]:
    """The districts of K-8 superintendents in their first year."""
    source = Path(os.environ["PAIRING_REAL_DATA"]) / "missouri_superintendents_2024.csv"
    people = pd.read_csv(source, dtype={"leaid": str})
    return list(people["leaid"][(people["role"] == "mentee") & (people["grade_span"] == "K-8")])


def _mentees(people: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    n = len(people)
    return people.assign(
        id=numbered("E", people),
        name=called(people),
        first_year="yes",
        needs=some_blank(rng, lists(rng, TOPICS, n, 1, 3), 0.1),
        conflicts="none",
        declines="none",
    )


def _mentors(people: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    n = len(people)
    return people.assign(
        id=numbered("M", people),
        name=called(people),
        years_by_role=[f"principal: {years}" for years in rng.integers(3, 20, n)],
        expertise=some_blank(rng, lists(rng, TOPICS, n, 2, 4), 0.1),
        conflicts="none",
        declines="none",
        capacity=one_of(rng, ("1", "2"), n, (4, 1)),
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    print(make_principals(given.folder, seed=given.seed))
