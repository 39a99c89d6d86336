"""Each folder in tests/golden is a season and its answer, worked out by hand.

error.txt: every problem in order; nothing is solved. outcome.txt: `key: value` lines, of which goal and without
(people without a partner) may repeat; `best: placed 2` says what no plan can pass. assignments.csv: the one best plan.
moves.csv: all that a rerun from standing.csv changes, of pairs or of cohorts.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pairing.runs import find_run

GOLDEN = Path(__file__).parent / "golden"
ANSWERS = ("error.txt", "outcome.txt", "assignments.csv", "moves.csv")
OUTCOMES = ("proved", "bounded", "infeasible", "no_plan")
SEASONS = sorted(path.name for path in GOLDEN.iterdir() if path.is_dir())
OPTIONAL = ("options", "stopped", "reason", "goal", "without", "best")


def with_answer(file: str) -> list[str]:
    return [name for name in SEASONS if (GOLDEN / name / file).is_file()]


@pytest.fixture
def season(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A season's own files, without its answers."""
    folder = tmp_path / request.param
    return Path(shutil.copytree(GOLDEN / request.param, folder, ignore=shutil.ignore_patterns(*ANSWERS)))


def answer_of(season: Path) -> dict[str, list[str]]:
    lines = (GOLDEN / season.name / "outcome.txt").read_text(encoding="utf-8").splitlines()
    answer: dict[str, list[str]] = {name: [] for name in ("exit", "outcome", *OPTIONAL)}
    for line in lines:
        name, _, value = line.partition(": ")
        answer[name].append(value)
    return answer


def test_every_season_has_an_answer_and_every_outcome_a_season():
    assert all(any((GOLDEN / name / file).is_file() for file in ANSWERS) for name in SEASONS)
    outcomes = {answer_of(GOLDEN / name)["outcome"][0] for name in with_answer("outcome.txt")}
    assert outcomes == set(OUTCOMES)
    assert with_answer("error.txt")


@pytest.mark.parametrize("season", with_answer("error.txt"), indirect=True)
@pytest.mark.parametrize("command", ["check", "solve"])
def test_bad_input_is_named_line_by_line(season: Path, command: str, cli: Callable):
    result = cli(command, season)
    expected = (GOLDEN / season.name / "error.txt").read_text(encoding="utf-8").splitlines()
    assert result.exit_code == 1
    assert [line.removeprefix("  ") for line in result.stderr.splitlines()[1:]] == expected
    assert not (season / "runs").exists()


@pytest.mark.parametrize("season", with_answer("outcome.txt"), indirect=True)
def test_a_season_has_its_outcome(season: Path, cli: Callable, read_rows: Callable):
    answer = answer_of(season)
    result = cli("solve", season, "--json", *" ".join(answer["options"]).split())
    record = json.loads(result.stdout)
    assert [str(result.exit_code)] == answer["exit"]
    assert [record["outcome"]] == answer["outcome"]
    assert [record[name] for name in ("stopped", "reason") if record[name]] == answer["stopped"] + answer["reason"]
    if answer["goal"]:
        assert [in_words(goal) for goal in record["goals"]] == answer["goal"]
    for goal in answer["best"]:
        best = {name: int(value) for name, value in [goal.split()]}
        claims = {goal["name"]: (goal["value"], goal["bound"]) for goal in record["goals"]}
        assert all(claims[name][0] <= value <= claims[name][1] for name, value in best.items())
    if answer["without"]:
        unmatched = read_rows(find_run(season) / "unmatched.csv")
        assert [f"{row['id']} {row['reason']}" for row in unmatched] == answer["without"]
    assert (season / "runs").is_dir() == (answer["exit"] == ["0"])


@pytest.mark.parametrize("season", with_answer("assignments.csv"), indirect=True)
def test_a_season_has_its_one_best_plan(season: Path, cli: Callable, read_rows: Callable):
    assert cli("solve", season).exit_code == 0
    pairs = read_rows(find_run(season) / "assignments.csv")
    expected = read_rows(GOLDEN / season.name / "assignments.csv")
    assert [{name: row[name] for name in expected[0]} for row in pairs] == expected
    assert {row["certain"] for row in pairs} == {"yes"}  # exact pairs are asserted only where no other plan is as good
    assert cli("verify", season).exit_code == 0


@pytest.mark.parametrize("season", with_answer("moves.csv"), indirect=True)
def test_a_rerun_changes_what_it_has_to_and_no_more(season: Path, cli: Callable, read_rows: Callable):
    expected = read_rows(GOLDEN / season.name / "moves.csv")
    assert cli("rerun", season).exit_code == 0
    moves = read_rows(find_run(season) / "moves.csv")
    assert [{name: row[name] for name in expected[0]} for row in moves] == expected
    assert cli("verify", season).exit_code == 0


@pytest.mark.parametrize("season", with_answer("outcome.txt"), indirect=True)
def test_the_summary_says_the_reason_of_every_outcome(season: Path, cli: Callable):
    answer = answer_of(season)
    summary = cli("solve", season, *" ".join(answer["options"]).split()).stdout
    words = {"proved": "proved best", "bounded": "not proved best (time limit)"}
    expected = words.get(answer["outcome"][0]) or answer["reason"][0]
    assert expected in summary


def in_words(goal: dict) -> str:
    """`placed 2 of at most 2`; fits in points."""
    return f"{goal['name']} {goal['value']} of at most {goal['bound']}"
