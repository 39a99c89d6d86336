"""Tables of people from CSV and Excel; every bad cell in one pass.

The path of a cell, file by file; `people.read_table` walks it from end to end:

    files       which file holds the table, and which of the two readers it needs
    csv_file    a CSV file's rows ...
    xlsx_file   ... or a workbook's
    layout      headings in row 1, rows below: a table as the file, or a data frame, holds it (`raw`: RawTable, Cell)
    headings    which heading is which column of the vocabulary (`columns`), by the program's mapping or its spelling
    typed       every cell of a known column read, once per different cell
    cells       one cell as the type of its column: blank, damaged by Excel, or for one of the three below
    words       texts, ids, lists, choices, yes/no
    quantities  numbers, percentages, years per role, days
    places      states and ZIP codes
    checks      what is wrong with rows and columns whose single cells are fine
    table       the people sorted by id, as the rest of the project sees them

`readings` is what `cells` and its three hand back, and how any text is cleaned first.
"""

from pairing.profiles.columns import COLUMNS, TYPES, Column, Type, columns_with
from pairing.profiles.files import find_table, read_cells, similar_files
from pairing.profiles.headings import Matched, match_headings
from pairing.profiles.people import read_table, table_of_frame
from pairing.profiles.raw import Cell, RawRow, RawTable, cell_text, shown
from pairing.profiles.table import Table, compared, key

__all__ = [
    "COLUMNS",
    "TYPES",
    "Cell",
    "Column",
    "Matched",
    "RawRow",
    "RawTable",
    "Table",
    "Type",
    "cell_text",
    "columns_with",
    "compared",
    "find_table",
    "key",
    "match_headings",
    "read_cells",
    "read_table",
    "shown",
    "similar_files",
    "table_of_frame",
]
