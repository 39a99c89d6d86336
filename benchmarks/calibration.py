"""Calibration on the real Missouri season: are true weights found again, and do the intervals hold what they should?

    PAIRING_REAL_DATA=<folder> python benchmarks/calibration.py

True weights are drawn at random. Plans: solved with them, normal noise added to every pair's fit (what a committee
knows beside the criteria), or with some couples of mentees changing partners at random (as far as rules allow).
Ratings: of eligible pairs drawn at random, a line from the fit to 1 to 5, plus normal noise of standard deviation
0.7, rounded and cut; the tau of a criterion with 4,000 such ratings stands for the true one.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

import pairing
from pairing.analysis.calibration.from_ratings import from_ratings
from pairing.analysis.calibration.predictors import couples_of, taus
from pairing.instance import pairs as candidates_of
from pairing.instance.pairs import Candidates
from pairing.program.editing import with_weights
from pairing.solver import pairs
from real_season import make_season

NOISE = 0.7


def true_weights(rng: np.random.Generator, candidates: Candidates) -> np.ndarray:
    """Whole weights that add up to 100; criteria that are the same for all pairs keep theirs."""
    now = np.array([criterion.weight for criterion in candidates.criteria])
    varies = np.array([np.ptp(grades[candidates.eligible]) > 0 for grades in candidates.grades])
    drawn = np.floor(rng.dirichlet(np.full(varies.sum(), 1.5)) * now[varies].sum())
    drawn[drawn.argmax()] += now[varies].sum() - drawn.sum()
    weights: np.ndarray = now.copy()
    weights[varies] = drawn
    return weights


def plan_of(candidates: Candidates, weights: np.ndarray, noise: np.ndarray | float = 0.0) -> pd.DataFrame:
    """The best plan under these weights. noise: points added to each pair's fit."""
    season = candidates.season
    names = [criterion.title for criterion in candidates.criteria]
    program = with_weights(season.program, dict(zip(names, weights.tolist(), strict=True)))
    weighed = candidates_of.reweighed(candidates, replace(season, program=program))
    points = weighed.points.copy()
    points[0] += np.round(100 * noise).astype(np.int16)
    plan = pairs.solve(replace(weighed, points=points))
    return pd.DataFrame([(pair.left, pair.right) for pair in plan.pairs], columns=["mentee_id", "mentor_id"])


def perturbed(rng: np.random.Generator, candidates: Candidates, plan: pd.DataFrame, couples: int) -> pd.DataFrame:
    """The plan with so many couples of mentees having changed partners."""
    left, right = candidates.season.left.index, candidates.season.right.index
    changed, moved = plan.copy(), set[int]()
    while len(moved) < 2 * couples:
        a, b = rng.choice(len(plan), 2, replace=False).tolist()
        rows = [(left[changed.iat[i, 0].casefold()], right[changed.iat[j, 1].casefold()]) for i, j in ((a, b), (b, a))]
        if not {a, b} & moved and all(candidates.eligible[row] for row in rows):
            changed.iat[a, 1], changed.iat[b, 1] = changed.iat[b, 1], changed.iat[a, 1]
            moved |= {a, b}
    return changed


def from_plans(candidates: Candidates, repeats: int) -> Iterator[list[object]]:
    """One row per kind of plan: how often the truth is in the ranges, gaps, how much weight is misplaced, seconds."""
    for noise, couples in ((0, 0), (1, 0), (3, 0), (6, 0), (0, 1), (0, 3)):
        inside, widths, gaps, errors, clearer, seconds = [], [], [], [], [], []
        for repeat in range(repeats):
            rng = np.random.default_rng([noise, couples, repeat])
            truth = true_weights(rng, candidates)
            plan = plan_of(candidates, truth, rng.normal(0, noise, candidates.eligible.shape))
            plan = perturbed(rng, candidates, plan, couples)
            started = time.process_time()
            found = pairing.calibrate(candidates.season, plan=plan)
            seconds.append(time.process_time() - started)
            table = found.weights
            told = table["low"].notna()
            inside.append(((table["low"] <= truth) & (truth <= table["high"]))[told].mean())
            widths.append((table["high"] - table["low"])[told].mean())
            errors.append(np.abs(table["found"] - truth).sum() / 2)
            gaps.append(found.gap)
            better = table["clearer" if "clearer" in table else "found"]
            clearer.append(np.abs(better - truth).sum() / 2)
        yield [
            noise, couples, f"{np.mean(inside):.0%}", f"{np.mean(widths):.0f}", f"{np.median(gaps):.2f}",
            f"{np.mean(errors):.1f}", f"{np.mean(clearer):.1f}", f"{np.median(seconds):.1f} s",
        ]  # fmt: skip


