"""Weights from what people said: ratings of pairs, with what so few of them can and cannot tell."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
import pandas as pd
import scipy.sparse as sparse

from pairing.analysis.calibration.inputs import Ratings, Source, ratings_given
from pairing.analysis.calibration.predictors import Couples, couples_of, ordered_rightly, taus
from pairing.analysis.calibration.result import Calibration
from pairing.analysis.calibration.rounding import fewest_decimals, outward
from pairing.display import number
from pairing.errors import InputError, Problem
from pairing.instance.evaluation import FULL, Bools
from pairing.instance.pairs import Candidates, judge_pairs
from pairing.jobs import run_all
from pairing.optimizers.linear_programs import Floats, LinearProgram, optimum
from pairing.program.wording import counted
from pairing.season import PairSeason

INTERVAL = (2.5, 97.5)
"""Percentiles of the bootstrap between which 95 of 100 resamples lie."""
ENOUGH, FEW = 10, 30
"""Fewer ratings than `ENOUGH` tell nothing about weights; with fewer than `FEW` the words say that they are few."""


@dataclass(frozen=True)
class _Resampled:
    """What every resample works on: the ratings' couples, the seed, how many ratings there are."""

    couples: Couples
    seed: int
    ratings: int


def from_ratings(
    season: PairSeason, ratings: Source, *, bootstrap: int = 500, seed: int = 0, executor: Executor | int | None = None
) -> Calibration:
    """The weights that order the ratings best, and how well each criterion does by itself; 95 % bootstrap intervals.

    bootstrap: so many resamples, at least 1, one piece of work each. Raises InputError for bad input.
    """
    if bootstrap < 1:
        raise InputError([Problem("a bootstrap needs resamples", value=str(bootstrap), expected="1 or more")])
    what, given = ratings_given(season, ratings)
    candidates = judge_pairs(season)
    grades = candidates.grades[:, given.left, given.right].T / FULL
    varies = np.ptp(grades, axis=0) > 0
    couples = couples_of(given.values, grades[:, varies])
    once = np.ones(len(given.values))
    resampled = _Resampled(couples, seed, len(given.values))
    resamples = range(bootstrap if len(given.values) >= ENOUGH else 0)
    drawn = run_all(_replicate, resampled, resamples, executor=executor, doing="Resamples")
    replicates = np.array(drawn).reshape(len(resamples), 2, int(varies.sum()))
    weights, failed = _weights(candidates, varies, shares(couples, once), replicates[:, 1])
    told = not np.isnan(weights["low"]).all()
    return Calibration(
        season=season,
        source="ratings",
        what=what,
        weights=weights,
        predictors=_predictors(candidates, given, varies, couples, replicates[:, 0]),
        verdict="" if told else "Nothing can be told from these ratings: all weights stay.",
        sentences=tuple(_sentences(candidates, given, grades, weights, failed)),
    )


def _replicate(resampled: _Resampled, number: int) -> Floats:
    """(2, criteria): tau-b of each criterion and its share of the weights, of ratings drawn anew from the ratings."""
    many = resampled.ratings
    drawn = np.random.default_rng([resampled.seed, number]).integers(0, many, many)
    times = np.bincount(drawn, minlength=many).astype(np.float64)
    return np.array([taus(resampled.couples, times), shares(resampled.couples, times)])


def _weights(candidates: Candidates, varies: Bools, best: Floats, replicates: Floats) -> tuple[pd.DataFrame, int]:
    """The table of weights, and in how many resamples no weights order anything.

    A criterion that is the same for all rated pairs keeps its weight, or gets 0 where all weight lies on such ones; the
    others share the rest. All keep theirs where the ratings are too few or all the same.
    """
    now = np.array([criterion.weight for criterion in candidates.criteria], dtype=np.float64)
    total = float(now.sum()) or 100.0
    found, low, high = now.copy(), np.full(len(now), np.nan), np.full(len(now), np.nan)
    failed = int(np.isnan(replicates).any(axis=1).sum())
    worked = replicates[~np.isnan(replicates).any(axis=1)]
    if varies.any() and len(worked) and not np.isnan(best).any():
        kept = float(now[~varies].sum())
        if kept >= total:
            found[~varies] = kept = 0.0
        rest = total - kept
        found[varies] = fewest_decimals(best * rest, total, lambda weights: True)
        ends = np.percentile(worked * rest, INTERVAL, axis=0)
        low[varies], high[varies] = outward(ends[0], ends[1], total)
    names = [criterion.title for criterion in candidates.criteria]
    frame = pd.DataFrame({"criterion": names, "present": now, "found": found, "low": low, "high": high})
    return frame, failed


