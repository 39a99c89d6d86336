"""A second opinion on tiny pair programs: every legal plan is written down and the best one picked.

Written from docs/math.md alone, in plain Python, one pair and one plan at a time. It is slow by design
(up to about 5 x 5 people) and shares nothing with the package it judges. Where math.md leaves something
open, a comment that begins with "Reading:" says how it was read.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import combinations, groupby
from typing import Any

from geopy.distance import geodesic

Person = dict[str, Any]
Condition = dict[str, Any] | list[dict[str, Any]]
Pair = tuple[str, str]
Matching = dict[str, str]
Miles = Callable[[Person, Person], "float | None"]
Element = tuple[str, str]
"""What can be dropped from a program: ("limit", its name), ("rule", its name), ("lock", the decision's id), or
("minimum", "minimum") for all minimum loads together."""

YES, NO, UNKNOWN = "yes", "no", "unknown"
TAKES_PART, ROUTED, NOT_ELIGIBLE, WITHDRAWN = "takes part", "routed", "not eligible", "withdrawn"


class BadInput(ValueError):  # noqa: N818 (the word of the specification)
    """The specification calls this input wrong: there is no answer to compare."""


@dataclass
class Plan:
    """One legal plan: its pairs, its goal values, and a rank (larger is better, goal by goal)."""

    pairs: Matching
    values: dict[str, int | None]
    rank: tuple[int, ...]


@dataclass
class Answer:
    """What `solve` found; an infeasible answer has no values and no plan."""

    feasible: bool = False
    values: dict[str, int | None] = field(default_factory=dict)
    plan: Matching = field(default_factory=dict)
    optimal_plans: list[Matching] = field(default_factory=list)
    eligible: set[Pair] = field(default_factory=set)
    fits: dict[Pair, int] = field(default_factory=dict)
    points: dict[Pair, dict[str, int]] = field(default_factory=dict)
    verdicts: dict[Pair, dict[str, str]] = field(default_factory=dict)
    left_status: dict[str, str] = field(default_factory=dict)
    right_status: dict[str, str] = field(default_factory=dict)
    worths: dict[str, int] = field(default_factory=dict)
    directions: dict[str, str] = field(default_factory=dict)
    plans: list[Plan] = field(default_factory=list)
    setting: Setting | None = None


# ---------------------------------------------------------------- words and numbers


def key(text: Any) -> str:
    """Text without case and extra spaces."""
    return " ".join(str(text).split()).casefold()


def round_half_up(number: float) -> int:
    return math.floor(number + 0.5)


def cell(person: Person, column: str) -> Any:
    """The value in a column, None when the cell is blank."""
    value = person.get(column)
    if isinstance(value, str) and not value.strip():
        return None
    return value


def items(person: Person, column: str) -> list[str] | None:
    """A list column as keys in the order written; None when blank. A single text is a list of one."""
    value = cell(person, column)
    if value is None:
        return None
    if isinstance(value, str):
        return [key(value)]
    return [key(item) for item in value]


def canonical(value: Any) -> Any:
    """A form in which two values are equal exactly when the specification calls them equal."""
    if isinstance(value, bool):
        return ("yes/no", value)
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return frozenset((key(role), years) for role, years in value.items())
    if isinstance(value, tuple | list | set | frozenset):
        # Reading: two lists agree when they hold the same items, in whatever order.
        return frozenset(canonical(item) for item in value)
    return key(value)


def same_value(one: Any, other: Any) -> bool:
    return bool(canonical(one) == canonical(other))


def sorted_by_id(people: Iterable[Person]) -> list[Person]:
    people = sorted(people, key=lambda person: key(person["id"]))
    keys = [key(person["id"]) for person in people]
    if len(set(keys)) < len(keys):
        raise BadInput("two people of one table have the same id")
    return people


# ---------------------------------------------------------------- three-valued logic


def yes_no(truth: bool) -> str:
    return YES if truth else NO


def all_of(answers: Iterable[str]) -> str:
    answers = list(answers)
    if NO in answers:
        return NO
    return UNKNOWN if UNKNOWN in answers else YES


def any_of(answers: Iterable[str]) -> str:
    answers = list(answers)
    if YES in answers:
        return YES
    return UNKNOWN if UNKNOWN in answers else NO


def negation(answer: str) -> str:
    return {YES: NO, NO: YES, UNKNOWN: UNKNOWN}[answer]


# ---------------------------------------------------------------- conditions

COMPARISON = re.compile(r"\s*(>=|<=|>|<)\s*(.+?)\s*$")
ROLE_COMPARISON = re.compile(r"(.*?):" + COMPARISON.pattern)
COMPARE = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt}


def condition_holds(condition: Condition, person: Person) -> str:
    if isinstance(condition, list | tuple):
        # Reading: of no tables at all none holds.
        return any_of(condition_holds(table, person) for table in condition)
    return all_of(test_holds(test, cell(person, column)) for column, test in condition.items())


def test_holds(test: Any, value: Any) -> str:
    if value is None:
        return UNKNOWN
    if isinstance(test, list | tuple):
        return any_of(test_holds(one, value) for one in test)
    in_role = ROLE_COMPARISON.match(test) if isinstance(test, str) and isinstance(value, dict) else None
    if in_role:
        role, sign, bound = in_role.groups()
        # Reading: a cell of years that is known to have no entry has 0 in every role, so it may answer yes.
        return yes_no(COMPARE[sign](years_served(value, role), float(bound)))
    if isinstance(value, tuple | list | set | frozenset | dict):  # a dict of years: its roles
        return yes_no(any(same_value(test, item) for item in value))
    comparison = COMPARISON.match(test) if isinstance(test, str) else None
    if comparison:
        sign, bound = comparison.groups()
        limit = date.fromisoformat(bound) if isinstance(value, date) else float(bound)
        return yes_no(COMPARE[sign](value, limit))
    return yes_no(same_value(test, value))


test_holds.__test__ = False  # type: ignore[attr-defined]  # a test of a condition, not one of pytest's


def years_served(years_by_role: dict[str, float | None], role: str) -> float:
    """The years of a role's entry in a known cell, 0 without an entry."""
    return sum(years or 0.0 for entry, years in years_by_role.items() if key(entry) == key(role))


def holds_if_given(condition: Condition | None, person: Person, otherwise: str) -> str:
    """What a condition answers; `otherwise` where the program gives none or an empty one."""
    return condition_holds(condition, person) if condition else otherwise


# ---------------------------------------------------------------- miles

METERS_PER_MILE = 1609.344
EQUATOR_METERS = 6378137.0
FLATTENING = 1 / 298.257223563


def place(person: Person) -> tuple[float, float] | None:
    lat, lon = cell(person, "lat"), cell(person, "lon")
    return None if lat is None or lon is None else (float(lat), float(lon))


def to_hundredths(miles: float) -> float:
    return round_half_up(miles * 100) / 100


def lambert_miles(left: Person, right: Person) -> float | None:
    """Lambert's formula for long lines on the WGS-84 ellipsoid, in hundredths of a mile."""
    here, there = place(left), place(right)
    if here is None or there is None:
        return None
    beta_1, beta_2 = (math.atan((1 - FLATTENING) * math.tan(math.radians(lat))) for lat in (here[0], there[0]))
    turn = math.radians(there[1] - here[1])
    across, along = math.sin((beta_2 - beta_1) / 2) ** 2, math.sin(turn / 2) ** 2
    haversine = across + math.cos(beta_1) * math.cos(beta_2) * along
    angle = 2 * math.asin(min(1.0, math.sqrt(haversine)))
    if angle == 0:
        return 0.0
    p, q = (beta_1 + beta_2) / 2, (beta_2 - beta_1) / 2
    x = (angle - math.sin(angle)) * (math.sin(p) * math.cos(q) / math.cos(angle / 2)) ** 2
    y = (angle + math.sin(angle)) * (math.cos(p) * math.sin(q) / math.sin(angle / 2)) ** 2
    return to_hundredths(EQUATOR_METERS * (angle - FLATTENING / 2 * (x + y)) / METERS_PER_MILE)


# ---------------------------------------------------------------- rules: yes passes, no fails


def first_known_on_both(spec: dict[str, Any], left: Person, right: Person) -> tuple[Any, Any] | None:
    columns = spec["column"] if isinstance(spec["column"], list | tuple) else [spec["column"]]
    for column in columns:
        mine, theirs = cell(left, column), cell(right, column)
        if mine is not None and theirs is not None:
            return mine, theirs
    return None


def rule_same(rule: dict[str, Any], left: Person, right: Person, miles: Miles) -> str:
    values = first_known_on_both(rule, left, right)
    return UNKNOWN if values is None else yes_no(same_value(*values))


def rule_different(rule: dict[str, Any], left: Person, right: Person, miles: Miles) -> str:
    return negation(rule_same(rule, left, right, miles))


def neither_names(column: str, names: Sequence[str], left: Person, right: Person) -> str:
    """Whether neither person's list holds one of the other's names (the columns in `names`)."""

    def names_other(one: Person, other: Person) -> str:
        listed = items(one, column)
        if listed is None:
            return UNKNOWN
        # Reading: an unknown district of the other person is simply not named.
        return yes_no(any(cell(other, name) is not None and key(other[name]) in listed for name in names))

    return negation(any_of([names_other(left, right), names_other(right, left)]))


def rule_no_conflict(rule: dict[str, Any], left: Person, right: Person, miles: Miles) -> str:
    return neither_names("conflicts", ["id", "district", "district_id"], left, right)


def rule_not_former_employer(rule: dict[str, Any], left: Person, right: Person, miles: Miles) -> str:
    for one, other in ((left, right), (right, left)):
        served = [*(items(one, "former_employers") or []), *(items(one, "employer") or [])]
        if any(cell(other, name) is not None and key(other[name]) in served for name in ("district", "district_id")):
            return NO
    return UNKNOWN if None in (items(left, "former_employers"), items(right, "former_employers")) else YES


def rule_not_declined(rule: dict[str, Any], left: Person, right: Person, miles: Miles) -> str:
    return neither_names("declines", ["id"], left, right)


def same_person(one: Person, other: Person) -> bool:
    if key(one["id"]) == key(other["id"]):
        return True
    mail, other_mail = cell(one, "email"), cell(other, "email")
    return mail is not None and other_mail is not None and key(mail) == key(other_mail)


def rule_not_same_person(rule: dict[str, Any], left: Person, right: Person, miles: Miles) -> str:
    return yes_no(not same_person(left, right))


def rule_within_miles(rule: dict[str, Any], left: Person, right: Person, miles: Miles) -> str:
    distance, limit = miles(left, right), rule["max_miles"]
    if distance is None:
        return UNKNOWN
    # Reading: nearness to the limit is judged on the rounded miles. Miles given by the caller are final.
    if miles is lambert_miles and abs(distance - limit) <= 0.0001 * limit:
        distance = to_hundredths(geodesic(place(left), place(right)).miles)
    return yes_no(distance <= limit)


def years_in_left_role(left: Person, right: Person) -> float | None:
    role = cell(left, "role")
    if role is None:
        return None
    by_role = cell(right, "years_by_role")
    for entry, years in (by_role or {}).items():
        if key(entry) == key(role) and years is not None:
            return float(years)
    as_superintendent = cell(right, "years_as_superintendent")
    if key(role) == "superintendent" and as_superintendent is not None:
        return float(as_superintendent)
    own_role, in_role = cell(right, "role"), cell(right, "years_in_role")
    if own_role is not None and key(own_role) == key(role) and in_role is not None:
        return float(in_role)
    return None if by_role is None else 0.0


def rule_experience(rule: dict[str, Any], left: Person, right: Person, miles: Miles) -> str:
    if rule.get("in_left_role", False):
        years = years_in_left_role(left, right)
    else:
        years = cell(right, rule.get("column", "years_as_superintendent"))
    return UNKNOWN if years is None else yes_no(years >= rule["min_years"])


def rule_prepared(rule: dict[str, Any], left: Person, right: Person, miles: Miles) -> str:
    done = items(left, rule.get("left_column", "completed"))
    needed = items(right, rule.get("right_column", "requires"))
    if needed is not None and not needed:
        ready = YES
    elif needed is None or done is None:
        ready = UNKNOWN
    else:
        ready = yes_no(set(needed) <= set(done))
    # Reading: as in screens an empty `unless` excuses nobody; an empty `where` is everywhere.
    excused = [holds_if_given(rule.get("unless"), left, NO), holds_if_given(rule.get("where"), right, YES)]
    return any_of([ready, all_of(excused)])


def rule_not_listed(rule: dict[str, Any], left: Person, right: Person, miles: Miles) -> str:
    done = items(left, rule.get("left_column", "completed"))
    level = cell(right, rule.get("right_column", "level"))
    if done is None or level is None:
        return UNKNOWN
    return yes_no(key(level) not in done)


def rule_not_supervisor(rule: dict[str, Any], left: Person, right: Person, miles: Miles) -> str:
    # Reading: an unknown name or e-mail address of the other person is simply not named.
    return neither_names("supervisor", ["id", "name", "email"], left, right)


def rule_same_again(rule: dict[str, Any], left: Person, right: Person, miles: Miles) -> str:
    partners = items(left, rule.get("column", "current_mentor"))
    return yes_no(not partners or key(right["id"]) in partners)


def rule_related_role(rule: dict[str, Any], left: Person, right: Person, miles: Miles) -> str:
    # Reading: the rule has no `stands_in` of its own, so whatever stands in counts.
    near = criterion_role({"areas": rule.get("areas", {})}, left, right, miles)
    return UNKNOWN if near is None else yes_no(near > 0)


def years_since(spec: dict[str, Any], left: Person, right: Person) -> int | None:
    """How long ago two people were together, 1 in the newest of the years. `spec["history"]`: pairs of ids by year."""
    couple = (key(left["id"]), key(right["id"]))
    years = spec.get("history", {})
    together = [year for year, pairs in years.items() if couple in [(key(one), key(other)) for one, other in pairs]]
    return max(years) - max(together) + 1 if together else None


def rule_never_again(rule: dict[str, Any], left: Person, right: Person, miles: Miles) -> str:
    since = years_since(rule, left, right)
    return yes_no(since is None or since > rule.get("years", math.inf))


RULES: dict[str, tuple[Callable[[dict[str, Any], Person, Person, Miles], str], str]] = {
    "different": (rule_different, "passes"),
    "same": (rule_same, "fails"),
    "no_conflict": (rule_no_conflict, "passes"),
    "not_declined": (rule_not_declined, "passes"),
    "not_same_person": (rule_not_same_person, "passes"),
    "within_miles": (rule_within_miles, "fails"),
    "experience": (rule_experience, "fails"),
    "not_former_employer": (rule_not_former_employer, "passes"),
    "prepared": (rule_prepared, "fails"),
    "not_listed": (rule_not_listed, "passes"),
    "not_supervisor": (rule_not_supervisor, "passes"),
    "same_again": (rule_same_again, "passes"),
    "related_role": (rule_related_role, "fails"),
    "never_again": (rule_never_again, "passes"),
}


def name_of(spec: dict[str, Any]) -> str:
    return str(spec.get("name", spec["kind"].replace("_", " ")))


def verdict(rule: dict[str, Any], left: Person, right: Person, miles: Miles) -> str:
    judge, _ = RULES[rule["kind"]]
    return judge(rule, left, right, miles)


def lets_pass(rule: dict[str, Any], answer: str) -> bool:
    _, when_unknown = RULES[rule["kind"]]
    return answer == YES or (answer == UNKNOWN and rule.get("unknown", when_unknown) == "passes")


def hard_rules(program: dict[str, Any]) -> list[dict[str, Any]]:
    """The rules that no goal of kind keep names."""
    soft = {goal.get("rule") for goal in program["goal"] if goal["kind"] == "keep"}
    return [rule for rule in program.get("rule", []) if name_of(rule) not in soft]


# ---------------------------------------------------------------- criteria: 0 to 1, or None


def criterion_proximity(spec: dict[str, Any], left: Person, right: Person, miles: Miles) -> float | None:
    distance = miles(left, right)
    return None if distance is None else 2 ** (-distance / spec["half_at_miles"])


def criterion_enrollment(spec: dict[str, Any], left: Person, right: Person, miles: Miles) -> float | None:
    a, b = cell(left, "enrollment"), cell(right, "enrollment")
    if a is None or b is None:
        return None
    return 2 ** (-abs(math.log(max(a, 1) / max(b, 1))) / math.log(spec["half_at_ratio"]))


def criterion_same(spec: dict[str, Any], left: Person, right: Person, miles: Miles) -> float | None:
    values = first_known_on_both(spec, left, right)
    return None if values is None else float(same_value(*values))


def criterion_shared(spec: dict[str, Any], left: Person, right: Person, miles: Miles) -> float | None:
    wanted = items(left, spec.get("left_column", "needs"))
    offered = items(right, spec.get("right_column", "expertise"))
    if not wanted or offered is None:
        return None
    # Reading: L and R are sets, so an item written twice counts once.
    if spec.get("central") is None:
        return len(set(wanted) & set(offered)) / len(set(wanted))
    # Reading: one star is taken off, and `central` is the decimal as written, like a weight.
    central = {without_star(item) for item in wanted if item.endswith("*")}
    counts = {item: Fraction(str(spec["central"])) if item in central else 1 for item in map(without_star, wanted)}
    found = set(map(without_star, offered))
    return float(Fraction(sum(count for item, count in counts.items() if item in found)) / sum(counts.values()))


def without_star(item: str) -> str:
    return key(item[:-1]) if item.endswith("*") else item


def criterion_overlap(spec: dict[str, Any], left: Person, right: Person, miles: Miles) -> float | None:
    """`spec["lists"]`: the known lists of everybody, which `solve` adds."""
    mine, theirs = (
        items(left, spec.get("column", "pressing_issues")),
        items(right, spec.get("column", "pressing_issues")),
    )
    if mine is None or theirs is None or not (mine or theirs):
        return None
    lists = [set(one) for one in spec["lists"]]
    rarity = {item: math.log2(1 + len(lists) / sum(item in one for one in lists)) for one in lists for item in one}
    shared, either = set(mine) & set(theirs), set(mine) | set(theirs)
    return sum(rarity[item] for item in shared) / sum(rarity[item] for item in either)


def criterion_preference(spec: dict[str, Any], left: Person, right: Person, miles: Miles) -> float | None:
    wishes = items(left, spec.get("column", "prefers"))
    if not wishes:
        return None
    # Reading: n counts the wishes as written; someone named twice has the better rank.
    if key(right["id"]) not in wishes:
        return 0.0
    rank = wishes.index(key(right["id"])) + 1
    return 1 - (rank - 1) / len(wishes)


def criterion_likeness(spec: dict[str, Any], left: Person, right: Person, miles: Miles) -> float | None:
    a, b = cell(left, spec["column"]), cell(right, spec["column"])
    return None if a is None or b is None else 2 ** (-abs(a - b) / spec["half_at"])


def criterion_experience(spec: dict[str, Any], left: Person, right: Person, miles: Miles) -> float | None:
    years = cell(right, spec.get("column", "years_as_superintendent"))
    return None if years is None else min(1, years / spec["full_at_years"])


def criterion_role(spec: dict[str, Any], left: Person, right: Person, miles: Miles) -> float | None:
    role, own = cell(left, "role"), cell(right, "role")
    if role is None:
        return None
    if own is not None and key(own) == key(role):
        return 1.0
    past, expertise = items(right, "past_roles"), items(right, "expertise")
    # Reading: if two entries of `areas` name one role (by `key`), both count.
    areas = [area for name, named in spec.get("areas", {}).items() if key(name) == key(role) for area in named]
    stands_in = [
        key(role) in (past or []),
        years_served(cell(right, "years_by_role") or {}, role) > 0,
        any(key(useful) in (expertise or []) for useful in [role, *areas]),
    ]
    if any(stands_in):
        return float(spec.get("stands_in", 0.5))
    return None if None in (own, past, expertise) else 0.0


def criterion_together_before(spec: dict[str, Any], left: Person, right: Person, miles: Miles) -> float | None:
    since = years_since(spec, left, right)
    return float(since is not None and since <= spec.get("years", 1))


def criterion_long_ago(spec: dict[str, Any], left: Person, right: Person, miles: Miles) -> float | None:
    since = years_since(spec, left, right)
    return 1.0 if since is None else min(1.0, (since - 1) / spec["recover_years"])


CRITERIA: dict[str, Callable[[dict[str, Any], Person, Person, Miles], float | None]] = {
    "proximity": criterion_proximity,
    "enrollment": criterion_enrollment,
    "same": criterion_same,
    "shared": criterion_shared,
    "preference": criterion_preference,
    "likeness": criterion_likeness,
    "experience": criterion_experience,
    "overlap": criterion_overlap,
    "role": criterion_role,
    "together_before": criterion_together_before,
    "long_ago": criterion_long_ago,
}


def worths_of(weights: Sequence[float]) -> list[int]:
    """Whole hundredths of a point that add up to 100.00 points: the method of the largest remainder."""
    exact = [Fraction(str(weight)) for weight in weights]
    if not exact:
        return []
    ideal = [10000 * weight / sum(exact) for weight in exact]
    worths = [math.floor(share) for share in ideal]
    by_remainder = sorted(range(len(exact)), key=lambda k: (worths[k] - ideal[k], k))
    for k in by_remainder[: 10000 - sum(worths)]:
        worths[k] += 1
    return worths


def points_of(spec: dict[str, Any], worth: int, left: Person, right: Person, miles: Miles) -> int:
    share = CRITERIA[spec["kind"]](spec, left, right, miles)
    if share is None:
        share = spec.get("unknown", 0.5)
    value = round_half_up(10000 * share)
    return (worth * value + 5000) // 10000


# ---------------------------------------------------------------- decisions


@dataclass
class Decided:
    locked: set[Pair] = field(default_factory=set)
    forbidden: set[Pair] = field(default_factory=set)
    withdrawn_left: set[str] = field(default_factory=set)
    withdrawn_right: set[str] = field(default_factory=set)


def read_decisions(decisions: Iterable[Person], left: list[Person], right: list[Person]) -> Decided:
    left_ids = {key(person["id"]): person["id"] for person in left}
    right_ids = {key(person["id"]): person["id"] for person in right}
    decided = Decided()
    for decision in decisions:
        one = key(decision["person"])
        if decision["action"] == "withdraw":
            if one not in left_ids and one not in right_ids:
                raise BadInput(f"nobody has the id {decision['person']}")
            # Reading: an id that stands in both tables is one person, withdrawn from both.
            decided.withdrawn_left |= {left_ids[one]} if one in left_ids else set()
            decided.withdrawn_right |= {right_ids[one]} if one in right_ids else set()
            continue
        other = key(decision["with"])
        # Reading: where both orders are possible, `person` is the one on the left.
        if one in left_ids and other in right_ids:
            pair = (left_ids[one], right_ids[other])
        elif other in left_ids and one in right_ids:
            pair = (left_ids[other], right_ids[one])
        else:
            raise BadInput(f"{decision['person']} and {decision['with']} are no pair of these tables")
        {"lock": decided.locked, "forbid": decided.forbidden}[decision["action"]].add(pair)
    return decided


# ---------------------------------------------------------------- screens


@dataclass
class TakingPart:
    """Who takes part on each side, and the pairs that exist already."""

    left_status: dict[str, str] = field(default_factory=dict)
    right_status: dict[str, str] = field(default_factory=dict)
    existing: set[Pair] = field(default_factory=set)


def screen_routed(screen: dict[str, Any], person: Person) -> str:
    # Reading: a missing or empty `unless` excuses nobody (as for `only`).
    unless = condition_holds(screen["unless"], person) if screen.get("unless") else NO
    answer = all_of([condition_holds(screen.get("when", {}), person), negation(unless)])
    if answer == UNKNOWN:
        answer = yes_no(screen.get("unknown", "takes part") == "is routed")
    return ROUTED if answer == YES else TAKES_PART


def screen_only(screen: dict[str, Any], person: Person) -> str:
    unless = condition_holds(screen["unless"], person) if screen.get("unless") else NO
    answer = any_of([condition_holds(screen.get("when", {}), person), unless])
    if answer == UNKNOWN:
        answer = yes_no(screen.get("unknown", "is not eligible") == "takes part")
    return TAKES_PART if answer == YES else NOT_ELIGIBLE


def screen_barred(screen: dict[str, Any], person: Person) -> str:
    unless = condition_holds(screen["unless"], person) if screen.get("unless") else NO
    answer = all_of([condition_holds(screen.get("when", {}), person), negation(unless)])
    if answer == UNKNOWN:
        answer = yes_no(screen.get("unknown", "takes part") == "is not eligible")
    return NOT_ELIGIBLE if answer == YES else TAKES_PART


SCREENS = {"routed": screen_routed, "only": screen_only, "barred": screen_barred}


def current_partners(screen: dict[str, Any], person: Person) -> list[str]:
    return items(person, screen.get("column", "current_mentor")) or []


def ask_left(screens: list[dict[str, Any]], person: Person) -> tuple[str, list[str]]:
    """The status of a left person, and the keys of the partners that make them already matched."""
    for screen in screens:
        if screen["kind"] == "already_matched":
            partners = current_partners(screen, person)
            if partners:
                return NOT_ELIGIBLE, partners
            continue
        status = SCREENS[screen["kind"]](screen, person)
        if status != TAKES_PART:
            return status, []
    return TAKES_PART, []


def ask_right(screens: list[dict[str, Any]], person: Person, left_taking_part: list[Person]) -> str:
    for screen in screens:
        if screen["kind"] == "already_matched":
            # Reading: for left screens only, since only right people have a capacity that can fall.
            raise BadInput("already_matched is a screen of the left side")
        if screen["kind"] == "one_side":
            if any(same_person(other, person) for other in left_taking_part):
                return NOT_ELIGIBLE
            continue
        status = SCREENS[screen["kind"]](screen, person)
        if status != TAKES_PART:
            return status
    return TAKES_PART


def screened(program: dict[str, Any], left: list[Person], right: list[Person], decided: Decided) -> TakingPart:
    result = TakingPart()
    right_ids = {key(person["id"]): person["id"] for person in right}
    for person in left:
        name = person["id"]
        if name in decided.withdrawn_left:
            # Reading: screens are not asked about someone withdrawn, so the current partner's seat is free.
            result.left_status[name] = WITHDRAWN
            continue
        status, partners = ask_left(program["left"].get("screen", []), person)
        result.left_status[name] = status
        result.existing |= {(name, right_ids[partner]) for partner in partners if partner in right_ids}
    left_taking_part = [person for person in left if result.left_status[person["id"]] == TAKES_PART]
    for person in right:
        name = person["id"]
        if name in decided.withdrawn_right:
            result.right_status[name] = WITHDRAWN
        else:
            screens = program["right"].get("screen", [])
            result.right_status[name] = ask_right(screens, person, left_taking_part)
    return result


def seats(spec: dict[str, Any] | None, otherwise: int, person: Person, existing: int) -> int:
    """A capacity or minimum: the cell, else the program's default, less the partners there already are."""
    spec = spec or {}
    number = cell(person, spec["column"]) if "column" in spec else None
    if number is None:
        number = spec.get("default", otherwise)
    return max(0, int(number) - existing)


# ---------------------------------------------------------------- limits: units broken


@dataclass
class Setting:
    """What a limit may look at beside the plan: both tables, who takes part, free seats, partners already had."""

    left: list[Person]
    right: list[Person]
    taking_part: set[str]  # left people
    seats: dict[str, int]  # right people who take part; partners already had are taken off
    existing: set[Pair]
    miles: Miles


def groups_of(spec: dict[str, Any], table: list[Person], taking_part: Iterable[str]) -> list[set[str]]:
    """The ids of each group that `who` and `by` choose among everybody in a table."""
    chosen = {person["id"] for person in table if condition_holds(spec.get("who", {}), person) == YES}
    if spec.get("by") is None:
        return [chosen]
    groups: dict[Any, set[str]] = {}
    for person in table:
        if cell(person, spec["by"]) is not None and person["id"] in chosen:
            groups.setdefault(canonical(cell(person, spec["by"])), set()).add(person["id"])
    # A value of which nobody who takes part is chosen makes no group: nothing is asked of it.
    return [group for group in groups.values() if not group.isdisjoint(taking_part)]


def outside(number: int, spec: dict[str, Any]) -> int:
    """How many are missing or too many."""
    most = spec.get("at_most")
    return max(0, spec.get("at_least", 0) - number, 0 if most is None else number - most)


def limit_quota(spec: dict[str, Any], plan: set[Pair], setting: Setting) -> int:
    side = spec.get("side", "right")
    table, place = (setting.left, 0) if side == "left" else (setting.right, 1)
    groups = groups_of(spec, table, setting.taking_part if side == "left" else setting.seats)
    return sum(outside(sum(pair[place] in group for pair in plan), spec) for group in groups)


def limit_serving(spec: dict[str, Any], plan: set[Pair], setting: Setting) -> int:
    serving = {partner for _, partner in plan}
    return sum(outside(len(group & serving), spec) for group in groups_of(spec, setting.right, setting.seats))


def limit_all_or_least(spec: dict[str, Any], plan: set[Pair], setting: Setting) -> int:
    missing = 0
    for person in setting.right:
        if condition_holds(spec.get("who", {}), person) != YES:
            continue
        own = cell(person, spec["column"]) if spec.get("column") else None
        least = spec.get("least", 2) if own is None else max(1, math.ceil(own))
        partners = sum(1 for _, partner in plan if partner == person["id"])
        missing += max(0, least - partners) if partners else 0
    return missing


def limit_shared_load(spec: dict[str, Any], plan: set[Pair], setting: Setting) -> int:
    alike: dict[Any, list[str]] = {}
    for person in setting.right:
        if cell(person, spec["column"]) is not None:
            alike.setdefault(canonical(cell(person, spec["column"])), []).append(person["id"])
    too_many = 0
    for group in alike.values():
        # Reading: someone who does not take part may have no partner, so adds no seats.
        most = max(setting.seats.get(person, 0) for person in group)
        if len(group) > 1:
            too_many += max(0, sum(1 for _, partner in plan if partner in group) - most)
    return too_many


def limit_pair_apart(spec: dict[str, Any], plan: set[Pair], setting: Setting) -> int:
    column, partner = spec.get("column", "conflicts"), dict(plan)
    return sum(
        one["id"] in partner
        and partner[one["id"]] == partner.get(other["id"])
        and neither_names(column, ["id", "district", "district_id"], one, other) == NO
        for one, other in combinations(setting.left, 2)
    )


def limit_pair_together(spec: dict[str, Any], plan: set[Pair], setting: Setting) -> int:
    column, partner = spec["column"], dict(plan)
    known = [p for p in setting.left if p["id"] in setting.taking_part and cell(p, column) is not None]
    return sum(
        same_value(one[column], other[column]) and partner.get(one["id"]) != partner.get(other["id"])
        for one, other in combinations(known, 2)
    )


def limit_budget(spec: dict[str, Any], plan: set[Pair], setting: Setting) -> int:
    def exact(name: str) -> Fraction:
        return Fraction(str(spec.get(name, 0)))

    people = {person["id"]: person for person in setting.left}
    mentors = {person["id"]: person for person in setting.right}
    cents = Fraction(0)
    for one, other in plan:
        hundredths = 0
        if exact("per_mile"):
            miles = setting.miles(people[one], mentors[other])
            hundredths = hundredths_of(exact("unknown_miles") if miles is None else miles)
        cents += math.floor(100 * exact("per_pair") + exact("per_mile") * hundredths + Fraction(1, 2))
    cents += 100 * exact("per_right") * len({other for _, other in plan})
    return max(0, math.ceil(cents / 100 - exact("most")))


def hundredths_of(miles: float | Fraction) -> int:
    """Miles in whole hundredths, the decimals taken as written; halves are rounded up."""
    return math.floor(Fraction(str(miles)) * 100 + Fraction(1, 2))


LIMITS: dict[str, Callable[[dict[str, Any], set[Pair], Setting], int]] = {
    "quota": limit_quota,
    "serving": limit_serving,
    "all_or_least": limit_all_or_least,
    "shared_load": limit_shared_load,
    "pair_apart": limit_pair_apart,
    "pair_together": limit_pair_together,
    "budget": limit_budget,
}


def units(limit: dict[str, Any], plan: Matching, setting: Setting) -> int:
    """By how many units a plan breaks a limit; 0 where it keeps it."""
    return int(LIMITS[limit["kind"]](limit, set(plan.items()), setting))


def hard_limits(program: dict[str, Any]) -> list[dict[str, Any]]:
    """The limits that no goal of kind keep names."""
    soft = {goal.get("limit") for goal in program["goal"] if goal["kind"] == "keep"}
    return [limit for limit in program.get("limit", []) if name_of(limit) not in soft]


# ---------------------------------------------------------------- goals


@dataclass
class Goal:
    name: str
    direction: str  # "max" or "min"
    value: Callable[[Matching], int | None]

    def rank(self, value: int | None) -> int:
        if value is None:
            return -1  # an empty plan's worst fit: below every fit
        return value if self.direction == "max" else -value


def goals_of(program: dict[str, Any], setting: Setting, fits: dict[Pair, int]) -> list[Goal]:
    goals: list[Goal] = []
    taking_part = [person for person in setting.left if person["id"] in setting.taking_part]
    for spec in program["goal"]:
        if spec["kind"] == "placed":
            goals += placed_goals(spec, taking_part)
        elif spec["kind"] == "worst_fit":
            goals.append(Goal(name_of(spec), "max", lambda plan: worst_fit(plan, fits)))
        elif spec["kind"] == "fit":
            goals.append(Goal(name_of(spec), "max", lambda plan: sum(fits[pair] for pair in plan.items())))
        elif spec["kind"] == "even_load":
            goals.append(Goal(name_of(spec), "min", lambda plan: even_load(plan, setting.right, setting.existing)))
        elif spec["kind"] in OTHER_GOALS:
            goals.append(OTHER_GOALS[spec["kind"]](spec, program, setting))
        else:
            raise BadInput(f"no goal of kind {spec['kind']}")
    if len({goal.name for goal in goals}) < len(goals):
        raise BadInput("two goals have the same name")
    return goals


def keep_goal(spec: dict[str, Any], program: dict[str, Any], setting: Setting) -> Goal:
    if bool(spec.get("limit")) == bool(spec.get("rule")):
        raise BadInput("a goal of kind keep names a limit or a rule")
    table = "limit" if spec.get("limit") else "rule"
    named = [one for one in program.get(table, []) if name_of(one) == spec[table]]
    if len(named) != 1:
        raise BadInput(f"{len(named)} tables [[{table}]] are named {spec[table]}")
    count = {"limit": units, "rule": failing_pairs}[table]
    cost = spec.get("cost_per_unit", 1)
    name = spec.get("name") or f"keep {spec[table]}"
    return Goal(name, "min", lambda plan: cost * count(named[0], plan, setting))


def failing_pairs(rule: dict[str, Any], plan: Matching, setting: Setting) -> int:
    """The number of pairs, locked ones included, that do not pass a rule."""
    return sum(not lets_pass(rule, verdict(rule, *pair, setting.miles)) for pair in people_of(plan, setting))


def people_of(plan: Matching, setting: Setting) -> list[tuple[Person, Person]]:
    left = {person["id"]: person for person in setting.left}
    right = {person["id"]: person for person in setting.right}
    return [(left[one], right[other]) for one, other in plan.items()]


def in_order_goal(spec: dict[str, Any], program: dict[str, Any], setting: Setting) -> Goal:
    taking_part = [person for person in setting.left if person["id"] in setting.taking_part]
    order = {p["id"]: [place_in_order(cell(p, column)) for column in spec["columns"]] for p in taking_part}
    classes = [one for one, _ in groupby(sorted(order.values()))]
    # The first class is number 1 and costs K, the last is number K and costs 1.
    cost = {name: len(classes) - classes.index(one) for name, one in order.items()}
    return Goal(name_of(spec), "min", lambda plan: sum(cost[name] for name in cost if name not in plan))


def place_in_order(value: Any) -> tuple[bool, Any]:
    """Something that sorts as the goal in_order says: smallest or earliest first, yes before no, blank last."""
    if value is None:
        return True, 0
    if isinstance(value, bool):
        return False, not value
    if not isinstance(value, int | float | date):
        # Reading: only numbers, dates and yes/no have an order.
        raise BadInput(f"{value} has no place in an order")
    return False, value


def level_goal(spec: dict[str, Any], program: dict[str, Any], setting: Setting) -> Goal:
    order = [key(level) for level in spec["order"]]

    def rung(person: Person) -> int:
        level = cell(person, spec.get("column", "level"))
        return order.index(key(level)) + 1 if level is not None and key(level) in order else 0

    return Goal(name_of(spec), "max", lambda plan: sum(rung(right) for _, right in people_of(plan, setting)))


def miles_goal(spec: dict[str, Any], program: dict[str, Any], setting: Setting) -> Goal:
    def far(left: Person, right: Person) -> int:
        miles = setting.miles(left, right)
        # Reading: `unknown_miles` is the decimal as written, as in the limit budget.
        return hundredths_of(spec["unknown_miles"] if miles is None else miles)

    return Goal(name_of(spec), "min", lambda plan: sum(far(*pair) for pair in people_of(plan, setting)))


OTHER_GOALS: dict[str, Callable[[dict[str, Any], dict[str, Any], Setting], Goal]] = {
    "keep": keep_goal,
    "in_order": in_order_goal,
    "level": level_goal,
    "miles": miles_goal,
}


def placed_goals(spec: dict[str, Any], taking_part: list[Person]) -> list[Goal]:
    name, by = name_of(spec), spec.get("by")
    counted = {p["id"] for p in taking_part if condition_holds(spec.get("who", {}), p) == YES}
    if by is None:
        return [count_goal(name, counted)]
    # Reading: the values of all who take part make goals, also of those whom `who` does not count.
    values = {p["id"]: cell(p, by) for p in taking_part}
    goals = []
    for value in sorted({float(v) for v in values.values() if v is not None}):
        goals.append(count_goal(f"{name}: {by} {value:g}", {i for i in counted if values[i] == value}))
    if None in values.values():
        goals.append(count_goal(f"{name}: {by} unknown", {i for i in counted if values[i] is None}))
    return goals


def count_goal(name: str, people: set[str]) -> Goal:
    return Goal(name, "max", lambda plan: len(people & plan.keys()))


def worst_fit(plan: Matching, fits: dict[Pair, int]) -> int | None:
    return min((fits[pair] for pair in plan.items()), default=None)


def even_load(plan: Matching, right: list[Person], existing: set[Pair]) -> int:
    # Reading: the sum is over all right people, also those who do not take part but have partners.
    total = 0
    for person in right:
        had = sum(1 for _, partner in existing if partner == person["id"])
        load = had + sum(1 for partner in plan.values() if partner == person["id"])
        total += load * (load - 1) // 2
    return total


# ---------------------------------------------------------------- plans


def legal_matchings(
    left: list[str], options: dict[str, list[str | None]], most: dict[str, int], least: dict[str, int]
) -> Iterator[Matching]:
    """Every way to give each left person one of their options within capacities and minimums."""

    def extend(rest: list[str], chosen: Matching, free: dict[str, int]) -> Iterator[Matching]:
        if not rest:
            if all(most[j] - free[j] >= least[j] for j in most):
                yield dict(chosen)
            return
        for partner in options[rest[0]]:
            if partner is None:
                yield from extend(rest[1:], chosen, free)
            elif free[partner] > 0:
                taken = {**free, partner: free[partner] - 1}
                yield from extend(rest[1:], {**chosen, rest[0]: partner}, taken)

    yield from extend(left, {}, dict(most))


def check_locks(locked: set[Pair], eligible: set[Pair], most: dict[str, int]) -> None:
    if not locked <= eligible:
        raise BadInput(f"locked but not eligible: {sorted(locked - eligible)}")
    if len({person for person, _ in locked}) < len(locked):
        raise BadInput("one left person is locked to two partners")
    for partner, seats_left in most.items():
        if sum(1 for _, other in locked if other == partner) > seats_left:
            raise BadInput(f"more locks than seats for {partner}")


def options_of(left: list[str], right: list[str], eligible: set[Pair], locked: set[Pair]) -> dict[str, list[Any]]:
    """Whom each left person may have, None for nobody: just the one partner for those locked."""
    options: dict[str, list[Any]] = {}
    for person in left:
        fixed = [partner for partner in right if (person, partner) in locked]
        options[person] = fixed or [j for j in right if (person, j) in eligible] + [None]
    return options


def tie_break_order(plan: Matching, left: list[str]) -> list[tuple[bool, str]]:
    """Right ids in the order of left ids, nobody after every id: the smallest such list wins."""
    return [(person not in plan, key(plan.get(person, ""))) for person in left]


def refuse_twins(program: dict[str, Any]) -> None:
    """Verdicts, points and limits go by name, so names must differ (math.md does not say it)."""
    for table in ("rule", "criterion", "limit"):
        names = [name_of(spec) for spec in program.get(table, [])]
        if len(set(names)) < len(names):
            raise BadInput(f"two tables [[{table}]] have the same name")


def solve(
    program: dict[str, Any],
    left: Iterable[Person],
    right: Iterable[Person],
    decisions: Iterable[dict[str, Any]] = (),
    miles: Miles | None = None,
) -> Answer:
    """The one right answer; raises BadInput where the specification speaks of bad input."""
    miles = miles or lambert_miles
    left, right = sorted_by_id(left), sorted_by_id(right)
    refuse_twins(program)
    program = with_history(with_lists(program, [*left, *right]))
    decided = read_decisions(decisions, left, right)
    part = screened(program, left, right, decided)

    criteria = program.get("criterion", [])
    worths = worths_of([criterion["weight"] for criterion in criteria])
    answer = Answer(
        left_status=part.left_status,
        right_status=part.right_status,
        worths={name_of(spec): worth for spec, worth in zip(criteria, worths, strict=True)},
    )
    for mine in left:
        for theirs in right:
            judge_pair(answer, program, mine, theirs, miles)
    answer.eligible -= decided.forbidden
    most, least = seats_of(program, right, part)
    answer.setting = setting_of(left, right, part, most, miles)
    goals = goals_of(program, answer.setting, answer.fits)
    answer.directions = {goal.name: goal.direction for goal in goals}
    left_ids = [person["id"] for person in left if person["id"] in answer.setting.taking_part]
    check_locks(decided.locked, answer.eligible, most)
    options = options_of(left_ids, list(most), answer.eligible, decided.locked)
    limits = hard_limits(program)
    for matching in legal_matchings(left_ids, options, most, least):
        if not any(units(limit, matching, answer.setting) for limit in limits):
            values = {goal.name: goal.value(matching) for goal in goals}
            rank = tuple(goal.rank(values[goal.name]) for goal in goals)
            answer.plans.append(Plan(matching, values, rank))
    pick_best(answer, [person["id"] for person in left])
    return answer


def with_lists(program: dict[str, Any], people: list[Person]) -> dict[str, Any]:
    """The program with everybody's known lists in each criterion of kind overlap."""
    criteria = [
        {**spec, "lists": [known for person in people if (known := items(person, column)) is not None]}
        if spec["kind"] == "overlap" and (column := spec.get("column", "pressing_issues"))
        else spec
        for spec in program.get("criterion", [])
    ]
    return {**program, "criterion": criteria}


def with_history(program: dict[str, Any]) -> dict[str, Any]:
    """The program with the pairs of earlier years, `program["history"]`, in each rule and criterion that asks."""
    asks = ("never_again", "together_before", "long_ago")
    history = {"history": program.get("history", {})}
    return program | {
        table: [spec | history if spec["kind"] in asks else spec for spec in program.get(table, [])]
        for table in ("rule", "criterion")
    }


def judge_pair(answer: Answer, program: dict[str, Any], left: Person, right: Person, miles: Miles) -> None:
    """Note a pair's verdicts, points and fit, and whether it is eligible (decisions aside)."""
    pair = (left["id"], right["id"])
    rules, criteria = program.get("rule", []), program.get("criterion", [])
    verdicts = {name_of(rule): verdict(rule, left, right, miles) for rule in rules}
    points = {name_of(c): points_of(c, answer.worths[name_of(c)], left, right, miles) for c in criteria}
    both_take_part = answer.left_status[pair[0]] == answer.right_status[pair[1]] == TAKES_PART
    if both_take_part and all(lets_pass(rule, verdicts[name_of(rule)]) for rule in hard_rules(program)):
        answer.eligible.add(pair)
    answer.verdicts[pair], answer.points[pair], answer.fits[pair] = verdicts, points, sum(points.values())


def seats_of(program: dict[str, Any], right: list[Person], part: TakingPart) -> tuple[dict[str, int], dict[str, int]]:
    """The most and the fewest new partners of each right person who takes part."""
    most, least = {}, {}
    for person in right:
        name = person["id"]
        if part.right_status[name] == TAKES_PART:
            had = sum(1 for _, partner in part.existing if partner == name)
            most[name] = seats(program["right"].get("capacity"), 1, person, had)
            least[name] = seats(program["right"].get("capacity_min"), 0, person, had)
    return most, least


def setting_of(
    left: list[Person], right: list[Person], part: TakingPart, most: dict[str, int], miles: Miles
) -> Setting:
    taking_part = {name for name, status in part.left_status.items() if status == TAKES_PART}
    return Setting(left, right, taking_part, most, part.existing, miles)


def pick_best(answer: Answer, left_ids: list[str]) -> None:
    """Fill in the best plans, in the order of the tie-break; none at all leaves the answer infeasible."""
    if not answer.plans:
        return
    highest = max(plan.rank for plan in answer.plans)
    best = [plan for plan in answer.plans if plan.rank == highest]
    best.sort(key=lambda plan: tie_break_order(plan.pairs, left_ids))
    answer.feasible = True
    answer.values = dict(best[0].values)
    answer.plan = best[0].pairs
    answer.optimal_plans = [plan.pairs for plan in best]


def all_plans(
    program: dict[str, Any],
    left: Iterable[Person],
    right: Iterable[Person],
    decisions: Iterable[dict[str, Any]] = (),
    miles: Miles | None = None,
) -> list[Plan]:
    """Every legal plan with its goal values, best or not."""
    return solve(program, left, right, decisions, miles).plans


def best_values(
    answer: Answer, *, forced: Pair | None = None, forbidden: Pair | None = None
) -> dict[str, int | None] | None:
    """The goal values of the best plan with one pair in it, or without one; None if no plan is so."""
    plans = [
        plan
        for plan in answer.plans
        if (forced is None or plan.pairs.get(forced[0]) == forced[1])
        and (forbidden is None or plan.pairs.get(forbidden[0]) != forbidden[1])
    ]
    return dict(max(plans, key=lambda plan: plan.rank).values) if plans else None


# ---------------------------------------------------------------- conflicts


def minimal_conflicts(
    program: dict[str, Any],
    left: Iterable[Person],
    right: Iterable[Person],
    decisions: Iterable[dict[str, Any]] = (),
    miles: Miles | None = None,
) -> list[frozenset[Element]]:
    """All smallest sets of hard limits, locks, rules and minimums that no plan meets; none where there is a plan.

    Every way to place people within screens, capacities and forbidden pairs is written down with what it breaks. A
    set has no plan if each of those ways breaks something in it.
    """
    miles = miles or lambert_miles
    left, right, decisions = sorted_by_id(left), sorted_by_id(right), list(decisions)
    program = with_history(program)
    decided = read_decisions(decisions, left, right)
    part = screened(program, left, right, decided)
    most, least = seats_of(program, right, part)
    setting = setting_of(left, right, part, most, miles)
    locks = {
        decision["id"]: next(iter(read_decisions([decision], left, right).locked))
        for decision in decisions
        if decision["action"] == "lock"
    }
    failing = {
        (one["id"], other["id"]): {
            ("rule", name_of(rule))
            for rule in hard_rules(program)
            if not lets_pass(rule, verdict(rule, one, other, miles))
        }
        for one in left
        for other in right
    }
    left_ids = [person["id"] for person in left if person["id"] in setting.taking_part]
    options = options_of(left_ids, list(most), set(failing) - decided.forbidden, set())
    broken_by_plans = set()
    for matching in legal_matchings(left_ids, options, most, dict.fromkeys(most, 0)):
        broken = {("limit", name_of(limit)) for limit in hard_limits(program) if units(limit, matching, setting)}
        broken |= {("lock", name) for name, (one, other) in locks.items() if matching.get(one) != other}
        loads = list(matching.values())
        broken |= {("minimum", "minimum") for name in most if loads.count(name) < least[name]}
        broken_by_plans.add(frozenset(broken.union(*(failing[pair] for pair in matching.items()))))
    return smallest_meeting_all(broken_by_plans)


def smallest_meeting_all(families: Iterable[frozenset[Element]]) -> list[frozenset[Element]]:
    """All sets that share an element with each of these, and that no longer would without any one of theirs."""
    families = {one for one in families if not any(other < one for other in families)}
    elements = sorted(set().union(*families))
    found: list[frozenset[Element]] = []
    for size in range(1, len(elements) + 1):
        for chosen in map(frozenset, combinations(elements, size)):
            if not any(smaller <= chosen for smaller in found) and all(chosen & one for one in families):
                found.append(chosen)
    return found
