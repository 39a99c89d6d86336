"""The sample season of the Massachusetts network tells its story: a region with too few, one with one too many."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

import pairing
from pairing.plans.cohorts import CohortPlan
from pairing.program import parse_program
from pairing.setup.built_in import create_season, program_path

PROGRAM = "massachusetts-mssn"
JOIN = (
    "join Region III (median 54 miles apart, then 14 members, two cohorts of 6 to 8), or run with 5 (sizes.min = 5), "
    "or find 1 more member"
)


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory, cli: Callable) -> Path:
    """The sample season with one run in it; only to be read."""
    folder = tmp_path_factory.mktemp("mssn") / "season"
    create_season(PROGRAM, folder, filled=True)
    assert cli("solve", folder).exit_code == 0
    return folder


@pytest.fixture(scope="module")
def plan(season: Path) -> CohortPlan:
    found = pairing.solve(season)
    assert isinstance(found, CohortPlan)
    return found


@pytest.fixture(scope="module")
def reason(plan: CohortPlan) -> dict[str, str]:
    return {person.id: person.reason for person in plan.left_out}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The sample season, to be changed."""
    create_season(PROGRAM, tmp_path / "own", filled=True)
    return tmp_path / "own"


def with_rule(folder: Path, name: str) -> None:
    """One of the two rules that stand in the program file as comments, as if the comment signs were taken away."""
    path = folder / "program.toml"
    text = path.read_text(encoding="utf-8")
    (block,) = [part for part in text.split("#   [[rule]]\n")[1:] if name in part]
    lines = [line.removeprefix("#").strip() for line in block.splitlines() if line.startswith("#   ")]
    rule = "[[rule]]\n" + "\n".join(lines) + "\n"
    assert tomllib.loads(rule)["rule"][0]["name"] == name
    path.write_text(text.replace("# What every cohort must keep.", rule), encoding="utf-8")


# ---------------------------------------------------------------- who sits, who leads


def test_three_regional_cohorts_are_proved_and_no_plan_seats_more(plan: CohortPlan):
    assert plan.outcome == "proved"
    assert all(goal.proved and goal.value == goal.bound for goal in plan.goal_results)
    assert (plan.goal_results[0].name, plan.goal_results[0].value) == ("everyone seated", 22)
    assert [len(cohort.seats) for cohort in plan.cohorts] == [7, 8, 7]
    region = dict(zip(plan.season.left.ids, plan.season.left.values("region"), strict=True))
    regions = [{region[identifier] for identifier in cohort.ids} for cohort in plan.cohorts]
    assert regions == [{"Region II"}, {"Region III"}, {"Region IV"}]


def test_each_cohort_has_two_facilitators_and_each_facilitator_one_cohort(plan: CohortPlan):
    teams = [cohort.facilitators for cohort in plan.cohorts]
    assert teams == [("F02", "F03"), ("F04", "F11"), ("F05", "F06")]


def test_monthly_meetings_are_within_reach(plan: CohortPlan):
    assert all(cohort.longest is not None and cohort.longest <= 60 for cohort in plan.cohorts)


def test_two_who_work_in_one_town_are_zero_miles_apart(
    season: Path, tmp_path: Path, cli: Callable, read_rows: Callable
):
    assert cli("candidates", season, "--between", "members", "-o", tmp_path / "pairs.csv").exit_code == 0
    miles = {(row["member_id"], row["other_member_id"]): row["miles"] for row in read_rows(tmp_path / "pairs.csv")}
    assert float(miles["S01", "S02"]) == 0


def test_the_checker_agrees_with_the_run(season: Path, cli: Callable):
    assert "The checker agrees" in cli("verify", season).stdout


def test_nothing_but_one_question_is_left_open(season: Path, cli: Callable):
    output = cli("check", season).stdout
    assert "Worth a look" not in output
    mended = output.partition("Mended or left aside\n")[2].partition("\n\n")[0].splitlines()
    assert [line.partition(": ")[2].partition(":")[0] for line in mended] == [
        "has the mail address of F10 (row 11) in facilitators.csv"
    ]
    assert "1 member: S12 (row 13)" in output.partition("Questions to ask")[2]


# ---------------------------------------------------------------- who does not


def test_a_region_of_five_waits_and_is_told_which_region_to_join(plan: CohortPlan, reason: dict[str, str]):
    told = f"waits: Region I has 5 members, a cohort has at least 6; nearest way out: {JOIN}"
    assert {reason[f"S0{k}"] for k in range(1, 6)} == {told}
    assert f"Region I (5 members, a cohort has at least 6): {JOIN}" in plan.notes


def test_the_ninth_of_a_region_waits_because_eight_is_the_most(reason: dict[str, str]):
    assert reason["S23"] == (
        "waits: of 9 members of Region III who could share cohorts 8 can be seated (9 do not split into cohorts of 6 "
        "to 8); number 28 of 28 in the order of waiting; nearest way out: let S23 join Region II (median 37 miles "
        "apart, then 8 members, one cohort of 8), or allow one cohort of 9 (sizes.max = 9)"
    )


