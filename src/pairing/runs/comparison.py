"""Two runs of a season side by side, as their files say."""

from __future__ import annotations

from pathlib import Path

from pairing.errors import InputError, Problem
from pairing.plans.comparison import Comparison, Side, Sides, compared
from pairing.runs.folder import find_run, read_record, run_names
from pairing.runs.read_pairs import Cells, rows_of, stored_goals
from pairing.season.loading import load


def compare(folder: str | Path, first: str | None = None, second: str | None = None) -> Comparison:
    """The second run (the latest by default) against the first (by default the one before the second).

    Raises InputError for runs that are not there.

    >>> run = pairing.publish(pairing.solve("my-season"))
    >>> pairing.compare("my-season").counts["kept"]
    67
    """
    season = load(folder)
    now_run = find_run(season.folder, second)
    runs = find_run(season.folder, first) if first else _run_before(season.folder, now_run), now_run
    sides = Sides(season.program.left.label, season.program.right.label, season.kind == "cohorts")
    return compared(sides, *(_side(run) for run in runs))


def _run_before(folder: Path, run: Path) -> Path:
    names = run_names(folder)
    place = names.index(run.name)
    if not place:
        raise InputError([Problem(f"no run was made before {run.name}", expected="two runs to compare")])
    return run.with_name(names[place - 1])


def _side(run: Path) -> Side:
    """A run's files. Raises InputError where its assignments cannot be read."""
    assignments, problems = rows_of(run / "assignments.csv")
    if problems:
        raise InputError(problems)
    unmatched, _ = rows_of(run / "unmatched.csv")
    return Side(run.name, _cells(assignments), _cells(unmatched), stored_goals(read_record(run)))


def _cells(rows: list[tuple[int, Cells]]) -> list[Cells]:
    return [cells for _, cells in rows]
