"""The checker agrees with a right plan of cohorts, and not with cohorts that cannot be."""

from dataclasses import replace

import pytest

from cohort_helpers import FIRST, SEATS, SECOND, VALUES, findings, right_plan, right_season, seated
from pairing.verify import check_cohorts


@pytest.fixture(scope="module")
def season(tmp_path_factory):
    return right_season(tmp_path_factory.mktemp("season"))


def test_nothing_is_found_in_the_right_plan(season):
    report = check_cohorts(season, right_plan(season))
    assert report.findings == ()
    assert report.values == VALUES
    assert report.pairs == 8 * 7 // 2 + 8 * 3
    assert 12 <= report.judged <= report.pairs


# ---------------------------------------------------------------- numbers and order


def test_cohorts_are_numbered_in_the_order_of_their_first_members(season):
    swapped = (replace(SECOND, number=1), replace(FIRST, number=2))
    assert findings(season, cohorts=swapped, exchanges=()) == ("the cohorts are not in order of their first members",)
    other = (FIRST, replace(SECOND, number=3))
    assert findings(season, cohorts=other) == ("the cohorts are numbered 1, 3, expected from 1 in order",)


def test_everybody_stands_in_the_order_of_the_table(season):
    first = replace(FIRST, seats=(SEATS["b"], SEATS["a"], SEATS["x"]))
    assert findings(season, cohorts=(first, SECOND)) == ("cohort 1: the members are not in order of their ids",)


# ---------------------------------------------------------------- who sits with whom


FIGURES = (" is claimed", " are claimed", "called proved", "wrong side", "listed as", "left out")


def said_of(season, first=FIRST, second=SECOND, **changes):
    """What is found beside figures and goals that come out differently."""
    found = findings(season, cohorts=(first, second), exchanges=(), **changes)
    return [one for one in found if not any(word in one for word in FIGURES)]


def test_swapped_members_have_other_figures(season):
    found = findings(season, cohorts=(seated(FIRST, "a", "b", "e"), seated(SECOND, "c", "d", "x")), exchanges=())
    assert "cohort 1: cost 10415 is claimed, it is 20415" in found
    assert 'goal "alike": value 11152 is claimed, the cohorts have 31152' in found


def test_nobody_sits_in_two_cohorts(season):
    twice = said_of(season, second=seated(SECOND, "a", "c", "d"))
    assert twice[0] == "member a has 2 seats (in cohort 1, 2), at most 1"
    assert said_of(season, first=seated(FIRST, "a", "a", "x"))[0] == "member a has 2 seats (in cohort 1, 1), at most 1"


def test_a_withdrawn_member_has_no_seat(season):
    said = "cohort 1: member w does not take part: withdrawn by decision D1"
    assert said_of(season, first=seated(FIRST, "a", "b", "w"))[0] == said


def test_a_facilitator_who_does_not_take_part_leads_no_cohort(tmp_path):
    screens = [{"kind": "barred", "name": "in office", "when": {"currently_serving": True}}]
    made = right_season(tmp_path, cells={"f": {"currently_serving": True}}, facilitator_screens=screens)
    said = 'cohort 1: facilitator f does not take part: screen "in office": is not eligible'
    assert said_of(made) == [said]


def test_whoever_is_nobody_in_the_tables_is_named(season):
    assert said_of(season, first=seated(FIRST, "a", "b", "x", "z")) == ["z is nobody in members"]
    assert said_of(season, first=replace(FIRST, facilitators=("a",)))[0] == "a is nobody in facilitators"


@pytest.mark.parametrize(
    ("members", "size"), [(("a",), 1), (("a", "b", "x", "y"), 4)]
)  # fmt: skip
def test_a_cohort_has_from_min_to_max_members(season, members, size):
    assert said_of(season, first=seated(FIRST, *members)) == [f"cohort 1: size {size}, from 2 to 3 are asked"]


@pytest.mark.parametrize(
    ("cohorts", "asked"), [(1, "1"), (3, "3"), ([3, 4], "from 3 to 4"), (2, ""), ([1, 2], ""), ("any", "")]
)  # fmt: skip
def test_there_are_as_many_cohorts_as_asked(tmp_path, cohorts, asked):
    said = [f"there are 2 cohorts, {asked} are asked"] if asked else []
    assert said_of(right_season(tmp_path, cohorts=cohorts)) == said


def test_a_facilitator_leads_as_many_as_they_can(season, tmp_path):
    twice = replace(SECOND, facilitators=("f",))
    assert said_of(season, second=twice) == ["facilitator f leads 2 cohorts (1, 2), at most 1"]
    assert said_of(right_season(tmp_path, cells={"f": {"max_cohorts": 2}}), second=twice) == []


def test_a_cohort_has_as_many_facilitators_as_asked_each_once(season):
    assert (
        said_of(season, first=replace(FIRST, facilitators=()))[0]
        == "cohort 1: 0 in the role of facilitator, exactly 1 asked"
    )
    assert (
        said_of(season, first=replace(FIRST, facilitators=("f", "h")))[0]
        == "cohort 1: 2 in the role of facilitator, exactly 1 asked"
    )
    found = said_of(season, first=replace(FIRST, facilitators=("f", "f")))
    assert found == ["facilitator f stands more than once in one cohort (1, 1)"]


