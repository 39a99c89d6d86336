import pytest

from cohort_build import cohort_season
from cohort_edges import LIMITS as EDGES
from cohort_edges import PENALTIES as PENALTY_EDGES
from pairing.verify.cohorts.evaluation import CohortAt, CohortJudge

CASES = [(kind, title) for kind, cases in EDGES.items() for title in cases]
PENALTY_CASES = [(kind, title) for kind, cases in PENALTY_EDGES.items() for title in cases]


@pytest.mark.parametrize(("kind", "title"), CASES)
def test_a_limit_is_kept_or_broken_as_worked_out_by_hand_at_its_edges(tmp_path, kind, title):
    parameters, members, ids, kept = EDGES[kind][title]
    season = cohort_season(tmp_path, members, limits=[{"kind": kind, "name": "the limit", **parameters}], size=(1, 6))
    cohort = CohortAt(tuple(season.left.index[name] for name in ids))
    found = list(CohortJudge(season).objections(cohort))
    assert (not found) is kept, found
    assert all(finding.startswith('limit "the limit" is broken: ') for finding in found)


@pytest.mark.parametrize(("kind", "title"), PENALTY_CASES)
def test_a_penalty_costs_what_is_worked_out_by_hand_at_its_edges(tmp_path, kind, title):
    parameters, enrollments, expected = PENALTY_EDGES[kind][title]
    members = [{"id": name, "enrollment": size} for name, size in zip("abc", enrollments, strict=False)]
    season = cohort_season(tmp_path, members, penalties=[{"kind": kind, **parameters}])
    cohort = CohortAt(tuple(range(len(members))))
    judge = CohortJudge(season)
    assert judge.penalty(cohort) == expected
    assert judge.cost(cohort) == expected + 5000 * len(members), "regions are unknown: each pair has 50 points"


@pytest.mark.parametrize(
    ("limit", "members", "cohort", "said"),
    [
        (
            {"kind": "apart"}, [{"id": "a", "conflicts": ("b",)}, {"id": "b"}], (0, 1),
            "a and b must be apart, a names the other",
        ),
        (
            {"kind": "together", "column": "supervisor"}, [{"id": n, "supervisor": "Ann"} for n in "abc"], (0, 1),
            "a, b must be with c (same supervisor)",
        ),
        (
            {"kind": "at_most", "who": {"grade_span": "K-8"}, "count": 1},
            [{"id": n, "grade_span": "K-8"} for n in "ab"], (0, 1), "2 such members (a, b), at most 1",
        ),
        (
            {"kind": "at_least", "who": {"grade_span": "K-8"}, "count": 1}, [{"id": "a", "grade_span": "K-12"}, "b"],
            (0, 1), "0 such members, at least 1 (among a, b)",
        ),
        (
            {"kind": "never_alone", "who": {"grade_span": "K-8"}}, [{"id": "a", "grade_span": "K-8"}, "b"], (0, 1),
            "1 such members (a), none or at least 2",
        ),
        (
            {"kind": "drive", "max_miles": 5.0},
            [{"id": n, "lat": lat, "lon": -92} for n, lat in (("a", 38), ("b", 38.1))], (0, 1),
            "b up to 6.90 miles from a, the best place on offer; at most 5",
        ),
        (
            {"kind": "enrollment_ratio", "max_ratio": 2.0},
            [{"id": n, "enrollment": size} for n, size in (("a", 300), ("b", 100))], (0, 1),
            "the enrollments of a and b are 1 to 3.00, at most 1 to 2",
        ),
        (
            {"kind": "together", "column": "supervisor"},
            [{"id": n, "supervisor": boss} for n, boss in (("a", "Ann"), ("b", "Ben"), ("c", "Ann"), ("d", "Ann"))],
            (0, 1), "a must be with c, d (same supervisor)",
        ),
        (
            {"kind": "drive", "max_miles": 6.9},
            [{"id": n, "lat": lat, "lon": -92} for n, lat in (("a", 38), ("b", 38.1), ("c", 38.3))], (0, 1, 2),
            "c up to 13.79 miles from b, the best place on offer; at most 6.9",
        ),
        (
            {"kind": "drive", "max_miles": 7.0}, [{"id": "a", "lat": 38, "lon": -92}, "b"], (0, 1),
            "the place of b is unknown, at most 7 miles to drive",
        ),
        (
            {"kind": "enrollment_ratio", "max_ratio": 2.0},
            [{"id": n, "enrollment": size} for n, size in (("a", 300), ("b", 100), ("c", 200))], (0, 1, 2),
            "the enrollments of a and b are 1 to 3.00, at most 1 to 2",
        ),
        (
            {"kind": "enrollment_ratio", "max_ratio": 2.0, "unknown": "fails"}, [{"id": "a", "enrollment": 300}, "b"],
            (0, 1), "the enrollment of b is unknown",
        ),
    ],
)  # fmt: skip
def test_a_broken_limit_names_people_and_what_is_asked(tmp_path, limit, members, cohort, said):
    season = cohort_season(tmp_path, members, limits=[{**limit, "name": "L"}])
    assert list(CohortJudge(season).objections(CohortAt(cohort))) == [f'limit "L" is broken: {said}']


def test_together_binds_only_those_who_take_part(tmp_path):
    members = [{"id": name, "supervisor": "Ann"} for name in "abc"]
    limits = [{"kind": "together", "column": "supervisor"}]
    season = cohort_season(tmp_path, members, decisions=[("withdraw", "c")], limits=limits)
    assert CohortJudge(season).allowed(CohortAt((0, 1)))


def test_together_asks_nobody_of_someone_who_does_not_take_part(tmp_path):
    members = [{"id": "a", "supervisor": "Ann"}, {"id": "b", "supervisor": "Ben"}, {"id": "c", "supervisor": "Ben"}]
    limits = [{"kind": "together", "name": "L", "column": "supervisor"}]
    season = cohort_season(tmp_path, members, decisions=[("withdraw", "a"), ("withdraw", "b")], limits=limits)
    found = list(CohortJudge(season).objections(CohortAt((0, 1))))
    assert [finding for finding in found if "limit" in finding] == [
        'limit "L" is broken: b must be with c (same supervisor)'
    ]


def test_a_venue_is_a_place_on_offer(tmp_path):
    members = [{"id": "a", "lat": 38.0, "lon": -92}, {"id": "b", "lat": 38.3, "lon": -92}]
    limits = [{"kind": "drive", "max_miles": 10.35}]
    assert not CohortJudge(cohort_season(tmp_path / "none", members, limits=limits)).allowed(CohortAt((0, 1)))
    venues = [{"id": "v", "name": "Hall", "lat": 38.15, "lon": -92}]
    assert CohortJudge(cohort_season(tmp_path / "one", members, venues=venues, limits=limits)).allowed(CohortAt((0, 1)))
