"""`plan.xlsx` as a workbook to work in: its sheets, its drop-downs, and what is typed in it comes back as decisions."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

import pairing
from build import raw_program, season_of
from cohort_build import cohort_season
from pairing.errors import InputError
from pairing.plans.pairs import Plan
from pairing.runs import decide, decide_from, find_run
from pairing.runs.plan_workbook import plan_workbook

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
needs_office = pytest.mark.skipif(SOFFICE is None, reason="there is no soffice on this machine")
HOSTILE = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://example.org","x")', "#REF!", "#N/A", "\t=1")
FIRST = ["Summary", "Assignments", "Alternatives", "Unmatched"]
LAST = ["People", "Decisions", "Proof"]


@pytest.fixture(scope="module")
def book(solved: Path) -> Any:
    """The sample season's workbook, only to be read."""
    return load_workbook(find_run(solved) / "plan.xlsx")


def headings(sheet: Any) -> dict[str, int]:
    return {cell.value: cell.column for cell in sheet[1]}


def row_of(sheet: Any, identifier: str) -> int:
    """The first row in which somebody's id stands."""
    return next(cell.row for row in sheet.iter_rows(min_row=2) for cell in row if cell.value == identifier)


def filled(book: Any, file: Path, edits: Mapping[str, Mapping[str, str]]) -> Path:
    """The workbook with edits typed in by person and heading, under another name."""
    sheet = book["Assignments"]
    for identifier, cells in edits.items():
        for heading, text in cells.items():
            cell = sheet.cell(row_of(sheet, identifier), headings(sheet)[heading], text)
            cell.data_type = "s"
    book.save(file)
    return file


@pytest.fixture
def typed(own_run: Path, tmp_path: Path) -> Callable[..., Path]:
    """A copy of the run's workbook with edits: `typed(E019={"decision": "lock"})`."""

    def fill(**edits: Mapping[str, str]) -> Path:
        return filled(load_workbook(find_run(own_run) / "plan.xlsx"), tmp_path / "edited.xlsx", edits)

    return fill


def in_force(folder: Path) -> set[tuple[str, str, str]]:
    """Action, left and right of every decision in force that is not in the sample."""
    season = pairing.load(folder)
    return {
        (
            "decline" if one.declined_by else one.action,
            "" if one.left is None else season.left.ids[one.left],
            "" if one.right is None else season.right.ids[one.right],
        )
        for one in season.decisions
        if one.id not in ("D1", "D2", "D3")
    }


# ---------------------------------------------------------------- what is in it


def test_the_sheets_of_a_program_of_pairs_in_their_order(book: Any):
    assert book.sheetnames == [*FIRST, "Payments", "Alternatives by mentor", *LAST, "Lists"]
    assert [sheet.title for sheet in book if sheet.sheet_state != "visible"] == ["Lists"]


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("massachusetts-asls", ["Alternatives by section"]),
        ("massachusetts-mssn", ["Cohorts"]),
        ("minnesota-masa-mentors", ["Payments", "Exceptions", "Alternatives by mentor"]),
    ],
)
def test_the_sheets_of_other_kinds_of_programs(cli: Callable, tmp_path: Path, name: str, more: list[str]):
    assert cli("init", name, tmp_path / "s", "--sample").exit_code == 0
    plan = pairing.solve(tmp_path / "s")
    sheets = load_workbook(io.BytesIO(plan_workbook(plan))).sheetnames
    lists = ["Lists"] if plan.season.kind == "pairs" else []
    assert sheets == [*FIRST, *more, *LAST, *lists]


def test_a_rerun_has_its_moves(own_run: Path):
    decide(own_run, "withdraw", "M022")
    book = load_workbook(io.BytesIO(plan_workbook(pairing.rerun(own_run))))
    assert "Moves" in book.sheetnames


