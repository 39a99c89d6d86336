"""The result of a cohort program: who sits with whom, who leads them, plus what was proved about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from pairing import display
from pairing.plans.base import AnyPlan, GoalResult, LeftOut, Outcome
from pairing.plans.cohort_parts import Cohort, Exchange, Shift
from pairing.plans.comparison import Comparison, compared_plans
from pairing.profiles import Table, key
from pairing.season import CohortSeason, StandingCohorts

if TYPE_CHECKING:
    from pairing.instance.evaluation import Judged

MOST = 20
"""So many cohorts a notebook shows."""


@dataclass(frozen=True)
class CohortPlan(AnyPlan):
    """A plan of cohorts for one season. `cohorts` are in the order of their numbers.

    exchanges: each seated member's best other cohorts, by id and swap cost. dollars: what the plan costs, None where
    the program states no money. changes: what is otherwise than it stood, in a rerun; repairs: what becomes of
    cohorts with too few members left. The other fields are those of `Plan`.
    """

    season: CohortSeason
    outcome: Outcome
    goal_results: tuple[GoalResult, ...]
    cohorts: tuple[Cohort, ...]
    engine: str
    certificate: tuple[Mapping[str, Any], ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    reason: str = ""
    stopped: str = ""
    seed: int = 0
    checked: Mapping[str, int] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)
    exchanges: tuple[Exchange, ...] = ()
    dollars: float | None = None
    notes: tuple[str, ...] = ()
    changes: tuple[Shift, ...] = ()
    repairs: tuple[str, ...] = ()

    def __repr__(self) -> str:
        values = ", ".join(f"{goal.name} {goal.shown(goal.value)}" for goal in self.goal_results)
        name = self.season.program.name
        return f"<CohortPlan {name}: {self.outcome}, {self._many}, {values or self.reason}>"

    @property
    def _many(self) -> str:
        return display.counted(len(self.cohorts), "cohort", "cohorts")

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        rows = [
            [
                cohort.name, len(cohort.seats), "; ".join(cohort.facilitators),
                display.fixed(_mean_dissimilarity(cohort), 2), cohort.place, display.fixed(cohort.longest, 1),
            ]
            for cohort in self.cohorts[:MOST]
        ]  # fmt: skip
        rest = len(self.cohorts) - len(rows)
        headings = ["cohort", "size", "led by", "mean dissimilarity", "meets in", "longest drive, miles"]
        more = f"and {rest} more: see plan.cohort_table" if rest > 0 else ""
        return self._card(display.table(self._many, headings, rows, numbers=[1, 3, 5], more=more))

    @property
    def assignments(self) -> pd.DataFrame:
        """Everyone in a cohort as in `assignments.csv`: members, then facilitators, cohort by cohort."""
        rows = [row for cohort in self.cohorts for row in self._rows(cohort)]
        columns = [
            "cohort", "role", "person_id", "name", "district", "region", "enrollment", "miles_to_meeting", "fit",
            "change", "facilitator_fit",
        ]  # fmt: skip
        return _numbers(pd.DataFrame(rows, columns=columns), "miles_to_meeting", "fit", "facilitator_fit")

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        """Cohort, role and id of everyone in a cohort, as the checker takes a plan."""
        program = self.season.program
        return [
            (cohort.name, role, one)
            for cohort in self.cohorts
            for role, ids in ((program.left.label, cohort.ids), (program.right.label, cohort.facilitators))
            for one in ids
        ]

    def _rows(self, cohort: Cohort) -> list[list[Any]]:
        program, season = self.season.program, self.season
        members = [
            [
                cohort.number, program.left.label, *_person(season.left, seat.id), seat.drive, _points(seat.fit),
                seat.change, _points(seat.facilitator_fit),
            ]
            for seat in cohort.seats
        ]  # fmt: skip
        facilitators = [
            [
                cohort.number, program.right.label, *_person(season.right, identifier), None, None,
                self._leading(identifier, cohort), None,
            ]
            for identifier in cohort.facilitators
        ]  # fmt: skip
        return [*members, *facilitators]

    def _leading(self, identifier: str, cohort: Cohort) -> str:
        """Whether a facilitator kept the cohort, has another one than before, or is new."""
        standing, f = self.season.standing, self.season.right.index[key(identifier)]
        if not isinstance(standing, StandingCohorts):
            return "new"
        led = [one.name for one in standing.cohorts if f in one.facilitators]
        return "new" if not led else "kept" if cohort.continues in led else "moved"

    @property
    def points(self) -> pd.DataFrame:
        """What the fits are made of, in points: a row for every two members of a cohort, and for each with the leaders.

        A column per criterion, blank where it is about the other relation; they add up to the fit, which is the same
        both ways between members.
        """
        from pairing.instance.cohort_builder import build

        roster, program = build(self.season), self.season.program
        left, right = self.season.left.index, self.season.right.index
        rows: list[dict[str, Any]] = []
        for cohort in self.cohorts:
            for number, one in enumerate(cohort.ids):
                i = left[key(one)]
                for other in cohort.ids[number + 1 :]:
                    row = _pointed(roster.members, i, left[key(other)])
                    rows.append({"cohort": cohort.number, "id": one, "with": other, "role": program.left.label, **row})
                for other in cohort.facilitators:
                    row = _pointed(roster.with_facilitators, i, right[key(other)])
                    rows.append({"cohort": cohort.number, "id": one, "with": other, "role": program.right.label, **row})
        criteria = [criterion.title for criterion in program.criteria]
        return pd.DataFrame(rows, columns=["cohort", "id", "with", "role", *criteria, "fit"])

    def compare(self, other: AnyPlan, names: tuple[str, str] = ("this plan", "the other")) -> Comparison:
        """The other plan against this one, as `Plan.compare` does; cohorts go by the members whom they share."""
        return compared_plans(self, other, names)

    @property
    def cohort_table(self) -> pd.DataFrame:
        """Each cohort as in `cohorts.csv`; in a rerun with the one that stood and goes on as this one."""
        again = self.season.standing is not None
        rows = [
            [
                cohort.number, len(cohort.seats), "; ".join(cohort.facilitators), _mean_dissimilarity(cohort),
                "" if cohort.worst_pair is None else _worst(cohort.worst_pair), *(cohort.enrollment or (None, None)),
                _ratio(cohort), cohort.place, cohort.longest, cohort.median, cohort.place_of, cohort.theme,
                cohort.penalty / 100, cohort.cost / 100, *([cohort.continues] if again else []),
            ]
            for cohort in self.cohorts
        ]  # fmt: skip
        columns = [
            "cohort", "size", "facilitator_ids", "mean_dissimilarity", "worst_pair", "enrollment_min",
            "enrollment_max", "enrollment_ratio", "meeting_place", "longest_drive", "median_drive",
            "meeting_place_id", "theme", "penalty", "cost", *(["continues"] if again else []),
        ]  # fmt: skip
        frame = pd.DataFrame(rows, columns=columns)
        return _numbers(frame, "mean_dissimilarity", "enrollment_ratio", "longest_drive", "median_drive")

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Every table of a run by the name of its file."""
        return {
            "assignments": self.assignments, "cohorts": self.cohort_table, "alternatives": self.alternatives,
            "unmatched": self.unmatched, **({"moves": self.moves} if self.season.standing is not None else {}),
        }  # fmt: skip

    @property
    def moves(self) -> pd.DataFrame:
        """What is otherwise than it stood, as in `moves.csv`; empty but for a rerun."""
        season = self.season
        names = {
            side.label: dict(zip(table.ids, table.values("name"), strict=True))
            for side, table in ((season.program.left, season.left), (season.program.right, season.right))
        }
        rows = [
            [one.side, one.id, names[one.side].get(one.id), one.before, one.after, one.move, one.why]
            for one in self.changes
        ]
        return pd.DataFrame(rows, columns=["role", "person_id", "name", "before", "now", "move", "why"])

    @property
    def more_sheets(self) -> dict[str, pd.DataFrame]:
        """What the workbook shows beside the tables."""
        return {}

    @property
    def alternatives(self) -> pd.DataFrame:
        """Each seated member's best other cohorts as in `alternatives.csv`, with what the change costs."""
        rows, rank, last = [], 0, ""
        for option in self.exchanges:
            rank = rank + 1 if option.id == last else 1
            last = option.id
            rows.append(
                [
                    option.id, rank, option.cohort, option.other or "", option.fit / 100, option.cost / 100,
                    option.facilitators / 100,
                ]
            )  # fmt: skip
        columns = [
            f"{self.season.program.left.label}_id", "rank", "cohort", "in_exchange_for", "fit", "swap_cost: alike",
            "swap_cost: facilitators",
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=columns)


