"""What a table says about where each person is, before anything is doubted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from pairing.geo.distance import Floats
from pairing.geo.zips import Zip, find_zip, zips_of
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
    in_states: tuple[str, ...] = ()

    @property
    def located(self) -> NDArray[np.bool_]:
        """(people,): coordinates are known."""
        return ~np.isnan(self.lat)


def read(table: Table, in_states: Sequence[str] = ()) -> Evidence:
    """A person's coordinates, ZIP code, city and state stand side by side.

    in_states: where the program's people work; of a town without a state the one of them that has it.
    """
    lat, lon = table.numbers("lat"), table.numbers("lon")
    useless = np.isnan(lat) | np.isnan(lon) | ((lat == 0) & (lon == 0))
    codes: list[str | None] = table.values("zip")
    states = [None if value is None else str(value).strip().upper() for value in table.values("state")]
    cities = table.values("city")
    if in_states:
        states = [
            state or (None if city is None else _state_of(str(city), in_states))
            for state, city in zip(states, cities, strict=True)
        ]
    zips = [None if code is None else find_zip(code, state) for code, state in zip(codes, states, strict=True)]
    lat, lon = np.where(useless, np.nan, lat), np.where(useless, np.nan, lon)
    return Evidence(table, lat, lon, codes, zips, states, cities, tuple(in_states))


def _state_of(city: str, in_states: Sequence[str]) -> str | None:
    """The only one of some states that has a town of this name."""
    if len(in_states) == 1:
        return in_states[0]
    found = [state for state in in_states if zips_of(state).town(city) is not None]
    return found[0] if len(found) == 1 else None


def can_place(table: Table, in_states: Sequence[str] = ()) -> bool:
    """The table has a set of columns that could place somebody."""
    if in_states and "city" in table.frame:
        return True
    return any(all(name in table.frame for name in names) for names in PLACING)
