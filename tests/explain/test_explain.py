"""Reasons that anyone can count: every number recounted over all pairs and all plans, one by one."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

import pair_oracle as oracle
from build import OTHER_GOALS, PLACED, PLACED_BY, Case, lock_some, order_name, random_case, raw_program, season_of
from pairing.explain import left_out, open_questions, unknown_counts
from pairing.explain.shortage import Shortage, shortage_of
from pairing.instance.pairs import Candidates, build
from pairing.instance.tables import of_candidates
from pairing.plans.base import LeftOut
from pairing.plans.pairs import Plan
from pairing.solver.pairs import solve

SOME, WORST, FIT, EVEN = OTHER_GOALS
ORDERS = [
    [PLACED, FIT],
    [PLACED_BY, WORST, FIT],
    [EVEN, PLACED, FIT],
    [SOME, EVEN, PLACED, FIT],
    [FIT, PLACED_BY, EVEN],
]
SEEDS = 50
ABSENT = "not taking part"
Explained = tuple[Case, oracle.Answer, Candidates, Plan, tuple[LeftOut, ...]]


@cache
def explained(order: int, seed: int) -> Explained:
    rng = random.Random(1000 * order + seed)
    case = random_case(rng, ORDERS[order], people=5)
    if seed % 2:  # more people than seats
        for mentor in case.right:
            mentor["capacity"], mentor["capacity_min"] = float(rng.choice([0, 1, 1])), None
    if seed % 4 == 0:  # a mentor who has a partner already and seats to spare
        case.raw["left"]["screen"] = [{"kind": "already_matched"}]
        case.left[0]["current_mentor"], case.right[0]["capacity"] = ("m0",), 3.0
    free = oracle.solve(*case.arguments)
    locked = lock_some(rng, case, free.eligible)
    try:
        case, answer = locked, oracle.solve(*locked.arguments)
    except oracle.BadInput:
        answer = free
    candidates = build(case.season)
    plan = solve(candidates)
    return case, answer, candidates, plan, left_out(candidates, plan)


def explanations(order: int) -> Iterator[Explained]:
    return (explained(order, seed) for seed in range(SEEDS))


def everything() -> Iterator[Explained]:
    return (one for order in range(len(ORDERS)) for one in explanations(order))


def locked_pairs(case: Case) -> set[tuple[str, str]]:
    left, right = oracle.sorted_by_id(case.left), oracle.sorted_by_id(case.right)
    return oracle.read_decisions(case.decisions, left, right).locked


def free_seats(case: Case, mentor: str) -> int:
    """What a mentor may still take, those they already have and the locked ones taken off."""
    left, right = oracle.sorted_by_id(case.left), oracle.sorted_by_id(case.right)
    decided = oracle.read_decisions(case.decisions, left, right)
    part = oracle.screened(case.raw, left, right, decided)
    (person,) = [person for person in right if person["id"] == mentor]
    had = sum(partner == mentor for _, partner in part.existing)
    capacity = 1 if person.get("capacity") is None else int(person["capacity"])
    return max(0, capacity - had) - sum(partner == mentor for _, partner in decided.locked)


each_order = pytest.mark.parametrize("order", range(len(ORDERS)), ids=map(order_name, ORDERS))


@pytest.mark.first(2)
@each_order
def test_everyone_without_a_partner_is_explained_once_left_side_first(order):
    for case, _, candidates, plan, out in explanations(order):
        paired = {name for pair in plan.pairs for name in (("mentee", pair.left), ("mentor", pair.right))}
        everyone = [("mentee", name) for name in candidates.season.left.ids]
        everyone += [("mentor", name) for name in candidates.season.right.ids]
        assert [(one.side, one.id) for one in out] == [person for person in everyone if person not in paired], case
        assert all(one.reason.strip() for one in out), case


# ---------------------------------------------------------------- the funnel


def hurdles(case: Case, answer: oracle.Answer, mentee: str, mentor: str, other: str) -> dict[str, bool]:
    """Each hurdle between two people, whether they clear it; only the other's taking part is one."""
    left, right = oracle.sorted_by_id(case.left), oracle.sorted_by_id(case.right)
    decided = oracle.read_decisions(case.decisions, left, right)
    status = answer.left_status[mentee] if other == mentee else answer.right_status[mentor]
    cleared = {ABSENT: status == oracle.TAKES_PART}
    for rule in case.raw["rule"]:
        verdict = answer.verdicts[mentee, mentor][rule["name"]]
        cleared[rule["name"]] = oracle.lets_pass(rule, verdict)
    return cleared | {"forbidden by decision": (mentee, mentor) not in decided.forbidden}


