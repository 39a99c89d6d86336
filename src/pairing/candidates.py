"""Rules times criteria over all pairs: a verdict per rule, the eligible pairs, the integer fit.

Everything a later step needs is decided here, once; building a network only reads these arrays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from pairing.criteria import CRITERIA
from pairing.decisions import Decision
from pairing.errors import InputError, Problem
from pairing.geo import miles_between
from pairing.limits import PAIR_LIMITS, PairLimit, Present
from pairing.participation import already_matched, left_statuses, right_statuses
from pairing.program import CriterionItem, PairLimitItem, Program, RuleItem
from pairing.relation import UNKNOWN, YES, Relation
from pairing.rules import RULES, Status
from pairing.season import Season

FULL = 10_000
"""A perfect fit, in hundredths of a point; also a criterion of 1, in ten-thousandths."""


@dataclass(frozen=True)
class Candidates:
    """Every left person against every right person of a season. Index i is left person i, j is right person j.

    verdicts: (rule, left, right) int8, YES, NO or UNKNOWN. passes: (rule, left, right) bool, with unknown
    counted as the rule says, of soft rules too. eligible: (left, right) bool, soft rules left out. points:
    (criterion, left, right) int16, hundredths. unknown: (criterion, left, right) bool. fit: (left, right) int32,
    hundredths, 0 to 10000.
    miles: (left, right) float64, NaN unknown. seats, seats_min: (right,) int64, what is free to assign, locks
    included, partners they already have taken off. had: (right,) int64, partners they already have. limits: what each
    limit asks.
    """

    season: Season
    relation: Relation
    left_status: tuple[Status, ...]
    right_status: tuple[Status, ...]
    verdicts: NDArray[np.int8]
    passes: NDArray[np.bool_]
    eligible: NDArray[np.bool_]
    points: NDArray[np.int16]
    unknown: NDArray[np.bool_]
    fit: NDArray[np.int32]
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

    @property
    def soft(self) -> NDArray[np.bool_]:
        """(rule,): which rules a goal of kind keep weighs, so that they bind nothing."""
        return soft(self.season.program)

    @property
    def binding(self) -> NDArray[np.bool_]:
        """(rule, left, right): whether each rule lets the pair be made; a soft rule lets every pair."""
        return self.passes | self.soft[:, None, None] if self.soft.any() else self.passes

    @property
    def left_in(self) -> NDArray[np.bool_]:
        """Which left people take part."""
        return np.array([status.takes_part for status in self.left_status], dtype=bool)

    @property
    def right_in(self) -> NDArray[np.bool_]:
        """Which right people take part."""
        return np.array([status.takes_part for status in self.right_status], dtype=bool)


def build(season: Season) -> Candidates:
    """Judge every pair of a season. Raises InputError for a lock that breaks a rule or a capacity."""
    relation = relate(season)
    verdicts, passes = judge(relation, season.program.rules)
    points, unknown = grade(relation, season.program.criteria, worths(season.program.criteria))
    left_status = left_statuses(season)
    right_status = right_statuses(season, left_status)
    had = already_matched(season, left_status)
    forbidden = tuple(d for d in season.decisions if d.action == "forbid")
    eligible: NDArray[np.bool_] = np.all(passes[~soft(season.program)], axis=0)
    left_in, right_in = (
        np.array([status.takes_part for status in side], dtype=bool) for side in (left_status, right_status)
    )
    eligible[~left_in, :] = False
    eligible[:, ~right_in] = False
    for decision in forbidden:
        eligible[decision.pair] = False
    seats = np.maximum(season.capacity - had, 0)
    present = Present(left_in, right_in, np.where(right_in, seats, 0))
    limits = tuple(
        (item, PAIR_LIMITS[item.kind](relation, present, **item.parameters)) for item in season.program.limits
    )
    candidates = Candidates(
        season, relation, left_status, right_status, verdicts, passes, eligible, points, unknown,
        points.sum(axis=0, dtype=np.int32), seats, np.maximum(season.capacity_min - had, 0), had,
        tuple(d for d in season.decisions if d.action == "lock"), forbidden, limits,
    )  # fmt: skip
    problems = list(_impossible_locks(candidates))
    if problems:
        raise InputError(problems)
    return candidates


def relate(season: Season) -> Relation:
    """The two tables of a season with the miles between their people."""
    a, b = season.left_places, season.right_places
    return Relation(season.left, season.right, miles_between(a.lat, a.lon, b.lat, b.lon), a, b)


def judge(relation: Relation, rules: Sequence[RuleItem]) -> tuple[NDArray[np.int8], NDArray[np.bool_]]:
    """Each rule's answer about each pair, and whether it lets the pair pass: both (rule, left, right)."""
    verdicts = np.empty((len(rules), *relation.shape), dtype=np.int8)
    passes = np.empty(verdicts.shape, dtype=bool)
    for k, rule in enumerate(rules):
        verdicts[k] = RULES[rule.kind].answers(relation, **rule.parameters)
        passes[k] = (verdicts[k] == YES) | ((verdicts[k] == UNKNOWN) & rule.unknown_passes)
    return verdicts, passes


