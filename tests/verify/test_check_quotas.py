"""Which limits are part of the network, and as what nodes: how much is to flow through each, and where it leads."""

import pytest

from all_plans import network_of
from check_helpers import PLACED, limit_text, season
from pairing.verify.pairs.evaluation import Judge

LEFT = [
    {"id": "a", "region": "North", "county": "N1", "priority": 1},
    {"id": "b", "region": "North", "county": "N2", "priority": None},
    {"id": "c", "region": "South", "county": "S1", "priority": 1},
]
RIGHT = [
    {"id": "r", "region": "North", "county": "N1", "status": "retired", "capacity": 2},
    {"id": "s", "region": "North", "county": "N2", "status": "active", "capacity": 1},
    {"id": "t", "region": "South", "county": "S1", "status": "retired", "capacity": 1},
]
REGION, COUNTY = {"kind": "quota", "by": "region", "at_most": 2}, {"kind": "quota", "by": "county", "at_most": 1}
RETIRED = {"kind": "quota", "who": {"status": "retired"}, "at_most": 2}
EVERYBODY = {"kind": "quota", "at_most": 3}
MONEY = {"kind": "budget", "most": 10, "per_pair": 1}
MENTEES = {"side": "left", "kind": "quota"}
LOCK_AR, LOCK_CT = [("lock", "a", "r")], [("lock", "c", "t")]


def network(limits, soft=(), **more):
    """Under limits by name, the soft ones with a goal each."""
    goals = "".join(f'[[goal]]\nkind = "keep"\nlimit = "{name}"\n' for name in soft)
    written = "".join(limit_text(name, **parameters) for name, parameters in limits.items())
    return network_of(Judge(season(LEFT, RIGHT, goals=written + PLACED + goals, **more)))


def intervals(given, soft=(), **more):
    return {node.name: (node.least, node.most) for node in network({"L": given}, soft, **more).quotas.nodes}


def ways(limits, **more):
    """Where everybody and every group leads."""
    net = network(limits, **more)
    ends = [*(f"{node.limit} {node.name}".strip() for node in net.quotas.nodes), "sink"]
    people = ["abc"[i] for i in net.left] + ["rst"[j] for j in net.right]
    homes = [*net.quotas.homes[0], *net.quotas.homes[1], *net.quotas.onward]
    return {start: ends[end] for start, end in zip([*people, *ends[:-1]], homes, strict=True)}


INTERVALS = {
    "at most": ({"kind": "quota", "at_most": 2}, {"": (0, 2)}),
    "at least, at most everybody": ({"kind": "quota", "at_least": 1}, {"": (1, 3)}),
    "more than there are people": ({"kind": "quota", "at_least": 5}, {"": (5, 3)}),
    "a group each, named by its value as compared": (REGION, {"north": (0, 2), "south": (0, 2)}),
    "a group for those who meet who": ({**REGION, "who": {"status": "active"}}, {"north": (0, 2)}),
    "at least two of three left people": ({**MENTEES, "at_least": 2}, {"": (0, 1)}),
    "at most one of three left people": ({**MENTEES, "at_most": 1}, {"": (2, 3)}),
    "one of each left group": (
        {**MENTEES, "by": "region", "at_least": 1, "at_most": 1}, {"north": (1, 1), "south": (0, 0)},
    ),
    "a left group by number": ({**MENTEES, "by": "priority", "at_most": 0}, {"1": (2, 2)}),
    "at least one serves": ({"kind": "serving", "at_least": 1, "by": "region"}, {"north": (1, 3), "south": (1, 3)}),
    "a load is shared by two": ({"kind": "shared_load", "column": "region"}, {"north": (0, 2)}),
}  # fmt: skip


@pytest.mark.parametrize("name", INTERVALS)
def test_what_a_limit_asks_is_how_much_is_to_flow_through_a_group(name):
    given, expected = INTERVALS[name]
    assert intervals(given) == expected


