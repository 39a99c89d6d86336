"""A season's model: who may be with whom, seats and locks, then its limits."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pairing.instance.pairs import Candidates
from pairing.solver.pairs.cpsat.limits import add_limit
from pairing.solver.pairs.cpsat.model import MINIMUMS, Element, Ints, PairModel, Rows

Bools = NDArray[np.bool_]


def build(
    candidates: Candidates,
    without: frozenset[Element] = frozenset(),
    forced: tuple[int, int] | None = None,
    forbidden: tuple[int, int] | None = None,
) -> PairModel:
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
    model = PairModel(
        candidates, left, right, candidates.fit[left, right].astype(np.int64), data, _positions(left),
        _positions(right), {pair: k for k, pair in enumerate(zip(left.tolist(), right.tolist(), strict=True))},
    )  # fmt: skip
    _capacities(model, without)
    for item, limit in candidates.limits:
        if Element("limit", item.title) not in without:
            add_limit(model, item.title, limit, item.title in candidates.season.program.soft_limits)
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


def _capacities(model: PairModel, without: frozenset[Element]) -> None:
    candidates = model.candidates
    for pairs in model.by_left.values():
        model.data.row(pairs, [1] * len(pairs), 0, 1)
    for j in np.flatnonzero(candidates.right_in).tolist():
        pairs = model.by_right.get(j, [])
        least = 0 if MINIMUMS in without else int(candidates.seats_min[j])
        if pairs or least:
            model.data.row(pairs, [1] * len(pairs), least, int(candidates.seats[j]))
