"""The pairs of a plan: each allowed, as claimed, and together within capacities, minimums and decisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from pairing.check.judging import Judge
from pairing.plan import Pair
from pairing.profiles import Table, key
from pairing.season import Season

Positions = list[tuple[int, int]]


def located(judge: Judge, pairs: Iterable[tuple[str, str]]) -> tuple[list[tuple[int, int] | None], list[str]]:
    """Where the two people of each pair stand in the tables, None with a finding where one is nobody."""
    found: list[tuple[int, int] | None] = []
    findings: list[str] = []
    for left, right in pairs:
        i, j = judge.season.left.index.get(key(left)), judge.season.right.index.get(key(right))
        findings.extend(_nobody(judge.season.left, left) if i is None else ())
        findings.extend(_nobody(judge.season.right, right) if j is None else ())
        found.append(None if i is None or j is None else (i, j))
    return found, findings


def _nobody(table: Table, identifier: str) -> Iterator[str]:
    yield f"{identifier} is nobody in {table.name}"


def together(judge: Judge, pairs: Positions) -> Iterator[str]:
    """Nobody on the left is paired twice, capacities and minimums hold, every lock is kept."""
    season, people = judge.season, judge.people
    of_left: dict[int, list[str]] = defaultdict(list)
    of_right: dict[int, int] = defaultdict(int)
    for i, j in pairs:
        of_left[i].append(season.right.ids[j])
        of_right[j] += 1
    for i, partners in sorted(of_left.items()):
        if len(partners) > 1:
            who = f"{season.program.left.label} {season.left.ids[i]}"
            yield f"{who} is in {len(partners)} pairs (with {', '.join(partners)}), at most 1"
    for j in people.serving:
        had = f" besides {people.already[j]} before" if people.already[j] else ""
        who = f"{season.program.right.label} {season.right.ids[j]} has {of_right[j]} pairs"
        if of_right[j] > people.seats[j]:
            yield f"{who}, at most {people.seats[j]} by capacity{had}"
        if of_right[j] < people.minimum[j]:
            yield f"{who}, at least {people.minimum[j]} by minimum{had}"
    made = set(pairs)
    for (i, j), decision in people.locks.items():
        if (i, j) not in made:
            yield f"{season.left.ids[i]} with {season.right.ids[j]}: locked by decision {decision}, yet not in the plan"


def in_order(season: Season, pairs: Sequence[Pair]) -> Iterator[str]:
    """Pairs stand in the order of the left table."""
    order = [season.left.index[key(pair.left)] for pair in pairs if key(pair.left) in season.left.index]
    if order != sorted(order):
        yield "the pairs are not in order of the left ids"


def as_claimed(judge: Judge, pair: Pair, i: int, j: int) -> Iterator[str]:
    """Fit, points, miles, locks and certainty of a pair are as the plan says."""
    start = f"{judge.season.left.ids[i]} with {judge.season.right.ids[j]}: "
    earned = dict(zip(judge.titles, judge.points(i, j), strict=True))
    if pair.fit != sum(earned.values()):
        yield f"{start}fit {pair.fit / 100:.2f} is claimed, the criteria give {sum(earned.values()) / 100:.2f}"
    for name in sorted({*earned, *pair.points}):
        if pair.points.get(name) != earned.get(name):
            claimed, given = _points(pair.points.get(name)), _points(earned.get(name))
            yield f'{start}criterion "{name}": {claimed} points are claimed, it gives {given}'
    yield from _miles(judge, pair, i, j, start)
    locked = (i, j) in judge.people.locks
    stands = judge.season.only is not None and (i, j) in judge.season.only.pairs
    if stands and pair.change != "kept":
        yield f'{start}change is "{pair.change}", the pair is kept as it stands'
    elif not stands and (pair.change == "locked") != locked:
        yield f'{start}change is "{pair.change}", the pair is {"" if locked else "not "}locked'
    if locked and pair.certain == "no":
        yield f"{start}called uncertain, the pair is locked"


def _points(hundredths: int | None) -> str:
    return "no" if hundredths is None else f"{hundredths / 100:.2f}"


def _miles(judge: Judge, pair: Pair, i: int, j: int, start: str) -> Iterator[str]:
    """Miles are Lambert's, rounded to hundredths, and near the geodesic."""
    miles, exact = judge.miles(i, j), judge.miles.geodesic(i, j)
    if pair.miles != miles:
        yield f"{start}{pair.miles} miles are claimed, the places lie {miles} apart"
    elif miles is not None and exact is not None and abs(miles - exact) > 1e-5 * exact + 0.01:
        yield f"{start}{miles} miles, the geodesic is {exact:.2f}"
