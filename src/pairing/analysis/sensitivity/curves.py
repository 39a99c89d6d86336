"""Trade-off curves: the results, as tables, sentences and plans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import pandas as pd

from pairing import display
from pairing.plans.comparison import same_cohorts
from pairing.season import Season


@dataclass(frozen=True)
class Measure:
    """One of the two things. scale: by what values are divided for people, 100 for points and miles."""

    title: str
    unit: str
    larger_is_better: bool
    scale: Fraction = Fraction(100)

    def shown(self, value: Fraction | int) -> float | int:
        """A value as people read it."""
        return int(value) if self.scale == 1 else round(float(value / self.scale), 2)

    def gain(self, before: int, after: int) -> int:
        """By how much a value is better than another."""
        return after - before if self.larger_is_better else before - after


@dataclass(frozen=True)
class CurvePoint:
    """One plan of a curve: its values of both measures, whole numbers (hundredths of points or miles, or people).

    partners: the right person of each left one by id; for cohorts the cohort of each member.
    placed: how many are placed or seated. proved: no plan is as good in both and better in one. slack: by how much
    a plan that is as good in the second could still be better in the first, at most.
    """

    first: int
    second: int
    partners: Mapping[str, str]
    placed: int
    proved: bool = True
    slack: int = 0
    unknown: int = 0


@dataclass(frozen=True)
class Tradeoff:
    """What one thing costs in another: the curve's points, the best in the first measure first.

    present: the plan of the program as it stands, as the points' `partners`. complete: in words, what is proved of the
    curve. columns: the headings of a plan's first two columns. stopped: it was interrupted, and points are missing.
    """

    season: Season
    first: Measure
    second: Measure
    points: tuple[CurvePoint, ...]
    present: Mapping[str, str]
    complete: str
    notes: tuple[str, ...] = ()
    columns: tuple[str, str] = ("left", "right")
    assignments: tuple[pd.DataFrame, ...] = field(default=(), compare=False, repr=False)
    stopped: bool = False

    def __len__(self) -> int:
        return len(self.points)

    @property
    def table(self) -> pd.DataFrame:
        """One row per point: both values, what the step from the row before costs, who is elsewhere, what is proved.

        price: units of the first measure lost for each unit of the second that is gained.
        """
        rows, before = [], None
        for number, point in enumerate(self.points):
            rows.append(
                [
                    number, self.first.shown(point.first), self.second.shown(point.second), point.placed,
                    self._price(before, point), self._elsewhere(self.present, point.partners),
                    None if before is None else self._elsewhere(before.partners, point.partners),
                    point.proved, self.first.shown(point.slack), point.unknown,
                ]
            )  # fmt: skip
            before = point
        columns = [
            "point", self.first.title, self.second.title, "people placed", "price", "other than present",
            "other than the row before", "proved", "at most better by", "miles unknown",
        ]  # fmt: skip
        frame = pd.DataFrame(rows, columns=columns)
        unknown = [] if any(point.unknown for point in self.points) else ["miles unknown"]
        slack = ["at most better by"] if all(point.proved for point in self.points) else []
        return frame.drop(columns=[*unknown, *slack]).astype({"price": "Float64", "other than the row before": "Int64"})

    def _elsewhere(self, before: Mapping[str, str], after: Mapping[str, str]) -> int:
        """How many people have another partner, or are in another cohort than the one that goes on as theirs."""
        names = same_cohorts(before, after) if self.season.kind == "cohorts" else {}
        return sum(
            names.get(before.get(one, ""), before.get(one)) != after.get(one) for one in before.keys() | after.keys()
        )

    def _price(self, before: CurvePoint | None, point: CurvePoint) -> float | None:
        if before is None:
            return None
        lost = self.first.gain(point.first, before.first)
        gained = self.second.gain(before.second, point.second)
        return float(lost * self.second.scale / (gained * self.first.scale))

    def plan(self, number: int) -> pd.DataFrame:
        """The assignments of one point, by its number in the table. Raises IndexError for no such number."""
        if not 0 <= number < len(self.assignments):
            raise IndexError(f"the curve has no point {number}; they are numbered from 0 to {len(self) - 1}")
        return self.assignments[number]

    @property
    def sentences(self) -> list[str]:
        """The curve in words."""
        if not self.points:
            return [f"No plan is known. {self.complete}"]
        best, last = self.points[0], self.points[-1]
        ends = [
            f"{measure.title} {measure.shown(value):,}"
            for point in (best, last)
            for measure, value in ((self.first, point.first), (self.second, point.second))
        ]
        count = len(self.points)
        said = [f"{count} plan{'' if count == 1 else 's'}, from {ends[0]} with {ends[1]} to {ends[2]} with {ends[3]}."]
        return [*said, self.complete, *self.notes]

    def __repr__(self) -> str:
        return f"<Tradeoff {self.first.title} against {self.second.title}: {' '.join(self.sentences)}>"

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        table = self.table
        prices = [display.fixed(None if pd.isna(price) else price, 4) for price in table["price"]]
        return display.card(
            f"{self.first.title} against {self.second.title}",
            display.listing(self.sentences),
            display.frame("", table.assign(price=prices), most=20, more="its table"),
        )