def soft(program: Program) -> NDArray[np.bool_]:
    """(rule,): which rules of a program of pairs a goal of kind keep weighs."""
    return np.array([rule.title in program.soft_rules for rule in program.rules], dtype=bool)


def grade(
    relation: Relation, criteria: Sequence[CriterionItem], shares: Sequence[int]
) -> tuple[NDArray[np.int16], NDArray[np.bool_]]:
    """Each criterion's points for each pair in hundredths, and where it was unknown: both (criterion, left, right).

    shares: the worth of each criterion.
    """
    points = np.empty((len(criteria), *relation.shape), dtype=np.int16)
    unknown = np.empty(points.shape, dtype=bool)
    for k, (criterion, worth) in enumerate(zip(criteria, shares, strict=True)):
        grades = CRITERIA[criterion.kind](relation, **criterion.parameters)
        unknown[k] = np.isnan(grades)
        values = np.floor(FULL * np.where(unknown[k], criterion.unknown, grades) + 0.5).astype(np.int64)
        points[k] = (worth * values + FULL // 2) // FULL
    return points, unknown


def worths(criteria: Sequence[CriterionItem], instead: Mapping[str, float] = MappingProxyType({})) -> list[int]:
    """The hundredths of a point that each criterion is worth: its share of 10000, by largest remainder.

    instead: other weights by the criteria's names.
    """
    weights = [Fraction(str(instead.get(criterion.title, criterion.weight))) for criterion in criteria]
    if not any(weights):
        return [0] * len(weights)
    shares = [FULL * weight / sum(weights) for weight in weights]
    whole = [int(share) for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda k: (whole[k] - shares[k], k))
    for k in by_remainder[: FULL - sum(whole)]:
        whole[k] += 1
    return whole


def _impossible_locks(candidates: Candidates) -> Iterator[Problem]:
    """Every lock that cannot hold, with the rule, decision or capacity that it breaks."""
    season = candidates.season
    left_locks: dict[int, Decision] = {}
    right_locks: dict[int, list[Decision]] = {}
    for lock in candidates.locks:
        i, j = lock.pair
        for reason in _against(candidates, i, j):
            yield _lock_problem(candidates, lock, reason)
        if i in left_locks:
            also = f"but decision {left_locks[i].id} already locks the same {season.program.left.label}"
            yield _lock_problem(candidates, lock, also)
        left_locks[i] = lock
        right_locks.setdefault(j, []).append(lock)
    for j, locks in right_locks.items():
        if len(locks) > candidates.seats[j]:
            free = int(candidates.seats[j])
            short = f"but {season.right.ids[j]} has only {free} free seat{'' if free == 1 else 's'}"
            yield _lock_problem(candidates, locks[-1], short)


def _against(candidates: Candidates, i: int, j: int) -> Iterator[str]:
    """Everything that keeps one pair from being made."""
    season = candidates.season
    for table, position, status in (
        (season.left, i, candidates.left_status[i]),
        (season.right, j, candidates.right_status[j]),
    ):
        if not status.takes_part:
            yield f"but {table.ids[position]} does not take part: {status.reason}"
    for k, rule in enumerate(season.program.rules):
        if not (candidates.soft[k] or candidates.passes[k, i, j]):
            cannot_tell = " (unknown, and this rule needs evidence)" if candidates.verdicts[k, i, j] == UNKNOWN else ""
            yield f'but the pair breaks rule "{rule.title}"{cannot_tell}'
    for decision in candidates.forbidden:
        if decision.pair == (i, j):
            yield f"but {decision} forbids the pair"


def _lock_problem(candidates: Candidates, lock: Decision, reason: str) -> Problem:
    left, right = candidates.season.left, candidates.season.right
    i, j = lock.pair
    return Problem(f"{lock} locks {left.ids[i]} with {right.ids[j]}, {reason}", lock.file, row=lock.row)
