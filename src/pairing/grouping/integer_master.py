"""The integer master: the cheapest choice of known columns that covers everyone once, by CP-SAT."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ortools.sat.python import cp_model

from pairing.grouping.master import Column
from pairing.grouping.problem import GroupingProblem
from pairing.optimizers import cp_sat
from pairing.optimizers.deadline import Deadline


@dataclass(frozen=True)
class Chosen:
    """How it ended, the columns of the best choice below `beat` if any, and what every choice costs at least."""

    status: Literal["optimal", "none", "found", "unknown"]
    columns: list[Column]
    bound: int


def choose(
    problem: GroupingProblem, columns: Sequence[Column], beat: int, floor: int, deadline: Deadline, effort: float
) -> Chosen:
    """The cheapest partition into the given columns that costs less than `beat`, all known to cost at least `floor`.

    effort: CP-SAT's deterministic seconds. Raises Stopped where it is interrupted.
    """
    model = cp_model.CpModel()
    use = [model.new_bool_var("") for _ in columns]
    sets = _of_any_kind(model, columns, use) if problem.free_kinds else list(zip(columns, use, strict=True))
    holding: list[list[cp_model.IntVar]] = [[] for _ in range(problem.n)]
    counted: list[list[cp_model.IntVar]] = [[] for _ in problem.kinds]
    for column, variable in zip(columns, use, strict=True):
        counted[column.kind].append(variable)
    for column, variable in sets:
        for i in column.members:
            holding[i].append(variable)
    if not all(holding):
        return Chosen("none", [], beat)
    for variables in holding:
        model.add_exactly_one(variables)
    for kind, variables in zip(problem.kinds, counted, strict=True):
        model.add_linear_constraint(sum(variables), kind.fewest, kind.most)
    if problem.total is not None:
        model.add_linear_constraint(sum(variable for _, variable in sets), *problem.total)
    total = sum(column.cost * variable for column, variable in sets)
    model.add_linear_constraint(total, floor, beat - 1)
    model.minimize(total)
    answer = cp_sat.solve(model, deadline, effort=effort, linearization=2)
    answer.check()
    if answer.infeasible:
        return Chosen("none", [], beat)
    bound = max(floor, min(beat, answer.at_least))
    if not answer.found:
        return Chosen("unknown", [], bound)
    chosen = [column for column, variable in zip(columns, use, strict=True) if answer.value(variable)]
    done: Literal["optimal", "found"] = "optimal" if answer.optimal else "found"
    return Chosen(done, chosen, cost_of(chosen) if done == "optimal" else bound)


def _of_any_kind(
    model: cp_model.CpModel, columns: Sequence[Column], use: Sequence[cp_model.IntVar]
) -> list[tuple[Column, cp_model.IntVar]]:
    """One of the columns with the same members, and whether any of them is used."""
    alike: dict[tuple[int, ...], list[int]] = {}
    for k, column in enumerate(columns):
        alike.setdefault(column.members, []).append(k)
    sets = []
    for positions in alike.values():
        variable = use[positions[0]]
        if len(positions) > 1:
            variable = model.new_bool_var("")
            model.add_exactly_one([~variable, *(use[k] for k in positions)])
        sets.append((columns[positions[0]], variable))
    return sets


def cost_of(columns: Iterable[Column]) -> int:
    """What the columns cost together."""
    return sum(column.cost for column in columns)
