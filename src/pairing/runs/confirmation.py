"""The committee accepts a run: it becomes `standing.csv`."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from pairing.errors import CheckerError, InputError, Problem
from pairing.instance.participation import left_statuses
from pairing.profiles import find_table, key
from pairing.runs.atomic_files import csv_bytes
from pairing.runs.folder import find_run, in_future
from pairing.runs.integrity import refuse_tampered
from pairing.runs.new_decisions import last_decision, writing
from pairing.runs.read_cohorts import cohort_names, stored_cohorts
from pairing.runs.read_pairs import ASSIGNMENTS, changed_inputs, rows_of, stored_plan
from pairing.runs.standing_file import season_of_run
from pairing.season import Season, by_kind
from pairing.season.loading import load
from pairing.storage import held, write_whole
from pairing.verify import check, check_cohorts

FILE = "standing.csv"
BEFORE = "standing-before"
"""The name under which what stood before is kept."""


def confirm(folder: str | Path, run: str | None = None, *, by: str = "") -> Path:
    """Make a run (the latest by default) what stands, each pair or seat confirmed; returns the file written.

    What stood before is kept as `standing-before.csv`. People who take part and have no place stand as waiting: with a
    blank partner or cohort. The run is verified first. Raises InputError where there is no such run, one of its files
    cannot be read or is not as it was written, and CheckerError where the checker disagrees with it.

    >>> pairing.confirm("my-season", by="K. Doe").name
    'standing.csv'
    """
    folder = Path(folder)
    with writing(folder):
        season = load(folder)
        chosen = find_run(folder, run)
        if run is None and in_future(chosen):
            raise InputError(
                [Problem(f"the latest run, {chosen.name}, is dated in the future", expected="RUN by its name")]
            )
        rows = _sound_rows(season, chosen)
        made = _cohorts(season, rows, cohort_names(chosen)) if season.kind == "cohorts" else _pairs(season, rows)
        frame = pd.DataFrame(made, dtype=object)
        waits = frame[f"{season.program.right.label}_id" if season.kind == "pairs" else "cohort"].eq("")
        frame["strength"] = ["" if waiting else "confirmed" for waiting in waits]
        frame["up_to"] = last_decision(folder)
        frame["run"], frame["by"], frame["on"] = chosen.name, by, datetime.date.today().isoformat()
        _replace_standing(folder, csv_bytes(frame))
    return folder / FILE


def _sound_rows(season: Season, run: Path) -> list[tuple[int, dict[str, str]]]:
    """The rows of a run that may stand: its files are as they were written, and the checker agrees with it.

    Where today's files are not those of the run, everybody in it must still be somebody, once. Raises InputError or
    CheckerError.
    """
    refuse_tampered(run)
    rows, problems = rows_of(run / ASSIGNMENTS)
    problems += list(_unsound(season, rows))
    if problems:
        raise InputError(problems)
    if not changed_inputs(season, run):
        as_made = season_of_run(season, run)
        report = by_kind(
            as_made,
            lambda pairs: check(pairs, stored_plan(pairs, run)),
            lambda cohorts: check_cohorts(cohorts, stored_cohorts(cohorts, run)),
        )
        if report.findings:
            raise CheckerError(report.findings)
    return rows


def _unsound(season: Season, rows: list[tuple[int, dict[str, str]]]) -> Iterator[Problem]:
    """Headings that are missing, and left people in more than one row."""
    left, right = season.program.left.label, season.program.right.label
    pairs = season.kind == "pairs"
    needed = [f"{left}_id", f"{right}_id"] if pairs else ["cohort", "role", "person_id"]
    missing = [name for name in needed if rows and key(name) not in rows[0][1]]
    if missing:
        yield Problem(f"has no column {', '.join(missing)}", ASSIGNMENTS, expected=f"the columns {', '.join(needed)}")
        return
    seen: dict[str, int] = {}
    for row, cells in rows:
        person = key(cells[key(needed[0] if pairs else "person_id")])
        if not pairs and key(cells["role"]) != key(left):
            continue
        if person in seen:
            yield Problem(f"stands in row {seen[person]} too", ASSIGNMENTS, row=row, value=person, expected="one row")
        seen.setdefault(person, row)


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
