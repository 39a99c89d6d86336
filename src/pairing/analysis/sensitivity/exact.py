"""Ranges of weights in the network, exactly: the fit is linear in each weight (docs/math.md, "Ranges of weights")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pairing.analysis.sensitivity.ranges import INTERRUPTED, PairRange, Turn, WeightRange, moves_between
from pairing.errors import InputError, Interrupted, Problem
from pairing.instance.pairs import Candidates
from pairing.plans.pair_parts import Move
from pairing.plans.pairs import Plan
from pairing.profiles import key
from pairing.solver.pairs.arc_costs import SumGoal, charged
from pairing.solver.pairs.network import Ints, whole_flow
from pairing.solver.pairs.objectives import SUMS
from pairing.solver.pairs.parametric import Face, Piece, face_before, partners_of, pieces, stays_until
from pairing.solver.pairs.quotas import all_in_network
from pairing.solver.pairs.ties import break_ties


def is_exact(candidates: Candidates) -> bool:
    """Whether the weights matter in one sum over pairs only, and the network knows every limit."""
    kinds = [goal.kind for goal in candidates.season.program.goals]
    return "worst_fit" not in kinds and kinds.count("fit") <= 1 and all_in_network(candidates)


@dataclass(frozen=True)
class Exact:
    """A plan under the weights of its season. made: the right person of each left one, by positions."""

    candidates: Candidates
    made: dict[int, int]
    face: Face

    @cached_property
    def _plan(self) -> Ints:
        """The plan's flow, (arcs,)."""
        network = self.face.network
        left, right = network.left[network.left_of].tolist(), network.right[network.right_of].tolist()
        made = [self.made.get(i) == j for i, j in zip(left, right, strict=True)]
        return whole_flow(network, np.array(made, dtype=np.int64))

    @cached_property
    def _fit(self) -> Ints:
        return self._costs(self.candidates)

    def _costs(self, candidates: Candidates) -> Ints:
        """The goal `fit` as costs per arc, under these points."""
        for item in candidates.season.program.goals:
            for goal in SUMS["fit"](candidates, item) if item.kind == "fit" else ():
                return charged(self.face.network, goal).costs
        return np.zeros(len(self.face.network.capacities), dtype=np.int64)

    @cached_property
    def _weights(self) -> list[Fraction]:
        return [Fraction(str(criterion.weight)) for criterion in self.candidates.criteria]

    @cached_property
    def _different(self) -> Ints:
        """1 on every arc of a left person that the plan does not use."""
        network = self.face.network
        costs = np.zeros(len(network.capacities), dtype=np.int64)
        people = slice(0, network.unplaced_arcs.stop)
        costs[people] = 1 - self._plan[people]
        return costs

    def require_best(self) -> None:
        """Raises InputError where the plan is not the best one of its season as it is now."""
        sums = [goal for goal in self.face.kept if isinstance(goal, SumGoal)]
        kept = all(goal.costs @ self._plan == goal.costs @ self.face.flow.flow for goal in sums)
        eligible = all(self.candidates.eligible[pair] for pair in self.made.items())
        best = self._fit @ self.face.cheapest(self._fit)
        if not (kept and eligible and self._fit @ self._plan == best):
            raise InputError([Problem("the plan is not the best one of its season under the present weights")])

    def range_of(self, k: int, *, pairs: bool) -> WeightRange:
        """The range of criterion k's weight; with `pairs` also of each pair."""
        weight, total = self._weights[k], sum(self._weights) or Fraction(1)
        grade = self._costs(replace(self.candidates, points=self.candidates.grades[k : k + 1]))
        fewer = stays_until(self.face, self._fit, -grade, self._plan, weight / total)
        more = stays_until(self.face, self._fit, grade, self._plan)
        start, end = (None if t is None else weight + sign * t * total for t, sign in ((fewer, -1), (more, 1)))
        below = None if fewer is None or not weight else Turn(start, self._beyond(fewer, -grade))
        above = None if more is None else Turn(end, self._beyond(more, grade))
        every = tuple(self._pair_ranges(k, grade)) if pairs else ()
        title = self.candidates.criteria[k].title
        return WeightRange(title, weight, start or Fraction(0), end, below, above, pairs=every)

    def unknown(self, k: int) -> WeightRange:
        """What is known of criterion k without looking: the plan is best at the present weight."""
        title, weight = self.candidates.criteria[k].title, self._weights[k]
        return WeightRange(title, weight, weight, weight, None, None, INTERRUPTED, stopped=True)

    def _beyond(self, t: Fraction, grade: Ints) -> tuple[Move, ...]:
        """What changes just beyond an end: to a plan that is best there with the fewest changes."""
        best = self.face.best([self.face.weighed(self._fit, grade, t), grade, self._different])
        season, network = self.candidates.season, self.face.network
        made = partners_of(network, break_ties(network, best).flow)
        return moves_between(self.made, made, season.left.ids, season.right.ids)

    def _pair_ranges(self, k: int, grade: Ints) -> Iterator[PairRange]:
        """Each pair stays as far as some best plan of every piece has it; a locked one always does."""
        season, weights = self.candidates.season, self._weights
        title, total = self.candidates.criteria[k].title, sum(weights) or Fraction(1)
        found = pieces(self.face, self._fit, grade, -weights[k] / total)
        up = _Way([piece for piece in found if piece.end is None or piece.end > 0], upward=True)
        down = _Way([piece for piece in reversed(found) if piece.start < 0], upward=False)
        ways = (down, up)
        supports = [[self._support(piece, grade) for piece in way.pieces] for way in ways]
        for i, j in self.made.items():
            arc = self._arcs.get((i, j))
            if arc is None:
                yield PairRange(title, season.left.ids[i], season.right.ids[j], Fraction(0), None)
                continue
            stays = [
                way.stays([bool(used[arc]) for used in support]) for way, support in zip(ways, supports, strict=True)
            ]
            start, end = (_weight(weights[k], total, stay.end) for stay in stays)
            others = [self._partner(stay, i) for stay in stays]
            yield PairRange(title, season.left.ids[i], season.right.ids[j], start or Fraction(0), end, *others)

    def _support(self, piece: Piece, grade: Ints) -> NDArray[np.bool_]:
        """The arcs that the best plans of a piece use."""
        return self.face.support(self.face.weighed(self._fit, grade, piece.inside), piece.flow)

    @cached_property
    def _arcs(self) -> dict[tuple[int, int], int]:
        """The arc of each pair that is not locked."""
        network = self.face.network
        left, right = network.left[network.left_of].tolist(), network.right[network.right_of].tolist()
        return {pair: arc for arc, pair in enumerate(zip(left, right, strict=True))}

    def _partner(self, stay: _Stay, i: int) -> str | None:
        """Whom a left person has beyond an end."""
        if stay.after is None:
            return None
        j = partners_of(self.face.network, stay.after.flow).get(i)
        return "nobody" if j is None else self.candidates.season.right.ids[j]


