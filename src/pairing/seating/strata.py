"""Arithmetic first: who could share a cohort at all, and how many people that seats."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from pairing.program import CohortProgram
from pairing.roster import Roster


@dataclass(frozen=True)
class Stratum:
    """Members who take part and are linked, directly or through others, by being allowed to share a cohort."""

    members: tuple[int, ...]
    theme: str = ""


def strata(roster: Roster) -> list[Stratum]:
    """The members who take part in their strata, by first member."""
    people = roster.taking_part
    if not people:
        return []
    _, label = connected_components(csr_array(roster.may_sit[np.ix_(people, people)]), directed=False)
    groups: dict[int, list[int]] = {}
    for i, stratum in zip(people, label.tolist(), strict=True):
        groups.setdefault(stratum, []).append(i)
    return [Stratum(tuple(group), roster.theme[group[0]]) for group in groups.values()]


def most_cohorts(roster: Roster) -> int:
    """How many cohorts there can be at most: by the program, the people, the facilitators and the money."""
    program: CohortProgram = roster.program
    people = sum(len(stratum.members) // program.sizes.min for stratum in strata(roster))
    most = min(people, program.sizes.count(people)[1])
    if program.per_cohort:
        most = min(most, led_at_most(roster))
    if program.money is not None and program.money.most is not None:
        most = max((k for k in range(most + 1) if cheapest(roster, k) <= program.money.most), default=0)
    return most


def led_at_most(roster: Roster) -> int:
    """How many cohorts the facilitators can lead, each cohort led by `per_cohort` different ones."""
    leads = [int(number) for number in roster.leads if number]
    needed: int = roster.program.per_cohort
    most = sum(leads) // needed
    while most and sum(min(number, most) for number in leads) < most * needed:
        most -= 1
    return most


def cheapest(roster: Roster, cohorts: int) -> float:
    """The least money that so many cohorts cost: as few different facilitators as can lead them."""
    needed, different = cohorts * roster.program.per_cohort, 0
    for number in sorted((int(n) for n in roster.leads), reverse=True):
        if needed <= 0:
            break
        needed -= min(number, cohorts)
        different += 1
    total: float = roster.program.money.total(cohorts, different)
    return total


def splits(people: int, least: int, most: int, cohorts: int) -> bool:
    """Whether so many people split into at most so many cohorts of `least` to `most`."""
    return any(k * least <= people <= k * most for k in range(cohorts + 1))


def largest_split(people: int, least: int, most: int, cohorts: int) -> int:
    """The most of so many people that at most so many cohorts of `least` to `most` can seat."""
    return max((min(people, k * most) for k in range(cohorts + 1) if k * least <= people), default=0)
