"""Weights learned from plans and ratings: against all plans of tiny seasons, and against made-up truths."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import kendalltau

import pair_oracle as oracle
import pairing
from build import raw_program, season_of
from pairing.analysis.calibration.from_plan import _of_differences
from pairing.analysis.calibration.from_ratings import _says, from_ratings, shares
from pairing.analysis.calibration.inputs import pairs_given, ratings_given
from pairing.analysis.calibration.predictors import couples_of, ordered_rightly, taus
from pairing.analysis.calibration.result import Calibration
from pairing.analysis.calibration.rounding import fewest_decimals, rounded
from pairing.display import exactly, number
from pairing.errors import InputError
from pairing.instance import pairs as candidates_of
from pairing.instance.evaluation import worths
from pairing.program.editing import with_weights
from pairing.season import Season
from pairing.solver.pairs import solve

CRITERIA = [
    {"name": "close", "kind": "proximity", "half_at_miles": 30.0, "weight": 50},
    {"name": "size", "kind": "enrollment", "half_at_ratio": 2.0, "weight": 30},
    {"name": "years", "kind": "experience", "full_at_years": 20, "weight": 20},
]
PLACED_FIT = [{"kind": "placed"}, {"kind": "fit"}]


def people(rng: random.Random, letter: str, many: int) -> list[dict[str, Any]]:
    return [
        {
            "id": f"{letter}{n}", "lat": 38 + rng.random(), "lon": -92 - rng.random(),
            "enrollment": float(rng.randint(100, 3000)), "years_as_superintendent": float(rng.randint(5, 20)),
        }
        for n in range(many)
    ]  # fmt: skip


def tiny(seed: int, *, goals: Any = PLACED_FIT, left: int = 4, right: int = 5, **more: Any) -> tuple[Any, ...]:
    """What `season_of` and the oracle take."""
    rng = random.Random(seed)
    raw = raw_program(criteria=CRITERIA, goals=goals, **more)
    return raw, people(rng, "e", left), people(rng, "m", right)


def weighed(season: Season, weights: dict[str, float]) -> Season:
    return replace(season, program=with_weights(season.program, weights))


def best_pairs(season: Season) -> pd.DataFrame:
    plan = solve(candidates_of.build(season))
    return pd.DataFrame([(p.left, p.right) for p in plan.pairs], columns=["mentee_id", "mentor_id"])


def found(calibration: pairing.Calibration) -> dict[str, float]:
    return dict(zip(calibration.weights["criterion"], calibration.weights["found"], strict=True))


def oracle_gap(case: tuple[Any, ...], weights: dict[str, float], plan: pd.DataFrame) -> int:
    """The most fit of any plan that is best before `fit`, less the plan's own, by writing down all plans."""
    raw = {**case[0], "criterion": [{**c, "weight": weights[c["name"]]} for c in case[0]["criterion"]]}
    answer = oracle.solve(raw, *case[1:])
    own = dict(zip(plan["mentee_id"], plan["mentor_id"], strict=True))
    [mine] = [one for one in answer.plans if one.pairs == own]
    before = [goal["kind"] for goal in raw["goal"]].index("fit")
    highest = max(one.rank[:before] for one in answer.plans)
    assert mine.rank[:before] == highest
    fits = [
        sum(answer.fits[pair] for pair in one.pairs.items()) for one in answer.plans if one.rank[:before] == highest
    ]
    return max(fits) - sum(answer.fits[pair] for pair in own.items())


# ---------------------------------------------------------------- from a plan


@pytest.mark.parametrize("seed", range(12))
def test_a_plan_solved_with_true_weights_has_no_gap_and_the_cone_holds_the_truth(seed: int):
    rng = random.Random(seed + 100)
    cuts = sorted(rng.sample(range(1, 100), 2))
    truth = {"close": cuts[0], "size": cuts[1] - cuts[0], "years": 100 - cuts[1]}
    goals = [PLACED_FIT, [{"kind": "placed"}, {"kind": "even_load"}, {"kind": "fit"}]][seed % 2]
    case = tiny(seed, goals=goals)
    for person in case[2]:
        person["capacity"] = float(rng.choice([1, 1, 2]))
    season = season_of(*case)
    plan = best_pairs(weighed(season, truth))
    calibration = pairing.calibrate(season, plan=plan)
    assert calibration.gap == calibration.least_gap == 0
    assert oracle_gap(case, found(calibration), plan) == 0
    for name, present, weight, low, high in calibration.weights.iloc[:, :5].itertuples(index=False):
        assert low <= truth[name] <= high
        assert low <= weight <= high
        assert present == {c["name"]: c["weight"] for c in CRITERIA}[name]
    assert sum(found(calibration).values()) == pytest.approx(100)
    assert calibration.differences is not None
    assert calibration.differences.empty


