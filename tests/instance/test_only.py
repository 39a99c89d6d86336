"""`--only`: the people with one value are matched anew, all others stand as they do, no mentor is promised twice."""

from __future__ import annotations

import json
import random
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

import pair_oracle as oracle
import pairing
from build import Case, goal_orders, random_case, raw_program, season_of
from pairing.errors import InputError
from pairing.plans.pairs import Plan
from pairing.runs import find_run, season_of_run, stored_plan
from pairing.season import Season
from pairing.verify import check

Pairs = list[tuple[str, str]]
NORTH = ("region", "north")


def with_standing(season: Season, folder: Path, pairs: Pairs) -> Season:
    """The season in a folder of its own whose `standing.csv` holds these pairs."""
    lines = ["mentee_id,mentor_id", *(f"{left},{right}" for left, right in pairs)]
    (folder / "standing.csv").write_text("\n".join(lines), encoding="utf-8")
    return replace(season, folder=folder)


def made(plan: Plan) -> dict[str, str]:
    return {pair.left: pair.right for pair in plan.pairs}


def reason(plan: Plan, identifier: str) -> str:
    [found] = [person.reason for person in plan.left_out if person.id == identifier]
    return found


# ---------------------------------------------------------------- what is solved


def explicit(case: Case, pairs: Pairs, region: str | None) -> Case:
    """The same season with everyone else's pairs locked, and those of them who have none withdrawn."""
    chosen = {person["id"] for person in case.left if (person["region"] or "").casefold() == (region or "").casefold()}
    status = oracle.solve(*case.arguments).left_status
    standing = {left: right for left, right in pairs if left not in chosen}
    locks = [{"id": f"S{n}", "action": "lock", "person": a, "with": b} for n, (a, b) in enumerate(standing.items())]
    out = [who for who in status if status[who] == oracle.TAKES_PART and who not in {*chosen, *standing}]
    withdrawn = [{"id": f"W{n}", "action": "withdraw", "person": who} for n, who in enumerate(out)]
    return replace(case, decisions=[*case.decisions, *locks, *withdrawn])


@pytest.mark.first(2)
@pytest.mark.parametrize("chunk", range(4))
def test_the_plan_is_the_oracles_for_the_season_with_all_other_pairs_locked(tmp_path: Path, chunk: int):
    counts: Counter[str] = Counter()
    orders = goal_orders()
    for seed in range(chunk, 400, 4):
        rng = random.Random(f"only {seed}")
        case = random_case(rng, orders[seed % len(orders)])
        case.raw["right"]["screen"] = []
        before = oracle.solve(*case.arguments)
        region = rng.choice([person["region"] for person in case.left])
        pairs = sorted(before.plan.items())[: rng.choice([1, 2, 9])]
        if not pairs:
            continue
        answer = oracle.solve(*explicit(case, pairs, region).arguments)
        season = with_standing(case.season, tmp_path, pairs)
        plan = pairing.solve(season, only=("region", region or "unknown"))
        counts["found"] += plan.found
        assert plan.found == (answer.feasible and bool(answer.eligible)), case
        if plan.found:
            assert {goal.name: goal.value for goal in plan.goal_results} == answer.values, case
            assert made(plan) == answer.plan, case
            kept = {pair.left for pair in plan.pairs if pair.change == "kept"}
            others = {p["id"] for p in case.left if (p["region"] or "").casefold() != (region or "").casefold()}
            assert kept == {left for left, _ in pairs if left in others}, case
            counts["kept and new"] += bool(kept) and len(kept) < len(plan.pairs)
    assert counts["found"] > 40
    assert counts["kept and new"] > 10


def four(tmp_path: Path, pairs: Pairs, decisions: Any = (), **more: Any) -> Season:
    """Two mentees in the north, two in the south, three mentors; everybody wishes for m0."""
    left = [{"id": f"e{n}", "region": "north" if n < 2 else "south", "prefers": ("m0",)} for n in range(4)]
    season = season_of(raw_program(**more), left, [{"id": f"m{n}"} for n in range(3)], decisions)
    return with_standing(season, tmp_path, pairs)


