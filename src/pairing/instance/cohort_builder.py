"""A cohort season judged: screens, rules and criteria of both relations, limits, decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pairing.errors import InputError
from pairing.instance.cohort_locks import impossible_locks
from pairing.instance.cohorts import Roster
from pairing.instance.evaluation import Bools, Judged, judged, points_of, relate, worths
from pairing.instance.participation import left_statuses, right_statuses, taking_part
from pairing.profiles import key
from pairing.program import LimitItem
from pairing.program.limits import LIMITS, PENALTIES, Limit
from pairing.program.schema import Between
from pairing.season import CohortSeason


def build(season: CohortSeason) -> Roster:
    """Judge the people of a cohort season. Raises InputError for a lock that cannot hold."""
    program = season.program
    member_status = left_statuses(season)
    facilitator_status = right_statuses(season, member_status)
    theme = _themes(season)
    members = _symmetric(_judged(season.among_left, "members"), program, theme)
    staff = _judged(season, "member-facilitator")
    limits = tuple((item, LIMITS[item.kind](members.relation, **item.parameters)) for item in program.limits)
    penalties = [(item, PENALTIES[item.kind](members.relation, **item.parameters)) for item in program.penalties]
    member_in, leader_in = taking_part(member_status), taking_part(facilitator_status)
    roster = Roster(
        season, member_status, facilitator_status, members, staff,
        _may_sit(season, members, limits, theme, member_in),
        _may_lead(season, staff, member_in, leader_in), np.where(leader_in, season.capacity, 0),
        limits, penalties[0] if penalties else None, theme,
    )  # fmt: skip
    problems = list(impossible_locks(roster))
    if problems:
        raise InputError(problems)
    return roster


def _judged(season: CohortSeason, between: Between) -> Judged:
    program = season.program
    return judged(relate(season), program.rules_between(between), program.criteria_between(between))


def _symmetric(one_way: Judged, program: Any, theme: Sequence[str]) -> Judged:
    """Points under each pair's theme, halfway between both directions; a rule passes when it does both ways."""
    points = _halfway(one_way.points)
    for item in program.themes:
        own = np.array([key(item.name) == key(name) for name in theme], dtype=bool)
        themed = points_of(one_way.grades, worths(one_way.criteria, item.weights))
        points[:, own[:, None] & own[None, :]] = _halfway(themed)[:, own[:, None] & own[None, :]]
    passes = one_way.passes & one_way.passes.transpose(0, 2, 1)
    unknown = one_way.unknown | one_way.unknown.transpose(0, 2, 1)
    return replace(one_way, passes=passes, points=points, unknown=unknown)


def _halfway(points: NDArray[np.int16]) -> NDArray[np.int16]:
    both = points.astype(np.int32) + points.transpose(0, 2, 1)
    return ((both + 1) // 2).astype(np.int16)


def _themes(season: CohortSeason) -> tuple[str, ...]:
    known = {key(item.name): item.name for item in season.program.themes}
    return tuple("" if name is None else known.get(name, "") for name in season.left.keys("theme"))


def _may_sit(
    season: CohortSeason,
    members: Judged,
    limits: Sequence[tuple[LimitItem, Limit]],
    theme: Sequence[str],
    present: Bools,
) -> Bools:
    names = np.array(theme, dtype=object)
    may: Bools = np.all(members.passes, axis=0) & (names[:, None] == names[None, :])
    for _, limit in limits:
        if limit.apart is not None:
            may &= ~limit.apart
    for decision in season.decisions:
        if decision.action == "forbid" and decision.mate is not None:
            may[decision.left, decision.mate] = may[decision.mate, decision.left] = False
    np.fill_diagonal(may, True)
    return may & present[:, None] & present[None, :]


def _may_lead(season: CohortSeason, staff: Judged, member_in: Bools, leader_in: Bools) -> Bools:
    may: Bools = np.all(staff.passes, axis=0) & member_in[:, None] & leader_in[None, :]
    for decision in season.decisions:
        if decision.action == "forbid" and decision.right is not None:
            may[decision.pair] = False
    return may