def test_the_summary_states_every_goal_and_no_clock(book: Any, solved: Path):
    cells = {row[0].value: [cell.value for cell in row[1:]] for row in book["Summary"].iter_rows() if row[0].value}
    assert next(iter(cells)) == "Missouri AMP"
    assert cells["found"][0] == "proved best, and checked"
    assert cells["placed"][:3] == [34, 34, "yes"]
    assert cells["left out (mentee)"][0] == 6
    assert cells["worst fit"][0] == "45.49 (E015 with M055)"
    for goal in pairing.solve(solved).goal_results:
        assert cells[goal.name][:2] == [goal.shown(goal.value), goal.shown(goal.bound)]
    text = repr(cells)
    assert find_run(solved).name[:10] not in text


def test_people_decisions_and_proof_say_what_the_season_says(book: Any, solved: Path):
    season = pairing.load(solved)
    rows = list(book["People"].iter_rows(min_row=2, values_only=True))
    assert [row[1] for row in rows] == [*season.left.ids, *season.right.ids]
    by_id = {row[1]: row for row in rows}
    assert by_id["E018"][5:] == ("no", "not eligible: first year is no, yes needed")
    assert by_id["E001"][5:] == ("yes", None)
    decisions = list(book["Decisions"].iter_rows(min_row=2, values_only=True))
    assert [row[:4] for row in decisions] == [
        ("D1", "lock", "E008", "M061"), ("D2", "forbid", "E002", "M059"), ("D3", "withdraw", "M050", None),
    ]  # fmt: skip
    proof = dict(book["Proof"].iter_rows(min_row=2, values_only=True))
    assert proof["certificate in run.json"] == "yes"
    assert proof["SHA-256 of mentees.csv"] == season.inputs["mentees.csv"]
    assert not any("version" in name for name in proof)


@pytest.mark.thorough
def test_a_decline_and_mates_stand_as_they_were_decided(own_run: Path, tmp_path: Path):
    decide(own_run, "decline", "M006", "E038")
    rows = load_workbook(io.BytesIO(plan_workbook(pairing.solve(own_run))))["Decisions"].values
    assert list(rows)[-1][:4] == ("D4", "decline", "M006", "E038")
    season = cohort_season(tmp_path / "c", ["a", "b", "c", "d"], decisions=[("lock", "a", "c")], size=(2, 2))
    rows = load_workbook(io.BytesIO(plan_workbook(pairing.solve(season))))["Decisions"].values
    assert list(rows)[-1][:4] == ("D1", "lock", "a", "c")


def test_the_same_plan_gives_the_same_bytes(solved: Path, tmp_path: Path):
    plan = pairing.solve(solved)
    assert plan_workbook(plan) == plan_workbook(plan) == (find_run(solved) / "plan.xlsx").read_bytes()
    season = cohort_season(tmp_path, ["a", "b", "c", "d"], size=(2, 2))
    assert plan_workbook(pairing.solve(season)) == plan_workbook(pairing.solve(season))


def test_a_plan_without_pairs_or_prices_is_a_workbook_too():
    for left, right in ((["e1"], ["m1"]), (["e1", "e2"], ["m1"])):
        sides = [[{"id": one} for one in ids] for ids in (left, right)]
        plan = pairing.solve(season_of(raw_program(), *sides))
        assert load_workbook(io.BytesIO(plan_workbook(plan))).sheetnames[:4] == FIRST
    empty = Plan(plan.season, "proved", (), (), "none")
    assert load_workbook(io.BytesIO(plan_workbook(empty)))["Assignments"].max_row == 1


# ---------------------------------------------------------------- working in it


def validations(sheet: Any) -> dict[str, Any]:
    """The drop-downs by the heading of their column."""
    letters = {cell.column_letter: cell.value for cell in sheet[1]}
    return {letters[str(one.sqref)[0]]: one for one in sheet.data_validations.dataValidation}


def test_the_drop_down_of_decisions(book: Any):
    rule = validations(book["Assignments"])["decision"]
    assert rule.formula1 == '"lock,forbid,decline"'
    assert rule.errorStyle in (None, "stop")
    assert str(rule.sqref).endswith(str(book["Assignments"].max_row))


