"""The cells of an invented person: one function per column that needs sense; all others are as the pattern's."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from random import Random

from pairing.profiles import COLUMNS, key
from pairing.profiles.readings import NOBODY
from pairing.setup.synthetic.districts import District
from pairing.setup.synthetic.names import mail_address
from pairing.setup.synthetic.patterns import Pattern, entries

TRIES = 20
"""How often somebody is drawn again who is named already."""
BOARDS = ("school board", "board", "board of education", "school committee", "governing board")
OFFICES = ("superintendent", "assistant superintendent", "principal", "director")
OFFICES_OF = frozenset({*BOARDS, *OFFICES})
"""Who supervises somebody without a name, in compared form and without "the"; also "of" a district."""
PHRASES = frozenset({
    *NOBODY, *BOARDS, *OFFICES, "retired", "nobody, retired", "none, retired", "self-employed", "unknown",
    "mentee", "mentor", "member", "facilitator", "district", "association",
})  # fmt: skip
"""What may stand where people and employers are named and names neither, in compared form and without "the"."""


@dataclass(frozen=True)
class Person:
    """One invented person, and the pattern's row that they are like."""

    id: str
    name: str
    district: District
    like: Mapping[str, str]


@dataclass(frozen=True)
class Scene:
    """What a cell may speak of: the people of its own table and of the other one, and what their ids look like.

    words: every text of the program, in compared form. new_name: another name that is nobody's.
    """

    pattern: Pattern
    own: Sequence[Person]
    others: Sequence[Person]
    other_pattern: Pattern | None
    words: frozenset[str]
    new_name: Callable[[], str] = field(repr=False)

    @cached_property
    def others_of(self) -> dict[str, list[Person]]:
        """The people of the other table by region."""
        found: dict[str, list[Person]] = {}
        for person in self.others:
            found.setdefault(person.district.region, []).append(person)
        return found


Cell = Callable[[Random, Person, Scene, str], str]
"""A cell's text, of one person in a column."""


def cell(random: Random, person: Person, scene: Scene, column: str) -> str:
    """One cell; blank where the pattern's is, but for id and name."""
    if not person.like.get(column) and column not in ("id", "name"):
        return ""
    return CELLS.get(column, _by_type(scene, column))(random, person, scene, column)


def _by_type(scene: Scene, column: str) -> Cell:
    type_ = scene.pattern.types[column]
    wished = column not in COLUMNS or COLUMNS[column].group == "wishes"
    if type_ == "ids":
        return _people
    return _items if type_ == "list" and wished else _as_the_pattern


def _as_the_pattern(random: Random, person: Person, scene: Scene, column: str) -> str:
    return person.like[column]


def _items(random: Random, person: Person, scene: Scene, column: str) -> str:
    """As many entries as the pattern has, drawn from all of the column's: what is frequent there is frequent here.

    Entries marked as central stay so many, in front.
    """
    wanted = entries(person.like[column])
    if not wanted:
        return person.like[column]
    chosen: dict[str, str] = {}
    for _ in range(TRIES * len(wanted)):
        if len(chosen) < len(wanted):
            item = random.choice(scene.pattern.items[column])
            chosen.setdefault(key(item), item)
    central = sum(item.endswith("*") for item in wanted)
    return "; ".join(item + "*" * (i < central) for i, item in enumerate(chosen.values()))


def _people(random: Random, person: Person, scene: Scene, column: str) -> str:
    """As many ids or districts as the pattern names, of the same tables; people of the other table from nearby."""
    wanted = entries(person.like[column])
    chosen: dict[str, None] = {}
    for entry in wanted:
        for _ in range(TRIES):
            name = _named(random, person, scene, entry)
            if name and name not in chosen:
                chosen[name] = None
                break
    return "; ".join(chosen) or ("none" if not wanted else "")


def _named(random: Random, person: Person, scene: Scene, entry: str) -> str:
    """Somebody of the table in which the pattern's entry is an id, or else a district of the other table's."""
    if key(entry) in scene.pattern.ids:
        other = random.choice(scene.own)
        return other.id if other is not person else ""
    near = scene.others_of.get(person.district.region) or scene.others or scene.own
    if scene.other_pattern is not None and key(entry) in scene.other_pattern.ids:
        return random.choice(near).id
    district = random.choice(near).district
    return district.name if district is not person.district else ""


def _former_employers(random: Random, person: Person, scene: Scene, column: str) -> str:
    """As many districts as the pattern has employers."""
    wanted = entries(person.like[column])
    if not wanted:
        return person.like[column]
    districts = [random.choice(scene.others or scene.own).district.name for _ in wanted]
    return "; ".join(dict.fromkeys(districts))


def _employer(random: Random, person: Person, scene: Scene, column: str) -> str:
    """The person's own district where it is the pattern's, what names nobody as it is, or another district."""
    like = person.like[column]
    if key(like) == key(person.like.get("district", "")):
        return person.district.name
    return like if _names_nobody(like, scene) else random.choice(scene.others or scene.own).district.name


def _somebody(random: Random, person: Person, scene: Scene, column: str) -> str:
    """An invented person, or what names nobody as it is: `the school board`; an office "of" the person's district."""
    like = person.like[column]
    if _names_nobody(like, scene):
        return like
    office, of, _ = like.partition(" of ")
    return f"{office} of {person.district.name}" if of and _bare(office) in OFFICES_OF else scene.new_name()


def _names_nobody(text: str, scene: Scene) -> bool:
    """Whether a cell is a phrase that everybody uses, or one that the program itself states."""
    return _bare(text) in PHRASES or key(text) in scene.words


def _bare(text: str) -> str:
    return key(text).removeprefix("the ")


def _name(random: Random, person: Person, scene: Scene, column: str) -> str:
    return person.name


def _blank(random: Random, person: Person, scene: Scene, column: str) -> str:
    return ""


def _figure(random: Random, person: Person, scene: Scene, column: str) -> str:
    return person.district.figures[column]


CELLS: dict[str, Cell] = {
    "id": lambda random, person, scene, column: person.id,
    "name": _name,
    "email": lambda random, person, scene, column: mail_address(person.name),
    "district": lambda random, person, scene, column: person.district.name,
    "district_id": lambda random, person, scene, column: person.district.id,
    "state": lambda random, person, scene, column: person.district.state,
    "region": lambda random, person, scene, column: person.district.region,
    "county": lambda random, person, scene, column: person.district.town.county,
    "city": lambda random, person, scene, column: person.district.town.name,
    "zip": lambda random, person, scene, column: person.district.town.zip,
    "lat": lambda random, person, scene, column: person.district.town.lat,
    "lon": lambda random, person, scene, column: person.district.town.lon,
    "enrollment": _figure,
    "grade_span": _figure,
    "locale": _figure,
    "low_income_pct": _figure,
    "minority_pct": _figure,
    "ell_pct": _figure,
    "employer": _employer,
    "former_employers": _former_employers,
    "supervisor": _somebody,
    "requested_by": _somebody,
    "notes": _blank,
}
"""What needs more sense than the pattern's cell, by column."""
