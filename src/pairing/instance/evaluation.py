"""Every pair of a relation judged once: what each rule answers, how many points each criterion gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pairing.geo import miles_between
from pairing.program import CriterionItem, RuleItem
from pairing.program.criteria import CRITERIA
from pairing.program.relation import UNKNOWN, YES, Relation
from pairing.program.rules import RULES
from pairing.season import Season

Bools = NDArray[np.bool_]

FULL = 10_000
"""A perfect fit, in hundredths of a point; also a criterion of 1, in ten-thousandths."""


@dataclass(frozen=True)
class Judged:
    """One relation with what its rules and criteria say about every pair.

    verdicts: (rule, left, right) int8, YES, NO or UNKNOWN. passes: the same, bool, with unknown counted as the rule
    says. grades: (criterion, left, right) int16, ten-thousandths, what the weights multiply; unknown: the same, bool,
    where a criterion cannot tell. points: the same, int16, hundredths, what the grades earn under the weights.
    """

    relation: Relation
    rules: tuple[RuleItem, ...]
    criteria: tuple[CriterionItem, ...]
    verdicts: NDArray[np.int8]
    passes: Bools
    grades: NDArray[np.int16]
    unknown: Bools
    points: NDArray[np.int16]

    @cached_property
    def fit(self) -> NDArray[np.int32]:
        """(left, right): hundredths, 0 to 10000; what the criteria's points add up to."""
        fit: NDArray[np.int32] = self.points.sum(axis=0, dtype=np.int32)
        return fit


def judged(relation: Relation, rules: Sequence[RuleItem], criteria: Sequence[CriterionItem]) -> Judged:
    """A relation's pairs, each judged once by every rule and criterion."""
    verdicts, passes = judge(relation, rules)
    grades, unknown = grade(relation, criteria)
    points = points_of(grades, worths(criteria))
    return Judged(relation, tuple(rules), tuple(criteria), verdicts, passes, grades, unknown, points)


def judged_again(known: Judged, rules: Sequence[RuleItem], criteria: Sequence[CriterionItem]) -> Judged:
    """The relation judged by other rules and criteria, where only what differs from `known` is asked again.

    There are as many rules and criteria as before, in the same order.
    """
    verdicts, passes, grades, unknown = known.verdicts, known.passes, known.grades, known.unknown
    for k, rule in enumerate(rules):
        if rule != known.rules[k]:
            new = judge(known.relation, [rule])
            verdicts, passes = _with_layer(verdicts, k, new[0]), _with_layer(passes, k, new[1])
    for k, criterion in enumerate(criteria):
        if criterion != known.criteria[k].model_copy(update={"weight": criterion.weight}):
            found = grade(known.relation, [criterion])
            grades, unknown = _with_layer(grades, k, found[0]), _with_layer(unknown, k, found[1])
    points = points_of(grades, worths(criteria))
    return Judged(known.relation, tuple(rules), tuple(criteria), verdicts, passes, grades, unknown, points)


def _with_layer(layers: NDArray[Any], k: int, layer: NDArray[Any]) -> NDArray[Any]:
    """A copy in which one layer is another."""
    changed = layers.copy()
    changed[k] = layer
    return changed


def relate(season: Season) -> Relation:
    """The two tables of a season with the miles between their people and the years since they were together."""
    a, b = season.left_places, season.right_places
    miles = miles_between(a.lat, a.lon, b.lat, b.lon)
    return Relation(season.left, season.right, miles, a, b, years_ago(season))


def years_ago(season: Season) -> NDArray[np.float64]:
    """The years since two people were last together, 1 for the newest file of the history; NaN for never."""
    shape = len(season.left), len(season.right)
    together = [past for past in season.history if past.pairs]
    if not together:
        return np.broadcast_to(np.nan, shape)
    newest = max(past.year for past in season.history)
    years = np.full(shape, np.nan)
    for past in sorted(together, key=lambda past: past.year):
        years[tuple(np.array(past.pairs).T)] = newest - past.year + 1
    return years


def judge(relation: Relation, rules: Sequence[RuleItem]) -> tuple[NDArray[np.int8], Bools]:
    """Each rule's answer about each pair, and whether it lets the pair pass: both (rule, left, right)."""
    verdicts = np.empty((len(rules), *relation.shape), dtype=np.int8)
    passes = np.empty(verdicts.shape, dtype=bool)
    for k, rule in enumerate(rules):
        verdicts[k] = RULES[rule.kind].answers(relation, **rule.parameters)
        passes[k] = (verdicts[k] == YES) | ((verdicts[k] == UNKNOWN) & rule.unknown_passes)
    return verdicts, passes


def grade(relation: Relation, criteria: Sequence[CriterionItem]) -> tuple[NDArray[np.int16], Bools]:
    """Each criterion's grade of each pair in ten-thousandths, and where it was unknown: both (criterion, left, right).

    An unknown grade is what the criterion says it counts as.
    """
    grades = np.empty((len(criteria), *relation.shape), dtype=np.int16)
    unknown = np.empty(grades.shape, dtype=bool)
    for k, criterion in enumerate(criteria):
        found = CRITERIA[criterion.kind](relation, **criterion.parameters)
        unknown[k] = np.isnan(found)
        grades[k] = np.floor(FULL * np.where(unknown[k], criterion.unknown, found) + 0.5)
    return grades, unknown


def points_of(grades: NDArray[np.int16], worths: Sequence[int]) -> NDArray[np.int16]:
    """The hundredths of a point that grades earn: (criterion, left, right).

    worths: how many hundredths of a point each criterion is worth.
    """
    points = np.empty_like(grades)
    for k, worth in enumerate(worths):
        points[k] = (worth * grades[k].astype(np.int64) + FULL // 2) // FULL
    return points


def worths(criteria: Sequence[CriterionItem], instead: Mapping[str, float] = MappingProxyType({})) -> list[int]:
    """The hundredths of a point that each criterion is worth: its share of 10000, by largest remainder.

    instead: other weights by the criteria's names.
    """
    weights = [Fraction(str(instead.get(criterion.title, criterion.weight))) for criterion in criteria]
    if not any(weights):
        return [0] * len(weights)
    shares = [FULL * weight / sum(weights) for weight in weights]
    whole = [int(share) for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda k: (whole[k] - shares[k], k))
    for k in by_remainder[: FULL - sum(whole)]:
        whole[k] += 1
    return whole


def broken_rules(judged: Judged, i: int, j: int, but: Bools | None = None) -> Iterator[str]:
    """In words every rule that left person i and right person j break. but: (rule,), those not asked about."""
    for k, rule in enumerate(judged.rules):
        if not judged.passes[k, i, j] and (but is None or not but[k]):
            cannot_tell = " (unknown, and this rule needs evidence)" if judged.verdicts[k, i, j] == UNKNOWN else ""
            yield f'the pair breaks rule "{rule.title}"{cannot_tell}'
