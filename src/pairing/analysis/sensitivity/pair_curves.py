"""Trade-off curves of pairs: complete, by whole numbers in the network."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
import pandas as pd

from pairing.analysis.sensitivity.curves import CurvePoint, Measure, Tradeoff
from pairing.errors import CheckerError, EndedEarlyError, InputError, Interrupted, Problem
from pairing.instance.pairs import Candidates
from pairing.optimizers.deadline import Deadline, Stopped
from pairing.plans.pairs import Plan
from pairing.program.goals import Miles, Placed
from pairing.program.goals import Miles as MilesGoal
from pairing.solver.pairs.arc_costs import SumGoal, charged, goals_of, needs_unit_seats
from pairing.solver.pairs.extraction import made_pair
from pairing.solver.pairs.lexicographic_flow import lexicographic_flow
from pairing.solver.pairs.network import Ints, Network, build_network
from pairing.solver.pairs.objectives import SUMS, SeparableObjective
from pairing.solver.pairs.parametric import Face, face_before, partners_of, pieces
from pairing.solver.pairs.quotas import groups_in_network
from pairing.solver.pairs.ties import break_ties
from pairing.verify import judge_curve
from pairing.verify.pairs.curves import Worth

FIT, MILES = "fit", "miles"
WEIGHED = ("fit", "miles", "worst_fit")
"""A curve keeps the goals before the first of these kinds."""
UNFINISHED = "interrupted before the curve was complete"
COMPLETE = (
    "For any weights of the two one of these plans is best (proved). Plans between two of them that are best for no "
    "weights are not listed."
)
COMPLETE_STEPS = (
    "No plan that keeps minimums and hard limits has as many placed and a better worst fit, or more placed and as good "
    "a one (proved)."
)


@dataclass(frozen=True)
class Weighed:
    """One of two things as a goal to be minimized, and its value in the checker's words."""

    measure: Measure
    goal: SeparableObjective
    judged: Callable[[Worth], int]
    note: str = ""


def supported_curve(
    candidates: Candidates, plan: Plan, names: tuple[str, str], unknown_miles: float | None, interrupted: Interrupted
) -> Tradeoff:
    """All extreme supported points of two sums over pairs, among the plans that are best in the goals before `fit`."""
    _require_network(candidates)
    first, second = (_weighed(candidates, name, unknown_miles) for name in names)

    deadline = Deadline(interrupted=interrupted)
    try:
        face = face_before(candidates, WEIGHED, deadline)
        assert face is not None, "there is a plan, so that the minimums can be met"
        costs = charged(face.network, first.goal).costs, charged(face.network, second.goal).costs
        corners = pieces(face, *costs, Fraction(0), deadline=deadline)
    except Stopped:
        raise EndedEarlyError(UNFINISHED) from None
    found = [face.partners(face.weighed(*costs, piece.inside), piece.flow) for piece in corners]
    judged = _judged(candidates, found, (first, second), face)
    points = [
        CurvePoint(first.judged(worth), second.judged(worth), _named(candidates, made), len(made), unknown=unknown)
        for made, worth in zip(found, judged, strict=True)
        for unknown in [worth.unknown if MILES in names else 0]
    ]
    notes = tuple(note for one in (first, second) if (note := one.note))
    return _tradeoff(candidates, plan, (first.measure, second.measure), points, found, COMPLETE, notes)


def _judged(
    candidates: Candidates, found: Sequence[Mapping[int, int]], two: tuple[Weighed, Weighed], face: Face
) -> list[Worth]:
    """The checker's word on every plan: it breaks nothing, keeps the goals before, and is worth what is claimed."""
    judged = judge_curve(candidates.season, [list(made.items()) for made in found])
    sums = [goal for goal in face.kept if isinstance(goal, SumGoal) and goal.kind != "minimum"]
    kept = [(goal.name, goal.value(int(goal.costs @ face.flow.flow))) for goal in sums]
    findings = []
    for number, (made, worth) in enumerate(zip(found, judged, strict=True)):
        findings += [f"point {number}: {one}" for one in worth.findings]
        findings += [
            f"point {number}: {name} is {worth.goals[name]}, not {value}"
            for name, value in kept
            if worth.goals[name] != value
        ]
        for one in two:
            claimed = one.goal.sign * sum(int(one.goal.pairs[pair]) for pair in made.items())
            if one.judged(worth) != claimed:
                findings.append(f"point {number}: {one.measure.title} is {one.judged(worth)}, not {claimed}")
    if findings:
        raise CheckerError(findings)
    return judged


