"""Exceptions: every pair that does not keep a soft rule, the values it is about, and a reason that can be counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import pairing
from build import raw_program, season_of
from pairing.explain.exceptions import departures
from pairing.instance.pairs import build
from pairing.plans.pair_parts import Alternative
from pairing.plans.pairs import Plan
from pairing.runs import find_run

OWN = {"kind": "same", "column": "region", "name": "own region"}
KEEP = {"kind": "keep", "rule": "own region"}
PLACED, FIT = {"kind": "placed"}, {"kind": "fit"}
Regions = list[str | None]


def plan_of(left: Regions, right: Regions, goals: Any = (PLACED, KEEP, FIT), decisions: Any = (), **more: Any) -> Plan:
    """Mentees e0, e1, ... and mentors m0, m1, ... of these regions; own region is a soft rule."""
    sides = [
        [{"id": f"{letter}{n}", "name": f"{letter.upper()}. {n}", "region": region} for n, region in enumerate(regions)]
        for letter, regions in (("e", left), ("m", right))
    ]
    raw = raw_program(rules=[OWN, *more.pop("rules", [])], goals=list(goals), **more)
    return pairing.solve(season_of(raw, *sides, decisions))


def rows(plan: Plan) -> list[tuple[str, ...]]:
    return [tuple(row) for row in plan.exceptions.itertuples(index=False)]


def reasons(plan: Plan) -> dict[str, str]:
    return {one.left: one.reason for one in plan.departures}


# ---------------------------------------------------------------- which pairs


def test_a_pair_that_does_not_pass_is_listed_with_both_values_and_the_others_are_not():
    plan = plan_of(["1", "2"], ["1", "3"])
    assert list(plan.exceptions.columns) == [
        "mentee_id", "mentee_name", "mentor_id", "mentor_name", "rule", "left_value", "right_value", "reason"
    ]  # fmt: skip
    assert rows(plan) == [
        ("e1", "E. 1", "m1", "M. 1", "own region", "2", "3", "none of the 2 eligible mentors passes it")
    ]


def test_a_plan_that_keeps_every_soft_rule_has_an_empty_table():
    plan = plan_of(["1"], ["1"])
    assert plan.departures == ()
    assert list(plan.exceptions.columns)[-1] == "reason"


@pytest.mark.parametrize(("unknown", "listed"), [("passes", False), ("fails", True)])
def test_an_unknown_answer_is_an_exception_where_it_fails(unknown: str, listed: bool):
    raw = raw_program(rules=[{**OWN, "unknown": unknown}], goals=[PLACED, KEEP])
    plan = pairing.solve(season_of(raw, [{"id": "e0", "region": None}], [{"id": "m0", "region": "1"}]))
    assert [(one.left_value, one.right_value) for one in plan.departures] == ([("", "1")] if listed else [])


def test_a_pair_stands_once_for_each_soft_rule_that_it_does_not_pass():
    state = {"kind": "same", "column": "state", "name": "own state"}
    goals = [PLACED, KEEP, {"kind": "keep", "rule": "own state"}]
    plan = plan_of(["1"], ["2"], goals, rules=[state])
    assert [one.rule for one in plan.departures] == ["own region", "own state"]


def test_a_hard_rule_is_no_matter_of_exceptions():
    plan = pairing.solve(
        season_of(raw_program(rules=[OWN]), [{"id": "e0", "region": "1"}], [{"id": "m0", "region": "1"}])
    )
    assert plan.departures == ()
    assert "exceptions" not in plan.tables


@pytest.mark.parametrize(
    ("rule", "left", "right", "values"),
    [
        (
            {"kind": "same", "column": ["region", "state"]},
            {"state": "MO"},
            {"region": "1", "state": "KS"},
            ("MO", "KS"),
        ),
        ({"kind": "same", "column": ["region", "state"]}, {"region": "1"}, {"state": "KS"}, ("1", "")),
        ({"kind": "different", "column": "enrollment"}, {"enrollment": 90.0}, {"enrollment": 90.0}, ("90", "90")),
        ({"kind": "same", "column": "first_year"}, {"first_year": True}, {"first_year": False}, ("yes", "no")),
        ({"kind": "prepared"}, {"completed": ("I",)}, {"requires": ("I", "II")}, ("I", "I; II")),
        ({"kind": "not_declined"}, {"declines": ("m0",)}, {}, ("", "")),
    ],
)
def test_the_values_are_those_of_the_rules_column(
    rule: dict[str, Any], left: dict[str, Any], right: dict[str, Any], values: tuple[str, str]
):
    raw = raw_program(rules=[{**rule, "name": "soft"}], goals=[PLACED, {"kind": "keep", "rule": "soft"}])
    plan = pairing.solve(season_of(raw, [{"id": "e0", **left}], [{"id": "m0", **right}]))
    assert [(one.left_value, one.right_value) for one in plan.departures] == [values]


# ---------------------------------------------------------------- reasons


def test_where_nobody_passes_the_eligible_are_counted():
    plan = plan_of(["1"], ["2", "3", "4"])
    assert reasons(plan) == {"e0": "none of the 3 eligible mentors passes it"}
    assert reasons(plan_of(["1"], ["2"])) == {"e0": "the only eligible mentor does not pass it"}


def test_those_who_are_not_eligible_do_not_count():
    forbid = [{"id": "F", "action": "forbid", "person": "e0", "with": "m0"}]
    assert reasons(plan_of(["1"], ["1", "2", "3"], decisions=forbid)) == {
        "e0": "none of the 2 eligible mentors passes it"
    }


def test_where_somebody_passes_the_first_goal_that_loses_is_said():
    """e0 may go to m0 alone; e1, of m0's region, to m0 as well, but then nobody is left for e0."""
    forbid = [{"id": "F", "action": "forbid", "person": "e0", "with": "m1"}]
    plan = plan_of(["2", "1"], ["1", "3"], decisions=forbid)
    assert {pair.left: pair.right for pair in plan.pairs} == {"e0": "m0", "e1": "m1"}
    assert reasons(plan)["e1"] == "m0 would pass (then e0 to nobody); forcing it costs: placed 1"


