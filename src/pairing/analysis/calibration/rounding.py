"""Weights as people write them: the fewest decimals that do."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from pairing.optimizers.linear_programs import Floats

MORE = 4
"""So many decimals more are tried than a weight of one in a hundred needs."""


def rounded(weights: Floats, decimals: int) -> Floats:
    """Weights with so many decimals and the same sum, by largest remainder; what the sum has beyond them stays last."""
    unit = 10**decimals
    shares = weights * unit
    whole = np.floor(shares + 1e-9)
    left_over = shares.sum() - whole.sum()
    order = np.argsort(-(shares - whole), kind="stable")
    whole[order[: int(left_over + 1e-9)]] += 1
    found: Floats = np.round(whole / unit, decimals)
    if found.size:
        k = int(found.argmax())
        found[k] = round(float(weights.sum() - np.delete(found, k).sum()), 10)
    return found


def first_decimals(total: float) -> int:
    """The decimals that a weight of one in a hundred needs where all weights add up to `total`."""
    return max(0, 2 - math.floor(math.log10(total) + 1e-9))


def outward(low: Floats, high: Floats, total: float) -> tuple[Floats, Floats]:
    """The ends of ranges, rounded outward to a ten-thousandth of the total or so."""
    unit = 10 ** (first_decimals(total) + 2)
    return np.floor(low * unit + 1e-6) / unit, np.ceil(high * unit - 1e-6) / unit


def fewest_decimals(weights: Floats, total: float, good: Callable[[Floats], bool]) -> Floats:
    """The weights with the fewest decimals that are good; those with the most where none are. total: of all weights."""
    first = first_decimals(total)
    tried = [rounded(weights, decimals) for decimals in range(first, first + MORE + 1)]
    return next((one for one in tried if good(one)), tried[-1])
