"""Decisions from a run's `plan.xlsx`: what the committee typed on its sheet Assignments, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from string import ascii_uppercase

from pairing.errors import InputError, Problem, did_you_mean
from pairing.profiles import key
from pairing.profiles.headings import heading_key
from pairing.profiles.raw import cell_text
from pairing.profiles.xlsx_file import read_xlsx
from pairing.runs.decision_file import appended, decisions_file, new_file
from pairing.runs.new_decisions import Decided, meaning, next_id, season_after, writing, written_rows
from pairing.runs.plan_workbook import DECISION, INSTEAD, NOTE, SHEET
from pairing.season import Season
from pairing.season.decisions import FIELDS, PAIR_ACTIONS, Decision
from pairing.season.loading import load
from pairing.storage import Held, held, write_whole


@dataclass(frozen=True)
class Edit:
    """What one row of the sheet asks for, and the cells that ask: for the action, the person and the other."""

    action: str
    person: str
    other: str
    note: str
    cell: str
    person_cell: str
    other_cell: str

    def __str__(self) -> str:
        return " ".join([self.action, self.person, *(["with", self.other] if self.other else [])])


@dataclass(frozen=True)
class FromWorkbook:
    """What became of a workbook's edits: each is written, passed over with a sentence, or refused.

    cells: the cell of each decision, by its id. dry_run: nothing was written, and the ids are those that would be.
    """

    file: str
    decided: tuple[Decided, ...]
    cells: Mapping[str, str]
    passed_over: tuple[str, ...]
    refused: tuple[Problem, ...]
    dry_run: bool = False


def decide_from(folder: str | Path, file: str | Path, by: str = "", dry_run: bool = False) -> FromWorkbook:
    """Append what was decided in a run's `plan.xlsx` to the season's decisions, row by row.

    What names nobody or breaks a rule is refused, with its cell, and the rest is written; what is in force already is
    passed over. Raises InputError where the season or the workbook cannot be read; then nothing is written.
    """
    folder, file = Path(folder), Path(file)
    with writing(folder):
        season = load(folder)
        edits, passed_over, refused = _edits(season, file)
        path = decisions_file(folder)
        decided: list[Decided] = []
        cells: dict[str, str] = {}
        trial = held(path) if path.exists() else new_file(path)
        for edit in edits:
            force = _in_force(season, edit)
            if force is not None:
                passed_over.append(f"cell {edit.cell}: {edit} is in force already ({force})")
                continue
            try:
                one, season, trial = _tried(season, trial, edit, by)
            except InputError as error:
                refused += [_at_cell(problem, file.name, edit) for problem in error.problems]
                continue
            decided.append(one)
            cells[one.id] = edit.cell
        if decided and not dry_run:
            write_whole(path, trial.data)
    refused.sort(key=lambda problem: int(problem.cell.lstrip(ascii_uppercase)))
    return FromWorkbook(file.name, tuple(decided), cells, tuple(passed_over), tuple(refused), dry_run)


def _tried(season: Season, trial: Held, edit: Edit, by: str) -> tuple[Decided, Season, Held]:
    """An edit as the next decision of a file, the season and the file after it. Raises InputError where it cannot hold.

    It is judged under the name of its cell, which is what the reasons then say: a refused decision has no id.
    """
    row = dict(zip(FIELDS, ("", edit.action, edit.person, edit.other, by, "", edit.note), strict=True))
    row |= {"id": f"at {edit.cell}", "on": date.today().isoformat()}
    after = season_after(season, Held(trial.name, appended(trial, row)))
    row["id"] = next_id(written_rows(trial))
    decisions = [replace(one, id=row["id"]) if one.id == f"at {edit.cell}" else one for one in after.decisions]
    after = replace(after, decisions=tuple(decisions))
    written = Held(trial.name, appended(trial, row))
    return Decided(row["id"], row, tuple(meaning(season, after, row))), after, written


def _in_force(season: Season, edit: Edit) -> Decision | None:
    """The decision that says already what an edit asks for."""
    left, right = season.left.index.get(key(edit.person)), season.right.index.get(key(edit.other or edit.person))
    if left is None and right is None:
        return None
    action = "forbid" if edit.action == "decline" else edit.action
    for one in season.decisions:
        said_no = edit.action != "decline" or key(one.declined_by) == key(edit.person)
        if (one.action, one.left, one.right, one.mate, said_no) == (action, left, right, None, True):
            return one
    return None


def _at_cell(problem: Problem, file: str, edit: Edit) -> Problem:
    """What is wrong with an edit, at the cell that says so."""
    cell = {"person": edit.person_cell, "with": edit.other_cell}.get(problem.column, edit.cell)
    return replace(problem, file=file, sheet=SHEET, row=None, column="", cell=cell)


class _Sheet:
    """The rows of the sheet Assignments by heading, with the address of every cell."""

    def __init__(self, file: Path) -> None:
        grid, problems = read_xlsx(held(file).data, SHEET, file.name)
        if grid is None:
            raise InputError(problems)
        if key(grid.sheet) != key(SHEET):
            expected = "the plan.xlsx of a run, as pairing solve writes it"
            raise InputError([Problem(f'has no sheet "{SHEET}"', file.name, expected=expected)])
        headings = [heading_key(cell_text(cell)) for cell in grid.rows[0]] if grid.rows else []
        self.file, self.rows = file.name, grid.rows
        self.positions = {heading: position for position, heading in reversed(list(enumerate(headings))) if heading}

    def require(self, headings: Sequence[str]) -> None:
        """Raises InputError for columns that are not there."""
        missing = [name for name in headings if heading_key(name) not in self.positions]
        if missing:
            said = "has no column " + ", ".join(f'"{name}"' for name in missing)
            raise InputError([Problem(said, self.file, SHEET, 1, expected="the headings of the run's plan.xlsx")])

    def text(self, row: int, heading: str) -> str:
        """What stands in a row (1 is the headings) under a heading; blank where there is no such column."""
        position = self.positions.get(heading_key(heading))
        return "" if position is None else cell_text(self.rows[row - 1][position])

    def address(self, row: int, heading: str) -> str:
        """Such as M7."""
        from openpyxl.utils import get_column_letter

        return f"{get_column_letter(self.positions[heading_key(heading)] + 1)}{row}"


def _edits(season: Season, file: Path) -> tuple[list[Edit], list[str], list[Problem]]:
    """What the sheet asks for, row by row; what is passed over; what is no decision at all."""
    sheet, program = _Sheet(file), season.program
    pairs = season.kind == "pairs"
    person, other = (f"{program.left.label}_id", f"{program.right.label}_id") if pairs else ("person_id", "")
    sheet.require([person, other, DECISION, INSTEAD] if pairs else [person, DECISION])
    edits: list[Edit] = []
    passed_over: list[str] = []
    refused: list[Problem] = []
    for row in range(2, len(sheet.rows) + 1):
        action, instead = key(sheet.text(row, DECISION)), sheet.text(row, INSTEAD) if pairs else ""
        if problem := _no_decision(sheet, row, action, PAIR_ACTIONS if pairs else ("withdraw",)):
            refused.append(problem)
        elif pairs and action == "lock" and instead and key(instead) != key(sheet.text(row, other)):
            message = f"the row locks {sheet.text(row, person)} with {sheet.text(row, other)} and names another"
            expected = "either the lock or somebody instead; blank one of the two"
            refused.append(_problem(sheet, row, INSTEAD, message, instead, expected))
        else:
            edits += _of_row(sheet, row, action, instead, person, other)
            if sheet.text(row, NOTE) and not (action or instead):
                passed_over.append(f"cell {sheet.address(row, NOTE)}: a note without a decision is not kept")
    return edits, passed_over, refused


def _of_row(sheet: _Sheet, row: int, action: str, instead: str, person: str, other: str) -> Iterator[Edit]:
    """A row's decision about its own people; then the lock with somebody instead."""
    who, note = sheet.text(row, person), sheet.text(row, NOTE)
    with_whom = sheet.text(row, other) if other else ""
    at = sheet.address(row, person)
    if action:
        cell = sheet.address(row, DECISION)
        yield Edit(action, who, with_whom, note, cell, at, sheet.address(row, other) if other else cell)
    if instead and action != "lock":
        cell = sheet.address(row, INSTEAD)
        yield Edit("lock", who, instead, note, cell, at, cell)


def _no_decision(sheet: _Sheet, row: int, action: str, actions: Sequence[str]) -> Problem | None:
    """What is wrong with a word in the column of decisions."""
    if not action or action in actions:
        return None
    hint = did_you_mean(action, actions)
    expected = f"{', '.join(actions)}, or blank" + (f"; {hint}" if hint else "")
    return _problem(sheet, row, DECISION, "is no decision", sheet.text(row, DECISION), expected)


def _problem(sheet: _Sheet, row: int, heading: str, message: str, value: str, expected: str) -> Problem:
    address = sheet.address(row, heading)
    return Problem(message, sheet.file, SHEET, value=value, expected=expected, cell=address)
