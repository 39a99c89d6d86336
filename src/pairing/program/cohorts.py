"""The tables of a program of kind cohorts: members, facilitators, venues, sizes, money, themes."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BaseModel, Field, model_validator

from pairing.program.parameters import STRICT, Dollars, FromOne, KnownColumn, Name, Text
from pairing.program.schema import (
    AnyCohortGoal,
    AnyLimit,
    AnyPenalty,
    AnyProgram,
    Between,
    Capacity,
    CriterionItem,
    Label,
    RuleItem,
    Side,
)

Weight = Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False)]


class Members(Side):
    """Who is sorted into cohorts. order: the columns that say who gets a seat first where not all do."""

    label: Label = "member"
    table: Label = "members"
    order: list[KnownColumn] = Field(default=[])


class Facilitators(Side):
    """Who leads cohorts: `per_cohort` of them each, everyone at most `max_cohorts`."""

    label: Label = "facilitator"
    table: Label = "facilitators"
    per_cohort: Annotated[int, Field(ge=1, le=4)] = 1
    capacity: Capacity = Field(default=Capacity.model_construct(column="max_cohorts", default=1), alias="max_cohorts")


class Venues(BaseModel):
    """Places on offer beside the members' own districts."""

    model_config = STRICT
    table: Label = "venues"


class Sizes(BaseModel):
    """How many members a cohort has, and how many cohorts there are: any, a number, or [fewest, most]."""

    model_config = STRICT
    min: FromOne
    max: FromOne
    cohorts: Literal["any"] | FromOne | Annotated[list[FromOne], Field(min_length=2, max_length=2)] = "any"

    @model_validator(mode="after")
    def _in_order(self) -> Sizes:
        if self.min > self.max:
            raise ValueError(f"min {self.min} is above max {self.max}")
        if isinstance(self.cohorts, list) and self.cohorts[0] > self.cohorts[1]:
            raise ValueError(f"cohorts must be [fewest, most], got {self.cohorts}")
        return self

    def count(self, most: int) -> tuple[int, int]:
        """The fewest and the most cohorts there may be; `most` where the program leaves it open."""
        if self.cohorts == "any":
            return 0, most
        low, high = (self.cohorts, self.cohorts) if isinstance(self.cohorts, int) else self.cohorts
        return low, high


def _cents(dollars: float) -> int:
    return round(100 * Fraction(str(dollars)))


class Money(BaseModel):
    """What a plan costs in dollars: amounts per cohort, amounts once per facilitator who leads one, a limit."""

    model_config = STRICT
    per_cohort: dict[Text, Dollars] = {}
    per_facilitator: dict[Text, Dollars] = {}
    most: Dollars | None = None
    source: Text

    @property
    def cents(self) -> tuple[int, int, int | None]:
        """In cents: for each cohort, for each facilitator who leads one, and at most in all."""
        each, once = (sum(map(_cents, amounts.values())) for amounts in (self.per_cohort, self.per_facilitator))
        return each, once, None if self.most is None else _cents(self.most)

    def total(self, cohorts: int, facilitators: int) -> float:
        """Dollars for so many cohorts led by so many different facilitators."""
        return cohorts * sum(self.per_cohort.values()) + facilitators * sum(self.per_facilitator.values())


class Theme(BaseModel):
    """Members who ask for this theme share cohorts of their own, under its weights."""

    model_config = STRICT
    name: Name
    weights: dict[Text, Weight] = {}
    source: Text


class CohortProgram(AnyProgram):
    """An association's way of sorting members into cohorts, as its TOML file states it."""

    kind: Literal["cohorts"]
    members: Members
    facilitators: Facilitators | None = None
    venues: Venues | None = None
    sizes: Sizes
    money: Money | None = None
    themes: list[Theme] = Field(default=[], alias="theme")
    limits: list[AnyLimit] = Field(default=[], alias="limit")
    penalties: list[AnyPenalty] = Field(default=[], alias="penalty")
    goals: Annotated[list[AnyCohortGoal], Field(min_length=1)] = Field(alias="goal")

    @property
    def left(self) -> Members:
        """The side to be served: the members."""
        return self.members

    @property
    def right(self) -> Facilitators:
        """The side that serves: the facilitators, or an empty side where the program has none."""
        return self.facilitators or NOBODY

    @property
    def per_cohort(self) -> int:
        """How many facilitators lead a cohort."""
        return self.facilitators.per_cohort if self.facilitators else 0

    def rules_between(self, between: Between) -> list[RuleItem]:
        """The rules about one relation."""
        return [rule for rule in self.rules if rule.between == between]

    def criteria_between(self, between: Between) -> list[CriterionItem]:
        """The criteria about one relation."""
        return [criterion for criterion in self.criteria if criterion.between == between]


NOBODY = Facilitators()
