"""Options in a program with a worst-fit goal: by path where that goal is not touched, else bounds and solving again.

The goals before it are priced with all pairs. Where they lose nothing, with or without the low pairs, the worst fit
stays and the path's price is exact. Elsewhere the price is at least that of the earlier goals and, if they lose
nothing, the fall of the worst fit to that of the pair.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pairing.plans.pair_parts import Alternative
from pairing.solver.pairs.arc_costs import SumGoal
from pairing.solver.pairs.forcing_costs import ForcedOption, options_of_left, prices_of
from pairing.solver.pairs.residual_graph import ResidualGraph
from pairing.solver.pairs.resolving import Resolver
from pairing.solver.pairs.solved_network import Price, SolvedNetwork, best_partners, by_price

RESOLVES = 3
"""How many options per person are re-solved where no path gives their price; those behind are bounds."""


def options_around_worst_fit(
    solved: SolvedNetwork, early: ResidualGraph, resolver: Resolver, node: int, most: int | None
) -> list[Alternative]:
    """A left person's options, the first few exact. early: the plan in the goals before the worst fit."""
    sums = solved.stages[0].sums
    late = {option.right: option for option in options_of_left(solved.final, node, None)}
    options: list[Alternative] = []
    for option in options_of_left(early, node, None):
        [price] = prices_of(early, [option.price]).T.tolist()
        if option.right in late and not any(price) and not any(_early_losses(solved, late[option.right], len(price))):
            options += solved.at_their_prices([late[option.right]])
        elif sums[0].name != "minimum" or price[0] == 0:
            options.append(_at_least(solved, option, sums, price))
    return best_partners(_first_exact(options, resolver), most)


def _early_losses(solved: SolvedNetwork, option: ForcedOption, goals: int) -> list[int]:
    """What an option without the low pairs loses in the first so many goals."""
    [price] = prices_of(solved.final, [option.price]).T.tolist()
    return list(price[:goals])


def _at_least(
    solved: SolvedNetwork, option: ForcedOption, sums: Sequence[SumGoal], price: Sequence[int]
) -> Alternative:
    """A bound: the earlier goals' prices, and at least the pair's own shortfall in worst fit."""
    known: Price = {goal.name: loss for goal, loss in zip(sums, price, strict=True)}
    names = [goal.name for goal in solved.shown]
    [worst] = [goal.name for goal in solved.shown if not isinstance(goal, SumGoal)]
    value = solved.values[worst]
    shown = solved.forced(option, {}, exact=False)
    stays = value is None or shown.right is None
    fall = None if any(price) else 0 if stays else max(0, (value or 0) - shown.fit)
    return replace(shown, price={name: known.get(name, fall if name == worst else None) for name in names})


def _first_exact(options: list[Alternative], resolver: Resolver) -> list[Alternative]:
    """Re-solve the cheapest bounds until the first few options are exact."""
    options.sort(key=by_price)
    place = 0
    while place < min(len(options), RESOLVES):
        if options[place].exact:
            place += 1
            continue
        exact = resolver.forced(options.pop(place))
        if exact is not None:
            options.append(exact)
        options.sort(key=by_price)
    return options