def missing(case: Case, answer: oracle.Answer, one: LeftOut) -> dict[str, list[str]]:
    """What stands between a person and each one on the other side."""
    others = [other["id"] for other in (case.right if one.side == "mentee" else case.left)]
    rows = {
        other: hurdles(case, answer, *((one.id, other) if one.side == "mentee" else (other, one.id)), other=other)
        for other in others
    }
    return {other: [name for name, clears in row.items() if not clears] for other, row in rows.items()}


def recounted(case: Case, answer: oracle.Answer, one: LeftOut) -> dict[str, int]:
    rows = list(missing(case, answer, one).values())
    counts = {"partners": len(rows), "eligible": rows.count([])}
    for name in (ABSENT, *(rule["name"] for rule in case.raw["rule"]), "forbidden by decision"):
        counts[f"removed: {name}"] = sum(row[:1] == [name] for row in rows)
        if name != ABSENT:
            counts[f"only: {name}"] = rows.count([name])
    return counts


@each_order
def test_every_count_of_a_funnel_can_be_recounted(order):
    for case, answer, _, _, out in explanations(order):
        for one in out:
            found = {name: count for name, count in one.counts.items() if "shortage" not in name}
            assert found == recounted(case, answer, one), (case, one)


@each_order
def test_the_steps_of_a_funnel_add_up_to_everybody_on_the_other_side(order):
    for case, _, _, _, out in explanations(order):
        for one in out:
            steps = sum(count for name, count in one.counts.items() if name.startswith("removed: "))
            total = len(case.right if one.side == "mentee" else case.left)
            assert steps + one.counts["eligible"] == one.counts["partners"] == total, (case, one)


def test_the_sentence_of_a_funnel_has_its_counts():
    sentences = 0
    for case, answer, _, _, out in everything():
        for one in out:
            if not one.reason.startswith("no eligible "):
                continue
            other = {"mentee": "mentor", "mentor": "mentee"}[one.side]
            opening = f"no eligible {other}: of {one.counts['partners']} {other}"
            assert one.reason.startswith(opening), (case, one)
            first, *rest = one.reason.split("; ")
            said = re.findall(rf'(\d+) (?:by "(\w+)"|({ABSENT}|forbidden by decision))', first.split(", ", 1)[1])
            assert {rule or other: int(count) for count, rule, other in said} == {
                name.removeprefix("removed: "): count
                for name, count in one.counts.items()
                if name.startswith("removed: ") and count
            }, (case, one)
            assert one.counts["eligible"] == 0
            near = [sentence for sentence in rest if sentence.startswith("only ")]
            assert len(near) == sum(bool(count) for name, count in one.counts.items() if name.startswith("only: "))
            absent = [sentence for sentence in rest if " could, but " in sentence]
            away = [who for who, row in missing(case, answer, one).items() if row == [ABSENT]]
            assert len(absent) == min(3, len(away)), (case, one)
            assert all(sentence.split(" could, but ")[0] in away for sentence in absent), (case, one)
            sentences += 1
    assert sentences > 60


# ---------------------------------------------------------------- shortages