@pytest.mark.parametrize("seed", range(8))
def test_the_gap_is_what_all_plans_say_and_no_weights_of_a_grid_get_below_the_least(seed: int):
    case = tiny(seed)
    season = season_of(*case)
    mentors = random.Random(seed).sample([f"m{n}" for n in range(5)], 4)
    plan = pd.DataFrame({"mentee_id": [f"e{n}" for n in range(4)], "mentor_id": mentors})
    calibration = pairing.calibrate(season, plan=plan)
    assert calibration.gap is not None
    assert calibration.least_gap is not None
    assert oracle_gap(case, found(calibration), plan) == round(100 * calibration.gap)
    grades = candidates_of.build(season).grades.astype(float) / 100
    plans = np.array([[grades[:, i, j] for i, j in enumerate(p)] for p in itertools.permutations(range(5), 4)]).sum(
        axis=1
    )
    own = sum(grades[:, i, int(j[1])] for i, j in enumerate(plan["mentor_id"]))
    grid = np.array([(a, b, 100 - a - b) for a in range(101) for b in range(101 - a)]) / 100
    smallest = float(((plans - own) @ grid.T).max(axis=0).min())
    assert calibration.least_gap <= smallest + 1e-4
    assert smallest <= calibration.least_gap + 1.5
    assert calibration.gap >= calibration.least_gap - 0.1
    inside = calibration.weights["found"].between(calibration.weights["low"], calibration.weights["high"])
    assert inside.all()
    assert calibration.differences is not None
    assert calibration.differences["cost"].between(0, calibration.gap).all()
    assert any("do not add up to the gap" in one for one in calibration.sentences) == (calibration.gap > 0)


def test_pairs_of_an_equally_good_plan_are_no_differences_and_tied_ones_are_called_so():
    raw, left, right = tiny(4, left=2, right=2)
    calibration = pairing.calibrate(
        season_of(raw, [left[0], {**left[0], "id": "e1"}], [right[0], {**right[0], "id": "m1"}]),
        plan=pd.DataFrame({"mentee_id": ["e0", "e1"], "mentor_id": ["m1", "m0"]}),
    )
    assert calibration.differences is not None
    assert (calibration.gap, len(calibration.differences)) == (0, 0)
    costs = pd.DataFrame({"mentee_id": ["e0", "e1"], "cost": [1.5, 0.0]})
    assert list(replace(calibration, differences=costs).listed["cost"]) == ["1.50", "tied"]
    said = {gap: " ".join(_of_differences(costs["cost"], gap)) for gap in (2.0, 9.0)}
    assert ["lies in making several of them together" in one for one in said.values()] == [False, True]


def test_a_criterion_on_which_comparable_plans_do_not_differ_keeps_its_weight():
    case = tiny(1)
    case[0]["criterion"] = [*CRITERIA, {"name": "wish", "kind": "preference", "weight": 10, "unknown": 0.3}]
    season = season_of(*case)
    calibration = pairing.calibrate(season, plan=best_pairs(season))
    last = calibration.weights.iloc[3]
    assert (last["found"], np.isnan(last["low"])) == (10, True)
    assert sum(found(calibration).values()) == pytest.approx(110)
    assert "wish: the plan cannot tell; it stays at 10" in calibration.in_words


def test_where_all_weight_lies_on_what_cannot_be_told_it_says_that_it_is_taken_away(season: Season):
    case = tiny(7, left=6, right=6)
    wish = {"name": "wish", "kind": "preference", "weight": 10, "unknown": 0.3}
    case[0]["criterion"] = [*({**one, "weight": 0} for one in CRITERIA), wish]
    rated_by_size = rated(season, lambda g: 1 + 4 * g[1])
    for calibration in (
        pairing.calibrate(season_of(*case), plan=best_pairs(season)),
        pairing.calibrate(season_of(*case), ratings=rated_by_size, bootstrap=20),
    ):
        assert found(calibration)["wish"] == 0
        assert f"wish: the {calibration.source} cannot tell; 10 now, set to 0" in " ".join(calibration.in_words)
    assert "fit in none of all cases under the present weights" in " ".join(calibration.sentences)
    assert "nan" not in " ".join(calibration.in_words)


