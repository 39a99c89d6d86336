"""`plan.xlsx`: a run as a workbook to work in. What is typed there is read by `record/from_workbook.py`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from typing import Any

import pandas as pd

from pairing.plans.base import AnyPlan
from pairing.plans.pairs import Plan
from pairing.runs import overview
from pairing.runs.atomic_files import inert
from pairing.runs.workbook import FONT, add_table, head, new_book, saved, set_up_page
from pairing.season.decisions import PAIR_ACTIONS

SHEET = "Assignments"
DECISION, INSTEAD, NOTE = "decision", "instead", "note"
"""The headings of the columns to be filled in."""
LISTS = "Lists"
"""The hidden sheet from which the drop-downs of `instead` are read, by the person's id, however rows are sorted."""
MOST_INSTEAD = 10
EDITING = "FFF2CC"
EDITED = "9DC3E6"
POOR_FIT = "F4B183"
"""Colors that are grays of different depth on a printer without colors."""
SIDE_WIDTHS = {DECISION: 13, INSTEAD: 13, NOTE: 32}
HOW_TO = (
    f"To work in this book: on the sheet {SHEET} fill in the yellow columns, save, and run",
    "pairing decide SEASON --from plan.xlsx",
    "It says what each edit means, refuses what breaks a rule and appends the rest to the season's decisions.",
)


def plan_workbook(plan: AnyPlan) -> bytes:
    """Every table of a plan, the people and decisions behind it and what was proved, as one workbook."""
    book = new_book()
    _summary(book, plan)
    tables = plan.tables
    _assignments(book, plan, tables.pop("assignments"))
    for name in ("alternatives", "unmatched", *tables):
        if name in tables:
            _shade(add_table(book, name.capitalize(), tables.pop(name)))
    _print_up_to(book["Unmatched"], "reason")
    for title, frame in plan.more_sheets.items():
        _shade(add_table(book, title, frame))
    add_table(book, "People", overview.people(plan.season), frozen=3)
    add_table(book, "Decisions", overview.decisions(plan.season))
    add_table(book, "Proof", overview.proof(plan))
    _lists(book, plan)
    return saved(book)


def _summary(book: Any, plan: AnyPlan) -> None:
    """A page for the committee: what was found, goal by goal, and how to work in the book."""
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet("Summary")
    sheet.append([inert(plan.season.program.name)])
    sheet["A1"].font = Font(name=FONT, bold=True, size=16)
    sheet.append([])
    for name, value in overview.facts(plan):
        sheet.append([inert(name), inert(value)])
        sheet.cell(sheet.max_row, 1).font = Font(name=FONT, bold=True)
        sheet.cell(sheet.max_row, 2).alignment = Alignment(horizontal="left")
    sheet.append([])
    _goals(sheet, plan)
    sheet.append([])
    for text in HOW_TO:
        sheet.append([text])
    for column, width in zip("ABCDE", (48, 16, 16, 12, 40), strict=True):
        sheet.column_dimensions[column].width = width
    set_up_page(sheet)


def _goals(sheet: Any, plan: AnyPlan) -> None:
    from openpyxl.styles import Alignment

    frame = overview.goals(plan)
    sheet.append(list(frame.columns))
    heads = sheet.max_row
    for row in frame.astype(object).where(frame.notna(), None).itertuples(index=False):
        sheet.append([inert(value) for value in row])
    head(sheet[heads])
    for (name, *values), goal in zip(sheet.iter_rows(min_row=heads + 1), plan.goal_results, strict=True):
        name.alignment = Alignment(wrap_text=True, vertical="top")
        for cell in values:
            cell.alignment = Alignment(horizontal="left", vertical="top")
            cell.number_format = "#,##0.00" if isinstance(goal.shown(1), float) else "#,##0"


def _assignments(book: Any, plan: AnyPlan, frame: pd.DataFrame) -> None:
    """The pairs or seats, with columns to be filled in, before losses and points where there are some."""
    from openpyxl.utils import get_column_letter

    columns = list(frame.columns)
    after = columns.index("certain") + 1 if isinstance(plan, Plan) else len(columns)
    added = [DECISION, INSTEAD, NOTE] if isinstance(plan, Plan) else [DECISION, NOTE]
    frame = frame.copy()
    for offset, name in enumerate(added):
        frame.insert(after + offset, name, pd.Series([None] * len(frame), dtype=object), allow_duplicates=True)
    sheet = add_table(book, SHEET, frame, frozen=3 if isinstance(plan, Plan) else 4)
    if not len(frame):
        return
    last = sheet.max_row
    letters = {name: get_column_letter(after + 1 + offset) for offset, name in enumerate(added)}
    for name, letter in letters.items():
        _open(sheet, letter, SIDE_WIDTHS[name])
    _choices(sheet, f"{letters[DECISION]}2:{letters[DECISION]}{last}", plan)
    _print_up_to(sheet, NOTE)
    whole = f"A2:{get_column_letter(sheet.max_column)}{last}"
    _mark(sheet, whole, get_column_letter(columns.index("change") + 1), [letters[name] for name in added[:-1]])
    if isinstance(plan, Plan) and _options(plan):
        _others(sheet, f"{letters[INSTEAD]}2:{letters[INSTEAD]}{last}", plan)
    _shade(sheet)


