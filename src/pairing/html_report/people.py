"""Profiles as the page shows them, and what a redacted page leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np

from pairing.geo import Places
from pairing.html_report.redaction import Redaction, may_be_shown
from pairing.profiles import Table, key
from pairing.season import Season
from pairing.season.groups import UNKNOWN, shown_value

IN_THE_HEAD = ("id", "name", "district", "lat", "lon", "district_id", "state", "zip")
"""What stands in a person's headline, or on the map; it is no line of the profile."""
SIZES = ((500, "under 500"), (1000, "500 to 999"), (2500, "1,000 to 2,499"), (10_000, "2,500 to 9,999"))
LARGEST = "10,000 and more"
SIZE_NAMES = [*(name for _, name in SIZES), LARGEST]
LONGEST = 600
"""Characters of one cell; the tables hold the rest."""

Spot = tuple[float, float]
Whole = TypeVar("Whole")


@dataclass(frozen=True)
class Person:
    """One person as the page shows them: `fields` by heading, as text. spot: latitude and longitude, None unknown."""

    id: str
    name: str
    district: str
    fields: dict[str, str]
    spot: Spot | None
    state: str
    groups: dict[str, str]

    @property
    def called(self) -> str:
        """The name, or the id where it is unknown or left out."""
        return self.name or self.id

    @property
    def region(self) -> str:
        """The region, "unknown" where it is."""
        return self.groups["region"]


class People:
    """Everybody of a season by side and id. redact: without names, mail addresses and notes."""

    def __init__(self, season: Season, redact: bool) -> None:
        self.season, self.redact = season, redact
        self.left = _people(season.left, season.left_places, redact)
        self.right = _people(season.right, season.right_places, redact)

    def of_left(self, identifier: str) -> Person:
        """A left person by id."""
        return self.left[key(identifier)]

    def of_right(self, identifier: str) -> Person:
        """A right person by id."""
        return self.right[key(identifier)]

    @cached_property
    def redaction(self) -> Redaction:
        """What leaves out of texts what a redacted page does not show."""
        return Redaction(self.season)

    def said(self, sentence: str) -> str:
        """A reason that may cite decisions, people and their cells, as the page may show it."""
        return self.redaction.reason(sentence) if self.redact else sentence

    def shown(self, facts: Whole) -> Whole:
        """A page's facts as the page may show them."""
        return self.redaction.everywhere(facts) if self.redact else facts


def _people(table: Table, places: Places, redact: bool) -> dict[str, Person]:
    columns = [
        name
        for name in table.frame.columns
        if name not in IN_THE_HEAD and not (redact and not may_be_shown(table, name))
    ]
    values = {name: table.values(name) for name in (*columns, "name", "district", "state")}
    groups = groups_of_table(table)
    found = {}
    for i, identifier in enumerate(table.ids):
        fields = {heading(name): _cell(values[name][i]) for name in columns if values[name][i] is not None}
        lat, lon = float(places.lat[i]), float(places.lon[i])
        found[key(identifier)] = Person(
            identifier, "" if redact else _cell(values["name"][i]), _cell(values["district"][i]), fields,
            None if np.isnan(lat) or np.isnan(lon) else (lat, lon), values["state"][i] or "", groups[i],
        )  # fmt: skip
    return found


def heading(column: str) -> str:
    """A column as people read it."""
    return {
        "low_income_pct": "low income %",
        "minority_pct": "students of color %",
        "ell_pct": "English learners %",
    }.get(column, column.replace("_", " "))


def _cell(value: object) -> str:
    text = "" if value is None else f"{value:,.15g}" if isinstance(value, float) else shown_value(value)
    return text if len(text) <= LONGEST else text[:LONGEST] + " ..."


def groups_of_table(table: Table) -> list[dict[str, str]]:
    """Each person's region, size of district and locale, "unknown" where it is."""
    spelled: dict[str, str] = {}

    def word(value: object) -> str:
        return UNKNOWN if value is None else spelled.setdefault(key(shown_value(value)), _cell(value))

    columns = zip(table.values("region"), table.values("enrollment"), table.values("locale"), strict=True)
    return [
        {"region": word(region), "size": size(enrollment), "locale": word(locale)}
        for region, enrollment, locale in columns
    ]


def size(enrollment: float | None) -> str:
    """The group of a district's enrollment."""
    if enrollment is None:
        return UNKNOWN
    return next((name for below, name in SIZES if enrollment < below), LARGEST)


def side_by_side(one: Person, other: Person) -> list[tuple[str, str, str]]:
    """Two profiles as lines: the heading, either value."""
    lines = [(name, one.fields.get(name, ""), other.fields.get(name, "")) for name in {**one.fields, **other.fields}]
    return [line for line in lines if not {*line[1:]} <= {"", "none"}]


def in_region(people: Sequence[Person], region: str | None) -> bool:
    """Whether anybody of them is in the region; everybody is where none is named."""
    return region is None or any(key(person.region) == key(region) for person in people)
