"""`pairing route`: a season of the people routed elsewhere, their rows as they stand, with the program for them."""

from __future__ import annotations

import csv
import datetime
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

import pairing
from pairing.program import parse_program
from pairing.season.loading import examine
from pairing.setup.routing import destinations, route

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
schema = 1
name   = "Two ways out"
kind   = "pairs"
source = "a test"
{columns}
[left]
label = "mentee"
table = "mentees"

[[left.screen]]
kind   = "routed"
to     = "Principals"
when   = {{ grade_span = "K-8" }}
source = "a test"
{first}
[[left.screen]]
kind   = "routed"
to     = "Cohorts"
when   = {{ role = "director" }}
source = "a test"
{second}
[right]
label = "mentor"
table = "mentors"

[[criterion]]
name   = "same region"
kind   = "same"
column = "region"
weight = 1

[[goal]]
kind = "placed"
"""
MENTEES = """\
id,name,zip,grade_span,role,phone,notes
007,Ash,01005,K-8,,, "two  spaces"
8,Elm,1005,K-12,Director,+1 573 555 0100,=1+1
"""
MENTORS = "id,name,zip\n1,Oak,01001\n"


@pytest.fixture
def season(tmp_path: Path) -> Callable[..., Path]:
    """A season with two places to which people are routed."""

    def make(
        mentees: str = MENTEES, mentors: str = MENTORS, first: str = "", second: str = "", columns: str = ""
    ) -> Path:
        folder = tmp_path / "season"
        folder.mkdir()
        (folder / "program.toml").write_text(
            PROGRAM.format(columns=columns, first=first, second=second), encoding="utf-8"
        )
        (folder / "mentees.csv").write_text(mentees, encoding="utf-8")
        (folder / "mentors.csv").write_text(mentors, encoding="utf-8")
        return folder

    return make


def grid(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


@pytest.fixture
def unnamed(sample: Path) -> Path:
    """The sample season without the name of a program for those routed elsewhere."""
    text = (sample / "program.toml").read_text(encoding="utf-8")
    (sample / "program.toml").write_text(re.sub(r"(?m)^program *=.*\n", "", text), encoding="utf-8")
    return sample


# ---------------------------------------------------------------- rows as they stand


def test_the_sample_s_newcomers_are_copied_cell_by_cell(unnamed: Path, cli: Callable, tmp_path: Path):
    result = cli("route", unnamed, tmp_path / "new")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [str(tmp_path / "new" / name) for name in ("mentees.csv", "mentors.csv")]
    headings, *rows = grid(unnamed / "mentees.csv")
    place = headings.index("id")
    assert grid(tmp_path / "new" / "mentees.csv") == [headings, *(r for r in rows if r[place] in ("E007", "E024"))]
    assert grid(tmp_path / "new" / "mentors.csv") == [grid(unnamed / "mentors.csv")[0]]
    assert "2 mentees routed to AMP for principals: E007, E024" in result.stderr


def test_leading_zeros_signs_and_spaces_stay_as_they_are(season: Callable, tmp_path: Path):
    folder = season()
    for to, row in (
        ("Principals", ["007", "Ash", "01005", "K-8", "", "", ' "two  spaces"']),
        ("Cohorts", ["8", "Elm", "1005", "K-12", "Director", "+1 573 555 0100", "=1+1"]),
    ):
        route(pairing.load(folder), tmp_path / to, to)
        assert grid(tmp_path / to / "mentees.csv") == [MENTEES.splitlines()[0].split(","), row]


def test_rows_stand_in_the_order_of_the_file(season: Callable, tmp_path: Path):
    folder = season("id,grade_span\nb,K-8\nx,K-12\na,K-8\n")
    routed = route(pairing.load(folder), tmp_path / "new")
    assert routed is not None
    assert grid(tmp_path / "new" / "mentees.csv") == [["id", "grade_span"], ["b", "K-8"], ["a", "K-8"]]
    assert routed.people == ("a", "b")


def test_a_workbook_s_cells_are_written_as_it_shows_them(season: Callable, tmp_path: Path):
    folder = season()
    (folder / "mentees.csv").unlink()
    book = Workbook()
    book.active.append(["id", "grade_span", "zip", "hired_on", "low_income_pct", "enrollment", "notes"])
    book.active.append(["007", "K-8", 1005, datetime.datetime(2026, 3, 2), 0.5, 1875, "@home"])
    book.active["C2"].number_format, book.active["E2"].number_format = "00000", "0%"
    book.save(folder / "mentees.xlsx")
    route(pairing.load(folder), tmp_path / "new")
    assert grid(tmp_path / "new" / "mentees.csv")[1] == [
        "007", "K-8", "01005", "2026-03-02", "50%", "1875", "'@home"
    ]  # fmt: skip


def test_headings_that_only_this_program_understands_become_the_columns_names(season: Callable, tmp_path: Path):
    columns = '[columns]\n"Applicant number" = "id"\n"District" = "employer"\nStamp = "ignore"\n'
    folder = season("Stamp,Applicant number,Grade Span,District\n1/2,e1,K-8,X\n", columns=columns)
    route(pairing.load(folder), tmp_path / "new")
    assert grid(tmp_path / "new" / "mentees.csv")[0] == ["Stamp", "id", "Grade Span", "employer"]


# ---------------------------------------------------------------- who is routed where


def test_everybody_routed_is_found_by_the_place(season: Callable):
    assert destinations(pairing.load(season())) == {"Principals": [0], "Cohorts": [1]}


def test_someone_withdrawn_is_routed_nowhere(season: Callable):
    folder = season()
    (folder / "decisions.csv").write_text("id,action,person\nD1,withdraw,007\n", encoding="utf-8")
    assert destinations(pairing.load(folder)) == {"Principals": [], "Cohorts": [1]}


def test_several_places_need_a_choice_and_one_with_people_needs_none(season: Callable, cli: Callable, tmp_path: Path):
    folder = season()
    result = cli("route", folder, tmp_path / "new")
    assert (result.exit_code, result.stdout) == (1, "")
    assert 'several places: "Principals" (1), "Cohorts" (1); choose one with --to' in result.stderr
    assert not (tmp_path / "new").exists()
    assert cli("route", folder, tmp_path / "new", "--to", "principals").exit_code == 0
    (folder / "mentees.csv").write_text("id,grade_span\ne1,K-8\n", encoding="utf-8")
    assert "1 mentee routed to Principals: e1" in cli("route", folder, tmp_path / "other").stderr


def test_nobody_routed_is_said_and_nothing_is_written(season: Callable, cli: Callable, tmp_path: Path):
    folder = season("id\ne1\n")
    for arguments, said in (([], "Nobody is routed elsewhere"), (["--to", "Cohorts"], "Nobody is routed to Cohorts")):
        result = cli("route", folder, tmp_path / "new", *arguments)
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout.startswith(said)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("to", ["Principal", "nowhere"])
def test_a_place_that_no_screen_names_is_refused(season: Callable, cli: Callable, tmp_path: Path, to: str):
    result = cli("route", season(), tmp_path / "new", "--to", to)
    assert result.exit_code == 1
    assert f'no screen routes anybody to "{to}"; ' in result.stderr
    assert "Principals" in result.stderr
    assert not (tmp_path / "new").exists()


def test_a_program_that_routes_nobody_says_so_for_any_place(tmp_path: Path, cli: Callable, unnamed: Path):
    text = (unnamed / "program.toml").read_text(encoding="utf-8").replace('"routed"', '"barred"')
    text = "\n".join(line for line in text.splitlines() if 'AMP for principals"' not in line)
    (unnamed / "program.toml").write_text(text, encoding="utf-8")
    assert "Nobody is routed elsewhere" in cli("route", unnamed, tmp_path / "new").stdout
    assert "no screen routes anybody" in cli("route", unnamed, tmp_path / "new", "--to", "x").stderr


# ---------------------------------------------------------------- the program of the new season


def test_without_a_named_program_there_is_none_and_what_to_do_is_said(season: Callable, cli: Callable, tmp_path: Path):
    result = cli("route", season(), tmp_path / "new", "--to", "Principals")
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["mentees.csv", "mentors.csv"]
    for part in ("no program.toml", "program file of Principals", "fill mentors.csv", f"check {tmp_path / 'new'}"):
        assert part in result.stderr


def test_a_named_program_makes_a_season_that_only_lacks_the_other_side(season: Callable, cli: Callable, tmp_path: Path):
    result = cli("route", season(first='program = "missouri-amp"'), tmp_path / "new", "--to", "Principals")
    assert result.exit_code == 0
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == [
        "decisions.csv", "mentees.csv", "mentors.csv", "program.toml"
    ]  # fmt: skip
    assert (tmp_path / "new" / "program.toml").read_bytes() == (ROOT / "models" / "missouri-amp.toml").read_bytes()
    _, problems = examine(tmp_path / "new")
    assert [problem.file for problem in problems if problem.severity == "error"] == ["mentors.csv"]
    assert "no program.toml" not in result.stderr
    assert "fill mentors.csv, then run: pairing check" in result.stderr
    (tmp_path / "new" / "mentors.csv").write_text("id,status,years_as_superintendent\nm1,active,9\n", encoding="utf-8")
    assert pairing.load(tmp_path / "new").left.ids == ["007"]


def test_a_named_program_of_cohorts_gets_the_rows_as_members(season: Callable, cli: Callable, tmp_path: Path):
    folder = season(second='program = "missouri-collaboration-cohorts"')
    result = cli("route", folder, tmp_path / "new", "--to", "Cohorts")
    assert result.exit_code == 0
    assert [row[0] for row in grid(tmp_path / "new" / "members.csv")] == ["id", "8"]
    assert len(grid(tmp_path / "new" / "facilitators.csv")) == 1
    assert result.stdout.count("members.csv") == 1
    assert "facilitators.csv" in result.stderr


def test_members_of_a_cohort_program_are_routed_too(tmp_path: Path, cli: Callable):
    cli("init", "missouri-collaboration-cohorts", tmp_path / "c", "--sample")
    program = tmp_path / "c" / "program.toml"
    screen = '[[members.screen]]\nkind = "routed"\nto = "AMP"\nprogram = "missouri-amp"\n'
    screen += 'when = { id = "C001" }\nsource = "a test"\n'
    text = program.read_text(encoding="utf-8")
    first = text.index("[[members.screen]]")
    program.write_text(text[:first] + screen + text[first:], encoding="utf-8")
    result = cli("route", tmp_path / "c", tmp_path / "new")
    assert result.exit_code == 0, result.stderr
    headings, row = grid(tmp_path / "new" / "mentees.csv")
    assert row[headings.index("id")] == "C001"
    assert "1 member routed to AMP: C001" in result.stderr


def test_a_program_that_is_not_built_in_is_named_with_its_screen(season: Callable, cli: Callable, tmp_path: Path):
    result = cli("route", season(first='program = "misouri-amp"'), tmp_path / "new", "--to", "Principals")
    assert result.exit_code == 1
    assert 'program.toml: screen "routed": no program "misouri-amp"; did you mean "missouri-amp"?' in result.stderr
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("program = 3", "program: input should be a valid string"),
        ('program = ""', "program: "),
        ("progam = 'x'", "progam"),
    ],
)
def test_a_mistake_in_the_screen_is_named_at_its_key(line: str, said: str):
    _, problems = parse_program(PROGRAM.format(columns="", first=line, second=""))
    assert str(problems[0]).startswith("program.toml: left, screen 1, " + said)


def test_schema_says_that_a_screen_that_routes_may_name_a_program(cli: Callable):
    [routed] = re.findall(r"^  routed: .*\n((?:      .*\n)+)", cli("schema", "program").stdout, re.MULTILINE)
    assert "      program (default none)\n" in routed


def test_only_screens_that_route_name_a_program():
    text = PROGRAM.format(columns="", first='program = "missouri-amp"', second="").replace('"routed"', '"barred"', 1)
    text = text.replace('to     = "Principals"\n', "")
    _, problems = parse_program(text)
    assert any("screen 1, program: unknown key" in str(problem) for problem in problems)


# ---------------------------------------------------------------- folders


def test_a_folder_with_something_in_it_is_left_alone(unnamed: Path, cli: Callable, tmp_path: Path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine", encoding="utf-8")
    for dest in (tmp_path / "full", unnamed / "mentees.csv", unnamed):
        before = {path: path.read_bytes() for path in [*unnamed.iterdir(), *(tmp_path / "full").iterdir()]}
        result = cli("route", unnamed, dest)
        assert (result.exit_code, result.stdout) == (1, "")
        assert f'"{dest}" is already there and not empty' in result.stderr
        assert {path: path.read_bytes() for path in [*unnamed.iterdir(), *(tmp_path / "full").iterdir()]} == before


def test_an_empty_folder_is_used(unnamed: Path, cli: Callable, tmp_path: Path):
    (tmp_path / "empty").mkdir()
    assert cli("route", unnamed, tmp_path / "empty").exit_code == 0


def test_a_season_with_problems_is_refused_first(unnamed: Path, cli: Callable, edit: Callable, tmp_path: Path):
    edit(unnamed / "mentees.csv", "E004", "grade_span", "K-21")
    result = cli("route", unnamed, tmp_path / "new")
    assert result.exit_code == 1
    assert "mentees.csv, row 5" in result.stderr
    assert not (tmp_path / "new").exists()
