"""Every kind of criterion alone: its largest, smallest and half values, unknown, and how points add up to the fit."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pair_oracle as oracle
from amount import examples
from build import raw_program, season_of
from pairing.instance.evaluation import FULL, grade, points_of, relate, worths
from pairing.instance.pairs import build
from pairing.program import CriterionItem
from pairing.program.criteria import CRITERIA

TOWN = {"lat": 38.95, "lon": -92.33}
NEAR = {"lat": 38.95, "lon": -92.0}
MILES = 17.78
"""Between the two."""
SIZE = {"half_at_ratio": 2}
LOW_INCOME = {"column": "low_income_pct", "half_at": 15}
REGION_STATE = {"column": ["region", "state"]}
LEADER = {"role": "Curriculum  Leader"}
KNOWN = {"role": "dean", "past_roles": (), "expertise": ()}
AREAS = {"areas": {"curriculum leader": ["Curriculum", "assessment"], "dean": ["discipline"]}}
WERE = [("left", "right")]
"""Who was together in a year; an edge gives the years as a parameter `history`, which the kind does not see."""
RECOVER = {"recover_years": 4}
MANY = (*(f"n{k}" for k in range(21)), *(f"c{k} *" for k in range(10)))
"""With 1.1 for each of the central ones they count 32."""

EDGES = {
    "overlap": {
        "the same lists": ({}, {"pressing_issues": ("a", "B")}, {"pressing_issues": ("b ", "A")}, 10000),
        "nothing in common": ({}, {"pressing_issues": ("a",)}, {"pressing_issues": ("b",)}, 0),
        "one is empty": ({}, {"pressing_issues": ()}, {"pressing_issues": ("b",)}, 0),
        "the shared one counts less, as both hold it": (
            {},
            {"pressing_issues": ("a", "b")},
            {"pressing_issues": ("a",)},
            3869,
        ),
        "another column": ({"column": "needs"}, {"needs": ("a",)}, {"needs": ("a",)}, 10000),
        "both are empty": ({}, {"pressing_issues": ()}, {"pressing_issues": ()}, None),
        "left is blank": ({}, {}, {"pressing_issues": ("a",)}, None),
        "right is blank": ({}, {"pressing_issues": ("a",)}, {}, None),
    },
    "proximity": {
        "the same place": ({"half_at_miles": 40}, TOWN, TOWN, 10000),
        "half as far as that is half": ({"half_at_miles": MILES}, TOWN, NEAR, 5000),
        "twice as far is a quarter": ({"half_at_miles": MILES / 2}, TOWN, NEAR, 2500),
        "five times as far, a half rounded up": ({"half_at_miles": MILES / 5}, TOWN, NEAR, 313),
        "half as far": ({"half_at_miles": 2 * MILES}, TOWN, NEAR, 7071),
        "left is not placed": ({"half_at_miles": 40}, {}, NEAR, None),
        "right is not placed": ({"half_at_miles": 40}, TOWN, {}, None),
    },
    "enrollment": {
        "equal": (SIZE, {"enrollment": 800.0}, {"enrollment": 800.0}, 10000),
        "twice as large is half": (SIZE, {"enrollment": 400.0}, {"enrollment": 800.0}, 5000),
        "half as large is half": (SIZE, {"enrollment": 800.0}, {"enrollment": 400.0}, 5000),
        "three times as large at a ratio of three": (
            {"half_at_ratio": 3},
            {"enrollment": 700.0},
            {"enrollment": 2100.0},
            5000,
        ),
        "thirty-two times as large, a half rounded up": (SIZE, {"enrollment": 50.0}, {"enrollment": 1600.0}, 313),
        "a thirty-second as large, a half rounded up": (SIZE, {"enrollment": 3200.0}, {"enrollment": 100.0}, 313),
        "nobody counts as one": (SIZE, {"enrollment": 0.0}, {"enrollment": 2.0}, 5000),
        "nobody and one are equal": (SIZE, {"enrollment": 0.0}, {"enrollment": 1.0}, 10000),
        "unknown on the left": (SIZE, {}, {"enrollment": 800.0}, None),
        "unknown on the right": (SIZE, {"enrollment": 800.0}, {"enrollment": None}, None),
    },
    "same": {
        "equal in other case and spaces": (
            {"column": "region"},
            {"region": "North  East"},
            {"region": "north east "},
            10000,
        ),
        "different": ({"column": "region"}, {"region": "north"}, {"region": "south"}, 0),
        "unknown on the left": ({"column": "region"}, {}, {"region": "south"}, None),
        "unknown on the right": ({"column": "region"}, {"region": "south"}, {}, None),
        "the first column known on both sides": (
            REGION_STATE,
            {"region": "a", "state": "MO"},
            {"region": "b", "state": "MO"},
            0,
        ),
        "the second column where the first is unknown": (
            REGION_STATE,
            {"state": "MO"},
            {"region": "b", "state": "mo"},
            10000,
        ),
        "no column known on both sides": (REGION_STATE, {"region": "a"}, {"state": "MO"}, None),
    },
    "shared": {
        "all of it": ({}, {"needs": ("Budget", "staff")}, {"expertise": ("staff ", "budget", "bonds")}, 10000),
        "one of two is half": ({}, {"needs": ("budget", "staff")}, {"expertise": ("budget",)}, 5000),
        "one of three": ({}, {"needs": ("a", "b", "c")}, {"expertise": ("c", "d")}, 3333),
        "two of three": ({}, {"needs": ("a", "b", "c")}, {"expertise": ("c", "a")}, 6667),
        "one of thirty-two, a half rounded up": (
            {},
            {"needs": tuple(f"n{k}" for k in range(32))},
            {"expertise": ("n7",)},
            313,
        ),
        "nothing in common": ({}, {"needs": ("a",)}, {"expertise": ("b",)}, 0),
        "no expertise at all": ({}, {"needs": ("a",)}, {"expertise": ()}, 0),
        "no needs at all": ({}, {"needs": ()}, {"expertise": ("a",)}, None),
        "unknown needs": ({}, {}, {"expertise": ("a",)}, None),
        "unknown expertise": ({}, {"needs": ("a",)}, {}, None),
        "other columns": (
            {"left_column": "goals", "right_column": "interests"},
            {"goals": ("a",), "needs": ("x",)},
            {"interests": ("A",)},
            10000,
        ),
        "a star is part of the text": ({}, {"needs": ("a *",)}, {"expertise": ("a",)}, 0),
        "a central one counts three times": ({"central": 3}, {"needs": ("a *", "b")}, {"expertise": ("a",)}, 7500),
        "the other one": ({"central": 3}, {"needs": ("A*", "b")}, {"expertise": ("b",)}, 2500),
        "all of it, central ones too": ({"central": 3}, {"needs": ("a*", "b")}, {"expertise": ("b", "a")}, 10000),
        "nothing central": ({"central": 3}, {"needs": ("a", "b")}, {"expertise": ("b",)}, 5000),
        "a star on the right means nothing": ({"central": 3}, {"needs": ("a", "b")}, {"expertise": ("A  * ",)}, 5000),
        "given both ways it is central, and one": (
            {"central": 3},
            {"needs": ("a", "b", "A *")},
            {"expertise": ("a",)},
            7500,
        ),
        "central once takes the star off": ({"central": 1}, {"needs": ("a *", "b")}, {"expertise": ("a",)}, 5000),
        "central may count less": ({"central": 0.5}, {"needs": ("a *", "b")}, {"expertise": ("a",)}, 3333),
        "one of thirty-two counted by decimals, a half rounded up": (
            {"central": 1.1},
            {"needs": MANY},
            {"expertise": ("n7",)},
            313,
        ),
        "a central one among many": ({"central": 1.1}, {"needs": MANY}, {"expertise": ("c7",)}, 344),
        "a tenth of three and two tenths, a half rounded up": (
            {"central": 0.1},
            {"needs": ("a *", "b *", "c", "d", "e")},
            {"expertise": ("a",)},
            313,
        ),
        "nine of thirty-two counted by six decimals, a half rounded up": (
            {"central": 1.832431},
            {"needs": tuple(f"c{k} *" for k in range(32))},
            {"expertise": tuple(f"c{k}" for k in range(9))},
            2813,
        ),
        "many decimals": ({"central": 1.23456789}, {"needs": ("a *", "b")}, {"expertise": ("a",)}, 5525),
        "central, no needs at all": ({"central": 3}, {"needs": ()}, {"expertise": ("a",)}, None),
        "central, unknown needs": ({"central": 3}, {}, {"expertise": ("a",)}, None),
        "central, unknown expertise": ({"central": 3}, {"needs": ("a *",)}, {}, None),
    },
    "role": {
        "the same role": (AREAS, LEADER, {"role": "curriculum leader"}, 10000),
        "the same role, whatever stands in": ({**AREAS, "stands_in": 0}, LEADER, {**LEADER, **KNOWN, **LEADER}, 10000),
        "a past role": ({}, LEADER, {**KNOWN, "past_roles": ("x", "curriculum leader")}, 5000),
        "years in the role": ({}, LEADER, {**KNOWN, "years_by_role": {"Curriculum Leader": 0.1}}, 5000),
        "no years in the role": ({}, LEADER, {**KNOWN, "years_by_role": {"curriculum leader": 0.0}}, 0),
        "the role is an expertise": ({}, LEADER, {**KNOWN, "expertise": ("curriculum leader",)}, 5000),
        "an area is an expertise": (AREAS, LEADER, {**KNOWN, "expertise": ("ASSESSMENT",)}, 5000),
        "several stand in and count once": (
            AREAS,
            LEADER,
            {"past_roles": ("curriculum leader",), "expertise": ("curriculum", "assessment")},
            5000,
        ),
        "another role's area": (AREAS, LEADER, {**KNOWN, "expertise": ("discipline",)}, 0),
        "a role without areas": (AREAS, {"role": "principal"}, {**KNOWN, "expertise": ("curriculum",)}, 0),
        "an area is no past role": (AREAS, LEADER, {**KNOWN, "past_roles": ("curriculum",)}, 0),
        "what stands in may count more": (
            {"stands_in": 0.75},
            LEADER,
            {**KNOWN, "past_roles": ("curriculum leader",)},
            7500,
        ),
        "what stands in may count for all": (
            {"stands_in": 1},
            LEADER,
            {**KNOWN, "past_roles": ("curriculum leader",)},
            10000,
        ),
        "what stands in may count for nothing, and is known": (
            {"stands_in": 0},
            LEADER,
            {"past_roles": ("curriculum leader",)},
            0,
        ),
        "nothing, all known but the years": (AREAS, LEADER, KNOWN, 0),
        "what stands in makes up for blanks": (AREAS, LEADER, {"expertise": ("curriculum",)}, 5000),
        "left's role is blank": (AREAS, {}, {**KNOWN, "role": "dean"}, None),
        "right's role is blank": (AREAS, LEADER, {"past_roles": (), "expertise": ()}, None),
        "right's past roles are blank": (AREAS, LEADER, {"role": "dean", "expertise": ()}, None),
        "right's expertise is blank": (AREAS, LEADER, {"role": "dean", "past_roles": ()}, None),
    },
    "preference": {
        "the only wish": ({}, {"prefers": ("Right",)}, {}, 10000),
        "the first of three": ({}, {"prefers": ("right", "x", "y")}, {}, 10000),
        "the second of three": ({}, {"prefers": ("x", "right", "y")}, {}, 6667),
        "the last of three": ({}, {"prefers": ("x", "y", "RIGHT ")}, {}, 3333),
        "the second of two is half": ({}, {"prefers": ("x", "right")}, {}, 5000),
        "not named": ({}, {"prefers": ("x", "y")}, {}, 0),
        "no wishes": ({}, {"prefers": ()}, {}, None),
        "unknown wishes": ({}, {}, {"prefers": ("left",)}, None),
        "another column": ({"column": "declines"}, {"declines": ("right",), "prefers": ("x",)}, {}, 10000),
    },
    "likeness": {
        "equal": (LOW_INCOME, {"low_income_pct": 30.0}, {"low_income_pct": 30.0}, 10000),
        "as far apart as that is half": (LOW_INCOME, {"low_income_pct": 30.0}, {"low_income_pct": 45.0}, 5000),
        "as far the other way": (LOW_INCOME, {"low_income_pct": 45.0}, {"low_income_pct": 30.0}, 5000),
        "five times as far, a half rounded up": (LOW_INCOME, {"low_income_pct": 0.0}, {"low_income_pct": 75.0}, 313),
        "as far apart as can be": (LOW_INCOME, {"low_income_pct": 0.0}, {"low_income_pct": 100.0}, 98),
        "unknown on the left": (LOW_INCOME, {}, {"low_income_pct": 30.0}, None),
        "unknown on the right": (LOW_INCOME, {"low_income_pct": 30.0}, {}, None),
    },
    "experience": {
        "full": ({"full_at_years": 8}, {}, {"years_as_superintendent": 8.0}, 10000),
        "more than full": ({"full_at_years": 8}, {}, {"years_as_superintendent": 30.0}, 10000),
        "just below full": ({"full_at_years": 8}, {}, {"years_as_superintendent": 7.9}, 9875),
        "half": ({"full_at_years": 8}, {}, {"years_as_superintendent": 4.0}, 5000),
        "none": ({"full_at_years": 8}, {}, {"years_as_superintendent": 0.0}, 0),
        "unknown, whatever left has": ({"full_at_years": 8}, {"years_as_superintendent": 8.0}, {}, None),
        "another column": ({"full_at_years": 8, "column": "years_in_role"}, {}, {"years_in_role": 2.0}, 2500),
    },
    "together_before": {
        "last year": ({"history": {2025: WERE}}, {}, {}, 10000),
        "the year before": ({"history": {2025: [], 2024: WERE}}, {}, {}, 0),
        "exactly as far back as counts": ({"years": 3, "history": {2025: [], 2023: WERE}}, {}, {}, 10000),
        "a year further back": ({"years": 2, "history": {2025: [], 2023: WERE}}, {}, {}, 0),
        "the last time counts": ({"history": {2025: WERE, 2020: WERE}}, {}, {}, 10000),
        "with others": ({"history": {2025: [("left", "zoe"), ("zoe", "right")]}}, {}, {}, 0),
        "no history": ({}, {}, {}, 0),
    },
    "long_ago": {
        "never": ({**RECOVER, "history": {2025: []}}, {}, {}, 10000),
        "no history": (RECOVER, {}, {}, 10000),
        "last year": ({**RECOVER, "history": {2025: WERE}}, {}, {}, 0),
        "one year of four recovered": ({**RECOVER, "history": {2025: [], 2024: WERE}}, {}, {}, 2500),
        "one year less than recovered": ({**RECOVER, "history": {2025: [], 2022: WERE}}, {}, {}, 7500),
        "just recovered": ({**RECOVER, "history": {2025: [], 2021: WERE}}, {}, {}, 10000),
        "long recovered": ({**RECOVER, "history": {2025: [], 2001: WERE}}, {}, {}, 10000),
        "a third, rounded": ({"recover_years": 3, "history": {2025: [], 2024: WERE}}, {}, {}, 3333),
        "half a year recovers": ({"recover_years": 0.5, "history": {2025: [], 2024: WERE}}, {}, {}, 10000),
        "the last time counts": ({**RECOVER, "history": {2025: WERE, 2020: WERE}}, {}, {}, 0),
    },
}
NEVER_UNKNOWN = {"together_before": {}, "long_ago": RECOVER}
"""Criteria that always know, with the parameters they need."""
CASES = {f"{kind}: {name}": (kind, *edge) for kind, edges in EDGES.items() for name, edge in edges.items()}
UNKNOWN_PAIR = {
    "overlap": {},
    "proximity": {"half_at_miles": 40},
    "enrollment": SIZE,
    "same": {"column": "region"},
    "shared": {},
    "preference": {},
    "likeness": LOW_INCOME,
    "experience": {"full_at_years": 8},
    "role": AREAS,
}
"""Parameters with which two people of whom nothing is known are unknown to a criterion."""


def valued(criterion, left, right):
    """The ten-thousandths of a criterion that has all the weight, and whether it is unknown."""
    years = criterion.get("history", {})
    own = {name: given for name, given in criterion.items() if name != "history"}
    raw = raw_program(criteria=[own], history=years)
    left, right = [{"id": "left", **left}], [{"id": "right", **right}]
    candidates = build(season_of(raw, left, right))
    value, unknown = int(candidates.points[0, 0, 0]), bool(candidates.unknown[0, 0, 0])
    assert oracle.solve(raw, left, right).fits["left", "right"] == value == candidates.fit[0, 0], "the oracle"
    return value, unknown


@pytest.mark.parametrize(("kind", "parameters", "left", "right", "value"), CASES.values(), ids=CASES)
def test_a_criterion_at_its_edge(kind, parameters, left, right, value):
    assert valued({"kind": kind, **parameters}, left, right) == ((5000, True) if value is None else (value, False))


@pytest.mark.parametrize("kind", UNKNOWN_PAIR)
@pytest.mark.parametrize(("unknown", "value"), [(0, 0), (0.25, 2500), (0.33335, 3334), (1, 10000)])
def test_unknown_counts_as_the_criterion_says_and_is_marked(kind, unknown, value):
    assert valued({"kind": kind, **UNKNOWN_PAIR[kind], "unknown": unknown}, {}, {}) == (value, True)


@pytest.mark.parametrize("unknown", [0, 1])
def test_what_is_known_does_not_care_how_unknown_counts(unknown):
    criterion = {"kind": "same", "column": "region", "unknown": unknown}
    assert valued(criterion, {"region": "a"}, {"region": "a"}) == (10000, False)
    assert valued(criterion, {"region": "a"}, {"region": "b"}) == (0, False)


@pytest.mark.parametrize("ratio", [1.5, 2, 3, 4, 10])
def test_exact_powers_of_the_ratio_are_worth_the_same_whichever_side_is_larger(ratio):
    """2 ** -5 is 312.5 ten-thousandths, which a formula that subtracts logarithms often misses by a hair."""
    small = [float(n) for n in range(1, 120) if float(n * ratio**5).is_integer()]
    left = [{"id": f"a{n:03}", "enrollment": size} for n, size in enumerate(small)]
    right = [{"id": f"b{n:03}", "enrollment": size * ratio**5} for n, size in enumerate(small)]
    criterion = {"kind": "enrollment", "half_at_ratio": float(ratio)}
    for one, other in ((left, right), (right, left)):
        fits = build(season_of(raw_program(criteria=[criterion]), one, other)).fit
        assert set(np.diag(fits).tolist()) == {313}


@pytest.mark.parametrize(("kind", "parameters"), (UNKNOWN_PAIR | NEVER_UNKNOWN).items())
def test_grades_lie_between_0_and_1_for_every_pair(kind, parameters):
    left = [edge[1] for edge in EDGES[kind].values()]
    right = [edge[2] for edge in EDGES[kind].values()]
    tables = [[{"id": f"{side}{n}", **p} for n, p in enumerate(people)] for side, people in (("a", left), ("b", right))]
    grades = CRITERIA[kind](relate(season_of(raw_program(), *tables)), **parameters)
    assert grades.shape == (len(left), len(right))
    assert np.all(np.isnan(grades) | ((grades >= 0) & (grades <= 1)))


# ---------------------------------------------------------------- weights


def items(weights):
    return [CriterionItem(kind="same", name=f"c{k}", weight=weight) for k, weight in enumerate(weights)]


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ([5], [10000]),
        ([1, 1, 1], [3334, 3333, 3333]),
        ([1, 2, 4], [1429, 2857, 5714]),
        ([1, 1, 1, 1, 1, 1], [1667, 1667, 1667, 1667, 1666, 1666]),
        ([0.1, 0.4, 0.7], [834, 3333, 5833]),
        ([0, 2.5, 2.5], [0, 5000, 5000]),
        ([1, 0, 1e9], [0, 0, 10000]),
        ([35, 20, 10, 5, 5, 5, 10, 5, 5], [3500, 2000, 1000, 500, 500, 500, 1000, 500, 500]),
    ],
)
def test_weights_become_whole_hundredths_by_largest_remainder(weights, expected):
    assert worths(items(weights)) == expected


WEIGHTS = st.lists(
    st.one_of(st.integers(0, 100), st.floats(0, 1e3, allow_nan=False).map(lambda w: round(w, 3))),
    min_size=1,
    max_size=9,
).filter(lambda weights: sum(weights) > 0)


@given(weights=WEIGHTS)
def test_worths_add_up_and_lie_within_a_hundredth_of_their_share(weights):
    total = sum(Fraction(str(float(weight))) for weight in weights)
    found = worths(items(weights))
    assert sum(found) == FULL
    assert found == oracle.worths_of([float(weight) for weight in weights])
    for weight, worth in zip(weights, found, strict=True):
        assert abs(worth - FULL * Fraction(str(float(weight))) / total) < 1
        assert weight or not worth


# ---------------------------------------------------------------- seasons

BLANKS_TOO = {
    "region": st.sampled_from(["north", "South ", "south", None]),
    "enrollment": st.one_of(st.none(), st.integers(0, 5000).map(float)),
    "low_income_pct": st.one_of(st.none(), st.floats(0, 100)),
    "years_as_superintendent": st.one_of(st.none(), st.floats(0, 40)),
    "needs": st.one_of(st.none(), st.lists(st.sampled_from("abcde"), unique=True).map(tuple)),
    "role": st.sampled_from(["dean", "Curriculum leader", "a", None]),
    "past_roles": st.sampled_from([(), ("Dean",), ("curriculum leader", "a"), None]),
    "years_by_role": st.sampled_from([{}, {"dean": 0.0}, {"curriculum leader": 2.0}, None]),
    "expertise": st.one_of(st.none(), st.lists(st.sampled_from("abcdeF"), unique=True).map(tuple)),
    "pressing_issues": st.one_of(st.none(), st.lists(st.sampled_from("abcde"), unique=True).map(tuple)),
    "prefers": st.one_of(st.none(), st.lists(st.sampled_from(["b0", "b1", "b2", "z"]), unique=True).map(tuple)),
    "lat": st.sampled_from([38.0, 38.3, 39.1, None]),
}
YEARS = st.dictionaries(
    st.integers(2018, 2025),
    st.lists(st.tuples(st.sampled_from(["a0", "A1", "a2", "gone"]), st.sampled_from(["b0", "b1 ", "b2"])), max_size=4),
    max_size=4,
)
PEOPLE = st.lists(st.fixed_dictionaries(BLANKS_TOO), min_size=1, max_size=3)


def with_ids(side, people):
    placed = [person | ({"lon": -92.0} if person["lat"] is not None else {}) for person in people]
    return [{**person, "id": f"{side}{n}"} for n, person in enumerate(placed)]


@st.composite
def seasons(draw):
    every_kind = UNKNOWN_PAIR | NEVER_UNKNOWN
    chosen = draw(st.lists(st.sampled_from(sorted(every_kind)), min_size=1, max_size=6))
    criteria = [
        {
            "kind": kind,
            "name": f"c{n}",
            "weight": draw(st.integers(0 if n else 1, 50)),
            "unknown": draw(st.sampled_from([0, 0.5, 0.7, 1])),
            **every_kind[kind],
        }
        for n, kind in enumerate(chosen)
    ]
    return raw_program(criteria=criteria, history=draw(YEARS)), with_ids("a", draw(PEOPLE)), with_ids("b", draw(PEOPLE))


@pytest.mark.random
@given(drawn=seasons())
@settings(max_examples=examples(150), deadline=None)
def test_points_add_up_to_the_fit_which_is_at_most_100(drawn):
    raw, left, right = drawn
    candidates = build(season_of(raw, left, right))
    assert np.array_equal(candidates.points.sum(axis=0), candidates.fit)
    assert candidates.points.min() >= 0
    assert candidates.fit.max() <= FULL
    expected = oracle.solve(raw, left, right)
    for (a, b), points in expected.points.items():
        i, j = candidates.season.left.index[a], candidates.season.right.index[b]
        assert candidates.points[:, i, j].tolist() == list(points.values()), (a, b)


@pytest.mark.random
@given(drawn=seasons())
@settings(max_examples=examples(60), deadline=None)
def test_the_same_evidence_earns_the_same_points_whoever_else_is_there(drawn):
    """All but overlap, where what is rare depends on everybody, and earlier years, which know people by their ids."""
    raw, left, right = drawn
    raw["history"] = {}
    raw["criterion"] = [c if c["kind"] != "overlap" else {**c, "kind": "shared"} for c in raw["criterion"]]
    twin = [{**left[0], "id": "a9"}]
    whole = build(season_of(raw, [*left, *twin], right))
    assert np.array_equal(whole.points[:, 0, :], whole.points[:, -1, :])
    for i, person in enumerate(left):
        alone = build(season_of(raw, [person], right))
        assert np.array_equal(alone.points[:, 0, :], whole.points[:, i, :])
        assert np.array_equal(alone.unknown[:, 0, :], whole.unknown[:, i, :])


@pytest.mark.random
@given(weights=WEIGHTS)
@settings(deadline=None)
def test_a_perfect_pair_has_100_and_a_hopeless_one_nothing(weights):
    criteria = [{"kind": "same", "column": "region", "name": f"c{k}", "weight": w} for k, w in enumerate(weights)]
    people = [{"id": "b", "region": "north"}, {"id": "c", "region": "south"}]
    raw = raw_program(criteria=criteria)
    assert build(season_of(raw, [{"id": "a", "region": "North"}], people)).fit.tolist() == [[10000, 0]]


def test_a_half_hundredth_is_rounded_up():
    criteria = [
        {"kind": "same", "column": "region", "weight": 1, "name": "tiny"},
        {"kind": "same", "column": "state", "weight": 9999, "name": "rest"},
    ]
    season = season_of(raw_program(criteria=criteria), [{"id": "a"}], [{"id": "b"}])
    grades, unknown = grade(relate(season), season.program.criteria)
    points = points_of(grades, worths(season.program.criteria))
    assert points[:, 0, 0].tolist() == [1, 5000]  # 0.5 and 4999.5 hundredths
    assert unknown.all()


def test_half_values_are_halves_to_the_ten_thousandth():
    for half_at in (0.1, 0.3, 7.7, 15, 33.3):
        criterion = {"kind": "likeness", "column": "low_income_pct", "half_at": half_at}
        assert valued(criterion, {"low_income_pct": 0.0}, {"low_income_pct": half_at})[0] == 5000
