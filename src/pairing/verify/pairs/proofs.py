"""What the proofs in a plan's certificate say about its goals, once each has been recomputed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pairing.profiles import Table
from pairing.verify.pairs.certificate import BadProofError, bound
from pairing.verify.pairs.goals import GOALS, MINIMUM, Goal, Made
from pairing.verify.pairs.network import COSTS, Network, costs

NOTHING_BROKEN = 0
"""No plan breaks a limit by less; a network that does not know the limit shows no more of its `keep` goal."""


@dataclass(frozen=True)
class Proof:
    """A proof that holds: `bound` is what every flow on arcs of `least_fit` or more costs at least."""

    shows: str
    goals: tuple[Goal, ...]
    least_fit: int
    bound: tuple[int, ...]

    @property
    def names(self) -> list[str]:
        """The program's goals that the proof is about; minimums come before all goals and are met by every plan."""
        return [goal.name for goal in self.goals if goal.kind != MINIMUM]


class Certificate:
    """The proofs of one plan that hold; `findings` names the others.

    `cost`: what the plan costs on the network, by goal; where there is no plan, what meeting every minimum would.
    """

    def __init__(
        self,
        net: Network,
        goals: Sequence[Goal],
        made: Made | None,
        fixed: Made,
        tables: tuple[Table, Table],
        proofs: Sequence[Mapping[str, Any]],
    ) -> None:
        """Every proof is recomputed; `made` is None where there is no plan, `fixed` are the locked pairs."""
        self.net, self.tables, self.fixed = net, tables, fixed
        self.sums = [goal for goal in goals if _is_sum(net, goal)]
        minimum = Goal(MINIMUM, MINIMUM)
        if made is None:
            self.goals, self.cost = {MINIMUM: minimum}, {MINIMUM: -net.required}
        else:
            self.goals = {goal.name: goal for goal in (*self.sums, minimum)}
            charged = costs(net, self.goals.values(), made.pairs)
            self.cost = dict(zip(self.goals, charged, strict=True))
        self.proofs: list[Proof] = []
        self.findings: list[str] = []
        for number, given in enumerate(proofs, start=1):
            try:
                self.proofs.append(self._proof(given))
            except BadProofError as error:
                self.findings.append(f"proof {number} ({given.get('shows')}) of the certificate does not hold: {error}")

    def _proof(self, given: Mapping[str, Any]) -> Proof:
        shows, names, least_fit = given.get("shows"), given.get("goals"), given.get("least_fit") or 0
        if shows not in CLAIMS or not isinstance(least_fit, int):
            raise BadProofError(f"it shows {shows!r} with least_fit {least_fit!r}")
        if not isinstance(names, list | tuple) or not names or not all(name in self.goals for name in names):
            raise BadProofError(f"its goals are {names}, expected some of {list(self.goals)}")
        if len(set(names)) < len(names) or MINIMUM in names[1:]:
            raise BadProofError(f"its goals are {names}, expected each once, minimum first")
        goals = tuple(self.goals[name] for name in names)
        shown = bound(self.net.above(least_fit), goals, given, self.tables)
        cost = [self.cost[name] for name in names]
        if not CLAIMS[shows](shown, cost):
            raise BadProofError(f"for {', '.join(names)} its potentials show {shown}, the plan costs {cost}")
        return Proof(str(shows), goals, least_fit, tuple(shown))

    def covers(self, proof: Proof, floor: int) -> bool:
        """The proof leaves out no arc of fit `floor` or more."""
        return not self.net.has_fit_between(floor, proof.least_fit)

    def shown(self, goal: Goal, value: int | None, earlier: list[str], floor: int) -> int | None:
        """The best bound that the certificate shows, given the values of the earlier goals; None for none at all."""
        if goal.kind == "worst_fit":
            return min(self._worst_fits(earlier))
        if goal not in self.sums:
            return NOTHING_BROKEN
        bounds = list(self._sums(goal, value or 0, earlier, floor))
        return (min if goal.larger_is_better else max)(bounds, default=None)

    def _sums(self, goal: Goal, value: int, earlier: list[str], floor: int) -> Iterator[int]:
        order = [one.name for one in self.sums]
        for proof in self.proofs:
            if not self.covers(proof, floor) or goal.name not in proof.names:
                continue
            if proof.shows == "best" and proof.names == order[: len(proof.names)]:
                yield value
            if proof.shows == "bound" and proof.names[-1] == goal.name and set(proof.names[:-1]) <= set(earlier):
                better = self.cost[goal.name] - proof.bound[-1]
                yield value + better if goal.larger_is_better else value - better

    def _worst_fits(self, earlier: list[str]) -> list[int]:
        """No worst fit is above a locked pair's, nor above the largest of the arcs of which the plan must use one.

        A plan that keeps the earlier values must use some arc if one of these counts people who are not locked, and
        one below `least_fit` if a proof refutes all plans without.
        """
        limits = list(self.fixed.fits)
        largest = self.net.largest_fit() or 0
        limits.append(largest if self._adds_pairs(earlier) else max((largest, *self.fixed.fits)))
        for proof in self.proofs:
            if proof.shows == "worse" and set(proof.names) <= set(earlier):
                limits.append(self.net.largest_fit(proof.least_fit) or 0)
        return limits

    def _adds_pairs(self, earlier: list[str]) -> bool:
        """An earlier goal has placed somebody who is not locked."""
        return any(
            goal.kind == "placed"
            and goal.name in earlier
            and self.cost[goal.name] < len(goal.counted.intersection(self.net.left))
            for goal in self.sums
        )

    def countable(self, goal: Goal) -> int | None:
        """A bound that anyone can count: everybody placed, everybody's best fit, no load added, no more broken."""
        if goal.kind == "fit":
            return self.net.sum_of_best_fits() + sum(self.fixed.fits)
        if goal.kind == "even_load":
            return GOALS[goal.kind](goal, self.fixed)
        if goal.kind == "keep":
            return goal.cost_per_unit * sum(node.hopeless for node in self.net.quotas.nodes if node.limit == goal.limit)
        return len(goal.counted) if goal.kind == "placed" else None

    @property
    def any_pair(self) -> bool:
        """At least one pair can be made."""
        return bool(self.fixed.pairs) or self.net.largest_fit() is not None

    def refutes_minimums(self) -> bool:
        """A proof shows that no flow on all arcs meets every minimum."""
        return any(proof.shows == "worse" and not proof.names and self.covers(proof, 0) for proof in self.proofs)


def _is_sum(net: Network, goal: Goal) -> bool:
    """A proof can be about the goal: it is a sum of costs on the network; of a limit, where the limit is part of it."""
    return goal.kind in COSTS and (goal.kind != "keep" or bool(goal.rule) or goal.limit in net.quotas.limits)


CLAIMS: dict[object, Callable[[list[int], list[int]], bool]] = {
    "best": lambda shown, cost: shown == cost,
    "worse": lambda shown, cost: shown > cost,
    "bound": lambda shown, cost: shown[:-1] == cost[:-1],
}
"""When a proof that shows this holds: its bound against the plan's cost, both goal by goal."""
