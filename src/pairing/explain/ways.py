"""Ways out for members whom counting leaves waiting: what to change, and what comes of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pairing.explain.groups import Group, cohorts_of, groups_of, trouble
from pairing.explain.joining import Refused, Trial, miles_apart
from pairing.instance.cohorts import Roster
from pairing.program.cohorts import Sizes
from pairing.program.wording import counted, listed, plural
from pairing.solver.cohorts.counting_bounds import caps, places_short, seated_at_most, seats_at_most

NEAREST = 8
"""No more groups than this are tried, the nearest first ..."""
MOST_SAID = 3
"""... and no more are said to be no way out."""


@dataclass(frozen=True)
class WayOut:
    """What can be done for a group, nearest first, in words; found: whether there is anything at all."""

    text: str
    found: bool

    def __str__(self) -> str:
        return f"nearest way out: {self.text}" if self.found else self.text


class Ways:
    """The ways out of one season. waiting: who waits in its plan, where there is one: positions."""

    def __init__(self, roster: Roster, waiting: Collection[int] = ()) -> None:
        self.roster, self.waiting = roster, frozenset(waiting)
        self.sizes: Sizes = roster.program.sizes
        self.groups = groups_of(roster)
        self.caps = caps(roster, len(roster.taking_part))
        self.trial = Trial(roster, self.groups, self.caps)
        self._found: dict[tuple[int, ...], WayOut] = {}
        self.wrong = {group.members: said for group in self.groups if (said := trouble(roster, group))}

    @property
    def needed(self) -> int:
        """The cohorts that all need whom sizes let be seated."""
        return sum(group.cohorts for group in self.groups)

    @cached_property
    def seats(self) -> int:
        """The most members whom counting lets be seated."""
        return seats_at_most(self.roster)

    def most_of(self, group: Group) -> int:
        """The most members of one group whom its size and those who may lead them let be seated."""
        return group.seats if group.led == group.cohorts else min(group.seats, group.led * self.sizes.max)

    def group_of(self, i: int) -> Group:
        """The group of a member who takes part."""
        return next(group for group in self.groups if i in group.members)

    def notes(self) -> Iterator[str]:
        """The ways out of the season, then those of each group: `West (5 members, ...): join Central (...)`."""
        yield from self._more_cohorts()
        for group in self.groups:
            if group.members in self.wrong:
                wrong, way = self.wrong[group.members], self.of_group(group)
                whose = f"{group.name} ({wrong})" if group.name else wrong
                yield f"{'' if way.found else 'none for '}{whose}: {way.text}"

    def lines(self) -> Iterator[str]:
        """The same as sentences of their own."""
        yield from (f"A way out: {way}." for way in self._more_cohorts())
        for group in self.groups:
            if group.members in self.wrong:
                yield f"{group.name}: {self.told(group)}." if group.name else f"{self.told(group)}."

    def told(self, group: Group) -> str:
        """What is wrong with a group and the nearest way out."""
        return f"{self.wrong[group.members]}; {self.of_group(group)}"

    # ------------------------------------------------------------ more cohorts

    def _more_cohorts(self) -> Iterator[str]:
        """What facilitators, program and money allow too few cohorts, and what more would seat."""
        needed = self.needed
        others = {name: number for name, number in self.caps.items() if name != "facilitators"}
        target = min([needed, *others.values()])
        program = self.roster.program
        if self.caps.get("facilitators", needed) < target and (gain := self._gain(target)):
            more = places_short([int(number) for number in self.roster.may_lead_most], program.per_cohort, target)
            places = f"{counted(more, 'more place')} among the {plural(program.right.label)}"
            yield f"{places} (another person, or a higher max_cohorts) would seat {gain}"
        for name, number in others.items():
            if number < needed and (gain := self._gain(needed)):
                allows = "the program allows" if name == "program" else "the money is enough for"
                yield f"{needed} cohorts would seat {gain}; {allows} {number}"

    def _gain(self, cohorts: int) -> str:
        """Whom so many cohorts would seat: `everyone`, `7 more`; empty for nobody."""
        groups = [(group.size, group.led if self._unled(group) else group.size) for group in self.groups]
        seats = seated_at_most(groups, self.sizes, cohorts)
        more = f"{seats - self.seats} more" if seats > self.seats else ""
        return "everyone" if seats == len(self.roster.taking_part) else more

    def _unled(self, group: Group) -> bool:
        """Whether too few may lead a group, whoever else leads."""
        return group.members in self.wrong and group.seats == group.size

    # ------------------------------------------------------------ one group

    def of_group(self, group: Group) -> WayOut:
        """The ways out of a group in trouble, nearest first; that no joining is one where none is."""
        if group.members not in self._found:
            self._found[group.members] = self._tried(group)
        return self._found[group.members]

    def _tried(self, group: Group) -> WayOut:
        refused: dict[str, str] = {}
        joinings = list(self._joinings(group, refused))
        ways = [*self._before(group), *joinings, *self._other_sizes(group), *self._recruits(group)]
        if joinings or not refused:
            return WayOut(", or ".join(ways) or "no way out by counting alone", bool(ways))
        few = f"none of the {NEAREST} nearest groups" if len(self._others(group)) > NEAREST else "no group to join"
        said = [f"{name}: {why}" for name, why in refused.items()]
        none = f"{few} makes it work ({'; '.join(said[:MOST_SAID])})"
        return WayOut(f"{', or '.join(ways)}; {none}" if ways else none, bool(ways))

    def _before(self, group: Group) -> Iterator[str]:
        """What to mend before anything is changed: a blank cell, too few who may lead."""
        if group.blank:
            yield f"fill in {listed(group.blank)}"
        if self._unled(group):
            leads = [int(self.roster.may_lead_most[f]) for f in group.leaders]
            more = places_short(leads, self.roster.program.per_cohort, group.cohorts)
            yield f"find {counted(more, 'more ' + self.roster.program.right.label)} who may lead them"

    def _joinings(self, group: Group, refused: dict[str, str]) -> Iterator[str]:
        """The nearest group that those too many could join, or else the nearest that the whole group could."""
        for movers in self._movers(group):
            for other in self._others(group, movers)[:NEAREST]:
                try:
                    self.trial.joined(group, movers, other)
                except Refused as why:
                    refused.setdefault(other.name, str(why))
                else:
                    yield self._joining(group, movers, other)
                    return

    def _movers(self, group: Group) -> Iterator[tuple[int, ...]]:
        """Who could join another group: those too many for the sizes, or everybody."""
        too_many = group.size - group.seats
        if 0 < too_many < group.size:
            last = tuple(i for i in self.roster.sequence if i in group.members)[-too_many:]
            waiting = tuple(i for i in group.members if i in self.waiting)
            yield waiting if len(waiting) == too_many else tuple(sorted(last))
        yield group.members

    def _others(self, group: Group, movers: Sequence[int] = ()) -> list[Group]:
        """The groups that differ from this one by a known value, those first whose people are nearest."""
        others = [other for other in self.groups if not other.blank and dict(other.shared) != dict(group.shared)]
        miles = {other.members: miles_apart(self.roster, movers or group.members, other.members) for other in others}
        return sorted(others, key=lambda other: (miles[other.members] is None, miles[other.members] or 0))

    def _joining(self, group: Group, movers: Sequence[int], other: Group) -> str:
        miles = miles_apart(self.roster, movers, other.members)
        apart = "distance unknown" if miles is None else f"median {miles:.0f} miles apart"
        people = len(movers) + other.size
        members = counted(people, self.roster.program.left.label)
        ids = [self.roster.season.left.ids[i] for i in movers]
        everyone = f"let all {group.size} " if 0 < group.seats < group.size else ""
        who = everyone if len(movers) == group.size else f"let {listed(ids)} "
        return f"{who}join {other.name} ({apart}, then {members}, {cohorts_of(people, self.sizes)})"

    def _other_sizes(self, group: Group) -> Iterator[str]:
        """The smallest change of the sizes that would seat the whole group; no cohort of less than half the least."""
        if group.seats == group.size or group.size < max(2, self.sizes.min / 2):
            return
        if group.size < self.sizes.min:
            if self._works(group, self.sizes.model_copy(update={"min": group.size})):
                yield f"run with {group.size} (sizes.min = {group.size})"
            return
        for step in range(1, group.size):
            changes = {"max": self.sizes.max + step}
            changes |= {"min": self.sizes.min - step} if self.sizes.min - step > 1 else {}
            tried = [(name, self.sizes.model_copy(update={name: number})) for name, number in changes.items()]
            found = [
                f"allow {cohorts_of(group.size, sizes)} (sizes.{name} = {getattr(sizes, name)})"
                for name, sizes in tried
                if self._works(group, sizes)
            ]
            if found:
                yield from found
                return

    def _works(self, group: Group, sizes: Sizes) -> bool:
        """Whether cohorts of these sizes seat the whole group."""
        try:
            self.trial.sized(group, sizes)
        except Refused:
            return False
        return True

    def _recruits(self, group: Group) -> Iterator[str]:
        """How many more members would make a cohort, where they would be the smaller part of it."""
        more = self.sizes.min - group.size
        if 0 < more <= group.size and self._works(group, self.sizes.model_copy(update={"min": group.size})):
            yield f"find {counted(more, 'more ' + self.roster.program.left.label)}"
