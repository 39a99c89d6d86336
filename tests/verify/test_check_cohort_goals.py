"""What plans of cohorts are worth, worked out by hand."""

import pytest

from cohort_build import cohort_season
from cohort_edges import GOALS as EDGES
from cohort_edges import LEADERS, MEMBERS, SIZES_APART, STANDING
from pairing.season.standing import StandingFile, StandingSeat, season_again
from pairing.verify.cohorts.evaluation import CohortAt, CohortJudge
from pairing.verify.cohorts.goals import COHORT_GOALS, cohort_goals, cohort_values
from pairing.verify.cohorts.waiting import seating_order

K8 = {"kind": "seated", "who": {"grade_span": "K-8"}}
GRADES = {"a": "K-8", "c": "K-8"}


@pytest.fixture(scope="module")
def judge(tmp_path_factory):
    goals = ["seated", "moves", "facilitator_changes", "alike", "facilitators", "worst_cohort", "continuity"]
    folder = tmp_path_factory.mktemp("season")
    seats = tuple(
        StandingSeat(2, name, role, one)
        for name, both in STANDING.items()
        for role, people in zip(("member", "facilitator"), both, strict=True)
        for one in people
    )
    season = cohort_season(folder, MEMBERS, LEADERS, penalties=SIZES_APART, goals=goals)
    return CohortJudge(season_again(season, StandingFile("standing.csv", "", ("person_id",), seats=seats))[0])


def cohorts(members):
    names = [*STANDING, *("" for _ in members)]
    return [CohortAt(some, (leader,), names[leader]) for leader, some in enumerate(members)]


@pytest.mark.parametrize(("kind", "title"), [(kind, title) for kind, cases in EDGES.items() for title in cases])
def test_a_goal_has_its_value_by_hand_at_its_edges(judge, kind, title):
    members, expected = EDGES[kind][title]
    assert cohort_values(judge, cohort_goals(judge), cohorts(members))[kind.replace("_", " ")] == expected


def test_every_goal_is_worked_out_by_hand_at_its_edges():
    assert set(EDGES) == set(COHORT_GOALS)


def test_a_seated_goal_counts_whoever_is_known_to_meet_it_and_takes_part(tmp_path):
    goals = [{**K8, "name": "K-8"}, "seated", "alike"]
    judge = CohortJudge(cohort_season(tmp_path, MEMBERS, decisions=[("withdraw", "e")], goals=goals))
    found = cohort_goals(judge)
    assert [goal.name for goal in found] == ["K-8", "seated", "alike"]
    assert [sorted(goal.counted) for goal in found] == [[0, 2], [0, 1, 2, 3], []]
    assert [goal.larger_is_better for goal in found] == [True, True, False]
    values = cohort_values(judge, found, cohorts(((0, 1, 3), (2, 4))))
    assert (values["K-8"], values["seated"]) == (2, 4)


def test_seats_go_to_those_of_the_first_goal_first_then_by_the_columns_of_order_then_the_table(tmp_path):
    cells = (
        ("a", None, True, "x"), ("b", "2026-03-02", False, "y"), ("c", "2026-03-02", True, "y"),
        ("d", "2026-03-02", None, "y"), ("e", "2026-03-01", None, "Z"), ("f", "2026-03-01", None, "b"),
    )  # fmt: skip
    members = [
        {"id": name, "registered_on": day, "continuing": stays, "city": city, "grade_span": GRADES.get(name)}
        for name, day, stays, city in cells
    ]
    season = cohort_season(
        tmp_path, members, goals=[K8, "seated", "alike"], order=["registered_on", "continuing", "city"]
    )
    judge = CohortJudge(season)
    order = seating_order(judge, [goal for goal in cohort_goals(judge) if goal.kind == "seated"])
    assert "".join(season.left.ids[i] for i in order) == "cafebd"
