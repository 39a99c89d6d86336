"""Cohorts as people see them: numbers, fits, places to meet."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pairing.cohort_plan import Cohort, Seat
from pairing.seating.worth import Led, Members, Worth


def described(worth: Worth, cohorts: Sequence[Led]) -> tuple[Cohort, ...]:
    """The cohorts as people see them."""
    return tuple(_cohort(worth, number, *led) for number, led in enumerate(numbered(cohorts), start=1))


def numbered(cohorts: Sequence[Led]) -> list[Led]:
    """The cohorts in the order of their numbers: by their first members."""
    return sorted((tuple(sorted(members)), tuple(sorted(leaders))) for members, leaders in cohorts)


def _cohort(worth: Worth, number: int, members: Members, leaders: Members) -> Cohort:
    roster, season = worth.roster, worth.roster.season
    meeting = worth.meeting(members)
    miles = meeting.miles if meeting else [float("nan")] * len(members)
    locked = {i for pair in (*roster.locked_together, *roster.locked_leads) for i in pair[:1]}
    locked |= {i for _, i in roster.locked_together}
    seats = tuple(
        Seat(
            season.left.ids[i], mean_fit(roster.fit[i, [j for j in members if j != i]]),
            mean_fit(roster.led_fit[i, list(leaders)]), None if np.isnan(drive) else float(drive),
            "locked" if i in locked else "new",
        )
        for i, drive in zip(members, miles, strict=True)
    )  # fmt: skip
    known = [value for i in members if (value := season.left.values("enrollment")[i]) is not None]
    place, place_of = _place(worth, meeting.place) if meeting else ("", "")
    return Cohort(
        number, seats, tuple(season.right.ids[f] for f in leaders), worth.cost(members), worth.penalty(members),
        _worst_pair(worth, members), (min(known), max(known)) if known else None, place, place_of,
        meeting.longest if meeting else None, meeting.median if meeting else None, roster.theme[members[0]],
    )  # fmt: skip


def mean_fit(fits: np.ndarray) -> int | None:
    """Rounded half up."""
    return int((2 * int(fits.sum()) + len(fits)) // (2 * len(fits))) if len(fits) else None


def _worst_pair(worth: Worth, members: Members) -> tuple[str, str, int] | None:
    pairs = [(int(worth.roster.fit[i, j]), i, j) for a, i in enumerate(members) for j in members[a + 1 :]]
    if not pairs:
        return None
    fit, i, j = min(pairs)
    ids = worth.roster.season.left.ids
    return ids[i], ids[j], fit


def _place(worth: Worth, row: int) -> tuple[str, str]:
    """A place's name, and the id of the member or venue it is."""
    season = worth.roster.season
    table, i = (season.left, row) if row < len(season.left) else (season.venue_table, row - len(season.left))
    assert table is not None
    column = "district" if table is season.left else "name"
    return str(table.values(column)[i] or table.values("city")[i] or table.ids[i]), table.ids[i]
