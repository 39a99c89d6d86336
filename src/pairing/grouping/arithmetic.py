"""Sizes and people, by arithmetic alone: what can be split, and the nearest numbers that can."""

from __future__ import annotations

from collections.abc import Sequence

from pairing.errors import PairingError


class CannotGroup(PairingError, ValueError):  # noqa: N818 - the caller reads it as a sentence
    """No grouping exists, or the request makes no sense; the message says why in words."""


def splits(n: int, lo: int, hi: int, fewest: int, most: int) -> list[int]:
    """The numbers of cohorts, from `fewest` to `most`, into which n people split with lo to hi in each."""
    return [k for k in range(fewest, most + 1) if k * lo <= n <= k * hi]


def nearest_splits(n: int, lo: int, hi: int, fewest: int, most: int) -> list[int]:
    """The nearest numbers of people below and above n that can be split so (nobody at all is no split)."""
    totals = range(max(1, fewest * lo), most * hi + 1)
    possible = [total for total in totals if splits(total, lo, hi, fewest, most)]
    below = [total for total in possible if total < n][-1:]
    return below + [total for total in possible if total > n][:1]


def check_split(n: int, lo: int, hi: int, fewest: int, most: int) -> None:
    """Raise CannotGroup, naming the nearest numbers that work, unless n people split into alike cohorts."""
    if splits(n, lo, hi, fewest, most):
        return
    many = "" if (fewest, most) == (1, n) else f"{_count(fewest, most)} "
    # with a free number of cohorts, one more person may be one more cohort
    near = nearest_splits(n, lo, hi, fewest, most if many else max(most, n // lo + 2))
    can = f"; {' or '.join(map(str, near))} can" if near else ""
    raise CannotGroup(f"{n} people cannot be split into {many}cohorts of {_sizes(lo, hi)}{can}")


def check_numbered(n: int, sizes: Sequence[tuple[int, int]]) -> None:
    """Raise CannotGroup unless the numbered cohorts seat n people, each within its own sizes."""
    least, most = sum(lo for lo, _ in sizes), sum(hi for _, hi in sizes)
    if not least <= n <= most:
        near = least if n < least else most
        raise CannotGroup(
            f"{n} people cannot be split into these {len(sizes)} cohorts of {least} to {most} in all; {near} can"
        )


def _sizes(lo: int, hi: int) -> str:
    return f"{lo}" if lo == hi else f"{lo} to {hi}"


def _count(fewest: int, most: int) -> str:
    return f"{fewest}" if fewest == most else f"{fewest} to {most}"