def shortages(order: int) -> Iterator[tuple[Case, oracle.Answer, Plan, str, Shortage | None]]:
    """Everyone on the left who takes part and has eligible partners, and none in the plan."""
    for case, answer, candidates, plan, _ in explanations(order):
        placed = {pair.left for pair in plan.pairs}
        for i, name in enumerate(candidates.season.left.ids if plan.found else ()):
            if name not in placed and any(name == a for a, _ in answer.eligible):
                yield case, answer, plan, name, shortage_of(candidates, plan, i)


@each_order
def test_a_shortage_is_a_true_hall_set(order):
    for case, answer, _, name, shortage in shortages(order):
        if shortage is None:
            continue
        people = set(shortage.people)
        locked = {a for a, _ in locked_pairs(case)}
        reach = {b for a, b in answer.eligible if a in people}
        seats = {mentor: free_seats(case, mentor) for mentor in reach}
        assert name in people, case
        assert len(people) == len(shortage.people), case
        assert people <= {a for a, status in answer.left_status.items() if status == oracle.TAKES_PART} - locked, case
        assert set(shortage.partners) == {mentor for mentor, free in seats.items() if free}, case
        assert shortage.seats == sum(seats.values()), case
        assert shortage.seats < len(people), case
        assert list(shortage.people) == sorted(people), case


@each_order
def test_a_shortage_is_said_exactly_where_no_plan_keeps_everybody_and_adds_one(order):
    for case, answer, plan, name, shortage in shortages(order):
        kept = {pair.left for pair in plan.pairs}
        possible = any({*kept, name} <= legal.pairs.keys() for legal in answer.plans)
        assert (shortage is None) == possible, (case, name)


def test_shortages_and_dearer_places_both_occur():
    found = [shortage for order in range(len(ORDERS)) for *_, shortage in shortages(order)]
    assert sum(shortage is not None for shortage in found) > 60
    assert sum(shortage is None for shortage in found) > 5


def entry(out: tuple[LeftOut, ...], side: str, name: str) -> LeftOut:
    (one,) = [one for one in out if (one.side, one.id) == (side, name)]
    return one


@each_order
def test_the_sentence_of_a_shortage_names_its_people_and_seats(order):
    for case, _, candidates, plan, out in explanations(order):
        for i, name in enumerate(candidates.season.left.ids):
            one = [one for one in out if (one.side, one.id) == ("mentee", name)]
            if not one or "seats in shortage" not in one[0].counts:
                continue
            shortage = shortage_of(candidates, plan, i)
            assert shortage is not None, case
            assert one[0].counts["seats in shortage"] == shortage.seats, case
            assert one[0].counts["mentees in shortage"] == len(shortage.people), case
            reason = one[0].reason
            assert re.search(rf"\b{len(shortage.people)} mentee", reason), (case, reason)
            assert all(partner in reason for partner in shortage.partners), (case, reason)
            assert shortage.everyone or all(person in reason for person in shortage.people), (case, reason)
            assert f"{shortage.seats} free seat" in reason or shortage.seats == 0, (case, reason)


def test_a_place_that_would_cost_an_earlier_goal_names_the_goal_and_does():
    seen = 0
    for case, answer, candidates, plan, out in everything():
        for one in out if plan.found else ():
            named = re.fullmatch(
                r"(\d+) mentors? could serve, but a place would cost an earlier goal \((.+)\)", one.reason
            )
            if not named:
                continue
            assert one.side == "mentee"
            assert int(named[1]) == sum(a == one.id for a, _ in answer.eligible), (case, one)
            goals = [goal.name for goal in plan.goal_results]
            last = max(k for k, goal in enumerate(plan.goal_results) if goal.kind == "placed")
            assert named[2] == ", ".join(goals[:last]), (case, one)
            kept = {pair.left for pair in plan.pairs} | {one.id}
            (mine,) = [p.rank for p in answer.plans if p.pairs == answer.plan]
            others = [p.rank for p in answer.plans if kept <= p.pairs.keys()]
            assert others, (case, one)
            assert all(rank[:last] < mine[:last] for rank in others), (case, one)
            assert candidates.left_in[candidates.season.left.index[one.id]]
            seen += 1
    assert seen > 5