def test_weights_are_said_with_all_their_decimals(season: Season):
    table = pd.DataFrame({"criterion": ["close"], "present": [1.0], "found": [0.123456], "low": [0.1], "high": [1.0]})
    assert "0.123456 fits best" in Calibration(season, "plan", "a plan", table, ()).in_words[0]
    assert [exactly(0.00001234), exactly(1e6), number(4 / 3), number(None)] == [
        "0.00001234",
        "1000000",
        "1.33333",
        "any",
    ]


def test_weights_that_make_a_plan_one_of_many_best_ones_come_with_clearer_ones():
    rng = random.Random(0)
    raw = raw_program(criteria=[CRITERIA[0], {"name": "region", "kind": "same", "column": "region", "weight": 50}])
    left, right = ([{**one, "region": "north"} for one in people(rng, letter, 6)] for letter in "em")
    left[5]["region"] = right[5]["region"] = "south"
    for n in range(6):
        right[n] |= {"lat": left[n]["lat"], "lon": left[n]["lon"] + 0.01}
    mentors = ["m1", "m0", "m2", "m3", "m4", "m5"]
    plan = pd.DataFrame({"mentee_id": [f"e{n}" for n in range(6)], "mentor_id": mentors})
    calibration = pairing.calibrate(season_of(raw, left, right), plan=plan)
    assert calibration.gap == calibration.least_gap == 0
    assert found(calibration) == {"close": 0, "region": 100}
    assert "hardly better than many others" in calibration.verdict
    clearer = dict(zip(calibration.weights["criterion"], calibration.weights["clearer"], strict=True))
    assert clearer["close"] > 0
    again = pairing.solve(calibration.apply(calibration.season, "clearer"), alternatives=0)
    assert {(pair.left, pair.right) for pair in again.pairs} == {(f"e{n}", f"m{n}") for n in range(6)}
    with pytest.raises(InputError, match='no column "clear"'):
        calibration.apply(calibration.season, "clear")  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", range(20))
def test_a_plan_that_the_present_weights_make_best_has_no_gap_however_vague_it_is(seed: int):
    rng = random.Random(seed)
    raw = raw_program(criteria=[*CRITERIA, {"name": "region", "kind": "same", "column": "region", "weight": 20}])
    left, right = (
        [{**one, "region": rng.choice(["north", "south"])} for one in people(rng, letter, rng.randint(2, 6))]
        for letter in "em"
    )
    season = season_of(raw, left, right)
    calibration = pairing.calibrate(season, plan=pairing.solve(season, alternatives=0))
    assert calibration.gap == 0
    assert "clearer" not in calibration.weights
    told = calibration.weights.dropna()
    assert (told["present"].between(told["low"], told["high"])).all()


def test_what_the_plan_breaks_is_named_and_left_aside():
    raw, left, right = tiny(3, left=4, right=4, rules=[{"name": "near", "kind": "within_miles", "max_miles": 100.0}])
    right[3] |= {"lat": 45.0, "lon": -100.0}
    season = season_of(raw, left, right, [{"id": "D1", "action": "lock", "person": "e0", "with": "m1"}])
    plan = pd.DataFrame({"mentee_id": ["e0", "e1", "e2", "e3"], "mentor_id": ["m3", "m0", "m0", ""]})
    calibration = pairing.calibrate(season, plan=plan)
    said = " ".join(calibration.sentences)
    for finding in ('e0 with m3: rule "near" is broken', "mentor m0 has 2 pairs, at most 1", "locked by decision D1"):
        assert finding in said
    assert "placed 3 where 4 is possible" in said
    assert calibration.gap is not None


def test_a_hard_limit_that_the_plan_breaks_is_left_aside_and_one_beyond_the_network_is_said():
    limits = [
        {"name": "few", "kind": "quota", "side": "right", "at_most": 2, "source": "test"},
        {"name": "apart", "kind": "pair_apart", "source": "test"},
    ]
    season = season_of(*tiny(3, limit=limits))
    best = best_pairs(season_of(*tiny(3)))
    said = " ".join(pairing.calibrate(season, plan=best).sentences)
    assert 'limit "few" is broken' in said
    assert 'Left out of the comparison: limit "few", limit "apart"' in said


