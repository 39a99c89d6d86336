"""Weights from what a committee did: a plan made by hand is taken for the best one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import replace

import numpy as np
import pandas as pd

from pairing.analysis.calibration.comparable import Comparable, Short, comparable, grades_on, priced, telling
from pairing.analysis.calibration.inputs import Source, pairs_given
from pairing.analysis.calibration.inverse import Cone, cone
from pairing.analysis.calibration.result import TIED, Calibration, with_found
from pairing.analysis.calibration.rounding import fewest_decimals, outward
from pairing.display import exactly
from pairing.instance.evaluation import Bools
from pairing.instance.pairs import Candidates, build, reweighed
from pairing.optimizers.linear_programs import Floats
from pairing.plans.pairs import Plan
from pairing.season import PairSeason
from pairing.solver.pairs.network import Ints

TOWARDS_MIDDLE = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5)
"""How far, as shares of the way, weights are moved from where they are clearest to the middle of all that explain."""
ASKS_NOTHING = "The present weights make it a best plan as well: nothing asks for other ones."
UNLISTED = "minimum"
"""The goal before all others that least numbers make; no program lists it."""
NONE: Ints = np.zeros(0, dtype=np.int64)


def from_plan(season: PairSeason, plan: Source | Plan, *, executor: Executor | int | None = None) -> Calibration:
    """The weights under which the plan is best, or as nearly best as can be. Raises InputError for bad input."""
    asked, season = season, replace(season, standing=None)
    what, pairs = pairs_given(season, plan)
    candidates = build(season)
    compared = comparable(candidates, pairs)
    grades = grades_on(compared)
    now = np.array([criterion.weight for criterion in season.program.criteria], dtype=np.float64)
    tells = telling(compared, grades)
    kept = np.where(tells, 0.0, now)
    total = float(now.sum()) or 100.0
    if tells.any() and kept.sum() >= total:
        kept[:] = 0.0
    found, low, high = np.where(tells, 0.0, now), np.full(len(now), np.nan), np.full(len(now), np.nan)
    least, clearer = 0.0, None
    short = _gap(candidates, compared, now)[1]
    if tells.any():
        rest = total - float(kept.sum())
        explained = cone(compared, grades[tells], 100 * rest / total, executor=executor)
        scale = total / 100
        least = explained.least
        low[tells], high[tells] = outward(explained.low * scale, explained.high * scale, total)
        found = _written(candidates, compared, kept, tells, explained, (low, high), scale)
        if short and explained.clearer is not None:
            clearer = kept.copy()
            clearer[tells] = fewest_decimals(scale * explained.clearer, total, lambda part: True)
    earned, gap = _gap(candidates, compared, found)
    differences = _differences(compared, earned, *priced(compared, earned)) if gap else _differences(compared, earned)
    weights = {
        "criterion": [c.title for c in season.program.criteria], "present": now, "found": found, "low": low,
        "high": high,
    }  # fmt: skip
    verdict = "" if short else ASKS_NOTHING
    if clearer is not None:
        verdict = _of_clearer(_gap(candidates, compared, clearer)[1])
    return Calibration(
        season=asked,
        source="plan",
        what=what,
        weights=pd.DataFrame(weights if clearer is None else {**weights, "clearer": clearer}),
        sentences=(
            *_sentences(compared, gap, least, short),
            *_of_differences(differences["cost"], gap / 100),
        ),
        verdict=verdict,
        gap=gap / 100,
        least_gap=round(least, 4),
        fit=compared.own(earned) / 100,
        differences=differences,
    )


def _written(
    candidates: Candidates, compared: Comparable, kept: Floats, tells: Bools, explained: Cone,
    ends: tuple[Floats, Floats], scale: float,
) -> Floats:  # fmt: skip
    """The clearest weights with the fewest decimals that leave them in the ranges, with no larger gap.

    Where the plan is explained they move towards the middle as far as rounded points ask for. kept: (criteria,), the
    weights that stay. ends: of the ranges. scale: what a point is in weights.
    """

    def whole(part: Floats) -> Floats:
        weights = kept.copy()
        weights[tells] = part
        return weights

    def gap(part: Floats) -> int:
        return _gap(candidates, compared, whole(part))[1]

    def good(part: Floats) -> bool:
        inside = bool(((part >= low - 1e-9) & (part <= high + 1e-9)).all())
        return inside and gap(part) <= target

    low, high = (end[tells] for end in ends)
    total = float(kept.sum() + explained.clearest.sum() * scale)
    steps = [
        scale * ((1 - step) * explained.clearest + step * explained.middle)
        for step in (TOWARDS_MIDDLE if explained.explained else TOWARDS_MIDDLE[:1])
    ]
    start = min(steps, key=gap)
    target = gap(start)
    return whole(fewest_decimals(start, total, good))


def _gap(candidates: Candidates, compared: Comparable, weights: Floats) -> tuple[Ints, int]:
    """(pair arcs,) fits under these weights, and by how much the best comparable plan's exceeds the plan's own: both in
    hundredths, exact.
    """
    fits = reweighed(candidates, with_found(candidates.season, weights)).fit
    earned = compared.of_pairs(fits)
    return earned, compared.best(earned)[0] - compared.own(earned)


def _differences(
    compared: Comparable, earned: Ints, arcs: Ints = NONE, instead: Ints = NONE, costs: Ints = NONE
) -> pd.DataFrame:
    """The committee's pairs that the best comparable plan is without, dearest first."""
    program = compared.network.candidates.season.program
    left, right = program.left.label, program.right.label
    rows = [
        [*compared.ids(arc), compared.ids(other)[1] if other >= 0 else None, earned[arc] / 100, cost / 100]
        for arc, other, cost in zip(arcs.tolist(), instead.tolist(), costs.tolist(), strict=True)
    ]
    rows.sort(key=lambda row: (-float(row[4]), str(row[0])))
    return pd.DataFrame(rows, columns=[f"{left}_id", f"{right}_id", f"best_{right}_id", "fit", "cost"])


