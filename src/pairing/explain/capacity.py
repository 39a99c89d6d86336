"""Arithmetic of a cohort season in words: who could be seated at all, by sizes, strata, facilitators and money."""

from __future__ import annotations

from collections.abc import Iterator

from pairing.explain.waiting import ways_out
from pairing.explain.wording import listed, named
from pairing.roster import Roster
from pairing.seating.strata import largest_split, led_at_most, most_cohorts, strata


def cohort_seats(roster: Roster) -> str:
    """Seats against people, said before anything is solved, with the ways out."""
    program = roster.program
    sizes, people = program.sizes, len(roster.taking_part)
    label = program.left.label
    lines = [f"\n{people} {named(people, label)} take part; cohorts of {sizes.min} to {sizes.max}."]
    if program.per_cohort:
        led = led_at_most(roster)
        number = int((roster.leads > 0).sum())
        lines.append(f"{number} {named(number, program.right.label)} can lead {led} {named(led, 'cohort')}.")
    groups = strata(roster)
    if len(groups) > 1:
        counts = ", ".join(str(len(stratum.members)) for stratum in groups)
        lines.append(f"They fall into {len(groups)} groups that cannot share cohorts: {counts}.")
    most = most_cohorts(roster)
    possible = sum(largest_split(len(s.members), sizes.min, sizes.max, most) for s in groups)
    possible = min(possible, most * sizes.max)
    if possible < people:
        lines.append(f"At most {possible} can be seated.")
        lines += [f"A way out: {way}." for way in ways_out(roster, people - possible)]
    return "\n".join([*lines, *_without_mates(roster)])


def _without_mates(roster: Roster) -> Iterator[str]:
    """Members who cannot be in any cohort because too few others may share it."""
    needed = roster.program.sizes.min
    alone = [roster.season.left.ids[i] for i in roster.taking_part if int(roster.may_sit[i].sum()) < needed]
    if alone:
        yield f"With too few possible mates for any cohort: {listed(alone)}."
