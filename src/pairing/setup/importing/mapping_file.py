"""Where a season says how exports become tables: `[import.<table>]` in program.toml or in import.toml beside it."""

from __future__ import annotations

from pathlib import Path

from pairing.errors import InputError, Problem, command, nearest
from pairing.profiles import columns_with
from pairing.program import CohortProgram, Program
from pairing.program.consistency import tables
from pairing.program.imports import ImportTable
from pairing.program.reading import parse_imports
from pairing.storage import held

FILE = "import.toml"


def stated(folder: Path, program: Program | CohortProgram) -> dict[str, ImportTable]:
    """Every table's mapping. Raises InputError for a faulty file, and for a table of which both files speak."""
    beside: dict[str, ImportTable] = {}
    problems: list[Problem] = []
    if (folder / FILE).is_file():
        text = held(folder / FILE).data.decode("utf-8-sig", errors="replace")
        beside, problems = parse_imports(text, columns_with(program.extra_columns))
    both = sorted(set(beside) & set(program.imports))
    problems += [
        Problem(f"[import.{name}] stands in program.toml as well", FILE, expected="one of them") for name in both
    ]
    known = tables(program)
    for name, mapping in {**program.imports, **beside}.items():
        file = FILE if name in beside else "program.toml"
        strange = [
            one for one in [name, *(t for people in mapping.people.values() for t in people)] if one not in known
        ]
        problems += [
            Problem(f'import, {name}: the program has no table "{one}"; {nearest(one, known)}', file) for one in strange
        ]
    if problems:
        raise InputError(problems)
    return {**program.imports, **beside}


def mapping_of(folder: Path, program: Program | CohortProgram, table: str) -> ImportTable:
    """How a table is imported. Raises InputError where nothing says so."""
    found = stated(folder, program).get(table)
    if found is None:
        expected = f"a first one is written by: {command('import', folder, table, 'FILE', '--suggest')}"
        raise InputError([Problem(f"nothing says how {table} are imported", FILE, expected=expected)])
    return found