def test_fit_is_said_in_points():
    wish = [{"name": "wish", "kind": "preference", "weight": 1, "unknown": 0.0}]
    left = [{"id": "e0", "region": "1", "prefers": ("m1",)}]
    right = [{"id": "m0", "region": "1"}, {"id": "m1", "region": "2"}]
    raw = raw_program(rules=[OWN], criteria=wish, goals=[PLACED, FIT, KEEP])
    plan = pairing.solve(season_of(raw, left, right))
    assert reasons(plan) == {"e0": "m0 would pass; forcing it costs: fit 100.00"}


def test_two_people_who_could_change_exceptions_tie():
    plan = plan_of(["1", "1"], ["1", "2"])
    assert reasons(plan) == {
        "e1": "m0 would pass (then e0 to m1, who would not pass); forcing it costs nothing: the two plans tie"
    }


def test_the_cheapest_of_those_who_pass_is_named():
    wish = [{"name": "wish", "kind": "preference", "weight": 1, "unknown": 0.0}]
    left = [{"id": "e0", "region": "1", "prefers": ("m2", "m1", "m0")}]
    right = [{"id": "m0", "region": "1"}, {"id": "m1", "region": "1"}, {"id": "m2", "region": "2"}]
    raw = raw_program(rules=[OWN], criteria=wish, goals=[PLACED, FIT, KEEP])
    plan = pairing.solve(season_of(raw, left, right), alternatives=1)
    assert reasons(plan) == {"e0": "m1 would pass; forcing it costs: fit 33.33"}


def test_the_cost_is_what_solving_with_the_pair_forced_gives():
    wish = [{"name": "wish", "kind": "preference", "weight": 1, "unknown": 0.0}]
    left = [
        {"id": f"e{n}", "region": str(n % 2), "prefers": tuple(f"m{(n + k) % 4}" for k in (1, 2, 3))} for n in range(4)
    ]
    right = [{"id": f"m{n}", "region": str(n % 2)} for n in range(4)]
    raw = raw_program(rules=[OWN], criteria=wish, goals=[PLACED, FIT, KEEP])
    plan = pairing.solve(season_of(raw, left, right))
    assert plan.departures
    values = {goal.name: goal.value for goal in plan.goal_results}
    for one in plan.departures:
        who, _, cost = one.reason.partition("; forcing it costs: ")
        partner = who.partition(" would pass")[0]
        lock = [{"id": "L", "action": "lock", "person": one.left, "with": partner}]
        forced = {goal.name: goal.value for goal in pairing.solve(season_of(raw, left, right, lock)).goal_results}
        lost = next((name for name in values if forced[name] != values[name]), None)
        assert lost == "fit"
        assert cost == f"fit {(values['fit'] - forced['fit']) / 100:.2f}"


def test_a_locked_pair_is_the_committees():
    lock = [{"id": "D1", "action": "lock", "person": "e0", "with": "m1"}]
    assert reasons(plan_of(["1"], ["1", "2"], decisions=lock)) == {"e0": "locked by decision D1"}


def test_a_standing_pair_stands(tmp_path: Path):
    sides = [[{"id": "e0", "region": "1"}, {"id": "e1", "region": "2"}], [{"id": "m0", "region": "2"}, {"id": "m1"}]]
    season = season_of(raw_program(rules=[OWN], goals=[PLACED, KEEP]), *sides)
    (tmp_path / "standing.csv").write_text("mentee_id,mentor_id\ne0,m0\n", encoding="utf-8")
    plan = pairing.solve(replace(season, folder=tmp_path), only=("region", "2"))
    assert reasons(plan)["e0"] == "stands already (standing.csv, row 2)"


def test_a_run_that_ended_early_says_that_costs_are_not_known():
    plan = plan_of(["1", "1"], ["1", "2"])
    stopped = replace(plan, opportunity_costs=None, stopped="time limit")
    [one] = departures(build(plan.season), stopped)
    assert (
        one.reason
        == "1 of the 2 eligible mentors would pass; the run was ended early, so what forcing one costs is not known"
    )


