"""Cohorts that stay within a group, such as a region: too few people, or too few who may lead them, said in words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Any

import pairing
from cohort_build import cohort_season
from pairing.explain.capacity import cohort_seats
from pairing.explain.groups import groups_of
from pairing.instance.cohort_builder import build
from pairing.season import Season

Person = dict[str, Any]
ONE_REGION = {"kind": "same", "name": "one region", "column": "region"}
LED_BY_REGION = {"kind": "same", "name": "own region", "column": "region", "between": "member-facilitator"}
LATITUDE = {"West": 42.0, "Central": 42.6, "East": 43.0, "Far": 45.0}
"""Central is 41 miles from West and 28 from East; Far is far from all."""


def people(home: str, number: int, prefix: str = "", **cells: Any) -> list[Person]:
    """So many members of a region, all at one place."""
    first = prefix or home[0].lower()
    own = {"region": home, "lat": LATITUDE.get(home), "lon": -72.0 if home in LATITUDE else None, **cells}
    return [{"id": f"{first}{k}", **own} for k in range(1, number + 1)]


def leaders(number: int, region: str | None = None, prefix: str = "f") -> list[Person]:
    return [{"id": f"{prefix}{k}", "region": region} for k in range(1, number + 1)]


def season(folder: Path, *groups: list[Person], led: Sequence[Person] = (), **parts: Any) -> Season:
    """Groups that may not mix, in cohorts of three to four unless `parts` say otherwise."""
    members = [person for group in groups for person in group]
    return cohort_season(folder, members, led, **{"size": (3, 4), "rules": [ONE_REGION], **parts})


def checked(one: Season) -> list[str]:
    """What `pairing check` says at its end, line by line."""
    return cohort_seats(build(one)).strip().splitlines()


def reasons(plan: Any) -> dict[str, str]:
    return {person.id: person.reason for person in plan.left_out}


JOIN_CENTRAL = (
    "join Central (median 41 miles apart, then 6 members, two cohorts of 3), or run with 2 (sizes.min = 2), "
    "or find 1 more member"
)


# ---------------------------------------------------------------- fewer than a cohort has


def test_check_names_the_group_and_the_nearest_way_out(tmp_path: Path):
    assert checked(season(tmp_path, people("West", 2), people("Central", 4))) == [
        "6 members take part; cohorts of 3 to 4.",
        "They fall into 2 groups that cannot share cohorts: Central 4, West 2.",
        "At most 4 can be seated.",
        f"West: 2 members, a cohort has at least 3; nearest way out: {JOIN_CENTRAL}.",
    ]


def test_the_plan_notes_it_and_each_who_waits_is_told(tmp_path: Path):
    plan = pairing.solve(season(tmp_path, people("West", 2), people("Central", 4)))
    assert plan.outcome == "proved"
    assert plan.notes == (f"West (2 members, a cohort has at least 3): {JOIN_CENTRAL}",)
    told = f"waits: West has 2 members, a cohort has at least 3; nearest way out: {JOIN_CENTRAL}"
    assert reasons(plan) == {"w1": told, "w2": told}


def test_it_is_said_in_the_terminal_and_in_the_files(tmp_path: Path, cli: Any, read_rows: Any):
    season(tmp_path, people("West", 2), people("Central", 4))
    assert f"West: 2 members, a cohort has at least 3; nearest way out: {JOIN_CENTRAL}" in cli("check", tmp_path).stdout
    assert JOIN_CENTRAL in " ".join(cli("solve", tmp_path).stdout.split())
    (run,) = (tmp_path / "runs").iterdir()
    assert {row["id"] for row in read_rows(run / "unmatched.csv") if JOIN_CENTRAL in row["reason"]} == {"w1", "w2"}


def test_the_nearest_group_that_does_not_add_up_is_passed_over(tmp_path: Path):
    one = season(tmp_path, people("Central", 2), people("East", 3), people("West", 4))
    (line,) = [said for said in checked(one) if said.startswith("Central: ")]
    assert line == (
        "Central: 2 members, a cohort has at least 3; nearest way out: join West (median 41 miles apart, then "
        "6 members, two cohorts of 3), or run with 2 (sizes.min = 2), or find 1 more member."
    )


def test_no_group_to_join_is_said_with_the_reasons(tmp_path: Path):
    one = season(tmp_path, people("Central", 2), people("East", 3), people("West", 4), cohorts=(1, 2))
    assert checked(one)[-1] == (
        "Central: 2 members, a cohort has at least 3; no group to join makes it work (East: 5 members do not split "
        "into cohorts of 3 to 4; West: 3 cohorts in all, and the program allows 2)."
    )


def test_other_ways_are_said_before_that_no_group_can_be_joined(tmp_path: Path):
    one = season(tmp_path, people("West", 2), people("Central", 3))
    assert checked(one)[-1] == (
        "West: 2 members, a cohort has at least 3; nearest way out: run with 2 (sizes.min = 2), or find 1 more member; "
        "no group to join makes it work (Central: 5 members do not split into cohorts of 3 to 4)."
    )


def test_only_the_nearest_groups_are_tried_and_said_to_fail(tmp_path: Path):
    others = [people(f"R{k:02d}", 3, prefix=f"r{k:02d}_") for k in range(1, 10)]
    one = season(tmp_path, people("West", 2), *others)
    fail = "; ".join(f"R{k:02d}: 5 members do not split into cohorts of 3 to 4" for k in (1, 2, 3))
    assert checked(one)[-1].endswith(f"; none of the 8 nearest groups makes it work ({fail}).")


def test_two_groups_too_small_may_join_each_other(tmp_path: Path):
    plan = pairing.solve(season(tmp_path, people("West", 2), people("Central", 2)))
    assert plan.outcome == "infeasible"
    way = (
        "(median 41 miles apart, then 4 members, one cohort of 4), or run with 2 (sizes.min = 2), or find 1 more member"
    )
    assert plan.notes == (
        f"Central (2 members, a cohort has at least 3): join West {way}",
        f"West (2 members, a cohort has at least 3): join Central {way}",
    )


def test_where_no_two_groups_are_enough_nobody_is_seated_and_that_is_said(tmp_path: Path):
    one = season(tmp_path, *(people(region, 2) for region in ("West", "Central", "East")), size=(6, 8))
    assert checked(one)[2] == "Nobody can be seated."
    assert checked(one)[3] == (
        "Central: 2 members, a cohort has at least 6; no group to join makes it work (East: 4 members then, still too "
        "few; West: 4 members then, still too few)."
    )
    plan = pairing.solve(one)
    assert plan.outcome == "infeasible"
    assert plan.notes[0] == (
        "none for Central (2 members, a cohort has at least 6): no group to join makes it work (East: 4 members then, "
        "still too few; West: 4 members then, still too few)"
    )


def test_somebody_alone_is_not_advised_to_be_a_cohort(tmp_path: Path):
    assert checked(season(tmp_path, people("West", 1), people("Central", 3)))[-1] == (
        "West: 1 member, a cohort has at least 3; nearest way out: join Central (median 41 miles apart, then "
        "4 members, one cohort of 4)."
    )


# ---------------------------------------------------------------- what near is


def test_near_is_the_median_distance_and_people_without_a_place_do_not_count(tmp_path: Path):
    west = people("West", 3)
    west[2] |= {"lat": None, "lon": None}
    central = [*people("Central", 3), *people("Central", 1, prefix="lost", lat=None, lon=None)]
    line = checked(season(tmp_path, west, central, size=(4, 7)))[-1]
    assert "join Central (median 41 miles apart, then 7 members, one cohort of 7)" in line


def test_one_who_lives_far_off_does_not_make_a_group_far(tmp_path: Path):
    central = [*people("Central", 3), *people("Central", 1, prefix="off", lat=LATITUDE["Far"])]
    line = checked(season(tmp_path, people("West", 2), central))[-1]
    assert "join Central (median 41 miles apart" in line


def test_a_group_without_any_place_is_the_last_to_be_named(tmp_path: Path):
    one = season(tmp_path, people("West", 2), people("Nowhere", 4), people("Far", 4))
    assert "join Far (median 207 miles apart" in checked(one)[-1]
    one = season(tmp_path / "two", people("West", 2), people("Nowhere", 4))
    assert "join Nowhere (distance unknown, then 6 members, two cohorts of 3)" in checked(one)[-1]


# ---------------------------------------------------------------- what a group's name is


def test_any_column_of_a_rule_names_the_groups(tmp_path: Path):
    small = people("West", 2, prefix="a", county=" Oak  Hill ", region=None)
    large = people("West", 3, prefix="b", county="Elm", region=None)
    one = season(tmp_path, small, large, rules=[{**ONE_REGION, "column": "county"}])
    assert checked(one)[1] == "They fall into 2 groups that cannot share cohorts: Oak Hill 2, Elm 3."


def test_a_number_and_a_yes_stand_with_their_column(tmp_path: Path):
    small = people("West", 2, prefix="a", enrollment=100, continuing=True)
    large = people("West", 3, prefix="b", enrollment=250, continuing=False)
    for column, names in {
        "enrollment": "enrollment 100 2, enrollment 250 3",
        "continuing": "continuing yes 2, continuing no 3",
    }.items():
        one = season(tmp_path / column, small, large, rules=[{**ONE_REGION, "column": column}])
        assert checked(one)[1] == f"They fall into 2 groups that cannot share cohorts: {names}."


def test_of_several_columns_the_first_that_all_share_names_the_group(tmp_path: Path):
    small = people("West", 2, prefix="a", region=None, county="Oak")
    large = people("West", 3, prefix="b", county="Elm")
    one = season(tmp_path, small, large, rules=[{**ONE_REGION, "column": ["region", "county"]}])
    assert checked(one)[1] == "They fall into 2 groups that cannot share cohorts: Oak 2, West 3."


def test_two_rules_give_both_names_where_both_tell_groups_apart(tmp_path: Path):
    groups = [
        people(region, 2, prefix=f"{region}{span}", grade_span=span)
        for region, span in product(("West", "East"), ("K-8", "K-12"))
    ]
    spans = {"kind": "same", "name": "one span", "column": "grade_span"}
    states = {"kind": "same", "name": "one state", "column": "state", "unknown": "passes"}
    one = season(tmp_path, *groups, rules=[ONE_REGION, spans, states], size=(2, 3))
    names = "East, K-12 2, East, K-8 2, West, K-12 2, West, K-8 2"
    assert checked(one)[1] == f"They fall into 4 groups that cannot share cohorts: {names}."


def test_groups_of_one_region_are_told_apart_by_ids(tmp_path: Path):
    near = {"kind": "within_miles", "name": "near", "max_miles": 20}
    split = [*people("West", 2), *people("West", 4, prefix="x", lat=LATITUDE["Far"])]
    one = season(tmp_path, split, people("Central", 4), rules=[ONE_REGION, near])
    assert [group.name for group in groups_of(build(one))] == [
        "Central",
        "West (w1 and w2)",
        "West (x1, x2, x3 and 1 more)",
    ]
    assert checked(one)[-1] == (
        "West (w1 and w2): 2 members, a cohort has at least 3; nearest way out: run with 2 (sizes.min = 2), or find "
        "1 more member; no group to join makes it work (Central: rules and limits leave no such cohorts)."
    )


def test_groups_that_no_column_makes_have_no_names_and_no_group_to_join(tmp_path: Path):
    near = {"kind": "within_miles", "name": "near", "max_miles": 20}
    one = season(tmp_path, people("West", 2), people("Central", 3), rules=[near])
    plan = pairing.solve(one)
    assert checked(one)[1] == "They fall into 2 groups that cannot share cohorts: 3, 2."
    ways = "run with 2 (sizes.min = 2), or find 1 more member"
    assert plan.notes == (f"w1 and w2 (2 members, a cohort has at least 3): {ways}",)
    assert (
        reasons(plan)["w1"]
        == "waits: only 1 member may share a cohort, and a cohort has at least 3; kept away by: near 3"
    )


def test_who_has_no_region_is_asked_to_fill_it_in(tmp_path: Path):
    lost = people("West", 1, prefix="lost", region=None)
    plan = pairing.solve(season(tmp_path, lost, people("Central", 3), people("East", 3)))
    way = "fill in region, or join Central (median 41 miles apart, then 4 members, one cohort of 4)"
    assert plan.notes == (f"region unknown (lost1) (1 member, a cohort has at least 3): {way}",)
    assert reasons(plan)["lost1"] == (
        f"waits: region unknown (lost1): 1 member, a cohort has at least 3; nearest way out: {way}"
    )


def test_a_theme_with_too_few_may_do_without_it(tmp_path: Path):
    theme = {"name": "Four-day week"}
    asked = people("West", 2, prefix="t", theme="four-day week")
    one = season(tmp_path, asked, people("West", 4), rules=[], themes=[theme])
    assert checked(one)[-1] == (
        "theme Four-day week: 2 members, a cohort has at least 3; nearest way out: join no theme (median 0 miles "
        "apart, then 6 members, two cohorts of 3), or run with 2 (sizes.min = 2), or find 1 more member."
    )


def test_one_group_alone_has_no_name(tmp_path: Path):
    plan = pairing.solve(season(tmp_path, people("West", 2)))
    assert plan.notes == ("2 members, a cohort has at least 3: run with 2 (sizes.min = 2), or find 1 more member",)


# ---------------------------------------------------------------- more than cohorts of the allowed sizes seat


def test_a_group_that_does_not_split_lets_the_last_join_another(tmp_path: Path):
    one = season(tmp_path, people("West", 5), people("Central", 3), people("East", 4))
    way = (
        "let w5 join Central (median 41 miles apart, then 4 members, one cohort of 4), or allow one cohort of 5 "
        "(sizes.max = 5), or allow two cohorts of 2 to 3 (sizes.min = 2)"
    )
    wrong = "5 members do not split into cohorts of 3 to 4, 4 can be seated"
    assert checked(one)[-1] == f"West: {wrong}; nearest way out: {way}."
    plan = pairing.solve(one)
    assert plan.notes == (f"West ({wrong}): {way}",)
    assert reasons(plan) == {
        "w5": "waits: of 5 members of West who could share cohorts 4 can be seated (5 do not split into cohorts of "
        f"3 to 4); number 12 of 12 in the order of waiting; nearest way out: {way}"
    }


def test_the_last_is_the_last_in_the_order_of_waiting(tmp_path: Path):
    west = people("West", 5)
    for person, day in zip(west, (5, 9, 1, 2, 3), strict=True):
        person["registered_on"] = f"2026-05-0{day}"
    one = season(tmp_path, west, people("Central", 3), order=["registered_on"])
    assert "let w2 join Central" in checked(one)[-1]
    assert set(reasons(pairing.solve(one))) == {"w2"}


def test_where_nobody_can_move_the_whole_group_may(tmp_path: Path):
    one = season(tmp_path, people("West", 5), people("Central", 4))
    assert "let all 5 join Central (median 41 miles apart, then 9 members, three cohorts of 3)" in checked(one)[-1]


def test_sizes_are_changed_as_little_as_it_takes(tmp_path: Path):
    one = season(tmp_path, people("West", 7), size=(5, 5))
    assert checked(one)[-1] == (
        "7 members do not split into cohorts of 5, 5 can be seated; nearest way out: allow one cohort of 7 "
        "(sizes.max = 7), or allow two cohorts of 3 to 4 (sizes.min = 3)."
    )


def test_somebody_kept_from_the_others_is_told_so_and_not_that_the_group_does_not_split(tmp_path: Path):
    west = people("West", 5)
    west[1]["conflicts"] = ("w1",)
    plan = pairing.solve(season(tmp_path, west, people("Central", 3), limits=[{"kind": "apart", "name": "rivals"}]))
    assert reasons(plan) == {
        "w2": "waits: no plan seats them beside those before them in the order (number 5 of 8); kept away by: rivals 1"
    }


# ---------------------------------------------------------------- a way out is tried out


def test_a_joining_that_a_limit_forbids_is_not_named(tmp_path: Path):
    drive = {"kind": "drive", "name": "drive at most 30 miles", "max_miles": 30}
    one = season(tmp_path, people("West", 1), people("Central", 3), limits=[drive])
    assert checked(one)[-1] == (
        "West: 1 member, a cohort has at least 3; no group to join makes it work (Central: rules and limits leave no "
        "such cohorts)."
    )


def test_a_joining_that_a_decision_forbids_is_not_named(tmp_path: Path):
    forbidden = [("forbid", "w1", "c1")]
    one = season(tmp_path, people("West", 1), people("Central", 3), decisions=forbidden)
    assert checked(one)[-1].endswith("(Central: rules and limits leave no such cohorts).")
    locked = [("lock", "w1", "w5")]
    one = season(tmp_path / "lock", people("West", 5), people("Central", 3), decisions=locked)
    assert "let w5 join" not in checked(one)[-1]


def test_to_run_with_fewer_is_not_named_where_they_may_not_sit_together(tmp_path: Path):
    west = people("West", 2)
    west[1]["conflicts"] = ("w1",)
    one = season(tmp_path, west, people("Central", 4), limits=[{"kind": "apart"}])
    lines = [line for line in checked(one) if "run with" in line]
    assert lines == []


# ---------------------------------------------------------------- facilitators


def test_every_cohort_has_two_different_facilitators_and_each_leads_one(tmp_path: Path):
    groups = [people(region, 4) for region in LATITUDE]
    one = season(tmp_path, *groups, led=leaders(9), per_cohort=2, cohorts=(1, 4))
    plan = pairing.solve(one)
    assert plan.outcome == "proved"
    teams = [cohort.facilitators for cohort in plan.cohorts]
    assert [len(set(team)) for team in teams] == [2, 2, 2, 2]
    assert len({leader for team in teams for leader in team}) == 8
    assert plan.notes == ()


def test_no_more_cohorts_than_the_program_allows(tmp_path: Path):
    groups = [*(people(region, 4) for region in LATITUDE), people("North", 3)]
    plan = pairing.solve(season(tmp_path, *groups, led=leaders(10), per_cohort=2, cohorts=(1, 4)))
    assert (len(plan.cohorts), plan.outcome) == (4, "proved")
    assert plan.notes == ("5 cohorts would seat everyone; the program allows 4",)
    assert reasons(plan)["n1"] == (
        "waits: of 19 members who take part 16 can be seated (the program allows 4 cohorts of at most 4); "
        "no plan that seats as many has room for them beside those before them in the order"
    )


def test_a_spare_facilitator_counts_for_the_next_cohort(tmp_path: Path):
    one = season(tmp_path, people("West", 3), people("Central", 4), led=leaders(3), per_cohort=2)
    lines = checked(one)
    assert lines[1] == "3 facilitators can lead 1 cohort, 2 each."
    assert lines[-1] == (
        "A way out: 1 more place among the facilitators (another person, or a higher max_cohorts) would seat everyone."
    )
    plan = pairing.solve(one)
    out = reasons(plan)
    assert {out[f"w{k}"] for k in (1, 2, 3)} == {
        f"waits: of 7 members who take part 4 can be seated (the facilitators can lead 1 cohort of at most 4); "
        f"number {k} of 7 in the order of waiting"
        for k in (5, 6, 7)
    }
    assert [reason for who, reason in out.items() if who.startswith("f")] == [
        "a cohort has 2 facilitators, and only 1 facilitator is free"
    ]


def test_too_few_facilitators_keep_a_group_from_joining(tmp_path: Path):
    one = season(tmp_path, people("West", 2), people("Central", 4), led=leaders(3), per_cohort=2)
    assert checked(one)[-1] == (
        "West: 2 members, a cohort has at least 3; no group to join makes it work (Central: 2 cohorts in all, and the "
        "facilitators can lead 1)."
    )


def test_a_region_without_facilitators_of_its_own_says_so(tmp_path: Path):
    led = [*leaders(1, "West"), *leaders(4, "Central", "g")]
    one = season(
        tmp_path, people("West", 3), people("Central", 3), led=led, per_cohort=2, rules=[ONE_REGION, LED_BY_REGION]
    )
    wrong = (
        "3 members, but only 1 facilitator may lead a cohort of them, and a cohort has 2 (kept away by: own region 4)"
    )
    way = (
        "find 1 more facilitator who may lead them, or join Central (median 41 miles apart, then 6 members, "
        "two cohorts of 3)"
    )
    assert checked(one)[-1] == f"West: {wrong}; nearest way out: {way}."
    plan = pairing.solve(one)
    assert plan.notes == (f"West ({wrong}): {way}",)
    out = reasons(plan)
    assert out["w1"] == f"waits: West has {wrong}; nearest way out: {way}"
    assert out["f1"] == "may lead only 0 of the 3 members seated; kept away by: own region 3"


def test_nobody_who_may_lead_a_region_is_said_as_such(tmp_path: Path):
    led = leaders(2, "Central")
    one = season(tmp_path, people("West", 3), people("Central", 3), led=led, rules=[ONE_REGION, LED_BY_REGION])
    assert checked(one)[-1].startswith(
        "West: 3 members, but no facilitator may lead a cohort of them, and a cohort has 1 (kept away by: own region 2)"
    )


def test_a_region_that_can_lead_some_of_its_cohorts_says_how_many(tmp_path: Path):
    led = [*leaders(1, "West"), *leaders(2, "Central", "g")]
    one = season(tmp_path, people("West", 8), people("Central", 4), led=led, rules=[ONE_REGION, LED_BY_REGION])
    assert checked(one)[-1] == (
        "West: 8 members for two cohorts, and the facilitators who may lead them can lead 1 (kept away by: own region "
        "2); nearest way out: find 1 more facilitator who may lead them; no group to join makes it work (Central: "
        "too few may lead them)."
    )


def test_members_who_join_are_led_by_those_who_may_lead_the_group_they_join(tmp_path: Path):
    led = [*leaders(2, "Central"), *leaders(2, "West", "g")]
    parts = {"led": led, "per_cohort": 2, "rules": [ONE_REGION, LED_BY_REGION]}
    one = season(tmp_path, people("West", 1), people("Central", 3), **parts)
    assert "join Central (median 41 miles apart, then 4 members, one cohort of 4)" in checked(one)[-1]
    one = season(tmp_path / "two", people("West", 2), people("Central", 4), **parts)
    assert checked(one)[-1].endswith("no group to join makes it work (Central: too few may lead them).")


def test_facilitators_whom_another_group_needs_do_not_count_twice(tmp_path: Path):
    groups = [people("West", 1), people("Central", 2), people("East", 3)]
    for barred, named in ((leaders(2, prefix="g"), True), ([], False)):
        everybody = tuple(person["id"] for group in groups for person in group)
        led = [*leaders(2), *barred, *({**leader, "conflicts": everybody} for leader in leaders(4, prefix="h"))]
        rules = [ONE_REGION, {"kind": "no_conflict", "name": "no conflict", "between": "member-facilitator"}]
        one = season(tmp_path / str(named), *groups, led=led, per_cohort=2, rules=rules)
        (line,) = [said for said in checked(one) if said.startswith("West: ")]
        assert ("join Central (median 41 miles apart" in line) == named
        assert ("join East (median 69 miles apart" in line) != named
