"""From a form's export to the season's table: nothing typed by hand is lost, no id changes, nothing is guessed."""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import pairing
from pairing.errors import InputError
from pairing.profiles import COLUMNS
from pairing.program.imports import Source
from pairing.setup.importing import import_table, undo_import
from pairing.setup.importing.cells import approximate, place, read
from pairing.setup.importing.export import laid_out, moment
from pairing.setup.importing.people import Known, Someone, identified
from pairing.setup.importing.suggest import known_options, suggest

DAY = dt.date(2026, 4, 2)
CASES = os.environ.get("PAIRING_CASES")
needs_cases = pytest.mark.skipif(CASES is None, reason="PAIRING_CASES names no folder")

MAPPING = """
[import.mentees]
key = "email"
ids = "E{n:03}"
newest = "When"
[import.mentees.from]
name = ["First", "Last"]
email = "Mail"
district = "District"
enrollment = { heading = "Students", approximate = true }
needs = { heading = "Help", options = ["Budget, finance", "Boards"] }
conflicts = "Not with"
"""
HEADINGS = ["When", "First", "Last", "Mail", "District", "Students", "Help", "Not with"]
ANN = ["4/1/2026 9:00", "Ann", "Ash", "ann@example.org", "Rolla R-1", "~900", "Boards, Budget, finance", "none"]
BEN = ["4/1/2026 9:05", "Ben", "Fir", "ben@example.org", "Joplin R-8", "400-450", "Boards", "Dr. Oak, Eve"]


@pytest.fixture
def season(tmp_path: Path) -> Path:
    folder = tmp_path / "season"
    pairing.create_season("missouri-amp", folder)
    mentors = "id,name,email,district\nM1,Eve Oak,eve@example.org,Nevada R-5\nM2,Lou Yew,,\nM3,Lou Yew,,Rolla R-1\n"
    (folder / "mentors.csv").write_text(mentors, encoding="utf-8")
    (folder / "import.toml").write_text(MAPPING, encoding="utf-8")
    return folder


def export(folder: Path, *rows: list[str], name: str = "responses.csv") -> Path:
    path = folder.parent / name
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEADINGS, *rows])
    return path


