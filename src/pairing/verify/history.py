"""What earlier years say about two people: how many years ago they were together, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable

from pairing.season import Season
from pairing.verify.names import Rule


def last_together(season: Season) -> Callable[[int, int], int | None]:
    """How many years ago left person i and right person j were last together; None for never.

    The newest year of which there is a file is one year ago, any other as many more as lie between the two.
    """
    latest: dict[tuple[int, int], int] = {}
    newest = 0
    for past in season.history:
        newest = max(newest, past.year)
        for couple in past.pairs:
            latest[couple] = max(past.year, latest.get(couple, past.year))

    def ago(i: int, j: int) -> int | None:
        year = latest.get((i, j))
        return None if year is None else 1 + newest - year

    return ago


def never_again(season: Season, years: int | None) -> Rule:
    """The two were never together, or so long ago that it no longer counts."""
    ago = last_together(season)

    def judge(i: int, j: int, miles: float | None) -> bool | None:
        since = ago(i, j)
        return since is None or (years is not None and since > years)

    return judge


def together_before(season: Season, years: int) -> Callable[[int, int, float | None], float | None]:
    """One when the two were together within so many years, else zero."""
    ago = last_together(season)

    def scale(i: int, j: int, miles: float | None) -> float | None:
        since = ago(i, j)
        return 1.0 if since is not None and since <= years else 0.0

    return scale


def long_ago(season: Season, recover_years: float) -> Callable[[int, int, float | None], float | None]:
    """Zero for last year, full `recover_years` years before that, and for those who were never together."""
    ago = last_together(season)

    def scale(i: int, j: int, miles: float | None) -> float | None:
        since = ago(i, j)
        return 1.0 if since is None else min(1.0, (since - 1) / recover_years)

    return scale
