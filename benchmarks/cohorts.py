"""Value, bound and time of the grouping engine, printed as the rows of benchmarks/RESULTS.md.

PAIRING_REAL_DATA: the folder with districts_mo.csv; PAIRING_BENCH_DATA: the folder with the published instances. What
is unset is skipped. Arguments choose parts: real, all, published, memory (default: everything).
"""

from __future__ import annotations

import os
import platform
import resource
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pairing.geo.distance import miles_between
from pairing.grouping import Grouping, group

Rows = list[tuple[Any, ...]]
MINIMIZED = {24: (3, 12302.045), 27: (3, 15925.705), 30: (3, 19947.210), 36: (4, 20591.636), 60: (6, 37771.959)}
"""People, cohorts and the best value known for the first people of Geo_n060_ss_01, 8-10 each, to minimize."""
MAXIMIZED = {
    "RanReal_n012_ss_01": 956.43, "Geo_n012_ss_01": 716.46, "Geo_n060_ss_01": 45374.32,
    "RanInt_n120_ds_01": 51146, "RanInt_n120_ds_02": 51372, "RanInt_n240_ds_01": 160596,
}  # fmt: skip


def missouri(n: int | None, seed: int, kind: str) -> tuple[Any, Any]:
    """Dissimilarity in points of 100 and the features behind it, of n superintendents of four or more years.

    (a) enrollment 50 (half at twice the size), distance 30 (half at 60 miles), poverty 20 (half at 8 points);
    (b) the same times 0.7, and 30 on the overlap of three of twelve random issues each.
    """
    table = pd.read_csv(Path(os.environ["PAIRING_REAL_DATA"]) / "districts_mo.csv")
    table = table[table.supt_years_total_mo >= 4].reset_index(drop=True)
    rng = np.random.default_rng(seed)
    people = table.iloc[np.sort(rng.permutation(len(table))[:n])]
    log_size = np.log2(people.enrollment.fillna(people.enrollment.median()).to_numpy(float))
    poverty = people.child_poverty_pct.fillna(people.child_poverty_pct.median()).to_numpy(float)
    lat, lon = people.lat.to_numpy(float), people.lon.to_numpy(float)
    parts = [
        (50, 1 - 2 ** -np.abs(log_size[:, None] - log_size)),
        (30, 1 - 2 ** (-np.round(miles_between(lat, lon, lat, lon), 2) / 60)),
        (20, 1 - 2 ** (-np.abs(poverty[:, None] - poverty) / 8)),
    ]
    if kind == "b":
        issues = np.zeros((len(people), 12), dtype=np.int64)
        for row in issues:
            row[rng.choice(12, 3, replace=False)] = 1
        parts = [(0.7 * weight, part) for weight, part in parts] + [(30, 1 - issues @ issues.T / 3)]
    matrix = np.round(sum(weight * part for weight, part in parts), 2)
    np.fill_diagonal(matrix, 0)
    return matrix, np.column_stack([log_size, lat, lon, poverty])


def published(name: str) -> tuple[Any, list[tuple[int, int]]]:
    """The matrix and the sizes per cohort of a published instance."""
    lines = (Path(os.environ["PAIRING_BENCH_DATA"]) / f"{name}.txt").read_text().split("\n")
    head = lines[0].split()
    bounds = [int(word) for word in head[3 : 3 + 2 * int(head[1])]]
    matrix = np.zeros((int(head[0]), int(head[0])))
    for line in lines[1:]:
        if line.strip():
            i, j, value = line.split()
            matrix[int(i), int(j)] = matrix[int(j), int(i)] = float(value)
    return matrix, list(zip(bounds[::2], bounds[1::2], strict=True))


def row(*cells: Any) -> None:
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def told(answer: Grouping) -> tuple[str, ...]:
    """Value, bound, gap and seconds, with the load at the end."""
    gap = "proved" if answer.proved else f"{100 * answer.gap:.2f} %"
    return f"{answer.value:.3f}", f"{answer.bound:.3f}", gap, f"{answer.seconds:.1f} s", f"{os.getloadavg()[0]:.1f}"


def real_samples() -> None:
    row("people", "weights", "seed", "cohorts", "value", "bound", "gap", "time", "load")
    row(*["---"] * 9)
    for n in (65, 90, 33, 48):
        for kind in "ab":
            for seed in range(3):
                matrix, _ = missouri(n, seed, kind)
                limit = 120 if n == 90 else 60
                free = group(matrix, (8, 10), time_limit=limit)
                row(n, kind, seed, f"any: {len(free.cohorts)}", *told(free))
                fixed = group(matrix, (8, 10), cohorts=round(n / 9), time_limit=limit)
                row(n, kind, seed, f"fixed: {round(n / 9)}", *told(fixed))