class Costs:
    """What opportunity costs may answer: options by hand."""

    exact_by_path = True

    def __init__(self, *options: Alternative, exhausted: bool = False, exact: Alternative | None = None) -> None:
        self.given, self.exhausted, self.exact = list(options), exhausted, exact

    def options(self, left: int, most: int | None) -> list[Alternative]:
        return self.given

    def option(self, left: int, right: int) -> Alternative | None:
        return self.exact


def option(right: str, price: dict[str, int | None], exact: bool) -> Alternative:
    return Alternative("e1", right, 0, None, price, exact)


UNKNOWN = {"placed": 0, "keep own region": None, "fit": None}
DEAR = {"placed": 1, "keep own region": 0, "fit": -500}


@pytest.mark.parametrize(
    ("costs", "reason"),
    [
        (Costs(), "1 of the 2 eligible mentors would pass, but no plan has any of them"),
        (Costs(option("m1", DEAR, True)), "1 of the 2 eligible mentors would pass, but no plan has any of them"),
        (Costs(option("m0", UNKNOWN, False)), "1 of the 2 eligible mentors would pass, but no plan has any of them"),
        (
            Costs(option("m0", UNKNOWN, False), exhausted=True),
            "m0 would pass; what forcing it costs is not known, only that no goal before keep own region loses",
        ),
        (Costs(option("m0", DEAR, False), exhausted=True), "m0 would pass; forcing it costs at least: placed 1"),
        (
            Costs(option("m0", UNKNOWN, False), exact=option("m0", DEAR, True)),
            "m0 would pass; forcing it costs: placed 1",
        ),
    ],
    ids=["no option", "only others", "impossible", "unknown", "bound", "solved for"],
)
def test_what_is_known_of_a_price_is_what_is_said(costs: Costs, reason: str):
    plan = plan_of(["1", "1"], ["1", "2"])
    [one] = departures(build(plan.season), replace(plan, opportunity_costs=costs))
    assert (one.left, one.reason) == ("e1", reason)


def test_under_limits_that_bind_a_reason_is_found_as_well():
    quota = {"name": "few", "kind": "serving", "who": {"region": "2"}, "at_least": 1, "source": "test"}
    apart = {"name": "budget", "kind": "budget", "most": 200.0, "per_pair": 100.0, "source": "test"}
    plan = plan_of(["1", "1"], ["1", "1", "2"], limit=[quota, apart])
    assert [one.right for one in plan.departures] == ["m2"]
    assert "would pass" in plan.departures[0].reason


# ---------------------------------------------------------------- the run


SOFT = """
[[rule]]
name   = "own locale"
kind   = "same"
column = "locale"
source = "a test"

[[goal]]
kind = "keep"
rule = "own locale"
"""


@pytest.fixture
def soft(sample: Path) -> Path:
    with (sample / "program.toml").open("a", encoding="utf-8") as file:
        file.write(SOFT)
    return sample


@pytest.mark.thorough
def test_a_run_holds_exceptions_csv_its_sheet_and_a_line_in_the_summary(soft: Path, cli: Callable, read_rows: Callable):
    result = cli("solve", soft)
    assert result.exit_code == 0, result.stderr
    found = read_rows(find_run(soft) / "exceptions.csv")
    season = pairing.load(soft)
    locale = {
        who: place
        for table in (season.left, season.right)
        for who, place in zip(table.ids, table.values("locale"), strict=True)
    }
    across = [
        (row["mentee_id"], row["mentor_id"])
        for row in sorted(read_rows(find_run(soft) / "assignments.csv"), key=lambda row: row["mentee_id"])
        if locale[row["mentee_id"]] != locale[row["mentor_id"]]
    ]
    assert len(across) > 1
    assert [(row["mentee_id"], row["mentor_id"]) for row in found] == across
    assert all((locale[row["mentee_id"]] or "") == row["left_value"] for row in found)
    assert all(row["reason"] for row in found)
    assert f"{len(across)} pairs do not keep 'own locale': see exceptions.csv" in result.stdout
    sheet = load_workbook(find_run(soft) / "plan.xlsx")["Exceptions"]
    assert sheet.max_row == len(found) + 1
    assert cli("verify", soft).exit_code == 0


def test_the_same_files_give_the_same_exceptions(soft: Path, cli: Callable):
    texts = []
    for _ in range(2):
        cli("solve", soft, "--alternatives", "1")
        texts.append((find_run(soft) / "exceptions.csv").read_bytes())
    assert texts[0] == texts[1]


@pytest.mark.thorough
def test_how_many_alternatives_are_listed_changes_no_reason(soft: Path, cli: Callable):
    texts = []
    for many in ("0", "1", "all"):
        cli("solve", soft, "--alternatives", many)
        texts.append((find_run(soft) / "exceptions.csv").read_bytes())
    assert texts[0] == texts[1] == texts[2]
