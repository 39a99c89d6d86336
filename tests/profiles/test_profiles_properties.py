"""For any table at all: a clean one comes back as it was, and a damaged one gives problems, never a traceback."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from amount import examples
from pairing.errors import Problem
from pairing.profiles import COLUMNS, Table
from pairing.profiles.readings import is_blank
from pairing.profiles.table import NUMERIC

from .conftest import Desk, Read

PART = "xl/worksheets/sheet1.xml"
QUICK = settings(max_examples=examples(60), deadline=None)

WORDS = st.from_regex(r"[A-Za-z\u00e9\u00f1][A-Za-z\u00e9\u00f1,\"' ]{0,12}[A-Za-z]", fullmatch=True).map(
    lambda text: " ".join(text.split())
)
ENTRIES = st.lists(WORDS.filter(lambda word: word.casefold() not in ("no", "none", "nobody", "na", "unk")), max_size=3)
LISTS = ENTRIES.map(lambda entries: tuple({entry.casefold(): entry for entry in entries}.values()))
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "text": WORDS,
    "number": st.floats(1, 80, allow_nan=False),
    "integer": st.integers(0, 100).map(float),
    "percent": st.floats(2, 100),
    "yes/no": st.booleans(),
    "date": st.dates(dt.date(1901, 1, 1), dt.date(2099, 12, 31)),
    "list": LISTS,
    "ids": LISTS,
    "years": st.dictionaries(st.sampled_from(["principal", "assistant superintendent"]), st.integers(0, 80).map(float)),
    "zip": st.from_regex(r"[0-9]{5}", fullmatch=True),
    "state": st.sampled_from(["MO", "MN", "MA"]),
}
CLEAN = [column for column in COLUMNS.values() if column.name not in ("id", "lat", "lon")]
"""Coordinates come in pairs, which is another test's concern."""


