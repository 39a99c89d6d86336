"""What is optimized, in strict order: the parameters of each kind of goal, in one explicit dict."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field

from pairing.program.condition_grammar import Condition, condition_in_words
from pairing.program.parameters import STRICT, DistinctTexts, NumberColumn, OrderedColumns, TextColumn, printable


class GoalItem(BaseModel):
    """One `[[goal]]`; unless the program names it, its kind in words is its name."""

    model_config = STRICT
    kind: str
    name: Annotated[str, AfterValidator(printable)] = ""

    @property
    def title(self) -> str:
        """The goal's name in every output."""
        return self.name or self.kind.replace("_", " ")


class Placed(GoalItem):
    """Place as many left people as possible: those for whom `who` holds, or class by class of `by`, 1 first."""

    kind: Literal["placed"]
    who: Condition = {}
    by: NumberColumn | None = None

    @property
    def title(self) -> str:
        """The goal's name; without one, the kind and whom it counts."""
        return self.name or ("placed" + (f" ({condition_in_words(self.who)})" if self.who else ""))


class Keep(GoalItem):
    """Break the limit named `limit`, or the rule named `rule`, as little as possible; it is then soft.

    Each unit by which the limit is broken, or each pair that does not pass the rule, costs `cost_per_unit`.
    """

    kind: Literal["keep"]
    limit: str = ""
    rule: str = ""
    cost_per_unit: Annotated[int, Field(ge=1, le=1_000_000)] = 1

    @property
    def title(self) -> str:
        """The goal's name; without one, the limit's or rule's."""
        return self.name or f"keep {self.limit or self.rule}"


class Seated(GoalItem):
    """Seat as many members as possible: those for whom `who` holds."""

    kind: Literal["seated"]
    who: Condition = {}

    @property
    def title(self) -> str:
        """The goal's name; without one, the kind and whom it counts."""
        return self.name or ("seated" + (f" ({condition_in_words(self.who)})" if self.who else ""))


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
    """Make the sum of all fits as large as possible; in a rerun less `move_cost` points per proposed pair moved."""

    kind: Literal["fit"]
    move_cost: Annotated[float, Field(ge=0, le=1_000_000)] = 5.0


class Moves(GoalItem):
    """In a rerun move as few people as possible out of confirmed pairs that could stay."""

    kind: Literal["moves"]


class MembersMoves(Moves):
    """In a rerun move as few members as possible out of the cohorts that stand."""

    kind: Literal["moves"]


class FacilitatorChanges(GoalItem):
    """In a rerun take as few facilitators as possible, of those who could stay, from cohorts that continue."""

    kind: Literal["facilitator_changes"]


class EvenLoad(GoalItem):
    """Spread people evenly: a right person's second partner costs 1, the third 2, and so on."""

    kind: Literal["even_load"]


class InOrder(GoalItem):
    """Leave those without a partner who come last by `columns`: smallest, earliest and yes first, blank last."""

    kind: Literal["in_order"]
    columns: OrderedColumns


class Level(GoalItem):
    """Make the sum of the places of the right people's `column` in the list `order` as large as possible."""

    kind: Literal["level"]
    column: TextColumn = "level"
    order: DistinctTexts


class Miles(GoalItem):
    """Make the sum of the miles of all pairs as small as possible; unknown ones count as `unknown_miles`."""

    kind: Literal["miles"]
    unknown_miles: Annotated[float, Field(ge=0, le=1_000_000)]


GOALS: dict[str, type[GoalItem]] = {
    "placed": Placed,
    "worst_fit": WorstFit,
    "fit": Fit,
    "even_load": EvenLoad,
    "keep": Keep,
    "in_order": InOrder,
    "level": Level,
    "miles": Miles,
    "moves": Moves,
}
"""The goals of programs of kind pairs."""

COHORT_GOALS: dict[str, type[GoalItem]] = {
    "seated": Seated,
    "moves": MembersMoves,
    "facilitator_changes": FacilitatorChanges,
    "alike": Alike,
    "facilitators": Facilitators,
    "worst_cohort": WorstCohort,
    "continuity": Continuity,
}
"""The goals of programs of kind cohorts."""

STAYING = ("moves", "facilitator_changes")
"""The kinds of goals of cohorts that say who stays in a rerun; no other solve knows them."""

SMALLER_IS_BETTER = (
    "even_load", "keep", "in_order", "miles", "moves", "facilitator_changes", "alike", "worst_cohort",
)  # fmt: skip
"""The kinds of goals that are minimized; the others are maximized."""

MEANINGS: dict[type[GoalItem], str] = {
    Placed: "place as many left people as possible",
    WorstFit: "make the smallest fit of any pair as large as possible",
    Fit: "make the sum of all fits as large as possible",
    EvenLoad: "spread people evenly",
    Keep: "break the limit named `limit`, or the rule named `rule`, as little as possible",
    InOrder: "leave those without a partner who come last by `columns`",
    Level: "make the sum of the places of the right people's `column` in the list `order` as large as possible",
    Miles: "make the sum of the miles of all pairs as small as possible",
    Moves: "in a rerun move as few people as possible out of confirmed pairs that could stay",
    Seated: "seat as many members as possible",
    MembersMoves: "in a rerun move as few members as possible out of the cohorts that stand",
    FacilitatorChanges: (
        "in a rerun take as few facilitators as possible, of those who could stay, from cohorts that continue"
    ),
    Alike: "make the sum of the cohorts' costs as small as possible",
    Facilitators: "make the sum of the fits of members with their facilitators as large as possible",
    WorstCohort: "make the largest cost per member of any cohort as small as possible",
    Continuity: "keep as many pairs of last year's cohort mates together as possible",
}
"""What each goal does, in a few words; `left people` and `right person` stand for whom the program is about."""
