"""Whatever is in the files, `check` and `solve` end with an answer or with sentences that name file or key.

The examples are the same in every run. PAIRING_FUZZ=1000 looks at so many others per test.
"""

from __future__ import annotations

import csv
import io
import json
import os
import random
import re
import tempfile
import tomllib
from collections.abc import Callable, Iterable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from amount import examples
from pairing.program import GOALS
from pairing.program.criteria import CRITERIA
from pairing.program.limits import PAIR_LIMITS
from pairing.program.rules import RULES, SCREENS
from pairing.runs import find_run

pytestmark = pytest.mark.filterwarnings("error")  # a warning on the screen of a coordinator is no sentence

ROOT = Path(__file__).resolve().parents[1]
MORE = int(os.environ.get("PAIRING_FUZZ", "0"))
MENTEES = ("E001", "E003", "E004", "E007", "E008", "E009", "E014", "E015", "E016", "E017", "E021", "E022")
MENTORS = ("M001", "M002", "M003", "M027", "M028", "M030", "M038", "M039", "M046", "M049", "M050", "M061")
PLACE = re.compile(r"^  \S.*\.(csv|xlsx|toml)\b")

Grid = list[list[str]]
Season = dict[str, bytes]

NASTY = [
    "", " ", "none", "None; none", "N/A", "#N/A", "#REF!", "###", "0", "-0", "-1", "1", "1.5", "1e5", "1E+05",
    "1e999", "-1e999", "9" * 400, "0." + "1" * 400, "nan", "NaN", "inf", "-Infinity", "1,5", "1,234,567", "12.5%",
    "-3%", "1e3%", "٣", "１２", "²", "½", "1_000", "0x10", "=1+1", '="01"', "'=1", "+1-816-555-0100", "-",
    "@SUM(A1)", "\t=1", "\r=1", "\x07", "\x0b", "\x7f", "\x85", "\u200b", "\u200f", "\u202eabc", "\ufeff",
    "\u2028", "\ufffd", "א ב", "عربي", "e\u0301", "👩\u200d🏫", "İ", "ß", "ﬀ", "ǅ", "x" * 40_000, "é" * 5_000,
    "a\nb", "a\r\nb", ";", ";;", "; E004 ;", "E004", "e004 ", "E004; E004", "M001", "m001;M002", "E999", "M1; M2",
    "yes", "maybe", "X", "true", "2026-02-30", "0000-00-00", "1/1/0001", "99/99/9999", "9999-12-31", "46000",
    "12-Sep", "Sep-12", "K-8", "k – 12", "PK8", "elementary", "00000", "63801-", "638", "99999", "MO", "Missouri",
    "ZZ", "-90", "90.0001", "180", "1e-320", "lock", "withdraw", "forbid", "'", '"', '""', '"x', 'x"y', "[bold]x",
    "[/]", "[/bold]", "[link=x]", "{x}", "%s", "\\", "\\N", "<b>", "assistant: 3", "a: b: c", "principal: 999",
    ": 4", "superintendent: -1", "D1", "mentee", "id", "capacity",
]  # fmt: skip
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
CELL = st.one_of(
    st.sampled_from(NASTY), TEXT, st.integers().map(str), st.floats().map(str), st.sampled_from([*MENTEES, *MENTORS])
)
WHERE = st.integers(0, 40)
TABLES = st.sampled_from(["mentees", "mentors", "decisions"])


def some(count: int) -> settings:
    """So many examples, always the same; or more, and others."""
    return settings(
        max_examples=MORE or examples(count), derandomize=not MORE, database=None, deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )  # fmt: skip


# ---------------------------------------------------------------- the season to be damaged


