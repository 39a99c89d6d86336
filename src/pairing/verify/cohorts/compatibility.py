"""Who may be in one cohort: two members, a member and a facilitator; and how well they suit each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from pairing.profiles import key
from pairing.season import CohortSeason
from pairing.verify import written
from pairing.verify.criteria import FULL, points, worths
from pairing.verify.pairs.evaluation import Questions


def mean(total: int, count: int) -> int:
    """The mean as a whole number; halves are rounded up."""
    return (2 * total + count) // (2 * count)


class Company:
    """Judges any two people of a cohort season once: `i` and `j` are members, `f` is a facilitator."""

    def __init__(self, season: CohortSeason) -> None:
        """Every person's values are read once."""
        program = season.program
        among, leading = (written.criteria(program, whom) for whom in ("members", "member-facilitator"))
        self.season = season
        self.themes = _themes(season)
        self._general = worths(criterion.weight for criterion in among)
        self._of_theme = {
            theme.name: worths(theme.weights.get(criterion.title, criterion.weight) for criterion in among)
            for theme in program.themes
        }
        self._leading = worths(criterion.weight for criterion in leading)
        self._mates = Questions(season.among_left, written.rules(program, "members"), among)
        self._leaders = Questions(season, written.rules(program, "member-facilitator"), leading)
        self._apart, self._not_led = _forbidden(season)
        self._may_sit: dict[tuple[int, int], bool] = {}
        self._may_lead: dict[tuple[int, int], bool] = {}
        self._fits: dict[tuple[int, int], int] = {}
        self._led: dict[tuple[int, int], int] = {}

    @property
    def judged(self) -> int:
        """How many pairs were judged so far."""
        return len(self._may_sit.keys() | self._fits.keys()) + len(self._may_lead.keys() | self._led.keys())

    def may_sit(self, i: int, j: int) -> bool:
        """Every rule lets the two members pass both ways, their themes are the same, no decision forbids it."""
        pair = (min(i, j), max(i, j))
        if pair not in self._may_sit:
            self._may_sit[pair] = (
                self.themes[i] == self.themes[j]
                and pair not in self._apart
                and self._mates.passes(i, j)
                and self._mates.passes(j, i)
            )
        return self._may_sit[pair]

    def may_lead(self, i: int, f: int) -> bool:
        """Every rule lets member and facilitator pass, no decision forbids it."""
        if (i, f) not in self._may_lead:
            self._may_lead[i, f] = (i, f) not in self._not_led and self._leaders.passes(i, f)
        return self._may_lead[i, f]

    def fit(self, i: int, j: int) -> int:
        """The two members' fit: each criterion's points both ways, halved; halves are rounded up."""
        pair = (min(i, j), max(i, j))
        if pair not in self._fits:
            shares = self._general
            if self.themes[i] and self.themes[i] == self.themes[j]:
                shares = self._of_theme[self.themes[i]]
            both = zip(shares, self._mates.grades(i, j), self._mates.grades(j, i), strict=True)
            self._fits[pair] = sum((points(share, one) + points(share, two) + 1) // 2 for share, one, two in both)
        return self._fits[pair]

    def dissimilarity(self, i: int, j: int) -> int:
        """What two members lack of a perfect fit."""
        return FULL - self.fit(i, j)

    def led_fit(self, i: int, f: int) -> int:
        """The member's fit with the facilitator."""
        if (i, f) not in self._led:
            grades = zip(self._leading, self._leaders.grades(i, f), strict=True)
            self._led[i, f] = sum(points(share, grade) for share, grade in grades)
        return self._led[i, f]

    def objections_to_sitting(self, i: int, j: int) -> Iterator[str]:
        """Everything that keeps two members apart, each with its reason."""
        couple = f"{self.season.left.ids[i]} with {self.season.left.ids[j]}"
        if (i, j) in self._apart:
            yield f"{couple}: forbidden by decision {self._apart[i, j]}"
        if self.themes[i] != self.themes[j]:
            one, two = (f'"{theme}"' if theme else "no theme" for theme in (self.themes[i], self.themes[j]))
            yield f"{couple}: their themes differ ({one} and {two})"
        yield from self._mates.complaints(i, j)
        yield from self._mates.complaints(j, i, besides=self._mates.broken(i, j))

    def objections_to_leading(self, i: int, f: int) -> Iterator[str]:
        """Everything that keeps a facilitator from leading a member, each with its reason."""
        if (i, f) in self._not_led:
            couple = f"{self.season.left.ids[i]} with {self.season.right.ids[f]}"
            yield f"{couple}: forbidden by decision {self._not_led[i, f]}"
        yield from self._leaders.complaints(i, f)

    def total_dissimilarity(self, members: tuple[int, ...]) -> int:
        """The sum over all pairs of these members."""
        return sum(self.dissimilarity(i, j) for i, j in combinations(members, 2))


def _themes(season: CohortSeason) -> list[str]:
    """Each member's theme of the program, by the name the program gives it; empty for none of them."""
    named = {key(theme.name): theme.name for theme in season.program.themes}
    return [named.get(key(cell), "") if cell is not None else "" for cell in season.left.values("theme")]


def _forbidden(season: CohortSeason) -> tuple[dict[tuple[int, int], str], dict[tuple[int, int], str]]:
    """Members forbidden to sit together (both ways), and members forbidden to be with a facilitator, by decision."""
    apart: dict[tuple[int, int], str] = {}
    not_led: dict[tuple[int, int], str] = {}
    for decision in season.decisions:
        if decision.action != "forbid" or decision.left is None:
            continue
        if decision.mate is not None:
            apart[decision.left, decision.mate] = apart[decision.mate, decision.left] = decision.id
        elif decision.right is not None:
            not_led[decision.left, decision.right] = decision.id
    return apart, not_led
