"""Which settings a sweep looks at, and what is said about those that cannot be."""

from __future__ import annotations

import re

import numpy as np
import pytest

from build import program_of, raw_program
from pairing.analysis.sweeps.axes import meaning
from pairing.analysis.sweeps.parse import grid_of, range_of
from pairing.analysis.sweeps.samplers import settings_of
from pairing.errors import InputError

CRITERIA = [
    {"name": "close by", "kind": "proximity", "half_at_miles": 40.0, "weight": 35},
    {"name": "size", "kind": "enrollment", "half_at_ratio": 2.0, "weight": 20},
    {"name": "region", "kind": "same", "column": "region", "weight": 45},
]
RULES = [{"name": "not far", "kind": "within_miles", "max_miles": 120.0}]
PROGRAM = program_of(raw_program(criteria=CRITERIA, rules=RULES, goals=[{"kind": "placed"}, {"kind": "fit"}]))


def test_a_grid_is_every_combination_and_the_last_changes_fastest():
    settings = settings_of(PROGRAM, {"size": [0, 1], "close by": [5, 6]}, {"not far": {"max_miles": [60, 90]}})
    assert [axis.title for axis in settings.axes] == ["weight: size", "weight: close by", "not far: max_miles"]
    assert settings.rows[:5] == ((0, 5, 60), (0, 5, 90), (0, 6, 60), (0, 6, 90), (1, 5, 60))
    assert len(settings) == 8


def test_a_grid_of_parameters_alone_and_numbers_of_numpy():
    settings = settings_of(
        PROGRAM, rules={"not far": {"max_miles": np.array([60, 90])}, "size": {"half_at_ratio": [3]}}
    )
    assert settings.rows == ((60, 3), (90, 3))
    assert type(settings.rows[0][0]) is int


@pytest.mark.parametrize("n", [1, 2, 7, 64])
def test_sobol_fills_its_ranges_and_is_the_same_for_the_same_seed(n, recwarn):
    ranges = {"close by": (0, 100), "size": (20, 20)}
    drawn = settings_of(PROGRAM, ranges, sampler="sobol", n=n, seed=3)
    assert drawn == settings_of(PROGRAM, ranges, sampler="sobol", n=n, seed=3)
    assert drawn != settings_of(PROGRAM, ranges, sampler="sobol", n=n, seed=4)
    assert drawn.rows == settings_of(PROGRAM, ranges, sampler="sobol", n=64, seed=3).rows[:n]
    first, second = zip(*drawn.rows, strict=True)
    assert len(drawn) == n
    assert all(0 <= weight <= 100 for weight in first)
    assert set(second) == {20}
    if n == 64:
        assert {int(weight / 100 * 64) for weight in first} == set(range(64))
    assert not recwarn.list


@pytest.mark.parametrize(("names", "total"), [(None, 100), (["close by", "size"], 55)])
def test_dirichlet_shares_out_what_the_named_weigh_together(names, total):
    drawn = settings_of(PROGRAM, names, sampler="dirichlet", n=50, seed=1)
    assert drawn == settings_of(PROGRAM, names, sampler="dirichlet", n=50, seed=1)
    assert len(drawn) == 50
    for row in drawn.rows:
        assert sum(row) == pytest.approx(total, abs=1e-9)
        assert min(row) >= 0
    if names is None:
        assert np.mean(drawn.rows, axis=0) == pytest.approx([33.3, 33.3, 33.3], abs=12)
        assert all(round(weight, 2) == weight for row in drawn.rows for weight in row)


def test_without_any_weight_dirichlet_shares_out_a_hundred():
    nothing = program_of(raw_program(criteria=[{**CRITERIA[0], "weight": 0}, {**CRITERIA[1], "weight": 0}]))
    assert sum(settings_of(nothing, sampler="dirichlet", n=1).rows[0]) == pytest.approx(100)


def test_drawn_weights_are_taken_with_every_combination_of_parameters():
    drawn = settings_of(
        PROGRAM, {"size": (0, 9)}, {"not far": {"max_miles": [60, 90]}}, sampler="sobol", n=2, seed=0
    )  # fmt: skip
    assert [row[1] for row in drawn.rows] == [60, 90, 60, 90]
    assert drawn.rows[0][0] == drawn.rows[1][0] != drawn.rows[2][0]


