"""Cells that name people: which columns do, who may stand in them, and who is meant by a name or a mail address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from pairing.errors import Problem, did_you_mean
from pairing.profiles import Table, key
from pairing.season.directory import Directory, Found, people_of

REFERENCES = ("prefers", "declines", "conflicts", "current_mentor")
SUPERVISOR = "supervisor"

Asked = frozenset[tuple[str, str, str, str]]
"""Open questions of an import: the table, the person's id, the column and the entry that nobody is found for; ids and
entries as they are compared."""
NOTHING_ASKED: Asked = frozenset()


def referring(program: Any) -> dict[str, bool]:
    """The columns that name people by id, and whether they name only people of the other side."""
    partners = {screen.parameters["column"] for screen in program.left.screens if screen.kind == "already_matched"}
    declared = sorted(name for name, kind in program.extra_columns.items() if kind == "ids")
    columns = dict.fromkeys((*REFERENCES, *sorted(partners), *declared))
    return {column: column in {*partners, "current_mentor"} for column in columns}


def of_districts(program: Any) -> set[str]:
    """The columns in which a district's name or number keeps people apart as well."""
    return {"conflicts"} | {
        limit.parameters["column"] for limit in program.limits if limit.kind in ("apart", "pair_apart")
    }


def may_be_named(table: Table, other: Table, program: Any, column: str, partners: bool) -> set[str]:
    """All that may stand in a column that names people, as it is compared; where it names districts, theirs too.

    partners: the column names people of the other side only.
    """
    known = set(other.index) if partners else set(table.index) | set(other.index)
    if column in of_districts(program) and not partners:
        known |= {name for t in (table, other) for c in ("district", "district_id") for name in t.keys(c) if name}
    return known


@dataclass
class Resolved:
    """The two tables with ids where names and addresses stood, and what is to be said about each."""

    tables: list[Table]
    problems: list[Problem] = field(default_factory=list)


def resolved(program: Any, left: Table, right: Table) -> Resolved:
    """Names and addresses of exactly one person become that person's id, with a notice for each; the rest stays."""
    done = Resolved([left, right])
    for side in (0, 1):
        table, other = (left, right) if side == 0 else (right, left)
        for column, partners in referring(program).items():
            done.tables[side] = _with_ids(done, side, _Column(program, table, other, column, partners))
        if any(rule.kind == "not_supervisor" for rule in program.rules):
            done.tables[side] = _with_supervisors(done, side, table, other)
    return done


@dataclass(frozen=True)
class _Column:
    """One column that names people, with those who may be meant."""

    program: Any
    table: Table
    other: Table
    name: str
    partners: bool

    def strangers(self) -> dict[str, list[int]]:
        """What stands in the column and is nobody's id (nor, where that counts, a district's), with the positions."""
        values = self.table.values(self.name)
        if not any(values):
            return {}
        known = may_be_named(self.table, self.other, self.program, self.name, self.partners)
        found: dict[str, list[int]] = {}
        for i, named in enumerate(values):
            for name in named or ():
                if key(name) not in known:
                    found.setdefault(name, []).append(i)
        return found

    def directories(self) -> list[Directory]:
        """Where a name is looked up, one after the other: in pairs first among the other side's people."""
        other, own = list(people_of(self.other)), list(people_of(self.table))
        if self.partners:
            return [Directory(other)]
        return [Directory(other), Directory(own)] if self.program.kind == "pairs" else [Directory([*own, *other])]

    def find(self, directories: Sequence[Directory], name: str, i: int) -> Found:
        """Whom a name means that stands in somebody's cell; the person's own name is not meant."""
        found = [directory.find(name, self.table.ids[i]) for directory in directories]
        return next((one for one in found if one.how != "nobody"), found[0]) if found else Found(name, "nobody")


def _with_ids(done: Resolved, side: int, column: _Column) -> Table:
    table = done.tables[side]
    strangers = column.strangers()
    if not strangers:
        return table
    directories, meant = column.directories(), {}
    for name, people in strangers.items():
        by_id: dict[str, list[int]] = {}
        for i in people:
            found = column.find(directories, name, i)
            if found.person is not None:
                meant[i, name] = found.person.id
                by_id.setdefault(_said(found), []).append(i)
        done.problems += [_taken(table, column.name, name, said, rows) for said, rows in by_id.items()]
    if not meant:
        return table
    values = [
        named and tuple(dict.fromkeys(meant.get((i, name), name) for name in named))
        for i, named in enumerate(table.values(column.name))
    ]
    return replace(table, frame=table.frame.assign(**{column.name: pd.Series(values, dtype=object)}))


def _said(found: Found) -> str:
    person = found.people[0]
    who = f"{person.id} ({person.name})" if person.name else person.id
    return f"is taken as {who}, whose {'mail address' if found.how == 'address' else 'name'} it is"


