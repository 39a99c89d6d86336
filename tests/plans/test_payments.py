"""Payments: who is counted, group by group, to the cent; and what a program may not say about them."""

from __future__ import annotations

import io
import json
import random
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import pairing
from build import raw_program, season_of
from pairing.errors import InputError
from pairing.plans.pairs import Plan
from pairing.plans.payments import payment_table
from pairing.program import parse_program
from pairing.runs import find_run
from pairing.runs.folder import files_of
from small_program import PROGRAM

STIPEND = """
[[payment]]
name    = "a stipend"
dollars = 500
per     = "right"
by      = "region"
source  = "MASA: a stipend of $500 per mentor, paid to the mentor's region."
"""
FEE = """
[[payment]]
name    = "a fee"
dollars = 300
per     = "left"
source  = "AMP: $300 per enrolling district."
"""


def payment(**more: Any) -> dict[str, Any]:
    return {"name": "stipend", "dollars": 500, "per": "right", "source": "test", **more}


def plan_of(*payments: dict[str, Any], left: Any, right: Any, decisions: Any = (), **more: Any) -> Plan:
    raw = raw_program(payment=list(payments), **more)
    return pairing.solve(season_of(raw, left, right, decisions))


def rows(plan: Plan) -> list[tuple[Any, ...]]:
    """Value, people and dollars of every row."""
    return [(row.value, row.people, row.dollars) for row in plan.payments.itertuples()]


def people(letter: str, regions: list[str | None], **more: Any) -> list[dict[str, Any]]:
    return [{"id": f"{letter}{n}", "region": region, **more} for n, region in enumerate(regions)]


# ---------------------------------------------------------------- who is counted


def test_a_right_person_is_paid_once_however_many_partners():
    plan = plan_of(payment(), left=people("e", ["1", "1", "1"]), right=people("m", ["1"], capacity=3.0))
    assert len(plan.pairs) == 3
    assert rows(plan) == [("", 1, 500), ("total", 1, 500)]


def test_left_people_and_pairs_are_paid_one_by_one():
    for per in ("left", "pair"):
        plan = plan_of(payment(per=per), left=people("e", ["1"] * 3), right=people("m", ["1"], capacity=3.0))
        assert rows(plan)[-1] == ("total", 3, 1500)


def test_nobody_is_paid_for_who_has_no_partner_in_this_plan():
    left = [{"id": "e0"}, {"id": "e1", "current_mentor": ("m1",)}]
    right = [{"id": "m0"}, {"id": "m1"}, {"id": "m2"}]
    screens = [{"kind": "already_matched"}]
    plan = plan_of(payment(), left=left, right=right, left_screens=screens)
    assert rows(plan)[-1] == ("total", 1, 500)  # m1 serves somebody already, m2 nobody


def test_a_locked_pair_counts():
    locks = [{"id": "D1", "action": "lock", "person": "e0", "with": "m0"}]
    plan = plan_of(payment(), left=people("e", ["1"]), right=people("m", ["1"]), decisions=locks)
    assert rows(plan)[-1] == ("total", 1, 500)


@pytest.mark.parametrize(("per", "by"), [("left", "north"), ("right", "south"), ("pair", "north")])
def test_by_is_about_the_person_paid_for_and_for_pairs_about_the_left_one(per: str, by: str):
    plan = plan_of(payment(per=per, by="region"), left=people("e", ["north"]), right=people("m", ["south"]))
    assert rows(plan) == [(by, 1, 500), ("total", 1, 500)]
    assert plan.payments["by"].tolist() == ["region", ""]


def test_a_blank_cell_counts_as_unknown_and_stands_last_before_the_total():
    plan = plan_of(payment(by="region"), left=people("e", ["1"] * 3), right=people("m", [None, "zeta", "alpha"]))
    assert [row[0] for row in rows(plan)] == ["alpha", "zeta", "unknown", "total"]


