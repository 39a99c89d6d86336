"""A district for each real town: what it is called, where it lies, how large it is, whom it serves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from random import Random

import numpy as np

from pairing.geo.distance import Floats, miles_between
from pairing.geo.zips import zips_of
from pairing.profiles.columns import LOCALES
from pairing.profiles.table import key
from pairing.setup.synthetic.names import SURNAMES
from pairing.setup.synthetic.patterns import Pattern

AROUND_MILES = 25
"""Invented people live in towns no farther than this from somebody of the pattern."""
CITY_ZIPS = 4
"""A town with so many ZIP codes of its own, boxes left out, is a city."""
SUBURB_MILES = 15
RURAL_SHARE = 0.5
"""Of the towns that are neither city nor suburb."""
STUDENTS = {"city": 9_000, "suburb": 4_500, "town": 1_900, "rural": 550}
"""Students in the median district of a kind of place."""
SPREAD = 0.55
"""Standard deviation of the logarithm of enrollment within a kind of place."""
FEWER_GRADES = 0.35
"""A district of fewer grades than K-12 has so many of the students of one with all of them."""
JITTER = 5.0
"""Standard deviation of a percentage around the pattern's."""
_PATTERN = re.compile(r"(?P<word>\w+) (?P<rest>.+) of .+")


@dataclass(frozen=True)
class Town:
    """A real town with mail of its own: one ZIP code and its coordinates in degrees; zips: how many codes it has."""

    name: str
    county: str
    zip: str
    lat: str
    lon: str
    zips: int


@dataclass(frozen=True)
class District:
    """One invented district; figures: its cells by column, enrollment and the rest."""

    id: str
    name: str
    state: str
    region: str
    town: Town
    figures: Mapping[str, str]


def towns_of(state: str) -> list[Town]:
    """The towns of a state by name, from its ZIP codes in use; none for a state that is not known."""
    entries = [e for e in zips_of(state).entries if e["active"] and e["zip_code_type"] == "STANDARD" and e["lat"]]
    counts = Counter(entry["city"] for entry in entries)
    first = {e["city"]: e for e in sorted(entries, key=lambda e: e["zip_code"], reverse=True)}
    return [
        Town(city, str(e["county"]).removesuffix(" County"), e["zip_code"], str(e["lat"]), str(e["long"]), counts[city])
        for city, e in sorted(first.items())
    ]


