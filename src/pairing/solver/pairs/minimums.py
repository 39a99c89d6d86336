"""Why the minimums cannot be met: right people who ask for more left people than may go with any of them."""

from __future__ import annotations

import numpy as np

from pairing.solver.pairs.network import Ints, Network


def asked_too_much(network: Network, flow: Ints) -> str:
    """In words which right people ask for more than there are left people for them."""
    season = network.candidates.season
    right, left, asked = short_of_minimum(network, flow)
    one, many = season.program.left.label, len(right) > 1
    asking = ", ".join(season.right.ids[j] for j in right)
    eligible = ", ".join(season.left.ids[i] for i in left) or "nobody"
    return (
        f"the minimums cannot be met: {season.program.right.label}{'s' if many else ''} {asking} must have {asked} "
        f"{one}{'s' if asked > 1 else ''}{' between them' if many else ''}, and only {len(left)} may go with "
        f"{'any of them' if many else 'that one'} ({eligible})"
    )


def short_of_minimum(network: Network, flow: Ints) -> tuple[list[int], list[int], int]:
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
