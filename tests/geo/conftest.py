from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from geopy.distance import geodesic

from pairing.geo import zips
from pairing.profiles.table import Table

NUMBERS = ("lat", "lon")
CACHED = (zips.zips_of, zips.everywhere, zips._find_anywhere)


def table_of(*people: dict[str, Any], columns: Iterable[str] = (), **more: Any) -> Table:
    """A table of these people, each with the columns that are known; `columns` stand there empty."""
    names = dict.fromkeys(["id", *columns, *(name for person in people for name in person)])
    frame = pd.DataFrame({name: _column(name, people) for name in names})
    rows = more.pop("rows", tuple(range(2, len(people) + 2)))
    return Table("people", "people.csv", frame, rows, **more)


def _column(name: str, people: Iterable[dict[str, Any]]) -> pd.Series:
    if name in NUMBERS:
        return pd.Series([person.get(name, np.nan) for person in people], dtype=np.float64)
    unnamed = "p{:02}" if name == "id" else None
    cells = [person.get(name, unnamed and unnamed.format(i)) for i, person in enumerate(people)]
    return pd.Series(cells, dtype=object)


@cache
def table_from(path: Path, drop: tuple[str, ...] = ()) -> Table:
    """A file of real districts, or of people in them, as a table."""
    frame = pd.read_csv(path, dtype={"zip": str, "leaid": str})
    frame = frame.rename(columns={"pid": "id"} if "pid" in frame else {"leaid": "id"})
    frame = frame[[name for name in ("id", "name", "state", "city", "zip", *NUMBERS) if name in frame]]
    people = frame.drop(columns=list(drop)).sort_values("id").to_dict("records")
    return table_of(*({str(name): value for name, value in person.items()} for person in people))


def entry(code: str, **known: Any) -> dict[str, Any]:
    """A ZIP code as the `zipcodes` package gives it."""
    usual = {"zip_code_type": "STANDARD", "active": True, "city": "Town", "acceptable_cities": []}
    return {**usual, **known, "zip_code": code, "lat": str(known["lat"]), "long": str(known.pop("lon"))}


@pytest.fixture
def people() -> Callable[..., Table]:
    return table_of


@pytest.fixture(scope="session")
def read_people() -> Callable[..., Table]:
    return table_from


@pytest.fixture
def north() -> Callable[[float], float]:
    """The latitude so many miles north of 38 N, 92 W."""
    return lambda miles: geodesic(miles=miles).destination((38, -92), bearing=0).latitude


@pytest.fixture
def country(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Puts an invented country in the package's place: call it with the country's ZIP codes."""

    def settle(*codes: dict[str, Any]) -> None:
        entries = [entry(**code) for code in codes]
        package = SimpleNamespace(
            list_all=lambda: entries,
            filter_by=lambda state: [entry for entry in entries if entry["state"] == state],
            matching=lambda code: [entry for entry in entries if entry["zip_code"] == code],
        )
        monkeypatch.setattr(zips, "_zipcodes", lambda: package)
        forget()

    yield settle
    forget()


def forget() -> None:
    """What was read of one country is no answer in another."""
    for cached in CACHED:
        cached.cache_clear()


@pytest.fixture(scope="session")
def real_data() -> Path:
    folder = os.environ.get("PAIRING_REAL_DATA")
    if not folder:
        pytest.skip("PAIRING_REAL_DATA is not set")
    return Path(folder)
