"""What a table says about where each person is, before anything is doubted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from pairing.geo.distance import Floats
from pairing.geo.zips import Zip, find_zip
from pairing.profiles.table import Table

Source = Literal["coordinates", "ZIP", "city"]

PLACING = (("lat", "lon"), ("zip",), ("city", "state"))
"""The sets of columns that place a person, best first."""


@dataclass(frozen=True)
class Evidence:
    """One entry per person of the table, in its order.

    `lat`, `lon`: float64 degrees, NaN unless both are known and not 0, 0 (which forms write for a blank).
    `codes`: the ZIP codes as typed. `zips`: their places, None for no such code. `states`: two capitals.
    """

    table: Table
    lat: Floats
    lon: Floats
    codes: list[str | None]
    zips: list[Zip | None]
    states: list[str | None]
    cities: list[str | None]

    @property
    def located(self) -> NDArray[np.bool_]:
        """(people,): coordinates are known."""
        return ~np.isnan(self.lat)


def read(table: Table) -> Evidence:
    """A person's coordinates, ZIP code, city and state stand side by side."""
    lat, lon = table.numbers("lat"), table.numbers("lon")
    useless = np.isnan(lat) | np.isnan(lon) | ((lat == 0) & (lon == 0))
    codes: list[str | None] = table.values("zip")
    states = [None if value is None else str(value).strip().upper() for value in table.values("state")]
    zips = [None if code is None else find_zip(code, state) for code, state in zip(codes, states, strict=True)]
    lat, lon = np.where(useless, np.nan, lat), np.where(useless, np.nan, lon)
    return Evidence(table, lat, lon, codes, zips, states, table.values("city"))


def can_place(table: Table) -> bool:
    """The table has a set of columns that could place somebody."""
    return any(all(name in table.frame for name in names) for names in PLACING)
