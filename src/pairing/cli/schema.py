"""`pairing schema`: the vocabulary in words, read off the code that uses it."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Iterator

from pydantic import BaseModel

from pairing.profiles import COLUMNS, TYPES
from pairing.program import COHORT_GOALS, GOALS, Letters, Payment, parameters_of
from pairing.program.rules import RULES
from pairing.program.schema import (
    CATALOGUE,
    STATED,
    CriterionItem,
    LimitItem,
    PairLimitItem,
    PenaltyItem,
    RuleItem,
    ScreenItem,
)

HEADINGS = {
    ScreenItem: "[[left.screen]] and [[right.screen]] (cohorts: [[members.screen]] and [[facilitators.screen]]): "
    "who takes part. Every screen has a source.",
    RuleItem: "[[rule]]: hard, about two people. Every rule has a name and a source.",
    CriterionItem: "[[criterion]]: soft, 0 to 1, with a name, a weight and unknown (0.5).",
    LimitItem: "[[limit]] of a cohort program: hard, about all members of a cohort, with a name and a source.",
    PairLimitItem: "[[limit]] of a program of pairs: hard, about all pairs together, with a name and a source.",
    PenaltyItem: "[[penalty]] of a cohort program: points added to what a cohort costs, with a name and a source.",
}


def kinds_text() -> str:
    """Every kind with the sentence it stands for and its parameters."""
    lines = ["Kinds in a program file", ""]
    for item, kinds in CATALOGUE.items():
        lines += [HEADINGS[item], ""]
        for kind, function in kinds.items():
            lines += [f"  {kind}: {_sentence(function)}", *_parameters(parameters_of(function) | _stated(item, kind))]
            if item is RuleItem:
                lines.append(f"      unknown: {RULES[kind].unknown} unless the rule says otherwise")
        lines.append("")
    for kind_of_program, goals in (("pairs", GOALS), ("cohorts", COHORT_GOALS)):
        lines += [f"[[goal]] of a program of {kind_of_program}: what is optimized, most important first.", ""]
        lines += [f"  {kind}: {_sentence(goal)}" for kind, goal in goals.items()]
        lines.append("")
    lines += ["[[payment]] of a program of pairs: what is paid, listed in payments.csv.", ""]
    lines += [f"  payment: {_sentence(Payment)}", *_parameters(_fields(Payment)), ""]
    lines += ["[letters] of any program: what pairing letters tells the people beside who they are with.", ""]
    lines += [f"  letters: {_sentence(Letters)}", *_parameters(_fields(Letters)), ""]
    lines += ['lists_by = "column" at the top of a program of pairs: assignments for each value of the column.', ""]
    return "\n".join(lines) + "\n"


def columns_text() -> str:
    """Every column with its type, range and meaning, by group; then what each type looks like."""
    lines = ["Columns of the tables (blank means unknown; only id is required)", ""]
    for group in dict.fromkeys(column.group for column in COLUMNS.values()):
        lines.append(group)
        for column in COLUMNS.values():
            if column.group == group:
                accepted = f": {', '.join(column.choices)}" if column.choices else ""
                lines.append(f"  {column.name} ({column.type}{accepted}) {column.meaning}")
        lines.append("")
    lines.append("types")
    lines += [f"  {name}: {meaning}" for name, meaning in TYPES.items()]
    return "\n".join(lines)


def _stated(item: typing.Any, kind: str) -> dict[str, tuple[typing.Any, typing.Any]]:
    """What an item of this kind may state beside its parameters."""
    return STATED.get((item, kind), {})


def _fields(model: type[BaseModel]) -> dict[str, tuple[typing.Any, typing.Any]]:
    return {
        name: (field.annotation, ... if field.is_required() else field.default)
        for name, field in model.model_fields.items()
    }


def _sentence(documented: object) -> str:
    return (inspect.getdoc(documented) or "").splitlines()[0]


def _parameters(parameters: dict[str, tuple[typing.Any, typing.Any]]) -> Iterator[str]:
    for name, (_, default) in parameters.items():
        described = "required" if default is ... else f"default {_toml(default)}"
        yield f"      {name} ({described})"


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "none" if value in ({}, None, "") else f'"{value}"' if isinstance(value, str) else str(value)