def _sentences(compared: Comparable, gap: int, least: float, now: int) -> Iterator[str]:
    """What the calibration says beside the weights."""
    yield from (f"Left aside, as the plan breaks something here: {finding}." for finding in compared.findings)
    yield f"The plan is compared to {_to_which(compared.goals, compared.short)}."
    if compared.aside:
        yield f"Left out of the comparison: {', '.join(compared.aside)}."
    yield _of_gap(gap, least)
    if now:
        yield f"Under the present weights it is {exactly(now / 100)} points short of the best one."


def _of_gap(gap: int, least: float) -> str:
    """How nearly the plan is the best one. gap: hundredths, under the weights found. least: points, under any."""
    if not gap:
        return "Under the weights found no comparable plan has more fit: they explain it."
    more = f"Under the weights found the best comparable plan has {exactly(gap / 100)} points more fit in all"
    below = np.floor(100 * least) / 100
    if not below:
        return f"{more}, by the rounding of points alone: they explain it."
    return (
        f"{more}; no weights have a gap below {exactly(below)}. The ranges are of weights with no larger gap, and no "
        "error bars. A pair made for a reason that no criterion knows pulls the weights; lock it in the decisions, and "
        "it is left aside."
    )


def _of_clearer(gap: int) -> str:
    """Why other weights are told beside those found. gap: hundredths, under these others."""
    return (
        "Under the weights found the plan is hardly better than many others, as all weight on a coarse criterion makes "
        f"many plans equal. The weights in the column `clearer` have a gap of {exactly(gap / 100)}, and other pairs "
        "are clearly worse under them: mostly the better guide where people weighed more than the criteria know."
    )


def _of_differences(costs: pd.Series[float], gap: float) -> Iterator[str]:
    """What the costs of the listed pairs are, and where the gap lies if they hardly explain it."""
    if not len(costs):
        return
    together = (
        "; no pair alone explains it: it lies in making several of them together" if 2 * costs.sum() < gap else ""
    )
    tied = f"; {TIED} is a pair that an equally good plan has" if (costs == 0).any() else ""
    yield f"Each listed pair is priced by itself, so that the costs do not add up to the gap{together}{tied}."


def _to_which(goals: Sequence[str], short: Sequence[Short]) -> str:
    """The comparable plans in words."""
    names = ", ".join(name for name in goals if short or name != UNLISTED)
    if not names:
        return "all plans that keep the rules"
    if not short:
        return f"all plans that are as good as can be in what comes before fit ({names}), as it is itself"
    worse = ", ".join(f"{one.goal} {one.value:,} where {one.best:,} is possible" for one in short)
    return f"plans that are as it is in what comes before fit ({names}), because it is not the best there: {worse}"
