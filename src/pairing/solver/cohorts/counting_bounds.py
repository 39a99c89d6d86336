"""Arithmetic first: who could share a cohort at all, who could lead them, and how many people that seats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, maximum_flow

from pairing.instance.cohorts import Roster
from pairing.program import CohortProgram
from pairing.program.cohorts import Sizes


@dataclass(frozen=True)
class Component:
    """Members who take part and are linked, directly or through others, by being allowed to share a cohort."""

    members: tuple[int, ...]
    theme: str = ""


def components(roster: Roster) -> list[Component]:
    """The members who take part in their components, by first member."""
    people = roster.taking_part
    if not people:
        return []
    _, label = connected_components(csr_array(roster.may_sit[np.ix_(people, people)]), directed=False)
    groups: dict[int, list[int]] = {}
    for i, component in zip(people, label.tolist(), strict=True):
        groups.setdefault(component, []).append(i)
    return [Component(tuple(group), roster.theme[group[0]]) for group in groups.values()]


# ---------------------------------------------------------------- how many cohorts there may be


def most_cohorts(roster: Roster) -> int:
    """How many cohorts there can be at most: by the program, the people, the facilitators and the money."""
    people = sum(
        led_in(roster, component, len(component.members) // roster.program.sizes.min)
        for component in components(roster)
    )
    return min([people, *caps(roster, people).values()])


def caps(roster: Roster, people: int) -> dict[str, int]:
    """What bounds the number of cohorts, whoever is in them: `program`, `facilitators`, `money`, where they do.

    people: the cohorts that the members are enough for.
    """
    program: CohortProgram = roster.program
    most = {} if program.sizes.cohorts == "any" else {"program": program.sizes.count(people)[1]}
    if program.per_cohort:
        most["facilitators"] = led_at_most(roster)
    if program.money is not None and program.money.most is not None:
        reach = min([people, *most.values()])
        paid = (k for k in range(reach + 1) if cheapest(roster, k) <= program.money.most)
        affordable = max(paid, default=0)
        if affordable < reach:
            most["money"] = affordable
    return most


def led_at_most(roster: Roster) -> int:
    """How many cohorts the facilitators can lead, each cohort led by `per_cohort` different ones."""
    return _teams([int(number) for number in roster.may_lead_most if number], roster.program.per_cohort)


def led_in(roster: Roster, component: Component, cohorts: int) -> int:
    """How many of so many cohorts of a component those can lead who may lead enough of its members."""
    if not roster.program.per_cohort:
        return cohorts
    return min(
        cohorts, _teams([int(roster.may_lead_most[f]) for f in able(roster, component)], roster.program.per_cohort)
    )


def able(roster: Roster, component: Component) -> list[int]:
    """The facilitators who may lead as many members of a component as a cohort has at least."""
    led = roster.may_lead[list(component.members)].sum(axis=0)
    return [f for f in np.flatnonzero(led >= roster.program.sizes.min).tolist() if roster.may_lead_most[f]]


def _teams(leads: Sequence[int], needed: int) -> int:
    """How many teams of `needed` different people there are where each may be in so many."""
    most = sum(leads) // needed
    while most and sum(min(number, most) for number in leads) < most * needed:
        most -= 1
    return most


def places_short(leads: Sequence[int], needed: int, cohorts: int) -> int:
    """How many more people are needed for so many teams of `needed` different people each."""
    return max(0, cohorts * needed - sum(min(number, cohorts) for number in leads))


def can_be_led(roster: Roster, cohorts: Sequence[tuple[Sequence[int], int]]) -> bool:
    """Whether there are facilitators for so many cohorts each of several groups: (who may lead there, how many).

    Whoever leads k cohorts of a group is in k different teams, so teams exist just when their places can be filled
    with nobody in one group more often than it has cohorts: a flow from facilitators to groups.
    """
    needed = roster.program.per_cohort
    if not needed:
        return True
    first, sink = 1 + len(roster.may_lead_most), 1 + len(roster.may_lead_most) + len(cohorts)
    arcs = [(0, 1 + f, int(number)) for f, number in enumerate(roster.may_lead_most.tolist())]
    for g, (leaders, number) in enumerate(cohorts):
        arcs += [(1 + f, first + g, number) for f in leaders]
        arcs.append((first + g, sink, number * needed))
    start, end, most = zip(*arcs, strict=True)
    network = csr_array((np.array(most, dtype=np.int32), (start, end)), shape=(sink + 1, sink + 1))
    places = needed * sum(number for _, number in cohorts)
    return bool(maximum_flow(network, 0, sink).flow_value == places)


def cheapest(roster: Roster, cohorts: int) -> float:
    """The least money that so many cohorts cost: as few different facilitators as can lead them."""
    needed, different = cohorts * roster.program.per_cohort, 0
    for number in sorted((int(n) for n in roster.may_lead_most), reverse=True):
        if needed <= 0:
            break
        needed -= min(number, cohorts)
        different += 1
    total: float = roster.program.money.total(cohorts, different)
    return total


# ---------------------------------------------------------------- how many people they seat


def largest_split(people: int, least: int, most: int, cohorts: int) -> int:
    """The most of so many people that at most so many cohorts of `least` to `most` can seat."""
    return max((min(people, k * most) for k in range(cohorts + 1) if k * least <= people), default=0)


def by_sizes(people: int, least: int, most: int) -> tuple[int, int]:
    """The most of so many people that cohorts of `least` to `most` can seat, and the fewest cohorts that do."""
    seats = largest_split(people, least, most, people)
    return seats, -(-seats // most)


def seats_at_most(roster: Roster) -> int:
    """The most members whom cohorts can seat by counting: people, sizes, facilitators, money."""
    groups = [(len(one.members), led_in(roster, one, len(one.members))) for one in components(roster)]
    return seated_at_most(groups, roster.program.sizes, most_cohorts(roster))


def seated_at_most(groups: Sequence[tuple[int, int]], sizes: Sizes, most: int) -> int:
    """The most people whom at most so many cohorts can seat, of groups given as (people, most cohorts of theirs)."""
    fewest = sizes.count(most)[0]
    seats: dict[int, int] = {0: 0}
    for people, own in groups:
        after: dict[int, int] = {}
        for number, seated in seats.items():
            for k in range(min(own, people // sizes.min, most - number) + 1):
                after[number + k] = max(after.get(number + k, 0), seated + min(people, k * sizes.max))
        seats = after
    return max((seated for number, seated in seats.items() if fewest <= number <= most), default=0)
