"""The pairs that do not keep a soft rule, each with what stands in the rule's column and why the pair was made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from pairing.instance.pairs import Candidates
from pairing.plans.pair_parts import Alternative, Departure
from pairing.plans.pairs import Plan
from pairing.profiles import key
from pairing.program import RuleItem
from pairing.program.wording import plural
from pairing.season import PairSeason
from pairing.season.groups import shown_value

LOOKED_AT = (10, 40, None)
"""So many of a person's alternatives are priced, then more, then all, until one is found; the first are the same.

Not so where prices are found by solving again: there all are asked for at once.
"""
TRIED = 3
"""So many partners of whom only a bound is known are solved for."""


def departures(candidates: Candidates, plan: Plan) -> tuple[Departure, ...]:
    """Every pair of the plan that does not pass a soft rule, pair by pair, in the order of the rules."""
    season = candidates.season
    rules = [(k, rule) for k, rule in enumerate(season.program.rules) if rule.title in season.program.soft_rules]
    found = []
    for pair in plan.pairs:
        i, j = season.left.index[key(pair.left)], season.right.index[key(pair.right)]
        for k, rule in rules:
            if not candidates.passes[k, i, j]:
                values = _values(season, rule, i, j)
                found.append(Departure(pair.left, pair.right, rule.title, *values, _reason(candidates, plan, k, i, j)))
    return tuple(found)


def _values(season: PairSeason, rule: RuleItem, i: int, j: int) -> tuple[str, str]:
    """What stands in the rule's column on both sides; of several columns in the first one known on both."""
    given = rule.parameters
    left, right = (_columns(given.get(f"{side}_column") or given.get("column")) for side in ("left", "right"))
    values = [
        (season.left.values(one)[i], season.right.values(other)[j]) for one, other in zip(left, right, strict=True)
    ]
    known = [pair for pair in values if None not in pair]
    one, other = (known or values or [(None, None)])[0]
    return _cell(one), _cell(other)


def _columns(named: str | Sequence[str] | None) -> list[str]:
    return [] if named is None else [named] if isinstance(named, str) else list(named)


def _cell(value: Any) -> str:
    return "" if value is None else shown_value(value)


def _reason(candidates: Candidates, plan: Plan, k: int, i: int, j: int) -> str:
    """Why a pair was made that does not pass rule k: it was fixed, nobody passes, or what forcing another costs."""
    for lock in candidates.locks:
        if lock.pair == (i, j):
            return f"stands already ({lock.standing})" if lock.standing else f"locked by {lock}"
    label, eligible = candidates.season.program.right.label, candidates.eligible[i]
    passing, many = eligible & candidates.passes[k, i], int(eligible.sum())
    if not passing.any():
        one = f"the only eligible {label} does not pass it"
        return f"none of the {many} eligible {plural(label)} passes it" if many > 1 else one
    who = f"{int(passing.sum())} of the {many} eligible {plural(label)}"
    if plan.opportunity_costs is None:
        return f"{who} would pass; the run was ended early, so what forcing one costs is not known"
    option = _cheapest(plan, candidates, i, np.flatnonzero(passing).tolist())
    if option is None:
        return f"{who} would pass, but no plan has any of them"
    return _cost(plan, option, _moved(candidates, option, k))


def _moved(candidates: Candidates, option: Alternative, k: int) -> str:
    """Who would go where when an option is forced, and who of them would not pass rule k then."""
    index = candidates.season.left.index, candidates.season.right.index
    said = []
    for move in option.moves:
        passes = move.to is None or candidates.passes[k, index[0][key(move.left)], index[1][key(move.to)]]
        said.append(f"{move}{'' if passes else ', who would not pass'}")
    return f" (then {'; '.join(said)})" if said else ""


def _cheapest(plan: Plan, candidates: Candidates, i: int, passing: Sequence[int]) -> Alternative | None:
    """The first of left person i's alternatives that is one of these right people; None where no plan has any.

    Where its price is only a bound it is solved for, and passed over if no plan has it.
    """
    ids = {candidates.season.right.ids[j]: j for j in passing}
    options: list[Alternative] = []
    if plan.opportunity_costs is None:
        return None
    for most in LOOKED_AT if plan.opportunity_costs.exact_by_path else (None,):
        options = [option for option in plan.opportunity_costs.options(i, most) if option.right in ids]
        if options and options[0].exact:
            return options[0]
    for option in options[:TRIED]:
        exact = plan.opportunity_costs.option(i, ids[option.right or ""])
        if exact is not None or plan.opportunity_costs.exhausted:
            return exact or option
    return options[TRIED] if len(options) > TRIED else None


def _cost(plan: Plan, option: Alternative, then: str) -> str:
    """What forcing an option costs in the first goal that loses anything."""
    who = f"{option.right} would pass{then}"
    for goal in plan.goal_results:
        loss = option.price[goal.name]
        if loss is None:
            return f"{who}; what forcing it costs is not known, only that no goal before {goal.name} loses"
        if loss:
            shown = goal.shown(loss)
            amount = f"{shown:,.2f}" if isinstance(shown, float) else f"{shown:,}"
            return f"{who}; forcing it costs{'' if option.exact else ' at least'}: {goal.name} {amount}"
    return f"{who}; forcing it costs nothing: the two plans tie"
