"""What each letter may say: a run's pairs or cohorts as they were stored, with the people as today's tables have them.

No fit and no points: a letter goes to the people themselves.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pairing.errors import InputError, Problem
from pairing.letters.sharing import of_many, of_two
from pairing.profiles import Table, key
from pairing.program.wording import counted
from pairing.runs.atomic_files import file_names
from pairing.runs.folder import read_record
from pairing.runs.read_pairs import ASSIGNMENTS, CHANGES, Cells, known, one_of, rows_of
from pairing.season import Season
from pairing.season.standing import StandingFile, from_record

Facts = dict[str, Any]
Numbered = tuple[int, Cells]
Letter = tuple[Facts, bool]
"""What a letter may say, and whether it is about people who were not together before."""
PERSON = ("name", "role", "district", "city", "state", "email")
NOT_IN_LETTERS = re.compile(
    "[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
)
"""Characters that a Word document cannot hold, or that turn the direction of all that follows them."""


def letters_of(season: Season, run: Path, *, only_new: bool = False) -> list[Facts]:
    """What there is to say in each letter of a run, in the order of the left ids or of the cohorts' numbers.

    only_new: only of pairs, and of cohorts with a member or facilitator, who were not together before. Raises
    InputError where the run's files are damaged, or name people who are no longer in the tables.
    """
    stood = read_record(run).get("standing")
    before = None if stood is None else from_record(stood)
    make = _cohorts if season.kind == "cohorts" else _pairs
    problems: list[Problem] = []
    letters = [facts for facts, is_new in make(season, run, before, problems) if is_new or not only_new]
    if problems:
        raise InputError(problems)
    names = _file_names([str(facts["letter"]) for facts in letters])
    asked = _of_program(season.program)
    return [plain({**facts, "letter": name, "program": asked}) for facts, name in zip(letters, names, strict=True)]


def plain(value: Any) -> Any:
    """The same facts without characters that have no place in a letter."""
    if isinstance(value, str):
        return NOT_IN_LETTERS.sub("", value)
    if isinstance(value, list):
        return [plain(one) for one in value]
    return {name: plain(one) for name, one in value.items()} if isinstance(value, dict) else value


def _of_program(program: Any) -> Facts:
    """What the program asks of its people; blank where it does not say."""
    says = program.letters
    words = {name: (says and getattr(says, name)) or "" for name in ("hours", "log_by", "contact")}
    lists = {name: list(getattr(says, name)) if says else [] for name in ("dates", "duties")}
    return {"name": program.name, **words, **lists}


def _file_names(texts: Sequence[str]) -> list[str]:
    """A file name for each text, all of them different on every system."""
    different: dict[str, None] = {}
    for text in texts:
        one, number = text, 1
        while one in different:
            number += 1
            one = f"{text} {number}"
        different[one] = None
    names = file_names(different)
    return [names[one] for one in different]


# ---------------------------------------------------------------- pairs


def _pairs(season: Season, run: Path, before: StandingFile | None, problems: list[Problem]) -> list[Letter]:
    together = {(key(row.left), key(row.right)) for row in before.rows} if before else set()
    letters = []
    for row in _rows(run / ASSIGNMENTS, problems):
        facts = _read(problems, ASSIGNMENTS, row, lambda cells: _pair(season, cells))
        if facts:
            stood = (key(facts["left"]["id"]), key(facts["right"]["id"])) in together
            letters.append((facts, _is_new(facts["change"], stood)))
    return sorted(letters, key=lambda letter: str(letter[0]["left"]["id"]))


def _is_new(change: str, stood: bool) -> bool:
    """New or moved; what the committee locked is new unless it stood before."""
    return change in ("new", "moved") or (change == "locked" and not stood)


def _pair(season: Season, cells: Cells) -> Facts:
    program = season.program
    labels = program.left.label, program.right.label
    i, j = (
        _position(table, cells[f"{label}_id"]) for table, label in zip((season.left, season.right), labels, strict=True)
    )
    left, right = _person(season.left, i, labels[0]), _person(season.right, j, labels[1])
    serves = program.right.capacity.column != "seats"
    miles = _miles(cells["miles"])
    return {
        labels[0]: left,
        labels[1]: right,
        "letter": f"{left['id']} with {right['id']}",
        "left": left,
        "right": right,
        "right_is_a_person": serves,
        "recipients": [left, right] if serves else [left],
        "miles": miles,
        "distance": _distance(miles),
        "shared": of_two(season, i, j, right["name"]) if serves else [],
        "change": one_of(CHANGES, cells["change"]),
    }


# ---------------------------------------------------------------- cohorts


def _cohorts(season: Season, run: Path, before: StandingFile | None, problems: list[Problem]) -> list[Letter]:
    seated = {key(seat.person) for seat in before.seats if seat.cohort} if before else set()
    people: dict[str, list[Facts]] = {}
    for row in _rows(run / ASSIGNMENTS, problems):
        person = _read(problems, ASSIGNMENTS, row, lambda cells: _seat(season, cells))
        if person:
            people.setdefault(row[1]["cohort"], []).append(person)
    letters = []
    for row in _rows(run / "cohorts.csv", problems):
        facts = _read(problems, "cohorts.csv", row, lambda cells: _cohort(season, cells, people))
        if facts:
            joined = [_is_new(person["change"], key(person["id"]) in seated) for person in facts["recipients"]]
            letters.append((facts, any(joined)))
    return sorted(letters, key=lambda letter: int(letter[0]["number"]))


def _seat(season: Season, cells: Cells) -> Facts:
    program = season.program
    side = program.left if cells["role"] == program.left.label else program.right
    table = season.left if side is program.left else season.right
    i = _position(table, cells["person_id"])
    miles = _miles(cells["miles_to_meeting"])
    return {**_person(table, i, side.label), "miles": miles, "change": one_of(CHANGES, cells["change"])}


def _cohort(season: Season, cells: Cells, people: Mapping[str, list[Facts]]) -> Facts:
    label, number = season.program.left.label, int(cells["cohort"])
    name = cells.get("continues") or f"{number}"
    everybody = people[cells["cohort"]]
    members = [person for person in everybody if person["label"] == _words(label)]
    leaders = [person for person in everybody if person["label"] != _words(label)]
    places = [_position(season.left, person["id"]) for person in members]
    led = [(_position(season.right, person["id"]), str(person["name"])) for person in leaders]
    return {
        "letter": f"cohort {name}",
        "cohort": name,
        "number": number,
        "theme": cells["theme"],
        "meeting_place": cells["meeting_place"],
        "members": members,
        "facilitators": leaders,
        "recipients": [*members, *leaders],
        "longest_drive": _miles(cells["longest_drive"]),
        "shared": of_many(season, places, led),
    }


# ---------------------------------------------------------------- both


def _rows(path: Path, problems: list[Problem]) -> Iterator[Numbered]:
    rows, found = rows_of(path)
    problems.extend(found)
    yield from rows


def _read(problems: list[Problem], file: str, row: Numbered, read: Callable[[Cells], Facts]) -> Facts | None:
    """What a row says; where it says nothing a problem, and None."""
    try:
        return read(row[1])
    except (KeyError, ValueError, OverflowError) as error:
        problems.append(Problem(f"no letter can be written of it: {error}", file, row=row[0]))
        return None


def _position(table: Table, identifier: str) -> int:
    return table.index[key(known(table, identifier))]


def _person(table: Table, i: int, label: str) -> Facts:
    """A person as a letter names them; blank where the table does not say, and the id where there is no name."""
    said = {column: str(table.values(column)[i] or "") for column in PERSON}
    name = said.pop("name") or table.ids[i]
    return {
        "id": table.ids[i], "label": _words(label), "name": name, **said,
        "place": ", ".join(filter(None, [said["city"], said["state"]])),
    }  # fmt: skip


def _words(label: str) -> str:
    return label.replace("_", " ")


def _miles(text: str) -> int | None:
    """Whole miles. Raises ValueError for what is no distance."""
    if not text:
        return None
    miles = float(text)
    if not math.isfinite(miles):
        raise ValueError(f'"{text}" is no distance')
    return round(miles)


def _distance(miles: int | None) -> str:
    if miles is None:
        return ""
    return f"about {counted(miles, 'mile')}" if miles else "less than one mile"
