"""Which of the pairs that stand could stay: what a rerun is judged by."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from pairing.season import PairSeason
from pairing.verify import written
from pairing.verify.pairs.evaluation import Questions
from pairing.verify.participation import People
from pairing.verify.written import Item


def could_stay(season: PairSeason, people: People, *, confirmed: bool) -> dict[int, int]:
    """The right person of each left person whose pair may still be made and was not reopened, confirmed or proposed.

    Where the program has no goal of kind fit, a proposed pair counts as confirmed.
    """
    standing: Any = season.standing
    if standing is None or season.kind != "pairs":
        return {}
    forbidden = {(d.left, d.right) for d in season.decisions if d.action == "forbid"}
    soft = written.soft(season.program, "rule")
    questions = Questions(season, [rule for rule in written.rules(season.program) if rule.title not in soft], [])
    weighed = any(goal.kind == "fit" for goal in season.program.goals)
    found = {}
    for i, j in standing.partners.items():
        proposed = weighed and i in standing.proposed
        asked = proposed != confirmed and i not in standing.reopened
        free = people.left[i] is None and people.right[j] is None and (i, j) not in forbidden
        if asked and free and questions.passes(i, j):
            found[i] = j
    return found


def read_moves(season: PairSeason, people: People, item: Item) -> dict[str, Any]:
    """Leaving a confirmed pair that could stay counts 1."""
    return _leaving(could_stay(season, people, confirmed=True), 1)


def read_fit(season: PairSeason, people: People, item: Item) -> dict[str, Any]:
    """Leaving a proposed pair that could stay costs hundredths of a point; nothing but fits where nothing stands."""
    return _leaving(
        could_stay(season, people, confirmed=False),
        -math.floor(100 * Fraction(str(item["move_cost"])) + Fraction(1, 2)),
    )


def _leaving(partners: dict[int, int], amount: int) -> dict[str, Any]:
    """Adds an amount for everyone with another partner than these, or with none."""
    return {
        "of_pair": lambda i, j: amount if i in partners and partners[i] != j else 0,
        "of_leaving": dict.fromkeys(partners, amount),
    }