def test_everybody_is_offered_their_own_alternatives_best_first(book: Any):
    listed: dict[str, list[str]] = {}
    for left, _, right, *_ in book["Alternatives"].iter_rows(min_row=2, values_only=True):
        listed.setdefault(left, []).append(right)
    rows = {row[0]: row for row in book["Lists"].iter_rows(values_only=True)}
    placed = [row[1] for row in book["Assignments"].iter_rows(min_row=2, values_only=True)]
    assert set(placed) & set(listed) <= set(rows)
    for left, (_, count, *others) in rows.items():
        assert others[:count] == listed[left][:10]
        assert not any(others[count:])
    assert validations(book["Assignments"])["instead"].formula1 == (
        f"OFFSET(Lists!$C$1,MATCH($B2,Lists!$A$1:$A${len(rows)},0)-1,0,1,"
        f"INDEX(Lists!$B$1:$B${len(rows)},MATCH($B2,Lists!$A$1:$A${len(rows)},0)))"
    )


def test_cohorts_only_let_people_withdraw(tmp_path: Path):
    plan = pairing.solve(cohort_season(tmp_path, ["a", "b", "c", "d"], size=(2, 2)))
    sheet = load_workbook(io.BytesIO(plan_workbook(plan)))["Assignments"]
    assert "instead" not in headings(sheet)
    assert validations(sheet)["decision"].formula1 == '"withdraw"'


def test_columns_to_be_filled_in_look_different_and_no_sheet_is_protected(book: Any):
    sheet = book["Assignments"]
    for heading, column in headings(sheet).items():
        cell, editing = sheet.cell(2, column), heading in ("decision", "instead", "note")
        assert (cell.fill.fgColor.rgb == "00FFF2CC") == editing
        assert cell.protection.locked != editing
    assert not any(one.protection.sheet for one in book)


def test_tables_have_frozen_heads_filters_and_a_page_set_up(book: Any):
    for sheet in book.worksheets[1:-1]:
        assert sheet.freeze_panes.endswith("2")
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.print_title_rows == "$1:$1"
    assert book["Assignments"].freeze_panes == "D2"
    assert {sheet.page_setup.orientation for sheet in book.worksheets[:-1]} == {"landscape"}


def test_moved_rows_are_bold_and_poor_fits_darker(book: Any):
    rules = [rule for entry in book["Assignments"].conditional_formatting for rule in entry.rules]
    [moved] = [rule for rule in rules if rule.formula == ['$J2="moved"']]
    assert moved.dxf.font.b
    [scale] = [rule for rule in rules if rule.type == "colorScale"]
    light = [sum(int(color.rgb[i : i + 2], 16) for i in (2, 4, 6)) for color in scale.colorScale.color]
    assert light[0] < light[1]


@pytest.mark.first(1)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_on_every_sheet(own_run: Path, edit: Callable, text: str):
    edit(own_run / "mentors.csv", "M058", "region", text.strip("#") + "x")
    edit(own_run / "decisions.csv", "D1", "note", text)
    edit(own_run / "decisions.csv", "D3", "by", text)
    book = load_workbook(io.BytesIO(plan_workbook(pairing.solve(own_run))))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds <= {"s", "n"}
    note = next(row for row in book["Decisions"].iter_rows(min_row=2, values_only=True) if row[0] == "D1")[6]
    assert note == (text if text.startswith("#") else "'" + text.strip())


# ---------------------------------------------------------------- what is typed comes back


def test_edits_become_decisions_in_force(own_run: Path, typed: Callable):
    file = typed(
        E019={"decision": "lock", "note": "works well"}, E040={"decision": " Forbid "}, E039={"decision": "decline"},
        E036={"instead": "M013"},
    )  # fmt: skip
    done = decide_from(own_run, file, by="K. Doe")
    assert not done.refused
    assert in_force(own_run) == {
        ("lock", "E019", "M058"), ("forbid", "E040", "M033"), ("decline", "E039", "M056"), ("lock", "E036", "M013"),
    }  # fmt: skip
    assert [one.id for one in done.decided] == ["D4", "D5", "D6", "D7"]
    season = pairing.load(own_run)
    assert {one.by for one in season.decisions if one.id in done.cells} == {"K. Doe"}
    assert [one.note for one in season.decisions if one.id == "D4"] == ["works well"]
    assert "E036 stands with M025: the next rerun moves them" in done.decided[-1].meaning
    plan = pairing.solve(own_run)
    pairs = {pair.left: pair.right for pair in plan.pairs}
    assert (pairs["E019"], pairs["E036"]) == ("M058", "M013")
    assert pairs.get("E040") != "M033"


