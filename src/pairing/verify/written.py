"""The program as the association wrote it, completed by the checker's own policies and defaults (docs/math.md).

The engine completes a program by the signatures of its functions. Nothing of that is read here: of every item only
what its file states, so that a changed default or policy of the engine is found and not shared.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

UNKNOWN_PASSES: dict[str, bool] = {
    "different": True,
    "same": False,
    "no_conflict": True,
    "not_declined": True,
    "not_former_employer": True,
    "not_same_person": True,
    "within_miles": False,
    "experience": False,
    "prepared": False,
    "not_listed": True,
    "not_supervisor": True,
    "same_again": True,
    "related_role": False,
    "never_again": True,
}
"""For every kind of rule: whether a pair about which it cannot tell may be made."""

UNKNOWN_GRADE = 0.5
"""What a criterion gives where it cannot tell, unless the program says otherwise."""

DEFAULTS: dict[str, dict[str, dict[str, Any]]] = {
    "screen": {
        "routed": {"unless": {}, "unknown": "takes part"},
        "only": {"unless": {}, "unknown": "is not eligible"},
        "barred": {"unless": {}, "unknown": "takes part"},
        "already_matched": {"column": "current_mentor"},
    },
    "rule": {
        "experience": {"column": "years_as_superintendent", "in_left_role": False},
        "prepared": {"left_column": "completed", "right_column": "requires", "unless": {}, "where": {}},
        "not_listed": {"left_column": "completed", "right_column": "level"},
        "same_again": {"column": "current_mentor"},
        "related_role": {"areas": {}},
        "never_again": {"years": None},
    },
    "criterion": {
        "shared": {"left_column": "needs", "right_column": "expertise", "central": None},
        "overlap": {"column": "pressing_issues"},
        "preference": {"column": "prefers"},
        "experience": {"column": "years_as_superintendent"},
        "role": {"areas": {}, "stands_in": 0.5},
        "together_before": {"years": 1},
    },
    "limit": {
        "apart": {"column": "conflicts"},
        "never_alone": {"least": 2},
        "drive": {"unknown": "fails"},
        "enrollment_ratio": {"unknown": "passes"},
        "quota": {"side": "right", "who": {}, "by": None, "at_least": 0, "at_most": None},
        "serving": {"who": {}, "by": None, "at_least": 0, "at_most": None},
        "all_or_least": {"who": {}, "least": 2, "column": None},
        "pair_apart": {"column": "conflicts"},
        "budget": {"per_pair": 0, "per_mile": 0, "per_right": 0, "unknown_miles": None},
    },
    "penalty": {},
    "goal": {
        "placed": {"who": {}, "by": None},
        "seated": {"who": {}},
        "fit": {"move_cost": 5.0},
        "keep": {"limit": "", "rule": "", "cost_per_unit": 1},
        "level": {"column": "level"},
    },
}
"""What a parameter is where the program does not state it, by group and kind; all other parameters must be stated."""

BESIDE = {"kind", "name", "source", "between", "weight", "program"}
"""What an item states that is no parameter of its kind."""


@dataclass(frozen=True)
class Item:
    """One screen, rule, criterion, limit, penalty or goal, with every parameter of its kind.

    unknown_passes: of rules. unknown_grade: of criteria, 0 to 1. weight: of criteria.
    """

    kind: str
    title: str
    parameters: Mapping[str, Any]
    between: str | None = None
    weight: float = 0
    unknown_passes: bool = False
    unknown_grade: float = UNKNOWN_GRADE

    def __getitem__(self, parameter: str) -> Any:
        return self.parameters[parameter]

    @property
    def question(self) -> str:
        """What the item asks of a pair, whatever it is called and weighs."""
        asked = {"kind": self.kind, **self.parameters, "unknown": [self.unknown_passes, self.unknown_grade]}
        return json.dumps(asked, sort_keys=True, default=str)


def rules(program: Any, between: str | None = None) -> list[Item]:
    """The rules of a program, or those about one relation of a cohort program."""
    return [rule for rule in map(_rule, program.rules) if between in (None, rule.between)]


def criteria(program: Any, between: str | None = None) -> list[Item]:
    """The criteria of a program, or those about one relation of a cohort program."""
    return [criterion for criterion in map(_criterion, program.criteria) if between in (None, criterion.between)]


def screens(side: Any) -> list[Item]:
    """The screens of one side."""
    return [_item("screen", item) for item in side.screens]


def limits(program: Any) -> list[Item]:
    """The limits of a program, hard and soft."""
    return [_item("limit", item) for item in program.limits]


def penalties(program: Any) -> list[Item]:
    """The penalties of a cohort program."""
    return [_item("penalty", item) for item in program.penalties]


def goals(program: Any) -> list[Item]:
    """The goals of a program, in order."""
    return [_item("goal", item) for item in program.goals]


def soft(program: Any, what: str) -> set[str]:
    """The names of what goals of kind `keep` weigh: of rules ("rule") or of limits ("limit"). They forbid nothing."""
    return {goal[what] for goal in goals(program) if goal.kind == "keep"} - {""}


def seats(side: Any) -> tuple[str, int]:
    """The column of how many people a right person may serve, and what a blank cell there counts as."""
    column = "capacity" if "capacity_min" in type(side).model_fields else "max_cohorts"
    return (side.capacity.column, side.capacity.default) if _states(side, "capacity") else (column, 1)


def required(side: Any) -> tuple[str, int]:
    """The same of how many they must serve at least; facilitators need not lead any cohort."""
    if "capacity_min" not in type(side).model_fields:
        return "", 0
    return (
        (side.capacity_min.column, side.capacity_min.default) if _states(side, "capacity_min") else ("capacity_min", 0)
    )


def leaders_per_cohort(program: Any) -> int:
    """How many facilitators lead a cohort: 1 unless stated, 0 where the program has none."""
    side = program.facilitators
    return 0 if side is None else int(side.per_cohort) if _states(side, "per_cohort") else 1


def cohorts_asked(program: Any, most: int) -> tuple[int, int]:
    """The fewest and the most cohorts: any number up to `most`, one number, or [fewest, most]."""
    asked: Any = program.sizes.cohorts if _states(program.sizes, "cohorts") else "any"
    if asked == "any":
        return 0, most
    return (int(asked), int(asked)) if isinstance(asked, int) else (int(asked[0]), int(asked[1]))


def waiting_order(program: Any) -> list[str]:
    """The columns that say who gets a seat first; none unless stated."""
    return list(program.members.order) if _states(program.members, "order") else []


def _states(model: Any, field: str) -> bool:
    return field in model.model_fields_set


def _stated(item: Any, beside: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(item, name) for name in item.model_fields_set if name not in beside}


def _item(group: str, item: Any, beside: Iterable[str] = BESIDE, **more: Any) -> Item:
    parameters = {**DEFAULTS[group].get(item.kind, {}), **_stated(item, beside)}
    return Item(item.kind, item.title, parameters, **more)


def _rule(rule: Any) -> Item:
    stated = rule.unknown if _states(rule, "unknown") else None
    passes = UNKNOWN_PASSES[rule.kind] if stated is None else stated == "passes"
    return _item("rule", rule, {*BESIDE, "unknown"}, between=_between(rule), unknown_passes=passes)


def _criterion(criterion: Any) -> Item:
    grade = criterion.unknown if _states(criterion, "unknown") else UNKNOWN_GRADE
    return _item(
        "criterion", criterion, {*BESIDE, "unknown"}, between=_between(criterion),
        weight=criterion.weight, unknown_grade=grade,
    )  # fmt: skip


def _between(item: Any) -> str | None:
    return item.between if _states(item, "between") else None
