"""Ranges of weights where no sum over pairs tells them: plans are solved at other weights, halving what is open."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from pairing.analysis.sensitivity.parameters import UNPROVED
from pairing.analysis.sensitivity.ranges import BISECTED, INTERRUPTED, PairRange, Turn, WeightRange
from pairing.errors import InputError, Interrupted, Problem
from pairing.instance.pairs import Candidates, reweighed
from pairing.optimizers.deadline import Deadline
from pairing.plans.cohorts import CohortPlan
from pairing.plans.pair_parts import Move
from pairing.plans.pairs import Plan
from pairing.profiles import key
from pairing.program.goals import SMALLER_IS_BETTER
from pairing.run import solve
from pairing.season import Season, as_cohorts, as_pairs
from pairing.solver import pairs
from pairing.verify import judge_cohorts, judge_pairs

HALVINGS = 7
"""So often is what is open halved: an end is known within 1/128 of the criterion's possible shares of all weights."""


@dataclass(frozen=True)
class Trial:
    """The best plan under other weights. better: whether it is better there than the present one.

    proved: whether no plan is better than it. partners: by left id the right one's, for pairs. words: what is
    different, for cohorts.
    """

    better: bool
    proved: bool
    partners: Mapping[str, str] = field(default_factory=dict)
    words: str = ""


@dataclass
class Trials:
    """Plans of one season under other weights.

    present: the partners of the present plan by left id, for pairs. at: the trial of a season, None where it was
    interrupted before its plan was proved. proved: whether the present plan is.
    """

    season: Season
    present: Mapping[str, str]
    at: Callable[[Season], Trial | None]
    interrupted: Interrupted
    proved: bool = True

    def range_of(self, k: int, halvings: int) -> WeightRange:
        """The range of criterion k's weight, by bisection over its share of all weights it is weighed with."""
        criteria = self.season.program.criteria
        chosen = criteria[k]
        others = {c.title: Fraction(str(c.weight)) for c in criteria if c is not chosen and c.between == chosen.between}
        weight, rest = Fraction(str(chosen.weight)), sum(others.values(), Fraction(0))
        share = weight / (weight + rest) if weight else Fraction(0)
        ends = [_End(share, Fraction(far)) for far in (0, 1)]
        for end in ends:
            self._search(end, chosen.title, others, rest, halvings if rest else 0)
        low, high = ends
        start, above = (_weight(end.kept, rest) for end in ends)
        return WeightRange(
            chosen.title, weight, start or Fraction(0), above,
            self._turn(low, rest), self._turn(high, rest), self._how(ends),
            tuple(self._pair(chosen.title, left, right, ends, rest) for left, right in self.present.items()),
            len(low.tried) + len(high.tried), low.stopped or high.stopped,
        )  # fmt: skip

    def _search(
        self, end: _End, title: str, others: Mapping[str, Fraction], rest: Fraction, halvings: int
    ) -> None:  # fmt: skip
        """Try the far end, then halve between what keeps the plan and what does not."""
        share = end.far
        for _ in range(halvings + 1):
            if share == end.kept:
                return
            found = None if self.interrupted() else self.at(self._season(title, others, share, rest))
            if found is None:
                end.stopped = True
                return
            end.tried[share] = found
            if not found.better:
                end.kept = share
            else:
                end.lost = share
            if end.lost is None:
                return
            share = (end.kept + end.lost) / 2

    def _season(self, title: str, others: Mapping[str, Fraction], share: Fraction, rest: Fraction) -> Season:
        """The season with the criterion at another share; at 1 no other counts."""
        weight = _weight(share, rest)
        weights = {title: float(weight)} if weight is not None else {title: 1.0, **dict.fromkeys(others, 0.0)}
        return self.season.with_weights(weights)

    def _how(self, ends: Sequence[_End]) -> str:
        """By bisection, whether it was interrupted, and what is not proved of the plans it rests on."""
        stopped = any(end.stopped for end in ends)
        trials = all(trial.proved for end in ends for trial in end.tried.values())
        but = ("" if self.proved else "the present plan not proved", "" if trials else "not every plan proved")
        return ", ".join([BISECTED, *filter(None, (INTERRUPTED if stopped else "", *but))])

    def _turn(self, end: _End, rest: Fraction) -> Turn | None:
        if end.lost is None:
            return None
        found, at = end.tried[end.lost], _weight(end.lost, rest)
        moves = tuple(
            Move(left, self.present.get(left), found.partners.get(left))
            for left in sorted({*self.present, *found.partners})
            if self.present.get(left) != found.partners.get(left)
        )
        return Turn(at, moves, found.words)

    def _pair(self, title: str, left: str, right: str, ends: list[_End], rest: Fraction) -> PairRange:
        """The outermost weights that were tried up to which every plan found has the pair."""
        kept, others = [], []
        for end in ends:
            tried = sorted(end.tried, key=lambda share: abs(share - end.present))
            lost = [s for s in tried if end.tried[s].better and end.tried[s].partners.get(left) != right]
            inside = [s for s in tried if not lost or abs(s - end.present) < abs(lost[0] - end.present)]
            kept.append(_weight(inside[-1] if inside else end.present, rest))
            others.append(end.tried[lost[0]].partners.get(left, "nobody") if lost else None)
        return PairRange(title, left, right, kept[0] or Fraction(0), kept[1], *others)


