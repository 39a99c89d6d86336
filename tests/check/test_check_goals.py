from check_helpers import PLACED, PLACED_FIT, season

from pairing.check import judge_pairs

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


def test_fit_and_worst_fit():
    left = [{"id": "l1", "region": "N"}, {"id": "l2"}]
    made = season(left, [{"id": "r1", "region": "N", "capacity": 2}], goals=PLACED_FIT + WORST)
    assert judge_pairs(made, [("l1", "r1"), ("l2", "r1")]).values == {"placed": 2, "fit": 15000, "worst_fit": 5000}
    assert judge_pairs(made, []).values == {"placed": 0, "fit": 0, "worst_fit": None}


def test_even_load_counts_earlier_partners():
    left = [{"id": "l1"}, {"id": "l2"}, {"id": "l3"}, {"id": "l4", "current_mentor": ("r1",)}]
    made = season(
        left, [{"id": "r1", "capacity": 5}, {"id": "r2", "capacity": 5}], goals=PLACED + EVEN, left_screens=CURRENT
    )
    assert judge_pairs(made, []).values["even_load"] == 0
    assert judge_pairs(made, [("l1", "r1")]).values["even_load"] == 1
    assert judge_pairs(made, [("l1", "r1"), ("l2", "r1"), ("l3", "r1")]).values["even_load"] == 6
    assert judge_pairs(made, [("l1", "r2"), ("l2", "r1"), ("l3", "r2")]).values["even_load"] == 2
