"""What keeps a whole group from being seated, by counting: its size, and who may lead it."""

from __future__ import annotations

from collections.abc import Iterator

from pairing.explain.groups import Group
from pairing.instance.cohorts import Roster
from pairing.program.cohorts import Sizes
from pairing.program.wording import counted, in_words, named, of_size, plural


def trouble(roster: Roster, group: Group) -> str:
    """Why not all of a group can be seated; empty where counting finds no reason."""
    sizes = roster.program.sizes
    if group.size < sizes.min:
        return f"{counted(group.size, roster.program.left.label)}, a cohort has at least {sizes.min}"
    if group.seats < group.size:
        members = counted(group.size, roster.program.left.label)
        return f"{members} do not split into cohorts of {of_size(sizes)}, {group.seats} can be seated"
    fewer = len(group.leaders) < int(
        (roster.may_lead_most > 0).sum()
    )  # where all may lead them, all together are too few
    return _unled(roster, group) if group.led < group.cohorts and fewer else ""


def _unled(roster: Roster, group: Group) -> str:
    members, label = counted(group.size, roster.program.left.label), roster.program.right.label
    if group.led:
        cohorts = f"{in_words(group.cohorts)} {named(group.cohorts, 'cohort')}"
        said = f"{members} for {cohorts}, and the {plural(label)} who may lead them can lead {group.led}"
    else:
        few = f"only {counted(len(group.leaders), label)}" if group.leaders else f"no {label}"
        said = f"{members}, but {few} may lead a cohort of them, and a cohort has {roster.program.per_cohort}"
    away = ", ".join(_kept_away(roster, group))
    return f"{said} (kept away by: {away})" if away else said


def _kept_away(roster: Roster, group: Group) -> Iterator[str]:
    """How many facilitators each rule by itself keeps from leading enough of a group: `own region 6`."""
    others = [f for f, number in enumerate(roster.may_lead_most.tolist()) if number and f not in group.leaders]
    for k, rule in enumerate(roster.with_facilitators.rules):
        led = roster.with_facilitators.passes[k][list(group.members)].sum(axis=0)
        number = sum(int(led[f]) < roster.program.sizes.min for f in others)
        if number:
            yield f"{rule.title} {number}"


def cohorts_of(people: int, sizes: Sizes) -> str:
    """Into how many cohorts so many people split, and of what sizes: `one cohort of 8`, `two cohorts of 6 to 8`."""
    fewest, most = -(-people // sizes.max), people // sizes.min
    small = max(sizes.min, people - (most - 1) * sizes.max)
    large = min(sizes.max, people - (fewest - 1) * sizes.min)
    more = f" {'or' if most == fewest + 1 else 'to'} {in_words(most)}" if most > fewest else ""
    range_of_sizes = f"{small}" if small == large else f"{small} to {large}"
    return f"{in_words(fewest)}{more} {named(most, 'cohort')} of {range_of_sizes}"
