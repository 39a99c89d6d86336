"""A cohort season judged: screens, rules and criteria of both relations, limits, decisions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pairing.candidates import grade, judge, worths
from pairing.errors import InputError
from pairing.geo import miles_between
from pairing.limits import LIMITS, PENALTIES, Limit
from pairing.participation import left_statuses, right_statuses
from pairing.profiles import key
from pairing.program import LimitItem
from pairing.relation import Relation
from pairing.roster.locks import impossible_locks
from pairing.roster.people import Bools, Judged, Roster
from pairing.season import Season


def build(season: Season) -> Roster:
    """Judge the people of a cohort season. Raises InputError for a lock that cannot hold."""
    program = season.program
    among, leading = season.among_left, season
    member_status = left_statuses(season)
    facilitator_status = right_statuses(season, member_status)
    theme = _themes(season)
    members = _judged(among, "members", program)
    members = _symmetric(members, program, theme)
    staff = _judged(leading, "member-facilitator", program)
    limits = tuple((item, LIMITS[item.kind](members.relation, **item.parameters)) for item in program.limits)
    penalties = [(item, PENALTIES[item.kind](members.relation, **item.parameters)) for item in program.penalties]
    member_in = np.array([status.takes_part for status in member_status], dtype=bool)
    leader_in = np.array([status.takes_part for status in facilitator_status], dtype=bool)
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


def _judged(season: Season, between: str, program: Any) -> Judged:
    a, b = season.left_places, season.right_places
    relation = Relation(season.left, season.right, miles_between(a.lat, a.lon, b.lat, b.lon), a, b)
    rules, criteria = tuple(program.rules_between(between)), tuple(program.criteria_between(between))
    verdicts, passes = judge(relation, rules)
    points, unknown = grade(relation, criteria, worths(criteria))
    return Judged(relation, rules, criteria, verdicts, passes, points, unknown)


def _symmetric(judged: Judged, program: Any, theme: Sequence[str]) -> Judged:
    """Points under each pair's theme, halfway between both directions; a rule passes when it does both ways."""
    points = _halfway(judged.points)
    for item in program.themes:
        own = np.array([key(item.name) == key(name) for name in theme], dtype=bool)
        shares = worths(judged.criteria, item.weights)
        themed, _ = grade(judged.relation, judged.criteria, shares)
        points[:, own[:, None] & own[None, :]] = _halfway(themed)[:, own[:, None] & own[None, :]]
    passes = judged.passes & judged.passes.transpose(0, 2, 1)
    unknown = judged.unknown | judged.unknown.transpose(0, 2, 1)
    return Judged(judged.relation, judged.rules, judged.criteria, judged.verdicts, passes, points, unknown)


def _halfway(points: NDArray[np.int16]) -> NDArray[np.int16]:
    both = points.astype(np.int32) + points.transpose(0, 2, 1)
    return ((both + 1) // 2).astype(np.int16)


def _themes(season: Season) -> tuple[str, ...]:
    known = {key(item.name): item.name for item in season.program.themes}
    return tuple("" if name is None else known.get(name, "") for name in season.left.keys("theme"))


def _may_sit(
    season: Season, members: Judged, limits: Sequence[tuple[LimitItem, Limit]], theme: Sequence[str], present: Bools
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


def _may_lead(season: Season, staff: Judged, member_in: Bools, leader_in: Bools) -> Bools:
    may: Bools = np.all(staff.passes, axis=0) & member_in[:, None] & leader_in[None, :]
    for decision in season.decisions:
        if decision.action == "forbid" and decision.right is not None:
            may[decision.pair] = False
    return may
