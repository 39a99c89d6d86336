"""Make `src/pairing/html_report/outlines/states.json`: outlines of the states and their counties, coarse and small.

Run once, with `counties-10m.json` of the npm package us-atlas 3.0.1 (`npm pack us-atlas`), which is the US Census
Bureau's cartographic boundary file of 2017, in the public domain, as TopoJSON:

    python tools/make_outlines.py package/counties-10m.json

For each state: `rings`, its outline, and `lines`, the borders between its counties. Either is a list of lists of whole
numbers, x and y by turns in units of `unit` degrees; the first point is
absolute, every other a step.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

UNIT = 0.001
"""Degrees: about 100 meters."""
TOLERANCE = 1 / 750
"""By this part of its state's extent a line may be off: about a pixel where the state fills the page."""
LEAST_ISLAND = 1 / 150
"""Islands smaller than this part of their state are left out."""
TARGET = Path(__file__).resolve().parents[1] / "src" / "pairing" / "html_report" / "outlines" / "states.json"
FIPS = """
AL01 AK02 AZ04 AR05 CA06 CO08 CT09 DE10 DC11 FL12 GA13 HI15 ID16 IL17 IN18 IA19 KS20 KY21 LA22 ME23 MD24 MA25 MI26 MN27
MS28 MO29 MT30 NE31 NV32 NH33 NJ34 NM35 NY36 NC37 ND38 OH39 OK40 OR41 PA42 RI44 SC45 SD46 TN47 TX48 UT49 VT50 VA51 WA53
WV54 WI55 WY56
"""
CODES = {word[2:]: word[:2] for word in FIPS.split()}
"""A state's letters by the Census Bureau's number."""
Point = tuple[float, float]


def arcs_of(topology: Any) -> list[list[Point]]:
    """Every arc as degrees."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)
    return arcs


def simplified(points: list[Point], tolerance: float) -> list[Point]:
    """Douglas and Peucker's line: no point left out is farther from it than the tolerance."""
    if len(points) < 3:
        return points
    (ax, ay), (bx, by) = points[0], points[-1]
    length = math.hypot(bx - ax, by - ay)

    def off(p: Point) -> float:
        if not length:
            return math.hypot(p[0] - ax, p[1] - ay)
        return abs((bx - ax) * (ay - p[1]) - (ax - p[0]) * (by - ay)) / length

    farthest = max(range(1, len(points) - 1), key=lambda k: off(points[k]))
    if off(points[farthest]) <= tolerance:
        return [points[0], points[-1]]
    return simplified(points[: farthest + 1], tolerance)[:-1] + simplified(points[farthest:], tolerance)


def line(arcs: Sequence[list[Point]], numbers: Sequence[int]) -> list[Point]:
    """A ring's arcs one after the other; ~n is arc n backward."""
    points: list[Point] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def packed(points: Sequence[Point], west: bool) -> list[int]:
    """Whole units, the first absolute, the others as steps; Alaska's last islands lie beyond 180 degrees."""
    steps: list[int] = []
    before = (0, 0)
    for lon, lat in points:
        here = (round((lon - 360 if west and lon > 0 else lon) / UNIT), round(lat / UNIT))
        if not steps or here != before:
            steps += [here[0] - before[0], here[1] - before[1]]
            before = here
    return steps


def extent(points: Sequence[Point]) -> float:
    """The larger of the two sides, in degrees; Alaska's last islands do not count."""
    return max(max(sides) - min(sides) for sides in ([x for x, _ in points if x < 0], [y for _, y in points]) if sides)


def rings(geometry: Any) -> list[list[int]]:
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return [ring for polygon in polygons for ring in polygon]


def main(source: Path) -> None:
    topology = json.loads(source.read_text(encoding="utf-8"))
    exact = arcs_of(topology)
    objects = topology["objects"]
    outer = {
        state["id"]: {n if n >= 0 else ~n for ring in rings(state) for n in ring}
        for state in objects["states"]["geometries"]
    }
    found = {}
    for state in objects["states"]["geometries"]:
        code = CODES.get(state["id"])
        if code is None:
            continue
        own = [county for county in objects["counties"]["geometries"] if county["id"][:2] == state["id"]]
        inner = {n if n >= 0 else ~n for county in own for ring in rings(county) for n in ring} - outer[state["id"]]
        across = extent([point for ring in rings(state) for point in line(exact, ring)])
        arcs = [simplified(arc, across * TOLERANCE) for arc in exact]
        outline = [line(arcs, ring) for ring in rings(state) if extent(line(exact, ring)) > across * LEAST_ISLAND]
        west = code == "AK"
        found[code] = {
            "rings": [packed(points, west) for points in outline],
            "lines": [packed(arcs[n], west) for n in sorted(inner)],
        }
    content = {
        "source": "US Census Bureau, cartographic boundary files, 2017 edition (public domain)",
        "unit": UNIT,
        "states": dict(sorted(found.items())),
    }
    TARGET.write_text(json.dumps(content, separators=(",", ":")) + "\n", encoding="utf-8")
    print(TARGET, TARGET.stat().st_size)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
