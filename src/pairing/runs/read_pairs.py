"""Plans read back from files: a run's own, and pairs that somebody wrote by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pairing.errors import InputError, Problem, did_you_mean
from pairing.plans.base import IN_HUNDREDTHS, GoalResult
from pairing.plans.pair_parts import Pair
from pairing.plans.pairs import Plan
from pairing.profiles import Table, key, read_cells
from pairing.profiles.files import WORKBOOKS
from pairing.runs.folder import read_record
from pairing.runs.plan_workbook import SHEET
from pairing.season import PairSeason, Season
from pairing.season.standing import STRENGTHS, StandingRow, Strength

ASSIGNMENTS = "assignments.csv"
CHANGES = ("new", "kept", "moved", "locked")
CERTAIN = ("yes", "no", "unknown")

Cells = dict[str, str]
"""A row's cells by heading, headings as they are compared."""


class RowCells(dict[str, str]):
    """A row's cells; a heading that is not there is a mistake of the file."""

    def __init__(self, file: str, cells: Mapping[str, str]) -> None:
        super().__init__(cells)
        self.file = file

    def __missing__(self, heading: str) -> str:
        raise InputError([Problem(f'has no column "{heading}"', self.file, expected="the file as the run wrote it")])


def stored_plan(season: PairSeason, run: Path) -> Plan:
    """A run as it was published, for the checker to judge against the season as it is now.

    Raises InputError where a file is missing or damaged.
    """
    record = read_record(run)
    rows, problems = rows_of(run / ASSIGNMENTS)
    pairs = [pair for row, cells in rows if (pair := _pair(season, row, cells, problems)) is not None]
    if problems:
        raise InputError(problems)
    in_order = tuple(sorted(pairs, key=lambda pair: pair.left))
    return Plan(
        season, record["outcome"], stored_goals(record), in_order, record["engine"], tuple(record["certificate"]),
        stopped=record["stopped"], seed=record["seed"],
    )  # fmt: skip


def stored_goals(record: Mapping[str, Any]) -> tuple[GoalResult, ...]:
    """The goals of a `run.json`."""
    return tuple(_goal(**goal) for goal in record["goals"])


def _goal(
    *, name: str, kind: str, value: float | None, bound: float | None, proved: bool, given: str = ""
) -> GoalResult:
    """A goal as `run.json` states it: fits in points become hundredths again."""
    unit = 100 if kind in IN_HUNDREDTHS else 1
    whole = [None if number is None else round(number * unit) for number in (value, bound)]
    return GoalResult(name, kind, whole[0], whole[1], proved, given)


def changed_inputs(season: Season, run: Path) -> list[str]:
    """The season's files that are not what they were when the run was made."""
    then: Mapping[str, str] = read_record(run).get("inputs", {})
    return sorted(name for name in {*then, *season.inputs} if then.get(name) != season.inputs.get(name))


def people_gone(season: Season, run: Path) -> dict[str, list[str]]:
    """Those with a partner or a seat in a run whom the season's tables no longer have, by the table's file."""
    rows, _ = rows_of(run / ASSIGNMENTS)
    gone: dict[str, list[str]] = {}
    for side, table in ((season.program.left, season.left), (season.program.right, season.right)):
        named = [_named(cells, side.label) for _, cells in rows]
        lost = dict.fromkeys(who for who in named if who and key(who) not in table.index)
        if lost:
            gone[table.file] = list(lost)
    return gone


def _named(cells: Cells, label: str) -> str:
    """The person of one side in a row of assignments: of a pair, or with that role in a cohort."""
    if "person_id" in cells:
        return cells["person_id"] if cells.get("role") == label else ""
    return cells.get(key(f"{label}_id"), "")


def written_pairs(season: PairSeason, path: Path) -> list[tuple[str, str]]:
    """The pairs in a hand-made plan: one row per pair, with a column of left ids and one of right ids.

    Raises InputError with every row that names nobody, or for missing columns.
    """
    problems: list[Problem] = []
    (left, right), rows = couples(season, path, path.name)
    pairs = [
        (
            known_id(season.left, row.left, path.name, row.row, left, problems),
            known_id(season.right, row.right, path.name, row.row, right, problems),
        )
        for row in rows
    ]
    if problems:
        raise InputError(problems)
    return pairs


