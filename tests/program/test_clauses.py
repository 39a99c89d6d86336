"""What the associations say, clause by clause, and the item of a program file that carries it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from pairing.program.criteria import CRITERIA
from pairing.program.goals import COHORT_GOALS, GOALS
from pairing.program.limits import LIMITS, PAIR_LIMITS, PENALTIES
from pairing.program.rules import RULES, SCREENS
from pairing.setup.built_in import programs

AMP, MASA, COLLABORATION = "missouri-amp", "minnesota-masa-mentors", "missouri-collaboration-cohorts"
MENTORS, SEMINARS, MSSN = "massachusetts-assistant-superintendent-mentors", "massachusetts-asls", "massachusetts-mssn"

CLAUSES: list[tuple[str, str, str, Mapping[str, Any]]] = [
    (AMP, "First-year superintendents", "left.screen", {"kind": "only", "when": {"first_year": True}}),
    (AMP, "with a veteran mentor", "right.screen", {"when": {"years_as_superintendent": ">= 5"}}),
    (AMP, "New K-8 superintendents go through AMP for principals", "left.screen",
     {"kind": "routed", "when": {"grade_span": "K-8"}, "program": "missouri-amp-principals"}),
    (AMP, "unless they have been principals", "left.screen", {"kind": "routed", "unless": {"past_roles": "principal"}}),
    (AMP, "Mentors are asked from every region", "limit", {"kind": "serving", "by": "region", "at_least": 1}),
    (AMP, "a region is no reason to place fewer", "goal",
     {"kind": "keep", "limit": "at least one mentor from each region"}),
    (AMP, "a second mentee per mentor only when needed", "goal", {"kind": "even_load"}),
    (AMP, "or as soon as a new hire is known", "left.screen", {"kind": "already_matched"}),
    (AMP, "Ten hours of face-to-face contact", "rule", {"kind": "within_miles"}),
    (AMP, "Ten hours of face-to-face contact, the nearer the better", "criterion", {"kind": "proximity"}),
    (AMP, "$300 per enrolling district", "payment", {"dollars": 300, "per": "left"}),
    (MASA, "new to the role or new to the role in Minnesota; special application; a second year by application",
     "left.screen", {"kind": "only", "when": [
         {"first_year": True}, {"new_to_state": True}, {"special_application": True},
         {"extension": True, "requested_by": ["mentor", "mentee", "district"]}]}),
    (MASA, "Both must be members: mentees", "left.screen", {"when": {"member": True}}),
    (MASA, "Both must be members: mentors", "right.screen", {"when": {"member": True}}),
    (MASA, "mentors active or retired", "right.screen", {"when": {"status": ["active", "retired"]}}),
    (MASA, "Same role preferred", "criterion", {"kind": "role"}),
    (MASA, "practice-area experience may stand in", "rule", {"kind": "related_role"}),
    (MASA, "after all first-years", "goal", {"kind": "placed", "who": [
        {"first_year": True}, {"new_to_state": True}, {"special_application": True}]}),
    (MASA, "the same mentor preferred", "goal", {"kind": "keep", "rule": "the same mentor for a second year"}),
    (MASA, "Regions match their own", "rule", {"kind": "same", "column": "region"}),
    (MASA, "where a region is short, mentors may come from another", "goal",
     {"kind": "keep", "rule": "mentor of the own region"}),
    (MASA, "Needs count", "criterion", {"kind": "shared"}),
    (MASA, "interests count", "criterion", {"kind": "overlap", "column": "interests"}),
    (MASA, "the mentee's preferences count", "criterion", {"kind": "preference"}),
    (MASA, "the mentee's preferences count: declined", "rule", {"kind": "not_declined"}),
    (MASA, "conflicts of interest are prevented: declared", "rule", {"kind": "no_conflict"}),
    (MASA, "conflicts of interest are prevented: same employer", "rule", {"kind": "different", "column": "employer"}),
    (MASA, "conflicts of interest are prevented: supervisory line", "rule", {"kind": "not_supervisor"}),
    (MASA, "The region's list goes to the state", "", {"lists_by": "region"}),
    (MASA, "$500 stipend per mentor, paid to the mentor's region", "payment",
     {"dollars": 500, "per": "right", "by": "region"}),
    (COLLABORATION, "Superintendents in year four and beyond", "goal",
     {"kind": "seated", "who": {"years_as_superintendent": ">= 4"}}),
    (COLLABORATION, "8-10 per cohort", "sizes", {"min": 8, "max": 10}),
    (COLLABORATION, "similar enrollment", "criterion", {"between": "members", "kind": "enrollment"}),
    (COLLABORATION, "similar demographics", "criterion", {"between": "members", "column": "low_income_pct"}),
    (COLLABORATION, "similar pressing issues", "criterion", {"between": "members", "kind": "overlap"}),
    (COLLABORATION, "years 1-3 only where seats remain", "goal", {"kind": "seated", "name": "everyone seated"}),
    (COLLABORATION, "this year's participants may be enrolled again automatically", "goal",
     {"kind": "seated", "who": {"continuing": True}}),
    (COLLABORATION, "registration has a deadline", "goal", {"who": {"registered_on": "<= 2026-05-15"}}),
    (COLLABORATION, "One facilitator each", "facilitators", {"per_cohort": 1}),
    (COLLABORATION, "five years a superintendent in the state", "facilitators.screen",
     {"name": "five years as superintendent in the state"}),
    (COLLABORATION, "certified", "facilitators.screen", {"when": {"certified": True}}),
    (COLLABORATION, "able to run virtual meetings", "facilitators.screen", {"when": {"online_tools": True}}),
    (COLLABORATION, "not now serving", "facilitators.screen", {"kind": "barred", "when": {"currently_serving": True}}),
    (COLLABORATION, "not employed by the state department", "facilitators.screen",
     {"name": "not with the state department"}),
    (COLLABORATION, "no conflict of interest", "rule", {"between": "member-facilitator", "kind": "no_conflict"}),
    (COLLABORATION, "15 hours, at least 8 in person", "limit", {"kind": "drive"}),
    (COLLABORATION, "$800 + $250 travel per cohort", "money",
     {"per_cohort": {"facilitator's stipend": 800, "facilitator's travel": 250}}),
    (COLLABORATION, "$300 training once per facilitator", "money",
     {"per_facilitator": {"facilitator's training": 300}}),
    (MENTORS, "Mentors with five or more years in that role", "right.screen",
     {"when": {"years_by_role": "assistant superintendent: >= 5"}}),
    (MENTORS, "similar job components, central ones count more", "criterion",
     {"kind": "shared", "left_column": "job_components", "right_column": "job_components", "central": 2}),
    (MENTORS, "close proximity", "criterion", {"kind": "proximity"}),
    (MENTORS, "professional goals", "criterion",
     {"kind": "shared", "left_column": "goals", "right_column": "expertise"}),
    (MENTORS, "monthly face-to-face", "rule", {"kind": "within_miles"}),
    (SEMINARS, "a seminar section with seats", "right.capacity", {"column": "seats"}),
    (SEMINARS, "II needs I completed, III needs II", "rule", {"kind": "prepared"}),
    (SEMINARS, "experienced leaders may join III directly", "rule", {"kind": "prepared", "where": {"level": "III"}}),
    (SEMINARS, "the highest level a person is ready for", "goal", {"kind": "level", "order": ["I", "II", "III"]}),
    (SEMINARS, "then nearest section", "goal", {"kind": "miles"}),
    (SEMINARS, "then balanced sections", "goal", {"kind": "even_load"}),
    (SEMINARS, "a waiting list in a stated order", "goal", {"kind": "in_order"}),
    (MSSN, "Up to four cohorts", "sizes", {"cohorts": [1, 4]}),
    (MSSN, "of up to eight, at least six", "sizes", {"min": 6, "max": 8}),
    (MSSN, "regional", "rule", {"between": "members", "kind": "same", "column": "region"}),
    (MSSN, "active superintendents", "members.screen", {"name": "active superintendent"}),
    (MSSN, "two facilitators each", "facilitators", {"per_cohort": 2}),
    (MSSN, "themselves practicing superintendents", "facilitators.screen", {"name": "practicing superintendent"}),
    (MSSN, "seven years preferred", "criterion", {"between": "member-facilitator", "kind": "experience"}),
    (MSSN, "have served as mentor or in a recognized cohort", "facilitators.screen",
     {"name": "mentor or recognized cohort"}),
    (MSSN, "no facilitator who is a member", "facilitators.screen", {"kind": "one_side"}),
    (MSSN, "monthly meetings", "limit", {"kind": "drive"}),
]  # fmt: skip
"""Program, clause, where its item stands, and what that item says at least."""

NOT_USED = {
    ("rule", "experience"): "these programs ask years of mentors alone, by screens; the rule also knows the role",
    ("rule", "never_again"): "new partners every so many years: said by committees, by no association's page",
    ("criterion", "together_before"): "a column names the mentor of an extension; for those who keep earlier years",
    ("criterion", "long_ago"): "new partners preferred: said by committees, by no association's page",
    ("goal", "moves"): "every rerun has it, right behind the goals about places, unless a program says where",
    ("goal", "facilitator_changes"): "every rerun of cohorts has it right after moves",
    ("goal", "worst_fit"): "a committee's choice between the best sum and the best worst pair; shown in the guide",
    ("limit", "together"): "committees ask for it case by case; a decision or a column of the members",
    ("limit", "at_most"): "a cohort's mix, for committees that want one",
    ("limit", "at_least"): "a cohort's mix, for committees that want one",
    ("limit", "enrollment_ratio"): "the hard form of the penalty that Missouri's cohorts use",
    ("limit", "all_or_least"): "a mentor takes two or none: said by committees, by no association's page",
    ("limit", "shared_load"): "co-mentors share a load: said by committees, by no association's page",
    ("limit", "pair_apart"): "two mentees not with the same mentor: said by committees, by no association's page",
    ("limit", "pair_together"): "two mentees with the same mentor: said by committees, by no association's page",
    ("limit", "budget"): "stipends and travel within a sum: said by committees, by no association's page",
}  # fmt: skip
"""Kinds that no shipped program uses, and why they are there all the same."""

KINDS = {
    "screen": SCREENS, "rule": RULES, "criterion": CRITERIA, "limit": {**LIMITS, **PAIR_LIMITS},
    "penalty": PENALTIES, "goal": {**GOALS, **COHORT_GOALS},
}  # fmt: skip


def read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


PROGRAMS = {name: read(path) for name, path in programs().items()}


def items(program: Mapping[str, Any], where: str) -> list[Mapping[str, Any]]:
    """What stands at a place such as left.screen, as a list."""
    found: Any = program
    for word in where.split(".") if where else ():
        found = found.get(word, {})
    return found if isinstance(found, list) else [found]


def every_item(program: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for side in ("left", "right", "members", "facilitators"):
        yield from (("screen", item) for item in program.get(side, {}).get("screen", []))
    for word in ("rule", "criterion", "limit", "penalty", "payment", "goal"):
        yield from ((word, item) for item in program.get(word, []))


@pytest.mark.parametrize(("program", "clause", "where", "says"), CLAUSES, ids=lambda value: str(value)[:60])
def test_a_clause_stands_in_its_program(program, clause, where, says):
    matching = [item for item in items(PROGRAMS[program], where) if says.items() <= item.items()]
    assert matching, f"{program}: no [[{where}]] says {says} for: {clause}"


@pytest.mark.parametrize("name", sorted(PROGRAMS))
def test_every_item_says_whose_sentence_it_is(name):
    program = PROGRAMS[name]
    assert program["source"].strip()
    for word, item in every_item(program):
        if word != "goal":
            assert item.get("source", "").strip(), f"{name}: [[{word}]] {item.get('name', item['kind'])} has no source"
    assert program.get("money", {"source": "-"}).get("source", "").strip()


def test_every_kind_is_used_by_a_program_or_says_why_not():
    used = {
        (word, item["kind"]) for program in PROGRAMS.values() for word, item in every_item(program) if "kind" in item
    }
    unused = {(word, kind) for word, kinds in KINDS.items() for kind in kinds} - used
    assert unused == set(NOT_USED)
    assert all(len(reason.split()) > 4 for reason in NOT_USED.values())


def test_every_association_has_its_clauses():
    assert {program for program, *_ in CLAUSES} == {AMP, MASA, COLLABORATION, MENTORS, SEMINARS, MSSN}
