"""The tables of a program file. A kind's parameters are those of its function, so nothing is said twice."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import cache, reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_type_hints

from pydantic import AfterValidator, BaseModel, Field, create_model

from pairing.program.criteria import CRITERIA
from pairing.program.goals import COHORT_GOALS, GOALS, GoalItem, Keep
from pairing.program.imports import ImportTable, States
from pairing.program.limits import LIMITS, PAIR_LIMITS, PENALTIES
from pairing.program.papers import Letters, Payment
from pairing.program.parameters import STRICT, GroupColumn, Name, NumberColumn, Text, printable
from pairing.program.rules import RULES, SCREENS

DeclaredType = Literal["text", "number", "integer", "percent", "yes/no", "date", "list", "ids"]
Between = Literal["members", "member-facilitator"]
"""The relation of a cohort program that a rule or criterion is about."""
Label = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class Item(BaseModel):
    """One screen, rule or criterion: its kind, its name in every output, whose sentence it is."""

    model_config = STRICT
    kind: str
    name: Annotated[str, AfterValidator(printable)] = ""
    source: str = ""

    @property
    def title(self) -> str:
        """The item's name in every output; its kind in words where the program gives no name."""
        return self.name or self.kind.replace("_", " ")

    @property
    def parameters(self) -> dict[str, Any]:
        """What the kind's function is called with."""
        return {name: getattr(self, name) for name in parameters_of(CATALOGUE[type(self).__base__][self.kind])}

    def __reduce__(self) -> tuple[Any, ...]:
        """How an item travels to another process: its model is made there anew, by its kind."""
        base = type(self).__base__
        assert base is not None
        return _arrived, (base.__name__, self.kind, dict(self.__dict__), set(self.model_fields_set))


MODELS: dict[tuple[str, str], type[Item]] = {}
"""The model of every kind, by its item's class and its name."""


def _arrived(base: str, kind: str, values: dict[str, Any], stated: set[str]) -> Item:
    return MODELS[base, kind].model_construct(_fields_set=stated, **values)


class ScreenItem(Item):
    """One `[[left.screen]]` or `[[right.screen]]`."""

    source: Text

    @property
    def served_by(self) -> str:
        """The built-in program for those whom the screen routes elsewhere; empty where it names none."""
        return str(getattr(self, "program", ""))


class RuleItem(Item):
    """One `[[rule]]`; `unknown` overrides what an unknown answer does in this kind."""

    name: Name
    source: Text
    between: Between | None = None
    unknown: Literal["passes", "fails"] | None = None

    @property
    def unknown_passes(self) -> bool:
        """Whether a pair about which the rule cannot tell may be made, with a warning."""
        return (self.unknown or RULES[self.kind].unknown) == "passes"


class CriterionItem(Item):
    """One `[[criterion]]`; `unknown` is what a pair gets where the criterion cannot tell."""

    name: Name
    between: Between | None = None
    weight: Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False)]
    unknown: Annotated[float, Field(ge=0, le=1)] = 0.5


class LimitItem(Item):
    """One `[[limit]]` of a cohort program."""

    name: Name
    source: Text


class PairLimitItem(Item):
    """One `[[limit]]` of a program of pairs."""

    name: Name
    source: Text


class PenaltyItem(Item):
    """One `[[penalty]]` of a cohort program: points added to a cohort's cost."""

    name: Name
    source: Text


CATALOGUE: dict[Any, dict[str, Callable[..., Any]]] = {
    ScreenItem: dict(SCREENS),
    RuleItem: {kind: rule.answers for kind, rule in RULES.items()},
    CriterionItem: dict(CRITERIA),
    LimitItem: dict(LIMITS),
    PairLimitItem: dict(PAIR_LIMITS),
    PenaltyItem: dict(PENALTIES),
}
"""Every kind's function, by the class of the item that names it."""

STATED: dict[tuple[type[Item], str], dict[str, tuple[Any, Any]]] = {(ScreenItem, "routed"): {"program": (Text, "")}}
"""What an item of a kind may state beside its parameters, which no function is asked about: name to (type, default)."""


@cache
def parameters_of(function: Callable[..., Any]) -> dict[str, tuple[Any, Any]]:
    """A kind's own parameters: name to (type, default); a default of ... means that the program must give it."""
    hints = get_type_hints(function, include_extras=True)
    return {
        name: (hints[name], ... if parameter.default is inspect.Parameter.empty else parameter.default)
        for name, parameter in inspect.signature(function).parameters.items()
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY
    }


