"""Other groups and other sizes tried out: whether the counts allow them, and whether a plan exists that has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from pairing.errors import InputError
from pairing.explain.groups import Group
from pairing.instance import cohort_builder as roster_of
from pairing.instance.cohorts import Roster
from pairing.program.cohorts import Sizes
from pairing.program.rules import Status
from pairing.program.wording import counted, of_size, plural
from pairing.solver.cohorts.counting_bounds import Component, able, by_sizes, can_be_led

MOST_TRIED = 100
"""With more people than this counting alone decides."""


class Refused(Exception):  # noqa: N818 - an answer, not a mistake
    """This is no way out; the message says why."""


@dataclass(frozen=True)
class Trial:
    """What a season's groups leave for others. caps: what bounds the number of cohorts, by name."""

    roster: Roster
    groups: Sequence[Group]
    caps: Mapping[str, int]

    def joined(self, group: Group, movers: Sequence[int], other: Group) -> None:
        """Cohorts can seat the movers with the other group, and everywhere else all whom sizes allow, or Refused."""
        sizes = self.roster.program.sizes
        people = (*movers, *other.members)
        cohorts = self._split(len(people), sizes)
        beside = [self._demand(one) for one in self.groups if one not in (group, other)]
        if len(movers) < group.size:
            beside.append((group.leaders, by_sizes(group.size - len(movers), sizes.min, sizes.max)[1]))
        self._allowed(cohorts + sum(number for _, number in beside))
        written = as_if(self.roster, movers, other.shared)
        if written is None:
            raise Refused("a decision stands in the way")
        self._seated(written, people, sizes, cohorts, beside)

    def sized(self, group: Group, sizes: Sizes) -> None:
        """Cohorts of these sizes can seat the whole group, and everywhere else all whom sizes allow, or Refused."""
        cohorts = self._split(group.size, sizes)
        beside = [self._demand(one) for one in self.groups if one is not group]
        self._allowed(cohorts + sum(number for _, number in beside))
        self._seated(self.roster, group.members, sizes, cohorts, beside)

    def _demand(self, group: Group) -> tuple[Sequence[int], int]:
        return group.leaders, min(group.cohorts, group.led)

    def _split(self, people: int, sizes: Sizes) -> int:
        seats, cohorts = by_sizes(people, sizes.min, sizes.max)
        members = counted(people, self.roster.program.left.label)
        if people < sizes.min:
            raise Refused(f"{members} then, still too few")
        if seats < people:
            raise Refused(f"{members} do not split into cohorts of {of_size(sizes)}")
        return cohorts

    def _allowed(self, cohorts: int) -> None:
        leading = f"the {plural(self.roster.program.right.label)} can lead"
        allow = {"program": "the program allows", "facilitators": leading, "money": "the money is enough for"}
        for name, most in self.caps.items():
            if cohorts > most:
                raise Refused(f"{cohorts} cohorts in all, and {allow[name]} {most}")

    def _seated(
        self,
        roster: Roster,
        people: Sequence[int],
        sizes: Sizes,
        cohorts: int,
        beside: Sequence[tuple[Sequence[int], int]],
    ) -> None:
        part = among(roster, people, sizes)
        if not can_be_led(roster, [(able(part, Component(tuple(people))), cohorts), *beside]):
            raise Refused("too few may lead them")
        if not _plan_exists(part):
            raise Refused("rules and limits leave no such cohorts")


def miles_apart(roster: Roster, movers: Sequence[int], others: Sequence[int]) -> float | None:
    """The median distance between people of two groups, those without a known place left out; None for nobody."""
    miles = roster.members.relation.miles[np.ix_(movers, others)]
    known = miles[~np.isnan(miles)]
    return float(np.median(known)) if known.size else None


def as_if(roster: Roster, movers: Sequence[int], shared: Mapping[str, Any]) -> Roster | None:
    """The season with `shared` written into the movers' rows, by column; None where a decision cannot hold then."""
    season = roster.season
    frame = season.left.frame.copy()
    for column, value in shared.items():
        cells = frame[column].tolist()
        for i in movers:
            cells[i] = value
        frame[column] = cells
    try:
        return roster_of.build(replace(season, left=replace(season.left, frame=frame)))
    except InputError:
        return None


def among(roster: Roster, people: Sequence[int], sizes: Sizes) -> Roster:
    """These members alone, in cohorts of these sizes, however many; decisions that name others are left out."""
    inside = set(people)
    decisions = tuple(d for d in roster.season.decisions if {d.left, d.mate} - {None} <= inside)
    program = roster.program.model_copy(update={"sizes": sizes.model_copy(update={"cohorts": "any"})})
    status = tuple(one if i in inside else Status("withdrawn") for i, one in enumerate(roster.member_status))
    return replace(roster, season=replace(roster.season, decisions=decisions, program=program), member_status=status)


def _plan_exists(part: Roster) -> bool:
    """Whether a plan seats everyone who takes part, every rule and limit kept; yes where that stays open."""
    if len(part.taking_part) > MOST_TRIED:
        return True
    from pairing.solver.cohorts.seating import can_all_sit

    return can_all_sit(part) is not False
