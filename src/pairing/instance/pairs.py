"""The candidates of a program of pairs: every pair judged, who takes part, which pairs may be made, the seats.

Everything a later step needs is decided here, once; building a network only reads these arrays.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pairing.errors import InputError, Problem
from pairing.instance.evaluation import Bools, Judged, broken_rules, judged, judged_again, points_of, relate, worths
from pairing.instance.participation import already_matched, left_statuses, right_statuses, taking_part
from pairing.program import PairLimitItem
from pairing.program.limits import PAIR_LIMITS, PairLimit, Present
from pairing.program.rules import Status
from pairing.season import PairSeason
from pairing.season.decisions import Decision, both_rows


@dataclass(frozen=True)
class Candidates(Judged):
    """Every left person against every right person of a season. Index i is left person i, j is right person j.

    eligible: (left, right) bool, whether a pair may be made; soft rules keep none from it. seats, seats_min: (right,)
    int64, what is free to assign, locks included, partners they already have taken off. had: (right,) int64, partners
    they already have. limits: what each limit asks.
    """

    season: PairSeason
    left_status: tuple[Status, ...]
    right_status: tuple[Status, ...]
    eligible: Bools
    seats: NDArray[np.int64]
    seats_min: NDArray[np.int64]
    had: NDArray[np.int64]
    locks: tuple[Decision, ...]
    forbidden: tuple[Decision, ...]
    limits: tuple[tuple[PairLimitItem, PairLimit], ...] = ()

    @property
    def miles(self) -> NDArray[np.float64]:
        """(left, right): miles apart, NaN where unknown."""
        return self.relation.miles

    @cached_property
    def soft_rules(self) -> Bools:
        """(rule,): which rules a goal of kind keep weighs, so that they bind nothing."""
        return _soft_rules(self.season)

    @property
    def binding(self) -> Bools:
        """(rule, left, right): whether each rule lets the pair be made; a soft rule lets every pair."""
        return self.passes | self.soft_rules[:, None, None] if self.soft_rules.any() else self.passes

    @cached_property
    def left_in(self) -> Bools:
        """Which left people take part."""
        return taking_part(self.left_status)

    @cached_property
    def right_in(self) -> Bools:
        """Which right people take part."""
        return taking_part(self.right_status)


def build(season: PairSeason) -> Candidates:
    """Judge every pair of a season. Raises InputError for a lock that breaks a rule or a capacity."""
    return with_locks_that_hold(judge_pairs(season))


def with_locks_that_hold(candidates: Candidates) -> Candidates:
    """The candidates themselves. Raises InputError for a lock that breaks a rule or a capacity."""
    problems = [lock_problem(candidates.season, lock, reason) for lock, reason in impossible_locks(candidates)]
    if problems:
        raise InputError(problems)
    return candidates


def reweighed(candidates: Candidates, season: PairSeason) -> Candidates:
    """The candidates of a season that differs from theirs only in the weights of its criteria: nothing is judged again.

    The season's program has the same criteria in the same order.
    """
    criteria = tuple(season.program.criteria)
    points = points_of(candidates.grades, worths(criteria))
    return replace(candidates, season=season, criteria=criteria, points=points)


def rejudged(candidates: Candidates, season: PairSeason) -> Candidates:
    """The candidates of a season that differs from theirs only in its criteria's weights and in parameters.

    Of rules, criteria and limits; only what has other parameters is judged again. The season's program has the same
    items in the same order. Raises InputError for a lock that breaks a rule.
    """
    before, program = candidates.season.program, season.program
    all_pairs = judged_again(candidates, program.rules, program.criteria)
    if (before.rules, before.limits) == (program.rules, program.limits):
        return with_locks_that_hold(replace(candidates, **vars(all_pairs), season=season))
    return with_locks_that_hold(_seated(season, all_pairs, candidates.left_status, candidates.right_status))


def judge_pairs(season: PairSeason) -> Candidates:
    """Every pair of a season, judged, whether its locks can hold or not."""
    left_status = left_statuses(season)
    all_pairs = judged(relate(season), season.program.rules, season.program.criteria)
    return _seated(season, all_pairs, left_status, right_statuses(season, left_status))


def _seated(
    season: PairSeason, all_pairs: Judged, left_status: tuple[Status, ...], right_status: tuple[Status, ...]
) -> Candidates:
    """Which of the judged pairs may be made, and the seats."""
    left_in, right_in = taking_part(left_status), taking_part(right_status)
    had = already_matched(season, left_status)
    forbidden = tuple(d for d in season.decisions if d.action == "forbid")
    eligible: Bools = np.all(all_pairs.passes[~_soft_rules(season)], axis=0)
    eligible &= left_in[:, None] & right_in[None, :]
    for decision in forbidden:
        eligible[decision.pair] = False
    seats = np.maximum(season.capacity - had, 0)
    present = Present(left_in, right_in, np.where(right_in, seats, 0))
    limits = tuple(
        (item, PAIR_LIMITS[item.kind](all_pairs.relation, present, **item.parameters)) for item in season.program.limits
    )
    return Candidates(
        **vars(all_pairs), season=season, left_status=left_status, right_status=right_status, eligible=eligible,
        seats=seats, seats_min=np.maximum(season.capacity_min - had, 0), had=had,
        locks=tuple(d for d in season.decisions if d.action == "lock"), forbidden=forbidden, limits=limits,
    )  # fmt: skip


def _soft_rules(season: PairSeason) -> Bools:
    return np.array([rule.title in season.program.soft_rules for rule in season.program.rules], dtype=bool)


def impossible_locks(candidates: Candidates) -> Iterator[tuple[Decision, str]]:
    """Every lock that cannot hold, with the rule, decision or capacity that it breaks."""
    season = candidates.season
    left_locks: dict[int, Decision] = {}
    right_locks: dict[int, list[Decision]] = {}
    for lock in candidates.locks:
        i, j = lock.pair
        for reason in _against(candidates, lock):
            yield lock, reason
        if i in left_locks:
            same = f"decision {left_locks[i].id} already locks the same {season.program.left.label}"
            yield lock, same + both_rows(lock, left_locks[i])
        left_locks[i] = lock
        right_locks.setdefault(j, []).append(lock)
    for j, locks in right_locks.items():
        if len(locks) > candidates.seats[j]:
            free = int(candidates.seats[j])
            yield locks[-1], f"{season.right.ids[j]} has only {free} free seat{'' if free == 1 else 's'}"


def _against(candidates: Candidates, lock: Decision) -> Iterator[str]:
    """Everything that keeps a locked pair from being made."""
    i, j = lock.pair
    yield from kept_apart(candidates, i, j)
    for decision in candidates.forbidden:
        if decision.pair == (i, j):
            yield f"{decision} forbids the pair{both_rows(lock, decision)}"


def kept_apart(candidates: Candidates, i: int, j: int) -> Iterator[str]:
    """In words what keeps left person i and right person j apart, but for what the committee forbids."""
    season = candidates.season
    for table, position, status in (
        (season.left, i, candidates.left_status[i]),
        (season.right, j, candidates.right_status[j]),
    ):
        if not status.takes_part:
            yield f"{table.ids[position]} does not take part: {status.reason}"
    yield from broken_rules(candidates, i, j, but=candidates.soft_rules)


def lock_problem(season: PairSeason, lock: Decision, reason: str) -> Problem:
    """A lock that cannot hold, at its row of the decisions."""
    i, j = lock.pair
    return Problem(
        f"{lock} locks {season.left.ids[i]} with {season.right.ids[j]}, but {reason}", lock.file, row=lock.row
    )
