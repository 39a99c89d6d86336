"""Pairs, one by one: may they be made, and what are they worth?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pairing.check.criteria import CRITERIA, points, ten_thousandths, worths
from pairing.check.distance import Miles
from pairing.check.people import people
from pairing.check.rules import RULES, WORDS
from pairing.season import Season

Judged = tuple[int, int, int | None]
"""A left position, a right position, and the pair's fit in hundredths if it is eligible, else None."""


class Judge:
    """Judges any pair of one season: `i` is a position in the left table, `j` in the right."""

    def __init__(self, season: Season) -> None:
        """Every person's values are read once."""
        program = season.program
        rules: Iterable[Any] = program.rules
        criteria: Sequence[Any] = program.criteria
        self.season, self.people, self.miles = season, people(season), Miles(season)
        self.forbidden = {(d.left, d.right): d.id for d in season.decisions if d.action == "forbid"}
        self.titles = [criterion.title for criterion in criteria]
        self._rules = [(RULES[r.kind](season, **r.parameters), r.unknown_passes) for r in rules]
        shares = worths(criterion.weight for criterion in criteria)
        self._criteria = [
            (CRITERIA[c.kind](season, **c.parameters), share, points(share, ten_thousandths(c.unknown)))
            for c, share in zip(criteria, shares, strict=True)
        ]

    def verdict(self, i: int, j: int) -> int | None:
        """The pair's fit if both take part, every rule lets it pass and no decision forbids it; else None."""
        if self.people.left[i] is not None or self.people.right[j] is not None or (i, j) in self.forbidden:
            return None
        miles = self.miles(i, j)
        for judge, unknown_passes in self._rules:
            answer = judge(i, j, miles)
            if answer is False or (answer is None and not unknown_passes):
                return None
        return sum(self._points(i, j, miles))

    def points(self, i: int, j: int) -> list[int]:
        """What the pair earns for each criterion, in hundredths of a point; they add up to its fit."""
        return self._points(i, j, self.miles(i, j))

    def objections(self, i: int, j: int) -> Iterator[str]:
        """Everything that keeps the pair from being made, each with its reason."""
        program = self.season.program
        rules: Iterable[Any] = program.rules
        sides = (
            (program.left.label, self.season.left.ids[i], self.people.left[i]),
            (program.right.label, self.season.right.ids[j], self.people.right[j]),
        )
        for label, identifier, reason in sides:
            if reason is not None:
                yield f"{label} {identifier} does not take part: {reason}"
        couple = f"{sides[0][1]} with {sides[1][1]}"
        if (i, j) in self.forbidden:
            yield f"{couple}: forbidden by decision {self.forbidden[i, j]}"
        miles = self.miles(i, j)
        for item, (judge, unknown_passes) in zip(rules, self._rules, strict=True):
            answer = judge(i, j, miles)
            if answer is False or (answer is None and not unknown_passes):
                unknown = "; unknown here" if answer is None else ""
                yield f'{couple}: rule "{item.title}" is broken ({WORDS[item.kind](item.parameters, miles)}{unknown})'

    def _points(self, i: int, j: int, miles: float | None) -> list[int]:
        earned = []
        for scale, share, if_unknown in self._criteria:
            value = scale(i, j, miles)
            earned.append(if_unknown if value is None else points(share, ten_thousandths(value)))
        return earned
