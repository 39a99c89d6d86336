"""A plan of a season matched in part: the pairs that stand are kept, and prices are asked for all others."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, Literal

from pairing.decisions import Only
from pairing.pairs import with_prices
from pairing.plan import Pair, Plan
from pairing.profiles import key


def kept(plan: Plan) -> Plan:
    """The plan with its standing pairs called kept, not locked: the committee did not decide them anew."""
    only = plan.season.only
    if only is None:
        return plan
    pairs = (replace(pair, change="kept") if _stands(plan, only, pair) else pair for pair in plan.pairs)
    return replace(plan, pairs=tuple(pairs))


def _stands(plan: Plan, only: Only, pair: Pair) -> bool:
    return (plan.season.left.index[key(pair.left)], plan.season.right.index[key(pair.right)]) in only.pairs


def priced(plan: Plan, most: int | Literal["exact"] | None) -> Plan:
    """The plan with the alternatives of everyone whose pair does not stand, and what their pairs and locks cost."""
    only = plan.season.only
    if only is None or plan.pricer is None:
        return with_prices(plan, most)
    if most == "exact" and hasattr(plan.pricer, "resolve_all"):
        plan.pricer.resolve_all = True
    open_pairs = tuple(pair for pair in plan.pairs if pair.change != "kept")
    found = with_prices(replace(plan, pairs=open_pairs, pricer=_OfOthers(plan.pricer, only)), most)
    again = {pair.left: pair for pair in found.pairs}
    return replace(found, pairs=tuple(again.get(pair.left, pair) for pair in plan.pairs), pricer=plan.pricer)


class _OfOthers:
    """A pricer to which those whose pair stands are not there: each of them would have the season solved again."""

    def __init__(self, pricer: Any, only: Only) -> None:
        candidates = pricer.candidates
        left_in = candidates.left_in.copy()
        left_in[[left for left, _ in only.pairs]] = False
        self._pricer = pricer
        self.candidates = SimpleNamespace(
            left_in=left_in,
            right_in=candidates.right_in,
            seats=candidates.seats,
            locks=[lock for lock in candidates.locks if not lock.standing],
        )

    def __getattr__(self, name: str) -> Any:
        """Everything else as the pricer says."""
        return getattr(self._pricer, name)
