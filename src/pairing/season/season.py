"""One season of one program, frozen: the program, the tables of people, the decisions, what stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Generic, NamedTuple, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from typing_extensions import TypeIs, TypeVar

from pairing import display
from pairing.errors import Problem
from pairing.geo import Places
from pairing.profiles import Table
from pairing.program import NO_MINIMUM, Capacity, CohortProgram, Program, RightSide
from pairing.season.decisions import Decision, Only
from pairing.season.history import Past, YearFile
from pairing.season.references import NOTHING_ASKED, Asked

AProgram = TypeVar("AProgram", bound=Program | CohortProgram, covariant=True, default=Program | CohortProgram)
"""A season's kind of program: `Season[Program]` is one of pairs, `Season` alone one of either kind."""
OfPairs = TypeVar("OfPairs")
OfCohorts = TypeVar("OfCohorts")


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
class Season(Generic[AProgram]):
    """One season of one program. `problems` holds what was found that does not stop the work.

    left: the people served (mentees, members), right: those who serve (mentors, facilitators; nobody where a cohort
    program has none). venue_table: places to meet at, where a cohort program has such a table.
    """

    folder: Path
    program: AProgram
    left: Table
    right: Table
    left_places: Places
    right_places: Places
    decisions: tuple[Decision, ...]
    problems: tuple[Problem, ...]
    inputs: dict[str, str]
    """SHA-256 of every file that was read and holds what is here, by file name."""
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
    years: tuple[YearFile, ...] = ()
    """The same as the files of `history/` are written."""
    changed: tuple[str, ...] = ()
    """What is otherwise than in the files, in sentences; what was changed is not among `inputs`."""
    asked: Asked = NOTHING_ASKED
    """Questions of imports that are open as long as their cells hold them."""

    @property
    def kind(self) -> str:
        """The kind of its program: pairs or cohorts."""
        return str(self.program.kind)

    @property
    def tables(self) -> list[Table]:
        """Every table that was read."""
        return [table for table in (self.left, self.right, self.venue_table) if table is not None and table.file]

    @property
    def counts(self) -> str:
        """How many rows each table has, in words."""
        labels = {self.left.name: self.program.left.label, self.right.name: self.program.right.label}
        return ", ".join(
            display.counted(len(table), labels.get(table.name, "venue"), table.name) for table in self.tables
        )

    @property
    def among_left(self) -> Season[AProgram]:
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
        right = self.program.right
        return capacities(self.right, right.capacity_min if isinstance(right, RightSide) else NO_MINIMUM)

    # ------------------------------------------------------------ another season made of this one

    def with_weights(self, weights: Mapping[str, float]) -> Season[AProgram]:
        """The season with other weights of criteria, by their names.

        Raises InputError for a name that is no criterion's and for a weight that cannot be.

        >>> nearer = season.with_weights({"close by": 50, "same region": 0})
        >>> nearer.changed
        ('criterion "close by": weight 50 (was 35)', 'criterion "same region": weight 0 (was 10)')
        """
        from pairing.season import with_program

        return with_program.with_weights(self, weights)

    def with_rule(self, name: str, /, **parameters: Any) -> Season[AProgram]:
        """The season with other parameters of a rule, or with one rule more.

        A name that the program has changes that rule; `None` takes a parameter back to its default, another `kind`
        replaces the rule. Any other name adds a rule, which needs a `kind`. Raises InputError for what cannot be.

        >>> season.with_rule("within 120 miles", max_miles=60).changed
        ('rule "within 120 miles": max_miles 60 (was 120)',)
        >>> season.with_rule("near", kind="within_miles", max_miles=60).changed
        ('rule "near" added: kind within_miles, max_miles 60',)
        """
        return self._with_item("rule", name, parameters)

    def with_criterion(self, name: str, /, **parameters: Any) -> Season[AProgram]:
        """The season with other parameters of a criterion, or with one criterion more, as `with_rule` does for rules.

        >>> season.with_criterion("close by", half_at_miles=25).changed
        ('criterion "close by": half_at_miles 25 (was 40)',)
        """
        return self._with_item("criterion", name, parameters)

    def with_limit(self, name: str, /, **parameters: Any) -> Season[AProgram]:
        """The season with other parameters of a limit, or with one limit more, as `with_rule` does for rules.

        >>> season.with_limit("one from each region", kind="serving", by="region", at_least=1).changed
        ('limit "one from each region" added: kind serving, by region, at_least 1',)
        """
        return self._with_item("limit", name, parameters)

    def _with_item(self, table: str, name: str, parameters: Mapping[str, Any]) -> Season[AProgram]:
        from pairing.season import with_program

        return with_program.with_item(self, table, name, parameters)

    def with_goals(self, goals: Sequence[str | Mapping[str, Any]]) -> Season[AProgram]:
        """The season with these goals, in this order.

        Each is the name of a goal that the program has, a kind of goal, or a goal as in a program file, such as
        `{"kind": "placed", "who": {"first_year": True}}`. Raises InputError for what cannot be.

        >>> season.with_goals(["placed", "fit"]).changed
        ('goals: placed, fit (were placed, keep at least one mentor from each region, even load, fit)',)
        """
        from pairing.season import with_program

        return with_program.with_goals(self, goals)

    def without(self, *names: str | Iterable[str], table: str | None = None) -> Season[AProgram]:
        """The season without some rules, criteria, limits, penalties, goals or payments of its program, by their names.

        table: which of these, where several have a name. A goal `keep` goes with the rule or limit that it names.
        For people see `without_people`. Raises InputError for a name that is not there.

        >>> season.without("within 120 miles", "experience").changed
        ('rule "within 120 miles" left out', 'criterion "experience" left out')
        """
        from pairing.season import with_program

        return with_program.without(self, names, table)

    def under(self, program: Any) -> Season[AProgram]:
        """The season under a program that was changed otherwise, such as with another capacity or other screens.

        `changed` says in what its items differ and which other parts do. Raises InputError for a program by which the
        tables would be read otherwise (columns, roles, labels), and for one that contradicts them.

        >>> from pairing.program.editing import with_weights
        >>> season.under(with_weights(season.program, {"close by": 50})).changed
        ('criterion "close by": weight 50 (was 35)',)
        """
        from pairing.season import with_program

        return with_program.under(self, program)

    def with_people(self, **tables: pd.DataFrame) -> Season[AProgram]:
        """The season with other tables of people: `season.with_people(mentors=frame)`; those not named stay.

        A table holds values as `season.mentors` does, or text as a file does, under the vocabulary's names or a form's
        own headings. Every cell is checked as a file's is, and InputError names table, row (the first person's is row
        2), column and value. Decisions, earlier years and wishes are about the same people as before, found by their
        ids; where somebody is no longer there, what names them is left out, and `problems` says so.

        >>> season.with_people(mentors=season.mentors.assign(capacity=2)).changed
        ('mentors: 66 changed',)
        >>> south = season.with_people(mentors=season.mentors[season.mentors["region"] == "Southeast"])
        >>> south.changed
        ('mentees: 11 changed', 'mentors: 66 left out')
        """
        from pairing.season import with_people

        return with_people.with_people(self, tables)

    def with_more_people(
        self, **rows: pd.DataFrame | Sequence[Mapping[str, Any]] | Mapping[str, Any]
    ) -> Season[AProgram]:
        """The season with more people: late hires as a data frame, one row as a dict, or several as a list of them.

        Checked as by `with_people`. Raises InputError also for an id that is there already.

        >>> season.with_more_people(mentees={"id": "E900", "name": "Late Sample", "zip": "65251"}).changed
        ('mentees: 1 added',)
        """
        from pairing.season import with_people

        return with_people.with_more_people(self, rows)

    def without_people(self, *ids: str | Iterable[str]) -> Season[AProgram]:
        """The season without these people, whatever their side. Raises InputError for an id that is nobody's.

        >>> season.without_people("M003", "E005").changed
        ('mentees: 1 left out', 'mentors: 1 left out')
        """
        from pairing.season import with_people

        return with_people.without_people(self, ids)

    def __getattr__(self, name: str) -> pd.DataFrame:
        """The tables under their own names, `season.mentees`, `season.mentors`: copies, which may be changed."""
        if isinstance(getattr(type(self), name, None), property):
            return cast(
                "pd.DataFrame", object.__getattribute__(self, name)
            )  # the property failed: its own error, not one about the name
        if not name.startswith("_"):
            for table in self.tables:
                if table.name == name:
                    return table.frame.copy()
        known = "" if name.startswith("_") else f"; it has {', '.join(table.name for table in self.tables)}"
        raise AttributeError(f"{type(self).__name__} has no attribute {name!r}{known}", name=name, obj=self)

    def __dir__(self) -> list[str]:
        return sorted([*super().__dir__(), *(table.name for table in self.tables)])

    def __repr__(self) -> str:
        return f"<Season {self.program.name}: {self.counts}{', changed in memory' if self.changed else ''}>"

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        from pairing.season.notebook import season_html

        return season_html(self)


