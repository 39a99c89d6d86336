"""A second opinion on tiny cohort programs: every legal plan is written down and the best ones picked.

Written from docs/math.md alone, in plain Python, one cohort and one plan at a time. It is slow by design (up to about
8 members and 5 facilitators) and shares nothing with the solver but the reading of cells. Where math.md leaves
something open, a comment that begins with "Reading:" says how it was read.
"""

from __future__ import annotations

import csv
import math
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import combinations, groupby, product
from statistics import median
from typing import Any

import pair_oracle as oracle
from pair_oracle import (
    NO,
    NOT_ELIGIBLE,
    RULES,
    TAKES_PART,
    UNKNOWN,
    YES,
    Person,
    all_of,
    canonical,
    cell,
    condition_holds,
    items,
    key,
    lambert_miles,
    lets_pass,
    negation,
    round_half_up,
    same_person,
    worths_of,
    yes_no,
)
from pairing.geo import Places
from pairing.profiles import Table
from pairing.season import Season

Group = tuple[str, ...]
"""The members of one cohort by id, in the table's order."""
Grouping = tuple[Group, ...]
"""The members of every cohort, in the order of the first members."""
Staffed = tuple[Group, frozenset[str]]
"""One cohort: its members, its facilitators."""
Plan = frozenset[Staffed]
Raw = dict[str, Any]


@dataclass(frozen=True)
class Exchange:
    """A member in another cohort, by a move (other: None) or a change of places, and what the change does."""

    id: str
    target: Group
    other: str | None
    cost: int
    facilitators: int
    fit: int


@dataclass(frozen=True)
class Meeting:
    """Where a cohort meets: the id of the member or venue, and the drives of its members with a known place."""

    place_of: str
    drives: dict[str, int]

    @property
    def longest(self) -> float:
        """Miles."""
        return max(self.drives.values()) / 100

    @property
    def median(self) -> float:
        """Miles."""
        return median(self.drives.values()) / 100


@dataclass
class Answer:
    """The best values goal by goal, who is seated, every best plan; all empty where there is no plan."""

    feasible: bool = False
    values: list[int] = field(default_factory=list)
    seated: frozenset[str] = frozenset()
    plans: set[Plan] = field(default_factory=set)


# ---------------------------------------------------------------- reading a season


def rows_of(table: Table | None, places: Places | None) -> list[Person]:
    """The people or venues of a table in its order, with the coordinates by which they are placed."""
    if table is None or places is None:
        return []
    columns = {column: table.values(column) for column in table.frame.columns}
    rows = [{column: values[k] for column, values in columns.items()} for k in range(len(table))]
    for k, row in enumerate(rows):
        known = not math.isnan(places.lat[k]) and not math.isnan(places.lon[k])
        row["lat"], row["lon"] = (float(places.lat[k]), float(places.lon[k])) if known else (None, None)
    return rows


def decisions_of(season: Season) -> list[dict[str, str]]:
    path = season.folder / "decisions.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def history_of(season: Season) -> dict[int, list[dict[str, str]]]:
    """The rows of each file of earlier years."""
    found = {}
    for path in (season.folder / "history").glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            found[int(path.stem)] = list(csv.DictReader(file))
    return found


def together(rows: list[dict[str, str]], one: str, other: str) -> list[tuple[str, str]]:
    """Everybody in one role with everybody in another in the same cohort, by ids."""
    return [
        (a["person_id"], b["person_id"])
        for a in rows
        for b in rows
        if a is not b and (a["role"], b["role"]) == (one, other) and key(a["cohort"]) == key(b["cohort"]) != ""
    ]


# ---------------------------------------------------------------- kinds that only cohort programs are tried with


def rule_not_former_employer(rule: Raw, left: Person, right: Person, miles: Any) -> str:
    def worked_for(one: Person, other: Person) -> bool:
        employers = [*(items(one, "former_employers") or []), *(items(one, "employer") or [])]
        names = [key(other[name]) for name in ("district", "district_id") if cell(other, name) is not None]
        return any(name in employers for name in names)

    if worked_for(left, right) or worked_for(right, left):
        return NO
    return UNKNOWN if None in (items(left, "former_employers"), items(right, "former_employers")) else YES