def _predictors(
    candidates: Candidates, given: Ratings, varies: Bools, couples: Couples, replicates: Floats
) -> pd.DataFrame:
    """One row per criterion: how many of the grades are known, tau-b with its interval, the share ordered rightly.

    The last three are NaN where fewer than `ENOUGH` grades are known.
    """
    once = np.ones(len(given.values))
    columns = np.full((4, len(varies)), np.nan)
    columns[0, varies], columns[3, varies] = taus(couples, once), ordered_rightly(couples, once)
    for place, which in enumerate(np.flatnonzero(varies).tolist()):
        drawn = replicates[:, place]
        drawn = drawn[~np.isnan(drawn)]
        if len(drawn) and not np.isnan(columns[0, which]):
            columns[1:3, which] = np.percentile(drawn, INTERVAL)
    known = (~candidates.unknown[:, given.left, given.right]).sum(axis=1)
    columns[:, known < ENOUGH] = np.nan
    frame = pd.DataFrame(np.round(columns.T, 4), columns=["tau", "low", "high", "rightly"])
    frame.insert(0, "criterion", [criterion.title for criterion in candidates.criteria])
    frame.insert(1, "known", known)
    frame["says"] = [_says(*row) for row in zip(known.tolist(), frame["low"], frame["high"], strict=True)]
    return frame


def _says(known: int, low: float, high: float) -> str:
    if known < ENOUGH or np.isnan(low) or low <= 0 <= high:
        return "cannot tell"
    return "predicts" if low > 0 else "predicts the opposite"


def _sentences(
    candidates: Candidates, given: Ratings, grades: Floats, weights: pd.DataFrame, failed: int
) -> Iterator[str]:
    """What the calibration says beside the weights."""
    many = len(given.values)
    few = ": few, so that the intervals are wide and themselves rough" if ENOUGH <= many < FEW else ""
    yield f"{counted(many, 'rating')}, {_levels(given.values)}{few}."
    if np.isnan(weights["low"]).all():
        why = f"fewer than {ENOUGH} ratings tell" if many < ENOUGH else "ratings that no weights order tell"
        yield f"{why.capitalize()} nothing about weights."
        return
    fits = [grades @ weights[column].to_numpy(dtype=np.float64) for column in ("present", "found")]
    couples = couples_of(given.values, np.round(np.array(fits).T, 9))
    before, after = ordered_rightly(couples, np.ones(many))
    yield (
        f"Of two pairs rated differently the better one has the larger fit in {_share(before)} of all cases under "
        f"the present weights, in {_share(after)} under those found (which were chosen to order these very ratings)."
    )
    if failed:
        yield f"In {counted(failed, 'resample')} no weights ordered anything; the intervals are about the others."
    ineligible = int((~candidates.eligible[given.left, given.right]).sum())
    if ineligible:
        yield f"{counted(ineligible, 'rated pair')} could not be made this season; their ratings count all the same."


def _share(value: float) -> str:
    """A part of all cases; NaN where no two fits differ."""
    return "none" if np.isnan(value) else f"{value:.0%}"


def _levels(values: Floats) -> str:
    """How the ratings are spread."""
    levels, numbers = np.unique(values, return_counts=True)
    if len(levels) == 1:
        return f"all rated {number(float(levels[0]))}"
    if len(levels) > 9:
        return f"from {number(float(levels[0]))} to {number(float(levels[-1]))}"
    return ", ".join(
        f"{many} rated {number(float(level))}" for level, many in zip(levels, numbers.tolist(), strict=True)
    )


LEANNESS = 0.001
"""What a unit of weight costs, against couples ordered wrongly: of weights that order alike the smallest are taken."""


def shares(couples: Couples, times: Floats) -> Floats:
    """(criteria,): each criterion's share of the weights that order the ratings best; NaN where there are none.

    Solved as its dual, which has one row per criterion; the weights are what its rows cost. times: (ratings,), how
    often each rating counts.
    """
    criteria = couples.grades.shape[1]
    counts = couples.counts(times)
    there = np.flatnonzero(counts)
    if not len(there) or not criteria:
        return np.full(criteria, np.nan)
    most = counts[there] / counts.sum()
    dual = LinearProgram(
        np.full(len(there), -1.0), sparse.csr_matrix(couples.grades[there].T), np.full(criteria, -np.inf),
        np.full(criteria, LEANNESS), np.zeros(len(there)), most,
    )  # fmt: skip
    weights = np.maximum(-optimum(dual, "glop, dual simplex").duals, 0.0)
    return weights / weights.sum() if weights.sum() > 1e-9 else np.full(criteria, np.nan)
