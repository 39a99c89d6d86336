"""What an export holds: its headings, the rows of people, and the rows that are none, with the reason."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median

from pairing.errors import InputError, Problem
from pairing.profiles import Cell, cell_text, key
from pairing.profiles.csv_file import read_csv
from pairing.profiles.xlsx_file import read_xlsx
from pairing.storage import Held, held

CSV_FILES = (".csv", ".tsv", ".txt")
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods", ".xlsb")
MOST_TITLE_ROWS = 15
GENERIC = frozenset({"response", "open-ended response", "open ended response", "selected choice"})
"""What survey tools write below a question that has no parts."""
_TOTAL = re.compile(r"(?:grand |sub)?total|sum\b|count\b|average|mean\b|n ?=|number of", re.IGNORECASE)
_SECTION = re.compile(r"region|district|county|area|zone|group", re.IGNORECASE)
_TEST = frozenset({"test", "test test", "testing", "test user", "test person", "asdf"})
_UNFINISHED = {
    "finished": {"false", "0", "no"}, "status": {"partial", "survey preview", "incomplete", "preview", "spam"},
    "response type": {"survey preview", "preview"}, "distributionchannel": {"preview"},
    "response status": {"partial", "incomplete"}, "completion status": {"partial", "incomplete"},
}  # fmt: skip
"""Columns of survey tools, and what they hold where an answer is no finished one."""


@dataclass(frozen=True)
class Row:
    """One row of a sheet, by its number as the spreadsheet shows it."""

    number: int
    cells: tuple[Cell, ...]
    section: str = ""

    def text(self, position: int) -> str:
        """A cell's text as it is meant; line breaks are kept."""
        return lines_of(self.cells[position]) if position < len(self.cells) else ""


@dataclass(frozen=True)
class SetAside:
    """A row that is no person, and why; `asked` where somebody should look at it."""

    row: int
    why: str
    text: str
    asked: bool = False


@dataclass(frozen=True)
class Export:
    """The headings and people of one sheet of a file."""

    file: str
    sheet: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    aside: tuple[SetAside, ...] = ()
    heading_rows: tuple[int, ...] = ()
    notes: tuple[str, ...] = field(default=())

    def position(self, heading: str) -> int | None:
        """Where a heading stands, compared without case and extra spaces."""
        wanted = key(heading)
        return next((i for i, one in enumerate(self.headings) if key(one) == wanted), None)

    def column(self, position: int) -> list[str]:
        """Every person's text below a heading."""
        return [row.text(position) for row in self.rows]


def lines_of(cell: Cell) -> str:
    """A cell's text; every line of it is cleaned, blank ones are left out."""
    if isinstance(cell, str) and "\n" in cell:
        return "\n".join(line for part in cell.splitlines() if (line := cell_text(part)))
    return cell_text(cell)


@dataclass(frozen=True)
class Asked:
    """What the mapping says of how an export is read."""

    sheet: str = ""
    headings_in_row: int | None = None
    rows_of_headings: int | None = None


NOTHING = Asked()


def read_export(path: Path | Held, table: str, asked: Asked = NOTHING) -> Export:
    """The people of a file. Raises InputError where it cannot be read or its headings cannot be told."""
    ending = path.suffix.casefold()
    if ending not in CSV_FILES + WORKBOOKS:
        expected = f"one of {', '.join(CSV_FILES + WORKBOOKS)}"
        raise InputError([Problem(f'a file that ends in "{path.suffix}" cannot be read', path.name, expected=expected)])
    try:
        file = held(path)
    except OSError as error:
        raise InputError([Problem(f"the file cannot be opened ({error.strerror})", path.name)]) from error
    grid, sheet, ragged = _grid(file, table, asked.sheet, ending)
    return laid_out(grid, file.name, sheet, asked, ragged)


def _grid(file: Held, table: str, sheet: str, ending: str) -> tuple[Sequence[Sequence[Cell]], str, bool]:
    if ending in CSV_FILES:
        read, problems = read_csv(file.data, file.name)
    elif ending in (".xlsx", ".xlsm"):
        read, problems = read_xlsx(file.data, sheet or table, file.name)
    else:
        return *_calamine(file, sheet or table), False
    if read is None:
        raise InputError(problems)
    if sheet and key(read.sheet) != key(sheet):
        raise InputError([Problem(f'there is no sheet "{sheet}"', file.name, read.sheet)])
    return read.rows, read.sheet, read.ragged


MOST_CELLS = 3_000_000