def test_somebody_instead_of_one_who_is_forbidden_is_two_decisions(own_run: Path, typed: Callable):
    decide_from(own_run, typed(E036={"decision": "decline", "instead": "M013"}))
    assert in_force(own_run) == {("decline", "E036", "M025"), ("lock", "E036", "M013")}


def test_edits_in_force_already_are_passed_over(own_run: Path, typed: Callable):
    file = typed(
        E019={"decision": "lock"}, E008={"decision": "lock"}, E039={"decision": "decline"}, E036={"instead": "M013"}
    )
    first = decide_from(own_run, file)
    assert len(first.decided) == 3
    [passed] = first.passed_over
    assert "lock E008 with M061 is in force already (decision D1" in passed
    before = (own_run / "decisions.csv").read_bytes()
    again = decide_from(own_run, file)
    assert (len(again.decided), len(again.passed_over), again.refused) == (0, 4, ())
    assert (own_run / "decisions.csv").read_bytes() == before


@pytest.mark.thorough
def test_what_is_refused_names_its_cell_and_the_rule_and_the_rest_is_written(
    own_run: Path, typed: Callable, cli: Callable
):
    file = typed(
        E019={"decision": "lock"}, E040={"instead": "M001"}, E037={"decision": "lokc"}, E036={"instead": "M999"},
        E001={"decision": "lock", "instead": "M040"}, E008={"instead": "M020"}, E025={"note": "ask again"},
    )  # fmt: skip
    rows = {one: row_of(load_workbook(file)["Assignments"], one) for one in ("E040", "E037", "E036", "E001", "E008")}
    done = cli("decide", own_run, "--from", file)
    assert done.exit_code == 1
    assert in_force(own_run) == {("lock", "E019", "M058")}
    head, *problems = done.stderr.splitlines()
    assert head == "5 edits refused, 1 written:"
    where = 'edited.xlsx, sheet "Assignments", cell '
    for cell, said in (
        (f"M{rows['E040']}", f'decision at M{rows["E040"]} '),
        (f"M{rows['E040']}", 'locks E040 with M001, but the pair breaks rule "within 120 miles"'),
        (f"L{rows['E037']}", 'is no decision, got "lokc"; expected lock, forbid, decline, or blank'),
        (f"M{rows['E036']}", 'names nobody, got "M999"'),
        (f"M{rows['E001']}", 'the row locks E001 with M039 and names another, got "M040"'),
        (f"M{rows['E008']}", "decision D1 already locks the same mentee"),
    ):  # fmt: skip
        assert any(where + cell in line and said in line for line in problems), (cell, said, problems)
    assert "D4: lock E019 with M058 (cell L2), written to the decisions" in done.stdout
    assert "a note without a decision is not kept" in done.stdout


def test_a_dry_run_says_it_all_and_writes_nothing(own_run: Path, typed: Callable, cli: Callable):
    before = {path: path.read_bytes() for path in own_run.rglob("*") if path.is_file()}
    done = cli("decide", own_run, "--from", typed(E019={"decision": "lock"}), "--dry-run")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "D4: lock E019 with M058 (cell L2), would be written" in done.stdout
    assert all(path.read_bytes() == content for path, content in before.items())


def test_a_workbook_without_edits_changes_nothing(own_run: Path, cli: Callable):
    before = (own_run / "decisions.csv").read_bytes()
    done = cli("decide", own_run, "--from", find_run(own_run) / "plan.xlsx")
    assert (done.exit_code, done.stdout) == (0, 'Nothing is filled in on the sheet "Assignments" of plan.xlsx.\n')
    assert (own_run / "decisions.csv").read_bytes() == before


