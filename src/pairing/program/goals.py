"""What is optimized, in strict order: the parameters of each kind of goal, in one explicit dict."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

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
}