# ---------------------------------------------------------------- the right side


def test_the_right_side_hears_what_is_true():
    seen = dict.fromkeys(["not needed", "no seats", "no free seat", "no eligible", "no plan", "costs"], 0)
    for case, answer, _, plan, out in everything():
        placed = {pair.left for pair in plan.pairs}
        for one in out:
            status = answer.right_status.get(one.id) if one.side == "mentor" else None
            if status != oracle.TAKES_PART:
                continue
            could = {a for a, b in answer.eligible if b == one.id}
            kind = next((kind for kind in seen if one.reason.startswith(kind)), "costs")
            seen[kind] += 1
            if kind == "not needed" or "not needed; already serves" in one.reason:
                assert (kind == "not needed") == ("already serves" not in one.reason), (case, one)
                assert f"the {len(could)} mentee" in one.reason, (case, one)
                assert could, (case, one)
                assert could <= placed, (case, one)
            elif kind in ("no seats", "no free seat"):
                assert free_seats(case, one.id) <= 0, (case, one)
                assert ("already serves" in one.reason) == (kind == "no free seat"), (case, one)
            elif kind == "no eligible":
                assert not could, (case, one)
            elif kind == "no plan":
                assert not plan.found, (case, one)
            else:
                assert could - placed, (case, one)
                assert "earlier goal" in one.reason, (case, one)
    assert all(count > 0 for count in seen.values()), seen


def test_whoever_does_not_take_part_hears_which_screen_or_decision_said_so():
    heard: set[str] = set()
    for case, answer, candidates, _, out in everything():
        season = candidates.season
        for one in out:
            left = one.side == "mentee"
            if (answer.left_status if left else answer.right_status)[one.id] == oracle.TAKES_PART:
                continue
            table, statuses = (season.left, candidates.left_status) if left else (season.right, candidates.right_status)
            status = statuses[table.index[one.id]]
            assert one.reason.startswith(status.reason), (case, one)
            assert status.screen in one.reason, (case, one)
            heard.add(status.screen)
    assert heard == {"routed", "already matched", "only", "one side", "withdrawn"}


# ---------------------------------------------------------------- said in words, by example


def reasons(left: list[dict[str, Any]], right: list[dict[str, Any]], **more: Any) -> dict[str, str]:
    """Everybody's reason by id."""
    candidates = build(season_of(raw_program(**more), left, right))
    return {one.id: one.reason for one in left_out(candidates, solve(candidates))}


def test_the_funnel_in_words():
    left = [{"id": "a", "region": "north", "declines": ("z",)}, {"id": "b", "region": "south"}]
    right = [{"id": "x", "region": "south"}, {"id": "y"}, {"id": "z", "region": "north", "declines": ("a",)}]
    rules = [
        {"kind": "same", "column": "region", "name": "own region"},
        {"kind": "not_declined", "name": "not declined"},
    ]
    assert reasons(left, right, rules=rules)["a"] == (
        'no eligible mentor: of 3 mentors, 2 by "own region" (1 of them cannot be told), 1 by "not declined"; '
        'only "own region" stands in the way of 2 mentors; only "not declined" stands in the way of 1 mentor'
    )


def test_what_cannot_be_told_is_not_called_broken():
    left = [{"id": "a"}, {"id": "b", "lat": 38.6, "lon": -92.2, "region": "north"}]
    right = [{"id": "x"}, {"id": "y", "lat": 38.6, "lon": -92.2}]
    near = {"kind": "within_miles", "max_miles": 120.0, "name": "within 120 miles"}
    found = reasons(left, right, rules=[near])
    assert found["a"] == (
        'no eligible mentor: of 2 mentors, 2 by "within 120 miles" (distance unknown); '
        'only "within 120 miles" stands in the way of 2 mentors'
    )
    own = {"kind": "same", "column": "region", "name": "own region"}
    assert '2 by "own region" (cannot be told)' in reasons(left, right, rules=[own])["b"]
    passing = reasons(left, right, rules=[{**own, "unknown": "passes"}])
    assert not any("told" in reason for reason in passing.values())


