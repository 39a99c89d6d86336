"""The programs and sample seasons that come with the software, and new season folders made from them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from pairing.errors import InputError, Problem, nearest
from pairing.profiles import columns_with
from pairing.program import read_program
from pairing.program.reading import programs, shipped_folder
from pairing.runs.workbook import workbook_bytes
from pairing.season import Season
from pairing.season.decisions import FIELDS
from pairing.season.loading import load_under
from pairing.storage import write_whole

__all__ = [
    "create_season", "new_folder", "no_program", "program_path", "programs", "sample_folder", "sample_season",
]  # fmt: skip
SURVEY = "survey"
"""How people rated last year's pairs: a table to learn weights from, which only a sample has."""


def program_path(name: str) -> Path:
    """A built-in program's file. Raises InputError for an unknown name."""
    known = programs()
    if name not in known:
        raise no_program(name)
    return known[name]


def no_program(name: str) -> InputError:
    """What is wrong with the name of a program that does not come with the software."""
    return InputError([Problem(f'no program "{name}"; {nearest(name, programs())}')])


def sample_folder(name: str) -> Path:
    """The folder of a built-in program's sample season."""
    return shipped_folder("data") / name


def sample_season(name: str = "missouri-amp") -> Season[Any]:
    """A built-in program's sample season, invented people in real towns, to try things on without any files.

    It has no folder of its own: to publish, confirm or rerun make one (`create_season`) and load it. Raises InputError
    for an unknown program.

    >>> pairing.sample_season("missouri-collaboration-cohorts")
    <Season Missouri Collaboration Cohorts: 67 members, 9 facilitators, 5 venues>
    """
    return load_under(sample_folder(name), program_path(name))


def create_season(name: str, folder: str | Path, *, filled: bool = False, xlsx: bool = False) -> list[Path]:
    """Make a season folder for a built-in program and return the files made.

    The tables have the headings of the program's sample and no people; with `filled` its people too; with
    `xlsx` they are workbooks. Raises InputError for an unknown program or a folder that is not empty.

    >>> [path.name for path in pairing.create_season("missouri-amp", "try-out", filled=True)]
    ['program.toml', 'decisions.csv', 'mentees.csv', 'mentors.csv', 'survey.csv']
    """
    program, folder = program_path(name), Path(folder)
    new_folder(folder)
    write_whole(folder / "program.toml", program.read_bytes())
    made = [folder / "program.toml"]
    own = _own_columns(program)
    for source in sorted(sample_folder(name).glob("*.csv")):
        if source.stem == SURVEY and not filled:
            continue
        made.append(_table(source, folder, own, filled=filled, xlsx=xlsx))
    return made


def new_folder(folder: Path) -> None:
    """Make a folder, with those above it. Raises InputError for one that is not empty, and for the name of a file."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError([Problem(f'"{folder}" is already there and not empty; name a new folder')])
    folder.mkdir(parents=True, exist_ok=True)


def _own_columns(program: Path) -> frozenset[str]:
    """The vocabulary with the columns that the program declares."""
    read, _ = read_program(program)
    return frozenset(columns_with(read.extra_columns if read else {}))


def _table(source: Path, folder: Path, own: frozenset[str], *, filled: bool, xlsx: bool) -> Path:
    """One table of a new season, from the sample's."""
    if filled and not xlsx:
        write_whole(folder / source.name, source.read_bytes())
        return folder / source.name
    frame = pd.read_csv(source, dtype=str, keep_default_na=False, encoding="utf-8-sig", skip_blank_lines=False)
    if not filled:
        known = FIELDS if source.stem == "decisions" else own
        frame = frame.iloc[:0][[heading for heading in frame.columns if heading in known]]
    target = folder / (source.stem + (".xlsx" if xlsx else ".csv"))
    headings = frame.to_csv(index=False, lineterminator="\n").encode()
    write_whole(target, workbook_bytes({source.stem: frame.replace("", None)}) if xlsx else headings)
    return target
