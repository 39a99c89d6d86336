"""What stands already: the rows of `standing.csv` or of a run, and the season that is matched again from there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple

import pandas as pd

from pairing.errors import Problem
from pairing.profiles import Table, key
from pairing.program.goals import FacilitatorChanges, Fit, MembersMoves, Moves
from pairing.season import Season, Standing, StandingCohort, StandingCohorts
from pairing.season.season import AProgram

Strength = Literal["confirmed", "proposed"]
STRENGTHS: tuple[Strength, ...] = ("confirmed", "proposed")
WAITING = "waiting"
"""The column that a rerun fills in, unless the table has it."""


class StandingRow(NamedTuple):
    """One row of a file of pairs: its number, the two ids as written (right: blank for somebody who waits).

    up_to: the last decision that was known when the pair was confirmed; a later reopening opens it again.
    """

    row: int
    left: str
    right: str
    strength: Strength = "confirmed"
    up_to: str = ""


class StandingSeat(NamedTuple):
    """One row of a file of cohorts: its number, the cohort's name, the role and the id as written."""

    row: int
    cohort: str
    role: str
    person: str
    strength: Strength = "confirmed"
    up_to: str = ""


@dataclass(frozen=True)
class StandingFile:
    """What stands, as a file of the season's folder says.

    file: its name there. columns: the headings of the ids, for pairs of the left and of the right ones.
    """

    file: str
    sha256: str
    columns: tuple[str, ...]
    rows: tuple[StandingRow, ...] = ()
    seats: tuple[StandingSeat, ...] = ()

    def wrong(self, row: int | None, column: str, message: str, value: str = "", expected: str = "") -> Problem:
        """A problem with one row, and that a pair which no longer stands has none."""
        run = self.file.startswith("runs/")
        none = "standing.csv made of this file without the row" if run else "no row for a pair that no longer stands"
        return Problem(message, self.file, "", row, column, value, f"{expected}, or {none}" if expected else none)


def season_again(season: Season[AProgram], written: StandingFile) -> tuple[Season[AProgram], list[Problem]]:
    """The season as it is matched again: with what stands, the goal `moves`, and who waits as a column.

    The problems are about rows that contradict each other. People who are no longer in the tables are none.
    """
    problems: list[Problem] = []
    standing: Standing | StandingCohorts
    if season.kind == "cohorts":
        standing = _cohorts_that_stand(season, written, problems)
    else:
        standing = _pairs_that_stand(season, written, problems)
    left = season.left
    if WAITING not in left.frame:
        waits = [i in standing.waiting for i in range(len(left))]
        left = replace(left, frame=left.frame.assign(**{WAITING: pd.Series(waits, dtype=object)}))
    again = replace(
        season, left=left, standing=standing, stood=written, program=with_moves(season.program),
        inputs=dict(sorted({**season.inputs, written.file: written.sha256}.items())),
    )  # fmt: skip
    return again, problems


def with_moves(program: Any) -> Any:
    """The program with its goal `moves`: by default after the last goal that says who gets a place.

    A program of cohorts that has facilitators also has the goal `facilitator_changes`, by default right after it.

    Where no goal `fit` weighs a move of a proposed pair, such a pair is as strong as a confirmed one.
    """
    goals = list(program.goals)
    cohorts = program.kind == "cohorts"
    if not any(isinstance(goal, Moves) for goal in goals):
        last = max(k for k, goal in enumerate(goals) if goal.kind in ("placed", "in_order", "seated"))
        goals.insert(last + 1, MembersMoves(kind="moves") if cohorts else Moves(kind="moves"))
    if cohorts and program.facilitators and not any(isinstance(goal, FacilitatorChanges) for goal in goals):
        last = next(k for k, goal in enumerate(goals) if isinstance(goal, Moves))
        goals.insert(last + 1, FacilitatorChanges(kind="facilitator_changes"))
    return program.model_copy(update={"goals": goals})


def weighs_moves(program: Any) -> bool:
    """Whether proposed pairs are weighed in the goal `fit`, and so are none of the goal `moves`."""
    return any(isinstance(goal, Fit) for goal in program.goals)


