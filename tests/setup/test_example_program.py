"""A further association costs one TOML file and no code: the program of docs/guide-new-program.md and its sample."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

import pairing
from pairing.instance.pairs import build
from pairing.plans.pairs import Plan
from pairing.setup.built_in import create_season

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide-new-program.md"
DISTRICT = "X101"
"""The district whose mentors three would have, were it not for the quota."""
QUESTIONS = {
    "mentees.csv": {
        "years_in_role": "Which year as a principal will this be?",
        "languages": "Which languages do you speak with families, beside English?",
    },
    "mentors.csv": {"languages": "Which languages do you speak with families, beside English?"},
}


def new_season(folder: Path, **changes: str) -> Path:
    """The sample season; `at_most="24"` changes the one line of its program that says at_most."""
    create_season("example-principals", folder, filled=True)
    program = folder / "program.toml"
    text = program.read_text(encoding="utf-8")
    for name, value in changes.items():
        [line] = [line for line in text.splitlines() if line.split("=")[0].strip() == name]
        text = text.replace(line, f"{name} = {value}")
    program.write_text(text, encoding="utf-8")
    return folder


def solved(folder: Path) -> Plan:
    plan = pairing.solve(folder)
    assert isinstance(plan, Plan)
    assert plan.outcome == "proved"
    return plan


def per_district(plan: Plan) -> Counter[str]:
    """How many pairs are made with the mentors of each district."""
    mentors = plan.season.right
    district = dict(zip(mentors.ids, mentors.values("district_id"), strict=True))
    return Counter(str(district[pair.right]) for pair in plan.pairs)


def partners(plan: Plan) -> dict[str, str]:
    return {pair.left: pair.right for pair in plan.pairs}


def goals(plan: Plan) -> dict[str, object]:
    return {goal.name: goal.value for goal in plan.goal_results}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, cli: Callable) -> Path:
    """The sample season with one run in it; only to be read."""
    made = new_season(tmp_path_factory.mktemp("example") / "season")
    assert cli("solve", made).exit_code == 0
    return made


@pytest.fixture(scope="module")
def plan(folder: Path) -> Plan:
    return solved(folder)


@pytest.fixture(scope="module")
def without_quota(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    return solved(new_season(tmp_path_factory.mktemp("loose") / "season", at_most="24"))


def test_every_goal_is_proved_and_the_checker_agrees(plan: Plan, folder: Path, cli: Callable):
    assert (len(plan.season.left), len(plan.season.right), len(plan.pairs)) == (21, 24, 18)
    assert all(goal.proved and goal.value == goal.bound for goal in plan.goal_results)
    result = cli("verify", folder)
    assert (result.exit_code, result.stderr) == (0, "")


def test_everyone_is_placed_or_has_a_reason(plan: Plan):
    told = {person.id for person in plan.left_out}
    assert set(partners(plan)) | told >= set(plan.season.left.ids)
    assert set(partners(plan).values()) | told >= set(plan.season.right.ids)
    assert all(person.reason for person in plan.left_out)


def test_at_most_two_pairs_are_made_with_mentors_of_one_district(plan: Plan):
    assert max(per_district(plan).values()) == 2
    assert per_district(plan)[DISTRICT] == 2


def test_without_the_quota_one_district_would_have_three(without_quota: Plan):
    assert [name for name, pairs in per_district(without_quota).items() if pairs > 2] == [DISTRICT]
    assert per_district(without_quota)[DISTRICT] == 3


def test_the_quota_costs_fit_and_nothing_else_as_the_guide_says(plan: Plan, without_quota: Plan):
    kept, loose = goals(plan), goals(without_quota)
    assert {name for name in kept if kept[name] != loose[name]} == {"fit"}
    text = GUIDE.read_text(encoding="utf-8")
    assert (
        f"{without_quota.goal_results[-1].value / 100:,.2f} instead of {plan.goal_results[-1].value / 100:,.2f}" in text
    )


def test_the_one_pair_across_school_levels_is_explained(folder: Path, read_rows: Callable):
    [row] = read_rows(next((folder / "runs").iterdir()) / "exceptions.csv")
    assert (row["mentee_id"], row["left_value"], row["right_value"]) == ("E018", "middle", "elementary")
    assert row["reason"] == "the only eligible mentor does not pass it"


def test_with_keep_before_placed_somebody_is_left_out_rather_than_cross_levels(tmp_path: Path, plan: Plan):
    season = new_season(tmp_path / "season")
    program = season / "program.toml"
    head, first, *rest = program.read_text(encoding="utf-8").split("[[goal]]\n")
    [keep] = [goal for goal in rest if 'kind = "keep"' in goal]
    rest.remove(keep)
    program.write_text("[[goal]]\n".join([head, keep, first, *rest]), encoding="utf-8")
    assert set(partners(plan)) - set(partners(solved(season))) == {"E018"}


def test_the_form_s_questions_are_as_good_as_the_columns_names(tmp_path: Path, plan: Plan):
    season = new_season(tmp_path / "season")
    for table, questions in QUESTIONS.items():
        headings, newline, people = (season / table).read_text(encoding="utf-8").partition("\n")
        for column, question in questions.items():
            assert headings.split(",").count(column) == 1
            headings = ",".join(f'"{question}"' if name == column else name for name in headings.split(","))
        (season / table).write_text(headings + newline + people, encoding="utf-8")
    assert partners(solved(season)) == partners(plan)


def test_languages_are_a_list_of_which_the_mentor_covers_a_part(plan: Plan):
    candidates = build(plan.season)
    i, j = candidates.season.left.ids.index("E006"), candidates.season.right.ids.index("M010")
    assert candidates.season.left.values("languages")[i] == ("Japanese", "Arabic")
    assert candidates.points[0, i, j] == 5000 / 2


def test_screens_keep_out_whom_the_sentences_do_not_name(plan: Plan):
    reasons = {person.id: person.reason for person in plan.left_out}
    assert "years in role is 4, at most 2 needed" in reasons["E020"]
    assert "role is assistant principal, principal needed" in reasons["E021"]
    assert "years by role" in reasons["M022"]
    assert "takes part as mentee" in reasons["M024"]
    assert "E015" in partners(plan)  # the year is unknown: takes part, and is a question


def test_a_mentee_beyond_everybody_s_reach_is_told_so(plan: Plan):
    [reason] = [person.reason for person in plan.left_out if person.id == "E019"]
    assert 'only "within 45 miles" stands in the way of 20 mentors' in reason


def test_each_district_is_paid_for_its_mentors(folder: Path, plan: Plan, read_rows: Callable):
    rows = read_rows(next((folder / "runs").iterdir()) / "payments.csv")
    mentors = len(set(partners(plan).values()))
    assert (int(rows[-1]["people"]), rows[-1]["dollars"]) == (mentors, f"{400 * mentors:.2f}")


def test_each_district_has_the_list_of_its_pairs(folder: Path, read_rows: Callable):
    lists = next((folder / "runs").iterdir()) / "districts"
    rows = read_rows(lists / "Sample City Schools of Delaware" / "assignments.csv")
    assert {row["mentor_id"] for row in rows} == {"M003", "M004"}


def test_an_empty_season_has_the_program_s_own_columns(tmp_path: Path, cli: Callable):
    assert cli("init", "example-principals", tmp_path / "new").exit_code == 0
    for table in QUESTIONS:
        headings = (tmp_path / "new" / table).read_text(encoding="utf-8").strip().split(",")
        assert {"school_level", "languages"} <= set(headings)
