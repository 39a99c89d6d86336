"""The map: state and county outlines from bundled files, people and what joins them, as coordinates of plain SVG."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import cos, pi, radians, sin, sqrt
from pathlib import Path
from typing import Any

from pairing.html_report.people import Spot

OUTLINES = Path(__file__).with_name("outlines") / "states.json"
WIDTH = 1000.0
TALLEST = 760.0
MARGIN = 24.0
APART = 11.0
"""Units between people of the same town, where few are drawn."""
FULL_SIZE = 150
"""With more marks than this all are drawn smaller, down to the least size."""
SMALLEST = 0.42
FEWEST = 3
"""States with fewer people, or fewer than a hundredth of all, are not drawn: nobody from afar shall shrink the map."""


@dataclass(frozen=True)
class Mark:
    """Somebody or a place on the map. shape: left, right, alone, idle or place. text: what hovering says."""

    x: float
    y: float
    shape: str
    card: str
    text: str
    label: str = ""
    color: int = 0


@dataclass(frozen=True)
class Line:
    """What joins two marks; dashed where the pair could be exchanged at no cost."""

    x1: float
    y1: float
    x2: float
    y2: float
    card: str
    dashed: bool = False
    color: int = 0


@dataclass(frozen=True)
class Map:
    """A drawing of `width` by `height`: outlines as paths, lines, marks, and how many people it does not show.

    scale: of the marks' size.
    """

    width: float
    height: float
    states: str
    counties: str
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...]
    unplaced: int
    scale: float = 1.0


@dataclass(frozen=True)
class Point:
    """Somebody or a place to be drawn."""

    spot: Spot | None
    state: str
    shape: str
    card: str
    text: str
    label: str = ""
    color: int = 0


def drawn(points: Sequence[Point], joined: Sequence[tuple[int, int, bool, str]]) -> Map | None:
    """The map of these points, None without places. joined: positions of two, whether the line is dashed, its card."""
    placed = [point.spot for point in points if point.spot is not None]
    if not placed:
        return None
    outlines = {code: _outline(code) for code in sorted(_states(points))}
    rings = [ring for rings, _ in outlines.values() for ring in rings]
    project, height = _projection([(lat, lon) for ring in rings for lon, lat in ring] or placed)
    scale = round(min(1.0, max(SMALLEST, sqrt(FULL_SIZE / len(placed)))), 2)
    spots = _spread(points, project, APART * scale)
    lines = tuple(
        Line(*one, *other, card, dashed, points[a].color)
        for a, b, dashed, card in joined
        if (one := spots[a]) is not None and (other := spots[b]) is not None
    )
    marks = tuple(
        Mark(*spot, point.shape, point.card, point.text, point.label, point.color)
        for point, spot in zip(points, spots, strict=True)
        if spot is not None
    )
    borders = [line for _, inner in outlines.values() for line in inner]
    return Map(
        WIDTH,
        height,
        _path(rings, project, "Z"),
        _path(borders, project, ""),
        lines,
        marks,
        len(points) - len(placed),
        scale,
    )


Degrees = tuple[tuple[float, float], ...]
"""A line as (longitude, latitude)."""


@cache
def _all() -> Any:
    return json.loads(OUTLINES.read_text(encoding="utf-8"))


@cache
def _outline(code: str) -> tuple[tuple[Degrees, ...], tuple[Degrees, ...]]:
    """A state's rings and the borders between its counties."""
    unit, state = _all()["unit"], _all()["states"][code]
    rings, lines = (tuple(_unpacked(line, unit) for line in state[name]) for name in ("rings", "lines"))
    return rings, lines


def _unpacked(steps: Sequence[int], unit: float) -> Degrees:
    x = y = 0
    points = []
    for dx, dy in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x * unit, y * unit))
    return tuple(points)


def _states(points: Sequence[Point]) -> set[str]:
    """The states that most people are in: as their table says, else as the outlines say."""
    counts: dict[str, int] = {}
    for point in points:
        if point.spot is not None:
            state = point.state if point.state in _all()["states"] else _state_of(*point.spot)
            counts[state] = counts.get(state, 0) + 1
    counts.pop("", None)
    many = max(FEWEST, sum(counts.values()) / 100)
    return {state for state, count in counts.items() if count >= many} or set(counts)


@cache
def _state_of(lat: float, lon: float) -> str:
    """The state around a place, "" for none."""
    for code in _all()["states"]:
        rings, _ = _outline(code)
        if sum(_crossings(ring, lat, lon) for ring in rings) % 2:
            return str(code)
    return ""


def _crossings(ring: Degrees, lat: float, lon: float) -> int:
    """How many sides of a ring lie east of a place."""
    return sum(
        (ay > lat) != (by > lat) and lon < ax + (lat - ay) / (by - ay) * (bx - ax)
        for (ax, ay), (bx, by) in pairwise(ring)
    )


Project = Callable[[float, float], tuple[float, float]]


def _projection(extent: Sequence[Spot]) -> tuple[Project, float]:
    """Degrees to units: straight, with longitudes shortened as they are in the middle of the map."""
    south, north = min(lat for lat, _ in extent), max(lat for lat, _ in extent)
    west, east = min(lon for _, lon in extent), max(lon for _, lon in extent)
    shorter = cos(radians((south + north) / 2))
    across, down = max((east - west) * shorter, 0.05), max(north - south, 0.05)
    scale = min((WIDTH - 2 * MARGIN) / across, (TALLEST - 2 * MARGIN) / down)
    left = (WIDTH - across * scale) / 2

    def project(lat: float, lon: float) -> tuple[float, float]:
        return left + (lon - west) * shorter * scale, MARGIN + (north - lat) * scale

    return project, round(down * scale + 2 * MARGIN, 1)


def _path(lines: Sequence[Degrees], project: Project, end: str) -> str:
    """Lines as one SVG path in steps of tenths."""
    return "".join(_steps([project(lat, lon) for lon, lat in line]) + end for line in lines)


def _steps(points: Sequence[tuple[float, float]]) -> str:
    tenths = [(round(10 * x), round(10 * y)) for x, y in points]
    said = [f"M{tenths[0][0] / 10:.15g} {tenths[0][1] / 10:.15g}l"] if tenths else []
    said += [
        f"{(bx - ax) / 10:.15g} {(by - ay) / 10:.15g} "
        for (ax, ay), (bx, by) in pairwise(tenths)
        if (ax, ay) != (bx, by)
    ]
    return "".join(said).rstrip(" l")


def _spread(points: Sequence[Point], project: Project, apart: float) -> list[tuple[float, float] | None]:
    """Where everybody is drawn: people of the same place in a spiral around it."""
    there: dict[Spot, int] = {}
    found: list[tuple[float, float] | None] = []
    for point in points:
        if point.spot is None:
            found.append(None)
            continue
        number = there.get(point.spot, 0)
        there[point.spot] = number + 1
        x, y = project(*point.spot)
        far, turn = apart * sqrt(number), number * pi * (3 - sqrt(5))
        found.append((round(x + far * cos(turn), 1), round(y + far * sin(turn), 1)))
    return found
