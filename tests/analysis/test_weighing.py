"""How far weights can move and what one thing costs in another, against every plan of tiny seasons."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, pairwise, product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import pair_oracle as oracle
import pairing
from build import Case, lock_some, random_case, raw_program, season_of
from cohort_build import cohort_season
from pairing.analysis.sensitivity import weight_ranges
from pairing.analysis.sensitivity.cohort_curves import Bound, _Curve
from pairing.analysis.sensitivity.exact import is_exact
from pairing.cli import sensitivity
from pairing.cli.terminal import cells
from pairing.display import exactly
from pairing.errors import EndedEarlyError, InputError
from pairing.program.editing import with_weights
from pairing.solver.pairs import lexicographic_flow as flows
from pairing.solver.pairs.parametric import simplest

PLACED, FIT = {"kind": "placed", "name": "everyone"}, {"kind": "fit"}
GOALS = [
    [PLACED, FIT],
    [PLACED, {"kind": "even_load"}, FIT],
    [{"kind": "placed", "name": "some", "who": {"region": "north"}}, PLACED, FIT, {"kind": "even_load"}],
]
SERVING = {"name": "each region", "kind": "serving", "by": "region", "at_least": 1, "source": "test"}
Line = tuple[int, int]
"""A plan's sum of fits and its sum of grades, or two values to be minimized."""


class Everything:
    """Every plan that is best in the goals before `fit`: its pairs, its fit, its grades, its miles."""

    def __init__(self, case: Case) -> None:
        """The oracle writes them all down; a criterion that has all the weight has its grades as points."""
        raw, left, right, decisions = case.arguments
        measured = {**raw, "goal": [*raw["goal"], {"kind": "miles", "name": "road", "unknown_miles": 50.0}]}
        self.answer = oracle.solve(measured, left, right, decisions)
        before = list(self.answer.directions).index("fit")
        top = max((plan.rank[:before] for plan in self.answer.plans), default=())
        self.plans = [plan for plan in self.answer.plans if plan.rank[:before] == top]
        self.grades = [self._alone(case, k) for k in range(len(raw["criterion"]))]
        self.weights = [Fraction(str(item["weight"])) for item in raw["criterion"]]

    @staticmethod
    def _alone(case: Case, k: int) -> dict[tuple[str, str], int]:
        raw, left, right, decisions = case.arguments
        criteria = [{**item, "weight": int(n == k)} for n, item in enumerate(raw["criterion"])]
        answer = oracle.solve({**raw, "criterion": criteria}, left, right, decisions)
        return answer.fits

    def lines(self, k: int) -> list[Line]:
        """Each plan's fit and grade in criterion k."""
        return [
            (sum(self.answer.fits[p] for p in plan.pairs.items()), sum(self.grades[k][p] for p in plan.pairs.items()))
            for plan in self.plans
        ]

    def worth(self, line: Line, k: int, weight: Fraction) -> Fraction:
        """The fit times the sum of weights, as docs/math.md has it."""
        total = sum(self.weights)
        return (total or 1) * line[0] + (weight - self.weights[k]) * line[1]


def interval(mine: Sequence[Line], lines: Iterable[Line]) -> tuple[Fraction | None, Fraction | None]:
    """Between which t some line of `mine` has the largest a + t b, around 0; None: without end."""
    lines = list(set(lines))
    turns = sorted({Fraction(a - c, d - b) for (a, b), (c, d) in product(lines, lines) if b != d})

    def on_top(t: Fraction) -> bool:
        return max(a + t * b for a, b in mine) == max(a + t * b for a, b in lines)

    def walk(steps: Sequence[Fraction], beyond: int) -> Fraction | None:
        here = Fraction(0)
        for step in steps:
            if not on_top((here + step) / 2):
                return here
            here = step
        return None if on_top(here + beyond) else here

    assert on_top(Fraction(0))
    return walk([t for t in turns[::-1] if t < 0], -1), walk([t for t in turns if t > 0], 1)


