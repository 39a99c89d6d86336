"""Seasons made in memory, from plain dictionaries of typed values."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, permutations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pairing.geo import locate
from pairing.profiles import COLUMNS, Column, Table, columns_with, key
from pairing.program import Program
from pairing.season import Season
from pairing.season.decisions import Decision
from pairing.season.history import Entry, YearFile, placed

NUMBERS = ("number", "integer", "percent")
WISH = {"name": "wish", "kind": "preference", "weight": 1, "unknown": 0.0}
"""A criterion that gives every pair of people without wishes nothing."""

Person = dict[str, Any]
Raw = dict[str, Any]


def raw_program(
    *,
    rules: Sequence[Raw] = (),
    criteria: Sequence[Raw] = (WISH,),
    goals: Sequence[Raw] = ({"kind": "placed"}, {"kind": "fit"}),
    left_screens: Sequence[Raw] = (),
    right_screens: Sequence[Raw] = (),
    **more: Any,
) -> Raw:
    """A program of mentees and mentors as its TOML would give it, for this engine and for the oracle."""
    return {
        "left": {"label": "mentee", "table": "mentees", "screen": list(left_screens)},
        "right": {
            "label": "mentor",
            "table": "mentors",
            "capacity": {"column": "capacity", "default": 1},
            "capacity_min": {"column": "capacity_min", "default": 0},
            "screen": list(right_screens),
        },
        "rule": [{"name": rule["kind"], **rule} for rule in rules],
        "criterion": [{"name": criterion["kind"], "weight": 1, **criterion} for criterion in criteria],
        "goal": list(goals),
        **more,
    }


def program_of(raw: Raw) -> Program:
    """A program from the dictionary that its TOML would give, with the sources filled in.

    What stands under `history` is no part of it: pairs of ids by year.
    """
    raw = {"schema": 1, "name": "Test", "kind": "pairs", "source": "a test", **raw}
    raw.pop("history", None)
    for side in ("left", "right"):
        raw[side] = {**raw[side], "screen": [{"source": "test", **s} for s in raw[side].get("screen", [])]}
    raw["rule"] = [{"source": "test", **rule} for rule in raw.get("rule", [])]
    return Program.model_validate(raw, context={"columns": columns_with(raw.get("extra_columns", {}))})


def table_of(name: str, people: Sequence[Person], known: Mapping[str, Column] = COLUMNS) -> Table:
    """A table as the reader would make it: sorted by id, unknown is NaN or None."""
    people = sorted(people, key=lambda person: person["id"])
    names = list(dict.fromkeys(["id", *(column for person in people for column in person)]))
    columns: dict[str, Any] = {}
    for column in names:
        values = [person.get(column) for person in people]
        if known[column].type in NUMBERS:
            columns[column] = np.array([np.nan if v is None else v for v in values], dtype=np.float64)
        elif known[column].type == "years":
            values = [None if v is None else {key(role): years for role, years in v.items()} for v in values]
            columns[column] = pd.Series(values, dtype=object)
        else:
            columns[column] = pd.Series(values, dtype=object)
    frame = pd.DataFrame(columns, columns=names)
    return Table(name, f"{name}.csv", frame, tuple(range(2, len(people) + 2)), columns=known)


def season_of(
    raw: Raw, left: Sequence[Person], right: Sequence[Person], decisions: Sequence[dict[str, str]] = ()
) -> Season:
    """A season that stands in no folder."""
    program = program_of(raw)
    known = columns_with(raw.get("extra_columns", {}))
    tables = table_of(program.left.table, left, known), table_of(program.right.table, right, known)
    places = [locate(table)[0] for table in tables]
    years = [_year(year, pairs) for year, pairs in raw.get("history", {}).items()]
    return Season(
        Path("nowhere"), program, *tables, *places, tuple(_decision(d, *tables) for d in decisions), (), {},
        history=placed(years, *tables)[0], years=tuple(years),
    )  # fmt: skip


def _year(year: int, pairs: Iterable[tuple[str, str]]) -> YearFile:
    return YearFile(year, f"history/{year}.csv", tuple(Entry(f"row {n}", *pair) for n, pair in enumerate(pairs, 2)))


def _decision(raw: dict[str, str], left: Table, right: Table) -> Decision:
    person, other = key(raw["person"]), key(raw.get("with") or "")
    if other and (person not in left.index or other not in right.index):
        person, other = other, person
    at = right.index.get(other) if other else right.index.get(person)
    return Decision(raw["id"], raw["action"], left.index.get(person), at)


@dataclass
class Case:
    """A small season at random, for the engine and for the oracle alike."""

    raw: Raw
    left: list[Person]
    right: list[Person]
    decisions: list[dict[str, str]] = field(default_factory=list)

    @property
    def arguments(self) -> tuple[Raw, list[Person], list[Person], list[dict[str, str]]]:
        """What `season_of` and the oracle's `solve` take."""
        return self.raw, self.left, self.right, self.decisions

    @property
    def season(self) -> Season:
        """The season for the engine."""
        return season_of(*self.arguments)


PLACED = {"kind": "placed", "name": "everyone"}
PLACED_BY = {"kind": "placed", "name": "in order", "by": "priority"}
OTHER_GOALS = [
    {"kind": "placed", "name": "some", "who": {"region": ["north", "south"], "enrollment": ">= 150"}},
    {"kind": "worst_fit"},
    {"kind": "fit"},
    {"kind": "even_load"},
]


