"""The people of an invented season, table by table, and their cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from pairing.profiles import COLUMNS
from pairing.setup.synthetic.cells import Person, Scene, cell
from pairing.setup.synthetic.districts import Districts
from pairing.setup.synthetic.names import names
from pairing.setup.synthetic.patterns import Pattern, Source

Rows = list[dict[str, str]]

OF_SECTIONS = frozenset({"level", "requires", "seats"})
"""Columns that sections have."""
OF_SECTIONS_TOO = frozenset({"id", "name", "state", "region", "county", "city", "zip", "lat", "lon", "notes"})
"""Columns of people that sections may have as well."""


@dataclass(frozen=True)
class Wanted:
    """How many people of each side, and from which seed they are drawn."""

    left: int
    others: int
    seed: int


def drawn_tables(source: Source, state: str, wanted: Wanted) -> dict[str, Rows]:
    """Every table of a season by its name, each row's cells by column."""
    districts = Districts(state, source.patterns, wanted.seed)
    new = names(Random(f"{wanted.seed} names"))
    prefixes = _prefixes(source)
    left = list(_people(source.left, wanted.left, districts, new, wanted.seed, prefixes[0], ()))
    tables = {source.left.name: (source.left, left)}
    others: list[Person] = []
    if source.others is not None:
        others = list(_people(
            source.others, wanted.others, districts, new, wanted.seed, prefixes[1], left, source,
            places=_of_sections(source.others),
        ))  # fmt: skip
        tables[source.others.name] = (source.others, others)
    if source.venues is not None:
        many = max(1, round(len(source.venues.rows) * wanted.left / len(source.left.rows)))
        venues = list(_people(source.venues, many, districts, new, wanted.seed, prefixes[2], (), places=True))
        tables[source.venues.name] = (source.venues, venues)
    beside = {id(left): (others, source.others), id(others): (left, source.left)}
    drawn = {}
    for name, (pattern, people) in tables.items():
        around, other_pattern = beside.get(id(people), ([], None))
        scene = Scene(pattern, people, around, other_pattern, source.words, lambda: next(new))
        random = Random(f"{wanted.seed} cells of {name}")
        drawn[name] = [{column: cell(random, person, scene, column) for column in pattern.columns} for person in people]
    return drawn


def blanked(rows: Rows, share: float, keep: Iterable[str], random: Random) -> Rows:
    """The rows with a share of their filled cells left blank, to the nearest whole cell, but for the columns kept.

    Coordinates are one cell: lat goes with lon.
    """
    kept = {*keep, "lon"}
    filled = [(i, column) for i, row in enumerate(rows) for column, text in row.items() if text and column not in kept]
    gone = set(random.sample(filled, round(share * len(filled))))
    gone |= {(i, "lon") for i, column in gone if column == "lat"}
    return [{column: "" if (i, column) in gone else text for column, text in row.items()} for i, row in enumerate(rows)]


def _people(
    pattern: Pattern, many: int, districts: Districts, new: Iterator[str], seed: int, prefix: str,
    left: Sequence[Person], source: Source | None = None, *, places: bool = False,
) -> Iterator[Person]:  # fmt: skip
    """People like those of a pattern, each in a town near the one they are like.

    places: the rows are sections or places to meet, which are called after towns. Who is on both sides of the pattern,
    by the mail address, is like somebody on the other side here.
    """
    random = Random(f"{seed} people of {pattern.name}")
    twins = source.left.emails if source else frozenset()
    width = max(3, len(str(many)))
    for number in range(1, many + 1):
        i = random.randrange(len(pattern.rows))
        like, identifier = pattern.rows[i], f"{prefix}{number:0{width}}"
        district = districts.at(random.choice(districts.near(pattern, i)))
        if like.get("email", "").casefold() in twins and left:
            twin = random.choice(left)
            yield Person(identifier, twin.name, twin.district, like)
        elif places and like.get("name"):
            yield Person(identifier, _place_name(like, district.town.name), district, like)
        else:
            yield Person(identifier, next(new), district, like)


def _of_sections(pattern: Pattern) -> bool:
    """Whether a table has sections in it, and nothing that is only known of people."""
    about_people = {name for name, column in COLUMNS.items() if column.group == "person"} - OF_SECTIONS_TOO
    columns = set(pattern.columns)
    return bool(columns & OF_SECTIONS) and not columns & about_people


def _place_name(like: Mapping[str, str], town: str) -> str:
    """A section or a place to meet: the pattern's name with the town in it."""
    name, city = like["name"], like.get("city", "")
    return name.replace(city, town) if city and city in name else f"{name}, {town}"


def _prefixes(source: Source) -> list[str]:
    """What the ids of each table begin with: the pattern's first letter, or another where two would be the same.

    One letter only: ids may be made of names.
    """
    patterns = (source.left, source.others, source.venues)
    found = [re.sub("[^A-Za-z]", "", pattern.rows[0]["id"][:1]) if pattern else "" for pattern in patterns]
    used = [prefix for prefix, pattern in zip(found, patterns, strict=True) if pattern]
    return found if all(used) and len(set(used)) == len(used) else ["L", "R", "V"]