LOCKED = {
    "a pair less may be made": (REGION, {"north": (0, 1), "south": (0, 2)}),
    "a pair less must be made": ({**REGION, "at_least": 2}, {"north": (1, 1), "south": (2, 2)}),
    "nothing is left to be done": (
        {"kind": "serving", "at_least": 1, "by": "region"}, {"north": (0, 2), "south": (1, 2)},
    ),
    "the other left person need not be placed": (
        {**MENTEES, "by": "region", "at_least": 1}, {"north": (0, 1), "south": (0, 0)},
    ),
    "the other left person must not be placed": (
        {**MENTEES, "by": "region", "at_most": 1}, {"north": (1, 2), "south": (0, 1)},
    ),
    "a load that is shared": ({"kind": "shared_load", "column": "region"}, {"north": (0, 1)}),
}  # fmt: skip


@pytest.mark.parametrize("name", LOCKED)
def test_locked_pairs_are_taken_off_what_is_asked(name):
    given, expected = LOCKED[name]
    assert intervals(given, decisions=LOCK_AR) == expected


def test_what_locked_pairs_break_or_too_few_people_stays_broken():
    too_many, too_few = {"kind": "quota", "at_most": 0}, {**MENTEES, "at_least": 5}
    for given, expected in ((too_many, -1), (too_few, -2)):
        net = network({"L": given}, ["L"], decisions=LOCK_AR)
        (node,) = net.quotas.nodes
        assert (node.least, node.most, node.hopeless) == (0, expected, -expected)
        assert [segment.units for segment in node.segments] == [1]
        assert not network({"L": given}, decisions=LOCK_AR).quotas.limits, "a hard one is not taken"


def test_who_is_locked_or_full_is_in_no_group_of_the_network():
    (north, south), full = network({"L": REGION}, decisions=LOCK_AR).quotas.nodes, LOCK_CT
    assert (north.people, south.people) == ({0, 1}, {2})
    (north, south) = network({"L": REGION}, decisions=full).quotas.nodes
    assert (north.people, south.people) == ({0, 1}, frozenset())
    (north, south) = network({"L": {**MENTEES, "by": "region", "at_most": 1}}, decisions=full).quotas.nodes
    assert (north.people, south.people) == ({0, 1}, frozenset())


SEGMENTS = {
    "hard": ((), [(1, -1), (1, 0)]),
    "soft": (("L",), [(1, -1), (1, 0), (3, 1)]),
}


@pytest.mark.parametrize("name", SEGMENTS)
def test_a_group_has_segments_for_what_is_missing_free_and_broken(name):
    soft, expected = SEGMENTS[name]
    (node,) = network({"L": {"kind": "quota", "at_least": 1, "at_most": 2}}, soft).quotas.nodes
    assert node.segments == expected
    assert [node.units(flow) for flow in range(4)] == [0, -1, -1, 0 if soft else -1]


def test_a_segment_of_negative_length_is_none():
    (node,) = network({"L": {"kind": "quota", "at_least": 5}}, ["L"]).quotas.nodes
    assert node.segments == [(5, -1), (3, 1)]
    (node,) = network({"L": {"kind": "quota", "at_most": 0}}).quotas.nodes
    assert node.segments == []


def test_what_hard_limits_ask_is_required_like_the_minimums_of_right_people():
    asked = {"kind": "quota", "by": "region", "at_least": 1}
    assert network({"L": asked}).required == 2
    assert network({"L": asked}, ["L"]).required == 0
    extra = '[right.capacity_min]\ncolumn = "capacity_min"\ndefault = 1\n'
    assert network({}, extra=extra).required == 3
    assert network({"L": asked}, extra=extra).required == 5


