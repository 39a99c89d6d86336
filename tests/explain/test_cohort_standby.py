"""Standby among facilitators: the cohorts stay, others lead them; against every way to lead them."""

from __future__ import annotations

import random
from itertools import chain, combinations, product
from pathlib import Path

import pytest

import pairing
from amount import cases
from cohort_build import cohort_season
from pairing.explain.standby import standby
from pairing.instance.cohort_builder import build
from pairing.instance.cohorts import Roster
from pairing.plans.cohorts import CohortPlan
from pairing.profiles import key

OTHER_COUNTY = {"kind": "different", "name": "own county", "column": "county", "between": "member-facilitator"}


def season(folder: Path, rng: random.Random, per_cohort: int) -> CohortPlan:
    """Six members in two or three cohorts, and three to five facilitators who may not lead their own county."""
    members = [{"id": name, "county": rng.choice(["p", "q", "r", None])} for name in "abcdef"]
    people = "vwxyz"[: rng.choice([3, 4, 5])]
    leaders = [
        {"id": name, "county": rng.choice(["p", "q", "s", None]), "max_cohorts": rng.choice([1, 1, 2])}
        for name in people
    ]  # fmt: skip
    made = cohort_season(folder, members, leaders, size=(2, 3), per_cohort=per_cohort, rules=[OTHER_COUNTY])
    plan = pairing.solve(made)
    assert isinstance(plan, CohortPlan)
    return plan


def most_led(roster: Roster, plan: CohortPlan, people: set[int]) -> int:
    """How many places of the plan's cohorts these facilitators can fill, by trying every choice of teams."""
    needed = roster.program.per_cohort
    choices = []
    for cohort in plan.cohorts:
        members = [roster.season.left.index[key(name)] for name in cohort.ids]
        able = [f for f in sorted(people) if roster.may_lead[members, f].all()]
        choices.append([team for size in range(needed + 1) for team in combinations(able, size)])
    best = 0
    for teams in product(*choices):
        led = list(chain.from_iterable(teams))
        if all(led.count(f) <= roster.may_lead_most[f] for f in set(led)):
            best = max(best, len(led))
    return best


@pytest.mark.random
@pytest.mark.parametrize("seed", cases(12, 24))
def test_losses_and_the_smallest_list_are_those_of_every_way_to_lead_the_cohorts(tmp_path: Path, seed: int):
    plan = season(tmp_path / "season", random.Random(seed), per_cohort=1 + seed % 2)
    if not plan.found:
        return
    roster, found = build(plan.season), standby(plan)
    index = plan.season.right.index
    serving = {index[key(name)] for cohort in plan.cohorts for name in cohort.facilitators}
    idle = {f for f, most in enumerate(roster.may_lead_most.tolist()) if most} - serving
    places = sum(len(cohort.facilitators) for cohort in plan.cohorts)
    assert {index[key(loss.right)] for loss in found.losses} == serving
    for loss in found.losses:
        others = (serving | idle) - {index[key(loss.right)]}
        assert loss.uncovered == places - most_led(roster, plan, others)
        assert len(loss.repair) == len(loss.serves) - loss.uncovered + loss.moves
    coverable = [f for f in serving if most_led(roster, plan, (serving | idle) - {f}) == places]

    def enough(listed: set[int]) -> bool:
        return all(most_led(roster, plan, (serving | listed) - {f}) == places for f in coverable)

    listed = {index[key(name)] for name in found.listed}
    assert listed <= idle
    assert enough(listed)
    assert not any(enough(set(fewer)) for size in range(len(listed)) for fewer in combinations(sorted(idle), size))


def test_a_loss_is_repaired_with_as_few_other_changes_as_can_be(tmp_path: Path):
    members = [{"id": name, "region": "N" if name in "abc" else "S"} for name in "abcdef"]
    plan = pairing.solve(cohort_season(tmp_path / "season", members, "xyz", size=(3, 3)))
    assert isinstance(plan, CohortPlan)
    idle = ({"x", "y", "z"} - {name for cohort in plan.cohorts for name in cohort.facilitators}).pop()
    found = standby(plan)
    assert [(loss.uncovered, loss.moves) for loss in found.losses] == [(0, 0), (0, 0)]
    assert {loss.repair[0].split(" to ")[0] for loss in found.losses} == {idle}
    assert found.listed == (idle,)
    assert found.table.columns.tolist() == ["facilitator_id", "serves", "covered", "uncovered", "moves", "repair"]