PairSeason = Season[Program]
CohortSeason = Season[CohortProgram]


def is_of_pairs(season: Season) -> TypeIs[PairSeason]:
    """Whether the season's program is one of pairs; else it is one of cohorts (`by_kind` goes both ways)."""
    return season.kind == "pairs"


def by_kind(
    season: Season, of_pairs: Callable[[PairSeason], OfPairs], of_cohorts: Callable[[CohortSeason], OfCohorts]
) -> OfPairs | OfCohorts:
    """What one of two functions answers: the one for the season's kind of program."""
    return of_pairs(season) if is_of_pairs(season) else of_cohorts(as_cohorts(season))


def as_pairs(season: Season) -> PairSeason:
    """The season as one of pairs, where it cannot be another. Raises TypeError where it is."""
    if not is_of_pairs(season):
        raise TypeError(f"expected a season of pairs, got one of {season.kind}")
    return season


def as_cohorts(season: Season) -> CohortSeason:
    """The season as one of cohorts, where it cannot be another. Raises TypeError where it is."""
    if is_of_pairs(season):
        raise TypeError("expected a season of cohorts, got one of pairs")
    return cast("CohortSeason", season)


def nobody(name: str) -> Table:
    """A table without people, for a side that a program does not have."""
    return Table(name, "", pd.DataFrame({"id": pd.Series([], dtype=object)}), ())


def capacities(table: Table, capacity: Capacity) -> NDArray[np.int64]:
    """A capacity for each person: the cell, or the program's default where it is blank."""
    cells = table.numbers(capacity.column)
    return np.where(np.isnan(cells), capacity.default, cells).astype(np.int64)
