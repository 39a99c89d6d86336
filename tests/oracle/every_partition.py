"""The oracle: every partition written down, valued in other words than the engine's."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations, permutations
from typing import Any

import numpy as np

Sets = list[tuple[int, ...]]


def partitions(people: tuple[int, ...], sizes: set[int]) -> Iterator[Sets]:
    """Every way to split people into sets of these sizes."""
    if not people:
        yield []
        return
    first, rest = people[0], people[1:]
    for size in sorted(sizes):
        for others in combinations(rest, size - 1):
            left = tuple(i for i in rest if i not in others)
            for more in partitions(left, sizes):
                yield [(first, *others), *more]


def cohort_cost(
    matrix: Any, members: Sequence[int], cost: str, scale: int, extra: Callable[[tuple[int, ...]], float] | None
) -> int:
    """Exact value times scale, rounded half up once."""
    whole = [[math.floor(Fraction(float(x)) * scale + Fraction(1, 2)) for x in row] for row in np.asarray(matrix)]
    value = Fraction(0)
    for i in members:
        mates = sum(whole[i][j] for j in members if j != i)
        value += Fraction(mates, max(1, len(members) - 1)) if cost == "mean" else Fraction(mates, 2)
    if extra is not None:
        value += Fraction(extra(tuple(sorted(members)))) * scale
    return math.floor(value + Fraction(1, 2))


def fits_numbered(sets: Sets, sizes: Sequence[tuple[int, int]], allowed: Any) -> bool:
    """Whether the sets can be given to the numbered cohorts, tried in every order."""
    if len(sets) != len(sizes):
        return False
    for order in permutations(range(len(sets))):
        good = all(sizes[g][0] <= len(sets[k]) <= sizes[g][1] for g, k in enumerate(order))
        if good and (allowed is None or all(allowed[i][g] for g, k in enumerate(order) for i in sets[k])):
            return True
    return False


def obeys(sets: Sets, together: Sequence[Sequence[int]], apart: Sequence[Sequence[int]]) -> bool:
    """Whether who must be together is, and who must be apart is."""
    home = {i: k for k, members in enumerate(sets) for i in members}
    united = all(len({home[i] for i in people}) == 1 for people in together)
    return united and all(len({home[i] for i in people}) == len(set(people)) for people in apart)


def best(matrix: Any, sizes: Any, scale: int, **request: Any) -> int | None:
    """The best total over all partitions; None where there is none."""
    numbered = not isinstance(sizes[0], int)
    bounds = sizes if numbered else [sizes]
    if request.get("allowed") is not None and not numbered:
        bounds = [sizes] * request["cohorts"]
        numbered = True
    possible = {size for lo, hi in bounds for size in range(lo, hi + 1)}
    cohorts = request.get("cohorts")
    counts = range(1, len(matrix) + 1) if cohorts is None else cohorts
    counts = [counts] if isinstance(counts, int) else counts
    if isinstance(counts, tuple):
        counts = range(counts[0], counts[1] + 1)
    memory: dict[tuple[int, ...], int] = {}
    values = []
    for sets in partitions(tuple(range(len(matrix))), possible):
        if not obeys(sets, request.get("together", ()), request.get("apart", ())):
            continue
        if numbered and not fits_numbered(sets, bounds, request.get("allowed")):
            continue
        if not numbered and len(sets) not in counts:
            continue
        for members in sets:
            if members not in memory:
                memory[members] = cohort_cost(
                    matrix, members, request.get("cost", "mean"), scale, request.get("column_cost")
                )
        values.append(sum(memory[members] for members in sets))
    pick = min if request.get("sense", "min") == "min" else max
    return pick(values) if values else None
