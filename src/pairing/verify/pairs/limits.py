"""Limits of programs of pairs: each kind makes a function of all the pairs that are made."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from pairing.verify import written
from pairing.verify.cells import called, sets
from pairing.verify.conditions import Condition, answers
from pairing.verify.distance import hundredths
from pairing.verify.groups import RIGHT, SIDES, counted, groups, named, sharing
from pairing.verify.pairs.evaluation import Judge

Pairs = Sequence[tuple[int, int]]
"""The pairs of a plan as positions, locked ones among them."""
MOST_SAID = 10
"""Places where a limit is broken that a finding names; the rest are counted."""


class Breach(NamedTuple):
    """A part of a limit that is broken: by how many units; who breaks it, what is, and what is asked."""

    units: int
    said: str


PairLimit = Callable[[Pairs], Iterator[Breach]]
"""Where these pairs break a limit; nothing where they keep it."""


def _outside(number: int, at_least: int, at_most: int | None, said: str) -> Iterator[Breach]:
    """The units by which a number is below or above what is asked."""
    if number < at_least:
        yield Breach(at_least - number, f"{said}, at least {at_least}")
    if at_most is not None and number > at_most:
        yield Breach(number - at_most, f"{said}, at most {at_most}")


def _quota(
    judge: Judge, side: str, who: Condition, by: str | None, at_least: int, at_most: int | None
) -> PairLimit:  # fmt: skip
    """For every group of people of one side: the number of pairs made with them."""
    end = SIDES.index(side)
    chosen = groups(judge, end, who, by)

    def broken(pairs: Pairs) -> Iterator[Breach]:
        for group in chosen:
            made = [pair for pair in pairs if pair[end] in group.people]
            yield from _outside(
                len(made),
                at_least,
                at_most,
                f"{group.words}: {counted(len(made), 'pair')}{_listed(_couples(judge, made))}",
            )

    return broken


def _serving(judge: Judge, who: Condition, by: str | None, at_least: int, at_most: int | None) -> PairLimit:
    """For every group of right people: the number of them who have at least one partner in this plan."""
    table = judge.season.right
    chosen = groups(judge, RIGHT, who, by)

    def broken(pairs: Pairs) -> Iterator[Breach]:
        serving = {j for _, j in pairs}
        for group in chosen:
            found = sorted(serving & group.people)
            ids = _listed([table.ids[j] for j in found])
            yield from _outside(len(found), at_least, at_most, f"{group.words}: {len(found)} serving{ids}")

    return broken


def _all_or_least(judge: Judge, who: Condition, least: int, column: str | None) -> PairLimit:
    """A right person known to meet `who` has no partner in this plan, or at least as many as asked."""
    table = judge.season.right
    wanted = answers(table, who)
    cells = table.values(column) if column is not None else [None] * len(table)
    asked = [least if cell is None else max(1, math.ceil(cell)) for cell in cells]

    def broken(pairs: Pairs) -> Iterator[Breach]:
        partners = _partners(pairs)
        for j in sorted(partners):
            if wanted[j] is True and len(partners[j]) < asked[j]:
                ids = _listed([judge.season.left.ids[i] for i in partners[j]])
                has = f"{table.ids[j]} has {counted(len(partners[j]), 'partner')}{ids}"
                yield Breach(asked[j] - len(partners[j]), f"{has}, none or at least {asked[j]}")

    return broken


def _shared_load(judge: Judge, column: str) -> PairLimit:
    """Right people who share a known value have together at most what the freest of them may have."""
    table, seats = judge.season.right, judge.people.seats

    def broken(pairs: Pairs) -> Iterator[Breach]:
        load = Counter(j for _, j in pairs)
        for group in sharing(table, column).values():
            many, most = sum(load[j] for j in group), max(seats[j] for j in group)
            if len(group) > 1 and many > most:
                serving = named(f"{table.ids[j]} {load[j]}" for j in group if load[j])
                said = (
                    f"{counted(many, 'partner')} of people with the same {column} ({serving}), at most {most} together"
                )
                yield Breach(many - most, said)

    return broken


def _pair_apart(judge: Judge, column: str) -> PairLimit:
    """Left people of whom either names the other do not have the same right person."""
    table = judge.season.left
    lists, names = sets(table, column), called(table, "district", "district_id")

    def broken(pairs: Pairs) -> Iterator[Breach]:
        for j, partners in sorted(_partners(pairs).items()):
            for couple in combinations(sorted(set(partners)), 2):
                for one, two in (couple, couple[::-1]):
                    if (lists[one] or set()) & names[two]:
                        both = f"{table.ids[couple[0]]} and {table.ids[couple[1]]}"
                        yield Breach(
                            1, f"{both} both have {judge.season.right.ids[j]}, {table.ids[one]} names the other"
                        )
                        break

    return broken


def _pair_together(judge: Judge, column: str) -> PairLimit:
    """Left people who take part and share a known value all have the same right person, or none has one."""
    left, right = judge.season.left, judge.season.right
    served = set(judge.people.served)
    sets_of = [[i for i in group if i in served] for group in sharing(left, column).values()]

    def broken(pairs: Pairs) -> Iterator[Breach]:
        partner = dict(pairs)
        for group in sets_of:
            alike = Counter(partner.get(i) for i in group)
            apart = math.comb(len(group), 2) - sum(math.comb(many, 2) for many in alike.values())
            if apart:
                shown = {i: right.ids[partner[i]] if i in partner else "nobody" for i in group}
                listed = named(f"{left.ids[i]} with {name}" for i, name in shown.items())
                yield Breach(apart, f"{listed} (same {column}), all with the same one or none of them placed")

    return broken


def _budget(
    judge: Judge, most: float, per_pair: float, per_mile: float, per_right: float, unknown_miles: float | None
) -> PairLimit:  # fmt: skip
    """The plan's cost is at most `most` dollars; decimals are exact as written."""
    bound, pair, mile, right = (Fraction(str(amount)) for amount in (most, per_pair, per_mile, per_right))
    assumed = _nearest(100 * Fraction(str(unknown_miles or 0)))

    def broken(pairs: Pairs) -> Iterator[Breach]:
        cents = 0
        for i, j in pairs:
            miles = judge.miles(i, j)
            cents += _nearest(100 * pair + mile * (assumed if miles is None else hundredths(miles)))
        cost = Fraction(cents, 100) + right * len({j for _, j in pairs})
        if cost > bound:
            yield Breach(math.ceil(cost - bound), f"the plan costs {_dollars(cost)}, at most {_dollars(bound)}")

    return broken


