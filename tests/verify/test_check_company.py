"""Two people of a cohort program: may they be in one cohort, and how well do they suit each other?"""

import pytest

from cohort_build import LEADING, cohort_season
from pairing.verify.cohorts.compatibility import Company, mean
from pairing.verify.cohorts.evaluation import CohortAt, CohortJudge

ISSUES = {"kind": "overlap", "weight": 1}


def test_a_mean_is_rounded_half_up():
    assert [mean(*pair) for pair in ((1, 2), (3, 2), (1, 3), (2, 3), (0, 5), (9999, 2))] == [1, 2, 0, 1, 0, 5000]


@pytest.mark.parametrize(
    ("one", "two", "more", "fit"),
    [
        # three lists known; x held by 3: log2(1 + 3/3) = 1; y by 2: log2(2.5) = 1.3219; z by 1: log2(4) = 2
        (("x", "y"), ("X", "Y "), ("x",), 10000),
        (("x", "y"), ("x", "z"), ("x", "y"), 2314),  # 1 / (1 + 1.3219 + 2) = 0.23138
        (("x",), ("y",), ("x",), 0),
        (("x",), (), ("x",), 0),
        ((), (), ("x",), 5000),
        (None, ("x",), ("x",), 5000),
    ],
)
def test_overlap_counts_rare_items_for_more(tmp_path, one, two, more, fit):
    lists = zip("abc", (one, two, more), strict=True)
    members = [{"id": name, "pressing_issues": listed} for name, listed in lists]
    company = Company(cohort_season(tmp_path, members, criteria=[ISSUES]))
    assert company.fit(0, 1) == company.fit(1, 0) == fit


def test_overlap_with_facilitators_counts_both_tables(tmp_path):
    led = {**ISSUES, "name": "led", "between": "member-facilitator"}
    season = cohort_season(
        tmp_path, [{"id": "a", "pressing_issues": ("x", "y")}, {"id": "b", "pressing_issues": ("x",)}],
        [{"id": "f", "pressing_issues": ("x",)}], criteria=[ISSUES, led],
    )  # fmt: skip
    company = Company(season)
    assert company.fit(0, 1) == 3869  # N = 2: 1 / (1 + log2(3)) = 0.38685
    assert company.led_fit(0, 0) == 3333  # N = 3, x held by 3: 1, y by 1: log2(4) = 2


def test_points_both_ways_are_halved_and_rounded_up(tmp_path):
    members = [{"id": "a", "prefers": ("b", "c")}, {"id": "b", "prefers": ("c", "d", "a")}, "c", "d"]
    wish = {"kind": "preference", "weight": 1, "unknown": 0.0}
    company = Company(cohort_season(tmp_path, members, criteria=[wish]))
    assert company.fit(0, 1) == 6667  # 10000 and 3333 make 13333
    assert company.fit(0, 2) == 2500  # 5000 and, unknown, 0
    assert company.dissimilarity(0, 2) == 7500


def test_a_theme_replaces_the_weights_it_names(tmp_path):
    criteria = [
        {"kind": "same", "name": "region", "column": "region", "weight": 1},
        {"kind": "same", "name": "county", "column": "county", "weight": 1},
        {"kind": "same", "name": "city", "column": "city", "weight": 2},
        LEADING,
    ]
    cells = {"region": "N", "county": "K", "city": "C"}
    people = (("a", "Rural "), ("b", "rural"), ("c", None), ("d", ""), ("e", "Law"))
    members = [{"id": name, "theme": theme, **cells} for name, theme in people]
    members[1] |= {"city": "D"}
    members[3] |= {"city": "D"}
    themes = [{"name": "Rural", "weights": {"city": 3.0, "county": 0.0}}, {"name": "Law"}]
    company = Company(cohort_season(tmp_path, members, ["f"], criteria=criteria, themes=themes))
    assert company.themes == ["Rural", "Rural", "", "", "Law"]
    assert company.fit(0, 1) == 2500, "weights 1, 0, 3 and cities that differ"
    assert company.fit(2, 3) == 5000, "weights 1, 1, 2 and cities that differ"
    assert company.fit(0, 3) == 5000, "the general weights where themes differ"
    assert [company.may_sit(*pair) for pair in ((0, 1), (2, 3), (0, 2), (0, 4), (2, 4))] == [True, True, *[False] * 3]
    assert list(company.objections_to_sitting(0, 2)) == ['a with c: their themes differ ("Rural" and no theme)']