def tiny(seed: int, goals: Sequence[dict[str, Any]]) -> tuple[Case, Any] | None:
    """A season at random that has a plan, with locks and sometimes a soft limit, and its plan."""
    rng = random.Random(seed)
    case = random_case(rng, goals, people=5)
    if rng.random() < 0.3:
        case.raw["limit"] = [SERVING]
        case.raw["goal"] = [*goals[:1], {"kind": "keep", "limit": "each region"}, *goals[1:]]
    eligible = oracle.solve(*case.arguments).eligible
    case = lock_some(rng, case, eligible) if rng.random() < 0.3 else case
    try:
        plan = pairing.solve(case.season, alternatives=0)
    except InputError:
        return None
    return (case, plan) if plan.found and is_exact(plan.opportunity_costs.candidates) else None


def expected(
    ends: tuple[Fraction | None, Fraction | None], all_: Everything, k: int
) -> tuple[Fraction, Fraction | None]:
    """Ends of t as weights: none is below 0."""
    weight, total = all_.weights[k], sum(all_.weights) or Fraction(1)
    low, high = ends
    start = Fraction(0) if low is None else max(Fraction(0), weight + low * total)
    return start, None if high is None else weight + high * total


@pytest.mark.parametrize("goals", GOALS, ids=["plain", "even", "classes"])
def test_ranges_and_curves_are_those_of_all_plans(goals):
    tried = 0
    for seed in range(9):
        found = tiny(seed, goals)
        if found is not None:
            everything = Everything(found[0])
            assert_ranges(found[1], everything)
            assert_curves(found[1], everything)
            tried += 1
    assert tried > 3


def assert_ranges(plan: Any, everything: Everything) -> None:
    """Plan and pairs stay exactly as long as among all plans written down."""
    ranges = weight_ranges(plan)
    made = {pair.left: pair.right for pair in plan.pairs}
    for k, item in enumerate(ranges.items):
        lines = everything.lines(k)
        [own] = [line for line, one in zip(lines, everything.plans, strict=True) if one.pairs == made]
        assert (item.start, item.end) == expected(interval([own], lines), everything, k)
        assert {(pair.left, pair.right) for pair in item.pairs} == set(made.items())
        for pair in item.pairs:
            with_it = [
                line
                for line, one in zip(lines, everything.plans, strict=True)
                if one.pairs.get(pair.left) == pair.right
            ]
            assert (pair.start, pair.end) == expected(interval(with_it, lines), everything, k)
        assert_turns(item, made, everything, k)


def assert_turns(item: Any, made: dict[str, str], everything: Everything, k: int) -> None:
    """The plan named beyond an end is best just beyond, and no other best plan there changes fewer people."""
    lines = everything.lines(k)
    for turn, sign in ((item.below, -1), (item.above, 1)):
        if turn is None:
            continue
        weight = turn.at + sign * Fraction(1, 10**9)
        changed = {**made, **{move.left: move.to for move in turn.moves}}
        changed = {left: right for left, right in changed.items() if right is not None}
        worths = [everything.worth(line, k, weight) for line in lines]
        best = [one.pairs for one, worth in zip(everything.plans, worths, strict=True) if worth == max(worths)]
        assert changed in best
        assert made not in best
        assert len(turn.moves) == min(sum(made.get(i) != one.get(i) for i in {*made, *one}) for one in best)


def assert_curves(plan: Any, everything: Everything) -> None:
    """All extreme supported points of two sums, and no other."""
    season = plan.season
    names = {"fit": lambda p: -everything.answer.fits[p]}
    for name in (item.title for item in season.program.criteria):
        if any(points[name] for points in everything.answer.points.values()):
            names[name] = lambda p, name=name: -everything.answer.points[p][name]
    candidates = plan.opportunity_costs.candidates
    known = (~np.isnan(candidates.miles) & candidates.eligible).any()
    for first, second in [("fit", "region"), ("fit", "miles"), ("enrollment", "miles"), ("same", "enrollment")]:
        if (second == "miles" and not known) or not {first, second} <= {*names, "miles"}:
            continue
        points = [tuple(value(names, everything, one, name) for name in (first, second)) for one in everything.plans]
        curve = pairing.tradeoff(plan, first, second, unknown_miles=50)
        sign = 1 if second == "miles" else -1
        assert [(-point.first, sign * point.second) for point in curve.points] == corners(points)
        assert curve.table["proved"].all()