def rated(rng: np.random.Generator, candidates: Candidates, weights: np.ndarray, many: int) -> pd.DataFrame:
    """Simulated ratings of so many eligible pairs, drawn at random."""
    fits = np.tensordot(weights, candidates.grades / 1e6, 1)
    low, high = np.quantile(fits[candidates.eligible], [0.05, 0.95])
    spots = np.argwhere(candidates.eligible)
    spots = spots[rng.choice(len(spots), many, replace=False)]
    noise = rng.normal(0, NOISE, many)
    values = np.clip(np.round(1 + 4 * (fits[tuple(spots.T)] - low) / (high - low) + noise), 1, 5)
    ids = candidates.season.left.ids, candidates.season.right.ids
    rows = [(ids[0][i], ids[1][j], value) for (i, j), value in zip(spots.tolist(), values.tolist(), strict=True)]
    return pd.DataFrame(rows, columns=["mentee_id", "mentor_id", "rating"])


def true_taus(candidates: Candidates, table: pd.DataFrame) -> np.ndarray:
    """Tau-b of every criterion in a large table of ratings."""
    left, right = candidates.season.left.index, candidates.season.right.index
    i, j = (
        [index[one.casefold()] for one in table[name]]
        for index, name in ((left, "mentee_id"), (right, "mentor_id"))
    )  # fmt: skip
    ratings, grades = table["rating"].to_numpy(), candidates.grades[:, i, j].T / 1e4
    parts = [taus(couples_of(ratings[n::4], grades[n::4]), np.ones(len(ratings[n::4]))) for n in range(4)]
    found: np.ndarray = np.mean(parts, axis=0)
    return found


def from_tables(candidates: Candidates, repeats: int, resamples: int) -> Iterator[list[object]]:
    """One row per number of ratings: how often intervals hold the truth, how wide they are, the error, seconds."""
    for many in (20, 60, 200):
        inside, widths, errors, told, right, seconds = [], [], [], [], [], []
        for repeat in range(repeats):
            rng = np.random.default_rng([many, repeat])
            truth = true_weights(rng, candidates)
            really = true_taus(candidates, rated(rng, candidates, truth, 4000))
            table = rated(rng, candidates, truth, many)
            started = time.process_time()
            found = from_ratings(candidates.season, table, bootstrap=resamples)
            seconds.append((time.process_time() - started) / resamples)
            weights, taus_found = found.weights, found.predictors
            assert taus_found is not None
            known = weights["low"].notna()
            inside.append(((weights["low"] <= truth) & (truth <= weights["high"]))[known].mean())
            widths.append((weights["high"] - weights["low"])[known].mean())
            errors.append(np.abs(weights["found"] - truth).sum() / 2)
            seen = taus_found["low"].notna()
            right.append(((taus_found["low"] <= really) & (really <= taus_found["high"]))[seen].mean())
            told.append((taus_found["says"] != "cannot tell")[seen].mean())
        yield [
            many, f"{np.mean(inside):.0%}", f"{np.mean(widths):.0f}", f"{np.mean(errors):.1f}", f"{np.mean(right):.0%}",
            f"{np.mean(told):.0%}", f"{1000 * np.median(seconds):.1f} ms",
        ]  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plans", type=int, default=4)
    parser.add_argument("--tables", type=int, default=40)
    parser.add_argument("--resamples", type=int, default=200)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        judged = candidates_of.build(pairing.load(make_season(Path(folder) / "season")))
    print("| noise | couples changed | truth in ranges | width | gap | misplaced | by the clearer | core seconds |")
    for row in from_plans(judged, arguments.plans):
        print("|", " | ".join(map(str, row)), "|", flush=True)
    if arguments.tables:
        print("| ratings | weights in intervals | width | misplaced | taus in intervals | taus told | a resample |")
        for row in from_tables(judged, arguments.tables, arguments.resamples):
            print("|", " | ".join(map(str, row)), "|", flush=True)
