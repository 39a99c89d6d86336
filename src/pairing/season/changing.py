"""Another season made of one: other weights, rules and goals, other people. The one that was stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from pairing.decisions import Decision
from pairing.errors import InputError, Problem, did_you_mean, errors_in, nearest
from pairing.history import placed
from pairing.profiles import Table, key, table_of_frame
from pairing.profiles.frames import file_of
from pairing.program import editing
from pairing.season.assembling import Parts, assembled, cross_checks, without_names
from pairing.season.season import Season

ADDED = "Added in a notebook"
"""Whose sentence an item is that was added in memory."""
WITH_SOURCE = ("rule", "criterion", "limit")

Rows = pd.DataFrame | Sequence[Mapping[str, Any]] | Mapping[str, Any]


def with_weights(season: Season, weights: Mapping[str, float]) -> Season:
    """Other weights by the criteria's names."""
    return under(season, editing.with_weights(season.program, weights))


def with_item(season: Season, table: str, name: str, values: Mapping[str, Any]) -> Season:
    """Other values of an item, or one item more: one without a source was added here."""
    if name not in editing.named(season.program).get(table, []) and table in WITH_SOURCE:
        values = {"source": ADDED, **values}
    return under(season, editing.with_named(season.program, table, name, values))


def with_goals(season: Season, goals: Sequence[str | Mapping[str, Any]]) -> Season:
    """These goals, in this order."""
    return under(season, editing.with_goals(season.program, [goals] if isinstance(goals, str) else goals))


def without(season: Season, names: Iterable[str | Iterable[str]], table: str | None) -> Season:
    """Some items of the program less."""
    names = _flat(names)
    people = {**season.left.index, **season.right.index}
    for name in names:
        if key(name) in people and not editing.tables_of(season.program, name):
            raise InputError([Problem(f'"{name}" is a person; write season.without_people("{name}")')])
    return under(season, editing.without(season.program, names, table))


def under(season: Season, program: Any) -> Season:
    """The season under a changed program, with what is otherwise in it.

    Raises InputError for a program by which the files would be read otherwise, or which contradicts the tables.
    """
    if not isinstance(program, type(season.program)):
        refused = f"a season is under a program of {season.kind}, not under a {type(program).__name__}"
        raise InputError([Problem(refused, expected="season.program, changed")])
    if others := [part for part, before in _read_by(season.program).items() if _read_by(program).get(part) != before]:
        refused = f"the program has another {' and another '.join(others)}, by which the season's files are read"
        raise InputError([Problem(refused, expected="that change in the program file, and the season loaded again")])
    said = tuple(editing.differences(season.program, program))
    if not said:
        return replace(season)
    if not set(editing.otherwise(season.program, program)) <= set(editing.TABLES):
        season = replace(season, problems=_problems_under(season, program))
    inputs = {file: sha256 for file, sha256 in season.inputs.items() if not file.endswith(".toml")}
    return replace(season, program=program, changed=(*season.changed, *said), inputs=inputs)


def _read_by(program: Any) -> dict[str, Any]:
    """All of a program by which tables, decisions and earlier years are read."""
    sides = (program.left, getattr(program, "facilitators", program.right), getattr(program, "venues", None))
    return {
        "kind": program.kind,
        "mapping of columns": program.columns,
        "set of extra columns": program.extra_columns,
        "list of roles": program.roles,
        "set of tables and labels": [side and (side.table, getattr(side, "label", "")) for side in sides],
    }


def _problems_under(season: Season, program: Any) -> tuple[Problem, ...]:
    """What is worth a look in the tables under another program. Raises InputError for what contradicts them."""
    before, after = (list(cross_checks(one, season.left, season.right)) for one in (season.program, program))
    _raise([problem for problem in after if problem not in before])
    told = [problem for problem in season.problems if problem in after or problem not in before]
    return tuple(dict.fromkeys([*told, *(problem for problem in after if problem.severity != "error")]))


# ---------------------------------------------------------------- people


def with_people(season: Season, frames: Mapping[str, pd.DataFrame], told: Sequence[Problem] = ()) -> Season:
    """Other tables by their names, each checked as a file is. told: what is known about them already."""
    _of_everybody(season)
    problems = list(told)
    read = {name: _read(season, name, frame, problems) for name, frame in frames.items()}
    tables = {name: table for name, table in read.items() if table is not None}
    if len(tables) < len(read):
        raise InputError(errors_in(problems))
    return _with_tables(season, tables, problems)


