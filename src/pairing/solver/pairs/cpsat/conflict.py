"""Why no plan keeps everything: a minimal conflict of limits, rules and decisions, and the cheapest way out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pairing.instance.pairs import Candidates
from pairing.optimizers.deadline import Deadline
from pairing.plans.base import IN_HUNDREDTHS
from pairing.solver.pairs.cpsat.builder import build
from pairing.solver.pairs.cpsat.model import MINIMUMS, Element, LinearObjective, PairModel
from pairing.solver.pairs.cpsat.objectives import goals_of
from pairing.solver.pairs.cpsat.solver import Values, minimize


def why_none(candidates: Candidates, deadline: Deadline) -> str:
    """The reason in words: what cannot hold at once, each of it needed for the conflict, and what dropping it buys."""
    conflict = minimal_conflict(candidates, deadline)
    if not conflict:
        return "no plan keeps every limit, lock and minimum, and the time did not suffice to say which of them conflict"
    named = [_named(candidates, element) for element in conflict]
    together = (
        f"{', '.join(named[:-1])} and {named[-1]} cannot all hold" if len(named) > 1 else f"{named[0]} cannot hold"
    )
    reason = f"{together}, and each of them is needed for that" if len(named) > 1 else together
    way = _cheapest_way_out(candidates, conflict, deadline)
    return f"{reason}. {way}" if way else reason


def elements(candidates: Candidates) -> list[Element]:
    """Everything that may be dropped: rules first, which are kept as long as possible in a search."""
    program = candidates.season.program
    found = [Element("rule", rule.title) for rule in program.rules if rule.title not in program.soft_rules]
    found += [MINIMUMS] if candidates.seats_min[candidates.right_in].any() else []
    found += [Element("lock", lock.id) for lock in candidates.locks]
    return found + [
        Element("limit", item.title) for item, _ in candidates.limits if item.title not in program.soft_limits
    ]


def minimal_conflict(candidates: Candidates, deadline: Deadline) -> list[Element]:
    """Elements that no plan keeps at once although one keeps all of them but any one; empty if time ran out.

    Elements are dropped, all rules at once if that is possible, then one by one, each test a solve without them; what
    remains has been tested element by element.
    """
    everything = elements(candidates)
    rules = {element for element in everything if element.word == "rule"}
    dropped: set[Element] = set()
    for group in [rules, *({element} for element in everything)]:
        if group <= dropped:
            continue
        feasible = _feasible(candidates, dropped | group, deadline)
        if feasible is None:
            return []
        if not feasible:
            dropped |= group
    return [element for element in everything if element not in dropped]


def _feasible(candidates: Candidates, without: Iterable[Element], deadline: Deadline) -> bool | None:
    """Whether some plan keeps everything but the elements named; None if that was not found out."""
    best = minimize(build(candidates, frozenset(without)), None, (), deadline)
    if best.values is not None:
        return True
    return False if best.infeasible else None


def _cheapest_way_out(candidates: Candidates, conflict: Sequence[Element], deadline: Deadline) -> str:
    """The one element without which the best plan is best, with that plan's values.

    Goal by goal only the elements that are best so far are solved on.
    """
    ways = [_Way(element, build(candidates, frozenset([element]))) for element in conflict]
    for n in range(len(goals_of(build(candidates)))):
        ways = [way for way in ways if way.reaches(n, deadline)]
        ways = [way for way in ways if way.costs[n] == min(other.costs[n] for other in ways)]
    if not ways:
        return "Dropping one of them is not enough: others conflict too"
    return f"The cheapest way out is to drop {_named(candidates, ways[0].element)}: the best plan then has {ways[0]}"


class _Way:
    """The season without one element, solved goal by goal."""

    def __init__(self, element: Element, model: PairModel) -> None:
        self.element, self.model, self.goals = element, model, goals_of(model)
        self.costs: list[int] = []
        self.values: Values | None = None

    def reaches(self, n: int, deadline: Deadline) -> bool:
        """Solve for goal n, those before it fixed; whether there is a plan."""
        fixed = list(zip(self.goals[:n], self.costs, strict=True))
        best = minimize(self.model, self.goals[n], fixed, deadline, self.values)
        if best.values is None:
            return False
        self.values = best.values
        self.costs.append(best.cost)
        return True

    def __str__(self) -> str:
        """The goals' values."""
        return ", ".join(f"{goal.name} {_shown(goal, cost)}" for goal, cost in zip(self.goals, self.costs, strict=True))


def _shown(goal: LinearObjective, cost: int) -> str:
    value = goal.value(cost)
    return f"{value / 100:,.2f}" if goal.kind in IN_HUNDREDTHS else f"{value:,}"


def _named(candidates: Candidates, element: Element) -> str:
    """An element as reasons cite it."""
    season = candidates.season
    if element == MINIMUMS:
        return f"the minimums of the {season.program.right.table}"
    if element.word == "lock":
        [lock] = [lock for lock in candidates.locks if lock.id == element.name]
        i, j = lock.pair
        return f"{lock} that locks {season.left.ids[i]} with {season.right.ids[j]}"
    return f'{element.word} "{element.name}"'