def test_everyone_else_keeps_their_partner_whatever_it_costs_the_plan(tmp_path: Path):
    plan = pairing.solve(four(tmp_path, [("e2", "m0"), ("e3", "m1")]), only=NORTH)
    assert made(plan) == {"e0": "m2", "e2": "m0", "e3": "m1"}
    assert {pair.left: pair.change for pair in plan.pairs} == {"e0": "new", "e2": "kept", "e3": "kept"}
    assert {pair.left: pair.certain for pair in plan.pairs}["e2"] == "yes"


def test_the_people_who_are_matched_anew_give_up_their_standing_partner(tmp_path: Path):
    plan = pairing.solve(four(tmp_path, [("e0", "m2"), ("e2", "m1")]), only=NORTH)
    assert made(plan) == {"e0": "m0", "e1": "m2", "e2": "m1"}


def test_someone_elsewhere_without_a_standing_pair_stays_out_and_is_told_so(tmp_path: Path):
    plan = pairing.solve(four(tmp_path, [("e2", "m1")]), only=NORTH)
    assert "e3" not in made(plan)
    assert reason(plan, "e3") == "not in region north, and no pair of theirs stands"
    assert [goal.value for goal in plan.goal_results if goal.name == "placed"] == [3]


def test_who_does_not_take_part_anyway_keeps_the_reason_of_the_screen(tmp_path: Path):
    screens = [{"kind": "routed", "to": "elsewhere", "when": {"id": "e3"}}]
    plan = pairing.solve(four(tmp_path, [("e2", "m1")], left_screens=screens), only=NORTH)
    assert reason(plan, "e3").startswith("routed to elsewhere")


@pytest.mark.parametrize("value", ["NORTH", " north ", "North"])
def test_a_value_is_compared_as_text_is_and_shown_as_the_table_spells_it(tmp_path: Path, value: str):
    plan = pairing.solve(four(tmp_path, [("e2", "m1")]), only=("Region", value))
    assert plan.season.only is not None
    assert (plan.season.only.column, plan.season.only.value) == ("region", "north")


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        ("enrollment", 1200.0, "1200.0"),
        ("first_year", True, "yes"),
        ("zip", "01005", "01005"),
        ("region", None, "Unknown"),
    ],
)
def test_any_column_of_single_values_will_do(tmp_path: Path, column: str, cell: Any, value: str):
    left = [{"id": "e0", column: cell}, {"id": "e1", "region": "x"}]
    season = season_of(raw_program(), left, [{"id": "m0"}, {"id": "m1"}])
    plan = pairing.solve(with_standing(season, tmp_path, [("e1", "m0")]), only=(column, value))
    assert made(plan) == {"e0": "m1", "e1": "m0"}


# ---------------------------------------------------------------- decisions and what the tables say


def test_a_lock_of_the_committee_stays_a_lock(tmp_path: Path):
    locks = [{"id": "D1", "action": "lock", "person": "e2", "with": "m1"}]
    plan = pairing.solve(four(tmp_path, [("e2", "m1"), ("e3", "m2")], locks), only=NORTH)
    assert {pair.left: pair.change for pair in plan.pairs} == {"e0": "new", "e2": "locked", "e3": "kept"}
    assert list(plan.lock_costs) == ["D1"]


def test_a_lock_elsewhere_holds_without_a_standing_pair(tmp_path: Path):
    locks = [{"id": "D1", "action": "lock", "person": "e3", "with": "m1"}]
    plan = pairing.solve(four(tmp_path, [("e2", "m2")], locks), only=NORTH)
    assert made(plan)["e3"] == "m1"


