"""From candidates to a plan: goal by goal in strict order, with a proof for every goal that was settled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from pairing.instance.pairs import Candidates
from pairing.optimizers.deadline import UNLIMITED, Deadline, Stopped
from pairing.plans.pairs import Plan
from pairing.solver.pairs import cpsat
from pairing.solver.pairs.arc_costs import goals_of, needs_unit_seats
from pairing.solver.pairs.early_stop import stopped_plan
from pairing.solver.pairs.extraction import goal_results, pairs_of
from pairing.solver.pairs.goal_by_goal import LexicographicSearch, proof, settle_goals
from pairing.solver.pairs.network import Ints, Network, build_network
from pairing.solver.pairs.opportunity_costs import NetworkOpportunityCosts
from pairing.solver.pairs.quotas import all_in_network, groups_in_network
from pairing.solver.pairs.resolving import Resolver
from pairing.solver.pairs.solved_network import SolvedNetwork
from pairing.solver.pairs.ties import break_ties

ENGINE = "minimum-cost flow (OR-Tools)"
WITH_QUOTAS = f"{ENGINE}, with every limit as part of the network"


def solve(candidates: Candidates, *, deadline: Deadline = UNLIMITED, seed: int = 0) -> Plan:
    """The best plan of a season under its goals and limits, proved; or what a stopped run knows, with honest bounds.

    The network's best plan where it knows every limit or keeps them all; else CP-SAT.
    """
    plan = solve_network(candidates, deadline=deadline, seed=seed)
    if plan.outcome == "infeasible" and plan.certificate and candidates.limits:
        return replace(plan, reason=cpsat.why_none(candidates, deadline))
    if not plan.found or all_in_network(candidates):
        return plan
    weighs = bool(candidates.season.program.soft_limits)
    if not weighs and cpsat.keeps_limits(candidates, plan):
        return cpsat.unbinding(candidates, plan, deadline)
    bound = plan if plan.outcome == "proved" and not weighs else None
    return cpsat.solve(candidates, relaxed=bound, deadline=deadline, seed=seed)


def solve_network(candidates: Candidates, *, deadline: Deadline = UNLIMITED, seed: int = 0) -> Plan:
    """The best plan under the limits that are part of the network, proved; or what a stopped run knows, with bounds.

    A proved plan carries what prices its alternatives. Outcome infeasible, with the reason, when no pair can be
    made or the minimums cannot be met.
    """
    network = build_network(candidates, unit_seats=needs_unit_seats(candidates))
    engine = WITH_QUOTAS if candidates.limits and all_in_network(candidates) else ENGINE
    goals = goals_of(network)
    search = LexicographicSearch(network, deadline)
    if not len(network.left_of) and not candidates.locks:
        return _no_pairs(candidates, seed)
    try:
        settle_goals(search, goals)
    except Stopped as why:
        return stopped_plan(search, goals, str(why), engine, seed)
    assert search.flow is not None
    if goals[0].kind == "minimum" and search.flow.costs[0] > -network.minimum:
        return _short_of_minimum(search, seed)
    chosen = break_ties(network, search.flow)
    results = goal_results(network, goals, chosen.flow)
    values = {result.name: result.value for result in results}
    solved = SolvedNetwork(candidates, network, goals, search.stages, chosen.flow, values)
    costs = NetworkOpportunityCosts(solved, Resolver(solved, _with_limits(network.limits)))
    pairs = pairs_of(network, chosen)
    return Plan(
        candidates.season, "proved", results, pairs, engine, tuple(search.proofs), seed=seed, opportunity_costs=costs
    )  # fmt: skip


def _with_limits(limits: tuple[str, ...]) -> Callable[[Candidates], Plan]:
    """Solves a season again with a pair more or less locked, under these limits.

    A limit that leaves the network then is one that the locks alone break: there is no plan.
    """

    def resolve(candidates: Candidates) -> Plan:
        if tuple(groups_in_network(candidates)[1]) != limits:
            return Plan(candidates.season, "infeasible", (), (), ENGINE, reason="the locked pairs alone break a limit")
        return solve_network(candidates)

    return resolve


def _no_pairs(candidates: Candidates, seed: int) -> Plan:
    """Nobody can be matched: an answer with its reason, not an empty plan."""
    program = candidates.season.program
    left, right = program.left.label, program.right.label
    if not candidates.left_in.any():
        reason = f"no {left} takes part: every one of the {len(candidates.left_in)} is screened out or withdrawn"
    elif not candidates.right_in.any():
        reason = f"no {right} takes part: every one of the {len(candidates.right_in)} is screened out or withdrawn"
    else:
        reason = f"no {left} has an eligible {right}: the rules leave no pair"
    return Plan(candidates.season, "infeasible", (), (), ENGINE, reason=reason, seed=seed)


def _short_of_minimum(search: LexicographicSearch, seed: int) -> Plan:
    """The minimums cannot be met, with the proof. The reason is left to say where limits ask for something too."""
    season = search.network.candidates.season
    whole = search.stages[0]  # settled before any pair was left out for its fit
    shown = proof(search.network, "worse", whole.sums[:1], whole.least_fit, whole.potentials[:1])
    reason = "" if search.network.groups or search.flow is None else _asked_too_much(search.network, search.flow.flow)
    return Plan(season, "infeasible", (), (), ENGINE, (shown,), reason=reason, seed=seed)


def _asked_too_much(network: Network, flow: Ints) -> str:
    """In words which right people ask for more than there are left people for them."""
    season = network.candidates.season
    right, left, asked = _right_short_of_minimum(network, flow)
    one, many = season.program.left.label, len(right) > 1
    asking = ", ".join(season.right.ids[j] for j in right)
    eligible = ", ".join(season.left.ids[i] for i in left) or "nobody"
    return (
        f"the minimums cannot be met: {season.program.right.label}{'s' if many else ''} {asking} must have {asked} "
        f"{one}{'s' if asked > 1 else ''}{' between them' if many else ''}, and only {len(left)} may go with "
        f"{'any of them' if many else 'that one'} ({eligible})"
    )


def _right_short_of_minimum(network: Network, flow: Ints) -> tuple[list[int], list[int], int]:
    """Right people who together must have more than there are left people eligible for any of them.

    flow: one that fills as many minimum seats as can be. Returns the positions of the right people and of those
    left people in the season's tables, and how many they must have: a Hall set of the right side.
    """
    seats = network.seat_arcs
    minimum = np.bincount(network.seat_of, network.capacities[seats] * network.seat_minimum, len(network.right))
    filled = np.bincount(network.seat_of, flow[seats] * network.seat_minimum, len(network.right))
    partner = np.full(len(network.left), -1)
    made = np.flatnonzero(flow[network.pair_arcs])
    partner[network.left_of[made]] = network.right_of[made]
    right = {int(np.flatnonzero(filled < minimum)[0])}
    left: set[int] = set()
    fresh = set(right)
    while fresh:
        could = network.left_of[np.isin(network.right_of, sorted(fresh))]
        left |= set(could.tolist())
        fresh = {int(partner[i]) for i in left if partner[i] >= 0} - right
        right |= fresh
    asked = int(minimum[sorted(right)].sum())
    return network.right[sorted(right)].tolist(), network.left[sorted(left)].tolist(), asked