def test_a_column_that_the_table_does_not_have_is_unknown_of_everybody():
    plan = plan_of(payment(by="county"), left=people("e", ["1"]), right=people("m", ["1"]))
    assert rows(plan) == [("unknown", 1, 500), ("total", 1, 500)]


def test_values_are_one_group_without_case_and_spaces_and_numbers_in_them_are_in_order():
    right = people("m", ["Region 10", "region  2", "REGION 2"])
    plan = plan_of(payment(by="region"), left=people("e", ["1"] * 3), right=right)
    assert [(row.value, row.people) for row in plan.payments.itertuples()] == [
        ("region 2", 2), ("Region 10", 1), ("total", 3)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("column", "values", "shown"),
    [
        ("enrollment", [1200.0, 90.5, 1200.0], ["90.5", "1200"]),
        ("certified", [True, False, True], ["no", "yes"]),
    ],
)
def test_values_that_are_no_text_are_shown_as_people_write_them(column: str, values: list[Any], shown: list[str]):
    right = [{"id": f"m{n}", column: value} for n, value in enumerate(values)]
    plan = plan_of(payment(by=column), left=people("e", ["1"] * 3), right=right)
    assert [row[0] for row in rows(plan)][:-1] == shown


def test_amounts_are_exact_cents():
    plan = plan_of(payment(dollars=0.1, per="left"), left=people("e", ["1"] * 3), right=people("m", ["1"] * 3))
    assert rows(plan)[-1] == ("total", 3, 0.3)


def test_payments_stand_in_the_order_of_the_program_each_with_its_total():
    plan = plan_of(
        payment(name="z", by="region"), payment(name="a", per="left"), left=people("e", ["1"]), right=people("m", ["1"])
    )
    assert plan.payments["payment"].tolist() == ["z", "z", "a", "a"]
    assert plan.payments["value"].tolist() == ["1", "total", "", "total"]
    assert list(plan.payments.columns) == ["payment", "by", "value", "people", "dollars_each", "dollars"]


@pytest.mark.parametrize("seed", range(30))
def test_counting_pair_by_pair_gives_the_same(seed: int):
    rng = random.Random(seed)
    left, right = (people(letter, rng.choices(["1", "2", None], k=6)) for letter in "em")
    season = season_of(raw_program(payment=[payment(per=p, by="region", name=p) for p in ("left", "right", "pair")]),
                       left, right)  # fmt: skip
    pairs = [(i, rng.randrange(6)) for i in range(6) if rng.random() < 0.8]
    expected: dict[str, Counter[str]] = {"left": Counter(), "right": Counter(), "pair": Counter()}
    for i, j in pairs:
        for per in ("left", "pair"):
            expected[per][left[i]["region"] or "unknown"] += 1
        if j not in [other for _, other in pairs[: pairs.index((i, j))]]:
            expected["right"][right[j]["region"] or "unknown"] += 1
    table = payment_table(season, pairs)
    for per, counts in expected.items():
        found = table[table["payment"] == per]
        assert dict(zip(found["value"], found["people"], strict=True)) == {**counts, "total": sum(counts.values())}
        assert (found["dollars"] == 500 * found["people"]).all()


# ---------------------------------------------------------------- the run


@pytest.fixture
def paying(sample: Path) -> Path:
    with (sample / "program.toml").open("a", encoding="utf-8") as file:
        file.write(STIPEND + FEE)
    return sample


