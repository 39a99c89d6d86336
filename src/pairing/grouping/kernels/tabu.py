"""Compiled tabu search: always the best swap or move there is, from the value of every one of them.

gain[h, u] is what unit u's dissimilarities to the members of cohort h add up to; entry[h, u] is u's own part of what a
swap into h changes, so a swap is two entries less what the two have between them. What is not allowed costs
`forbidden` more, what is apart has a dissimilarity far above that. There is no look at the clock in here.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pairing.grouping.costs import Bools, Floats, Ints
from pairing.grouping.kernels.annealing import gains
from pairing.grouping.kernels.compiled import inner, njit

NEVER = 1e300
"""More than any change of cost."""
MOVES = 0.15
"""The part of a shake that is moves, which change sizes; the rest is swaps."""


class Rules(NamedTuple):
    """What a grouping must obey and what it costs.

    between: (units, units), far above everything where units must be apart. allowed: (cohorts, units). factors: by
    size. forbidden: more than any change of cost. even: whether all weights are alike.
    """

    between: Floats
    weight: Ints
    allowed: Bools
    lo: Ints
    hi: Ints
    factors: Floats
    forbidden: float
    even: bool


class State(NamedTuple):
    """A grouping and its sums. entry, until: (cohorts, units); until: the step up to which a way back is tabu.

    row, factor: (units,), workspace for the swaps with one unit, and the factor of each unit's cohort.
    """

    label: Ints
    gain: Floats
    pairs: Floats
    sizes: Ints
    entry: Floats
    until: Ints
    row: Floats
    factor: Floats


@inner()
def state_of(label, until, rules):  # type: ignore[no-untyped-def]
    """The state of a grouping; `label` and `until` change with it."""
    n, cohorts = len(label), len(rules.lo)
    gain, _, pairs, sizes = gains(label, cohorts, rules.between, rules.weight, np.zeros((n, n), dtype=np.bool_))
    return State(label, gain, pairs, sizes, np.empty((cohorts, n)), until, np.empty(n), np.empty(n))


@inner()
def refresh(state, rules, step):  # type: ignore[no-untyped-def]
    """Every entry and factor, at this step of the search."""
    label, gain, sizes, entry, until, factor = (
        state.label, state.gain, state.sizes, state.entry, state.until, state.factor,
    )  # fmt: skip
    between, allowed, factors, forbidden = rules.between, rules.allowed, rules.factors, rules.forbidden
    for u in range(len(label)):
        g, own = label[u], between[u, u]
        factor[u] = factors[sizes[g]]
        leaving = factor[u] * (gain[g, u] + own)
        for h in range(len(sizes)):
            entry[h, u] = factors[sizes[h]] * (gain[h, u] + own) - leaving
            if not allowed[h, u] or until[h, u] > step:
                entry[h, u] += forbidden
        entry[g, u] = 4 * forbidden


@inner()
def cost_of(state, rules):  # type: ignore[no-untyped-def]
    """The grouping's cost before rounding."""
    cost = 0.0
    for g in range(len(state.pairs)):
        cost += rules.factors[state.sizes[g]] * state.pairs[g]
    return cost


@inner(fastmath=True)
def swaps_after(u, all_row, all_label, all_factor, entry, between):  # type: ignore[no-untyped-def]
    """Fill the row with what swapping unit u and each later one changes, for like weights; the least of it.

    (Plain arrays, and slices that count from zero, let the compiler use vectors.)
    """
    after = u + 1
    row, label, factor = all_row[after:], all_label[after:], all_factor[after:]
    into, pair, mine = entry[all_label[u]][after:], between[u][after:], entry[:, u].copy()
    own, least = all_factor[u], NEVER
    for k in range(len(row)):
        change = into[k] + mine[label[k]] - (own + factor[k]) * pair[k]
        row[k] = change
        least = change if change < least else least
    return least


@inner()
def uneven_swaps_after(u, state, rules, step):  # type: ignore[no-untyped-def]
    """Correct the row where weights differ, so that a swap changes sizes; the least of it."""
    label, gain, pairs, sizes, row, until = state.label, state.gain, state.pairs, state.sizes, state.row, state.until
    between, weight, allowed, factors = rules.between, rules.weight, rules.allowed, rules.factors
    lo, hi, g, least = rules.lo, rules.hi, label[u], NEVER
    for v in range(u + 1, len(label)):
        h, shift = label[v], weight[v] - weight[u]
        if h != g and shift != 0:
            size_g, size_h = sizes[g] + shift, sizes[h] - shift
            row[v] = 4 * rules.forbidden
            fits = lo[g] <= size_g <= hi[g] and lo[h] <= size_h <= hi[h] and allowed[h, u] and allowed[g, v]
            if fits and until[h, u] <= step and until[g, v] <= step:
                pairs_g = pairs[g] - gain[g, u] - between[u, u] + gain[g, v] - between[u, v] + between[v, v]
                pairs_h = pairs[h] - gain[h, v] - between[v, v] + gain[h, u] - between[u, v] + between[u, u]
                row[v] = factors[size_g] * pairs_g + factors[size_h] * pairs_h
                row[v] -= factors[sizes[g]] * pairs[g] + factors[sizes[h]] * pairs[h]
        least = min(least, row[v])
    return least


