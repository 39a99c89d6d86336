"""Limits and penalties of programs of cohorts: each kind makes a function of the members of one cohort."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any

from pairing.season import CohortSeason
from pairing.verify.cells import called, comparables, sets
from pairing.verify.cohorts.meeting import Meetings
from pairing.verify.conditions import answers
from pairing.verify.participation import People

Members = Sequence[int]
"""Positions of the members of one cohort, in the order of the table."""
Limit = Callable[[Members], Iterator[str]]
"""Why these members are no cohort, in sentences that name people and what is asked."""
Penalty = Callable[[Members], int]
"""What these members add to their cohort's cost, in hundredths."""


@dataclass(frozen=True)
class Ground:
    """What limits look at beside a cohort: the season, who takes part, where people can meet."""

    season: CohortSeason
    people: People
    meetings: Meetings

    def named(self, members: Members) -> str:
        """Ids of members, in a list."""
        return ", ".join(self.season.left.ids[i] for i in members)


def _apart(ground: Ground, column: str) -> Limit:
    """Neither member's list names the other by id, district or district number."""
    table = ground.season.left
    named = sets(table, column)
    names = called(table, "district", "district_id")

    def judge(members: Members) -> Iterator[str]:
        for i, j in combinations(members, 2):
            for one, two in ((i, j), (j, i)):
                if (named[one] or set()) & names[two]:
                    yield f"{table.ids[one]} and {table.ids[two]} must be apart, {table.ids[one]} names the other"

    return judge


def _together(ground: Ground, column: str) -> Limit:
    """A cohort has all who take part and share a known value, or none of them."""
    values = comparables(ground.season.left, column)
    sharing: dict[Any, list[int]] = defaultdict(list)
    for i in ground.people.served:
        if values[i] is not None:
            sharing[values[i]].append(i)

    def judge(members: Members) -> Iterator[str]:
        here = set(members)
        for value in dict.fromkeys(values[i] for i in members if values[i] is not None):
            missing = [i for i in sharing.get(value, ()) if i not in here]
            if missing:
                present = ground.named([i for i in members if values[i] == value])
                yield f"{present} must be with {ground.named(missing)} (same {column})"

    return judge


def _meeting(ground: Ground, who: Mapping[str, Any]) -> Callable[[Members], list[int]]:
    """Those of a cohort who are known to meet a condition."""
    wanted = answers(ground.season.left, who)
    return lambda members: [i for i in members if wanted[i] is True]


def _at_most(ground: Ground, who: Mapping[str, Any], count: int) -> Limit:
    """At most `count` members are known to meet `who`."""
    found = _meeting(ground, who)

    def judge(members: Members) -> Iterator[str]:
        if len(found(members)) > count:
            yield f"{len(found(members))} such members ({ground.named(found(members))}), at most {count}"

    return judge


def _at_least(ground: Ground, who: Mapping[str, Any], count: int) -> Limit:
    """At least `count` members are known to meet `who`."""
    found = _meeting(ground, who)

    def judge(members: Members) -> Iterator[str]:
        if len(found(members)) < count:
            yield f"{len(found(members))} such members, at least {count} (among {ground.named(members)})"

    return judge


def _never_alone(ground: Ground, who: Mapping[str, Any], least: int) -> Limit:
    """Of the members known to meet `who` there is none, or at least `least`."""
    found = _meeting(ground, who)

    def judge(members: Members) -> Iterator[str]:
        if 0 < len(found(members)) < least:
            yield f"{len(found(members))} such members ({ground.named(found(members))}), none or at least {least}"

    return judge


def _drive(ground: Ground, max_miles: float, unknown: str) -> Limit:
    """There is a place on offer that nobody is more than `max_miles` from."""

    def judge(members: Members) -> Iterator[str]:
        lost = [i for i in members if not ground.meetings.placed(i)]
        if lost and unknown == "fails":
            yield f"the place of {ground.named(lost)} is unknown, at most {max_miles:g} miles to drive"
        meeting = ground.meetings.meet(members)
        if meeting is not None and meeting.longest / 100 > max_miles:
            far = [i for i, drive in meeting.drives.items() if drive / 100 > max_miles]
            place = ground.meetings.identifier(meeting)
            longest = f"{meeting.longest / 100:.2f} miles from {place}, the best place on offer"
            yield f"{ground.named(far)} up to {longest}; at most {max_miles:g}"

    return judge


def _ratio(ground: Ground, max_ratio: float, unknown: str) -> Limit:
    """The largest known enrollment is at most `max_ratio` times the smallest; below 1 counts as 1."""
    enrollment = ground.season.left.values("enrollment")
    most = Fraction(str(max_ratio))

    def judge(members: Members) -> Iterator[str]:
        blank = [i for i in members if enrollment[i] is None]
        if blank and unknown == "fails":
            yield f"the enrollment of {ground.named(blank)} is unknown"
        known = sorted((max(Fraction(enrollment[i]), Fraction(1)), i) for i in members if enrollment[i] is not None)
        if known and known[-1][0] > most * known[0][0]:
            (small, least), (large, greatest) = known[0], known[-1]
            couple = f"{ground.named([greatest])} and {ground.named([least])}"
            yield f"the enrollments of {couple} are 1 to {float(large / small):.2f}, at most 1 to {max_ratio:g}"

    return judge


LIMITS: dict[str, Callable[..., Limit]] = {
    "apart": _apart,
    "together": _together,
    "at_most": _at_most,
    "at_least": _at_least,
    "never_alone": _never_alone,
    "drive": _drive,
    "enrollment_ratio": _ratio,
}
"""Every kind of limit; called with the ground and the limit's own parameters."""


def _thousandths(ratio: float) -> int:
    """Doublings in a ratio as a whole number of thousandths; halves are rounded up."""
    return math.floor(1000 * math.log2(ratio) + 0.5)


def _ratio_penalty(ground: Ground, free_up_to: float, points_per_doubling: float) -> Penalty:
    """Points for every doubling between the smallest and the largest known enrollment beyond what is free."""
    levels = [
        None if enrollment is None else _thousandths(max(enrollment, 1))
        for enrollment in ground.season.left.values("enrollment")
    ]
    free, rate = _thousandths(free_up_to), math.floor(100 * points_per_doubling + 0.5)

    def judge(members: Members) -> int:
        known = [level for i in members if (level := levels[i]) is not None]
        beyond = max(0, max(known) - min(known) - free) if known else 0
        return (beyond * rate + 500) // 1000

    return judge


PENALTIES: dict[str, Callable[..., Penalty]] = {"enrollment_ratio": _ratio_penalty}
"""Every kind of penalty; called with the ground and the penalty's own parameters."""