@dataclass(frozen=True)
class _Stay:
    """How far something stays: the end of t (None: for good), and the piece beyond it."""

    end: Fraction | None
    after: Piece | None


@dataclass(frozen=True)
class _Way:
    """The pieces from the present weights on, in one direction."""

    pieces: Sequence[Piece]
    upward: bool

    def stays(self, keeps: Sequence[bool]) -> _Stay:
        """Up to where all pieces keep something. keeps: whether each does."""
        end: Fraction | None = Fraction(0)
        for piece, kept in zip(self.pieces, keeps, strict=True):
            if not kept:
                return _Stay(end, piece)
            end = piece.end if self.upward else piece.start
        return _Stay(end, None)


def _weight(weight: Fraction, total: Fraction, t: Fraction | None) -> Fraction | None:
    return None if t is None else weight + t * total


def exact_ranges(
    candidates: Candidates, plan: Plan, chosen: Sequence[int], interrupted: Interrupted, *, pairs: bool
) -> list[WeightRange]:
    """The ranges of the chosen criteria, by position. Raises InputError where the plan is not the best one.

    Interrupted, the criteria that are left have the present weight alone.
    """
    season = candidates.season
    made = {season.left.index[key(pair.left)]: season.right.index[key(pair.right)] for pair in plan.pairs}
    face = face_before(candidates, ("fit",))
    assert face is not None, "there is a plan, so that the minimums can be met"
    exact = Exact(candidates, made, face)
    exact.require_best()
    return [exact.unknown(k) if interrupted() else exact.range_of(k, pairs=pairs) for k in chosen]
