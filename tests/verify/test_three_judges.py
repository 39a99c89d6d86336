"""Model, checker and oracle, written apart from the same sentences, say the same of people at random.

Of every pair whether it may be made and what it is worth, of some plans what each goal is worth.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache
from random import Random
from typing import Any

import pytest

import pair_oracle as oracle
from build import Case, Person, Raw, raw_program
from pairing.instance.pairs import build
from pairing.verify import judge_pairs
from pairing.verify.pairs.evaluation import Judge

SEASONS = range(120)
MENTEES, MENTORS = ("e0", "e1", "e2"), ("m0", "m1", "m2")
ROLES = ["dean", " Dean", "DEAN", "chief", "vice dean", "vice  Dean"]
ITEMS = ["I", "i ", "II", "ii*", "I *", "law", "Law*", "art", "dean", "chief", "*", "a **"]
CELLS: dict[str, list[Any]] = {
    "role": [None, *ROLES],
    "years_by_role": [None, {}, {"dean": 0.0}, {"dean": 2.5}, {"vice dean": 5.0, "dean": 0.0}, {"chief": 1.0}],
    "supervisor": [None, "E0", "m1 ", "Ann  lee", "q@z.org", "nobody"],
    "name": [None, "ann Lee", "Bo"],
    "email": [None, "Q@z.org", "b@z.org"],
    "current_mentor": [None, (), ("M0",), ("m2 ", "m1"), ("x",)],
    "level": [None, "I", "ii", "III"],
    "enrollment": [None, 100.0, 200.0],
    "priority": [None, 1.0, 2.0],
    "status": [None, "active", "retired"],
    "member": [None, True, False],
    "hired_on": [None, date(2026, 5, 1), date(2026, 5, 2)],
    "lat": [None, 38.0, 38.25],
    "lon": [-92.0, -92.5],
}
LISTS = {"past_roles": ROLES, "expertise": ITEMS, "needs": ITEMS, "completed": ITEMS, "requires": ITEMS}
TESTS: list[Raw] = [
    {"status": "retired"},
    {"member": True},
    {"role": ["dean", "chief"]},
    {"completed": "I"},
    {"level": ["I", "iii"]},
    {"enrollment": ">= 150"},
    {"hired_on": "> 2026-05-01"},
    {"years_by_role": "dean: >= 2"},
    {"years_by_role": "Dean : <1"},
    {"years_by_role": "vice  dean: > 4.5"},
    {"years_by_role": ["dean: > 2", "chief"]},
]
AREAS: list[dict[str, list[str]]] = [{}, {"Dean": ["law", "ART"], "chief": ["i"]}, {"vice dean": ["art"]}]


def person(rng: Random, name: str) -> Person:
    cells = {column: rng.choice(values) for column, values in CELLS.items()}
    lists = {
        column: None if rng.random() < 0.2 else tuple(rng.sample(items, rng.randint(0, 3)))
        for column, items in LISTS.items()
    }
    return {"id": name, **cells, **lists}


def condition(rng: Random) -> Raw | list[Raw]:
    tables = [dict(one for test in rng.sample(TESTS, 2) for one in test.items()), *rng.sample(TESTS, 2)]
    return rng.choice([{}, tables[1], tables[0], tables[:1], tables[1:], tables])


def rule(rng: Random) -> Raw:
    drawn: list[Raw] = [
        {"kind": "prepared", "unless": condition(rng), "where": condition(rng)},
        {"kind": "prepared", "right_column": "needs"},
        {"kind": "not_listed"},
        {"kind": "not_listed", "left_column": "needs", "right_column": "role"},
        {"kind": "not_supervisor"},
        {"kind": "same_again"},
        {"kind": "related_role", "areas": rng.choice(AREAS)},
        {"kind": "never_again"},
        {"kind": "never_again", "years": rng.randint(1, 4)},
    ]
    return rng.choice(drawn) | rng.choice([{}, {"unknown": "passes"}, {"unknown": "fails"}])


def criterion(rng: Random) -> Raw:
    drawn: list[Raw] = [
        {"kind": "shared"},
        {"kind": "shared", "central": rng.choice([1, 3, 2.5, 0.4, 1.1])},
        {"kind": "role", "areas": rng.choice(AREAS)},
        {"kind": "role", "areas": rng.choice(AREAS), "stands_in": rng.choice([0.0, 1.0, 0.3333])},
        {"kind": "together_before"},
        {"kind": "together_before", "years": rng.randint(1, 4)},
        {"kind": "long_ago", "recover_years": rng.choice([1, 3, 2.5, 0.3])},
    ]
    return rng.choice(drawn) | {"weight": rng.randint(1, 3), "unknown": rng.choice([0.0, 0.5])}


def goals(rng: Random) -> list[Raw]:
    columns = [["member"], ["hired_on", "priority"], ["priority", "enrollment", "member"]]
    more: list[Raw] = [{"kind": "keep", "rule": "rule 0", "cost_per_unit": rng.choice([1, 3])}]
    return [
        {"kind": "placed"},
        {"kind": "fit"},
        {"kind": "in_order", "columns": rng.choice(columns)},
        {"kind": "level", "order": rng.choice([["I", "II"], ["iii", "i", "x"]])},
        {"kind": "miles", "unknown_miles": rng.choice([0.0, 1.005, 33.335, 50.0])},
        *rng.choice([[], more]),
    ]


def history(rng: Random) -> dict[int, list[tuple[str, str]]]:
    """Up to four years, with some pairs each and some of people who are gone."""
    pairs = [(a, b) for a in (*MENTEES, "E1 ", "gone") for b in (*MENTORS, "M0", "old")]
    return {year: rng.sample(pairs, rng.randint(0, 6)) for year in rng.sample(range(2020, 2026), rng.randint(0, 4))}


@cache
def drawn(seed: int) -> tuple[Case, oracle.Answer]:
    """A season at random, and what the oracle says of it."""
    rng = Random(seed)
    people = [[person(rng, name) for name in names] for names in (MENTEES, MENTORS)]
    screens: list[Raw] = [{"kind": "only", "when": condition(rng), "unknown": "takes part"}]
    raw = raw_program(
        rules=[{**rule(rng), "name": f"rule {n}"} for n in range(rng.randint(1, 2))],
        criteria=[{**criterion(rng), "name": f"criterion {n}"} for n in range(2)],
        goals=goals(rng),
        left_screens=rng.choice([[], screens]),
        history=history(rng),
    )
    case = Case(raw, *people)
    return case, oracle.solve(*case.arguments)


def expected(answer: oracle.Answer) -> dict[tuple[str, str], int | None]:
    """Every pair's fit, None where it may not be made."""
    return {pair: fit if pair in answer.eligible else None for pair, fit in answer.fits.items()}


