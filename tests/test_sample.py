"""The sample season of Missouri AMP holds what its makers promise: every kind of case, with its answer."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

import pairing
from pairing.candidates import Candidates, build
from pairing.plan import Plan

HALL_SET = ("E004", "E009", "E013", "E021", "E027", "E033")
ITS_MENTORS = {"M001": 2, "M002": 1, "M003": 1}
STAY_OUT = ("E007", "E018", "E022", "E024")
TWIN_MENTEES, TWIN_MENTORS = ("E016", "E017"), ("M017", "M018")


@pytest.fixture(scope="module")
def plan(solved: Path) -> Plan:
    return pairing.solve(solved)


@pytest.fixture(scope="module")
def candidates(solved: Path) -> Candidates:
    return build(pairing.load(solved))


@pytest.fixture(scope="module")
def partner(plan: Plan) -> dict[str, str]:
    return {pair.left: pair.right for pair in plan.pairs}


@pytest.fixture(scope="module")
def reason(plan: Plan) -> dict[str, str]:
    return {person.id: person.reason for person in plan.left_out}


def test_36_of_40_mentees_take_part(candidates: Candidates):
    statuses = zip(candidates.season.left.ids, candidates.left_status, strict=True)
    assert len(candidates.season.left) == 40
    assert [who for who, status in statuses if not status.takes_part] == list(STAY_OUT)


def test_34_are_placed_and_no_plan_places_more(plan: Plan):
    placed = plan.goals[0]
    assert (plan.outcome, placed.name, placed.value, placed.bound, placed.proved) == ("proved", "placed", 34, 34, True)
    assert len(plan.pairs) == 34
    assert all(goal.proved and goal.value == goal.bound for goal in plan.goals)


def test_six_mentees_of_the_southeast_reach_only_four_seats(candidates: Candidates):
    season = candidates.season
    rows = [season.left.ids.index(who) for who in HALL_SET]
    reached = candidates.eligible[rows].any(axis=0)
    mentors = {who: int(candidates.seats[j]) for j, who in enumerate(season.right.ids) if reached[j]}
    assert mentors == ITS_MENTORS
    assert len(HALL_SET) - sum(mentors.values()) == 36 - 34


def test_the_two_left_without_a_mentor_are_told_the_shortage_by_name(plan: Plan, reason: dict[str, str]):
    waiting = [person for person in plan.left_out if person.side == "mentee" and person.id not in STAY_OUT]
    assert len(waiting) == 2
    assert {person.id for person in waiting} < set(HALL_SET)
    for person in waiting:
        assert person.counts["mentees in shortage"] == 6
        assert person.counts["seats in shortage"] == 4
        assert all(who in reason[person.id] for who in (*HALL_SET, *ITS_MENTORS))


def test_newcomers_to_k8_districts_are_routed_unless_they_have_been_principals(
    partner: dict[str, str], reason: dict[str, str]
):
    assert "routed to AMP for principals" in reason["E007"]
    assert "routed to AMP for principals" in reason["E024"]
    assert "E029" in partner  # a K-8 district too, but has been a principal


def test_k8_newcomers_with_unknown_past_roles_take_part_and_are_a_question(
    candidates: Candidates, partner: dict[str, str]
):
    asked = {
        who for who, status in zip(candidates.season.left.ids, candidates.left_status, strict=True) if status.question
    }
    assert asked == {"E015", "E034"}
    assert asked <= set(partner)


def test_the_question_is_put_in_pairing_check(solved: Path, cli: Callable):
    questions = cli("check", solved).stdout.partition("Questions to ask")[2]
    assert all(who in questions for who in ("E015", "E034", "M046"))


def test_a_second_year_superintendent_is_not_eligible(reason: dict[str, str]):
    assert "first year" in reason["E018"]


def test_a_mentee_matched_in_winter_keeps_the_mentor_and_takes_a_seat(candidates: Candidates, reason: dict[str, str]):
    season = candidates.season
    j = season.right.ids.index("M038")
    assert "already matched with M038" in reason["E022"]
    assert (season.capacity[j], candidates.had[j], candidates.seats[j]) == (2, 1, 1)


def test_a_lock_of_the_committee_is_kept(plan: Plan):
    assert [(pair.left, pair.right, pair.certain) for pair in plan.pairs if pair.change == "locked"] == [
        ("E008", "M061", "yes")
    ]


def test_a_forbidden_pair_is_not_made(candidates: Candidates, partner: dict[str, str]):
    season = candidates.season
    i, j = season.left.ids.index("E002"), season.right.ids.index("M059")
    assert candidates.passes[:, i, j].all()  # no rule stands in its way
    assert not candidates.eligible[i, j]
    assert partner["E002"] != "M059"


def test_a_mentor_on_leave_is_withdrawn_with_the_decision_that_says_so(partner: dict[str, str], reason: dict[str, str]):
    assert "M050" not in partner.values()
    assert "withdrawn by decision D3 (R. Roe, 2026-05-11)" in reason["M050"]


def test_twins_could_be_swapped_and_are_not_certain(plan: Plan):
    pairs = [(pair.left, pair.right) for pair in plan.pairs if pair.certain == "no"]
    assert pairs == list(zip(TWIN_MENTEES, TWIN_MENTORS, strict=True))  # by the tie-break: the smaller id first


def test_someone_on_both_lists_takes_part_as_mentee_only(partner: dict[str, str], reason: dict[str, str]):
    assert "E014" in partner
    assert "takes part as mentee" in reason["M027"]
    assert "M027" not in partner.values()


def test_mentors_without_the_years_are_not_eligible(reason: dict[str, str]):
    assert "years as superintendent is 4, at least 5 needed" in reason["M004"]
    assert "years as superintendent is 3, at least 5 needed" in reason["M037"]
    assert "years as superintendent is blank, at least 5 needed" in reason["M046"]


def test_a_mentor_with_a_promise_gets_somebody(partner: dict[str, str]):
    assert "M049" in partner.values()


def test_nobody_serves_more_than_the_seats_there_are(candidates: Candidates, partner: dict[str, str]):
    seats = dict(zip(candidates.season.right.ids, candidates.seats.tolist(), strict=True))
    assert all(count <= seats[who] for who, count in Counter(partner.values()).items())


def test_everyone_is_placed_or_has_a_reason(plan: Plan):
    season = plan.season
    told = {person.id for person in plan.left_out}
    assert {pair.left for pair in plan.pairs} | told >= set(season.left.ids)
    assert {pair.right for pair in plan.pairs} | told >= set(season.right.ids)
    assert not told & {pair.left for pair in plan.pairs}
    assert all(person.reason for person in plan.left_out)


def test_the_counts_of_a_reason_add_up(plan: Plan):
    for person in plan.left_out:
        removed = sum(count for name, count in person.counts.items() if name.startswith("removed: "))
        assert person.counts["partners"] == (70 if person.side == "mentee" else 40)
        assert removed + person.counts["eligible"] == person.counts["partners"]


def test_the_checker_agrees_with_the_run(solved: Path, cli: Callable):
    result = cli("verify", solved)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "2,800 of 2,800 pairs" in result.stdout


def test_the_published_run_says_the_same(solved: Path, read_rows: Callable, partner: dict[str, str]):
    run = next((solved / "runs").iterdir())
    assert {row["mentee_id"]: row["mentor_id"] for row in read_rows(run / "assignments.csv")} == partner
    record = json.loads((run / "run.json").read_text(encoding="utf-8"))
    assert [(goal["name"], goal["value"], goal["bound"]) for goal in record["goals"][:1]] == [("placed", 34, 34)]
    assert sorted(record["inputs"]) == ["decisions.csv", "mentees.csv", "mentors.csv", "program.toml"]
