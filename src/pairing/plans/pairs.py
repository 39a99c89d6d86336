"""The result: who is matched with whom, plus what was proved about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from pairing import display
from pairing.plans.base import SHOWN, AnyPlan, GoalResult, LeftOut, Outcome, with_whole_numbers
from pairing.plans.comparison import Comparison, compared_plans
from pairing.plans.pair_parts import Alternative, Change, Departure, Move, OpportunityCosts, Pair
from pairing.plans.payments import payment_table
from pairing.profiles import Table, key
from pairing.season import PairSeason


@dataclass(frozen=True)
class Plan(AnyPlan):
    """A plan of pairs for one season. `pairs` are sorted by left id.

    `certificate` is a list of proofs (docs/math.md, "Certificate"). `reason` says why there is no plan (outcome
    infeasible or no_plan). `stopped` is "time limit" or "interrupted" when the run ended early. `checked` counts
    what the independent checker judged. `seconds` maps each step to its duration. `left_options` are the left people's
    alternatives, `right_options` the right people's, `lock_costs` what each lock costs, by decision id and goal.
    `departures` are the pairs that do not keep a soft rule, `changes` what is otherwise than it stood, in a rerun.
    """

    season: PairSeason
    outcome: Outcome
    goal_results: tuple[GoalResult, ...]
    pairs: tuple[Pair, ...]
    engine: str
    certificate: tuple[Mapping[str, Any], ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    reason: str = ""
    stopped: str = ""
    seed: int = 0
    checked: Mapping[str, int] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)
    left_options: tuple[Alternative, ...] = ()
    right_options: tuple[Alternative, ...] = ()
    lock_costs: Mapping[str, Mapping[str, int | None]] = field(default_factory=dict)
    departures: tuple[Departure, ...] = ()
    changes: tuple[Change, ...] = ()
    opportunity_costs: OpportunityCosts | None = field(default=None, compare=False, repr=False)

    def __repr__(self) -> str:
        values = ", ".join(f"{goal.name} {goal.shown(goal.value)}" for goal in self.goal_results)
        return f"<Plan {self.season.program.name}: {self.outcome}, {len(self.pairs)} pairs, {values or self.reason}>"

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        season, program = self.season, self.season.program
        rows = [
            [
                pair.left, _person(season.left, pair.left)[1], pair.right, _person(season.right, pair.right)[1],
                display.fixed(pair.fit / 100, 2), display.fixed(pair.miles, 1), pair.change,
            ]
            for pair in self.ranked[:SHOWN]
        ]  # fmt: skip
        rest = len(self.pairs) - len(rows)
        headings = [program.left.label, "", program.right.label, "", "fit", "miles", ""]
        more = f"and {rest} more: see plan.assignments" if rest > 0 else ""
        title = f"{len(self.pairs)} pairs, those hardest to replace first"
        return self._card(display.table(title, headings, rows, numbers=[4, 5], more=more))

    @property
    def ranked(self) -> list[Pair]:
        """The pairs as they are ranked: certain ones first, those that cost most to lose before the others."""

        def order(pair: Pair) -> tuple[bool, tuple[int, ...], int, str]:
            loss = tuple(-(loss or 0) for loss in pair.loss.values())
            return pair.certain != "yes", loss, -pair.fit, pair.left

        return sorted(self.pairs, key=order)

    @property
    def assignments(self) -> pd.DataFrame:
        """The pairs as in `assignments.csv`, ranked: fits, losses and points in points, miles in miles."""
        season = self.season
        left, right = season.program.left.label, season.program.right.label
        criteria = [criterion.title for criterion in season.program.criteria]
        rows = [
            [
                rank, *_person(season.left, pair.left), *_person(season.right, pair.right), pair.fit / 100, pair.miles,
                pair.change, pair.certain, *(goal.shown(pair.loss.get(goal.name)) for goal in self.goal_results),
                *(pair.points[name] / 100 for name in criteria),
            ]
            for rank, pair in enumerate(self.ranked, start=1)
        ]  # fmt: skip
        columns = [
            "rank", f"{left}_id", f"{left}_name", f"{left}_district", f"{right}_id", f"{right}_name",
            f"{right}_district", "fit", "miles", "change", "certain",
            *(f"loss: {goal.name}" for goal in self.goal_results),
            *(f"points: {name}" for name in criteria),
        ]  # fmt: skip
        return with_whole_numbers(pd.DataFrame(rows, columns=columns), "loss", self.goal_results)

    @property
    def points(self) -> pd.DataFrame:
        """What each pair's fit is made of: a column per criterion, in points that add up to the fit; ranked.

        >>> plan.points[["mentee_id", "mentor_id", "close by", "experience", "fit"]].head(2)
          mentee_id mentor_id  close by  experience    fit
        0      E019      M058     21.55         5.0  64.88
        1      E040      M033     35.00         2.0  93.56
        """
        program = self.season.program
        criteria = [criterion.title for criterion in program.criteria]
        rows = [
            [pair.left, pair.right, *(pair.points[name] / 100 for name in criteria), pair.fit / 100]
            for pair in self.ranked
        ]
        return pd.DataFrame(rows, columns=[f"{program.left.label}_id", f"{program.right.label}_id", *criteria, "fit"])

    def compare(self, other: AnyPlan, names: tuple[str, str] = ("this plan", "the other")) -> Comparison:
        """The other plan against this one: goals side by side, and everybody who is kept, moved, new or left out.

        The seasons may differ in anything but what their programs call the two sides. names: what the plans are called.
        Raises InputError for plans of other people.

        >>> plan.compare(pairing.solve(season.with_weights({"close by": 0}))).summary.split("; ")[0]
        'mentees: 13 moved, 6 still left out, 21 kept'
        """
        return compared_plans(self, other, names)

    @property
    def alternatives(self) -> pd.DataFrame:
        """Each left person's best other partners by price, as in `alternatives.csv`."""
        return self._priced(self.left_options, self.season.program.left.label, self.season.program.right.label)

    @property
    def alternatives_by_right(self) -> pd.DataFrame:
        """Each right person's best other partners by price."""
        left, right = self.season.program.left.label, self.season.program.right.label
        frame = self._priced(self.right_options, right, left)
        return frame.drop(columns=["displaced"])

    def _priced(self, options: Sequence[Alternative], owner: str, other: str) -> pd.DataFrame:
        by_left = owner == self.season.program.left.label
        rows, rank, last = [], 0, ""
        for option in options:
            people = (option.left, option.right or "") if by_left else (option.right or "", option.left)
            rank = rank + 1 if people[0] == last else 1
            last = people[0]
            prices = [goal.shown(option.price[goal.name]) for goal in self.goal_results]
            displaced = "; ".join(map(str, option.moves))
            price_is = "exact" if option.exact else "bound"
            rows.append([people[0], rank, people[1], option.fit / 100, option.miles, *prices, price_is, displaced])
        columns = [
            f"{owner}_id",
            "rank",
            f"{other}_id",
            "fit",
            "miles",
            *(f"price: {g.name}" for g in self.goal_results),
        ]
        frame = pd.DataFrame(rows, columns=[*columns, "price_is", "displaced"])
        return with_whole_numbers(frame, "price", self.goal_results)

    @property
    def payments(self) -> pd.DataFrame:
        """What the program's payments come to, as in `payments.csv`."""
        return payment_table(self.season, self._spots(self.pairs))

    @property
    def exceptions(self) -> pd.DataFrame:
        """The pairs that do not keep a soft rule, as in `exceptions.csv`."""
        left, right = self.season.program.left.label, self.season.program.right.label
        rows = [
            [
                *_person(self.season.left, one.left)[:2], *_person(self.season.right, one.right)[:2], one.rule,
                one.left_value, one.right_value, one.reason,
            ]
            for one in self.departures
        ]  # fmt: skip
        columns = [f"{left}_id", f"{left}_name", f"{right}_id", f"{right}_name"]
        return pd.DataFrame(rows, columns=[*columns, "rule", "left_value", "right_value", "reason"])

    @property
    def moves(self) -> pd.DataFrame:
        """What is otherwise than it stood, as in `moves.csv`; empty but for a rerun."""
        label, right = self.season.program.left.label, self.season.program.right.label
        names = dict(zip(self.season.left.ids, self.season.left.values("name"), strict=True))
        rows = [
            [
                one.left, names.get(one.left), one.before, one.after, one.move, one.why,
                None if one.fit is None else one.fit / 100, one.miles,
            ]
            for one in self.changes
        ]  # fmt: skip
        columns = [
            f"{label}_id", f"{label}_name", f"{right}_before", f"{right}_now", "move", "why", "fit_change",
            "miles_change",
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=columns).astype({"fit_change": "Float64", "miles_change": "Float64"})

    @property
    def lists(self) -> dict[str, pd.DataFrame]:
        """The assignments of each value of the program's `lists_by`, by the value, each as in `assignments.csv`."""
        from pairing.plans.regional_lists import list_tables

        column = self.season.program.lists_by
        return {} if column is None else list_tables(self.season, column, self._spots(self.ranked), self.assignments)

    def _spots(self, pairs: Sequence[Pair]) -> list[tuple[int, int]]:
        """Where the two people of each pair stand in the tables."""
        left, right = self.season.left.index, self.season.right.index
        return [(left[key(pair.left)], right[key(pair.right)]) for pair in pairs]

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Every table of a run by the name of its file."""
        program = self.season.program
        return {
            "assignments": self.assignments,
            "alternatives": self.alternatives,
            "unmatched": self.unmatched,
            **({"payments": self.payments} if program.payments else {}),
            **({"exceptions": self.exceptions} if program.soft_rules else {}),
            **({"moves": self.moves} if self.season.standing is not None else {}),
        }

    @property
    def more_sheets(self) -> dict[str, pd.DataFrame]:
        """What the workbook shows beside the tables."""
        return {f"Alternatives by {self.season.program.right.label}": self.alternatives_by_right}

    def price(self, left: str, right: str) -> dict[str, float | int | None]:
        """What forcing a pair costs the whole re-optimized plan, goal by goal, positive is a loss; fits in points.

        Raises ValueError for a pair that no plan can have, or for a plan that was not just solved and proved.
        """
        option = self._option(left, right)
        return {goal.name: goal.shown(option.price[goal.name]) for goal in self.goal_results}

    def path(self, left: str, right: str) -> tuple[Move, ...]:
        """Who is displaced when a pair is forced, and where they go. Raises ValueError as `price` does."""
        return self._option(left, right).moves

    def _option(self, left: str, right: str) -> Alternative:
        if self.opportunity_costs is None:
            raise ValueError("prices are known for a plan that was just solved and proved")
        i, j = self._positions(left, right)
        option: Alternative | None = self.opportunity_costs.option(i, j)
        if option is None:
            from pairing.instance.pairs import kept_apart

            reasons = "; ".join(kept_apart(self.opportunity_costs.candidates, i, j))
            raise ValueError(f"no plan under these rules has {left} with {right}{f': {reasons}' if reasons else ''}")
        return option

    def _positions(self, left: str, right: str) -> tuple[int, int]:
        """Where a left and a right person stand in their tables."""
        season = self.season
        one, other = season.program.left.label, season.program.right.label
        i, j = season.left.index.get(key(left)), season.right.index.get(key(right))
        if i is not None and j is not None:
            return i, j
        if i is None and key(left) in season.right.index:
            raise ValueError(f"{left} is a {other}; give the {one} first")
        if j is None and key(right) in season.left.index:
            raise ValueError(f"{right} is a {one}; give a {other} second")
        raise ValueError(f"{left if i is None else right} is nobody's id")


def _person(table: Table, identifier: str) -> tuple[str, str | None, str | None]:
    position = table.index[key(identifier)]
    return identifier, table.values("name")[position], table.values("district")[position]