@pytest.mark.parametrize("seed", SEASONS)
def test_the_checker_and_the_oracle_say_the_same_of_every_pair(seed: int):
    case, answer = drawn(seed)
    judge = Judge(case.season)
    found = {(a, b): judge.verdict(i, j) for i, a in enumerate(MENTEES) for j, b in enumerate(MENTORS)}
    assert found == expected(answer), case
    worth = {(a, b): judge.points(i, j) for i, a in enumerate(MENTEES) for j, b in enumerate(MENTORS)}
    assert worth == {pair: list(points.values()) for pair, points in answer.points.items()}, case


@pytest.mark.parametrize("seed", SEASONS)
def test_the_model_and_the_oracle_say_the_same_of_every_pair(seed: int):
    case, answer = drawn(seed)
    all_pairs = build(case.season)
    found = {
        (a, b): int(all_pairs.fit[i, j]) if all_pairs.eligible[i, j] else None
        for i, a in enumerate(MENTEES)
        for j, b in enumerate(MENTORS)
    }
    assert found == expected(answer), case


@pytest.mark.parametrize("seed", SEASONS)
def test_the_checker_and_the_oracle_give_every_goal_of_a_plan_the_same_value(seed: int):
    case, answer = drawn(seed)
    for plan in Random(seed).sample(answer.plans, min(3, len(answer.plans))):
        report = judge_pairs(case.season, list(plan.pairs.items()))
        assert report.findings == (), case
        assert report.values == plan.values, case


def test_the_seasons_at_random_hold_everything_that_matters():
    """Every kind has every answer that it can give, and pairs fail and pass soft rules."""
    answers: Counter[tuple[str, str]] = Counter()
    values: Counter[str] = Counter()
    for seed in SEASONS:
        case, answer = drawn(seed)
        kinds = {one["name"]: one["kind"] for one in case.raw["rule"]}
        answers.update((kinds[name], said) for verdicts in answer.verdicts.values() for name, said in verdicts.items())
        values.update(name for plan in answer.plans for name, value in plan.values.items() if value)
    never_unknown = {("same_again", "unknown"), ("never_again", "unknown")}
    asked = ["prepared", "not_listed", "not_supervisor", "same_again", "related_role", "never_again"]
    assert {(kind, said) for kind in asked for said in ("yes", "no", "unknown")} - set(answers) == never_unknown
    assert {"in order", "level", "miles", "keep rule 0"} <= set(values)
