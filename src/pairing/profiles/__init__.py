"""Tables of people from CSV and Excel; every bad cell in one pass."""

from pairing.profiles.columns import COLUMNS, TYPES, Column, Type
from pairing.profiles.files import find_table, read_cells
from pairing.profiles.headings import Matched, match_headings
from pairing.profiles.people import read_table
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
    "compared",
    "find_table",
    "key",
    "match_headings",
    "read_cells",
    "read_table",
    "shown",
]