def value(names: dict[str, Callable], everything: Everything, plan: Any, name: str) -> int:
    if name == "miles":
        return plan.values["road"]
    return sum(names[name](pair) for pair in plan.pairs.items())


def corners(points: Iterable[Line]) -> list[Line]:
    """The points that alone are smallest in a + t b for some t above 0, by the smallest a first."""
    different = sorted(set(points))
    kept = []
    for a, b in different:
        others = [(c - a, d - b) for c, d in different if (c, d) != (a, b)]  # wanted: c + t d > 0 for all of them
        low = max([Fraction(0), *(Fraction(-c, d) for c, d in others if d > 0)])
        high = min((Fraction(c, -d) for c, d in others if d < 0), default=None)
        if all(c > 0 for c, d in others if d == 0) and (high is None or low < high):
            kept.append((a, b))
    return kept


def test_placed_against_worst_fit_is_that_of_all_plans():
    tried = 0
    for seed in range(30):
        found = tiny(seed, GOALS[seed % len(GOALS)])
        if found is None:
            continue
        case, plan = found
        answer = oracle.solve(*case.arguments)
        ranks = {}
        for one in answer.plans:
            place = len(one.pairs), min((answer.fits[p] for p in one.pairs.items()), default=0)
            ranks[place] = max(ranks.get(place, one.rank), one.rank)
        values = [(len(one.pairs), min(answer.fits[p] for p in one.pairs.items())) for one in answer.plans if one.pairs]
        best = [
            (n, w) for n, w in sorted(set(values), reverse=True) if not any(beats(other, (n, w)) for other in values)
        ]
        curve = pairing.tradeoff(plan, "placed", "worst fit")
        assert [(point.first, point.second) for point in curve.points] == best
        swapped = pairing.tradeoff(plan, "worst fit", "placed")
        assert [(point.second, point.first) for point in swapped.points] == best[::-1]
        assert [len(curve.plan(k)) for k in range(len(curve))] == [n for n, _ in best]
        for point in curve.points:  # goals before and after, those of some people only too
            [own] = [one for one in answer.plans if one.pairs == dict(point.partners)]
            assert own.rank == ranks[point.first, point.second]
        tried += len(best) > 1
    assert tried > 3


@pytest.mark.parametrize("some", [{"who": {"region": "north"}}, {"by": "enrollment"}])
def test_of_as_good_points_the_plan_is_best_in_goals_about_some_people_too(some):
    """Few different fits, so that many plans have as many placed and as good a worst fit."""
    goals = [{"kind": "placed", "name": "some", **some}, PLACED, FIT]
    criteria = [{"kind": "same", "name": "same", "column": "district", "weight": 1}]
    raw = raw_program(criteria=criteria, goals=goals)
    for seed in range(8):
        rng = random.Random(seed)
        left, right = (
            [
                {
                    "id": f"{letter}{k}", "region": rng.choice(["north", "south"]), "district": rng.choice("ab"),
                    "enrollment": float(rng.randint(1, 2)),
                }
                for k in range(many)
            ]
            for letter, many in (("E", 5), ("M", 3))
        )  # fmt: skip
        answer = oracle.solve(raw, left, right)
        for point in pairing.tradeoff(season_of(raw, left, right), "placed", "worst fit").points:
            ranks = {
                one.rank: dict(point.partners) == one.pairs
                for one in sorted(answer.plans, key=lambda one: dict(point.partners) == one.pairs)
                if len(one.pairs) == point.first and min(answer.fits[p] for p in one.pairs.items()) == point.second
            }
            assert ranks[max(ranks)]


