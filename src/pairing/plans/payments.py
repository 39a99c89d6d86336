"""Payments: what a plan of pairs costs by the amounts that the program names, group by group and in all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

import pandas as pd

from pairing.program import Payment
from pairing.season import PairSeason
from pairing.season.groups import groups_of, sorted_groups

HEADINGS = ("payment", "by", "value", "people", "dollars_each", "dollars")
TOTAL = "total"
Pairs = Sequence[tuple[int, int]]
"""Positions in the left and in the right table."""


def payment_table(season: PairSeason, pairs: Pairs) -> pd.DataFrame:
    """One row for each group of people paid, then one for all of them, payment by payment."""
    rows = [row for payment in season.program.payments for row in _rows(season, payment, pairs)]
    return pd.DataFrame(rows, columns=list(HEADINGS)).astype({"dollars_each": "float64", "dollars": "float64"})


def _rows(season: PairSeason, payment: Payment, pairs: Pairs) -> Iterator[list[object]]:
    people = PAID[payment.per](pairs)
    if payment.by is None:
        yield _row(payment, "", "", len(people))
    else:
        group = groups_of(season, payment.by)[payment.per == "right"]
        counts = Counter(group[person] for person in people)
        yield from (_row(payment, payment.by, value, counts[value]) for value in sorted_groups(counts))
    yield _row(payment, "", TOTAL, len(people))


def _row(payment: Payment, by: str, value: str, people: int) -> list[object]:
    each = Fraction(str(payment.dollars))
    return [payment.name, by, value, people, float(each), float(each * people)]


def _served(pairs: Pairs) -> list[int]:
    """Each left person placed: they have one partner each, so there are as many as pairs."""
    return [i for i, _ in pairs]


def _serving(pairs: Pairs) -> list[int]:
    """Each right person with at least one partner in this plan, once."""
    return sorted({j for _, j in pairs})


PAID: dict[str, Callable[[Pairs], list[int]]] = {
    "left": _served,
    "right": _serving,
    "pair": _served,
}
"""Who is counted, by `per`: positions in the right table for "right", else in the left one."""
