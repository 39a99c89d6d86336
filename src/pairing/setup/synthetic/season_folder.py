"""A season folder of invented people."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from pairing.errors import InputError, Problem
from pairing.geo.zips import zips_of
from pairing.program import CohortProgram, Program
from pairing.season import Season
from pairing.season.decisions import FIELDS
from pairing.season.loading import load
from pairing.setup.built_in import new_folder
from pairing.setup.synthetic.patterns import Source, source
from pairing.setup.synthetic.seats import fitted_capacities
from pairing.setup.synthetic.tables import Rows, Wanted, blanked, drawn_tables
from pairing.storage import write_whole

MOST = 100_000
"""People of one side."""
DEEPEST = -100.0
"""The largest surplus of seats, as a shortage."""

NEVER_BLANK = ("id", "name", "district")
"""What `missing` leaves alone, beside the columns of capacities: a conflict may name any of the districts."""


def sample(
    program: str | Path,
    folder: str | Path,
    *,
    n: int | None = None,
    others: int | None = None,
    seed: int = 0,
    missing: float = 0.0,
    shortage: float | None = None,
    state: str | None = None,
) -> Season:
    """Make a season folder of plausible invented people on real towns, and load it.

    program: a built-in one, or a program file of one's own with tables of a few people beside it. n: left people
    (mentees, members), at least 1; by default as many as the sample has. others: right people (mentors,
    facilitators), at least 1; by default in the sample's proportion to n. missing: the share [0, 1] of filled cells
    that are left blank, by chance; never an id, a name, a district's name or a capacity. shortage: the free seats of
    the right people who take part are (1 - shortage) times the left people who take part, as near as whole seats
    allow; negative for a surplus, at most 1; by default capacities are as the sample's. state: two letters, by
    default the sample's.

    The same arguments give the same bytes. Raises InputError for anything out of range, an unknown program and a
    folder that is not empty.

    >>> pairing.sample("missouri-amp", "practice", n=30, others=40, seed=7, shortage=0.2)
    <Season Missouri AMP: 30 mentees, 40 mentors>
    """
    drawn_from = source(program)
    state = (drawn_from.state if state is None else state.strip()).upper()
    problems = list(_problems(drawn_from, n, others, seed, missing, shortage, state))
    if problems:
        raise InputError(problems)
    target = Path(folder)
    new_folder(target)
    many = len(drawn_from.left.rows) if n is None else n
    wanted = Wanted(many, _others(drawn_from, many) if others is None else others, seed)
    tables = drawn_tables(drawn_from, state, wanted)
    keep = {*NEVER_BLANK, drawn_from.program.right.capacity.column, _least(drawn_from.program)}
    tables = {name: blanked(rows, missing, keep, Random(f"{seed} blanks of {name}")) for name, rows in tables.items()}
    if shortage is not None:
        _fit(drawn_from, tables, shortage, Random(f"{seed} seats"))
    _write(target, drawn_from, tables)
    return load(target)


def _problems(
    drawn_from: Source, n: int | None, others: int | None, seed: int, missing: float, shortage: float | None, state: str
) -> Iterator[Problem]:  # fmt: skip
    """Everything that is wrong with the arguments."""
    left, right = drawn_from.program.left, drawn_from.program.right
    sides = ((left.table, n), (right.table, others))
    for table, many in sides:
        if many is not None and not 1 <= many <= MOST:
            yield Problem(f"the number of {table} must be from 1 to {MOST:,}, got {many}")
    if drawn_from.others is None and (others is not None or shortage is not None):
        yield Problem(f"{drawn_from.program.name} has {left.table} only: nobody else can be asked for, nor be short")
    if seed < 0:
        yield Problem(f"the seed must be 0 or more, got {seed}")
    if not 0 <= missing <= 1:
        yield Problem(f"the share of missing cells must be from 0 to 1, got {missing:g}")
    if shortage is not None and not DEEPEST <= shortage <= 1:
        yield Problem(f"the shortage must be from {DEEPEST:g} (a surplus) to 1 (no seats), got {shortage:g}")
    if not state:
        yield Problem("no table says a state", expected="two letters, with --state (from Python: state=)")
    elif not zips_of(state).entries:
        yield Problem(f'no towns are known in "{state}"', expected="the two letters of a state")


def _others(drawn_from: Source, left: int) -> int:
    """As many right people for so many left as the pattern has."""
    return max(1, round(left * len(drawn_from.others.rows) / len(drawn_from.left.rows))) if drawn_from.others else 0


def _fit(drawn_from: Source, tables: dict[str, Rows], shortage: float, random: Random) -> None:
    """Change the capacities of the right people, by the screens' answers to the tables as they are."""
    right = drawn_from.program.right
    with TemporaryDirectory() as draft:
        _write(Path(draft), drawn_from, tables)
        capacities = fitted_capacities(load(draft), shortage, random)
    least = _least(drawn_from.program)
    for row in tables[right.table]:
        row.setdefault(right.capacity.column, "")
        if row["id"] in capacities:
            seats = capacities[row["id"]]
            row[right.capacity.column] = str(seats)
            if row.get(least) and float(row[least]) > seats:
                row[least] = str(seats)


def _least(program: Program | CohortProgram) -> str:
    """The column of minimums; empty where a program knows none."""
    return program.right.capacity_min.column if isinstance(program, Program) else ""


def _write(folder: Path, drawn_from: Source, tables: Mapping[str, Rows]) -> None:
    """The program as it stands, the tables, and no decisions."""
    write_whole(folder / "program.toml", drawn_from.toml)
    for name, rows in {"decisions": [], **tables}.items():
        headings = list(rows[0]) if rows else list(FIELDS)
        write_whole(folder / f"{name}.csv", _csv(headings, rows))


def _csv(headings: Sequence[str], rows: Rows) -> bytes:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, headings, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue().encode("utf-8-sig")