def beats(one: Line, other: Line) -> bool:
    return one != other and one[0] >= other[0] and one[1] >= other[1]


# ---------------------------------------------------------------- by hand


def grades(*rows: Sequence[tuple[float, float]], weights: tuple[float, float] = (1, 1), **more: Any) -> Any:
    """A season of mentees and mentors whose two criteria give what the rows say, by numbers of kind likeness."""
    criteria = [
        {"kind": "likeness", "name": name, "column": f"n{k}", "half_at": 1.0, "weight": weights[k]}
        for k, name in enumerate(("one", "two"))
    ]
    columns = {f"n{k}": "number" for k in range(2)}
    raw = raw_program(criteria=criteria, extra_columns=columns, **more)
    left = [{"id": "E", "n0": 0.0, "n1": 0.0}]
    right = [{"id": f"M{k}", "n0": float(a), "n1": float(b)} for k, (a, b) in enumerate(rows)]
    return season_of(raw, left, right)


def test_an_end_is_where_another_plan_is_worth_the_same():
    """M0 earns 1 and 1/8, M1 1/2 and 1/2: at weights w and 1 the same at w / 2 = 3 / 8."""
    ranges = weight_ranges(grades((0, 3), (1, 1)))
    one, two = ranges.items
    assert (one.start, one.end, one.how) == (Fraction(3, 4), None, "exact")
    assert (two.start, two.end) == (Fraction(0), Fraction(4, 3))
    assert str(one) == ("one (weight 1): the plan stays best from 0.75 upward; below, E goes from M0 to M1.")
    assert str(two) == "two (weight 1): the plan stays best up to 1.33333; above, E goes from M0 to M1."
    assert ranges.weights.to_dict("records")[0] == {
        "criterion": "one", "weight": 1.0, "from": 0.75, "to": float("inf"), "how": "exact",
        "what changes below": "E goes from M0 to M1", "what changes above": "",
    }  # fmt: skip
    assert ranges.pairs.values.tolist()[1] == ["two", "E", "M0", 0.0, 4 / 3, "", "M1"]
    assert "one" in ranges._repr_html_()
    assert ">any<" in ranges._repr_html_()
    assert str(replace(one, start=Fraction(0))).startswith("one (weight 1): the plan stays best whatever its weight")
    assert "1.33333" in repr(ranges)


@pytest.mark.parametrize(
    ("weights", "ends"),
    [
        ((0, 0), [(0, 0), (0, None)]),  # M1 beats M0 as soon as the first counts: the tie-break took M0
        ((0, 1), [(0, Fraction(1, 2)), (0, None)]),
        ((1, 0), [(0, None), (0, 2)]),
    ],
)
def test_a_weight_of_zero_and_a_criterion_alone(weights, ends):
    """M0 earns 1/4 and 1, M1 1/2 and 7/8, so the first is worth 1/4 against 1/8; alone, no weight matters."""
    far = 0.19264507794239594
    season = grades((2, 0), (1, far), weights=weights)
    plan = pairing.solve(season, alternatives=0)
    items = weight_ranges(plan).items
    assert [plan.pairs[0].right] == (["M1"] if weights == (1, 0) else ["M0"])
    assert [(item.start, item.end) for item in items] == ends


def test_what_is_solved_at_other_weights_is_what_the_ranges_say():
    """Inside the range the plan itself is found again, outside another one."""
    season = grades((0, 3), (1, 1), (3, 0))
    plan = pairing.solve(season, alternatives=0)
    for item in weight_ranges(plan).items:
        for weight in (0.05, 0.3, 0.7, 0.8, 1.2, 1.3, 1.4, 3.0):
            again = pairing.solve(reweighed(season, {item.criterion: weight}), alternatives=0)
            inside = item.start <= Fraction(weight) and (item.end is None or Fraction(weight) <= item.end)
            assert (again.pairs[0].right == plan.pairs[0].right) == inside


