"""The result: who is matched with whom, plus what was proved about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import pandas as pd

from pairing.profiles import Table, key
from pairing.season import Season

Outcome = Literal["proved", "bounded", "infeasible", "no_plan"]


@dataclass(frozen=True)
class GoalResult:
    """One goal's value and the best value any plan could have, given the values of the goals before it.

    Fits are hundredths. `value` and `bound` are None where there is nothing to measure (no pairs at all).
    `given` names the first earlier goal that is not proved: this bound holds given that goal's value.
    """

    name: str
    kind: str
    value: int | None
    bound: int | None
    proved: bool
    given: str = ""

    def shown(self, number: int | None) -> float | int | None:
        """A value or bound as people see it: fits in points instead of hundredths."""
        return number / 100 if number is not None and self.kind in ("fit", "worst_fit") else number


@dataclass(frozen=True)
class Pair:
    """One assignment. `fit` and `points` are hundredths; `miles` is None where a place is unknown."""

    left: str
    right: str
    fit: int
    miles: float | None
    points: Mapping[str, int]
    change: Literal["new", "kept", "moved", "locked"] = "new"
    certain: Literal["yes", "no", "unknown"] = "unknown"


@dataclass(frozen=True)
class LeftOut:
    """Someone without a partner: a sentence, and the counts behind it by name."""

    side: str
    id: str
    name: str
    reason: str
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """A plan for one season. `pairs` are sorted by left id.

    `certificate` is a list of proofs (docs/math.md, "Certificate"). `reason` says why there is no plan (outcome
    infeasible or no_plan). `stopped` is "time limit" or "interrupted" when the run ended early. `checked` counts
    what the independent checker judged. `seconds` maps each step to its duration.
    """

    season: Season
    outcome: Outcome
    goals: tuple[GoalResult, ...]
    pairs: tuple[Pair, ...]
    engine: str
    certificate: tuple[Mapping[str, Any], ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    reason: str = ""
    stopped: str = ""
    seed: int = 0
    checked: Mapping[str, int] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)

    @property
    def found(self) -> bool:
        """Whether there is a plan to publish."""
        return self.outcome in ("proved", "bounded")

    @property
    def assignments(self) -> pd.DataFrame:
        """The pairs as in `assignments.csv`, best fit first: fits and points in points, miles in miles."""
        season = self.season
        left, right = season.program.left.label, season.program.right.label
        criteria = [criterion.title for criterion in season.program.criteria]
        ranked = sorted(self.pairs, key=lambda pair: (-pair.fit, pair.left))
        rows = [
            [
                rank, *_person(season.left, pair.left), *_person(season.right, pair.right), pair.fit / 100,
                pair.miles, pair.change, pair.certain, *(pair.points[name] / 100 for name in criteria),
            ]
            for rank, pair in enumerate(ranked, start=1)
        ]  # fmt: skip
        columns = [
            "rank", f"{left}_id", f"{left}_name", f"{left}_district", f"{right}_id", f"{right}_name",
            f"{right}_district", "fit", "miles", "change", "certain", *(f"points: {name}" for name in criteria),
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=columns)

    @property
    def unmatched(self) -> pd.DataFrame:
        """Everyone without a partner as in `unmatched.csv`: the sentence and the counts behind it."""
        names = list(dict.fromkeys(name for person in self.left_out for name in person.counts))
        rows = [
            [person.side, person.id, person.name, person.reason, *(person.counts.get(name) for name in names)]
            for person in self.left_out
        ]
        frame = pd.DataFrame(rows, columns=["side", "id", "name", "reason", *names])
        return frame.astype(dict.fromkeys(names, "Int64"))

    @property
    def goal_table(self) -> pd.DataFrame:
        """Each goal with its value, its bound and whether it is proved; fits in points."""
        rows = [
            [goal.name, goal.shown(goal.value), goal.shown(goal.bound), goal.proved, goal.given] for goal in self.goals
        ]
        return pd.DataFrame(rows, columns=["goal", "value", "bound", "proved", "given"])


def _person(table: Table, identifier: str) -> tuple[str, str | None, str | None]:
    position = table.index[key(identifier)]
    return identifier, table.values("name")[position], table.values("district")[position]
