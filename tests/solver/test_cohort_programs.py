"""The solver of cohort programs against an oracle that looks at every plan of a tiny season."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from amount import cases
from cohort_build import LEADING, cohort_season
from cohort_oracle import CohortOracle, Grouping, Plan
from pairing.errors import InputError
from pairing.plans.cohort_parts import Cohort
from pairing.plans.cohorts import CohortPlan
from pairing.run import solve
from pairing.season import Season

Raw = dict[str, Any]

# ---------------------------------------------------------------- the comparison


def agree(season: Season) -> CohortPlan:
    """The solver's plan, after it has been found equal in everything to what the oracle says."""
    plan, oracle = solve(season), CohortOracle(season)
    answer = oracle.answer()
    assert isinstance(plan, CohortPlan)
    assert plan.outcome == ("proved" if answer.feasible else "infeasible"), plan
    if answer.feasible:
        kinds = [goal["kind"] for goal in oracle.raw["goal"]]
        assert [(goal.kind, goal.value) for goal in plan.goal_results] == list(zip(kinds, answer.values, strict=True))
        assert all(goal.proved and goal.bound == goal.value and not goal.given for goal in plan.goal_results)
        assert {i for cohort in plan.cohorts for i in cohort.ids} == answer.seated
        assert as_oracle(plan) in answer.plans
        compare_cohorts(oracle, plan)
        compare_exchanges(oracle, plan)
    else:
        assert plan.reason.strip()
        assert not plan.cohorts
        assert not plan.exchanges
    compare_left_out(oracle, plan)
    return plan


def as_oracle(plan: CohortPlan) -> Plan:
    return frozenset((cohort.ids, frozenset(cohort.facilitators)) for cohort in plan.cohorts)


def compare_cohorts(oracle: CohortOracle, plan: CohortPlan) -> None:
    """What the plan says of each cohort and seat, and of the money."""
    order = list(oracle.members)
    assert [cohort.number for cohort in plan.cohorts] == list(range(1, len(plan.cohorts) + 1))
    firsts = [order.index(cohort.ids[0]) for cohort in plan.cohorts]
    assert firsts == sorted(firsts)
    for cohort in plan.cohorts:
        assert (cohort.cost, cohort.penalty) == (oracle.cost(cohort.ids), oracle.penalty(cohort.ids))
        assert list(cohort.facilitators) == [f for f in oracle.facilitators if f in cohort.facilitators]
        compare_seats(oracle, cohort)
        compare_worst_pair(oracle, cohort)
        compare_enrollment(oracle, cohort)
        compare_meeting(oracle, cohort)
    money = "money" in oracle.raw
    assert plan.dollars == (pytest.approx(float(oracle.dollars(as_oracle(plan)))) if money else None)


def compare_seats(oracle: CohortOracle, cohort: Cohort) -> None:
    for seat in cohort.seats:
        assert seat.fit == oracle.mean_fit(seat.id, cohort.ids, oracle.fits)
        assert seat.facilitator_fit == oracle.mean_fit(seat.id, cohort.facilitators, oracle.leading)


def compare_worst_pair(oracle: CohortOracle, cohort: Cohort) -> None:
    pairs = {(i, j): oracle.fits[i, j] for i in cohort.ids for j in cohort.ids if i < j}
    if not pairs:
        assert cohort.worst_pair is None
        return
    assert cohort.worst_pair is not None
    i, j, fit = cohort.worst_pair
    assert oracle.fits[i, j] == fit == min(pairs.values())
    assert {i, j} <= {*cohort.ids}


def compare_enrollment(oracle: CohortOracle, cohort: Cohort) -> None:
    known = [e for i in cohort.ids if (e := oracle.members[i].get("enrollment")) is not None]
    assert cohort.enrollment == ((min(known), max(known)) if known else None)


def compare_meeting(oracle: CohortOracle, cohort: Cohort) -> None:
    meeting = oracle.meeting(cohort.ids)
    if meeting is None:
        assert (cohort.place, cohort.place_of, cohort.longest, cohort.median) == ("", "", None, None)
        assert all(seat.drive is None for seat in cohort.seats)
        return
    assert cohort.place_of == meeting.place_of
    assert cohort.place.strip()
    assert (cohort.longest, cohort.median) == (
        pytest.approx(meeting.longest),
        pytest.approx(meeting.median, abs=0.0051),
    )
    drives = {seat.id: round(100 * seat.drive) for seat in cohort.seats if seat.drive is not None}
    assert drives == meeting.drives


SHOWN = 3
"""How many other cohorts are shown for each member."""


def compare_exchanges(oracle: CohortOracle, plan: CohortPlan) -> None:
    """Each seated member's best ways into the best other cohorts, and no way where there is none."""
    lawful = oracle.exchanges(as_oracle(plan))
    found = {(e.id, plan.cohorts[e.cohort - 1].ids): e for e in plan.exchanges}
    assert len(found) == len(plan.exchanges)
    for way, exchange in found.items():
        same = {other.other: other for other in lawful[way]}[exchange.other]
        figures = exchange.cost, exchange.facilitators, exchange.fit
        assert figures == (same.cost, same.facilitators, same.fit)
    for i in oracle.members:
        least = sorted(min(other.cost for other in ways) for (who, _), ways in lawful.items() if who == i)
        assert [exchange.cost for exchange in plan.exchanges if exchange.id == i] == least[:SHOWN]
    order = list(oracle.members)
    assert list(plan.exchanges) == sorted(
        plan.exchanges, key=lambda exchange: (order.index(exchange.id), exchange.cost)
    )


def compare_left_out(oracle: CohortOracle, plan: CohortPlan) -> None:
    """Everyone without a cohort is named once, with a reason."""
    used = as_oracle(plan)
    members = {i for group, _ in used for i in group}
    facilitators = {f for _, team in used for f in team}
    everyone = [(person["id"], members) for person in oracle.all_members]
    everyone += [(person["id"], facilitators) for person in oracle.all_facilitators]
    assert sorted(left.id for left in plan.left_out) == sorted(i for i, used in everyone if i not in used)
    assert all(left.reason.strip() for left in plan.left_out)


# ---------------------------------------------------------------- seasons by hand


def members(**cells: Raw) -> list[Raw]:
    """Members by id, with their cells."""
    return [{"id": name, **own} for name, own in cells.items()]


def cohorts(plan: CohortPlan) -> set[str]:
    """The ids of each cohort in one word."""
    return {"".join(cohort.ids) for cohort in plan.cohorts}


def leaders(plan: CohortPlan) -> dict[str, str]:
    """The ids of each cohort's facilitators by those of its members."""
    return {"".join(cohort.ids): "".join(cohort.facilitators) for cohort in plan.cohorts}


def goal_value(plan: CohortPlan, kind: str) -> int | None:
    return next(goal.value for goal in plan.goal_results if goal.kind == kind)


NEW: Raw = {"first_year": True}
OLD: Raw = {"first_year": False}
BLANK: Raw = {}
NORTH: Raw = {"region": "north"}
SOUTH: Raw = {"region": "south"}

APART: Raw = {"kind": "apart"}
TOGETHER: Raw = {"kind": "together", "column": "supervisor"}


def of_new(kind: str, **more: Any) -> Raw:
    """A limit on members in their first year."""
    return {"kind": kind, "who": {"first_year": True}, **more}


