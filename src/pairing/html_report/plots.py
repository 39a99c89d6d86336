"""Numbers as small drawings: coordinates of plain SVG, which prints sharp, needs no script and no library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log10
from statistics import median

WIDTH = 300.0
"""Units across the part with the marks."""
NICE = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Row:
    """One group: its name, how many, its median in words, the marks as one path, where the median is."""

    name: str
    count: int
    median: str
    path: str
    at: float


@dataclass(frozen=True)
class Strip:
    """Numbers of several groups along one axis. ticks: (place, label)."""

    title: str
    rows: tuple[Row, ...]
    ticks: tuple[tuple[float, str], ...]


@dataclass(frozen=True)
class Range:
    """A few numbers against all of them: marks, and where the middle half and the median of all lie."""

    path: str
    low: float
    high: float
    middle: float


def strip(title: str, groups: Sequence[tuple[str, Sequence[float]]]) -> Strip:
    """Every number as a short stroke, group by group, with the medians."""
    top = _top(max(value for _, values in groups for value in values))
    rows = tuple(_row(name, values, top) for name, values in groups)
    ticks = tuple((_short(WIDTH * k / 4), f"{top * k / 4:,.15g}") for k in range(5))
    return Strip(title, rows, ticks)


def _row(name: str, values: Sequence[float], top: float) -> Row:
    half = median(values)
    return Row(
        name, len(values), f"{half:,.0f}", _strokes([WIDTH * v / top for v in values]), _short(WIDTH * half / top)
    )


def against(few: Sequence[float], everybody: Sequence[float]) -> Range | None:
    """A cohort's numbers against everybody's, on an axis from the smallest to the largest of all.

    The axis is logarithmic where the largest is more than thirty times the smallest, as enrollments are.
    """
    if not few or not everybody:
        return None
    low, high = min(everybody[0], few[0]), max(everybody[-1], few[-1])
    steep = low > 0 and high > 30 * low

    def at(value: float) -> float:
        one, least, most = (log10(x) if steep else x for x in (value, low, high))
        return _short(100 * (one - least) / (most - least) if most > least else 50)

    quarter = len(everybody) // 4
    return Range(
        _strokes([at(value) for value in few]),
        at(everybody[quarter]),
        at(everybody[-1 - quarter]),
        at(median(everybody)),
    )


def _strokes(places: Sequence[float]) -> str:
    """Short vertical strokes, each place once, as one path."""
    return "".join(f"M{place:.15g} 2v10" for place in dict.fromkeys(map(_short, places)))


def _top(largest: float) -> float:
    """The end of an axis: a round number not below the largest."""
    if largest <= 0:
        return 1.0
    power = 10.0 ** (len(str(int(largest))) - 1) if largest >= 1 else 0.1
    return next(power * nice for nice in NICE if power * nice >= largest)


def _short(number: float) -> float:
    return round(number, 1)