def test_rows_may_be_sorted_filtered_and_columns_moved(own_run: Path, tmp_path: Path):
    frame = pairing.solve(own_run).assignments.sort_values("fit")
    book = Workbook()
    sheet = book.active
    sheet.title = "ASSIGNMENTS "
    sheet.append(["Decision", "instead", "note", "mentor_id", "mentee_id"])
    for left, right in zip(frame["mentee_id"], frame["mentor_id"], strict=True):
        sheet.append(["lock" if left == "E019" else None, None, None, right, left])
    book.save(tmp_path / "ours.xlsx")
    assert [str(one) for one in decide_from(own_run, tmp_path / "ours.xlsx").decided] == ["D4: lock E019 with M058"]


def test_a_season_with_its_decisions_in_a_workbook_or_nowhere(own_run: Path, typed: Callable):
    (own_run / "decisions.csv").unlink()
    file = typed(E019={"decision": "lock"}, E036={"instead": "M013"})
    assert [one.id for one in decide_from(own_run, file).decided] == ["D1", "D2"]
    (own_run / "decisions.csv").unlink()
    book = Workbook()
    book.active.append(["id", "action", "person", "with", "by", "on", "note"])
    book.save(own_run / "decisions.xlsx")
    decide_from(own_run, file)
    assert len(pairing.load(own_run).decisions) == 2


def test_ids_that_look_like_formulas_come_back(
    tmp_path: Path, own_run: Path, read_rows: Callable, write_rows: Callable
):
    for table in ("mentees", "mentors", "decisions"):
        rows = read_rows(own_run / f"{table}.csv")
        for row in rows:
            for name, cell in row.items():
                row[name] = "=" + cell if cell in ("E019", "M058", "E036", "M013") else cell
        write_rows(own_run / f"{table}.csv", rows)
    (tmp_path / "plan.xlsx").write_bytes(plan_workbook(pairing.solve(own_run)))
    book = load_workbook(tmp_path / "plan.xlsx")
    listed = next(row for row in book["Lists"].iter_rows(values_only=True) if row[0] == "'=E036")
    assert "'=M013" in listed
    file = filled(book, tmp_path / "edited.xlsx", {"'=E019": {"decision": "lock"}, "'=E036": {"instead": "'=M013"}})
    assert not decide_from(own_run, file).refused
    assert {entry[1:] for entry in in_force(own_run)} == {("=E019", "=M058"), ("=E036", "=M013")}


def test_members_and_facilitators_withdraw_in_the_workbook(tmp_path: Path):
    season = cohort_season(tmp_path / "c", ["a", "b", "c", "d"], ["f", "g"], size=(2, 2), per_cohort=1)
    (tmp_path / "plan.xlsx").write_bytes(plan_workbook(pairing.solve(season)))
    edits = {
        "a": {"decision": "withdraw", "note": "moves away"},
        "f": {"decision": "withdraw"},
        "b": {"decision": "lock"},
    }
    done = decide_from(tmp_path / "c", filled(load_workbook(tmp_path / "plan.xlsx"), tmp_path / "e.xlsx", edits))
    assert [str(one) for one in done.decided] == ["D1: withdraw a", "D2: withdraw f"]
    [refused] = done.refused
    assert "is no decision" in str(refused)
    assert {one.action for one in pairing.load(tmp_path / "c").decisions} == {"withdraw"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b"id,action\n", "cannot be read as a workbook"),
        ("another", 'has no sheet "Assignments"'),
        ("headings", 'has no column "mentee_id", "mentor_id", "instead"'),
    ],
    ids=["empty", "a CSV file", "another workbook", "no headings"],
)
def test_what_is_no_such_workbook_is_said(own_run: Path, tmp_path: Path, content: bytes | str, said: str):
    file = tmp_path / "plan.xlsx"
    if isinstance(content, bytes):
        file.write_bytes(content)
    else:
        book = Workbook()
        book.active.title = "Assignments" if content == "headings" else "other"
        book.active.append(["decision"])
        book.save(file)
    with pytest.raises(InputError, match=said):
        decide_from(own_run, file)


