"""The commands on a cohort season, as a coordinator runs them: about half of the sample's members."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

import pairing
from pairing.plans.cohorts import CohortPlan

ASSIGNMENTS = [
    "cohort", "role", "person_id", "name", "district", "region", "enrollment", "miles_to_meeting", "fit", "change",
]  # fmt: skip
COHORTS = [
    "cohort", "size", "facilitator_ids", "mean_dissimilarity", "worst_pair", "enrollment_min", "enrollment_max",
    "enrollment_ratio", "meeting_place", "longest_drive", "median_drive",
]  # fmt: skip
LED_BY = ("F01", "F02", "F03", "F06", "F08")


@pytest.fixture(scope="module")
def half(tmp_path_factory: pytest.TempPathFactory, cli: Callable, read_rows: Callable, write_rows: Callable) -> Path:
    """Every second member of the sample, and five of its facilitators, two of them screened out. Only to be read."""
    folder = tmp_path_factory.mktemp("half") / "cohorts"
    assert cli("init", "missouri-collaboration-cohorts", folder, "--sample").exit_code == 0
    kept = [row for k, row in enumerate(read_rows(folder / "members.csv")) if k % 2 == 1]
    leaders = [row for row in read_rows(folder / "facilitators.csv") if row["id"] in LED_BY]
    known = {row[column] for row in (*kept, *leaders) for column in ("id", "district")}
    for row in (*kept, *leaders):
        row["conflicts"] = row["conflicts"] if row["conflicts"] in known else "none"
    write_rows(folder / "members.csv", kept)
    write_rows(folder / "facilitators.csv", leaders)
    ids = {row["id"] for row in (*kept, *leaders)}
    decided = [row for row in read_rows(folder / "decisions.csv") if {row["person"], row["with"]} <= {*ids, ""}]
    write_rows(folder / "decisions.csv", decided)
    return folder


@pytest.fixture(scope="module")
def run(half: Path, cli: Callable) -> Path:
    """A run of that season."""
    done = cli("solve", half)
    assert done.exit_code == 0, done.output
    return half / "runs" / sorted(path.name for path in (half / "runs").iterdir())[-1]


@pytest.fixture
def own(half: Path, tmp_path: Path) -> Path:
    """A copy of the season that a test may spoil, without runs."""
    return Path(shutil.copytree(half, tmp_path / "own", ignore=shutil.ignore_patterns("runs")))


def test_check_says_who_takes_part_and_how_many_can_be_seated(half: Path, cli: Callable):
    done = cli("check", half)
    assert done.exit_code == 0, done.output
    for said in (
        "members.csv",
        "facilitators.csv",
        "(members)",
        "(member-facilitator)",
        "cohorts of 8 to 10",
        "can lead",
    ):
        assert said in done.output


def test_solve_writes_the_promised_files_and_columns(run: Path, read_rows: Callable):
    names = {path.name for path in run.iterdir()}
    tables = {"assignments.csv", "cohorts.csv", "alternatives.csv", "unmatched.csv"}
    assert names == {*tables, "run.json", "plan.xlsx", "report.html"}
    assert list(read_rows(run / "assignments.csv")[0])[: len(ASSIGNMENTS)] == ASSIGNMENTS
    assert list(read_rows(run / "cohorts.csv")[0])[: len(COHORTS)] == COHORTS
    sheets = openpyxl.load_workbook(run / "plan.xlsx").sheetnames
    assert sheets == ["Summary", "Assignments", "Alternatives", "Unmatched", "Cohorts", "People", "Decisions", "Proof"]


def test_the_record_has_every_goal_proved_and_the_money(run: Path):
    record = json.loads((run / "run.json").read_text(encoding="utf-8"))
    assert record["outcome"] == "proved"
    assert [goal["kind"] for goal in record["goals"][-4:]] == ["alike", "facilitators", "worst_cohort", "continuity"]
    assert all(goal["proved"] and goal["value"] == goal["bound"] for goal in record["goals"])
    assert record["dollars"] % 50 == 0
    assert {"program.toml", "members.csv", "facilitators.csv", "venues.csv"} <= set(record["inputs"])


def test_every_cohort_is_of_the_right_size_and_led(run: Path, read_rows: Callable):
    rows = read_rows(run / "assignments.csv")
    for cohort in {row["cohort"] for row in rows}:
        roles = [row["role"] for row in rows if row["cohort"] == cohort]
        assert 8 <= roles.count("member") <= 10
        assert roles.count("facilitator") == 1


def test_everyone_is_in_a_cohort_or_has_a_reason(half: Path, run: Path, read_rows: Callable):
    everyone = [row["id"] for table in ("members", "facilitators") for row in read_rows(half / f"{table}.csv")]
    left_out = read_rows(run / "unmatched.csv")
    placed = {row["person_id"] for row in read_rows(run / "assignments.csv")}
    assert sorted({*placed, *(row["id"] for row in left_out)}) == sorted(everyone)
    assert all(row["reason"] for row in left_out)


def test_every_member_seated_has_up_to_three_other_cohorts_with_a_swap_cost(run: Path, read_rows: Callable):
    seated = [row["person_id"] for row in read_rows(run / "assignments.csv") if row["role"] == "member"]
    options = read_rows(run / "alternatives.csv")
    assert {row["member_id"] for row in options} <= set(seated)
    for member in seated:
        costs = [float(row["swap_cost: alike"]) for row in options if row["member_id"] == member]
        assert len(costs) <= 3
        assert costs == sorted(costs)


def test_the_checker_agrees_with_the_run(half: Path, run: Path, cli: Callable):
    done = cli("verify", half, run.name)
    assert done.exit_code == 0, done.output
    assert "agrees" in done.output


def test_a_plan_by_hand_is_judged(half: Path, run: Path, tmp_path: Path, cli: Callable, read_rows, write_rows):
    rows = [{key: row[key] for key in ("cohort", "role", "person_id")} for row in read_rows(run / "assignments.csv")]
    write_rows(tmp_path / "mine.csv", rows)
    assert cli("verify", half, tmp_path / "mine.csv").exit_code == 0
    write_rows(tmp_path / "short.csv", [row for row in rows if row["cohort"] != "1"] + rows[:6])
    done = cli("verify", half, tmp_path / "short.csv")
    assert done.exit_code == 5
    assert "cohort 1" in done.output
    write_rows(tmp_path / "no.csv", [{"group": "1", "id": "C002"}])
    done = cli("verify", half, tmp_path / "no.csv")
    assert done.exit_code == 1
    assert "cohort, role, person_id" in done.output


@pytest.mark.parametrize(("file", "column"), [("assignments.csv", "fit"), ("cohorts.csv", "cost")])
def test_a_run_that_was_tampered_with_is_found_out(half, run, tmp_path, cli, read_rows, write_rows, file, column):
    copy = Path(shutil.copytree(half, tmp_path / "copy"))
    path = copy / "runs" / run.name / file
    rows = read_rows(path)
    rows[0][column] = f"{float(rows[0][column]) + 1:.2f}"
    write_rows(path, rows)
    assert cli("verify", copy).exit_code == 5
    rows[0][column] = "much"
    write_rows(path, rows)
    assert cli("verify", copy).exit_code == 1


@pytest.mark.thorough
def test_the_same_season_gives_the_same_bytes(own: Path, run: Path, cli: Callable):
    assert cli("solve", own).exit_code == 0
    (again,) = (own / "runs").iterdir()
    for path in run.iterdir():
        if path.name not in ("run.json", "plan.xlsx"):
            assert (again / path.name).read_bytes() == path.read_bytes(), path.name


def test_candidates_of_both_relations(half: Path, tmp_path: Path, cli: Callable, read_rows: Callable):
    members, led = tmp_path / "members.csv", tmp_path / "led.csv"
    assert cli("candidates", half, "-o", members).exit_code == 0
    assert cli("candidates", half, "--between", "member-facilitator", "-o", led).exit_code == 0
    rows = read_rows(members)
    assert list(rows[0])[:4] == ["member_id", "other_member_id", "eligible", "failed_rules"]
    assert all(row["member_id"] != row["other_member_id"] for row in rows)
    fits = {(row["member_id"], row["other_member_id"]): row["fit"] for row in rows}
    assert all(fits[b, a] == fit for (a, b), fit in fits.items())
    assert list(read_rows(led[0] if isinstance(led, tuple) else led)[0])[:2] == ["member_id", "facilitator_id"]


def test_a_relation_that_is_not_there_is_named(sample: Path, cli: Callable):
    done = cli("candidates", sample, "--between", "members")
    assert done.exit_code == 1
    assert 'no relation "members"' in done.output


def test_a_lock_that_cannot_hold_names_its_row_and_reason(own: Path, cli: Callable, write_rows: Callable):
    decisions = [
        {
            "id": "L1",
            "action": "lock",
            "person": "C002",
            "with": "C004",
            "by": "K. Doe",
            "on": "2026-06-01",
            "note": "",
        },
        {"id": "L2", "action": "forbid", "person": "C004", "with": "C002", "by": "", "on": "", "note": ""},
        {"id": "L3", "action": "lock", "person": "C006", "with": "F06", "by": "", "on": "", "note": ""},
    ]
    write_rows(own / "decisions.csv", decisions)
    done = cli("check", own)
    assert done.exit_code == 1
    assert "decisions.csv, row 2" in done.output
    assert "decision L2 forbids the two (rows 2 and 3)" in done.output
    assert "decisions.csv, row 4" in done.output
    assert "F06 does not take part" in done.output


def test_too_few_people_for_any_cohort_end_in_exit_3_with_the_reason(own: Path, cli, read_rows, write_rows):
    write_rows(own / "members.csv", read_rows(own / "members.csv")[:7])
    write_rows(own / "decisions.csv", [{"id": "", "action": "", "person": "", "with": ""}])
    done = cli("solve", own)
    assert done.exit_code == 3, done.output
    assert "at least 8" in done.output
    assert not (own / "runs").exists()


def test_people_who_do_not_split_wait_and_the_way_out_is_said(own: Path, cli, read_rows, write_rows):
    write_rows(
        own / "members.csv", [row for row in read_rows(own / "members.csv") if row["years_as_superintendent"]][:13]
    )
    write_rows(own / "decisions.csv", [{"id": "", "action": "", "person": "", "with": ""}])
    done = cli("solve", own)
    assert done.exit_code == 0, done.output
    assert "wait" in done.output
    assert "A way out" in done.output


def test_no_time_at_all_is_said_as_such(own: Path, cli: Callable):
    done = cli("solve", own, "--time-limit", "0")
    assert done.exit_code in (0, 4)
    assert "Traceback" not in done.output


def test_from_python(half: Path, run: Path):
    season = pairing.load(half)
    assert len(season.members) == len(season.left)
    assert "name" in season.venues.columns
    plan = pairing.solve(season)
    assert isinstance(plan, CohortPlan)
    assert plan.outcome == "proved"
    assert set(plan.tables) == {"assignments", "cohorts", "alternatives", "unmatched"}
    assert str(len(plan.cohorts)) in repr(plan)


def test_empty_venues_are_as_good_as_none(half: Path, tmp_path: Path, cli: Callable):
    own = Path(shutil.copytree(half, tmp_path / "own"))
    headings = (own / "venues.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    (own / "venues.csv").write_text(headings + "\n", encoding="utf-8")
    season = pairing.load(own)
    assert season.venue_table is None
    assert "venues.csv" not in season.inputs
    done = cli("check", own)
    assert done.exit_code == 0, done.output
    assert "venues.csv" not in done.output


THEMES = """
[[theme]]
name   = "Urban"
source = "The committee."

