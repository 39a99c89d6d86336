"""What the loss of one right person means, and whom to keep on standby."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Loss:
    """What happens if one right person drops out: whom they serve, how many places are lost for good, the repair.

    uncovered: places that no repair fills. moves: how many others must change for it.
    """

    right: str
    serves: tuple[str, ...]
    uncovered: int
    moves: int
    repair: tuple[str, ...]


@dataclass(frozen=True)
class Standby:
    """Every single loss, and the smallest list of idle right people with which each loss that can be covered is.

    listed: their ids. idle: how many idle ones there are. unit: what a right person serves, a person or a cohort.
    limits_aside: whether the program has hard limits, which the list does not know; each loss's repair does.
    """

    losses: tuple[Loss, ...]
    listed: tuple[str, ...]
    idle: int
    label: str
    unit: str
    limits_aside: bool = False

    @property
    def table(self) -> pd.DataFrame:
        """One row per right person who serves somebody."""
        rows = [
            [one.right, "; ".join(one.serves), "no" if one.uncovered else "yes", one.uncovered, one.moves,
             "; ".join(one.repair)]
            for one in self.losses
        ]  # fmt: skip
        columns = [f"{self.label}_id", "serves", "covered", "uncovered", "moves", "repair"]
        return pd.DataFrame(rows, columns=columns)
