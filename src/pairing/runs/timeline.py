"""Every decision and every plan that touched somebody, in the order in which it happened."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from pairing.errors import InputError, Problem, did_you_mean
from pairing.plans.comparison import Comparison, Side, Sides, compared
from pairing.profiles import find_table, key, read_cells
from pairing.profiles.headings import heading_key
from pairing.runs.folder import find_run, read_record, run_names
from pairing.runs.read_pairs import Cells, rows_of, stored_goals
from pairing.season import Season
from pairing.season.import_records import imports_of
from pairing.season.loading import load

COLUMNS = ("on", "what", "person", "with", "said", "by", "note")


def history(folder: str | Path, person: str | None = None) -> pd.DataFrame:
    """One row per decision, per place in a run and per standing place: of one person, or of everybody.

    Columns: on (ISO date; of a run the day in its name), what (the decision's id, the run's name or the file), person,
    with (partner or cohort), said (the action, the change, or why left out), by, note. Raises InputError for an id
    that stands nowhere.

    >>> pairing.history("my-season", "M050")["what"].tolist()
    ['D3', '...-01']
    """
    folder = Path(folder)
    season = load(folder)
    rows = [*_imports(folder), *_decisions(folder), *_runs(season), *_standing(season)]
    if person is not None:
        rows = [row for row in rows if key(person) in (key(row[2]), key(row[3]))]
        known = {*season.left.index, *season.right.index}
        if not rows and key(person) not in known:
            hint = did_you_mean(person, [*season.left.ids, *season.right.ids])
            expected = "an id of a person" + (f"; {hint}" if hint else "")
            raise InputError([Problem(f'nothing is known of "{person}"', expected=expected)])
    rows.sort(key=lambda row: row[0])
    return pd.DataFrame(rows, columns=list(COLUMNS))


Row = tuple[str, str, str, str, str, str, str]


def _decisions(folder: Path) -> Iterator[Row]:
    path, _ = find_table(folder, "decisions")
    raw, _ = read_cells(path, "decisions") if path is not None else (None, [])
    if raw is None:
        return
    positions = {heading_key(heading): position for position, heading in enumerate(raw.headings)}
    for _, cells in raw.texts(positions):
        get = cells.get
        yield (
            get("on", ""), get("id", ""), get("person", ""), get("with", ""), get("action", ""), get("by", ""),
            get("note", ""),
        )  # fmt: skip


def _imports(folder: Path) -> Iterator[Row]:
    """Every import of a table, and whether it was undone."""
    for name, said in imports_of(folder):
        undone = f"undone on {said['undone']}" if said.get("undone") else ""
        yield str(said.get("on", "")), f"import {name}", "", "", str(said.get("said", "")), "", undone


def _runs(season: Season) -> Iterator[Row]:
    """Who was with whom in each run, and who was left out."""
    for name in run_names(season.folder):
        run, day = season.folder / "runs" / name, name[:10]
        for _, cells in _rows(run / "assignments.csv"):
            yield (day, name, *_place(season, cells), cells.get("change", ""), "", "")
        for _, cells in _rows(run / "unmatched.csv"):
            yield (day, name, cells.get("id", ""), "", f"left out: {cells.get('reason', '')}", "", "")


def _standing(season: Season) -> Iterator[Row]:
    """What stands now."""
    path, _ = find_table(season.folder, "standing")
    for _, cells in _rows(path) if path is not None else ():
        person, other = _place(season, cells)
        said = (cells.get("strength", "") or "confirmed") if other else "waits"
        confirmed = f"confirmed from run {cells['run']}" if cells.get("run") else ""
        yield (cells.get("on", ""), path.name if path else "", person, other, said, cells.get("by", ""), confirmed)


def _place(season: Season, cells: Cells) -> tuple[str, str]:
    """A person and the partner; in cohorts the cohort."""
    if season.kind == "cohorts":
        cohort = cells.get("cohort", "")
        return cells.get("person_id", ""), f"cohort {cohort}" if cohort else ""
    left, right = season.program.left.label, season.program.right.label
    return cells.get(f"{left}_id", ""), cells.get(f"{right}_id", "")


def _rows(path: Path) -> list[tuple[int, Cells]]:
    return rows_of(path)[0] if path.is_file() else []


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