def reweighed(season: Any, weights: dict[str, float]) -> Any:
    return replace(season, program=with_weights(season.program, weights))


def test_a_season_with_one_plan_moves_for_no_weight():
    season = grades((0, 3))
    ranges = weight_ranges(season, ["two"])
    assert [(item.start, item.end) for item in ranges.items] == [(0, None)]
    assert ranges.sentences == ["two (weight 1): no weight changes the plan."]
    curve = pairing.tradeoff(season, "one", "two")
    assert [(point.first, point.second) for point in curve.points] == [(5000, 625)]
    assert "1 plan, from points: one 50.0 with points: two 6.25" in repr(curve)


def test_a_curve_has_prices_plans_and_differences():
    season = grades((0, 3), (0.5, 0.5), (1, 1), (3, 0))  # M2 is worse than the middle of M0 and M3
    curve = pairing.tradeoff(season, "one", "points: two")
    assert curve.table.values.tolist()[1] == [1, 35.36, 35.36, 1, 1464 / 2911, 0, 1, True]
    assert list(curve.table.columns) == [
        "point", "points: one", "points: two", "people placed", "price", "other than present",
        "other than the row before", "proved",
    ]  # fmt: skip
    assert [curve.plan(k)["mentor_id"].tolist() for k in range(len(curve))] == [["M0"], ["M1"], ["M3"]]
    assert "<table" in curve._repr_html_()
    for number in (-1, 3):
        with pytest.raises(IndexError, match="no point"):
            curve.plan(number)


def test_costs_beyond_64_bits_are_solved_in_two_steps(monkeypatch):
    rng = np.random.default_rng(7)
    tails, heads = np.divmod(np.arange(36), 6)
    heads = heads + 6
    ends = np.concatenate([tails, np.arange(6, 12)]), np.concatenate([heads, np.full(6, 12)])
    capacities = np.ones(42, dtype=np.int64)
    supplies = np.array([1] * 6 + [0] * 6 + [-6])
    for _ in range(20):
        costs = np.concatenate([rng.integers(-(10**6), 10**6, 36), np.zeros(6, dtype=np.int64)])
        best = costs @ flows.cheapest_flow(*ends, capacities, costs, supplies)
        with monkeypatch.context() as small:
            small.setattr(flows, "SINGLE", 2**16)
            with pytest.raises(OverflowError):
                flows.cheapest_flow(*ends, capacities, costs, supplies)
            small.setattr(flows, "SINGLE", 2**21)
            assert costs @ flows.cheapest_flow(*ends, capacities, costs, supplies) == best


@pytest.mark.parametrize(
    ("low", "high", "between"),
    [("-3/2", "5/2", "0"), ("1/3", "1/2", "2/5"), ("-1/2", "-1/3", "-2/5"), ("2", "3", "5/2"), ("7/2", None, "4"),
     ("-9", "-3", "-4"), ("-1", None, "0"), ("0", "1/100", "1/101")],
)  # fmt: skip
def test_the_simplest_fraction_between_two(low, high, between):
    assert simplest(Fraction(low), None if high is None else Fraction(high)) == Fraction(between)


# ---------------------------------------------------------------- by bisection


def test_a_worst_fit_is_weighed_by_bisection_and_agrees_where_it_decides_nothing():
    """One mentee: the worst fit is the fit, so that the ends lie within a halving of the exact ones."""
    goals = [{"kind": "placed"}, {"kind": "worst_fit"}, {"kind": "fit"}]
    season = grades((0, 3), (1, 1), goals=goals)
    one, two = weight_ranges(season, halvings=7).items
    assert (one.how, one.end, two.start) == ("by bisection", None, 0)
    assert one.below.at < Fraction(3, 4) <= one.start < Fraction(3, 4) + Fraction(1, 40)
    assert two.end <= Fraction(4, 3) <= two.above.at
    assert str(two.above) == "E goes from M0 to M1"
    assert [(pair.start, pair.end) for pair in one.pairs] == [(one.start, None)]
    assert one.pairs[0].below == "M1"
    assert weight_ranges(season, halvings=2).solves == 2 * (1 + 3)


