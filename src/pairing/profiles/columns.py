"""The vocabulary of the tables: every column's name, type, range and meaning, in one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Type = Literal[
    "id", "text", "number", "integer", "percent", "yes/no", "date",
    "list", "ids", "years", "zip", "state", "choice",
]  # fmt: skip

TYPES: dict[Type, str] = {
    "id": "a short text that names one person, unique in its table",
    "text": "any text; compared without case and extra spaces",
    "number": "a number such as 12, 12.5 or 1,234",
    "integer": "a whole number such as 12 or 1,234",
    "percent": "a percentage from 0 to 100, with or without %",
    "yes/no": "yes or no (also y/n, true/false, 1/0, x for yes)",
    "date": "a date such as 2026-04-30 or 4/30/2026",
    "list": "texts separated by ; (none for an empty list)",
    "ids": "ids separated by ; (none for an empty list)",
    "years": "years per role, such as assistant superintendent: 6; principal: 4",
    "zip": "a five-digit ZIP code",
    "state": "a two-letter state such as MO",
    "choice": "one of the listed values",
}
"""What a cell of each type looks like; blank always means unknown."""


@dataclass(frozen=True)
class Column:
    """One column a table may have: `minimum` and `maximum` are inclusive, `choices` are the accepted values,
    `aliases` maps other usual spellings (compared without case and extra spaces) onto a choice."""

    name: str
    type: Type
    group: str
    meaning: str
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    aliases: dict[str, str] = field(default_factory=dict)


GRADE_SPANS = {
    "k-12": "K-12", "k12": "K-12", "pk-12": "K-12", "prek-12": "K-12", "k to 12": "K-12",
    "k-8": "K-8", "k8": "K-8", "pk-8": "K-8", "prek-8": "K-8", "k to 8": "K-8", "elementary": "K-8",
    "9-12": "secondary", "7-12": "secondary", "6-12": "secondary", "high school": "secondary",
}  # fmt: skip
NCES_LOCALES = {"1": "city", "2": "suburb", "3": "town", "4": "rural"}
"""The first digit of the federal locale codes 11 to 43."""
LOCALES = {"urban": "city", "suburban": "suburb", "country": "rural"} | {
    first + second: locale for first, locale in NCES_LOCALES.items() for second in "123"
}
STATUSES = {"current": "active", "in office": "active", "emeritus": "retired", "emerita": "retired"}

_ALL = [
    Column("id", "id", "person", "names this person everywhere else; required"),
    Column("name", "text", "person", "the person's name"),
    Column("email", "text", "person", "the person's mail address"),
    Column("district", "text", "person", "the district's name"),
    Column("district_id", "text", "person", "the district's number"),
    Column("state", "state", "person", "the state the person works in"),
    Column("region", "text", "person", "the association's region"),
    Column("county", "text", "person", "the county"),
    Column("city", "text", "person", "the town; with the state it places the person when ZIP is unknown"),
    Column("zip", "zip", "person", "the ZIP code; it places the person when coordinates are unknown"),
    Column("lat", "number", "person", "latitude in degrees north", -90, 90),
    Column("lon", "number", "person", "longitude in degrees east (west is negative)", -180, 180),
    Column("role", "text", "person", "the present role, such as superintendent"),
    Column("past_roles", "list", "person", "roles held before"),
    Column("years_in_role", "number", "person", "years in the present role", 0, 80),
    Column("years_by_role", "years", "person", "years served in each role", 0, 80),
    Column("years_as_superintendent", "number", "person", "years served as superintendent", 0, 80),
    Column("status", "choice", "person", "active or retired",
           choices=("active", "retired"), aliases=STATUSES),
    Column("member", "yes/no", "person", "belongs to the association"),
    Column("employer", "text", "person", "the present employer"),
    Column("former_employers", "list", "person", "employers before"),
    Column("supervisor", "text", "person", "who supervises the person"),
    Column("notes", "text", "person", "anything; never used for matching"),
    Column("enrollment", "number", "district", "students in the district", 0, 2_000_000),
    Column("grade_span", "choice", "district", "grades the district serves",
           choices=("K-12", "K-8", "secondary", "other"), aliases=GRADE_SPANS),
    Column("locale", "choice", "district", "the kind of place",
           choices=("city", "suburb", "town", "rural"), aliases=LOCALES),
    Column("low_income_pct", "percent", "district", "students from low-income homes", 0, 100),
    Column("minority_pct", "percent", "district", "students of color", 0, 100),
    Column("ell_pct", "percent", "district", "English-language learners", 0, 100),
    Column("job_components", "list", "wishes", "the parts of the person's job"),
    Column("goals", "list", "wishes", "professional goals"),
    Column("needs", "list", "wishes", "what the person wants help with"),
    Column("expertise", "list", "wishes", "what the person can help with"),
    Column("interests", "list", "wishes", "interests"),
    Column("pressing_issues", "list", "wishes", "the issues that press most"),
    Column("conflicts", "ids", "wishes", "ids of people, or district names, the person has a conflict with"),
    Column("prefers", "ids", "wishes", "ids of people the person would like, best first"),
    Column("declines", "ids", "wishes", "ids of people the person will not be matched with"),
    Column("first_year", "yes/no", "left side", "in the first year of the role"),
    Column("new_to_state", "yes/no", "left side", "new to the role in this state"),
    Column("hired_on", "date", "left side", "the day of hiring"),
    Column("priority", "number", "left side", "1 is served first, then 2, ...; unknown comes last", 1, 1000),
    Column("waiting", "yes/no", "left side", "takes part and waits since what stands; a rerun fills it in"),
    Column("extension", "yes/no", "left side", "applies for a further year"),
    Column("requested_by", "text", "left side", "who asked for the further year"),
    Column("current_mentor", "ids", "left side", "the id of the mentor this person already has"),
    Column("special_application", "yes/no", "left side", "takes part by special application"),
    Column("completed", "list", "left side", "what the person has completed"),
    Column("capacity", "integer", "right side", "the most people this person may serve", 0, 1000),
    Column("capacity_min", "integer", "right side", "the fewest people this person must serve", 0, 1000),
    Column("max_cohorts", "integer", "right side", "the most cohorts this person may lead", 0, 100),
    Column("certified", "yes/no", "right side", "holds the certificate"),
    Column("currently_serving", "yes/no", "right side", "serves in a district now"),
    Column("online_tools", "yes/no", "right side", "can run virtual meetings"),
    Column("level", "text", "right side", "the level of a seminar section"),
    Column("requires", "list", "right side", "what must be completed before this section"),
    Column("seats", "integer", "right side", "seats of a seminar section", 0, 10000),
    Column("registered_on", "date", "members", "the day of registration"),
    Column("continuing", "yes/no", "members", "took part last year and goes on"),
    Column("last_cohort", "text", "members", "last year's cohort"),
    Column("theme", "text", "members", "the theme the member asked for"),
]  # fmt: skip

COLUMNS: dict[str, Column] = {column.name: column for column in _ALL}


def columns_with(extra: Mapping[str, Type]) -> dict[str, Column]:
    """The vocabulary, then the columns that a program declares; these override none of it.

    A percentage has its natural range.
    """
    return COLUMNS | {name: _declared(name, kind) for name, kind in extra.items() if name not in COLUMNS}


def _declared(name: str, kind: Type) -> Column:
    low, high = (0, 100) if kind == "percent" else (None, None)
    return Column(name, kind, "extra", "declared by the program", low, high)
