"""Where the people of a table are."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pairing.errors import Problem
from pairing.geo.distance import Floats
from pairing.geo.doubts import doubts
from pairing.geo.evidence import Evidence, Source, read
from pairing.geo.zips import zips_of
from pairing.profiles.table import Table

Place = tuple[float, float, Source | None]


@dataclass(frozen=True)
class Places:
    """Where each person is, in the order of their table.

    `lat`, `lon`: (people,) float64 degrees, NaN for a person who is not placed. `source` says by what each
    is placed, None where by nothing.
    """

    lat: Floats
    lon: Floats
    source: tuple[Source | None, ...]


def locate(table: Table, in_states: Sequence[str] = ()) -> tuple[Places, list[Problem]]:
    """Coordinates place a person, else the ZIP code, else city and state; nothing is guessed.

    Works offline, by the ZIP codes' own coordinates (about 1 mile off in the median); a town lies at the
    median of its ZIP codes. The problems, in the order of the sheet's rows, are warnings: a place that
    contradicts itself, and everybody who is not placed. Coordinates are believed even where doubted. in_states: where
    the program's people work, for towns without a state.
    """
    evidence = read(table, in_states)
    placed = [_place(evidence, i) for i in range(len(table))]
    lat = np.array([place[0] for place in placed], dtype=np.float64)
    lon = np.array([place[1] for place in placed], dtype=np.float64)
    places = Places(lat, lon, tuple(place[2] for place in placed))
    return places, doubts(evidence, places.source)


def _place(evidence: Evidence, i: int) -> Place:
    """One person's latitude, longitude and what they come from."""
    if evidence.located[i]:
        return float(evidence.lat[i]), float(evidence.lon[i]), "coordinates"
    spot = evidence.zips[i]
    if spot is not None and spot.placed:
        return spot.lat, spot.lon, "ZIP"
    town = _town(evidence.cities[i], evidence.states[i])
    return (*town, "city") if town else (math.nan, math.nan, None)


def _town(city: str | None, state: str | None) -> tuple[float, float] | None:
    """A city means nothing without its state: 25 states have a Springfield."""
    return None if city is None or state is None else zips_of(state).town(city)