def test_an_interrupted_range_says_so_and_no_more_than_it_knows():
    goals = [{"kind": "placed"}, {"kind": "worst_fit"}, {"kind": "fit"}]
    plan = pairing.solve(grades((0, 3), (1, 1), goals=goals), alternatives=0)
    stopped = weight_ranges(plan, "one", interrupted=lambda: True)
    assert stopped.stopped
    assert stopped.sentences == [
        "one (weight 1): the plan stays best at least from 1 to 1 (by bisection, interrupted)."
    ]  # fmt: skip
    halving = weight_ranges(plan, "one", interrupted=after(4)).items[0]
    assert (halving.stopped, halving.how) == (True, "by bisection, interrupted")
    assert halving.below.at < Fraction(3, 4) <= halving.start <= 1
    exact = weight_ranges(pairing.solve(grades((0, 3), (1, 1))), interrupted=after(1))
    assert [one.stopped for one in exact.items] == [False, True]
    assert str(exact.items[1]) == "two (weight 1): the plan stays best at least from 1 to 1 (interrupted)."
    with pytest.raises(EndedEarlyError):
        pairing.tradeoff(plan, "one", "two", interrupted=lambda: True)
    with pytest.raises(EndedEarlyError):
        pairing.tradeoff(plan, "placed", "worst fit", interrupted=lambda: True)


def after(questions: int) -> Callable[[], bool]:
    """No to so many questions, then yes."""
    asked = iter(range(questions))
    return lambda: next(asked, None) is None


def test_without_any_weight_a_bisection_tries_the_criterion_alone():
    goals = [{"kind": "placed"}, {"kind": "worst_fit"}, {"kind": "fit"}]
    one, two = weight_ranges(grades((2, 0), (1, 1), weights=(0, 0), goals=goals)).items
    assert (one.end, str(one.above), two.end, two.above) == (0, "E goes from M0 to M1", None, None)


def test_limits_beyond_the_network_are_weighed_by_bisection(tmp_path: Path):
    """A budget: exact ranges are not claimed, and a curve says why there is none."""
    limit = {"name": "pay", "kind": "budget", "most": 500, "per_pair": 300, "source": "test"}
    season = grades((0, 3), (1, 1), limit=[limit])
    [one] = weight_ranges(season, ["one"], halvings=6).items
    assert (one.how, one.end) == ("by bisection", None)
    assert one.below.at < Fraction(3, 4) <= one.start
    with pytest.raises(InputError, match='knows every limit, but not with "pay"'):
        pairing.tradeoff(season, "one", "two")


# ---------------------------------------------------------------- cohorts


@pytest.fixture
def cohorts(tmp_path: Path) -> Any:
    """Six members in two cohorts of three: by region two ways, by enrollment another."""
    criteria = [
        {"kind": "same", "name": "same region", "column": "region", "weight": 2},
        {"kind": "enrollment", "name": "size", "half_at_ratio": 2, "weight": 1},
    ]
    members = [
        {"id": f"s{k}", "region": region, "enrollment": size}
        for k, (region, size) in enumerate(zip("aaabbb", (100, 210, 900, 120, 800, 1000), strict=True))
    ]
    return cohort_season(tmp_path / "season", members, criteria=criteria, size=(3, 3), facilitated=False)


def groupings(season: Any) -> list[tuple[int, int]]:
    """Both dissimilarities of each way to make two cohorts of three, in hundredths."""
    region = season.left.values("region")
    size = season.left.numbers("enrollment")

    def apart(a: int, b: int) -> tuple[int, int]:
        like = 2.0 ** (-abs(np.log2(size[a] / size[b])))
        return (0 if region[a] == region[b] else 10_000), 10_000 - int(np.floor(10_000 * like + 0.5))

    def cost(group: Sequence[int]) -> np.ndarray:
        return sum(np.array(apart(a, b)) for a in group for b in group if a < b)  # 2 / (3 - 1) of it

    found = []
    for others in combinations(range(1, 6), 2):
        group = (0, *others)
        rest = [k for k in range(6) if k not in group]
        found.append(tuple(int(x) for x in cost(group) + cost(rest)))
    return found


