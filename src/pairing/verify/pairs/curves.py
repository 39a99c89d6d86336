"""Judges many plans of pairs of one season: what each breaks, and what it is worth in anything that may be weighed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pairing.season import PairSeason
from pairing.verify.distance import hundredths
from pairing.verify.pairs.evaluation import Judge
from pairing.verify.pairs.goals import Made, expanded, values
from pairing.verify.pairs.limits import PairLimits


@dataclass(frozen=True)
class Worth:
    """One plan judged. findings: what it breaks. goals: the program's goals by name.

    points: hundredths by criterion; fit: their sum, worst_fit the smallest of a pair. miles: known ones in hundredths;
    unknown: how many pairs' are not known.
    """

    findings: tuple[str, ...]
    goals: Mapping[str, int | None]
    points: Mapping[str, int]
    fit: int
    worst_fit: int | None
    miles: int
    unknown: int


def judge_curve(season: PairSeason, plans: Iterable[Sequence[tuple[int, int]]]) -> list[Worth]:
    """Plans as positions of pairs in the tables, each judged pair by pair; every pair once."""
    judge = Judge(season)
    limits, goals = PairLimits(judge), expanded(season, judge.people)
    points = cache(judge.points)
    objections = cache(lambda i, j: tuple(judge.objections(i, j)))

    def worth(pairs: Sequence[tuple[int, int]]) -> Worth:
        earned = [points(i, j) for i, j in pairs]
        fits = [sum(each) for each in earned]
        miles = [judge.miles(i, j) for i, j in pairs]
        found = [one for i, j in pairs for one in objections(i, j)]
        found += [*judge.together(pairs), *limits.findings(pairs)]
        made = Made(pairs, fits, judge.people.already, limits.units(pairs))
        return Worth(
            tuple(found), values(goals, made),
            {title: sum(each[k] for each in earned) for k, title in enumerate(judge.titles)},
            sum(fits), min(fits, default=None),
            sum(hundredths(each) for each in miles if each is not None), sum(each is None for each in miles),
        )  # fmt: skip

    return [worth(pairs) for pairs in plans]