def with_more_people(season: Season, rows: Mapping[str, Rows]) -> Season:
    """The tables with more rows; ids that are there already are an error."""
    _of_everybody(season)
    problems: list[Problem] = []
    more = {name: _read(season, name, _frame(name, added), problems) for name, added in rows.items()}
    frames = {}
    for name, table in more.items():
        old = _tables(season).get(name)
        if table is not None and old is not None:
            again = [i for i, identifier in enumerate(table.ids) if key(identifier) in old.index]
            problems += [_there(table, i, name) for i in again]
            frames[name] = pd.concat([old.frame.astype(object), table.frame.astype(object)], ignore_index=True)
        elif table is not None:
            frames[name] = table.frame
    _raise(problems)
    return with_people(season, frames, [problem for problem in problems if problem.severity == "notice"])


def without_people(season: Season, ids: Iterable[str | Iterable[str]]) -> Season:
    """The tables without these people."""
    gone = _flat(ids)
    known = {**season.left.index, **season.right.index}
    strange = [one for one in gone if key(one) not in known]
    if strange:
        raise InputError(_nobodys(one, [*season.left.ids, *season.right.ids]) for one in strange)
    wanted = {key(one) for one in gone}
    frames = {
        table.name: table.frame[[key(identifier) not in wanted for identifier in table.ids]]
        for table in (season.left, season.right)
        if wanted & set(table.index)
    }
    return with_people(season, frames)


def _flat(names: Iterable[Any]) -> list[str]:
    """Names that are given one by one, or several together."""
    return [str(one) for some in names for one in (some if _several(some) else [some])]


def _several(given: Any) -> bool:
    return isinstance(given, Iterable) and not isinstance(given, str)


def _nobodys(identifier: str, known: Sequence[str]) -> Problem:
    hint = did_you_mean(identifier, known)
    return Problem(f'"{identifier}" is nobody\'s id' + (f"; {hint}" if hint else ""))


def _there(table: Table, i: int, name: str) -> Problem:
    return Problem(
        f"is in {name} already", table.file, row=table.rows[i], column=table.headings["id"], value=table.ids[i],
        expected="an id of its own; with_people changes somebody who is there",
    )  # fmt: skip


def _frame(name: str, rows: Rows) -> pd.DataFrame:
    if isinstance(rows, pd.DataFrame):
        return rows
    try:
        return pd.DataFrame([rows] if isinstance(rows, Mapping) else list(rows), dtype=object)
    except (TypeError, ValueError) as error:
        raise InputError([Problem(f"cannot be read as rows ({error})", file_of(name), expected=_A_FRAME)]) from error


_A_FRAME = "a pandas DataFrame with one row per person, such as season.mentors"


def _of_everybody(season: Season) -> None:
    """People come and go in whole seasons: what stands and who is set aside is found anew from those."""
    if season.only is not None or season.standing is not None:
        made = "matched in part" if season.only is not None else "matched again"
        said = f"this season is one that was {made}: change the people of the season it was made from, then match it"
        raise InputError([Problem(said)])


def _tables(season: Season) -> dict[str, Table | None]:
    """The tables that a season may have, by name; None for one that is not there."""
    tables: dict[str, Table | None] = {season.left.name: season.left}
    if season.right.file:
        tables[season.right.name] = season.right
    venues = getattr(season.program, "venues", None)
    return {**tables, **({venues.table: season.venue_table} if venues else {})}


def _read(season: Season, name: str, frame: Any, problems: list[Problem]) -> Table | None:
    """One table, checked; None, with the problems, where it cannot be read."""
    known = _tables(season)
    if name not in known:
        problems.append(Problem(f'the season has no table "{name}"; {nearest(name, known)}'))
        return None
    if not isinstance(frame, pd.DataFrame):
        problems.append(Problem(f"is no table, but a {type(frame).__name__}", file_of(name), expected=_A_FRAME))
        return None
    program = season.program
    table, found = table_of_frame(
        frame, name, mapping=program.mapping(name), extra=program.extra_columns, accepted_roles=program.roles,
        needed=name in (season.left.name, season.right.name),
    )  # fmt: skip
    problems.extend(found)
    return table


def _raise(problems: Sequence[Problem]) -> None:
    if errors := errors_in(problems):
        raise InputError(errors)


