"""The committee accepts a run: it becomes `standing.csv`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from pairing.errors import InputError, Problem
from pairing.instance.participation import left_statuses
from pairing.profiles import find_table, key
from pairing.runs.atomic_files import csv_bytes
from pairing.runs.folder import find_run
from pairing.runs.new_decisions import last_decision, writing
from pairing.runs.read_cohorts import cohort_names
from pairing.runs.read_pairs import rows_of
from pairing.season import Season
from pairing.season.loading import load
from pairing.storage import held, write_whole

FILE = "standing.csv"
BEFORE = "standing-before"
"""The name under which what stood before is kept."""


def confirm(folder: str | Path, run: str | None = None, *, by: str = "") -> Path:
    """Make a run (the latest by default) what stands, each pair or seat confirmed; returns the file written.

    What stood before is kept as `standing-before.csv`. People who take part and have no place stand as waiting: with a
    blank partner or cohort. Raises InputError where there is no such run, or one of its files cannot be read.

    >>> pairing.confirm("my-season", by="K. Doe").name
    'standing.csv'
    """
    folder = Path(folder)
    with writing(folder):
        season = load(folder)
        chosen = find_run(folder, run)
        rows, problems = rows_of(chosen / "assignments.csv")
        if problems:
            raise InputError(problems)
        made = _cohorts(season, rows, cohort_names(chosen)) if season.kind == "cohorts" else _pairs(season, rows)
        frame = pd.DataFrame(made, dtype=object)
        waits = frame[f"{season.program.right.label}_id" if season.kind == "pairs" else "cohort"].eq("")
        frame["strength"] = ["" if waiting else "confirmed" for waiting in waits]
        frame["up_to"] = last_decision(folder)
        frame["run"], frame["by"], frame["on"] = chosen.name, by, datetime.date.today().isoformat()
        _replace_standing(folder, csv_bytes(frame))
    return folder / FILE


def _replace_standing(folder: Path, content: bytes) -> None:
    """What stands is copied before it is replaced, by one rename; a workbook goes once the new file is there."""
    path, problems = find_table(folder, "standing")
    if path is None and any((folder / problem.file).is_file() for problem in problems):
        raise InputError([Problem("two files say what stands", FILE, expected="one of them; move the other away")])
    if path is not None:
        write_whole(path.with_name(BEFORE + path.suffix), held(path).data)
    write_whole(folder / FILE, content)
    if path is not None and path.name != FILE:
        path.unlink()


def _pairs(season: Season, rows: list[tuple[int, dict[str, str]]]) -> list[dict[str, str]]:
    """One row per pair, then one per person who waits."""
    left, right = season.program.left.label, season.program.right.label
    columns = [f"{side}_{what}" for side in (left, right) for what in ("id", "name", "district")] + ["fit", "miles"]
    made = [{column: cells.get(key(column), "") for column in columns} for _, cells in rows]
    placed = {key(row[f"{left}_id"]) for row in made}
    return made + [
        dict.fromkeys(columns, "") | {f"{left}_{what}": text for what, text in person.items()}
        for person in _waiting(season, placed)
    ]


def _cohorts(season: Season, rows: list[tuple[int, dict[str, str]]], names: Mapping[str, str]) -> list[dict[str, str]]:
    """One row per person in a cohort, then one per member who waits. names: what cohorts are called, by number."""
    columns = ["cohort", "role", "person_id", "name", "district"]
    made = [{column: cells.get(key(column), "") for column in columns} for _, cells in rows]
    for row in made:
        row["cohort"] = names.get(row["cohort"], row["cohort"])
    label = season.program.left.label
    seated = {key(row["person_id"]) for row in made if key(row["role"]) == key(label)}
    return made + [
        {
            "cohort": "", "role": label, "person_id": person["id"], "name": person["name"],
            "district": person["district"],
        }
        for person in _waiting(season, seated)
    ]  # fmt: skip


def _waiting(season: Season, placed: set[str]) -> list[Mapping[str, str]]:
    """The left people who take part today and are not among those placed."""
    columns = {name: season.left.values(name) for name in ("id", "name", "district")}
    return [
        {name: values[i] or "" for name, values in columns.items()}
        for i, status in enumerate(left_statuses(season))
        if status.takes_part and key(season.left.ids[i]) not in placed
    ]
