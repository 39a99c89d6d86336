"""What the report says about a plan of cohorts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pairing.html_report.facts import (
    Facts,
    Unmatched,
    as_unmatched,
    asked,
    decided,
    ended_early,
    goal_lines,
    order_of,
    proof_of,
    spread,
    unmatched,
)
from pairing.html_report.people import People, Person, in_region
from pairing.html_report.traits import Trait, traits
from pairing.instance import cohort_builder as roster_of
from pairing.instance.cohorts import Roster
from pairing.plans.cohort_parts import Cohort, Seat
from pairing.plans.cohorts import CohortPlan
from pairing.profiles import key
from pairing.program.wording import counted, listed

MOST_NAMED = 6
MOST_OPTIONS = 2
"""Other cohorts named for each member; the others stand in alternatives.csv."""


@dataclass(frozen=True)
class Member:
    """A member's seat: fit with the mates and with the facilitators, miles to the meeting place, other cohorts."""

    person: Person
    fit: float | None
    facilitator_fit: float | None
    drive: float | None
    change: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class CohortCard:
    """One cohort. place: where they meet; spot: where that is. worst: the two farthest apart, with their fit.

    columns: the headings of the profiles; alike: what all members have.
    """

    anchor: str
    number: int
    members: tuple[Member, ...]
    facilitators: tuple[Person, ...]
    regions: tuple[str, ...]
    enrollment: str
    place: str
    spot: tuple[float, float] | None
    longest: float | None
    median: float | None
    theme: str
    mean_fit: float | None
    worst: str
    cost: float
    penalty: float
    traits: tuple[Trait, ...]
    columns: tuple[str, ...]
    alike: str
    decisions: tuple[str, ...]


def cohort_facts(plan: CohortPlan, redact: bool, region: str | None, warnings: Sequence[str]) -> Facts:
    """The facts of a plan of cohorts."""
    season, program = plan.season, plan.season.program
    roster, people = roster_of.build(season), People(season, redact)
    options = _options(plan, people)
    cards = [_card(plan, roster, people, cohort, options) for cohort in plan.cohorts]
    cards = [card for card in cards if in_region([member.person for member in card.members], region)]
    labels, statuses = (program.left.label, program.right.label), (roster.member_status, roster.facilitator_status)
    left, right = (
        [
            as_unmatched(people, f"{letter}{k}", *found, status[table.index[key(found[1].id)]].takes_part)
            for k, found in enumerate(unmatched(people, plan.left_out, label))
            if in_region([found[0]], region)
        ]
        for letter, label, table, status in (
            ("u", labels[0], season.left, roster.member_status),
            ("i", labels[1], season.right, roster.facilitator_status),
        )
    )  # fmt: skip
    made = Facts(
        program.name, "cohorts", "" if redact else program.source, plan.outcome, region or "", redact, labels,
        tuple(warnings),
        tuple(_people(roster)), order_of(program), tuple(asked(season, statuses, redact)),
        tuple(_found(plan, roster, cards, region)), tuple(_missed(plan, left, right, people)), tuple(cards),
        tuple(left), tuple(right), proof_of(plan), _spreads(cards),
    )  # fmt: skip
    return people.shown(made)


def _people(roster: Roster) -> Iterator[str]:
    program, season = roster.program, roster.season
    yield f"{len(roster.taking_part):,} of {counted(len(season.left), program.left.label)} take part"
    if program.per_cohort:
        able = int((roster.may_lead_most > 0).sum())
        yield f"{able:,} of {counted(len(season.right), program.right.label)} can lead"
    low, high = program.sizes.min, program.sizes.max
    yield f"cohorts of {low}" if low == high else f"cohorts of {low} to {high}"


def _options(plan: CohortPlan, people: People) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for option in plan.exchanges:
        instead = f" in exchange for {option.other}" if option.other else ""
        found.setdefault(key(option.id), []).append(f"cohort {option.cohort}{instead} costs {option.cost / 100:,.2f}")
    return {who: tuple(options[:MOST_OPTIONS]) for who, options in found.items()}


def _card(
    plan: CohortPlan, roster: Roster, people: People, cohort: Cohort, options: dict[str, tuple[str, ...]]
) -> CohortCard:
    season = plan.season
    at = [season.left.index[key(identifier)] for identifier in cohort.ids]
    by_size = season.left.numbers("enrollment")
    order = sorted(range(len(at)), key=lambda k: (bool(np.isnan(by_size[at[k]])), -np.nan_to_num(by_size[at[k]]), k))
    members = tuple(_member(people, cohort.seats[k], options) for k in order)
    leaders = tuple(people.of_right(identifier) for identifier in cohort.facilitators)
    seated = set(at)
    leading = {season.right.index[key(identifier)] for identifier in cohort.facilitators}
    about = [d for d in season.decisions if {d.left, d.mate} & seated or (d.left is None and d.right in leading)]
    fits = [seat.fit for seat in cohort.seats if seat.fit is not None]
    low, high = cohort.enrollment or (None, None)
    worst = cohort.worst_pair
    return CohortCard(
        f"c{cohort.number}", cohort.number, members, leaders, tuple(dict.fromkeys(m.person.region for m in members)),
        "" if low is None else f"{low:,.0f} to {high:,.0f}, ratio {max(high or 1, 1) / max(low, 1):.1f}",
        cohort.place, _spot(plan, people, cohort), cohort.longest, cohort.median, cohort.theme,
        sum(fits) / len(fits) / 100 if fits else None,
        "" if worst is None else _worst(people, *worst),
        cohort.cost / 100, cohort.penalty / 100, tuple(traits(roster, at)), *_columns(members),
        decided(people, about),
    )  # fmt: skip