def test_a_curve_of_cohorts_says_how_much_better_any_plan_could_be(cohorts: Any):
    everything = groupings(cohorts)
    curve = pairing.tradeoff(cohorts, "same region", "size", points=4)
    assert len(curve) > 1
    assert curve.points[0].first == min(first for first, _ in everything)
    for k, point in enumerate(curve.points):
        assert (point.first, point.second) in everything
        assert all(first >= point.first - point.slack for first, second in everything if second <= point.second)
        others = [one for one in everything if one != (point.first, point.second)]
        beaten = any(first <= point.first and second <= point.second for first, second in others)
        assert not (point.proved and (beaten or point.slack))
        assert len(curve.plan(k)) == 6
    assert "sets of weights were solved for" in repr(curve)
    plan = pairing.solve(cohorts)
    stopped = pairing.tradeoff(plan, "same region", "size", interrupted=lambda: True)
    assert (len(stopped), stopped.stopped) == (1, True)
    assert "Interrupted, so that plans are missing." in stopped.sentences[1]
    with pytest.raises(EndedEarlyError):
        pairing.tradeoff(cohorts, "same region", "size", interrupted=lambda: True)


def test_a_bound_is_about_each_of_the_two():
    """A plan as good in the first and better in the second is not ruled out by a bound on the first alone."""
    bounds = [Bound(1, 0, Fraction(10)), Bound(1, 1, Fraction(25))]
    curve = _Curve(None, (None, None), 1.0, 0, lambda: False, [], bounds)
    assert curve.floors(10, 20) == (10, 15)


def test_a_range_of_cohorts_says_that_the_present_plan_is_not_proved(cohorts: Any):
    plan = replace(pairing.solve(cohorts), outcome="bounded")
    [size] = weight_ranges(plan, "size", halvings=0).items
    assert size.how.startswith("by bisection, the present plan not proved")
    assert size.how in str(size)


def test_ranges_of_cohorts_are_found_by_solving(cohorts: Any):
    """Of two criteria the ends are where another grouping is worth the same, within a bisection."""
    everything = groupings(cohorts)
    best = min(everything, key=lambda line: 2 * line[0] + line[1])
    [size] = weight_ranges(cohorts, ["size"], halvings=3).items
    ends = [Fraction(2 * (a - best[0]), best[1] - b) for a, b in everything if b < best[1]]
    assert size.how == "by bisection"
    assert size.start == 0
    assert size.end < min(ends) + Fraction(1, 50)
    assert size.above.at > min(ends) - Fraction(1, 50)
    assert "pairs of cohort mates are no longer together" in str(size)
    assert size.solves == 5


