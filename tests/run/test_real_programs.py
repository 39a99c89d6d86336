"""Every program of pairs is solved, proved and checked on a season of real districts."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import pairing
from pairing.instance.pairs import build
from pairing.plans.pairs import Plan
from pairing.setup.built_in import programs

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))
from real_massachusetts import make_mentoring, make_seminars
from real_minnesota import make_minnesota
from real_principals import make_principals

SEASONS: dict[str, Callable[[Path], Path]] = {
    "massachusetts-asls": make_seminars,
    "massachusetts-assistant-superintendent-mentors": make_mentoring,
    "minnesota-masa-mentors": make_minnesota,
    "missouri-amp-principals": make_principals,
}
ELSEWHERE = {"massachusetts-mssn", "missouri-amp", "missouri-collaboration-cohorts"}
"""Programs whose real seasons other tests solve."""

real = pytest.mark.skipif("PAIRING_REAL_DATA" not in os.environ, reason="PAIRING_REAL_DATA names no folder")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A program's real season, made once."""
    seasons: dict[str, Path] = {}

    def make(program: str) -> Path:
        if program not in seasons:
            seasons[program] = SEASONS[program](tmp_path_factory.mktemp(program) / "season")
        return seasons[program]

    return make


def solved(season: Path) -> Plan:
    plan = pairing.solve(season)
    assert isinstance(plan, Plan)
    return plan


def test_no_association_is_without_a_real_season():
    assert set(SEASONS) | ELSEWHERE == {name for name in programs() if not name.startswith("example-")}


@pytest.mark.first(2)
@real
@pytest.mark.parametrize("program", sorted(SEASONS))
def test_a_real_season_is_proved_and_checked(program: str, made: Callable[[str], Path], cli: Callable):
    result = cli("solve", made(program))
    assert result.exit_code == 0, result.stderr
    assert "proved best, and checked" in result.stdout
    assert cli("verify", made(program)).exit_code == 0


@real
@pytest.mark.parametrize("program", sorted(SEASONS))
def test_in_a_real_season_everyone_is_placed_or_has_a_reason(program: str, made: Callable[[str], Path]):
    plan = solved(made(program))
    assert all(goal.proved and goal.value == goal.bound for goal in plan.goal_results)
    told = [person.id for person in plan.left_out if person.side == plan.season.program.left.label]
    assert sorted([*told, *(pair.left for pair in plan.pairs)]) == sorted(plan.season.left.ids)
    assert all(person.reason for person in plan.left_out)


@real
def test_regions_short_of_mentors_borrow_from_others(made: Callable[[str], Path]):
    plan = solved(made("minnesota-masa-mentors"))
    season = plan.season
    left, right = season.left.keys("region"), season.right.keys("region")
    borrowed = [
        left[i]
        for i, j in ((season.left.ids.index(pair.left), season.right.ids.index(pair.right)) for pair in plan.pairs)
        if left[i] != right[j]
    ]
    kept = next(goal for goal in plan.goal_results if goal.name == "mentors of another region")
    assert {"3", "8"} <= set(borrowed)
    assert kept.value == len(borrowed)


@real
def test_two_who_work_at_one_place_may_be_paired(made: Callable[[str], Path]):
    candidates = build(pairing.load(made("massachusetts-assistant-superintendent-mentors")))
    there = candidates.eligible & (candidates.miles == 0)
    proximity = [item.kind for item in candidates.season.program.criteria].index("proximity")
    assert there.any()
    assert (candidates.points[proximity][there] == 3000).all()


@real
def test_who_waits_for_a_seminar_comes_last_in_the_stated_order(made: Callable[[str], Path]):
    """Of those whom nothing but a seat of level I is for, no one waits while a later one sits."""
    plan = solved(made("massachusetts-asls"))
    season = plan.season
    seated = {pair.left: pair.right for pair in plan.pairs}
    ranks = {
        who: (9 if prio != prio else prio, day)
        for who, prio, day in zip(
            season.left.ids, season.left.numbers("priority"), season.left.values("registered_on"), strict=True
        )
    }
    level_one = {who for who, section in seated.items() if section.startswith("I-")}
    waiting = {person.id for person in plan.left_out if person.side == "participant" and "shortage" in person.reason}
    assert waiting
    assert max(ranks[who] for who in level_one) <= min(ranks[who] for who in waiting)
