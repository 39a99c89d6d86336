"""What stands: `standing.csv` in the season's folder, or the latest run; and the seasons of runs made from it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from pairing.errors import InputError, Problem, command
from pairing.instance.partial import season_in_part
from pairing.profiles import find_table
from pairing.runs.folder import find_run, read_record
from pairing.runs.read_cohorts import cohort_names
from pairing.runs.read_pairs import couples, rows_of, strength_of
from pairing.season import Season, is_of_pairs
from pairing.season.season import AProgram
from pairing.season.standing import StandingFile, StandingSeat, from_record, season_again

NAME = "standing"


def standing_file(season: Season) -> StandingFile:
    """What stands as `standing.csv` (or `.xlsx`) says, or if there is none the season's latest run, as proposed.

    Raises InputError where there is neither, and for a file that holds no pairs or cohorts.
    """
    path, problems = find_table(season.folder, NAME)
    if path is not None:
        return _read(season, path.name)
    if any((season.folder / problem.file).is_file() for problem in problems):
        raise InputError(problems)
    try:
        run = find_run(season.folder)
    except InputError as error:
        raise InputError([_neither(season)]) from error
    found = _read(season, f"runs/{run.name}/assignments.csv")
    return replace(
        found,
        rows=tuple(row._replace(strength="proposed") for row in found.rows),
        seats=tuple(seat._replace(strength="proposed") for seat in found.seats),
    )


def season_of_run(season: Season, run: Path) -> Season:
    """The season as a run was made from it: matched in part or again where the run was, as its run.json says."""
    record = read_record(run)
    only, standing = record.get("only"), record.get("standing")
    if only is not None and is_of_pairs(season):
        return season_in_part(season, only["column"], only["value"], _read(season, only["standing"]))
    return season if standing is None else again(season, from_record(standing))


def again(season: Season[AProgram], written: StandingFile) -> Season[AProgram]:
    """The season as it is matched again. Raises InputError for rows that contradict each other."""
    found, problems = season_again(season, written)
    if problems:
        raise InputError(problems)
    return found


def _read(season: Season, file: str) -> StandingFile:
    path = season.folder / file
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    if is_of_pairs(season):
        return StandingFile(file, sha256, *couples(season, path, file))
    return StandingFile(file, sha256, ("person_id",), seats=_seats(path, file))


def _seats(path: Path, file: str) -> tuple[StandingSeat, ...]:
    """The rows of a file of cohorts: cohort (blank for somebody who waits), role, person_id."""
    rows, problems = rows_of(path)
    if not rows:
        problems = problems or [Problem("has no people in it", expected="one row per person")]
        raise InputError([replace(problem, file=file) for problem in problems])
    missing = [name for name in ("cohort", "role", "person_id") if name not in rows[0][1]]
    if missing:
        expected = "the columns cohort, role and person_id"
        raise InputError([Problem(f"has no column {', '.join(missing)}", file, expected=expected)])
    names = cohort_names(path.parent) if file.startswith("runs/") else {}
    seats = tuple(
        StandingSeat(
            row,
            names.get(cells["cohort"], cells["cohort"]),
            cells["role"],
            cells["person_id"],
            *strength_of(cells, row, file, problems),
        )
        for row, cells in rows
    )
    if problems:
        raise InputError([replace(problem, file=file) for problem in problems])
    return seats


def _neither(season: Season) -> Problem:
    left, right = season.program.left.label, season.program.right.label
    columns = "cohort, role and person_id" if season.kind == "cohorts" else f"{left}_id and {right}_id"
    return Problem(
        f"nothing says how the others stand: there is neither {NAME}.csv nor a run in {season.folder}",
        expected=f"{NAME}.csv with the columns {columns}, or a run of the whole season made by: "
        + command("solve", season.folder),
    )
