"""Tiny seasons built by hand, and plans for them."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pairing.geo import Places
from pairing.plans.base import GoalResult
from pairing.plans.pair_parts import Pair
from pairing.plans.pairs import Plan
from pairing.profiles import COLUMNS, Column, Table
from pairing.program import parse_program
from pairing.season import Season
from pairing.season.decisions import Decision
from pairing.verify import judge_pairs
from pairing.verify.distance import Miles
from pairing.verify.pairs.evaluation import Judge
from pairing.verify.pairs.goals import Goal, expanded
from pairing.verify.pairs.network import COSTS, Network, arcs_of, network, seat_cost
from pairing.verify.rules import RULES

NUMERIC = ("number", "integer", "percent")
HEAD = 'schema = 1\nname = "P"\nkind = "pairs"\nsource = "S"\n'
BEYOND = 10**6
"""More than any goal of a tiny season can gain."""
SAME_REGION = '[[criterion]]\nkind = "same"\nname = "region"\ncolumn = "region"\nweight = 1\n'
PLACED = '[[goal]]\nkind = "placed"\n'
PLACED_FIT = PLACED + '[[goal]]\nkind = "fit"\n'

Person = dict[str, Any]


def table(name: str, people: Iterable[Person], columns: Mapping[str, Column] = COLUMNS) -> Table:
    """People sorted by id, each column typed as the contract says; a column nobody has is not there."""
    rows = sorted(people, key=lambda person: str(person["id"]))
    names = dict.fromkeys(["id", *(column for person in rows for column in person)])
    cells = {
        column: np.array([math.nan if row.get(column) is None else row[column] for row in rows], dtype=np.float64)
        if columns[column].type in NUMERIC
        else _objects([row.get(column) for row in rows])
        for column in names
    }
    return Table(name, f"{name}.csv", pd.DataFrame(cells), tuple(range(2, len(rows) + 2)), columns=columns)


def _objects(values: Sequence[Any]) -> Any:
    cells = np.empty(len(values), dtype=object)
    cells[:] = values
    return pd.Series(cells, dtype=object)


def season(
    left: Iterable[Person],
    right: Iterable[Person],
    *,
    rules: str = "",
    criteria: str = SAME_REGION,
    goals: str = PLACED_FIT,
    left_screens: str = "",
    right_screens: str = "",
    extra: str = "",
    decisions: Iterable[tuple[Any, ...]] = (),
) -> Season:
    """A season of mentees and mentors; a decision is (action, left id or None, right id or None)."""
    text = (
        f'{HEAD}{extra}[left]\nlabel = "mentee"\ntable = "mentees"\n{left_screens}'
        f'[right]\nlabel = "mentor"\ntable = "mentors"\n{right_screens}{rules}{criteria}{goals}'
    )
    program, problems = parse_program(text)
    assert program is not None, problems
    columns = {**COLUMNS, **{n: Column(n, t, "", "") for n, t in program.extra_columns.items()}}
    mentees, mentors = table("mentees", left, columns), table("mentors", right, columns)
    made = tuple(
        Decision(f"D{n}", action, None if a is None else mentees.index[a], None if b is None else mentors.index[b])
        for n, (action, a, b) in enumerate(decisions, start=1)
    )
    places = [Places(t.numbers("lat"), t.numbers("lon"), (None,) * len(t)) for t in (mentees, mentors)]
    return Season(Path("."), program, mentees, mentors, places[0], places[1], made, (), {})


def answer(kind: str, left: Person, right: Person, **parameters: Any) -> bool | None:
    """What a kind of rule says about two people, given these cells of theirs."""
    made = season([{"id": "l1", **left}], [{"id": "r1", **right}])
    return RULES[kind](made, **parameters)(0, 0, Miles(made)(0, 0))


def limit_text(name: str, **parameters: Any) -> str:
    """A `[[limit]]` of a program file."""
    lines = "".join(f"{key} = {_written(value)}\n" for key, value in parameters.items())
    return f'[[limit]]\nname = "{name}"\nsource = "S"\n{lines}'


def _written(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_written(one)}" for key, one in value.items()) + " }"
    return json.dumps(value)


def plan(
    season: Season, pairs: Iterable[tuple[str, str]], proofs: Sequence[Mapping[str, Any]] = (), **more: Any
) -> Plan:
    """A plan that claims of these pairs what is true, and that every goal is proved."""
    pairs, judge = sorted(pairs), Judge(season)
    made = []
    for left, right in pairs:
        i, j = season.left.index[left], season.right.index[right]
        points = dict(zip(judge.titles, judge.points(i, j), strict=True))
        change = "locked" if (i, j) in judge.people.locks else "new"
        made.append(Pair(left, right, sum(points.values()), judge.miles(i, j), points, change))  # type: ignore[arg-type]
    values = judge_pairs(season, pairs).values
    kinds = {goal.name: goal.kind for goal in expanded(season, judge.people)}
    goals = tuple(GoalResult(name, kinds[name], value, value, True) for name, value in values.items())
    return replace(Plan(season, "proved", goals, tuple(made), "hand", tuple(proofs)), **more)


def proof(
    season: Season, pairs: Iterable[tuple[str, str]], names: Sequence[str], shows: str = "best", least_fit: int = 0
) -> dict[str, Any]:  # fmt: skip
    """A proof with the potentials of these pairs' residual network: shortest distances, goal by goal.

    What flows through groups beyond what they hold is worse than anything, so pairs that come closest to what hard
    limits ask show that nothing comes closer.
    """
    judge = Judge(season)
    goals = {goal.name: goal for goal in [*expanded(season, judge.people), Goal("minimum", "minimum")]}
    rows, columns = range(len(season.left)), range(len(season.right))
    net = network(judge, arcs_of([(i, j, judge.verdict(i, j)) for i in rows for j in columns])).above(least_fit)
    places = {(season.left.index[a], season.right.index[b]) for a, b in pairs}
    residual = _residual(net, [goals[name] for name in names], places)
    potentials = {
        node: [BEYOND * beyond + first, *rest]
        for node, (beyond, first, *rest) in _distances(residual, len(names) + 1).items()
    }
    groups: dict[str, dict[str, list[int]]] = {node.limit: {} for node in net.quotas.nodes}
    for number, node in enumerate(net.quotas.nodes):
        groups[node.limit][node.name] = potentials.get(("group", number), [0] * len(names))
    return {
        "shows": shows,
        "goals": list(names),
        "least_fit": least_fit,
        "groups": groups,
        "left": {season.left.ids[i]: list(potentials["left", i]) for i in net.left if ("left", i) in potentials},
        "right": {season.right.ids[j]: list(potentials["right", j]) for j in net.right if ("right", j) in potentials},
        "sink": list(potentials.get("sink", [0] * len(names))),
    }


def _residual(net: Network, goals: Sequence[Goal], pairs: set[tuple[int, int]]) -> list[tuple[Any, Any, list[int]]]:
    """The residual arcs (from, to, cost) of a flow: unused arcs forward, used ones backward.

    Before the goals stands what flows beyond the capacity of groups.
    """
    arcs: list[tuple[Any, Any, list[int], bool]] = []
    charges = [COSTS[goal.kind](net, goal) for goal in goals]
    ends: list[Any] = [*(("group", number) for number in range(len(net.quotas.nodes))), "sink"]
    for arc, (tail, head) in enumerate(zip(net.arcs.tails.tolist(), net.arcs.heads.tolist(), strict=True)):
        i, j = net.left[tail], net.right[head]
        cost = [0, *(int(charge.pairs[arc]) for charge in charges)]
        arcs.append((("left", i), ("right", j), cost, (i, j) in pairs))
    placed = {i for i, _ in pairs}
    for row, i in enumerate(net.left):
        cost = [0, *(int(charge.unplaced[row]) for charge in charges)]
        arcs.append((("left", i), ends[net.quotas.homes[0][row]], cost, i not in placed))
    for column, j in enumerate(net.right):
        used = sum(partner == j for i, partner in pairs if i in net.left)
        for seat in range(net.seats[column]):
            cost = [0, *(seat_cost(net, charge, column, seat) for charge in charges)]
            arcs.append((("right", j), ends[net.quotas.homes[1][column]], cost, seat < used))
    for number, node in enumerate(net.quotas.nodes):
        flow = [i for i in net.left if i not in placed] if node.side == 0 else [j for i, j in pairs if i in net.left]
        used = sum(person in node.people for person in flow)
        seats = [(0, segment.units) for segment in node.segments for _ in range(segment.seats)]
        for seat, (beyond, units) in enumerate([*seats, *[(1, 0)] * len(net.left)]):
            cost = [beyond, *(charge.groups[number] * units for charge in charges)]
            arcs.append((ends[number], ends[net.quotas.onward[number]], cost, seat < used))
    return [(b, a, [-c for c in cost]) if used else (a, b, cost) for a, b, cost, used in arcs]


def _distances(residual: list[tuple[Any, Any, list[int]]], size: int) -> dict[Any, list[int]]:
    """Shortest distances from everywhere at once; the flow must have no negative cycle."""
    distance = {node: [0] * size for a, b, _ in residual for node in (a, b)}
    for _ in range(len(distance) + 1):
        changed = False
        for a, b, cost in residual:
            reached = [x + c for x, c in zip(distance[a], cost, strict=True)]
            if reached < distance[b]:
                distance[b], changed = reached, True
        if not changed:
            return distance
    raise AssertionError("the flow is not the best")