OAK: Raw = {"district": "Oak", "district_id": "17"}
OF_S: Raw = {"supervisor": "s"}
LIMITS_ALONE = {
    "apart by id": (APART, members(a={"conflicts": ("B",)}, b={}, c={}), "ac"),
    "apart by the other's id": (APART, members(a={}, b={"conflicts": ("c", "a")}, c={}), "ac"),
    "apart by district": (APART, members(a={"conflicts": (" oak",)}, b=OAK, c={}), "ac"),
    "apart by district number": (APART, members(a={}, b=OAK, c={"conflicts": ("17",)}), "ab"),
    "apart from one's own district": (APART, members(a={**OAK, "conflicts": ("Oak", "a")}, b={}, c={}), "abc"),
    "apart from both of one district": (APART, members(a=OAK, b={"conflicts": ("Oak",)}, c=OAK), "ac"),
    "apart by none": (APART, members(a={"conflicts": ()}, b={}, c={}), "abc"),
    "apart by another column": (
        {**APART, "column": "declines"}, members(a={"declines": ("c",)}, b={"conflicts": ("a",)}, c={}), "ab",
    ),
    "apart leaves no cohort": (APART, members(a={"conflicts": ("b",)}, b={}), ""),
    "together against likeness": (
        TOGETHER,
        members(a={**NORTH, "supervisor": "S 1"}, b=NORTH, c={**SOUTH, "supervisor": "s  1 "}, d=SOUTH),
        "ac bd",
    ),
    "together more than fit": (TOGETHER, members(a={}, b=OF_S, c=OF_S, d=OF_S, e={}, f=OF_S), "ae"),
    "together, too many of them for any plan": (TOGETHER, members(a=OF_S, b=OF_S, c=OF_S, d=OF_S), ""),
    "together by number": (
        {**TOGETHER, "column": "enrollment"},
        members(a={**NORTH, "enrollment": 10}, b=NORTH, c={**SOUTH, "enrollment": "10.0"}, d=SOUTH),
        "ac bd",
    ),
    "together in two places": (
        TOGETHER, members(a=OF_S, b={"supervisor": "t"}, c={"supervisor": "t"}, d=OF_S), "ad bc",
    ),
    "at most none": (of_new("at_most", count=0), members(a=NEW, b=OLD, c=BLANK, d=OLD), "bcd"),
    "at most one": (of_new("at_most", count=1), members(a=NEW, b=NEW, c=OLD, d=OLD), "ac bd|ad bc"),
    "at most one, known": (of_new("at_most", count=1), members(a=NEW, b=BLANK, c=BLANK), "abc"),
    "at most two": (of_new("at_most", count=2), members(a=NEW, b=NEW, c=OLD), "abc"),
    "at most one of all": (of_new("at_most", count=1), members(a=NEW, b=NEW, c=NEW), ""),
    "at least one": (of_new("at_least", count=1), members(a=OLD, b=NEW, c=OLD, d=OLD, e=BLANK), "abc"),
    "at least one, known": (of_new("at_least", count=1), members(a=BLANK, b=BLANK, c=OLD), ""),
    "at least two": (of_new("at_least", count=2), members(a=OLD, b=NEW, c=OLD, d=NEW), "abd"),
    "at least all": (of_new("at_least", count=3), members(a=NEW, b=NEW, c=NEW, d=OLD, e=OLD), "abc"),
    "at least more than fit": (of_new("at_least", count=4), members(a=NEW, b=NEW, c=NEW, d=NEW), ""),
    "never alone": (of_new("never_alone"), members(a={**NEW, **NORTH}, b=NORTH, c={**NEW, **SOUTH}, d=SOUTH), "ac bd"),
    "never alone, one of them": (of_new("never_alone"), members(a=NEW, b=BLANK, c=OLD), "bc"),
    "never alone, three of them": (of_new("never_alone", least=3), members(a=NEW, b=OLD, c=NEW, d=OLD), "bd"),
    "never alone, all three": (of_new("never_alone", least=3), members(a=NEW, b=OLD, c=NEW, d=OLD, e=NEW), "ace bd"),
    "enrollment ratio at its edge": (
        {"kind": "enrollment_ratio", "max_ratio": 3.0}, members(a={"enrollment": 300}, b={"enrollment": 100}), "ab",
    ),
    "enrollment ratio just above": (
        {"kind": "enrollment_ratio", "max_ratio": 3.0}, members(a={"enrollment": 301}, b={"enrollment": 100}), "",
    ),
    "enrollment ratio as it is written": (
        {"kind": "enrollment_ratio", "max_ratio": 1.15}, members(a={"enrollment": 115}, b={"enrollment": 100}), "ab",
    ),
    "enrollment ratio of nothing": (
        {"kind": "enrollment_ratio", "max_ratio": 3.0}, members(a={"enrollment": 0}, b={"enrollment": 3}), "ab",
    ),
    "enrollment ratio, unknown": (
        {"kind": "enrollment_ratio", "max_ratio": 2.0},
        members(a={"enrollment": 100}, b=BLANK, c={"enrollment": 201}, d=BLANK),
        "ab cd|ad bc",
    ),
    "enrollment ratio, unknown fails": (
        {"kind": "enrollment_ratio", "max_ratio": 2.0, "unknown": "fails"},
        members(a={"enrollment": 100}, b=BLANK, c={"enrollment": 200}, d=BLANK),
        "ac",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LIMITS_ALONE)
def test_a_limit_alone(tmp_path: Path, name: str):
    limit, people, expected = LIMITS_ALONE[name]
    size = (2, 2) if len(people) == 4 and " " in expected else (2, 3)
    plan = agree(cohort_season(tmp_path / "season", people, limits=[limit], size=size))
    assert cohorts(plan) in [set(words.split()) for words in expected.split("|")]


def test_somebody_who_does_not_take_part_keeps_nobody_from_a_seat(tmp_path: Path):
    people = members(a={"supervisor": "s"}, b={}, c={"supervisor": "s"})
    plan = agree(cohort_season(tmp_path / "season", people, decisions=[("withdraw", "c")], limits=[TOGETHER]))
    assert cohorts(plan) == {"ab"}


def test_together_with_somebody_of_another_theme_both_wait(tmp_path: Path):
    people = members(a={"supervisor": "s"}, b={}, c={"supervisor": "s", "theme": "x"}, d={"theme": "x"}, e={})
    season = cohort_season(tmp_path / "season", people, limits=[TOGETHER], themes=[{"name": "x"}])
    assert cohorts(agree(season)) == {"be"}


# ---------------------------------------------------------------- places

HERE: Raw = {"lat": 38.0, "lon": -92.0}
THERE: Raw = {"lat": 38.2, "lon": -92.0}
HALFWAY: Raw = {"lat": 38.1, "lon": -92.0}
APART_MILES = 13.79
"""From here to there."""


@pytest.mark.parametrize(
    ("people", "venues", "max_miles", "unknown", "expected"),
    [
        pytest.param({"a": HERE, "b": THERE}, {}, APART_MILES, "fails", "ab", id="the longest drive that there may be"),
        pytest.param({"a": HERE, "b": THERE}, {}, 13.78, "fails", "", id="a hundredth of a mile too far"),
        pytest.param({"a": HERE, "b": THERE}, {"v": HALFWAY}, 6.9, "fails", "ab", id="a venue halfway"),
        pytest.param({"a": HERE, "b": THERE}, {"v": BLANK}, 6.9, "fails", "", id="a venue nobody knows where"),
        pytest.param({"a": HERE, "b": THERE, "c": HALFWAY}, {}, 6.9, "fails", "abc", id="a member halfway"),
        pytest.param({"a": HERE, "b": THERE, "c": THERE}, {}, 6.9, "fails", "bc", id="one too far"),
        pytest.param({"a": HERE, "b": BLANK, "c": HERE}, {}, 6.9, "fails", "ac", id="one without a place"),
        pytest.param({"a": HERE, "b": BLANK, "c": HERE}, {}, 6.9, "passes", "abc", id="one without a place passes"),
        pytest.param({"a": BLANK, "b": BLANK}, {}, 6.9, "fails", "", id="nobody has a place"),
        pytest.param({"a": BLANK, "b": BLANK}, {}, 6.9, "passes", "ab", id="nobody has a place, which passes"),
        pytest.param({"a": BLANK, "b": BLANK}, {"v": HERE}, 6.9, "passes", "ab", id="nobody but the venue has a place"),
    ],
)
def test_drive(tmp_path: Path, people: Raw, venues: Raw, max_miles: float, unknown: str, expected: str):
    limit = {"kind": "drive", "max_miles": max_miles, "unknown": unknown}
    halls = [{"name": f"hall {who}", **hall} for who, hall in zip(venues, members(**venues), strict=True)]
    season = cohort_season(tmp_path / "season", members(**people), venues=halls, limits=[limit])
    assert cohorts(agree(season)) == set(expected.split())


@pytest.mark.parametrize(
    ("people", "venues", "place"),
    [
        ({"a": HERE, "b": THERE, "c": HALFWAY}, {}, "c"),
        ({"a": HERE, "b": THERE, "c": BLANK}, {"v": HALFWAY}, "v"),
        ({"a": HERE, "b": THERE}, {"v": HERE}, "a"),
        ({"a": HERE, "b": THERE, "c": THERE}, {"v": THERE}, "b"),
        ({"a": THERE, "b": HERE, "c": HERE}, {}, "b"),
        ({"a": HERE, "b": HERE}, {"u": HALFWAY, "v": HERE}, "a"),
        ({"a": HERE, "b": THERE}, {"u": HALFWAY, "v": HALFWAY}, "u"),
        ({"a": BLANK, "b": BLANK}, {"v": HERE}, ""),
        ({"a": BLANK, "b": THERE}, {"v": HERE}, "b"),
    ],
)
def test_where_a_cohort_meets(tmp_path: Path, people: Raw, venues: Raw, place: str):
    halls = [{"name": f"hall {who}", **hall} for who, hall in zip(venues, members(**venues), strict=True)]
    plan = agree(cohort_season(tmp_path / "season", members(**people), venues=halls))
    assert [cohort.place_of for cohort in plan.cohorts] == [place]


# ---------------------------------------------------------------- costs


@pytest.mark.parametrize(
    ("enrollments", "penalty"),
    [
        ((100, 200), 0),  # exactly the ratio that is free
        ((100, 400), 6000),  # one doubling more
        ((100, 283), 3006),  # 1.50080 levels, a thousandth each: (1501 - 1000) * 6
        ((0, 8), 12000),  # nothing counts as one
        ((None, 900), 0),
        ((100, None, 800), 12000),
        ((None, None), 0),
    ],
)
def test_penalty(tmp_path: Path, enrollments: Sequence[int | None], penalty: int):
    people = [{"id": f"m{n}", "enrollment": e} for n, e in enumerate(enrollments)]
    spread = {"kind": "enrollment_ratio", "free_up_to": 2, "points_per_doubling": 60}
    plan = agree(cohort_season(tmp_path / "season", people, penalties=[spread]))
    assert [cohort.penalty for cohort in plan.cohorts] == [penalty]
    assert goal_value(plan, "alike") == 5000 * len(people) + penalty


def test_a_penalty_changes_the_cohorts(tmp_path: Path):
    small, large = {"enrollment": 100}, {"enrollment": 800}
    people = members(a={**NORTH, **small}, b={**NORTH, **large}, c={**SOUTH, **small}, d={**SOUTH, **large})
    cheap = {"kind": "enrollment_ratio", "free_up_to": 2, "points_per_doubling": 99}
    dear = {**cheap, "points_per_doubling": 101}
    parts: Raw = {"size": (2, 2)}
    # Two doublings too many cost 198 or 202 points in each cohort, other regions 200.
    assert cohorts(agree(cohort_season(tmp_path / "cheap", people, penalties=[cheap], **parts))) == {"ab", "cd"}
    assert cohorts(agree(cohort_season(tmp_path / "dear", people, penalties=[dear], **parts))) == {"ac", "bd"}


def test_costs_are_rounded_half_up(tmp_path: Path):
    criterion = {"kind": "same", "column": "region", "weight": 1, "unknown": 0.12345}
    criteria = [{**criterion, "name": "one"}, {**criterion, "name": "other"}]
    people = members(a={}, b={}, c={})
    plan = agree(cohort_season(tmp_path / "season", people, criteria=criteria, size=(3, 3)))
    # 0.1235 of two worths of 5000 is 617.5, so 618 points each; 3 * 8764 * 2 / 2.
    assert goal_value(plan, "alike") == 3 * 8764


# ---------------------------------------------------------------- themes

BY_REGION = {"kind": "same", "name": "region", "column": "region", "weight": 3}
BY_COUNTY = {"kind": "same", "name": "county", "column": "county", "weight": 1}


def test_themes_share_no_cohorts_and_have_their_own_weights(tmp_path: Path):
    cells = [{"region": r, "county": c} for r, c in (("1", "1"), ("1", "2"), ("2", "1"), ("2", "2"))]
    plain = [{"id": f"a{n}", **own} for n, own in enumerate(cells)]
    themed = [{"id": f"b{n}", "theme": " LOCAL", **own} for n, own in enumerate(cells)]
    themes = [{"name": "Local", "weights": {"county": 9}}]
    criteria = [BY_REGION, BY_COUNTY]
    season = cohort_season(tmp_path / "season", [*plain, *themed], criteria=criteria, themes=themes, size=(2, 2))
    plan = agree(season)
    assert cohorts(plan) == {"a0a1", "a2a3", "b0b2", "b1b3"}
    assert [cohort.cost for cohort in plan.cohorts] == [5000, 5000, 5000, 5000]


def test_too_few_of_a_theme_wait(tmp_path: Path):
    people = members(a={"theme": "x"}, b={"theme": "y"}, c={}, d={}, e={"theme": "x"})
    plan = agree(cohort_season(tmp_path / "season", people, themes=[{"name": "x"}, {"name": "y"}]))
    assert cohorts(plan) == {"ae", "cd"}


# ---------------------------------------------------------------- decisions

FOUR = members(a=NORTH, b=NORTH, c=SOUTH, d=SOUTH)
DECISIONS: dict[str, tuple[list[Sequence[str]], Raw, str]] = {
    "none": ([], {}, "ab cd"),
    "lock": ([("lock", "a", "c")], {}, "ac bd"),
    "lock the other way round": ([("lock", "D", "a")], {}, "ad bc"),
    "two locks": ([("lock", "a", "b"), ("lock", "d", "c")], {}, "ab cd"),
    "lock those who would wait": ([("lock", "c", "d")], {"cohorts": 1}, "cd"),
    "a chain of locks": ([("lock", "a", "b"), ("lock", "d", "b")], {"size": (2, 3)}, "abd"),
    "a ring of locks": ([("lock", "a", "d"), ("lock", "d", "b"), ("lock", "a", "b")], {"size": (2, 3)}, "abd"),
    "forbid": ([("forbid", "b", "a")], {}, "ac bd|ad bc"),
    "forbid more": ([("forbid", "b", "a"), ("forbid", "a", "c")], {}, "ad bc"),
    "forbid all of somebody's mates": ([("forbid", "a", "b"), ("forbid", "c", "a"), ("forbid", "a", "d")], {}, "bc"),
    "withdraw": ([("withdraw", "a")], {"size": (2, 3)}, "bcd"),
    "withdraw down to one cohort": ([("withdraw", "d")], {}, "ab"),
    "everything": ([("withdraw", "b"), ("lock", "d", "a"), ("forbid", "c", "a")], {"size": (2, 3)}, "ad"),
}


@pytest.mark.parametrize("name", DECISIONS)
def test_decisions(tmp_path: Path, name: str):
    decisions, parts, expected = DECISIONS[name]
    season = cohort_season(tmp_path / "season", FOUR, decisions=decisions, **{"size": (2, 2), **parts})
    assert cohorts(agree(season)) in [set(words.split()) for words in expected.split("|")]


@pytest.mark.parametrize(
    ("decisions", "expected"),
    [
        ([], {"ab": "f", "cd": "g"}),
        ([("lock", "a", "g")], {"ab": "g", "cd": "f"}),
        ([("lock", "g", "b"), ("lock", "c", "f")], {"ab": "g", "cd": "f"}),
        ([("forbid", "f", "b")], {"ab": "g", "cd": "f"}),
        ([("forbid", "f", "b"), ("forbid", "g", "b")], {"acd": "g"}),
        ([("forbid", "f", "a"), ("forbid", "f", "c")], {"ac": "g", "bd": "f"}),
        ([("lock", "a", "f"), ("lock", "d", "f")], {"ad": "f", "bc": "g"}),
        ([("withdraw", "g")], {"abc": "f"}),
    ],
)
def test_decisions_about_facilitators(tmp_path: Path, decisions: list[Sequence[str]], expected: dict[str, str]):
    people = [{**person, "county": person["region"]} for person in FOUR]
    led_by = members(f={"county": "north"}, g={"county": "south"})
    assert leaders(agree(cohort_season(tmp_path / "season", people, led_by, decisions=decisions))) == expected


# ---------------------------------------------------------------- how many cohorts, and the money


@pytest.mark.parametrize(
    ("asked", "sizes"),
    [
        ("any", [2, 2, 2]),
        (1, [3]),
        (2, [3, 3]),
        (3, [2, 2, 2]),
        ([1, 2], [3, 3]),
        ([2, 3], [2, 2, 2]),
        ([3, 9], [2, 2, 2]),
    ],
)
def test_number_of_cohorts(tmp_path: Path, asked: Any, sizes: list[int]):
    people = members(a=NORTH, b=NORTH, c=SOUTH, d=SOUTH, e={"region": "west"}, f={"region": "west"})
    plan = agree(cohort_season(tmp_path / "season", people, cohorts=asked))
    assert [len(cohort.seats) for cohort in plan.cohorts] == sizes


@pytest.mark.parametrize(
    ("most", "cap", "expected"),
    [
        (None, 1, {"ab": "f", "cd": "g"}),
        (2201, 1, {"ab": "f", "cd": "g"}),
        (2200.99, 1, {"abc": "f"}),
        (2200.99, 2, {"ab": "f", "cd": "f"}),
        (1900.5, 2, {"ab": "f", "cd": "f"}),
        (1900.49, 2, {"abc": "f"}),
        (1100.5, 2, {"abc": "f"}),
    ],
)
def test_money(tmp_path: Path, most: float | None, cap: int, expected: dict[str, str]):
    people = [{**person, "county": person["region"]} for person in FOUR]
    led_by = members(f={"county": "north"}, g={"county": "west"})
    money: Raw = {"per_cohort": {"stipend": 750, "travel": 50}, "per_facilitator": {"training": 300.5}}
    parts: Raw = {"money": money | ({} if most is None else {"most": most}), "max_cohorts": cap}
    plan = agree(cohort_season(tmp_path / "season", people, led_by, **parts))
    assert leaders(plan) == expected
    assert plan.dollars == 800 * len(expected) + 300.5 * len({*expected.values()})


def test_who_waits_depends_on_the_money_for_a_second_facilitator(tmp_path: Path):
    people = members(a={}, b={}, c={}, d={"conflicts": ("f",)})
    apart = {"kind": "no_conflict", "between": "member-facilitator"}
    money = {"per_cohort": {"stipend": 100}, "per_facilitator": {"training": 50}, "most": 299}
    parts: Raw = {"size": (2, 2), "max_cohorts": 2, "rules": [apart], "money": money}
    plan = agree(cohort_season(tmp_path / "season", people, ["f", "g"], **parts))
    assert set(leaders(plan).values()) == {"g"}
    assert goal_value(plan, "seated") == 4


# ---------------------------------------------------------------- facilitators


@pytest.mark.parametrize(
    ("cells", "default", "expected"),
    [
        ({"f": {}, "g": {}}, 1, 2),
        ({"f": {}, "g": {}}, 2, 3),
        ({"f": {"max_cohorts": 0}, "g": {}}, 1, 1),
        ({"f": {"max_cohorts": 0}, "g": {}}, 2, 2),
        ({"f": {"max_cohorts": 3}, "g": {}}, 0, 3),
        ({"f": {"max_cohorts": 2}, "g": {}}, 1, 3),
        ({"f": {"max_cohorts": 1}, "g": {"max_cohorts": 1}}, 9, 2),
    ],
)
def test_most_cohorts_of_a_facilitator(tmp_path: Path, cells: Raw, default: int, expected: int):
    people = [f"m{n}" for n in range(6)]
    season = cohort_season(tmp_path / "season", people, members(**cells), size=(2, 2), max_cohorts=default)
    assert len(agree(season).cohorts) == expected


def test_two_facilitators_lead_each_cohort(tmp_path: Path):
    people = members(a={**NORTH, "county": "1"}, b=NORTH, c={**SOUTH, "county": "2"}, d={**SOUTH, "county": "2"})
    led_by = members(f={"county": "2"}, g={"county": "1"}, h={"county": "2"}, i={"county": "3"})
    plan = agree(cohort_season(tmp_path / "season", people, led_by, per_cohort=2))
    assert leaders(plan) == {"ab": "gi", "cd": "fh"}


def test_two_facilitators_are_two_people(tmp_path: Path):
    parts: Raw = {"per_cohort": 2, "max_cohorts": 5}
    plan = agree(cohort_season(tmp_path / "one", ["a", "b"], ["f"], **parts))
    assert plan.outcome == "infeasible"
    plan = agree(cohort_season(tmp_path / "two", ["a", "b", "c", "d"], ["f", "g"], **parts))
    assert goal_value(plan, "seated") == 4


def test_three_facilitators_for_two_cohorts_of_two(tmp_path: Path):
    led_by = members(f={"max_cohorts": 2}, g={}, h={})
    plan = agree(cohort_season(tmp_path / "season", FOUR, led_by, per_cohort=2, size=(2, 2)))
    assert all("f" in cohort.facilitators for cohort in plan.cohorts)
    assert len(plan.cohorts) == 2


# ---------------------------------------------------------------- who waits


WAITING: dict[str, tuple[list[str], list[Raw], str]] = {
    "the table": ([], [{}, {}, {}, {}], "ab"),
    "dates": (["registered_on"], [{}, {"registered_on": "2026-05-02"}, {"registered_on": "5/1/2026"}, {}], "bc"),
    "equal dates": (["registered_on"], [{}, *[{"registered_on": "2026-05-02"}] * 3], "bc"),
    "yes, no, unknown": (["continuing"], [{}, {"continuing": False}, {"continuing": True}, {}], "bc"),
    "no before unknown": (["continuing"], [{}, {}, {"continuing": False}, {"continuing": True}], "cd"),
    "numbers": (["enrollment"], [{"enrollment": 1000}, {"enrollment": 99}, {}, {"enrollment": 100}], "bd"),
    "texts": (["county"], [{"county": "b"}, {"county": "C"}, {"county": "A"}, {}], "ac"),
    "two columns": (
        ["continuing", "registered_on"],
        [
            {"continuing": True},
            {"continuing": True, "registered_on": "2026-05-02"},
            {"continuing": False, "registered_on": "2026-01-01"},
            {"continuing": True, "registered_on": "2026-05-01"},
        ],
        "bd",
    ),
}


@pytest.mark.parametrize("name", WAITING)
def test_order_of_waiting(tmp_path: Path, name: str):
    order, cells, expected = WAITING[name]
    people = [{"id": i, **own} for i, own in zip("abcd", cells, strict=True)]
    season = cohort_season(tmp_path / "season", people, order=order, size=(2, 2), cohorts=1)
    assert cohorts(agree(season)) == {expected}


def test_the_first_goal_that_counts_somebody_stands_before_the_order(tmp_path: Path):
    people = members(a={"priority": 1}, b={"priority": 2, **NEW}, c={"priority": 1}, d={"priority": 3, **NEW})
    goals = [{"kind": "seated", "who": {"first_year": True}}, "seated", "alike"]
    parts: Raw = {"order": ["priority"], "goals": goals, "size": (3, 3)}
    assert cohorts(agree(cohort_season(tmp_path / "season", people, **parts))) == {"abd"}


def test_an_earlier_seated_goal_outweighs_the_number_of_all(tmp_path: Path):
    """Whoever is in the first year may sit with b alone, and three others could sit together."""
    people = members(a=NEW, b=OLD, c=OLD, d=OLD)
    parts: Raw = {"decisions": [("forbid", "a", "c"), ("forbid", "a", "d")], "cohorts": 1}
    plan = agree(cohort_season(tmp_path / "all", people, **parts))
    assert cohorts(plan) == {"bcd"}
    goals = [{"kind": "seated", "who": {"first_year": True}}, "seated", "alike"]
    plan = agree(cohort_season(tmp_path / "new", people, goals=goals, **parts))
    assert cohorts(plan) == {"ab"}
    assert [goal.value for goal in plan.goal_results[:2]] == [1, 2]


def test_an_unknown_answer_is_not_counted(tmp_path: Path):
    people = members(a={}, b={}, c=NEW, d={})
    goals = [{"kind": "seated", "who": {"first_year": True}}, "seated", "alike"]
    plan = agree(cohort_season(tmp_path / "season", people, goals=goals, size=(2, 2), cohorts=1))
    assert cohorts(plan) == {"ac"}
    assert [goal.value for goal in plan.goal_results] == [1, 2, 10000]


def test_whoever_comes_first_takes_a_seat_though_others_are_more_alike(tmp_path: Path):
    decisions = [("forbid", "a", "b"), ("forbid", "a", "c")]
    plan = agree(cohort_season(tmp_path / "season", FOUR, decisions=decisions, size=(2, 2), cohorts=1))
    assert cohorts(plan) == {"ad"}


# ---------------------------------------------------------------- later goals


def test_facilitators_are_chosen_for_their_members(tmp_path: Path):
    people = members(a={**NORTH, "county": "1"}, b={**NORTH, "county": "2"}, c={**SOUTH, "county": "1"}, d=SOUTH)
    led_by = members(f={"county": "1"}, g={"county": "2"}, h={"county": "3"})
    plan = agree(cohort_season(tmp_path / "season", people, led_by))
    assert goal_value(plan, "facilitators") == 25000
    assert goal_value(plan, "alike") == 0


def test_the_order_of_the_later_goals_decides(tmp_path: Path):
    """Nobody's region is known, so that every grouping of two and two is equally alike."""
    x, y, first = {"county": "x"}, {"county": "y"}, {"last_cohort": "1"}
    people = members(a={**x, **first}, b=y, c={**y, **first}, d=x)
    led_by = members(f={"county": "x"}, g={"county": "y"})
    parts: Raw = {"size": (2, 2)}
    goals = ["seated", "alike", "facilitators", "continuity"]
    plan = agree(cohort_season(tmp_path / "facilitators", people, led_by, goals=goals, **parts))
    assert leaders(plan) == {"ad": "f", "bc": "g"}
    goals = ["seated", "alike", "continuity", "facilitators"]
    plan = agree(cohort_season(tmp_path / "continuity", people, led_by, goals=goals, **parts))
    assert cohorts(plan) == {"ac", "bd"}
    assert [goal.value for goal in plan.goal_results[2:]] == [1, 20000]


def test_worst_cohort_decides_between_equal_sums(tmp_path: Path):
    """Two who agree in both columns cost 0, in one 100 points, in none 200: 0 + 200 against 100 + 100."""
    cells = [("north", "1"), ("north", "1"), ("south", "1"), ("north", "2")]
    people = [{"id": i, "region": r, "county": c} for i, (r, c) in zip("abcd", cells, strict=True)]
    criteria = [{**BY_REGION, "weight": 1}, BY_COUNTY]
    goals = ["seated", "alike", "worst_cohort"]
    plan = agree(cohort_season(tmp_path / "season", people, criteria=criteria, goals=goals, size=(2, 2)))
    assert cohorts(plan) != {"ab", "cd"}
    assert [goal.value for goal in plan.goal_results] == [4, 20000, 5000]


def test_no_later_goal_costs_likeness(tmp_path: Path):
    people = [{**person, "last_cohort": "1" if person["id"] in "ac" else "2"} for person in FOUR]
    season = cohort_season(tmp_path / "season", people, goals=["seated", "alike", "continuity"], size=(2, 2))
    plan = agree(season)
    assert cohorts(plan) == {"ab", "cd"}
    assert goal_value(plan, "continuity") == 0


def test_continuity_counts_pairs_of_known_cohorts(tmp_path: Path):
    last = [" 1", "1", None, "2", None, "1 "]
    people = [{"id": name, "last_cohort": cell} for name, cell in zip("abcdef", last, strict=True)]
    plan = agree(cohort_season(tmp_path / "season", people, goals=["seated", "alike", "continuity"], size=(3, 3)))
    assert cohorts(plan) == {"abf", "cde"}
    assert goal_value(plan, "continuity") == 3


# ---------------------------------------------------------------- swap costs

FIVE = members(a=NORTH, b=NORTH, c=NORTH, d=SOUTH, e=SOUTH)


def ways(plan: CohortPlan) -> set[tuple[str, int, str | None, int]]:
    return {(exchange.id, exchange.cohort, exchange.other, exchange.cost) for exchange in plan.exchanges}


def test_swap_costs(tmp_path: Path):
    """A third member from the other region costs two of them 100 points and the third 200, halved: 200 in all."""
    plan = agree(cohort_season(tmp_path / "season", FIVE))
    moves = {(i, 2, None, 20000) for i in "abc"}
    assert ways(plan) == {*moves, ("d", 1, "a", 40000), ("e", 1, "a", 40000)}


def test_who_is_locked_or_forbidden_is_not_moved(tmp_path: Path):
    """Alone neither a nor b can leave, and c cannot join e."""
    decisions = [("lock", "a", "b"), ("forbid", "c", "e")]
    plan = agree(cohort_season(tmp_path / "season", FIVE, decisions=decisions))
    assert ways(plan) == {("c", 2, "e", 40000), ("e", 1, "c", 40000)}


def test_swap_costs_with_facilitators(tmp_path: Path):
    """Both f and g know their members' counties; whoever changes places loses that."""
    people = [{**person, "county": person["region"]} for person in FOUR]
    led_by = members(f={"county": "north", "conflicts": ("d",)}, g={"county": "south"})
    parts: Raw = {"rules": [{"kind": "no_conflict", "between": "member-facilitator"}], "size": (2, 2)}
    plan = agree(cohort_season(tmp_path / "season", people, led_by, **parts))
    assert leaders(plan) == {"ab": "f", "cd": "g"}
    assert ways(plan) == {("a", 2, "c", 40000), ("b", 2, "c", 40000), ("c", 1, "a", 40000)}
    assert {exchange.facilitators for exchange in plan.exchanges} == {20000}
    assert {exchange.fit for exchange in plan.exchanges} == {0}


# ---------------------------------------------------------------- cohorts and facilitators at once

NO_CONFLICT: Raw = {"kind": "no_conflict", "between": "member-facilitator"}


def whole_groupings(oracle: CohortOracle) -> list[Grouping]:
    """Every grouping that seats everyone, whether or not it can be led."""
    return [grouping for grouping in oracle.groupings() if sum(map(len, grouping)) == len(oracle.members)]


def test_the_best_cohorts_cannot_be_led_but_others_can(tmp_path: Path):
    """Nobody may lead the best cohort ab: whoever sorts members first is left without a facilitator."""
    led_by = members(f={"conflicts": ("a", "c")}, g={"conflicts": ("b", "d")})
    season = cohort_season(tmp_path / "season", FOUR, led_by, size=(2, 2), rules=[NO_CONFLICT])
    oracle = CohortOracle(season)
    [best] = oracle.most_alike(whole_groupings(oracle), led=False)
    assert best == (("a", "b"), ("c", "d"))
    assert not any(map(oracle.teams, best))
    plan = agree(season)
    assert plan.outcome == "proved"
    assert leaders(plan) == {"ac": "g", "bd": "f"}
    assert goal_value(plan, "alike") == 40000


def test_each_of_the_best_cohorts_can_be_led_but_not_all_at_once(tmp_path: Path):
    """Only f may lead any of the best three cohorts, and f leads one."""
    regions = dict(zip("abcdef", ("x", "x", "y", "y", "z", "z"), strict=True))
    people = [{"id": i, "region": region, "county": region} for i, region in regions.items()]
    led_by = members(f={"county": "x"}, g={"conflicts": ("a", "c", "e")}, h={"conflicts": ("b", "c", "f")})
    season = cohort_season(tmp_path / "season", people, led_by, size=(2, 2), rules=[NO_CONFLICT])
    oracle = CohortOracle(season)
    best = oracle.most_alike(whole_groupings(oracle), led=False)
    assert best == [(("a", "b"), ("c", "d"), ("e", "f"))]
    assert all(map(oracle.teams, best[0]))
    assert not oracle.can_be_led(best[0])
    plan = agree(season)
    assert goal_value(plan, "seated") == 6
    assert goal_value(plan, "alike") == 40000


def test_the_most_alike_who_can_be_led_are_far_down_the_list(tmp_path: Path):
    """With eight members, the plans that can be led begin after many that cannot."""
    poor = dict(zip("abcdefgh", (0, 1, 2, 3, 30, 32, 35, 39), strict=True))
    people = [{"id": i, "low_income_pct": share} for i, share in poor.items()]
    led_by = members(r={"conflicts": tuple("abef")}, s={"conflicts": tuple("acdg")}, t={"conflicts": tuple("bch")})
    criteria = [{"kind": "likeness", "column": "low_income_pct", "half_at": 10}]
    facilitators = [{"kind": "same", "name": "county", "column": "county", "between": "member-facilitator"}]
    parts: Raw = {"criteria": [*criteria, *facilitators], "rules": [NO_CONFLICT], "size": (2, 3)}
    season = cohort_season(tmp_path / "season", people, led_by, **parts)
    oracle = CohortOracle(season)
    ranked = sorted(whole_groupings(oracle), key=lambda grouping: sum(map(oracle.cost, grouping)))
    tries = [oracle.can_be_led(grouping) for grouping in ranked]
    assert True in tries[10:]
    assert True not in tries[:10]
    plan = agree(season)
    assert plan.outcome == "proved"
    assert goal_value(plan, "seated") == 8


def test_the_best_cohorts_cannot_be_led_by_two_each(tmp_path: Path):
    """Every cohort needs two of f, g and h, and of them only h may lead a and b at once."""
    led_by = members(f={"conflicts": ("a",)}, g={"conflicts": ("b", "c")}, h={"max_cohorts": 2})
    parts: Raw = {"per_cohort": 2, "rules": [NO_CONFLICT], "size": (2, 2)}
    season = cohort_season(tmp_path / "season", FOUR, led_by, **parts)
    oracle = CohortOracle(season)
    [best] = oracle.most_alike(whole_groupings(oracle), led=False)
    assert best == (("a", "b"), ("c", "d"))
    assert not oracle.can_be_led(best)
    plan = agree(season)
    assert plan.outcome == "proved"
    assert leaders(plan) == {"ad": "gh", "bc": "fh"}
    assert goal_value(plan, "alike") == 40000


def test_two_facilitators_for_each_of_the_best_cohorts_but_not_for_both(tmp_path: Path):
    led_by = members(e={"conflicts": ("d", "b")}, f={}, g={"conflicts": ("c",)}, h={"conflicts": ("b", "d")})
    parts: Raw = {"per_cohort": 2, "rules": [NO_CONFLICT], "size": (2, 2)}
    season = cohort_season(tmp_path / "season", FOUR, led_by, **parts)
    oracle = CohortOracle(season)
    [best] = oracle.most_alike(whole_groupings(oracle), led=False)
    assert best == (("a", "b"), ("c", "d"))
    assert not oracle.can_be_led(best)
    plan = agree(season)
    assert leaders(plan) == {"ac": "eh", "bd": "fg"}


def test_a_shortage_of_facilitators_leaves_members_waiting(tmp_path: Path):
    people = members(a={}, b={}, c={}, d={}, e={}, f={"first_year": True}, g={})
    goals = [{"kind": "seated", "who": {"first_year": True}}, "seated", "alike"]
    parts: Raw = {"size": (2, 2), "goals": goals}
    everyone = agree(cohort_season(tmp_path / "three", people, ["x", "y", "z"], **parts))
    assert goal_value(everyone, "seated") == 1
    assert {i for cohort in everyone.cohorts for i in cohort.ids} == set("abcdef")
    short = agree(cohort_season(tmp_path / "two", people, ["x", "y"], **parts))
    assert len(short.cohorts) == 2
    assert {i for cohort in short.cohorts for i in cohort.ids} == set("abcf")
    assert {left.id for left in short.left_out} == set("deg")


def test_whom_the_facilitators_may_lead_decides_who_waits(tmp_path: Path):
    people = members(a={}, b={}, c={}, d={}, e={}, f={})
    led_by = members(x={"conflicts": ("a", "b", "c")}, y={"max_cohorts": 0})
    plan = agree(cohort_season(tmp_path / "season", people, led_by, rules=[NO_CONFLICT], size=(2, 2)))
    assert leaders(plan) == {"de": "x"}


# ---------------------------------------------------------------- many kinds of cohorts

RATIO: Raw = {"kind": "enrollment_ratio", "max_ratio": 3.0}
POOR: Raw = {"kind": "likeness", "name": "poor", "column": "low_income_pct", "half_at": 10, "weight": 1}
MANY_KINDS: dict[str, tuple[list[Raw], list[Raw], list[Sequence[str]], Raw]] = {
    "cohorts of one where a ratio keeps two apart": (
        members(
            a=SOUTH, b={}, c={**SOUTH, "enrollment": 500, "low_income_pct": 20},
            d={**SOUTH, "enrollment": 0, "low_income_pct": 20},
        ),
        [], [], {"cohorts": [2, 3], "size": (1, 2), "limits": [RATIO], "criteria": [BY_REGION, POOR]},
    ),
    "cohorts of one, themes and one facilitator": (
        members(
            a={**SOUTH, "enrollment": 230}, b={**SOUTH, "enrollment": 0}, c={**NORTH, "enrollment": 200},
            d={**SOUTH, "enrollment": 500, "theme": "x"},
        ),
        members(f={"max_cohorts": 3}), [], {"size": (1, 2), "limits": [RATIO], "themes": [{"name": "x"}]},
    ),
    "one of three facilitators may not lead one of two members": (
        members(a={}, b={}), members(f={}, g={"max_cohorts": 3, "conflicts": ("a",)}, h={}), [],
        {"size": (1, 2), "per_cohort": 2, "rules": [NO_CONFLICT]},
    ),
    "two facilitators each, and two of them locked": (
        members(a={"last_cohort": "2"}, b={"last_cohort": "2", "low_income_pct": 35},
                c={"last_cohort": "1", "low_income_pct": 10}),
        members(f={}, g={"max_cohorts": 2}, h={}), [("lock", "a", "h"), ("lock", "b", "f")],
        {"size": (1, 2), "per_cohort": 2, "criteria": [{**POOR, "weight": 2}, LEADING,
                                                      {**BY_REGION, "column": "last_cohort", "unknown": 0}]},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MANY_KINDS)
def test_many_kinds_of_cohorts(tmp_path: Path, name: str):
    people, led_by, decisions, parts = MANY_KINDS[name]
    agree(cohort_season(tmp_path / "season", people, led_by, decisions=decisions, **parts))


# ---------------------------------------------------------------- no plan at all

NOBODY_LEADS = [("forbid", i, "x") for i in "abcd"]
INFEASIBLE: dict[str, tuple[list[Raw], list[Raw], list[Sequence[str]], Raw]] = {
    "too few people": (members(a={}), [], [], {}),
    "too few who take part": (FOUR, [], [("withdraw", i) for i in "abc"], {}),
    "nobody takes part": (FOUR, [], [], {"member_screens": [{"kind": "only", "when": {"first_year": True}}]}),
    "nobody may sit with anybody": (FOUR[1:3], [], [], {"rules": [{"kind": "same", "column": "region"}]}),
    "nobody may lead": (FOUR, members(x={}), NOBODY_LEADS, {}),
    "nobody may lead two": (
        FOUR[:3], members(x={}, y={}),
        [("forbid", "x", "a"), ("forbid", "b", "x"), ("forbid", "a", "y"), ("forbid", "y", "c")], {},
    ),
    "no facilitator takes part": (FOUR, members(x={}), [("withdraw", "x")], {}),
    "facilitators have no time": (FOUR, members(x={}, y={}), [], {"max_cohorts": 0}),
    "one facilitator where two lead": (FOUR, members(x={}), [], {"per_cohort": 2, "max_cohorts": 4}),
    "too many cohorts are asked for": (FOUR, [], [], {"cohorts": 3}),
    "too many cohorts are asked for by a range": (FOUR, [], [], {"cohorts": [3, 4]}),
    "more cohorts than facilitators": (FOUR, members(x={}), [], {"cohorts": 2}),
    "no money": (FOUR, members(x={}), [], {"money": {"per_cohort": {"stipend": 100}, "most": 99.99}}),
    "no money for so many": (
        FOUR, members(x={}, y={}), [],
        {"cohorts": 2, "money": {"per_facilitator": {"training": 100}, "most": 199}},
    ),
    "locks and sizes": (FOUR, [], [("lock", "a", "b"), ("lock", "b", "c")], {"size": (2, 2)}),
    "locks and a limit": (
        members(a=NEW, b=NEW, c=OLD), [], [("lock", "a", "b")], {"limits": [of_new("at_most", count=1)]},
    ),
    "locks and a rule about a third": (
        members(a={"declines": ("c",)}, b={}, c={}), [], [("lock", "a", "b"), ("lock", "b", "c")],
        {"rules": [{"kind": "not_declined"}]},
    ),
    "locks and together": (
        members(a=OF_S, b=OF_S, c={}, d={}), [], [("lock", "a", "c"), ("lock", "b", "d")],
        {"limits": [TOGETHER]},
    ),
    "locks in more cohorts than there are": (FOUR, [], [("lock", "a", "c"), ("lock", "b", "d")], {"cohorts": 1}),
    "locks with one facilitator too often": (
        FOUR, members(x={}, y={}), [("lock", "a", "x"), ("lock", "b", "x"), ("forbid", "a", "b")], {},
    ),
    "locks with two facilitators": (FOUR, members(x={}, y={}), [("lock", "a", "x"), ("lock", "y", "a")], {}),
    "at least and at most": (
        members(a=NEW, b=OLD, c=OLD), [], [],
        {"limits": [of_new("at_least", count=2), {**of_new("at_most", count=1), "name": "few"}]},
    ),
    "at least and never alone": (
        members(a=NEW, b=OLD, c=OLD), [], [], {"limits": [of_new("at_least", count=1), of_new("never_alone")]},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", INFEASIBLE)
def test_no_plan(tmp_path: Path, name: str):
    people, led_by, decisions, parts = INFEASIBLE[name]
    assert (
        agree(cohort_season(tmp_path / "season", people, led_by, decisions=decisions, **parts)).outcome == "infeasible"
    )


@pytest.mark.parametrize(
    ("decisions", "parts"),
    [
        ([("lock", "a", "b"), ("forbid", "b", "a")], {}),
        ([("lock", "a", "x"), ("forbid", "x", "a")], {}),
        ([("lock", "a", "b"), ("withdraw", "b")], {}),
        ([("lock", "a", "x"), ("withdraw", "x")], {}),
        ([("lock", "b", "c")], {"rules": [{"kind": "same", "column": "region"}]}),
        ([("lock", "b", "x")], {"rules": [{"kind": "same", "column": "region", "between": "member-facilitator"}]}),
    ],
)
def test_a_lock_that_breaks_a_rule_or_another_decision_is_bad_input(
    tmp_path: Path, decisions: list[Sequence[str]], parts: Raw
):
    season = cohort_season(tmp_path / "season", FOUR, members(x=SOUTH), decisions=decisions, **parts)
    assert not CohortOracle(season).answer().feasible
    with pytest.raises(InputError, match="D1"):
        solve(season)


# ---------------------------------------------------------------- always the same


@pytest.mark.thorough
@pytest.mark.parametrize("seed", [(2, 49, 181)[k] for k in cases(1, 3)])
def test_two_runs_give_the_same_plan(tmp_path: Path, seed: int):
    """Seasons with many equally good plans, and the same with the rows of their tables in another order."""
    case = random_case(random.Random(seed))
    season = case.season(tmp_path / "season")
    assert len(CohortOracle(season).answer().plans) > 40
    case.members.reverse()
    case.facilitators.reverse()
    first, again, backward = solve(season), solve(season), solve(case.season(tmp_path / "backward"))
    assert len(first.cohorts) > 1
    for plan in (again, backward):
        assert plan.goal_results == first.goal_results
        assert plan.exchanges == first.exchanges
        for name, table in first.tables.items():
            pd.testing.assert_frame_equal(plan.tables[name], table)


# ---------------------------------------------------------------- limits in pairs

VARIED = [
    {"id": "a", **NORTH, **NEW, **HERE, "low_income_pct": 20, "locale": "rural", "enrollment": 100},
    {"id": "b", **NORTH, **NEW, **HERE, "low_income_pct": 20, "locale": "town", "enrollment": 300, **OF_S},
    {"id": "c", **NORTH, **HALFWAY, "low_income_pct": 20, "locale": "rural", "enrollment": 120, "grade_span": "K-8"},
    {"id": "d", **SOUTH, **THERE, "low_income_pct": 40, "locale": "town", "grade_span": "K-12", **OF_S},
    {"id": "e", **SOUTH, **THERE, "low_income_pct": 10, "locale": "rural", "enrollment": 900, "grade_span": "K-8"},
    {
        "id": "f",
        **SOUTH,
        **OLD,
        **HERE,
        "low_income_pct": 10,
        "locale": "rural",
        "enrollment": 250,
        "conflicts": ("e",),
    },
    {"id": "g", **SOUTH, **NEW, "low_income_pct": 40, "enrollment": 350, "conflicts": ("d",)},
]
"""Without limits, abc, dg and ef share cohorts."""
IN_PAIRS = {
    "apart": APART,
    "together": TOGETHER,
    "at most": of_new("at_most", count=1),
    "at least": {"kind": "at_least", "who": {"locale": "rural"}, "count": 1},
    "never alone": {"kind": "never_alone", "who": {"grade_span": "K-8"}},
    "drive": {"kind": "drive", "max_miles": 7.0, "unknown": "passes"},
    "ratio": {"kind": "enrollment_ratio", "max_ratio": 3.0},
    "penalty": {"kind": "enrollment_ratio", "free_up_to": 2, "points_per_doubling": 60},
}
PAIRS = [pair for pair in combinations(IN_PAIRS, 2) if pair != ("ratio", "penalty")]


def varied(folder: Path, *names: str) -> Season:
    """Seven members whose best plan breaks each of these limits."""
    parts: Raw = {
        "criteria": [BY_REGION, {"kind": "likeness", "column": "low_income_pct", "half_at": 10}, LEADING],
        "limits": [IN_PAIRS[name] for name in names if name != "penalty"],
        "penalties": [IN_PAIRS[name] for name in names if name == "penalty"],
    }
    return cohort_season(folder, VARIED, members(x={"county": "1"}, y={}, z={}), **parts)


def test_the_best_plan_breaks_each_limit_of_the_pairs(tmp_path: Path):
    free = CohortOracle(varied(tmp_path / "free"))
    best = free.answer().values
    for name in IN_PAIRS:
        assert CohortOracle(varied(tmp_path / name, name)).answer().values != best, name


@pytest.mark.first(8)
@pytest.mark.parametrize("pair", PAIRS, ids=" and ".join)
def test_limits_in_pairs(tmp_path: Path, pair: tuple[str, str]):
    agree(varied(tmp_path / "season", *pair))


# ---------------------------------------------------------------- seasons at random

PLACES = [(38.0, -92.0), (38.2, -92.0), (38.0, -92.4), (38.6, -92.3), (39.1, -91.5), (None, None)]
CRITERIA = [
    {"kind": "same", "name": "region", "column": "region"},
    {"kind": "enrollment", "half_at_ratio": 2.0},
    {"kind": "proximity", "half_at_miles": 30.0},
    {"kind": "overlap"},
    {"kind": "likeness", "column": "low_income_pct", "half_at": 10.0},
    {"kind": "same", "name": "last", "column": "last_cohort", "unknown": 0},
    {"kind": "shared"},
]
LEADING_CRITERIA = [
    {"kind": "proximity", "name": "near", "half_at_miles": 40.0},
    {"kind": "same", "name": "same county", "column": "county"},
    {"kind": "shared", "name": "knows", "left_column": "pressing_issues"},
    {"kind": "experience", "full_at_years": 10.0},
]
RULES = [
    {"kind": "same", "column": "state", "unknown": "passes"},
    {"kind": "different", "column": ["district_id", "district"]},
    {"kind": "within_miles", "max_miles": 75.0, "unknown": "passes"},
    {"kind": "not_declined"},
]
LEADING_RULES = [
    {"kind": "no_conflict"},
    {"kind": "not_former_employer"},
    {"kind": "within_miles", "name": "facilitator near", "max_miles": 50.0, "unknown": "passes"},
    {"kind": "different", "name": "not their district", "column": "district_id"},
]
LIMITS = [
    {"kind": "apart"},
    {"kind": "together", "column": "supervisor"},
    {"kind": "at_most", "who": {"years_as_superintendent": "<= 3"}, "count": 1},
    {"kind": "at_least", "who": {"locale": "rural"}, "count": 1},
    {"kind": "never_alone", "who": {"grade_span": "K-8"}},
    {"kind": "drive", "max_miles": 40.0},
    {"kind": "drive", "max_miles": 20.0, "unknown": "passes"},
    {"kind": "enrollment_ratio", "max_ratio": 3.0},
    {"kind": "enrollment_ratio", "max_ratio": 2.5, "unknown": "fails"},
]
PENALTY = {"kind": "enrollment_ratio", "free_up_to": 1.5, "points_per_doubling": 20.0}
SEATED = [
    {"kind": "seated", "name": "experienced", "who": {"years_as_superintendent": ">= 4"}},
    {"kind": "seated", "name": "continuing", "who": {"continuing": True}},
    {"kind": "seated", "name": "early", "who": {"registered_on": "<= 2026-04-10"}},
]
LATER = ["facilitators", "worst_cohort", "continuity"]


@dataclass
class Case:
    """What `cohort_season` needs for a season of its own."""

    members: list[Raw]
    facilitators: list[Raw]
    venues: list[Raw] = field(default_factory=list)
    decisions: list[Sequence[str]] = field(default_factory=list)
    parts: Raw = field(default_factory=dict)

    def season(self, folder: Path) -> Season:
        return cohort_season(folder, self.members, self.facilitators, self.venues, self.decisions, **self.parts)


def random_case(rng: random.Random) -> Case:
    """A season of up to 8 members with a little of everything, locks aside."""
    members = [member(rng, n) for n in range(rng.choice([4, 5, 6, 6, 7, 7, 8, 8]))]
    facilitators = [facilitator(rng, n) for n in range(rng.choice([0, 0, 2, 3, 3, 4, 5]))]
    venues = [{"id": f"v{n}", "name": f"Hall {n}", **place(rng)} for n in range(rng.choice([0, 0, 1, 2]))]
    ids = [person["id"] for person in members]
    own = ("id", "district", "district_id")
    names = sorted({person[name] for person in members for name in own if person[name] is not None})
    for person in [*members, *facilitators]:
        others = [name for name in names if name not in [person[column] for column in own]]
        person["conflicts"] = rng.choice([None, None, None, None, (), (rng.choice(others),)])
        person["declines"] = rng.choice([None, None, (rng.choice(ids),)])
    if facilitators and rng.random() < 0.2:
        facilitators[0]["email"] = members[0]["email"].upper()
    case = Case(members, facilitators, venues, parts=random_parts(rng, bool(facilitators)))
    for other in (rng.choice(ids), *(f["id"] for f in facilitators[:1])):
        if rng.random() < 0.3 and other != ids[0]:
            case.decisions.append(rng.choice([("forbid", ids[0], other), ("forbid", other, ids[0])]))
    if rng.random() < 0.2:
        case.decisions.append(("withdraw", rng.choice([*members, *facilitators])["id"]))
    return case


def with_locks(rng: random.Random, case: Case, oracle: CohortOracle) -> Case:
    """The same season with one or two locks of people who are in one cohort in some plan or other."""
    pairs = oracle.possible_pairs()
    for pair in rng.sample(pairs, k=min(rng.choice([1, 1, 2]), len(pairs))):
        case.decisions.append(("lock", *pair))
    return case


def place(rng: random.Random) -> Raw:
    lat, lon = rng.choice(PLACES)
    return {"lat": lat, "lon": lon}


def person(rng: random.Random, identifier: str) -> Raw:
    return {
        "id": identifier, **place(rng),
        "region": rng.choice(["north", "North ", "south", "south", None]),
        "county": rng.choice(["x", "y", None]),
        "state": rng.choice(["MO"] * 7 + ["KS", None]),
        "district": rng.choice(["d0", "D1", "d2", "d3", None]),
        "district_id": rng.choice(["1", "2", "3", "4", "5", None]),
        "enrollment": rng.choice([0, 90, 200, 230, 500, 800, None]),
        "pressing_issues": rng.choice([None, (), ("money",), ("Staff", "money"), ("buses", "staff")]),
        "needs": rng.choice([None, ("law",), ("law", "budget")]),
        "expertise": rng.choice([None, ("law", "staff"), ("money",)]),
        "years_as_superintendent": rng.choice([1, 3, 4, 9, None]),
        "former_employers": rng.choice([None, None, (), ("d1",), ("d2", "d3")]),
        "email": f"{identifier}@example.org",
    }  # fmt: skip


def member(rng: random.Random, n: int) -> Raw:
    return {
        **person(rng, f"m{n}"),
        "low_income_pct": rng.choice([10, 20, 35, None]),
        "locale": rng.choice(["rural", "rural", "rural", "town", None]),
        "grade_span": rng.choice(["K-8", "K-12", "K-12", None]),
        "supervisor": rng.choice([None, None, None, "s1", "S1", "s2"]),
        "registered_on": rng.choice([None, "2026-04-01", "2026-04-10", "2026-04-20"]),
        "continuing": rng.choice([True, False, None]),
        "last_cohort": rng.choice([None, "1", "1", "2"]),
        "theme": rng.choice([None, None, None, "four-day", "Four-Day"]),
        "role": rng.choice(["superintendent"] * 14 + ["principal", None]),
    }  # fmt: skip


def facilitator(rng: random.Random, n: int) -> Raw:
    return {
        **person(rng, f"f{n}"),
        "max_cohorts": rng.choice([None, None, None, 0, 1, 2, 3]),
        "certified": rng.choice([True, True, True, True, False, None]),
        "currently_serving": rng.choice([False, False, False, True, None]),
    }  # fmt: skip


def some(rng: random.Random, items: Sequence[Any], chance: float) -> list[Any]:
    return [item for item in items if rng.random() < chance]


def random_parts(rng: random.Random, facilitated: bool) -> Raw:
    """What a program says, about as strict that most seasons have a plan in which somebody waits or not."""
    weighted = [{**c, "weight": rng.choice([1, 2, 0.5])} for c in some(rng, CRITERIA, 0.5)]
    criteria = [{**CRITERIA[0], "name": "always", "weight": 1}, *weighted]
    parts: Raw = {
        "size": rng.choice([(2, 3), (2, 3), (2, 3), (1, 2), (2, 2), (3, 4), (2, 4), (1, 3), (2, 3), (2, 3)]),
        "cohorts": rng.choice(["any", "any", "any", "any", 2, (1, 2), (2, 3)]),
        "rules": some(rng, RULES, 0.12),
        "criteria": criteria,
        "limits": limits_without_repeats(some(rng, LIMITS, rng.choice([0, 0.15, 0.3]))),
        "order": rng.sample(["continuing", "registered_on", "enrollment", "county"], k=rng.randint(0, 2)),
        "goals": [*some(rng, SEATED, 0.3), {"kind": "seated"}, {"kind": "alike"}],
    }
    later = rng.sample(LATER if facilitated else LATER[1:], k=rng.randint(0, 2))
    parts["goals"] += [{"kind": kind} for kind in later]
    if rng.random() < 0.3:
        who = {"role": "superintendent"}
        parts["member_screens"] = [{"kind": "only", "when": who, "unknown": "takes part"}]
    if rng.random() < 0.3 and not any(limit["kind"] == "enrollment_ratio" for limit in parts["limits"]):
        parts["penalties"] = [PENALTY]
    if rng.random() < 0.3:
        parts["themes"] = [{"name": "Four-day", "weights": {"always": rng.choice([0.25, 3])}}]
    return parts | (led(rng, parts) if facilitated else {})


def led(rng: random.Random, parts: Raw) -> Raw:
    """What the program says of facilitators and money."""
    criteria = [
        {**c, "between": "member-facilitator"} for c in [LEADING_CRITERIA[0], *some(rng, LEADING_CRITERIA[1:], 0.5)]
    ]
    rules = [{**rule, "between": "member-facilitator"} for rule in some(rng, LEADING_RULES, 0.25)]
    more: Raw = {
        "criteria": [*parts["criteria"], *criteria],
        "rules": [*parts["rules"], *rules],
        "per_cohort": rng.choice([1, 1, 1, 2]),
        "max_cohorts": rng.choice([1, 1, 2]),
    }
    if rng.random() < 0.3:
        certified = {"kind": "only", "when": {"certified": True}, "unknown": "takes part"}
        serving = {"kind": "barred", "when": {"currently_serving": True}}
        more["facilitator_screens"] = [*some(rng, [certified, serving], 0.6), {"kind": "one_side"}]
    if rng.random() < 0.25:
        more["money"] = {"per_cohort": {"stipend": 800}, "per_facilitator": {"training": 300.5}}
        if rng.random() < 0.6:
            more["money"]["most"] = rng.choice([1100.5, 1901, 2201])
    return more


def limits_without_repeats(limits: list[Raw]) -> list[Raw]:
    return list({limit["kind"]: limit for limit in limits}.values())


@pytest.mark.first(20)
@pytest.mark.random
@pytest.mark.parametrize("seed", [*cases(40, 80), 248, 440, 907, 1041, 1062])
def test_seasons_at_random(tmp_path: Path, seed: int):
    rng = random.Random(seed)
    case = random_case(rng)
    if seed % 3 == 0:
        case = with_locks(rng, case, CohortOracle(case.season(tmp_path / "free")))
    agree(case.season(tmp_path / "season"))