def _taken(table: Table, column: str, name: str, said: str, people: Sequence[int]) -> Problem:
    rows = ", ".join(str(table.rows[i]) for i in people[:5]) + (f" and {len(people) - 5} more" if people[5:] else "")
    message = said + (f" ({len(people)} cells: rows {rows})" if len(people) > 1 else "")
    return replace(_at(table, people[0], column, message, name), severity="notice")


def _with_supervisors(done: Resolved, side: int, table: Table, other: Table) -> Table:
    """Who supervises whom, by id; a supervisor is often in neither table, about which nothing is said."""
    current = done.tables[side]
    values = current.values(SUPERVISOR)
    if not any(values):
        return current
    directory = Directory([*people_of(other), *people_of(table)])
    written = {name for t in (table, other) for c in ("id", "name", "email") for name in t.keys(c) if name}
    for i, name in enumerate(values):
        if name is None or key(name) in written:
            continue
        found = directory.find(name, table.ids[i])
        if found.person is not None:
            values[i] = found.person.id
            done.problems.append(_taken(table, SUPERVISOR, name, _said(found), [i]))
        elif found.how == "several":
            asked = _at(table, i, SUPERVISOR, found.doubt, name, "the id of one of them, if it is one")
            done.problems.append(replace(asked, severity="question"))
    return replace(current, frame=current.frame.assign(**{SUPERVISOR: pd.Series(values, dtype=object)}))


# ------------------------------------------------------------ what names nobody


def unknown_references(program: Any, table: Table, other: Table, asked: Asked = NOTHING_ASKED) -> Iterator[Problem]:
    """Every entry that is nobody's: an error at its cell, or a question where an import has asked it already."""
    for name, partners in referring(program).items():
        column = _Column(program, table, other, name, partners)
        strangers = column.strangers()
        directories = column.directories() if strangers else []
        for i, entry in sorted((i, entry) for entry, people in strangers.items() for i in people):
            found = column.find(directories, entry, i)
            if found.person is not None:
                continue
            if (table.name, key(table.ids[i]), name, key(entry)) in asked:
                yield _question(table, i, name, found)
            else:
                yield _nobody(column, i, found)


def _question(table: Table, i: int, column: str, found: Found) -> Problem:
    who = f"{table.ids[i]}: who is meant? {found.doubt[:1].upper()}{found.doubt[1:]}"
    return replace(_at(table, i, column, who, found.text, "an id, or none"), severity="question")


def _nobody(column: _Column, i: int, found: Found) -> Problem:
    table, entry = column.table, found.text
    accepted = "an id, or none"
    if column.name in of_districts(column.program) and not column.partners:
        accepted = "an id, a district's name, or none"
    if found.how == "several":
        listed = "; ".join(map(str, found.people))
        return _at(table, i, column.name, "names several", entry, f"one of their ids: {listed}")
    hint = did_you_mean(entry, [*column.other.ids, *table.ids])
    if found.people:
        hint = "did you mean " + " or ".join(map(str, found.people[:3])) + "?"
    hint = 'separate ids with ";"' if "," in entry and not found.people else hint
    return _at(table, i, column.name, "names nobody", entry, f"{accepted}; {hint}" if hint else accepted)


def open_conflicts(program: Any, table: Table, other: Table, asked: Asked) -> list[Problem]:
    """The questions in cells that keep people apart: as long as they are open, nobody is kept apart by them."""
    apart = of_districts(program) | {"declines"}
    found = unknown_references(program, table, other, asked)
    headings = {table.headings.get(column, column) for column in apart}
    return [problem for problem in found if problem.severity == "question" and problem.column in headings]


def _at(table: Table, i: int, column: str, message: str, value: Any, expected: str = "") -> Problem:
    heading = table.headings.get(column, column)
    return Problem(message, table.file, table.sheet, table.rows[i], heading, str(value), expected)


# ------------------------------------------------------------ people who are gone


def without_names(tables: Sequence[Table], before: Sequence[Table], program: Any) -> tuple[list[Table], list[Problem]]:
    """The two tables of a season without the names of those who were in them before and are no longer.

    One warning for each column in which there were any.
    """
    found: list[Problem] = []
    kept = list(tables)
    for side in (0, 1):
        for column, partners in referring(program).items():
            known, were = (may_be_named(t[side], t[1 - side], program, column, partners) for t in (tables, before))
            kept[side] = _without(kept[side], column, were - known, found)
    return kept, found


def _without(table: Table, column: str, gone: Iterable[str], found: list[Problem]) -> Table:
    gone, values = set(gone), table.values(column)
    lost = dict.fromkeys(name for named in values for name in named or () if key(name) in gone)
    if not lost:
        return table
    kept = [named and tuple(name for name in named if key(name) not in gone) for named in values]
    frame = table.frame.assign(**{column: pd.Series(kept, dtype=object)})
    message = f"names of those who are no longer there are left out: {', '.join(lost)}"
    found.append(Problem(message, table.file, column=table.headings.get(column, column), severity="warning"))
    return replace(table, frame=frame)