TAKEN = {
    "none": ({}, (), ""),
    "counties within regions": ({"A": COUNTY, "B": REGION}, (), "AB"),
    "regions around counties": ({"A": REGION, "B": COUNTY}, (), "AB"),
    "the same people": ({"A": EVERYBODY, "B": EVERYBODY}, (), "AB"),
    "groups that cross those taken before": ({"A": REGION, "B": RETIRED, "C": COUNTY}, (), "AC"),
    "in the order of the program": ({"A": RETIRED, "B": REGION, "C": COUNTY}, (), "AC"),
    "sides do not cross": ({"A": RETIRED, "B": {**MENTEES, "by": "region", "at_most": 1}}, (), "AB"),
    "no count of pairs": ({"A": MONEY, "B": REGION}, (), "B"),
    "at least one who serves": ({"A": {"kind": "serving", "at_least": 1}}, (), "A"),
    "at least two who serve": ({"A": {"kind": "serving", "at_least": 2}}, (), ""),
    "at most one who serves": ({"A": {"kind": "serving", "at_most": 1}}, (), ""),
    "one who serves": ({"A": {"kind": "serving", "at_least": 1, "at_most": 1}}, (), ""),
    "without any group": ({"A": {"kind": "quota", "by": "locale", "at_most": 1}}, ("A",), "A"),
    "all soft": ({"A": REGION, "B": COUNTY}, ("A", "B"), "AB"),
    "soft beside hard": ({"A": REGION, "B": COUNTY}, ("B",), "AB"),
    "soft where one is not taken": ({"A": REGION, "B": COUNTY, "C": MONEY}, ("B",), "A"),
    "soft where a soft one is not taken": ({"A": REGION, "B": COUNTY, "C": RETIRED}, ("B", "C"), "A"),
    "crossing a soft one before it": ({"A": COUNTY, "B": RETIRED, "C": REGION}, ("B",), "A"),
    "crossing a soft one after it": ({"A": COUNTY, "B": REGION, "C": RETIRED}, ("C",), "AB"),
}


@pytest.mark.parametrize("name", TAKEN)
def test_limits_that_count_pairs_of_nested_groups_are_part_of_the_network(name):
    limits, soft, expected = TAKEN[name]
    assert network(limits, soft).quotas.limits == set(expected)


def test_groups_cross_only_by_people_of_the_network():
    limits = {"A": REGION, "B": RETIRED}
    assert network(limits).quotas.limits == {"A"}
    assert network(limits, decisions=[("withdraw", None, "s")]).quotas.limits == {"A", "B"}


WAYS = {
    "without limits": ({}, {}),
    "everybody": ({"A": EVERYBODY}, {"r": "A", "s": "A", "t": "A", "A": "sink"}),
    "some": ({"A": RETIRED}, {"r": "A", "t": "A", "A": "sink"}),
    "counties within regions within all": (
        {"A": EVERYBODY, "B": REGION, "C": {**COUNTY, "who": {"region": "North"}}},
        {"r": "C n1", "s": "C n2", "C n1": "B north", "C n2": "B north", "t": "B south"}
        | {"B north": "A", "B south": "A", "A": "sink"},
    ),
    "the same people, the earlier nearer": (
        {"A": COUNTY, "B": REGION},
        {"r": "A n1", "s": "A n2", "t": "A s1", "A n1": "B north", "A n2": "B north", "A s1": "B south"},
    ),
    "the same people the other way around": (
        {"A": REGION, "B": COUNTY},
        {"r": "B n1", "s": "B n2", "t": "A south", "B n1": "A north", "B n2": "A north", "A south": "B s1"},
    ),
    "left people": ({"A": {**MENTEES, "by": "region", "at_most": 1}}, {"a": "A north", "b": "A north", "c": "A south"}),
    "either side": ({"A": {**MENTEES, "at_most": 1}, "B": RETIRED}, dict.fromkeys("abc", "A") | {"r": "B", "t": "B"}),
}  # fmt: skip


@pytest.mark.parametrize("name", WAYS)
def test_everybody_and_every_group_leads_to_the_smallest_group_around_them(name):
    limits, expected = WAYS[name]
    found = ways(limits)
    assert {start: end for start, end in found.items() if end != "sink"} == {
        start: end for start, end in expected.items() if end != "sink"
    }
    assert {*"abcrst"} <= set(found)


def test_a_group_without_people_leads_straight_to_the_sink():
    found = ways({"A": REGION, "B": EVERYBODY}, decisions=LOCK_CT)
    assert (found["A north"], found["A south"], found["B"]) == ("B", "sink", "sink")
