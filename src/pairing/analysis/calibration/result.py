"""What calibration found: weights with ranges, what they rest on, and the season under them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd

from pairing import display
from pairing.display import exactly
from pairing.errors import InputError, Problem
from pairing.optimizers.linear_programs import Floats
from pairing.season import PairSeason, Season

LEGEND = (
    "known: of how many rated pairs the grade is known. tau: from 1 (the criterion orders the pairs as the ratings "
    "do) to -1 (the other way round), with the 95 % interval behind it. rightly: of two pairs rated differently, how "
    "often the better rated one has the better grade. says: what that tells. Blank: fewer than ten grades are known, "
    "or all ratings or grades are the same."
)
"""What the columns of `predictors` say."""
TIED = "tied"
"""What a pair is called that the best plan is without and an equally good one has."""


@dataclass(frozen=True, eq=False)
class Calibration:
    """Weights learned from a plan or from ratings.

    season: the one asked about, as it is. source: what they were learned from; what: what that is called. weights: one
    row per criterion with `present`, `found`, `low` and `high`: the weight now, the one that fits best, and from where
    to where it explains the plan as well, or the bootstrap's 95 percent interval; NaN where nothing can be told: such a
    criterion keeps its weight, or has 0 where all weight lies on such ones. A further column `clearer` where a plan is
    explained so vaguely that weights with a larger gap are worth a look. verdict: what to know first: that nothing asks
    for other weights, or that those of `clearer` are the better guide; mostly blank. sentences: the rest in words.

    Of a plan: gap, by how many points of fit in all the best comparable plan is better under the weights found (exact);
    least_gap, what no weights get below; fit, the plan's own; differences, the committee's pairs that this best plan is
    without, dearest first, and what each costs by itself, all others matched anew (0: an equally good plan has it; the
    costs do not add up to the gap); none without a gap. Of ratings: predictors, what each criterion says about them by
    itself.
    """

    season: Season
    source: Literal["plan", "ratings"]
    what: str
    weights: pd.DataFrame
    sentences: tuple[str, ...]
    verdict: str = ""
    gap: float | None = None
    least_gap: float | None = None
    fit: float | None = None
    differences: pd.DataFrame | None = None
    predictors: pd.DataFrame | None = None

    @property
    def reweighed(self) -> Season:
        """The season asked about, under the weights found."""
        return self.apply(self.season)

    def apply(self, season: Season, column: Literal["found", "clearer"] = "found") -> Season:
        """A season of a program with these criteria, under the weights found (or those of another column).

        Raises InputError for another program, and for a column that the weights do not have.
        """
        if column not in self.weights:
            raise InputError([Problem(f'the weights have no column "{column}"', expected='apply(season), or "found"')])
        found = zip(self.weights["criterion"], self.weights[column], strict=True)
        return season.with_weights({str(name): float(weight) for name, weight in found})

    @property
    def in_words(self) -> tuple[str, ...]:
        """The verdict, one sentence per criterion, then what they rest on."""
        return (*filter(None, [self.verdict]), *self._of_weights(), *self.sentences)

    @property
    def legend(self) -> str:
        """What the columns of `weights` say."""
        between = "it explains the plan equally well" if self.source == "plan" else "95 of 100 resamples lie"
        return f"low, high: the weights between which {between}; blank where nothing can be told."

    def _of_weights(self) -> Iterator[str]:
        doing = "explains the plan equally well" if self.source == "plan" else "is within the uncertainty (95 %)"
        for name, present, found, low, high in self.weights.iloc[:, :5].itertuples(index=False, name=None):
            if not np.isnan(low):
                between = f"anything from {exactly(low)} to {exactly(high)} {doing}"
                yield f"{name}: {exactly(present)} now, {exactly(found)} fits best, {between}"
            elif found == present:
                yield f"{name}: the {self.source} cannot tell; it stays at {exactly(found)}"
            else:
                yield (
                    f"{name}: the {self.source} cannot tell; {exactly(present)} now, set to {exactly(found)}, as all "
                    "weight lies on such criteria and would leave none for the others"
                )

    @property
    def listed(self) -> pd.DataFrame:
        """The differences as people read them: a pair that costs nothing is `tied`."""
        assert self.differences is not None
        costs = [display.fixed(cost, 2) if cost else TIED for cost in self.differences["cost"]]
        return self.differences.assign(cost=costs)

    def __repr__(self) -> str:
        about = f"gap {exactly(self.gap)}" if self.gap is not None else f"{len(self.weights)} criteria"
        pairs = zip(self.weights["criterion"], self.weights["found"], strict=True)
        found = ", ".join(f"{name} {exactly(value)}" for name, value in pairs)
        verdict = f"{self.verdict[:1].lower()}{self.verdict[1:]} " if self.verdict else ""
        told = "" if self.weights["low"].isna().all() else f", {found}"
        return f"<Calibration from {self.what}: {verdict}{about}{told}>"

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return display.card(
            f"Calibration from {self.what}",
            display.sentence(self.verdict),
            display.frame("Weights", self.weights, most=len(self.weights)),
            display.sentence(self.legend),
            "" if self.predictors is None else display.frame("Criterion by criterion", self.predictors, most=99),
            "" if self.predictors is None else display.sentence(LEGEND),
            "" if self.differences is None else display.frame("Pairs that the best plan is without", self.listed),
            display.listing(self.sentences),
        )


def with_found(season: PairSeason, weights: Floats) -> PairSeason:
    """The season under other weights, in its criteria's order; not validated."""
    criteria = [
        criterion.model_copy(update={"weight": float(weight)})
        for criterion, weight in zip(season.program.criteria, weights, strict=True)
    ]
    return replace(season, program=season.program.model_copy(update={"criteria": criteria}))
