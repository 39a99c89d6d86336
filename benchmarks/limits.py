"""Limits beyond the network: 600 x 800 with three of them, the real 76 x 240, and a conflict; rows of RESULTS.md."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from real_season import make_season

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
from build import season_of
from pairing.instance import pairs as candidates_of
from pairing.season.loading import load
from pairing.solver import pairs

SERVING = {"kind": "serving", "name": "at most 60 mentors per region", "source": "b", "by": "region", "at_most": 60}
ALL = {"kind": "all_or_least", "name": "two or none", "source": "b", "who": {"locale": "rural"}, "least": 2}
BUDGET = {
    "kind": "budget", "name": "money", "source": "b", "per_pair": 0, "per_mile": 2, "per_right": 300,
    "unknown_miles": 50, "most": 190_000,
}  # fmt: skip
PROGRAM: dict[str, Any] = {
    "left": {"label": "mentee", "table": "mentees"},
    "right": {"label": "mentor", "table": "mentors", "capacity": {"column": "capacity", "default": 2}},
    "rule": [{"name": "near", "kind": "within_miles", "max_miles": 75.0}],
    "criterion": [
        {"name": "close by", "kind": "proximity", "half_at_miles": 40.0, "weight": 60},
        {"name": "size", "kind": "enrollment", "half_at_ratio": 3.0, "weight": 40},
    ],
    "goal": [{"kind": "placed"}, {"kind": "fit"}],
}


QUOTAS = [
    {"kind": "quota", "name": "at most 70 per region", "source": "b", "by": "region", "at_most": 70},
    {"kind": "quota", "name": "a county has its share", "source": "b", "by": "county", "at_least": 2, "at_most": 9},
    {"kind": "quota", "name": "at most 580 in all", "source": "b", "at_most": 580},
]
"""Nested groups: a hundred counties in ten regions in the state."""


def synthetic(n: int, m: int, limits: Sequence[Mapping[str, Any]], seed: int = 0) -> candidates_of.Candidates:
    """People at random places of a state-sized box with skewed enrollments, ten regions, a third of them rural."""
    rng = np.random.default_rng(seed)

    def people(count: int, letter: str) -> list[dict[str, Any]]:
        return [
            {
                "id": f"{letter}{k:05d}", "lat": float(rng.uniform(36, 40.5)), "lon": float(rng.uniform(-95.5, -90)),
                "enrollment": float(round(rng.lognormal(6.5, 1.2)) + 1), "region": str(rng.integers(10)),
                "county": "", "locale": "rural" if rng.random() < 1 / 3 else "town",
            }
            for k in range(count)
        ]  # fmt: skip

    everybody = people(n, "E"), people(m, "M")
    for person in (*everybody[0], *everybody[1]):
        person["county"] = f"{person['region']}{rng.integers(10)}"
    return candidates_of.build(season_of({**PROGRAM, "limit": list(limits)}, *everybody))


def row(name: str, candidates: candidates_of.Candidates) -> None:
    """Solve and say what was proved, and in what time."""
    started = time.perf_counter()
    limit = started + 60
    plan = pairs.solve(candidates, stop=lambda: "time limit" if time.perf_counter() > limit else "")
    seconds = time.perf_counter() - started
    goals = ", ".join(
        f"{goal.name} {goal.shown(goal.value)} (at most {goal.shown(goal.bound)})" for goal in plan.goal_results
    )
    pairs_of_all, said = int(candidates.eligible.sum()), goals or plan.reason
    print(f"| {name} | {pairs_of_all:,} | {plan.outcome} | {said} | {seconds:.1f} s |", flush=True)


def real(limits: str) -> candidates_of.Candidates:
    """The real season with limits written into its program."""
    folder = make_season(Path(tempfile.mkdtemp()) / "season")
    program = folder / "program.toml"
    text = program.read_text(encoding="utf-8").replace("[[goal]]", limits + "[[goal]]", 1)
    program.write_text(text, encoding="utf-8")
    return candidates_of.build(load(folder))


THREE = """
[[limit]]
name = "at least three pairs per region"
kind = "quota"
by = "region"
at_least = 3
source = "b"
[[limit]]
name = "at most one mentor per county"
kind = "serving"
by = "county"
at_most = 1
source = "b"
[[limit]]
name = "money"
kind = "budget"
per_pair = 300
per_mile = 5
unknown_miles = 50
most = 30000
source = "b"
"""
CONFLICT = "".join(
    f'[[limit]]\nname = "limit {k}"\nkind = "quota"\nside = "left"\nwho = {{ region = "{region}" }}\n'
    f'{"at_least" if k % 2 else "at_most"} = {4 if k % 2 else 9}\nsource = "b"\n'
    for k, region in enumerate(["Southeast", "Southwest", "Northwest", "Northeast", "Central"] * 2)
) + (
    '[[limit]]\nname = "few pairs"\nkind = "quota"\nat_most = 12\nsource = "b"\n'
    '[[limit]]\nname = "money"\nkind = "budget"\nper_pair = 300\nmost = 30000\nsource = "b"\n'
)

if __name__ == "__main__":
    row("real 76 x 240, three limits", real(THREE))
    row("real 76 x 240, a conflict among 12 limits", real(CONFLICT))
    if "small" not in sys.argv:
        row("600 x 800, nested quotas", synthetic(600, 800, QUOTAS))
        row("600 x 800, three limits", synthetic(600, 800, [SERVING, ALL, BUDGET]))
