"""Earlier years: what `history/` may hold, who was together, and seasons that are matched by it."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from test_cohort_programs import agree, cohorts, leaders, random_case

import pairing
from amount import cases, examples
from cohort_build import cohort_season
from pairing.errors import InputError, Problem, errors_in
from pairing.instance.evaluation import years_ago
from pairing.profiles import key
from pairing.run import solve
from pairing.runs.folder import files_of
from pairing.season import Season
from pairing.season.history import Past
from pairing.season.loading import examine, load
from pairing.verify.history import last_together

Raw = dict[str, Any]
PROGRAM = """schema = 1
name = "Test"
kind = "pairs"
source = "a test"
[left]
label = "mentee"
table = "mentees"
[right]
label = "mentor"
table = "mentors"
"""
SAME = '[[criterion]]\nkind = "same"\nname = "region"\ncolumn = "region"\nweight = 1\n'
GOALS = '[[goal]]\nkind = "placed"\n[[goal]]\nkind = "fit"\n'
AGAIN = '[[rule]]\nname = "new partners"\nkind = "never_again"\n{}source = "a test"\n'
HEAD = "mentee_id,mentor_id\n"


def write(folder: Path, **files: str | bytes) -> Path:
    """A season of the mentees a, b and the mentors x, y, with files of earlier years by year."""
    (folder / "history").mkdir(parents=True)
    (folder / "program.toml").write_text(PROGRAM + SAME + GOALS, encoding="utf-8")
    (folder / "mentees.csv").write_text("id\na\nb\n", encoding="utf-8")
    (folder / "mentors.csv").write_text("id\nx\ny\n", encoding="utf-8")
    for name, text in files.items():
        put(folder, f"{name.lstrip('_')}.csv", text)
    return folder


def put(folder: Path, name: str, text: str | bytes) -> None:
    (folder / "history" / name).write_bytes(text if isinstance(text, bytes) else text.encode())


def together(season: Season) -> dict[int, set[tuple[str, str]]]:
    """Who was together in each year, by ids."""
    left, right = season.left.ids, season.right.ids
    return {past.year: {(left[i], right[j]) for i, j in past.pairs} for past in season.history}


def told(folder: Path) -> list[tuple[str, str]]:
    """Every problem that examining the folder finds in the history, by file."""
    return [(p.file, p.message) for p in examine(folder)[1] if p.file.casefold().startswith("history")]


def about_history(season: Season) -> list[Problem]:
    return [problem for problem in season.problems if problem.file.startswith("history")]


# ---------------------------------------------------------------- files of a program of pairs


def test_without_a_history_there_is_none(tmp_path: Path):
    season = load(write(tmp_path / "s"))
    assert season.history == ()
    assert sorted(season.inputs) == ["mentees.csv", "mentors.csv", "program.toml"]


def test_the_newest_year_comes_first_and_other_columns_are_ignored(tmp_path: Path):
    season = load(write(tmp_path / "s", _2023=HEAD + "a,y\n", _2025="fit,mentor_id,mentee_id\n9,x,a\n8,y,b\n"))
    assert season.history == (
        Past(2025, "history/2025.csv", ((0, 0), (1, 1))),
        Past(2023, "history/2023.csv", ((0, 1),)),
    )
    assert about_history(season) == []


def test_the_files_are_inputs_with_their_fingerprints(tmp_path: Path):
    folder = write(tmp_path / "s", _2025=HEAD + "a,x\n")
    before = load(folder).inputs
    put(folder, "2025.csv", HEAD + "a,y\n")
    after = load(folder).inputs
    assert {name for name in after if before[name] != after[name]} == {"history/2025.csv"}
    assert list(after) == sorted(after)


def test_a_workbook_is_read_too_and_its_sheet_of_assignments_comes_first(tmp_path: Path):
    folder = write(tmp_path / "s")
    book = Workbook()
    book.active.append(["nothing to see", "here"])
    sheet = book.create_sheet("Assignments")
    for row in (["Mentee ID", "Mentor_ID"], ["A ", "x"], ["b", None]):
        sheet.append(row)
    book.save(folder / "history" / "pairs of 2024.xlsx")
    season = load(folder)
    assert together(season) == {2024: {("a", "x")}}
    assert "history/pairs of 2024.xlsx" in season.inputs


def test_people_who_left_are_passed_over_in_one_notice_per_file(tmp_path: Path):
    folder = write(tmp_path / "s", _2025=HEAD + "a,x\ngone,x\nGONE,y\nb,old\nx,a\n", _2024=HEAD + "A,Y\n")
    season = load(folder)
    assert together(season) == {2025: {("a", "x")}, 2024: {("a", "y")}}
    [notice] = about_history(season)
    assert (notice.file, notice.severity) == ("history/2025.csv", "notice")
    assert notice.message == "people who are not in today's tables are passed over: 4"


def test_a_row_without_one_of_the_ids_says_nothing(tmp_path: Path):
    """As in a standing.csv, where somebody waits."""
    season = load(write(tmp_path / "s", _2025=HEAD + "a,\n,x\nb,x\n"))
    assert together(season) == {2025: {("b", "x")}}


def test_a_year_without_anybody_is_a_year(tmp_path: Path):
    season = load(write(tmp_path / "s", _2025=HEAD, _2024=HEAD + "a,x\n"))
    assert years_ago(season)[0, 0] == 2


def test_files_that_no_person_put_there_are_not_looked_at(tmp_path: Path):
    folder = write(tmp_path / "s", _2025=HEAD + "a,x\n")
    for name in (".DS_Store", "~$2025.xlsx", "._2025.csv"):
        put(folder, name, b"\x00\x01")
    assert told(folder) == []


BAD = {
    "no year": ("old.csv", HEAD, "its name holds no year"),
    "a year of two digits": ("pairs-25.csv", HEAD, "its name holds no year"),
    "more than four digits": ("20251.csv", HEAD, "its name holds no year"),
    "two years": ("2023-2024.csv", HEAD, "its name holds several years, 2023, 2024"),
    "the same year twice": ("x2025.csv", HEAD, 'two files are of the year 2025: "history/2025.csv" and "{}"'),
    "another format": ("2024.pdf", HEAD, 'a file that ends in ".pdf" cannot be read'),
    "an empty file": ("2024.csv", "", "the table is empty"),
    "a damaged workbook": ("2024.xlsx", "nonsense", "the file cannot be read as a workbook (BadZipFile)"),
    "no column of mentors": ("2024.csv", "mentee_id,coach\na,x\n", "has no column mentor_id; its headings are"),
    "a column twice": ("2024.csv", "mentee_id,mentor_id,Mentor ID\na,x,y\n", "has the column mentor_id more than once"),
    "more cells than headings": ("2024.csv", HEAD + "a,x,y\n", "the row has more cells than there are headings"),
}


@pytest.mark.parametrize(("name", "text", "message"), BAD.values(), ids=BAD)
def test_what_is_wrong_with_a_file_names_it(tmp_path: Path, name: str, text: str, message: str):
    folder = write(tmp_path / "s", _2025=HEAD + "a,x\n")
    put(folder, name, text)
    [(file, said)] = told(folder)
    assert file == f"history/{name}"
    assert said.startswith(message.format(file))
    with pytest.raises(InputError, match=f"history/{name}"):
        load(folder)


def test_everything_wrong_is_told_in_one_pass_with_what_is_wrong_elsewhere(tmp_path: Path):
    folder = write(tmp_path / "s")
    for name, text, _ in BAD.values():
        put(folder, name.replace("2024", f"{2000 + len(list((folder / 'history').iterdir()))}"), text)
    (folder / "history" / "2019").mkdir()
    (folder / "mentees.csv").write_text("id,enrollment\na,many\n", encoding="utf-8")
    problems = errors_in(examine(folder)[1])
    assert len([p for p in problems if p.file.startswith("history/")]) == len(BAD)  # 2025 is there once here
    assert "mentees.csv" in {p.file for p in problems}


def test_a_missing_table_does_not_hide_what_is_wrong_here(tmp_path: Path):
    folder = write(tmp_path / "s", old=HEAD)
    (folder / "mentors.csv").unlink()
    assert {p.file for p in errors_in(examine(folder)[1])} == {"mentors.csv", "history/old.csv"}


def test_a_folder_within_and_a_file_in_its_place_are_named(tmp_path: Path):
    folder = write(tmp_path / "s")
    (folder / "history" / "2024").mkdir()
    assert told(folder) == [("history/2024", "is a folder")]
    shutil.rmtree(folder / "history")
    (folder / "history").write_text("", encoding="utf-8")
    assert told(folder) == [("history", "is a file")]


def test_a_folder_that_is_nearly_called_so_is_worth_a_look(tmp_path: Path):
    folder = write(tmp_path / "s", _2025=HEAD + "a,x\n")
    (folder / "history").rename(folder / "histroy")
    season = load(folder)
    assert season.history == ()
    [warning] = about_history(season)
    assert (warning.severity, warning.expected) == ("warning", 'nothing, or did you mean "histroy"?')
    (folder / "histroy").rename(folder / "History")
    assert together(load(folder)) == {2025: {("a", "x")}}


# ---------------------------------------------------------------- files of a program of cohorts

MEMBERS = ["a", "b", "c", "d"]
SEATS = [("1", "member", "a"), ("1", "member", "B "), ("1", "facilitator", "f"), ("2", "member", "c"),
         ("2", "facilitator", "f"), ("2", "facilitator", "g")]  # fmt: skip


def test_cohort_mates_are_together_and_members_with_their_facilitators(tmp_path: Path):
    season = cohort_season(tmp_path, MEMBERS, ["f", "g"], history={2025: SEATS})
    [past] = season.history
    assert past.mates == ((0, 1), (1, 0))
    assert past.pairs == ((0, 0), (1, 0), (2, 0), (2, 1))
    assert season.among_left.history == (Past(2025, "history/2025.csv", past.mates),)


def test_roles_are_known_by_the_program_s_labels_first(tmp_path: Path):
    seats = [("1", "Leader", "f"), ("1", "participant", "a"), ("1", "member", "b")]
    season = cohort_season(tmp_path, MEMBERS, ["f"], labels=("participant", "leader"), history={2025: seats})
    assert season.history[0].pairs == ((0, 0), (1, 0))


def test_those_who_waited_are_with_nobody(tmp_path: Path):
    season = cohort_season(tmp_path, MEMBERS, history={2025: [("", "member", "a"), ("", "member", "b")]})
    assert season.history == (Past(2025, "history/2025.csv", ()),)


def test_facilitators_of_a_program_that_has_none_any_more_are_passed_over(tmp_path: Path):
    season = cohort_season(tmp_path, MEMBERS, history={2025: SEATS})
    assert season.history[0].pairs == ()
    assert about_history(season) == []


def test_a_role_that_is_none_is_named_with_its_row(tmp_path: Path):
    with pytest.raises(InputError) as raised:
        cohort_season(tmp_path, MEMBERS, ["f"], history={2025: [*SEATS, ("1", "guest", "d")]})
    assert str(raised.value) == (
        'history/2025.csv, row 8, column "role": is no role, got "guest"; expected member or facilitator'
    )


# ---------------------------------------------------------------- how long ago


def test_the_newest_file_is_a_year_ago_and_years_without_a_file_count(tmp_path: Path):
    season = load(
        write(tmp_path / "s", _2021=HEAD + "a,x\na,y\nb,x\n", _2019=HEAD + "a,x\nb,y\n", _2014=HEAD + "b,y\n")
    )
    assert years_ago(season).tolist() == [[1, 1], [1, 3]]
    ago = last_together(season)
    assert [[ago(i, j) for j in (0, 1)] for i in (0, 1)] == [[1, 1], [1, 3]]


def test_nobody_was_ever_together_with_themselves(tmp_path: Path):
    season = cohort_season(tmp_path, MEMBERS, ["f"], history={2025: SEATS, 2024: [("x", "member", m) for m in "abcd"]})
    years = years_ago(season.among_left)
    assert (years == years.T).sum() == 12
    assert [year != year for year in years.diagonal()] == [True] * 4
    assert last_together(season.among_left)(1, 1) is None


# ---------------------------------------------------------------- what a run wrote is accepted as it is

ODD = ["e 1", "=e2", "'e3", "-e4", "@e5", 'e"6', "e,7", "Ünï 8", "009", "1e9", "'=e10", "+1", "e_11", "none x"]


@pytest.mark.thorough
@given(seed=st.integers(0, 10**6))
@settings(max_examples=examples(40), deadline=None)
def test_an_assignments_csv_that_a_run_wrote_is_accepted_as_it_is(tmp_path_factory: Any, seed: int):
    rng = random.Random(seed)
    folder = write(tmp_path_factory.mktemp("pairs") / "s")
    names = rng.sample(ODD, 9)
    for table, people in (("mentees", names[:5]), ("mentors", names[5 : rng.randint(6, 9)])):
        rows = [f'"{name.replace(chr(34), chr(34) * 2)}",{rng.choice(["north", "south", ""])}' for name in people]
        (folder / f"{table}.csv").write_text("\n".join(["id,region", *rows]), encoding="utf-8")
    plan = solve(load(folder))
    pairs = {(pair.left, pair.right) for pair in plan.pairs}
    assert pairs
    files = files_of(plan)
    put(folder, "2025.csv", files["assignments.csv"])
    put(folder, "2024.xlsx", files["plan.xlsx"])
    season = load(folder)
    assert together(season) == {2025: pairs, 2024: pairs}
    assert season.problems == plan.season.problems


@pytest.mark.random
@pytest.mark.first(2)
@pytest.mark.parametrize("seed", cases(6, 12))
def test_cohorts_that_a_run_wrote_are_accepted_as_they_are(tmp_path: Path, seed: int):
    plan = solve(random_case(random.Random(seed)).season(tmp_path))
    seated = {i: cohort for cohort in plan.cohorts for i in cohort.ids}
    files = files_of(plan)
    (tmp_path / "history").mkdir()
    put(tmp_path, "2025.csv", files["assignments.csv"])
    put(tmp_path, "2024.xlsx", files["plan.xlsx"])
    season = load(tmp_path)
    ids, leading = season.left.ids, season.right.ids
    assert [past.year for past in season.history] == [2025, 2024]
    for past in season.history:
        mates = {(ids[i], ids[j]) for i, j in past.mates}
        assert mates == {(i, j) for i in seated for j in seated if i != j and seated[i] is seated[j]}
        led = {(ids[i], leading[f]) for i, f in past.pairs}
        assert led == {(i, f) for i, cohort in seated.items() for f in cohort.facilitators}
    assert season.problems == plan.season.problems


def test_a_run_that_placed_nobody_is_a_year_too(tmp_path: Path):
    season = cohort_season(tmp_path, ["a", "b", "c"], size=(2, 2), goals=["seated", "alike"])
    (tmp_path / "history").mkdir()
    text = files_of(solve(season))["assignments.csv"].decode("utf-8-sig").splitlines()[0]
    put(tmp_path, "2025.csv", text + "\n")
    assert load(tmp_path).history == (Past(2025, "history/2025.csv", ()),)


# ---------------------------------------------------------------- seasons that are matched by earlier years


def test_a_season_of_new_partners(tmp_path: Path, cli: Any):
    folder = write(tmp_path / "s", _2025=HEAD + "a,x\nb,y\n", _2024=HEAD + "a,y\n")
    program = folder / "program.toml"
    program.write_text(PROGRAM + AGAIN.format("years = 1\n") + SAME + GOALS, encoding="utf-8")
    assert [(pair.left, pair.right) for pair in pairing.solve(folder).pairs] == [("a", "y"), ("b", "x")]
    program.write_text(PROGRAM + AGAIN.format("") + SAME + GOALS, encoding="utf-8")
    plan = pairing.solve(folder)
    assert [(pair.left, pair.right) for pair in plan.pairs] == [("b", "x")]
    [left_out] = [person for person in plan.left_out if person.side == "mentee"]
    assert left_out.id == "a"
    assert "new partners" in left_out.reason
    (folder / "mine.csv").write_text(HEAD + "a,x\nb,y\n", encoding="utf-8")
    result = cli("verify", folder, folder / "mine.csv")
    assert result.exit_code == 5
    said = " ".join(result.output.split())
    assert 'a with x: rule "new partners" is broken (they may not have been together in any year)' in said


def test_a_changed_history_is_told_by_verify(tmp_path: Path, cli: Any):
    folder = write(tmp_path / "s", _2025=HEAD + "a,x\n")
    assert cli("solve", folder).exit_code == 0
    assert cli("verify", folder).exit_code == 0
    put(folder, "2024.csv", HEAD + "a,y\n")
    assert "history/2024.csv" in cli("verify", folder).output


def test_an_extension_prefers_the_same_partner_and_a_faded_meeting_costs_less(tmp_path: Path):
    folder = write(tmp_path / "s", _2025=HEAD + "a,y\nb,x\n", _2023=HEAD + "a,x\n")
    criteria = '[[criterion]]\nkind = "{}"\nname = "earlier"\nweight = 1\n{}\n'
    program = folder / "program.toml"
    program.write_text(PROGRAM + criteria.format("together_before", "") + GOALS, encoding="utf-8")
    assert [(p.left, p.right, p.fit) for p in pairing.solve(folder).pairs] == [("a", "y", 10000), ("b", "x", 10000)]
    program.write_text(PROGRAM + criteria.format("long_ago", "recover_years = 4") + GOALS, encoding="utf-8")
    assert [(p.left, p.right, p.fit) for p in pairing.solve(folder).pairs] == [("a", "x", 5000), ("b", "y", 10000)]


def test_cohorts_of_new_mates_with_new_facilitators(tmp_path: Path):
    seats = [("1", "member", "a"), ("1", "member", "b"), ("1", "facilitator", "f"), ("2", "member", "c"),
             ("2", "member", "d"), ("2", "facilitator", "g")]  # fmt: skip
    led = {"kind": "long_ago", "name": "new leaders", "recover_years": 2, "between": "member-facilitator", "weight": 1}
    criteria = [{"kind": "same", "column": "region"}, led]
    rules = [{"kind": "never_again", "years": 2}]
    plan = agree(
        cohort_season(
            tmp_path, [{"id": name, "region": region} for name, region in zip("abcd", "nnss", strict=True)],
            ["f", "g"], size=(2, 2), rules=rules, criteria=criteria, history={2025: [], 2024: seats},
        )
    )  # fmt: skip
    assert cohorts(plan) in ({"ac", "bd"}, {"ad", "bc"})
    assert len(leaders(plan)) == 2


KINDS: list[Raw] = [
    {"kind": "together_before", "name": "mates again"},
    {"kind": "together_before", "name": "mates of three years", "years": 3},
    {"kind": "long_ago", "name": "new mates", "recover_years": 3},
    {"kind": "long_ago", "name": "new leaders", "recover_years": 1.5, "between": "member-facilitator"},
    {"kind": "together_before", "name": "leader again", "years": 2, "between": "member-facilitator"},
]
RULES: list[Raw] = [
    {"kind": "never_again", "name": "other mates", "years": 1},
    {"kind": "never_again", "name": "other mates for years", "years": 3},
    {"kind": "never_again", "name": "another leader", "between": "member-facilitator"},
]


@pytest.mark.random
@pytest.mark.parametrize("seed", cases(20, 40))
def test_cohorts_at_random_with_earlier_years(tmp_path: Path, seed: int):
    case, rng = random_case(random.Random(seed)), random.Random(f"history {seed}")
    there = [] if case.facilitators else ["member-facilitator"]
    kinds, rules = ([k for k in some if k.get("between") not in there] for some in (KINDS, RULES))
    case.parts["criteria"] = [
        *case.parts["criteria"],
        *({**k, "weight": rng.randint(1, 3)} for k in rng.sample(kinds, 2)),
    ]
    case.parts["rules"] = [*case.parts["rules"], *rng.sample(rules, rng.randint(0, 1))]
    people = [("member", p["id"]) for p in [*case.members, {"id": "gone"}]]
    people += [("facilitator", p["id"]) for p in case.facilitators]
    case.parts["history"] = {
        year: [
            (rng.choice("12 "), role, rng.choice([name, name.upper()])) for role, name in people if rng.random() < 0.8
        ]
        for year in rng.sample(range(2020, 2026), rng.randint(1, 3))
    }
    season = case.season(tmp_path / "season")
    agree(season)
    for one in (season, season.among_left):
        ago, years = last_together(one), years_ago(one)
        found = {(i, j): ago(i, j) for i in range(len(one.left)) for j in range(len(one.right))}
        assert {pair: None if years[pair] != years[pair] else years[pair] for pair in found} == found
        assert all(key(a) in one.left.index for a in one.left.ids)
