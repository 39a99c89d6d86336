"""The one call: weights learned from a plan or from ratings."""

from __future__ import annotations

from concurrent.futures import Executor
from pathlib import Path

from pairing.analysis.calibration.from_plan import from_plan
from pairing.analysis.calibration.from_ratings import from_ratings
from pairing.analysis.calibration.inputs import Source
from pairing.analysis.calibration.result import Calibration
from pairing.errors import InputError, Problem
from pairing.plans.pairs import Plan
from pairing.season import Season, is_of_pairs
from pairing.season.loading import load


def calibrate(
    season: Season | str | Path,
    *,
    plan: Source | Plan | None = None,
    ratings: Source | None = None,
    bootstrap: int = 500,
    seed: int = 0,
    executor: Executor | int | None = None,
) -> Calibration:
    """Weights learned from what people did (`plan`) or said (`ratings`); give one of them.

    plan: a plan that a committee made or accepted: a file or data frame with a column of ids for each side, a Plan, or
    the name of a run. The weights found make it the best plan, or as nearly so as any do. ratings: a file or data frame
    with the same two columns of ids and a `rating` from 1 to 5 for each pair. The weights found order the ratings best;
    `bootstrap` resamples say how sure that is, each with its own seed, so that the answer does not depend on the
    executor: None works here, a number in so many processes, anything else is a `concurrent.futures.Executor`. Raises
    InputError, with every problem in one pass, for bad input and for a program of cohorts.

    >>> learned = pairing.calibrate(season, plan=plan)
    >>> learned.gap
    0.0
    >>> learned.weights.columns.tolist()
    ['criterion', 'present', 'found', 'low', 'high']
    """
    season = season if isinstance(season, Season) else load(season)
    if not is_of_pairs(season):
        raise InputError([Problem("weights are learned for programs of pairs; this one sorts people into cohorts")])
    if plan is not None and ratings is None:
        return from_plan(season, plan, executor=executor)
    if ratings is not None and plan is None:
        return from_ratings(season, ratings, bootstrap=bootstrap, seed=seed, executor=executor)
    raise InputError([Problem("expected a plan or ratings to learn from, and not both")])