@dataclass
class _End:
    """One end of a range, in shares of all weights.

    kept: the outermost share that was found to keep the plan. lost: the innermost that was found not to.
    stopped: whether it was interrupted before it was known.
    """

    present: Fraction
    far: Fraction
    lost: Fraction | None = None
    stopped: bool = False
    tried: dict[Fraction, Trial] = field(default_factory=dict)
    kept: Fraction = field(init=False)

    def __post_init__(self) -> None:
        self.kept = self.present


def _weight(share: Fraction, rest: Fraction) -> Fraction | None:
    """The weight that is this share of all weights; None for all of it."""
    return None if share == 1 else share * rest / (1 - share)


def pair_trials(candidates: Candidates, plan: Plan, interrupted: Interrupted) -> Trials:
    """Plans of pairs by the solver of the season, compared with the present one by the checker's values."""
    made = [(pair.left, pair.right) for pair in plan.pairs]

    def at(season: Season) -> Trial | None:
        found = pairs.solve(reweighed(candidates, as_pairs(season)), deadline=Deadline(interrupted=interrupted))
        if found.outcome in UNPROVED and interrupted():
            return None
        partners = {pair.left: pair.right for pair in found.pairs}
        return Trial(_is_better(found, judge_pairs(as_pairs(season), made).values), found.outcome == "proved", partners)

    return Trials(candidates.season, dict(made), at, interrupted)


def cohort_trials(plan: CohortPlan, time_limit: float | None, interrupted: Interrupted) -> Trials:
    """Plans of cohorts likewise."""
    before = mates(plan)

    def at(season: Season) -> Trial | None:
        found = solve(season, time_limit=time_limit, seed=plan.seed, interrupted=interrupted)
        assert isinstance(found, CohortPlan)
        if found.outcome in UNPROVED and interrupted():
            return None
        better = _is_better(found, judge_cohorts(as_cohorts(season), plan.rows).values)
        apart = len(before - mates(found))
        words = f"{apart} of {len(before)} pairs of cohort mates are no longer together"
        return Trial(
            better,
            found.outcome == "proved",
            words=words if apart else "who leads or who sits changes, cohort mates do not",
        )

    return Trials(plan.season, {}, at, interrupted, plan.outcome == "proved")


def mates(plan: CohortPlan) -> set[tuple[str, str]]:
    """Every two members of one cohort, by id."""
    return {(a, b) for cohort in plan.cohorts for a in cohort.ids for b in cohort.ids if key(a) < key(b)}


def _is_better(found: Plan | CohortPlan, present: Mapping[str, int | None]) -> bool:
    """Whether a plan is better than values, in the first goal in which they differ."""
    if not found.found:
        raise InputError([Problem(f"under other weights no plan was found: {found.reason or found.stopped}")])
    for goal in found.goal_results:
        before = present.get(goal.name)
        if goal.value is not None and before is not None and goal.value != before:
            return (goal.value < before) == (goal.kind in SMALLER_IS_BETTER)
    return False
