"""Limits of pairs: every kind at its edges by hand, hard ones as findings, soft ones as the value of their goal."""

import pytest

from build import raw_program, season_of
from pair_limit_edges import KEEP, PAIR_LIMITS, REGIONS, RETIRED_NORTH, left, right
from pairing.verify import judge_pairs
from pairing.verify.pairs.evaluation import Judge
from pairing.verify.pairs.limits import PairLimits

CASES = [(kind, name) for kind, cases in PAIR_LIMITS.items() for name in cases]
GOALS = [{"kind": "placed"}, {"kind": "fit"}]
AMPLE = {"capacity": (9, 9, 9)}


def season(limit, people, partners, *, goals=GOALS, decisions=()):
    """A season with one limit, called "L"; whoever has a mentor already does not take part."""
    limits = [{"name": "L", "source": "test", **limit}]
    raw = raw_program(goals=goals, left_screens=[{"kind": "already_matched"}], limit=limits)
    return season_of(raw, people, partners, decisions)


def spots(season, pairs):
    return [(season.left.index[a], season.right.index[b]) for a, b in pairs.split()]


def units(season, pairs):
    return PairLimits(Judge(season)).units(spots(season, pairs))["L"]


def found(season, pairs):
    return judge_pairs(season, [tuple(pair) for pair in pairs.split()]).findings


@pytest.mark.parametrize(("kind", "name"), CASES)
def test_a_limit_is_broken_by_as_many_units_as_counted_by_hand(kind, name):
    given, people, partners, pairs, expected = PAIR_LIMITS[kind][name]
    made = season({"kind": kind, **given}, people, partners)
    assert units(made, pairs) == expected
    assert units(made, " ".join(pairs.split()[::-1])) == expected


@pytest.mark.parametrize(("kind", "name"), CASES)
def test_a_hard_limit_is_a_finding_where_it_is_broken(kind, name):
    given, people, partners, pairs, expected = PAIR_LIMITS[kind][name]
    said = [
        finding for finding in found(season({"kind": kind, **given}, people, partners), pairs) if "limit" in finding
    ]
    assert [finding.split(":")[0] for finding in said] == [f'limit "L" is broken by {expected}'] * (expected > 0)


@pytest.mark.parametrize(("kind", "name"), CASES)
def test_a_soft_limit_is_no_finding_and_its_goal_counts_the_units(kind, name):
    given, people, partners, pairs, expected = PAIR_LIMITS[kind][name]
    goals = [*GOALS, {"kind": "keep", "limit": "L", "cost_per_unit": 7}]
    made = season({"kind": kind, **given}, people, partners, goals=goals)
    report = judge_pairs(made, [tuple(pair) for pair in pairs.split()])
    assert not [finding for finding in report.findings if "limit" in finding]
    assert report.values["keep L"] == 7 * expected


@pytest.mark.parametrize("name", KEEP)
def test_a_goal_of_kind_keep_is_worth_the_units_broken_times_their_cost(name):
    cost, broken, value = KEEP[name]
    goal = {"kind": "keep", "limit": "L", "name": "kept"} | ({"cost_per_unit": cost} if cost else {})
    made = season({"kind": "quota", "at_least": 2 + broken}, left(), right(**AMPLE), goals=[*GOALS, goal])
    report = judge_pairs(made, [("a", "r"), ("b", "s")])
    assert report.findings == ()
    assert report.values == {"placed": 2, "fit": 0, "kept": value}