def test_decisions_that_are_called_like_standing_file_are_told_apart(tmp_path: Path):
    decisions = [
        {"id": "Standing-1", "action": "lock", "person": "e2", "with": "m1"},
        {"id": "aside-1", "action": "forbid", "person": "e0", "with": "m0"},
    ]
    plan = pairing.solve(four(tmp_path, [("e3", "m2")], decisions), only=NORTH)
    assert {pair.left: pair.change for pair in plan.pairs} == {"e1": "new", "e2": "locked", "e3": "kept"}
    assert list(plan.lock_costs) == ["Standing-1"]


def test_a_pair_that_the_tables_state_too_is_not_made_again_and_takes_one_seat(tmp_path: Path):
    left = [{"id": "e0", "region": "north"}, {"id": "e1", "region": "south", "current_mentor": ("M0",)}]
    raw = raw_program(left_screens=[{"kind": "already_matched"}])
    season = season_of(raw, left, [{"id": "m0", "capacity": 2.0}])
    plan = pairing.solve(with_standing(season, tmp_path, [("e1", "m0")]), only=NORTH)
    assert made(plan) == {"e0": "m0"}


def test_whoever_takes_part_on_the_left_elsewhere_does_not_serve_meanwhile(tmp_path: Path):
    left = [{"id": "e0", "region": "north"}, {"id": "x", "region": "south"}]
    right = [{"id": "x"}, {"id": "m1"}]
    season = season_of(raw_program(right_screens=[{"kind": "one_side"}]), left, right)
    lines = "mentee_id,mentor_id\ne0,m1\n"
    (tmp_path / "standing.csv").write_text(lines, encoding="utf-8")
    plan = pairing.solve(replace(season, folder=tmp_path), only=NORTH)
    assert made(plan) == {"e0": "m1"}
    assert [p.reason for p in plan.left_out if (p.side, p.id) == ("mentor", "x")] == [
        "not eligible: takes part as mentee (one side)"
    ]


def test_limits_count_standing_pairs(tmp_path: Path):
    quota = {"name": "few", "kind": "quota", "at_most": 2, "source": "test"}
    plan = pairing.solve(four(tmp_path, [("e2", "m0"), ("e3", "m1")], limit=[quota]), only=NORTH)
    assert made(plan) == {"e2": "m0", "e3": "m1"}


def test_standing_file_that_break_a_limit_together_are_named_in_the_conflict(tmp_path: Path):
    quota = {"name": "few", "kind": "quota", "at_most": 1, "source": "test"}
    plan = pairing.solve(four(tmp_path, [("e2", "m0"), ("e3", "m1")], limit=[quota]), only=NORTH)
    assert plan.outcome == "infeasible"
    assert "the standing pair in standing.csv, row 2 that locks e2 with m0" in plan.reason


@pytest.mark.parametrize("alternatives", [1, "exact"])
def test_prices_under_limits_that_bind_are_asked_for_the_people_matched_anew(tmp_path: Path, alternatives: Any):
    budget = {"name": "money", "kind": "budget", "per_pair": 1.0, "most": 2.0, "source": "test"}
    season = four(tmp_path, [("e2", "m1")], limit=[budget])
    plan = pairing.solve(season, only=NORTH, alternatives=alternatives)
    assert "CP-SAT" in plan.engine
    assert made(plan) == {"e0": "m0", "e2": "m1"}
    assert {option.left for option in plan.left_options} == {"e0", "e1"}


def test_a_run_that_ends_early_keeps_what_stands(tmp_path: Path):
    plan = pairing.solve(four(tmp_path, [("e2", "m1")]), only=NORTH, time_limit=0)
    assert plan.outcome == "bounded"
    assert {pair.left: pair.change for pair in plan.pairs}["e2"] == "kept"


def test_prices_are_asked_for_the_people_matched_anew(tmp_path: Path):
    plan = pairing.solve(four(tmp_path, [("e2", "m1")]), only=NORTH)
    assert {option.left for option in plan.left_options} == {"e0", "e1"}
    assert plan.lock_costs == {}
    [standing] = [pair for pair in plan.pairs if pair.change == "kept"]
    assert standing.loss == {}
    assert plan.price("e0", "m2") == {"placed": 0, "fit": 0.0}  # e1 goes to m0


