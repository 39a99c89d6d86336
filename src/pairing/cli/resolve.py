"""A run against solving again: what only a certificate or a second solve can say, and every table cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice, zip_longest
from pathlib import Path

from pairing.errors import Interrupted
from pairing.plans.base import AnyPlan
from pairing.plans.pairs import Plan
from pairing.profiles import key, read_cells
from pairing.run import solve
from pairing.runs.folder import files_of
from pairing.season import Season
from pairing.storage import Held, held

MOST_SAID = 5
"""So many differing cells of one file are named; the others are counted."""


def differing_tables(season: Season, run: Path, stored: AnyPlan, interrupted: Interrupted) -> list[str]:
    """How the tables of a run differ from those of its season solved again, for programs of pairs.

    Raises InputError where the season cannot be solved.
    """
    again = solve(season, seed=stored.seed, alternatives=_alternatives(run), interrupted=interrupted)
    return [said for name, content in _tables(again).items() for said in _differences(run, name, content)]


def proved_again(season: Season, stored: AnyPlan, interrupted: Interrupted) -> tuple[list[str], bool]:
    """What solving again says against a run's goals, and whether it proved that no plan does better."""
    again = solve(season, seed=stored.seed, alternatives=0, interrupted=interrupted)
    found = {goal.name: goal for goal in again.goal_results}
    for goal in stored.goal_results:
        other = found.get(goal.name)
        if other is None or other.value != goal.value:
            value = None if other is None else other.shown(other.value)
            better = again.outcome == "proved" or (goal.proved and other is not None and other.proved)
            said = f'goal "{goal.name}": {goal.shown(goal.value)} is claimed, solving again finds {value}'
            return ([said] if better or goal.proved else []), False
        if not other.proved:
            return [], False
    return [], again.outcome == "proved"


def _alternatives(run: Path) -> int:
    """How many alternatives each person was listed with."""
    raw, _ = read_cells(run / "alternatives.csv", "alternatives")
    if raw is None:
        return 0
    ranks = [cells.get("rank", "") for _, cells in raw.texts({key(h): n for n, h in enumerate(raw.headings)})]
    return max((int(rank) for rank in ranks if rank.isdecimal() and len(rank) < 7), default=0)


def _tables(plan: Plan) -> Mapping[str, bytes]:
    return {name: content for name, content in files_of(plan).items() if name.endswith(".csv")}


def _differences(run: Path, name: str, content: bytes) -> Iterator[str]:
    """The cells of a table that are not those of solving again."""
    try:
        written = held(run / name)
    except OSError:
        yield f"{name} is missing"
        return
    if written.data == content:
        return
    (theirs, _), (ours, _) = read_cells(written, name), read_cells(Held(name, content), name)
    if theirs is None or ours is None or theirs.headings != ours.headings:
        yield f"{name}: its headings are not those of solving again"
        return
    columns = {heading: place for place, heading in enumerate(ours.headings)}
    cells = list(_cells(list(theirs.texts(columns)), list(ours.texts(columns))))
    if not cells:
        yield f"{name} is not written as solving again writes it"
    for row, column, stated, expected in islice(cells, MOST_SAID):
        told = f"{stated or 'blank'} is stated, solving again says {expected or 'blank'}"
        yield f'{name}, row {row}, column "{column}": {told}'
    if len(cells) > MOST_SAID:
        yield f"{name}: {len(cells) - MOST_SAID:,} more cells differ"


Row = tuple[int, Mapping[str, str]]


def _cells(theirs: list[Row], ours: list[Row]) -> Iterator[tuple[int, str, str, str]]:
    for number, (one, other) in enumerate(zip_longest(theirs, ours), start=2):
        if one is None or other is None:
            yield (number, "(row)", "no row" if one is None else "a row", "no row" if other is None else "a row")
            continue
        for column, expected in other[1].items():
            if one[1].get(column, "") != expected:
                yield one[0], column, one[1].get(column, ""), expected
