import datetime

import pytest

from check_helpers import PLACED, PLACED_FIT, season
from pairing.verify import judge_pairs
from pairing.verify.pairs.evaluation import Judge
from pairing.verify.pairs.goals import GOALS, expanded

EVEN = '[[goal]]\nkind = "even_load"\n'
WORST = '[[goal]]\nkind = "worst_fit"\n'
CURRENT = '[[left.screen]]\nkind = "already_matched"\nsource = "S"\n'


def test_placed_counts_those_for_whom_who_is_yes():
    goals = '[[goal]]\nkind = "placed"\nname = "newcomers"\nwho = { first_year = true }\n' + PLACED
    left = [{"id": "l1", "first_year": True}, {"id": "l2", "first_year": False}, {"id": "l3"}]
    made = season(left, [{"id": "r1", "capacity": 3}], goals=goals)
    assert judge_pairs(made, [("l1", "r1"), ("l2", "r1"), ("l3", "r1")]).values == {"newcomers": 1, "placed": 3}
    assert judge_pairs(made, [("l2", "r1")]).values == {"newcomers": 0, "placed": 1}


def test_by_makes_one_goal_per_value_that_takes_part_unknown_last():
    goals = '[[goal]]\nkind = "placed"\nby = "priority"\nname = "urgent"\n'
    left = [
        {"id": "l1", "priority": 10},
        {"id": "l2", "priority": 2},
        {"id": "l3"},
        {"id": "l4", "priority": 2},
        {"id": "l5", "priority": 1},
    ]
    made = season(left, [{"id": "r1", "capacity": 9}], goals=goals, decisions=[("withdraw", "l5", None)])
    values = judge_pairs(made, [("l1", "r1"), ("l2", "r1")]).values
    assert list(values.items()) == [
        ("urgent: priority 2", 1), ("urgent: priority 10", 1), ("urgent: priority unknown", 0),
    ]  # fmt: skip


def test_by_without_unknowns_has_no_unknown_class():
    goals = '[[goal]]\nkind = "placed"\nby = "priority"\n'
    made = season([{"id": "l1", "priority": 1}], [{"id": "r1"}], goals=goals)
    assert list(judge_pairs(made, []).values) == ["placed: priority 1"]


def test_fit_is_the_sum_of_all_fits_and_worst_fit_the_smallest():
    left = [{"id": "l1", "region": "N"}, {"id": "l2"}]
    made = season(left, [{"id": "r1", "region": "N", "capacity": 2}], goals=PLACED_FIT + WORST)
    assert judge_pairs(made, [("l1", "r1"), ("l2", "r1")]).values == {"placed": 2, "fit": 15000, "worst fit": 5000}
    assert judge_pairs(made, []).values == {"placed": 0, "fit": 0, "worst fit": None}


def test_every_goal_may_have_a_name_of_its_own():
    goals = PLACED + '[[goal]]\nkind = "fit"\nname = "harmony"\n' + EVEN + 'name = "fair share"\n'
    left = [{"id": "l1", "region": "N"}, {"id": "l2", "region": "N"}]
    made = season(left, [{"id": "r1", "region": "N", "capacity": 2}], goals=goals)
    values = judge_pairs(made, [("l1", "r1"), ("l2", "r1")]).values
    assert values == {"placed": 2, "harmony": 20_000, "fair share": 1}


def test_even_load_counts_earlier_partners():
    left = [{"id": "l1"}, {"id": "l2"}, {"id": "l3"}, {"id": "l4", "current_mentor": ("r1",)}]
    made = season(
        left, [{"id": "r1", "capacity": 5}, {"id": "r2", "capacity": 5}], goals=PLACED + EVEN, left_screens=CURRENT
    )
    assert judge_pairs(made, []).values["even load"] == 0
    assert judge_pairs(made, [("l1", "r1")]).values["even load"] == 1
    assert judge_pairs(made, [("l1", "r1"), ("l2", "r1"), ("l3", "r1")]).values["even load"] == 6
    assert judge_pairs(made, [("l1", "r2"), ("l2", "r1"), ("l3", "r2")]).values["even load"] == 2


def in_order(columns, left, pairs, **more):
    """The value of the goal for these pairs, each with a mentor of their own."""
    right = [{"id": f"r{n}"} for n in range(len(left))]
    text = f'{PLACED}[[goal]]\nkind = "in_order"\ncolumns = {columns}\n'.replace("'", '"')
    made = season(left, right, goals=text, **more)
    return judge_pairs(made, [(name, f"r{n}") for n, name in enumerate(pairs)]).values["in order"]


