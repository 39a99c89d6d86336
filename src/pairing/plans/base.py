"""What a plan of any kind says: each goal's value and bound, who is left out and why, its tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import pandas as pd

from pairing import display
from pairing.program.goals import SMALLER_IS_BETTER
from pairing.season import Season

IN_HUNDREDTHS = ("fit", "worst_fit", "alike", "facilitators", "worst_cohort", "miles")
"""The kinds of goals that are kept in hundredths: points of fit or of dissimilarity, and miles."""
Outcome = Literal["proved", "bounded", "infeasible", "no_plan"]


@dataclass(frozen=True)
class GoalResult:
    """One goal's value and the best value any plan could have, given the values of the goals before it.

    Fits and miles are hundredths. `value` and `bound` are None where there is nothing to measure (no pairs at all).
    `given` names the first earlier goal that is not proved: this bound holds given that goal's value.
    """

    name: str
    kind: str
    value: int | None
    bound: int | None
    proved: bool
    given: str = ""

    def shown(self, number: int | None) -> float | int | None:
        """A value or bound as people see it: points or miles instead of hundredths."""
        return number / 100 if number is not None and self.kind in IN_HUNDREDTHS else number


@dataclass(frozen=True)
class LeftOut:
    """Someone without a partner: a sentence, and the counts behind it by name."""

    side: str
    id: str
    name: str
    reason: str
    counts: Mapping[str, int] = field(default_factory=dict)


class AnyPlan:
    """What a plan of any kind says beside who is with whom."""

    season: Season
    outcome: Outcome
    goal_results: tuple[GoalResult, ...]
    engine: str
    certificate: tuple[Mapping[str, Any], ...]
    left_out: tuple[LeftOut, ...]
    reason: str
    stopped: str
    seed: int
    checked: Mapping[str, int]
    seconds: Mapping[str, float]

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Every table of a run by the name of its file."""
        raise NotImplementedError

    @property
    def more_sheets(self) -> dict[str, pd.DataFrame]:
        """What the workbook shows beside the tables."""
        raise NotImplementedError

    @property
    def lists(self) -> dict[str, pd.DataFrame]:
        """The assignments of one group of people at a time, by the group; empty where the program asks for none."""
        return {}

    @property
    def found(self) -> bool:
        """Whether there is a plan to publish."""
        return self.outcome in ("proved", "bounded")

    @property
    def unmatched(self) -> pd.DataFrame:
        """Everyone left out as in `unmatched.csv`: the sentence and the counts behind it."""
        names = list(dict.fromkeys(name for person in self.left_out for name in person.counts))
        rows = [
            [person.side, person.id, person.name, person.reason, *(person.counts.get(name) for name in names)]
            for person in self.left_out
        ]
        frame = pd.DataFrame(rows, columns=["side", "id", "name", "reason", *names])
        return frame.astype(dict.fromkeys(names, "Int64"))

    @property
    def goals(self) -> pd.DataFrame:
        """Each goal with its value, its bound and whether it is proved; fits in points."""
        rows = [
            [goal.name, goal.shown(goal.value), goal.shown(goal.bound), goal.proved, goal.given]
            for goal in self.goal_results
        ]
        return pd.DataFrame(rows, columns=["goal", "value", "bound", "proved", "given"])

    def _card(self, *own: str) -> str:
        """What a notebook shows: the outcome, the goals, what a plan of its kind has of its own, who is left out."""
        program = self.season.program
        ended = f"ended early: {self.stopped}" if self.stopped else ""
        changed = "of a season changed in memory: see plan.season.changed" if self.season.changed else ""
        return display.card(
            f"Plan of {program.name}",
            display.sentence(WORDS[self.outcome], ended, changed),
            display.sentence(self.reason),
            display.table("Goals, in this order", GOAL_HEADINGS, self._goal_rows(), numbers=[1, 2]),
            *own,
            self._left_out_html(),
        )  # fmt: skip

    def _goal_rows(self) -> list[list[Any]]:
        return [
            [
                f"{goal.name} (smaller is better)" if goal.kind in SMALLER_IS_BETTER else goal.name,
                goal.shown(goal.value), goal.shown(goal.bound), goal.proved,
                f"given {goal.given}" if goal.given else "",
            ]
            for goal in self.goal_results
        ]  # fmt: skip

    def _left_out_html(self) -> str:
        """The first of those who wait, with reasons, and how many there are of either side."""
        left, right = self.season.left.name, self.season.right.name
        waiting = [one for one in self.left_out if one.side == self.season.program.left.label]
        rows = [[one.id, one.name, one.reason] for one in waiting[:SHOWN]]
        counts = [
            (len(waiting) - len(rows), f"more of the {left}"),
            (len(self.left_out) - len(waiting), f"of the {right}"),
        ]
        more = " and ".join(f"{number} {words}" for number, words in counts if number)
        more = f"and {more}: see plan.unmatched" if more else ""
        found = display.table(f"Left out of the {left}", ["id", "name", "reason"], rows, more=more)
        return found or display.sentence(f"left out: {more}" if more else "nobody is left out")


WORDS: dict[Outcome, str] = {
    "proved": "proved: no plan under these rules does better, goal by goal",
    "bounded": "a better plan may exist; the bounds say how much better",
    "infeasible": "there is no plan",
    "no_plan": "no plan was found in the time allowed",
}
GOAL_HEADINGS = ["goal", "value", "bound", "proved", ""]
SHOWN = 8
"""So many pairs, cohorts or people a notebook shows of a plan."""


def with_whole_numbers(frame: pd.DataFrame, word: str, goals: Sequence[GoalResult]) -> pd.DataFrame:
    """Losses and prices that count people are whole numbers, blank where unknown; fits keep two decimals."""
    kinds = {f"{word}: {goal.name}": "float64" if goal.kind in IN_HUNDREDTHS else "Int64" for goal in goals}
    return frame.astype({name: kind for name, kind in kinds.items() if name in frame})
