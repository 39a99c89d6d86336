"""The pairs that stand: `standing.csv` in the season's folder, or the latest run."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pairing.errors import InputError, Problem
from pairing.only import Standing, season_in_part
from pairing.profiles import find_table
from pairing.report.runs import find_run, read_record
from pairing.report.stored import couples
from pairing.season import Season

NAME = "standing"


def standing_pairs(season: Season) -> Standing:
    """The pairs that stand as `standing.csv` (or `.xlsx`) says, or if there is none the season's latest run.

    Raises InputError where there is neither, and for a file that holds no pairs.
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
    return _read(season, f"runs/{run.name}/assignments.csv")


def season_of_run(season: Season, run: Path) -> Season:
    """The season as a run was made from it: matched in part where the run was, as its run.json says."""
    only = read_record(run).get("only")
    if only is None:
        return season
    return season_in_part(season, only["column"], only["value"], _read(season, only["standing"]))


def _read(season: Season, file: str) -> Standing:
    path = season.folder / file
    columns, rows = couples(season, path, file)
    return Standing(file, hashlib.sha256(path.read_bytes()).hexdigest(), columns, rows)


def _neither(season: Season) -> Problem:
    left, right = season.program.left.label, season.program.right.label
    return Problem(
        f"nothing says how the others stand: there is neither {NAME}.csv nor a run in {season.folder}",
        expected=f"{NAME}.csv with the columns {left}_id and {right}_id, or a run of the whole season made by: "
        f"pairing solve {season.folder}",
    )