MAY = [datetime.date(2026, 5, day) for day in (1, 2)]
HIRED = [
    {"id": "a", "first_year": True, "hired_on": MAY[1]},
    {"id": "b", "first_year": True, "hired_on": MAY[0]},
    {"id": "c", "first_year": True, "hired_on": MAY[1]},
    {"id": "d", "first_year": True},
    {"id": "e", "first_year": False, "hired_on": MAY[0]},
    {"id": "f", "hired_on": MAY[0]},
]
"""In order: b, then a and c, then d, e, f."""


def test_in_order_charges_most_for_leaving_out_the_first():
    columns = ["first_year", "hired_on"]
    assert in_order(columns, HIRED, "") == 5 + 4 + 4 + 3 + 2 + 1
    charged = {name: in_order(columns, HIRED, set("abcdef") - {name}) for name in "abcdef"}
    assert charged == {"b": 5, "a": 4, "c": 4, "d": 3, "e": 2, "f": 1}
    assert in_order(columns, HIRED, "abcdef") == 0


def test_in_order_asks_the_second_column_of_equals_alone():
    assert in_order(["hired_on", "first_year"], HIRED, "abcde") == 3
    assert in_order(["hired_on"], HIRED, "") == 3 * 3 + 2 * 2 + 1
    assert in_order(["first_year"], HIRED, "") == 4 * 3 + 2 + 1


@pytest.mark.parametrize(
    ("column", "first", "last"),
    [
        ("priority", 2.0, 10.0),
        ("priority", 10.0, None),
        ("enrollment", 0.0, 0.5),
        ("hired_on", MAY[0], MAY[1]),
        ("hired_on", datetime.date(2025, 12, 31), MAY[0]),
        ("first_year", True, False),
        ("first_year", False, None),
    ],
)
def test_in_order_smallest_earliest_and_yes_come_first_and_blank_last(column, first, last):
    left = [{"id": "a", column: last}, {"id": "b", column: first}]
    assert [in_order([column], left, placed) for placed in ("a", "b")] == [2, 1]


def test_in_order_only_those_who_take_part_have_a_class():
    without_d = {"decisions": [("withdraw", "d", None)]}
    assert in_order(["first_year", "hired_on"], HIRED, "", **without_d) == 4 + 3 + 3 + 2 + 1
    lock = {"decisions": [("lock", "b", "r0")]}
    assert in_order(["first_year", "hired_on"], HIRED, "b", **lock) == 4 + 4 + 3 + 2 + 1


LADDER = '[[goal]]\nkind = "level"\norder = ["I", "II", "III"]\n'


def test_level_adds_the_places_of_the_right_peoples_levels():
    right = [{"id": "r", "level": " iii"}, {"id": "s", "level": "I", "capacity": 2}, {"id": "t", "level": "IV"}]
    left = [{"id": name} for name in "abcd"]
    made = season(left, [*right, {"id": "u"}], goals=PLACED + LADDER, decisions=[("lock", "a", "r")])
    values = judge_pairs(made, [("a", "r"), ("b", "s"), ("c", "s"), ("d", "t")]).values
    assert values == {"placed": 4, "level": 3 + 1 + 1 + 0}
    assert judge_pairs(made, [("a", "u")]).values == {"placed": 1, "level": 0}
    assert judge_pairs(made, []).values == {"placed": 0, "level": 0}


def test_a_level_may_stand_in_another_column():
    goals = f'{PLACED}{LADDER}name = "far out"\ncolumn = "locale"\n'.replace('"III"', '"rural"')
    made = season([{"id": "a"}], [{"id": "r", "level": "I", "locale": "rural"}], goals=goals)
    assert judge_pairs(made, [("a", "r")]).values == {"placed": 1, "far out": 3}


@pytest.mark.parametrize(("unknown", "counts"), [("0", 0), ("12.5", 1250), ("1.005", 101), ("0.004", 0)])
def test_miles_add_up_in_hundredths(unknown, counts):
    goals = f'{PLACED}[[goal]]\nkind = "miles"\nunknown_miles = {unknown}\n'
    left = [{"id": "a", "lat": 38.0, "lon": -92.0}, {"id": "b"}, {"id": "c", "lat": 39.0, "lon": -93.0}]
    right = [{"id": "r", "lat": 39.0, "lon": -93.0, "capacity": 3}]
    made = season(left, right, goals=goals, decisions=[("lock", "c", "r")])
    assert judge_pairs(made, [("a", "r")]).values["miles"] == 8772
    assert judge_pairs(made, [("b", "r")]).values["miles"] == counts
    assert judge_pairs(made, [("a", "r"), ("b", "r"), ("c", "r")]).values["miles"] == 8772 + counts + 0
    assert judge_pairs(made, []).values["miles"] == 0