RULES.setdefault("not_former_employer", (rule_not_former_employer, "passes"))


def screen_barred(screen: Raw, person: Person) -> str:
    unless = condition_holds(screen["unless"], person) if screen.get("unless") else NO
    answer = all_of([condition_holds(screen.get("when", {}), person), negation(unless)])
    if answer == UNKNOWN:
        answer = yes_no(screen.get("unknown", "takes part") == "is not eligible")
    return NOT_ELIGIBLE if answer == YES else TAKES_PART


SCREENS = {"routed": oracle.screen_routed, "only": oracle.screen_only, "barred": screen_barred}


def takes_part(screens: Iterable[Raw], person: Person, members: Sequence[Person]) -> bool:
    """members: those who take part, whom a screen one_side looks at."""
    for screen in screens:
        if screen["kind"] == "one_side":
            if any(same_person(member, person) for member in members):
                return False
        elif SCREENS[screen["kind"]](screen, person) != TAKES_PART:
            return False
    return True


def overlap(spec: Raw, left: Person, right: Person, everyone: Sequence[Person]) -> float | None:
    """What two lists have in common. everyone: the people of both tables."""
    column = spec.get("column", "pressing_issues")
    lists = [set(listed) for person in everyone if (listed := items(person, column)) is not None]
    one, other = items(left, column), items(right, column)
    if one is None or other is None or not {*one, *other}:
        return None

    def weight(item: str) -> float:
        return math.log2(1 + len(lists) / sum(item in listed for listed in lists))

    # Each sum is over the sorted items, so that the answer does not hang on the order of a set.
    both, either = sorted({*one} & {*other}), sorted({*one, *other})
    return sum(map(weight, both)) / sum(map(weight, either))


def points_of(spec: Raw, worth: int, left: Person, right: Person, everyone: Sequence[Person]) -> int:
    if spec["kind"] != "overlap":
        return oracle.points_of(spec, worth, left, right, lambert_miles)
    share = overlap(spec, left, right, everyone)
    value = round_half_up(10000 * (spec.get("unknown", 0.5) if share is None else share))
    return (worth * value + 5000) // 10000


def names(column: str, one: Person, other: Person) -> bool:
    """Whether one person's list names the other by id, district or district number."""
    listed = items(one, column) or []
    columns = ("id", "district", "district_id")
    return any(cell(other, name) is not None and key(other[name]) in listed for name in columns)


def hundredths(one: Person, other: Person) -> int | None:
    miles = lambert_miles(one, other)
    return None if miles is None else round_half_up(100 * miles)


def in_order(value: Any) -> tuple[bool, Any]:
    """Where a value stands in the order of waiting, unknown last."""
    if value is None:
        return True, 0
    if isinstance(value, bool):
        return False, not value
    if isinstance(value, date):
        return False, value.toordinal()
    # Reading: texts are put in order as they are compared, without case and extra spaces.
    return False, value if isinstance(value, int | float) else key(value)


# ---------------------------------------------------------------- one season


