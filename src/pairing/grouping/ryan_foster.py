"""Which pair of people to branch on: together in one part, apart in the other."""

from __future__ import annotations

from collections import defaultdict

from pairing.grouping.master import Master, Relaxed

Pair = tuple[int, int]
TRIED = 20
"""Where rules beside the dissimilarities leave wide gaps, so many pairs are tried in the master."""


def best_pair(master: Master, relaxed: Relaxed, beat: int) -> Pair | None:
    """A pair whose share of being together is fractional; None if there is none.

    The one whose share is nearest one half, or of several such pairs the one that raises the master most in both parts.
    """
    pairs = _fractional(relaxed)
    problem = master.problem
    if not pairs or not (problem.limits.active or problem.free_kinds):
        return pairs[0] if pairs else None
    missing = max(1.0, beat - relaxed.value)
    return max(pairs[:TRIED], key=lambda pair: _gain(master, relaxed.value, pair, missing))


def _fractional(relaxed: Relaxed) -> list[Pair]:
    """The pairs with a fractional share, those nearest one half first."""
    shares: dict[Pair, float] = defaultdict(float)
    for column, weight in relaxed.chosen:
        for a, i in enumerate(column.members):
            for j in column.members[a + 1 :]:
                shares[i, j] += weight
    pairs = [(abs(share - 0.5), pair) for pair, share in shares.items() if 1e-4 < share < 1 - 1e-4]
    return [pair for _, pair in sorted(pairs)]


def _gain(master: Master, value: float, pair: Pair, missing: float) -> float:
    """The product of what both parts gain on the known columns, each at most what closes it."""
    i, j = pair
    holding = [(i in column.members) + (j in column.members) for column in master.columns]
    together = master.value_without([k for k, number in enumerate(holding) if number == 1])
    apart = master.value_without([k for k, number in enumerate(holding) if number == 2])
    gains = [min(missing, part - value) + 1e-3 * missing for part in (together, apart)]
    return gains[0] * gains[1]
