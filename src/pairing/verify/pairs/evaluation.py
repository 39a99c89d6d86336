"""Pairs, one by one and together: may they be made, and what are they worth?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from typing import Any

from pairing.season import PairSeason, Season
from pairing.verify import written
from pairing.verify.criteria import CRITERIA, points, ten_thousandths, worths
from pairing.verify.distance import Miles
from pairing.verify.participation import People, people, staying_out
from pairing.verify.rules import RULES, WORDS
from pairing.verify.written import Item

Positions = Sequence[tuple[int, int]]
"""Pairs as positions in the left and the right table."""
Verdict = tuple[int, int, int | None]
"""A left position, a right position, and the pair's fit in hundredths if it is eligible, else None."""


class Questions:
    """What rules and criteria say about any two people: `i` is a position in the left table, `j` in the right."""

    def __init__(
        self, season: Season, rules: Iterable[Item], criteria: Iterable[Item], known: Questions | None = None
    ) -> None:
        """Every person's values are read once; `known` are such questions about the same people."""
        self.season = season
        self.miles: Miles = Miles(season) if known is None else known.miles
        self._made: dict[str, Any] = {} if known is None else known._made
        self._rules = [(rule, self._made_once("rule", rule, RULES)) for rule in rules]
        self._criteria = [
            (self._made_once("criterion", c, CRITERIA), ten_thousandths(c.unknown_grade)) for c in criteria
        ]  # fmt: skip

    def _made_once(self, table: str, item: Item, kinds: Mapping[str, Callable[..., Any]]) -> Any:
        """The function of an item's kind with its parameters."""
        name = f"{table} {item.kind} {item.parameters}"
        if name not in self._made:
            self._made[name] = kinds[item.kind](self.season, **item.parameters)
        return self._made[name]

    def passes(self, i: int, j: int) -> bool:
        """Every rule lets the two pass."""
        return not any(True for _ in self._failing(i, j, self.miles(i, j)))

    def broken(self, i: int, j: int) -> dict[str, str]:
        """What each rule asks that does not let the two pass, by its name."""
        miles = self.miles(i, j)
        return {
            rule.title: f"{WORDS[rule.kind](rule.parameters, miles)}{'; unknown here' if answer is None else ''}"
            for rule, answer in self._failing(i, j, miles)
        }

    def _failing(self, i: int, j: int, miles: float | None) -> Iterator[tuple[Item, bool | None]]:
        """The rules that do not let the two pass, with their answers."""
        for rule, judge in self._rules:
            answer = judge(i, j, miles)
            if answer is False or (answer is None and not rule.unknown_passes):
                yield rule, answer

    def complaints(self, i: int, j: int, besides: Container[str] = ()) -> Iterator[str]:
        """Every rule that does not let the two pass, and what it asks; `besides`: rules already known to."""
        couple = f"{self.season.left.ids[i]} with {self.season.right.ids[j]}"
        for title, asked in self.broken(i, j).items():
            if title not in besides:
                yield f'{couple}: rule "{title}" is broken ({asked})'

    def passing(self, k: int, i: int, j: int) -> bool:
        """The rule at place k lets the two pass."""
        rule, judge = self._rules[k]
        answer = judge(i, j, self.miles(i, j))
        return bool(rule.unknown_passes if answer is None else answer)

    def grade(self, k: int, i: int, j: int) -> int:
        """The value of the criterion at place k, as in `grades`."""
        scale, if_unknown = self._criteria[k]
        value = scale(i, j, self.miles(i, j))
        return if_unknown if value is None else ten_thousandths(value)

    def grades(self, i: int, j: int) -> list[int]:
        """Each criterion's value in ten-thousandths; what unknown counts as where it cannot tell."""
        miles = self.miles(i, j)
        known = [(scale(i, j, miles), if_unknown) for scale, if_unknown in self._criteria]
        return [if_unknown if value is None else ten_thousandths(value) for value, if_unknown in known]


class Judge:
    """Judges any pair of one season: `i` is a position in the left table, `j` in the right."""

    def __init__(self, season: PairSeason, known: Judge | None = None) -> None:
        """Every person's values are read once.

        known: the judge of a season that differs from this one in its criteria's weights and in parameters of rules,
        criteria and limits alone; who takes part and how far people live is not asked again.
        """
        self.season = season
        self.criteria = written.criteria(season.program)
        self.people: People = people(season) if known is None else known.people
        self.forbidden = {(d.left, d.right): d.id for d in season.decisions if d.action == "forbid"}
        self.titles = [criterion.title for criterion in self.criteria]
        self.worths = worths(criterion.weight for criterion in self.criteria)
        soft = written.soft(season.program, "rule")
        self.rules = [rule for rule in written.rules(season.program) if rule.title not in soft]
        asked = None if known is None else known.questions
        self.questions: Questions = Questions(season, self.rules, self.criteria, asked)
        self.miles = self.questions.miles

    def open(self, i: int, j: int) -> bool:
        """Both take part, and no decision forbids the pair."""
        return self.people.left[i] is None and self.people.right[j] is None and (i, j) not in self.forbidden

    def verdict(self, i: int, j: int) -> int | None:
        """The pair's fit if both take part, every rule lets it pass and no decision forbids it; else None."""
        return sum(self.points(i, j)) if self.open(i, j) and self.questions.passes(i, j) else None

    def points(self, i: int, j: int) -> list[int]:
        """What the pair earns for each criterion, in hundredths of a point; they add up to its fit."""
        return [points(*earned) for earned in zip(self.worths, self.questions.grades(i, j), strict=True)]

    def objections(self, i: int, j: int) -> Iterator[str]:
        """Everything that keeps the pair from being made, each with its reason."""
        season = self.season
        yield from staying_out(season, self.people, [i], [j])
        if (i, j) in self.forbidden:
            yield f"{season.left.ids[i]} with {season.right.ids[j]}: forbidden by decision {self.forbidden[i, j]}"
        yield from self.questions.complaints(i, j)

    def together(self, pairs: Positions) -> Iterator[str]:
        """Nobody on the left is paired twice, capacities and minimums hold, every lock is kept."""
        season, people = self.season, self.people
        of_left: dict[int, list[str]] = defaultdict(list)
        of_right: dict[int, int] = defaultdict(int)
        for i, j in pairs:
            of_left[i].append(season.right.ids[j])
            of_right[j] += 1
        for i, partners in sorted(of_left.items()):
            if len(partners) > 1:
                who = f"{season.program.left.label} {season.left.ids[i]}"
                yield f"{who} is in {len(partners)} pairs (with {', '.join(partners)}), at most 1"
        for j in people.serving:
            had = f" besides {people.already[j]} before" if people.already[j] else ""
            who = f"{season.program.right.label} {season.right.ids[j]} has {of_right[j]} pairs"
            if of_right[j] > people.seats[j]:
                yield f"{who}, at most {people.seats[j]} by capacity{had}"
            if of_right[j] < people.minimum[j]:
                yield f"{who}, at least {people.minimum[j]} by minimum{had}"
        made = set(pairs)
        for (i, j), decision in people.locks.items():
            if (i, j) not in made:
                couple = f"{season.left.ids[i]} with {season.right.ids[j]}"
                yield f"{couple}: locked by decision {decision}, yet not in the plan"