def test_everyone_else_without_a_seat_has_another_reason(reason: dict[str, str]):
    assert reason["S06"] == "withdrawn by decision D1 (K. Doe, 2026-06-15)"
    assert (
        reason["S14"] == "not eligible: role is assistant superintendent, superintendent needed (active superintendent)"
    )


def test_facilitators_without_a_cohort_know_why(reason: dict[str, str]):
    assert "status is retired, active needed" in reason["F08"]
    assert "mentor needed" in reason["F09"]
    assert "recognized cohort is no, yes needed" in reason["F09"]
    assert (
        reason["F10"] == "not eligible: takes part as member (one person, one role)"
    )  # registered under the same address as S13
    assert reason["F01"] == reason["F07"] == "not needed: enough others lead"


def test_three_years_are_no_reason_to_keep_somebody_out_but_seven_lead_first(plan: CohortPlan):
    years = dict(zip(plan.season.right.ids, plan.season.right.values("years_as_superintendent"), strict=True))
    leading = {leader for cohort in plan.cohorts for leader in cohort.facilitators}
    assert years["F07"] == 3
    assert min(years[leader] for leader in leading) >= 7


# ---------------------------------------------------------------- what the committee may do next


def test_the_way_out_seats_all_28_in_four_cohorts(own: Path, edit: Callable, cli: Callable):
    for k in range(1, 6):
        edit(own / "members.csv", f"S0{k}", "region", "Region III")
    plan = pairing.solve(own)
    assert isinstance(plan, CohortPlan)
    assert plan.outcome == "proved"
    assert sorted(len(cohort.seats) for cohort in plan.cohorts) == [6, 7, 7, 8]
    assert plan.notes == ()


def test_a_sixth_member_makes_a_cohort_of_the_short_region(own: Path):
    decisions = own / "decisions.csv"
    lines = decisions.read_text(encoding="utf-8").splitlines()
    decisions.write_text("\n".join(line for line in lines if not line.startswith("D1")), encoding="utf-8")
    plan = pairing.solve(own)
    assert isinstance(plan, CohortPlan)
    assert {"S01", "S06"} < set(plan.cohorts[0].ids)
    assert len(plan.cohorts) == 4


def test_where_facilitators_come_from_the_own_region_a_conflict_with_one_keeps_a_member_out(own: Path):
    with_rule(own, "facilitator of the cohort's own region")
    plan = pairing.solve(own)
    assert isinstance(plan, CohortPlan)
    assert [cohort.facilitators for cohort in plan.cohorts] == [("F02", "F03"), ("F04", "F05"), ("F06", "F07")]
    (reason,) = [person.reason for person in plan.left_out if person.id == "S18"]
    assert reason == (
        "waits: only 1 facilitator may lead a cohort with them in it, and a cohort has 2; kept away by: no declared "
        "conflict with the facilitator 1"
    )


def test_where_facilitators_come_from_the_own_region_a_region_without_enough_says_so(own: Path, cli: Callable):
    with_rule(own, "facilitator of the cohort's own region")
    with (own / "decisions.csv").open("a", encoding="utf-8") as file:
        file.write("D3,withdraw,F02,,K. Doe,2026-06-20,On leave\n")
    wrong = (
        "Region II: 7 members, but only 1 facilitator may lead a cohort of them, and a cohort has 2 (kept away by: "
        "facilitator of the cohort's own region 6)"
    )
    assert f"{wrong}; nearest way out: find 1 more facilitator who may lead them" in cli("check", own).stdout


def test_where_facilitators_come_from_another_region_nobody_leads_at_home(own: Path):
    with_rule(own, "facilitator of another region")
    decisions = (own / "decisions.csv").read_text(encoding="utf-8").splitlines()
    kept = [line for line in decisions if not line.startswith("D2")]  # locks two of one region
    (own / "decisions.csv").write_text("\n".join(kept), encoding="utf-8")
    plan = pairing.solve(own)
    assert isinstance(plan, CohortPlan)
    home = {
        who: region
        for table in (plan.season.left, plan.season.right)
        for who, region in zip(table.ids, table.values("region"), strict=True)
    }
    for cohort in plan.cohorts:
        assert {home[who] for who in cohort.ids}.isdisjoint(home[who] for who in cohort.facilitators)


def test_every_clause_is_visible_with_its_source():
    program, problems = parse_program(program_path(PROGRAM).read_text(encoding="utf-8"))
    assert problems == []
    assert program is not None
    items = (*program.left.screens, *program.right.screens, *program.rules, *program.limits, *program.criteria)
    assert all(item.source for item in items)
    assert (program.sizes.min, program.sizes.max, program.sizes.cohorts, program.per_cohort) == (6, 8, [1, 4], 2)
