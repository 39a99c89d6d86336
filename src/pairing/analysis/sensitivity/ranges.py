"""How far each weight can move: the results, as tables and sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from pairing import display
from pairing.display import number
from pairing.plans.pair_parts import Move
from pairing.season import Season

EXACT, BISECTED, INTERRUPTED = "exact", "by bisection", "interrupted"
MOST_MOVES = 6
"""No more moves than this are named in a sentence; the others are counted."""


@dataclass(frozen=True)
class Turn:
    """What happens beyond an end. at: the weight there. moves: who changes, with the fewest changes there are.

    words: what changes, where moves do not say it (cohorts).
    """

    at: Fraction | None
    moves: tuple[Move, ...] = ()
    words: str = ""

    def __str__(self) -> str:
        named = [f"{move.left} goes from {move.start or 'nobody'} to {move.to or 'nobody'}" for move in self.moves]
        more = [f"{len(named) - MOST_MOVES} more change"] if len(named) > MOST_MOVES else []
        return self.words or ", ".join(named[:MOST_MOVES] + more)


@dataclass(frozen=True)
class PairRange:
    """The weights around the present one at which a pair of the plan stays assigned; end None: any.

    below, above: the left person's partner just beyond, in a best plan there, or "nobody"; None without an end.
    """

    criterion: str
    left: str
    right: str
    start: Fraction
    end: Fraction | None
    below: str | None = None
    above: str | None = None


@dataclass(frozen=True)
class WeightRange:
    """The largest interval around a criterion's weight in which the plan stays best; end None: any.

    how: exact, or by bisection: then the ends are the outermost weights that were tried and found to keep the plan, and
    `below.at`, `above.at` the innermost that were found not to. below, above: None where nothing changes any more.
    solves: how many plans were solved for it. stopped: it was interrupted, and the plan may stay best beyond the ends.
    """

    criterion: str
    weight: Fraction
    start: Fraction
    end: Fraction | None
    below: Turn | None
    above: Turn | None
    how: str = EXACT
    pairs: tuple[PairRange, ...] = ()
    solves: int = 0
    stopped: bool = False

    def __str__(self) -> str:
        name = f"{self.criterion} (weight {number(self.weight)})"
        how = "" if self.how == EXACT else f" ({self.how})"
        if self.below is None and self.above is None and not self.stopped:
            return f"{name}: no weight changes the plan{'' if self.how == BISECTED else how}."
        kept = f"{'at least ' if self.stopped else ''}{_between(self.start, self.end)}"
        turns = [f"below, {self.below}" if self.below else "", f"above, {self.above}" if self.above else ""]
        return "; ".join([f"{name}: the plan stays best {kept}{how}", *filter(None, turns)]) + "."


@dataclass(frozen=True)
class Ranges:
    """How far every weight of a season can move by itself, all others staying as they are."""

    season: Season
    items: tuple[WeightRange, ...]

    @property
    def weights(self) -> pd.DataFrame:
        """One row per criterion: its weight, the range in which the plan stays best, and what changes beyond."""
        rows = [
            [
                one.criterion, float(one.weight), float(one.start), _float(one.end), one.how,
                str(one.below or ""), str(one.above or ""),
            ]
            for one in self.items
        ]  # fmt: skip
        columns = ["criterion", "weight", "from", "to", "how", "what changes below", "what changes above"]
        return pd.DataFrame(rows, columns=columns)

    @property
    def pairs(self) -> pd.DataFrame:
        """One row per criterion and pair: the weights at which the pair stays, and who comes instead beyond them."""
        program = self.season.program
        left, right = program.left.label, program.right.label
        rows = [
            [one.criterion, one.left, one.right, float(one.start), _float(one.end), one.below or "", one.above or ""]
            for item in self.items
            for one in item.pairs
        ]
        columns = ["criterion", f"{left}_id", f"{right}_id", "from", "to", f"{right} below", f"{right} above"]
        return pd.DataFrame(rows, columns=columns)

    @property
    def sentences(self) -> list[str]:
        """Each range as a sentence."""
        return [str(one) for one in self.items]

    @property
    def stopped(self) -> bool:
        """Whether it was interrupted: some ranges are then not known in full."""
        return any(one.stopped for one in self.items)

    @property
    def solves(self) -> int:
        """How many plans were solved for."""
        return sum(one.solves for one in self.items)

    def __repr__(self) -> str:
        return "\n".join([f"<Ranges {self.season.program.name}>", *(f"  {one}" for one in self.sentences)])

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return display.card(
            f"How far each weight of {self.season.program.name} can move",
            display.frame("", self.weights, most=len(self.weights)),
        )


def _between(start: Fraction, end: Fraction | None) -> str:
    """From which weight to which, in words; no weight is below 0."""
    if end is None:
        return f"from {number(start)} upward" if start else "whatever its weight"
    return f"from {number(start)} to {number(end)}" if start else f"up to {number(end)}"


def _float(end: Fraction | None) -> float:
    return float("inf") if end is None else float(end)


def moves_between(
    before: dict[int, int], after: dict[int, int], left: Sequence[str], right: Sequence[str]
) -> tuple[Move, ...]:
    """Who has another partner: left positions to right ones, before and after."""

    def name(j: int | None) -> str | None:
        return None if j is None else right[j]

    return tuple(
        Move(left[i], name(before.get(i)), name(after.get(i)))
        for i in sorted(before.keys() | after.keys())
        if before.get(i) != after.get(i)
    )
