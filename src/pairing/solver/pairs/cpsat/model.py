"""A season with limits as whole-number rows over pairs: built once, solved by CP-SAT or bounded by its relaxation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pairing.instance.pairs import Candidates
from pairing.program.limits import PairLimit, Row

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
ENDLESS = 2**40
MANY = 20_000
"""With more pairs than this a row says of all of a person's pairs at once that they need the person to serve."""


class Element(NamedTuple):
    """Something of a season that can be dropped: a "rule", a "limit" or a "lock" by its name, or the minimums."""

    word: str
    name: str = ""


MINIMUMS = Element("minimums")


@dataclass
class Rows:
    """Whole-number variables from `low` to `high`, and rows: (variables, coefficients, least, most)."""

    low: list[int] = field(default_factory=list)
    high: list[int] = field(default_factory=list)
    rows: list[tuple[list[int], list[int], int, int]] = field(default_factory=list)

    def variable(self, high: int = 1, low: int = 0) -> int:
        """A new variable's number."""
        self.low.append(low)
        self.high.append(high)
        return len(self.low) - 1

    def row(self, variables: Sequence[int], coefficients: Sequence[int], least: int, most: int = ENDLESS) -> None:
        """The sum is from `least` to `most`."""
        self.rows.append((list(variables), list(coefficients), least, most))


@dataclass(frozen=True)
class Sum:
    """A goal to be minimized: costs by variable; its value is `constant + sign * cost`."""

    name: str
    kind: str
    variables: list[int]
    costs: list[int]
    constant: int = 0
    sign: int = 1

    def value(self, cost: int) -> int:
        """The goal's value at a cost."""
        return self.constant + self.sign * cost


@dataclass
class Model:
    """Pairs as variables 0, 1, ...: pair k is left person left[k] with right person right[k]; locked ones are 1.

    Then come the variables that the limits need.
    """

    candidates: Candidates
    left: Ints
    right: Ints
    fits: Ints
    data: Rows
    by_left: dict[int, list[int]]
    by_right: dict[int, list[int]]
    at: dict[tuple[int, int], int]
    units: dict[str, list[int]] = field(default_factory=dict)
    used: dict[int, int] = field(default_factory=dict)

    def has_partner(self, j: int) -> int:
        """The variable that says whether right person j has a partner in this plan."""
        if j not in self.used:
            variable = self.used[j] = self.data.variable()
            pairs = self.by_right.get(j, [])
            if len(self.fits) > MANY:
                most = min(len(pairs), int(self.candidates.seats[j]))
                self.data.row([variable, *pairs], [most] + [-1] * len(pairs), 0)
            for pair in pairs if len(self.fits) <= MANY else ():
                self.data.row([variable, pair], [1, -1], 0)
            self.data.row([*pairs, variable], [1] * len(pairs) + [-1], 0)
        return self.used[j]


def build(
    candidates: Candidates,
    without: frozenset[Element] = frozenset(),
    forced: tuple[int, int] | None = None,
    forbidden: tuple[int, int] | None = None,
) -> Model:
    """The rows of a season.

    without: what does not bind. forced: a pair that must be made; forbidden: one that must not.
    """
    eligible = _eligible(candidates, without)
    locks = {lock.pair for lock in candidates.locks if Element("lock", lock.id) not in without}
    for i, j in [*sorted(locks), *([forced] if forced else [])]:
        keep = eligible[i, j]
        eligible[i, :] = False
        eligible[i, j] = keep or (i, j) in locks
    if forbidden is not None:
        eligible[forbidden] = False
    left, right = (part.astype(np.int64) for part in np.nonzero(eligible))
    data = Rows()
    must = locks | ({forced} if forced else set())
    for pair in zip(left.tolist(), right.tolist(), strict=True):
        data.variable(1, int(pair in must))
    model = Model(
        candidates, left, right, candidates.fit[left, right].astype(np.int64), data, _positions(left),
        _positions(right), {pair: k for k, pair in enumerate(zip(left.tolist(), right.tolist(), strict=True))},
    )  # fmt: skip
    _capacities(model, without)
    for item, limit in candidates.limits:
        if Element("limit", item.title) not in without:
            _limit(model, item.title, limit, item.title in candidates.season.program.soft_limits)
    if must - set(model.at):
        data.row([], [], 1)
    return model


def _eligible(candidates: Candidates, without: frozenset[Element]) -> Bools:
    """Pairs that may be made when some rules do not bind."""
    dropped = [Element("rule", rule.title) in without for rule in candidates.season.program.rules]
    if not any(dropped):
        return candidates.eligible.copy()
    allowed = np.all(candidates.binding | np.array(dropped, dtype=bool)[:, None, None], axis=0)
    allowed &= candidates.left_in[:, None] & candidates.right_in[None, :]
    for decision in candidates.forbidden:
        allowed[decision.pair] = False
    return np.asarray(allowed)


