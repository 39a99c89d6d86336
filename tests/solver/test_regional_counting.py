"""Counting people, cohorts and facilitators, against trying everything: what is said to work does, and only that."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations, product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from test_regional_cohorts import LATITUDE, LED_BY_REGION, ONE_REGION, Person, leaders, people, season

from amount import cases
from pairing.explain.joining import Refused, Trial
from pairing.explain.ways import Ways
from pairing.instance.cohort_builder import build
from pairing.instance.cohorts import Roster
from pairing.optimizers.deadline import Deadline
from pairing.program.cohorts import Sizes
from pairing.season import Season
from pairing.solver.cohorts.counting_bounds import can_be_led, caps, led_at_most, places_short, seated_at_most
from pairing.solver.cohorts.seating import NoSeating, who_sits


def teams_exist(leads: Sequence[int], needed: int, cohorts: Sequence[tuple[Sequence[int], int]]) -> bool:
    """Whether teams of different people can be given to every cohort of every group, by trying all."""
    wanted = [may for may, number in cohorts for _ in range(number)]
    choices = [list(combinations(may, needed)) for may in wanted]
    return any(
        all(sum(f in team for team in teams) <= number for f, number in enumerate(leads)) for teams in product(*choices)
    )


@pytest.fixture(scope="module")
def rosters(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Roster]:
    """One roster per number of facilitators to a cohort; what they may lead is set by the tests."""
    folder = tmp_path_factory.mktemp("rosters")
    return {k: build(season(folder / str(k), people("West", 3), led=leaders(4), per_cohort=k)) for k in (1, 2)}


@pytest.mark.random
@pytest.mark.first(4)
@pytest.mark.parametrize("seed", cases(25, 60))
def test_facilitators_suffice_just_when_teams_can_be_found(rosters: dict[int, Roster], seed: int):
    rng = random.Random(seed)
    needed, leads = rng.choice([1, 2]), [rng.choice([0, 1, 1, 2, 3]) for _ in range(4)]
    cohorts = [
        (rng.sample(range(4), rng.choice([1, 2, 3, 4])), rng.choice([0, 1, 2])) for _ in range(rng.choice([1, 2, 3]))
    ]
    roster = replace(rosters[needed], may_lead_most=np.array(leads))
    assert can_be_led(roster, cohorts) == teams_exist(leads, needed, cohorts)
    anyone = list(range(4))
    most = led_at_most(roster)
    assert teams_exist(leads, needed, [(anyone, most)])
    assert not teams_exist(leads, needed, [(anyone, most + 1)])
    assert places_short(leads, needed, most) == 0
    more = places_short(leads, needed, most + 1)
    assert teams_exist([*leads, *[1] * more], needed, [(range(4 + more), most + 1)])
    assert not teams_exist([*leads, *[1] * (more - 1)], needed, [(range(3 + more), most + 1)])


def splits_of(groups: Sequence[tuple[int, int]], sizes: Sizes) -> Iterator[tuple[int, int]]:
    """(cohorts, people seated) of every way to choose how many of each group sit in how many cohorts."""
    each = [
        [(k, n) for k in range(own + 1) for n in range(people + 1) if k * sizes.min <= n <= k * sizes.max]
        for people, own in groups
    ]
    for way in product(*each):
        yield sum(k for k, _ in way), sum(n for _, n in way)


@pytest.mark.parametrize("seed", range(60))
def test_as_many_are_seated_as_some_choice_of_cohorts_seats(seed: int):
    rng = random.Random(seed)
    least = rng.choice([1, 2, 3])
    sizes = Sizes(min=least, max=least + rng.choice([0, 1, 2]), cohorts=rng.choice(["any", 2, [1, 3], [2, 4]]))
    groups = [(rng.randint(1, 9), rng.randint(0, 4)) for _ in range(rng.choice([1, 2, 3]))]
    most = sizes.count(rng.randint(0, 5))[1]
    fewest = sizes.count(most)[0]
    seats = [seated for number, seated in splits_of(groups, sizes) if fewest <= number <= most]
    assert seated_at_most(groups, sizes, most) == max(seats, default=0)


def some_season(rng: random.Random, folder: Path) -> tuple[Season, dict[str, Any]]:
    """Regions of one to six people under counts alone: sizes, cohorts, facilitators of their own region or of any."""
    regions = rng.sample([*LATITUDE, "Nowhere"], rng.choice([2, 3, 3]))
    groups = [people(region, rng.randint(1, 6)) for region in regions]
    led = [
        {"id": f"f{k}", "region": rng.choice(regions), "max_cohorts": rng.choice([1, 1, 2])}
        for k in range(rng.choice([0, 3, 5, 7]))
    ]
    parts = {
        "size": rng.choice([(2, 2), (2, 3), (3, 3), (3, 4), (4, 5)]),
        "cohorts": rng.choice(["any", "any", [1, 2], [1, 4]]),
        "per_cohort": rng.choice([1, 2]),
        "rules": [ONE_REGION, *([LED_BY_REGION] if led and rng.random() < 0.5 else [])],
        "led": led,
    }
    return season(folder, *groups, **parts), {"groups": groups, **parts}


def most_seated(one: Season) -> int:
    """How many the solver seats, proved; 0 where there is no plan."""
    try:
        seating = who_sits(build(one), Deadline(60))
    except NoSeating as why:
        if why.proved:
            return 0
        raise
    assert seating.values == seating.bounds
    return len(seating.seated)


def works(way: Callable[..., None], *arguments: Any) -> bool:
    """Whether a way out is named."""
    try:
        way(*arguments)
    except Refused:
        return False
    return True


def moved(person: Person, start: str, end: str) -> Person:
    """The same person, in another region if they were in the first."""
    return {**person, "region": end} if person["region"] == start else person


def trial_of(one: Season) -> tuple[Ways, Trial]:
    roster = build(one)
    ways = Ways(roster)
    return ways, Trial(roster, ways.groups, caps(roster, len(one.left)))


@pytest.mark.first(12)
@pytest.mark.parametrize("seed", range(40))
def test_a_group_to_join_is_named_just_when_the_solver_then_seats_everyone_whom_sizes_allow(tmp_path: Path, seed: int):
    one, parts = some_season(random.Random(seed), tmp_path / "as it is")
    ways, trial = trial_of(one)
    assert most_seated(one) == ways.seats
    groups = parts.pop("groups")
    for group, other in combinations(ways.groups, 2):
        start, end = group.shared["region"], other.shared["region"]
        written = [[moved(person, start, end) for person in rows] for rows in groups]
        then = season(tmp_path / f"{start} in {end}", *written, **parts)
        elsewhere = sum(ways.most_of(third) for third in ways.groups if third not in (group, other))
        everybody = group.size + other.size + elsewhere
        assert works(trial.joined, group, group.members, other) == (most_seated(then) == everybody)


@pytest.mark.parametrize("seed", range(40))
def test_to_run_with_fewer_is_named_only_when_the_solver_then_seats_them_too(tmp_path: Path, seed: int):
    one, parts = some_season(random.Random(seed), tmp_path / "as it is")
    groups = parts.pop("groups")
    ways, trial = trial_of(one)
    for group in (group for group in ways.groups if 1 < group.size < ways.sizes.min):
        fewer = ways.sizes.model_copy(update={"min": group.size})
        then = season(tmp_path / group.name, *groups, **{**parts, "size": (fewer.min, fewer.max)})
        elsewhere = sum(ways.most_of(other) for other in ways.groups if other is not group)
        assert not works(trial.sized, group, fewer) or most_seated(then) >= group.size + elsewhere
