"""Units: people who stay together, and which of them must be apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from pairing.grouping.costs import Bools


def merged(n: int, together: Iterable[Sequence[int]]) -> tuple[tuple[int, ...], ...]:
    """People 0 to n-1 in units, each unit's members ascending, units by their smallest member."""
    leader = list(range(n))

    def find(i: int) -> int:
        while leader[i] != i:
            i = leader[i]
        return i

    for people in together:
        for other in people[1:]:
            a, b = sorted((find(people[0]), find(other)))
            leader[b] = a
    units: dict[int, list[int]] = {}
    for i in range(n):
        units.setdefault(find(i), []).append(i)
    return tuple(tuple(unit) for unit in units.values())


def apart_matrix(units: Sequence[Sequence[int]], apart: Iterable[Sequence[int]]) -> Bools:
    """(units, units): True where two units hold people who must be apart; on the diagonal a contradiction."""
    unit_of = {i: u for u, unit in enumerate(units) for i in unit}
    matrix = np.zeros((len(units), len(units)), dtype=bool)
    for people in apart:
        for a, i in enumerate(people):
            for j in people[a + 1 :]:
                matrix[unit_of[i], unit_of[j]] = matrix[unit_of[j], unit_of[i]] = True
    return matrix
