# ruff: noqa: E501 - one request and its whole sentence per line
"""What cannot be grouped is refused in words, with the nearest numbers that can."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pairing.errors import PairingError
from pairing.grouping import CannotGroup, group
from pairing.grouping.arithmetic import check_split, nearest_splits, splits
from pairing.grouping.costs import Costs, scale_of


def flat(n: int) -> Any:
    return np.ones((n, n)) - np.eye(n)


def test_which_numbers_split_into_8_to_10() -> None:
    assert [n for n in range(1, 41) if not splits(n, 8, 10, 1, n)] == [*range(1, 8), *range(11, 16), 21, 22, 23, 31]


@pytest.mark.parametrize(
    ("n", "request_", "message"),
    [
        (23, {}, "23 people cannot be split into cohorts of 8 to 10; 20 or 24 can"),
        (7, {}, "7 people cannot be split into cohorts of 8 to 10; 8 can"),
        (31, {}, "31 people cannot be split into cohorts of 8 to 10; 30 or 32 can"),
        (13, {"sizes": (5, 5)}, "13 people cannot be split into cohorts of 5; 10 or 15 can"),
        (23, {"cohorts": 3}, "23 people cannot be split into 3 cohorts of 8 to 10; 24 can"),
        (31, {"cohorts": (2, 3)}, "31 people cannot be split into 2 to 3 cohorts of 8 to 10; 30 can"),
        (9, {"sizes": [(2, 3), (2, 4)]}, "9 people cannot be split into these 2 cohorts of 4 to 7 in all; 7 can"),
        (6, {"sizes": (2, 3), "apart": [(0, 1, 2, 3)], "cohorts": 3}, "4 people must be apart, and there are at most 3 cohorts"),
        (6, {"sizes": (2, 3), "together": [(0, 1), (1, 2, 3)]}, "people 0, 1, 2, 3 must be together, and no cohort may hold them all"),
        (6, {"sizes": (2, 3), "together": [(0, 1)], "apart": [(0, 1)]}, "people 0, 1 must be together, yet two of them must be apart"),
        (6, {"sizes": (3, 3), "allowed": np.zeros((6, 2)), "cohorts": 2}, "no cohort may hold person 0"),
        (6, {"sizes": (3, 3), "allowed": np.ones((6, 2))}, "allowed needs numbered cohorts: give their number, or sizes for each"),
        (6, {"sizes": (3, 3), "together": [(0, 1), (2, 3), (4, 5)]}, "no grouping meets sizes, together, apart and allowed at once"),
        (6, {"sizes": (0, 3)}, "sizes must be (lo, hi) with 1 <= lo <= hi, got (0, 3)"),
        (6, {"sizes": (2, 3), "together": [(0, 6)]}, "together must name people 0 to 5, got [0, 6]"),
        (6, {"sizes": (2, 3), "cohorts": 0}, "cohorts must be a number above 0, a range (fewest, most) or None, got 0"),
        (6, {"sizes": (2, 3), "cost": "median"}, "cost must be mean or sum, got 'median'"),
    ],
)  # fmt: skip
def test_refused_in_words(n: int, request_: dict[str, Any], message: str) -> None:
    with pytest.raises(CannotGroup) as refused:
        group(flat(n), **request_)
    assert str(refused.value) == message
    assert isinstance(refused.value, ValueError)
    assert isinstance(refused.value, PairingError)


def test_the_nearest_numbers_do_split() -> None:
    for n in range(1, 60):
        for lo, hi in ((3, 3), (4, 5), (8, 10)):
            if not splits(n, lo, hi, 1, n):
                with pytest.raises(CannotGroup):
                    check_split(n, lo, hi, 1, n)
                assert all(splits(near, lo, hi, 1, near) for near in nearest_splits(n, lo, hi, 1, n + hi))


@pytest.mark.parametrize(
    ("matrix", "message"),
    [
        (np.zeros((2, 3)), "dissimilarity must be square, got shape (2, 3)"),
        (np.zeros((0, 0)), "there is nobody to group"),
        (np.array([[0.0, np.nan], [np.nan, 0.0]]), "dissimilarity must be finite, got nan at (0, 1)"),
        (np.array([[0.0, 1.0], [2.0, 0.0]]), "dissimilarity must be symmetric, got 1.0 at (0, 1) and 2.0 back"),
    ],
)
def test_bad_matrices(matrix: Any, message: str) -> None:
    with pytest.raises(CannotGroup, match=r".") as refused:
        group(matrix, (1, 2))
    assert str(refused.value) == message


def test_column_cost_of_the_wrong_sign_is_refused_where_cohorts_cannot_be_listed() -> None:
    with pytest.raises(CannotGroup, match="must be at least 0, got -1"):
        group(flat(30), (8, 10), column_cost=lambda members: -1.0)


@pytest.mark.thorough
def test_column_cost_with_many_people() -> None:
    """A penalty on cohorts that hold 0 and 1 together keeps them apart."""
    rng = np.random.default_rng(0)
    points = np.sort(rng.uniform(0, 100, 24))
    matrix = np.abs(points[:, None] - points)
    answer = group(matrix, (5, 7), column_cost=lambda members: 1e4 if {0, 1} <= set(members) else 0.0, time_limit=4)
    free = group(matrix, (5, 7), apart=[(0, 1)])
    assert free.proved
    assert answer.labels[0] != answer.labels[1]
    assert answer.bound <= free.value <= answer.value


def test_one_rounding_rule() -> None:
    """2 * sum / (size - 1), times the scale, rounded half up once; signed for minimization."""
    whole = np.array([[0, 1, 2, 4], [1, 0, 3, 5], [2, 3, 0, 6], [4, 5, 6, 0]])
    assert Costs(whole, 1, True, 1).of((0, 1, 2)) == 6
    assert Costs(whole, 1, True, 1).of((0, 1, 2, 3)) == 14
    assert Costs(whole, 1, True, -1).of((0, 1, 3)) == -10
    assert Costs(whole, 1, True, 1, lambda members: 0.5).of((0, 1)) == 3
    assert Costs(whole, 1, True, -1, lambda members: -0.5).of((0, 1)) == -2
    assert Costs(whole, 1, False, 1).of((3,)) == 0


def test_scale() -> None:
    assert scale_of(flat(3) * 7000) == 10
    assert scale_of(flat(3) * 20000) == 1
    assert scale_of(flat(3) * 201.429) == 1000
    assert scale_of(flat(3) / 3) == 10**6
    assert scale_of(np.zeros((2, 2))) == 1


def test_everybody_in_one_cohort_and_everybody_alone() -> None:
    assert group(flat(9)).cohorts == (tuple(range(9)),)
    alone = group(flat(4), (1, 1))
    assert alone.proved
    assert alone.value == 0
    assert alone.labels.tolist() == [0, 1, 2, 3]
