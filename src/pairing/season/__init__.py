"""One season of one program, frozen: the program, the tables of people, the decisions, what stands.

`season` is what it holds, `loading` reads a folder, `build` makes one of tables, `with_program` and `with_people` make
another one of it, `references` finds the people named in cells. Knows no rules' answers, no solver and no runs.
"""

from pairing.season.build import Parts, assembled
from pairing.season.season import (
    CohortSeason,
    PairSeason,
    Season,
    Standing,
    StandingCohort,
    StandingCohorts,
    as_cohorts,
    as_pairs,
    by_kind,
    capacities,
    is_of_pairs,
    nobody,
)

__all__ = [
    "CohortSeason",
    "PairSeason",
    "Parts",
    "Season",
    "Standing",
    "StandingCohort",
    "StandingCohorts",
    "as_cohorts", "as_pairs", "assembled", "by_kind",
    "capacities",
    "is_of_pairs",
    "nobody",
]  # fmt: skip