@inner()
def best_swap(first, state, rules, step):  # type: ignore[no-untyped-def]
    """(change, u, v) of the best swap; among equals the first one met from unit `first` on."""
    row, label, factor, entry, between, even = (
        state.row, state.label, state.factor, state.entry, rules.between, rules.even,
    )  # fmt: skip
    n = len(label)
    best, best_u, best_v = NEVER, -1, -1
    for k in range(n - 1):
        u = (first + k) % (n - 1)
        least = swaps_after(u, row, label, factor, entry, between)
        if not even:
            least = uneven_swaps_after(u, state, rules, step)
        if least < best - 1e-6:
            best, best_u, best_v = least, u, u + 1 + np.argmin(row[u + 1 :])
    return best, best_u, best_v


@inner()
def best_move(state, rules):  # type: ignore[no-untyped-def]
    """(change, u, h) of the best move of a unit to another cohort."""
    label, gain, pairs, sizes, entry = state.label, state.gain, state.pairs, state.sizes, state.entry
    between, weight, lo, hi, factors = rules.between, rules.weight, rules.lo, rules.hi, rules.factors
    best, best_u, best_h = NEVER, -1, -1
    for u in range(len(label)):
        g, w, own = label[u], weight[u], between[u, u]
        if sizes[g] - w < lo[g]:
            continue
        leaving = factors[sizes[g] - w] * (pairs[g] - gain[g, u] - own) - factors[sizes[g]] * pairs[g]
        for h in range(len(sizes)):
            if h == g or sizes[h] + w > hi[h] or entry[h, u] > rules.forbidden / 2:
                continue
            change = leaving + factors[sizes[h] + w] * (pairs[h] + gain[h, u] + own) - factors[sizes[h]] * pairs[h]
            if change < best - 1e-6:
                best, best_u, best_h = change, u, h
    return best, best_u, best_h


@inner(fastmath=True)
def put(u, h, state, rules):  # type: ignore[no-untyped-def]
    """Move unit u to cohort h and keep every sum up to date."""
    g, own = state.label[u], rules.between[u, u]
    state.pairs[g] -= state.gain[g, u] + own
    state.pairs[h] += state.gain[h, u] + own
    state.sizes[g] -= rules.weight[u]
    state.sizes[h] += rules.weight[u]
    state.label[u] = h
    row, less, more = rules.between[u], state.gain[g], state.gain[h]
    for v in range(len(row)):
        less[v] -= row[v]
        more[v] += row[v]
    less[u] += own
    more[u] -= own


@inner()
def shake(times, state, rules):  # type: ignore[no-untyped-def]
    """So many times a random swap of units of the same weight or a random move, done where it is allowed."""
    n = len(state.label)
    for _ in range(times):
        refresh(state, rules, 0)
        u, v = np.random.randint(n), np.random.randint(n)
        g, h = state.label[u], state.label[v]
        w = rules.weight[u]
        if np.random.random() < MOVES:
            fits = state.sizes[g] - w >= rules.lo[g] and state.sizes[h] + w <= rules.hi[h]
            if fits and state.entry[h, u] < rules.forbidden / 2:
                put(u, h, state, rules)
        elif g != h and rules.weight[v] == w:
            change = state.entry[h, u] + state.entry[g, v] - (state.factor[u] + state.factor[v]) * rules.between[u, v]
            if change < rules.forbidden / 2:
                put(u, h, state, rules)
                put(v, g, state, rules)


@inner()
def best_step(state, rules, step, tenure):  # type: ignore[no-untyped-def]
    """Take the best swap or move that is not tabu; what it changes, above `forbidden` / 2 where there is none."""
    refresh(state, rules, step)
    swap, u, v = best_swap(np.random.randint(len(state.label)), state, rules, step)
    move, w, into = best_move(state, rules)
    if min(swap, move) > rules.forbidden / 2:
        return NEVER
    if move < swap:
        state.until[state.label[w], w] = step + tenure + np.random.randint(tenure + 1)
        put(w, into, state, rules)
        return move
    g, h = state.label[u], state.label[v]
    state.until[g, u] = step + tenure + np.random.randint(tenure + 1)
    state.until[h, v] = step + tenure + np.random.randint(tenure + 1)
    put(u, h, state, rules)
    put(v, g, state, rules)
    return swap


@inner()
def copy(source, target):  # type: ignore[no-untyped-def]
    """Write one array into another (a loop compiles faster than a slice)."""
    for k in range(len(source)):
        target[k] = source[k]


@njit()
def tabu(label, until, best, rules, times, tenure, patience, first, steps, seed):  # type: ignore[no-untyped-def]
    """Shake so many times, then search: (cost of the best, the step that found it, the last step). Seeded.

    Writes the best labels to `best` and changes `label` and `until`, from which a later call goes on. tenure: a unit
    may not return to the cohort it left for so many steps, and up to as many more at random. first: the number of
    steps so far. It ends after `steps`, or after `patience` of them without a better grouping. (It returns numbers
    alone: Ctrl-C while arrays are handed to Python would be lost.)
    """
    np.random.seed(seed)
    state = state_of(label, until, rules)
    shake(times, state, rules)
    cost = cost_of(state, rules)
    copy(label, best)
    best_cost, found, step = cost, first, first
    while step < first + steps and step - found < patience:
        step += 1
        change = best_step(state, rules, step, tenure)
        if change == NEVER:
            for h in range(until.shape[0]):
                for u in range(until.shape[1]):
                    until[h, u] = 0
        else:
            cost += change
        if cost < best_cost - 1e-6:
            best_cost, found = cost, step
            copy(label, best)
    return best_cost, found, step