# ---------------------------------------------------------------- the checker


def test_the_checker_knows_kept_from_locked(tmp_path: Path):
    plan = pairing.solve(four(tmp_path, [("e2", "m1")]), only=NORTH)
    for change, words in (("new", "kept as it stands"), ("locked", "kept as it stands")):
        pairs = tuple(replace(pair, change=change) if pair.left == "e2" else pair for pair in plan.pairs)
        findings = check(plan.season, replace(plan, pairs=pairs)).findings
        assert [finding for finding in findings if words in finding] == [
            f'e2 with m1: change is "{change}", the pair is kept as it stands'
        ]
    gone = tuple(pair for pair in plan.pairs if pair.left != "e2")
    assert any("locked by decision standing-1" in f for f in check(plan.season, replace(plan, pairs=gone)).findings)


def test_the_checker_refuses_people_who_stay_out(tmp_path: Path):
    plan = pairing.solve(four(tmp_path, [("e2", "m1")]), only=NORTH)
    last = replace(plan.pairs[-1], left="e3", right="m2", change="new")
    findings = check(plan.season, replace(plan, pairs=(*plan.pairs, last))).findings
    assert any("mentee e3 does not take part" in finding for finding in findings)


# ---------------------------------------------------------------- files and the command


@pytest.fixture
def confirmed(own_run: Path) -> Path:
    """The solved sample season with the run's pairs confirmed in standing.csv, under further columns."""
    shutil.copyfile(find_run(own_run) / "assignments.csv", own_run / "standing.csv")
    return own_run