def test_a_rule_is_asked_both_ways(tmp_path):
    rules = [{"kind": "experience", "name": "veterans", "min_years": 5.0}]
    members = [{"id": "a", "years_as_superintendent": 9}, {"id": "b", "years_as_superintendent": 2}]
    company = Company(cohort_season(tmp_path, members, rules=rules))
    assert not company.may_sit(0, 1)
    assert not company.may_sit(1, 0)
    said = 'rule "veterans" is broken (at least 5 years of experience)'
    assert list(company.objections_to_sitting(0, 1)) == [f"a with b: {said}"]
    assert list(company.objections_to_sitting(1, 0)) == [f"a with b: {said}"]


def test_a_rule_broken_both_ways_is_named_once(tmp_path):
    rules = [{"kind": "different", "name": "districts", "column": "district_id"}]
    members = [{"id": "a", "district_id": "7"}, {"id": "b", "district_id": "7"}]
    company = Company(cohort_season(tmp_path, members, rules=rules))
    said = 'a with b: rule "districts" is broken (they must differ in district_id)'
    assert list(company.objections_to_sitting(0, 1)) == [said]


def test_rules_and_criteria_are_about_their_own_relation(tmp_path):
    rules = [
        {"kind": "no_conflict", "name": "members", "between": "members"},
        {"kind": "not_former_employer", "name": "leaders", "between": "member-facilitator"},
    ]
    members = [{"id": "a", "district": "Hill", "conflicts": ("b",)}, {"id": "b", "conflicts": ()}, {"id": "c"}]
    facilitators = [{"id": "f", "former_employers": ("hill",)}, {"id": "g", "employer": "HILL"}, {"id": "h"}]
    company = Company(cohort_season(tmp_path, members, facilitators, rules=rules))
    assert [company.may_sit(*pair) for pair in ((0, 1), (0, 2), (1, 2))] == [False, True, True]
    assert [company.may_lead(0, f) for f in range(3)] == [False, False, True]
    said = 'a with f: rule "leaders" is broken (neither may work or have worked for the other\'s district)'
    assert list(company.objections_to_leading(0, 0)) == [said]


def test_whom_a_decision_forbids_may_not_sit_or_lead(tmp_path):
    decisions = [("forbid", "b", "a"), ("forbid", "f", "a")]
    company = Company(cohort_season(tmp_path, ["a", "b"], ["f"], decisions=decisions))
    assert list(company.objections_to_sitting(0, 1)) == ["a with b: forbidden by decision D1"]
    assert list(company.objections_to_leading(0, 0)) == ["a with f: forbidden by decision D2"]
    assert not company.may_sit(0, 1)
    assert not company.may_lead(0, 0)


def test_no_weight_is_no_fit(tmp_path):
    company = Company(cohort_season(tmp_path, ["a", "b"], ["f"], criteria=[ISSUES], goals=["seated", "alike"]))
    assert company.led_fit(0, 0) == 0


def test_a_cohort_costs_its_members_mean_dissimilarity_to_their_mates(tmp_path):
    regions = zip("abcd", ("N", "N", "S", None), strict=True)
    judge = CohortJudge(cohort_season(tmp_path, [{"id": name, "region": region} for name, region in regions]))
    assert judge.cost(CohortAt((0, 1))) == 0
    assert judge.cost(CohortAt((0,))) == 0
    assert judge.cost(CohortAt((0, 1, 2))) == 20000  # 2 * (0 + 10000 + 10000) / 2
    assert judge.cost(CohortAt((0, 1, 2, 3))) == 23333  # 2 * (20000 + 15000) / 3
    assert [judge.fit_with_mates(i, CohortAt((0, 1, 2, 3))) for i in range(4)] == [5000, 5000, 1667, 5000]
    assert judge.fit_with_mates(0, CohortAt((0,))) is None


def test_pairs_judged_are_counted_once(tmp_path):
    judge = CohortJudge(cohort_season(tmp_path, ["a", "b", "c"], ["f"]))
    cohort = CohortAt((0, 1), (0,))
    assert judge.allowed(cohort)
    judge.cost(cohort)
    judge.fit_with_leaders(cohort)
    assert judge.company.judged == 3
