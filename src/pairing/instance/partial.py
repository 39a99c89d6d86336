"""A season matched in part: the people with one value anew, everyone else as they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pairing.errors import InputError, Problem, did_you_mean
from pairing.instance import pairs as candidates_of
from pairing.instance.pairs import Candidates, impossible_locks, lock_problem
from pairing.instance.participation import left_statuses, right_statuses
from pairing.profiles import Table, key
from pairing.program.parameters import MANY_VALUES
from pairing.program.rules import Status
from pairing.season import PairSeason
from pairing.season.decisions import Decision, Only
from pairing.season.groups import UNKNOWN, groups_of, having, sorted_groups
from pairing.season.standing import StandingFile, StandingRow


def candidates_in_part(season: PairSeason, column: str, value: str, standing: StandingFile) -> Candidates:
    """Every pair of a season matched in part. Raises InputError with all pairs that can no longer stand."""
    restricted, problems = _restricted(season, column, value, standing)
    candidates = candidates_of.judge_pairs(restricted)
    problems += [_cannot_hold(restricted, standing, *found) for found in impossible_locks(candidates)]
    if problems:
        raise InputError(sorted(problems, key=lambda problem: (problem.file, problem.row or 0)))
    return candidates


def season_in_part(season: PairSeason, column: str, value: str, standing: StandingFile) -> PairSeason:
    """A season in which the pairs of all others are locked, and those of them who have no pair stay out.

    Raises InputError for a column or value that nobody has and for rows that name nobody.
    """
    restricted, problems = _restricted(season, column, value, standing)
    if problems:
        raise InputError(problems)
    return restricted


def _restricted(
    season: PairSeason, column: str, value: str, standing: StandingFile
) -> tuple[PairSeason, list[Problem]]:
    column = key(column).replace(" ", "_")
    chosen, value = _chosen(season, column, value)
    status = left_statuses(season)
    reader = _Reader(season, standing, chosen, status)
    locks = reader.locks()
    fixed = {decision.left for decision in (*season.decisions, *locks) if decision.action == "lock"}
    others = [i for i, this in enumerate(chosen) if not this and status[i].takes_part and i not in fixed]
    reason = f"not in {column} {value}, and no pair of theirs stands"
    aside = [Decision(f"aside-{n}", "withdraw", i, None, reason=reason) for n, i in enumerate(others, 1)]
    only = Only(column, value, standing.file, frozenset(lock.pair for lock in locks))
    restricted = replace(
        season,
        decisions=(*season.decisions, *locks, *aside, *_still_served(season, status)),
        inputs=dict(sorted({**season.inputs, standing.file: standing.sha256}.items())),
        only=only,
    )
    return restricted, reader.problems


def _chosen(season: PairSeason, column: str, value: str) -> tuple[list[bool], str]:
    """Whom this run is about, and the value as the table spells it. Raises InputError where that is nobody."""
    known = season.left.columns
    if column not in known:
        hint = did_you_mean(column, known) or "see: pairing schema tables"
        raise InputError([Problem(f'no column "{column}"; {hint}')])
    if known[column].type in MANY_VALUES:
        raise InputError([Problem(f'column "{column}" holds {known[column].type}, expected a column of single values')])
    chosen, groups = having(season.left, column, value), groups_of(season, column)[0]
    if not any(chosen):
        there = sorted_groups(groups)
        expected = "a value that somebody has" if there == [UNKNOWN] else f"one of {', '.join(there)}"
        raise InputError([Problem(f'nobody has the {column} "{value}"', season.left.file, expected=expected)])
    return chosen, groups[chosen.index(True)]


def _still_served(season: PairSeason, status: Sequence[Status]) -> Iterator[Decision]:
    """Whoever is kept off the right side by taking part on the left stays off it, staying out of this run or not."""
    titles = {screen.title for screen in season.program.right.screens if screen.kind == "one_side"}
    for j, other in enumerate(right_statuses(season, status)):
        if other.screen in titles:
            yield Decision(f"one-side-{j + 1}", "withdraw", None, j, reason=f"{other.reason} ({other.screen})")


class _Reader:
    """Turns the rows about all others into locks, and remembers what is wrong with them."""

    def __init__(
        self, season: PairSeason, standing: StandingFile, chosen: Sequence[bool], status: Sequence[Status]
    ) -> None:
        self.season, self.standing, self.chosen, self.status = season, standing, chosen, status
        self.problems: list[Problem] = []

    def locks(self) -> list[Decision]:
        """A lock for each pair that stands, in the order of the left people."""
        rows: dict[int, tuple[StandingRow, int]] = {}
        for row in self.standing.rows:
            pair = self._pair(row)
            if pair is None:
                continue
            left, right = pair
            if left in rows:
                self._wrong(row, 0, f"stands in row {rows[left][0].row} already", row.left)
            elif not self._holds_already(row, left, right):
                rows[left] = row, right
        taken = {key(decision.id) for decision in self.season.decisions}
        free = (name for n in range(1, len(rows) + len(taken) + 1) if (name := f"standing-{n}") not in taken)
        return [
            Decision(next(free), "lock", left, right, row=row.row, standing=f"{self.standing.file}, row {row.row}")
            for left, (row, right) in sorted(rows.items())
        ]

    def _pair(self, row: StandingRow) -> tuple[int, int] | None:
        """Where the two stand in the tables; None for somebody whom this run is about or who waits, and for nobody."""
        if not row.right:
            return None
        left = self._position(self.season.left, row, 0)
        if left is None or self.chosen[left]:
            return None
        right = self._position(self.season.right, row, 1)
        return None if right is None else (left, right)

    def _position(self, table: Table, row: StandingRow, side: int) -> int | None:
        identifier = (row.left, row.right)[side]
        position = table.index.get(key(identifier))
        if position is None:
            hint = did_you_mean(identifier, table.ids) if identifier else ""
            expected = f"an id of {table.file}" + (f" ({hint})" if hint else "")
            self._wrong(row, side, "names nobody" if identifier else "is blank", identifier, expected)
        return position

    def _holds_already(self, row: StandingRow, left: int, right: int) -> bool:
        """The committee has locked the same pair, or the tables say that the two have each other; else a problem."""
        for lock in self.season.decisions:
            if lock.action == "lock" and lock.left == left:
                if lock.right != right:
                    other = self.season.right.ids[lock.pair[1]]
                    self._wrong(row, 1, f"but {lock} locks {row.left} with {other}", row.right)
                return True
        return key(row.right) in map(key, self.status[left].partners)

    def _wrong(self, row: StandingRow, side: int, message: str, value: str, expected: str = "") -> None:
        self.problems.append(self.standing.wrong(row.row, self.standing.columns[side], message, value, expected))


def _cannot_hold(season: PairSeason, standing: StandingFile, lock: Decision, reason: str) -> Problem:
    """The problem with a lock; that of a standing pair is at the row where the pair stands."""
    if not lock.standing:
        return lock_problem(season, lock, reason)
    couple = f"{season.left.ids[lock.pair[0]]} with {season.right.ids[lock.pair[1]]}"
    return standing.wrong(lock.row, "", f"{couple} can no longer stand: {reason}")
