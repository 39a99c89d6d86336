"""What a redacted page, and a region's own, never show: what stands in a column that is not listed, wherever else."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import pairing
from pairing.html_report import report_html
from pairing.html_report.redaction import SHOWN
from pairing.profiles import COLUMNS

EXTRA = {"birthday": "date", "phone": "number", "health": "text", "allergies": "list", "friend": "ids", "vip": "yes/no"}


def marked(sample: Path, write_rows: Callable, read_rows: Callable) -> dict[str, str]:
    """A season in which one mentee and one mentor have a text of its own in every column that takes text."""
    marks: dict[str, str] = {}
    program = (sample / "program.toml").read_text(encoding="utf-8")
    declared = "\n[extra_columns]\n" + "".join(f'{name} = "{kind}"\n' for name, kind in EXTRA.items())
    screen = (
        '\n[[left.screen]]\nkind = "barred"\nname = "health first"\n'
        'source = "Asked by Zelda Quux, zelda@quux.example"\n'
        'when = { health = "grumbling, stage 2" }\n'
    )
    (sample / "program.toml").write_text(program + screen + declared, encoding="utf-8")
    for table, who in (("mentees", "E001"), ("mentors", "M001")):
        rows = read_rows(sample / f"{table}.csv")
        row = next(row for row in rows if row["id"] == who)
        for name, column in COLUMNS.items():
            if column.type == "text" and name not in ("id", "lat", "lon", "state", "zip", "city", "county", "region"):
                row[name] = marks[f"{table} {name}"] = f"Marked {table} {name.replace('_', '')}"
        row["email"] = marks[f"{table} email"] = f"marked.{table}@example.org"
        row |= {"birthday": "1971-03-04", "phone": "8165550100", "health": "", "friend": "", "vip": "yes"}
        row["allergies"] = "Marked nuts; Marked bees"
        other = next(row for row in rows if row["id"] == who[0] + "002")
        other["needs" if table == "mentees" else "expertise"] = f"budget; as {row['name']} does; ask {row['email']}"
        other["district"] = f"District of {row['name']}"
        if table == "mentees":
            other["health"] = "grumbling, stage 2"
        for one in rows:
            for name in row:
                one.setdefault(name, "")
        write_rows(sample / f"{table}.csv", rows)
    return marks


@pytest.fixture
def planted(sample: Path, write_rows: Callable, read_rows: Callable) -> tuple[Any, dict[str, str]]:
    marks = marked(sample, write_rows, read_rows)
    decisions = sample / "decisions.csv"
    decisions.write_text("id,action,person,with,by,on,note\nD1,withdraw,M070,,Secret Chair,2026-01-01,a secret note\n")
    return pairing.solve(pairing.load(sample)), marks


def text_of(page: bytes) -> str:
    return page.decode("utf-8")


def test_nothing_of_a_column_that_is_not_listed_is_on_a_redacted_page(planted: tuple[Any, dict[str, str]]):
    plan, marks = planted
    page = text_of(report_html(plan, redact=True))
    shown = {place for place, mark in marks.items() if mark.lower() in page.lower()}
    assert {place.split()[1] for place in shown} <= SHOWN
    for private in (
        "1971-03-04", "8165550100", "8,165,550,100", "Marked nuts", "Marked bees", "grumbling", "stage 2",
        "Secret Chair", "secret note", "Zelda", "quux.example", "marked.mentees@example.org",
    ):  # fmt: skip
        assert private not in page, private
    full = text_of(report_html(plan))
    assert "grumbling, stage 2" in full
    assert "Secret Chair" in full


def test_ids_and_what_is_asked_remain(planted: tuple[Any, dict[str, str]]):
    page = text_of(report_html(planted[0], redact=True))
    assert "E003" in page
    assert "within 120 miles" in page


@pytest.mark.parametrize("region", ["Southeast", "Central"])
def test_a_region_s_page_names_nobody_of_another_region_but_partners(region: str):
    plan = pairing.solve(pairing.sample_season())
    season = plan.season
    of = {
        identifier: value
        for table in (season.left, season.right)
        for identifier, value in zip(table.ids, table.values("region"), strict=True)
    }
    page = text_of(report_html(plan, region=region))
    partners = {
        who for pair in plan.pairs if region in (of[pair.left], of[pair.right]) for who in (pair.left, pair.right)
    }
    page = re.sub(r'<th scope="row">(?:prefers|conflicts|declines)</th>.*?</tr>', "", page)  # their own words
    named = {who for who in of if re.search(rf"\b{who}\b", page)}
    assert {who for who in named if of[who] != region} <= partners
    assert "of another region" in page


def test_every_column_is_listed_or_not_on_purpose():
    left_out = set(COLUMNS) - SHOWN
    assert left_out == {
        "id", "name", "email", "district_id", "employer", "former_employers", "supervisor", "notes", "conflicts",
        "prefers", "declines", "requested_by", "current_mentor", "waiting",
    }  # fmt: skip


def test_the_marks_are_there(sample: Path, write_rows: Callable, read_rows: Callable):
    marked(sample, write_rows, read_rows)
    with (sample / "mentees.csv").open(encoding="utf-8", newline="") as file:
        assert any("Marked mentees name" in row["name"] for row in csv.DictReader(file))