def _weighed(candidates: Candidates, name: str, unknown_miles: float | None) -> Weighed:
    """A thing by its name. Raises InputError for one that no pair has any of."""
    if name == FIT:
        return _points(candidates, FIT, candidates.fit.astype(np.int64), lambda worth: worth.fit)
    if name == MILES:
        return _miles(candidates, unknown_miles)
    title = name.removeprefix("points: ")
    k = [criterion.title for criterion in candidates.criteria].index(title)
    points = candidates.points[k].astype(np.int64)
    if not points.any():
        raise InputError([Problem(f'the criterion "{title}" earns no pair a point: nothing can be traded for it')])
    return _points(candidates, f"points: {title}", points, lambda worth: worth.points[title])


def _points(candidates: Candidates, title: str, earned: Ints, judged: Callable[[Worth], int]) -> Weighed:
    goal = SeparableObjective(title, "fit", -earned, np.zeros(len(earned), dtype=np.int64), sign=-1)
    return Weighed(Measure(title, "points", larger_is_better=True), goal, judged)


def _miles(candidates: Candidates, unknown_miles: float | None) -> Weighed:
    """Miles as the goal `miles` counts them."""
    stated = next((goal.unknown_miles for goal in candidates.season.program.goals if isinstance(goal, MilesGoal)), None)
    known = candidates.miles[candidates.eligible & ~np.isnan(candidates.miles)]
    if not known.size:
        raise InputError([Problem("no pair that may be made has known miles")])
    farthest = float(np.floor(100 * known.max() + 0.5)) / 100
    each = unknown_miles if unknown_miles is not None else stated if stated is not None else farthest
    item = Miles(kind="miles", unknown_miles=each)
    [goal] = SUMS["miles"](candidates, item)
    count = int((candidates.eligible & np.isnan(candidates.miles)).sum())
    note = f"Miles are unknown for {count:,} pairs that may be made; each counts as {each:g}." if count else ""
    cost = int(goal.pairs[np.isnan(candidates.miles)].max(initial=0))
    return Weighed(
        Measure(MILES, "miles", larger_is_better=False), goal, lambda worth: worth.miles + worth.unknown * cost, note
    )


def placed_curve(candidates: Candidates, plan: Plan, interrupted: Interrupted, *, swapped: bool) -> Tradeoff:
    """For every number of people placed the best worst fit: all points of which no plan is better in both.

    Of each point's plans the best in the program's other goals is taken.
    """
    _require_network(candidates)
    network = build_network(candidates, unit_seats=needs_unit_seats(candidates))
    steps = _Steps(network, interrupted)
    found = [steps.plan(least) for least in steps.corners()]
    judged = judge_curve(candidates.season, [list(made.items()) for made in found])
    findings = [f"point {k}: {one}" for k, worth in enumerate(judged) for one in worth.findings]
    if findings:
        raise CheckerError(findings)
    points = [
        CurvePoint(len(made), worth.worst_fit or 0, _named(candidates, made), len(made))
        for made, worth in zip(found, judged, strict=True)
    ]
    measures = (Measure("placed", "people", True, Fraction(1)), Measure("worst fit", "points", True))
    if swapped:
        points = [replace(point, first=point.second, second=point.first) for point in reversed(points)]
        found, measures = found[::-1], measures[::-1]
    return _tradeoff(candidates, plan, measures, points, found, COMPLETE_STEPS, ())