def test_a_facilitator_leads_no_member_whom_a_rule_forbids(tmp_path):
    rules = [{"kind": "no_conflict", "name": "conflicts", "between": "member-facilitator"}]
    made = right_season(tmp_path, cells={"b": {"conflicts": ("f",)}}, rules=rules)
    asked = "neither may name the other, or the other's district, as a conflict"
    assert said_of(made) == [f'cohort 1: b with f: rule "conflicts" is broken ({asked})']


def test_members_do_not_sit_together_whom_a_rule_forbids(tmp_path):
    rules = [{"kind": "no_conflict", "name": "conflicts"}]
    made = right_season(tmp_path, cells={"x": {"conflicts": ("District a",)}}, rules=rules)
    asked = "neither may name the other, or the other's district, as a conflict"
    assert said_of(made) == [f'cohort 1: a with x: rule "conflicts" is broken ({asked})']


def test_a_forbidden_pair_is_in_no_cohort(tmp_path):
    made = right_season(tmp_path / "mates", decisions=[("forbid", "x", "a")])
    assert said_of(made) == ["cohort 1: a with x: forbidden by decision D2"]
    made = right_season(tmp_path / "leader", decisions=[("forbid", "x", "f")])
    assert said_of(made) == ["cohort 1: x with f: forbidden by decision D2"]


@pytest.mark.parametrize(
    ("lock", "said"),
    [
        (("a", "x"), []),
        (("x", "f"), []),
        (
            ("a", "c"),
            [
                "cohort 1: a is here without c, locked together by decision D2",
                "cohort 2: c is here without a, locked together by decision D2",
            ],
        ),
        (("x", "g"), ["cohort 1: x is here without g, locked together by decision D2"]),
        (
            ("y", "a"),
            [
                "cohort 1: a is here without y, locked together by decision D2",
                "y is locked by decision D2, yet has no seat",
            ],
        ),
        (("y", "f"), ["y is locked by decision D2, yet has no seat"]),
    ],
)  # fmt: skip
def test_whoever_is_locked_together_sits_together(tmp_path, lock, said):
    assert said_of(right_season(tmp_path, decisions=[("lock", *lock)])) == said


@pytest.mark.parametrize(
    ("limit", "cells", "said"),
    [
        ({"kind": "never_alone", "who": {"city": "A"}}, {"a": {"city": "A"}}, "1 such members (a), none or at least 2"),
        ({"kind": "drive", "max_miles": 55.0}, {}, "c up to 55.18 miles from d, the best place on offer; at most 55"),
        ({"kind": "enrollment_ratio", "max_ratio": 2.4}, {}, "of d and c are 1 to 2.50, at most 1 to 2.4"),
        ({"kind": "apart"}, {"e": {"conflicts": ("c",)}}, "e and c must be apart, e names the other"),
        ({"kind": "together", "column": "city"}, {n: {"city": "A"} for n in "xy"}, "x must be with y (same city)"),
        ({"kind": "at_most", "who": {"region": "S"}, "count": 2}, {}, "3 such members (c, d, e), at most 2"),
        ({"kind": "at_least", "who": {"region": "N"}, "count": 2}, {}, "0 such members, at least 2 (among c, d, e)"),
    ],
)  # fmt: skip
def test_a_broken_limit_is_named_with_whom_and_what_is_asked(tmp_path, limit, cells, said):
    found = said_of(right_season(tmp_path, cells=cells, limits=[{**limit, "name": "L"}], penalties=()))
    assert len(found) == 1
    assert 'limit "L" is broken: ' in found[0]
    assert found[0].endswith(said)


# ---------------------------------------------------------------- money


def test_dollars_are_recomputed_and_at_most_what_the_program_says(season, tmp_path):
    assert findings(season, dollars=2499.0) == ("2499.00 dollars are claimed, the program comes to 2500.00",)
    assert findings(season, dollars=None) == ("None dollars are claimed, the program comes to 2500.00",)
    within = {"per_cohort": {"rooms": 1000.0}, "per_facilitator": {"travel": 250.0}}
    assert findings(right_season(tmp_path / "within", money={**within, "most": 2500.0})) == ()
    found = said_of(right_season(tmp_path / "beyond", money={**within, "most": 2499.99}))
    assert found == ["the plan costs 2,500.00 dollars, at most 2,499.99"]
    none = right_season(tmp_path / "none", money=None)
    assert findings(none, dollars=None) == ()
    assert findings(none) == ("2500.0 dollars are claimed, the program states no money",)


def test_a_facilitator_of_two_cohorts_is_paid_once(tmp_path):
    made = right_season(tmp_path, cells={"f": {"max_cohorts": 2}})
    second = replace(SECOND, facilitators=("f",))
    assert "2500.00 dollars are claimed, the program comes to 2250.00" in findings(made, cohorts=(FIRST, second))
