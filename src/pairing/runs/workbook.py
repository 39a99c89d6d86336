"""Workbooks: tables as sheets to read, filter and print; the same bytes for the same tables."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from typing import Any

import pandas as pd

from pairing.runs.atomic_files import inert_frame, without_clock

WIDEST = 70
ROOM = 2
"""Characters of a column beside the longest text in it."""
FILTER_BUTTON = 4
"""The same for headings, on which Excel draws a button."""
FONT = "Calibri"
NUMBERS = "iuf"
MOST_LINES = 3
"""Into so many lines a heading is broken, about."""
LINE = 15
"""The height of a line in points."""
LONGEST_TITLE = 31
"""Excel takes a workbook with a longer sheet title for damaged."""


def workbook_bytes(sheets: Mapping[str, pd.DataFrame]) -> bytes:
    """One sheet per table: bold frozen headings, a filter, columns as wide as their contents."""
    book = new_book()
    for title, frame in sheets.items():
        add_table(book, title, frame)
    return saved(book)


def new_book() -> Any:
    """A workbook without sheets."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    return book


def add_table(book: Any, title: str, frame: pd.DataFrame, frozen: int = 1) -> Any:
    """A table as one more sheet, which is returned; so many columns stay in sight with the headings."""
    from openpyxl.utils import get_column_letter

    sheet, frame = book.create_sheet(title[:LONGEST_TITLE]), inert_frame(frame)
    sheet.append(list(frame.columns))
    for row in frame.astype(object).where(frame.notna(), None).itertuples(index=False):
        sheet.append([_plain(value) for value in row])
    _style(sheet, frame)
    sheet.freeze_panes = f"{get_column_letter(frozen + 1)}2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    set_up_page(sheet)
    return sheet


def _style(sheet: Any, frame: pd.DataFrame) -> None:
    """Headings stand out and break between words; long texts break; numbers that are not whole have two decimals."""
    from openpyxl.styles import Alignment
    from openpyxl.utils import get_column_letter

    kinds = [frame[column].dtype.kind for column in frame]
    lines, wrapped = 1, list[int]()
    head(sheet[1])
    for position, (column, kind) in enumerate(zip(frame, kinds, strict=True), start=1):
        letter = get_column_letter(position)
        shown = [f"{value:.2f}" if kind == "f" else str(value) for value in frame[column].dropna()]
        longest = max(map(len, shown), default=0) + ROOM
        words = max([len(str(column)) // MOST_LINES, *(len(word) for word in str(column).split())])
        width = min(max(longest, words + FILTER_BUTTON), WIDEST)
        lines = max(lines, len(textwrap.wrap(str(column), width - ROOM)))
        sheet.column_dimensions[letter].width = width
        beside_a_number = int(position > 1 and kinds[position - 2] in NUMBERS and kind not in NUMBERS)
        if beside_a_number:
            sheet[letter][0].alignment = Alignment(wrap_text=True, vertical="bottom", horizontal="left", indent=1)
        body = sheet[letter][1:]
        if body and kind in NUMBERS:
            body[0].alignment = Alignment(horizontal="right", indent=1, vertical="top")
            body[0].number_format = "0.00" if kind == "f" else "General"
        elif body:
            wrapped += [position] if longest > WIDEST else []
            wraps = True if longest > WIDEST else None
            body[0].alignment = Alignment(vertical="top", wrap_text=wraps, horizontal="left", indent=beside_a_number)
        for cell in body:
            cell._style = copy(body[0]._style)  # looked up once a column, not once a cell
            if isinstance(cell.value, str):
                cell.data_type = "s"
    sheet.row_dimensions[1].height = lines * LINE
    _heights(sheet, wrapped)


def _heights(sheet: Any, columns: Sequence[int]) -> None:
    """Rows as high as their longest text in columns that wrap; not every program that opens a workbook sees to that."""
    for row in range(2, sheet.max_row + 1) if columns else ():
        texts = [str(value) for column in columns if (value := sheet.cell(row, column).value) is not None]
        lines = max((len(textwrap.wrap(text, WIDEST - ROOM)) for text in texts), default=1)
        if lines > 1:
            sheet.row_dimensions[row].height = lines * LINE


def head(cells: Iterable[Any]) -> None:
    """Cells that hold headings."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    for cell in cells:
        cell.font, cell.fill = Font(name=FONT, bold=True), PatternFill("solid", fgColor="E7E6E6")
        cell.alignment = Alignment(wrap_text=True, vertical="bottom")
        cell.border = Border(bottom=Side("thin"))


def set_up_page(sheet: Any) -> None:
    """Letter paper on its side, as wide as the sheet, with the sheet's name and the page's number."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_LETTER
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = "&A", "&P / &N"
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom, sheet.page_margins.footer = 0.6, 0.75, 0.3


def saved(book: Any) -> bytes:
    """The workbook's bytes, the same at any moment."""
    buffer = io.BytesIO()
    book.save(buffer)
    return without_clock(buffer.getvalue())


def _plain(value: Any) -> Any:
    """A value that openpyxl writes as what it is: text stays text, even if it looks like a formula or an error."""
    return value.item() if hasattr(value, "item") else _legal(value)


def _legal(value: Any) -> Any:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    return ILLEGAL_CHARACTERS_RE.sub("", value)[:32_767] if isinstance(value, str) else value
