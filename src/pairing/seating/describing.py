"""Cohorts as people see them: numbers, fits, places to meet, and each member's best other cohorts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from pairing.cohort_plan import Cohort, Exchange, Seat
from pairing.seating.staffing import Led, Members
from pairing.seating.worth import Worth, mean_cost

BEST = 3
"""How many other cohorts each member is shown."""


def described(worth: Worth, cohorts: Sequence[Led]) -> tuple[Cohort, ...]:
    """The cohorts, numbered by their first members."""
    ordered = sorted((tuple(sorted(members)), tuple(sorted(leaders))) for members, leaders in cohorts)
    return tuple(_cohort(worth, number, *led) for number, led in enumerate(ordered, start=1))


def _cohort(worth: Worth, number: int, members: Members, leaders: Members) -> Cohort:
    roster, season = worth.roster, worth.roster.season
    meeting = worth.meeting(members)
    miles = meeting.miles if meeting else [float("nan")] * len(members)
    locked = {i for pair in (*roster.locked_together, *roster.locked_leads) for i in pair[:1]}
    locked |= {i for _, i in roster.locked_together}
    seats = tuple(
        Seat(
            season.left.ids[i], _mean(roster.fit[i, [j for j in members if j != i]]),
            _mean(roster.leading_fit[i, list(leaders)]), None if np.isnan(drive) else float(drive),
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


def _mean(fits: np.ndarray) -> int | None:
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


def exchanges(worth: Worth, cohorts: Sequence[Led]) -> tuple[Exchange, ...]:
    """Each member's best other cohorts by swap cost, exact over all moves and swaps, in the table's order."""
    ordered = sorted((tuple(sorted(members)), tuple(sorted(leaders))) for members, leaders in cohorts)
    ids = worth.roster.season.left.ids
    found: list[tuple[int, Exchange]] = []
    for a, home in enumerate(ordered):
        for i in home[0]:
            options = [
                option for b in range(len(ordered)) if b != a and (option := _best(worth, i, home, ordered[b], b + 1))
            ]
            options.sort(key=lambda option: (option.cost, option.cohort))
            found += [(i, option) for option in options[:BEST]]
    return tuple(option for _, option in sorted(found, key=lambda entry: (ids[entry[0]], entry[1].cost)))


def _best(worth: Worth, i: int, home: Led, there: Led, number: int) -> Exchange | None:
    """The cheapest way of member i into another cohort that both cohorts bear."""
    before = worth.cost(home[0]) + worth.cost(there[0])
    for cost, j in sorted(_changes(worth, i, home[0], there[0])):
        left, right = _after(home[0], there[0], i, j)
        if worth.may_be(left, home[1]) and worth.may_be(right, there[1]) and _locks_hold(worth, i, j, home, there):
            led = worth.leading(left, home[1]) + worth.leading(right, there[1])
            lost = led - worth.leading(*home) - worth.leading(*there)
            mates = [k for k in right if k != i]
            fit = _mean(worth.roster.fit[i, mates]) or 0
            other = None if j < 0 else worth.roster.season.left.ids[j]
            return Exchange(worth.roster.season.left.ids[i], number, other, cost - before, -lost, fit)
    return None


def _changes(worth: Worth, i: int, home: Members, there: Members) -> Iterator[tuple[int, int]]:
    """(cost of both cohorts afterwards, who comes back; -1 for nobody) of the move and of every swap."""
    lacking, sizes = worth.lacking, worth.roster.program.sizes
    here, far = list(home), list(there)
    pairs = int(lacking[np.ix_(here, here)].sum()) // 2 - int(lacking[i, here].sum())
    others = int(lacking[np.ix_(far, far)].sum()) // 2 + int(lacking[i, far].sum())
    if len(here) > sizes.min and len(far) < sizes.max:
        left, right = _after(home, there, i, -1)
        cost = mean_cost(pairs, len(left)) + mean_cost(others, len(right))
        yield cost + worth.penalty(left) + worth.penalty(right), -1
    rest = [k for k in here if k != i]
    for j in there:
        left, right = _after(home, there, i, j)
        mine = pairs + int(lacking[j, rest].sum())
        theirs = others - int(lacking[j, far].sum()) - int(lacking[i, j])
        cost = mean_cost(mine, len(left)) + mean_cost(theirs, len(right))
        yield cost + worth.penalty(left) + worth.penalty(right), j


def _after(home: Members, there: Members, i: int, j: int) -> tuple[Members, Members]:
    left = tuple(sorted([k for k in home if k != i] + ([] if j < 0 else [j])))
    right = tuple(sorted([k for k in there if k != j] + [i]))
    return left, right


def _locks_hold(worth: Worth, i: int, j: int, home: Led, there: Led) -> bool:
    """Nobody who is locked with a facilitator leaves them."""
    left, right = (home[1], there[1])
    for member, leader in worth.roster.locked_leads:
        if (member == i and leader not in right) or (member == j and leader not in left):
            return False
    return True
