"""Seasons made in memory, from plain dictionaries of typed values."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pairing.decisions import Decision
from pairing.geo import locate
from pairing.profiles import COLUMNS, Table, key
from pairing.program import Program
from pairing.program.reading import known_columns
from pairing.season import Season

NUMBERS = ("number", "integer", "percent")

Person = dict[str, Any]


def program_of(raw: dict[str, Any]) -> Program:
    """A program from the dictionary that its TOML would give, with the sources filled in."""
    raw = {"schema": 1, "name": "Test", "kind": "pairs", "source": "a test", **raw}
    for side in ("left", "right"):
        raw[side] = {**raw[side], "screen": [{"source": "test", **s} for s in raw[side].get("screen", [])]}
    raw["rule"] = [{"source": "test", **rule} for rule in raw.get("rule", [])]
    return Program.model_validate(raw, context={"columns": known_columns(raw.get("extra_columns"))})


def table_of(name: str, people: Sequence[Person]) -> Table:
    """A table as the reader would make it: sorted by id, unknown is NaN or None."""
    people = sorted(people, key=lambda person: person["id"])
    names = list(dict.fromkeys(["id", *(column for person in people for column in person)]))
    columns: dict[str, Any] = {}
    for column in names:
        values = [person.get(column) for person in people]
        if COLUMNS[column].type in NUMBERS:
            columns[column] = np.array([np.nan if v is None else v for v in values], dtype=np.float64)
        elif COLUMNS[column].type == "years":
            values = [None if v is None else {key(role): years for role, years in v.items()} for v in values]
            columns[column] = pd.Series(values, dtype=object)
        else:
            columns[column] = pd.Series(values, dtype=object)
    return Table(name, f"{name}.csv", pd.DataFrame(columns, columns=names), tuple(range(2, len(people) + 2)))


def season_of(
    raw: dict[str, Any], left: Sequence[Person], right: Sequence[Person], decisions: Sequence[dict[str, str]] = ()
) -> Season:
    """A season that stands in no folder."""
    program = program_of(raw)
    tables = table_of(program.left.table, left), table_of(program.right.table, right)
    places = [locate(table)[0] for table in tables]
    return Season(Path("nowhere"), program, *tables, *places, tuple(_decision(d, *tables) for d in decisions), (), {})


def _decision(raw: dict[str, str], left: Table, right: Table) -> Decision:
    person, other = key(raw["person"]), key(raw.get("with") or "")
    if other and (person not in left.index or other not in right.index):
        person, other = other, person
    at = right.index.get(other) if other else right.index.get(person)
    return Decision(raw["id"], raw["action"], left.index.get(person), at)