def test_a_soft_limit_and_goals_on_every_pair_that_are_not_reached():
    limits = [{"name": "spread", "kind": "quota", "side": "right", "at_most": 3, "source": "test"}]
    goals = [
        {"kind": "placed"},
        {"kind": "keep", "limit": "spread"},
        {"kind": "miles", "unknown_miles": 50},
        {"kind": "fit"},
    ]
    season = season_of(*tiny(5, limit=limits, goals=goals))
    plan = pd.DataFrame({"mentee_id": ["e0", "e1", "e2"], "mentor_id": ["m4", "m3", "m2"]})
    said = " ".join(pairing.calibrate(season, plan=plan).sentences)
    assert "(placed, keep spread), because it is not the best there: placed 3 where 4 is possible" in said
    assert 'goal "miles"' in said


def test_a_plan_a_run_and_a_file_are_the_same_plan(tmp_path: Path):
    season = replace(season_of(*tiny(2)), folder=tmp_path)
    plan = solve(candidates_of.build(season))
    run = tmp_path / "runs" / "2026-04-02-01"
    run.mkdir(parents=True)
    plan.assignments.to_csv(run / "assignments.csv", index=False)
    sources = ("the plan", plan), ("run 2026-04-02-01", run.name), ("run 2026-04-02-01", run)
    read = [pairs_given(season, source) for _, source in (*sources, ("", run / "assignments.csv"))]
    assert [what for what, _ in read[:3]] == [what for what, _ in sources]
    assert all(pairs == read[0][1] for _, pairs in read)
    calibration = pairing.calibrate(season, plan=plan)
    changed = calibration.reweighed
    assert calibration.season is season
    assert [criterion.weight for criterion in changed.program.criteria] == list(found(calibration).values())
    assert best_pairs(changed).equals(best_pairs(season))


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        (
            [("e0", "m0"), ("e9", "m9")],
            ['row 3, column "mentee_id": names nobody', 'row 3, column "mentor_id": names nobody'],
        ),
        ([("e0", "m0"), ("E0", "m1")], ["row 3", "stands in an earlier row already"]),
        ([], ["has no rows in it"]),
        ([("e0", "")], ["has no pairs in it"]),
    ],
)
def test_a_plan_that_cannot_be_read(rows: list[tuple[str, str]], complaint: list[str]):
    frame = pd.DataFrame(rows, columns=["mentee_id", "mentor_id"])
    with pytest.raises(InputError) as caught:
        pairing.calibrate(season_of(*tiny(0)), plan=frame)
    for part in complaint:
        assert part in str(caught.value)


def test_what_calibration_cannot_start_from():
    season = season_of(*tiny(0))
    plan = best_pairs(season)
    for arguments in ({}, {"plan": plan, "ratings": plan}, {"ratings": "nowhere.csv"}, {"plan": "nowhere"}):
        with pytest.raises(InputError):
            pairing.calibrate(season, **arguments)
    with pytest.raises(InputError, match="no goal fit"):
        pairing.calibrate(season_of(*tiny(0, goals=[{"kind": "placed"}])), plan=plan)
    with pytest.raises(InputError, match="no column mentor_id"):
        pairing.calibrate(season, plan=plan.rename(columns={"mentor_id": "who"}))


# ---------------------------------------------------------------- from ratings


def rated(season: Season, value: Callable[[np.ndarray], float], many: int = 100) -> pd.DataFrame:
    """Ratings of the season's first pairs, each from the pair's grades, (criterion,) 0 to 1."""
    grades = candidates_of.build(season).grades / 10_000
    spots = list(itertools.product(range(len(season.left)), range(len(season.right))))[:many]
    rows = [(season.left.ids[i], season.right.ids[j], value(grades[:, i, j])) for i, j in spots]
    return pd.DataFrame(rows, columns=["mentee_id", "mentor_id", "rating"])


@pytest.fixture
def season() -> Season:
    return season_of(*tiny(7, left=6, right=6))


def test_a_criterion_that_predicts_perfectly_is_found(season: Season):
    calibration = pairing.calibrate(season, ratings=rated(season, lambda g: 1 + 4 * g[1]), bootstrap=40)
    assert calibration.predictors is not None
    size = calibration.predictors.iloc[1]
    assert (size["tau"], size["low"], size["high"], size["rightly"], size["says"]) == (1, 1, 1, 1, "predicts")
    assert found(calibration)["size"] >= 95
    assert calibration.weights["low"][1] > 50
    assert "in 100% under those found" in " ".join(calibration.sentences)


