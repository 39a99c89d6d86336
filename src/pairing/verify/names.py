"""Rules that look for a name in a list: of the other person, of a district, of what somebody has completed."""

from __future__ import annotations

from collections.abc import Callable

from pairing.profiles import Table, key
from pairing.season import Season
from pairing.verify.cells import called, comparables, identity, sets
from pairing.verify.conditions import Condition, answers, both, either

Rule = Callable[[int, int, float | None], bool | None]
"""Whether left person i and right person j, so many miles apart, may be a pair; None for unknown."""


def no_conflict(season: Season) -> Rule:
    """Neither person's `conflicts` names the other by id, district name or district number."""
    named = [sets(table, "conflicts") for table in (season.left, season.right)]
    return _unnamed(named, [called(table, "district", "district_id") for table in (season.left, season.right)])


def not_declined(season: Season) -> Rule:
    """Neither person's `declines` names the other's id."""
    named = [sets(table, "declines") for table in (season.left, season.right)]
    return _unnamed(named, [called(table) for table in (season.left, season.right)])


def not_supervisor(season: Season) -> Rule:
    """Neither person's `supervisor` is the other, by id, name or e-mail address."""
    tables = season.left, season.right
    named = [[None if boss is None else {boss} for boss in comparables(table, "supervisor")] for table in tables]
    return _unnamed(named, [called(table, "name", "email") for table in tables])


def _unnamed(named: list[list[set[str] | None]], names: list[list[set[str]]]) -> Rule:
    """No when either list names the other person; otherwise unknown if either list is blank, else yes."""
    (left_named, right_named), (left_called, right_called) = named, names

    def judge(i: int, j: int, miles: float | None) -> bool | None:
        mine, theirs = left_named[i], right_named[j]
        if (mine and not mine.isdisjoint(right_called[j])) or (theirs and not theirs.isdisjoint(left_called[i])):
            return False
        return None if mine is None or theirs is None else True

    return judge


def not_former_employer(season: Season) -> Rule:
    """Neither person works or has worked for the other's district, by name or number."""
    worked = [_employers(table) for table in (season.left, season.right)]
    former = [table.values("former_employers") for table in (season.left, season.right)]
    served = [_districts(table) for table in (season.left, season.right)]

    def judge(i: int, j: int, miles: float | None) -> bool | None:
        if not (worked[0][i].isdisjoint(served[1][j]) and worked[1][j].isdisjoint(served[0][i])):
            return False
        return None if former[0][i] is None or former[1][j] is None else True

    return judge


def _employers(table: Table) -> list[set[str]]:
    """Everybody's present and former employers, as far as they are known."""
    present, former = table.values("employer"), sets(table, "former_employers")
    return [
        {*(before or ()), *([key(now)] if now is not None else [])} for now, before in zip(present, former, strict=True)
    ]


def _districts(table: Table) -> list[set[str]]:
    """What everybody's district is called: its name and its number."""
    columns = [table.values(column) for column in ("district", "district_id")]
    return [{key(str(cell)) for cell in cells if cell is not None} for cells in zip(*columns, strict=True)]


def same_again(season: Season, column: str) -> Rule:
    """The left person's list names the right person, or names nobody."""
    partners, ids = sets(season.left, column), identity(season.right)

    def judge(i: int, j: int, miles: float | None) -> bool | None:
        return not partners[i] or ids[j] in (partners[i] or ())

    return judge


def prepared(season: Season, left_column: str, right_column: str, unless: Condition, where: Condition) -> Rule:
    """The left person has completed all that the right person asks; `unless` excuses from it, `where` says with whom.

    Without `unless` nobody is excused; without `where` whoever is excused is excused everywhere.
    """
    done, asked = sets(season.left, left_column), sets(season.right, right_column)
    excused = answers(season.left, unless) if unless else [False] * len(season.left)
    waived = answers(season.right, where) if where else [True] * len(season.right)

    def judge(i: int, j: int, miles: float | None) -> bool | None:
        return either((_completed(done[i], asked[j]), both((excused[i], waived[j]))))

    return judge


def _completed(done: set[str] | None, asked: set[str] | None) -> bool | None:
    """Everything asked is done; where nothing is asked, whatever is known to be done."""
    if asked is not None and not asked:
        return True
    return None if done is None or asked is None else not asked - done


def not_listed(season: Season, left_column: str, right_column: str) -> Rule:
    """The left person's list does not hold what stands in the right person's cell."""
    done, levels = sets(season.left, left_column), comparables(season.right, right_column)

    def judge(i: int, j: int, miles: float | None) -> bool | None:
        before, level = done[i], levels[j]
        return None if before is None or level is None else level not in before

    return judge