def _calamine(file: Held, name: str) -> tuple[Sequence[Sequence[Cell]], str]:
    """A sheet of an old Excel workbook, a binary one or one of LibreOffice."""
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(file.data))
        sheets = book.sheets_metadata
        named = [one.name for one in sheets if key(one.name) == key(name)]
        visible = [one.name for one in sheets if one.visible == SheetVisibleEnum.Visible]
        chosen = [*named, *visible, *(one.name for one in sheets)][0]
        sheet = book.get_sheet_by_name(chosen)
        if sheet.total_height * sheet.total_width > MOST_CELLS:
            said = f"the cell in row {sheet.total_height:,}, column {sheet.total_width:,} is far from all others"
            raise InputError([Problem(said, file.name, chosen, expected="an empty cell there")])
        rows: list[list[Cell]] = [
            [None if cell == "" else cell for cell in row] for row in sheet.to_python(skip_empty_area=False)
        ]
    except InputError:
        raise
    except Exception as error:  # a damaged workbook raises nearly any type of exception
        kind = type(error).__name__
        raise InputError([Problem(f"the file cannot be read as a workbook ({kind})", file.name)]) from error
    return rows, chosen


# ------------------------------------------------------------ headings


def laid_out(
    grid: Sequence[Sequence[Cell]], file: str, sheet: str = "", asked: Asked = NOTHING, ragged: bool = False
) -> Export:
    """Headings, people and the rest of a sheet. Raises InputError where no headings are found."""
    texts = [[lines_of(cell) for cell in row] for row in grid]
    filled = [sum(map(bool, row)) for row in texts]
    first = asked.headings_in_row - 1 if asked.headings_in_row else _heading_row(filled)
    if first is None or first >= len(texts) or not filled[first]:
        expected = "headings above the people; headings_in_row says where they stand"
        raise InputError([Problem("no headings are found", file, sheet, expected=expected)])
    if any("@" in cell for cell in texts[first]):
        said = "the headings look like a person"
        raise InputError([Problem(said, file, sheet, first + 1, expected="headings above the first person")])
    below = [i for i in range(first + 1, min(first + 3, len(texts))) if filled[i]]
    taken = _more_headings(texts, first, below, asked.rows_of_headings)
    width = max((len(row) for row in texts), default=0)
    headings = _headings(texts, [first, *taken], width)
    used = [i for i in range(width) if headings[i] or any(i < len(row) and row[i] for row in texts[first + 1 :])]
    named = _distinct([headings[i] or f"column {_letter(i)}" for i in used])
    start = max([first, *taken]) + 1
    rows = [
        Row(number, tuple(row[i] if i < len(row) else None for i in used))
        for number, row in enumerate(grid[start:], start=start + 1)
    ]
    lengths = {number: len(row) for number, row in enumerate(grid[start:], start=start + 1)} if ragged else {}
    export = Export(file, sheet, tuple(named), tuple(rows), heading_rows=tuple(i + 1 for i in (first, *taken)))
    return _people(export, lengths, len(headings))


def _heading_row(filled: Sequence[int]) -> int | None:
    """The first row near the top that is about as full as the fullest; titles and blank rows are above it."""
    top = filled[: MOST_TITLE_ROWS + 25]
    most = max(top, default=0)
    return next((i for i, count in enumerate(top) if count and (count >= 2 or most == 1) and count * 2 >= most), None)


def _more_headings(texts: Sequence[Sequence[str]], first: int, below: Sequence[int], stated: int | None) -> list[int]:
    """Further rows of headings: as the mapping says, as survey tools write them, or below a blank heading."""
    if stated is not None:
        return list(range(first + 1, first + stated))
    taken: list[int] = []
    for i in below:
        marks = [cell.casefold() for cell in texts[i] if cell]
        machine = any(cell.startswith('{"importid"') for cell in marks)
        tool = any(cell in GENERIC for cell in marks)
        if machine:
            return list(range(first + 1, i + 1))
        if tool or (i == first + 1 and _continues(texts, first, i)):
            taken.append(i)
            break
    return taken


def _continues(texts: Sequence[Sequence[str]], first: int, second: int) -> bool:
    """The second row gives parts of headings: it fills blanks of the first and holds nothing that looks like data."""
    above, below = texts[first], texts[second]
    gaps = [i for i in range(len(below)) if below[i] and not (i < len(above) and above[i])]
    data = any("@" in cell or re.search(r"\d", cell) for cell in below)
    plain = any(not cell for cell in below[: len(above)]) or len(gaps) >= 2
    return len(gaps) >= 2 and not data and plain


def _headings(texts: Sequence[Sequence[str]], rows: Sequence[int], width: int) -> list[str]:
    """One heading per column: a question and its part with a colon, the question alone where it has no parts."""
    lines = [[texts[i][k] if k < len(texts[i]) else "" for k in range(width)] for i in rows]
    lines = [line for line in lines if not any(cell.startswith('{"ImportId"') for cell in line)]
    if len(lines) == 2 and len(rows) == 3:  # Qualtrics: short names, questions, identifiers
        return [" ".join((lines[1][k] or lines[0][k]).split()) for k in range(width)]
    joined = [" ".join(cell.split()) for cell in lines[0]]
    for line in lines[1:]:
        question = ""
        for k, part in enumerate(" ".join(cell.split()) for cell in line):
            question = joined[k] or (question if part else "")
            if part and key(part) not in GENERIC and key(part) != key(question):
                joined[k] = f"{question}: {part}" if question else part
            elif part:
                joined[k] = question
            question = question.partition(": ")[0] if joined[k] != question else question
    return joined


