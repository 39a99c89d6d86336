"""Limits of pairs from the command line: what check lists, what solve says where they bind or cannot hold."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

QUOTA = """
[[limit]]
name     = "three pairs from every region"
kind     = "quota"
by       = "region"
at_least = 3
source   = "Committee practice"
"""
FEW = """
[[limit]]
name    = "at most ten mentors serve"
kind    = "serving"
at_most = 10
source  = "Committee practice"
"""
KEEP = """
[[goal]]
kind  = "keep"
limit = "at most ten mentors serve"
"""
MANY = """
[[limit]]
name     = "thirty pairs"
kind     = "quota"
at_least = 30
source   = "Committee practice"
"""


def limited(folder: Path, limits: str, goals: str = "") -> Path:
    """The season with limits before its goals and more goals at the end."""
    program = folder / "program.toml"
    text = program.read_text(encoding="utf-8").replace("[[goal]]", limits + "\n[[goal]]", 1)
    program.write_text(text + goals, encoding="utf-8")
    return folder


@pytest.fixture
def fewer(sample: Path) -> Path:
    """The sample with its first sixteen mentees alone: every price under limits is a solve of its own."""
    out = [f"W{number},withdraw,E{number:03d},,,,\n" for number in range(17, 41)]
    with (sample / "decisions.csv").open("a", encoding="utf-8") as file:
        file.writelines(out)
    return sample


def record(folder: Path) -> dict:
    (run,) = (folder / "runs").iterdir()
    return json.loads((run / "run.json").read_text(encoding="utf-8"))


def test_check_lists_the_limits_with_their_sources(sample: Path, cli: Callable):
    done = cli("check", limited(sample, QUOTA + FEW, KEEP))
    assert done.exit_code == 0, done.output
    assert "three pairs from every region" in done.output
    assert "soft" in done.output
    assert "Committee practice" in done.output


@pytest.mark.thorough
def test_limits_that_bind_are_kept_and_the_record_says_which_engine_and_why(fewer: Path, cli: Callable, read_rows):
    folder = limited(fewer, FEW)
    done = cli("solve", folder, "--alternatives", "2")
    assert done.exit_code == 0, done.output
    found = record(folder)
    assert "CP-SAT" in found["engine"]
    assert "limits bind" in found["engine"]
    (run,) = (folder / "runs").iterdir()
    assert len({row["mentor_id"] for row in read_rows(run / "assignments.csv")}) <= 10
    assert {row["price_is"] for row in read_rows(run / "alternatives.csv")} <= {"exact", "bound"}
    assert cli("verify", folder).exit_code == 0


def test_limits_that_do_not_bind_leave_the_plan_to_the_network(sample: Path, solved: Path, cli: Callable, read_rows):
    folder = limited(sample, QUOTA.replace("3", "1"))
    assert cli("solve", folder, "--alternatives", "0").exit_code == 0
    assert "flow" in record(folder)["engine"]
    (run,), (other,) = (folder / "runs").iterdir(), (solved / "runs").iterdir()
    both = [{(row["mentee_id"], row["mentor_id"]) for row in read_rows(r / "assignments.csv")} for r in (run, other)]
    assert both[0] == both[1]


@pytest.mark.thorough
def test_a_soft_limit_is_weighed_where_its_goal_stands(fewer: Path, cli: Callable):
    folder = limited(fewer, FEW, KEEP)
    assert cli("solve", folder, "--alternatives", "0").exit_code == 0
    goals = {goal["name"]: goal for goal in record(folder)["goals"]}
    placed, keep = goals["placed"], goals["keep at most ten mentors serve"]
    assert (placed["value"], placed["proved"]) == (15, True)
    assert keep["value"] > 0


def test_limits_that_cannot_hold_end_in_exit_3_and_name_the_conflict_and_the_way_out(sample: Path, cli: Callable):
    done = cli("solve", limited(sample, FEW + MANY + QUOTA.replace("3", "1")))
    assert done.exit_code == 3, done.output
    assert 'limit "at most ten mentors serve" and limit "thirty pairs" cannot all hold' in done.output.replace(
        "\n", " "
    )
    assert "three pairs" not in done.output
    assert "The cheapest way out is to drop" in done.output
    assert not (sample / "runs").exists()


def test_a_hand_made_plan_that_breaks_a_limit_is_told_so(sample: Path, solved: Path, cli: Callable):
    (run,) = (solved / "runs").iterdir()
    done = cli("verify", limited(sample, FEW), run / "assignments.csv")
    assert done.exit_code == 5
    assert "at most ten mentors serve" in done.output


@pytest.mark.parametrize(
    ("limits", "goals", "said"),
    [
        (FEW.replace("at_most = 10", ""), "", 'limit "at most ten mentors serve" needs at_least or at_most'),
        (FEW, KEEP.replace("ten", "tan"), "did you mean"),
        (FEW.replace("serving", "servng"), "", 'unknown kind "servng"'),
        (FEW.replace('source  = "Committee practice"', ""), "", "source: is missing"),
    ],
)
def test_a_mistake_in_a_limit_is_named(sample: Path, cli: Callable, limits: str, goals: str, said: str):
    done = cli("check", limited(sample, limits, goals))
    assert done.exit_code == 1
    assert said in " ".join(done.output.split())