def table(folder: Path) -> dict[str, dict[str, str]]:
    text = (folder / "mentees.csv").read_text(encoding="utf-8-sig")
    return {row["id"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}


def edit(folder: Path, identifier: str, column: str, value: str) -> None:
    rows = table(folder)
    rows[identifier][column] = value
    with (folder / "mentees.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(next(iter(rows.values()))))
        writer.writeheader()
        writer.writerows(rows.values())


def changed(row: list[str], **cells: str) -> list[str]:
    places = {"mail": 3, "district": 4, "students": 5, "help": 6, "conflicts": 7, "when": 0, "first": 1}
    made = list(row)
    for name, value in cells.items():
        made[places[name]] = value
    return made


# ---------------------------------------------------------------- the whole way


def test_a_preview_writes_nothing_and_says_what_would_become_of_it(season: Path) -> None:
    before = {path: path.read_bytes() for path in season.rglob("*") if path.is_file()}
    done = import_table(season, "mentees", export(season, ANN, BEN), today=DAY)
    assert str(done) == "mentees from responses.csv: 2 answers of 2 people, 2 new, 0 changed"
    assert done.kept is None
    assert done.people["id"].tolist() == ["E001", "E002"]
    assert {path: path.read_bytes() for path in season.rglob("*") if path.is_file()} == before


def test_applied_it_is_the_table_and_the_original_is_kept(season: Path) -> None:
    path = export(season, ANN, BEN)
    done = import_table(season, "mentees", path, True, today=DAY)
    assert done.kept is not None
    assert done.kept == season / "imports" / "2026-04-02-01"
    assert (done.kept / "original" / "responses.csv").read_bytes() == path.read_bytes()
    rows = table(season)
    assert rows["E001"]["name"] == "Ann Ash"
    assert rows["E001"]["enrollment"] == "900"
    assert rows["E001"]["needs"] == "Boards; Budget, finance"
    assert (rows["E002"]["enrollment"], rows["E002"]["conflicts"]) == ("425", "M1")
    said = done.cells[done.cells["column"] == "enrollment"]["said"].tolist()
    assert said == ["the number in it", "the middle of the two"]


def test_the_same_file_twice_changes_nothing(season: Path) -> None:
    path = export(season, ANN, BEN)
    import_table(season, "mentees", path, True, today=DAY)
    before = {one: one.read_bytes() for one in season.rglob("*") if one.is_file()}
    done = import_table(season, "mentees", path, True, today=DAY)
    assert not done.changes_anything
    assert done.kept is None
    assert {one: one.read_bytes() for one in season.rglob("*") if one.is_file()} == before


def test_an_edit_by_hand_is_kept_unless_the_person_says_otherwise(season: Path) -> None:
    import_table(season, "mentees", export(season, ANN, BEN), True, today=DAY)
    edit(season, "E001", "enrollment", "950")
    newer = export(season, changed(ANN, students="1000"), changed(BEN, students="500"))
    done = import_table(season, "mentees", newer, True, today=DAY)
    found = done.changes.set_index("id")["what"].to_dict()
    assert found == {"E001": "differs", "E002": "changed"}
    assert table(season)["E001"]["enrollment"] == "950"
    assert table(season)["E002"]["enrollment"] == "500"
    import_table(season, "mentees", newer, True, take=["E001"], today=DAY)
    assert table(season)["E001"]["enrollment"] == "1000"


def test_a_blank_never_erases(season: Path) -> None:
    import_table(season, "mentees", export(season, ANN), True, today=DAY)
    done = import_table(season, "mentees", export(season, changed(ANN, students="", help="")), True, today=DAY)
    assert not done.changes_anything
    assert table(season)["E001"]["enrollment"] == "900"


def test_somebody_gone_from_the_export_stays_and_is_listed(season: Path) -> None:
    import_table(season, "mentees", export(season, ANN, BEN), True, today=DAY)
    done = import_table(season, "mentees", export(season, BEN), True, today=DAY)
    assert done.gone == ("E001",)
    assert "E001" in table(season)
    assert any("withdraw E001" in line for _, lines in done.lines() for line in lines)


def test_somebody_taken_out_by_hand_stays_out(season: Path) -> None:
    path = export(season, ANN, BEN)
    import_table(season, "mentees", path, True, today=DAY)
    lines = (season / "mentees.csv").read_text(encoding="utf-8").splitlines()
    (season / "mentees.csv").write_text("\n".join(line for line in lines if "E001" not in line) + "\n")
    done = import_table(season, "mentees", path, True, today=DAY)
    assert done.left_out == ("E001",)
    assert list(table(season)) == ["E002"]


def test_ids_that_were_given_are_never_given_again(season: Path) -> None:
    import_table(season, "mentees", export(season, ANN, BEN), True, today=DAY)
    lines = (season / "mentees.csv").read_text(encoding="utf-8").splitlines()
    (season / "mentees.csv").write_text("\n".join(line for line in lines if "E002" not in line) + "\n")
    cam = changed(BEN, first="Cam", mail="cam@example.org")
    import_table(season, "mentees", export(season, ANN, cam), True, today=DAY)
    assert list(table(season)) == ["E001", "E003"]


def test_undo_puts_back_the_table_as_it_was(season: Path) -> None:
    before = (season / "mentees.csv").read_bytes()
    import_table(season, "mentees", export(season, ANN), True, today=DAY)
    undo_import(season)
    assert (season / "mentees.csv").read_bytes() == before
    with pytest.raises(InputError, match="no import to undo"):
        undo_import(season)


def test_undo_refuses_to_lose_what_was_typed_since(season: Path) -> None:
    import_table(season, "mentees", export(season, ANN), True, today=DAY)
    edit(season, "E001", "city", "Rolla")
    with pytest.raises(InputError, match="was edited since the import 2026-04-02-01"):
        undo_import(season)
    assert table(season)["E001"]["city"] == "Rolla"


def test_a_workbook_of_the_seasons_is_written_with_its_other_cells_as_they_are(season: Path) -> None:
    (season / "mentees.csv").unlink()
    book = openpyxl.Workbook()
    book.active.append(["id", "name", "email", "mine"])
    book.active.append(["E007", "Ann Ash", "ANN@example.org", "a note"])
    book.save(season / "mentees.xlsx")
    import_table(season, "mentees", export(season, ANN, BEN), True, today=DAY)
    rows = list(openpyxl.load_workbook(season / "mentees.xlsx").active.iter_rows(values_only=True))
    assert rows[1][:4] == ("E007", "Ann Ash", "ANN@example.org", "a note")
    assert rows[2][0] == "E008"
    assert rows[0][4:] == ("district", "enrollment", "needs", "conflicts")


# ---------------------------------------------------------------- who is who


def test_one_person_who_answers_twice_is_one_and_the_later_counts_cell_by_cell(season: Path) -> None:
    again = changed(ANN, when="4/9/2026 8:00", mail=" ANN@EXAMPLE.ORG", students="1,300", help="")
    done = import_table(season, "mentees", export(season, again, ANN), True, today=DAY)
    assert done.people["rows"].tolist() == ["3, 2"]
    assert table(season)["E001"]["enrollment"] == "1,300"
    assert table(season)["E001"]["needs"] == "Boards; Budget, finance"


def test_an_answer_without_address_is_known_by_name_and_district(season: Path) -> None:
    done = import_table(season, "mentees", export(season, ANN, changed(ANN, mail="")), today=DAY)
    assert len(done.people) == 1


def test_two_people_of_one_name_stay_two(season: Path) -> None:
    other = changed(ANN, mail="ash@other.example.org", district="Joplin R-8")
    done = import_table(season, "mentees", export(season, ANN, other), today=DAY)
    assert done.people["id"].tolist() == ["E001", "E002"]


def test_one_address_of_two_names_is_a_question_and_two_people(season: Path) -> None:
    done = import_table(season, "mentees", export(season, ANN, changed(BEN, mail="ann@example.org")), today=DAY)
    assert len(done.people) == 2
    assert "two names" in done.questions["question"].iloc[0]


def test_a_new_address_of_somebody_known_keeps_the_id(season: Path) -> None:
    import_table(season, "mentees", export(season, ANN), True, today=DAY)
    done = import_table(season, "mentees", export(season, changed(ANN, mail="ann@new.example.org")), True, today=DAY)
    assert done.people["id"].tolist() == ["E001"]
    assert table(season)["E001"]["email"] == "ann@new.example.org"


def test_numbers_of_ids_go_on_from_the_highest() -> None:
    people = [Someone({"name": name}, [row]) for row, name in enumerate(["A B", "C D"], 2)]
    identified(people, [Known("E019", ({"name": "X Y"},)), Known("e2", ())], ["email"], {}, "E{n:03}", ["E020"], False)
    assert [one.id for one in people] == ["E021", "E022"]


def test_a_name_that_two_people_have_stays_as_it_is_and_is_asked_about(season: Path) -> None:
    done = import_table(season, "mentees", export(season, changed(ANN, conflicts="Lou Yew; Eve Oak")), True, today=DAY)
    assert table(season)["E001"]["conflicts"] == "Lou Yew; M1"
    assert "M2 (Lou Yew); M3 (Lou Yew, Rolla R-1)" in done.questions["question"].iloc[0]
    assert done.conflicts_open == 1


def test_check_says_open_conflicts_at_the_top_until_they_are_answered(season: Path, cli: Callable) -> None:
    import_table(season, "mentees", export(season, changed(ANN, conflicts="Lou Yew")), True, today=DAY)
    said = cli("check", season).stdout
    assert said.startswith("Open questions about who may not be together")
    assert "E001: who is meant? 2 people are called so" in said
    edit(season, "E001", "conflicts", "M2")
    assert "Open questions about" not in cli("check", season).stdout


def test_nobody_means_none(season: Path) -> None:
    for text in ("no one", "N/A", "-", "None"):
        done = import_table(season, "mentees", export(season, changed(ANN, conflicts=text)), today=DAY)
        assert done.persons[0].values["conflicts"] == "none"


# ---------------------------------------------------------------- cells


@pytest.mark.parametrize(("text", "number"), [
    ("12 yrs", 12), ("5+", 5), ("since 2015", 11), ("400-450", 425), ("2.1k", 2100), ("approx. 1,900", 1900),
    ("seven", 7), ("6 (4 in MO)", 6), ("2300 K-12", 2300), ("~350", 350), ("12k", 12000), ("0 this year", 0),
    ("about 2,100 - 2,300", 2200), (".9k", 900),
])  # fmt: skip
def test_numbers_in_words(text: str, number: float) -> None:
    found = approximate(text, True, 2026)
    assert found is not None
    assert found[0] == number


@pytest.mark.parametrize("text", ["many", "12 or 20 or 30", "", "3 schools, 900 students"])
def test_what_is_no_single_number_is_a_question(text: str) -> None:
    assert approximate(text, True, 2026) is None


def test_a_range_of_seats_counts_as_the_most() -> None:
    source = Source(heading="x", approximate="most")
    assert read("1-2", COLUMNS["capacity"], source, 2026).text == "2"
    middle = read("1-2", COLUMNS["capacity"], Source(heading="x", approximate=True), 2026)
    assert "not a whole number" in middle.question


@pytest.mark.parametrize(("text", "found"), [
    ("Rolla, MO 65401", {"city": "Rolla", "state": "MO", "zip": "65401"}),
    ("Cape Girardeau Missouri", {"city": "Cape Girardeau", "state": "MO"}),
    ("65401", {"zip": "65401"}), ("City of Rolla", {"city": "Rolla"}), ("Sedalia R-3", {"city": "Sedalia"}),
    ("Atlantis", {"city": "Atlantis"}),
])  # fmt: skip
def test_a_town_with_what_stands_beside_it(text: str, found: dict[str, str]) -> None:
    assert place(text, ["MO"])[0] == found


@pytest.mark.parametrize(("text", "word"), [
    ("yes - first year!", "yes"), ("No, second", "no"), ("y", "yes"), ("Yes and no", ""), ("perhaps", ""),
])  # fmt: skip
def test_yes_and_no_by_their_first_word(text: str, word: str) -> None:
    mended = read(text, COLUMNS["first_year"], Source(heading="x"), 2026)
    assert mended.text == word
    assert bool(mended.question) == (not word)


def test_options_are_told_from_cells_although_they_hold_commas() -> None:
    cells = ["Boards, Budget, finance, and levies", "Budget, finance, and levies", "Boards, Law"]
    assert known_options(cells) == ["Boards", "Budget, finance, and levies", "Law"]


def test_answers_in_quotes_as_airtable_writes_them() -> None:
    cells = ['"Budget, finance, and levies",Boards', "Boards"]
    assert known_options(cells) == ["Boards", "Budget, finance, and levies"]
    source = Source(heading="x", options=known_options(cells))
    assert read(cells[0], COLUMNS["needs"], source, 2026).text == "Budget, finance, and levies; Boards"


@pytest.mark.parametrize(("text", "hour"), [
    ("4/1/2026 9:00:11", 9), ("04/01/2026 09:12:00 PM", 21), ("2026/04/01 9:00:11 AM MDT", 9), ("2026-04-01", 0),
])  # fmt: skip
def test_moments(text: str, hour: int) -> None:
    found = moment(text)
    assert found is not None
    assert (found.date(), found.hour) == (dt.date(2026, 4, 1), hour)


# ---------------------------------------------------------------- sheets


def test_titles_sections_totals_and_notes_are_no_people() -> None:
    grid = [
        ["Mentors 2026"], [], ["Name", "Mail", "Town", "Years", "Notes"],
        ["Ann", "a@x.org", "Rolla", "3", "x"], ["NORTH REGION"], ["Ben", "b@x.org", "Joplin", "4", "y"],
        [], ["Total", "2"], ["yellow = asked"],
    ]  # fmt: skip
    found = laid_out(grid, "m.xlsx")
    assert [row.number for row in found.rows] == [4, 6]
    assert [row.section for row in found.rows] == ["", "NORTH REGION"]
    assert [(one.row, one.why) for one in found.aside] == [
        (5, "a section between people"), (8, "a total"), (9, "a note below the table"),
    ]  # fmt: skip


def test_three_rows_of_headings_of_qualtrics_and_its_previews() -> None:
    grid = [
        ["StartDate", "Status", "Finished", "Q1", "Q2_1", "Q2_2", "Q2_3"],
        ["Start Date", "Response Type", "Finished", "Your name", "Help - Budget", "Help - Boards", "Help - Law"],
        ['{"ImportId":"startDate"}', '{"ImportId":"status"}', "", '{"ImportId":"QID1"}', "", "", ""],
        ["2026-04-01", "IP Address", "True", "Ann Ash", "Budget", "", "Law"],
        ["2026-04-01", "Survey Preview", "True", "Me Myself", "Budget", "", ""],
        ["2026-04-01", "IP Address", "False", "Half Done", "", "", ""],
    ]
    found = laid_out(grid, "q.csv")
    assert found.heading_rows == (1, 2, 3)
    assert found.headings[3:5] == ("Your name", "Help - Budget")
    assert [row.number for row in found.rows] == [4]
    assert [one.row for one in found.aside] == [5, 6]


def test_two_rows_of_headings_and_a_column_per_option() -> None:
    grid = [
        ["ID", "Name", "", "Help wanted", "", ""],
        ["", "First", "Last", "Budget, finance", "Boards", "Other (please specify)"],
        ["1", "Ann", "Ash", "Budget, finance", "", "grants"],
        ["2", "Ben", "Fir", "", "Boards", ""],
    ]
    found = laid_out(grid, "s.csv")
    assert found.headings == (
        "ID", "Name: First", "Name: Last", "Help wanted: Budget, finance", "Help wanted: Boards",
        "Help wanted: Other (please specify)",
    )  # fmt: skip


def test_a_broken_line_is_named_and_is_no_person() -> None:
    grid = [["Name", "Mail", "Town", "Years"], ["Ann", "a@x.org", "Rolla", "3"], ["Ben", "b@x.org"]]
    found = laid_out(grid, "x.csv", ragged=True)
    assert [(one.row, one.asked) for one in found.aside] == [(3, True)]
    assert "2 of 4 cells" in found.aside[0].why


def test_headings_that_are_blank_or_stand_twice_have_names() -> None:
    found = laid_out([["Name", "", "Name"], ["a", "b", "c"], ["d", "e", "f"]], "x.xlsx")
    assert found.headings == ("Name", "column B", "Name (2)")


@pytest.mark.parametrize("content", [b"", b"\0\1", b"just one line\n", b"a@b.org,c@d.org\nx,y\n"])
def test_files_that_are_no_export_are_a_sentence(season: Path, content: bytes) -> None:
    path = season.parent / "bad.csv"
    path.write_bytes(content)
    with pytest.raises(InputError):
        import_table(season, "mentees", path)


# ---------------------------------------------------------------- mappings


@pytest.mark.parametrize(("line", "said"), [
    ('needz = "x"', 'no column "needz"; did you mean "needs"?'),
    ('needs = { heading = "x", optionz = [] }', 'optionz: unknown key; did you mean "options"?'),
    ('needs = { heading = "x", approximate = true }', "approximate is for columns of numbers"),
    ('id = "x"', "ids are made by the line ids"),
    ('needs = { options = ["a"] }', "expected either heading or headings"),
])  # fmt: skip
def test_mistakes_in_a_mapping_are_named(season: Path, line: str, said: str) -> None:
    (season / "import.toml").write_text(f"[import.mentees.from]\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        import_table(season, "mentees", export(season, ANN))
    assert said in str(caught.value)


def test_a_heading_that_the_file_does_not_have_is_named_with_the_nearest(season: Path) -> None:
    (season / "import.toml").write_text(MAPPING.replace('"Students"', '"Student"'), encoding="utf-8")
    with pytest.raises(InputError, match=r'the file has no heading "Student".*did you mean "Students"'):
        import_table(season, "mentees", export(season, ANN))


def test_a_mapping_in_both_files_is_refused(season: Path) -> None:
    with (season / "program.toml").open("a", encoding="utf-8") as file:
        file.write(MAPPING)
    with pytest.raises(InputError, match=r"\[import.mentees\] stands in program.toml as well"):
        import_table(season, "mentees", export(season, ANN))


# ---------------------------------------------------------------- everything, at random

CELLS = {"students": ["", "500", "~900", "many"], "help": ["", "Boards", "Budget, finance"], "district": ["Rolla R-1"]}


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_nothing_typed_by_hand_is_lost_and_no_id_changes(season: Path, data: st.DataObject) -> None:
    folder = season.parent / "random"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(season, folder)
    people = [changed(ANN, first=f"P{i}x", mail=f"p{i}@example.org") for i in range(6)]

    def drawn() -> list[list[str]]:
        chosen = data.draw(st.lists(st.sampled_from(people), min_size=1, unique_by=lambda row: row[3]))
        return [
            changed(row, **{name: data.draw(st.sampled_from(texts)) for name, texts in CELLS.items()}) for row in chosen
        ]

    import_table(folder, "mentees", export(folder, *drawn()), True, today=DAY)
    ids = {row["email"]: one for one, row in table(folder).items()}
    typed = {}
    for identifier in data.draw(st.lists(st.sampled_from(sorted(table(folder))), unique=True)):
        column = data.draw(st.sampled_from(["enrollment", "needs", "city"]))
        typed[identifier, column] = data.draw(st.sampled_from(["777", "none"] if column != "enrollment" else ["777"]))
        edit(folder, identifier, column, typed[identifier, column])
    newer = export(folder, *drawn())
    import_table(folder, "mentees", newer, True, today=DAY)
    after = table(folder)
    for (identifier, column), value in typed.items():
        assert after[identifier][column] == value
    assert all(after[one]["email"] == mail for mail, one in ids.items())
    before = (folder / "mentees.csv").read_bytes()
    assert not import_table(folder, "mentees", newer, True, today=DAY).changes_anything
    assert (folder / "mentees.csv").read_bytes() == before


# ---------------------------------------------------------------- real exports


@needs_cases
@pytest.mark.parametrize(
    "file", ["google-forms-mentees.csv", "microsoft-forms-mentees.xlsx", "surveymonkey-mentees.csv"]
)
def test_an_export_reaches_a_plan_by_the_suggested_mapping(tmp_path: Path, cli: Callable, file: str) -> None:
    forms = Path(str(CASES)) / "forms"
    folder = tmp_path / "season"
    assert cli("init", "missouri-amp", folder).exit_code == 0
    for name, path in (("mentors", forms / "mentors-kept-by-hand.xlsx"), ("mentees", forms / file)):
        assert cli("import", folder, name, path, "--suggest").exit_code == 0
        assert cli("import", folder, name, path, "--apply").exit_code == 0
    assert len(table(folder)) == 24
    assert cli("check", folder).exit_code == 0
    result = cli("solve", folder)
    assert result.exit_code == 0
    assert "proved best" in result.stdout
    assert "mentees from" in cli("history", folder).stdout
    assert cli("import", folder, "--undo").exit_code == 0
    assert table(folder) == {}


def test_a_suggestion_is_not_written_over_a_mapping_that_is_there(season: Path) -> None:
    with pytest.raises(InputError, match=r"\[import.mentees\] is there already"):
        suggest(season, "mentees", export(season, ANN))


@needs_cases
def test_a_season_is_made_of_two_files_at_once(tmp_path: Path, cli: Callable) -> None:
    forms = Path(str(CASES)) / "forms"
    folder = tmp_path / "season"
    files = [f"mentees={forms / 'google-forms-mentees.csv'}", f"mentors={forms / 'mentors-kept-by-hand.xlsx'}"]
    assert cli("init", "missouri-amp", folder, "--from", files[0], "--from", files[1]).exit_code == 0
    assert len(table(folder)) == 24
    assert table(folder)["E003"]["conflicts"] == "M03; M05"
    assert cli("solve", folder).exit_code == 0