class CohortOracle:
    """Everything that docs/math.md says about the plans of one season."""

    def __init__(self, season: Season) -> None:
        self.raw: Raw = tomllib.loads((season.folder / "program.toml").read_text(encoding="utf-8"))
        self.venues = rows_of(season.venue_table, season.venue_places)
        everyone = rows_of(season.left, season.left_places), rows_of(season.right, season.right_places)
        self.all_members, self.all_facilitators = everyone
        self._remember(history_of(season))
        self._decide(decisions_of(season))
        self._screen()
        self.limits: list[Raw] = self.raw.get("limit", [])
        self.themes = {key(theme["name"]): theme for theme in self.raw.get("theme", [])}
        self.fits = {(i, j): self._fit(i, j) for i in self.members for j in self.members if i != j}
        self.leading = {(i, f): self._leading(i, f) for i in self.members for f in self.facilitators}
        self.may_sit = {frozenset(pair) for pair in combinations(self.members, 2) if self._may_sit(*pair)}
        self.may_lead = {(i, f) for i in self.members for f in self.facilitators if self._may_lead(i, f)}
        self.cost, self.lawful, self.teams = cache(self._cost), cache(self._lawful), cache(self._teams)

    def _remember(self, history: dict[int, list[dict[str, str]]]) -> None:
        """The kinds that ask about earlier years are told who was together in each."""
        member = self.raw["members"].get("label", "member")
        facilitator = self.raw.get("facilitators", {}).get("label", "facilitator")
        for spec in [*self.raw.get("rule", []), *self.raw.get("criterion", [])]:
            other = member if spec["between"] == "members" else facilitator
            spec["history"] = {year: together(rows, member, other) for year, rows in history.items()}

    # ------------------------------------------------ people

    def _decide(self, decisions: list[dict[str, str]]) -> None:
        """Withdrawals by key, and locks and forbids as sets of ids."""
        ids = {key(person["id"]): person["id"] for person in [*self.all_facilitators, *self.all_members]}
        self.withdrawn = {key(d["person"]) for d in decisions if d["action"] == "withdraw"}
        pairs = [(d["action"], frozenset(ids[key(d[name])] for name in ("person", "with"))) for d in decisions
                 if d["action"] != "withdraw"]  # fmt: skip
        self.locked = [pair for action, pair in pairs if action == "lock"]
        self.forbidden = {pair for action, pair in pairs if action == "forbid"}

    def _screen(self) -> None:
        """Members and facilitators who take part, by id, in the order of their tables."""

        def passing(side: str, people: list[Person], members: Sequence[Person] = ()) -> dict[str, Person]:
            screens = self.raw.get(side, {}).get("screen", [])
            return {
                person["id"]: person
                for person in people
                if key(person["id"]) not in self.withdrawn and takes_part(screens, person, members)
            }

        self.members = passing("members", self.all_members)
        self.facilitators = passing("facilitators", self.all_facilitators, list(self.members.values()))

    def theme(self, i: str) -> str | None:
        """The theme's key; None for members without one."""
        asked = cell(self.members[i], "theme")
        return key(asked) if asked is not None and key(asked) in self.themes else None

    def most_cohorts(self, f: str) -> int:
        """How many cohorts a facilitator may lead."""
        capacity = {"column": "max_cohorts", "default": 1} | self.raw["facilitators"].get("max_cohorts", {})
        own = cell(self.facilitators[f], capacity["column"])
        return int(capacity["default"] if own is None else own)

    @property
    def per_cohort(self) -> int:
        """How many facilitators a cohort has."""
        return int(self.raw["facilitators"].get("per_cohort", 1)) if "facilitators" in self.raw else 0

    # ------------------------------------------------ two people

    def _between(self, table: str, relation: str) -> list[Raw]:
        return [item for item in self.raw.get(table, []) if item["between"] == relation]

    def _passes(self, relation: str, left: Person, right: Person) -> bool:
        rules = self._between("rule", relation)
        return all(lets_pass(rule, oracle.verdict(rule, left, right, lambert_miles)) for rule in rules)

    def _may_sit(self, i: str, j: str) -> bool:
        one, other = self.members[i], self.members[j]
        if frozenset((i, j)) in self.forbidden or self.theme(i) != self.theme(j):
            return False
        return self._passes("members", one, other) and self._passes("members", other, one)

    def _may_lead(self, i: str, f: str) -> bool:
        forbidden = frozenset((i, f)) in self.forbidden
        return not forbidden and self._passes("member-facilitator", self.members[i], self.facilitators[f])

    def _fit(self, i: str, j: str) -> int:
        theme = self.theme(i)
        own = self.themes[theme].get("weights", {}) if theme is not None and theme == self.theme(j) else {}
        criteria = self._between("criterion", "members")
        worths = worths_of([own.get(spec["name"], spec["weight"]) for spec in criteria])
        one, other, fit = self.members[i], self.members[j], 0
        for spec, worth in zip(criteria, worths, strict=True):
            there = points_of(spec, worth, one, other, self.all_members)
            back = points_of(spec, worth, other, one, self.all_members)
            fit += (there + back + 1) // 2
        return fit

    def _leading(self, i: str, f: str) -> int:
        criteria = self._between("criterion", "member-facilitator")
        worths = worths_of([spec["weight"] for spec in criteria]) if any(c["weight"] for c in criteria) else []
        both = [*self.all_members, *self.all_facilitators]
        member, facilitator = self.members[i], self.facilitators[f]
        return sum(points_of(c, worth, member, facilitator, both) for c, worth in zip(criteria, worths, strict=False))

    # ------------------------------------------------ one cohort

    def _known(self, group: Group, column: str) -> list[Any]:
        values = [cell(self.members[i], column) for i in group]
        return [value for value in values if value is not None]

    def penalty(self, group: Group) -> int:
        """What the spread of enrollment adds to the cost."""
        total = 0
        for spec in self.raw.get("penalty", []):
            levels = [math.floor(1000 * math.log2(max(e, 1)) + 0.5) for e in self._known(group, "enrollment")]
            free = math.floor(1000 * math.log2(spec["free_up_to"]) + 0.5)
            rate = math.floor(100 * spec["points_per_doubling"] + 0.5)
            if len(levels) > 1:
                total += (max(0, max(levels) - min(levels) - free) * rate + 500) // 1000
        return total

    def _cost(self, group: Group) -> int:
        if len(group) == 1:
            return self.penalty(group)
        apart = sum(10000 - self.fits[pair] for pair in combinations(group, 2))
        return math.floor(Fraction(2 * apart, len(group) - 1) + Fraction(1, 2)) + self.penalty(group)

    def per_member(self, group: Group) -> int:
        """The cost that goal worst_cohort compares."""
        return math.floor(Fraction(self.cost(group), len(group)) + Fraction(1, 2))

    def meeting(self, group: Group) -> Meeting | None:
        """Where the cohort meets; None where no member's place is known."""
        placed = [self.members[i] for i in group if oracle.place(self.members[i]) is not None]
        on_offer = [*placed, *(venue for venue in self.venues if oracle.place(venue) is not None)]
        best: tuple[tuple[int, int, int], Meeting] | None = None
        for order, spot in enumerate(on_offer if placed else []):
            drives = {person["id"]: hundredths(person, spot) or 0 for person in placed}
            rank = max(drives.values()), sum(drives.values()), order
            if best is None or rank < best[0]:
                best = rank, Meeting(spot["id"], drives)
        return None if best is None else best[1]

    def keeps(self, limit: Raw, group: Group) -> bool:
        """Whether a cohort keeps one limit, as far as a cohort can tell (`together` looks at all of them)."""
        if limit["kind"] == "together":
            return True
        if limit["kind"] in ("apart", "drive", "enrollment_ratio"):
            return bool(getattr(self, f"_keeps_{limit['kind']}")(limit, group))
        meeting = sum(condition_holds(limit["who"], self.members[i]) == YES for i in group)
        if limit["kind"] == "at_most":
            return bool(meeting <= limit["count"])
        if limit["kind"] == "at_least":
            return bool(meeting >= limit["count"])
        return meeting == 0 or meeting >= limit.get("least", 2)

    def _keeps_apart(self, limit: Raw, group: Group) -> bool:
        column, people = limit.get("column", "conflicts"), [self.members[i] for i in group]
        # Nobody is apart from themselves: somebody may name their own district.
        return not any(names(column, a, b) or names(column, b, a) for a, b in combinations(people, 2))

    def _keeps_drive(self, limit: Raw, group: Group) -> bool:
        unplaced = sum(oracle.place(self.members[i]) is None for i in group)
        if unplaced and limit.get("unknown", "fails") == "fails":
            return False
        meeting = self.meeting(group)
        # Reading: where no member's place is known, and unknown passes, nobody is too far from anything.
        return meeting is None or meeting.longest <= limit["max_miles"]

    def _keeps_enrollment_ratio(self, limit: Raw, group: Group) -> bool:
        known = [max(e, 1) for e in self._known(group, "enrollment")]
        if len(known) < len(group) and limit.get("unknown", "passes") == "fails":
            return False
        # Reading: the ratio is read as the decimals written, as weights are.
        exact = [Fraction(str(e)) for e in known]
        return not known or max(exact) <= Fraction(str(limit["max_ratio"])) * min(exact)

    def _lawful(self, group: Group) -> bool:
        """Whether these members make a cohort, whoever leads it."""
        size = self.raw["sizes"]["min"] <= len(group) <= self.raw["sizes"]["max"]
        may_sit = size and all(frozenset(pair) in self.may_sit for pair in combinations(group, 2))
        return may_sit and all(self.keeps(limit, group) for limit in self.limits)

    def _teams(self, group: Group) -> list[frozenset[str]]:
        """Every choice of facilitators for a cohort, as far as its own members and locks can tell."""
        able = [f for f in self.facilitators if self.most_cohorts(f) and all((i, f) in self.may_lead for i in group)]
        return [
            frozenset(team)
            for team in combinations(able, self.per_cohort)
            if all(self._lock_kept(pair, group, frozenset(team)) for pair in self.locked)
        ]

    def _lock_kept(self, pair: frozenset[str], group: Group, team: frozenset[str]) -> bool:
        """A cohort with a locked member has both: member and mate, or member and facilitator."""
        inside = pair & {*group, *team}
        return inside == pair or not (inside & {*group})

    # ------------------------------------------------ plans

    def groups(self) -> list[Group]:
        """Every lawful cohort, whoever leads it."""
        sizes = range(self.raw["sizes"]["min"], min(self.raw["sizes"]["max"], len(self.members)) + 1)
        return [group for size in sizes for group in combinations(self.members, size) if self.lawful(group)]

    def possible_pairs(self) -> list[tuple[str, str]]:
        """Members and mates, members and facilitators, who are together in some cohort that can be led."""
        cohorts = [(group, team) for group in self.groups() for team in self.teams(group)]
        mates = {pair for group, _ in cohorts for pair in combinations(group, 2)}
        return sorted(mates | {(i, f) for group, team in cohorts for i in group for f in team})

    def groupings(self) -> Iterator[Grouping]:
        """Everyone's cohorts without facilitators: every way that keeps all but `teams`, money and capacities."""
        members = list(self.members)
        by_first: dict[str, list[Group]] = {i: [] for i in members}
        for group in self.groups():
            by_first[group[0]].append(group)

        def extend(rest: list[str], chosen: Grouping) -> Iterator[Grouping]:
            if not rest:
                if self._whole(chosen):
                    yield chosen
                return
            yield from extend(rest[1:], chosen)
            for group in by_first[rest[0]]:
                if all(i in rest for i in group):
                    yield from extend([i for i in rest if i not in group], (*chosen, group))

        yield from extend(members, ())

    def _whole(self, grouping: Grouping) -> bool:
        """What a grouping must be as a whole: number of cohorts, locks, limits `together`."""
        place = {i: k for k, group in enumerate(grouping) for i in group}
        locks_kept = all(self._seated_as_locked(pair, place) for pair in self.locked)
        return locks_kept and self._count_allowed(len(grouping)) and self._together_kept(place)

    def _seated_as_locked(self, pair: frozenset[str], place: dict[str, int]) -> bool:
        members = [i for i in pair if i not in self.facilitators]
        known = members and all(i in place for i in members)
        return bool(known) and len({place[i] for i in members}) == 1

    def _count_allowed(self, count: int) -> bool:
        # Reading: a plan has at least one cohort, also where `cohorts` is "any".
        asked = self.raw["sizes"].get("cohorts", "any")
        if asked == "any":
            return count >= 1
        fewest, most = (asked, asked) if isinstance(asked, int) else asked
        return bool(fewest <= count <= most)

    def _together_kept(self, place: dict[str, int]) -> bool:
        """Whether members with the same value sit in one cohort, or none of them does."""
        return all(
            len({place.get(i) for i in alike}) == 1
            for limit in self.limits
            if limit["kind"] == "together"
            for alike in self._by_value(limit["column"])
        )

    def _by_value(self, column: str) -> list[list[str]]:
        """The members with the same known value, for every value."""
        # Reading: somebody who does not take part holds nobody back.
        found: dict[Any, list[str]] = {}
        for i, person in self.members.items():
            if cell(person, column) is not None:
                found.setdefault(canonical(cell(person, column)), []).append(i)
        return list(found.values())

    def staffings(self, grouping: Grouping) -> Iterator[Plan]:
        """Every way to lead the cohorts of a grouping within capacities and money."""

        def extend(rest: Grouping, plan: Plan) -> Iterator[Plan]:
            if not self._within_means(plan):
                return
            if not rest:
                yield plan
            for team in self.teams(rest[0]) if rest else ():
                yield from extend(rest[1:], plan | {(rest[0], team)})

        yield from extend(grouping, frozenset())

    def _within_means(self, plan: Plan) -> bool:
        """Whether nobody leads too many cohorts and the money is enough."""
        led = [f for _, team in plan for f in team]
        most = self.raw.get("money", {}).get("most")
        affordable = most is None or self.dollars(plan) <= Fraction(str(most))
        return affordable and all(led.count(f) <= self.most_cohorts(f) for f in set(led))

    def dollars(self, plan: Plan) -> Fraction:
        """What a plan costs."""
        money = self.raw.get("money", {})
        each = sum(Fraction(str(amount)) for amount in money.get("per_cohort", {}).values())
        once = sum(Fraction(str(amount)) for amount in money.get("per_facilitator", {}).values())
        return len(plan) * each + len({f for _, team in plan for f in team}) * once

    def is_plan(self, plan: Plan) -> bool:
        """Whether a set of cohorts is a plan."""
        grouping = tuple(sorted((group for group, _ in plan), key=self._position))
        seated = [i for group in grouping for i in group]
        disjoint = len(seated) == len(set(seated)) and all(list(g) == sorted(g, key=self._at) for g in grouping)
        lawful = disjoint and all(map(self.lawful, grouping)) and self._whole(grouping)
        return lawful and all(team in self.teams(group) for group, team in plan) and self._within_means(plan)

    def _at(self, i: str) -> int:
        return list(self.members).index(i)

    def _position(self, group: Group) -> int:
        return self._at(group[0])

    # ------------------------------------------------ goals

    def counted(self, goal: Raw) -> set[str]:
        """The members whom a goal `seated` counts."""
        return {i for i, person in self.members.items() if condition_holds(goal.get("who", {}), person) == YES}

    def seated_goals(self) -> list[Raw]:
        return [goal for goal in self.raw["goal"] if goal["kind"] == "seated"]

    def waiting_order(self) -> list[str]:
        """The members in the order in which they are given seats."""
        counted = [self.counted(goal) for goal in self.seated_goals()]
        columns = self.raw["members"].get("order", [])

        def rank(i: str) -> tuple[Any, ...]:
            first = next(k for k, people in enumerate(counted) if i in people)
            return first, *(in_order(cell(self.members[i], column)) for column in columns), self._at(i)

        return sorted(self.members, key=rank)

    def value(self, kind: str, plan: Plan) -> int:
        """A plan's value for a goal of a kind that is not `seated`."""
        if kind == "alike":
            return sum(self.cost(group) for group, _ in plan)
        if kind == "facilitators":
            return sum(self.leading[i, f] for group, team in plan for i in group for f in team)
        if kind == "worst_cohort":
            return max(self.per_member(group) for group, _ in plan)
        return sum(self._same_last_year(*pair) for group, _ in plan for pair in combinations(group, 2))

    def _same_last_year(self, i: str, j: str) -> bool:
        one, other = (cell(self.members[k], "last_cohort") for k in (i, j))
        return one is not None and other is not None and canonical(one) == canonical(other)

    def values(self, plan: Plan) -> list[int]:
        """A plan's value for every goal in order."""
        seated = {i for group, _ in plan for i in group}
        return [
            len(self.counted(goal) & seated) if goal["kind"] == "seated" else self.value(goal["kind"], plan)
            for goal in self.raw["goal"]
        ]

    # ------------------------------------------------ the answer

    def seated_by_order(self, by_seated: dict[frozenset[str], list[Grouping]]) -> frozenset[str] | None:
        """The one set of members who are seated; None without a plan. by_seated: groupings by whom they seat."""
        counted = [self.counted(goal) for goal in self.seated_goals()]

        def rank(seated: frozenset[str]) -> list[int]:
            return [len(people & seated) for people in counted]

        for _, sets in groupby(sorted(by_seated, key=rank, reverse=True), key=rank):
            left = [seated for seated in sets if any(map(self.can_be_led, by_seated[seated]))]
            for i in self.waiting_order():
                left = [seated for seated in left if i in seated] or left
            if left:
                return left[0]
        return None

    def can_be_led(self, grouping: Grouping) -> bool:
        """Whether facilitators can be found for a grouping."""
        return next(self.staffings(grouping), None) is not None

    def answer(self) -> Answer:
        """The best plans of all."""
        by_seated: dict[frozenset[str], list[Grouping]] = {}
        for grouping in self.groupings():
            by_seated.setdefault(frozenset(i for group in grouping for i in group), []).append(grouping)
        seated = self.seated_by_order(by_seated)
        if seated is None:
            return Answer()
        best = self.most_alike(by_seated[seated])
        plans = [plan for grouping in best for plan in self.staffings(grouping)]
        for goal in self.raw["goal"]:
            if goal["kind"] != "seated":
                sign = -1 if goal["kind"] in ("alike", "worst_cohort") else 1
                top = max(sign * self.value(goal["kind"], plan) for plan in plans)
                plans = [plan for plan in plans if sign * self.value(goal["kind"], plan) == top]
        return Answer(True, self.values(plans[0]), seated, set(plans))

    def most_alike(self, groupings: Iterable[Grouping], *, led: bool = True) -> list[Grouping]:
        """Those of the least cost among the groupings that can be led (led: or among all of them)."""

        def cost(grouping: Grouping) -> int:
            return sum(map(self.cost, grouping))

        for _, equals in groupby(sorted(groupings, key=cost), key=cost):
            best = [grouping for grouping in equals if not led or self.can_be_led(grouping)]
            if best:
                return best
        return []

    # ------------------------------------------------ swap costs

    def mean_fit(self, i: str, others: Iterable[str], fits: dict[tuple[str, str], int]) -> int | None:
        """The mean of somebody's fits with others, rounded half up; None without any."""
        with_others = [fits[i, other] for other in others if other != i]
        if not with_others:
            return None
        return math.floor(Fraction(sum(with_others), len(with_others)) + Fraction(1, 2))

    def exchanges(self, plan: Plan) -> dict[tuple[str, Group], list[Exchange]]:
        """Every lawful move and change of places of each seated member, by member and other cohort."""
        found: dict[tuple[str, Group], list[Exchange]] = {}
        for home, away in product(plan, plan):
            for i, other in product(home[0], (None, *away[0])):
                exchange = self._exchange(plan, home, away, i, other) if home != away else None
                if exchange is not None:
                    found.setdefault((i, away[0]), []).append(exchange)
        return found

    def _exchange(self, plan: Plan, home: Staffed, away: Staffed, i: str, other: str | None) -> Exchange | None:
        mates = {*away[0]} - {other}
        left = tuple(sorted(({*home[0]} - {i}) | ({other} if other else set()), key=self._at))
        joined = tuple(sorted(mates | {i}, key=self._at))
        changed = (plan - {home, away}) | {(left, home[1]), (joined, away[1])}
        if not left or not self.is_plan(changed):
            return None
        cost, fall = (self.value(kind, changed) - self.value(kind, plan) for kind in ("alike", "facilitators"))
        fit = self.mean_fit(i, mates, self.fits)
        return Exchange(i, away[0], other, cost, -fall, 0 if fit is None else fit)