def _pointed(judged: Judged, i: int, j: int) -> dict[str, float]:
    """The points of two people by criterion, and their fit."""
    points = {item.title: float(judged.points[k, i, j]) / 100 for k, item in enumerate(judged.criteria)}
    return {**points, "fit": float(judged.fit[i, j]) / 100}


ENROLLMENTS = ("enrollment", "enrollment_min", "enrollment_max")


def _numbers(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Numbers with blanks for unknown; enrollments without decimals where all are whole."""
    kinds = dict.fromkeys(columns, "Float64")
    for name in (name for name in ENROLLMENTS if name in frame):
        whole = all(float(value).is_integer() for value in frame[name].dropna())
        kinds[name] = "Int64" if whole else "Float64"
    return frame.astype(kinds)


def _points(hundredths: int | None) -> float | None:
    return None if hundredths is None else hundredths / 100


def _mean_dissimilarity(cohort: Cohort) -> float:
    """Points per member, penalty left out."""
    return round((cohort.cost - cohort.penalty) / max(1, len(cohort.seats)) / 100, 2)


def _worst(pair: tuple[str, str, int]) -> str:
    return f"{pair[0]} with {pair[1]}: {pair[2] / 100:.2f}"


def _ratio(cohort: Cohort) -> float | None:
    if cohort.enrollment is None:
        return None
    smallest, largest = cohort.enrollment
    return round(max(largest, 1) / max(smallest, 1), 2)


def _person(table: Table, identifier: str) -> list[Any]:
    i = table.index[key(identifier)]
    return [identifier, *(table.values(column)[i] for column in ("name", "district", "region", "enrollment"))]
