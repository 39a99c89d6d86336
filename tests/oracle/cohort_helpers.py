"""A small season of cohorts and the one right plan for it, with every figure worked out by hand.

Everybody lives on one meridian, where a tenth of a degree is 6.90 miles. Two members have a fit of 100 in the same
region, 0 in two regions and 50 where one is unknown; so do member and facilitator by county.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from cohort_build import cohort_season
from pairing.plans.base import GoalResult, LeftOut
from pairing.plans.cohort_parts import Cohort, Exchange, Seat
from pairing.plans.cohorts import CohortPlan
from pairing.season import Season
from pairing.verify import check_cohorts


def _member(
    identifier: str, region: Any, county: Any, lat: float, enrollment: Any, day: int, **more: Any
) -> dict[str, Any]:
    return {
        "id": identifier, "region": region, "county": county, "lat": lat, "lon": -92.0, "enrollment": enrollment,
        "registered_on": f"2026-03-{day:02}", "district": f"District {identifier}", **more,
    }  # fmt: skip


MEMBERS = [
    _member("a", "N", "K", 38.0, 100, 1, last_cohort="1"),
    _member("b", "N", "K", 38.1, 200, 2, last_cohort="1"),
    _member("c", "S", "L", 38.2, 400, 3),
    _member("d", "S", "L", 39.0, 1000, 4),
    _member("e", "S", None, 39.1, None, 5),
    _member("w", "N", "K", 38.0, 100, 1),
    _member("x", None, None, 38.3, None, 6),
    _member("y", "N", "K", 38.0, 100, 7),
]
FACILITATORS = [{"id": "f", "county": "K"}, {"id": "g", "county": "L"}, {"id": "h", "county": None}]
VENUES = [{"id": "hall", "name": "Town Hall", "lat": 38.15, "lon": -92.0}]
WITHDRAWN = ("withdraw", "w")
PARTS: dict[str, Any] = {
    "order": ["registered_on"],
    "penalties": [{"kind": "enrollment_ratio", "free_up_to": 1.5, "points_per_doubling": 10.0}],
    "goals": ["seated", "alike", "facilitators", "worst_cohort", "continuity"],
    "money": {"per_cohort": {"rooms": 800.0, "books": 200.0}, "per_facilitator": {"travel": 250.0}},
}

SEATS = {
    "a": Seat("a", 7500, 10000, 10.35),
    "b": Seat("b", 7500, 10000, 3.45),
    "x": Seat("x", 5000, 5000, 10.35),
    "c": Seat("c", 10000, 10000, 55.18),
    "d": Seat("d", 10000, 10000, 0.0),
    "e": Seat("e", 10000, 5000, 6.9),
}
FIRST = Cohort(
    1, (SEATS["a"], SEATS["b"], SEATS["x"]), ("f",), cost=10415, penalty=415, worst_pair=("a", "x", 5000),
    enrollment=(100.0, 200.0), place="Town Hall", place_of="hall", longest=10.35, median=10.35,
)  # fmt: skip
SECOND = Cohort(
    2, (SEATS["c"], SEATS["d"], SEATS["e"]), ("g",), cost=737, penalty=737, worst_pair=("c", "d", 10000),
    enrollment=(400.0, 1000.0), place="District d", place_of="d", longest=55.18, median=6.9,
)  # fmt: skip
VALUES = {"seated": 6, "alike": 11152, "facilitators": 50000, "worst cohort": 3472, "continuity": 1}
X_FOR_E = Exchange("x", 2, "e", 20000, 0, 5000)
"""Then a, b and e cost 20415, and c, d and x 10737."""
LEFT_OUT = (
    LeftOut("member", "w", "", "withdrawn"),
    LeftOut("member", "y", "", "waits"),
    LeftOut("facilitator", "h", "", "leads no cohort"),
)


def right_season(folder: Path, *, cells: dict[str, dict[str, Any]] | None = None, **changes: Any) -> Season:
    """The season; `cells` changes cells of members and facilitators by id, the rest parts of the program."""
    people = [
        [{**person, **(cells or {}).get(str(person["id"]), {})} for person in side] for side in (MEMBERS, FACILITATORS)
    ]
    decisions = [WITHDRAWN, *changes.pop("decisions", ())]
    return cohort_season(folder, people[0], people[1], VENUES, decisions, **{**PARTS, **changes})


def right_plan(season: Season, **changes: Any) -> CohortPlan:
    """The plan, with some of its fields changed."""
    goals = tuple(GoalResult(name, name.replace(" ", "_"), value, value, True) for name, value in VALUES.items())
    plan = CohortPlan(
        season, "proved", goals, (FIRST, SECOND), "hand", left_out=LEFT_OUT, exchanges=(X_FOR_E,), dollars=2500.0
    )
    return replace(plan, **changes)


def goal(plan: CohortPlan, name: str, **changes: Any) -> tuple[GoalResult, ...]:
    """The plan's goals, one of them changed."""
    return tuple(replace(one, **changes) if one.name == name else one for one in plan.goal_results)


def findings(season: Season, **changes: Any) -> tuple[str, ...]:
    """What the checker finds in the right plan with some of its fields changed."""
    return check_cohorts(season, right_plan(season, **changes)).findings


def seated(cohort: Cohort, *identifiers: str, **changes: Any) -> Cohort:
    """The cohort with these members in their usual seats."""
    return replace(cohort, seats=tuple(SEATS.get(name, Seat(name, 0, 0, 0.0)) for name in identifiers), **changes)