def test_ratings_made_with_true_weights_give_them_back(season: Season):
    season = season_of(*tiny(7, left=12, right=10))
    truth = np.array([0.2, 0.5, 0.3])
    table = rated(season, lambda g: float(np.clip(round(1 + 4 * g @ truth, 1), 1, 5)), 120)
    calibration = pairing.calibrate(season, ratings=table, bootstrap=40)
    assert list(found(calibration).values()) == pytest.approx(100 * truth, abs=6)
    assert calibration.apply(season).program.criteria[0].weight == found(calibration)["close"]


def test_tau_is_scipy_s_and_the_share_ordered_rightly_is_counted():
    rng = np.random.default_rng(0)
    ratings = rng.integers(1, 6, 40).astype(float)
    grades = np.column_stack([rng.integers(0, 4, 40), rng.random(40), np.ones(40)])
    times = rng.integers(0, 3, 40)
    drawn = np.repeat(np.arange(40), times)
    couples = couples_of(ratings, grades)
    mine = taus(couples, times.astype(float))
    for k in range(2):
        assert mine[k] == pytest.approx(kendalltau(ratings[drawn], grades[drawn, k]).statistic)
    assert np.isnan(mine[2])
    signs = [
        np.sign(grades[a, 1] - grades[b, 1]) for a in drawn for b in drawn if ratings[a] > ratings[b]
    ]  # fmt: skip
    assert ordered_rightly(couples, times.astype(float))[1] == pytest.approx(np.mean(np.array(signs) > 0))


def test_the_weights_of_the_largest_margin_are_those_of_the_primal_program():
    from scipy.optimize import linprog

    rng = np.random.default_rng(3)
    grades = rng.random((25, 3))
    ratings = np.round(1 + 4 * grades @ [0.6, 0.3, 0.1] + rng.normal(0, 0.4, 25)).clip(1, 5)
    couples = couples_of(ratings, grades)
    many = len(couples.better)
    primal = linprog(
        np.concatenate([np.full(3, 0.001), np.full(many, 1 / many)]),
        A_ub=np.hstack([-couples.grades, -np.eye(many)]), b_ub=-np.ones(many),
    ).x[:3]  # fmt: skip
    assert shares(couples, np.ones(25)) == pytest.approx(primal / primal.sum(), abs=1e-6)


@pytest.mark.parametrize(
    ("value", "many", "said"),
    [
        (lambda g: 4, 30, "30 ratings, all rated 4"),
        (lambda g: 1 + 4 * g[0], 3, "Fewer than 10 ratings tell nothing about weights"),
    ],
    ids=["all the same", "three"],
)
def test_ratings_that_tell_nothing_leave_the_weights(season: Season, value: Any, many: int, said: str):
    calibration = pairing.calibrate(season, ratings=rated(season, value, many), bootstrap=20)
    assert list(found(calibration).values()) == [50, 30, 20]
    assert calibration.weights["low"].isna().all()
    assert said in " ".join(calibration.sentences)
    assert "close: the ratings cannot tell; it stays at 50" in calibration.in_words
    assert calibration.predictors is not None
    assert set(calibration.predictors["says"]) == {"cannot tell"}
    assert calibration.predictors["tau"].isna().all()
    assert calibration.in_words[0] == "Nothing can be told from these ratings: all weights stay."
    assert repr(calibration).endswith("nothing can be told from these ratings: all weights stay. 3 criteria>")


def test_a_criterion_that_predicts_the_opposite_gets_nothing(season: Season):
    calibration = pairing.calibrate(season, ratings=rated(season, lambda g: 3 - 2 * g[0] + 2 * g[1]), bootstrap=40)
    assert calibration.predictors is not None
    assert calibration.predictors["says"][0] == "predicts the opposite"
    assert found(calibration)["close"] == 0


def test_a_criterion_that_does_not_vary_keeps_its_weight():
    case = tiny(7, left=6, right=6)
    case[0]["criterion"] = [*CRITERIA, {"name": "wish", "kind": "preference", "weight": 25, "unknown": 0.0}]
    season = season_of(*case)
    calibration = pairing.calibrate(season, ratings=rated(season, lambda g: 1 + 4 * g[0]), bootstrap=20)
    assert found(calibration)["wish"] == 25
    assert sum(found(calibration).values()) == pytest.approx(125)
    assert calibration.predictors is not None
    assert (calibration.predictors["known"][3], calibration.predictors["says"][3]) == (0, "cannot tell")


