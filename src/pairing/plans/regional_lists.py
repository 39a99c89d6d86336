"""Lists: the pairs of a plan one group of people at a time, as each region's own."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pairing.instance.participation import left_statuses
from pairing.season import Season
from pairing.season.groups import groups_of, sorted_groups


def list_tables(
    season: Season, column: str, pairs: Sequence[tuple[int, int]], table: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """For each group its rows of `table`, which has one row per pair, in the order of `pairs`.

    A pair is in the list of its left person's group and in that of its right person's. Groups: those of the left
    people who take part and of the right people who have a partner.
    """
    left, right = groups_of(season, column)
    there = {left[i] for i, status in enumerate(left_statuses(season)) if status.takes_part}
    there |= {group for i, j in pairs for group in (left[i], right[j])}
    return {
        group: table.loc[[group in (left[i], right[j]) for i, j in pairs]].reset_index(drop=True)
        for group in sorted_groups(there)
    }
