"""A season folder of the people whom a program routes elsewhere, their rows as they stand."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pairing.errors import InputError, Problem, nearest
from pairing.instance.participation import left_statuses
from pairing.profiles import Cell, RawTable, Table, key, read_cells, shown
from pairing.profiles.headings import heading_key
from pairing.program import ScreenItem, read_program
from pairing.runs.atomic_files import inert
from pairing.season import Season
from pairing.setup.built_in import create_season, new_folder, program_path
from pairing.storage import write_whole


@dataclass(frozen=True)
class Routed:
    """Who was routed where, and the season made for them.

    people: ids. program: the built-in program that serves them, "" for none. made: the files written. fill: those of
    them with headings only.
    """

    to: str
    people: tuple[str, ...]
    program: str
    made: tuple[Path, ...]
    fill: tuple[Path, ...]


def destinations(season: Season) -> dict[str, list[int]]:
    """Where left people are routed to, and who, as positions in the left table; nobody where all are served here."""
    statuses = left_statuses(season)
    places = [screen.parameters["to"] for screen in _screens(season)]
    return {to: [i for i, status in enumerate(statuses) if status.to == to] for to in places}


def route(season: Season, folder: Path, to: str | None = None) -> Routed | None:
    """Make a season of the people routed to one place; None, and nothing is written, where that is nobody.

    Raises InputError for a place that no screen names, where several places have people and none is chosen, for a
    built-in program that is not there, and for a folder that is not empty.
    """
    found = destinations(season)
    chosen = _chosen(found, to)
    if chosen is None or not found[chosen]:
        return None
    people = tuple(season.left.ids[i] for i in found[chosen])
    program = _program(season, chosen)
    rows = frozenset(season.left.rows[i] for i in found[chosen])
    if program:
        made = {path.name: path for path in create_season(program, folder)}
        served, _ = read_program(folder / "program.toml")
        assert served is not None  # a built-in one
        left = f"{served.left.table}.csv"
        fill = [path for name, path in made.items() if name not in ("program.toml", "decisions.csv", left)]
    else:
        new_folder(folder)
        made, left = {}, f"{season.left.name}.csv"
        fill = [_written(season, season.right, folder / f"{season.right.name}.csv")] if season.right.file else []
    mine = _written(season, season.left, folder / left, rows)
    files = dict.fromkeys([*made.values(), mine, *fill])
    return Routed(chosen, people, program, tuple(files), tuple(fill))


def _screens(season: Season) -> list[ScreenItem]:
    return [screen for screen in season.program.left.screens if screen.kind == "routed"]


def _chosen(found: dict[str, list[int]], to: str | None) -> str | None:
    """The place asked for, or the only one to which anybody is routed."""
    if to is not None:
        named = next((place for place in found if key(place) == key(to)), None)
        if named is None:
            hint = nearest(to, found) or "no screen routes anybody"
            raise InputError([Problem(f'no screen routes anybody to "{to}"; {hint}')])
        return named
    used = [place for place, people in found.items() if people]
    if len(used) > 1:
        places = ", ".join(f'"{place}" ({len(found[place])})' for place in used)
        raise InputError([Problem(f"people are routed to several places: {places}; choose one with --to")])
    return used[0] if used else None


def _program(season: Season, to: str) -> str:
    """The built-in program that the screens which route there name."""
    named = {screen.served_by: screen.title for screen in _screens(season) if screen.parameters["to"] == to}
    named.pop("", None)
    if len(named) > 1:
        raise InputError([Problem(f'screens that route to "{to}" name several programs: {", ".join(named)}', _FILE)])
    for program, screen in named.items():
        try:
            program_path(program)
        except InputError as error:
            raise InputError([Problem(f'screen "{screen}": {error}', _FILE)]) from error
        return program
    return ""


_FILE = "program.toml"


def _written(season: Season, table: Table, target: Path, rows: frozenset[int] = frozenset()) -> Path:
    """Some rows of a table of the season, by their numbers, and its headings, as a CSV file."""
    raw, problems = read_cells(season.folder / table.file, table.name)
    if raw is None:
        raise InputError(problems)
    workbook = not table.file.casefold().endswith(".csv")
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(_headings(raw, table))
    writer.writerows([_text(cell, workbook) for cell in row.cells] for row in raw.rows if row.number in rows)
    write_whole(target, buffer.getvalue().encode("utf-8-sig"))
    return target


def _headings(raw: RawTable, table: Table) -> Sequence[str]:
    """The headings of the file; one to which only this program's [columns] give a meaning becomes its column's name."""
    names = {heading: name for name, heading in table.headings.items() if heading_key(heading) != heading_key(name)}
    return [names.get(heading, heading) for heading in raw.headings]


def _text(cell: Cell, workbook: bool) -> str:
    """A cell as it stands; what is text in a workbook does not become a formula here."""
    return str(inert(shown(cell))) if workbook and isinstance(cell, str) else shown(cell)