def _nearest(amount: Fraction) -> int:
    """The nearest whole number; halves are rounded up."""
    return math.floor(amount + Fraction(1, 2))


def _dollars(amount: Fraction) -> str:
    """In cents, or finer where the amount is."""
    return f"${float(amount):,.2f}" if (100 * amount).denominator == 1 else f"${float(amount):,.6f}"


def _partners(pairs: Pairs) -> dict[int, list[int]]:
    """The left people of every right person who has any."""
    found: dict[int, list[int]] = defaultdict(list)
    for i, j in pairs:
        found[j].append(i)
    return found


def _couples(judge: Judge, pairs: Pairs) -> list[str]:
    return [f"{judge.season.left.ids[i]} with {judge.season.right.ids[j]}" for i, j in pairs]


def _listed(names: Sequence[str]) -> str:
    return f" ({named(names)})" if names else ""


PAIR_LIMITS: dict[str, Callable[..., PairLimit]] = {
    "quota": _quota,
    "serving": _serving,
    "all_or_least": _all_or_least,
    "shared_load": _shared_load,
    "pair_apart": _pair_apart,
    "pair_together": _pair_together,
    "budget": _budget,
}
"""Every kind of limit of pairs; called with the season's judge and the limit's own parameters."""


class PairLimits:
    """The limits of one season, and which of them a plan breaks."""

    def __init__(self, judge: Judge) -> None:
        """Everybody's values are read once."""
        program = judge.season.program
        self._limits = {
            limit.title: PAIR_LIMITS[limit.kind](judge, **limit.parameters) for limit in written.limits(program)
        }
        self._soft = written.soft(program, "limit")

    def units(self, pairs: Pairs) -> dict[str, int]:
        """By how many units these pairs break each limit, by the limit's name."""
        return {name: sum(breach.units for breach in broken(pairs)) for name, broken in self._limits.items()}

    def findings(self, pairs: Pairs) -> Iterator[str]:
        """One sentence for every hard limit that these pairs break."""
        for name, broken in self._limits.items():
            breaches = [] if name in self._soft else list(broken(pairs))
            if breaches:
                units = sum(breach.units for breach in breaches)
                said = [breach.said for breach in breaches[:MOST_SAID]]
                more = [f"and {len(breaches) - MOST_SAID} more such"] if len(breaches) > MOST_SAID else []
                yield f'limit "{name}" is broken by {units}: {"; ".join([*said, *more])}'
