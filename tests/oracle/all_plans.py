"""Every plan that there is of a tiny season, its goals as a rank, and what it costs on the network."""

import itertools

from check_helpers import proof
from pairing.verify import judge_pairs
from pairing.verify.pairs.evaluation import Judge
from pairing.verify.pairs.goals import MINIMUM, Goal, expanded
from pairing.verify.pairs.limits import PairLimits
from pairing.verify.pairs.network import arcs_of, costs, network


def network_of(judge):
    """The whole network of a season."""
    everyone = itertools.product(range(len(judge.season.left)), range(len(judge.season.right)))
    return network(judge, arcs_of([(i, j, judge.verdict(i, j)) for i, j in everyone]))


def verdict(judge, pair):
    return judge.verdict(judge.season.left.index[pair[0]], judge.season.right.index[pair[1]])


def every_plan(made, *, least_fit=0, minimums=True, limits=True):
    """All sets of eligible pairs within the capacities, under all hard limits; locked pairs may have any fit."""
    judge = Judge(made)
    kept = PairLimits(judge)
    locks = {(made.left.ids[i], made.right.ids[j]) for i, j in judge.people.locks}
    choices = []
    for a in made.left.ids:
        fits = {b: verdict(judge, (a, b)) for b in made.right.ids}
        fixed = [b for b in made.right.ids if (a, b) in locks]
        choices.append(fixed or [*(b for b, fit in fits.items() if fit is not None and fit >= least_fit), None])
    for chosen in itertools.product(*choices):
        loads = [chosen.count(b) for b in made.right.ids]
        bounds = zip(judge.people.minimum, loads, judge.people.seats, strict=True)
        pairs = [(a, b) for a, b in zip(made.left.ids, chosen, strict=True) if b is not None]
        within = all(low * minimums <= load <= high for low, load, high in bounds)
        if within and not (limits and list(kept.findings(spots_of(made, pairs)))):
            yield pairs


def spots_of(made, pairs):
    """Pairs of ids as positions."""
    return [(made.left.index[a], made.right.index[b]) for a, b in pairs]


def rank(made, pairs, names):
    """Smaller is better."""
    goals = {goal.name: goal for goal in expanded(made, Judge(made).people)}
    values = judge_pairs(made, pairs).values
    return [-(values[name] or 0) if goals[name].larger_is_better else values[name] for name in names]


def network_cost(made, pairs, names):
    """What the pairs cost on the network, goal by goal, without the constants of limits."""
    judge = Judge(made)
    goals = {goal.name: goal for goal in [*expanded(made, judge.people), Goal(MINIMUM, MINIMUM)]}
    spots = spots_of(made, pairs)
    arcs = arcs_of([(*spot, judge.verdict(*spot)) for spot in spots])
    return costs(network(judge, arcs), [goals[name] for name in names], spots)


def beyond(made, pairs):
    """What these pairs send through groups under hard limits above what these hold."""
    net = network_of(Judge(made))
    spots = [(i, j) for i, j in spots_of(made, pairs) if i in net.left]
    flows = [i for i in net.left if i not in dict(spots)], [j for _, j in spots]
    through = [(sum(one in node.people for one in flows[node.side]), node) for node in net.quotas.nodes if node.hard]
    return sum(max(0, flow - sum(segment.seats for segment in node.segments)) for flow, node in through)


def refutation(made, names, least_fit=0):
    """That pairs of so much fit cost more in these goals, or that what is asked cannot be met."""
    rivals = every_plan(made, least_fit=least_fit, minimums=False, limits=False)
    rival = min(rivals, key=lambda pairs: (beyond(made, pairs), network_cost(made, pairs, names)))
    return proof(made, rival, names, "worse", least_fit)


def full_certificate(made, best):
    """Everything that the specification asks for, from the best plan."""
    judge = Judge(made)
    net = network_of(judge)
    all_goals = [
        goal for goal in expanded(made, judge.people) if goal.kind != "keep" or goal.limit in net.quotas.limits
    ]
    start = [MINIMUM] * (net.required > 0)
    fits = sorted(set(net.arcs.fits.tolist()))
    proofs, names, floor = [], list(start), 0
    for goal in all_goals:
        if goal.kind != "worst_fit":
            names.append(goal.name)
            continue
        if names:
            proofs.append(proof(made, best, names))
        floor = judge_pairs(made, best).values[goal.name]
        above = [fit for fit in fits if fit > floor]
        locked = [judge.verdict(i, j) for i, j in judge.people.locks]
        if above and min(locked, default=above[0]) > floor:
            proofs.append(refutation(made, names, above[0]))
    return [*proofs, proof(made, best, names, least_fit=floor)]
