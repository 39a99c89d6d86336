"""What people did or said, as it is handed over: a plan made by hand, or ratings of pairs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pairing.errors import InputError, Problem
from pairing.plans.pairs import Plan
from pairing.profiles import Table, cell_text, key
from pairing.runs import find_run
from pairing.runs.read_pairs import ASSIGNMENTS, id_column, known_id, rows_of
from pairing.season import Season

LEAST, MOST = 1.0, 5.0
"""The worst and the best rating."""
RATING = "rating"

Rows = list[tuple[int, dict[str, str]]]
Source = str | Path | pd.DataFrame


@dataclass(frozen=True)
class Ratings:
    """Pairs as positions in the season's tables, (ratings,) each, with what was said about them, 1 to 5."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    values: NDArray[np.float64]


def pairs_given(season: Season, plan: Source | Plan) -> tuple[str, list[tuple[int, int]]]:
    """What a plan is called, and its pairs as positions in the season's tables, by left person.

    A row without a right person says that somebody has nobody. Raises InputError with every row that names nobody or
    somebody twice.
    """
    label = season.program.left.label
    if isinstance(plan, Plan):
        right = plan.season.program.right.label
        frame = pd.DataFrame([[pair.left, pair.right] for pair in plan.pairs], columns=[f"{label}_id", f"{right}_id"])
        what, file, rows = "the plan", "the plan", _of_frame(frame)
        headings = (key(f"{label}_id"), key(f"{right}_id"))
        problems: list[Problem] = []
    else:
        what, file, rows = _rows_given(season, plan, "the plan")
        headings, problems = _id_columns(season, rows, file)
    pairs: dict[int, int] = {}
    for row, cells in rows:
        if cells[headings[1]]:
            spot = _spot(season, cells, headings, file, row, problems)
            if spot is not None and spot[0] in pairs:
                said = "stands in an earlier row already"
                problems.append(Problem(said, file, "", row, headings[0], cells[headings[0]], f"each {label} once"))
            elif spot is not None:
                pairs[spot[0]] = spot[1]
    if problems:
        raise InputError(problems)
    if not pairs:
        raise InputError([Problem("has no pairs in it", file, expected="one row per pair")])
    return what, sorted(pairs.items())


def ratings_given(season: Season, ratings: Source) -> tuple[str, Ratings]:
    """What a table of ratings is called, and the ratings. Raises InputError with every problem in one pass."""
    what, file, rows = _rows_given(season, ratings, "the ratings")
    headings, problems = _id_columns(season, rows, file, RATING)
    found: dict[tuple[int, int], float] = {}
    for row, cells in rows:
        spot = _spot(season, cells, headings, file, row, problems)
        value = _rating(cells[RATING], file, row, problems)
        if spot is not None and spot in found:
            both = f"{cells[headings[0]]} with {cells[headings[1]]}"
            problems.append(Problem(f"rates {both} again", file, row=row, expected="one row per pair"))
        elif spot is not None and value is not None:
            found[spot] = value
    if problems:
        raise InputError(problems)
    spots = np.array(sorted(found), dtype=np.int64).reshape(-1, 2)
    return what, Ratings(spots[:, 0], spots[:, 1], np.array([found[spot] for spot in sorted(found)]))


def _rows_given(season: Season, source: Source, what: str) -> tuple[str, str, Rows]:
    """What the source is called in sentences and in problems, and its rows with their cells by heading."""
    if isinstance(source, pd.DataFrame):
        rows, problems = _of_frame(source), list[Problem]()
        name = file = what
    else:
        path = _path(season, source, what)
        rows, problems = rows_of(path)
        file = path.name
        name = f"run {path.parent.name}" if path.name == ASSIGNMENTS else path.name
    if not rows:
        none = Problem("has no rows in it", expected="headings, and one row per pair")
        raise InputError([replace(problem, file=file) for problem in problems or [none]])
    return name, file, rows


def _path(season: Season, source: str | Path, what: str) -> Path:
    """A file, or the assignments of a run by its folder or name. Only plans are looked for among the runs."""
    path = Path(source)
    if path.is_file():
        return path
    if what != "the plan":
        raise InputError([Problem("there is no such file", str(source), expected=f"a CSV file or workbook of {what}")])
    return (path if (path / ASSIGNMENTS).is_file() else find_run(season.folder, str(source))) / ASSIGNMENTS


def _of_frame(frame: pd.DataFrame) -> Rows:
    """A data frame's rows, numbered as a spreadsheet with headings would."""
    headings = [key(str(name)) for name in frame.columns]
    values = frame.astype(object).where(frame.notna(), None).itertuples(index=False, name=None)
    return [
        (row, dict(zip(headings, (cell_text(_plain(cell)) for cell in cells), strict=True)))
        for row, cells in enumerate(values, start=2)
    ]


def _plain(cell: Any) -> Any:
    return cell.item() if isinstance(cell, np.generic) else cell


def _id_columns(season: Season, rows: Rows, file: str, *others: str) -> tuple[tuple[str, str], list[Problem]]:
    """The headings of the two columns of ids. Raises InputError where a column is missing."""
    problems: list[Problem] = []
    headings = list(rows[0][1])
    left, right = (
        id_column(headings, side.label, file, problems) for side in (season.program.left, season.program.right)
    )
    problems += [
        Problem(f"has no column {name}; its headings are {', '.join(headings)}", file)
        for name in others
        if name not in headings
    ]
    if problems:
        raise InputError(problems)
    return (left, right), problems


def _spot(
    season: Season, cells: Mapping[str, str], headings: tuple[str, str], file: str, row: int, problems: list[Problem]
) -> tuple[int, int] | None:  # fmt: skip
    """Where the two people of a row stand in the tables; None with a problem where one is nobody."""
    tables: tuple[Table, Table] = (season.left, season.right)
    ids = [
        known_id(table, cells[name], file, row, name, problems)
        for table, name in zip(tables, headings, strict=True)
    ]  # fmt: skip
    i, j = (table.index.get(key(one)) for table, one in zip(tables, ids, strict=True))
    return None if i is None or j is None else (i, j)


def _rating(text: str, file: str, row: int, problems: list[Problem]) -> float | None:
    try:
        value = float(text)
    except ValueError:
        value = np.nan
    if LEAST <= value <= MOST:
        return value
    said = "is no rating" if text else "the rating is blank"
    problems.append(Problem(said, file, "", row, RATING, text, f"a number from {LEAST:g} to {MOST:g}"))
    return None