def couples(season: PairSeason, path: Path, file: str) -> tuple[tuple[str, str], tuple[StandingRow, ...]]:
    """The headings of the two columns of ids in a file of pairs, and its rows with the ids as they are written.

    file: what problems call it. Raises InputError where it holds no pairs.
    """
    rows, problems = rows_of(path)
    if not rows:
        none = Problem("has no pairs in it", expected="one row per pair")
        raise InputError([replace(problem, file=file) for problem in problems or [none]])
    sides = (season.program.left, season.program.right)
    left, right = (id_column(list(rows[0][1]), side.label, file, problems) for side in sides)
    if problems:
        raise InputError([replace(problem, file=file) for problem in problems])
    found = tuple(
        StandingRow(row, cells[left], cells[right], *strength_of(cells, row, file, problems)) for row, cells in rows
    )
    if problems:
        raise InputError(problems)
    return (left, right), found


def strength_of(cells: Mapping[str, str], row: int, file: str, problems: list[Problem]) -> tuple[Strength, str]:
    """How strongly a row stands, confirmed where it does not say, and the last decision known then."""
    written = key(cells.get("strength", "")) or "confirmed"
    for strength in STRENGTHS:
        if written == strength:
            return strength, cells.get("up_to", "")
    expected = f"{' or '.join(STRENGTHS)}, or blank"
    problems.append(Problem("is no strength", file, "", row, "strength", cells["strength"], expected))
    return "confirmed", ""


def rows_of(path: Path) -> tuple[list[tuple[int, Cells]], list[Problem]]:
    """Every row with its number and its cells by heading.

    Of a workbook that is the sheet of the file's name, or the one called Assignments as in a run's `plan.xlsx`, or the
    first.
    """
    raw, problems = read_cells(path, path.stem)
    if path.suffix.casefold() in WORKBOOKS and (raw is None or key(raw.sheet) != key(path.stem)):
        raw, problems = read_cells(path, SHEET)
    if raw is None:
        return [], problems
    positions = {key(heading): position for position, heading in enumerate(raw.headings)}
    return [(row, RowCells(path.name, cells)) for row, cells in raw.texts(positions)], problems


def _pair(season: PairSeason, row: int, cells: Mapping[str, str], problems: list[Problem]) -> Pair | None:
    """One row of a run's assignments.csv."""
    left, right = season.program.left.label, season.program.right.label
    criteria = [criterion.title for criterion in season.program.criteria]
    try:
        return Pair(
            known_id(season.left, cells[f"{left}_id"], ASSIGNMENTS, row, f"{left}_id", problems),
            known_id(season.right, cells[f"{right}_id"], ASSIGNMENTS, row, f"{right}_id", problems),
            hundredths(cells["fit"]), float(cells["miles"]) if cells["miles"] else None,
            {name: hundredths(cells[key(f"points: {name}")]) for name in criteria},
            one_of(CHANGES, cells["change"]), one_of(CERTAIN, cells["certain"]),  # type: ignore[arg-type]
        )  # fmt: skip
    except (KeyError, ValueError, OverflowError) as error:
        problems.append(Problem(f"is damaged: {error}", ASSIGNMENTS, row=row))
        return None


def hundredths(text: str) -> int:
    """Points as they are shown, in hundredths."""
    return round(float(text) * 100)


def one_of(words: Sequence[str], word: str) -> str:
    """The word, if it is one of the words. Raises ValueError."""
    if word not in words:
        raise ValueError(f'"{word}" is none of {", ".join(words)}')
    return word


def id_column(headings: Sequence[str], label: str, file: str, problems: list[Problem]) -> str:
    """The heading under which one side's ids stand: `mentee_id`, `mentee id` or `mentee`."""
    accepted = [f"{label}_id", f"{label} id", label]
    for heading in headings:
        if heading in accepted:
            return heading
    problems.append(Problem(f"has no column {label}_id; its headings are {', '.join(headings)}", file))
    return ""


def known(table: Table, identifier: str) -> str:
    """The id as the table writes it. Raises ValueError where nobody has it."""
    if key(identifier) not in table.index:
        raise ValueError(f'"{identifier}" names nobody in {table.file}')
    return table.ids[table.index[key(identifier)]]


def known_id(table: Table, identifier: str, file: str, row: int, column: str, problems: list[Problem]) -> str:
    """The id as the table writes it; a problem at its cell where nobody has it."""
    if key(identifier) in table.index:
        return table.ids[table.index[key(identifier)]]
    hint = did_you_mean(identifier, table.ids)
    expected = f"an id of {table.file}" + (f"; {hint}" if hint else "")
    problems.append(Problem("names nobody", file, "", row, column, identifier, expected))
    return identifier
