"""Judges many plans of the same people: every pair once by scalar code, then each program's plan by those answers."""

from __future__ import annotations

import random
from collections import OrderedDict
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pairing.plans.pairs import Plan
from pairing.season import PairSeason
from pairing.verify.claims import Report
from pairing.verify.criteria import points
from pairing.verify.pairs.evaluation import Judge
from pairing.verify.pairs.network import Arcs, claimed_arcs
from pairing.verify.pairs.plan import Claimed, capped, judged_plan, located_pairs

KEPT = 64_000_000
"""Bytes of answers that are kept beyond those of one program, so that a thousand parameters do not fill the memory."""


class Checker:
    """Checks plans of seasons that differ from one another only in weights and in parameters.

    Of rules, criteria and limits; people, screens and decisions are the same. What a rule answers about each pair, and
    what a criterion grades it, is asked once for each set of its parameters, by the scalar code that judges any plan.
    The fit of every pair under a program's weights is then arithmetic on these grades. All that `check` finds is found;
    a plan's own pairs are judged one by one each time.
    """

    def __init__(self, season: PairSeason, *, judge_at_most: int = 100_000, seed: int = 0) -> None:
        """Nothing but who takes part is judged yet. Beyond `judge_at_most` pairs a sample of that size is."""
        self._judge = Judge(season)
        rows, columns = len(season.left), len(season.right)
        self._all = rows * columns <= judge_at_most
        numbers = range(rows * columns)
        sample = numbers if self._all else sorted(random.Random(seed).sample(numbers, judge_at_most))
        self._spots = [divmod(number, columns) for number in sample]
        self._at = tuple(np.array(self._spots, dtype=np.int64).reshape(-1, 2).T)
        self._open = np.array([self._judge.open(i, j) for i, j in self._spots], dtype=bool)
        self._known: OrderedDict[str, NDArray[Any]] = OrderedDict()
        items = len(season.program.rules) + len(season.program.criteria)
        self._most = items + KEPT // (np.int16().nbytes * max(1, len(self._spots)))

    def check(self, season: PairSeason, plan: Plan, claimed: Claimed) -> Report:
        """What `check` finds about the plan of one such season. claimed: which pairs are eligible, and their fits."""
        judge = Judge(season, self._judge)
        eligible, fits = self._eligible(judge), self._fits(judge)
        spots, findings = located_pairs(season, ((pair.left, pair.right) for pair in plan.pairs))
        findings.extend(capped(self._differing(season, eligible, fits, claimed)))
        tails, heads = self._at
        arcs = Arcs(tails[eligible], heads[eligible], fits[eligible]) if self._all else claimed_arcs(*claimed)
        return judged_plan(judge, plan, arcs, spots, findings, len(self._spots))

    def _eligible(self, judge: Judge) -> NDArray[np.bool_]:
        """For each pair judged whether it may be made."""
        eligible = self._open.copy()
        for k, rule in enumerate(judge.rules):
            eligible &= self._asked(rule.question, bool, k, judge.questions.passing)
        return eligible

    def _fits(self, judge: Judge) -> NDArray[np.int64]:
        """The fit of each pair judged, in hundredths."""
        fits = np.zeros(len(self._spots), dtype=np.int64)
        for k, (worth, criterion) in enumerate(zip(judge.worths, judge.criteria, strict=True)):
            grades = self._asked(criterion.question, np.int16, k, judge.questions.grade)
            fits += points(worth, grades.astype(np.int64))
        return fits

    def _asked(self, item: str, kind: Any, k: int, ask: Callable[[int, int, int], Any]) -> NDArray[Any]:
        """What an item of a program says about each pair, asked once while it is remembered."""
        name = f"{k} {item}"
        if name not in self._known:
            self._known[name] = np.array([ask(k, i, j) for i, j in self._spots], dtype=kind)
            if len(self._known) > self._most:
                self._known.popitem(last=False)
        self._known.move_to_end(name)
        return self._known[name]

    def _differing(
        self, season: PairSeason, eligible: NDArray[np.bool_], fits: NDArray[np.int64], claimed: Claimed
    ) -> Iterator[str]:
        """Eligibility and fit of the pairs judged are as claimed."""
        theirs, their_fits = claimed[0][self._at], claimed[1][self._at]
        for place in np.flatnonzero((theirs != eligible) | (eligible & (their_fits != fits))).tolist():
            i, j = self._spots[place]
            said, judged = (
                f"fit {fit[place]}" if may[place] else "not eligible"
                for may, fit in ((theirs, their_fits), (eligible, fits))
            )
            yield f"{season.left.ids[i]} with {season.right.ids[j]}: {said} is claimed, judged {judged}"
