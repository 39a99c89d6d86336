"""Plans side by side in memory are what their runs are; points add up to fits."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import pairing
from build import season_of
from cohort_build import cohort_season
from pairing.errors import InputError
from pairing.plans.comparison import CHANGES, Side, Sides, compared
from pairing.season import Season

WISHES = [{"name": "wish", "kind": "preference", "weight": 1, "unknown": 0.0}]


def people(*ids: str) -> list[dict[str, object]]:
    return [{"id": one, "name": one.upper()} for one in ids]


def small(left: str, right: str, wishes: dict[str, str] | None = None) -> Season:
    served = [{**one, "prefers": ((wishes or {}).get(str(one["id"]), "nobody"),)} for one in people(*left)]
    raw = {
        "left": {"label": "mentee", "table": "mentees"}, "right": {"label": "mentor", "table": "mentors"},
        "criterion": WISHES, "goal": [{"kind": "placed"}, {"kind": "fit"}],
    }  # fmt: skip
    return season_of(raw, served, people(*right))


@pytest.mark.thorough
def test_two_plans_are_compared_as_their_runs_are(own_run: Path):
    before = pairing.solve(own_run)
    pairing.decide(own_run, "withdraw", "M058", note="moved away")
    now = pairing.rerun(own_run)
    pairing.publish(now)
    runs, plans = pairing.compare(own_run), before.compare(now)
    pd.testing.assert_frame_equal(plans.people, runs.people)
    pd.testing.assert_frame_equal(plans.goals, runs.goals)
    assert repr(plans) == repr(runs).replace(runs.first, "this plan").replace(runs.second, "the other")
    assert set(plans.changed["change"]) <= {"moved", "new", "left out", "gone"}
    assert before.compare(before).changed.empty


def test_every_change_is_told():
    before = pairing.solve(small("abcde", "mnop", {"a": "m", "b": "n", "c": "o", "d": "p"}))
    now = pairing.solve(small("abdef", "mnpq", {"a": "m", "b": "p", "e": "q", "f": "n"}))
    found = before.compare(now, names=("spring", "summer"))
    change = {row.id: row.change for row in found.people.itertuples() if row.role == "mentee"}
    assert change == {"a": "kept", "b": "moved", "c": "gone", "d": "left out", "e": "new", "f": "new"}
    assert (found.first, found.second) == ("spring", "summer")
    assert found.summary.startswith("mentees: 1 moved, 2 new, 1 left out, 1 gone, 1 kept; mentors: ")
    assert found.summary in repr(found)
    assert list(found.people["change"]) == sorted(found.people["change"], key=CHANGES.index)
    assert "d" in set(found.people.loc[found.people["why"] != "", "id"])


def test_a_mentor_of_three_is_kept_whatever_the_order_of_rows():
    def side(*mentees: str) -> Side:
        rows = [{"mentee_id": one, "mentor_id": "m", "fit": "50"} for one in mentees]
        return Side("a plan", rows, [], [])

    found = [compared(Sides("mentee", "mentor", False), side(*"abc"), side(*order)) for order in permutations("abc")]
    assert {one.counts["kept"] for one in found} == {4}
    assert {one.people.set_index("id").loc["m", "now"] for one in found} == {"a; b; c"}


def test_plans_of_other_people_are_not_compared(tmp_path: Path):
    pairs = pairing.solve(small("a", "m"))
    cohorts = pairing.solve(cohort_season(tmp_path / "s", ["a", "b"]))
    with pytest.raises(InputError, match="have other people: they cannot be compared"):
        pairs.compare(cohorts)
    with pytest.raises(InputError, match="a plan is compared with a plan, not with a Season"):
        pairs.compare(pairs.season)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="names are what the two plans are called"):
        pairs.compare(pairs, names=("a",))  # type: ignore[arg-type]


def test_a_plan_of_nobody_is_compared_too():
    none = pairing.solve(small("a", "m").with_rule("never", kind="within_miles", max_miles=1, unknown="fails"))
    found = none.compare(none)
    assert found.counts["still left out"] == 2
    assert found.summary == "mentees: 1 still left out; mentors: 1 still left out"
    assert none.points.empty
    assert list(none.points) == ["mentee_id", "mentor_id", "wish", "fit"]


def test_points_of_pairs_add_up_to_the_fit():
    plan = pairing.solve(pairing.sample_season(), alternatives=0)
    points = plan.points
    criteria = [criterion.title for criterion in plan.season.program.criteria]
    assert list(points) == ["mentee_id", "mentor_id", *criteria, "fit"]
    assert points["mentee_id"].tolist() == plan.assignments["mentee_id"].tolist()
    np.testing.assert_allclose(points[criteria].sum(axis=1), points["fit"])


def test_cohorts_are_the_same_by_those_who_share_them_and_their_points_add_up(tmp_path: Path):
    members = [{"id": one, "region": "north" if one in "abc" else "south", "county": one} for one in "abcdef"]
    season = cohort_season(tmp_path / "s", members, [{"id": "x", "county": "a"}, {"id": "y", "county": "d"}])
    plan = pairing.solve(season)
    again = pairing.solve(season.with_weights({"same county": 5}))
    assert plan.compare(again).counts["kept"] == 8
    points = plan.points
    criteria = [criterion.title for criterion in season.program.criteria]
    np.testing.assert_allclose(points[criteria].sum(axis=1), points["fit"])
    assert points["role"].value_counts().to_dict() == {"member": 6, "facilitator": 6}
    fit = points[points["role"] == "facilitator"].groupby("id")["fit"].mean()
    stated = plan.assignments.set_index("person_id")["facilitator_fit"].dropna()
    assert fit.to_dict() == stated.to_dict()