def test_a_mentor_who_already_serves_has_no_free_seat():
    left = [{"id": "a", "current_mentor": ("x",)}, {"id": "b"}]
    found = reasons(left, [{"id": "x"}, {"id": "y"}], left_screens=[{"kind": "already_matched"}])
    assert found["x"] == "no free seat: already serves 1 mentee"
    assert found["a"] == "already matched with x"


def test_a_mentor_without_seats_has_none():
    assert reasons([{"id": "a"}], [{"id": "x", "capacity": 0}, {"id": "y"}])["x"] == "no seats: capacity is 0"


def test_a_mentor_who_is_not_needed():
    assert reasons([{"id": "a"}], [{"id": "x"}, {"id": "y"}])["y"] == (
        "not needed: the 1 mentee who could come is matched elsewhere"
    )


def test_a_mentor_who_already_serves_has_a_seat_to_spare():
    left = [{"id": "a", "current_mentor": ("x",)}, {"id": "b", "prefers": ("y",)}]
    right = [{"id": "x", "capacity": 2}, {"id": "y"}, {"id": "z"}]
    lock = {"id": "D1", "action": "lock", "person": "b", "with": "y"}
    candidates = build(season_of(raw_program(left_screens=[{"kind": "already_matched"}]), left, right, [lock]))
    found = {one.id: one.reason for one in left_out(candidates, solve(candidates))}
    assert found["x"] == (
        "1 free seat not needed; already serves 1 mentee (the 1 mentee who could come is matched elsewhere)"
    )
    assert found["z"] == "not needed: the 1 mentee who could come is matched elsewhere"


def test_a_mentor_kept_free_by_an_earlier_goal_is_not_called_unneeded():
    left = [{"id": "a", "current_mentor": ("x",)}, {"id": "b"}]
    goals = [{"kind": "even_load"}, {"kind": "placed"}]
    screens = [{"kind": "already_matched"}]
    found = reasons(left, [{"id": "x", "capacity": 2}], left_screens=screens, goals=goals)
    assert found["b"] == "1 mentor could serve, but a place would cost an earlier goal (even load)"
    assert "elsewhere" not in found["x"]
    assert "even load" in found["x"]


# ---------------------------------------------------------------- what nobody knows


def test_an_open_question_names_everybody_about_whom_it_is_asked():
    screens = [{"kind": "routed", "to": "elsewhere", "when": {"grade_span": "K-8"}}]
    left = [{"id": "a", "grade_span": "K-12"}, {"id": "b"}, {"id": "c"}, {"id": "d", "grade_span": "K-8"}]
    season = season_of(raw_program(left_screens=screens), left, [{"id": "x"}])
    (question,) = open_questions([of_candidates(build(season))])
    assert (question.file, question.severity) == ("mentees.csv", "question")
    assert "should this person be routed to elsewhere? (grade span is blank)" in question.message
    assert "b (row 3)" in question.message
    assert "c (row 4)" in question.message
    assert "2 mentees" in question.message


def test_unknown_criteria_are_counted_over_the_eligible_pairs():
    for case, answer, candidates, _, _ in everything():
        left, right = ({person["id"]: person for person in side} for side in (case.left, case.right))
        counts = unknown_counts(of_candidates(candidates))
        for spec, (title, count, share) in zip(case.raw["criterion"], counts, strict=True):
            judge = oracle.CRITERIA[spec["kind"]]
            unknown = sum(judge(spec, left[a], right[b], oracle.lambert_miles) is None for a, b in answer.eligible)
            assert (title, count) == (spec["name"], unknown), case
            assert share == (unknown / len(answer.eligible) if answer.eligible else 0), case