@pytest.mark.parametrize(
    "arguments",
    [
        (), ("lock",), ("--from", "x.xlsx", "lock", "E001", "M001"), ("lock", "E001", "M001", "--dry-run"),
        ("--from", "x.xlsx", "--note", "n"),
    ],
    ids=["nothing", "nobody", "both", "a dry run without a workbook", "a note"],
)  # fmt: skip
def test_wrong_usage_is_exit_code_2(own_run: Path, cli: Callable, arguments: tuple[str, ...]):
    assert cli("decide", own_run, *arguments).exit_code == 2


def test_a_workbook_that_is_not_there_is_said_in_a_sentence(own_run: Path, cli: Callable):
    done = cli("decide", own_run, "--from", "nowhere.xlsx")
    assert (done.exit_code, done.stderr.startswith("Error: No such file")) == (1, True)


# ---------------------------------------------------------------- another program opens it


def recalculated(file: Path, folder: Path) -> Any:
    """The workbook as LibreOffice opens, calculates and saves it."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "out"), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return load_workbook(folder / "out" / file.name, data_only=True)


def no_errors(book: Any) -> bool:
    """Whether no cell of a workbook is or shows an error."""
    errors = [
        (sheet.title, cell.coordinate, cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "e" or (isinstance(cell.value, str) and cell.value.startswith("#"))
    ]
    return errors == []


@pytest.mark.office
@needs_office
def test_libreoffice_opens_the_book_without_an_error_and_finds_everybodys_alternatives(solved: Path, tmp_path: Path):
    book = load_workbook(find_run(solved) / "plan.xlsx")
    sheet = book["Assignments"]
    listed = validations(sheet)["instead"].formula1
    spare = sheet.max_column + 2
    last = sheet.max_row
    for row in range(2, last + 1):
        for k in range(3):
            sheet.cell(row, spare + k, f"=INDEX({listed.replace('$B2', f'$B{row}')},1,{k + 1})")
    book.save(tmp_path / "plan.xlsx")
    again = recalculated(tmp_path / "plan.xlsx", tmp_path)
    assert again.sheetnames == book.sheetnames
    best = {row[0]: row[2:] for row in book["Lists"].iter_rows(values_only=True)}
    for row in range(2, last + 1):
        left = sheet.cell(row, 2).value
        found = [again["Assignments"].cell(row, spare + k).value for k in range(3)]
        options = [one for one in best.get(left, ()) if one]
        assert found[: len(options)] == options[:3]
    rule = validations(again["Assignments"])
    assert rule["decision"].formula1 == '"lock,forbid,decline"'
    assert "Lists!" in rule["instead"].formula1
    plain = recalculated(find_run(solved) / "plan.xlsx", tmp_path)
    assert no_errors(plain)


@pytest.mark.office
@needs_office
def test_libreoffice_opens_a_book_of_cohorts_without_an_error(cli: Callable, tmp_path: Path):
    assert cli("init", "massachusetts-mssn", tmp_path / "s", "--sample").exit_code == 0
    (tmp_path / "plan.xlsx").write_bytes(plan_workbook(pairing.solve(tmp_path / "s")))
    book = recalculated(tmp_path / "plan.xlsx", tmp_path)
    assert book.sheetnames == [*FIRST, "Cohorts", *LAST]
    assert no_errors(book)


@pytest.mark.office
@needs_office
def test_what_is_typed_in_libreoffice_comes_back(own_run: Path, typed: Callable, tmp_path: Path):
    file = typed(E019={"decision": "lock", "note": "=1+1"}, E036={"instead": "M013"})
    recalculated(file, tmp_path)
    assert not decide_from(own_run, tmp_path / "out" / file.name).refused
    assert in_force(own_run) == {("lock", "E019", "M058"), ("lock", "E036", "M013")}
