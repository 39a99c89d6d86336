"""Cohort seasons in a folder, from plain dictionaries: `cohort_season(tmp_path, ["a", "b"], per_cohort=...)`."""

from __future__ import annotations

import csv
import datetime
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pairing.season import Season
from pairing.season.loading import load

Raw = Mapping[str, Any]
Person = str | Raw
"""A person by id alone, or the cells by column: text, numbers, yes/no as bool, lists as tuples, None for blank."""

NONE = "none"
"""What a cell says that holds a known empty list."""
ALIKE = {"kind": "same", "name": "same region", "column": "region", "between": "members", "weight": 1}
"""The default criterion between members: 100 points in the same region, 0 in another, 50 where one is unknown."""
LEADING = {"kind": "same", "name": "same county", "column": "county", "between": "member-facilitator", "weight": 1}
"""The default criterion about facilitators: 100 points in the same county, 0 in another, 50 where one is unknown."""


def cohort_season(
    folder: Path,
    members: Sequence[Person],
    facilitators: Sequence[Person] = (),
    venues: Sequence[Person] = (),
    decisions: Iterable[Sequence[str] | Raw] = (),
    program: str | Raw | None = None,
    history: Mapping[int, Iterable[Sequence[str]]] | None = None,
    **parts: Any,
) -> Season:
    """A season written to `folder` and read again.

    decisions: (action, person) or (action, person, with), numbered D1, D2, ..., or the cells by column. program: the
    text of a program.toml, or what its TOML would hold; else it is `cohort_program` with `parts`, which knows
    facilitators and venues where there are any. history: (cohort, role, person) by year.
    """
    if program is None:
        facilitated, met = {"facilitated": bool(facilitators)}, {"met": bool(venues)}
        program = cohort_program(**{**facilitated, **met, **parts})
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "program.toml").write_text(program if isinstance(program, str) else toml(program), encoding="utf-8")
    for name, people in (("members", members), ("facilitators", facilitators), ("venues", venues)):
        if people:
            write_table(folder / f"{name}.csv", [{"id": p} if isinstance(p, str) else p for p in people])
    rows = [_decision(n, decision) for n, decision in enumerate(decisions, start=1)]
    if rows:
        write_table(folder / "decisions.csv", rows)
    for year, seats in (history or {}).items():
        (folder / "history").mkdir(exist_ok=True)
        with (folder / "history" / f"{year}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("cohort", "role", "person_id"), *seats])
    return load(folder)


def cohort_program(
    *,
    size: tuple[int, int] = (2, 3),
    cohorts: str | int | Sequence[int] = "any",
    facilitated: bool = True,
    met: bool = False,
    labels: tuple[str, str] = ("member", "facilitator"),
    per_cohort: int = 1,
    max_cohorts: int = 1,
    order: Sequence[str] = (),
    member_screens: Sequence[Raw] = (),
    facilitator_screens: Sequence[Raw] = (),
    rules: Sequence[Raw] = (),
    criteria: Sequence[Raw] | None = None,
    themes: Sequence[Raw] = (),
    limits: Sequence[Raw] = (),
    penalties: Sequence[Raw] = (),
    goals: Sequence[Raw | str] | None = None,
    money: Raw | None = None,
    **more: Any,
) -> dict[str, Any]:
    """What a program.toml would hold. Items need no name (else their kind) and no source, goals may be kinds alone.

    A rule or criterion is between members unless it says otherwise.
    """
    if criteria is None:
        criteria = [ALIKE, *([LEADING] if facilitated else [])]
    if goals is None:
        goals = ["seated", "alike", *(["facilitators"] if facilitated else [])]
    raw: dict[str, Any] = {
        "schema": 1, "name": "Test", "kind": "cohorts", "source": "a test",
        "members": {"label": labels[0], "order": list(order), "screen": [_item(screen) for screen in member_screens]},
        "sizes": {"min": size[0], "max": size[1], "cohorts": cohorts},
        "rule": [{"between": "members", **_item(rule)} for rule in rules],
        "criterion": [
            {"name": item["kind"], "between": "members", "weight": 1, **item} for item in criteria
        ],
        "theme": [{"source": "test", **theme} for theme in themes],
        "limit": [_item(limit) for limit in limits],
        "penalty": [_item(penalty) for penalty in penalties],
        "goal": [{"kind": goal} if isinstance(goal, str) else goal for goal in goals],
    }  # fmt: skip
    if facilitated:
        capacity = {"column": "max_cohorts", "default": max_cohorts}
        screens = [_item(screen) for screen in facilitator_screens]
        raw["facilitators"] = {
            "label": labels[1], "per_cohort": per_cohort, "max_cohorts": capacity, "screen": screens,
        }  # fmt: skip
    if met:
        raw["venues"] = {}
    if money is not None:
        raw["money"] = {"source": "test", **money}
    return {**raw, **more}


def _item(raw: Raw) -> dict[str, Any]:
    return {"name": raw["kind"], "source": "test", **raw}


def _decision(number: int, decision: Sequence[str] | Raw) -> dict[str, Any]:
    if isinstance(decision, Mapping):
        return {"id": f"D{number}", "action": "", "person": "", "with": "", **decision}
    action, person, other = [*decision, ""][:3]
    return {"id": f"D{number}", "action": action, "person": person, "with": other}


def write_table(path: Path, rows: Sequence[Raw]) -> None:
    """A CSV file with every column that some row has."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows([cell(row.get(name)) for name in columns] for row in rows)


def cell(value: Any) -> str:
    """A value as somebody would type it: blank for unknown, none for a known empty list."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple | list | set | frozenset):
        return "; ".join(map(str, value)) or NONE
    if isinstance(value, Mapping):
        return "; ".join(f"{role}: {years}" for role, years in value.items()) or NONE
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def toml(raw: Raw) -> str:
    """A dictionary as TOML, one line per key at the top and in its tables, all else inline."""
    plain = {name: value for name, value in raw.items() if not isinstance(value, Mapping)}
    lines = [f"{name} = {inline(value)}" for name, value in plain.items()]
    for name, value in raw.items():
        if isinstance(value, Mapping):
            lines += [f"[{name}]", *(f"{_key(inner)} = {inline(entry)}" for inner, entry in value.items())]
    return "\n".join(lines) + "\n"


def inline(value: Any) -> str:
    """One value of TOML on one line."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(name)} = {inline(entry)}" for name, entry in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(inline, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def _key(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)
