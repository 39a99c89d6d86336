"""Time and memory of the spring match, printed as the rows of benchmarks/RESULTS.md.

Ratios are taken in one run: the raw flow and ours see the same arcs one after the other, best of several.
"""

from __future__ import annotations

import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from ortools.graph.python import min_cost_flow

from real_season import make_season

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
from build import season_of
from pairing.instance import pairs as candidates_of
from pairing.season.loading import load
from pairing.solver import pairs
from pairing.solver.pairs.arc_costs import goals_of
from pairing.solver.pairs.lexicographic_flow import cheapest_flow, pack_ratios, packed
from pairing.solver.pairs.network import Network, build_network
from pairing.verify import check

PROGRAM: dict[str, Any] = {
    "left": {"label": "mentee", "table": "mentees"},
    "right": {"label": "mentor", "table": "mentors"},
    "rule": [{"name": "near", "kind": "within_miles", "max_miles": 130.0}],
    "criterion": [
        {"name": "close by", "kind": "proximity", "half_at_miles": 40.0, "weight": 60},
        {"name": "size", "kind": "enrollment", "half_at_ratio": 3.0, "weight": 40},
    ],
    "goal": [{"kind": "placed"}, {"kind": "fit"}],
}


def best_of(times: int, work: Callable[[], Any]) -> tuple[float, Any]:
    """The shortest of several runs in seconds, and the last result."""
    seconds = []
    for _ in range(times):
        started = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - started)
    return min(seconds), result


def synthetic(n: int, m: int, seed: int = 0) -> candidates_of.Candidates:
    """People at random places of a state-sized box with skewed enrollments."""
    rng = np.random.default_rng(seed)

    def people(count: int, letter: str) -> list[dict[str, Any]]:
        spots = zip(
            rng.uniform(36, 40.5, count), rng.uniform(-95.5, -90, count), rng.lognormal(6.5, 1.2, count), strict=True
        )
        return [
            {"id": f"{letter}{k:05d}", "lat": float(lat), "lon": float(lon), "enrollment": float(round(size) + 1)}
            for k, (lat, lon, size) in enumerate(spots)
        ]

    return candidates_of.build(season_of(PROGRAM, people(n, "E"), people(m, "M")))


def raw_flow(network: Network) -> int:
    """One OR-Tools maximum flow of minimum cost on the same arcs, from a source."""
    n, m = len(network.left), len(network.right)
    solver = min_cost_flow.SimpleMinCostFlow()
    source, sink = n + m, n + m + 1
    tails = np.concatenate([np.full(n, source), network.left_of, n + network.seat_of])
    heads = np.concatenate([np.arange(n), n + network.right_of, np.full(len(network.seat_of), sink)])
    costs = np.concatenate([np.zeros(n, dtype=np.int64), -network.fits, np.zeros(len(network.seat_of), dtype=np.int64)])
    seats = network.capacities[network.seat_arcs]
    capacities = np.concatenate([np.ones(n + len(network.left_of), dtype=np.int64), seats])
    solver.add_arcs_with_capacity_and_unit_cost(tails, heads, capacities, costs)
    solver.set_node_supply(source, n)
    solver.set_node_supply(sink, -n)
    assert solver.solve_max_flow_with_min_cost() == solver.OPTIMAL
    return -solver.optimal_cost()


def our_flow(network: Network) -> int:
    """Placed and fit in one packed flow, without certificate and tie-break."""
    goals = [goal.costs for goal in goals_of(network)]
    costs = packed(goals, pack_ratios(network, goals))
    flow = cheapest_flow(network.tails, network.heads, network.capacities, costs, network.supplies)
    return -int(goals[-1] @ flow)


def against_raw(n: int, m: int, times: int) -> None:
    """One row: raw flow, ours bare, ours with certificate and tie-break; and the checker."""
    built, candidates = best_of(1, lambda: synthetic(n, m))
    network = build_network(candidates, unit_seats=False)
    raw, value = best_of(times, lambda: raw_flow(network))
    bare, ours = best_of(times, lambda: our_flow(build_network(candidates, unit_seats=False)))
    assert value == ours
    whole, plan = best_of(times, lambda: pairs.solve(candidates))
    checked, report = best_of(1, lambda: check(candidates.season, plan, claimed=(candidates.eligible, candidates.fit)))
    assert plan.goal_results[-1].value == ours
    assert not report.findings
    arcs = len(network.left_of)
    print(
        f"| {n} x {m}, {arcs:,} eligible | {raw:.3f} s | {bare:.3f} s ({bare / raw:.1f}x) "
        f"| {whole:.3f} s ({whole / raw:.1f}x) | {built:.1f} s | {checked:.1f} s ({report.judged:,} pairs judged) |"
    )


def prices(name: str, candidates: candidates_of.Candidates, most: int | None) -> None:
    """One row: everybody's alternatives, both sides, from a solved season; and the left side's alone."""
    plan = pairs.solve(candidates)
    seconds, left = best_of(1, lambda: left_options(plan, most))
    whole, priced = best_of(1, lambda: pairs.with_prices(plan, most))
    exact = sum(option.exact for option in priced.left_options)
    asked = "all" if most is None else f"top {most}"
    gigabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"| {name}, {asked} | {seconds:.2f} s | {whole:.2f} s | {exact:,} of {left:,} | {gigabytes:.1f} GB |")


def left_options(plan: Any, most: int | None) -> int:
    """How many options the left side has; the ways are found anew."""
    plan.opportunity_costs.solved.__dict__.pop("final", None)
    people = np.flatnonzero(plan.opportunity_costs.candidates.left_in).tolist()
    found = [option for i in people for option in plan.opportunity_costs.options(i, most)]
    return sum(option.right is not None for option in found)


def whole_process(folder: Path) -> None:
    """From process start to the last file, caches warm."""
    command = [str(Path(sys.executable).parent / "pairing")]
    environment = {**os.environ, "NO_COLOR": "1"}

    def run(*arguments: str) -> Callable[[], Any]:
        return lambda: subprocess.run([*command, *arguments], check=True, capture_output=True, env=environment)

    helped, _ = best_of(5, run("--help"))
    print(f"| `pairing --help` | {helped:.2f} s |")
    for name, mentors in (("76 x 240", None), ("76 x 40 (shortage)", 40)):
        season = make_season(folder / f"season{mentors}", mentors=mentors)
        for verb in ("check", "solve", "verify"):
            seconds, _ = best_of(3, run(verb, str(season)))
            print(f"| `pairing {verb}`, real Missouri {name} | {seconds:.2f} s |")


if __name__ == "__main__":
    load_average = os.getloadavg()[0]
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, load {load_average:.1f}, Python {platform.python_version()}\n"
    )
    with tempfile.TemporaryDirectory() as scratch:
        if os.environ.get("PAIRING_REAL_DATA"):
            whole_process(Path(scratch))
        print()
        against_raw(600, 800, 7)
        against_raw(3000, 5000, 3)
        print()
        if os.environ.get("PAIRING_REAL_DATA"):
            prices("real Missouri 76 x 240", candidates_of.build(load(make_season(Path(scratch) / "prices"))), None)
        prices("600 x 800", synthetic(600, 800), 10)
        prices("3000 x 5000", synthetic(3000, 5000), 10)
    print(f"\npeak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.1f} GB")
