"""Real districts as the rows of invented people: who serves there is drawn by seed, nobody is named.

The tables stand outside the project; PAIRING_REAL_DATA names their folder.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

LOCALES = {"City": "city", "Suburb": "suburb", "Town": "town", "Rural": "rural"}
SPANS = ("K-12", "K-8", "secondary", "other")
PLACE = ["district", "district_id", "state", "region", "county", "city", "zip", "lat", "lon", "enrollment",
         "grade_span", "locale"]  # fmt: skip


def districts(state: str) -> pd.DataFrame:
    """Every district of a state (mn, ma, mo), by number: the columns that a person's row takes over."""
    source = Path(os.environ["PAIRING_REAL_DATA"]) / f"districts_{state}.csv"
    table = pd.read_csv(source, dtype={"leaid": str, "zip": str, "region": str}).sort_values("leaid")
    return table.assign(
        district=table["name"],
        district_id=table["leaid"],
        enrollment=table["enrollment"].astype("Int64"),
        grade_span=table["grade_span"].where(table["grade_span"].isin(SPANS)),
        locale=table["locale_group"].map(LOCALES),
    )[PLACE].reset_index(drop=True)


def drawn(table: pd.DataFrame, n: int, rng: np.random.Generator, weights: pd.Series | None = None) -> pd.DataFrame:
    """n rows in the table's order; with weights the heavier the likelier."""
    share = None if weights is None else (weights / weights.sum()).to_numpy()
    return table.iloc[np.sort(rng.choice(len(table), n, replace=False, p=share))].reset_index(drop=True)


def numbered(letter: str, people: pd.DataFrame) -> list[str]:
    """Ids from A001 on."""
    return [f"{letter}{k + 1:03d}" for k in range(len(people))]


def called(people: pd.DataFrame) -> pd.Series:
    """What each person is called instead of a name: the role and the district."""
    return people["role"].str.capitalize() + " of " + people["district"]


def one_of(rng: np.random.Generator, items: Sequence[str], n: int, weights: Sequence[float]) -> NDArray[np.str_]:
    """n draws with replacement, by weight."""
    return rng.choice(items, n, p=np.array(weights) / sum(weights))


def lists(rng: np.random.Generator, items: Sequence[str], n: int, least: int, most: int) -> list[str]:
    """n lists of `least` to `most` different items."""
    return ["; ".join(rng.choice(items, int(rng.integers(least, most + 1)), replace=False)) for _ in range(n)]


def days(rng: np.random.Generator, first: str, n: int, within: int) -> list[str]:
    """n dates, from `first` on, within so many days."""
    drawn_days = pd.Timestamp(first) + pd.to_timedelta(rng.integers(0, within, n), unit="D")
    return list(pd.DatetimeIndex(drawn_days).strftime("%Y-%m-%d"))


def some_blank(rng: np.random.Generator, cells: Sequence[object], share: float) -> list[object]:
    """The cells, about this share of them left blank."""
    return ["" if blank else cell for cell, blank in zip(cells, rng.random(len(cells)) < share, strict=True)]


def naming(
    rng: np.random.Generator, ids: Sequence[str], n: int, share: float, most: int, otherwise: str = ""
) -> list[str]:
    """n lists of ids: this share of them with up to `most` different ones, the others as `otherwise` says."""
    return [
        "; ".join(rng.choice(ids, int(rng.integers(1, most + 1)), replace=False)) if rng.random() < share else otherwise
        for _ in range(n)
    ]
