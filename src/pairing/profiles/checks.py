"""What is wrong with rows and columns whose single cells are fine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from statistics import median

from pairing.errors import Problem
from pairing.profiles.raw import shown
from pairing.profiles.table import key
from pairing.profiles.typed import Typed

_HABIT = 3
"""So many cells that do the same are a habit, not an exception."""
_LARGE = 10
"""A percentage column with a median above this seldom has values below 1."""


def missing_ids(typed: Typed) -> Iterator[Problem]:
    """Every row with content has an id."""
    for row, reading in enumerate(typed.readings.get("id", ())):
        raw = typed.rows[row]
        if reading.value is None and not reading.fault and raw.number not in typed.raw.shifted:
            content = next((shown(cell) for cell in raw.cells if cell is not None), "")
            message = f'the row has no id, but it has content, such as "{content[:40]}"'
            yield typed.problem(message, row, "id", "an id, or a blank row")


def repeated_ids(typed: Typed) -> Iterator[Problem]:
    """Every id names one row; ids that differ only by case or spaces are the same to a reader."""
    for first, row in repeats(typed):
        readings, rows = typed.readings["id"], typed.rows
        numbers = f"row {rows[first].number} and row {rows[row].number}"
        same = readings[first].value == readings[row].value
        message = (
            f"{numbers} have the same id"
            if same
            else f'the ids "{readings[first].value}" and "{readings[row].value}" of {numbers}'
            " differ only by case or spaces"
        )
        yield typed.problem(message, row, "id", "an id of its own for every person")


def repeats(typed: Typed) -> Iterator[tuple[int, int]]:
    """Each row whose id stands in an earlier row, as (earlier row, this row)."""
    first: dict[str, int] = {}
    for row, reading in enumerate(typed.readings.get("id", ())):
        if reading.value is not None:
            earlier = first.setdefault(key(reading.value).replace(" ", ""), row)
            if earlier != row:
                yield earlier, row


def half_coordinates(typed: Typed) -> Iterator[Problem]:
    """Latitude and longitude are known together or not at all."""
    for name, other in (("lat", "lon"), ("lon", "lat")):
        if other not in typed.readings:
            yield from _lone_column(typed, name, other)
            continue
        for row in typed.known(name):
            missing = typed.readings[other][row]
            if missing.value is None and not missing.fault:
                yield typed.problem(f"{name} without {other}", row, name, "both coordinates, or neither")


def _lone_column(typed: Typed, name: str, other: str) -> Iterator[Problem]:
    for row in typed.known(name)[:1]:
        message = f'{name} without {other}: there is no column "{other}"'
        yield typed.problem(message, row, name, "both columns, or neither")


def no_coordinates(typed: Typed) -> Iterator[Problem]:
    """Nobody works at 0, 0, which some programs write for unknown."""
    for row in typed.known("lon"):
        if typed.value(row, "lat") == 0 and typed.value(row, "lon") == 0:
            expected = "both coordinates, or both blank if unknown"
            yield typed.problem("0, 0 is in the ocean", row, "lat", expected)


def written_as_fractions(typed: Typed) -> Iterator[Problem]:
    """A percentage below 1 may be a fraction, 0.45 for 45 %, where all others are such or mostly far larger."""
    for name in typed.positions:
        known = typed.known(name) if typed.columns[name].type == "percent" else []
        values = [typed.value(row, name) for row in known]
        small = [row for row in known if 0 < typed.value(row, name) < 1 and "%" not in shown(typed.cell(row, name))]
        signs = any("%" in shown(typed.cell(row, name)) for row in known)
        all_small = len(known) >= _HABIT and not signs and max(values) <= 1
        if small and (all_small or median(values) > _LARGE):
            message = f"read as less than one percent: is this a fraction? ({typed.rows_named(small)})"
            yield typed.problem(message, small[0], name, "45 for 45 percent", "warning")


def listed_with_commas(typed: Typed) -> Iterator[Problem]:
    """A list column with commas or line breaks but no semicolon may be separated by the wrong mark."""
    for name in typed.positions:
        lists = typed.known(name) if typed.columns[name].type in ("list", "ids") else []
        texts = [shown(typed.cell(row, name)).strip() for row in lists]
        found = [row for row, text in zip(lists, texts, strict=True) if "," in text or "\n" in text]
        if len(found) < _HABIT or any(";" in text for text in texts):
            continue
        message = f"each of these is one entry ({typed.rows_named(found)})"
        yield typed.problem(message, found[0], name, "entries separated by ;", "warning")


Check = Callable[[Typed], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    missing_ids,
    repeated_ids,
    half_coordinates,
    no_coordinates,
    written_as_fractions,
    listed_with_commas,
)