def _pairs_that_stand(season: Season, written: StandingFile, problems: list[Problem]) -> Standing:
    partners: dict[int, int] = {}
    gone: dict[int, str] = {}
    ended: list[tuple[str, str]] = []
    waiting, proposed, reopened = set(), set(), set()
    for row in written.rows:
        i, j = (_position(table, name) for table, name in ((season.left, row.left), (season.right, row.right)))
        if i is None:
            ended += [(row.left, row.right)] if row.right else []
            continue
        if i in partners or i in gone or i in waiting:
            problems.append(written.wrong(row.row, written.columns[0], "stands in an earlier row already", row.left))
            continue
        if not row.right:
            waiting.add(i)
        elif j is None:
            gone[i] = row.right
        else:
            partners[i] = j
            proposed |= {i} if row.strength == "proposed" else set()
            reopened |= {i} if _reopened(season, row.up_to, i, j) else set()
    return Standing(
        written.file, partners, gone, tuple(ended), frozenset(waiting), frozenset(proposed), frozenset(reopened)
    )


def _cohorts_that_stand(season: Season, written: StandingFile, problems: list[Problem]) -> StandingCohorts:
    label = season.program.left.label
    members: dict[str, list[int]] = {}
    leaders: dict[str, list[int]] = {}
    ended: list[tuple[str, str, str]] = []
    waiting, proposed, reopened, seen = set(), set(), set(), set()
    reopened_leaders = set()
    for row in written.seats:
        is_member = key(row.role) == key(label)
        table, places = (season.left, members) if is_member else (season.right, leaders)
        i = _position(table, row.person)
        if i is None:
            ended.append((row.cohort, row.role, row.person))
        elif not row.cohort:
            waiting |= {i} if is_member else set()
        elif is_member and i in seen:
            problems.append(written.wrong(row.row, "person_id", "sits in an earlier row already", row.person))
        else:
            places.setdefault(row.cohort, []).append(i)
            seen |= {i} if is_member else set()
            proposed |= {i} if is_member and row.strength == "proposed" else set()
            reopened |= {i} if is_member and _reopened(season, row.up_to, i, None) else set()
            reopened_leaders |= {i} if not is_member and _reopened(season, row.up_to, None, i) else set()
    names = list(dict.fromkeys([*members, *leaders]))
    cohorts = tuple(
        StandingCohort(name, tuple(sorted(members.get(name, ()))), tuple(sorted(leaders.get(name, ()))))
        for name in names
    )
    return StandingCohorts(
        written.file, cohorts, tuple(ended), frozenset(waiting), frozenset(proposed), frozenset(reopened),
        frozenset(reopened_leaders),
    )  # fmt: skip


MOST_NUMBER = 9999
"""No cohort is taken for a numbered one beyond this."""


def numbers_that_stand(standing: Standing | StandingCohorts | None) -> dict[str, int]:
    """The cohorts whose names are numbers, the first of every number; those of whom nobody is left too."""
    if not isinstance(standing, StandingCohorts):
        return {}
    numbers: dict[int, str] = {}
    for name in [*(cohort.name for cohort in standing.cohorts), *(name for name, _, _ in standing.ended)]:
        if name.isdecimal() and 0 < int(name) <= MOST_NUMBER:
            numbers.setdefault(int(name), name)
    return {name: number for number, name in numbers.items()}


def _position(table: Table, identifier: str) -> int | None:
    return table.index.get(key(identifier)) if identifier else None


def _reopened(season: Season, up_to: str, left: int | None, right: int | None) -> bool:
    """Whether a decision after `up_to` (all, where it is blank or not known) opens what stands for these people."""
    ids = [key(decision.id) for decision in season.decisions]
    later = season.decisions[ids.index(key(up_to)) + 1 :] if key(up_to) in ids else season.decisions
    return any(
        d.action == "reopen" and ((left is not None and d.left == left) or (right is not None and d.right == right))
        for d in later
    )


def from_record(standing: Mapping[str, Any]) -> StandingFile:
    """What stood when a run was made, as its `run.json` holds it."""
    rows = tuple(StandingRow(*row) for row in standing.get("pairs", ()))
    seats = tuple(StandingSeat(*row) for row in standing.get("seats", ()))
    return StandingFile(standing["file"], standing["sha256"], tuple(standing["columns"]), rows, seats)


def recorded(written: StandingFile) -> dict[str, Any]:
    """What `run.json` holds of it."""
    return {
        "file": written.file, "sha256": written.sha256, "columns": list(written.columns),
        **({"pairs": [list(row) for row in written.rows]} if written.rows else {}),
        **({"seats": [list(row) for row in written.seats]} if written.seats else {}),
    }  # fmt: skip