class _Steps:
    """How many can be placed without pairs below a fit, for every fit there is."""

    def __init__(self, network: Network, interrupted: Interrupted) -> None:
        self.network, self.interrupted = network, interrupted
        goals = [goal for goal in goals_of(network) if isinstance(goal, SumGoal)]
        [placed] = SUMS["placed"](network.candidates, Placed(kind="placed"))
        self.minimum = [goal for goal in goals if goal.kind == "minimum"]
        self.first = [*self.minimum, charged(network, placed)]
        everybody = self.first[-1]
        others = [goal for goal in goals if goal.kind != "minimum"]
        self.others = [goal for goal in others if not np.array_equal(goal.costs, everybody.costs)]
        most = min(network.locked_fits, default=int(network.fits.max(initial=0)))
        self.fits = np.unique(np.append(network.fits[network.fits <= most], network.locked_fits or [])).astype(np.int64)
        self.known: dict[int, int | None] = {}

    def placed(self, k: int) -> int | None:
        """How many with pairs of the k-th fit or more; None where minimums cannot be met."""
        if k not in self.known:
            if self.interrupted():
                raise EndedEarlyError(UNFINISHED)
            keep = self.network.arcs_of_fit(int(self.fits[k]))
            costs = lexicographic_flow(self.network, [goal.costs for goal in self.first], keep).costs
            short = bool(self.minimum) and costs[0] > -self.network.minimum
            self.known[k] = None if short else self.first[-1].value(costs[-1])
        return self.known[k]

    def corners(self) -> list[int]:
        """The largest fits at which so many can be placed, the most people first."""
        found, low = [], 0
        while low < len(self.fits) and self.placed(low):
            high = self._last(low)
            found.append(int(self.fits[high]))
            low = high + 1
        return found

    def _last(self, low: int) -> int:
        """The last fit at which as many are placed as at `low`, by bisection: the number never grows."""
        step, high = 1, low + 1
        while high < len(self.fits) and self.placed(high) == self.placed(low):
            low, step = high, 2 * step
            high = low + step
        high = min(high, len(self.fits))
        while high - low > 1:
            middle = (low + high) // 2
            if self.placed(middle) == self.placed(low):
                low = middle
            else:
                high = middle
        return low

    def plan(self, least: int) -> dict[int, int]:
        """The plan that places as many as can be with pairs of such fits, then is best in the other goals."""
        costs = [goal.costs for goal in (*self.first, *self.others)]
        best = lexicographic_flow(self.network, costs, self.network.arcs_of_fit(least))
        return partners_of(self.network, break_ties(self.network, best).flow)


def _require_network(candidates: Candidates) -> None:
    """Raises InputError for limits that the network does not know."""
    names = groups_in_network(candidates)[1]
    beyond = [item.title for item, _ in candidates.limits if item.title not in names]
    if beyond:
        listed = ", ".join(f'"{name}"' for name in beyond)
        raise InputError(
            [Problem(f"trade-off curves are known where the network knows every limit, but not with {listed}")]
        )


def _named(candidates: Candidates, made: Mapping[int, int]) -> dict[str, str]:
    left, right = candidates.season.left.ids, candidates.season.right.ids
    return {left[i]: right[j] for i, j in made.items()}


def _tradeoff(
    candidates: Candidates, plan: Plan, measures: tuple[Measure, Measure], points: Sequence[CurvePoint],
    found: Iterable[Mapping[int, int]], complete: str, notes: tuple[str, ...],
) -> Tradeoff:  # fmt: skip
    program = candidates.season.program
    return Tradeoff(
        candidates.season, *measures, tuple(points), {pair.left: pair.right for pair in plan.pairs}, complete, notes,
        (f"{program.left.label}_id", f"{program.right.label}_id"), tuple(_table(candidates, made) for made in found),
    )  # fmt: skip


def _table(candidates: Candidates, made: Mapping[int, int]) -> pd.DataFrame:
    """The pairs of one plan with fit, miles and points."""
    program = candidates.season.program
    rows = []
    for i, j in made.items():
        pair = made_pair(candidates, i, j, "unknown")
        rows.append([pair.left, pair.right, pair.fit / 100, pair.miles, *(p / 100 for p in pair.points.values())])
    titles = [f"points: {criterion.title}" for criterion in candidates.criteria]
    columns = [f"{program.left.label}_id", f"{program.right.label}_id", "fit", "miles", *titles]
    return pd.DataFrame(rows, columns=columns)
