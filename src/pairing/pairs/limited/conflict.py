"""Why no plan keeps everything: a minimal conflict of limits, rules and decisions, and the cheapest way out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pairing.candidates import Candidates
from pairing.pairs.limited.model import Sum, build, goals_of
from pairing.pairs.limited.program import Stop, minimize

MINIMUM = "minimum"


def why_none(candidates: Candidates, stop: Stop) -> str:
    """The reason in words: what cannot hold at once, each of it needed for the conflict, and what dropping it buys."""
    conflict = minimal_conflict(candidates, stop)
    if not conflict:
        return "no plan keeps every limit, lock and minimum, and the time did not suffice to say which of them conflict"
    named = [_named(candidates, element) for element in conflict]
    together = (
        f"{', '.join(named[:-1])} and {named[-1]} cannot all hold" if len(named) > 1 else f"{named[0]} cannot hold"
    )
    reason = f"{together}, and each of them is needed for that" if len(named) > 1 else together
    way = _cheapest_way_out(candidates, conflict, stop)
    return f"{reason}. {way}" if way else reason


def elements(candidates: Candidates) -> list[str]:
    """Everything that may be dropped, by name: rules first, which are kept as long as possible in a search."""
    program = candidates.season.program
    names = [rule.title for rule in program.rules]
    names += [MINIMUM] if candidates.seats_min[candidates.right_in].any() else []
    names += [lock.id for lock in candidates.locks]
    return names + [item.title for item, _ in candidates.limits if item.title not in program.soft]


def minimal_conflict(candidates: Candidates, stop: Stop) -> list[str]:
    """Elements that no plan keeps at once although one keeps all of them but any one; empty if time ran out.

    Elements are dropped one by one, each test a solve without it; what remains has been tested element by element.
    """
    everything = elements(candidates)
    dropped: set[str] = set()
    for element in everything:
        feasible = _feasible(candidates, dropped | {element}, stop)
        if feasible is None:
            return []
        if not feasible:
            dropped.add(element)
    return [element for element in everything if element not in dropped]


def _feasible(candidates: Candidates, without: Iterable[str], stop: Stop) -> bool | None:
    """Whether some plan keeps everything but the elements named; None if that was not found out."""
    best = minimize(build(candidates, frozenset(without)), None, (), stop)
    if best.values is not None:
        return True
    return False if best.infeasible else None


def _cheapest_way_out(candidates: Candidates, conflict: Sequence[str], stop: Stop) -> str:
    """The one element without which the best plan is best, with that plan's values."""
    found: list[tuple[list[int], str, str]] = []
    for element in conflict:
        without = frozenset([element])
        model = build(candidates, without)
        goals = goals_of(model)
        fixed: list[tuple[Sum, int]] = []
        costs, said = [], []
        for goal in goals:
            best = minimize(model, goal, fixed, stop)
            if best.values is None:
                break
            fixed.append((goal, best.cost))
            costs.append(best.cost)
            value = goal.value(best.cost)
            said.append(
                f"{goal.name} {value / 100:,.2f}" if goal.kind in ("fit", "worst_fit") else f"{goal.name} {value:,}"
            )
        if len(costs) == len(goals):
            found.append((costs, element, ", ".join(said)))
    if not found:
        return "Dropping one of them is not enough: others conflict too"
    _, element, said_best = min(found)
    return f"The cheapest way out is to drop {_named(candidates, element)}: the best plan then has {said_best}"


def _named(candidates: Candidates, element: str) -> str:
    """An element as reasons cite it."""
    season = candidates.season
    if element == MINIMUM:
        return f"the minimums of the {season.program.right.table}"
    for lock in candidates.locks:
        if lock.id == element:
            i, j = lock.pair
            return f"{lock} that locks {season.left.ids[i]} with {season.right.ids[j]}"
    if any(item.title == element for item, _ in candidates.limits):
        return f'limit "{element}"'
    return f'rule "{element}"'
