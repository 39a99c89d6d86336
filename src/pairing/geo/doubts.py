"""Where a person's place contradicts itself, said at the cell that is probably wrong.

Half a pair of coordinates, and 0, 0, are errors where the table is read (`profiles/checks.py`), and no place here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pairing.errors import Problem, did_you_mean
from pairing.geo.distance import Floats, miles_apart, miles_between
from pairing.geo.evidence import Evidence, Source, can_place
from pairing.geo.zips import Zip, everywhere, zips_of

OUTSIDE_MILES = 15
"""Coordinates farther than this from every ZIP code of their state, and nearer to another's, lie outside it.

Of 13,327 real districts 8 lie so, none of them in Missouri, Minnesota or Massachusetts. 10 miles would doubt
16, one in Missouri; 20 would doubt 4 but notice fewer of the coordinates that belong to another district 25
to 50 miles away across the border: a third, not half."""

NOWHERE_MILES = 100
"""Coordinates farther than this from every ZIP code of their state lie outside it, whatever is nearer: a lost
minus sign takes Alaska to Siberia, where Alaska is near. The loneliest real district is 57 miles from one."""

ZIP_MILES = 50
"""A ZIP code farther than this from the coordinates contradicts them: so in 12 of 13,492 real districts."""

_PLACED_BY: dict[Source | None, str] = {
    "coordinates": "the coordinates place this person",
    "ZIP": "the ZIP code places this person",
    "city": "city and state place this person",
    None: "nothing else places this person",
}


@dataclass(frozen=True)
class _Case:
    """One person's evidence: the coordinates, and the miles to be judged, NaN where there are none."""

    evidence: Evidence
    i: int
    source: Source | None
    lat: float
    lon: float
    miles_to_state: float
    miles_to_zip: float

    @property
    def state(self) -> str | None:
        return self.evidence.states[self.i]

    @property
    def zip(self) -> Zip | None:
        return self.evidence.zips[self.i]

    @cached_property
    def outside(self) -> bool:
        """The coordinates lie outside the person's state, as far as one can say without borders."""
        if not self.miles_to_state > OUTSIDE_MILES:
            return False
        return self.miles_to_state > NOWHERE_MILES or everywhere().state_at(self.lat, self.lon) != self.state

    def problem(self, column: str, message: str, value: str, expected: str = "") -> Problem:
        """A warning at the person's cell; `column` is the vocabulary's name or empty."""
        table = self.evidence.table
        heading = table.headings.get(column, column)
        return Problem(
            message, table.file, table.sheet, table.rows[self.i], heading, value, expected, severity="warning"
        )


def doubts(evidence: Evidence, sources: Sequence[Source | None]) -> list[Problem]:
    """Everything doubtful about the places of a table, in the order of the sheet's rows."""
    table = evidence.table
    if not can_place(table, evidence.in_states):
        return [_nobody(evidence)] if len(table) else []
    cases = sorted(_cases(evidence, sources), key=lambda case: table.rows[case.i])
    return [problem for case in cases for check in CHECKS for problem in check(case)]


def _cases(evidence: Evidence, sources: Sequence[Source | None]) -> Iterator[_Case]:
    """Every person with what is known about them."""
    lat, lon = evidence.lat.tolist(), evidence.lon.tolist()
    to_state, to_zip = _miles_to_state(evidence).tolist(), _miles_to_zip(evidence).tolist()
    for i, source in enumerate(sources):
        yield _Case(evidence, i, source, lat[i], lon[i], to_state[i], to_zip[i])


def _miles_to_state(evidence: Evidence) -> Floats:
    """(people,): miles from the coordinates to the nearest ZIP code of the person's state."""
    miles = np.full(len(evidence.states), np.nan)
    states = np.array([state or "" for state in evidence.states])
    for state in sorted(set(states[evidence.located]) - {""}):
        people = np.flatnonzero(evidence.located & (states == state))
        lat, lon = zips_of(str(state)).points
        if len(lat):
            miles[people] = miles_between(evidence.lat[people], evidence.lon[people], lat, lon).min(axis=1)
    return miles