def _print_up_to(sheet: Any, heading: str) -> None:
    """Only the columns up to a heading are printed, so that a page can be read."""
    letter = next(cell.column_letter for cell in sheet[1] if cell.value == heading)
    sheet.print_area = f"A1:{letter}{sheet.max_row}"


def _open(sheet: Any, letter: str, width: int) -> None:
    """A column that is there to be filled in."""
    from openpyxl.styles import Alignment, Border, PatternFill, Protection, Side

    sheet.column_dimensions[letter].width = width
    line = Side("thin", color="BFBFBF")
    heading, first, *others = sheet[letter]
    for cell in (heading, first):
        cell.fill = PatternFill("solid", fgColor=EDITING)
        cell.border = Border(line, line, line, line)
    first.protection, first.number_format = Protection(locked=False), "@"
    first.alignment = Alignment(vertical="top", wrap_text=True)
    for cell in others:
        cell._style = copy(first._style)  # looked up once, not once a cell


def _choices(sheet: Any, cells: str, plan: AnyPlan) -> None:
    """The drop-down of what may be decided."""
    from openpyxl.worksheet.datavalidation import DataValidation

    left = plan.season.program.left.label
    words = {
        "lock": "lock: the two stay together.",
        "forbid": "forbid: never these two.",
        "decline": f"decline: the same, and the record keeps that the {left} said no.",
        "withdraw": "withdraw: this person takes part no more.",
    }
    actions = decisions_for(plan)
    rule = DataValidation("list", formula1=f'"{",".join(actions)}"', allow_blank=True, showErrorMessage=True)
    rule.errorTitle, rule.error = "No such decision", f"Choose {', '.join(actions)}, or leave the cell blank."
    rule.showInputMessage, rule.promptTitle = True, "Decide"
    rule.prompt = "\n".join(words[action] for action in actions)[:255]
    rule.add(cells)
    sheet.add_data_validation(rule)


def decisions_for(plan: AnyPlan) -> Sequence[str]:
    """What may stand in the column `decision`."""
    return PAIR_ACTIONS if isinstance(plan, Plan) else ("withdraw",)


def _others(sheet: Any, cells: str, plan: Plan) -> None:
    """The drop-down of a person's alternatives: their row of the hidden sheet, found by the id in column B."""
    from openpyxl.worksheet.datavalidation import DataValidation

    right, count = plan.season.program.right.label, len(_options(plan))
    row = f"MATCH($B2,{LISTS}!$A$1:$A${count},0)"
    listed = f"OFFSET({LISTS}!$C$1,{row}-1,0,1,INDEX({LISTS}!$B$1:$B${count},{row}))"
    rule = DataValidation("list", formula1=listed, allow_blank=True, errorStyle="warning", showErrorMessage=True)
    rule.errorTitle = "Not among the alternatives"
    rule.error = f"The sheet Alternatives has this person's best ones. Keep another {right} all the same?"[:255]
    rule.showInputMessage, rule.promptTitle = True, "Instead"
    rule.prompt = f"Another {right} for this person, best first. It becomes a lock; the sheet Alternatives has prices."
    rule.prompt = rule.prompt[:255]
    rule.add(cells)
    sheet.add_data_validation(rule)


def _options(plan: Plan) -> dict[str, list[str]]:
    """Each left person's best other partners by id, best first."""
    options: dict[str, list[str]] = {}
    for option in plan.left_options:
        if option.right is not None and len(options.get(option.left, ())) < MOST_INSTEAD:
            options.setdefault(option.left, []).append(option.right)
    return options


def _lists(book: Any, plan: AnyPlan) -> None:
    """The hidden sheet: id, number of alternatives, alternatives."""
    options = _options(plan) if isinstance(plan, Plan) else {}
    if not options:
        return
    sheet = book.create_sheet(LISTS)
    for left, others in options.items():
        sheet.append([inert(left), len(others), *map(inert, others)])
    sheet.sheet_state = "hidden"


def _mark(sheet: Any, cells: str, change: str, edited: Sequence[str]) -> None:
    """Rows of people who moved are bold; rows with an edit are filled."""
    from openpyxl.formatting.rule import FormulaRule
    from openpyxl.styles import Font, PatternFill

    fill = PatternFill("solid", start_color=EDITED, end_color=EDITED)
    something = "&".join(f"${letter}2" for letter in edited)
    sheet.conditional_formatting.add(cells, FormulaRule([f'{something}<>""'], fill=fill))
    sheet.conditional_formatting.add(cells, FormulaRule([f'${change}2="moved"'], font=Font(bold=True)))


def _shade(sheet: Any) -> None:
    """The poorer a fit the darker its cell; nothing where there is no fit or all are the same."""
    from openpyxl.formatting.rule import ColorScaleRule

    for letter, values in _fits(sheet):
        if len(set(values)) > 1:
            scale = ColorScaleRule("min", start_color=POOR_FIT, end_type="max", end_color="FFFFFF")
            sheet.conditional_formatting.add(f"{letter}2:{letter}{sheet.max_row}", scale)


def _fits(sheet: Any) -> Iterator[tuple[str, list[float]]]:
    """The letter and the numbers of the column `fit`."""
    for cell in sheet[1]:
        if cell.value == "fit":
            column = [below.value for below in sheet[cell.column_letter][1:]]
            yield cell.column_letter, [value for value in column if isinstance(value, (int, float))]