def test_settings_mean_the_same_where_every_worth_and_parameter_is():
    def of(**more):
        settings = settings_of(PROGRAM, {"size": [0], "close by": [0]}, {"not far": {"max_miles": [60]}})
        row = (more.get("size", 1), more.get("close", 1), more.get("miles", 60))
        program = program_of(
            raw_program(criteria=[{**CRITERIA[0], "weight": row[1]}, {**CRITERIA[1], "weight": row[0]}])
        )  # fmt: skip
        return meaning(program, settings.axes, row)

    assert of(size=1, close=1) == of(size=7.0, close=7)
    assert of(size=1, close=0) == of(size=50, close=0)
    assert of(size=1, close=1) != of(size=1, close=2)
    assert of(miles=60) != of(miles=90)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"weights": {"close bye": [1]}}, 'no criterion is named "close bye"; did you mean "close by"?'),
        ({"weights": {"zzz": [1]}}, "they are close by, size, region"),
        ({"weights": {"size": [1, -1]}}, "weight: must be 0 or more"),
        ({"weights": {"size": []}}, "weight: size: no values"),
        ({"weights": {"size": ["much"]}}, "must be a number"),
        ({"weights": ["size"]}, 'weight "size": grid takes a list of weights'),
        ({"rules": {"not fare": {"max_miles": [1]}}}, 'did you mean "not far"?'),
        ({"rules": {"not far": {"max_mile": [1]}}}, 'has no parameter "max_mile"; did you mean "max_miles"'),
        ({"rules": {"not far": {"max_miles": [-1]}}}, 'rule 1 "not far", max_miles'),
        ({"rules": {"not far": [60]}}, 'values are given by parameter; expected such as {"not far": {"max_miles": '),
        ({"rules": [60]}, "rules are given by their names"),
        ({"weights": [50]}, "weights are given by the criteria's names"),
        ({"weights": 50}, "weights are given by the criteria's names"),
        ({"weights": ["size"], "sampler": "dirichlet", "n": 4}, "expected two names or more"),
        ({}, "nothing is varied: name weights or parameters"),
        ({"weights": {"size": [1]}, "n": 5}, "n is for sobol and dirichlet"),
        ({"weights": {"size": (0, 1)}, "sampler": "sobol"}, "sobol needs n, how many settings are drawn"),
        ({"weights": {"size": (0, 1)}, "sampler": "sobol", "n": 0}, "sobol needs n"),
        ({"rules": {"not far": {"max_miles": [1]}}, "sampler": "sobol", "n": 4}, "sobol draws weights: name some"),
        ({"weights": "size"}, 'weight "size": grid takes a list of weights'),
        ({"weights": {"size": (1, 0)}, "sampler": "sobol", "n": 4}, "sobol takes a range (lowest, highest)"),
        ({"weights": {"size": (0, 1, 2)}, "sampler": "sobol", "n": 4}, "sobol takes a range (lowest, highest)"),
        ({"weights": {"size": (0, 1)}, "sampler": "dirichlet", "n": 4}, "dirichlet takes names alone"),
        ({"weights": {"size": (0, 1)}, "sampler": "soboll", "n": 4}, 'sampler "soboll"; did you mean "sobol"?'),
        ({"weights": {"size": range(1000), "close by": range(1000)}}, "these are 1,000,000 settings; at most 100,000"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said(asked, said):
    with pytest.raises(InputError, match=re.escape(said)):
        settings_of(PROGRAM, **asked)


def test_all_problems_are_said_at_once():
    with pytest.raises(InputError) as raised:
        settings_of(PROGRAM, {"sizes": [1], "region": [-1, 1]}, {"far": {}}, sampler="sobol")
    assert len(raised.value.problems) == 4


def test_what_is_typed_is_read():
    weights, rules = grid_of(
        PROGRAM, ["close by=0:100:25", "size=0:1:0.25", "region=1,2.5", "not far.max_miles=60:130:30"]
    )
    assert weights == {"close by": [0, 25, 50, 75, 100], "size": [0, 0.25, 0.5, 0.75, 1], "region": [1, 2.5]}
    assert rules == {"not far": {"max_miles": [60, 90, 120]}}
    assert range_of(["close by=0:100", "size = 0.5 : 2"]) == {"close by": (0, 100), "size": (0.5, 2)}


@pytest.mark.parametrize(
    "text",
    ["size", "size=", "=1", "size=0:100", "size=0:100:0", "size=9:1:1", "x=a:b:c", "x=1,,2"],
)  # fmt: skip
def test_a_malformed_grid_is_said(text):
    with pytest.raises(InputError, match="expected NAME=FIRST:LAST:STEP"):
        grid_of(PROGRAM, [text])


@pytest.mark.parametrize(
    ("text", "many"), [("x=0:1:1e-9", "1,000,000,001"), ("x=0:1e9999:1e-999999", "1,000,000,000,001")]
)
def test_too_many_values_are_counted(text, many):
    with pytest.raises(InputError, match=f"these are {many} values; at most 100,000"):
        grid_of(PROGRAM, [text])


def test_a_name_given_twice_is_refused():
    with pytest.raises(InputError, match='"size" is given 2 times: give all its values at once'):
        grid_of(PROGRAM, ["size=1,2", "size = 3"])
    with pytest.raises(InputError, match='"size" is given 2 times'):
        range_of(["size=0:1", "size=0:2"])


def test_one_value_may_stand_alone_and_a_text_is_one_value():
    settings = settings_of(PROGRAM, {"size": 5}, {"not far": {"max_miles": 60}, "region": {"column": "county"}})
    assert settings.rows == ((5, 60, "county"),)
    with pytest.raises(InputError, match="must be a number"):
        settings_of(PROGRAM, {"size": "12"})


@pytest.mark.parametrize("text", ["size", "size=1", "size=1:2:3", "size=a:b", "=1:2", "size=0:inf"])
def test_a_malformed_range_is_said(text):
    with pytest.raises(InputError, match="expected NAME=LOWEST:HIGHEST"):
        range_of([text])