def _miles_to_zip(evidence: Evidence) -> Floats:
    """(people,): miles from the coordinates to the place of the person's ZIP code."""
    spots = [(np.nan, np.nan) if spot is None else (spot.lat, spot.lon) for spot in evidence.zips]
    lat, lon = np.array(spots, dtype=np.float64).reshape(-1, 2).T
    return miles_apart(evidence.lat, evidence.lon, lat, lon)


def _nobody(evidence: Evidence) -> Problem:
    """A table without any placing column gets one warning, not one per person."""
    table = evidence.table
    message = "no column places anyone: distance is unknown for everyone here"
    expected = "columns lat and lon, or zip, or city and state"
    return Problem(message, table.file, table.sheet, expected=expected, severity="warning")


def outside_the_state(case: _Case) -> Iterator[Problem]:
    """Coordinates lie in the person's state."""
    if case.outside and case.state is not None:
        message = f"these coordinates are {_miles(case.miles_to_state)} from the nearest ZIP code of {case.state}"
        hint = _mended(case.lat, case.lon, *zips_of(case.state).points)
        yield case.problem("lat", message, f"{case.lat}, {case.lon}", f"coordinates in {case.state}{hint}")


def wrong_zip(case: _Case) -> Iterator[Problem]:
    """A ZIP code exists and stands for a place, in the person's state."""
    code, then = case.evidence.codes[case.i], _PLACED_BY[case.source]
    if code is None:
        return
    if case.zip is None:
        yield case.problem("zip", f"no such ZIP code; {then}", code)
    elif not case.zip.placed:
        yield case.problem("zip", f"military mail has no place on the map; {then}", code)
    elif case.state is not None and case.zip.state != case.state:
        yield case.problem("zip", f"this ZIP code is in {case.zip.state}, not in {case.state}; {then}", code)


def far_from_zip(case: _Case) -> Iterator[Problem]:
    """Coordinates lie near the person's ZIP code; said only if they lie in the state, so that one mistake is
    reported once."""
    if case.zip is not None and case.miles_to_zip > ZIP_MILES and not case.outside:
        message = f"this ZIP code is {_miles(case.miles_to_zip)} from the coordinates; {_PLACED_BY[case.source]}"
        hint = _mended(case.lat, case.lon, np.array([case.zip.lat]), np.array([case.zip.lon]))
        yield case.problem("zip", message, case.zip.code, f"one near {case.lat}, {case.lon}{hint}")


def unplaced(case: _Case) -> Iterator[Problem]:
    """Everybody is somewhere."""
    if case.source is not None:
        return
    table, city = case.evidence.table, case.evidence.cities[case.i]
    name = table.values("name")[case.i]
    who = f"{table.ids[case.i]} ({name})" if name else table.ids[case.i]
    message = f"{who}: no coordinates, ZIP or known city: distance is unknown for this person"
    if city is None:
        yield case.problem("", message, "")
    elif case.state is None:
        yield case.problem("city", message, city, "its state as well")
    else:
        hint = did_you_mean(city, zips_of(case.state).town_names)
        yield case.problem("city", message, city, f"a town of {case.state}" + (f"; {hint}" if hint else ""))


def _mended(lat: float, lon: float, target_lat: Floats, target_lon: Floats) -> str:
    """The first usual slip whose mending lands near a target, as a hint; else an empty string."""
    for slip, mended_lat, mended_lon in (
        ("minus sign lost", lat, -lon),
        ("latitude and longitude swapped", lon, lat),
        ("latitude and longitude swapped, minus sign lost", lon, -lat),
    ):
        here = np.array([mended_lat]), np.array([mended_lon])
        if abs(mended_lat) <= 90 and miles_between(*here, target_lat, target_lon).min() <= OUTSIDE_MILES:
            return f"; did you mean the coordinates {mended_lat}, {mended_lon} ({slip})?"
    return ""


def _miles(miles: float) -> str:
    """Whole miles: `5,123 miles`."""
    return f"{miles:,.0f} miles"


CHECKS: tuple[Callable[[_Case], Iterator[Problem]], ...] = (
    outside_the_state,
    wrong_zip,
    far_from_zip,
    unplaced,
)
"""What is asked about each person."""