WORDS = {
    "everybody": (
        {"kind": "quota", "at_most": 2}, left(), right(**AMPLE), "ar br cs",
        'limit "L" is broken by 1: mentors: 3 pairs (a with r, b with r, c with s), at most 2',
    ),
    "two groups": (
        {"kind": "quota", "by": "region", "at_least": 2, "at_most": 2}, left(),
        [{**person, "capacity": 9} for person in REGIONS], "ar bs cs dt",
        'limit "L" is broken by 2: mentors with region North: 3 pairs (a with r, b with s, c with s), at most 2; '
        "mentors with region South: 1 pair (d with t), at least 2",
    ),
    "a group and a condition": (
        {"kind": "serving", "by": "region", "who": {"status": ["retired", "active"], "enrollment": ">= 10"}}
        | {"at_least": 1}, left(), [{**person, "enrollment": 10} for person in RETIRED_NORTH], "as",
        'limit "L" is broken by 2: mentors with region North and status retired or active and enrollment >= 10: '
        "0 serving, at least 1; mentors with region South and status retired or active and enrollment >= 10: "
        "0 serving, at least 1",
    ),
    "left people": (
        {"kind": "quota", "side": "left", "who": {"first_year": True, "priority": 1.0}, "at_least": 1},
        left("first_year", True), right(), "ar",
        'limit "L" is broken by 1: mentees with first_year yes and priority 1: 0 pairs, at least 1',
    ),
    "who serves": (
        {"kind": "serving", "at_most": 1}, left(), right(), "ar bs",
        'limit "L" is broken by 1: mentors: 2 serving (r, s), at most 1',
    ),
    "too few partners": (
        {"kind": "all_or_least", "least": 3}, left(), right(**AMPLE), "ar bs cs",
        'limit "L" is broken by 3: r has 1 partner (a), none or at least 3; '
        "s has 2 partners (b, c), none or at least 3",
    ),
    "in the order of the table": (
        {"kind": "all_or_least"}, left(), right(**AMPLE), "as br",
        'limit "L" is broken by 2: r has 1 partner (b), none or at least 2; s has 1 partner (a), none or at least 2',
    ),
    "seats that are shared": (
        {"kind": "shared_load", "column": "district_id"}, left(),
        right(district_id=("7", "7", "7"), capacity=(2, 1, 0)), "ar br cs",
        'limit "L" is broken by 1: 3 partners of people with the same district_id (r 2, s 1), at most 2 together',
    ),
    "apart": (
        {"kind": "pair_apart"}, left("conflicts", None, None, ("b",)), right(**AMPLE), "br cr",
        'limit "L" is broken by 1: b and c both have r, c names the other',
    ),
    "apart, in the order of the right people": (
        {"kind": "pair_apart"}, left("conflicts", ("b",), None, ("d",)), right(**AMPLE), "as bs cr dr",
        'limit "L" is broken by 2: c and d both have r, c names the other; a and b both have s, a names the other',
    ),
    "together": (
        {"kind": "pair_together", "column": "supervisor"}, left("supervisor", "Ann", "Ann", "Ann"), right(), "ar bs",
        'limit "L" is broken by 3: a with r, b with s, c with nobody (same supervisor), '
        "all with the same one or none of them placed",
    ),
    "money": (
        {"kind": "budget", "most": 1000, "per_pair": 600.5}, left(), right(), "ar bs",
        'limit "L" is broken by 201: the plan costs $1,201.00, at most $1,000.00',
    ),
    "cents": (
        {"kind": "budget", "most": 0.05, "per_pair": 0.13}, left(), right(), "ar",
        'limit "L" is broken by 1: the plan costs $0.13, at most $0.05',
    ),
    "less than a cent": (
        {"kind": "budget", "most": 0, "per_right": 0.003}, left(), right(), "ar",
        'limit "L" is broken by 1: the plan costs $0.003000, at most $0.00',
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WORDS)
def test_a_finding_says_who_and_what_is_asked_and_what_is(name):
    limit, people, partners, pairs, said = WORDS[name]
    assert found(season(limit, people, partners), pairs) == (said,)


EITHER = {
    "quota": (
        {"kind": "quota", "side": "left", "who": [{"first_year": True}, {"priority": 1.0}], "at_least": 2},
        "mentees with first_year yes or priority 1: 1 pair (a with r), at least 2",
    ),
    "serving": (
        {"kind": "serving", "who": [{"status": "retired"}, {"region": "North", "id": "z"}], "at_least": 2},
        "mentors with status retired or region North and id z: 1 serving (r), at least 2",
    ),
}


@pytest.mark.parametrize("kind", EITHER)
def test_a_limit_may_count_those_who_meet_any_table_of_a_list_and_its_words_join_them_by_or(kind):
    limit, said = EITHER[kind]
    made = season(limit, left("first_year", True), right(status=("retired", "active", "active")))
    assert found(made, "ar bs") == (f'limit "L" is broken by 1: {said}',)


def test_a_long_finding_is_cut():
    people = [{"id": f"l{n:02}", "district_id": f"{n}"} for n in range(12)]
    made = season(
        {"kind": "quota", "side": "left", "by": "district_id", "at_most": 0}, people, right(capacity=(20, 0, 0))
    )
    (said,) = judge_pairs(made, [(person["id"], "r") for person in people]).findings
    assert said.startswith('limit "L" is broken by 12: mentees with district_id 0: 1 pair (l00 with r), at most 0; ')
    assert said.endswith("mentees with district_id 9: 1 pair (l09 with r), at most 0; and 2 more such")
    whole = season({"kind": "quota", "at_most": 3}, people, right(capacity=(20, 0, 0)))
    (said,) = judge_pairs(whole, [(person["id"], "r") for person in people]).findings
    assert said.endswith("l05 with r, 6 more), at most 3")


def test_ten_places_are_all_named():
    people = [{"id": f"l{n}", "district_id": f"{n}"} for n in range(10)]
    limit = {"kind": "quota", "side": "left", "by": "district_id", "at_most": 0}
    made = season(limit, people, right(capacity=(20, 0, 0)))
    (said,) = judge_pairs(made, [(person["id"], "r") for person in people]).findings
    assert said.endswith("mentees with district_id 9: 1 pair (l9 with r), at most 0")


def test_two_limits_are_two_findings_each_with_its_name():
    limits = [
        {"name": "few", "source": "test", "kind": "quota", "at_most": 1},
        {"name": "cheap", "source": "test", "kind": "budget", "most": 0, "per_pair": 1},
        {"name": "kept", "source": "test", "kind": "serving", "at_most": 2},
    ]
    made = season_of(raw_program(limit=limits), left(), right())
    assert [finding.split(":")[0] for finding in found(made, "ar bs")] == [
        'limit "few" is broken by 1', 'limit "cheap" is broken by 2',
    ]  # fmt: skip


def test_locked_pairs_count_like_all_others():
    lock = [{"id": "D1", "action": "lock", "person": "a", "with": "r"}]
    made = season({"kind": "quota", "at_most": 1}, left(), right(**AMPLE), decisions=lock)
    assert found(made, "ar") == ()
    assert found(made, "ar bs") == ('limit "L" is broken by 1: mentors: 2 pairs (a with r, b with s), at most 1',)


def test_a_locked_partner_makes_up_the_least():
    lock = [{"id": "D1", "action": "lock", "person": "a", "with": "r"}]
    made = season({"kind": "all_or_least"}, left(), right(**AMPLE), decisions=lock)
    assert found(made, "ar br") == ()
    assert len(found(made, "ar")) == 1


def test_a_value_that_only_people_have_who_do_not_take_part_is_no_group():
    limit = {"kind": "serving", "by": "region", "at_least": 1}
    said = 'limit "L" is broken by 1: mentors with region South: 0 serving, at least 1'
    assert found(season(limit, left(), REGIONS), "ar") == (said,)
    out = [{"id": "D1", "action": "withdraw", "person": "t"}]
    assert found(season(limit, left(), REGIONS, decisions=out), "ar") == ()


def test_a_group_holds_people_who_do_not_take_part():
    out = [{"id": "D1", "action": "withdraw", "person": "r"}]
    made = season({"kind": "quota", "by": "region", "at_most": 0}, left(), REGIONS, decisions=out)
    assert units(made, "ar") == 1


def test_who_does_not_take_part_may_have_nobody_to_share():
    out = [{"id": "D1", "action": "withdraw", "person": "t"}]
    partners = right(district_id=("7", "7", "7"), capacity=(1, 1, 5))
    limit = {"kind": "shared_load", "column": "district_id"}
    assert units(season(limit, left(), partners), "ar bs") == 0
    assert units(season(limit, left(), partners, decisions=out), "ar bs") == 1


def test_who_is_withdrawn_need_not_be_together_with_anybody():
    out = [{"id": "D1", "action": "withdraw", "person": "b"}]
    people = left("supervisor", "Ann", "Ann")
    limit = {"kind": "pair_together", "column": "supervisor"}
    assert units(season(limit, people, right()), "ar") == 1
    assert units(season(limit, people, right(), decisions=out), "ar") == 0