def goal_orders() -> list[list[Raw]]:
    """Every order of the goal kinds that a program may state, with and without classes, and of their subsets."""
    orders: list[list[Raw]] = []
    for everyone in (PLACED, PLACED_BY):
        for many in range(len(OTHER_GOALS) + 1):
            for others in combinations(OTHER_GOALS, many):
                orders += [list(order) for order in permutations([everyone, *others]) if _valid(order, everyone)]
    return orders


def _valid(order: Sequence[Raw], everyone: Raw) -> bool:
    kinds = [goal["kind"] for goal in order]
    return "worst_fit" not in kinds or kinds.index("worst_fit") > list(order).index(everyone)


def order_name(order: Sequence[Raw]) -> str:
    """A goal order in a test's name."""
    return ", ".join(goal.get("name", goal["kind"]) for goal in order)


def random_case(rng: random.Random, goals: Sequence[Raw], *, people: int = 4) -> Case:
    """A season of at most so many people on each side, with everything that a pair program may hold but locks."""
    left = [_mentee(rng, n) for n in range(rng.randint(1, people))]
    right = [_mentor(rng, n) for n in range(rng.randint(1, people))]
    if rng.random() < 0.2:
        rng.choice(right)["email"] = rng.choice(left)["email"]
    raw = raw_program(
        rules=_rules(rng),
        criteria=_criteria(rng),
        goals=goals,
        left_screens=_left_screens(rng),
        right_screens=[{"kind": "one_side"}] if rng.random() < 0.5 else [],
    )
    case = Case(raw, left, right)
    if rng.random() < 0.3:
        person, other = rng.sample([rng.choice(left)["id"], rng.choice(right)["id"]], 2)
        case.decisions.append({"id": "F", "action": "forbid", "person": person, "with": other})
    if rng.random() < 0.2:
        case.decisions.append({"id": "W", "action": "withdraw", "person": rng.choice([*left, *right])["id"]})
    return case


def lock_some(rng: random.Random, case: Case, pairs: Collection[tuple[str, str]]) -> Case:
    """The same season with up to two of these pairs locked."""
    chosen = rng.sample(sorted(pairs), k=min(rng.choice([0, 0, 1, 2]), len(pairs)))
    locks = [{"id": f"L{n}", "action": "lock", "person": a, "with": b} for n, (a, b) in enumerate(chosen)]
    return replace(case, decisions=[*case.decisions, *locks])


def _mentee(rng: random.Random, n: int) -> Person:
    person = {**_person(rng, f"e{n}"), "priority": rng.choice([1.0, 2.0, 2.0, None])}
    if rng.random() < 0.4:
        person["prefers"] = tuple(rng.sample([f"m{k}" for k in range(4)], rng.randint(0, 3)))
    if rng.random() < 0.25:
        person["current_mentor"] = rng.choice([(), ("m0",), ("M0 ",)])
    return person


def _mentor(rng: random.Random, n: int) -> Person:
    person = {**_person(rng, f"m{n}"), "capacity": rng.choice([0.0, 1.0, 1.0, 2.0, 3.0, None])}
    if rng.random() < 0.3:
        person["capacity_min"] = float(rng.randint(0, min(2, int(person["capacity"] or 0))))
    return person


def _person(rng: random.Random, identifier: str) -> Person:
    person = {
        "id": identifier,
        "email": f"{identifier}@example.org",
        "enrollment": rng.choice([100.0, 200.0, 200.0, 1000.0, None]),
        "region": rng.choice(["north", "south", "West", None]),
        "district_id": rng.choice(["1", "2", "3", None]),
        "grade_span": rng.choice(["K-12", "K-12", "K-12", "K-8", None]),
        "years_as_superintendent": rng.choice([1.0, 5.0, 9.0, None]),
    }
    if rng.random() < 0.8:
        person |= {"lat": 38 + rng.randint(0, 3) / 4, "lon": -92 - rng.randint(0, 3) / 4}
    return person


def _rules(rng: random.Random) -> list[Raw]:
    always = [{"kind": "different", "column": "district_id"}]
    sometimes: Iterable[Raw] = (
        {"kind": "within_miles", "max_miles": 40.0},
        {"kind": "experience", "min_years": 5.0, "unknown": "passes"},
        {"kind": "same", "column": "region", "unknown": "passes"},
    )
    return always + [rule for rule in sometimes if rng.random() < 0.2]


def _criteria(rng: random.Random) -> list[Raw]:
    """Coarse ones, so that ties are common."""
    return [
        {"kind": "same", "column": "region", "weight": rng.randint(0, 3)},
        {"kind": "preference", "weight": 1},
        {"kind": "enrollment", "half_at_ratio": 2.0, "weight": rng.randint(0, 5)},
        {"kind": "proximity", "half_at_miles": 30.0, "weight": rng.choice([0, 0, 2])},
    ]


def _left_screens(rng: random.Random) -> list[Raw]:
    screens: Iterable[Raw] = (
        {"kind": "routed", "to": "elsewhere", "when": {"grade_span": "K-8"}},
        {"kind": "already_matched"},
        {"kind": "only", "when": {"region": ["north", "south"]}, "unknown": "takes part"},
    )
    return [screen for screen in screens if rng.random() < 0.35]