@dataclass
class Districts:
    """The districts of a state, each invented when it is first asked for; the same seed gives the same ones."""

    state: str
    patterns: Sequence[Pattern]
    seed: int
    made: dict[str, District] = field(default_factory=dict)
    around: dict[tuple[str, int], list[Town]] = field(default_factory=dict)

    @cached_property
    def towns(self) -> list[Town]:
        """All towns of the state."""
        return towns_of(self.state)

    def near(self, pattern: Pattern, row: int) -> list[Town]:
        """The towns around one person of a pattern; all of the state where nobody knows where that is."""
        if (pattern.name, row) not in self.around:
            miles = self._miles[pattern.name][row]
            near = np.flatnonzero(miles <= max(AROUND_MILES, miles.min())) if not np.isnan(miles).all() else ()
            self.around[pattern.name, row] = [self.towns[t] for t in near] or self.towns
        return self.around[pattern.name, row]

    def at(self, town: Town) -> District:
        """The district of a town."""
        if town.name not in self.made:
            self.made[town.name] = self._invented(town)
        return self.made[town.name]

    @cached_property
    def _degrees(self) -> tuple[Floats, Floats]:
        """(towns,) latitudes and longitudes."""
        return np.array([float(t.lat) for t in self.towns]), np.array([float(t.lon) for t in self.towns])

    @cached_property
    def _miles(self) -> dict[str, Floats]:
        """(rows, towns) for each pattern by its name."""
        return {p.name: miles_between(p.lat, p.lon, *self._degrees) for p in self.patterns}

    @cached_property
    def _regions(self) -> dict[str, str]:
        """Each town's region: that of the nearest person of the patterns who has one."""
        rows = [(row["region"], m) for p in self.patterns for row, m in zip(p.rows, self._miles[p.name], strict=True)
                if row.get("region") and not np.isnan(m).any()]  # fmt: skip
        if not rows:
            return {}
        nearest = np.array([miles for _, miles in rows]).argmin(axis=0)
        return {town.name: rows[row][0] for town, row in zip(self.towns, nearest, strict=True)}

    @cached_property
    def _locales(self) -> dict[str, str]:
        """The kind of place that each town is."""
        cities = np.array([town.zips >= CITY_ZIPS for town in self.towns])
        lat, lon = self._degrees
        to_city = miles_between(lat, lon, lat[cities], lon[cities])
        suburbs = np.min(to_city, axis=1, initial=np.inf) <= SUBURB_MILES
        random = Random(f"{self.seed} locales {self.state}")
        outside = [random.random() < RURAL_SHARE for _ in self.towns]
        return {
            town.name: "city" if city else "suburb" if suburb else "rural" if rural else "town"
            for town, city, suburb, rural in zip(self.towns, cities, suburbs, outside, strict=True)
        }

    @cached_property
    def _like(self) -> dict[str, list[Mapping[str, str]]]:
        """The patterns' rows by the kind of place, and under "" all of them, so far as they tell of a district."""
        rows = [row for pattern in self.patterns for row in pattern.rows if row.get("district")]
        found: dict[str, list[Mapping[str, str]]] = {"": rows}
        for row in rows:
            if locale := key(row.get("locale", "")):
                found.setdefault(LOCALES.get(locale, locale), []).append(row)
        return found

    def _invented(self, town: Town) -> District:
        random = Random(f"{self.seed} district of {town.name}, {self.state}")
        locale = self._locales[town.name]
        like = self._like.get(locale) or self._like[""] or [{}]
        figures = {column: figure(random, locale, like) for column, figure in FIGURES.items()}
        figures["enrollment"] = f"{_students(random, locale, figures['grade_span']):,}"
        found = _PATTERN.fullmatch(random.choice(like).get("district", ""))
        kind = found["rest"] if found and found["word"] in SURNAMES else "Schools"
        name = f"{random.choice(SURNAMES)} {kind} of {town.name}"
        return District(f"X{town.zip}", name, self.state, self._regions.get(town.name, ""), town, figures)


def _students(random: Random, locale: str, grade_span: str) -> int:
    """Lognormal around the median of the kind of place, fewer where there are fewer grades; at least 20."""
    share = 1.0 if ("12" in grade_span and not grade_span[:1].isdigit()) or not grade_span else FEWER_GRADES
    return max(20, round(share * STUDENTS[locale] * random.lognormvariate(0, SPREAD)))


def _drawn(column: str) -> Figure:
    """A cell of a district of the patterns in the same kind of place."""
    return lambda random, locale, like: random.choice(_known(column, like))


def _percent(column: str) -> Figure:
    """A percentage near that of a district of the patterns in the same kind of place."""

    def figure(random: Random, locale: str, like: Sequence[Mapping[str, str]]) -> str:
        cell = random.choice(_known(column, like)).rstrip(" %")
        return f"{min(99.0, max(0.0, float(cell) + random.gauss(0, JITTER))):.0f}" if cell else ""

    return figure


def _known(column: str, like: Sequence[Mapping[str, str]]) -> list[str]:
    return [row[column] for row in like if row.get(column)] or [""]


Figure = Callable[[Random, str, Sequence[Mapping[str, str]]], str]
FIGURES: dict[str, Figure] = {
    "locale": lambda random, locale, like: locale,
    "grade_span": _drawn("grade_span"),
    "low_income_pct": _percent("low_income_pct"),
    "minority_pct": _percent("minority_pct"),
    "ell_pct": _percent("ell_pct"),
}
"""What a district's cells are, by column; enrollment follows from them."""
