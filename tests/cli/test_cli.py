"""The command line: what each command prints where, which files it makes, and the code it exits with."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import click
import pandas as pd
import pytest
from openpyxl import load_workbook

import pairing as package
from pairing.cli.commands import pairing
from pairing.cli.terminal import reasons
from pairing.errors import command
from pairing.plans.base import LeftOut
from pairing.profiles import COLUMNS, TYPES
from pairing.program import GOALS, read_program
from pairing.program.criteria import CRITERIA
from pairing.program.rules import RULES, SCREENS
from pairing.runs import find_run
from pairing.setup.built_in import programs

COMMANDS = (
    "programs",
    "init",
    "sample",
    "import",
    "check",
    "solve",
    "verify",
    "report",
    "open",
    "confirm",
    "decide",
    "rerun",
    "compare",
    "standby",
    "history",
    "letters",
    "sweep",
    "ranges",
    "tradeoff",
    "calibrate",
    "candidates",
    "route",
    "schema",
)
TABLES = ("decisions", "mentees", "mentors")
RUN_FILES = [
    "alternatives.csv",
    "assignments.csv",
    "payments.csv",
    "plan.xlsx",
    "report.html",
    "run.json",
    "unmatched.csv",
]
REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "cli.md"
ESCAPE = "\x1b"


@pytest.fixture
def without_minimums(sample: Path, edit: Callable) -> Path:
    """The sample season with nobody promised a mentee, so that a plan made at once is a plan."""
    edit(sample / "mentors.csv", "M049", "capacity_min", "")
    return sample


@pytest.fixture
def by_hand(solved: Path, tmp_path: Path, read_rows: Callable, write_rows: Callable) -> Callable[..., Path]:
    """A plan as somebody would type it, from the best one: `by_hand({"E006": "M049"})` changes partners."""

    def write(changes: dict[str, str], headings: tuple[str, str] = ("mentee_id", "mentor_id")) -> Path:
        best = {row["mentee_id"]: row["mentor_id"] for row in read_rows(find_run(solved) / "assignments.csv")}
        rows = [dict(zip(headings, pair, strict=True)) for pair in {**best, **changes}.items() if pair[1]]
        write_rows(tmp_path / "by hand.csv", rows)
        return tmp_path / "by hand.csv"

    return write


def bodies(text: str) -> list[list[str]]:
    """The cells of every line of printed tables: columns are two spaces apart."""
    return [re.split(r"\s{2,}", line.strip()) for line in text.splitlines()]


# ---------------------------------------------------------------- programs and init


def test_programs_lists_every_built_in_program_with_its_source(cli: Callable):
    result = cli("programs")
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert len(lines) == len(programs())
    for line, (name, path) in zip(lines, programs().items(), strict=True):
        program, _ = read_program(path)
        assert line.split(None, 1) == [name, program.source]


def test_init_makes_a_program_and_tables_with_headings_and_nobody_in_them(
    cli: Callable, tmp_path: Path, sample: Path, read_rows: Callable
):
    result = cli("init", "missouri-amp", tmp_path / "new")
    made = [tmp_path / "new" / name for name in ("program.toml", *(f"{table}.csv" for table in TABLES))]
    assert result.exit_code == 0
    assert result.stdout.splitlines() == list(map(str, made))
    assert made[0].read_bytes() == (sample / "program.toml").read_bytes()
    for path in made[1:]:
        headings = (tmp_path / "new" / path.name).read_text(encoding="utf-8").splitlines()
        assert len(headings) == 1
        known = set(headings[0].split(","))
        assert known == set(read_rows(sample / path.name)[0]) - {"Timestamp"}


def test_init_says_on_stderr_what_to_do_next(cli: Callable, tmp_path: Path):
    assert f"pairing check {tmp_path / 'new'}" in cli("init", "missouri-amp", tmp_path / "new").stderr


def test_a_new_season_is_empty_and_check_says_so(cli: Callable, tmp_path: Path):
    cli("init", "missouri-amp", tmp_path / "new")
    result = cli("check", tmp_path / "new")
    assert result.exit_code == 1
    assert [line.strip().partition(":")[0] for line in result.stderr.splitlines()[1:]] == ["mentees.csv", "mentors.csv"]


@pytest.mark.parametrize("xlsx", [False, True], ids=["csv", "xlsx"])
def test_init_with_sample_makes_a_season_that_can_be_solved(cli: Callable, tmp_path: Path, xlsx: bool):
    flags = ["--xlsx"] if xlsx else []
    assert cli("init", "missouri-amp", tmp_path / "new", "--sample", *flags).exit_code == 0
    ending = "xlsx" if xlsx else "csv"
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == sorted(
        ["program.toml", *(f"{table}.{ending}" for table in (*TABLES, "survey"))]
    )
    assert "34 pairs, proved best" in cli("solve", tmp_path / "new").stdout


def test_init_makes_workbooks_with_the_headings_in_row_1_of_a_sheet_of_the_tables_name(cli: Callable, tmp_path: Path):
    cli("init", "missouri-amp", tmp_path / "new", "--xlsx")
    for table in TABLES:
        book = load_workbook(tmp_path / "new" / f"{table}.xlsx")
        assert book.sheetnames == [table]
        assert (book[table]["A1"].value, book[table].max_row) == ("id", 1)


def test_init_leaves_a_folder_alone_that_is_not_empty(cli: Callable, sample: Path):
    before = {path.name: path.read_bytes() for path in sample.iterdir()}
    result = cli("init", "missouri-amp", sample, "--sample")
    assert (result.exit_code, result.stdout) == (1, "")
    assert f'"{sample}" is already there and not empty' in result.stderr
    assert {path.name: path.read_bytes() for path in sample.iterdir()} == before


def test_init_uses_an_empty_folder_and_makes_the_folders_above_a_new_one(cli: Callable, tmp_path: Path):
    (tmp_path / "empty").mkdir()
    assert cli("init", "missouri-amp", tmp_path / "empty").exit_code == 0
    assert cli("init", "missouri-amp", tmp_path / "2026" / "spring").exit_code == 0


def test_init_refuses_the_name_of_a_file(cli: Callable, sample: Path):
    result = cli("init", "missouri-amp", sample / "mentees.csv")
    assert result.exit_code == 1
    assert "already there" in result.stderr


def test_an_unknown_program_is_refused_with_the_one_probably_meant(cli: Callable, tmp_path: Path):
    result = cli("init", "misouri-amp", tmp_path / "new")
    assert result.exit_code == 1
    assert 'no program "misouri-amp"; did you mean "missouri-amp"?' in result.stderr
    assert not (tmp_path / "new").exists()


# ---------------------------------------------------------------- check


def test_check_names_file_row_column_value_and_what_is_expected(cli: Callable, sample: Path, edit: Callable):
    edit(sample / "mentees.csv", "E004", "grade_span", "K-21")
    edit(sample / "mentors.csv", "M003", "capacity", "several")
    result = cli("check", sample)
    assert (result.exit_code, result.stdout.count("several")) == (1, 0)
    assert result.stderr.splitlines()[0].startswith("2 problems to mend")
    first, second = result.stderr.splitlines()[1:]
    for part in ("mentees.csv", "row 5", 'column "grade_span"', 'got "K-21"', "expected one of K-12, K-8", '"K-12"?'):
        assert part in first
    for part in ("mentors.csv", "row 4", 'column "capacity"', 'got "several"', "expected a whole number"):
        assert part in second


def test_check_finds_the_problems_of_program_tables_and_decisions_in_one_pass(
    cli: Callable, sample: Path, edit: Callable
):
    edit(sample / "mentees.csv", "E004", "zip", "Kennett")
    edit(sample / "mentors.csv", "M003", "declines", "E099")
    edit(sample / "decisions.csv", "D1", "action", "lok")
    errors = cli("check", sample).stderr
    assert all(f"{name}, row" in errors for name in ("mentees.csv", "mentors.csv", "decisions.csv"))
    program = sample / "program.toml"
    program.write_text(program.read_text(encoding="utf-8").replace("max_miles", "max_milse"), encoding="utf-8")
    errors = cli("check", sample).stderr
    assert 'program.toml: rule 5 "within 120 miles", max_milse: unknown key; did you mean "max_miles"?' in errors
    assert "mentees.csv, row 5" in errors


def test_check_counts_for_each_rule_the_pairs_that_it_removes_and_removes_alone(
    cli: Callable, sample: Path, read_rows: Callable, edit: Callable, tmp_path: Path
):
    edit(sample / "mentors.csv", "M001", "conflicts", "E001; E004")  # 288 miles away, and near
    cli("candidates", sample, "-o", tmp_path / "pairs.csv")
    failures = [row["failed_rules"].split("; ") for row in read_rows(tmp_path / "pairs.csv")]
    there = [failed for failed in failures if not any("does not take part" in one for one in failed)]
    removed = Counter(name for failed in there for name in failed)
    alone = Counter(failed[0] for failed in there if len([one for one in failed if "forbidden" not in one]) == 1)
    printed = {cells[0]: cells[1:3] for cells in bodies(cli("check", sample).stdout)}
    rules = read_program(sample / "program.toml")[0].rules
    assert len(rules) == 5
    for rule in rules:
        assert printed[rule.title] == [f"{removed[rule.title]:,}", f"{alone[rule.title]:,}"]
    assert (removed["no declared conflict"], alone["no declared conflict"]) == (5, 4)


def test_check_says_how_many_pairs_are_eligible_and_how_many_take_part(
    cli: Callable, sample: Path, read_rows: Callable, tmp_path: Path
):
    cli("candidates", sample, "-o", tmp_path / "pairs.csv")
    rows = read_rows(tmp_path / "pairs.csv")
    eligible = sum(row["eligible"] == "yes" for row in rows)
    there = sum("does not take part" not in row["failed_rules"] for row in rows)
    printed = cli("check", sample).stdout
    assert f"{there:,} pairs of people who take part, {eligible:,} eligible" in printed
    tables = {cells[0]: cells[1:3] for cells in bodies(printed)}
    assert (tables["mentees.csv"], tables["mentors.csv"]) == (["40", "36"], ["70", "65"])


def test_check_writes_nothing(cli: Callable, sample: Path):
    before = sorted(sample.rglob("*"))
    assert cli("check", sample).exit_code == 0
    assert sorted(sample.rglob("*")) == before


def test_two_files_of_decisions_are_refused_and_one_under_a_similar_name_is_worth_a_look(cli: Callable, sample: Path):
    (sample / "decisions.xlsx").write_bytes(b"")
    result = cli("check", sample)
    assert result.exit_code == 1
    assert "two files hold the same table" in result.stderr
    (sample / "decisions.xlsx").unlink()
    (sample / "decisions.csv").rename(sample / "decisions (1).csv")
    result = cli("check", sample)
    assert result.exit_code == 0
    assert 'similar files here: "decisions (1).csv"' in result.stdout.partition("Worth a look")[2]


def test_a_season_without_decisions_is_no_problem(cli: Callable, sample: Path):
    (sample / "decisions.csv").unlink()
    assert "decisions" not in cli("check", sample).output


def test_ids_with_a_comma_between_them_are_told_how_to_be_separated(cli: Callable, sample: Path, edit: Callable):
    edit(sample / "mentees.csv", "E004", "conflicts", "M001, M002")
    said = cli("check", sample).stderr
    assert 'names nobody, got "M001, M002"; expected an id, a district\'s name, or none; separate ids with ";"' in said


def test_a_partner_in_a_column_that_the_program_names_must_be_somebody(cli: Callable, sample: Path, edit: Callable):
    program = sample / "program.toml"
    text = program.read_text(encoding="utf-8").replace('"already_matched"', '"already_matched"\ncolumn = "buddy"')
    program.write_text(text.replace("[left]", '[extra_columns]\nbuddy = "ids"\n[left]', 1), encoding="utf-8")
    edit(sample / "mentees.csv", "E004", "buddy", "M999")
    result = cli("check", sample)
    assert result.exit_code == 1
    assert 'mentees.csv, row 5, column "buddy": names nobody, got "M999"' in result.stderr


# ---------------------------------------------------------------- solve


def test_solve_writes_a_run_with_every_file(cli: Callable, sample: Path):
    assert cli("solve", sample).exit_code == 0
    assert sorted(path.name for path in find_run(sample).iterdir()) == RUN_FILES
    assert [path.name for path in (sample / "runs").iterdir()] == [find_run(sample).name]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d-01", find_run(sample).name)


def test_a_run_can_be_read_by_everyone_who_can_read_the_season(cli: Callable, sample: Path):
    cli("solve", sample)
    assert find_run(sample).stat().st_mode == (sample / "runs").stat().st_mode


def test_the_summary_states_pairs_goals_bounds_and_who_is_left_out(cli: Callable, sample: Path, read_rows: Callable):
    result = cli("solve", sample)
    run = find_run(sample)
    pairs = read_rows(run / "assignments.csv")
    assert result.stderr == ""
    assert f"Missouri AMP: {len(pairs)} pairs, proved best, and checked" in result.stdout
    assert "placed: 34; no plan does better" in result.stdout
    assert f"fit: {sum(float(row['fit']) for row in pairs):,.2f}; no plan as good in every goal above" in result.stdout
    worst = min(pairs, key=lambda row: float(row["fit"]))
    assert f"worst fit {worst['fit']} ({worst['mentee_id']} with {worst['mentor_id']})" in result.stdout
    unmatched = [row["id"] for row in read_rows(run / "unmatched.csv") if row["side"] == "mentee"]
    assert "6 mentees without a mentor" in result.stdout
    assert [cells[0] for cells in bodies(result.stdout.partition("reason")[2])[1:7]] == unmatched
    assert f"Files: {run}" in result.stdout


def test_solve_json_prints_the_record_of_the_run_and_nothing_else(cli: Callable, sample: Path):
    result = cli("solve", sample, "--json", "--seed", "7")
    printed = json.loads(result.stdout)
    run = find_run(sample)
    recorded = json.loads((run / "run.json").read_text(encoding="utf-8"))
    assert (printed["run"], printed["outcome"], printed["seed"]) == (str(run), "proved", 7)
    assert {name: printed[name] for name in recorded if name != "written"} == {
        name: value for name, value in recorded.items() if name != "written"
    }
    assert result.stderr == ""


def test_a_run_out_of_time_is_bounded_and_says_what_no_plan_can_pass(cli: Callable, without_minimums: Path):
    result = cli("solve", without_minimums, "--time-limit", "0")
    assert result.exit_code == 0
    assert "not proved best (time limit), but checked" in result.stdout
    assert re.search(r"placed: \d+; no plan can have more than \d+", result.stdout)
    record = json.loads((find_run(without_minimums) / "run.json").read_text(encoding="utf-8"))
    assert (record["outcome"], record["stopped"]) == ("bounded", "time limit")
    assert record["goals"][0]["value"] <= 34 <= record["goals"][0]["bound"]
    assert cli("verify", without_minimums).exit_code == 0


def test_a_run_with_time_enough_is_proved(cli: Callable, sample: Path):
    assert "proved best" in cli("solve", sample, "--time-limit", "3600").stdout


def test_every_outcome_has_its_exit_code_and_only_0_makes_a_run(cli: Callable, sample: Path, edit: Callable):
    assert cli("solve", sample, "--time-limit", "0").exit_code == 4  # before the promise to M049 is kept
    edit(sample / "mentors.csv", "M049", "conflicts", "; ".join(f"E{n:03}" for n in range(1, 41)))
    assert cli("solve", sample).exit_code == 3
    edit(sample / "mentors.csv", "M049", "capacity", "none")
    assert cli("solve", sample).exit_code == 1
    assert cli("solve").exit_code == 2
    assert not (sample / "runs").exists()


@pytest.mark.parametrize(
    "arguments",
    [("solve",), ("sove", "x"), ("solve", "x", "--time-limit", "soon"), ("solve", "x", "--time-limit", "-1"),
     ("solve", "x", "y"), ("init", "missouri-amp"), ("schema", "rules"), ("check", "x", "--fast")],
)  # fmt: skip
def test_wrong_usage_exits_2_with_the_usage_on_stderr(cli: Callable, arguments: tuple[str, ...]):
    result = cli(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Usage: pairing" in result.stderr


@pytest.mark.parametrize("command", ["check", "solve", "verify", "candidates"])
def test_a_folder_that_is_no_season_is_said_with_the_command_that_makes_one(
    cli: Callable, tmp_path: Path, command: str
):
    for folder in (tmp_path / "nowhere", tmp_path):
        result = cli(command, folder)
        assert (result.exit_code, result.stdout) == (1, "")
        assert f'"{folder}"' in result.stderr
        assert "pairing init missouri-amp" in result.stderr


# ---------------------------------------------------------------- verify


def test_verify_agrees_with_a_named_run_and_with_the_latest(cli: Callable, own_run: Path):
    first = find_run(own_run)
    for plan in ([], [first.name], [first]):
        result = cli("verify", own_run, *plan)
        assert (result.exit_code, result.stderr) == (0, "")
        assert f"agrees with run {first.name}" in result.stdout
    cli("solve", own_run)
    assert f"agrees with run {find_run(own_run).name}" in cli("verify", own_run).stdout
    assert find_run(own_run) != first


def test_verify_recomputes_the_goals(cli: Callable, solved: Path):
    printed = {cells[0]: cells[1:] for cells in bodies(cli("verify", solved).stdout)}
    assert (printed["placed"], printed["fit"]) == (["34"], ["2,320.62"])


@pytest.mark.parametrize(
    "headings", [("mentee_id", "mentor_id"), ("Mentee ID", "Mentor id"), ("mentee", "mentor"), ("MENTEE_ID", "MENTOR")]
)
def test_verify_judges_a_plan_made_by_hand(cli: Callable, solved: Path, by_hand: Callable, headings: tuple[str, str]):
    result = cli("verify", solved, by_hand({}, headings))
    assert (result.exit_code, result.stderr) == (0, "")
    assert "agrees with by hand.csv: 34 of 2,800 pairs" in result.stdout


@pytest.mark.parametrize(
    ("changes", "finding"),
    [
        ({"E006": "M001"}, 'E006 with M001: rule "within 120 miles" is broken'),
        ({"E003": "M030"}, 'E003 with M030: rule "no declared conflict" is broken'),
        ({"E036": "M014"}, 'E036 with M014: rule "not declined" is broken'),
        ({"E028": "M019"}, 'E028 with M019: rule "not from the mentee\'s own district" is broken'),
        ({"E002": "M059"}, "E002 with M059: forbidden by decision D2"),
        ({"E008": "M062"}, "E008 with M061: locked by decision D1, yet not in the plan"),
        ({"E035": "M050"}, "mentor M050 does not take part"),
        ({"E007": "M031"}, "mentee E007 does not take part"),
        ({"E019": "M055", "E011": "M055"}, "mentor M055 has"),
        ({"E010": ""}, None),
    ],
    ids=["distance", "conflict", "declined", "own district", "forbidden", "lock", "withdrawn", "routed", "capacity",
         "fewer pairs"],
)  # fmt: skip
def test_verify_names_what_a_plan_made_by_hand_breaks(
    cli: Callable, solved: Path, by_hand: Callable, changes: dict[str, str], finding: str | None
):
    result = cli("verify", solved, by_hand(changes))
    assert result.exit_code == (0 if finding is None else 5)
    assert (finding or "") in result.stderr
    assert "Traceback" not in result.output


def test_verify_says_which_row_of_a_plan_made_by_hand_names_nobody(
    cli: Callable, solved: Path, tmp_path: Path, write_rows: Callable
):
    pairs = [("E001", "M039"), ("E99", "M038"), ("E002", "Heron")]
    write_rows(tmp_path / "hand.csv", [{"mentee_id": left, "mentor_id": right} for left, right in pairs])
    result = cli("verify", solved, tmp_path / "hand.csv")
    assert result.exit_code == 1
    found = [line.strip() for line in result.stderr.splitlines()[1:]]
    assert [line.partition(": ")[0] for line in found] == [
        'hand.csv, row 3, column "mentee_id"', 'hand.csv, row 4, column "mentor_id"'
    ]  # fmt: skip
    assert 'names nobody, got "E99"' in found[0]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("mentee_id,helper\nE001,M039\n", "has no column mentor_id"),
        ("mentee_id,mentor_id\n", "has no pairs in it"),
        ("", "empty"),
    ],
)
def test_verify_refuses_a_file_that_holds_no_plan(cli: Callable, solved: Path, tmp_path: Path, content: str, said: str):
    (tmp_path / "hand.csv").write_text(content, encoding="utf-8")
    result = cli("verify", solved, tmp_path / "hand.csv")
    assert result.exit_code == 1
    assert "hand.csv" in result.stderr
    assert said in result.stderr


def test_verify_without_a_run_or_with_a_name_that_nothing_has_says_what_there_is(
    cli: Callable, sample: Path, solved: Path
):
    assert f"pairing solve {sample}" in cli("verify", sample).stderr
    result = cli("verify", solved, "2001-01-01-01")
    assert result.exit_code == 1
    assert find_run(solved).name in result.stderr
    assert "nor a file" in cli("verify", solved, "hand.csv").stderr


@pytest.mark.parametrize(
    ("column", "value", "finding"),
    [
        ("mentor_id", "M002", "E001 with M002"),
        ("fit", "99.99", "E001 with {mentor}: fit 99.99 is claimed"),
        ("miles", "1.00", "E001 with {mentor}: 1.0 miles are claimed"),
        ("points: close by", "35.00", 'E001 with {mentor}: criterion "close by"'),
        ("change", "locked", 'E001 with {mentor}: change is "locked", the pair is not locked'),
    ],
)
def test_verify_catches_a_tampered_assignment(
    cli: Callable, own_run: Path, read_rows: Callable, write_rows: Callable, column: str, value: str, finding: str
):
    path = find_run(own_run) / "assignments.csv"
    rows = read_rows(path)
    [row] = [row for row in rows if row["mentee_id"] == "E001"]
    finding = finding.format(mentor=row["mentor_id"])
    row[column] = value
    write_rows(path, rows)
    result = cli("verify", own_run)
    assert result.exit_code == 5
    assert finding in result.stderr


def test_verify_catches_an_assignment_taken_out(
    cli: Callable, own_run: Path, read_rows: Callable, write_rows: Callable
):
    path = find_run(own_run) / "assignments.csv"
    write_rows(path, read_rows(path)[1:])
    result = cli("verify", own_run)
    assert result.exit_code == 5
    assert 'goal "placed": value 34 is claimed, the pairs have 33' in result.stderr


def test_mentors_who_already_serve_are_not_without_a_mentee(
    cli: Callable, sample: Path, read_rows: Callable, edit: Callable
):
    before = cli("solve", sample).output
    idle = [row["id"] for row in read_rows(find_run(sample) / "unmatched.csv") if row["side"] == "mentor"]
    serving = {row["current_mentor"] for row in read_rows(sample / "mentees.csv")} & set(idle)
    assert serving
    assert f"{len(idle) - len(serving)} mentors without a mentee: reasons in unmatched.csv" in before


def test_suggested_commands_may_be_copied_where_a_path_has_a_space(cli: Callable, sample: Path):
    folder = sample.rename(sample.with_name("my season"))
    assert f'pairing solve "{folder}"' in cli("verify", folder).stderr
    missing = folder.with_name("not here")
    assert f'pairing init missouri-amp "{missing}"' in cli("check", missing).stderr
    assert command("check", "C:\\seasons\\2026") == "pairing check C:\\seasons\\2026"
    assert command("check", "a(b)") == 'pairing check "a(b)"'


def test_a_shortage_that_many_share_is_said_once():
    def waits(name: str, reason: str) -> LeftOut:
        return LeftOut("mentee", name, "", reason)

    shortage = "shortage: 36 mentees can reach only 30 free seats, all taken"
    end = "of 58 in the order by priority, then hired on"
    people = [waits("a", f"{shortage}; number 52 {end}"), waits("b", f"{shortage}; number 53 {end}")]
    people += [waits("c", "no eligible mentor"), waits("d", "no eligible mentor"), waits("e", f"else; number 9 {end}")]
    assert [line[2] for line in reasons(people)] == [
        f"{shortage}; number 52 {end}", f"(the same reason as a); number 53 {end}",
        "no eligible mentor", "(the same reason as c)", f"else; number 9 {end}",
    ]  # fmt: skip


def test_verify_after_an_edit_says_what_changed_and_what_breaks_but_only_counts_its_proof(
    cli: Callable, own_run: Path, read_rows: Callable, edit: Callable
):
    run = find_run(own_run)
    mentor = next(row["mentor_id"] for row in read_rows(run / "assignments.csv") if row["mentee_id"] == "E001")
    edit(own_run / "mentors.csv", mentor, "capacity", "0")
    result = cli("verify", own_run)
    assert result.exit_code == 5
    first, *said = result.stderr.splitlines()
    assert first.startswith(f"Changed since {run.name} was made: mentors.csv")
    assert any(mentor in line for line in said)
    assert said[-1].endswith(" about its figures and its proof; solve again for a plan of today's files")
    assert said[-1].startswith("  and ")
    assert not any(word in line for word in ("potentials", "certificate", "goal") for line in said)


def test_verify_after_an_edit_that_breaks_nothing_says_so(cli: Callable, own_run: Path, edit: Callable):
    edit(own_run / "mentees.csv", "E001", "enrollment", "9999")
    result = cli("verify", own_run)
    assert result.exit_code == 5
    assert result.stderr.splitlines()[2].startswith("  no rule, limit or decision of today's files, but ")


def test_verify_after_somebody_is_gone_names_the_run_and_nobody_else(
    cli: Callable, own_run: Path, read_rows: Callable, write_rows: Callable
):
    run = find_run(own_run)
    someone = read_rows(run / "assignments.csv")[3]["mentee_id"]
    path = own_run / "mentees.csv"
    write_rows(path, [row for row in read_rows(path) if row["id"] != someone])
    result = cli("verify", own_run)
    assert result.exit_code == 1
    said = f"mentees.csv changed since run {run.name}; {someone} is no longer in it; solve again"
    assert result.stderr == f"Error: {said}\n"
    decided = [{"id": "D1", "action": "withdraw", "person": someone, "with": ""}]
    write_rows(own_run / "decisions.csv", decided)
    result = cli("verify", own_run)
    assert result.exit_code == 1
    assert said in result.stderr
    assert "decisions.csv, row 2" in result.stderr
    assert "did you mean" not in result.stderr


def test_verify_takes_a_run_by_its_folder_from_the_season(cli: Callable, solved: Path):
    run = find_run(solved)
    for plan in (run.name, f"runs/{run.name}", run):
        assert cli("verify", solved, plan).exit_code == 0


def better(record: dict) -> None:
    record["goals"][0]["value"] = record["goals"][0]["bound"] = 35


def closer(record: dict) -> None:
    record["goals"][0]["bound"] = 33


def humbler(record: dict) -> None:
    record["goals"][1].update(bound=record["goals"][1]["bound"] + 1, proved=True)


def fewer_goals(record: dict) -> None:
    del record["goals"][1]


def unproved(record: dict) -> None:
    record["certificate"] = []


def proved_by_nothing(record: dict) -> None:
    for proof in record["certificate"]:
        proof["left"] = {}


def bounded(record: dict) -> None:
    record["outcome"] = "bounded"


@pytest.mark.parametrize(
    "tamper",
    [better, closer, humbler, fewer_goals, unproved, proved_by_nothing, bounded],
    ids=lambda tamper: tamper.__name__,
)
def test_verify_catches_a_tampered_record(cli: Callable, own_run: Path, tamper: Callable[[dict], None]):
    path = find_run(own_run) / "run.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    tamper(record)
    path.write_text(json.dumps(record), encoding="utf-8")
    result = cli("verify", own_run)
    assert result.exit_code == 5
    assert len(result.stderr.splitlines()) > 1


WRONG = (None, -1, 1.5, 1e308, True, "x", [[]], {"x": 1})


def places_in(value: object, *path: object) -> list[tuple[object, ...]]:
    """Where something stands in a record: the paths of all its parts, the first and the last of every table."""
    if isinstance(value, dict):
        return [
            path,
            *(one for name in list(value)[:1] + list(value)[-1:] for one in places_in(value[name], *path, name)),
        ]
    if isinstance(value, list):
        return [path, *(one for n in range(len(value))[:2] for one in places_in(value[n], *path, n))]
    return [path]


@pytest.mark.first(2)
@pytest.mark.parametrize("wrong", WRONG, ids=repr)
def test_a_damaged_record_is_a_sentence_and_never_a_traceback(cli: Callable, own_run: Path, wrong: object):
    path = find_run(own_run) / "run.json"
    whole = path.read_text(encoding="utf-8")
    record = json.loads(whole)
    checked = ("outcome", "stopped", "goals", "certificate", "engine", "seed", "inputs")
    for place in dict.fromkeys(one for name in checked for one in places_in(record[name], name)):
        damaged = json.loads(whole)
        around = damaged
        for step in place[:-1]:
            around = around[step]
        around[place[-1]] = wrong
        path.write_text(json.dumps(damaged), encoding="utf-8")
        result = cli("verify", own_run)
        assert result.exception is None or isinstance(result.exception, SystemExit), (place, result.exception)
        assert result.exit_code in (0, 1, 5), place
        assert result.exit_code == 0 or result.stderr.strip(), place


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"outcome": "proved"}'])
def test_a_record_that_cannot_be_read_is_named(cli: Callable, own_run: Path, content: bytes):
    (find_run(own_run) / "run.json").write_bytes(content)
    result = cli("verify", own_run)
    assert result.exit_code == 1
    assert "run.json" in result.stderr


@pytest.mark.parametrize(
    ("column", "value"),
    [("fit", "inf"), ("fit", "nan"), ("fit", ""), ("fit", "good"), ("miles", "far"), ("mentee_id", "E99"),
     ("mentor_id", ""), ("points: close by", "1e999"), ("certain", "perhaps")],
)  # fmt: skip
def test_a_damaged_assignment_is_named_with_its_row(
    cli: Callable, own_run: Path, read_rows: Callable, write_rows: Callable, column: str, value: str
):
    path = find_run(own_run) / "assignments.csv"
    rows = read_rows(path)
    rows[1][column] = value
    write_rows(path, rows)
    result = cli("verify", own_run)
    assert result.exit_code == 1
    assert "assignments.csv, row 3" in result.stderr


def test_verify_without_the_assignments_names_the_missing_file(cli: Callable, own_run: Path):
    (find_run(own_run) / "assignments.csv").unlink()
    result = cli("verify", own_run)
    assert result.exit_code == 1
    assert "assignments.csv" in result.stderr


def test_verify_says_which_files_have_changed_since(cli: Callable, own_run: Path, edit: Callable):
    edit(own_run / "mentors.csv", "M001", "notes", "Called in June")
    result = cli("verify", own_run)
    assert result.exit_code == 0  # notes are never used
    assert "mentors.csv" in result.stderr
    assert "mentees.csv" not in result.stderr


def test_a_plan_is_judged_by_todays_decisions(cli: Callable, own_run: Path, read_rows: Callable, write_rows: Callable):
    [mentor] = [
        row["mentor_id"] for row in read_rows(find_run(own_run) / "assignments.csv") if row["mentee_id"] == "E001"
    ]
    decisions = read_rows(own_run / "decisions.csv")
    new = {"id": "D4", "action": "forbid", "person": "E001", "with": mentor}
    write_rows(own_run / "decisions.csv", [*decisions, {**dict.fromkeys(decisions[0], ""), **new}])
    result = cli("verify", own_run)
    assert result.exit_code == 5
    assert f"E001 with {mentor}: forbidden by decision D4" in result.stderr


# ---------------------------------------------------------------- candidates and schema


def test_candidates_writes_every_pair_with_everything_that_decides_about_it(
    cli: Callable, solved: Path, tmp_path: Path, read_rows: Callable
):
    result = cli("candidates", solved, "-o", tmp_path / "pairs.csv")
    assert (result.exit_code, result.stdout) == (0, "")
    assert f"Wrote {tmp_path / 'pairs.csv'}" in result.stderr
    rows = read_rows(tmp_path / "pairs.csv")
    pairs = [(row["mentee_id"], row["mentor_id"]) for row in rows]
    assert (len(pairs), len(set(pairs)), pairs == sorted(pairs)) == (40 * 70, 40 * 70, True)
    criteria = [name for name in rows[0] if name.startswith("points: ")]
    assert list(rows[0]) == ["mentee_id", "mentor_id", "eligible", "failed_rules", "miles", "fit", *criteria]
    assert len(criteria) == 9
    for row in rows:
        assert (row["eligible"] == "yes") == (row["failed_rules"] == "")
        assert sum(round(100 * float(row[name])) for name in criteria) == round(100 * float(row["fit"]))


def test_candidates_on_stdout_are_the_same_table_without_the_mark_for_excel(
    process: Callable, solved: Path, tmp_path: Path
):
    written = process("candidates", solved, "--output", tmp_path / "pairs.csv")
    printed = process("candidates", solved)
    assert (printed.returncode, printed.stderr) == (0, b"")
    assert b"\xef\xbb\xbf" + printed.stdout == (tmp_path / "pairs.csv").read_bytes()
    assert written.stdout == b""


def test_every_pair_of_the_plan_stands_among_the_candidates_with_the_same_numbers(
    cli: Callable, solved: Path, tmp_path: Path, read_rows: Callable
):
    cli("candidates", solved, "-o", tmp_path / "pairs.csv")
    candidates = {(row["mentee_id"], row["mentor_id"]): row for row in read_rows(tmp_path / "pairs.csv")}
    for row in read_rows(find_run(solved) / "assignments.csv"):
        candidate = candidates[row["mentee_id"], row["mentor_id"]]
        assert candidate["eligible"] == "yes"
        same = [name for name in row if name in candidate]
        assert len(same) == 13
        assert {name: row[name] for name in same} == {name: candidate[name] for name in same}


def test_candidates_does_not_write_where_there_is_no_folder(cli: Callable, solved: Path, tmp_path: Path):
    result = cli("candidates", solved, "-o", tmp_path / "nowhere" / "pairs.csv")
    assert result.exit_code == 1
    assert "nowhere" in result.stderr


def test_schema_names_every_kind(cli: Callable):
    text = cli("schema", "program").stdout
    for kinds in (SCREENS, RULES, CRITERIA, GOALS):
        for kind in kinds:
            assert re.search(rf"^  {kind}: \S", text, re.MULTILINE), kind
    assert re.search(r"^      half_at_miles \(required\)", text, re.MULTILINE)


def test_schema_names_every_column_with_its_type_and_every_type(cli: Callable):
    text = cli("schema", "tables").stdout
    for column in COLUMNS.values():
        assert re.search(rf"^  {column.name} \({column.type}.*\) {re.escape(column.meaning)}$", text, re.MULTILINE)
    for name, meaning in TYPES.items():
        assert f"  {name}: {meaning}\n" in text


def test_schema_is_both_parts(cli: Callable):
    parts = [cli("schema", part).stdout.strip() for part in ("program", "tables")]
    whole = cli("schema").stdout
    assert all(part in whole for part in parts)


# ---------------------------------------------------------------- streams


@pytest.mark.first(1)
@pytest.mark.parametrize("command", ["check", "solve"])
def test_a_pipe_gets_no_escape_codes(process: Callable, sample: Path, command: str):
    result = process(command, sample, env={"TERM": "xterm-256color", "COLORTERM": "truecolor"})
    assert result.returncode == 0
    assert ESCAPE.encode() not in result.stdout + result.stderr


@pytest.mark.thorough
def test_no_color_is_respected_where_color_is_forced(process: Callable, sample: Path):
    colored = re.compile(rb"\x1b\[[0-9;]*3[0-7]m")
    result = process("solve", sample, env={"NO_COLOR": "1", "FORCE_COLOR": "1", "TERM": "xterm-256color"})
    assert result.returncode == 0
    assert not colored.search(result.stdout)


@pytest.mark.first(1)
@pytest.mark.parametrize("command", [["check"], ["solve"], ["solve", "--json"], ["candidates"]], ids=" ".join)
def test_a_console_that_lacks_a_letter_does_not_stop_the_work(process: Callable, sample: Path, command: list[str]):
    table = sample / "mentees.csv"
    text = (
        table.read_text(encoding="utf-8")
        .replace("E007,Sassafras", "Ł007,Łucja \N{SEEDLING}")
        .replace("Timestamp", "Zeit→")
    )
    table.write_text(text, encoding="utf-8")
    result = process(*command, sample, env={"PYTHONIOENCODING": "cp1252"})
    assert (result.returncode, result.stderr) == (0, b"")
    if command == ["candidates"]:
        assert "Ł007,M001" in result.stdout.decode("utf-8")


def test_a_reader_that_stops_early_is_no_error(process: Callable, sample: Path):
    command = f'"{Path(sys.executable).with_name("pairing")}" candidates "{sample}" | head -n 1'
    result = subprocess.run(["bash", "-c", command], capture_output=True, timeout=60, check=True)
    assert result.stdout.startswith(b"mentee_id,")
    assert result.stderr == b""


def test_problems_go_to_stderr_and_stdout_stays_empty(cli: Callable, sample: Path, edit: Callable):
    edit(sample / "decisions.csv", "D1", "person", "E999")
    for arguments in (["solve", sample], ["solve", sample, "--json"], ["candidates", sample], ["verify", sample]):
        result = cli(*arguments)
        assert (result.exit_code, result.stdout) == (1, "")
        assert 'decisions.csv, row 2, column "person": names nobody, got "E999"' in result.stderr


# ---------------------------------------------------------------- help and reference


def test_help_lists_every_command_with_a_sentence(cli: Callable):
    text = cli("--help").stdout
    assert list(pairing.commands) == list(COMMANDS)
    for name in COMMANDS:
        assert re.search(rf"^  {name} +\S", text, re.MULTILINE)
    assert cli("-h").stdout == text


def test_version_is_the_packages(cli: Callable):
    assert version("pairing") in cli("--version").stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_helps_and_every_option_says_what_it_does(cli: Callable, name: str):
    result = cli(name, "--help")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(f"Usage: pairing {name}")
    assert pairing.commands[name].help
    for parameter in pairing.commands[name].params:
        if isinstance(parameter, click.Option):
            assert parameter.help


def section(name: str) -> str:
    """The part of the reference under one command's heading."""
    found = re.search(rf"^## {name}\n(.*?)(?=^## |\Z)", REFERENCE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert found, f"docs/cli.md has no section {name}"
    return found[1]


@pytest.mark.parametrize("name", COMMANDS)
def test_the_reference_has_the_help_of_every_command_as_it_is(cli: Callable, name: str):
    assert f"```text\n{cli(name, '--help').stdout}```\n" in section(name)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_reference_names_every_option_and_shows_the_command_at_work(name: str):
    for parameter in pairing.commands[name].params:
        for spelling in parameter.opts if isinstance(parameter, click.Option) else []:
            assert spelling in section(name)
    assert f"$ pairing {name}" in section(name)


def test_the_reference_has_no_command_that_does_not_exist():
    headings = re.findall(r"^## (\S+)$", REFERENCE.read_text(encoding="utf-8"), re.MULTILINE)
    assert headings == list(COMMANDS)


def test_what_the_reference_shows_is_what_the_commands_print(
    cli: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by_hand: Callable
):
    monkeypatch.chdir(tmp_path)
    by_hand({}).rename("my-plan.csv")
    blocks = re.findall(r"^```console\n(.*?)^```", REFERENCE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert len(blocks) >= len(COMMANDS)
    for block in blocks:
        for example in block.removeprefix("$ ").split("\n$ "):
            command, *shown = example.splitlines()
            program, *arguments = shlex.split(command)
            printed = [line.rstrip() for line in cli(*arguments).output.splitlines()]
            assert program == "pairing"
            assert in_order([line for line in shown if line != "..."], printed), command


def in_order(shown: list[str], printed: list[str]) -> bool:
    """Every line that is shown is printed, in that order; `...` in a line stands for anything."""
    rest = iter(printed)
    patterns = [".*".join(map(re.escape, line.rstrip().split("..."))) for line in shown]
    return all(any(re.fullmatch(pattern, line) for line in rest) for pattern in patterns)


def test_the_package_offers_what_the_commands_do():
    assert {"load", "publish", "solve"} <= set(dir(package))


# ---------------------------------------------------------------- calibrate


def test_calibrate_from_a_run_prints_the_weights_and_how_to_try_them(cli: Callable, solved: Path, tmp_path: Path):
    program = (solved / "program.toml").read_bytes()
    result = cli("calibrate", solved, "--plan", find_run(solved).name, "-o", tmp_path / "weights.csv")
    assert result.exit_code == 0
    rows = {cells[0]: cells[1:] for cells in bodies(result.stdout)}
    assert rows["close by"][0] == "35"
    assert "nothing asks for other ones" in result.stdout.splitlines()[0]
    assert "minimum" not in result.stdout
    assert 'name = "close by"  weight = ' in result.stderr
    written = pd.read_csv(tmp_path / "weights.csv")
    assert list(written.columns) == ["criterion", "present", "found", "low", "high"]
    assert written["found"].sum() == pytest.approx(100)
    assert (solved / "program.toml").read_bytes() == program


def test_calibrate_from_ratings_says_what_they_cannot_tell(
    cli: Callable, solved: Path, tmp_path: Path, read_rows: Callable, write_rows: Callable
):
    pairs = [(row["mentee_id"], row["mentor_id"]) for row in read_rows(find_run(solved) / "assignments.csv")]
    rows = [{"mentee_id": a, "mentor_id": b, "rating": 1 + n % 5} for n, (a, b) in enumerate(pairs)]
    write_rows(tmp_path / "ratings.csv", rows)
    arguments = ("calibrate", solved, "--ratings", tmp_path / "ratings.csv", "--bootstrap", "40")
    result = cli(*arguments)
    assert (result.exit_code, "34 ratings" in result.stdout, "cannot tell" in result.stdout) == (0, True, True)
    assert "rightly: of two pairs rated differently" in result.stdout
    assert cli(*arguments, "--jobs", "2").stdout == result.stdout
    assert cli(*arguments, "--seed", "1").stdout != result.stdout
    rows[2]["rating"] = 7
    write_rows(tmp_path / "ratings.csv", rows)
    result = cli(*arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert 'ratings.csv, row 4, column "rating": is no rating, got "7"; expected a number from 1 to 5' in result.stderr


def test_calibrate_learns_from_one_thing(cli: Callable, solved: Path):
    for arguments in ((), ("--plan", "x", "--ratings", "y")):
        assert cli("calibrate", solved, *arguments).exit_code == 2