def everybody() -> None:
    """All superintendents of four or more years, against the best of 20 starts of k-means with the same sizes."""
    row("people", "weights", "cohorts", "value", "bound", "gap", "time", "load", "k-means-constrained, best of 20")
    row(*["---"] * 9)
    for kind in "ab":
        matrix, features = missouri(None, 0, kind)
        answer = group(matrix, (8, 10), time_limit=120)
        row(len(matrix), kind, len(answer.cohorts), *told(answer), kmeans(matrix, features, len(answer.cohorts)))


def kmeans(matrix: Any, features: Any, cohorts: int) -> str:
    """k-means on the classical scaling of our own dissimilarities, and on plain features; scored by our cost."""
    try:
        from k_means_constrained import KMeansConstrained
    except ImportError:
        return "not installed"
    started, costs = time.perf_counter(), []
    for points in (scaled(matrix), (features - features.mean(0)) / features.std(0) * np.sqrt([50, 15, 15, 20])):
        for seed in range(20):
            labels = KMeansConstrained(cohorts, size_min=8, size_max=10, n_init=1, random_state=seed).fit_predict(
                points
            )
            costs.append(mean_cost(matrix, labels))
    half = len(costs) // 2
    seconds = time.perf_counter() - started
    return f"{min(costs[:half]):.2f} (scaled dissimilarities), {min(costs[half:]):.2f} (features), {seconds:.1f} s"


def scaled(matrix: Any) -> Any:
    """Classical multidimensional scaling in 8 dimensions."""
    n = len(matrix)
    center = np.eye(n) - 1 / n
    values, vectors = np.linalg.eigh(-0.5 * center @ matrix**2 @ center)
    return vectors[:, -8:] * np.sqrt(np.maximum(values[-8:], 0))


def mean_cost(matrix: Any, labels: Any) -> float:
    return sum(
        float(matrix[np.ix_(inside, inside)].sum()) / (len(inside) - 1)
        for inside in (np.flatnonzero(labels == g) for g in set(labels.tolist()))
    )


def published_instances() -> None:
    row(
        "instance",
        "sense",
        "best known",
        "value (best of 3 seeds)",
        "bound",
        "short of best known",
        "gap",
        "time",
        "load",
    )
    row(*["---"] * 9)
    matrix, _ = published("Geo_n060_ss_01")
    for n, (cohorts, known) in MINIMIZED.items():
        answer = group(matrix[:n, :n], (8, 10), cohorts, cost="sum", time_limit=60)
        value, bound, gap, *rest = told(answer)
        row(
            f"Geo_n060_ss_01, first {n}",
            "min",
            known,
            value,
            bound,
            f"{100 * (answer.value / known - 1):.3f} %",
            gap,
            *rest,
        )
    for name, known in MAXIMIZED.items():
        matrix, sizes = published(name)
        answers = [group(matrix, sizes, cost="sum", sense="max", time_limit=20, seed=seed) for seed in range(3)]
        best = max(answers, key=lambda answer: answer.value)
        value, bound, gap, *rest = told(best)
        row(name, "max", known, value, bound, f"{100 * (1 - best.value / known):.3f} %", gap, *rest)


def memory() -> None:
    rng = np.random.default_rng(0)
    points = rng.uniform(0, 100, (300, 3))
    matrix = np.round(np.sqrt(((points[:, None] - points) ** 2).sum(2)), 2)
    answer = group(matrix, (8, 10), time_limit=60)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\n300 people at random places, 60 s: {told(answer)}; peak memory of this process {peak:.0f} MB")


if __name__ == "__main__":
    chosen = sys.argv[1:] or ["real", "all", "published", "memory"]
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", end=", ")
    print(f"Python {platform.python_version()}\n")
    group(np.ones((9, 9)) - np.eye(9), (3, 3))  # compile, or load what was compiled
    real, bench = os.environ.get("PAIRING_REAL_DATA"), os.environ.get("PAIRING_BENCH_DATA")
    parts = [("real", real, real_samples), ("all", real, everybody), ("published", bench, published_instances)]
    for part, data, work in [*parts, ("memory", "needs none", memory)]:
        if part in chosen and data:
            work()
            print()