def record(season: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((find_run(season) / "run.json").read_text(encoding="utf-8"))
    return found


def pairs_of(season: Path, read_rows: Callable) -> dict[str, tuple[str, str]]:
    rows = read_rows(find_run(season) / "assignments.csv")
    return {row["mentee_id"]: (row["mentor_id"], row["change"]) for row in rows}


@pytest.mark.parametrize("xlsx", [False, True], ids=["csv", "xlsx"])
def test_standing_csv_says_how_the_others_stand(confirmed: Path, cli: Callable, read_rows: Callable, xlsx: bool):
    rows = read_rows(confirmed / "standing.csv")
    if xlsx:
        book = Workbook()
        book.active.append(["Mentee ID", "mentor"])
        for row in rows:
            book.active.append([row["mentee_id"], row["mentor_id"]])
        book.save(confirmed / "standing.xlsx")
        (confirmed / "standing.csv").unlink()
    file = "standing.xlsx" if xlsx else "standing.csv"
    region = {row["id"]: row["region"].strip() for row in read_rows(confirmed / "mentees.csv")}
    result = cli("solve", confirmed, "--only", "region=southeast")
    assert result.exit_code == 0, result.stderr
    others = {row["mentee_id"] for row in rows if region[row["mentee_id"]] != "Southeast"} - {"E008"}  # a lock
    assert f"only region Southeast; {len(others)} pairs of others stand ({file})" in result.stdout
    found = pairs_of(confirmed, read_rows)
    assert {who for who, (_, change) in found.items() if change == "kept"} == others
    assert found["E008"] == ("M061", "locked")
    assert record(confirmed)["only"] == {"column": "region", "value": "Southeast", "standing": file}
    assert set(record(confirmed)["inputs"]) == {
        "decisions.csv", "mentees.csv", "mentors.csv", "program.toml", file
    }  # fmt: skip
    verified = cli("verify", confirmed)
    assert (verified.exit_code, verified.stderr) == (0, "")
    assert "only region Southeast" in verified.stdout


def test_without_it_the_latest_run_does_and_the_run_itself_may_be_the_next_ones(
    own_run: Path, cli: Callable, read_rows: Callable
):
    first = find_run(own_run).name
    for region in ("Southeast", "Central"):
        latest = find_run(own_run).name
        assert cli("solve", own_run, "--only", f"region={region}").exit_code == 0
        assert record(own_run)["only"]["standing"] == f"runs/{latest}/assignments.csv"
        assert f"runs/{latest}/assignments.csv" in record(own_run)["inputs"]
        verified = cli("verify", own_run)
        assert (verified.exit_code, verified.stderr) == (0, "")
    assert {who: mentor for who, (mentor, _) in pairs_of(own_run, read_rows).items()} == {
        row["mentee_id"]: row["mentor_id"] for row in read_rows(own_run / "runs" / first / "assignments.csv")
    }  # the best plan was there already


def test_a_late_hire_is_placed_and_nobody_elsewhere_moves(
    confirmed: Path, cli: Callable, read_rows: Callable, write_rows: Callable
):
    before = {row["mentee_id"]: row["mentor_id"] for row in read_rows(confirmed / "standing.csv")}
    rows = read_rows(confirmed / "mentees.csv")
    [one] = [row for row in rows if row["id"] == "E001"]
    write_rows(confirmed / "mentees.csv", [*rows, {**one, "id": "E099", "email": "late@example.org"}])
    assert cli("solve", confirmed, "--only", "region=Kansas City").exit_code == 0
    found = pairs_of(confirmed, read_rows)
    assert "E099" in found
    region = {row["id"]: row["region"].strip() for row in rows}
    assert all(found[who][0] == mentor for who, mentor in before.items() if region[who] != "Kansas City")
    assert max(Counter(mentor for mentor, _ in found.values()).values()) <= 2


def test_the_same_files_give_the_same_run(confirmed: Path, cli: Callable):
    written = []
    for _ in range(2):
        assert cli("solve", confirmed, "--only", "region=Central").exit_code == 0
        run = find_run(confirmed)
        written.append({path.name: path.read_bytes() for path in run.iterdir() if path.name != "run.json"})
    assert written[0] == written[1]


def test_a_whole_run_says_nothing_of_only_and_reads_no_standing_pairs(confirmed: Path, cli: Callable):
    (confirmed / "standing.csv").write_text("nonsense", encoding="utf-8")
    assert cli("solve", confirmed).exit_code == 0
    assert "only" not in record(confirmed)
    assert "standing.csv" not in record(confirmed)["inputs"]


def test_verify_says_that_the_standing_file_have_changed_and_judges_by_todays(
    confirmed: Path, cli: Callable, read_rows: Callable, write_rows: Callable
):
    cli("solve", confirmed, "--only", "region=Central")
    rows = read_rows(confirmed / "standing.csv")
    write_rows(confirmed / "standing.csv", [row for row in rows if row["mentee_id"] != "E001"])
    result = cli("verify", confirmed)
    assert result.exit_code == 5
    assert "Changed since" in result.stderr
    assert "standing.csv" in result.stderr
    assert "E001 does not take part" in result.stderr


def test_verify_needs_the_file_that_the_run_was_made_from(confirmed: Path, cli: Callable):
    cli("solve", confirmed, "--only", "region=Central")
    (confirmed / "standing.csv").unlink()
    result = cli("verify", confirmed)
    assert result.exit_code == 1
    assert "standing.csv" in result.stderr


@pytest.mark.first(2)
@pytest.mark.parametrize(
    "only",
    [
        {"column": "region", "value": "Central", "standing": "../elsewhere.csv"},
        {"column": "region", "value": "Central", "standing": "runs/../x/assignments.csv"},
        {"column": "region", "value": "Central"},
        {"column": 3, "value": "Central", "standing": "standing.csv"},
        "region=Central",
    ],
)
def test_a_damaged_record_of_it_is_named(confirmed: Path, cli: Callable, only: Any):
    cli("solve", confirmed, "--only", "region=Central")
    path = find_run(confirmed) / "run.json"
    path.write_text(json.dumps({**record(confirmed), "only": only}), encoding="utf-8")
    result = cli("verify", confirmed)
    assert result.exit_code == 1
    assert "run.json: is damaged: only" in result.stderr


def test_a_record_that_says_another_value_is_caught(confirmed: Path, cli: Callable):
    cli("solve", confirmed, "--only", "region=Central")
    path = find_run(confirmed) / "run.json"
    whole = record(confirmed)
    path.write_text(json.dumps({**whole, "only": {**whole["only"], "value": "Southeast"}}), encoding="utf-8")
    assert cli("verify", confirmed).exit_code == 5


def test_a_run_read_back_is_the_plan_that_was_made(confirmed: Path, cli: Callable):
    cli("solve", confirmed, "--only", "region=Central")
    season = pairing.load(confirmed)
    stored = stored_plan(season_of_run(season, find_run(confirmed)), find_run(confirmed))
    fresh = pairing.solve(season, only=("region", "Central"))
    assert [(p.left, p.right, p.change) for p in stored.pairs] == [(p.left, p.right, p.change) for p in fresh.pairs]


# ---------------------------------------------------------------- bad input


@pytest.mark.parametrize("value", ["region", "=3", "region=", " = ", ""])
def test_a_choice_that_is_no_column_and_value_is_wrong_usage(sample: Path, cli: Callable, value: str):
    result = cli("solve", sample, "--only", value)
    assert result.exit_code == 2
    assert "expected COLUMN=VALUE such as region=3" in result.stderr


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("regoin=3", 'no column "regoin"; did you mean "region"?'),
        ("needs=budget", 'column "needs" holds list, expected a column of single values'),
        ("region=33", 'mentees.csv: nobody has the region "33"; expected one of Central, Kansas City'),
        ("county=unknown", 'nobody has the county "unknown"'),
        ("employer=x", 'nobody has the employer "x"; expected a value that somebody has'),
    ],
)
def test_a_choice_that_nobody_meets_is_refused(confirmed: Path, cli: Callable, value: str, said: str):
    runs = len(list((confirmed / "runs").iterdir()))
    result = cli("solve", confirmed, "--only", value)
    assert (result.exit_code, result.stdout) == (1, "")
    assert said in result.stderr
    assert len(list((confirmed / "runs").iterdir())) == runs