def few(table: str, kept: Iterable[str]) -> Grid:
    """Some rows of the sample's table, without references to the others."""
    with (ROOT / "data" / "missouri-amp" / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        headings, *rows = csv.reader(file)
    known = {*MENTEES, *MENTORS}

    def mended(cell: str) -> str:
        names = cell.upper().split("; ")
        return (
            cell
            if not all(re.fullmatch(r"[EM]\d{3}", name) for name in names)
            else "; ".join(name for name in names if name in known)
        )

    return [headings, *([mended(cell) for cell in row] for row in rows if row[headings.index("id")] in kept)]


MORE_COLUMNS = {
    "mentees": {
        "completed": ["", "I", "none", "I; II"],
        "supervisor": ["", "M001", "Ann Sample"],
        "years_by_role": ["", "none", "principal: 4"],
    },
    "mentors": {
        "level": ["I", "", "II", "III"],
        "requires": ["none", "I", "", "I; II"],
        "supervisor": ["Ann Sample", "", "E004"],
        "years_by_role": ["superintendent: 6; principal: 2.5", "", "principal: 12"],
    },
}
"""Columns that the sample lacks, with cells to be taken in turn."""


def wider(table: str, kept: Iterable[str]) -> Grid:
    """Some rows of the sample's table with more columns."""
    headings, *rows = few(table, kept)
    more = MORE_COLUMNS[table]
    cells = [[column[number % len(column)] for column in more.values()] for number in range(len(rows))]
    return [[*headings, *more], *([*row, *added] for row, added in zip(rows, cells, strict=True))]


GRIDS = {
    "mentees": wider("mentees", MENTEES),
    "mentors": wider("mentors", MENTORS),
    "decisions": [
        ["id", "action", "person", "with", "by", "on", "note"],
        ["D1", "lock", "E008", "M061", "K. Doe", "2026-03-18", ""],
        ["D2", "forbid", "M003", "E004", "K. Doe", "2026-04-02", "Cousins"],
        ["D3", "withdraw", "M050", "", "R. Roe", "2026-05-11", ""],
    ],
}
PROGRAM = (ROOT / "models" / "missouri-amp.toml").read_bytes()
EVERYTHING = tomllib.loads(
    """
schema = 1
name = "Everything"
kind = "pairs"
source = "A test"
roles = ["superintendent", "principal"]
rule = [
    {kind = "different", name = "a", source = "t", column = ["district_id", "district"], unknown = "passes"},
    {kind = "same", name = "b", source = "t", column = "state", unknown = "passes"},
    {kind = "experience", name = "c", source = "t", min_years = 3, in_left_role = true, unknown = "passes"},
    {kind = "within_miles", name = "d", source = "t", max_miles = 300.0, unknown = "passes"},
    {kind = "no_conflict", name = "e", source = "t"},
    {kind = "not_same_person", name = "g", source = "t"},
    {kind = "not_declined", name = "f", source = "t", unknown = "passes"},
    {kind = "not_former_employer", name = "h", source = "t", unknown = "passes"},
    {kind = "prepared", name = "i", source = "t", unknown = "passes", unless = [
        {years_by_role = "principal: >= 3"}, {first_year = true},
    ], where = {region = "Southeast"}},
    {kind = "not_listed", name = "j", source = "t"},
    {kind = "not_supervisor", name = "k", source = "t"},
    {kind = "same_again", name = "l", source = "t", column = "current_mentor"},
    {kind = "never_again", name = "n", source = "t", years = 3},
    {kind = "related_role", name = "m", source = "t", areas = {superintendent = ["budget"]}, unknown = "passes"},
]
criterion = [
    {kind = "proximity", name = "a", weight = 3.3, half_at_miles = 50.0, unknown = 0.25},
    {kind = "enrollment", name = "b", weight = 2, half_at_ratio = 1.5},
    {kind = "same", name = "c", weight = 1, column = ["region", "county"]},
    {kind = "shared", name = "d", weight = 1, left_column = "needs", right_column = "expertise"},
    {kind = "preference", name = "e", weight = 0.1, column = "prefers", unknown = 0.0},
    {kind = "likeness", name = "f", weight = 1, column = "low_income_pct", half_at = 10},
    {kind = "overlap", name = "h", weight = 1, column = "needs"},
    {kind = "experience", name = "g", weight = 1, full_at_years = 20, column = "years_as_superintendent"},
    {kind = "shared", name = "i", weight = 1, left_column = "needs", right_column = "expertise", central = 2.5},
    {kind = "together_before", name = "k", weight = 1, years = 2},
    {kind = "long_ago", name = "l", weight = 1, recover_years = 2},
    {kind = "role", name = "j", weight = 1, stands_in = 0.25, areas = {principal = ["budget"], superintendent = []}},
]
goal = [
    {kind = "placed", name = "by enrollment", by = "enrollment", who = {region = "Southeast"}},
    {kind = "placed"},
    {kind = "worst_fit"},
    {kind = "even_load"},
    {kind = "keep", rule = "j", cost_per_unit = 2},
    {kind = "in_order", columns = ["first_year", "hired_on", "enrollment"]},
    {kind = "level", order = ["I", "II", "III"]},
    {kind = "miles", unknown_miles = 62.505},
    {kind = "moves"},
    {kind = "fit", name = "total", move_cost = 2.5},
]
[columns]
Timestamp = "ignore"
[columns.mentors]
notes = "notes"
[extra_columns]
wave = "integer"
[left]
label = "mentee"
table = "mentees"
screen = [
    {kind = "only", name = "new", source = "t", when = {first_year = true}, unless = {hired_on = ">= 2026-05-01"}},
    {kind = "routed", source = "t", to = "x", when = {grade_span = ["K-8", "other"]}, unknown = "takes part"},
    {kind = "barred", source = "t", when = {employer = "nobody"}, unknown = "takes part"},
    {kind = "already_matched", source = "t", column = "current_mentor"},
]
[right]
label = "mentor"
table = "mentors"
capacity = {column = "capacity", default = 2}
capacity_min = {column = "capacity_min", default = 0}
screen = [
    {kind = "only", source = "t", unknown = "takes part", when = [
        {years_as_superintendent = ">= 4"}, {years_by_role = ["superintendent: >= 4", "principal: > 9"]},
    ]},
    {kind = "one_side", source = "t"},
]
"""
)
LIMITED = deepcopy(EVERYTHING) | tomllib.loads(
    """
limit = [
    {kind = "quota", name = "q", source = "t", by = "region", at_most = 9, side = "left"},
    {kind = "serving", name = "s", source = "t", who = {region = "Southeast"}, at_least = 1, at_most = 9},
    {kind = "all_or_least", name = "a", source = "t", least = 2, column = "capacity_min"},
    {kind = "shared_load", name = "l", source = "t", column = "district_id"},
    {kind = "pair_apart", name = "p", source = "t"},
    {kind = "pair_together", name = "t", source = "t", column = "employer"},
    {kind = "budget", name = "b", source = "t", most = 90000.5, per_pair = 10, per_mile = 0.1, unknown_miles = 50},
]
goal = [
    {kind = "keep", limit = "a", cost_per_unit = 3},
    {kind = "placed"},
    {kind = "keep", rule = "j"},
    {kind = "in_order", columns = ["hired_on"]},
    {kind = "fit"},
]
"""
)
VALUES: list[Any] = [
    None, True, False, 0, 1, -1, 2**31, 2**63, 10**400, 0.0, -0.0, 0.5, 1.0, 1e-320, 1e308, float("inf"),
    float("nan"), "", " ", "x", "id", "mentee", "mentees", "mentors", "region", "capacity", "enrollment",
    "hired_on", "needs", "prefers", "current_mentor", "conflicts", "years_by_role", "first_year", "grade_span",
    "placed", "fit", "worst_fit", "even_load", "same", "different", "proximity", "only", "routed", "one_side",
    "already_matched", "takes part", "passes", "fails", ">= 5", ">= x", ">=", "[bold]", "=1+1", "é" * 300, "../x",
    "a/b", "CON", [], [[]], ["region"], ["x", 1], {}, {"": 1}, {"column": "capacity", "default": 1},
    {"column": "capacity", "default": 10**9}, {"region": "Southeast"}, {"years_as_superintendent": ">= 4"},
    {"x": "y"}, {"first_year": "yes"}, {"first_year": True}, {"needs": 1}, [{"first_year": True}, {"region": "x"}],
    [{}], {"years_by_role": "principal: >= 3"}, {"years_by_role": "principal: >= x"}, {"years_by_role": ": >= 3"},
    {"years_by_role": ">= 3"}, {"role": "principal: >= 3"}, {"principal": ["budget", "Budget "]}, {"principal": "x"},
    {"principal": [], "Principal ": []}, "prepared", "related_role", "same_again", "role", "completed", "requires",
    "level", "supervisor", "principal: >= 3",
]  # fmt: skip
KEYS = [
    "kind", "name", "source", "column", "weight", "unknown", "when", "unless", "who", "by", "to", "table", "label",
    "screen", "rule", "goal", "criterion", "left", "right", "columns", "extra_columns", "roles", "capacity",
    "capacity_min", "max_miles", "half_at", "half_at_miles", "half_at_ratio", "min_years", "in_left_role",
    "full_at_years", "left_column", "right_column", "schema", "where", "areas", "stands_in", "central", "order",
    "unknown_miles", "limit", "cost_per_unit", "x", "", "naïve key",
]  # fmt: skip


def as_csv(grid: Grid, separator: str = ",") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(grid)
    return text.getvalue().encode("utf-8")


def season(**changed: bytes | None) -> Season:
    """The files of the season by name; `mentees=...` changes one, and `mentees_xlsx=...` adds a workbook."""
    files: dict[str, bytes | None] = {f"{name}.csv": as_csv(grid) for name, grid in GRIDS.items()}
    files["program.toml"] = PROGRAM
    for name, content in changed.items():
        file = "program.toml" if name == "program" else name.replace("_xlsx", ".xlsx")
        files[file if "." in file else f"{file}.csv"] = content
    return {name: content for name, content in files.items() if content is not None}


# ---------------------------------------------------------------- what must hold


def answers(cli: Callable, files: Season) -> int:
    """Check, solve and verify a season of these files; the exit code of solve."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "season"
        path.mkdir()
        for name, content in files.items():
            (path / name).write_bytes(content)
        check, solve = cli("check", path), cli("solve", path)
        for result in (check, solve):
            assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
            assert result.exit_code in (0, 1, 3), result.output
            assert "Traceback" not in result.output
            assert result.exit_code != 1 or any(PLACE.match(line) for line in result.stderr.splitlines()), result.stderr
            assert result.exit_code == 1 or not result.stderr
        assert check.exit_code == (1 if solve.exit_code == 1 else 0)
        assert (path / "runs").exists() == (solve.exit_code == 0)
        if solve.exit_code == 0:
            verify = cli("verify", path)
            assert (verify.exit_code, verify.stderr) == (0, "")
            with (find_run(path) / "assignments.csv").open(encoding="utf-8-sig", newline="") as file:
                pairs = list(csv.DictReader(file))
            record = json.loads((find_run(path) / "run.json").read_text(encoding="utf-8"))
            assert record["outcome"] == "proved"
            assert all(0 <= float(pair["fit"]) <= 100 for pair in pairs)
        return int(solve.exit_code)


def test_the_season_itself_can_be_solved(cli: Callable):
    assert answers(cli, season()) == 0


# ---------------------------------------------------------------- damage to tables


def at(things: list[Any], where: int) -> int:
    return where % len(things)


def change_cell(grid: Grid, row: int, column: int, text: str) -> None:
    grid[at(grid, row)][at(grid[0], column)] = text


def delete_row(grid: Grid, row: int, column: int, text: str) -> None:
    if len(grid) > 1:
        del grid[at(grid, row)]


def repeat_row(grid: Grid, row: int, column: int, text: str) -> None:
    grid.insert(at(grid, column), list(grid[at(grid, row)]))


def swap_rows(grid: Grid, row: int, column: int, text: str) -> None:
    a, b = at(grid, row), at(grid, column)
    grid[a], grid[b] = grid[b], grid[a]


def delete_column(grid: Grid, row: int, column: int, text: str) -> None:
    if len(grid[0]) > 1:
        where = at(grid[0], column)
        for cells in grid:
            del cells[where]


def repeat_column(grid: Grid, row: int, column: int, text: str) -> None:
    where = at(grid[0], column)
    for cells in grid:
        cells.append(cells[where])


def swap_columns(grid: Grid, row: int, column: int, text: str) -> None:
    a, b = at(grid[0], row), at(grid[0], column)
    for cells in grid:
        cells[a], cells[b] = cells[b], cells[a]


def rename_column(grid: Grid, row: int, column: int, text: str) -> None:
    grid[0][at(grid[0], column)] = text


def swap_headings(grid: Grid, row: int, column: int, text: str) -> None:
    a, b = at(grid[0], row), at(grid[0], column)
    grid[0][a], grid[0][b] = grid[0][b], grid[0][a]


def fill_column(grid: Grid, row: int, column: int, text: str) -> None:
    for cells in grid[1:]:
        cells[at(grid[0], column)] = text


def insert_row(grid: Grid, row: int, column: int, text: str) -> None:
    grid.insert(at(grid, row), [text] + [""] * (len(grid[0]) - 1))


def clear(grid: Grid, row: int, column: int, text: str) -> None:
    del grid[1:]


def lengthen_row(grid: Grid, row: int, column: int, text: str) -> None:
    grid.append([*grid[at(grid, row)][: len(grid[0])], text])


DAMAGES: list[Callable[[Grid, int, int, str], None]] = [
    delete_row, repeat_row, swap_rows, delete_column, repeat_column, swap_columns, rename_column, swap_headings,
    fill_column, insert_row, clear,
]  # fmt: skip


def damaged(table: str, damages: list[tuple[Callable[..., None], int, int, str]]) -> Grid:
    grid = [list(row) for row in GRIDS[table]]
    for damage, row, column, text in damages:
        damage(grid, row, column, text)
    return grid


CELLS = st.lists(st.tuples(st.just(change_cell), WHERE, WHERE, CELL), min_size=1, max_size=4)
SHAPES = st.lists(st.tuples(st.sampled_from(DAMAGES), WHERE, WHERE, CELL), min_size=1, max_size=3)


@pytest.mark.random
@some(30)
@given(mentees=CELLS, mentors=CELLS)
def test_nasty_cells_in_tables_of_people(cli: Callable, mentees: list, mentors: list):
    answers(cli, season(mentees=as_csv(damaged("mentees", mentees)), mentors=as_csv(damaged("mentors", mentors))))


@pytest.mark.random
@some(25)
@given(table=st.sampled_from(["mentees", "mentors"]), column=WHERE, cells=st.lists(CELL, min_size=12, max_size=12))
def test_a_whole_column_of_nasty_cells(cli: Callable, table: str, column: int, cells: list[str]):
    grid = [list(row) for row in GRIDS[table]]
    place = 2 + column % (len(grid[0]) - 2) if table == "mentees" else 1 + column % (len(grid[0]) - 1)
    for row, cell in zip(grid[1:], cells, strict=True):
        row[place] = cell
    answers(cli, season(**{table: as_csv(grid)}))


@pytest.mark.random
@some(25)
@given(table=TABLES, damages=SHAPES)
def test_rows_and_columns_lost_repeated_and_swapped(cli: Callable, table: str, damages: list):
    answers(cli, season(**{table: as_csv(damaged(table, damages))}))


@pytest.mark.random
@some(30)
@given(
    damages=st.lists(
        st.tuples(st.sampled_from([change_cell, repeat_row, lengthen_row]), WHERE, WHERE, CELL), max_size=4
    )
)
def test_damaged_decisions(cli: Callable, damages: list):
    answers(cli, season(decisions=as_csv(damaged("decisions", damages))))


@pytest.mark.random
@some(30)
@given(chance=st.randoms(use_true_random=False), count=st.integers(1, 6))
def test_decisions_about_anybody(cli: Callable, chance: random.Random, count: int):
    people, actions = [*MENTEES, *MENTORS], ["lock", "forbid", "withdraw"]
    rows = [GRIDS["decisions"][0]]
    for number in range(count):
        action = chance.choice(actions)
        partner = "" if action == "withdraw" else chance.choice(MENTORS)
        rows.append([f"D{number}", action, chance.choice(people if not partner else MENTEES), partner, "", "", ""])
    answers(cli, season(decisions=as_csv(rows)))


# ---------------------------------------------------------------- damage to files


def flip(content: bytes, where: int, chance: random.Random) -> bytes:
    place = where % max(len(content), 1)
    return content[:place] + bytes([chance.randrange(256)]) + content[place + 1 :]


def truncate(content: bytes, where: int, chance: random.Random) -> bytes:
    return content[: where % (len(content) + 1)]


def insert(content: bytes, where: int, chance: random.Random) -> bytes:
    junk = chance.choice(
        [b'"', b"\0", b"\xff", b"\n", b"\r", b",", b";;;;", b"\xef\xbb\xbf", b"\x1a", chance.randbytes(9)]
    )
    place = where % (len(content) + 1)
    return content[:place] + junk + content[place:]


def mark(content: bytes, where: int, chance: random.Random) -> bytes:
    return (
        chance.choice([b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"sep=;\r\n", b"sep=,\r\n", b"PK\x03\x04", b"\n"])
        + content
    )


def encode(content: bytes, where: int, chance: random.Random) -> bytes:
    text = content.decode("utf-8", errors="replace")
    return text.encode(chance.choice(["utf-16", "utf-16-le", "utf-32", "cp1252", "cp037", "latin-1"]), errors="replace")


def delimit(content: bytes, where: int, chance: random.Random) -> bytes:
    return content.replace(b",", chance.choice([b";", b"\t", b"|", b" ", b",,", b"\0"]))


def end_lines(content: bytes, where: int, chance: random.Random) -> bytes:
    return content.replace(b"\r\n", chance.choice([b"\r", b"\n", b"\n\r", b"\r\r\n", b"\r\n\r\n", b" "]))


BYTES = st.lists(
    st.tuples(
        st.sampled_from([flip, flip, truncate, insert, mark, encode, delimit, end_lines]), st.integers(0, 20_000)
    ),
    min_size=1, max_size=3,
)  # fmt: skip


def spoiled(content: bytes, damages: list, chance: random.Random) -> bytes:
    for damage, where in damages:
        content = damage(content, where, chance)
    return content


@pytest.mark.random
@some(25)
@given(file=st.sampled_from([*GRIDS, "program"]), damages=BYTES, chance=st.randoms(use_true_random=False))
def test_bytes_flipped_cut_and_inserted(cli: Callable, file: str, damages: list, chance: random.Random):
    content = PROGRAM if file == "program" else as_csv(GRIDS[file])
    answers(cli, season(**{file: spoiled(content, damages, chance)}))


def workbook(grid: Grid) -> bytes:
    book, buffer = Workbook(), io.BytesIO()
    for row in grid:
        book.active.append([float(cell) if re.fullmatch(r"-?[0-9]{1,15}", cell) else cell or None for cell in row])
    book.save(buffer)
    return buffer.getvalue()


WORKBOOKS = {table: workbook(grid) for table, grid in GRIDS.items()}


@pytest.mark.random
@some(30)
@given(table=TABLES, damages=BYTES, chance=st.randoms(use_true_random=False))
def test_damaged_workbooks(cli: Callable, table: str, damages: list, chance: random.Random):
    content = spoiled(WORKBOOKS[table], damages, chance)
    answers(cli, season(**{table: None, f"{table}_xlsx": content}))


@pytest.mark.random
@some(30)
@given(table=TABLES, damages=st.one_of(CELLS, SHAPES))
def test_workbooks_with_nasty_cells(cli: Callable, table: str, damages: list):
    grid = [
        [re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", cell)[:30_000] for cell in row]
        for row in damaged(table, damages)
    ]
    answers(cli, season(**{table: None, f"{table}_xlsx": workbook(grid)}))


# ---------------------------------------------------------------- damage to the program


def as_toml(value: Any) -> str:
    """A value in TOML; tables are written in one line, None as no value at all."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {as_toml(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(as_toml, value)) + "]"
    return str(value) if isinstance(value, float) else json.dumps(value)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of all parts of a program."""
    if isinstance(value, dict | list):
        parts = value.items() if isinstance(value, dict) else enumerate(value)
        found = [one for name, part in parts for one in places(part, (*path, name))]
        return found if not path else [path, *found]
    return [path]


def injure(program: dict[str, Any], place: int, how: str, value: Any, key: str) -> None:
    """Delete, rename, replace, add or repeat one part of a program."""
    found = places(program)
    if not found:
        return
    path = found[place % len(found)]
    around: Any = program
    for step in path[:-1]:
        around = around[step]
    part = around[path[-1]]
    if how == "replace":
        around[path[-1]] = value
    elif how == "delete":
        del around[path[-1]]
    elif how == "rename" and isinstance(around, dict):
        around[key] = around.pop(path[-1])
    elif how == "add" and isinstance(part, dict):
        part[key] = value
    elif how == "repeat" and isinstance(around, list):
        around.append(json.loads(json.dumps(part)))


INJURIES = st.lists(
    st.tuples(
        st.integers(0, 400), st.sampled_from(["replace", "replace", "delete", "rename", "add", "repeat"]),
        st.sampled_from([value for value in VALUES if value is not None]), st.sampled_from(KEYS),
    ),
    min_size=1, max_size=2,
)  # fmt: skip


def injured(program: dict[str, Any], injuries: list) -> bytes:
    """A program file with some of its parts deleted, renamed, replaced, added or repeated."""
    for injury in injuries:
        injure(program, *injury)
    text = "\n".join(f"{json.dumps(key)} = {as_toml(value)}" for key, value in program.items())
    tomllib.loads(text)
    return text.encode("utf-8")


@pytest.mark.random
@some(30)
@given(injuries=INJURIES)
def test_damaged_programs(cli: Callable, injuries: list):
    answers(cli, season(program=injured(tomllib.loads(PROGRAM.decode("utf-8")), injuries)))


@pytest.mark.random
@some(30)
@given(injuries=INJURIES)
def test_damaged_programs_with_every_kind(cli: Callable, injuries: list):
    answers(cli, season(program=injured(deepcopy(EVERYTHING), injuries)))


@pytest.mark.random
@some(25)
@given(mentees=CELLS, mentors=CELLS)
def test_nasty_cells_under_a_program_with_every_kind(cli: Callable, mentees: list, mentors: list):
    tables = {"mentees": as_csv(damaged("mentees", mentees)), "mentors": as_csv(damaged("mentors", mentors))}
    answers(cli, season(**tables, program=injured(deepcopy(EVERYTHING), [])))


@pytest.mark.random
@some(12)
@given(injuries=INJURIES)
def test_damaged_programs_with_limits(cli: Callable, injuries: list):
    answers(cli, season(program=injured(deepcopy(LIMITED), injuries)))


def test_the_program_with_every_kind_has_every_kind_and_can_be_solved(cli: Callable):
    sides = {item["kind"] for side in ("left", "right") for item in EVERYTHING[side]["screen"]}
    listed = {name: {item["kind"] for item in EVERYTHING[name]} for name in ("criterion", "goal")}
    assert sides == set(SCREENS)
    assert listed == {"criterion": set(CRITERIA), "goal": set(GOALS)}
    assert {item["kind"] for item in LIMITED["limit"]} == set(PAIR_LIMITS)
    assert {item["kind"] for item in EVERYTHING["rule"]} == set(RULES)
    assert answers(cli, season(program=injured(deepcopy(EVERYTHING), []))) == 0


@pytest.mark.parametrize("missing", ["program.toml", "mentees.csv", "mentors.csv", "decisions.csv"])
@pytest.mark.parametrize("instead", ["nothing", "empty", "blank", "binary"])
def test_a_file_that_is_not_there_or_empty(cli: Callable, missing: str, instead: str):
    content = {"nothing": None, "empty": b"", "blank": b"\n\n , \n", "binary": bytes(range(256)) * 4}[instead]
    files = season()
    del files[missing]
    files |= {} if content is None else {missing: content}
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            (Path(folder) / name).write_bytes(text)
        code = cli("check", folder).exit_code
    assert code == (0 if (missing, instead) == ("decisions.csv", "nothing") else 1)
    if missing != "program.toml" or instead != "nothing":
        assert answers(cli, files) == code
