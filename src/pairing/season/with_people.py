"""Another season made of one: other people. The one that was stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

import pandas as pd

from pairing.errors import InputError, Problem, did_you_mean, errors_in, nearest
from pairing.profiles import Table, key, table_of_frame
from pairing.profiles.layout import file_of
from pairing.season.build import Parts, assembled
from pairing.season.decisions import Decision
from pairing.season.history import placed
from pairing.season.references import without_names
from pairing.season.season import AProgram, Season
from pairing.season.with_program import flat, raise_errors

Rows = pd.DataFrame | Sequence[Mapping[str, Any]] | Mapping[str, Any]


def with_people(
    season: Season[AProgram], frames: Mapping[str, pd.DataFrame], told: Sequence[Problem] = ()
) -> Season[AProgram]:
    """Other tables by their names, each checked as a file is. told: what is known about them already."""
    _of_everybody(season)
    problems = list(told)
    read = {name: _read(season, name, frame, problems) for name, frame in frames.items()}
    tables = {name: table for name, table in read.items() if table is not None}
    if len(tables) < len(read):
        raise InputError(errors_in(problems))
    return _with_tables(season, tables, problems)


def with_more_people(season: Season[AProgram], rows: Mapping[str, Rows]) -> Season[AProgram]:
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
    raise_errors(problems)
    return with_people(season, frames, [problem for problem in problems if problem.severity == "notice"])


def without_people(season: Season[AProgram], ids: Iterable[str | Iterable[str]]) -> Season[AProgram]:
    """The tables without these people."""
    gone = flat(ids)
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


def _with_tables(season: Season[AProgram], read: Mapping[str, Table], problems: list[Problem]) -> Season[AProgram]:
    """The season with other tables; one with the same cells is no other. Raises InputError for all that is wrong."""
    before = {name: table for name, table in _tables(season).items() if table is not None}
    other = {name: t for name, t in read.items() if name not in before or not t.frame.equals(before[name].frame)}
    if not other:
        raise_errors(problems)
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
        (*season.changed, *said), season.asked,
    )  # fmt: skip
    made = assembled(parts, problems)
    raise_errors(problems)
    return cast("Season[AProgram]", made)  # under the same program


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