def test_without_standing_pairs_and_runs_it_says_what_to_do(sample: Path, cli: Callable):
    result = cli("solve", sample, "--only", "region=Central")
    assert result.exit_code == 1
    for part in ("neither standing.csv nor a run", "mentee_id and mentor_id", f"pairing solve {sample}"):
        assert part in result.stderr


def test_standing_pairs_that_can_no_longer_hold_are_named_with_all_others_in_one_pass(
    confirmed: Path, cli: Callable, edit: Callable, write_rows: Callable, read_rows: Callable
):
    edit(confirmed / "mentors.csv", "M037", "capacity", "1")
    edit(confirmed / "decisions.csv", "D3", "person", "E014")
    pairs = [
        ("E099", "M001"),  # row 2: nobody
        ("E001", "M099"),  # row 3: nobody
        ("E004", "M006"),  # row 4: too far
        ("E003", "M030"),  # row 5: a conflict
        ("E014", "M044"),  # row 6: withdrawn
        ("E008", "M060"),  # row 7: locked with somebody else
        ("E010", "M037"),  # row 8: first of two for one seat
        ("E030", "M037"),  # row 9
        ("E010", "M038"),  # row 10: again
        ("E005", ""),  # row 11: waits
        ("E007", "M031"),  # row 12: routed
        ("E019", "M999"),  # row 13: to be matched anew, so it may be anything
    ]
    write_rows(confirmed / "standing.csv", [{"mentee_id": left, "mentor_id": right} for left, right in pairs])
    region = {row["id"]: row["region"].strip() for row in read_rows(confirmed / "mentees.csv")}
    result = cli("solve", confirmed, "--only", f"region={region['E019']}")
    assert result.exit_code == 1
    said = {}
    for line in result.stderr.splitlines()[1:]:
        row = line.strip().removeprefix("standing.csv, row ").split(":")[0].split(",")[0]
        said.setdefault(int(row), line.strip())
    assert list(said) == sorted(said)
    for row, words in {
        2: 'column "mentee_id": names nobody, got "E099"; expected an id of mentees.csv',
        3: 'column "mentor_id": names nobody, got "M099"',
        4: 'E004 with M006 can no longer stand: the pair breaks rule "within 120 miles"',
        5: 'E003 with M030 can no longer stand: the pair breaks rule "no declared conflict"',
        6: "E014 with M044 can no longer stand: E014 does not take part: withdrawn by decision D3",
        7: 'column "mentor_id": but decision D1 (K. Doe, 2026-03-18) locks E008 with M061, got "M060"',
        10: 'column "mentee_id": stands in row 8 already, got "E010"',
        12: "E007 with M031 can no longer stand: E007 does not take part: routed to AMP for principals",
    }.items():
        assert words in said[row], row
    assert not {11, 13} & set(said)