def _positions(people: Ints) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for k, person in enumerate(people.tolist()):
        found.setdefault(person, []).append(k)
    return found


def _capacities(model: Model, without: frozenset[Element]) -> None:
    candidates = model.candidates
    for pairs in model.by_left.values():
        model.data.row(pairs, [1] * len(pairs), 0, 1)
    for j in np.flatnonzero(candidates.right_in).tolist():
        pairs = model.by_right.get(j, [])
        least = 0 if MINIMUMS in without else int(candidates.seats_min[j])
        if pairs or least:
            model.data.row(pairs, [1] * len(pairs), least, int(candidates.seats[j]))


def _limit(model: Model, name: str, limit: PairLimit, soft: bool) -> None:
    """The rows of one limit; where it is soft, `model.units[name]` adds up by how much it is broken."""
    broken: list[int] = []

    def slack(high: int) -> list[int]:
        """A unit variable for a soft limit, none for a hard one."""
        if not soft:
            return []
        variable = model.data.variable(high)
        broken.append(variable)
        return [variable]

    for part in PARTS:
        part(model, limit, slack)
    if soft:
        model.units[name] = broken


Slack = Callable[[int], list[int]]


def _rows(model: Model, limit: PairLimit, slack: Slack) -> None:
    for row in limit.rows:
        variables = _counted(model, row)
        ones = [1] * len(variables)
        if row.least:
            short = slack(row.least)
            model.data.row([*variables, *short], ones + [1] * len(short), row.least)
        if row.most is not None and len(variables) > row.most:
            over = slack(len(variables))
            model.data.row([*variables, *over], ones + [-1] * len(over), -ENDLESS, row.most)


def _counted(model: Model, row: Row) -> list[int]:
    if row.of == "pairs":
        return np.flatnonzero(row.left[model.left] & row.right[model.right]).tolist()
    return [model.has_partner(j) for j in np.flatnonzero(row.right).tolist() if j in model.by_right]


def _fewest(model: Model, limit: PairLimit, slack: Slack) -> None:
    for j in np.flatnonzero(limit.fewest > 1).tolist() if limit.fewest is not None else ():
        if j not in model.by_right:
            continue
        assert limit.fewest is not None
        pairs, least = model.by_right[j], int(limit.fewest[j])
        short = slack(least)
        model.data.row([*pairs, model.has_partner(j), *short], [1] * len(pairs) + [-least] + [1] * len(short), 0)


def _apart(model: Model, limit: PairLimit, slack: Slack) -> None:
    for i, k in np.argwhere(np.triu(limit.apart, 1)).tolist() if limit.apart is not None else ():
        common = [(a, b) for a, b in _common(model, i, k) if a is not None and b is not None]
        over = slack(1) if common else []
        for a, b in common:
            model.data.row([a, b, *over], [1, 1] + [-1] * len(over), -ENDLESS, 1)


def _together(model: Model, limit: PairLimit, slack: Slack) -> None:
    inside = model.candidates.left_in
    for group in limit.together:
        people = [i for i in group if inside[i]]
        for n, i in enumerate(people):
            for k in people[n + 1 :]:
                _same(model, i, k, slack)


def _same(model: Model, i: int, k: int, slack: Slack) -> None:
    """Left people i and k have the same right person, or neither has one."""
    over = slack(1)
    for a, b in _common(model, i, k):
        for one, other in ((a, b), (b, a)):
            if one is not None:
                variables = [one, *([] if other is None else [other]), *over]
                coefficients = [1, *([] if other is None else [-1]), *([-1] * len(over))]
                model.data.row(variables, coefficients, -ENDLESS, 0)


def _common(model: Model, i: int, k: int) -> Iterator[tuple[int | None, int | None]]:
    """The pairs of two left people with every right person that either may have."""
    right = {int(model.right[pair]) for person in (i, k) for pair in model.by_left.get(person, ())}
    for j in sorted(right):
        yield model.at.get((i, j)), model.at.get((k, j))


def _budget(model: Model, limit: PairLimit, slack: Slack) -> None:
    if limit.budget is None:
        return
    cents = limit.budget.pairs[model.left, model.right]
    variables, coefficients = np.flatnonzero(cents).tolist(), cents[cents != 0].tolist()
    for j in np.flatnonzero(limit.budget.right).tolist():
        if j in model.by_right:
            variables.append(model.has_partner(j))
            coefficients.append(int(limit.budget.right[j]))
    over = slack(ENDLESS // 1000)
    model.data.row([*variables, *over], coefficients + [-limit.budget.unit] * len(over), -ENDLESS, limit.budget.most)


PARTS: tuple[Callable[[Model, PairLimit, Slack], None], ...] = (_rows, _fewest, _apart, _together, _budget)