ONE_REGION = '[[rule]]\nkind = "same"\nname = "one region"\ncolumn = "region"\nsource = "S"\n'
KEEP = '[[goal]]\nkind = "keep"\nrule = "one region"\n'
NORTH_SOUTH = [{"id": "l1", "region": "N"}, {"id": "l2", "region": "S"}, {"id": "l3"}]


@pytest.mark.parametrize(
    ("more", "unknown", "pairs", "value"),
    [
        ("", "", ["l1"], 0),
        ("", "", ["l2"], 1),
        ("", "", ["l3"], 1),
        ("", 'unknown = "passes"\n', ["l3"], 0),
        ("", "", ["l1", "l2", "l3"], 2),
        ("cost_per_unit = 50\n", "", ["l1", "l2", "l3"], 100),
        ("cost_per_unit = 50\n", "", [], 0),
    ],
)
def test_keeping_a_rule_counts_the_pairs_that_do_not_pass(more, unknown, pairs, value):
    right = [{"id": "r1", "region": "N", "capacity": 3}]
    made = season(NORTH_SOUTH, right, rules=ONE_REGION + unknown, goals=PLACED + KEEP + more)
    report = judge_pairs(made, [(left, "r1") for left in pairs])
    assert report.findings == ()
    assert report.values == {"placed": len(pairs), "keep one region": value}


def test_a_locked_pair_counts_among_those_that_do_not_pass():
    right = [{"id": "r1", "region": "N", "capacity": 3}]
    lock = [("lock", "l2", "r1")]
    made = season(NORTH_SOUTH, right, rules=ONE_REGION, goals=PLACED + KEEP, decisions=lock)
    assert judge_pairs(made, [("l2", "r1")]).values["keep one region"] == 1


def test_a_rule_is_soft_only_if_a_goal_keeps_it():
    again = ONE_REGION.replace("one region", "again")
    right = [{"id": "r1", "region": "N"}]
    made = season(NORTH_SOUTH, right, rules=ONE_REGION + again, goals=PLACED + KEEP)
    judge = Judge(made)
    assert [judge.verdict(i, 0) for i in range(3)] == [10_000, None, None]
    assert [objection.split(" is broken")[0] for objection in judge.objections(1, 0)] == ['l2 with r1: rule "again"']
    soft = Judge(season(NORTH_SOUTH, right, rules=ONE_REGION, goals=PLACED + KEEP))
    assert [soft.verdict(i, 0) for i in range(3)] == [10_000, 0, 5_000]
    assert not list(soft.objections(1, 0))


def test_each_kept_rule_counts_its_own_pairs_alone():
    one_state = ONE_REGION.replace("region", "state")
    goals = PLACED + KEEP + KEEP.replace("region", "state") + "cost_per_unit = 10\n"
    right = [{"id": "r1", "region": "N", "state": "MO", "capacity": 3}]
    left = [{"id": "l1", "region": "S", "state": "MO"}, {"id": "l2", "region": "N", "state": "KS"}, {"id": "l3"}]
    made = season(left, right, rules=ONE_REGION + one_state, goals=goals)
    worth = [judge_pairs(made, [(person["id"], "r1")]).values for person in left]
    assert [(one["keep one region"], one["keep one state"]) for one in worth] == [(1, 0), (0, 10), (1, 10)]


def test_loads_orders_miles_and_what_is_broken_are_minimized_and_all_else_maximized():
    more = (
        '[[goal]]\nkind = "worst_fit"\n' + EVEN + KEEP + '[[goal]]\nkind = "in_order"\ncolumns = ["priority"]\n'
        '[[goal]]\nkind = "level"\norder = ["I"]\n[[goal]]\nkind = "miles"\nunknown_miles = 1\n'
    )
    made = season(NORTH_SOUTH, [{"id": "r1"}], rules=ONE_REGION, goals=PLACED_FIT + more)
    goals = expanded(made, Judge(made).people)
    assert {goal.kind for goal in goals} == set(GOALS) - {"moves"}, "which only a rerun has"
    assert {goal.kind for goal in goals if not goal.larger_is_better} == {"even_load", "keep", "in_order", "miles"}