def test_a_mentor_with_more_standing_pairs_than_seats_is_named(
    confirmed: Path, cli: Callable, read_rows: Callable, edit: Callable
):
    first, second = ((row["mentee_id"], row["mentor_id"]) for row in read_rows(confirmed / "standing.csv")[:2])
    edit(confirmed / "mentors.csv", first[1], "capacity", "0")
    result = cli("solve", confirmed, "--only", "region=St. Louis")
    assert result.exit_code == 1
    assert f"{first[0]} with {first[1]} can no longer stand: {first[1]} has only 0 free seats" in result.stderr
    assert second[0] not in result.stderr


def test_a_pair_of_the_latest_run_that_can_no_longer_hold_is_named_there_with_the_way_out(
    own_run: Path, cli: Callable, read_rows: Callable, edit: Callable
):
    run = find_run(own_run)
    mentor = next(row["mentor_id"] for row in read_rows(run / "assignments.csv") if row["mentee_id"] == "E001")
    edit(own_run / "decisions.csv", "D3", "person", mentor)
    result = cli("solve", own_run, "--only", "region=Southeast")
    assert result.exit_code == 1
    assert f"runs/{run.name}/assignments.csv, row " in result.stderr
    assert f"E001 with {mentor} can no longer stand: {mentor} does not take part: withdrawn by" in result.stderr
    assert "expected standing.csv made of this file without the row" in result.stderr
    assert cli("solve", own_run, "--only", "region=Kansas City").exit_code == 0  # whose own pair it is


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("mentee_id,helper\nE001,M039\n", "standing.csv: has no column mentor_id; its headings are mentee_id, helper"),
        ("mentee_id,mentor_id\n", "standing.csv: has no pairs in it"),
        ("", "standing.csv: the table is empty"),
        ('mentee_id,mentor_id\n"E001,M039\n', "standing.csv"),
    ],
)
def test_a_file_that_holds_no_pairs_is_refused(confirmed: Path, cli: Callable, content: str, said: str):
    (confirmed / "standing.csv").write_text(content, encoding="utf-8")
    result = cli("solve", confirmed, "--only", "region=Central")
    assert result.exit_code == 1
    assert said in result.stderr


def test_two_files_of_standing_file_are_refused(confirmed: Path, cli: Callable):
    (confirmed / "standing.xlsx").write_bytes(b"")
    result = cli("solve", confirmed, "--only", "region=Central")
    assert result.exit_code == 1
    assert "two files hold the same table" in result.stderr


def test_programs_of_cohorts_are_not_matched_in_part(tmp_path: Path, cli: Callable):
    cli("init", "missouri-collaboration-cohorts", tmp_path / "c", "--sample")
    with pytest.raises(InputError, match="only programs of pairs can be matched in part"):
        pairing.solve(tmp_path / "c", only=("region", "Central"))