@pytest.mark.parametrize(
    ("known", "low", "high", "says"),
    [
        (10, 0.2, 0.5, "predicts"), (9, 0.2, 0.5, "cannot tell"), (10, -0.5, -0.2, "predicts the opposite"),
        (10, -0.1, 0.2, "cannot tell"), (10, float("nan"), float("nan"), "cannot tell"),
    ],
)  # fmt: skip
def test_what_few_ratings_say_is_that_they_cannot_tell(known: int, low: float, high: float, says: str):
    assert _says(known, low, high) == says


def test_every_problem_of_a_table_of_ratings_is_named_in_one_pass(season: Season):
    rows = [
        ("e0", "m0", 5),
        ("e7", "m0", 3),
        ("e1", "m0", 7),
        ("e0", "M0", 4),
        ("e2", "m1", "good"),
        ("e3", "m1", None),
    ]
    with pytest.raises(InputError) as caught:
        pairing.calibrate(season, ratings=pd.DataFrame(rows, columns=["Mentee", "mentor id", "Rating"]))
    said = str(caught.value).splitlines()
    for line, part in zip(
        said,
        ['names nobody, got "e7"', 'is no rating, got "7"', "rates e0 with M0 again", 'got "good"', "is blank"],
        strict=True,
    ):
        assert part in line
    assert all("expected" in line for line in said)
    with pytest.raises(InputError, match="no column rating"):
        ratings_given(season, pd.DataFrame([("e0", "m0")], columns=["mentee_id", "mentor_id"]))
    with pytest.raises(InputError, match="has no rows"):
        ratings_given(season, pd.DataFrame(columns=["mentee_id", "mentor_id", "rating"]))
    with pytest.raises(InputError, match="needs resamples"):
        from_ratings(season, rated(season, lambda g: 3), bootstrap=0)


def test_the_bootstrap_does_not_depend_on_who_does_the_work(season: Season):
    rng = random.Random(0)
    table = rated(season, lambda g: float(rng.randint(1, 5)))
    alone = pairing.calibrate(season, ratings=table, bootstrap=30, seed=4)
    with ThreadPoolExecutor(3) as executor:
        shared = pairing.calibrate(season, ratings=table, bootstrap=30, seed=4, executor=executor)
    other = pairing.calibrate(season, ratings=table, bootstrap=30, seed=5)
    assert alone.predictors is not None
    assert other.predictors is not None
    assert alone.weights.equals(shared.weights)
    assert alone.predictors.equals(shared.predictors)
    assert not alone.predictors.equals(other.predictors)
    shuffled = pairing.calibrate(season, ratings=table.sample(frac=1, random_state=1), bootstrap=30, seed=4)
    assert shuffled.weights.equals(alone.weights)


def test_programs_of_cohorts_are_refused_in_a_sentence(season: Season):
    cohorts = replace(season, program=season.program.model_copy(update={"kind": "cohorts"}))
    with pytest.raises(InputError, match="this one sorts people into cohorts"):
        pairing.calibrate(cohorts, plan="any")


# ---------------------------------------------------------------- how it is said


def test_weights_are_rounded_to_the_same_sum():
    weights = np.array([33.4, 33.3, 33.3])
    assert list(rounded(weights, 0)) == [34, 33, 33]
    assert list(rounded(np.array([0.61, 0.29, 0.05]), 1)) == [pytest.approx(0.65), 0.3, 0]
    assert list(fewest_decimals(weights, 100.0, lambda one: one[0] == 33.4)) == [33.4, 33.3, 33.3]
    assert sum(worths([])) == 0


def test_a_calibration_shows_itself(season: Season):
    calibration = pairing.calibrate(season, plan=best_pairs(season))
    verdict = "he present weights make it a best plan as well: nothing asks for other ones."
    assert repr(calibration).startswith(f"<Calibration from the plan: t{verdict} gap 0, close ")
    assert calibration.in_words[0] == f"T{verdict}"
    assert f"<p>T{verdict}</p>" in calibration._repr_html_()
    assert calibration.legend in calibration._repr_html_()
    assert any("now, " in one and "explains the plan equally well" in one for one in calibration.in_words)
