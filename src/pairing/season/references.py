"""People named in cells, found: by id, by mail address, or by a name that only one person has."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from pairing.errors import Problem, did_you_mean
from pairing.profiles import Table, key

REFERENCES = ("prefers", "declines", "conflicts", "current_mentor")
"""The columns of the vocabulary that name people; a program's own columns of type `ids` do too."""
TITLES = frozenset({"dr", "mr", "mrs", "ms", "mx", "prof", "professor", "sr", "jr", "ed", "edd", "phd", "supt"})


def referring(program: Any) -> dict[str, bool]:
    """The columns that name people by id, and whether they name only people of the other side."""
    partners = {screen.parameters["column"] for screen in program.left.screens if screen.kind == "already_matched"}
    declared = [name for name, kind in program.extra_columns.items() if kind == "ids"]
    columns = dict.fromkeys((*REFERENCES, *sorted(partners), *declared))
    return {column: column in {*partners, "current_mentor"} for column in columns}


def may_be_named(table: Table, other: Table, column: str, partners: bool) -> set[str]:
    """All that may stand in a column that names people, as it is compared; for conflicts districts too.

    partners: the column names people of the other side only.
    """
    known = set(other.index) if partners else set(table.index) | set(other.index)
    if column == "conflicts" and not partners:
        known |= {name for t in (table, other) for c in ("district", "district_id") for name in t.keys(c) if name}
    return known


def resolved(program: Any, left: Table, right: Table, problems: list[Problem]) -> tuple[Table, Table]:
    """The two tables with ids in the place of names and addresses that exactly one person has; a notice for each.

    What names nobody, or several, stays as it is and is an error at its cell.
    """
    known = {side: _called(table) for side, table in (("left", left), ("right", right))}
    made = []
    for one, other, names in ((left, right, known), (right, left, {"left": known["right"], "right": known["left"]})):
        table = one
        for column, partners in referring(program).items():
            table = _resolved(table, other, column, partners, names, problems)
        made.append(table)
    return made[0], made[1]


def _resolved(
    table: Table, other: Table, column: str, partners: bool, names: Mapping[str, Mapping[str, list[int]]],
    problems: list[Problem],
) -> Table:  # fmt: skip
    if column not in table.frame.columns:
        return table
    accepted = may_be_named(table, other, column, partners)
    sides = [(other, names["right"]), *([] if partners else [(table, names["left"])])]
    values: list[Any] = list(table.values(column))
    changed = False
    for i, named in enumerate(values):
        if not named or all(key(name) in accepted for name in named):
            continue
        found = [name if key(name) in accepted else _one(table, i, column, name, sides, problems) for name in named]
        values[i], changed = tuple(found), changed or tuple(found) != tuple(named)
    return replace(table, frame=table.frame.assign(**{column: pd.Series(values, dtype=object)})) if changed else table


def _one(
    table: Table, i: int, column: str, name: str, sides: Sequence[tuple[Table, Mapping[str, list[int]]]],
    problems: list[Problem],
) -> str:  # fmt: skip
    """The id of the one person who is called so, with a notice; else the name as it stands, with an error."""
    people = {people.ids[k]: (people, k) for people, called in sides for k in called.get(normal(name), ())}
    if len(people) == 1:
        [(identifier, (people_of, k))] = people.items()
        who = people_of.values("name")[k] or identifier
        taken = Problem(f"is taken as {identifier} ({who})", *_cell(table, i, column), name, severity="notice")
        problems.append(taken)
        return identifier
    if people:
        told = "; ".join(f"{identifier} ({_where(*found)})" for identifier, found in sorted(people.items()))
        problems.append(Problem("names several", *_cell(table, i, column), name, f"one of their ids: {told}"))
        return name
    problems.append(_nobody(table, i, column, name, sides))
    return name


def _nobody(
    table: Table, i: int, column: str, name: str, sides: Sequence[tuple[Table, Mapping[str, list[int]]]]
) -> Problem:
    hint = 'separate ids with ";"' if "," in name else did_you_mean(name, [one for t, _ in sides for one in t.ids])
    near = "" if hint else _near(name, sides)
    accepted = "an id, a district's name, or none" if column == "conflicts" else "an id, or none"
    hint = hint or near
    return Problem("names nobody", *_cell(table, i, column), name, f"{accepted}; {hint}" if hint else accepted)


def _near(name: str, sides: Sequence[tuple[Table, Mapping[str, list[int]]]]) -> str:
    names = {str(one): t.ids[k] for t, _ in sides for k, one in enumerate(t.values("name")) if one}
    hint = did_you_mean(name, names)
    return hint and f"{hint[:-1]} ({names[hint.split(chr(34))[1]]})?"


def _where(table: Table, k: int) -> str:
    name, district = table.values("name")[k], table.values("district")[k]
    return ", ".join(str(part) for part in (name, district) if part)


def _cell(table: Table, i: int, column: str) -> tuple[str, str, int, str]:
    return table.file, table.sheet, table.rows[i], table.headings.get(column, column)


def _called(table: Table) -> dict[str, list[int]]:
    """The positions of people by every way to call them but their ids."""
    found: dict[str, list[int]] = defaultdict(list)
    for column in ("name", "email"):
        for k, text in enumerate(table.values(column)):
            if text and normal(text):
                found[normal(text)].append(k)
    return found


def normal(name: str) -> str:
    """A name as it is compared: without titles, accents, punctuation and case; `Oak, Ann` is `Ann Oak`."""
    if "@" in name:
        return key(name).removeprefix("mailto:")
    last, comma, first = name.partition(",")
    turned = f"{first} {last}" if comma and first.strip() else name
    letters = "".join(c for c in unicodedata.normalize("NFKD", turned.casefold()) if not unicodedata.combining(c))
    words = re.findall(r"[^\W_]+", letters.replace("'", "").replace(".", " "))
    return " ".join(word for word in words if word not in TITLES) or " ".join(words)


def gone_names(tables: Sequence[Table], before: Sequence[Table], program: Any) -> Iterator[tuple[int, str, set[str]]]:
    """Side by side and column by column what was somebody before and is nobody now."""
    for side in (0, 1):
        for column, partners in referring(program).items():
            known, were = (may_be_named(t[side], t[1 - side], column, partners) for t in (tables, before))
            yield side, column, were - known