[[theme]]
name   = "Small districts"
source = "The committee."
"""


def test_a_theme_that_the_program_does_not_know_is_an_error_at_its_cell(
    half: Path, tmp_path: Path, cli: Callable, read_rows: Callable, edit: Callable
):
    own = Path(shutil.copytree(half, tmp_path / "own"))
    first, second = (row["id"] for row in read_rows(own / "members.csv")[:2])
    edit(own / "members.csv", first, "theme", "urban")
    edit(own / "members.csv", second, "theme", "rural")
    done = cli("check", own)
    assert done.exit_code == 0
    assert 'column "theme": program.toml has no [[theme]], so that themes are not used' in done.stdout
    with (own / "program.toml").open("a", encoding="utf-8") as file:
        file.write(THEMES)
    done = cli("check", own)
    assert done.exit_code == 1
    said = 'members.csv, row 3, column "theme": no theme "rural" in program.toml; they are Urban, Small districts'
    assert said in done.stderr
    assert "row 2" not in done.stderr


def test_the_report_has_every_cohort_with_its_members_in_order_of_enrollment(run: Path, read_rows: Callable):
    page = (run / "report.html").read_text(encoding="utf-8")
    cohorts = read_rows(run / "cohorts.csv")
    rows = read_rows(run / "assignments.csv")
    for cohort in cohorts:
        card = page.split(f'id="c{cohort["cohort"]}"')[1].split("</table>")[0]
        members = [row for row in rows if row["cohort"] == cohort["cohort"] and row["role"] == "member"]
        members.sort(key=lambda row, card=card: card.index(f">{row['person_id']}<"))
        shown = [float(row["enrollment"] or -1) for row in members]
        assert shown == sorted(shown, reverse=True)
        assert cohort["meeting_place"] in page
    assert "similar enrollment" in page
    assert page.count("<script") == 2


def test_a_redacted_report_of_cohorts_names_nobody(
    run: Path, half: Path, read_rows: Callable, cli: Callable, tmp_path: Path
):
    done = cli("report", half, "--redact", "-o", tmp_path / "redacted.html")
    assert done.exit_code == 0, done.output
    page = (tmp_path / "redacted.html").read_text(encoding="utf-8")
    for row in (*read_rows(half / "members.csv"), *read_rows(half / "facilitators.csv")):
        assert row["name"] not in page
        assert row["email"] not in page
        assert not row["notes"] or row["notes"] not in page
    cli("report", half, "-o", tmp_path / "again.html")
    assert (tmp_path / "again.html").read_bytes() == (run / "report.html").read_bytes()
