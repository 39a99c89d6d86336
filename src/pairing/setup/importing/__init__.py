"""From a form's export to one table of the season, once, visibly, repeatably.

export      what a file holds: its sheet, headings, rows of people, and what is set aside
cells       one cell as its column wants it, with a sentence for whatever was mended
answers     the rows of people, by the mapping `[import.<table>]`
people      who is who: answers of one person, people known already, ids
merge       last import, new export and today's table, cell by cell
table_file  the season's table, read and written as it is kept
records     `imports/<date>-<nn>/`: the original file, the account, what was read
account     what became of everything, as data frames and sentences
driver      all of it, in order
suggest     a first mapping from headings and values
"""

from pairing.setup.importing.account import Import
from pairing.setup.importing.driver import import_table, undo_import

__all__ = ["Import", "import_table", "undo_import"]