# ---------------------------------------------------------------- what cannot be asked


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda s: weight_ranges(s, ["on"]), 'no criterion is named "on"; did you mean "one"?'),
        (lambda s: pairing.tradeoff(s, "fit", "tow"), 'no thing to weigh is named "tow"; did you mean "two"?'),
        (lambda s: pairing.tradeoff(s, "fit", "fit"), "against itself"),
        (lambda s: pairing.tradeoff(s, "one", "points: one"), "against itself"),
        (lambda s: pairing.tradeoff(s, "points: fit", "miles"), 'no thing to weigh is named "points: fit"'),
        (lambda s: pairing.tradeoff(s, "one", "two", points=1), "expected 2 points or more"),
        (lambda s: weight_ranges(s, "close by"), 'no criterion is named "close by"'),
        (lambda s: weight_ranges(s, halvings=-1), "expected 0 or more"),
        (lambda s: pairing.tradeoff(s, "fit", "miles"), "no pair that may be made has known miles"),
        (lambda s: pairing.tradeoff(s, "one", "placed"), 'are weighed against each other only'),
        (lambda s: weight_ranges(replace(pairing.solve(s), outcome="bounded")), "proved best, and this one is not"),
        (lambda s: weight_ranges(replace(pairing.solve(s), season=reweighed(s, {"one": 0.1}), opportunity_costs=None)),
         "not the best one of its season"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_said_in_a_sentence(ask, message):
    with pytest.raises(InputError, match=re.escape(message)):
        ask(grades((0, 3), (1, 1)))


def test_a_season_without_a_plan_has_nothing_to_weigh():
    season = grades((0, 3), rules=[{"kind": "within_miles", "max_miles": 5.0}])
    for ask in (weight_ranges, lambda s: pairing.tradeoff(s, "fit", "one")):
        with pytest.raises(InputError, match="there is no plan to weigh: no mentee has an eligible mentor"):
            ask(season)


def test_cohorts_know_criteria_among_members_only(cohorts: Any):
    with pytest.raises(InputError, match='no thing to weigh is named "sizes"; did you mean "size"'):
        pairing.tradeoff(cohorts, "sizes", "miles")
    with pytest.raises(InputError, match="no two members are known to be apart"):
        pairing.tradeoff(cohorts, "size", "miles")


# ---------------------------------------------------------------- commands


def test_ranges_are_printed_and_written(cli: Callable, sample: Path, tmp_path: Path, read_rows: Callable):
    result = cli("ranges", sample, "--criterion", "close by", "-o", tmp_path / "ranges.csv")
    assert result.exit_code == 0
    assert "close by" in result.stdout
    assert "close by (weight 35): the plan stays best from" in result.stdout
    rows = read_rows(tmp_path / "ranges.csv")
    assert {row["criterion"] for row in rows} == {"close by"}
    assert list(rows[0]) == ["criterion", "mentee_id", "mentor_id", "from", "to", "mentor below", "mentor above"]


def test_a_curve_is_printed_and_written(cli: Callable, sample: Path, tmp_path: Path, read_rows: Callable):
    result = cli("tradeoff", sample, "placed", "worst fit", "-o", tmp_path / "curve.csv")
    assert result.exit_code == 0
    assert "What worst fit costs in placed" in result.stdout
    assert "(proved)" in result.stdout
    rows = read_rows(tmp_path / "curve.csv")
    fits = [float(row["worst fit"]) for row in rows]
    assert all(a < b for a, b in pairwise(fits))
    result = cli("tradeoff", sample, "fit", "close bye")
    assert (result.exit_code, result.stdout) == (1, "")
    assert 'did you mean "close by"?' in result.stderr


@pytest.mark.parametrize(
    ("arguments", "questions", "said"),
    [
        (["ranges", "--criterion", "close by"], 0, "interrupted before the present plan was found"),
        (["ranges", "--criterion", "close by", "--without-pairs"], 1, "this is what was known by then"),
        (["tradeoff", "fit", "miles"], 9, "interrupted before the curve was complete"),
    ],
)
def test_what_is_interrupted_ends_with_its_own_code(
    cli: Callable, sample: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], questions: int, said: str
):
    monkeypatch.setattr(sensitivity, "interruptible", lambda says: nullcontext(after(questions)))
    result = cli(arguments[0], sample, *arguments[1:])
    assert (result.exit_code, said in result.stderr) == (4, True)
    assert "no weight changes the plan" not in result.stdout


def test_a_table_in_the_terminal_says_numbers_as_people_read_them():
    frame = pd.DataFrame({"a": [1234.5, 0.012, float("inf"), float("nan")], "b": [True, False, None, pd.NA]})
    assert cells(frame) == [["1,234.50", "yes"], ["0.0120", "no"], ["any", ""], ["", ""]]
    assert cells(frame[["a"]].head(1), exactly) == [["1234.5"]]