def _any_kind_of(base: type[Item]) -> Any:
    """The union of one strict model per kind, told apart by `kind`."""
    models = [
        create_model(  # type: ignore[call-overload]
            f"{base.__name__}_{kind}",
            __base__=base,
            __module__=__name__,
            kind=(Literal[kind], ...),
            **parameters_of(function),
            **STATED.get((base, kind), {}),
        )
        for kind, function in CATALOGUE[base].items()
    ]
    MODELS.update({(base.__name__, kind): model for kind, model in zip(CATALOGUE[base], models, strict=True)})
    return Annotated[reduce(or_, models), Field(discriminator="kind")]


if TYPE_CHECKING:
    AnyScreen = ScreenItem
    AnyRule = RuleItem
    AnyCriterion = CriterionItem
    AnyGoal = GoalItem
    AnyCohortGoal = GoalItem
    AnyLimit = LimitItem
    AnyPairLimit = PairLimitItem
    AnyPenalty = PenaltyItem
else:
    AnyScreen = _any_kind_of(ScreenItem)
    AnyRule = _any_kind_of(RuleItem)
    AnyCriterion = _any_kind_of(CriterionItem)
    AnyGoal = Annotated[reduce(or_, GOALS.values()), Field(discriminator="kind")]
    AnyCohortGoal = Annotated[reduce(or_, COHORT_GOALS.values()), Field(discriminator="kind")]
    AnyLimit = _any_kind_of(LimitItem)
    AnyPairLimit = _any_kind_of(PairLimitItem)
    AnyPenalty = _any_kind_of(PenaltyItem)


class Capacity(BaseModel):
    """How many people a right person may serve: the cell in `column`, or `default` where it is blank."""

    model_config = STRICT
    column: NumberColumn
    default: Annotated[int, Field(ge=0, le=1000)]


ONE_EACH = Capacity.model_construct(column="capacity", default=1)
NO_MINIMUM = Capacity.model_construct(column="capacity_min", default=0)


class Side(BaseModel):
    """The people of one side: their table, what one of them is called, who of them takes part."""

    model_config = STRICT
    label: Label
    table: Label
    screens: list[AnyScreen] = Field(default=[], alias="screen")


class LeftSide(Side):
    """The side to be served: each of them gets at most one partner."""


class RightSide(Side):
    """The side that serves, within capacities."""

    capacity: Capacity = ONE_EACH
    capacity_min: Capacity = NO_MINIMUM


class AnyProgram(BaseModel):
    """What every program file has, whatever its kind."""

    model_config = STRICT
    schema_version: Literal[1] = Field(alias="schema")
    name: Name
    source: Text
    roles: list[Text] = []
    states: States = Field(default=[], alias="state")
    columns: dict[str, str | dict[str, str]] = {}
    extra_columns: dict[Label, DeclaredType] = {}
    imports: dict[Label, ImportTable] = Field(default={}, alias="import")
    letters: Letters | None = None
    rules: list[AnyRule] = Field(default=[], alias="rule")
    criteria: Annotated[list[AnyCriterion], Field(min_length=1)] = Field(alias="criterion")

    def mapping(self, table: str) -> dict[str, str]:
        """File headings onto column names for one table: `[columns.<table>]` over `[columns]`."""
        common = {heading: name for heading, name in self.columns.items() if isinstance(name, str)}
        own = self.columns.get(table)
        return common | (own if isinstance(own, dict) else {})


class Program(AnyProgram):
    """An association's way of matching pairs, as its TOML file states it."""

    kind: Literal["pairs"]
    left: LeftSide
    right: RightSide
    limits: list[AnyPairLimit] = Field(default=[], alias="limit")
    goals: Annotated[list[AnyGoal], Field(min_length=1)] = Field(alias="goal")
    payments: list[Payment] = Field(default=[], alias="payment")
    lists_by: GroupColumn | None = None

    @property
    def soft_limits(self) -> frozenset[str]:
        """The names of the limits that a goal of kind keep weighs instead of keeping them."""
        return frozenset(goal.limit for goal in self.goals if isinstance(goal, Keep) and goal.limit)

    @property
    def soft_rules(self) -> frozenset[str]:
        """The names of the rules that a goal of kind keep weighs: a pair that fails one may be made all the same."""
        return frozenset(goal.rule for goal in self.goals if isinstance(goal, Keep) and goal.rule)
