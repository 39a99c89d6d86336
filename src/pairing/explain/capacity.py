"""Arithmetic of a season in words, before it is solved: seats against people, and who cannot be placed or seated."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pairing.explain.groups import Group
from pairing.explain.ways import Ways
from pairing.instance.cohorts import Roster
from pairing.instance.pairs import Candidates
from pairing.program.wording import counted, listed, of_size
from pairing.solver.cohorts.counting_bounds import led_at_most


def pair_seats(candidates: Candidates) -> str:
    """Seats against people, and those without any eligible partner."""
    season = candidates.season
    people, seats = int(candidates.left_in.sum()), int(candidates.seats[candidates.right_in].sum())
    lines = [f"\n{counted(people, season.program.left.label)} take part, {counted(seats, 'seat')}."]
    if people > seats:
        lines.append(f"At least {people - seats} cannot be placed.")
    alone = [season.left.ids[i] for i in np.flatnonzero(candidates.left_in & ~candidates.eligible.any(axis=1)).tolist()]
    if alone:
        lines.append(f"Without any eligible {season.program.right.label}: {listed(alone)}.")
    return " ".join(lines)


def cohort_seats(roster: Roster) -> str:
    """Seats against people, said before anything is solved, with the ways out."""
    program, people = roster.program, len(roster.taking_part)
    ways = Ways(roster)
    lines = [
        f"\n{counted(people, program.left.label)} take part; cohorts of {of_size(program.sizes)}{_number(roster)}."
    ]
    if program.per_cohort:
        lines.append(_led(roster))
    if len(ways.groups) > 1:
        apart = f"They fall into {len(ways.groups)} groups that cannot share cohorts"
        lines.append(f"{apart}: {', '.join(map(_group, ways.groups))}.")
    if ways.seats < people:
        possible = f"At most {ways.seats}" if ways.seats else "Nobody"
        lines += [f"{possible} can be seated.", *ways.lines()]
    return "\n".join([*lines, *_without_mates(roster, ways)])


def _number(roster: Roster) -> str:
    """How many cohorts the program asks for, where it says so."""
    if roster.program.sizes.cohorts == "any":
        return ""
    fewest, most = roster.program.sizes.count(0)
    return f", {f'exactly {most}' if fewest == most else f'{fewest} to {most}'} of them"


def _led(roster: Roster) -> str:
    number, led, needed = int((roster.may_lead_most > 0).sum()), led_at_most(roster), roster.program.per_cohort
    each = f", {needed} each" if needed > 1 else ""
    return f"{counted(number, roster.program.right.label)} can lead {counted(led, 'cohort')}{each}."


def _group(group: Group) -> str:
    return f"{group.name} {group.size}" if group.shared else f"{group.size}"


def _without_mates(roster: Roster, ways: Ways) -> Iterator[str]:
    """Members of groups large enough who cannot be in any cohort because too few may share it."""
    needed = roster.program.sizes.min
    large = [i for group in ways.groups if group.size >= needed for i in group.members]
    alone = [roster.season.left.ids[i] for i in sorted(large) if int(roster.may_sit[i].sum()) < needed]
    if alone:
        yield f"With too few possible mates for any cohort: {listed(alone)}."
