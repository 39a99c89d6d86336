"""What is optimized, in strict order: the parameters of each kind of goal, in one explicit dict."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from pairing.parameters import Condition, NumberColumn, words


class GoalItem(BaseModel):
    """One `[[goal]]`; unless the program names it, its kind is its name."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    kind: str
    name: str = ""

    @property
    def title(self) -> str:
        """The goal's name in every output."""
        return self.name or self.kind


class Placed(GoalItem):
    """Place as many left people as possible: those for whom `who` holds, or class by class of `by`, 1 first."""

    kind: Literal["placed"]
    who: Condition = {}
    by: NumberColumn | None = None

    @property
    def title(self) -> str:
        """The goal's name; without one, the kind and whom it counts."""
        return self.name or ("placed" + (f" ({words(self.who)})" if self.who else ""))


class Keep(GoalItem):
    """Break the limit named `limit` by as few units as possible, each at `cost_per_unit`; the limit is then soft."""

    kind: Literal["keep"]
    limit: str
    cost_per_unit: Annotated[int, Field(ge=1, le=1_000_000)] = 1

    @property
    def title(self) -> str:
        """The goal's name; without one, the limit's."""
        return self.name or f"keep {self.limit}"


class Seated(GoalItem):
    """Seat as many members as possible: those for whom `who` holds."""

    kind: Literal["seated"]
    who: Condition = {}

    @property
    def title(self) -> str:
        """The goal's name; without one, the kind and whom it counts."""
        return self.name or ("seated" + (f" ({words(self.who)})" if self.who else ""))


class Alike(GoalItem):
    """Make the sum of the cohorts' costs as small as possible: dissimilarity among members, and penalties."""

    kind: Literal["alike"]


class Facilitators(GoalItem):
    """Make the sum of the fits of members with their facilitators as large as possible."""

    kind: Literal["facilitators"]


class WorstCohort(GoalItem):
    """Make the largest cost per member of any cohort as small as possible."""

    kind: Literal["worst_cohort"]


class Continuity(GoalItem):
    """Keep as many pairs of last year's cohort mates together as possible."""

    kind: Literal["continuity"]


class WorstFit(GoalItem):
    """Make the smallest fit of any pair as large as possible."""

    kind: Literal["worst_fit"]


class Fit(GoalItem):
    """Make the sum of all fits as large as possible."""

    kind: Literal["fit"]


class EvenLoad(GoalItem):
    """Spread people evenly: a right person's second partner costs 1, the third 2, and so on."""

    kind: Literal["even_load"]


GOALS: dict[str, type[GoalItem]] = {
    "placed": Placed,
    "worst_fit": WorstFit,
    "fit": Fit,
    "even_load": EvenLoad,
    "keep": Keep,
}
"""The goals of programs of kind pairs."""

COHORT_GOALS: dict[str, type[GoalItem]] = {
    "seated": Seated,
    "alike": Alike,
    "facilitators": Facilitators,
    "worst_cohort": WorstCohort,
    "continuity": Continuity,
}
"""The goals of programs of kind cohorts."""

SMALLER_IS_BETTER = ("even_load", "keep", "alike", "worst_cohort")
"""The kinds of goals that are minimized; the others are maximized."""
