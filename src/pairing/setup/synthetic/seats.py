"""Seats against people: how many take part, and capacities changed until seats fall short by as much as wanted."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import NamedTuple

import numpy as np

from pairing.instance.participation import already_matched, left_statuses, right_statuses, taking_part
from pairing.profiles import COLUMNS
from pairing.program import CohortProgram
from pairing.season import Season, capacities


class Seats(NamedTuple):
    """Left people and right people who take part, and the free seats that the latter have.

    In a cohort program a facilitator's seats are shares of cohorts of the largest size.
    """

    left: int
    right: int
    seats: float


def seats_of(season: Season) -> Seats:
    """Who takes part in a season, by its screens and decisions, and with how many free seats."""
    left_in, right_in, free, _ = _free(season)
    return Seats(int(left_in.sum()), int(right_in.sum()), _per_seat(season) * int(free[right_in].sum()))


def fitted_capacities(season: Season, shortage: float, random: Random) -> dict[str, int]:
    """The capacity of each right person who takes part, by id, so that free seats are (1 - shortage) times the left.

    As near as whole seats, cohorts and the range of the column allow. Capacities move by one at a time, those of
    everybody before anybody's twice, in an order by chance.
    """
    left_in, right_in, free, had = _free(season)
    step = _per_cohort(season)
    wanted = round((1 - shortage) * int(left_in.sum()) / (step * _per_seat(season))) * step
    at = np.flatnonzero(right_in)
    column = COLUMNS.get(season.program.right.capacity.column)
    highest = int(column.maximum) if column and column.maximum is not None else 1000
    seats = _moved([int(free[j]) for j in at], wanted, [max(0, highest - int(had[j])) for j in at], random)
    return {season.right.ids[j]: int(had[j]) + seats[i] for i, j in enumerate(at)}


def _free(season: Season) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Who takes part left and right, and each right person's free and taken seats."""
    left = left_statuses(season)
    left_in, right_in = taking_part(left), taking_part(right_statuses(season, left))
    had = np.zeros(len(season.right), dtype=np.int64)
    if not isinstance(season.program, CohortProgram):
        had = already_matched(season, left)
    return left_in, right_in, np.maximum(capacities(season.right, season.program.right.capacity) - had, 0), had


def _per_cohort(season: Season) -> int:
    return season.program.per_cohort if isinstance(season.program, CohortProgram) else 1


def _per_seat(season: Season) -> float:
    """How many left people one unit of capacity serves."""
    if not isinstance(season.program, CohortProgram):
        return 1
    return season.program.sizes.max / max(1, season.program.per_cohort)


def _moved(seats: Sequence[int], wanted: int, most: Sequence[int], random: Random) -> list[int]:
    """Seats, each in [0, most], raised or lowered until they add up to what is wanted, or as near as can be."""
    moved = list(seats)
    while missing := wanted - sum(moved):
        step = 1 if missing > 0 else -1
        able = [i for i, now in enumerate(moved) if 0 <= now + step <= most[i]]
        if not able:
            break
        for i in random.sample(able, min(len(able), abs(missing))):
            moved[i] += step
    return moved
