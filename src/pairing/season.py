"""One season of one program, frozen: the program, the tables of people, the decisions, what stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pairing.decisions import Decision, Only
from pairing.errors import Problem
from pairing.geo import Places
from pairing.history import Past
from pairing.profiles import Table
from pairing.program import Capacity


@dataclass(frozen=True)
class Standing:
    """The pairs that stand when a season is matched again; people are positions in the tables.

    file: where that is written, inside the season's folder. partners: right by left. gone: for left people whose
    partner is no longer in the table the partner's id. ended: the ids of pairs whose left person is no longer there.
    waiting: left people who took part and had nobody. proposed, reopened: left people whose pair was never confirmed,
    or was opened again.
    """

    file: str
    partners: Mapping[int, int]
    gone: Mapping[int, str] = field(default_factory=dict)
    ended: tuple[tuple[str, str], ...] = ()
    waiting: frozenset[int] = frozenset()
    proposed: frozenset[int] = frozenset()
    reopened: frozenset[int] = frozenset()


class StandingCohort(NamedTuple):
    """A cohort that stands: its name, its members and its facilitators, those who are still in the tables."""

    name: str
    members: tuple[int, ...]
    facilitators: tuple[int, ...]


@dataclass(frozen=True)
class StandingCohorts:
    """The cohorts that stand when a season is matched again; people are positions in the tables.

    ended: (cohort, role, id) of those who are no longer there. reopened_leaders: facilitators who were opened again.
    The other fields are those of `Standing`, of members.
    """

    file: str
    cohorts: tuple[StandingCohort, ...]
    ended: tuple[tuple[str, str, str], ...] = ()
    waiting: frozenset[int] = frozenset()
    proposed: frozenset[int] = frozenset()
    reopened: frozenset[int] = frozenset()
    reopened_leaders: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Season:
    """One season of one program. `problems` holds what was found that does not stop the work.

    left: the people served (mentees, members), right: those who serve (mentors, facilitators; nobody where a cohort
    program has none). venue_table: places to meet at, where a cohort program has such a table.
    """

    folder: Path
    program: Any
    left: Table
    right: Table
    left_places: Places
    right_places: Places
    decisions: tuple[Decision, ...]
    problems: tuple[Problem, ...]
    inputs: dict[str, str]
    """SHA-256 of every file that was read, by file name."""
    venue_table: Table | None = None
    venue_places: Places | None = None
    only: Only | None = None
    """Whom this run is about, where it is not about everybody."""
    standing: Standing | StandingCohorts | None = None
    """What stands, where the season is matched again."""
    stood: Any = None
    """The rows that say so, as they are kept with the run."""
    history: tuple[Past, ...] = ()
    """Who was together in each earlier year of which there is a file, newest first."""

    @property
    def kind(self) -> str:
        """The kind of its program: pairs or cohorts."""
        return str(self.program.kind)

    @property
    def tables(self) -> list[Table]:
        """Every table that was read."""
        return [table for table in (self.left, self.right, self.venue_table) if table is not None and table.file]

    @property
    def among_left(self) -> Season:
        """The left people beside themselves: what rules and criteria between members are asked about."""
        history = tuple(past.among_left for past in self.history)
        return replace(self, right=self.left, right_places=self.left_places, history=history)

    @property
    def capacity(self) -> NDArray[np.int64]:
        """The most left people each right person may serve, before those they already have: shape (right,)."""
        return capacities(self.right, self.program.right.capacity)

    @property
    def capacity_min(self) -> NDArray[np.int64]:
        """The fewest left people each right person must serve, before those they already have: shape (right,)."""
        return capacities(self.right, self.program.right.capacity_min)

    def __getattr__(self, name: str) -> pd.DataFrame:
        """The tables under their own names: `season.mentees`, `season.mentors`."""
        if not name.startswith("_"):
            for table in self.tables:
                if table.name == name:
                    return table.frame
        raise AttributeError(f"{type(self).__name__} has no attribute {name!r}")

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(table)} {table.name}" for table in self.tables)
        return f"<Season {self.program.name}: {counts}>"


def nobody(name: str) -> Table:
    """A table without people, for a side that a program does not have."""
    return Table(name, "", pd.DataFrame({"id": pd.Series([], dtype=object)}), ())


def capacities(table: Table, capacity: Capacity) -> NDArray[np.int64]:
    """A capacity for each person: the cell, or the program's default where it is blank."""
    cells = table.numbers(capacity.column)
    return np.where(np.isnan(cells), capacity.default, cells).astype(np.int64)
