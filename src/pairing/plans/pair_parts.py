"""What a plan of pairs is made of: pairs, their alternatives and prices, what departs from a rule, what changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

import pandas as pd

from pairing import display
from pairing.season.decisions import Decision


@dataclass(frozen=True)
class Pair:
    """One assignment. `fit` and `points` are hundredths; `miles` is None where a place is unknown.

    loss: by goal, what forbidding the pair costs the whole re-optimized plan; empty where it is not known, as when
    no plan is without the pair.
    """

    left: str
    right: str
    fit: int
    miles: float | None
    points: Mapping[str, int]
    change: Literal["new", "kept", "moved", "locked"] = "new"
    certain: Literal["yes", "no", "unknown"] = "unknown"
    loss: Mapping[str, int | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Move:
    """One displaced left person: from one right person to another, None for nobody."""

    left: str
    start: str | None
    to: str | None

    def __str__(self) -> str:
        return f"{self.left} to {self.to or 'nobody'}"


@dataclass(frozen=True)
class Alternative:
    """A left person with another partner (None: with nobody), and what that costs the whole re-optimized plan.

    price: by goal, in each goal's unit (fits in hundredths), positive is a loss; None where only a bound of the
    goals before it is known. exact: else the price is at least this. moves: who is displaced and where they go.
    """

    left: str
    right: str | None
    fit: int
    miles: float | None
    price: Mapping[str, int | None]
    exact: bool
    moves: tuple[Move, ...] = ()


@dataclass(frozen=True)
class Departure:
    """A pair of the plan that does not keep a soft rule: what stands in the rule's column, and why it was made."""

    left: str
    right: str
    rule: str
    left_value: str
    right_value: str
    reason: str


@dataclass(frozen=True)
class Change:
    """Somebody on the left whose partner is another than the one who stood; None for nobody.

    move: new (had nobody), forced (the pair that stood cannot stay), chosen (it could), ended (takes part no more).
    fit, miles: hundredths and miles by which the new partner's are larger; None where one of them is not known.
    """

    left: str
    before: str | None
    after: str | None
    move: str
    why: str
    fit: int | None
    miles: float | None


@dataclass(frozen=True)
class FrontierPoint:
    """What so many moves buy: how many stay unplaced, the sum of all fits and what it is at most, in hundredths.

    proved: no plan with as many moves does better, in people placed and then in fit. moved: the ids of those who move.
    """

    moves: int
    unplaced: int
    fit: int
    bound: int
    proved: bool
    moved: tuple[str, ...] = ()


class Frontier(list[FrontierPoint]):
    """The points of a frontier, fewest moves first."""

    @property
    def table(self) -> pd.DataFrame:
        """One row per point: moves, unplaced, fit and bound in points, proved, moved (ids)."""
        rows = [
            [one.moves, one.unplaced, one.fit / 100, one.bound / 100, one.proved, "; ".join(one.moved)] for one in self
        ]
        return pd.DataFrame(rows, columns=["moves", "unplaced", "fit", "bound", "proved", "moved"])

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        rows = self.table.to_numpy().tolist()
        return display.card(
            "What each further move buys",
            display.table(
                "", ["moves", "unplaced", "fit", "at most", "proved", "who moves"], rows, numbers=[0, 1, 2, 3]
            ),
        )


class OpportunityCosts(Protocol):
    """What forcing other pairs would cost a proved plan: their prices. People are positions in the tables."""

    @property
    def candidates(self) -> Any:
        """The season's candidates."""

    @property
    def exact_by_path(self) -> bool:
        """Whether a path tells every price; else some are solved for, one by one."""

    @property
    def exhausted(self) -> bool:
        """Whether nothing more is solved for, because the effort is used up or the run is to end."""

    def exactly(self) -> OpportunityCosts:
        """The same, with all prices exact whatever effort that takes."""

    def options(self, left: int, most: int | None) -> list[Alternative]:
        """A left person's best other options: `most` partners, all if None."""

    def option(self, left: int, right: int) -> Alternative | None:
        """One pair with its exact price; None where no plan has it."""

    def options_of_right(self, right: int, most: int | None) -> list[Alternative] | None:
        """A right person's best other left people; None where they are to be read off those people's options."""

    def loss(self, pair: Pair, options: Sequence[Alternative]) -> dict[str, int | None]:
        """What forbidding a pair of the plan costs, by goal. options: the left person's."""

    def lock_cost(self, lock: Decision) -> dict[str, int | None]:
        """What a lock costs, by goal."""