def written(value: Any) -> str:
    """A value as a person types it."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case tuple():
            return "; ".join(value) or "none"
        case dict():
            return "; ".join(f"{role}: {years:g}" for role, years in value.items()) or "none"
        case float():
            return repr(value)
    return str(value)


def in_excel(value: Any) -> Any:
    """A value as Excel holds it: numbers, dates and yes/no as such, everything else as typed."""
    return value if isinstance(value, (bool, float, dt.date)) else written(value)


@st.composite
def people(draw: st.DrawFn) -> pd.DataFrame:
    """A clean table: typed values under vocabulary names, sorted by id."""
    chosen = draw(st.lists(st.sampled_from(CLEAN), unique_by=lambda column: column.name, max_size=6))
    numbers = draw(st.lists(st.integers(0, 10_000), unique=True, min_size=1, max_size=6))
    ids = sorted(f"M{number}" for number in numbers)
    frame = {"id": pd.Series(ids, dtype=object)}
    for column in sorted(chosen, key=CLEAN.index):
        values = VALUES.get(column.type, st.sampled_from(column.choices or [""]))
        cells = [draw(st.none() | values) for _ in ids]
        frame[column.name] = pd.Series(cells, dtype="float64" if column.type in NUMERIC else object)
    return pd.DataFrame(frame)


def cells_of(frame: pd.DataFrame, write: Callable[[Any], Any] = written) -> list[list[Any]]:
    known = frame.astype(object).where(frame.notna(), None)
    return [list(frame.columns), *([write(cell) for cell in row] for row in known.to_numpy().tolist())]


def unharmed(problems: Sequence[Problem]) -> bool:
    """Nothing was mended and nothing is wrong; a warning may ask about a habit, such as commas in lists."""
    return all(problem.severity == "warning" for problem in problems)


def assert_same(read: Read, frame: pd.DataFrame) -> None:
    table, problems = read
    assert table is not None
    assert unharmed(problems), problems
    pd.testing.assert_frame_equal(table.frame, frame)


@pytest.mark.random
@QUICK
@given(frame=people(), delimiter=st.sampled_from(",;\t"), line_end=st.sampled_from(["\n", "\r\n", "\r"]),
       encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))  # fmt: skip
def test_a_clean_table_comes_back_from_csv(
    lasting_desk: Desk, as_csv: Callable[..., str], frame: pd.DataFrame, delimiter: str, line_end: str, encoding: str
) -> None:
    text = as_csv(cells_of(frame), delimiter, line_end)
    assert_same(lasting_desk.csv(text.encode(encoding)), frame)


@pytest.mark.random
@QUICK
@given(frame=people())
def test_a_clean_table_comes_back_from_a_workbook(lasting_desk: Desk, frame: pd.DataFrame) -> None:
    assert_same(lasting_desk.xlsx(cells_of(frame, in_excel)), frame)


@pytest.mark.random
@QUICK
@given(frame=people(), order=st.randoms(use_true_random=False))
def test_the_order_of_rows_and_columns_changes_nothing(lasting_desk: Desk, frame: pd.DataFrame, order: Any) -> None:
    columns = list(frame.columns)
    order.shuffle(columns)
    headings, *rows = cells_of(frame[columns])
    order.shuffle(rows)
    read = lasting_desk.rows([headings, *rows])
    assert_same(read, frame)
    assert read[0] is not None
    assert [rows[number - 2][columns.index("id")] for number in read[0].rows] == read[0].ids


def assert_sound(read: Read) -> None:
    """Whatever was read: every problem has its place and can be said, and the table keeps its contract."""
    table, problems = read
    for problem in problems:
        assert problem.file in ("mentees.csv", "mentees.xlsx")
        assert str(problem).startswith(problem.file)
        assert problem.message
    if table is None:
        assert any(problem.severity == "error" for problem in problems)
        return
    assert table.ids == sorted(table.ids)
    assert len(table.index) == len(table) == len(table.rows) == len(set(table.rows))
    for name in table.frame:
        assert_typed(table, str(name))


TYPES_OF_VALUES: dict[str, type | tuple[type, ...]] = {
    "yes/no": bool, "date": dt.date, "list": tuple, "ids": tuple, "years": dict,
    "number": float, "integer": float, "percent": float,
}  # fmt: skip


def assert_typed(table: Table, name: str) -> None:
    column = table.columns[name]
    assert str(table.frame[name].dtype) == ("float64" if column.type in NUMERIC else "object")
    known = [value for value in table.values(name) if value is not None]
    assert all(isinstance(value, TYPES_OF_VALUES.get(column.type, str)) for value in known)
    if column.type in NUMERIC:
        assert all(column.minimum is None or value >= column.minimum for value in known)
        assert all(column.maximum is None or value <= column.maximum for value in known)


@pytest.mark.random
@settings(max_examples=examples(300), deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=100).map(lambda text: text.encode("utf-8", "surrogatepass")))
@example(b"")
@example(b"\xff\xfe")
@example(b"\xef\xbb\xbf")
@example(b"sep=;")
@example(b'"')
@example(b"id,id\n\n")
def test_any_bytes_at_all_give_problems_and_no_traceback(lasting_desk: Desk, content: bytes) -> None:
    assert_sound(lasting_desk.csv(content))
    assert_sound(lasting_desk.book(content))


TYPED_BADLY = st.sampled_from([
    "", " ", "none", "N/A", "?", "12-Sep", "1.2E+06", "140 %", "-1", "1,5", "46142", "4/31/2026", "#REF!", "1005",
    "nan", "65013.0", "yes", "Missouri", "a;b", ";;", "principal: 4", "principal: x", "'=1+1", "\u200b", "9" * 400,
    "id", "a", "A", " a ", "\u0130", "\u00df", "1e-400", "0", "x" * 1000, "2026-04-30", "K\u201312", "\ufffd", "a\nb",
])  # fmt: skip
HEADINGS = st.sampled_from([*COLUMNS, "ID", "Enrolment", "Timestamp", "", "zip code", "_", "-"])


@st.composite
def damaged(draw: st.DrawFn) -> list[list[str]]:
    headings = draw(st.lists(HEADINGS, min_size=1, max_size=8))
    if draw(st.booleans()):
        headings.insert(0, "id")
    cells = TYPED_BADLY | st.text(max_size=8)
    width = st.integers(max(0, len(headings) - 1), len(headings) + (1 if draw(st.booleans()) else 0))
    rows = draw(st.lists(width.flatmap(lambda n: st.lists(cells, min_size=n, max_size=n)), max_size=6))
    return [headings, *rows]


@pytest.mark.random
@settings(max_examples=examples(250), deadline=None)
@given(rows=damaged())
def test_a_damaged_table_is_read_soundly_and_alike_each_time(
    lasting_desk: Desk, as_csv: Callable[..., str], rows: list[list[str]]
) -> None:
    content = as_csv(rows).encode("utf-8", "surrogatepass")
    table, problems = lasting_desk.csv(content)
    assert_sound((table, problems))
    again, the_same_problems = lasting_desk.csv(content)
    assert problems == the_same_problems
    if table is not None and again is not None:
        pd.testing.assert_frame_equal(table.frame, again.frame)


@pytest.mark.random
@settings(max_examples=examples(150), deadline=None)
@given(name=st.sampled_from([name for name in COLUMNS if name != "id"]), cell=TYPED_BADLY | st.text(max_size=12))
def test_nothing_becomes_unknown_in_silence(lasting_desk: Desk, name: str, cell: str) -> None:
    content = f'id,{name}\nm,"{cell.replace(chr(34), chr(34) * 2)}"\n'.encode("utf-8", "surrogatepass")
    table, problems = lasting_desk.csv(content)
    if table is not None and table.ids and table.values(name) == [None] and not is_blank(visible(cell)):
        assert any(problem.column == name for problem in problems)


def visible(text: str) -> str:
    """Control characters cannot be seen."""
    return "".join(character for character in text if character.isprintable())


@pytest.mark.random
@settings(max_examples=examples(80), deadline=None)
@given(at=st.integers(0, 5000), length=st.integers(0, 40), patch=st.binary(max_size=40), inside=st.booleans())
def test_a_damaged_workbook_gives_problems_and_no_traceback(
    lasting_desk: Desk, as_workbook: Any, edit_workbook: Any, at: int, length: int, patch: bytes, inside: bool
) -> None:
    book = as_workbook([["id", "zip", "name"], [1, 1005, "=A2"], ["b", dt.date(2026, 9, 12), 0.5]], {"C3": "0%"})

    def damage(data: bytes) -> bytes:
        start = at % max(1, len(data))
        return data[:start] + patch + data[start + length :]

    assert_sound(lasting_desk.book(edit_workbook(book, PART, damage) if inside else damage(book)))


@pytest.mark.thorough
@pytest.mark.parametrize("number", ["99999999999", "0", "-3"])
def test_an_impossible_row_number_does_not_hang(
    lasting_desk: Desk, as_workbook: Any, edit_workbook: Any, number: str
) -> None:
    def renumber(xml: bytes) -> bytes:
        return xml.replace(b'r="2"', b'r="%b"' % number.encode()).replace(b'r="A2"', b'r="A%b"' % number.encode())

    assert_sound(lasting_desk.book(edit_workbook(as_workbook([["id"], ["a"]], {}), PART, renumber)))