def test_a_run_holds_payments_csv_and_its_sheet(paying: Path, cli: Callable, read_rows: Callable):
    result = cli("solve", paying, "--alternatives", "1")
    assert result.exit_code == 0, result.stderr
    found, pairs = (read_rows(find_run(paying) / f"{name}.csv") for name in ("payments", "assignments"))
    region = {row["id"]: row["region"].strip() for row in read_rows(paying / "mentors.csv")}
    serving = Counter(region[mentor] for mentor in {row["mentor_id"] for row in pairs})
    stipends = {row["value"]: row for row in found if row["payment"] == "a stipend"}
    assert {value: int(row["people"]) for value, row in stipends.items() if value != "total"} == serving
    assert stipends["total"]["dollars"] == f"{500 * sum(serving.values())}.00"
    assert found[-1] == {
        "payment": "a fee", "by": "", "value": "total", "people": "34", "dollars_each": "300.00",
        "dollars": "10200.00",
    }  # fmt: skip
    sheet = load_workbook(find_run(paying) / "plan.xlsx")["Payments"]
    assert sheet.max_row == len(found) + 1
    assert f"a stipend: ${500 * sum(serving.values()):,} for {sum(serving.values())} mentors" in result.stdout
    assert "a fee: $10,200 for 34 mentees" in result.stdout
    assert cli("verify", paying).exit_code == 0


def test_check_lists_payments_with_their_sources_and_schema_says_what_one_states(paying: Path, cli: Callable):
    printed = cli("check", paying).stdout
    assert re.search(r"^a stipend +500\.00  mentor +MASA: a stipend", printed, re.MULTILINE)
    assert re.search(r"^      dollars \(required\)$", cli("schema", "program").stdout, re.MULTILINE)


def test_a_program_without_payments_has_no_such_file():
    plan = plan_of(left=people("e", ["1"]), right=people("m", ["1"]))
    assert "payments.csv" not in files_of(plan)
    assert "Payments" not in load_workbook(io.BytesIO(files_of(plan)["plan.xlsx"])).sheetnames


def test_payments_change_nothing_but_their_own_files(paying: Path, own_run: Path, cli: Callable):
    assert cli("solve", paying).exit_code == 0
    for name in ("assignments.csv", "alternatives.csv", "unmatched.csv"):
        assert (find_run(paying) / name).read_bytes() == (find_run(own_run) / name).read_bytes()
    goals = [json.loads((find_run(folder) / "run.json").read_text())["goals"] for folder in (paying, own_run)]
    assert goals[0] == goals[1]


# ---------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (STIPEND + STIPEND, '2 items of [[payment]] are named "a stipend"'),
        (STIPEND.replace('"region"', '"regoin"'), 'payment 1 "a stipend", by: no column "regoin"; did you mean'),
        (STIPEND.replace('"region"', '"needs"'), 'payment 1 "a stipend", by: column "needs" holds list'),
        (STIPEND.replace('"region"', '"years_by_role"'), 'column "years_by_role" holds years, expected a column of'),
        (STIPEND.replace('"right"', '"mentor"'), "payment 1 \"a stipend\", per: input should be 'left', 'right'"),
        (STIPEND.replace("500", "-1"), 'payment 1 "a stipend", dollars: must be 0 or more'),
        (STIPEND.replace("500", "inf"), 'payment 1 "a stipend", dollars: '),
        (STIPEND.replace("500", "0.125"), "dollars: must be whole cents, got 0.125"),
        (STIPEND.replace("= 500", '= "500"'), "dollars: must be a number, without quotes"),
        (STIPEND.replace("source ", "suorce "), 'suorce: unknown key; did you mean "source"?'),
        (STIPEND.replace('name    = "a stipend"', 'name = " "'), "payment 1"),
    ],
)
def test_a_mistake_in_a_payment_is_named_at_its_place(text: str, said: str):
    program, problems = parse_program(PROGRAM + text)
    assert program is None
    assert said in "\n".join(map(str, problems))


def test_a_payment_without_a_source_is_refused():
    program, problems = parse_program(PROGRAM + "\n".join(FEE.splitlines()[:-1]))
    assert program is None
    assert [str(problem) for problem in problems] == ['program.toml: payment 1 "a fee", source: is missing']


def test_cohort_programs_know_no_payments(tmp_path: Path, cli: Callable):
    cli("init", "missouri-collaboration-cohorts", tmp_path / "c", "--sample")
    with (tmp_path / "c" / "program.toml").open("a", encoding="utf-8") as file:
        file.write(FEE)
    with pytest.raises(InputError, match="payment: unknown key"):
        pairing.load(tmp_path / "c")