def _with_tables(season: Season, read: Mapping[str, Table], problems: list[Problem]) -> Season:
    """The season with other tables; one with the same cells is no other. Raises InputError for all that is wrong."""
    before = {name: table for name, table in _tables(season).items() if table is not None}
    other = {name: t for name, t in read.items() if name not in before or not t.frame.equals(before[name].frame)}
    if not other:
        _raise(problems)
        return replace(season)
    after = {**before, **other}
    sides = season.left, season.right
    both, found = without_names([after.get(side.name, side) for side in sides], sides, season.program)
    both = [_in_memory(table) if table.frame is not after.get(table.name, table).frame else table for table in both]
    after |= {table.name: table for table in both if table.file}
    old = [table for name, table in before.items() if after[name] is not table]
    venues = next((table for name, table in after.items() if name not in {side.name for side in sides}), None)
    decisions, lost = _decisions(season, both[0], both[1])
    problems = [*_still_true(season, old), *problems, *found, *lost]
    said = [
        f"{name}: {_said(before.get(name), table)}" for name, table in after.items() if before.get(name) is not table
    ]
    otherwise = {*(table.file for table in old), *(problem.file for problem in lost)}
    parts = Parts(
        season.folder, season.program, both[0], both[1], venues if venues is not None and len(venues) else None,
        decisions, season.years, {file: sha256 for file, sha256 in season.inputs.items() if file not in otherwise},
        (*season.changed, *said),
    )  # fmt: skip
    made = assembled(parts, problems)
    _raise(problems)
    return made


def _in_memory(table: Table) -> Table:
    return replace(table, file=file_of(table.name), sheet="")


def _still_true(season: Season, old: Sequence[Table]) -> Iterator[Problem]:
    """What was found in the files, but for the tables that are no longer those and what is found out anew."""
    again = placed(season.years, season.left, season.right)[1]
    files = {table.file for table in old}
    return (problem for problem in season.problems if problem.file not in files and problem not in again)


def _decisions(season: Season, left: Table, right: Table) -> tuple[tuple[Decision, ...], list[Problem]]:
    """The decisions among other people, by their ids, and a warning for each that names somebody who is gone."""
    kept, lost = [], []
    for decision in season.decisions:
        names = _names(season, decision)
        moved = _among(decision, names, left, right)
        if moved is not None:
            kept.append(moved)
            continue
        gone = ", ".join(
            name for name in dict.fromkeys(names) if name and key(name) not in {**left.index, **right.index}
        )
        message = f"{decision} ({decision.action}) is left out, because {gone} is no longer there"
        lost.append(Problem(message, decision.file, row=decision.row, severity="warning"))
    return tuple(kept), lost


def _names(season: Season, decision: Decision) -> tuple[str, str, str]:
    """The ids of the left and the right person and of a second left one, blank for nobody."""
    places = ((season.left, decision.left), (season.right, decision.right), (season.left, decision.mate))
    one, two, three = ("" if at is None else table.ids[at] for table, at in places)
    return one, two, three


def _among(decision: Decision, names: tuple[str, str, str], left: Table, right: Table) -> Decision | None:
    """A decision with the positions of its people in other tables; None where one of a pair is not there."""
    one, two, three = names
    if decision.action not in ("lock", "forbid"):  # it names one person, on either side or on both
        person = key(one or two)
        at = left.index.get(person), right.index.get(person)
        return None if at == (None, None) else replace(decision, left=at[0], right=at[1])
    found = [
        (table.index.get(key(name)) if name else None) for table, name in ((left, one), (right, two), (left, three))
    ]
    if any(name and at is None for name, at in zip(names, found, strict=True)):
        return None
    return replace(decision, left=found[0], right=found[1], mate=found[2])


def _said(before: Table | None, after: Table) -> str:
    """How many people were added, left out and changed."""
    if before is None:
        return f"{len(after)} added"
    common = [(before.index[one], i) for one, i in after.index.items() if one in before.index]
    counts = {
        "added": len(after) - len(common),
        "left out": len(before) - len(common),
        "changed": _differing(before, after, common),
    }
    return ", ".join(f"{number} {word}" for word, number in counts.items() if number) or "the same people"


def _differing(before: Table, after: Table, common: Sequence[tuple[int, int]]) -> int:
    columns = list(dict.fromkeys([*before.frame.columns, *after.frame.columns]))
    then, now = ([table.values(column) for column in columns] for table in (before, after))
    return sum(any(a[i] != b[j] for a, b in zip(then, now, strict=True)) for i, j in common)
