"""Lists: each region gets every pair of which one person is theirs, in a folder that any file system takes."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import pairing
from build import raw_program, season_of
from pairing.plans.pairs import Plan
from pairing.program import parse_program
from pairing.runs import find_run
from pairing.runs.atomic_files import file_names
from pairing.runs.folder import files_of
from small_program import PROGRAM
from workbook_values import sheets


def plan_of(left: list[tuple[str, Any]], right: list[tuple[str, Any]], by: str = "region", **more: Any) -> Plan:
    """A solved season of people who are an id and a region."""
    sides = [[{"id": identifier, by: value} for identifier, value in side] for side in (left, right)]
    return pairing.solve(season_of(raw_program(lists_by=by, **more), *sides))


def couples(frame: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(frame["mentee_id"], frame["mentor_id"], strict=True))


# ---------------------------------------------------------------- who is in which list


def test_a_pair_is_in_the_list_of_either_person_and_once_where_both_are_of_one():
    plan = plan_of([("e0", "1"), ("e1", "1")], [("m0", "1"), ("m1", "2")])
    assert couples(plan.assignments) == [("e0", "m0"), ("e1", "m1")]
    assert {group: couples(frame) for group, frame in plan.lists.items()} == {
        "1": [("e0", "m0"), ("e1", "m1")], "2": [("e1", "m1")]
    }  # fmt: skip


def test_a_blank_value_is_listed_as_unknown_and_last():
    plan = plan_of([("e0", None), ("e1", "zeta")], [("m0", "alpha"), ("m1", None)])
    assert list(plan.lists) == ["alpha", "zeta", "unknown"]
    assert couples(plan.lists["unknown"]) == couples(plan.assignments)


def test_values_that_compare_equal_share_a_list_named_as_the_first_person_spells_it():
    assert list(plan_of([("e0", "St. Louis")], [("m0", "ST.  louis")]).lists) == ["St. Louis"]


def test_a_region_whose_people_are_all_left_out_gets_an_empty_list_with_the_headings():
    plan = plan_of([("e0", "1"), ("e1", "2")], [("m0", "1")])
    assert couples(plan.assignments) == [("e0", "m0")]
    assert plan.lists["2"].empty
    assert list(plan.lists["2"].columns) == list(plan.assignments.columns)


def test_people_who_do_not_take_part_and_idle_right_people_make_no_list():
    screens = [{"kind": "only", "when": {"region": ["1"]}}]
    plan = plan_of([("e0", "1"), ("e1", "9")], [("m0", "1"), ("m1", "8")], left_screens=screens)
    assert list(plan.lists) == ["1"]


def test_without_lists_by_there_are_none():
    plan = pairing.solve(season_of(raw_program(), [{"id": "e0"}], [{"id": "m0"}]))
    assert plan.lists == {}


@pytest.mark.first(8)
@pytest.mark.parametrize("seed", range(20))
def test_rows_and_ranks_are_those_of_the_whole_plan(seed: int):
    rng = random.Random(seed)
    regions = ["1", "2", "10", None]
    left, right = ([(f"{x}{n}", rng.choice(regions)) for n in range(8)] for x in "em")
    wishes = [{"kind": "same", "column": "region", "weight": 1}]
    plan = plan_of(left, right, criteria=wishes)
    of = {**dict(left), **dict(right)}
    for group, frame in plan.lists.items():
        mine = [
            row for row in plan.assignments.itertuples(index=False)
            if group in (of[row.mentee_id] or "unknown", of[row.mentor_id] or "unknown")
        ]  # fmt: skip
        expected = pd.DataFrame(mine, columns=plan.assignments.columns).astype(plan.assignments.dtypes)
        pd.testing.assert_frame_equal(frame, expected)
    assert set(plan.lists) == {value or "unknown" for value in of.values()}  # everyone has a partner here
    assert list(plan.lists) == [r for r in ("1", "2", "10", "unknown") if r in plan.lists]


# ---------------------------------------------------------------- names of folders


@pytest.mark.parametrize(
    ("texts", "names"),
    [
        (["3", "St. Louis", "Südwest"], ["3", "St. Louis", "Südwest"]),
        (["a/b", "a\\b", "a:b"], ["a-b", "a-b-2", "a-b-3"]),
        (["a?b", "a-b"], ["a-b-2", "a-b"]),
        (["North", "NORTH"], ["North", "NORTH-2"]),
        (["Ré", "Re\u0301"], ["Ré", "Re\u0301-2"]),
        (["..", "", ". ."], ["unnamed", "unnamed-2", "unnamed-3"]),
        (["con", "Nul.txt", "com1", "context"], ["_con", "_Nul.txt", "_com1", "context"]),
        (["x. ", "../../etc"], ["x", "-..-etc"]),
        (["tab\tand\nline"], ["tab-and-line"]),
    ],
)
def test_a_value_becomes_a_name_that_every_file_system_takes(texts: list[str], names: list[str]):
    found = file_names(texts)
    assert [found[text] for text in texts] == names


def test_a_long_value_is_cut_and_two_of_them_stay_apart():
    one, other = file_names(["é" * 300, "é" * 301]).values()
    assert one != other
    assert all(len(name.encode()) <= 255 for name in (one, other))


def test_folders_are_named_after_the_column():
    plan = plan_of([("e0", "a/b")], [("m0", "A?B")], by="county")
    names = [name for name in files_of(plan) if "/" in name]
    assert names == ["countys/a-b/assignments.csv", "countys/A-B-2/assignments.csv"]


# ---------------------------------------------------------------- the run


@pytest.fixture
def regional(sample: Path) -> Path:
    program = sample / "program.toml"
    text = program.read_text(encoding="utf-8")
    assert "lists_by" not in text
    program.write_text(f'lists_by = "region"\n{text}', encoding="utf-8")
    return sample


def contents(run: Path) -> dict[str, bytes]:
    return {str(path.relative_to(run)): path.read_bytes() for path in sorted(run.rglob("*")) if path.is_file()}


def test_a_run_holds_a_folder_for_every_region_and_can_be_read_and_verified(
    regional: Path, cli: Callable, read_rows: Callable
):
    assert cli("solve", regional).exit_code == 0
    run = find_run(regional)
    state = read_rows(run / "assignments.csv")
    left, right = (
        {row["id"]: row["region"].strip() for row in read_rows(regional / f"{table}.csv")}
        for table in ("mentees", "mentors")
    )
    folders = sorted(path.name for path in (run / "regions").iterdir())
    assert set(folders) >= {left[row["mentee_id"]] for row in state}
    for folder in folders:
        theirs = [row for row in state if folder in (left[row["mentee_id"]], right[row["mentor_id"]])]
        assert read_rows(run / "regions" / folder / "assignments.csv") == theirs
    assert cli("verify", regional).exit_code == 0
    assert cli("verify", regional, run).exit_code == 0


def test_the_same_files_give_the_same_lists(regional: Path, cli: Callable):
    first = [cli("solve", regional), find_run(regional)][1]
    cli("solve", regional)
    again = contents(find_run(regional))
    assert find_run(regional) != first
    assert {name: text for name, text in contents(first).items() if name != "run.json"} == {
        name: text for name, text in again.items() if name != "run.json"
    }
    assert len([name for name in again if name.startswith("regions")]) > 5


def test_lists_change_no_other_file(regional: Path, own_run: Path, cli: Callable):
    cli("solve", regional)
    plain, mine = contents(find_run(own_run)), contents(find_run(regional))
    for name in set(plain) - {"run.json", "report.html", "plan.xlsx"}:  # which state the program's fingerprint
        assert mine[name] == plain[name], name
    first, second = (sheets((find_run(season) / "plan.xlsx").read_bytes()) for season in (own_run, regional))
    assert first == second
    records = [json.loads(files["run.json"]) for files in (plain, mine)]
    assert records[0]["goals"] == records[1]["goals"]


def test_a_full_disk_at_a_list_leaves_no_run(regional: Path, cli: Callable, monkeypatch: pytest.MonkeyPatch):
    from pairing.runs import folder

    write = folder.write_whole

    def full(path: Path, content: bytes) -> None:
        if path.parent.name == "Southeast":
            raise OSError(28, "No space left on device")
        write(path, content)

    monkeypatch.setattr(folder, "write_whole", full)
    result = cli("solve", regional)
    assert result.exit_code == 1
    assert "No space left on device" in result.stderr
    assert list((regional / "runs").iterdir()) == []


def test_text_in_a_list_is_as_inert_as_in_the_whole_plan(regional: Path, cli: Callable, edit: Callable):
    edit(regional / "mentees.csv", "E001", "name", "=HYPERLINK(1)")
    edit(regional / "mentees.csv", "E001", "region", "=Kansas City")
    assert cli("solve", regional).exit_code == 0
    text = (find_run(regional) / "regions" / "=Kansas City" / "assignments.csv").read_text(encoding="utf-8-sig")
    assert ",'=HYPERLINK(1)," in text


# ---------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ('"regoin"', 'lists_by: no column "regoin"; did you mean "region"?'),
        ('"needs"', 'lists_by: column "needs" holds list, expected a column of single values'),
        ('"prefers"', 'lists_by: column "prefers" holds ids'),
        ("3", "lists_by: input should be a valid string"),
        ('["region"]', "lists_by: input should be a valid string"),
    ],
)
def test_a_column_that_cannot_make_lists_is_refused(value: str, said: str):
    program, problems = parse_program(f"lists_by = {value}\n{PROGRAM}")
    assert program is None
    assert said in "\n".join(map(str, problems))


def test_lists_by_below_the_first_table_is_named_where_it_stands():
    _, problems = parse_program(PROGRAM.replace("[right]", 'lists_by = "region"\n[right]', 1))
    assert any("lists_by: unknown key" in str(problem) for problem in problems)