def _worst(people: People, one: str, other: str, fit: int) -> str:
    return f"{people.of_left(one).called} with {people.of_left(other).called}, {fit / 100:.1f}"


def _columns(members: Sequence[Member]) -> tuple[tuple[str, ...], str]:
    """The headings of the members' profiles, without those that stand elsewhere; and what all members have alike."""
    named = dict.fromkeys(name for member in members for name in member.person.fields)
    values = {name: {member.person.fields.get(name, "") for member in members} for name in named}
    same = [name for name in named if len(values[name]) == 1 and len(members) > 1]
    alike = "; ".join(f"{name} {next(iter(values[name]))}" for name in same)
    return tuple(name for name in named if name not in (*same, "enrollment", "region")), alike


def _member(people: People, seat: Seat, options: dict[str, tuple[str, ...]]) -> Member:
    fit, led = (None if value is None else value / 100 for value in (seat.fit, seat.facilitator_fit))
    return Member(people.of_left(seat.id), fit, led, seat.drive, seat.change, options.get(key(seat.id), ()))


def _spot(plan: CohortPlan, people: People, cohort: Cohort) -> tuple[float, float] | None:
    """Where the meeting place is: a member's own place, or a venue's."""
    season, where = plan.season, key(cohort.place_of)
    if where in people.left and where in {key(identifier) for identifier in cohort.ids}:
        return people.left[where].spot
    if season.venue_table is None or season.venue_places is None or where not in season.venue_table.index:
        return None
    at = season.venue_table.index[where]
    lat, lon = float(season.venue_places.lat[at]), float(season.venue_places.lon[at])
    return None if np.isnan(lat) else (lat, lon)


def _found(plan: CohortPlan, roster: Roster, cards: Sequence[CohortCard], region: str | None) -> Iterator[str]:
    program = plan.season.program
    seated = sum(len(cohort.seats) for cohort in plan.cohorts)
    if region is None:
        seating = [goal for goal in plan.goal_results if goal.kind == "seated"]
        best = "; no plan under these rules does better" if seating and all(goal.proved for goal in seating) else ""
        people = counted(len(roster.taking_part), program.left.label)
        yield f"{seated} of {people} who take part sit in {counted(len(cards), 'cohort')}{best}."
    else:
        whole = len(plan.cohorts)
        yield f"{counted(len(cards), 'cohort')} with somebody of region {region}, of {whole} in the whole plan."
    yield from ended_early(plan)
    known = [card for card in cards if card.mean_fit is not None]
    if known:
        worst = min(known, key=lambda card: (card.mean_fit, card.number))
        mean = f"{worst.mean_fit:.1f} of 100 points on average"
        yield f"Least alike is cohort {worst.number}: its members fit each other with {mean}."
    drives = [
        (member.drive, card.number, member.person.called)
        for card in cards
        for member in card.members
        if member.drive is not None
    ]
    if drives:
        far, number, who = max(drives)
        half = sorted(drive for drive, _, _ in drives)[(len(drives) - 1) // 2]
        yield f"Half of the members drive at most {half:.0f} miles to their meeting place."
        yield f"The longest drive is {far:.0f} miles: {who}, cohort {number}."
    if plan.dollars is not None and region is None:
        yield f"The plan costs ${plan.dollars:,.0f}."
    if region is None:
        yield from goal_lines(plan)


def _missed(plan: CohortPlan, left: Sequence[Unmatched], right: Sequence[Unmatched], people: People) -> Iterator[str]:
    label, leader = plan.season.program.left.label, plan.season.program.right.label
    waiting = [one for one in left if one.waits]
    if waiting:
        who = listed([one.person.called for one in waiting], MOST_NAMED)
        verb = "waits" if len(waiting) == 1 else "wait"
        yield f"{counted(len(waiting), label)} {verb}: {who}. Each reason stands under “Without a cohort”."
    else:
        yield f"Every {label} who takes part has a seat."
    yield from (people.said(note) for note in plan.notes)
    if len(left) > len(waiting):
        yield f"{counted(len(left) - len(waiting), label)} do not take part; their reasons stand below."
    if right:
        yield f"{counted(len(right), leader)} lead no cohort; their reasons stand below."


def _spreads(cards: Sequence[CohortCard]) -> tuple[tuple[str, tuple[tuple[str, list[float]], ...]], ...]:
    """Fit and drives by cohort, region, size of district and locale."""
    seats = [(card, member) for card in cards for member in card.members]
    found = []
    for what, title in (("fit", "fit"), ("drive", "miles to the meeting place")):
        rows = [(f"cohort {card.number}", getattr(member, what)) for card, member in seats]
        found.append((f"{title} by cohort", spread(rows)))
        for group, name in (("region", "region"), ("size", "district enrollment"), ("locale", "locale")):
            found.append((f"{title} by {name}", spread([(m.person.groups[group], getattr(m, what)) for _, m in seats])))
    return tuple((title, rows) for title, rows in found if len(rows) > 1)
