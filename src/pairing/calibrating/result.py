"""What calibration found: weights with ranges, what they rest on, and the season under them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd

from pairing import display
from pairing.calibrating.linear import Floats
from pairing.display import exactly
from pairing.season import Season


@dataclass(frozen=True, eq=False)
class Calibration:
    """Weights learned from a plan or from ratings.

    season: the one asked about, as it is. source: what they were learned from; what: what that is called. weights: one
    row per criterion with `present`, `found`, `low` and `high`: the weight now, the one that fits best, and from where
    to where it explains the plan as well, or the bootstrap's 95 percent interval; NaN where nothing can be told: such a
    criterion keeps its weight, or has 0 where all weight lies on such ones. sentences: the rest in words.

    Of a plan: gap, by how many points of fit in all the best comparable plan is better under the weights found (exact);
    least_gap, what no weights get below; fit, the plan's own; differences, the committee's pairs that this best plan is
    without, and what each costs. Of ratings: predictors, what each criterion says about them by itself.
    """

    season: Season
    source: Literal["plan", "ratings"]
    what: str
    weights: pd.DataFrame
    sentences: tuple[str, ...]
    gap: float | None = None
    least_gap: float | None = None
    fit: float | None = None
    differences: pd.DataFrame | None = None
    predictors: pd.DataFrame | None = None

    @property
    def reweighed(self) -> Season:
        """The season asked about, under the weights found."""
        return self.apply(self.season)

    def apply(self, season: Season) -> Season:
        """A season of a program with these criteria, under the weights found. Raises InputError for another program."""
        found = zip(self.weights["criterion"], self.weights["found"], strict=True)
        return season.with_weights({str(name): float(weight) for name, weight in found})

    @property
    def in_words(self) -> tuple[str, ...]:
        """One sentence per criterion, then what they rest on."""
        return (*self._of_weights(), *self.sentences)

    def _of_weights(self) -> Iterator[str]:
        doing = "explains the plan equally well" if self.source == "plan" else "is within the uncertainty (95 %)"
        for name, present, found, low, high in self.weights.itertuples(index=False, name=None):
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

    def __repr__(self) -> str:
        about = f"gap {exactly(self.gap)}" if self.gap is not None else f"{len(self.weights)} criteria"
        pairs = zip(self.weights["criterion"], self.weights["found"], strict=True)
        return (
            f"<Calibration from {self.what}: {about}, {', '.join(f'{name} {exactly(value)}' for name, value in pairs)}>"
        )

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return display.card(
            f"Calibration from {self.what}",
            display.frame("Weights", self.weights, most=len(self.weights)),
            "" if self.predictors is None else display.frame("Criterion by criterion", self.predictors, most=99),
            "" if self.differences is None else display.frame("Pairs that the best plan is without", self.differences),
            display.listing(self.sentences),
        )


def with_found(season: Season, weights: Floats) -> Season:
    """The season under other weights, in its criteria's order; not validated."""
    criteria = [
        criterion.model_copy(update={"weight": float(weight)})
        for criterion, weight in zip(season.program.criteria, weights, strict=True)
    ]
    return replace(season, program=season.program.model_copy(update={"criteria": criteria}))
