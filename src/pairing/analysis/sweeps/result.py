"""What a sweep found: a row for every setting, and in how many of them each pair is made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from pairing import display
from pairing.analysis.sweeps.axes import Settings, season_at
from pairing.analysis.sweeps.one_setting import FOUND, Solved
from pairing.plans.base import GoalResult
from pairing.program.wording import counted
from pairing.season import Season

CLOCK = ("seconds",)
"""Columns of clock values: all others are the same on any number of machines, save in rows that were stopped."""


@dataclass(frozen=True)
class Sweep:
    """Many settings of a season, each solved. `asked` says what was asked for, as `sweep.json` does.

    stopped: "interrupted" where not all settings were solved; those that were not are in no table.
    """

    season: Season
    settings: Settings
    asked: Mapping[str, Any]
    solved: Sequence[Solved | None]
    """What is kept of each setting's plan; settings with equal worths share it."""
    first: Sequence[int]
    """For each setting the first one of equal worths, which was solved for both."""
    stopped: str = ""

    def __repr__(self) -> str:
        return f"<Sweep {self.season.program.name}: {self._counted}>"

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        first = ["setting", "outcome", "plan", "placed"]
        varied = [axis.title for axis in self.settings.axes]
        columns = [*first, *varied, *(f"value: {name}" for name in self._goals)]
        return display.card(
            f"Sweep of {self.season.program.name}",
            display.sentence(self._counted),
            display.frame("Settings", self.table[columns], more="sweep.table"),
            display.frame("Pairs, those that hold first", self.pairs, more="sweep.pairs"),
        )

    @property
    def _counted(self) -> str:
        holds = Counter(self.pairs["holds"])
        unsolved = f", {len(self.settings) - len(self.table)} not solved ({self.stopped})" if self.stopped else ""
        settings, plans = counted(len(self.table), "setting"), counted(len(self.plans), "different plan")
        always = counted(holds["always"], "pair")
        return f"{settings}{unsolved}, {plans}; {always} in all of them, {holds['contested']} contested"

    @cached_property
    def plans(self) -> tuple[tuple[tuple[str, str], ...], ...]:
        """The different plans, each as its pairs of ids, in the order in which settings first have them."""
        return tuple(dict.fromkeys(filter(None, self._plan_of)))

    @cached_property
    def _plan_of(self) -> list[tuple[tuple[str, str], ...] | None]:
        """Each setting's pairs; None without a plan."""
        return [tuple((a, b) for a, b in one["pairs"]) if one and _found(one) else None for one in self.solved]

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row for each setting that was solved.

        setting: its number, from 1. One column for each thing varied. outcome. plan: settings with the same number
        have the same pairs. placed: left people with a place, blank without a plan. stopped: "time limit" where that
        ended the work: such a row depends on the clock. For each goal value, bound and proved, fits in points.
        seconds: what it took to solve; 0 where an earlier setting has the same worths. reason: why there is no plan.
        """
        numbers = {plan: number for number, plan in enumerate(self.plans, start=1)}
        rows = [
            [
                number + 1, *row, one["outcome"], numbers.get(plan or ()), one["placed"], one["stopped"],
                *self._goal_cells(one), one["seconds"] if self.first[number] == number else 0.0, one["reason"],
            ]
            for number, (row, one, plan) in enumerate(zip(self.settings.rows, self.solved, self._plan_of, strict=True))
            if one is not None
        ]  # fmt: skip
        columns = [
            "setting", *(axis.title for axis in self.settings.axes), "outcome", "plan", "placed", "stopped",
            *(f"{word}: {name}" for name in self._goals for word in ("value", "bound", "proved")), *CLOCK, "reason",
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=columns).astype({"plan": "Int64", "placed": "Int64"} | self._kinds)

    @cached_property
    def _goals(self) -> dict[str, GoalResult]:
        """The goals by name, in the program's order."""
        found = [GoalResult(*goal) for one in self.solved if one is not None for goal in one["goals"]]
        return {goal.name: goal for goal in found}

    @property
    def _kinds(self) -> dict[str, str]:
        whole = {name: isinstance(goal.shown(100), int) for name, goal in self._goals.items()}
        numbers = {
            f"{word}: {name}": "Int64" if whole[name] else "Float64" for name in whole for word in ("value", "bound")
        }
        return numbers | {f"proved: {name}": "boolean" for name in whole}

    def _goal_cells(self, one: Solved) -> list[Any]:
        goals = {goal[0]: GoalResult(*goal) for goal in one["goals"]}
        cells: list[Any] = []
        for name in self._goals:
            goal = goals.get(name)
            cells += [None] * 3 if goal is None else [goal.shown(goal.value), goal.shown(goal.bound), goal.proved]
        return cells

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """In how many settings each pair is made, of those that have a plan; of cohorts every two members together.

        settings: so many. share: of all that have a plan. holds: "always", or "contested". Those that hold most often
        come first.
        """
        plans = [plan for plan in self._plan_of if plan is not None]
        counts = Counter(pair for plan in plans for pair in plan)
        left, right = self._people
        order = sorted(counts, key=lambda pair: (-counts[pair], left[pair[0]], right[pair[1]]))
        rows = [
            [
                *pair, counts[pair], round(counts[pair] / len(plans), 4),
                "always" if counts[pair] == len(plans) else "contested",
            ]
            for pair in order
        ]  # fmt: skip
        program = self.season.program
        other = f"{program.right.label}_id" if program.kind == "pairs" else "with_id"
        return pd.DataFrame(rows, columns=[f"{program.left.label}_id", other, "settings", "share", "holds"])

    @property
    def _people(self) -> tuple[dict[str, int], dict[str, int]]:
        """Where people stand in their tables, by id."""
        tables = self.season.left, self.season.right if self.season.kind == "pairs" else self.season.left
        left, right = ({identifier: place for place, identifier in enumerate(table.ids)} for table in tables)
        return left, right

    def under(self, setting: int) -> Season:
        """The season under a setting, by its number in the table: what `pairing.solve` takes for the whole plan."""
        if not 1 <= setting <= len(self.settings):
            raise ValueError(f"settings are numbered from 1 to {len(self.settings)}, got {setting}")
        return season_at(self.season, self.settings.axes, self.settings.rows[setting - 1])


def _found(one: Solved) -> bool:
    return one["outcome"] in FOUND