def _distinct(headings: Sequence[str]) -> list[str]:
    """Headings of which none stands twice: the second is `Name (2)`."""
    seen: Counter[str] = Counter()
    named = []
    for heading in headings:
        seen[key(heading)] += 1
        named.append(heading if seen[key(heading)] == 1 else f"{heading} ({seen[key(heading)]})")
    return named


def _letter(position: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(position + 1))


# ------------------------------------------------------------ people and the rest


def _people(export: Export, lengths: dict[int, int], width: int) -> Export:
    """Which rows are people; sections, totals, notes, broken lines and unfinished answers are set aside."""
    filled = {row.number: [row.text(i) for i in range(len(row.cells)) if row.text(i)] for row in export.rows}
    counts = [len(cells) for cells in filled.values() if cells]
    usual = median(count for count in counts if count * 2 >= max(counts)) if counts else 0
    sparse = max(2, usual / 4) if usual >= 4 else (1 if usual >= 3 else 0)
    last = max((number for number, cells in filled.items() if len(cells) > sparse), default=0)
    unfinished = _unfinished(export)
    kept: list[Row] = []
    aside: list[SetAside] = []
    section = ""
    for row in export.rows:
        cells = filled[row.number]
        if not cells:
            continue
        if reason := _no_person(export, row, cells, sparse, last, lengths.get(row.number, width), width):
            aside.append(reason)
            section = cells[0] if reason.why.startswith("a section") else section
        elif said := unfinished.get(row.number):
            aside.append(SetAside(row.number, said, _shown(cells)))
        else:
            kept.append(replace(row, section=section))
    return replace(export, rows=tuple(kept), aside=tuple(aside))


def _no_person(
    export: Export, row: Row, cells: Sequence[str], sparse: float, last: int, length: int, width: int
) -> SetAside | None:
    shown = _shown(cells)
    if [key(cell) for cell in cells] == [key(one) for one in export.headings if one][: len(cells)] and len(cells) > 1:
        return SetAside(row.number, "the headings once more", shown)
    if length * 2 <= width and width >= 4 and length < width:
        return SetAside(row.number, f"a broken line: {length} of {width} cells; mend the file", shown, asked=True)
    if length > width and any(row.cells[width:]):
        said = f"more cells ({length}) than headings ({width}): a text with a comma is not in quotes"
        return SetAside(row.number, said, shown, asked=True)
    if len(cells) <= sparse and not any("@" in cell for cell in cells):
        if any(_TOTAL.match(cell) for cell in cells):
            return SetAside(row.number, "a total", shown)
        if row.number > last:
            return SetAside(row.number, "a note below the table", shown)
        if len(cells) == 1:
            certain = cells[0].isupper() or re.search(
                r"region|district|county|area|zone|group", cells[0], re.IGNORECASE
            )
            return SetAside(row.number, "a section between people", shown, asked=not certain)
        said = f"it holds only {len(cells)} cells: a person, or a broken line? Mend the file if it is a person"
        return SetAside(row.number, said, shown, asked=True)
    if {key(cell) for cell in cells} & _TEST:
        return SetAside(row.number, "a test answer", shown)
    return None


def _unfinished(export: Export) -> dict[int, str]:
    found: dict[int, str] = {}
    for i, heading in enumerate(export.headings):
        words = _UNFINISHED.get(key(heading))
        for row in export.rows if words else ():
            if words and key(row.text(i)) in words:
                found[row.number] = f'no finished answer ("{heading}" is "{row.text(i)}")'
    return found


def _shown(cells: Sequence[str]) -> str:
    return " | ".join(cells[:3])[:80].replace("\n", " ")


def moment(text: str) -> dt.datetime | None:
    """When something was answered; None where that cannot be told."""
    found = re.search(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})|(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})", text)
    if not found:
        return None
    year, month, day = (found[1], found[2], found[3]) if found[1] else (found[6], found[4], found[5])
    clock = re.search(r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*([ap]m)?", text, re.IGNORECASE)
    hour = int(clock[1]) if clock else 0
    if clock and clock[4]:
        hour = hour % 12 + (12 if clock[4].casefold() == "pm" else 0)
    try:
        return dt.datetime(
            int(year) + (2000 if len(year) == 2 else 0), int(month), int(day), hour, int(clock[2]) if clock else 0,
            int(clock[3] or 0) if clock else 0,
        )  # fmt: skip
    except ValueError:
        return None
