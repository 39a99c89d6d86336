"""Plans under limits that only count pairs of groups, with certificates worked out by hand."""

from check_helpers import PLACED, PLACED_FIT, limit_text, plan, season
from pairing.verify import check
from pairing.verify.pairs.goals import MINIMUM

SHARED = '[[criterion]]\nkind = "shared"\nname = "needs"\nweight = 1\n'
FIT, WORST = (f'[[goal]]\nkind = "{kind}"\n' for kind in ("fit", "worst_fit"))
NETWORK, CP_SAT = "minimum-cost flow (OR-Tools)", "CP-SAT (OR-Tools)"
FEW = limit_text("few", kind="quota", at_most=1)
EACH = limit_text("each", kind="quota", by="region", at_least=1)
URGENT = limit_text("urgent", kind="quota", side="left", who={"priority": 2}, at_least=1)
BOTH, FIRST, SECOND = [("l1", "r1"), ("l2", "r2")], [("l1", "r1")], [("l2", "r1")]


def keep(name, cost=10):
    return f'[[goal]]\nkind = "keep"\nlimit = "{name}"\ncost_per_unit = {cost}\n'


def two_by_two(goals=PLACED_FIT, **more):
    """Fits: l1-r1 10000, l1-r2 2500, l2-r1 5000, l2-r2 2500."""
    left = [{"id": "l1", "needs": tuple("abcd"), "priority": 1}, {"id": "l2", "needs": tuple("abxy"), "priority": 2}]
    right = [
        {"id": "r1", "region": "North", "expertise": tuple("abcd"), "capacity": 2},
        {"id": "r2", "region": "South", "expertise": ("a",)},
    ]
    return season(left, right, criteria=SHARED, goals=goals, **more)


def findings(made, pairs, *proofs, **more):
    return check(made, plan(made, pairs, proofs, **{"engine": NETWORK, **more})).findings


def shown(goals, left, right, sink, groups=None, shows="best", least_fit=0):
    """A proof with these potentials."""
    potentials = {"left": left, "right": right, "groups": groups or {}}
    return {"shows": shows, "goals": goals, "least_fit": least_fit, "sink": sink, **potentials}


# By hand. The mentor's second partner, and the seat that a group does not give, are worth what they would bring.

AT_MOST = (
    FEW + PLACED_FIT, FIRST,
    shown(
        ["placed", "fit"], {"l1": [-1, 0], "l2": [-1, 0]}, {"r1": [-1, -5000], "r2": [-1, -5000]}, [0, 0],
        {"few": {"": [-1, -5000]}},
    ),
)  # fmt: skip
AT_LEAST = (
    EACH + FIT + PLACED, BOTH,
    shown(
        [MINIMUM, "fit", "placed"], {"l1": [0, 10000, 0], "l2": [0, 5000, 0]}, {"r1": [0, 0, 0], "r2": [0, 2500, 0]},
        [0, 0, 0], {"each": {"north": [0, 0, 0], "south": [0, 2500, 0]}},
    ),
)  # fmt: skip
LEFT_AT_LEAST = (
    URGENT + FEW + FIT + PLACED, SECOND,
    shown(
        ["fit", "placed"], {"l1": [0, -1], "l2": [-5000, -1]}, {"r1": [-10000, -1], "r2": [-10000, -1]}, [0, 0],
        {"urgent": {"": [-5000, 0]}, "few": {"": [-10000, -1]}},
    ),
)  # fmt: skip
SOFT_AT_MOST = (
    FEW + PLACED + keep("few"), BOTH,
    shown(
        ["placed", "keep few"], {"l1": [0, -10], "l2": [0, -10]}, {"r1": [0, -10], "r2": [0, -10]}, [0, 0],
        {"few": {"": [0, -10]}},
    ),
)  # fmt: skip
SOFT_FIRST = (
    FEW + keep("few") + PLACED, FIRST,
    shown(
        ["keep few", "placed"], {"l1": [0, -1], "l2": [0, -1]}, {"r1": [0, -1], "r2": [0, -1]}, [0, 0],
        {"few": {"": [0, -1]}},
    ),
)  # fmt: skip
SOFT_AT_LEAST = (
    limit_text("three", kind="quota", at_least=3) + keep("three") + FIT + PLACED, [("l1", "r1"), ("l2", "r1")],
    shown(
        ["keep three", "fit", "placed"], {"l1": [10, 10000, 0], "l2": [10, 5000, 0]},
        {"r1": [10, 0, 0], "r2": [10, 0, 0]}, [0, 0, 0], {"three": {"": [10, 0, 0]}},
    ),
)  # fmt: skip
BY_HAND = {
    "at most one pair": AT_MOST,
    "at least one pair in each region": AT_LEAST,
    "the urgent one is placed, one pair at most": LEFT_AT_LEAST,
    "one pair at most, 10 for another": SOFT_AT_MOST,
    "10 for another pair is too much": SOFT_FIRST,
    "three pairs at least, 10 for each that is missing": SOFT_AT_LEAST,
}
