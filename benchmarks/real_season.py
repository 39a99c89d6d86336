"""A season from the real Missouri table: 76 first-year superintendents, 240 veterans; facts only, no names.

The table stands outside the project; PAIRING_REAL_DATA names its folder.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import pandas as pd

from pairing.setup.built_in import program_path

LOCALES = {"City": "city", "Suburb": "suburb", "Town": "town", "Rural": "rural"}
SHARED = ("id", "district", "district_id", "state", "region", "county", "city", "zip", "lat", "lon", "role",
          "enrollment", "grade_span", "locale", "low_income_pct")  # fmt: skip


def make_season(folder: Path, *, mentors: int | None = None, seed: int = 0) -> Path:
    """Write the season; with `mentors` only that many, drawn by `seed`."""
    source = Path(os.environ["PAIRING_REAL_DATA"]) / "missouri_superintendents_2024.csv"
    people = pd.read_csv(source, dtype={"leaid": str, "zip": str})
    side = people["role"]
    people = people.rename(columns={"pid": "id", "name": "district", "leaid": "district_id"}).assign(
        state="MO",
        role="superintendent",
        locale=people["locale_group"].map(LOCALES),
        low_income_pct=people["child_poverty_pct"],
    )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "program.toml").write_bytes(program_path("missouri-amp").read_bytes())
    people[side == "mentee"].assign(first_year="yes")[[*SHARED, "first_year"]].to_csv(
        folder / "mentees.csv", index=False
    )
    veterans = people[side == "mentor"].rename(columns={"years": "years_as_superintendent"})
    if mentors is not None:
        veterans = veterans.sample(mentors, random_state=seed).sort_values("id")
    veterans[[*SHARED, "years_as_superintendent"]].to_csv(folder / "mentors.csv", index=False)
    return folder


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--mentors", type=int)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    print(make_season(arguments.folder, mentors=arguments.mentors, seed=arguments.seed))
