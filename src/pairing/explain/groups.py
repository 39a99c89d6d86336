"""Members who could share cohorts, as groups with a name: what they share where a rule keeps others from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pairing.instance.cohorts import Roster
from pairing.profiles import key
from pairing.profiles.table import compared
from pairing.program.cohorts import Sizes
from pairing.program.wording import counted, in_words, listed, named, of_size, plural
from pairing.solver.cohorts.counting_bounds import Component, able, by_sizes, components, led_in

MOST_IDS = 3
"""No more ids than this stand in a name."""


@dataclass(frozen=True)
class Group:
    """One stratum with its name, "" where there is no other.

    shared: by column, what all members share and people of other groups do not. blank: columns that tell groups apart
    and are unknown here. seats: how many members cohorts of the allowed sizes can seat, `cohorts` of them at
    least. leaders: the facilitators who may lead a cohort of them; led: how many of `cohorts` these can lead.
    """

    name: str
    members: tuple[int, ...]
    shared: Mapping[str, Any]
    blank: tuple[str, ...]
    seats: int
    cohorts: int
    leaders: tuple[int, ...]
    led: int

    @property
    def size(self) -> int:
        """How many members."""
        return len(self.members)


@dataclass(frozen=True)
class _Part:
    """What a stratum's members share in one respect: in words, and by column; or the column that is blank."""

    text: str
    shared: Mapping[str, Any]
    blank: tuple[str, ...] = ()


def groups_of(roster: Roster) -> list[Group]:
    """The members who take part, by first member."""
    found = components(roster)
    sizes = roster.program.sizes
    telling = _telling(roster, found)
    groups = []
    for k, (stratum, name) in enumerate(zip(found, _names(roster, found, telling), strict=True)):
        seats, cohorts = by_sizes(len(stratum.members), sizes.min, sizes.max)
        shared = {column: value for part in telling for column, value in part[k].shared.items()}
        blank = tuple(column for part in telling for column in part[k].blank)
        leaders, led = tuple(able(roster, stratum)), led_in(roster, stratum, cohorts)
        groups.append(Group(name, stratum.members, shared, blank, seats, cohorts, leaders, led))
    return groups


def _names(roster: Roster, found: Sequence[Component], telling: Sequence[Sequence[_Part]]) -> list[str]:
    """What each stratum's members share; ids tell apart what that does not, and whose value is blank."""
    if len(found) < 2:
        return [""] * len(found)
    names = [", ".join(part[k].text for part in telling if part[k].text) for k in range(len(found))]
    return [
        name
        if name and names.count(name) == 1 and not any(part[k].blank for part in telling)
        else _with_ids(name, [roster.season.left.ids[i] for i in found[k].members])
        for k, name in enumerate(names)
    ]


def _with_ids(name: str, ids: Sequence[str]) -> str:
    return f"{name} ({listed(ids, MOST_IDS)})" if name else listed(ids, MOST_IDS)


def _telling(roster: Roster, found: Sequence[Component]) -> list[list[_Part]]:
    """For each rule of kind `same` between members, and for the themes: what each stratum shares, where it differs."""
    rules = [rule.parameters["column"] for rule in roster.members.rules if rule.kind == "same"]
    columns = [[names] if isinstance(names, str) else list(names) for names in rules]
    parts = [[_part(roster, names, stratum) for stratum in found] for names in columns]
    parts.append([_Part(f"theme {s.theme}" if s.theme else "no theme", {"theme": s.theme or None}) for s in found])
    return [part for part in parts if len({one.text for one in part}) > 1]


def _part(roster: Roster, columns: Sequence[str], stratum: Component) -> _Part:
    """The value that all have who have one, in the first column of which that is so; blank says so."""
    blank = True
    for column in columns:
        values = roster.season.left.values(column)
        known = {_compared(values[i]): values[i] for i in reversed(stratum.members) if values[i] is not None}
        if len(known) == 1:
            value = next(iter(known.values()))
            return _Part(_said(column, value), {column: value})
        blank = blank and not known
    spoken = columns[0].replace("_", " ")
    return _Part(f"{spoken} unknown", {}, (spoken,)) if blank else _Part("", {})


def _compared(value: Any) -> str:
    """A value as rules compare it: text, numbers, lists and years."""
    return "; ".join(sorted(map(key, value))) if isinstance(value, tuple | dict) else compared(value)


def _said(column: str, value: Any) -> str:
    """A text stands for itself; a number, a day, yes and no with the column's name."""
    if isinstance(value, str):
        return " ".join(value.split())
    text = "; ".join(map(str, value)) if isinstance(value, tuple | dict) else compared(value)
    return f"{column.replace('_', ' ')} {text}"


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
